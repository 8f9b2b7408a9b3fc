"""Groups of lines by what was known when they opened, never by what came after."""

from tests.spec.drawn import case

case(
    "refractoriness of a line's start counts what had failed by its opening day, and nothing of a later day",
    """
    exposures
    patient | drug        | started_on | ended_on
    same    | bortezomib  | 2020-01-01 | 2020-04-20
    same    | carfilzomib | 2020-05-01 |
    after   | bortezomib  | 2020-01-01 | 2020-04-20
    after   | carfilzomib | 2020-05-01 |
    measurements
    patient | analyte         | measured_on | value
    after   | serum_m_protein | 2020-01-01  | 40
    after   | serum_m_protein | 2020-02-01  | 20
    after   | serum_m_protein | 2020-03-01  | 20
    findings
    patient | kind                 | found_on   | value
    same    | reported_progression | 2020-05-01 | clinical
    after   | reported_progression | 2020-05-02 | clinical
    """,
    """
    outcome_groups
    patient | line | grouping        | value
    same    | 1    | refractory_tier | none
    same    | 2    | refractory_tier | single
    after   | 1    | refractory_tier | none
    after   | 2    | refractory_tier | none
    status
    patient | refractory_tier
    same    | single
    after   | single
    """,
)
case(
    "a line that cannot be evaluated leaves the tier unknown where its drugs would make it deeper, and only there",
    """
    exposures
    patient | drug         | started_on | ended_on
    deeper  | bortezomib   | 2020-01-01 | 2020-04-20
    deeper  | carfilzomib  | 2020-05-01 | 2020-08-01
    neither | bendamustine | 2020-01-01 | 2020-04-20
    neither | carfilzomib  | 2020-05-01 | 2020-08-01
    """,
    """
    outcome_groups
    patient | line | grouping        | value
    deeper  | 1    | refractory_tier | none
    deeper  | 2    | refractory_tier | unknown
    neither | 1    | refractory_tier | none
    neither | 2    | refractory_tier | none
    """,
)
case(
    "three classes that failed by the start are yes, two and one that cannot be evaluated unknown, two alone no",
    """
    exposures
    patient | drug         | started_on | ended_on
    yes     | bortezomib   | 2020-01-01 | 2020-03-20
    yes     | lenalidomide | 2020-01-01 | 2020-03-20
    yes     | daratumumab  | 2020-05-01 | 2020-07-20
    yes     | selinexor    | 2020-09-01 |
    unclear | bortezomib   | 2020-01-01 | 2020-03-20
    unclear | lenalidomide | 2020-01-01 | 2020-03-20
    unclear | daratumumab  | 2020-05-01 | 2020-07-20
    unclear | selinexor    | 2020-09-01 |
    two     | bortezomib   | 2020-01-01 | 2020-03-20
    two     | lenalidomide | 2020-01-01 | 2020-03-20
    two     | selinexor    | 2020-05-01 |
    findings
    patient | kind                 | found_on   | value
    yes     | reported_progression | 2020-03-10 | clinical
    yes     | reported_progression | 2020-07-10 | clinical
    unclear | reported_progression | 2020-03-10 | clinical
    two     | reported_progression | 2020-03-10 | clinical
    """,
    """
    outcome_groups
    patient | line | grouping                | value
    yes     | 1    | triple_class_refractory | no
    yes     | 2    | triple_class_refractory | no
    yes     | 3    | triple_class_refractory | yes
    unclear | 1    | triple_class_refractory | no
    unclear | 2    | triple_class_refractory | no
    unclear | 3    | triple_class_refractory | unknown
    two     | 1    | triple_class_refractory | no
    two     | 2    | triple_class_refractory | no
    yes     | 1    | refractory_tier         | none
    yes     | 2    | refractory_tier         | double
    yes     | 3    | refractory_tier         | double
    unclear | 1    | refractory_tier         | none
    unclear | 2    | refractory_tier         | double
    unclear | 3    | refractory_tier         | double
    two     | 1    | refractory_tier         | none
    two     | 2    | refractory_tier         | double
    """,
)
case(
    "age is that of the day the line opened: 64, 65, 74 and 75 years, and none; what is not recorded is a group of its own",
    """
    patients
    patient | born_on    | sex    | centre
    a       | 1955-01-02 | female | east
    b       | 1955-01-01 | male   |
    c       | 1945-01-02 |        |
    d       | 1945-01-01 |        |
    e       |            |        |
    f       | 2020-01-01 |        |
    exposures
    patient | drug       | started_on
    a       | bortezomib | 2020-01-01
    b       | bortezomib | 2020-01-01
    c       | bortezomib | 2020-01-01
    d       | bortezomib | 2020-01-01
    e       | bortezomib | 2020-01-01
    f       | bortezomib | 2020-01-01
    """,
    """
    outcome_groups
    patient | line | grouping  | value
    a       | 1    | age_group | <65
    b       | 1    | age_group | 65-74
    c       | 1    | age_group | 65-74
    d       | 1    | age_group | >=75
    e       | 1    | age_group | unknown
    f       | 1    | age_group | <65
    a       | 1    | sex       | female
    b       | 1    | sex       | male
    c       | 1    | sex       | unknown
    d       | 1    | sex       | unknown
    e       | 1    | sex       | unknown
    f       | 1    | sex       | unknown
    a       | 1    | centre    | east
    b       | 1    | centre    | unknown
    c       | 1    | centre    | unknown
    d       | 1    | centre    | unknown
    e       | 1    | centre    | unknown
    f       | 1    | centre    | unknown
    """,
)
case(
    "a line is grouped by its number, its regimen, and the stage at diagnosis; the course from diagnosis is line 0",
    """
    patients
    diagnosed_on
    2019-12-20
    exposures
    drug          | started_on | ended_on
    bortezomib    | 2020-01-01 | 2020-04-20
    dexamethasone | 2020-01-01 | 2020-04-20
    selinexor     | 2020-06-01 |
    bendamustine  | 2020-06-01 |
    findings
    kind         | found_on   | value
    reported_iss | 2019-12-20 | II
    """,
    """
    outcome_groups
    line | grouping | value
    0    | line     | 0
    1    | line     | 1
    2    | line     | 2
    1    | regimen  | vd
    2    | regimen  | other
    0    | iss      | II
    1    | iss      | II
    2    | iss      | II
    0    | r2_iss   | unknown
    1    | r2_iss   | unknown
    2    | r2_iss   | unknown
    """,
)
