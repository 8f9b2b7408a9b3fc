"""Progression by the markers of disease (Kumar 2016), measured from the lowest confirmed value of the line."""

from tests.spec.drawn import case

case(
    "a serum M-protein that rose by 25 percent is progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 40
    at      | serum_m_protein | 2020-02-01  | 50
    short   | serum_m_protein | 2020-01-01  | 40
    short   | serum_m_protein | 2020-02-01  | 49.9
    """,
    """
    progressions
    patient | progressed_on | criterion       | reference_value | value
    at      | 2020-02-01    | serum_m_protein | 40              | 50
    """,
)
case(
    "a serum M-protein that rose by 5 g/L is progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 10
    at      | serum_m_protein | 2020-02-01  | 15
    short   | serum_m_protein | 2020-01-01  | 10
    short   | serum_m_protein | 2020-02-01  | 14.9
    """,
    """
    progressions
    patient | progressed_on | criterion       | reference_value | value
    at      | 2020-02-01    | serum_m_protein | 10              | 15
    """,
)
case(
    "from a serum M-protein of 50 g/L a rise of 10 g/L is progression, a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 50
    at      | serum_m_protein | 2020-02-01  | 60
    short   | serum_m_protein | 2020-01-01  | 50
    short   | serum_m_protein | 2020-02-01  | 59.9
    """,
    """
    progressions
    patient | progressed_on | criterion       | reference_value | value
    at      | 2020-02-01    | serum_m_protein | 50              | 60
    """,
)
case(
    "from a serum M-protein below 50 g/L a rise of 10 g/L is not enough without 25 percent",
    """
    exposures
    patient | drug       | started_on
    quarter | bortezomib | 2020-01-01
    tenth   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    quarter | serum_m_protein | 2020-01-01  | 49.6
    quarter | serum_m_protein | 2020-02-01  | 62
    tenth   | serum_m_protein | 2020-01-01  | 49.9
    tenth   | serum_m_protein | 2020-02-01  | 60
    """,
    """
    progressions
    patient | progressed_on | criterion       | reference_value | value
    quarter | 2020-02-01    | serum_m_protein | 49.6            | 62
    """,
)
case(
    "from a very high serum M-protein 10 g/L are enough, whatever the percentage",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 120
    serum_m_protein | 2020-02-01  | 130
    """,
    """
    progressions
    criterion       | reference_value | value
    serum_m_protein | 120             | 130
    """,
)
case(
    "from a serum M-protein of zero only the amount decides",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 0
    at      | serum_m_protein | 2020-02-01  | 5
    short   | serum_m_protein | 2020-01-01  | 0
    short   | serum_m_protein | 2020-02-01  | 4.9
    """,
    """
    progressions
    patient | progressed_on | criterion       | reference_value | value
    at      | 2020-02-01    | serum_m_protein | 0               | 5
    """,
)
case(
    "a urine M-protein that rose by 25 percent is progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | urine_m_protein | 2020-01-01  | 1000
    at      | urine_m_protein | 2020-02-01  | 1250
    short   | urine_m_protein | 2020-01-01  | 1000
    short   | urine_m_protein | 2020-02-01  | 1249.9
    """,
    """
    progressions
    patient | progressed_on | criterion       | reference_value | value
    at      | 2020-02-01    | urine_m_protein | 1000            | 1250
    """,
)
case(
    "a urine M-protein that rose by 200 mg/24 h is progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | urine_m_protein | 2020-01-01  | 200
    at      | urine_m_protein | 2020-02-01  | 400
    short   | urine_m_protein | 2020-01-01  | 200
    short   | urine_m_protein | 2020-02-01  | 399.9
    """,
    """
    progressions
    patient | progressed_on | criterion       | reference_value | value
    at      | 2020-02-01    | urine_m_protein | 200             | 400
    """,
)
case(
    "from a urine M-protein of zero only the amount decides",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | urine_m_protein | 2020-01-01  | 0
    at      | urine_m_protein | 2020-02-01  | 200
    short   | urine_m_protein | 2020-01-01  | 0
    short   | urine_m_protein | 2020-02-01  | 199.9
    """,
    """
    progressions
    patient | progressed_on | criterion       | reference_value | value
    at      | 2020-02-01    | urine_m_protein | 0               | 200
    """,
)
case(
    "a light-chain difference that rose by 25 percent is progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    at      | kappa_flc  | 2020-01-01  | 1010
    at      | kappa_flc  | 2020-02-01  | 1260
    at      | lambda_flc | 2020-01-01  | 10
    at      | lambda_flc | 2020-02-01  | 10
    short   | kappa_flc  | 2020-01-01  | 1010
    short   | kappa_flc  | 2020-02-01  | 1259.9
    short   | lambda_flc | 2020-01-01  | 10
    short   | lambda_flc | 2020-02-01  | 10
    """,
    """
    progressions
    patient | progressed_on | criterion      | reference_value | value
    at      | 2020-02-01    | flc_difference | 1000            | 1250
    """,
)
case(
    "a light-chain difference must rise by more than 100 mg/L, exactly 100 is not enough",
    """
    exposures
    patient | drug       | started_on
    above   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    above   | kappa_flc  | 2020-01-01  | 210
    above   | kappa_flc  | 2020-02-01  | 310.1
    above   | lambda_flc | 2020-01-01  | 10
    above   | lambda_flc | 2020-02-01  | 10
    at      | kappa_flc  | 2020-01-01  | 210
    at      | kappa_flc  | 2020-02-01  | 310
    at      | lambda_flc | 2020-01-01  | 10
    at      | lambda_flc | 2020-02-01  | 10
    """,
    """
    progressions
    patient | progressed_on | criterion      | reference_value | value
    above   | 2020-02-01    | flc_difference | 200             | 300.1
    """,
)
case(
    "from a light-chain difference of zero only the amount decides",
    """
    patients
    patient | light_chain
    above   | kappa
    at      | kappa
    exposures
    patient | drug       | started_on
    above   | bortezomib | 2020-01-01
    at      | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    above   | kappa_flc  | 2020-01-01  | 10
    above   | kappa_flc  | 2020-02-01  | 110.1
    above   | lambda_flc | 2020-01-01  | 10
    above   | lambda_flc | 2020-02-01  | 10
    at      | kappa_flc  | 2020-01-01  | 10
    at      | kappa_flc  | 2020-02-01  | 110
    at      | lambda_flc | 2020-01-01  | 10
    at      | lambda_flc | 2020-02-01  | 10
    """,
    """
    progressions
    patient | progressed_on | criterion      | reference_value | value
    above   | 2020-02-01    | flc_difference | 0               | 100.1
    """,
)
case(
    "a light-chain difference below zero is a low from which to measure",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte    | measured_on | value
    kappa_flc  | 2020-01-01  | 1010
    kappa_flc  | 2020-02-01  | 5
    kappa_flc  | 2020-03-01  | 5
    kappa_flc  | 2020-04-01  | 400
    kappa_flc  | 2020-05-01  | 420
    lambda_flc | 2020-01-01  | 10
    lambda_flc | 2020-02-01  | 10
    lambda_flc | 2020-03-01  | 10
    lambda_flc | 2020-04-01  | 10
    lambda_flc | 2020-05-01  | 10
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion      | reference_on | reference_value | value
    2020-04-01    | 2020-05-01   | flc_difference | 2020-02-01   | -5              | 390
    """,
)
case(
    "marrow plasma cells that rose by 25 percent are progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | bone_marrow_plasma_cells | 2020-01-01  | 44
    at      | bone_marrow_plasma_cells | 2020-02-01  | 55
    short   | bone_marrow_plasma_cells | 2020-01-01  | 44
    short   | bone_marrow_plasma_cells | 2020-02-01  | 54.9
    """,
    """
    progressions
    patient | progressed_on | criterion   | reference_value | value
    at      | 2020-02-01    | bone_marrow | 44              | 55
    """,
)
case(
    "marrow plasma cells that rose by 10 points are progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | bone_marrow_plasma_cells | 2020-01-01  | 30
    at      | bone_marrow_plasma_cells | 2020-02-01  | 40
    short   | bone_marrow_plasma_cells | 2020-01-01  | 30
    short   | bone_marrow_plasma_cells | 2020-02-01  | 39.9
    """,
    """
    progressions
    patient | progressed_on | criterion   | reference_value | value
    at      | 2020-02-01    | bone_marrow | 30              | 40
    """,
)
case(
    "from a marrow without plasma cells only the points decide",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | bone_marrow_plasma_cells | 2020-01-01  | 0
    at      | bone_marrow_plasma_cells | 2020-02-01  | 10
    short   | bone_marrow_plasma_cells | 2020-01-01  | 0
    short   | bone_marrow_plasma_cells | 2020-02-01  | 9.9
    """,
    """
    progressions
    patient | progressed_on | criterion   | reference_value | value
    at      | 2020-02-01    | bone_marrow | 0               | 10
    """,
)
case(
    "circulating plasma cells that rose by 50 percent are progression, by a little less not",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | circulating_plasma_cells | 2020-01-01  | 0.2
    at      | circulating_plasma_cells | 2020-02-01  | 0.3
    short   | circulating_plasma_cells | 2020-01-01  | 0.2
    short   | circulating_plasma_cells | 2020-02-01  | 0.299
    """,
    """
    progressions
    patient | progressed_on | criterion                | reference_value | value
    at      | 2020-02-01    | circulating_plasma_cells | 0.2             | 0.3
    """,
)
case(
    "circulating plasma cells must reach 0.2 per nanolitre to be progression",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | circulating_plasma_cells | 2020-01-01  | 0.1
    at      | circulating_plasma_cells | 2020-02-01  | 0.2
    short   | circulating_plasma_cells | 2020-01-01  | 0.1
    short   | circulating_plasma_cells | 2020-02-01  | 0.199
    """,
    """
    progressions
    patient | progressed_on | criterion                | reference_value | value
    at      | 2020-02-01    | circulating_plasma_cells | 0.1             | 0.2
    """,
)
case(
    "from no circulating plasma cells only their number decides",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    short   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    at      | circulating_plasma_cells | 2020-01-01  | 0
    at      | circulating_plasma_cells | 2020-02-01  | 0.2
    short   | circulating_plasma_cells | 2020-01-01  | 0
    short   | circulating_plasma_cells | 2020-02-01  | 0.199
    """,
    """
    progressions
    patient | progressed_on | criterion                | reference_value | value
    at      | 2020-02-01    | circulating_plasma_cells | 0               | 0.2
    """,
)
case(
    "light chains are no progression where serum is followed",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 36
    kappa_flc       | 2020-01-01  | 210
    kappa_flc       | 2020-02-01  | 1010
    lambda_flc      | 2020-01-01  | 10
    lambda_flc      | 2020-02-01  | 10
    """,
    """
    progressions
    (none)
    """,
)
case(
    "marrow is no progression where light chains are followed",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    kappa_flc                | 2020-01-01  | 210
    kappa_flc                | 2020-02-01  | 210
    lambda_flc               | 2020-01-01  | 10
    lambda_flc               | 2020-02-01  | 10
    bone_marrow_plasma_cells | 2020-01-01  | 30
    bone_marrow_plasma_cells | 2020-02-01  | 80
    """,
    """
    progressions
    (none)
    """,
)
case(
    "circulating plasma cells are no progression where marrow is followed",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    bone_marrow_plasma_cells | 2020-01-01  | 30
    bone_marrow_plasma_cells | 2020-02-01  | 30
    circulating_plasma_cells | 2020-01-01  | 0.1
    circulating_plasma_cells | 2020-02-01  | 5
    """,
    """
    progressions
    (none)
    """,
)
case(
    "serum that was not measurable at the start is progression too when it rises far enough",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 2
    serum_m_protein | 2020-02-01  | 12
    serum_m_protein | 2020-03-01  | 12
    kappa_flc       | 2020-01-01  | 210
    kappa_flc       | 2020-02-01  | 210
    lambda_flc      | 2020-01-01  | 10
    lambda_flc      | 2020-02-01  | 10
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion
    2020-02-01    | 2020-03-01   | serum_m_protein
    """,
)
case(
    "urine is progression beside a serum that stays down",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 10
    urine_m_protein | 2020-01-01  | 0
    urine_m_protein | 2020-02-01  | 300
    """,
    """
    progressions
    progressed_on | criterion
    2020-02-01    | urine_m_protein
    """,
)
case(
    "progression is dated by the first of two values that show it",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 50
    serum_m_protein | 2020-03-01  | 50
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion       | reference_on | reference_value | value
    2020-02-01    | 2020-03-01   | serum_m_protein | 2020-01-01   | 40              | 50
    """,
)
case(
    "a rise that the next value does not show stays unconfirmed",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 50
    serum_m_protein | 2020-03-01  | 49.9
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion       | reference_on | reference_value | value
    2020-02-01    |              | serum_m_protein | 2020-01-01   | 40              | 50
    """,
)
case(
    "the next value must reach the percentage and the amount of every marker again",
    """
    exposures
    patient | drug       | started_on
    cells   | bortezomib | 2020-01-01
    chains  | bortezomib | 2020-01-01
    serum   | bortezomib | 2020-01-01
    urine   | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    cells   | circulating_plasma_cells | 2020-01-01  | 0.1
    cells   | circulating_plasma_cells | 2020-02-01  | 0.3
    cells   | circulating_plasma_cells | 2020-03-01  | 0.19
    chains  | kappa_flc                | 2020-01-01  | 210
    chains  | kappa_flc                | 2020-02-01  | 400
    chains  | kappa_flc                | 2020-03-01  | 310
    chains  | lambda_flc               | 2020-01-01  | 10
    chains  | lambda_flc               | 2020-02-01  | 10
    chains  | lambda_flc               | 2020-03-01  | 10
    serum   | serum_m_protein          | 2020-01-01  | 10
    serum   | serum_m_protein          | 2020-02-01  | 20
    serum   | serum_m_protein          | 2020-03-01  | 14.9
    urine   | urine_m_protein          | 2020-01-01  | 1000
    urine   | urine_m_protein          | 2020-02-01  | 1300
    urine   | urine_m_protein          | 2020-03-01  | 1249
    """,
    """
    progressions
    patient | progressed_on | confirmed_on
    cells   | 2020-02-01    |
    chains  | 2020-02-01    |
    serum   | 2020-02-01    |
    urine   | 2020-02-01    |
    """,
)
case(
    "marrow needs no second value",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    bone_marrow_plasma_cells | 2020-01-01  | 30
    bone_marrow_plasma_cells | 2020-02-01  | 45
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion   | reference_on | reference_value | value
    2020-02-01    | 2020-02-01   | bone_marrow | 2020-01-01   | 30              | 45
    """,
)
case(
    "a marrow value that was seen once is the lowest from which to measure",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte                  | measured_on | value
    bone_marrow_plasma_cells | 2020-01-01  | 40
    bone_marrow_plasma_cells | 2020-02-01  | 10
    bone_marrow_plasma_cells | 2020-03-01  | 20
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion   | reference_on | reference_value | value
    2020-03-01    | 2020-03-01   | bone_marrow | 2020-02-01   | 10              | 20
    """,
)
case(
    "progression is measured from the lowest confirmed value, not from the start",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 10
    serum_m_protein | 2020-03-01  | 10
    serum_m_protein | 2020-04-01  | 15
    serum_m_protein | 2020-05-01  | 15
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion       | reference_on | reference_value | value
    2020-04-01    | 2020-05-01   | serum_m_protein | 2020-02-01   | 10              | 15
    """,
)
case(
    "a single low value between higher ones is not the lowest confirmed value",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 2
    serum_m_protein | 2020-03-01  | 20
    serum_m_protein | 2020-04-01  | 24.9
    """,
    """
    progressions
    (none)
    """,
)
case(
    "of two consecutive low values the higher is the confirmed one",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 10
    serum_m_protein | 2020-03-01  | 12
    serum_m_protein | 2020-04-01  | 16.9
    serum_m_protein | 2020-05-01  | 17
    serum_m_protein | 2020-06-01  | 17
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion       | reference_on | reference_value | value
    2020-05-01    | 2020-06-01   | serum_m_protein | 2020-02-01   | 12              | 17
    """,
)
case(
    "two values of one day do not confirm progression",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-02-01  | 58
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion       | reference_on | reference_value | value
    2020-02-01    |              | serum_m_protein | 2020-01-01   | 40              | 60
    """,
)
case(
    "progression is confirmed also by a value after new therapy began",
    """
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2020-01-01 | 2020-02-15
    pomalidomide | 2020-02-20 |
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-20  | 60
    serum_m_protein | 2020-03-20  | 60
    """,
    """
    progressions
    line | progressed_on | confirmed_on | criterion
    1    | 2020-02-20    | 2020-03-20   | serum_m_protein
    """,
)
case(
    "death from progression confirms a rise that no later value could",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    findings
    kind                 | found_on   | value
    reported_progression | 2020-02-20 | death
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion
    2020-02-01    | 2020-02-20   | serum_m_protein
    """,
)
case(
    "death from progression does not confirm a rise that the next value refuted",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-03-01  | 30
    findings
    kind                 | found_on   | value
    reported_progression | 2020-06-01 | death
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion
    2020-02-01    |              | serum_m_protein
    2020-06-01    | 2020-06-01   | clinical
    """,
)
case(
    "what follows the first confirmed progression of a line is not told again",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-03-01  | 60
    serum_m_protein | 2020-04-01  | 90
    serum_m_protein | 2020-05-01  | 90
    findings
    kind                 | found_on   | value
    reported_progression | 2020-06-01 | clinical
    """,
    """
    progressions
    progressed_on | criterion
    2020-02-01    | serum_m_protein
    """,
)
case(
    "a suspected progression before the confirmed one is told",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-03-01  | 40
    serum_m_protein | 2020-04-01  | 60
    serum_m_protein | 2020-05-01  | 60
    """,
    """
    progressions
    progressed_on | confirmed_on
    2020-02-01    |
    2020-04-01    | 2020-05-01
    """,
)
case(
    "a day has one row of progression, the measured before the charted",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-03-01  | 60
    urine_m_protein | 2020-01-01  | 1000
    urine_m_protein | 2020-02-01  | 2000
    urine_m_protein | 2020-03-01  | 2000
    findings
    kind                 | found_on   | value
    reported_progression | 2020-02-01 | clinical
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion
    2020-02-01    | 2020-03-01   | serum_m_protein
    """,
)
case(
    "a day has one row of progression, the confirmed before the suspected",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-03-01  | 40
    findings
    kind                 | found_on   | value
    reported_progression | 2020-02-01 | clinical
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion
    2020-02-01    | 2020-02-01   | clinical
    """,
)
case(
    "a clinical progression and a death from progression are progression on their day",
    """
    exposures
    patient  | drug       | started_on
    clinical | bortezomib | 2020-01-01
    death    | bortezomib | 2020-01-01
    findings
    patient  | kind                 | found_on   | value
    clinical | reported_progression | 2020-02-01 | clinical
    death    | reported_progression | 2020-02-01 | death
    """,
    """
    progressions
    patient  | progressed_on | confirmed_on | criterion
    clinical | 2020-02-01    | 2020-02-01   | clinical
    death    | 2020-02-01    | 2020-02-01   | clinical
    """,
)
case(
    "a drug stopped because of progression is progression on its last day, charted and not derived",
    """
    exposures
    drug       | started_on | ended_on   | stopped_because
    bortezomib | 2020-01-01 | 2020-03-01 | progression
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion | because
    2020-03-01    | 2020-03-01   | clinical  | imwg-response-2016#categories; exposures:bortezomib/2020-01-01; charted, not derived
    """,
)
case(
    "a drug stopped for toxicity is no progression",
    """
    exposures
    drug       | started_on | ended_on   | stopped_because
    bortezomib | 2020-01-01 | 2020-03-01 | toxicity
    """,
    """
    progressions
    (none)
    """,
)
case(
    "each line measures progression from its own start",
    """
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2020-01-01 | 2020-02-15
    pomalidomide | 2020-03-01 |
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 10
    serum_m_protein | 2020-02-10  | 10
    serum_m_protein | 2020-03-01  | 10
    serum_m_protein | 2020-04-01  | 14
    serum_m_protein | 2020-05-01  | 14
    """,
    """
    progressions
    (none)
    """,
)
case(
    "a missing value between two does not keep the second from confirming the first",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-02-15  |
    serum_m_protein | 2020-03-01  | 60
    """,
    """
    progressions
    progressed_on | confirmed_on
    2020-02-01    | 2020-03-01
    """,
)
case(
    "a progression says the fact, the reference and the values that decided it",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-03-01  | 60
    """,
    """
    progressions
    because
    imwg-response-2016#progression_thresholds; measurements:serum_m_protein/2020-01-01; measurements:serum_m_protein/2020-02-01; measurements:serum_m_protein/2020-03-01
    """,
)
