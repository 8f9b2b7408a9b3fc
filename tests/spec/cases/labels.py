"""What labels ask, drawn where a disease has few of them; every need word at its boundary is in tests/spec/test_needs.py."""

from tests.spec.drawn import case

case(
    "on the eve of the eighteenth birthday a patient is not yet eighteen, on the day they are, without a birth date unknown",
    """
    patients
    patient  | diagnosis                    | born_on    | last_seen_on
    birthday | chronic_lymphocytic_leukaemia | 2010-06-01 | 2028-06-01
    eve      | chronic_lymphocytic_leukaemia | 2010-06-01 | 2028-05-31
    unknown  | chronic_lymphocytic_leukaemia |            | 2028-06-01
    """,
    """
    label_answers
    patient  | label                        | part | need                 | asked                         | met   | missing
    birthday | venetoclax-cll-adults-ru-2019 | 1    | diagnosis            | chronic_lymphocytic_leukaemia | true  |
    birthday | venetoclax-cll-adults-ru-2019 | 2    | age_at_least         | 18                            | true  |
    birthday | venetoclax-cll-del17p-us-2016 | 1    | diagnosis            | chronic_lymphocytic_leukaemia | true  |
    birthday | venetoclax-cll-del17p-us-2016 | 2    | prior_lines_at_least | 1                             | false |
    birthday | venetoclax-cll-del17p-us-2016 | 3    | finding_present      | del_17p                       |       | del_17p
    eve      | venetoclax-cll-adults-ru-2019 | 1    | diagnosis            | chronic_lymphocytic_leukaemia | true  |
    eve      | venetoclax-cll-adults-ru-2019 | 2    | age_at_least         | 18                            | false |
    eve      | venetoclax-cll-del17p-us-2016 | 1    | diagnosis            | chronic_lymphocytic_leukaemia | true  |
    eve      | venetoclax-cll-del17p-us-2016 | 2    | prior_lines_at_least | 1                             | false |
    eve      | venetoclax-cll-del17p-us-2016 | 3    | finding_present      | del_17p                       |       | del_17p
    unknown  | venetoclax-cll-adults-ru-2019 | 1    | diagnosis            | chronic_lymphocytic_leukaemia | true  |
    unknown  | venetoclax-cll-adults-ru-2019 | 2    | age_at_least         | 18                            |       | age_at_least
    unknown  | venetoclax-cll-del17p-us-2016 | 1    | diagnosis            | chronic_lymphocytic_leukaemia | true  |
    unknown  | venetoclax-cll-del17p-us-2016 | 2    | prior_lines_at_least | 1                             | false |
    unknown  | venetoclax-cll-del17p-us-2016 | 3    | finding_present      | del_17p                       |       | del_17p
    options
    patient  | option     | verdict     | practice                      | missing
    birthday | venetoclax | alternative | venetoclax-cll-adults-ru-2019 |
    unknown  | venetoclax | unknown     | venetoclax-cll-adults-ru-2019 | age_at_least
    """,
)
case(
    "an option that waits says what it would be and for what it waits",
    """
    patients
    patient | diagnosis                     | born_on    | last_seen_on
    present | chronic_lymphocytic_leukaemia | 2018-06-01 | 2028-12-01
    absent  | chronic_lymphocytic_leukaemia | 2018-06-01 | 2028-12-01
    unknown | chronic_lymphocytic_leukaemia | 2018-06-01 | 2028-12-01
    exposures
    patient | drug         | started_on | ended_on
    present | bendamustine | 2028-01-01 | 2028-06-01
    absent  | bendamustine | 2028-01-01 | 2028-06-01
    unknown | bendamustine | 2028-01-01 | 2028-06-01
    findings
    patient | kind    | found_on   | value
    present | del_17p | 2027-12-01 | absent
    present | del_17p | 2028-12-01 | present
    absent  | del_17p | 2028-12-01 | absent
    """,
    """
    options
    patient | option     | verdict     | practice                      | if_settled  | missing
    present | venetoclax | alternative | venetoclax-cll-del17p-us-2016 |             |
    unknown | venetoclax | unknown     | venetoclax-cll-del17p-us-2016 | alternative | del_17p
    """,
)
case(
    "a label for untreated disease is met at no line and not at one",
    """
    patients
    patient | diagnosis               | diagnosed_on
    new     | acute_myeloid_leukaemia | 2028-01-01
    treated | acute_myeloid_leukaemia | 2028-01-01
    exposures
    patient | drug        | started_on | ended_on
    treated | doxorubicin | 2028-01-01 | 2028-01-03
    """,
    """
    label_answers
    patient | part | need                | asked                   | met
    new     | 1    | diagnosis           | acute_myeloid_leukaemia | true
    new     | 2    | prior_lines_at_most | 0                       | true
    treated | 1    | diagnosis           | acute_myeloid_leukaemia | true
    treated | 2    | prior_lines_at_most | 0                       | false
    options
    patient | option     | verdict     | practice
    new     | venetoclax | alternative | venetoclax-aml-elderly-us-2018
    """,
)
case(
    "from one year of age means from the first birthday, which for those born on 29 February comes in March",
    """
    patients
    patient | diagnosis     | born_on    | last_seen_on
    infant  | neuroblastoma | 2028-01-02 | 2029-01-01
    leap    | neuroblastoma | 2028-02-29 | 2029-02-28
    march   | neuroblastoma | 2028-02-29 | 2029-03-01
    one     | neuroblastoma | 2028-01-02 | 2029-01-02
    """,
    """
    options
    patient | option                         | verdict     | practice
    march   | dinutuximab-beta-neuroblastoma | alternative | dinutuximab-beta-neuroblastoma-eu
    one     | dinutuximab-beta-neuroblastoma | alternative | dinutuximab-beta-neuroblastoma-eu
    """,
)
case(
    "a diagnosis without a label has no answers and no options",
    """
    patients
    patient | diagnosis
    p       | al_amyloidosis
    """,
    """
    label_answers
    (none)
    options
    (none)
    """,
)
case(
    "below 26 means up to the day before the twenty-sixth birthday; of several findings one is enough",
    """
    patients
    patient     | diagnosis | born_on    | last_seen_on
    eve         | b_all     | 2002-06-02 | 2028-06-01
    birthday    | b_all     | 2002-06-01 | 2028-06-01
    findings
    patient     | kind                    | found_on   | value
    eve         | refractory_disease      | 2028-05-01 | absent
    eve         | second_or_later_relapse | 2028-05-01 | present
    eve         | relapsed_disease        | 2028-05-01 | absent
    eve         | mrd                     | 2028-05-01 | negative
    eve         | consolidation_phase     | 2028-05-01 | absent
    birthday    | refractory_disease      | 2028-05-01 | absent
    birthday    | second_or_later_relapse | 2028-05-01 | present
    birthday    | relapsed_disease        | 2028-05-01 | absent
    birthday    | mrd                     | 2028-05-01 | negative
    birthday    | consolidation_phase     | 2028-05-01 | absent
    """,
    """
    options
    patient | option           | verdict     | practice
    eve     | tisagenlecleucel | alternative | tisagenlecleucel-eu
    """,
)
