"""Response by the urine M-protein (Kumar 2016)."""

from tests.spec.drawn import case

case(
    "urine M-protein below 100 mg/24 h is VGPR, at 100 PR",
    """
    exposures
    patient | drug       | started_on
    below   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    below   | urine_m_protein | 2020-01-01  | 3000
    below   | urine_m_protein | 2020-02-01  | 99.9
    at      | urine_m_protein | 2020-01-01  | 3000
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
    "urine M-protein that fell by 90 percent is PR, by a little less MR",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | urine_m_protein | 2020-01-01  | 3000
    at      | urine_m_protein | 2020-02-01  | 300
    short   | urine_m_protein | 2020-01-01  | 3000
    short   | urine_m_protein | 2020-02-01  | 300.1
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    short   | 2020-02-01  | MR
    """,
)
case(
    "urine M-protein below 200 mg/24 h is PR however little it fell, at 200 it is not",
    """
    exposures
    patient | drug       | started_on
    below   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    below   | urine_m_protein | 2020-01-01  | 1000
    below   | urine_m_protein | 2020-02-01  | 199.9
    at      | urine_m_protein | 2020-01-01  | 1000
    at      | urine_m_protein | 2020-02-01  | 200
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | MR
    below   | 2020-02-01  | PR
    """,
)
case(
    "urine M-protein that fell by 50 percent is MR, by a little less SD",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | urine_m_protein | 2020-01-01  | 1000
    at      | urine_m_protein | 2020-02-01  | 500
    short   | urine_m_protein | 2020-01-01  | 1000
    short   | urine_m_protein | 2020-02-01  | 500.1
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | MR
    short   | 2020-02-01  | SD
    """,
)
case(
    "urine M-protein of 200 mg/24 h at the start is measurable, a little less is not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | urine_m_protein | 2020-01-01  | 200
    at      | urine_m_protein | 2020-02-01  | 50
    short   | urine_m_protein | 2020-01-01  | 199.9
    short   | urine_m_protein | 2020-02-01  | 50
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | VGPR
    short   | 2020-02-01  | NE
    """,
)
case(
    "a missing urine M-protein is not zero",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    urine_m_protein | 2020-01-01  | 1000
    urine_m_protein | 2020-02-01  |
    urine_m_protein | 2020-03-01  | 900
    """,
    """
    responses
    assessed_on | response
    2020-03-01  | SD
    """,
)
