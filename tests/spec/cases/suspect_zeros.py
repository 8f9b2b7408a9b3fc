"""Zeros between positive values, which some registries store where nothing was measured."""

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
    "a zero at the end of the series, or in a run between positive values far apart, is used",
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
case(
    "a run of zeros is not used when the positive values beside it lie 60 days apart, at 61 days it is",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    beyond  | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 57.1
    at      | serum_m_protein | 2020-01-04  | 0
    at      | serum_m_protein | 2020-01-14  | 0
    at      | serum_m_protein | 2020-03-01  | 24
    at      | serum_m_protein | 2020-04-01  | 20
    beyond  | serum_m_protein | 2020-01-01  | 57.1
    beyond  | serum_m_protein | 2020-01-04  | 0
    beyond  | serum_m_protein | 2020-01-14  | 0
    beyond  | serum_m_protein | 2020-03-02  | 24
    beyond  | serum_m_protein | 2020-04-01  | 20
    """,
    """
    issues
    patient | table        | row                        | found | problem      | treated_as
    at      | measurements | serum_m_protein/2020-01-04 | 0     | suspect_zero | not used
    at      | measurements | serum_m_protein/2020-01-14 | 0     | suspect_zero | not used
    progressions
    patient | progressed_on | confirmed_on
    beyond  | 2020-03-02    | 2020-04-01
    best_responses
    patient | best
    at      | PR
    beyond  | VGPR
    """,
)
case(
    "a run of three zeros close together is not used, a run of four is",
    """
    exposures
    patient | drug       | started_on
    four    | bortezomib | 2020-01-01
    three   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    four    | urine_m_protein | 2020-01-01  | 1000
    four    | urine_m_protein | 2020-01-04  | 0
    four    | urine_m_protein | 2020-01-08  | 0
    four    | urine_m_protein | 2020-01-12  | 0
    four    | urine_m_protein | 2020-01-16  | 0
    four    | urine_m_protein | 2020-02-01  | 900
    three   | urine_m_protein | 2020-01-01  | 1000
    three   | urine_m_protein | 2020-01-04  | 0
    three   | urine_m_protein | 2020-01-08  | 0
    three   | urine_m_protein | 2020-01-12  | 0
    three   | urine_m_protein | 2020-02-01  | 900
    """,
    """
    issues
    patient | row
    three   | urine_m_protein/2020-01-04
    three   | urine_m_protein/2020-01-08
    three   | urine_m_protein/2020-01-12
    """,
)
case(
    "an immunofixation on the day of one zero vouches for the run in which it stands, not for another run",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-01-10  | 0
    serum_m_protein | 2020-01-20  | 0
    serum_m_protein | 2020-02-01  | 36
    serum_m_protein | 2020-02-10  | 0
    serum_m_protein | 2020-02-20  | 0
    serum_m_protein | 2020-03-01  | 30
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-01-20 | negative
    """,
    """
    issues
    row
    serum_m_protein/2020-02-10
    serum_m_protein/2020-02-20
    """,
)
case(
    "a run of zeros at either end of the series is used",
    """
    exposures
    patient | drug       | started_on
    first   | bortezomib | 2020-01-01
    last    | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    first   | serum_m_protein | 2019-12-20  | 0
    first   | serum_m_protein | 2020-01-01  | 0
    first   | serum_m_protein | 2020-02-01  | 20
    last    | serum_m_protein | 2020-01-01  | 40
    last    | serum_m_protein | 2020-02-01  | 0
    last    | serum_m_protein | 2020-02-10  | 0
    """,
    """
    issues
    (none)
    """,
)
