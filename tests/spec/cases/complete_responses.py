"""Complete and stringent complete response: which sign makes or breaks it (Kumar 2016)."""

from tests.spec.drawn import case

case(
    "marrow plasma cells below 5 percent make a complete response, 5 percent do not",
    """
    exposures
    patient | drug       | started_on
    below   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    below   | serum_m_protein          | 2020-01-01  | 40
    below   | serum_m_protein          | 2020-02-01  | 0
    below   | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    at      | serum_m_protein          | 2020-01-01  | 40
    at      | serum_m_protein          | 2020-02-01  | 0
    at      | bone_marrow_plasma_cells | 2020-02-01  | 5
    findings
    patient | kind                 | found_on   | value
    below   | serum_immunofixation | 2020-02-01 | negative
    below   | urine_immunofixation | 2020-02-01 | negative
    at      | serum_immunofixation | 2020-02-01 | negative
    at      | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | VGPR
    below   | 2020-02-01  | CR
    """,
)
case(
    "without a marrow of the line there is no complete response",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 0
    bone_marrow_plasma_cells | 2019-12-20  | 4.9
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | VGPR
    """,
)
case(
    "a marrow whose plasma cells were not counted is no sign of complete response",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 0
    bone_marrow_plasma_cells | 2020-02-01  |
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | VGPR
    """,
)
case(
    "a serum immunofixation that is positive or missing leaves VGPR",
    """
    exposures
    patient  | drug       | started_on
    missing  | bortezomib | 2020-01-01
    positive | bortezomib | 2020-01-01
    measurements
    patient  | analyte                  | measured_on | value
    missing  | serum_m_protein          | 2020-01-01  | 40
    missing  | serum_m_protein          | 2020-02-01  | 0
    missing  | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    positive | serum_m_protein          | 2020-01-01  | 40
    positive | serum_m_protein          | 2020-02-01  | 0
    positive | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    findings
    patient  | kind                 | found_on   | value
    missing  | urine_immunofixation | 2020-02-01 | negative
    positive | serum_immunofixation | 2020-02-01 | positive
    positive | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient  | assessed_on | response
    missing  | 2020-02-01  | VGPR
    positive | 2020-02-01  | VGPR
    """,
)
case(
    "a urine immunofixation that is positive leaves VGPR",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 0
    bone_marrow_plasma_cells | 2020-02-01  | 4.9
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | positive
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | VGPR
    """,
)
case(
    "where urine is followed its immunofixation must be negative, not missing",
    """
    exposures
    patient | drug       | started_on
    missing | bortezomib | 2020-01-01
    read    | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    missing | serum_m_protein          | 2020-01-01  | 40
    missing | serum_m_protein          | 2020-02-01  | 0
    missing | urine_m_protein          | 2020-01-01  | 1000
    missing | urine_m_protein          | 2020-02-01  | 0
    missing | bone_marrow_plasma_cells | 2020-02-01  | 2
    read    | serum_m_protein          | 2020-01-01  | 40
    read    | serum_m_protein          | 2020-02-01  | 0
    read    | urine_m_protein          | 2020-01-01  | 1000
    read    | urine_m_protein          | 2020-02-01  | 0
    read    | bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    patient | kind                 | found_on   | value
    missing | serum_immunofixation | 2020-02-01 | negative
    read    | serum_immunofixation | 2020-02-01 | negative
    read    | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    missing | 2020-02-01  | VGPR
    read    | 2020-02-01  | CR
    """,
)
case(
    "the signs of complete response lift no marker that has not fallen by 90 percent",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 20
    bone_marrow_plasma_cells | 2020-02-01  | 4.9
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | PR
    """,
)
case(
    "a plasmacytoma of the start must be gone for complete response",
    """
    exposures
    patient | drug       | started_on
    gone    | bortezomib | 2020-01-01
    left    | bortezomib | 2020-01-01
    unread  | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    gone    | serum_m_protein          | 2020-01-01  | 40
    gone    | serum_m_protein          | 2020-02-01  | 0
    gone    | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    left    | serum_m_protein          | 2020-01-01  | 40
    left    | serum_m_protein          | 2020-02-01  | 0
    left    | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    unread  | serum_m_protein          | 2020-01-01  | 40
    unread  | serum_m_protein          | 2020-02-01  | 0
    unread  | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    findings
    patient | kind                 | found_on   | value
    gone    | serum_immunofixation | 2020-02-01 | negative
    gone    | urine_immunofixation | 2020-02-01 | negative
    left    | serum_immunofixation | 2020-02-01 | negative
    left    | urine_immunofixation | 2020-02-01 | negative
    unread  | serum_immunofixation | 2020-02-01 | negative
    unread  | urine_immunofixation | 2020-02-01 | negative
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    gone    | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    gone    | chest  | 2020-02-01  | plasmacytoma | 0          | 0
    left    | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    left    | chest  | 2020-02-01  | plasmacytoma | 1          | 1
    unread  | chest  | 2020-01-01  | plasmacytoma | 50         | 20
    """,
    """
    responses
    patient | assessed_on | response
    gone    | 2020-02-01  | CR
    left    | 2020-02-01  | VGPR
    unread  | 2020-02-01  | VGPR
    """,
)
case(
    "plasmacytomas are not gone when fewer of them were measured than at the start",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 0
    bone_marrow_plasma_cells | 2020-02-01  | 4.9
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | negative
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 0          | 0
    skin   | 2020-01-01  | plasmacytoma | 40         | 20
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | VGPR
    """,
)
case(
    "a plasmacytoma that was not measured at the start but is there forbids complete response",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 0
    bone_marrow_plasma_cells | 2020-02-01  | 4.9
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | negative
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-02-01  | plasmacytoma | 20         | 10
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | VGPR
    """,
)
case(
    "where light chains are followed a complete response needs a ratio from 0.26",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    below   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | bone_marrow_plasma_cells | 2020-02-01  | 2
    at      | kappa_flc                | 2020-01-01  | 1010
    at      | kappa_flc                | 2020-02-01  | 2.6
    at      | lambda_flc               | 2020-01-01  | 10
    at      | lambda_flc               | 2020-02-01  | 10
    below   | bone_marrow_plasma_cells | 2020-02-01  | 2
    below   | kappa_flc                | 2020-01-01  | 1010
    below   | kappa_flc                | 2020-02-01  | 2.5
    below   | lambda_flc               | 2020-01-01  | 10
    below   | lambda_flc               | 2020-02-01  | 10
    findings
    patient | kind                 | found_on   | value
    at      | serum_immunofixation | 2020-02-01 | negative
    at      | urine_immunofixation | 2020-02-01 | negative
    below   | serum_immunofixation | 2020-02-01 | negative
    below   | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    at      | 2020-02-01  | CR
    below   | 2020-02-01  | VGPR
    """,
)
case(
    "where light chains are followed a complete response needs a ratio up to 1.65",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    above   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | bone_marrow_plasma_cells | 2020-02-01  | 2
    at      | kappa_flc                | 2020-01-01  | 1010
    at      | kappa_flc                | 2020-02-01  | 16.5
    at      | lambda_flc               | 2020-01-01  | 10
    at      | lambda_flc               | 2020-02-01  | 10
    above   | bone_marrow_plasma_cells | 2020-02-01  | 2
    above   | kappa_flc                | 2020-01-01  | 1010
    above   | kappa_flc                | 2020-02-01  | 16.6
    above   | lambda_flc               | 2020-01-01  | 10
    above   | lambda_flc               | 2020-02-01  | 10
    findings
    patient | kind                 | found_on   | value
    at      | serum_immunofixation | 2020-02-01 | negative
    at      | urine_immunofixation | 2020-02-01 | negative
    above   | serum_immunofixation | 2020-02-01 | negative
    above   | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    above   | 2020-02-01  | VGPR
    at      | 2020-02-01  | CR
    """,
)
case(
    "where serum is followed a complete response does not need a normal ratio",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 0
    bone_marrow_plasma_cells | 2020-02-01  | 4.9
    kappa_flc                | 2020-02-01  | 100
    lambda_flc               | 2020-02-01  | 10
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | CR
    """,
)
case(
    "a normal ratio and no clonal plasma cells make a complete response stringent",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 0
    bone_marrow_plasma_cells | 2020-02-01  | 4.9
    kappa_flc                | 2020-02-01  | 10
    lambda_flc               | 2020-02-01  | 10
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | negative
    clonal_plasma_cells  | 2020-02-01 | absent
    """,
    """
    responses
    assessed_on | response
    2020-02-01  | sCR
    """,
)
case(
    "a ratio that is abnormal or missing leaves a complete response without clonal plasma cells as it is",
    """
    exposures
    patient | drug       | started_on
    high    | bortezomib | 2020-01-01
    low     | bortezomib | 2020-01-01
    missing | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    high    | serum_m_protein          | 2020-01-01  | 40
    high    | serum_m_protein          | 2020-02-01  | 0
    high    | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    high    | kappa_flc                | 2020-02-01  | 16.6
    high    | lambda_flc               | 2020-02-01  | 10
    low     | serum_m_protein          | 2020-01-01  | 40
    low     | serum_m_protein          | 2020-02-01  | 0
    low     | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    low     | kappa_flc                | 2020-02-01  | 2.5
    low     | lambda_flc               | 2020-02-01  | 10
    missing | serum_m_protein          | 2020-01-01  | 40
    missing | serum_m_protein          | 2020-02-01  | 0
    missing | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    missing | kappa_flc                | 2020-02-01  | 10
    findings
    patient | kind                 | found_on   | value
    high    | serum_immunofixation | 2020-02-01 | negative
    high    | urine_immunofixation | 2020-02-01 | negative
    high    | clonal_plasma_cells  | 2020-02-01 | absent
    low     | serum_immunofixation | 2020-02-01 | negative
    low     | urine_immunofixation | 2020-02-01 | negative
    low     | clonal_plasma_cells  | 2020-02-01 | absent
    missing | serum_immunofixation | 2020-02-01 | negative
    missing | urine_immunofixation | 2020-02-01 | negative
    missing | clonal_plasma_cells  | 2020-02-01 | absent
    """,
    """
    responses
    patient | assessed_on | response
    high    | 2020-02-01  | CR
    low     | 2020-02-01  | CR
    missing | 2020-02-01  | CR
    """,
)
case(
    "clonal plasma cells that are present or not looked for leave a complete response as it is",
    """
    exposures
    patient | drug       | started_on
    missing | bortezomib | 2020-01-01
    present | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    missing | serum_m_protein          | 2020-01-01  | 40
    missing | serum_m_protein          | 2020-02-01  | 0
    missing | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    missing | kappa_flc                | 2020-02-01  | 10
    missing | lambda_flc               | 2020-02-01  | 10
    present | serum_m_protein          | 2020-01-01  | 40
    present | serum_m_protein          | 2020-02-01  | 0
    present | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    present | kappa_flc                | 2020-02-01  | 10
    present | lambda_flc               | 2020-02-01  | 10
    findings
    patient | kind                 | found_on   | value
    missing | serum_immunofixation | 2020-02-01 | negative
    missing | urine_immunofixation | 2020-02-01 | negative
    present | serum_immunofixation | 2020-02-01 | negative
    present | urine_immunofixation | 2020-02-01 | negative
    present | clonal_plasma_cells  | 2020-02-01 | present
    """,
    """
    responses
    patient | assessed_on | response
    missing | 2020-02-01  | CR
    present | 2020-02-01  | CR
    """,
)
case(
    "marrow and imaging stay valid for the whole line",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 40
    serum_m_protein          | 2020-02-01  | 2
    serum_m_protein          | 2020-09-01  | 0
    bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-09-01 | negative
    urine_immunofixation | 2020-09-01 | negative
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 50         | 20
    chest  | 2020-02-01  | plasmacytoma | 0          | 0
    """,
    """
    best_responses
    best | unconfirmed
    VGPR | CR
    """,
)
case(
    "a complete response needs a second immunofixation or sample even where only the marrow is followed",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    bone_marrow_plasma_cells | 2020-01-01  | 60
    bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-01 | negative
    urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    assessed_on | response | confirmed
    2020-02-01  | CR       | false
    """,
)
case(
    "immunofixation stays valid for 60 days, not for 61, in the real-world profile",
    """
    exposures
    patient | drug       | started_on
    late    | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    late    | serum_m_protein          | 2020-01-01  | 40
    late    | serum_m_protein          | 2020-02-01  | 0
    late    | serum_m_protein          | 2020-04-02  | 0
    late    | urine_m_protein          | 2020-02-01  | 0
    late    | urine_m_protein          | 2020-04-02  | 0
    late    | bone_marrow_plasma_cells | 2020-02-01  | 2
    within  | serum_m_protein          | 2020-01-01  | 40
    within  | serum_m_protein          | 2020-02-01  | 0
    within  | serum_m_protein          | 2020-04-01  | 0
    within  | urine_m_protein          | 2020-02-01  | 0
    within  | urine_m_protein          | 2020-04-01  | 0
    within  | bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    patient | kind                 | found_on   | value
    late    | serum_immunofixation | 2020-02-01 | negative
    late    | urine_immunofixation | 2020-02-01 | negative
    within  | serum_immunofixation | 2020-02-01 | negative
    within  | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    late    | 2020-02-01  | CR
    late    | 2020-04-02  | VGPR
    within  | 2020-02-01  | CR
    within  | 2020-04-01  | CR
    """,
    profile="real_world",
)
case(
    "immunofixation stays valid for 60 days, not for 61, in the strict profile",
    """
    exposures
    patient | drug       | started_on
    late    | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    late    | serum_m_protein          | 2020-01-01  | 40
    late    | serum_m_protein          | 2020-02-01  | 0
    late    | serum_m_protein          | 2020-04-02  | 0
    late    | urine_m_protein          | 2020-02-01  | 0
    late    | urine_m_protein          | 2020-04-02  | 0
    late    | bone_marrow_plasma_cells | 2020-02-01  | 2
    within  | serum_m_protein          | 2020-01-01  | 40
    within  | serum_m_protein          | 2020-02-01  | 0
    within  | serum_m_protein          | 2020-04-01  | 0
    within  | urine_m_protein          | 2020-02-01  | 0
    within  | urine_m_protein          | 2020-04-01  | 0
    within  | bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    patient | kind                 | found_on   | value
    late    | serum_immunofixation | 2020-02-01 | negative
    late    | urine_immunofixation | 2020-02-01 | negative
    within  | serum_immunofixation | 2020-02-01 | negative
    within  | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    late    | 2020-02-01  | CR
    late    | 2020-04-02  | VGPR
    within  | 2020-02-01  | CR
    within  | 2020-04-01  | CR
    """,
    profile="strict",
)
case(
    "a ratio read 14 days before still makes a complete response stringent, 15 days before not",
    """
    exposures
    patient | drug       | started_on
    late    | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    late    | serum_m_protein          | 2020-01-01  | 40
    late    | serum_m_protein          | 2020-02-01  | 0
    late    | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    late    | kappa_flc                | 2020-01-17  | 10
    late    | lambda_flc               | 2020-01-17  | 10
    within  | serum_m_protein          | 2020-01-01  | 40
    within  | serum_m_protein          | 2020-02-01  | 0
    within  | bone_marrow_plasma_cells | 2020-02-01  | 4.9
    within  | kappa_flc                | 2020-01-18  | 10
    within  | lambda_flc               | 2020-01-18  | 10
    findings
    patient | kind                 | found_on   | value
    late    | serum_immunofixation | 2020-02-01 | negative
    late    | urine_immunofixation | 2020-02-01 | negative
    late    | clonal_plasma_cells  | 2020-02-01 | absent
    within  | serum_immunofixation | 2020-02-01 | negative
    within  | urine_immunofixation | 2020-02-01 | negative
    within  | clonal_plasma_cells  | 2020-02-01 | absent
    """,
    """
    responses
    patient | assessed_on | response
    late    | 2020-02-01  | CR
    within  | 2020-02-01  | sCR
    """,
)
case(
    "a negative immunofixation is not carried past a measured M-protein, however little: no complete response while it rises",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    serum_m_protein          | 2020-01-01  | 30
    serum_m_protein          | 2020-04-01  | 0
    serum_m_protein          | 2020-05-01  | 1.5
    serum_m_protein          | 2020-05-25  | 2.5
    bone_marrow_plasma_cells | 2020-04-01  | 2
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-04-01 | negative
    urine_immunofixation | 2020-04-01 | negative
    """,
    """
    responses
    assessed_on | response | confirmed
    2020-04-01  | CR       | false
    2020-05-01  | VGPR     | true
    2020-05-25  | VGPR     | false
    best_responses
    best | unconfirmed
    VGPR |
    """,
)
case(
    "an immunofixation of the day itself speaks for that day, one from before a measured value does not speak after it",
    """
    exposures
    patient | drug       | started_on
    again   | bortezomib | 2020-01-01
    carried | bortezomib | 2020-01-01
    nothing | bortezomib | 2020-01-01
    same    | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    again   | serum_m_protein          | 2020-01-01  | 30
    again   | serum_m_protein          | 2020-02-01  | 0
    again   | serum_m_protein          | 2020-02-20  | 0.1
    again   | serum_m_protein          | 2020-03-20  | 0
    again   | bone_marrow_plasma_cells | 2020-03-20  | 2
    carried | serum_m_protein          | 2020-01-01  | 30
    carried | serum_m_protein          | 2020-02-01  | 0
    carried | serum_m_protein          | 2020-02-20  | 0.1
    carried | serum_m_protein          | 2020-03-20  | 0
    carried | bone_marrow_plasma_cells | 2020-03-20  | 2
    nothing | serum_m_protein          | 2020-01-01  | 30
    nothing | serum_m_protein          | 2020-02-01  | 0
    nothing | serum_m_protein          | 2020-02-20  | 0
    nothing | serum_m_protein          | 2020-03-20  | 0
    nothing | bone_marrow_plasma_cells | 2020-02-01  | 2
    same    | serum_m_protein          | 2020-01-01  | 30
    same    | serum_m_protein          | 2020-02-01  | 0.1
    same    | bone_marrow_plasma_cells | 2020-02-01  | 2
    findings
    patient | kind                 | found_on   | value
    again   | serum_immunofixation | 2020-02-01 | negative
    again   | serum_immunofixation | 2020-03-20 | negative
    again   | urine_immunofixation | 2020-03-20 | negative
    carried | serum_immunofixation | 2020-02-01 | negative
    carried | urine_immunofixation | 2020-03-20 | negative
    nothing | serum_immunofixation | 2020-02-01 | negative
    nothing | urine_immunofixation | 2020-02-01 | negative
    same    | serum_immunofixation | 2020-02-01 | negative
    same    | urine_immunofixation | 2020-02-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    again   | 2020-02-01  | VGPR
    again   | 2020-02-20  | VGPR
    again   | 2020-03-20  | CR
    carried | 2020-02-01  | VGPR
    carried | 2020-02-20  | VGPR
    carried | 2020-03-20  | VGPR
    nothing | 2020-02-01  | CR
    nothing | 2020-02-20  | CR
    nothing | 2020-03-20  | CR
    same    | 2020-02-01  | CR
    """,
)
case(
    "urine in which M-protein is measured is not missing urine: without a later negative immunofixation there is no complete response",
    """
    exposures
    patient | drug       | started_on
    after   | bortezomib | 2020-01-01
    before  | bortezomib | 2020-01-01
    none    | bortezomib | 2020-01-01
    zero    | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    after   | serum_m_protein          | 2020-01-01  | 30
    after   | serum_m_protein          | 2020-02-20  | 0
    after   | serum_m_protein          | 2020-03-10  | 0
    after   | urine_m_protein          | 2020-02-20  | 40
    after   | bone_marrow_plasma_cells | 2020-02-20  | 2
    before  | serum_m_protein          | 2020-01-01  | 30
    before  | serum_m_protein          | 2020-02-20  | 0
    before  | urine_m_protein          | 2020-02-20  | 40
    before  | bone_marrow_plasma_cells | 2020-02-20  | 2
    none    | serum_m_protein          | 2020-01-01  | 30
    none    | serum_m_protein          | 2020-02-20  | 0
    none    | urine_m_protein          | 2020-02-20  | 40
    none    | bone_marrow_plasma_cells | 2020-02-20  | 2
    zero    | serum_m_protein          | 2020-01-01  | 30
    zero    | serum_m_protein          | 2020-02-20  | 0
    zero    | urine_m_protein          | 2020-02-20  | 0
    zero    | bone_marrow_plasma_cells | 2020-02-20  | 2
    findings
    patient | kind                 | found_on   | value
    after   | serum_immunofixation | 2020-02-20 | negative
    after   | urine_immunofixation | 2020-03-10 | negative
    before  | serum_immunofixation | 2020-02-20 | negative
    before  | urine_immunofixation | 2020-02-19 | negative
    none    | serum_immunofixation | 2020-02-20 | negative
    zero    | serum_immunofixation | 2020-02-20 | negative
    """,
    """
    responses
    patient | assessed_on | response
    after   | 2020-02-20  | VGPR
    after   | 2020-03-10  | CR
    before  | 2020-02-19  | NE
    before  | 2020-02-20  | VGPR
    none    | 2020-02-20  | VGPR
    zero    | 2020-02-20  | CR
    """,
)
case(
    "a marrow read while the M-protein still falls stays valid; once it had come to nothing and is back, a new marrow is needed",
    """
    exposures
    patient | drug       | started_on
    back    | bortezomib | 2020-01-01
    falling | bortezomib | 2020-01-01
    new     | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    back    | serum_m_protein          | 2020-01-01  | 30
    back    | serum_m_protein          | 2020-02-01  | 0
    back    | serum_m_protein          | 2020-05-01  | 2
    back    | serum_m_protein          | 2020-09-01  | 0
    back    | bone_marrow_plasma_cells | 2020-02-01  | 2
    falling | serum_m_protein          | 2020-01-01  | 30
    falling | serum_m_protein          | 2020-02-01  | 2
    falling | serum_m_protein          | 2020-05-01  | 1
    falling | serum_m_protein          | 2020-09-01  | 0
    falling | bone_marrow_plasma_cells | 2020-02-01  | 2
    new     | serum_m_protein          | 2020-01-01  | 30
    new     | serum_m_protein          | 2020-02-01  | 0
    new     | serum_m_protein          | 2020-05-01  | 2
    new     | serum_m_protein          | 2020-09-01  | 0
    new     | bone_marrow_plasma_cells | 2020-02-01  | 2
    new     | bone_marrow_plasma_cells | 2020-09-01  | 2
    findings
    patient | kind                 | found_on   | value
    back    | serum_immunofixation | 2020-02-01 | negative
    back    | serum_immunofixation | 2020-09-01 | negative
    back    | urine_immunofixation | 2020-09-01 | negative
    falling | serum_immunofixation | 2020-09-01 | negative
    falling | urine_immunofixation | 2020-09-01 | negative
    new     | serum_immunofixation | 2020-02-01 | negative
    new     | serum_immunofixation | 2020-09-01 | negative
    new     | urine_immunofixation | 2020-09-01 | negative
    """,
    """
    responses
    patient | assessed_on | response
    back    | 2020-02-01  | CR
    back    | 2020-05-01  | VGPR
    back    | 2020-09-01  | VGPR
    falling | 2020-02-01  | VGPR
    falling | 2020-05-01  | VGPR
    falling | 2020-09-01  | CR
    new     | 2020-02-01  | CR
    new     | 2020-05-01  | VGPR
    new     | 2020-09-01  | CR
    """,
)
