"""Lone zeros between positive values, which some registries store where nothing was measured."""

from tests.spec.drawn import case

case(
    "a lone zero between positive serum values is an issue and is not used",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 0
    serum_m_protein | 2020-03-01  | 36
    """,
    """
    issues
    table        | row                        | column | found | problem      | treated_as
    measurements | serum_m_protein/2020-02-01 | value  | 0     | suspect_zero | not used
    responses
    assessed_on | response
    2020-03-01  | SD
    progressions
    (none)
    """,
)
case(
    "a lone zero between positive urine values is an issue and is not used",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    urine_m_protein | 2020-01-01  | 1000
    urine_m_protein | 2020-02-01  | 0
    urine_m_protein | 2020-03-01  | 900
    """,
    """
    issues
    row                        | problem
    urine_m_protein/2020-02-01 | suspect_zero
    responses
    assessed_on | response
    2020-03-01  | SD
    """,
)
case(
    "a serum immunofixation of the same day vouches for a zero",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 0
    serum_m_protein | 2020-03-01  | 36
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | positive
    """,
    """
    issues
    (none)
    responses
    assessed_on | response
    2020-02-01  | VGPR
    2020-03-01  | SD
    """,
)
case(
    "an immunofixation of another day, or of urine, does not vouch for a zero in serum",
    """
    exposures
    patient | drug       | started_on
    day     | bortezomib | 2020-01-01
    urine   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    day     | serum_m_protein | 2020-01-01  | 40
    day     | serum_m_protein | 2020-02-01  | 0
    day     | serum_m_protein | 2020-03-01  | 36
    urine   | serum_m_protein | 2020-01-01  | 40
    urine   | serum_m_protein | 2020-02-01  | 0
    urine   | serum_m_protein | 2020-03-01  | 36
    findings
    patient | kind                 | found_on   | value
    day     | serum_immunofixation | 2020-02-02 | negative
    urine   | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    issues
    patient | row
    day     | serum_m_protein/2020-02-01
    urine   | serum_m_protein/2020-02-01
    """,
)
case(
    "a zero at the end of the series, or beside another zero, is used",
    """
    exposures
    patient | drug       | started_on
    last    | bortezomib | 2020-01-01
    two     | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    last    | serum_m_protein | 2020-01-01  | 40
    last    | serum_m_protein | 2020-02-01  | 0
    two     | serum_m_protein | 2020-01-01  | 40
    two     | serum_m_protein | 2020-02-01  | 0
    two     | serum_m_protein | 2020-03-01  | 0
    two     | serum_m_protein | 2020-04-01  | 36
    """,
    """
    issues
    (none)
    responses
    patient | assessed_on | response
    last    | 2020-02-01  | VGPR
    two     | 2020-02-01  | VGPR
    two     | 2020-03-01  | VGPR
    two     | 2020-04-01  | PD
    """,
)
case(
    "a lone zero is neither baseline nor the lowest value from which progression is measured",
    """
    exposures
    patient | drug       | started_on
    base    | bortezomib | 2020-01-01
    low     | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    base    | serum_m_protein | 2019-12-01  | 40
    base    | serum_m_protein | 2020-01-01  | 0
    base    | serum_m_protein | 2020-02-01  | 36
    low     | serum_m_protein | 2020-01-01  | 40
    low     | serum_m_protein | 2020-02-01  | 0
    low     | serum_m_protein | 2020-03-01  | 38
    low     | serum_m_protein | 2020-04-01  | 44
    """,
    """
    issues
    patient | row
    base    | serum_m_protein/2020-01-01
    low     | serum_m_protein/2020-02-01
    responses
    patient | assessed_on | response
    base    | 2020-02-01  | SD
    low     | 2020-03-01  | SD
    low     | 2020-04-01  | SD
    progressions
    (none)
    """,
)
case(
    "a zero of the same day as a positive value is not read, and is no issue",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 0
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-03-01  | 20
    """,
    """
    issues
    (none)
    responses
    assessed_on | response | confirmed_on
    2020-02-01  | PR       | 2020-03-01
    2020-03-01  | PR       |
    """,
)
case(
    "a positive value just above zero is not suspect",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 0.1
    serum_m_protein | 2020-03-01  | 36
    """,
    """
    issues
    (none)
    responses
    assessed_on | response
    2020-02-01  | VGPR
    2020-03-01  | SD
    """,
)
