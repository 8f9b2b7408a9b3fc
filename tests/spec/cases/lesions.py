"""Progression on imaging (Kumar 2016), which needs no repeat."""

from tests.spec.drawn import case

case(
    "a sum of products that rose by 50 percent is progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    at      | chest  | 2020-01-01  | plasmacytoma | 20         | 10
    at      | chest  | 2020-02-01  | plasmacytoma | 30         | 10
    at      | skin   | 2020-01-01  | plasmacytoma | 20         | 10
    at      | skin   | 2020-02-01  | plasmacytoma | 30         | 10
    short   | chest  | 2020-01-01  | plasmacytoma | 20         | 10
    short   | chest  | 2020-02-01  | plasmacytoma | 29.95      | 10
    short   | skin   | 2020-01-01  | plasmacytoma | 20         | 10
    short   | skin   | 2020-02-01  | plasmacytoma | 29.9       | 10
    """,
    """
    progressions
    patient | progressed_on | confirmed_on | criterion | reference_value | value
    at      | 2020-02-01    | 2020-02-01   | lesion    | 400             | 600
    """,
)
case(
    "the sum of products counts only for more than one plasmacytoma",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 20         | 10
    chest  | 2020-02-01  | plasmacytoma | 40         | 10
    """,
    """
    progressions
    (none)
    """,
)
case(
    "a longest diameter that rose by 50 percent is progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    at      | chest  | 2020-01-01  | plasmacytoma | 20         | 15
    at      | chest  | 2020-02-01  | plasmacytoma | 30         | 15
    short   | chest  | 2020-01-01  | plasmacytoma | 20         | 15
    short   | chest  | 2020-02-01  | plasmacytoma | 29.9       | 15
    """,
    """
    progressions
    patient | progressed_on | confirmed_on | criterion | reference_value | value
    at      | 2020-02-01    | 2020-02-01   | lesion    | 20              | 30
    """,
)
case(
    "a lesion must have been more than 10 mm in short axis for its diameter to count",
    """
    exposures
    patient | drug       | started_on
    above   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    above   | chest  | 2020-01-01  | plasmacytoma | 20         | 10.1
    above   | chest  | 2020-02-01  | plasmacytoma | 30         | 10
    at      | chest  | 2020-01-01  | plasmacytoma | 20         | 10
    at      | chest  | 2020-02-01  | plasmacytoma | 30         | 10
    """,
    """
    progressions
    patient | progressed_on | confirmed_on | criterion | reference_value | value
    above   | 2020-02-01    | 2020-02-01   | lesion    | 20              | 30
    """,
)
case(
    "a diameter is measured from its shortest, not from the start",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 40         | 20
    chest  | 2020-02-01  | plasmacytoma | 20         | 15
    chest  | 2020-03-01  | plasmacytoma | 30         | 15
    """,
    """
    progressions
    progressed_on | criterion | reference_value | value
    2020-03-01    | lesion    | 20              | 30
    """,
)
case(
    "a sum of products is measured from its lowest",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 20         | 10
    chest  | 2020-02-01  | plasmacytoma | 10         | 10
    chest  | 2020-03-01  | plasmacytoma | 15         | 10
    skin   | 2020-01-01  | plasmacytoma | 20         | 10
    skin   | 2020-02-01  | plasmacytoma | 10         | 10
    skin   | 2020-03-01  | plasmacytoma | 15         | 10
    """,
    """
    progressions
    progressed_on | criterion | reference_value | value
    2020-03-01    | lesion    | 200             | 300
    """,
)
case(
    "a sum of fewer plasmacytomas than at the start is no low from which to measure",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 20         | 10
    chest  | 2020-02-01  | plasmacytoma | 20         | 10
    chest  | 2020-03-01  | plasmacytoma | 20         | 10
    skin   | 2020-01-01  | plasmacytoma | 20         | 10
    skin   | 2020-03-01  | plasmacytoma | 20         | 10
    """,
    """
    progressions
    (none)
    """,
)
case(
    "a new lesion is progression",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm | is_new
    chest  | 2020-01-01  | plasmacytoma | 20         | 10               |
    chest  | 2020-02-01  | plasmacytoma | 20         | 10               |
    skin   | 2020-02-01  | plasmacytoma | 5          | 5                | true
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion | because
    2020-02-01    | 2020-02-01   | lesion    | imwg-response-2016#lesion_spd_rise_percent; lesions:skin/2020-02-01
    """,
)
case(
    "a lesion that is new at the start of the line is no progression of it",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm | is_new
    chest  | 2020-01-01  | plasmacytoma | 20         | 10               | true
    """,
    """
    progressions
    (none)
    """,
)
case(
    "a lesion not said to be new is not new",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-02-01  | plasmacytoma | 20         | 10
    """,
    """
    progressions
    (none)
    """,
)
case(
    "a lesion without its former measurement cannot have grown",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2019-06-01  | plasmacytoma | 10         | 12
    chest  | 2020-02-01  | plasmacytoma | 40         | 30
    """,
    """
    progressions
    (none)
    """,
)
case(
    "a former measurement 90 days before the start counts, 91 days before not",
    """
    exposures
    patient | drug       | started_on
    early   | bortezomib | 2020-01-01
    within  | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | kind         | longest_mm | perpendicular_mm
    early   | chest  | 2019-10-02  | plasmacytoma | 20         | 15
    early   | chest  | 2020-02-01  | plasmacytoma | 40         | 15
    within  | chest  | 2019-10-03  | plasmacytoma | 20         | 15
    within  | chest  | 2020-02-01  | plasmacytoma | 40         | 15
    """,
    """
    progressions
    patient | progressed_on
    within  | 2020-02-01
    """,
)
case(
    "a new bone lesion and a progression reported from imaging are progression",
    """
    exposures
    patient | drug       | started_on
    bone    | bortezomib | 2020-01-01
    imaging | bortezomib | 2020-01-01
    none    | bortezomib | 2020-01-01
    findings
    patient | kind                 | found_on   | value
    bone    | new_bone_lesion      | 2020-02-01 | present
    imaging | reported_progression | 2020-02-01 | imaging
    none    | new_bone_lesion      | 2020-02-01 | absent
    """,
    """
    progressions
    patient | progressed_on | confirmed_on | criterion
    bone    | 2020-02-01    | 2020-02-01   | lesion
    imaging | 2020-02-01    | 2020-02-01   | lesion
    """,
)
case(
    "a lesion without a diameter has not grown",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    lesions
    lesion | measured_on | kind         | longest_mm | perpendicular_mm
    chest  | 2020-01-01  | plasmacytoma | 20         | 15
    chest  | 2020-02-01  | plasmacytoma |            | 15
    """,
    """
    progressions
    (none)
    """,
)
case(
    "progression on imaging is an assessment of the line",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    findings
    kind            | found_on   | value
    new_bone_lesion | 2020-03-01 | present
    """,
    """
    responses
    assessed_on | response | confirmed
    2020-02-01  | PR       | false
    2020-03-01  | PD       | true
    """,
)
