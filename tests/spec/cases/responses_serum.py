"""Response by the serum M-protein (Kumar 2016)."""

from tests.spec.drawn import case

case(
    "a serum M-protein that fell by 90 percent is VGPR, by a little less PR",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 100
    at      | serum_m_protein | 2020-02-01  | 10
    short   | serum_m_protein | 2020-01-01  | 100
    short   | serum_m_protein | 2020-02-01  | 10.1
    """,
    """
    responses
    patient | line | assessed_on | response
    at      | 1    | 2020-02-01  | VGPR
    short   | 1    | 2020-02-01  | PR
    """,
)
case(
    "a serum M-protein that fell by 50 percent is PR, by a little less MR",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 100
    at      | serum_m_protein | 2020-02-01  | 50
    short   | serum_m_protein | 2020-01-01  | 100
    short   | serum_m_protein | 2020-02-01  | 50.1
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    short   | 2020-02-01  | MR
    """,
)
case(
    "a serum M-protein that fell by 25 percent is MR, by a little less SD",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 100
    at      | serum_m_protein | 2020-02-01  | 75
    short   | serum_m_protein | 2020-01-01  | 100
    short   | serum_m_protein | 2020-02-01  | 75.1
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | MR
    short   | 2020-02-01  | SD
    """,
)
case(
    "a serum M-protein that rose, but not far enough for progression, is SD",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 44
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | SD       | true      | 2020-02-01
    progressions
    (none)
    """,
)
case(
    "a serum M-protein of 10 g/L at the start is measurable, a little less is not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 10
    at      | serum_m_protein | 2020-02-01  | 5
    short   | serum_m_protein | 2020-01-01  | 9.9
    short   | serum_m_protein | 2020-02-01  | 4
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    short   | 2020-02-01  | NE
    """,
)
case(
    "of serum and urine the lesser response is the overall one",
    """
    exposures
    patient | drug       | started_on
    serum   | bortezomib | 2020-01-01
    urine   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    serum   | serum_m_protein | 2020-01-01  | 40
    serum   | urine_m_protein | 2020-01-01  | 1000
    serum   | serum_m_protein | 2020-02-01  | 28
    serum   | urine_m_protein | 2020-02-01  | 50
    urine   | serum_m_protein | 2020-01-01  | 40
    urine   | urine_m_protein | 2020-01-01  | 1000
    urine   | serum_m_protein | 2020-02-01  | 2
    urine   | urine_m_protein | 2020-02-01  | 400
    """,
    """
    responses
    patient | assessed_on | response
    serum   | 2020-02-01  | MR
    urine   | 2020-02-01  | MR
    """,
)
case(
    "VGPR by serum needs urine below 100 mg/24 h even where urine was not measurable at the start",
    """
    exposures
    patient | drug       | started_on
    below   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    below   | serum_m_protein | 2020-01-01  | 40
    below   | urine_m_protein | 2020-01-01  | 150
    below   | serum_m_protein | 2020-02-01  | 2
    below   | urine_m_protein | 2020-02-01  | 99.9
    at      | serum_m_protein | 2020-01-01  | 40
    at      | urine_m_protein | 2020-01-01  | 150
    at      | serum_m_protein | 2020-02-01  | 2
    at      | urine_m_protein | 2020-02-01  | 100
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    below   | 2020-02-01  | VGPR
    """,
)
case(
    "PR by serum needs urine below 200 mg/24 h even where urine was not measurable at the start",
    """
    exposures
    patient | drug       | started_on
    below   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    below   | serum_m_protein | 2020-01-01  | 40
    below   | urine_m_protein | 2020-01-01  | 150
    below   | serum_m_protein | 2020-02-01  | 20
    below   | urine_m_protein | 2020-02-01  | 199.9
    at      | serum_m_protein | 2020-01-01  | 40
    at      | urine_m_protein | 2020-01-01  | 150
    at      | serum_m_protein | 2020-02-01  | 20
    at      | urine_m_protein | 2020-02-01  | 200
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | SD
    below   | 2020-02-01  | PR
    """,
)
case(
    "a missing serum M-protein is neither zero nor an assessment",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  |
    serum_m_protein | 2020-03-01  | 36
    """,
    """
    responses
    assessed_on | response
    2020-03-01  | SD
    best_responses
    best | achieved_on | unconfirmed
    SD   | 2020-03-01  |
    """,
)
case(
    "without a serum value at the start of the line a later fall cannot be told",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2019-06-01  | 40
    serum_m_protein | 2020-03-01  | 4
    """,
    """
    responses
    assessed_on | response | confirmed
    2020-03-01  | NE       | false
    best_responses
    best | achieved_on
    NE   |
    """,
)
case(
    "a value on the day on which the next line opens judges the line before and is the baseline of the next",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2020-01-01 | 2020-03-01
    pomalidomide | 2020-04-01 | 2020-07-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-04-01  | 20
    serum_m_protein | 2020-05-01  | 20
    """,
    """
    responses
    line | assessed_on | response | confirmed_on
    1    | 2020-02-01  | PR       | 2020-04-01
    1    | 2020-04-01  | PR       |
    2    | 2020-05-01  | SD       | 2020-05-01
    """,
)
case(
    "of two serum values of one day the higher counts",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 4
    serum_m_protein | 2020-02-01  | 20
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | PR
    """,
)
case(
    "a response says the fact, the baseline and the value that decided it",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    """,
    """
    responses
    assessed_on | because
    2020-02-01  | imwg-response-2016#categories; imwg-response-2016#response_levels; measurable-disease-imwg-2016#levels; assessment-real-world-2026#baseline_before_days; measurements:serum_m_protein/2020-01-01; measurements:serum_m_protein/2020-02-01
    """,
)
