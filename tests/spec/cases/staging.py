"""Stages at diagnosis: ISS 2005, R-ISS 2015, R2-ISS 2022 and Durie-Salmon 1975."""

from tests.spec.drawn import case

case(
    "ISS I needs beta-2 microglobulin below 3.5 mg/L",
    """
    patients
    patient | diagnosed_on
    at      | 2020-01-01
    below   | 2020-01-01
    measurements
    patient | analyte             | measured_on | value
    at      | beta2_microglobulin | 2020-01-01  | 3.5
    at      | albumin             | 2020-01-01  | 35
    below   | beta2_microglobulin | 2020-01-01  | 3.4
    below   | albumin             | 2020-01-01  | 35
    """,
    """
    staging
    patient | system | stage
    at      | iss    | II
    at      | r_iss  | II
    below   | iss    | I
    """,
)
case(
    "ISS I needs albumin of 35 g/L",
    """
    patients
    patient | diagnosed_on
    at      | 2020-01-01
    below   | 2020-01-01
    measurements
    patient | analyte             | measured_on | value
    at      | beta2_microglobulin | 2020-01-01  | 3.4
    at      | albumin             | 2020-01-01  | 35
    below   | beta2_microglobulin | 2020-01-01  | 3.4
    below   | albumin             | 2020-01-01  | 34.9
    """,
    """
    staging
    patient | system | stage
    at      | iss    | I
    below   | iss    | II
    below   | r_iss  | II
    """,
)
case(
    "ISS III begins at beta-2 microglobulin of 5.5 mg/L",
    """
    patients
    patient | diagnosed_on
    at      | 2020-01-01
    below   | 2020-01-01
    measurements
    patient | analyte             | measured_on | value
    at      | beta2_microglobulin | 2020-01-01  | 5.5
    at      | albumin             | 2020-01-01  | 40
    below   | beta2_microglobulin | 2020-01-01  | 5.4
    below   | albumin             | 2020-01-01  | 40
    """,
    """
    staging
    patient | system | stage
    at      | iss    | III
    below   | iss    | II
    below   | r_iss  | II
    """,
)
case(
    "a missing albumin leaves ISS II and III as they are, but ISS I untold",
    """
    patients
    patient | diagnosed_on
    one     | 2020-01-01
    three   | 2020-01-01
    two     | 2020-01-01
    measurements
    patient | analyte             | measured_on | value
    one     | beta2_microglobulin | 2020-01-01  | 3
    three   | beta2_microglobulin | 2020-01-01  | 6
    two     | beta2_microglobulin | 2020-01-01  | 4
    two     | albumin             | 2020-01-01  |
    """,
    """
    staging
    patient | system | stage
    three   | iss    | III
    two     | iss    | II
    two     | r_iss  | II
    """,
)
case(
    "a missing beta-2 microglobulin leaves ISS untold",
    """
    patients
    patient | diagnosed_on
    high    | 2020-01-01
    low     | 2020-01-01
    measurements
    patient | analyte             | measured_on | value
    high    | albumin             | 2020-01-01  | 40
    low     | albumin             | 2020-01-01  | 30
    low     | beta2_microglobulin | 2020-01-01  |
    """,
    """
    staging
    (none)
    """,
)
case(
    "a reported stage stands in where none can be derived, and says so",
    """
    patients
    diagnosed_on
    2020-01-01
    measurements
    analyte | measured_on | value
    albumin | 2020-01-01  | 30
    findings
    kind         | found_on   | value
    reported_iss | 2020-01-01 | III
    """,
    """
    staging
    system | assessed_on | stage | because
    iss    | 2020-01-01  | III   | iss-2005#window_days; findings:reported_iss/2020-01-01; reported, not derived
    """,
)
case(
    "a derived stage stands before a reported one",
    """
    patients
    diagnosed_on
    2020-01-01
    measurements
    analyte             | measured_on | value
    beta2_microglobulin | 2020-01-01  | 6
    albumin             | 2020-01-01  | 30
    findings
    kind         | found_on   | value
    reported_iss | 2020-01-01 | I
    """,
    """
    staging
    system | stage
    iss    | III
    """,
)
case(
    "a stage says the fact and the values that decided it",
    """
    patients
    diagnosed_on
    2020-01-01
    measurements
    analyte             | measured_on | value
    beta2_microglobulin | 2020-01-01  | 3.4
    albumin             | 2020-01-01  | 35
    """,
    """
    staging
    system | assessed_on | stage | because
    iss    | 2020-01-01  | I     | iss-2005#conditions; measurements:albumin/2020-01-01; measurements:beta2_microglobulin/2020-01-01
    """,
)
case(
    "the value nearest to the diagnosis stages the disease",
    """
    patients
    diagnosed_on
    2020-01-01
    measurements
    analyte             | measured_on | value
    beta2_microglobulin | 2019-12-01  | 6
    beta2_microglobulin | 2019-12-30  | 3
    beta2_microglobulin | 2020-01-10  | 6
    albumin             | 2020-01-01  | 40
    """,
    """
    staging
    system | stage | assessed_on
    iss    | I     | 2020-01-01
    """,
)
case(
    "R-ISS I is ISS I with normal LDH and none of three changes, and any one of them makes it II",
    """
    patients
    patient | diagnosed_on
    del     | 2020-01-01
    early   | 2020-01-01
    late    | 2020-01-01
    ldh     | 2020-01-01
    none    | 2020-01-01
    two     | 2020-01-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    del     | beta2_microglobulin | 2020-01-01  | 3     |
    del     | albumin             | 2020-01-01  | 40    |
    del     | ldh                 | 2020-01-01  | 200   | 250
    early   | beta2_microglobulin | 2020-01-01  | 3     |
    early   | albumin             | 2020-01-01  | 40    |
    early   | ldh                 | 2020-01-01  | 200   | 250
    late    | beta2_microglobulin | 2020-01-01  | 3     |
    late    | albumin             | 2020-01-01  | 40    |
    late    | ldh                 | 2020-01-01  | 200   | 250
    ldh     | beta2_microglobulin | 2020-01-01  | 3     |
    ldh     | albumin             | 2020-01-01  | 40    |
    ldh     | ldh                 | 2020-01-01  | 251   | 250
    none    | beta2_microglobulin | 2020-01-01  | 3     |
    none    | albumin             | 2020-01-01  | 40    |
    none    | ldh                 | 2020-01-01  | 200   | 250
    two     | beta2_microglobulin | 2020-01-01  | 4     |
    two     | albumin             | 2020-01-01  | 40    |
    two     | ldh                 | 2020-01-01  | 200   | 250
    findings
    patient | kind    | found_on   | value
    del     | del_17p | 2020-01-01 | present
    del     | t_4_14  | 2020-01-01 | absent
    del     | t_14_16 | 2020-01-01 | absent
    del     | gain_1q | 2020-01-01 | absent
    early   | del_17p | 2020-01-01 | absent
    early   | t_4_14  | 2020-01-01 | present
    early   | t_14_16 | 2020-01-01 | absent
    early   | gain_1q | 2020-01-01 | absent
    late    | del_17p | 2020-01-01 | absent
    late    | t_4_14  | 2020-01-01 | absent
    late    | t_14_16 | 2020-01-01 | present
    late    | gain_1q | 2020-01-01 | absent
    ldh     | del_17p | 2020-01-01 | absent
    ldh     | t_4_14  | 2020-01-01 | absent
    ldh     | t_14_16 | 2020-01-01 | absent
    ldh     | gain_1q | 2020-01-01 | absent
    none    | del_17p | 2020-01-01 | absent
    none    | t_4_14  | 2020-01-01 | absent
    none    | t_14_16 | 2020-01-01 | absent
    none    | gain_1q | 2020-01-01 | absent
    two     | del_17p | 2020-01-01 | absent
    two     | t_4_14  | 2020-01-01 | absent
    two     | t_14_16 | 2020-01-01 | absent
    two     | gain_1q | 2020-01-01 | absent
    """,
    """
    staging
    patient | system | stage
    del     | iss    | I
    del     | r2_iss | II
    del     | r_iss  | II
    early   | iss    | I
    early   | r2_iss | II
    early   | r_iss  | II
    late    | iss    | I
    late    | r2_iss | I
    late    | r_iss  | II
    ldh     | iss    | I
    ldh     | r2_iss | II
    ldh     | r_iss  | II
    none    | iss    | I
    none    | r2_iss | I
    none    | r_iss  | I
    two     | iss    | II
    two     | r2_iss | II
    two     | r_iss  | II
    """,
)
case(
    "R-ISS III is ISS III with high LDH or any of three changes, and none of them makes it II",
    """
    patients
    patient | diagnosed_on
    del     | 2020-01-01
    early   | 2020-01-01
    late    | 2020-01-01
    ldh     | 2020-01-01
    none    | 2020-01-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    del     | beta2_microglobulin | 2020-01-01  | 6     |
    del     | albumin             | 2020-01-01  | 40    |
    del     | ldh                 | 2020-01-01  | 200   | 250
    early   | beta2_microglobulin | 2020-01-01  | 6     |
    early   | albumin             | 2020-01-01  | 40    |
    early   | ldh                 | 2020-01-01  | 200   | 250
    late    | beta2_microglobulin | 2020-01-01  | 6     |
    late    | albumin             | 2020-01-01  | 40    |
    late    | ldh                 | 2020-01-01  | 200   | 250
    ldh     | beta2_microglobulin | 2020-01-01  | 6     |
    ldh     | albumin             | 2020-01-01  | 40    |
    ldh     | ldh                 | 2020-01-01  | 251   | 250
    none    | beta2_microglobulin | 2020-01-01  | 6     |
    none    | albumin             | 2020-01-01  | 40    |
    none    | ldh                 | 2020-01-01  | 200   | 250
    findings
    patient | kind    | found_on   | value
    del     | del_17p | 2020-01-01 | present
    del     | t_4_14  | 2020-01-01 | absent
    del     | t_14_16 | 2020-01-01 | absent
    del     | gain_1q | 2020-01-01 | absent
    early   | del_17p | 2020-01-01 | absent
    early   | t_4_14  | 2020-01-01 | present
    early   | t_14_16 | 2020-01-01 | absent
    early   | gain_1q | 2020-01-01 | absent
    late    | del_17p | 2020-01-01 | absent
    late    | t_4_14  | 2020-01-01 | absent
    late    | t_14_16 | 2020-01-01 | present
    late    | gain_1q | 2020-01-01 | absent
    ldh     | del_17p | 2020-01-01 | absent
    ldh     | t_4_14  | 2020-01-01 | absent
    ldh     | t_14_16 | 2020-01-01 | absent
    ldh     | gain_1q | 2020-01-01 | absent
    none    | del_17p | 2020-01-01 | absent
    none    | t_4_14  | 2020-01-01 | absent
    none    | t_14_16 | 2020-01-01 | absent
    none    | gain_1q | 2020-01-01 | absent
    """,
    """
    staging
    patient | system | stage
    del     | iss    | III
    del     | r2_iss | III
    del     | r_iss  | III
    early   | iss    | III
    early   | r2_iss | III
    early   | r_iss  | III
    late    | iss    | III
    late    | r2_iss | III
    late    | r_iss  | III
    ldh     | iss    | III
    ldh     | r2_iss | III
    ldh     | r_iss  | III
    none    | iss    | III
    none    | r2_iss | III
    none    | r_iss  | II
    """,
)
case(
    "LDH is high above the laboratory's own limit, at it it is normal",
    """
    patients
    patient | diagnosed_on
    above   | 2020-01-01
    at      | 2020-01-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    above   | beta2_microglobulin | 2020-01-01  | 3     |
    above   | albumin             | 2020-01-01  | 40    |
    above   | ldh                 | 2020-01-01  | 250.1 | 250
    at      | beta2_microglobulin | 2020-01-01  | 3     |
    at      | albumin             | 2020-01-01  | 40    |
    at      | ldh                 | 2020-01-01  | 250   | 250
    findings
    patient | kind    | found_on   | value
    above   | del_17p | 2020-01-01 | absent
    above   | t_4_14  | 2020-01-01 | absent
    above   | t_14_16 | 2020-01-01 | absent
    above   | gain_1q | 2020-01-01 | absent
    at      | del_17p | 2020-01-01 | absent
    at      | t_4_14  | 2020-01-01 | absent
    at      | t_14_16 | 2020-01-01 | absent
    at      | gain_1q | 2020-01-01 | absent
    """,
    """
    staging
    patient | system | stage
    above   | iss    | I
    above   | r2_iss | II
    above   | r_iss  | II
    at      | iss    | I
    at      | r2_iss | I
    at      | r_iss  | I
    """,
)
case(
    "LDH without the laboratory's limit is no item of a stage",
    """
    patients
    diagnosed_on
    2020-01-01
    measurements
    analyte             | measured_on | value
    beta2_microglobulin | 2020-01-01  | 3
    albumin             | 2020-01-01  | 40
    ldh                 | 2020-01-01  | 200
    findings
    kind    | found_on   | value
    del_17p | 2020-01-01 | absent
    t_4_14  | 2020-01-01 | absent
    t_14_16 | 2020-01-01 | absent
    gain_1q | 2020-01-01 | absent
    """,
    """
    staging
    system | stage
    iss    | I
    """,
)
case(
    "a missing change leaves R-ISS untold, unless it cannot change the stage",
    """
    patients
    patient | diagnosed_on
    high    | 2020-01-01
    one     | 2020-01-01
    three   | 2020-01-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    high    | beta2_microglobulin | 2020-01-01  | 6     |
    high    | albumin             | 2020-01-01  | 40    |
    high    | ldh                 | 2020-01-01  | 251   | 250
    one     | beta2_microglobulin | 2020-01-01  | 3     |
    one     | albumin             | 2020-01-01  | 40    |
    one     | ldh                 | 2020-01-01  | 200   | 250
    three   | beta2_microglobulin | 2020-01-01  | 6     |
    three   | albumin             | 2020-01-01  | 40    |
    three   | ldh                 | 2020-01-01  | 200   | 250
    findings
    patient | kind    | found_on   | value
    high    | del_17p | 2020-01-01 | absent
    high    | t_14_16 | 2020-01-01 | absent
    high    | gain_1q | 2020-01-01 | absent
    one     | del_17p | 2020-01-01 | absent
    one     | t_14_16 | 2020-01-01 | absent
    one     | gain_1q | 2020-01-01 | absent
    three   | del_17p | 2020-01-01 | absent
    three   | t_14_16 | 2020-01-01 | absent
    three   | gain_1q | 2020-01-01 | absent
    """,
    """
    staging
    patient | system | stage
    high    | iss    | III
    high    | r_iss  | III
    one     | iss    | I
    three   | iss    | III
    """,
)
case(
    "R-ISS builds on a reported ISS too",
    """
    patients
    diagnosed_on
    2020-01-01
    findings
    kind         | found_on   | value
    reported_iss | 2020-01-01 | II
    """,
    """
    staging
    system | stage
    iss    | II
    r_iss  | II
    """,
)
case(
    "each sign alone gives its points of R2-ISS: gain of 1q a half, the others one",
    """
    patients
    patient | diagnosed_on
    del     | 2020-01-01
    gain    | 2020-01-01
    early   | 2020-01-01
    ldh     | 2020-01-01
    two     | 2020-01-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    del     | beta2_microglobulin | 2020-01-01  | 3     |
    del     | albumin             | 2020-01-01  | 40    |
    del     | ldh                 | 2020-01-01  | 200   | 250
    gain    | beta2_microglobulin | 2020-01-01  | 3     |
    gain    | albumin             | 2020-01-01  | 40    |
    gain    | ldh                 | 2020-01-01  | 200   | 250
    early   | beta2_microglobulin | 2020-01-01  | 3     |
    early   | albumin             | 2020-01-01  | 40    |
    early   | ldh                 | 2020-01-01  | 200   | 250
    ldh     | beta2_microglobulin | 2020-01-01  | 3     |
    ldh     | albumin             | 2020-01-01  | 40    |
    ldh     | ldh                 | 2020-01-01  | 300   | 250
    two     | beta2_microglobulin | 2020-01-01  | 4     |
    two     | albumin             | 2020-01-01  | 40    |
    two     | ldh                 | 2020-01-01  | 200   | 250
    findings
    patient | kind    | found_on   | value
    del     | del_17p | 2020-01-01 | present
    del     | t_4_14  | 2020-01-01 | absent
    del     | t_14_16 | 2020-01-01 | absent
    del     | gain_1q | 2020-01-01 | absent
    gain    | del_17p | 2020-01-01 | absent
    gain    | t_4_14  | 2020-01-01 | absent
    gain    | t_14_16 | 2020-01-01 | absent
    gain    | gain_1q | 2020-01-01 | present
    early   | del_17p | 2020-01-01 | absent
    early   | t_4_14  | 2020-01-01 | present
    early   | t_14_16 | 2020-01-01 | absent
    early   | gain_1q | 2020-01-01 | absent
    ldh     | del_17p | 2020-01-01 | absent
    ldh     | t_4_14  | 2020-01-01 | absent
    ldh     | t_14_16 | 2020-01-01 | absent
    ldh     | gain_1q | 2020-01-01 | absent
    two     | del_17p | 2020-01-01 | absent
    two     | t_4_14  | 2020-01-01 | absent
    two     | t_14_16 | 2020-01-01 | absent
    two     | gain_1q | 2020-01-01 | absent
    """,
    """
    staging
    patient | system | stage
    del     | iss    | I
    del     | r2_iss | II
    del     | r_iss  | II
    early   | iss    | I
    early   | r2_iss | II
    early   | r_iss  | II
    gain    | iss    | I
    gain    | r2_iss | II
    gain    | r_iss  | I
    ldh     | iss    | I
    ldh     | r2_iss | II
    ldh     | r_iss  | II
    two     | iss    | II
    two     | r2_iss | II
    two     | r_iss  | II
    """,
)
case(
    "R2-ISS III begins at one point and a half",
    """
    patients
    patient | diagnosed_on
    del     | 2020-01-01
    early   | 2020-01-01
    ldh     | 2020-01-01
    three   | 2020-01-01
    two     | 2020-01-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    del     | beta2_microglobulin | 2020-01-01  | 3     |
    del     | albumin             | 2020-01-01  | 40    |
    del     | ldh                 | 2020-01-01  | 200   | 250
    early   | beta2_microglobulin | 2020-01-01  | 3     |
    early   | albumin             | 2020-01-01  | 40    |
    early   | ldh                 | 2020-01-01  | 200   | 250
    ldh     | beta2_microglobulin | 2020-01-01  | 3     |
    ldh     | albumin             | 2020-01-01  | 40    |
    ldh     | ldh                 | 2020-01-01  | 300   | 250
    three   | beta2_microglobulin | 2020-01-01  | 6     |
    three   | albumin             | 2020-01-01  | 40    |
    three   | ldh                 | 2020-01-01  | 200   | 250
    two     | beta2_microglobulin | 2020-01-01  | 4     |
    two     | albumin             | 2020-01-01  | 40    |
    two     | ldh                 | 2020-01-01  | 200   | 250
    findings
    patient | kind    | found_on   | value
    del     | del_17p | 2020-01-01 | present
    del     | t_4_14  | 2020-01-01 | absent
    del     | t_14_16 | 2020-01-01 | absent
    del     | gain_1q | 2020-01-01 | present
    early   | del_17p | 2020-01-01 | absent
    early   | t_4_14  | 2020-01-01 | present
    early   | t_14_16 | 2020-01-01 | absent
    early   | gain_1q | 2020-01-01 | present
    ldh     | del_17p | 2020-01-01 | absent
    ldh     | t_4_14  | 2020-01-01 | absent
    ldh     | t_14_16 | 2020-01-01 | absent
    ldh     | gain_1q | 2020-01-01 | present
    three   | del_17p | 2020-01-01 | absent
    three   | t_4_14  | 2020-01-01 | absent
    three   | t_14_16 | 2020-01-01 | absent
    three   | gain_1q | 2020-01-01 | absent
    two     | del_17p | 2020-01-01 | absent
    two     | t_4_14  | 2020-01-01 | absent
    two     | t_14_16 | 2020-01-01 | absent
    two     | gain_1q | 2020-01-01 | present
    """,
    """
    staging
    patient | system | stage
    del     | iss    | I
    del     | r2_iss | III
    del     | r_iss  | II
    early   | iss    | I
    early   | r2_iss | III
    early   | r_iss  | II
    ldh     | iss    | I
    ldh     | r2_iss | III
    ldh     | r_iss  | II
    three   | iss    | III
    three   | r2_iss | III
    three   | r_iss  | II
    two     | iss    | II
    two     | r2_iss | III
    two     | r_iss  | II
    """,
)
case(
    "R2-ISS IV begins at three points",
    """
    patients
    patient | diagnosed_on
    below   | 2020-01-01
    at      | 2020-01-01
    early   | 2020-01-01
    ldh     | 2020-01-01
    under   | 2020-01-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    below   | beta2_microglobulin | 2020-01-01  | 6     |
    below   | albumin             | 2020-01-01  | 40    |
    below   | ldh                 | 2020-01-01  | 200   | 250
    at      | beta2_microglobulin | 2020-01-01  | 6     |
    at      | albumin             | 2020-01-01  | 40    |
    at      | ldh                 | 2020-01-01  | 200   | 250
    early   | beta2_microglobulin | 2020-01-01  | 4     |
    early   | albumin             | 2020-01-01  | 40    |
    early   | ldh                 | 2020-01-01  | 200   | 250
    ldh     | beta2_microglobulin | 2020-01-01  | 4     |
    ldh     | albumin             | 2020-01-01  | 40    |
    ldh     | ldh                 | 2020-01-01  | 300   | 250
    under   | beta2_microglobulin | 2020-01-01  | 4     |
    under   | albumin             | 2020-01-01  | 40    |
    under   | ldh                 | 2020-01-01  | 300   | 250
    findings
    patient | kind    | found_on   | value
    below   | del_17p | 2020-01-01 | present
    below   | t_4_14  | 2020-01-01 | absent
    below   | t_14_16 | 2020-01-01 | absent
    below   | gain_1q | 2020-01-01 | absent
    at      | del_17p | 2020-01-01 | present
    at      | t_4_14  | 2020-01-01 | absent
    at      | t_14_16 | 2020-01-01 | absent
    at      | gain_1q | 2020-01-01 | present
    early   | del_17p | 2020-01-01 | present
    early   | t_4_14  | 2020-01-01 | present
    early   | t_14_16 | 2020-01-01 | absent
    early   | gain_1q | 2020-01-01 | absent
    ldh     | del_17p | 2020-01-01 | absent
    ldh     | t_4_14  | 2020-01-01 | present
    ldh     | t_14_16 | 2020-01-01 | absent
    ldh     | gain_1q | 2020-01-01 | absent
    under   | del_17p | 2020-01-01 | absent
    under   | t_4_14  | 2020-01-01 | absent
    under   | t_14_16 | 2020-01-01 | absent
    under   | gain_1q | 2020-01-01 | present
    """,
    """
    staging
    patient | system | stage
    at      | iss    | III
    at      | r2_iss | IV
    at      | r_iss  | III
    below   | iss    | III
    below   | r2_iss | III
    below   | r_iss  | III
    early   | iss    | II
    early   | r2_iss | IV
    early   | r_iss  | II
    ldh     | iss    | II
    ldh     | r2_iss | IV
    ldh     | r_iss  | II
    under   | iss    | II
    under   | r2_iss | III
    under   | r_iss  | II
    """,
)
case(
    "a missing sign is not counted as no points: R2-ISS stays untold",
    """
    patients
    diagnosed_on
    2020-01-01
    measurements
    analyte             | measured_on | value | upper_normal
    beta2_microglobulin | 2020-01-01  | 3     |
    albumin             | 2020-01-01  | 40    |
    ldh                 | 2020-01-01  | 200   | 250
    findings
    kind    | found_on   | value
    del_17p | 2020-01-01 | absent
    t_4_14  | 2020-01-01 | absent
    t_14_16 | 2020-01-01 | absent
    """,
    """
    staging
    system | stage
    iss    | I
    r_iss  | I
    """,
)
case(
    "values and findings 90 days before diagnosis stage the disease, 91 days before not",
    """
    patients
    patient | diagnosed_on
    early   | 2020-06-01
    late    | 2020-06-01
    within  | 2020-06-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    early   | beta2_microglobulin | 2020-03-02  | 3     |
    early   | albumin             | 2020-03-02  | 40    |
    early   | ldh                 | 2020-03-02  | 200   | 250
    late    | beta2_microglobulin | 2020-06-01  | 3     |
    late    | albumin             | 2020-06-01  | 40    |
    late    | ldh                 | 2020-03-02  | 200   | 250
    within  | beta2_microglobulin | 2020-03-03  | 3     |
    within  | albumin             | 2020-03-03  | 40    |
    within  | ldh                 | 2020-03-03  | 200   | 250
    findings
    patient | kind    | found_on   | value
    early   | del_17p | 2020-03-02 | absent
    early   | t_4_14  | 2020-03-02 | absent
    early   | t_14_16 | 2020-03-02 | absent
    early   | gain_1q | 2020-03-02 | absent
    late    | del_17p | 2020-03-02 | absent
    late    | t_4_14  | 2020-03-02 | absent
    late    | t_14_16 | 2020-03-02 | absent
    late    | gain_1q | 2020-03-02 | absent
    within  | del_17p | 2020-03-03 | absent
    within  | t_4_14  | 2020-03-03 | absent
    within  | t_14_16 | 2020-03-03 | absent
    within  | gain_1q | 2020-03-03 | absent
    """,
    """
    staging
    patient | system | stage
    late    | iss    | I
    within  | iss    | I
    within  | r2_iss | I
    within  | r_iss  | I
    """,
)
case(
    "values and findings 90 days after diagnosis stage the disease, 91 days after not",
    """
    patients
    patient | diagnosed_on
    after   | 2020-06-01
    within  | 2020-06-01
    measurements
    patient | analyte             | measured_on | value | upper_normal
    after   | beta2_microglobulin | 2020-06-01  | 3     |
    after   | albumin             | 2020-06-01  | 40    |
    after   | ldh                 | 2020-08-31  | 200   | 250
    within  | beta2_microglobulin | 2020-08-30  | 3     |
    within  | albumin             | 2020-08-30  | 40    |
    within  | ldh                 | 2020-08-30  | 200   | 250
    findings
    patient | kind    | found_on   | value
    after   | del_17p | 2020-08-31 | absent
    after   | t_4_14  | 2020-08-31 | absent
    after   | t_14_16 | 2020-08-31 | absent
    after   | gain_1q | 2020-08-31 | absent
    within  | del_17p | 2020-08-30 | absent
    within  | t_4_14  | 2020-08-30 | absent
    within  | t_14_16 | 2020-08-30 | absent
    within  | gain_1q | 2020-08-30 | absent
    """,
    """
    staging
    patient | system | stage
    after   | iss    | I
    within  | iss    | I
    within  | r2_iss | I
    within  | r_iss  | I
    """,
)
case(
    "without a day of diagnosis the first line is the day from which to look",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-06-01
    measurements
    analyte             | measured_on | value
    beta2_microglobulin | 2020-05-20  | 6
    albumin             | 2020-05-20  | 30
    """,
    """
    staging
    system | stage
    iss    | III
    """,
)
case(
    "a value read after treatment began does not stage the disease",
    """
    patients
    diagnosed_on
    2020-06-01
    exposures
    drug       | started_on
    bortezomib | 2020-06-10
    measurements
    analyte             | measured_on | value
    beta2_microglobulin | 2020-06-11  | 6
    albumin             | 2020-06-01  | 30
    """,
    """
    staging
    (none)
    """,
)
case(
    "a value read on the day on which treatment began still stages the disease",
    """
    patients
    diagnosed_on
    2020-06-01
    exposures
    drug       | started_on
    bortezomib | 2020-06-10
    measurements
    analyte             | measured_on | value
    beta2_microglobulin | 2020-06-10  | 6
    albumin             | 2020-06-01  | 30
    """,
    """
    staging
    system | stage
    iss    | III
    """,
)
case(
    "neither a day of diagnosis nor a line leaves the disease unstaged",
    """
    measurements
    analyte             | measured_on | value
    beta2_microglobulin | 2020-06-11  | 6
    albumin             | 2020-06-01  | 30
    """,
    """
    staging
    (none)
    """,
)
case(
    "Durie-Salmon III begins below haemoglobin of 85 g/L, A at creatinine of 176.9 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    at      | 2020-01-01   | IgG
    below   | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    at      | haemoglobin     | 2020-01-01  | 85
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 176.9
    at      | serum_m_protein | 2020-01-01  | 30
    at      | urine_m_protein | 2020-01-01  | 100
    below   | haemoglobin     | 2020-01-01  | 84.9
    below   | calcium         | 2020-01-01  | 2.3
    below   | creatinine      | 2020-01-01  | 176.9
    below   | serum_m_protein | 2020-01-01  | 30
    below   | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    below   | lytic_bone_lesions     | 2020-01-01 | absent
    below   | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    at      | durie_salmon | IIA
    below   | durie_salmon | IIIA
    """,
)
case(
    "Durie-Salmon III begins above calcium of 3 mmol/L, A at creatinine of 176.9 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    above   | 2020-01-01   | IgG
    at      | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    above   | haemoglobin     | 2020-01-01  | 120
    above   | calcium         | 2020-01-01  | 3.1
    above   | creatinine      | 2020-01-01  | 176.9
    above   | serum_m_protein | 2020-01-01  | 30
    above   | urine_m_protein | 2020-01-01  | 100
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 3
    at      | creatinine      | 2020-01-01  | 176.9
    at      | serum_m_protein | 2020-01-01  | 30
    at      | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    above   | lytic_bone_lesions     | 2020-01-01 | absent
    above   | advanced_lytic_lesions | 2020-01-01 | absent
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    above   | durie_salmon | IIIA
    at      | durie_salmon | IA
    """,
)
case(
    "Durie-Salmon III begins with advanced lytic lesions, A at creatinine of 176.9 umol/L",
    """
    patients
    patient  | diagnosed_on | heavy_chain
    advanced | 2020-01-01   | IgG
    few      | 2020-01-01   | IgG
    measurements
    patient  | analyte         | measured_on | value
    advanced | haemoglobin     | 2020-01-01  | 120
    advanced | calcium         | 2020-01-01  | 2.3
    advanced | creatinine      | 2020-01-01  | 176.9
    advanced | serum_m_protein | 2020-01-01  | 30
    advanced | urine_m_protein | 2020-01-01  | 100
    few      | haemoglobin     | 2020-01-01  | 120
    few      | calcium         | 2020-01-01  | 2.3
    few      | creatinine      | 2020-01-01  | 176.9
    few      | serum_m_protein | 2020-01-01  | 30
    few      | urine_m_protein | 2020-01-01  | 100
    findings
    patient  | kind                   | found_on   | value
    advanced | lytic_bone_lesions     | 2020-01-01 | present
    advanced | advanced_lytic_lesions | 2020-01-01 | present
    few      | lytic_bone_lesions     | 2020-01-01 | present
    few      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient  | system       | stage
    advanced | durie_salmon | IIIA
    few      | durie_salmon | IIA
    """,
)
case(
    "Durie-Salmon III begins above IgG of 70 g/L, A at creatinine of 176.9 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    above   | 2020-01-01   | IgG
    at      | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    above   | haemoglobin     | 2020-01-01  | 120
    above   | calcium         | 2020-01-01  | 2.3
    above   | creatinine      | 2020-01-01  | 176.9
    above   | serum_m_protein | 2020-01-01  | 71
    above   | urine_m_protein | 2020-01-01  | 100
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 176.9
    at      | serum_m_protein | 2020-01-01  | 70
    at      | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    above   | lytic_bone_lesions     | 2020-01-01 | absent
    above   | advanced_lytic_lesions | 2020-01-01 | absent
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    above   | durie_salmon | IIIA
    at      | durie_salmon | IIA
    """,
)
case(
    "Durie-Salmon III begins above IgA of 50 g/L, A at creatinine of 176.9 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    above   | 2020-01-01   | IgA
    at      | 2020-01-01   | IgA
    measurements
    patient | analyte         | measured_on | value
    above   | haemoglobin     | 2020-01-01  | 120
    above   | calcium         | 2020-01-01  | 2.3
    above   | creatinine      | 2020-01-01  | 176.9
    above   | serum_m_protein | 2020-01-01  | 51
    above   | urine_m_protein | 2020-01-01  | 100
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 176.9
    at      | serum_m_protein | 2020-01-01  | 50
    at      | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    above   | lytic_bone_lesions     | 2020-01-01 | absent
    above   | advanced_lytic_lesions | 2020-01-01 | absent
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    above   | durie_salmon | IIIA
    at      | durie_salmon | IIA
    """,
)
case(
    "Durie-Salmon III begins above urine M-protein of 12 g/24 h, A at creatinine of 176.9 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    above   | 2020-01-01   | IgG
    at      | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    above   | haemoglobin     | 2020-01-01  | 120
    above   | calcium         | 2020-01-01  | 2.3
    above   | creatinine      | 2020-01-01  | 176.9
    above   | serum_m_protein | 2020-01-01  | 30
    above   | urine_m_protein | 2020-01-01  | 12001
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 176.9
    at      | serum_m_protein | 2020-01-01  | 30
    at      | urine_m_protein | 2020-01-01  | 12000
    findings
    patient | kind                   | found_on   | value
    above   | lytic_bone_lesions     | 2020-01-01 | absent
    above   | advanced_lytic_lesions | 2020-01-01 | absent
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    above   | durie_salmon | IIIA
    at      | durie_salmon | IIA
    """,
)
case(
    "Durie-Salmon I needs haemoglobin above 100 g/L, A at creatinine of 176.9 umol/L",
    """
    patients
    patient  | diagnosed_on | heavy_chain
    above    | 2020-01-01   | IgG
    at       | 2020-01-01   | IgG
    alpha    | 2020-01-01   | IgA
    alpha_at | 2020-01-01   | IgA
    measurements
    patient  | analyte         | measured_on | value
    above    | haemoglobin     | 2020-01-01  | 101
    above    | calcium         | 2020-01-01  | 2.3
    above    | creatinine      | 2020-01-01  | 176.9
    above    | serum_m_protein | 2020-01-01  | 30
    above    | urine_m_protein | 2020-01-01  | 100
    at       | haemoglobin     | 2020-01-01  | 100
    at       | calcium         | 2020-01-01  | 2.3
    at       | creatinine      | 2020-01-01  | 176.9
    at       | serum_m_protein | 2020-01-01  | 30
    at       | urine_m_protein | 2020-01-01  | 100
    alpha    | haemoglobin     | 2020-01-01  | 101
    alpha    | calcium         | 2020-01-01  | 2.3
    alpha    | creatinine      | 2020-01-01  | 176.9
    alpha    | serum_m_protein | 2020-01-01  | 20
    alpha    | urine_m_protein | 2020-01-01  | 100
    alpha_at | haemoglobin     | 2020-01-01  | 100
    alpha_at | calcium         | 2020-01-01  | 2.3
    alpha_at | creatinine      | 2020-01-01  | 176.9
    alpha_at | serum_m_protein | 2020-01-01  | 20
    alpha_at | urine_m_protein | 2020-01-01  | 100
    findings
    patient  | kind                   | found_on   | value
    above    | lytic_bone_lesions     | 2020-01-01 | absent
    above    | advanced_lytic_lesions | 2020-01-01 | absent
    at       | lytic_bone_lesions     | 2020-01-01 | absent
    at       | advanced_lytic_lesions | 2020-01-01 | absent
    alpha    | lytic_bone_lesions     | 2020-01-01 | absent
    alpha    | advanced_lytic_lesions | 2020-01-01 | absent
    alpha_at | lytic_bone_lesions     | 2020-01-01 | absent
    alpha_at | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient  | system       | stage
    above    | durie_salmon | IA
    alpha    | durie_salmon | IA
    alpha_at | durie_salmon | IIA
    at       | durie_salmon | IIA
    """,
)
case(
    "Durie-Salmon I needs IgG below 50 g/L, A at creatinine of 176.9 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    at      | 2020-01-01   | IgG
    below   | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 176.9
    at      | serum_m_protein | 2020-01-01  | 50
    at      | urine_m_protein | 2020-01-01  | 100
    below   | haemoglobin     | 2020-01-01  | 120
    below   | calcium         | 2020-01-01  | 2.3
    below   | creatinine      | 2020-01-01  | 176.9
    below   | serum_m_protein | 2020-01-01  | 49
    below   | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    below   | lytic_bone_lesions     | 2020-01-01 | absent
    below   | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    at      | durie_salmon | IIA
    below   | durie_salmon | IA
    """,
)
case(
    "Durie-Salmon I needs IgA below 30 g/L, A at creatinine of 176.9 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    at      | 2020-01-01   | IgA
    below   | 2020-01-01   | IgA
    measurements
    patient | analyte         | measured_on | value
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 176.9
    at      | serum_m_protein | 2020-01-01  | 30
    at      | urine_m_protein | 2020-01-01  | 100
    below   | haemoglobin     | 2020-01-01  | 120
    below   | calcium         | 2020-01-01  | 2.3
    below   | creatinine      | 2020-01-01  | 176.9
    below   | serum_m_protein | 2020-01-01  | 29
    below   | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    below   | lytic_bone_lesions     | 2020-01-01 | absent
    below   | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    at      | durie_salmon | IIA
    below   | durie_salmon | IA
    """,
)
case(
    "Durie-Salmon I needs urine M-protein below 4 g/24 h, A at creatinine of 176.9 umol/L",
    """
    patients
    patient  | diagnosed_on | heavy_chain
    at       | 2020-01-01   | IgG
    below    | 2020-01-01   | IgG
    alpha    | 2020-01-01   | IgA
    alpha_at | 2020-01-01   | IgA
    measurements
    patient  | analyte         | measured_on | value
    at       | haemoglobin     | 2020-01-01  | 120
    at       | calcium         | 2020-01-01  | 2.3
    at       | creatinine      | 2020-01-01  | 176.9
    at       | serum_m_protein | 2020-01-01  | 30
    at       | urine_m_protein | 2020-01-01  | 4000
    below    | haemoglobin     | 2020-01-01  | 120
    below    | calcium         | 2020-01-01  | 2.3
    below    | creatinine      | 2020-01-01  | 176.9
    below    | serum_m_protein | 2020-01-01  | 30
    below    | urine_m_protein | 2020-01-01  | 3999
    alpha    | haemoglobin     | 2020-01-01  | 120
    alpha    | calcium         | 2020-01-01  | 2.3
    alpha    | creatinine      | 2020-01-01  | 176.9
    alpha    | serum_m_protein | 2020-01-01  | 20
    alpha    | urine_m_protein | 2020-01-01  | 3999
    alpha_at | haemoglobin     | 2020-01-01  | 120
    alpha_at | calcium         | 2020-01-01  | 2.3
    alpha_at | creatinine      | 2020-01-01  | 176.9
    alpha_at | serum_m_protein | 2020-01-01  | 20
    alpha_at | urine_m_protein | 2020-01-01  | 4000
    findings
    patient  | kind                   | found_on   | value
    at       | lytic_bone_lesions     | 2020-01-01 | absent
    at       | advanced_lytic_lesions | 2020-01-01 | absent
    below    | lytic_bone_lesions     | 2020-01-01 | absent
    below    | advanced_lytic_lesions | 2020-01-01 | absent
    alpha    | lytic_bone_lesions     | 2020-01-01 | absent
    alpha    | advanced_lytic_lesions | 2020-01-01 | absent
    alpha_at | lytic_bone_lesions     | 2020-01-01 | absent
    alpha_at | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient  | system       | stage
    alpha    | durie_salmon | IA
    alpha_at | durie_salmon | IIA
    at       | durie_salmon | IIA
    below    | durie_salmon | IA
    """,
)
case(
    "Durie-Salmon I allows calcium up to 3 mmol/L and no lytic lesion, A at creatinine of 176.9 umol/L",
    """
    patients
    patient     | diagnosed_on | heavy_chain
    alpha       | 2020-01-01   | IgA
    alpha_lytic | 2020-01-01   | IgA
    lytic       | 2020-01-01   | IgG
    measurements
    patient     | analyte         | measured_on | value
    alpha       | haemoglobin     | 2020-01-01  | 120
    alpha       | calcium         | 2020-01-01  | 3
    alpha       | creatinine      | 2020-01-01  | 176.9
    alpha       | serum_m_protein | 2020-01-01  | 20
    alpha       | urine_m_protein | 2020-01-01  | 100
    alpha_lytic | haemoglobin     | 2020-01-01  | 120
    alpha_lytic | calcium         | 2020-01-01  | 2.3
    alpha_lytic | creatinine      | 2020-01-01  | 176.9
    alpha_lytic | serum_m_protein | 2020-01-01  | 20
    alpha_lytic | urine_m_protein | 2020-01-01  | 100
    lytic       | haemoglobin     | 2020-01-01  | 120
    lytic       | calcium         | 2020-01-01  | 2.3
    lytic       | creatinine      | 2020-01-01  | 176.9
    lytic       | serum_m_protein | 2020-01-01  | 30
    lytic       | urine_m_protein | 2020-01-01  | 100
    findings
    patient     | kind                   | found_on   | value
    alpha       | lytic_bone_lesions     | 2020-01-01 | absent
    alpha       | advanced_lytic_lesions | 2020-01-01 | absent
    alpha_lytic | lytic_bone_lesions     | 2020-01-01 | present
    alpha_lytic | advanced_lytic_lesions | 2020-01-01 | absent
    lytic       | lytic_bone_lesions     | 2020-01-01 | present
    lytic       | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient     | system       | stage
    alpha       | durie_salmon | IA
    alpha_lytic | durie_salmon | IIA
    lytic       | durie_salmon | IIA
    """,
)
case(
    "Durie-Salmon III begins below haemoglobin of 85 g/L, B at creatinine of 177 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    at      | 2020-01-01   | IgG
    below   | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    at      | haemoglobin     | 2020-01-01  | 85
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 177
    at      | serum_m_protein | 2020-01-01  | 30
    at      | urine_m_protein | 2020-01-01  | 100
    below   | haemoglobin     | 2020-01-01  | 84.9
    below   | calcium         | 2020-01-01  | 2.3
    below   | creatinine      | 2020-01-01  | 177
    below   | serum_m_protein | 2020-01-01  | 30
    below   | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    below   | lytic_bone_lesions     | 2020-01-01 | absent
    below   | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    at      | durie_salmon | IIB
    below   | durie_salmon | IIIB
    """,
)
case(
    "Durie-Salmon III begins above calcium of 3 mmol/L, B at creatinine of 177 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    above   | 2020-01-01   | IgG
    at      | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    above   | haemoglobin     | 2020-01-01  | 120
    above   | calcium         | 2020-01-01  | 3.1
    above   | creatinine      | 2020-01-01  | 177
    above   | serum_m_protein | 2020-01-01  | 30
    above   | urine_m_protein | 2020-01-01  | 100
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 3
    at      | creatinine      | 2020-01-01  | 177
    at      | serum_m_protein | 2020-01-01  | 30
    at      | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    above   | lytic_bone_lesions     | 2020-01-01 | absent
    above   | advanced_lytic_lesions | 2020-01-01 | absent
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    above   | durie_salmon | IIIB
    at      | durie_salmon | IB
    """,
)
case(
    "Durie-Salmon III begins with advanced lytic lesions, B at creatinine of 177 umol/L",
    """
    patients
    patient  | diagnosed_on | heavy_chain
    advanced | 2020-01-01   | IgG
    few      | 2020-01-01   | IgG
    measurements
    patient  | analyte         | measured_on | value
    advanced | haemoglobin     | 2020-01-01  | 120
    advanced | calcium         | 2020-01-01  | 2.3
    advanced | creatinine      | 2020-01-01  | 177
    advanced | serum_m_protein | 2020-01-01  | 30
    advanced | urine_m_protein | 2020-01-01  | 100
    few      | haemoglobin     | 2020-01-01  | 120
    few      | calcium         | 2020-01-01  | 2.3
    few      | creatinine      | 2020-01-01  | 177
    few      | serum_m_protein | 2020-01-01  | 30
    few      | urine_m_protein | 2020-01-01  | 100
    findings
    patient  | kind                   | found_on   | value
    advanced | lytic_bone_lesions     | 2020-01-01 | present
    advanced | advanced_lytic_lesions | 2020-01-01 | present
    few      | lytic_bone_lesions     | 2020-01-01 | present
    few      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient  | system       | stage
    advanced | durie_salmon | IIIB
    few      | durie_salmon | IIB
    """,
)
case(
    "Durie-Salmon III begins above IgG of 70 g/L, B at creatinine of 177 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    above   | 2020-01-01   | IgG
    at      | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    above   | haemoglobin     | 2020-01-01  | 120
    above   | calcium         | 2020-01-01  | 2.3
    above   | creatinine      | 2020-01-01  | 177
    above   | serum_m_protein | 2020-01-01  | 71
    above   | urine_m_protein | 2020-01-01  | 100
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 177
    at      | serum_m_protein | 2020-01-01  | 70
    at      | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    above   | lytic_bone_lesions     | 2020-01-01 | absent
    above   | advanced_lytic_lesions | 2020-01-01 | absent
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    above   | durie_salmon | IIIB
    at      | durie_salmon | IIB
    """,
)
case(
    "Durie-Salmon III begins above IgA of 50 g/L, B at creatinine of 177 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    above   | 2020-01-01   | IgA
    at      | 2020-01-01   | IgA
    measurements
    patient | analyte         | measured_on | value
    above   | haemoglobin     | 2020-01-01  | 120
    above   | calcium         | 2020-01-01  | 2.3
    above   | creatinine      | 2020-01-01  | 177
    above   | serum_m_protein | 2020-01-01  | 51
    above   | urine_m_protein | 2020-01-01  | 100
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 177
    at      | serum_m_protein | 2020-01-01  | 50
    at      | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    above   | lytic_bone_lesions     | 2020-01-01 | absent
    above   | advanced_lytic_lesions | 2020-01-01 | absent
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    above   | durie_salmon | IIIB
    at      | durie_salmon | IIB
    """,
)
case(
    "Durie-Salmon III begins above urine M-protein of 12 g/24 h, B at creatinine of 177 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    above   | 2020-01-01   | IgG
    at      | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    above   | haemoglobin     | 2020-01-01  | 120
    above   | calcium         | 2020-01-01  | 2.3
    above   | creatinine      | 2020-01-01  | 177
    above   | serum_m_protein | 2020-01-01  | 30
    above   | urine_m_protein | 2020-01-01  | 12001
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 177
    at      | serum_m_protein | 2020-01-01  | 30
    at      | urine_m_protein | 2020-01-01  | 12000
    findings
    patient | kind                   | found_on   | value
    above   | lytic_bone_lesions     | 2020-01-01 | absent
    above   | advanced_lytic_lesions | 2020-01-01 | absent
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    above   | durie_salmon | IIIB
    at      | durie_salmon | IIB
    """,
)
case(
    "Durie-Salmon I needs haemoglobin above 100 g/L, B at creatinine of 177 umol/L",
    """
    patients
    patient  | diagnosed_on | heavy_chain
    above    | 2020-01-01   | IgG
    at       | 2020-01-01   | IgG
    alpha    | 2020-01-01   | IgA
    alpha_at | 2020-01-01   | IgA
    measurements
    patient  | analyte         | measured_on | value
    above    | haemoglobin     | 2020-01-01  | 101
    above    | calcium         | 2020-01-01  | 2.3
    above    | creatinine      | 2020-01-01  | 177
    above    | serum_m_protein | 2020-01-01  | 30
    above    | urine_m_protein | 2020-01-01  | 100
    at       | haemoglobin     | 2020-01-01  | 100
    at       | calcium         | 2020-01-01  | 2.3
    at       | creatinine      | 2020-01-01  | 177
    at       | serum_m_protein | 2020-01-01  | 30
    at       | urine_m_protein | 2020-01-01  | 100
    alpha    | haemoglobin     | 2020-01-01  | 101
    alpha    | calcium         | 2020-01-01  | 2.3
    alpha    | creatinine      | 2020-01-01  | 177
    alpha    | serum_m_protein | 2020-01-01  | 20
    alpha    | urine_m_protein | 2020-01-01  | 100
    alpha_at | haemoglobin     | 2020-01-01  | 100
    alpha_at | calcium         | 2020-01-01  | 2.3
    alpha_at | creatinine      | 2020-01-01  | 177
    alpha_at | serum_m_protein | 2020-01-01  | 20
    alpha_at | urine_m_protein | 2020-01-01  | 100
    findings
    patient  | kind                   | found_on   | value
    above    | lytic_bone_lesions     | 2020-01-01 | absent
    above    | advanced_lytic_lesions | 2020-01-01 | absent
    at       | lytic_bone_lesions     | 2020-01-01 | absent
    at       | advanced_lytic_lesions | 2020-01-01 | absent
    alpha    | lytic_bone_lesions     | 2020-01-01 | absent
    alpha    | advanced_lytic_lesions | 2020-01-01 | absent
    alpha_at | lytic_bone_lesions     | 2020-01-01 | absent
    alpha_at | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient  | system       | stage
    above    | durie_salmon | IB
    alpha    | durie_salmon | IB
    alpha_at | durie_salmon | IIB
    at       | durie_salmon | IIB
    """,
)
case(
    "Durie-Salmon I needs IgG below 50 g/L, B at creatinine of 177 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    at      | 2020-01-01   | IgG
    below   | 2020-01-01   | IgG
    measurements
    patient | analyte         | measured_on | value
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 177
    at      | serum_m_protein | 2020-01-01  | 50
    at      | urine_m_protein | 2020-01-01  | 100
    below   | haemoglobin     | 2020-01-01  | 120
    below   | calcium         | 2020-01-01  | 2.3
    below   | creatinine      | 2020-01-01  | 177
    below   | serum_m_protein | 2020-01-01  | 49
    below   | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    below   | lytic_bone_lesions     | 2020-01-01 | absent
    below   | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    at      | durie_salmon | IIB
    below   | durie_salmon | IB
    """,
)
case(
    "Durie-Salmon I needs IgA below 30 g/L, B at creatinine of 177 umol/L",
    """
    patients
    patient | diagnosed_on | heavy_chain
    at      | 2020-01-01   | IgA
    below   | 2020-01-01   | IgA
    measurements
    patient | analyte         | measured_on | value
    at      | haemoglobin     | 2020-01-01  | 120
    at      | calcium         | 2020-01-01  | 2.3
    at      | creatinine      | 2020-01-01  | 177
    at      | serum_m_protein | 2020-01-01  | 30
    at      | urine_m_protein | 2020-01-01  | 100
    below   | haemoglobin     | 2020-01-01  | 120
    below   | calcium         | 2020-01-01  | 2.3
    below   | creatinine      | 2020-01-01  | 177
    below   | serum_m_protein | 2020-01-01  | 29
    below   | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    at      | lytic_bone_lesions     | 2020-01-01 | absent
    at      | advanced_lytic_lesions | 2020-01-01 | absent
    below   | lytic_bone_lesions     | 2020-01-01 | absent
    below   | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    at      | durie_salmon | IIB
    below   | durie_salmon | IB
    """,
)
case(
    "Durie-Salmon I needs urine M-protein below 4 g/24 h, B at creatinine of 177 umol/L",
    """
    patients
    patient  | diagnosed_on | heavy_chain
    at       | 2020-01-01   | IgG
    below    | 2020-01-01   | IgG
    alpha    | 2020-01-01   | IgA
    alpha_at | 2020-01-01   | IgA
    measurements
    patient  | analyte         | measured_on | value
    at       | haemoglobin     | 2020-01-01  | 120
    at       | calcium         | 2020-01-01  | 2.3
    at       | creatinine      | 2020-01-01  | 177
    at       | serum_m_protein | 2020-01-01  | 30
    at       | urine_m_protein | 2020-01-01  | 4000
    below    | haemoglobin     | 2020-01-01  | 120
    below    | calcium         | 2020-01-01  | 2.3
    below    | creatinine      | 2020-01-01  | 177
    below    | serum_m_protein | 2020-01-01  | 30
    below    | urine_m_protein | 2020-01-01  | 3999
    alpha    | haemoglobin     | 2020-01-01  | 120
    alpha    | calcium         | 2020-01-01  | 2.3
    alpha    | creatinine      | 2020-01-01  | 177
    alpha    | serum_m_protein | 2020-01-01  | 20
    alpha    | urine_m_protein | 2020-01-01  | 3999
    alpha_at | haemoglobin     | 2020-01-01  | 120
    alpha_at | calcium         | 2020-01-01  | 2.3
    alpha_at | creatinine      | 2020-01-01  | 177
    alpha_at | serum_m_protein | 2020-01-01  | 20
    alpha_at | urine_m_protein | 2020-01-01  | 4000
    findings
    patient  | kind                   | found_on   | value
    at       | lytic_bone_lesions     | 2020-01-01 | absent
    at       | advanced_lytic_lesions | 2020-01-01 | absent
    below    | lytic_bone_lesions     | 2020-01-01 | absent
    below    | advanced_lytic_lesions | 2020-01-01 | absent
    alpha    | lytic_bone_lesions     | 2020-01-01 | absent
    alpha    | advanced_lytic_lesions | 2020-01-01 | absent
    alpha_at | lytic_bone_lesions     | 2020-01-01 | absent
    alpha_at | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient  | system       | stage
    alpha    | durie_salmon | IB
    alpha_at | durie_salmon | IIB
    at       | durie_salmon | IIB
    below    | durie_salmon | IB
    """,
)
case(
    "Durie-Salmon I allows calcium up to 3 mmol/L and no lytic lesion, B at creatinine of 177 umol/L",
    """
    patients
    patient     | diagnosed_on | heavy_chain
    alpha       | 2020-01-01   | IgA
    alpha_lytic | 2020-01-01   | IgA
    lytic       | 2020-01-01   | IgG
    measurements
    patient     | analyte         | measured_on | value
    alpha       | haemoglobin     | 2020-01-01  | 120
    alpha       | calcium         | 2020-01-01  | 3
    alpha       | creatinine      | 2020-01-01  | 177
    alpha       | serum_m_protein | 2020-01-01  | 20
    alpha       | urine_m_protein | 2020-01-01  | 100
    alpha_lytic | haemoglobin     | 2020-01-01  | 120
    alpha_lytic | calcium         | 2020-01-01  | 2.3
    alpha_lytic | creatinine      | 2020-01-01  | 177
    alpha_lytic | serum_m_protein | 2020-01-01  | 20
    alpha_lytic | urine_m_protein | 2020-01-01  | 100
    lytic       | haemoglobin     | 2020-01-01  | 120
    lytic       | calcium         | 2020-01-01  | 2.3
    lytic       | creatinine      | 2020-01-01  | 177
    lytic       | serum_m_protein | 2020-01-01  | 30
    lytic       | urine_m_protein | 2020-01-01  | 100
    findings
    patient     | kind                   | found_on   | value
    alpha       | lytic_bone_lesions     | 2020-01-01 | absent
    alpha       | advanced_lytic_lesions | 2020-01-01 | absent
    alpha_lytic | lytic_bone_lesions     | 2020-01-01 | present
    alpha_lytic | advanced_lytic_lesions | 2020-01-01 | absent
    lytic       | lytic_bone_lesions     | 2020-01-01 | present
    lytic       | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient     | system       | stage
    alpha       | durie_salmon | IB
    alpha_lytic | durie_salmon | IIB
    lytic       | durie_salmon | IIB
    """,
)
case(
    "a missing value leaves Durie-Salmon untold, unless it cannot change the stage",
    """
    patients
    patient    | diagnosed_on | heavy_chain
    anaemic    | 2020-01-01   | IgG
    creatinine | 2020-01-01   | IgG
    urine      | 2020-01-01   | IgG
    measurements
    patient    | analyte         | measured_on | value
    anaemic    | haemoglobin     | 2020-01-01  | 80
    anaemic    | creatinine      | 2020-01-01  | 80
    anaemic    | serum_m_protein | 2020-01-01  | 30
    creatinine | haemoglobin     | 2020-01-01  | 120
    creatinine | calcium         | 2020-01-01  | 2.3
    creatinine | serum_m_protein | 2020-01-01  | 30
    creatinine | urine_m_protein | 2020-01-01  | 100
    urine      | haemoglobin     | 2020-01-01  | 120
    urine      | calcium         | 2020-01-01  | 2.3
    urine      | creatinine      | 2020-01-01  | 80
    urine      | serum_m_protein | 2020-01-01  | 30
    findings
    patient    | kind                   | found_on   | value
    anaemic    | lytic_bone_lesions     | 2020-01-01 | absent
    creatinine | lytic_bone_lesions     | 2020-01-01 | absent
    creatinine | advanced_lytic_lesions | 2020-01-01 | absent
    urine      | lytic_bone_lesions     | 2020-01-01 | absent
    urine      | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    anaemic | durie_salmon | IIIA
    """,
)
case(
    "a heavy chain for which Durie and Salmon gave no limits leaves the lower stages untold",
    """
    patients
    patient | diagnosed_on | heavy_chain
    high    | 2020-01-01   | IgD
    low     | 2020-01-01   | IgD
    measurements
    patient | analyte         | measured_on | value
    high    | haemoglobin     | 2020-01-01  | 80
    high    | calcium         | 2020-01-01  | 2.3
    high    | creatinine      | 2020-01-01  | 80
    high    | serum_m_protein | 2020-01-01  | 30
    high    | urine_m_protein | 2020-01-01  | 100
    low     | haemoglobin     | 2020-01-01  | 120
    low     | calcium         | 2020-01-01  | 2.3
    low     | creatinine      | 2020-01-01  | 80
    low     | serum_m_protein | 2020-01-01  | 30
    low     | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    high    | lytic_bone_lesions     | 2020-01-01 | absent
    high    | advanced_lytic_lesions | 2020-01-01 | absent
    low     | lytic_bone_lesions     | 2020-01-01 | absent
    low     | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    high    | durie_salmon | IIIA
    """,
)
case(
    "Durie-Salmon takes values 90 days before diagnosis, not 91 days before",
    """
    patients
    patient | diagnosed_on | heavy_chain
    early   | 2020-04-01   | IgG
    within  | 2020-03-31   | IgG
    measurements
    patient | analyte         | measured_on | value
    early   | haemoglobin     | 2020-01-01  | 80
    early   | calcium         | 2020-01-01  | 2.3
    early   | creatinine      | 2020-03-01  | 80
    early   | serum_m_protein | 2020-01-01  | 30
    early   | urine_m_protein | 2020-01-01  | 100
    within  | haemoglobin     | 2020-01-01  | 80
    within  | calcium         | 2020-01-01  | 2.3
    within  | creatinine      | 2020-01-01  | 80
    within  | serum_m_protein | 2020-01-01  | 30
    within  | urine_m_protein | 2020-01-01  | 100
    findings
    patient | kind                   | found_on   | value
    early   | lytic_bone_lesions     | 2020-01-01 | absent
    early   | advanced_lytic_lesions | 2020-01-01 | absent
    within  | lytic_bone_lesions     | 2020-01-01 | absent
    within  | advanced_lytic_lesions | 2020-01-01 | absent
    """,
    """
    staging
    patient | system       | stage
    within  | durie_salmon | IIIA
    """,
)
case(
    "a derived R-ISS stands before a reported one, though the ISS it builds on is derived first; without it the report stands",
    """
    patients
    patient | diagnosed_on
    both    | 2020-01-01
    told    | 2020-01-01
    measurements
    patient | analyte             | measured_on | value
    both    | beta2_microglobulin | 2020-01-01  | 4
    both    | albumin             | 2020-01-01  | 40
    findings
    patient | kind           | found_on   | value
    both    | reported_r_iss | 2020-01-01 | III
    told    | reported_r_iss | 2020-01-01 | III
    """,
    """
    staging
    patient | system | stage
    both    | iss    | II
    both    | r_iss  | II
    told    | r_iss  | III
    """,
)
