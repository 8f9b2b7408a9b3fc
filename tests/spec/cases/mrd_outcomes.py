"""Minimal residual disease by line: negative, for how long, and what is not known."""

from tests.spec.drawn import case

case(
    "a negative MRD test counts with a sensitivity of 1 in 100,000 or better; with less or none recorded it is not known",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    finest  | bortezomib | 2020-01-01
    below   | bortezomib | 2020-01-01
    silent  | bortezomib | 2020-01-01
    never   | bortezomib | 2020-01-01
    still   | bortezomib | 2020-01-01
    findings
    patient | kind            | found_on   | value
    at      | mrd             | 2020-06-01 | negative
    at      | mrd_sensitivity | 2020-06-01 | 1e-5
    finest  | mrd             | 2020-06-01 | negative
    finest  | mrd_sensitivity | 2020-06-01 | 1e-7
    below   | mrd             | 2020-06-01 | negative
    below   | mrd_sensitivity | 2020-06-01 | 1e-4
    silent  | mrd             | 2020-06-01 | negative
    still   | mrd             | 2020-06-01 | positive
    """,
    """
    mrd_tests
    patient | tested_on  | positive | sufficient
    at      | 2020-06-01 | false    | true
    finest  | 2020-06-01 | false    | true
    below   | 2020-06-01 | false    | false
    silent  | 2020-06-01 | false    |
    still   | 2020-06-01 | true     |
    mrd_outcomes
    patient | line | n_tests | negative | negative_on | sustained
    at      | 1    | 1       | true     | 2020-06-01  |
    finest  | 1    | 1       | true     | 2020-06-01  |
    below   | 1    | 1       |          |             |
    silent  | 1    | 1       |          |             |
    never   | 1    | 0       |          |             |
    still   | 1    | 1       | false    |             | false
    """,
)
case(
    "two negative MRD tests 12 months apart are sustained, a day less is not yet known, a positive between breaks it",
    """
    exposures
    patient | drug       | started_on
    year    | bortezomib | 2020-01-01
    less    | bortezomib | 2020-01-01
    broken  | bortezomib | 2020-01-01
    lost    | bortezomib | 2020-01-01
    findings
    patient | kind            | found_on   | value
    year    | mrd             | 2020-06-01 | negative
    year    | mrd_sensitivity | 2020-06-01 | 1e-6
    year    | mrd             | 2021-06-01 | negative
    year    | mrd_sensitivity | 2021-06-01 | 1e-6
    less    | mrd             | 2020-06-01 | negative
    less    | mrd_sensitivity | 2020-06-01 | 1e-6
    less    | mrd             | 2021-05-31 | negative
    less    | mrd_sensitivity | 2021-05-31 | 1e-6
    broken  | mrd             | 2020-06-01 | negative
    broken  | mrd_sensitivity | 2020-06-01 | 1e-6
    broken  | mrd             | 2020-12-01 | positive
    broken  | mrd             | 2021-06-01 | negative
    broken  | mrd_sensitivity | 2021-06-01 | 1e-6
    lost    | mrd             | 2020-06-01 | negative
    lost    | mrd_sensitivity | 2020-06-01 | 1e-6
    lost    | mrd             | 2020-12-01 | positive
    """,
    """
    mrd_outcomes
    patient | line | n_tests | negative | negative_on | sustained | sustained_from | sustained_on
    year    | 1    | 2       | true     | 2020-06-01  | true      | 2020-06-01     | 2021-06-01
    less    | 1    | 2       | true     | 2020-06-01  |           |                |
    broken  | 1    | 3       | true     | 2020-06-01  |           |                |
    lost    | 1    | 2       | true     | 2020-06-01  | false     |                |
    endpoint_times
    patient | line | endpoint     | started_on | ended_on   | ends_as  | event        | censored_because
    year    | 1    | mrd-duration | 2020-06-01 | 2021-06-01 | censored |              | last_mrd_test
    less    | 1    | mrd-duration | 2020-06-01 | 2021-05-31 | censored |              | last_mrd_test
    broken  | 1    | mrd-duration | 2020-06-01 | 2020-12-01 | event    | mrd_positive |
    lost    | 1    | mrd-duration | 2020-06-01 | 2020-12-01 | event    | mrd_positive |
    """,
)
case(
    "an MRD test of the day the next line opens is of the line before; a positive sample outweighs a negative of that day",
    """
    exposures
    patient | drug        | started_on | ended_on
    same    | bortezomib  | 2020-01-01 | 2020-04-20
    same    | carfilzomib | 2020-05-01 |
    both    | bortezomib  | 2020-01-01 |
    findings
    patient | kind            | found_on   | value    | row
    same    | mrd             | 2020-05-01 | negative |
    same    | mrd_sensitivity | 2020-05-01 | 1e-5     |
    both    | mrd             | 2020-05-01 | negative | a
    both    | mrd             | 2020-05-01 | positive | b
    both    | mrd_sensitivity | 2020-05-01 | 1e-5     |
    """,
    """
    mrd_tests
    patient | line | tested_on  | positive
    same    | 1    | 2020-05-01 | false
    both    | 1    | 2020-05-01 | true
    endpoint_times
    patient | line | endpoint             | ended_on   | ends_as   | event
    same    | 1    | time-to-mrd-negative | 2020-05-01 | event     | mrd_negative
    same    | 2    | time-to-mrd-negative | 2020-05-01 | censored  |
    both    | 1    | time-to-mrd-negative | 2020-01-01 | censored  |
    """,
)
case(
    "MRD negativity lasts until progression too, death competes, and what comes after new therapy is not looked at",
    """
    patients
    patient    | died_on
    progressed |
    died       | 2020-09-01
    switched   |
    exposures
    patient    | drug        | started_on | ended_on
    progressed | bortezomib  | 2020-01-01 |
    died       | bortezomib  | 2020-01-01 |
    switched   | bortezomib  | 2020-01-01 | 2020-07-20
    switched   | carfilzomib | 2020-08-01 |
    findings
    patient    | kind                 | found_on   | value
    progressed | mrd                  | 2020-06-01 | negative
    progressed | mrd_sensitivity      | 2020-06-01 | 1e-5
    progressed | reported_progression | 2020-09-01 | clinical
    died       | mrd                  | 2020-06-01 | negative
    died       | mrd_sensitivity      | 2020-06-01 | 1e-5
    switched   | mrd                  | 2020-06-01 | negative
    switched   | mrd_sensitivity      | 2020-06-01 | 1e-5
    switched   | reported_progression | 2020-09-01 | clinical
    """,
    """
    endpoint_times
    patient    | line | endpoint     | started_on | ended_on   | ends_as   | event       | censored_because
    progressed | 1    | mrd-duration | 2020-06-01 | 2020-09-01 | event     | progression |
    died       | 1    | mrd-duration | 2020-06-01 | 2020-09-01 | competing | death       |
    switched   | 1    | mrd-duration | 2020-06-01 | 2020-06-01 | censored  |             | new_therapy
    """,
)
case(
    "progression, death and a next line compete with MRD negativity that was not found",
    """
    patients
    patient    | died_on
    progressed |
    died       | 2020-03-01
    next       |
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
    patient    | line | endpoint             | ended_on   | ends_as   | event
    progressed | 1    | time-to-mrd-negative | 2020-03-01 | competing | progression
    died       | 1    | time-to-mrd-negative | 2020-03-01 | competing | death
    next       | 1    | time-to-mrd-negative | 2020-03-01 | competing | next_line
    next       | 2    | time-to-mrd-negative | 2020-03-01 | censored  |
    """,
)
