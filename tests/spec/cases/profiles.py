"""How the strict and the real-world profile treat gaps; each number at its edge in both."""

from tests.spec.drawn import case

case(
    "in the real-world profile a value 90 days before the start is a baseline, 91 days before not",
    """
    exposures
    patient | drug       | started_on
    early   | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    early   | serum_m_protein | 2019-10-02  | 40
    early   | serum_m_protein | 2020-02-01  | 36
    within  | serum_m_protein | 2019-10-03  | 40
    within  | serum_m_protein | 2020-02-01  | 36
    """,
    """
    responses
    patient | assessed_on | response
    early   | 2020-02-01  | NE
    within  | 2020-02-01  | SD
    """,
    profile="real_world",
)
case(
    "in the real-world profile values 14 days apart are one assessment, 15 days apart not",
    """
    exposures
    patient | drug       | started_on
    apart   | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    apart   | serum_m_protein | 2020-01-01  | 40
    apart   | serum_m_protein | 2020-02-01  | 20
    within  | serum_m_protein | 2020-01-01  | 40
    within  | serum_m_protein | 2020-02-01  | 20
    findings
    patient | kind                 | found_on   | value
    apart   | serum_immunofixation | 2020-02-16 | positive
    within  | serum_immunofixation | 2020-02-15 | positive
    """,
    """
    responses
    patient | assessed_on | response
    apart   | 2020-02-01  | PR
    apart   | 2020-02-16  | NE
    within  | 2020-02-01  | PR
    within  | 2020-02-15  | PR
    """,
    profile="real_world",
)
case(
    "in the real-world profile the last value on or before the start is the baseline, not an earlier or a later one",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2019-12-01  | 100
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-01-05  | 80
    p       | serum_m_protein | 2020-02-01  | 28
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-01-05  | PD
    p       | 2020-02-01  | MR
    """,
    profile="real_world",
)
case(
    "in the strict profile a value 90 days before the start is a baseline, 91 days before not",
    """
    exposures
    patient | drug       | started_on
    early   | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    early   | serum_m_protein | 2019-10-02  | 40
    early   | serum_m_protein | 2020-02-01  | 36
    within  | serum_m_protein | 2019-10-03  | 40
    within  | serum_m_protein | 2020-02-01  | 36
    """,
    """
    responses
    patient | assessed_on | response
    early   | 2020-02-01  | NE
    within  | 2020-02-01  | SD
    """,
    profile="strict",
)
case(
    "in the strict profile values 14 days apart are one assessment, 15 days apart not",
    """
    exposures
    patient | drug       | started_on
    apart   | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    apart   | serum_m_protein | 2020-01-01  | 40
    apart   | serum_m_protein | 2020-02-01  | 20
    within  | serum_m_protein | 2020-01-01  | 40
    within  | serum_m_protein | 2020-02-01  | 20
    findings
    patient | kind                 | found_on   | value
    apart   | serum_immunofixation | 2020-02-16 | positive
    within  | serum_immunofixation | 2020-02-15 | positive
    """,
    """
    responses
    patient | assessed_on | response
    apart   | 2020-02-01  | PR
    apart   | 2020-02-16  | NE
    within  | 2020-02-01  | PR
    within  | 2020-02-15  | PR
    """,
    profile="strict",
)
case(
    "in the strict profile the last value on or before the start is the baseline, not an earlier or a later one",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2019-12-01  | 100
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-01-05  | 80
    p       | serum_m_protein | 2020-02-01  | 28
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-01-05  | PD
    p       | 2020-02-01  | MR
    """,
    profile="strict",
)
case(
    "the real-world profile takes a first value 30 days after the start as baseline, 31 days after not",
    """
    exposures
    patient | drug       | started_on
    late    | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    late    | serum_m_protein | 2020-02-01  | 40
    late    | serum_m_protein | 2020-03-01  | 20
    within  | serum_m_protein | 2020-01-31  | 40
    within  | serum_m_protein | 2020-03-01  | 20
    """,
    """
    responses
    patient | assessed_on | response
    late    | 2020-02-01  | NE
    late    | 2020-03-01  | NE
    within  | 2020-03-01  | PR
    """,
)
case(
    "the strict profile takes no value after the start as baseline",
    """
    exposures
    patient | drug       | started_on
    late    | bortezomib | 2020-01-01
    start   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    late    | serum_m_protein | 2020-01-02  | 40
    late    | serum_m_protein | 2020-03-01  | 20
    start   | serum_m_protein | 2020-01-01  | 40
    start   | serum_m_protein | 2020-03-01  | 20
    """,
    """
    responses
    patient | assessed_on | response
    late    | 2020-01-02  | NE
    late    | 2020-03-01  | NE
    start   | 2020-03-01  | PR
    """,
    profile="strict",
)
case(
    "a baseline read after the start is no assessment of itself",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-15  | 40
    """,
    """
    responses
    (none)
    best_responses
    patient | best | unconfirmed
    p       | NE   |
    """,
)
case(
    "a value before the start is the baseline even where one after it is nearer",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2019-11-01  | 40
    p       | serum_m_protein | 2020-01-02  | 80
    p       | serum_m_protein | 2020-02-01  | 20
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-01-02  | PD
    p       | 2020-02-01  | PR
    """,
)
case(
    "the real-world profile accepts VGPR without urine that was never measured",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-02-01  | 4
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | VGPR
    """,
)
case(
    "the strict profile lowers VGPR to PR when urine was not measured",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-02-01  | 4
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | PR
    """,
    profile="strict",
)
case(
    "the strict profile gives VGPR when little urine was measured",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-02-01  | 4
    p       | urine_m_protein | 2020-02-01  | 99
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | VGPR
    """,
    profile="strict",
)
case(
    "the strict profile does not ask for urine at PR",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-02-01  | 20
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | PR
    """,
    profile="strict",
)
case(
    "the strict profile does not ask for urine where light chains are followed",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    p       | kappa_flc  | 2020-01-01  | 1010
    p       | kappa_flc  | 2020-02-01  | 20
    p       | lambda_flc | 2020-01-01  | 10
    p       | lambda_flc | 2020-02-01  | 10
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | VGPR
    """,
    profile="strict",
)
case(
    "the real-world profile judges by serum when followed urine was not measured",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-02-01  | 20
    p       | urine_m_protein | 2020-01-01  | 1000
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | PR
    """,
)
case(
    "the strict profile cannot evaluate an assessment of which a followed marker is missing",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-02-01  | 20
    p       | urine_m_protein | 2020-01-01  | 1000
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | NE
    """,
    profile="strict",
)
case(
    "the strict profile takes a followed marker read 14 days before, and none read 15 days before",
    """
    exposures
    patient | drug       | started_on
    late    | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    late    | serum_m_protein | 2020-01-01  | 40
    late    | serum_m_protein | 2020-02-16  | 20
    late    | urine_m_protein | 2020-01-01  | 1000
    late    | urine_m_protein | 2020-02-01  | 50
    within  | serum_m_protein | 2020-01-01  | 40
    within  | serum_m_protein | 2020-02-15  | 20
    within  | urine_m_protein | 2020-01-01  | 1000
    within  | urine_m_protein | 2020-02-01  | 50
    """,
    """
    responses
    patient | assessed_on | response
    late    | 2020-02-01  | NE
    late    | 2020-02-16  | NE
    within  | 2020-02-01  | NE
    within  | 2020-02-15  | PR
    """,
    profile="strict",
)
case(
    "an accepted gap is named in the response",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-02-01  | 20
    p       | urine_m_protein | 2020-01-01  | 1000
    """,
    """
    responses
    assessed_on | because
    2020-02-01  | imwg-response-2016#categories; imwg-response-2016#response_levels; measurable-disease-imwg-2016#levels; assessment-real-world-2026#baseline_before_days; measurements:serum_m_protein/2020-01-01; measurements:serum_m_protein/2020-02-01; assessment-real-world-2026#missing_marker_accepted
    """,
)
case(
    "the real-world profile accepts a complete response without urine that was never measurable",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    p       | serum_m_protein          | 2020-01-01  | 40
    p       | serum_m_protein          | 2020-02-01  | 0
    p       | bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    patient | kind                 | found_on   | value
    p       | serum_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | CR
    """,
)
case(
    "the strict profile accepts no complete response without urine immunofixation",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    p       | serum_m_protein          | 2020-01-01  | 40
    p       | serum_m_protein          | 2020-02-01  | 0
    p       | bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    patient | kind                 | found_on   | value
    p       | serum_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | PR
    """,
    profile="strict",
)
case(
    "the strict profile gives complete response when urine immunofixation is negative",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    p       | serum_m_protein          | 2020-01-01  | 40
    p       | serum_m_protein          | 2020-02-01  | 0
    p       | bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    patient | kind                 | found_on   | value
    p       | serum_immunofixation | 2020-02-01 | negative
    p       | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | CR
    """,
    profile="strict",
)
case(
    "the strict profile gives no complete response where a marker that was read has not fallen",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    p       | serum_m_protein          | 2020-01-01  | 40
    p       | serum_m_protein          | 2020-02-01  | 36
    p       | urine_m_protein          | 2020-01-01  | 1000
    p       | bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    patient | kind                 | found_on   | value
    p       | serum_immunofixation | 2020-02-01 | negative
    p       | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    p       | 2020-02-01  | NE
    """,
    profile="strict",
)
