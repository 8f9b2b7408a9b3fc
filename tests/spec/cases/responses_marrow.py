"""Response by the marrow, where nothing else can be followed (Kumar 2016)."""

from tests.spec.drawn import case

case(
    "marrow plasma cells that fell by 50 percent are PR, by a little less SD",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | bone_marrow_plasma_cells | 2020-01-01  | 40
    at      | bone_marrow_plasma_cells | 2020-02-01  | 20
    short   | bone_marrow_plasma_cells | 2020-01-01  | 40
    short   | bone_marrow_plasma_cells | 2020-02-01  | 20.1
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    short   | 2020-02-01  | SD
    """,
)
case(
    "marrow plasma cells of 30 percent at the start are measurable, a little less is not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | bone_marrow_plasma_cells | 2020-01-01  | 30
    at      | bone_marrow_plasma_cells | 2020-02-01  | 15
    short   | bone_marrow_plasma_cells | 2020-01-01  | 29.9
    short   | bone_marrow_plasma_cells | 2020-02-01  | 10
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    short   | 2020-02-01  | NE
    """,
)
case(
    "marrow is not followed where the serum M-protein is measurable",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 36
    bone_marrow_plasma_cells | 2020-01-01  | 60
    bone_marrow_plasma_cells | 2020-02-01  | 10
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | SD
    """,
)
case(
    "marrow is not followed where light chains are measurable",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    kappa_flc                | 2020-01-01  | 1010
    kappa_flc                | 2020-02-01  | 1000
    lambda_flc               | 2020-01-01  | 10
    lambda_flc               | 2020-02-01  | 10
    bone_marrow_plasma_cells | 2020-01-01  | 60
    bone_marrow_plasma_cells | 2020-02-01  | 10
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | SD
    """,
)
case(
    "a response by marrow alone needs no repeat",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    bone_marrow_plasma_cells | 2020-01-01  | 60
    bone_marrow_plasma_cells | 2020-02-01  | 20
    """,
    """
    responses
    assessed_on | response | confirmed_on
    2020-02-01  | PR       | 2020-02-01
    best_responses
    best | achieved_on | unconfirmed
    PR   | 2020-02-01  |
    """,
)
