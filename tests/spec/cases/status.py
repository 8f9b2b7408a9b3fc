"""Status: where the patient stands on the last day of the record, one case for each word and each parting of ways."""

from tests.spec.drawn import case

case(
    "a patient without treatment is newly diagnosed",
    """
    patients
    patient | diagnosed_on
    p       | 2021-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2021-01-05  | 30
    """,
    """
    status
    as_of      | n_lines | state           | refractory_tier | triple_class_refractory
    2021-01-05 | 0       | newly_diagnosed | none            | false
    """,
)
case(
    "a record without any date stands on no day",
    """
    patients
    patient | sex
    p       | female
    """,
    """
    status
    as_of | n_lines | state
          | 0       | newly_diagnosed
    """,
)
case(
    "the last day of the record is the latest on which anything was seen, given or done",
    """
    patients
    patient   | diagnosed_on | last_seen_on | died_on
    died      | 2021-01-01   |              | 2021-02-01
    diagnosed | 2021-01-01   |              |
    event     | 2021-01-01   |              |
    exposure  | 2021-01-01   |              |
    finding   | 2021-01-01   |              |
    lesion    | 2021-01-01   |              |
    measured  | 2021-01-01   |              |
    procedure | 2021-01-01   |              |
    seen      | 2021-01-01   | 2021-02-01   |
    started   | 2021-01-01   |              |
    exposures
    patient  | drug       | started_on | ended_on
    exposure | bortezomib | 2021-01-01 | 2021-02-01
    started  | bortezomib | 2021-02-01 |
    measurements
    patient  | analyte    | measured_on | value
    measured | creatinine | 2021-02-01  | 80
    findings
    patient | kind | found_on   | value
    finding | ecog | 2021-02-01 | 1
    procedures
    patient   | procedure     | performed_on
    procedure | leukapheresis | 2021-02-01
    lesions
    patient | lesion | measured_on | longest_mm
    lesion  | a      | 2021-02-01  | 10
    events
    patient | event    | started_on
    event   | headache | 2021-02-01
    """,
    """
    status
    patient   | as_of
    died      | 2021-02-01
    diagnosed | 2021-01-01
    event     | 2021-02-01
    exposure  | 2021-02-01
    finding   | 2021-02-01
    lesion    | 2021-02-01
    measured  | 2021-02-01
    procedure | 2021-02-01
    seen      | 2021-02-01
    started   | 2021-02-01
    """,
)
case(
    "a confirmed response is responding, and so is one that awaits confirmation",
    """
    exposures
    patient   | drug       | started_on
    confirmed | bortezomib | 2021-01-01
    once      | bortezomib | 2021-01-01
    findings
    patient   | kind              | found_on   | value
    confirmed | reported_response | 2021-03-01 | PR
    confirmed | reported_response | 2021-04-01 | PR
    once      | reported_response | 2021-03-01 | MR
    """,
    """
    status
    patient   | n_lines | state
    confirmed | 1       | responding
    once      | 1       | responding
    """,
)
case(
    "stable disease in a line that goes on is stable, in a line that is over it is primary refractory",
    """
    exposures
    patient | drug       | started_on | ended_on
    goes_on | bortezomib | 2021-01-01 |
    over    | bortezomib | 2021-01-01 | 2021-05-01
    findings
    patient | kind              | found_on   | value
    goes_on | reported_response | 2021-03-01 | SD
    over    | reported_response | 2021-03-01 | SD
    """,
    """
    status
    patient | state              | refractory_drugs
    goes_on | stable             |
    over    | primary_refractory | bortezomib
    """,
)
case(
    "a last line that is over without response is refractory disease though all its drugs had failed before; one that goes on is not",
    """
    exposures
    patient | drug         | started_on | ended_on   | stopped_because
    goes_on | lenalidomide | 2021-01-01 | 2021-05-01 | progression
    goes_on | carfilzomib  | 2021-05-15 | 2021-09-01 | progression
    goes_on | lenalidomide | 2021-10-01 |            |
    minimal | lenalidomide | 2021-01-01 | 2021-05-01 | progression
    minimal | carfilzomib  | 2021-05-15 | 2021-09-01 | progression
    minimal | lenalidomide | 2021-10-01 | 2022-03-01 |
    over    | lenalidomide | 2021-01-01 | 2021-05-01 | progression
    over    | carfilzomib  | 2021-05-15 | 2021-09-01 | progression
    over    | lenalidomide | 2021-10-01 | 2022-03-01 |
    findings
    patient | kind              | found_on   | value
    goes_on | reported_response | 2022-01-01 | SD
    minimal | reported_response | 2022-01-01 | MR
    minimal | reported_response | 2022-02-01 | MR
    over    | reported_response | 2022-01-01 | SD
    """,
    """
    refractoriness
    patient | drug         | line | reason
    goes_on | carfilzomib  | 2    | progressed_on_therapy
    goes_on | lenalidomide | 1    | progressed_on_therapy
    minimal | carfilzomib  | 2    | progressed_on_therapy
    minimal | lenalidomide | 1    | progressed_on_therapy
    over    | carfilzomib  | 2    | progressed_on_therapy
    over    | lenalidomide | 1    | progressed_on_therapy
    status
    patient | n_lines | state
    goes_on | 3       | stable
    minimal | 3       | responding
    over    | 3       | primary_refractory
    """,
)
case(
    "a rise awaiting confirmation does not soften a last line that is over without response",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2021-01-01 | 2021-05-01 | progression
    carfilzomib  | 2021-05-15 | 2021-09-01 | progression
    lenalidomide | 2021-10-01 | 2022-03-01 |
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2021-10-01  | 30
    serum_m_protein | 2021-11-01  | 29
    serum_m_protein | 2021-12-01  | 29
    serum_m_protein | 2022-02-20  | 45
    """,
    """
    status
    n_lines | state
    3       | primary_refractory
    """,
)
case(
    "stable disease after too short an exposure is stable",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-01-28
    findings
    kind              | found_on   | value
    reported_response | 2021-03-01 | SD
    """,
    """
    status
    state  | refractory_drugs
    stable |
    """,
)
case(
    "progression on therapy without any response ever is primary refractory",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-04-01 | clinical
    """,
    """
    status
    state              | refractory_tier
    primary_refractory | single
    """,
)
case(
    "primary refractory disease stays so while no line ever answers",
    """
    exposures
    drug        | started_on | ended_on   | stopped_because
    bortezomib  | 2021-01-01 | 2021-05-01 | progression
    carfilzomib | 2021-05-15 | 2021-09-01 | progression
    """,
    """
    status
    n_lines | state
    2       | primary_refractory
    """,
)
case(
    "progression 61 days after the end of a line is relapse, 60 days after it is refractory",
    """
    exposures
    patient | drug       | started_on | ended_on
    after   | bortezomib | 2021-01-01 | 2021-05-01
    within  | bortezomib | 2021-01-01 | 2021-05-01
    findings
    patient | kind                 | found_on   | value
    after   | reported_response    | 2021-03-01 | PR
    after   | reported_response    | 2021-04-01 | PR
    after   | reported_progression | 2021-07-01 | clinical
    within  | reported_response    | 2021-03-01 | PR
    within  | reported_response    | 2021-04-01 | PR
    within  | reported_progression | 2021-06-30 | clinical
    """,
    """
    status
    patient | state               | refractory_tier
    after   | relapsed            | none
    within  | relapsed_refractory | single
    """,
)
case(
    "no response to salvage after an earlier response is relapsed and refractory",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2021-01-01 | 2021-05-01
    carfilzomib | 2022-01-01 | 2022-05-01
    findings
    kind                 | found_on   | value
    reported_response    | 2021-03-01 | PR
    reported_response    | 2021-04-01 | PR
    reported_progression | 2021-12-01 | clinical
    reported_response    | 2022-03-01 | SD
    """,
    """
    status
    n_lines | state               | refractory_drugs
    2       | relapsed_refractory | carfilzomib
    """,
)
case(
    "refractory disease after a line that cannot be evaluated is neither primary nor relapsed",
    """
    exposures
    drug        | started_on | ended_on   | stopped_because
    bortezomib  | 2021-01-01 | 2021-05-01 |
    carfilzomib | 2022-01-01 | 2022-05-01 | progression
    """,
    """
    status
    n_lines | state      | refractory_drugs
    2       | refractory | carfilzomib
    """,
)
case(
    "a rise not yet confirmed is suspected progression, and once refuted it is not",
    """
    exposures
    patient | drug       | started_on
    refuted | bortezomib | 2021-01-01
    rise    | bortezomib | 2021-01-01
    measurements
    patient | analyte         | measured_on | value
    refuted | serum_m_protein | 2021-01-01  | 30
    refuted | serum_m_protein | 2021-03-01  | 10
    refuted | serum_m_protein | 2021-04-01  | 10
    refuted | serum_m_protein | 2021-05-01  | 20
    refuted | serum_m_protein | 2021-06-01  | 10
    rise    | serum_m_protein | 2021-01-01  | 30
    rise    | serum_m_protein | 2021-03-01  | 10
    rise    | serum_m_protein | 2021-04-01  | 10
    rise    | serum_m_protein | 2021-05-01  | 20
    """,
    """
    status
    patient | state
    refuted | responding
    rise    | progression_suspected
    """,
)
case(
    "a last line that holds nothing that can be evaluated leaves the state unknown",
    """
    exposures
    patient | drug        | started_on | ended_on
    first   | bortezomib  | 2021-01-01 | 2021-05-01
    second  | bortezomib  | 2021-01-01 | 2021-05-01
    second  | carfilzomib | 2021-06-01 | 2021-09-01
    findings
    patient | kind              | found_on   | value
    second  | reported_response | 2021-03-01 | PR
    second  | reported_response | 2021-04-01 | PR
    """,
    """
    status
    patient | n_lines | state
    first   | 1       | unknown
    second  | 2       | unknown
    """,
)
case(
    "a response to the last line is responding, whatever failed before",
    """
    exposures
    drug        | started_on | ended_on   | stopped_because
    bortezomib  | 2021-01-01 | 2021-05-01 | progression
    carfilzomib | 2021-05-15 |            |
    findings
    kind              | found_on   | value
    reported_response | 2021-07-01 | VGPR
    reported_response | 2021-08-01 | VGPR
    """,
    """
    status
    n_lines | state      | refractory_drugs | refractory_tier
    2       | responding | bortezomib       | single
    """,
)

_COURSE = """
    exposures
    drug        | started_on | ended_on   | stopped_because
    bortezomib  | 2021-01-01 | 2021-05-01 |
    carfilzomib | 2021-12-15 | 2022-05-01 | progression
    findings
    kind                 | found_on   | value
    reported_response    | 2021-03-01 | PR
    reported_response    | 2021-04-01 | PR
    reported_progression | 2021-12-01 | clinical
    """

for _day, _stands, _row in (
    ("2020-12-31", "newly diagnosed", "                 | 0 | newly_diagnosed     |"),
    ("2021-02-15", "unknown", "2021-01-01 | 1 | unknown             |"),
    ("2021-03-15", "responding, seen once", "2021-03-01 | 1 | responding          |"),
    ("2021-11-30", "responding, confirmed", "2021-05-01 | 1 | responding          |"),
    ("2021-12-01", "relapsed", "2021-12-01 | 1 | relapsed            |"),
    ("2022-04-30", "unknown under the second line", "2021-12-15 | 2 | unknown             |"),
    ("2022-05-01", "relapsed and refractory", "2022-05-01 | 2 | relapsed_refractory | carfilzomib"),
):
    case(
        f"one course as of {_day} is {_stands}: what came later changes nothing",
        _COURSE,
        f"""
        status
        as_of | n_lines | state | refractory_drugs
        {_row}
        """,
        as_of=_day,
    )
