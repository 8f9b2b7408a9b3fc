"""Times to an endpoint: what starts the clock, what stops it, and where it is cut."""

from tests.spec.drawn import case

# Progression-free survival -----------------------------------------------------------------------------------------

case(
    "progression on the day of the last assessment ends progression-free survival; without it the time is cut there",
    """
    exposures
    patient    | drug       | started_on
    progressed | bortezomib | 2020-01-01
    stable     | bortezomib | 2020-01-01
    measurements
    patient    | analyte         | measured_on | value
    progressed | serum_m_protein | 2020-01-01  | 40
    progressed | serum_m_protein | 2020-03-01  | 35
    stable     | serum_m_protein | 2020-01-01  | 40
    stable     | serum_m_protein | 2020-03-01  | 35
    findings
    patient    | kind                 | found_on   | value
    progressed | reported_progression | 2020-03-01 | clinical
    """,
    """
    endpoint_times
    patient    | line | endpoint | started_on | ended_on   | days | ends_as  | event       | censored_because
    progressed | 1    | pfs      | 2020-01-01 | 2020-03-01 | 60   | event    | progression |
    stable     | 1    | pfs      | 2020-01-01 | 2020-03-01 | 60   | censored |             | last_assessment
    """,
)
case(
    "progression and death of one day count as progression, and either ends progression-free survival",
    """
    patients
    patient | died_on
    both    | 2020-03-01
    dead    | 2020-03-01
    exposures
    patient | drug       | started_on
    both    | bortezomib | 2020-01-01
    dead    | bortezomib | 2020-01-01
    findings
    patient | kind                 | found_on   | value
    both    | reported_progression | 2020-03-01 | clinical
    """,
    """
    endpoint_times
    patient | line | endpoint | days | ends_as   | event
    both    | 1    | efs      | 60   | event     | progression
    dead    | 1    | efs      | 60   | event     | death
    both    | 1    | pfs-missed-assessments | 60 | event | progression
    dead    | 1    | pfs-missed-assessments | 60 | event | death
    both    | 1    | pfs      | 60   | event     | progression
    both    | 1    | ttp      | 60   | event     | progression
    both    | 1    | os       | 60   | event     | death
    dead    | 1    | pfs      | 60   | event     | death
    dead    | 1    | ttp      | 60   | competing | death
    dead    | 1    | os       | 60   | event     | death
    """,
)
case(
    "death charted as an event alone is death; where the patient's own day of death is known that one counts",
    """
    patients
    patient | died_on
    known   | 2020-03-01
    event   |
    exposures
    patient | drug       | started_on
    known   | bortezomib | 2020-01-01
    event   | bortezomib | 2020-01-01
    events
    patient | event | started_on
    known   | death | 2020-03-05
    event   | death | 2020-03-05
    """,
    """
    endpoint_times
    patient | line | endpoint | ended_on   | event
    known   | 1    | os       | 2020-03-01 | death
    event   | 1    | os       | 2020-03-05 | death
    """,
)
case(
    "a suspected progression is no event, and its day does not show that there was none",
    """
    exposures
    patient   | drug       | started_on
    suspected | bortezomib | 2020-01-01
    confirmed | bortezomib | 2020-01-01
    measurements
    patient   | analyte         | measured_on | value
    suspected | serum_m_protein | 2020-01-01  | 40
    suspected | serum_m_protein | 2020-02-01  | 30
    suspected | serum_m_protein | 2020-03-01  | 30
    suspected | serum_m_protein | 2020-04-01  | 45
    confirmed | serum_m_protein | 2020-01-01  | 40
    confirmed | serum_m_protein | 2020-02-01  | 30
    confirmed | serum_m_protein | 2020-03-01  | 30
    confirmed | serum_m_protein | 2020-04-01  | 45
    confirmed | serum_m_protein | 2020-05-01  | 45
    """,
    """
    endpoint_times
    patient   | line | endpoint | ended_on   | ends_as  | event       | censored_because
    suspected | 1    | pfs      | 2020-03-01 | censored |             | last_assessment
    confirmed | 1    | pfs      | 2020-04-01 | event    | progression |
    """,
)
case(
    "a suspected progression that the next assessment refutes is followed on",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 30
    serum_m_protein | 2020-03-01  | 30
    serum_m_protein | 2020-04-01  | 45
    serum_m_protein | 2020-05-01  | 30
    """,
    """
    endpoint_times
    line | endpoint | ended_on   | ends_as  | censored_because
    1    | pfs      | 2020-05-01 | censored | last_assessment
    """,
)
case(
    "a line that was never assessed is cut on its first day, but death still ends it",
    """
    patients
    patient | died_on    | last_seen_on
    alive   |            | 2020-06-01
    dead    | 2020-03-01 |
    exposures
    patient | drug       | started_on
    alive   | bortezomib | 2020-01-01
    dead    | bortezomib | 2020-01-01
    """,
    """
    endpoint_times
    patient | line | endpoint | ended_on   | days | ends_as  | event | censored_because
    alive   | 1    | pfs      | 2020-01-01 | 0    | censored |       | no_assessment
    alive   | 1    | os       | 2020-06-01 | 152  | censored |       | last_seen
    dead    | 1    | pfs      | 2020-03-01 | 60   | event    | death |
    dead    | 1    | os       | 2020-03-01 | 60   | event    | death |
    """,
)
case(
    "an assessment that cannot be evaluated does not show that there was no progression",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 30
    findings
    kind                  | found_on   | value
    urine_immunofixation  | 2020-05-01 | negative
    """,
    """
    endpoint_times
    line | endpoint | ended_on   | censored_because
    1    | pfs      | 2020-02-01 | last_assessment
    """,
)

# New therapy -------------------------------------------------------------------------------------------------------

case(
    "progression on the day the next line opens is of the line before, the day after of the next one",
    """
    exposures
    patient | drug        | started_on | ended_on
    same    | bortezomib  | 2020-01-01 | 2020-04-20
    same    | carfilzomib | 2020-05-01 |
    after   | bortezomib  | 2020-01-01 | 2020-04-20
    after   | carfilzomib | 2020-05-01 |
    findings
    patient | kind                 | found_on   | value
    same    | reported_progression | 2020-05-01 | clinical
    after   | reported_progression | 2020-05-02 | clinical
    """,
    """
    endpoint_times
    patient | line | endpoint             | started_on | ended_on   | ends_as  | event       | censored_because
    same    | 1    | pfs                  | 2020-01-01 | 2020-05-01 | event    | progression |
    same    | 2    | pfs                  | 2020-05-01 | 2020-05-01 | censored |             | no_assessment
    same    | 1    | pfs-treatment-policy | 2020-01-01 | 2020-05-01 | event    | progression |
    same    | 2    | pfs-treatment-policy | 2020-05-01 | 2020-05-01 | censored |             | no_assessment
    after   | 1    | pfs                  | 2020-01-01 | 2020-01-01 | censored |             | no_assessment
    after   | 2    | pfs                  | 2020-05-01 | 2020-05-02 | event    | progression |
    after   | 1    | pfs-treatment-policy | 2020-01-01 | 2020-05-02 | event    | progression |
    after   | 2    | pfs-treatment-policy | 2020-05-01 | 2020-05-02 | event    | progression |
    """,
)
case(
    "new therapy cuts the time at the last assessment before it; whatever therapy follows, it is followed on",
    """
    patients
    died_on
    2020-08-01
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2020-01-01 | 2020-04-20
    carfilzomib | 2020-05-01 | 2020-07-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-04-01  | 35
    serum_m_protein | 2020-05-01  | 35
    serum_m_protein | 2020-06-01  | 35
    """,
    """
    endpoint_times
    line | endpoint             | ended_on   | ends_as   | event     | censored_because
    1    | pfs                  | 2020-05-01 | censored  |           | new_therapy
    2    | pfs                  | 2020-08-01 | event     | death     |
    1    | pfs-treatment-policy | 2020-08-01 | event     | death     |
    2    | pfs-treatment-policy | 2020-08-01 | event     | death     |
    1    | ttp                  | 2020-05-01 | censored  |           | new_therapy
    2    | ttp                  | 2020-08-01 | competing | death     |
    1    | ttnt                 | 2020-05-01 | event     | next_line |
    2    | ttnt                 | 2020-08-01 | competing | death     |
    1    | ttnt-or-death        | 2020-05-01 | event     | next_line |
    2    | ttnt-or-death        | 2020-08-01 | event     | death     |
    1    | efs                  | 2020-05-01 | event     | next_line |
    2    | efs                  | 2020-08-01 | event     | death     |
    1    | os                   | 2020-08-01 | event     | death     |
    2    | os                   | 2020-08-01 | event     | death     |
    """,
)
case(
    "death on the day the next line opens ends the line before, the day after it does not",
    """
    patients
    patient | died_on
    same    | 2020-05-01
    after   | 2020-05-02
    exposures
    patient | drug        | started_on | ended_on
    same    | bortezomib  | 2020-01-01 | 2020-04-20
    same    | carfilzomib | 2020-05-01 | 2020-05-01
    after   | bortezomib  | 2020-01-01 | 2020-04-20
    after   | carfilzomib | 2020-05-01 | 2020-05-01
    """,
    """
    endpoint_times
    patient | line | endpoint | ended_on   | ends_as  | event | censored_because
    same    | 1    | pfs      | 2020-05-01 | event    | death |
    same    | 2    | pfs      | 2020-05-01 | event    | death |
    after   | 1    | pfs      | 2020-01-01 | censored |       | no_assessment
    after   | 2    | pfs      | 2020-05-02 | event    | death |
    """,
)
case(
    "progression of an earlier line does not count for a later one, whatever therapy follows",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2020-01-01 | 2020-04-20
    carfilzomib | 2020-05-01 |
    findings
    kind                 | found_on   | value
    reported_progression | 2020-04-01 | clinical
    """,
    """
    endpoint_times
    line | endpoint             | ended_on   | ends_as  | event
    1    | pfs-treatment-policy | 2020-04-01 | event    | progression
    2    | pfs-treatment-policy | 2020-05-01 | censored |
    """,
)

# Gaps --------------------------------------------------------------------------------------------------------------

case(
    "death 182 days after the last assessment counts where gaps are looked at, after 183 days it does not",
    """
    patients
    patient | died_on
    at      | 2020-08-01
    late    | 2020-08-02
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    late    | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 40
    at      | serum_m_protein | 2020-02-01  | 35
    late    | serum_m_protein | 2020-01-01  | 40
    late    | serum_m_protein | 2020-02-01  | 35
    """,
    """
    endpoint_times
    patient | line | endpoint               | ended_on   | ends_as  | event | censored_because
    at      | 1    | pfs-missed-assessments | 2020-08-01 | event    | death |
    late    | 1    | pfs-missed-assessments | 2020-02-01 | censored |       | gap_in_assessment
    at      | 1    | pfs                    | 2020-08-01 | event    | death |
    late    | 1    | pfs                    | 2020-08-02 | event    | death |
    """,
)
case(
    "where nobody was assessed the gap is counted from the start",
    """
    patients
    patient | died_on
    at      | 2020-07-01
    late    | 2020-07-02
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    late    | bortezomib | 2020-01-01
    """,
    """
    endpoint_times
    patient | line | endpoint               | ended_on   | ends_as  | event | censored_because
    at      | 1    | pfs-missed-assessments | 2020-07-01 | event    | death |
    late    | 1    | pfs-missed-assessments | 2020-01-01 | censored |       | gap_in_assessment
    """,
)

# Survival ----------------------------------------------------------------------------------------------------------

case(
    "death on the day last seen is death; who was seen alive that day is cut there",
    """
    patients
    patient | died_on    | last_seen_on
    dead    | 2020-04-01 | 2020-04-01
    alive   |            | 2020-04-01
    exposures
    patient | drug       | started_on | ended_on
    dead    | bortezomib | 2020-01-01 | 2020-02-01
    alive   | bortezomib | 2020-01-01 | 2020-02-01
    """,
    """
    endpoint_times
    patient | line | endpoint | ended_on   | days | ends_as  | event | censored_because
    dead    | 1    | os       | 2020-04-01 | 91   | event    | death |
    alive   | 1    | os       | 2020-04-01 | 91   | censored |       | last_seen
    dead    | 1    | ttnt     | 2020-04-01 | 91   | competing | death |
    alive   | 1    | ttnt     | 2020-04-01 | 91   | censored |       | last_seen
    """,
)
case(
    "death on the day the line opened is counted on day 0; who by the record died before is left out",
    """
    patients
    patient | died_on
    same    | 2020-01-01
    before  | 2019-12-31
    exposures
    patient | drug       | started_on | ended_on
    same    | bortezomib | 2020-01-01 | 2020-01-01
    before  | bortezomib | 2020-01-01 | 2020-01-01
    """,
    """
    endpoint_times
    patient | line | endpoint | ended_on   | days | ends_as  | event | censored_because
    same    | 1    | os       | 2020-01-01 | 0    | event    | death |
    before  | 1    | os       |            |      | left_out |       | died_before_start
    """,
)
case(
    "from diagnosis the course is line 0, also of a patient without therapy; without a day of diagnosis there is none",
    """
    patients
    patient | diagnosed_on | died_on    | last_seen_on
    treated | 2019-12-01   | 2020-04-01 |
    watched | 2019-12-01   |            | 2020-03-01
    undated |              | 2020-04-01 |
    exposures
    patient | drug       | started_on
    treated | bortezomib | 2020-01-01
    undated | bortezomib | 2020-01-01
    """,
    """
    endpoint_times
    patient | line | endpoint          | started_on | days | ends_as
    treated | 0    | os-from-diagnosis | 2019-12-01 | 122  | event
    watched | 0    | os-from-diagnosis | 2019-12-01 | 91   | censored
    """,
)
case(
    "a patient is under observation from the first day on which anything was measured or found, not from the history",
    """
    patients
    patient | diagnosed_on | last_seen_on
    late    | 2018-01-01   | 2020-06-01
    never   | 2018-01-01   | 2020-06-01
    exposures
    patient | drug       | started_on | ended_on
    late    | bortezomib | 2018-02-01 | 2018-06-01
    never   | bortezomib | 2018-02-01 | 2018-06-01
    procedures
    patient | procedure             | performed_on
    late    | autologous_transplant | 2018-05-01
    measurements
    patient | analyte         | measured_on | value
    late    | serum_m_protein | 2019-03-01  | 20
    """,
    """
    endpoint_times
    patient | line | endpoint          | observed_from
    late    | 0    | os-from-diagnosis | 2019-03-01
    never   | 0    | os-from-diagnosis |
    """,
)

# Response ----------------------------------------------------------------------------------------------------------

case(
    "the duration of response runs from the first day of a confirmed partial response; a lesser or unconfirmed one has none",
    """
    patients
    patient   | died_on
    died      | 2020-05-01
    exposures
    patient   | drug       | started_on
    partial   | bortezomib | 2020-01-01
    minimal   | bortezomib | 2020-01-01
    once      | bortezomib | 2020-01-01
    died      | bortezomib | 2020-01-01
    measurements
    patient   | analyte         | measured_on | value
    partial   | serum_m_protein | 2020-01-01  | 40
    partial   | serum_m_protein | 2020-02-01  | 20
    partial   | serum_m_protein | 2020-03-01  | 20
    minimal   | serum_m_protein | 2020-01-01  | 40
    minimal   | serum_m_protein | 2020-02-01  | 20.1
    minimal   | serum_m_protein | 2020-03-01  | 20.1
    once      | serum_m_protein | 2020-01-01  | 40
    once      | serum_m_protein | 2020-02-01  | 20
    died      | serum_m_protein | 2020-01-01  | 40
    died      | serum_m_protein | 2020-02-01  | 20
    died      | serum_m_protein | 2020-03-01  | 20
    findings
    patient   | kind                 | found_on   | value
    partial   | reported_progression | 2020-06-01 | clinical
    """,
    """
    endpoint_times
    patient | line | endpoint         | started_on | ended_on   | days | ends_as   | event       | censored_because
    partial | 1    | dor              | 2020-02-01 | 2020-06-01 | 121  | event     | progression |
    died    | 1    | dor              | 2020-02-01 | 2020-05-01 | 90   | competing | death       |
    partial | 1    | dor-or-death     | 2020-02-01 | 2020-06-01 | 121  | event     | progression |
    died    | 1    | dor-or-death     | 2020-02-01 | 2020-05-01 | 90   | event     | death       |
    partial | 1    | time-to-response | 2020-01-01 | 2020-02-01 | 31   | event     | response    |
    died    | 1    | time-to-response | 2020-01-01 | 2020-02-01 | 31   | event     | response    |
    minimal | 1    | time-to-response | 2020-01-01 | 2020-03-01 | 60   | censored  |             | last_assessment
    once    | 1    | time-to-response | 2020-01-01 | 2020-02-01 | 31   | censored  |             | last_assessment
    """,
)
case(
    "the duration of response looks no further than new therapy, and so do progression-free survival and missed assessments",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2020-01-01 | 2020-04-20
    carfilzomib | 2020-05-01 |
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-03-01  | 20
    findings
    kind                 | found_on   | value
    reported_progression | 2020-07-01 | clinical
    """,
    """
    endpoint_times
    line | endpoint               | ended_on   | ends_as  | event       | censored_because
    1    | dor                    | 2020-03-01 | censored |             | new_therapy
    1    | dor-or-death           | 2020-03-01 | censored |             | new_therapy
    1    | pfs-missed-assessments | 2020-03-01 | censored |             | new_therapy
    2    | pfs-missed-assessments | 2020-07-01 | event    | progression |
    """,
)
case(
    "progression, death and a next line compete with a response that has not come",
    """
    patients
    patient    | died_on
    died       | 2020-03-01
    exposures
    patient    | drug        | started_on | ended_on
    progressed | bortezomib  | 2020-01-01 |
    died       | bortezomib  | 2020-01-01 |
    next       | bortezomib  | 2020-01-01 | 2020-02-20
    next       | carfilzomib | 2020-03-01 |
    findings
    patient    | kind                 | found_on   | value
    progressed | reported_progression | 2020-03-01 | clinical
    """,
    """
    endpoint_times
    patient    | line | endpoint         | ended_on   | ends_as   | event
    progressed | 1    | time-to-response | 2020-03-01 | competing | progression
    died       | 1    | time-to-response | 2020-03-01 | competing | death
    next       | 1    | time-to-response | 2020-03-01 | competing | next_line
    next       | 2    | time-to-response | 2020-03-01 | censored  |
    """,
)
case(
    "a response is known on the day of the assessment that confirms it; stable disease at once",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-03-01  | 3
    serum_m_protein | 2020-04-01  | 20
    """,
    """
    shown_responses
    assessed_on | depth | known_on
    2020-02-01  | 4     | 2020-03-01
    2020-03-01  | 4     | 2020-04-01
    2020-04-01  | 2     | 2020-04-01
    """,
)
case(
    "a line that cannot be evaluated stands beside those that can, and a better response seen once beside the best",
    """
    exposures
    patient | drug       | started_on
    none    | bortezomib | 2020-01-01
    partial | bortezomib | 2020-01-01
    once    | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    partial | serum_m_protein | 2020-01-01  | 40
    partial | serum_m_protein | 2020-02-01  | 20
    partial | serum_m_protein | 2020-03-01  | 20
    once    | serum_m_protein | 2020-01-01  | 40
    once    | serum_m_protein | 2020-02-01  | 20
    """,
    """
    response_outcomes
    patient | line | best | evaluable | unconfirmed | achieved_on | days
    none    | 1    | NE   | false     |             |             |
    partial | 1    | PR   | true      |             | 2020-02-01  | 31
    once    | 1    | SD   | true      | PR          | 2020-02-01  | 31
    """,
)
