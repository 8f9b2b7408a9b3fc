"""Response by the free light chains, where neither serum nor urine can be followed (Kumar 2016)."""

from tests.spec.drawn import case

case(
    "a light-chain difference that fell by 90 percent is VGPR, by a little less PR",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    at      | kappa_flc  | 2020-01-01  | 1010
    at      | kappa_flc  | 2020-02-01  | 110
    at      | lambda_flc | 2020-01-01  | 10
    at      | lambda_flc | 2020-02-01  | 10
    short   | kappa_flc  | 2020-01-01  | 1010
    short   | kappa_flc  | 2020-02-01  | 110.1
    short   | lambda_flc | 2020-01-01  | 10
    short   | lambda_flc | 2020-02-01  | 10
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | VGPR
    short   | 2020-02-01  | PR
    """,
)
case(
    "a light-chain difference that fell by 50 percent is PR, by a little less SD",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    at      | kappa_flc  | 2020-01-01  | 1010
    at      | kappa_flc  | 2020-02-01  | 510
    at      | lambda_flc | 2020-01-01  | 10
    at      | lambda_flc | 2020-02-01  | 10
    short   | kappa_flc  | 2020-01-01  | 1010
    short   | kappa_flc  | 2020-02-01  | 510.1
    short   | lambda_flc | 2020-01-01  | 10
    short   | lambda_flc | 2020-02-01  | 10
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    short   | 2020-02-01  | SD
    """,
)
case(
    "an involved light chain of 100 mg/L at the start is measurable, a little less is not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    at      | kappa_flc  | 2020-01-01  | 100
    at      | kappa_flc  | 2020-02-01  | 30
    at      | lambda_flc | 2020-01-01  | 10
    at      | lambda_flc | 2020-02-01  | 10
    short   | kappa_flc  | 2020-01-01  | 99.9
    short   | kappa_flc  | 2020-02-01  | 30
    short   | lambda_flc | 2020-01-01  | 10
    short   | lambda_flc | 2020-02-01  | 10
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    best_responses
    patient | best | unconfirmed
    at      | SD   | PR
    short   | NE   |
    """,
)
case(
    "a ratio of 1.65 is normal and its light chains are not followed, a little more is not normal",
    """
    exposures
    patient | drug       | started_on
    above   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    above   | kappa_flc  | 2020-01-01  | 165.1
    above   | kappa_flc  | 2020-02-01  | 42
    above   | lambda_flc | 2020-01-01  | 100
    above   | lambda_flc | 2020-02-01  | 10
    at      | kappa_flc  | 2020-01-01  | 165
    at      | kappa_flc  | 2020-02-01  | 42
    at      | lambda_flc | 2020-01-01  | 100
    at      | lambda_flc | 2020-02-01  | 10
    """,
    """
    responses
    patient | assessed_on | response
    above   | 2020-02-01  | PR
    best_responses
    patient | best | unconfirmed
    above   | SD   | PR
    at      | NE   |
    """,
)
case(
    "a ratio of 0.26 is normal and its light chains are not followed, a little less is not normal",
    """
    exposures
    patient | drug       | started_on
    below   | bortezomib | 2020-01-01
    normal  | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    below   | kappa_flc  | 2020-01-01  | 25.9
    below   | kappa_flc  | 2020-02-01  | 10
    below   | lambda_flc | 2020-01-01  | 100
    below   | lambda_flc | 2020-02-01  | 45
    normal  | kappa_flc  | 2020-01-01  | 26
    normal  | kappa_flc  | 2020-02-01  | 10
    normal  | lambda_flc | 2020-01-01  | 100
    normal  | lambda_flc | 2020-02-01  | 45
    """,
    """
    responses
    patient | assessed_on | response
    below   | 2020-02-01  | PR
    best_responses
    patient | best | unconfirmed
    below   | SD   | PR
    normal  | NE   |
    """,
)
case(
    "light chains are not followed where the serum M-protein is measurable",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 36
    kappa_flc       | 2020-01-01  | 1010
    kappa_flc       | 2020-02-01  | 20
    lambda_flc      | 2020-01-01  | 10
    lambda_flc      | 2020-02-01  | 10
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | SD
    """,
)
case(
    "light chains are not followed where the urine M-protein is measurable",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    urine_m_protein | 2020-01-01  | 1000
    urine_m_protein | 2020-02-01  | 900
    kappa_flc       | 2020-01-01  | 1010
    kappa_flc       | 2020-02-01  | 20
    lambda_flc      | 2020-01-01  | 10
    lambda_flc      | 2020-02-01  | 10
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | SD
    """,
)
case(
    "light chains are followed where serum and urine were read but are not measurable",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 9
    serum_m_protein | 2020-02-01  | 9
    urine_m_protein | 2020-01-01  | 150
    urine_m_protein | 2020-02-01  | 150
    kappa_flc       | 2020-01-01  | 1010
    kappa_flc       | 2020-02-01  | 510
    lambda_flc      | 2020-01-01  | 10
    lambda_flc      | 2020-02-01  | 10
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | PR
    """,
)
case(
    "the involved chain is the one first in excess and is not chosen anew",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte    | measured_on | value
    kappa_flc  | 2019-12-01  | 800
    kappa_flc  | 2020-01-01  | 1010
    kappa_flc  | 2020-02-01  | 5
    lambda_flc | 2019-12-01  | 10
    lambda_flc | 2020-01-01  | 10
    lambda_flc | 2020-02-01  | 300
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | VGPR
    progressions
    (none)
    """,
)
case(
    "the light chain recorded for the patient is the involved one, whatever the ratio says",
    """
    patients
    light_chain
    lambda
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte    | measured_on | value
    kappa_flc  | 2020-01-01  | 1010
    kappa_flc  | 2020-02-01  | 110
    lambda_flc | 2020-01-01  | 10
    lambda_flc | 2020-02-01  | 10
    """,
    """
    responses
    (none)
    best_responses
    best | unconfirmed
    NE   |
    """,
)
case(
    "lambda may be the involved chain",
    """
    patients
    light_chain
    lambda
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte    | measured_on | value
    kappa_flc  | 2020-01-01  | 10
    kappa_flc  | 2020-02-01  | 10
    lambda_flc | 2020-01-01  | 1010
    lambda_flc | 2020-02-01  | 510
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | PR
    """,
)
case(
    "with only one light chain measured neither a baseline nor a response can be told",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte   | measured_on | value
    kappa_flc | 2020-01-01  | 1010
    kappa_flc | 2020-02-01  | 110
    """,
    """
    responses
    (none)
    best_responses
    best | achieved_on | unconfirmed
    NE   |             |
    """,
)
case(
    "a missing lambda does not make the difference larger",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte    | measured_on | value
    kappa_flc  | 2020-01-01  | 1010
    kappa_flc  | 2020-02-01  | 1010
    kappa_flc  | 2020-03-01  | 510
    lambda_flc | 2020-01-01  | 10
    lambda_flc | 2020-02-01  |
    lambda_flc | 2020-03-01  | 10
    """,
    """
    responses
    assessed_on | response
    2020-03-01  | PR
    """,
)
