"""Refractoriness of single drugs: progression on a drug or soon after it, or no response to a line that is over."""

from tests.spec.drawn import case

# Progression -------------------------------------------------------------------------------------------------------

case(
    "progression while a drug is given makes the disease refractory to it, from the day of progression",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-03-10 | clinical
    """,
    """
    refractoriness
    drug       | drug_class           | line | since      | reason
    bortezomib | proteasome_inhibitor | 1    | 2021-03-10 | progressed_on_therapy
    """,
)
case(
    "progression on the last day of a drug is on therapy, the day after it is within the window",
    """
    exposures
    patient | drug       | started_on | ended_on
    after   | bortezomib | 2021-01-01 | 2021-05-01
    last    | bortezomib | 2021-01-01 | 2021-05-01
    findings
    patient | kind                 | found_on   | value
    after   | reported_progression | 2021-05-02 | clinical
    last    | reported_progression | 2021-05-01 | clinical
    """,
    """
    refractoriness
    patient | drug       | reason
    after   | bortezomib | progressed_within_window
    last    | bortezomib | progressed_on_therapy
    """,
)
case(
    "progression 60 days after the last dose makes a drug refractory, 61 days after it does not",
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
    refractoriness
    patient | drug       | since      | reason
    within  | bortezomib | 2021-06-30 | progressed_within_window
    """,
)
case(
    "progression on the day a line opened judges the line before it, not the new drug",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2021-01-01 | 2021-05-01
    carfilzomib | 2021-05-15 | 2021-06-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-05-15 | clinical
    """,
    """
    refractoriness
    drug       | line
    bortezomib | 1
    """,
)
case(
    "a drug first given after the progression of its line did not fail by it",
    """
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2021-01-01 | 2021-05-01
    lenalidomide | 2021-01-20 | 2021-01-25
    findings
    kind                 | found_on   | value
    reported_progression | 2021-01-15 | clinical
    """,
    """
    refractoriness
    drug       | since
    bortezomib | 2021-01-15
    """,
)
case(
    "every drug of the regimen at progression counts, but not its steroid",
    """
    exposures
    drug          | started_on | ended_on
    bortezomib    | 2021-01-01 | 2021-05-01
    lenalidomide  | 2021-01-01 | 2021-05-01
    dexamethasone | 2021-01-01 | 2021-05-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-04-10 | clinical
    """,
    """
    refractoriness
    drug         | drug_class           | since
    bortezomib   | proteasome_inhibitor | 2021-04-10
    lenalidomide | immunomodulator      | 2021-04-10
    """,
)
case(
    "a conditioning drug does not become refractory by progression after its transplant",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    melphalan  | 2021-05-30 | 2021-05-30
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-06-20 | clinical
    """,
    """
    refractoriness
    drug       | reason
    bortezomib | progressed_within_window
    """,
)
case(
    "maintenance lenalidomide counts at progression, induction that had answered and ended long before does not",
    """
    exposures
    drug          | started_on | ended_on
    bortezomib    | 2021-01-01 | 2021-05-01
    thalidomide   | 2021-01-01 | 2021-05-01
    lenalidomide  | 2021-09-01 | 2022-09-01
    findings
    kind                 | found_on   | value
    reported_response    | 2021-04-01 | VGPR
    reported_response    | 2021-05-01 | VGPR
    reported_progression | 2022-08-01 | clinical
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    """,
    """
    refractoriness
    drug         | line | since      | reason
    lenalidomide | 1    | 2022-08-01 | progressed_on_therapy
    """,
)
case(
    "a drug stopped because of progression has failed on its last day",
    """
    exposures
    drug       | started_on | ended_on   | stopped_because
    bortezomib | 2021-01-01 | 2021-05-01 | progression
    """,
    """
    refractoriness
    drug       | since      | reason
    bortezomib | 2021-05-01 | progressed_on_therapy
    """,
)
case(
    "a drug stopped for intolerance, by choice or as planned is exposed, not refractory",
    """
    exposures
    patient  | drug       | started_on | ended_on   | stopped_because
    choice   | bortezomib | 2021-01-01 | 2021-05-01 | choice
    done     | bortezomib | 2021-01-01 | 2021-05-01 | completed
    toxicity | bortezomib | 2021-01-01 | 2021-05-01 | toxicity
    """,
    """
    refractoriness
    (none)
    """,
)
case(
    "unconfirmed progression makes nothing refractory",
    """
    exposures
    drug       | started_on
    bortezomib | 2021-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2021-01-01  | 30
    serum_m_protein | 2021-03-01  | 10
    serum_m_protein | 2021-04-01  | 10
    serum_m_protein | 2021-05-01  | 20
    """,
    """
    refractoriness
    (none)
    """,
)
case(
    "a confirmed rise makes the drugs refractory from its first day, as of the day that confirmed it and not before",
    """
    exposures
    drug       | started_on
    bortezomib | 2021-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2021-01-01  | 30
    serum_m_protein | 2021-03-01  | 10
    serum_m_protein | 2021-04-01  | 10
    serum_m_protein | 2021-05-01  | 20
    serum_m_protein | 2021-05-20  | 21
    """,
    """
    refractoriness
    drug       | since      | reason
    bortezomib | 2021-05-01 | progressed_on_therapy
    """,
    as_of="2021-05-20",
)
case(
    "as of the day before the confirmation, a rise has made nothing refractory",
    """
    exposures
    drug       | started_on
    bortezomib | 2021-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2021-01-01  | 30
    serum_m_protein | 2021-03-01  | 10
    serum_m_protein | 2021-04-01  | 10
    serum_m_protein | 2021-05-01  | 20
    serum_m_protein | 2021-05-20  | 21
    """,
    """
    refractoriness
    (none)
    """,
    as_of="2021-05-19",
)
case(
    "the reason a drug was stopped is not known before the day it was stopped",
    """
    exposures
    drug       | started_on | ended_on   | stopped_because
    bortezomib | 2021-01-01 | 2021-05-01 | progression
    """,
    """
    refractoriness
    (none)
    """,
    as_of="2021-04-30",
)
case(
    "the earliest failure of a drug is told, though it failed again later",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2021-01-01 | 2021-05-01 | progression
    carfilzomib  | 2021-05-15 | 2021-09-01 | progression
    lenalidomide | 2021-10-01 | 2022-03-01 | progression
    pomalidomide | 2021-10-01 | 2022-03-01 | progression
    """,
    """
    refractoriness
    drug         | line | since
    carfilzomib  | 2    | 2021-09-01
    lenalidomide | 1    | 2021-05-01
    pomalidomide | 3    | 2022-03-01
    """,
)
case(
    "a drug that outlasts its line can fail in the later one",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2021-01-01 | 2021-12-01 | progression
    daratumumab  | 2021-07-01 | 2021-12-01 | progression
    """,
    """
    refractoriness
    drug         | line | since
    daratumumab  | 2    | 2021-12-01
    lenalidomide | 2    | 2021-12-01
    """,
)
case(
    "drugs beyond the three great classes are refractory too",
    """
    exposures
    patient | drug                      | started_on | ended_on   | stopped_because
    adc     | belantamab-mafodotin      | 2021-01-01 | 2021-05-01 | progression
    alkyl   | melphalan                 | 2021-01-01 | 2021-05-01 | progression
    bs      | teclistamab               | 2021-01-01 | 2021-05-01 | progression
    slamf7  | elotuzumab                | 2021-01-01 | 2021-05-01 | progression
    xpo1    | selinexor                 | 2021-01-01 | 2021-05-01 | progression
    """,
    """
    refractoriness
    patient | drug                 | drug_class
    adc     | belantamab-mafodotin | anti_bcma_adc
    alkyl   | melphalan            | alkylator
    bs      | teclistamab          | anti_bcma_bispecific
    slamf7  | elotuzumab           | anti_slamf7
    xpo1    | selinexor            | xpo1_inhibitor
    """,
)
case(
    "progression within 60 days of a cell product counts as its failure",
    """
    exposures
    patient | drug                   | started_on
    after   | idecabtagene-vicleucel | 2021-05-01
    within  | idecabtagene-vicleucel | 2021-05-01
    findings
    patient | kind                 | found_on   | value
    after   | reported_response    | 2021-06-01 | PR
    after   | reported_response    | 2021-06-20 | PR
    after   | reported_progression | 2021-07-01 | clinical
    within  | reported_response    | 2021-06-01 | PR
    within  | reported_response    | 2021-06-20 | PR
    within  | reported_progression | 2021-06-30 | clinical
    """,
    """
    refractoriness
    patient | drug                   | reason
    within  | idecabtagene-vicleucel | progressed_within_window
    """,
)

# No response -------------------------------------------------------------------------------------------------------

case(
    "a line that is over and never reached minimal response makes its drugs refractory, from the last assessment",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    findings
    kind              | found_on   | value
    reported_response | 2021-03-01 | SD
    reported_response | 2021-04-01 | SD
    """,
    """
    refractoriness
    drug       | since      | reason
    bortezomib | 2021-04-01 | no_response
    """,
)
case(
    "minimal response, confirmed, is a response; stable disease is none",
    """
    exposures
    patient | drug       | started_on | ended_on
    minimal | bortezomib | 2021-01-01 | 2021-05-01
    stable  | bortezomib | 2021-01-01 | 2021-05-01
    findings
    patient | kind              | found_on   | value
    minimal | reported_response | 2021-03-01 | MR
    minimal | reported_response | 2021-04-01 | MR
    stable  | reported_response | 2021-03-01 | SD
    stable  | reported_response | 2021-04-01 | SD
    """,
    """
    refractoriness
    patient | drug       | reason
    stable  | bortezomib | no_response
    """,
)
case(
    "a serum fall of 25 percent is a response, of less is none",
    """
    exposures
    patient | drug       | started_on | ended_on
    less    | bortezomib | 2021-01-01 | 2021-05-01
    reached | bortezomib | 2021-01-01 | 2021-05-01
    measurements
    patient | analyte         | measured_on | value
    less    | serum_m_protein | 2021-01-01  | 40
    less    | serum_m_protein | 2021-03-01  | 30.1
    less    | serum_m_protein | 2021-04-01  | 30.1
    reached | serum_m_protein | 2021-01-01  | 40
    reached | serum_m_protein | 2021-03-01  | 30
    reached | serum_m_protein | 2021-04-01  | 30
    """,
    """
    refractoriness
    patient | drug       | reason     | since
    less    | bortezomib | no_response | 2021-04-01
    """,
)
case(
    "a response seen once and awaiting confirmation is not no response, one that was refuted is",
    """
    exposures
    patient | drug       | started_on | ended_on
    pending | bortezomib | 2021-01-01 | 2021-05-01
    refuted | bortezomib | 2021-01-01 | 2021-05-01
    findings
    patient | kind              | found_on   | value
    pending | reported_response | 2021-03-01 | SD
    pending | reported_response | 2021-04-01 | PR
    refuted | reported_response | 2021-03-01 | PR
    refuted | reported_response | 2021-04-01 | SD
    """,
    """
    refractoriness
    patient | drug       | reason
    refuted | bortezomib | no_response
    """,
)
case(
    "28 days of a drug without response are enough, 27 are too few",
    """
    exposures
    patient | drug       | started_on | ended_on
    enough  | bortezomib | 2021-01-01 | 2021-01-29
    few     | bortezomib | 2021-01-01 | 2021-01-28
    findings
    patient | kind              | found_on   | value
    enough  | reported_response | 2021-03-01 | SD
    few     | reported_response | 2021-03-01 | SD
    """,
    """
    refractoriness
    patient | drug       | reason
    enough  | bortezomib | no_response
    """,
)
case(
    "a short exposure does not protect from progression",
    """
    exposures
    drug       | started_on | ended_on   | stopped_because
    bortezomib | 2021-01-01 | 2021-01-10 | progression
    """,
    """
    refractoriness
    drug       | reason
    bortezomib | progressed_on_therapy
    """,
)
case(
    "stable disease in a line that goes on makes nothing refractory",
    """
    exposures
    drug       | started_on
    bortezomib | 2021-01-01
    findings
    kind              | found_on   | value
    reported_response | 2021-03-01 | SD
    reported_response | 2021-05-01 | SD
    """,
    """
    refractoriness
    (none)
    """,
)
case(
    "while one drug of a line goes on the line is not over, and a drug stopped earlier has not failed to bring response",
    """
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2021-01-01 | 2021-03-01
    lenalidomide | 2021-01-01 |
    findings
    kind              | found_on   | value
    reported_response | 2021-03-01 | SD
    reported_response | 2021-05-01 | SD
    """,
    """
    refractoriness
    (none)
    """,
)
case(
    "a line without a recorded end is over when the next one opens",
    """
    exposures
    drug        | started_on
    bortezomib  | 2021-01-01
    carfilzomib | 2021-06-01
    findings
    kind              | found_on   | value
    reported_response | 2021-03-01 | SD
    """,
    """
    refractoriness
    drug       | line | since      | reason
    bortezomib | 1    | 2021-03-01 | no_response
    """,
)
case(
    "a line that cannot be evaluated shows no failure",
    """
    exposures
    patient | drug       | started_on | ended_on
    nothing | bortezomib | 2021-01-01 | 2021-05-01
    ne      | bortezomib | 2021-01-01 | 2021-05-01
    findings
    patient | kind              | found_on   | value
    ne      | reported_response | 2021-03-01 | NE
    """,
    """
    refractoriness
    (none)
    """,
)
case(
    "an assessment after the next line opened does not judge the line before it",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2021-01-01 | 2021-05-01
    carfilzomib | 2021-06-01 | 2021-09-01
    findings
    kind              | found_on   | value
    reported_response | 2021-06-02 | SD
    """,
    """
    refractoriness
    drug        | line | reason
    carfilzomib | 2    | no_response
    """,
)
case(
    "a line that never answered has not failed twice: progression later than its last assessment adds nothing",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    findings
    kind                 | found_on   | value
    reported_response    | 2021-03-01 | SD
    reported_progression | 2021-04-01 | clinical
    """,
    """
    refractoriness
    drug       | since      | reason
    bortezomib | 2021-04-01 | progressed_on_therapy
    """,
)
case(
    "a drug stopped long before the only assessment, which shows progression, is not shown to have brought no response",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    bortezomib   | 2020-01-01 | 2020-03-01 |
    lenalidomide | 2020-01-01 | 2020-12-01 | progression
    pomalidomide | 2021-01-05 | 2021-03-01 |
    """,
    """
    refractoriness
    drug         | line | reason
    lenalidomide | 1    | progressed_on_therapy
    """,
)

# Doses charted day by day ------------------------------------------------------------------------------------------

_DOSES = "\n".join(
    f"{patient} | carfilzomib | {day} | {day} |"
    for patient in ("goes_on", "sixty", "later")
    for day in ("2021-01-01", "2021-01-08", "2021-01-15", "2021-02-01", "2021-02-08", "2021-02-14")
)
case(
    "the last of the doses does not say that treatment ended: not 60 days after it, but 61 days after it without another",
    f"""
    patients
    patient | last_seen_on
    goes_on | 2021-02-15
    later   | 2021-04-16
    sixty   | 2021-04-15
    exposures
    patient | drug | started_on | ended_on | stopped_because
    {_DOSES}
    measurements
    patient | analyte         | measured_on | value
    goes_on | serum_m_protein | 2021-01-01  | 30
    goes_on | serum_m_protein | 2021-02-10  | 28
    later   | serum_m_protein | 2021-01-01  | 30
    later   | serum_m_protein | 2021-02-10  | 28
    sixty   | serum_m_protein | 2021-01-01  | 30
    sixty   | serum_m_protein | 2021-02-10  | 28
    """,
    """
    refractoriness
    patient | drug        | since      | reason
    later   | carfilzomib | 2021-02-10 | no_response
    status
    patient | state              | refractory_drugs
    goes_on | stable             |
    later   | primary_refractory | carfilzomib
    sixty   | stable             |
    """,
)
case(
    "a last dose whose reason to stop is charted, and doses that another line follows, are over",
    """
    exposures
    patient | drug         | started_on | ended_on   | stopped_because
    line    | carfilzomib  | 2021-01-01 | 2021-01-01 |
    line    | carfilzomib  | 2021-01-29 | 2021-01-29 |
    line    | pomalidomide | 2021-02-15 |            |
    none    | carfilzomib  | 2021-01-01 | 2021-01-01 |
    none    | carfilzomib  | 2021-01-29 | 2021-01-29 |
    reason  | carfilzomib  | 2021-01-01 | 2021-01-01 |
    reason  | carfilzomib  | 2021-01-29 | 2021-01-29 | completed
    findings
    patient | kind              | found_on   | value
    line    | reported_response | 2021-02-10 | SD
    none    | reported_response | 2021-02-10 | SD
    reason  | reported_response | 2021-02-10 | SD
    """,
    """
    refractoriness
    patient | drug        | line | reason
    line    | carfilzomib | 1    | no_response
    reason  | carfilzomib | 1    | no_response
    """,
)
case(
    "one drug of a line whose doses may go on keeps the line from being over",
    """
    exposures
    drug         | started_on | ended_on
    carfilzomib  | 2021-01-01 | 2021-01-01
    carfilzomib  | 2021-01-29 | 2021-01-29
    carfilzomib  | 2021-03-01 | 2021-03-01
    lenalidomide | 2021-01-01 | 2021-02-20
    findings
    kind              | found_on   | value
    reported_response | 2021-03-01 | SD
    """,
    """
    refractoriness
    (none)
    status
    state
    stable
    """,
)
