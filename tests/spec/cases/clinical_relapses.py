"""Signs of clinical relapse (Kumar 2016): not progression, and a clinician decides what caused them."""

from tests.spec.drawn import case

case(
    "calcium above 2.745 mmol/L is a sign of relapse, 2.745 is not",
    """
    exposures
    patient | drug       | started_on
    above   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte | measured_on | value
    above   | calcium | 2020-02-01  | 2.746
    at      | calcium | 2020-02-01  | 2.745
    """,
    """
    clinical_relapses
    patient | line | relapsed_on | criterion | reference_value | value
    above   | 1    | 2020-02-01  | calcium   |                 | 2.746
    progressions
    (none)
    """,
)
case(
    "haemoglobin lower by 20 g/L than at the start is a sign of relapse, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte     | measured_on | value
    at      | haemoglobin | 2020-01-01  | 120
    at      | haemoglobin | 2020-02-01  | 100
    short   | haemoglobin | 2020-01-01  | 120
    short   | haemoglobin | 2020-02-01  | 100.1
    """,
    """
    clinical_relapses
    patient | line | relapsed_on | criterion   | reference_value | value
    at      | 1    | 2020-02-01  | haemoglobin | 120             | 100
    progressions
    (none)
    """,
)
case(
    "creatinine higher by 176.8 umol/L than at the start is a sign of relapse, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    at      | creatinine | 2020-01-01  | 80
    at      | creatinine | 2020-02-01  | 256.8
    short   | creatinine | 2020-01-01  | 80
    short   | creatinine | 2020-02-01  | 256.7
    """,
    """
    clinical_relapses
    patient | line | relapsed_on | criterion  | reference_value | value
    at      | 1    | 2020-02-01  | creatinine | 80              | 256.8
    progressions
    (none)
    """,
)
case(
    "a new bone lesion is a sign of relapse, and progression by imaging besides",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    q       | bortezomib | 2020-01-01
    findings
    patient | kind            | found_on   | value
    p       | new_bone_lesion | 2020-02-01 | present
    q       | new_bone_lesion | 2020-02-01 | absent
    """,
    """
    clinical_relapses
    patient | line | relapsed_on | criterion       | reference_value | value
    p       | 1    | 2020-02-01  | new_bone_lesion |                 |
    progressions
    patient | progressed_on | confirmed_on | criterion
    p       | 2020-02-01    | 2020-02-01   | lesion
    """,
)
case(
    "without a value at the start of the line neither a fall nor a rise can be told",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    measurements
    patient | analyte     | measured_on | value
    p       | haemoglobin | 2019-06-01  | 140
    p       | haemoglobin | 2020-02-01  | 80
    p       | creatinine  | 2019-06-01  | 80
    p       | creatinine  | 2020-02-01  | 400
    """,
    """
    clinical_relapses
    (none)
    """,
)
case(
    "the first day of each sign in a line is told",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte     | measured_on | value
    calcium     | 2020-02-01  | 2.9
    calcium     | 2020-03-01  | 3
    haemoglobin | 2020-01-01  | 120
    haemoglobin | 2020-02-01  | 110
    haemoglobin | 2020-03-01  | 90
    haemoglobin | 2020-04-01  | 80
    """,
    """
    clinical_relapses
    relapsed_on | criterion   | value
    2020-02-01  | calcium     | 2.9
    2020-03-01  | haemoglobin | 90
    """,
)
case(
    "a missing haemoglobin is not a fall to zero",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte     | measured_on | value
    haemoglobin | 2020-01-01  | 120
    haemoglobin | 2020-02-01  |
    """,
    """
    clinical_relapses
    (none)
    """,
)
case(
    "each line has its own start from which a fall is measured",
    """
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2020-01-01 | 2020-03-01
    pomalidomide | 2020-04-01 |
    measurements
    analyte     | measured_on | value
    haemoglobin | 2020-01-01  | 140
    haemoglobin | 2020-04-01  | 125
    haemoglobin | 2020-05-01  | 118
    """,
    """
    clinical_relapses
    (none)
    """,
)
