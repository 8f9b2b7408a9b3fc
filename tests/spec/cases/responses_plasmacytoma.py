"""Response by plasmacytomas (Kumar 2016, and the slides for the minimal response)."""

from tests.spec.drawn import case

case(
    "a sum of products that fell by 90 percent is VGPR, by a little less PR",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    at      | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    at      | chest  | 2020-02-01  | plasmacytoma | 10         | 10
    short   | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    short   | chest  | 2020-02-01  | plasmacytoma | 10         | 10.01
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | VGPR
    short   | 2020-02-01  | PR
    """,
)
case(
    "a sum of products that fell by 50 percent is PR, by a little less MR",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    at      | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    at      | chest  | 2020-02-01  | plasmacytoma | 50         | 10
    short   | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    short   | chest  | 2020-02-01  | plasmacytoma | 50         | 10.01
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | PR
    short   | 2020-02-01  | MR
    """,
)
case(
    "a sum of products that fell by 25 percent is MR, by a little less SD",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    at      | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    at      | chest  | 2020-02-01  | plasmacytoma | 50         | 15
    short   | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    short   | chest  | 2020-02-01  | plasmacytoma | 50         | 15.01
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | MR
    short   | 2020-02-01  | SD
    """,
)
case(
    "each category by plasmacytomas cites the criterion of its own level",
    """
    exposures
    patient | drug       | started_on
    v       | bortezomib | 2020-01-01
    p       | bortezomib | 2020-01-01
    m       | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    v       | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    v       | chest  | 2020-02-01  | plasmacytoma | 10         | 10
    p       | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    p       | chest  | 2020-02-01  | plasmacytoma | 50         | 10
    m       | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    m       | chest  | 2020-02-01  | plasmacytoma | 50         | 15
    """,
    """
    responses
    patient | response | because
    v       | VGPR     | imwg-response-2016#categories; imwg-response-2016#lesion-vgpr; measurable-disease-imwg-2016#lesion; assessment-real-world-2026#baseline_before_days; lesions:chest/2020-01-01; lesions:chest/2020-02-01
    p       | PR       | imwg-response-2016#categories; imwg-response-2016#response_levels; measurable-disease-imwg-2016#lesion; assessment-real-world-2026#baseline_before_days; lesions:chest/2020-01-01; lesions:chest/2020-02-01
    m       | MR       | imwg-response-2016#categories; imwg-response-2016#lesion-mr; measurable-disease-imwg-2016#lesion; assessment-real-world-2026#baseline_before_days; lesions:chest/2020-01-01; lesions:chest/2020-02-01
    """,
)
case(
    "any plasmacytoma with two diameters above zero is followed",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    skin   | 2020-01-01  | plasmacytoma | 0.5        | 0.5
    skin   | 2020-02-01  | plasmacytoma | 0.1        | 0.1
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | VGPR
    """,
)
case(
    "plasmacytomas are followed besides the serum M-protein, and the lesser response counts",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 4
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 50         | 15
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | MR
    """,
)
case(
    "plasmacytomas are followed besides light chains and do not stand in for them",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte    | measured_on | value
    kappa_flc  | 2020-01-01  | 1010
    kappa_flc  | 2020-02-01  | 510
    lambda_flc | 2020-01-01  | 10
    lambda_flc | 2020-02-01  | 10
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 0          | 0
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | PR
    """,
)
case(
    "a plasmacytoma that needs no repeat does not excuse the serum M-protein from one",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 50         | 10
    """,
    """
    responses
    assessed_on | response | confirmed
    2020-02-01  | PR       | false
    """,
)
case(
    "a response by plasmacytomas alone needs no repeat",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 50         | 10
    """,
    """
    responses
    assessed_on | response | confirmed_on
    2020-02-01  | PR       | 2020-02-01
    """,
)
case(
    "a sum of fewer plasmacytomas than at the start counts for nothing",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 20         | 10
    skin   | 2020-01-01  | plasmacytoma | 40         | 20
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | NE
    """,
)
case(
    "a plasmacytoma without its second diameter makes the sum of the day unknown",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 20         | 10
    skin   | 2020-01-01  | plasmacytoma | 40         | 20
    skin   | 2020-02-01  | plasmacytoma | 10         |
    """,
    """
    responses
    (none)
    best_responses
    best
    NE
    """,
)
case(
    "a plasmacytoma that is gone is measured as zero",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 0          | 0
    skin   | 2020-01-01  | plasmacytoma | 40         | 20
    skin   | 2020-02-01  | plasmacytoma | 50         | 9
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | PR
    """,
)
