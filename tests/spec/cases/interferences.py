"""Therapeutic antibodies that may pass for the M-protein."""

from tests.spec.drawn import case

case(
    "a spike of 5.0 g/L under daratumumab in an IgG kappa patient is suspected of being the antibody, 5.1 is not",
    """
    patients
    patient | heavy_chain | light_chain
    above   | IgG         | kappa
    at      | IgG         | kappa
    exposures
    patient | drug        | started_on | ended_on
    above   | daratumumab | 2020-01-01 | 2020-03-01
    at      | daratumumab | 2020-01-01 | 2020-03-01
    measurements
    patient | analyte         | measured_on | value
    above   | serum_m_protein | 2020-02-01  | 5.1
    at      | serum_m_protein | 2020-02-01  | 5
    """,
    """
    interferences
    patient | line | drug        | assessed_on | interference
    at      | 1    | daratumumab | 2020-02-01  | suspected
    """,
)
case(
    "the antibody may still be seen 180 days after its last dose, not 181",
    """
    patients
    patient | heavy_chain | light_chain
    late    | IgG         | kappa
    within  | IgG         | kappa
    exposures
    patient | drug        | started_on | ended_on
    late    | daratumumab | 2020-01-01 | 2020-03-01
    within  | daratumumab | 2020-01-01 | 2020-03-01
    measurements
    patient | analyte         | measured_on | value
    late    | serum_m_protein | 2020-01-01  | 30
    late    | serum_m_protein | 2020-02-01  | 20
    late    | serum_m_protein | 2020-08-29  | 3
    within  | serum_m_protein | 2020-01-01  | 30
    within  | serum_m_protein | 2020-02-01  | 20
    within  | serum_m_protein | 2020-08-28  | 3
    """,
    """
    interferences
    patient | line | drug        | assessed_on | interference
    within  | 1    | daratumumab | 2020-08-28  | suspected
    """,
)
case(
    "a positive immunofixation alone under the antibody is suspected",
    """
    patients
    heavy_chain | light_chain
    IgG         | kappa
    exposures
    drug        | started_on | ended_on
    daratumumab | 2020-01-01 | 2020-03-01
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | positive
    """,
    """
    interferences
    assessed_on | interference
    2020-02-01  | suspected
    """,
)
case(
    "a negative immunofixation under the antibody is not suspected",
    """
    patients
    heavy_chain | light_chain
    IgG         | kappa
    exposures
    drug        | started_on | ended_on
    daratumumab | 2020-01-01 | 2020-03-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-02-01  | 20
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    """,
    """
    interferences
    (none)
    """,
)
case(
    "a positive immunofixation beside a spike above 5 g/L is the disease's",
    """
    patients
    heavy_chain | light_chain
    IgG         | kappa
    exposures
    drug        | started_on | ended_on
    daratumumab | 2020-01-01 | 2020-03-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-02-01  | 20
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | positive
    """,
    """
    interferences
    (none)
    """,
)
case(
    "no spike is no interference",
    """
    patients
    heavy_chain | light_chain
    IgG         | kappa
    exposures
    drug        | started_on | ended_on
    daratumumab | 2020-01-01 | 2020-03-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-02-01  | 0
    """,
    """
    interferences
    (none)
    """,
)
case(
    "a lambda patient's spike is not the antibody, nor an IgA patient's",
    """
    patients
    patient | heavy_chain | light_chain
    alpha   | IgA         | kappa
    lambda  | IgG         | lambda
    exposures
    patient | drug        | started_on | ended_on
    alpha   | daratumumab | 2020-01-01 | 2020-03-01
    lambda  | daratumumab | 2020-01-01 | 2020-03-01
    measurements
    patient | analyte         | measured_on | value
    alpha   | serum_m_protein | 2020-02-01  | 3
    lambda  | serum_m_protein | 2020-02-01  | 3
    """,
    """
    interferences
    (none)
    """,
)
case(
    "an isotype that is not recorded does not clear the antibody: possible",
    """
    patients
    patient | heavy_chain | light_chain
    heavy   |             | kappa
    lambda  |             | lambda
    light   | IgG         |
    exposures
    patient | drug        | started_on | ended_on
    all     | daratumumab | 2020-01-01 | 2020-03-01
    heavy   | daratumumab | 2020-01-01 | 2020-03-01
    lambda  | daratumumab | 2020-01-01 | 2020-03-01
    light   | daratumumab | 2020-01-01 | 2020-03-01
    measurements
    patient | analyte         | measured_on | value
    all     | serum_m_protein | 2020-02-01  | 3
    heavy   | serum_m_protein | 2020-02-01  | 3
    lambda  | serum_m_protein | 2020-02-01  | 3
    light   | serum_m_protein | 2020-02-01  | 3
    """,
    """
    interferences
    patient | line | drug        | assessed_on | interference
    all     | 1    | daratumumab | 2020-02-01  | possible
    heavy   | 1    | daratumumab | 2020-02-01  | possible
    light   | 1    | daratumumab | 2020-02-01  | possible
    """,
)
case(
    "the same isotype and no M-protein in numbers under the antibody is possible",
    """
    patients
    heavy_chain | light_chain
    IgG         | kappa
    exposures
    drug        | started_on | ended_on
    daratumumab | 2020-01-01 | 2020-03-01
    findings
    kind              | found_on   | value
    reported_response | 2020-02-01 | VGPR
    """,
    """
    interferences
    assessed_on | interference
    2020-02-01  | possible
    """,
)
case(
    "a value of the day on which the antibody was first given is free of it",
    """
    patients
    heavy_chain | light_chain
    IgG         | kappa
    exposures
    drug        | started_on | ended_on
    daratumumab | 2020-01-01 | 2020-03-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 3
    serum_m_protein | 2020-02-01  | 20
    """,
    """
    interferences
    (none)
    """,
)
case(
    "isatuximab is an IgG kappa antibody too, bortezomib is none",
    """
    patients
    patient | heavy_chain | light_chain
    iso     | IgG         | kappa
    none    | IgG         | kappa
    exposures
    patient | drug       | started_on | ended_on
    iso     | isatuximab | 2020-01-01 | 2020-03-01
    none    | bortezomib | 2020-01-01 | 2020-03-01
    measurements
    patient | analyte         | measured_on | value
    iso     | serum_m_protein | 2020-02-01  | 3
    none    | serum_m_protein | 2020-02-01  | 3
    """,
    """
    interferences
    patient | line | drug       | assessed_on | interference
    iso     | 1    | isatuximab | 2020-02-01  | suspected
    """,
)
case(
    "an interference says what would settle it",
    """
    patients
    heavy_chain | light_chain
    IgG         | kappa
    exposures
    drug        | started_on | ended_on
    daratumumab | 2020-01-01 | 2020-03-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-02-01  | 3
    """,
    """
    interferences
    settled_by
    immunofixation that removes or shifts the antibody (DIRA or HYDRASHIFT for daratumumab and isatuximab), or mass spectrometry
    """,
)
