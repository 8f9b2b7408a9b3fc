"""What trials ask, drawn where a disease has few of them; every need word at its boundary is in tests/spec/test_needs.py."""

from tests.spec.drawn import case

case(
    "the protocol for children takes its diseases below eighteen, with GD2 expressed, relapsed or progressing after a line",
    """
    patients
    patient | diagnosis       | born_on    | last_seen_on
    enters  | ewing_sarcoma   | 2010-06-01 | 2028-05-31
    adult   | ewing_sarcoma   | 2010-06-01 | 2028-06-01
    no_line | ewing_sarcoma   | 2010-06-01 | 2028-05-31
    untold  | ewing_sarcoma   | 2010-06-01 | 2028-05-31

    exposures
    patient | drug        | started_on | ended_on
    enters  | doxorubicin | 2025-01-01 | 2025-03-01
    adult   | doxorubicin | 2025-01-01 | 2025-03-01
    untold  | doxorubicin | 2025-01-01 | 2025-03-01

    findings
    patient | kind             | found_on   | value
    enters  | gd2_expression   | 2027-01-01 | positive
    enters  | relapsed_disease | 2027-01-01 | present
    adult   | gd2_expression   | 2027-01-01 | positive
    adult   | relapsed_disease | 2027-01-01 | present
    no_line | gd2_expression   | 2027-01-01 | negative
    """,
    """
    trials_open
    patient | trial                          | entry   | status  | n_met | n_not_met | n_unknown
    enters  | follow-the-din                 | met     | unknown | 5     | 0         | 0
    enters  | follow-the-din-ultra-high-risk | unknown | planned | 3     | 0         | 2
    adult   | follow-the-din                 | not_met | unknown | 4     | 1         | 0
    adult   | follow-the-din-ultra-high-risk | not_met | planned | 2     | 1         | 2
    no_line | follow-the-din                 | not_met | unknown | 2     | 2         | 1
    no_line | follow-the-din-ultra-high-risk | not_met | planned | 2     | 1         | 2
    untold  | follow-the-din                 | unknown | unknown | 3     | 0         | 2
    untold  | follow-the-din-ultra-high-risk | unknown | planned | 2     | 0         | 3
    """,
)
case(
    "a condition of which one alternative is met is met; what is missing of it is not asked for",
    """
    patients
    patient | diagnosis       | born_on    | last_seen_on
    p       | osteosarcoma    | 2010-06-01 | 2020-05-31

    findings
    patient | kind                | found_on   | value
    p       | progressive_disease | 2020-01-01 | present
    """,
    """
    trial_answers
    patient | trial                          | part | need                 | met   | missing
    p       | follow-the-din                 | 1    | diagnosis            | true  |
    p       | follow-the-din                 | 2    | age_below            | true  |
    p       | follow-the-din                 | 3    | finding_present      |       | gd2_expression
    p       | follow-the-din                 | 4    | finding_present      | true  |
    p       | follow-the-din                 | 5    | prior_lines_at_least | false |
    p       | follow-the-din-ultra-high-risk | 1    | diagnosis            | true  |
    p       | follow-the-din-ultra-high-risk | 2    | age_below            | true  |
    p       | follow-the-din-ultra-high-risk | 3    | finding_present      |       | gd2_expression
    p       | follow-the-din-ultra-high-risk | 4    | finding_present      |       | ultra_high_risk
    p       | follow-the-din-ultra-high-risk | 5    | finding_present      |       | consolidation_phase
    """,
)
case(
    "a trial of which no condition beside the disease is known answers nothing",
    """
    patients
    patient | diagnosis              | born_on    | last_seen_on
    p       | non_hodgkin_lymphoma   | 1960-06-01 | 2020-05-31
    """,
    """
    trials_open
    patient | trial       | entry   | n_met | missing
    p       | bargou-2008 | unknown | 0     | conditions of the trial
    """,
)
