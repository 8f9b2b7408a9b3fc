"""The best change of each followed marker from its baseline, by line."""

from tests.spec.drawn import case

case(
    "the best change is the lowest value after the baseline, on the day the next line opens at the latest, unconfirmed as well",
    """
    exposures
    patient | drug        | started_on | ended_on
    once    | bortezomib  | 2020-01-01 |
    last    | bortezomib  | 2020-01-01 | 2020-05-20
    last    | carfilzomib | 2020-06-01 |
    rose    | bortezomib  | 2020-01-01 |
    measurements
    patient | analyte         | measured_on | value
    once    | serum_m_protein | 2020-01-01  | 30
    once    | serum_m_protein | 2020-02-01  | 20
    once    | serum_m_protein | 2020-03-01  | 10
    once    | serum_m_protein | 2020-04-01  | 11
    last    | serum_m_protein | 2020-01-01  | 40
    last    | serum_m_protein | 2020-03-01  | 20
    last    | serum_m_protein | 2020-06-01  | 10
    last    | serum_m_protein | 2020-06-02  | 5
    rose    | serum_m_protein | 2020-01-01  | 20
    rose    | serum_m_protein | 2020-02-01  | 21
    """,
    """
    best_changes
    patient | line | marker          | baseline_on | baseline | best_on    | best | percent_change | decides
    once    | 1    | serum_m_protein | 2020-01-01  | 30       | 2020-03-01 | 10   | -66.6667       | true
    last    | 1    | serum_m_protein | 2020-01-01  | 40       | 2020-06-01 | 10   | -75            | true
    last    | 2    | serum_m_protein | 2020-06-01  | 10       | 2020-06-02 | 5    | -50            | true
    rose    | 1    | serum_m_protein | 2020-01-01  | 20       | 2020-02-01 | 21   | 5              | true
    """,
)
case(
    "what comes after the confirmed progression is no best change, the day of progression still is",
    """
    exposures
    patient | drug       | started_on
    at      | bortezomib | 2020-01-01
    unsure  | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    at      | serum_m_protein | 2020-01-01  | 20
    at      | serum_m_protein | 2020-02-01  | 30
    at      | serum_m_protein | 2020-03-01  | 31
    at      | serum_m_protein | 2020-04-01  | 10
    unsure  | serum_m_protein | 2020-01-01  | 20
    unsure  | serum_m_protein | 2020-02-01  | 30
    unsure  | serum_m_protein | 2020-03-01  | 10
    """,
    """
    best_changes
    patient | best_on    | best | percent_change
    at      | 2020-02-01 | 30   | 50
    unsure  | 2020-03-01 | 10   | -50
    """,
)
case(
    "of light chains the difference changes; of one below zero nothing is left",
    """
    exposures
    patient | drug       | started_on
    part    | bortezomib | 2020-01-01
    turned  | bortezomib | 2020-01-01
    measurements
    patient | analyte    | measured_on | value
    part    | kappa_flc  | 2020-01-01  | 210
    part    | kappa_flc  | 2020-02-01  | 60
    part    | lambda_flc | 2020-01-01  | 10
    part    | lambda_flc | 2020-02-01  | 10
    turned  | kappa_flc  | 2020-01-01  | 210
    turned  | kappa_flc  | 2020-02-01  | 5
    turned  | lambda_flc | 2020-01-01  | 10
    turned  | lambda_flc | 2020-02-01  | 12
    """,
    """
    best_changes
    patient | marker         | baseline | best | percent_change
    part    | flc_difference | 200      | 50   | -75
    turned  | flc_difference | 200      | -7   | -100
    """,
)
case(
    "without a baseline, or below what is measurable, there is no row; without a later value there is a row and no change",
    """
    exposures
    patient | drug       | started_on
    none    | bortezomib | 2020-01-01
    small   | bortezomib | 2020-01-01
    never   | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    none    | serum_m_protein | 2020-05-01  | 30
    none    | serum_m_protein | 2020-06-01  | 15
    small   | serum_m_protein | 2020-01-01  | 9.9
    small   | serum_m_protein | 2020-02-01  | 5
    never   | serum_m_protein | 2020-01-01  | 10
    """,
    """
    best_changes
    patient | line | marker          | baseline | best_on | best | percent_change | decides
    never   | 1    | serum_m_protein | 10       |         |      |                | true
    """,
)
case(
    "of two followed markers the one that fell less decides; one without a value does not",
    """
    exposures
    patient | drug       | started_on
    both    | bortezomib | 2020-01-01
    one     | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    both    | serum_m_protein | 2020-01-01  | 20
    both    | serum_m_protein | 2020-02-01  | 15
    both    | urine_m_protein | 2020-01-01  | 1000
    both    | urine_m_protein | 2020-02-01  | 100
    one     | serum_m_protein | 2020-01-01  | 20
    one     | urine_m_protein | 2020-01-01  | 1000
    one     | urine_m_protein | 2020-02-01  | 100
    """,
    """
    best_changes
    patient | marker          | percent_change | decides
    both    | serum_m_protein | -25            | true
    both    | urine_m_protein | -90            | false
    one     | serum_m_protein |                | false
    one     | urine_m_protein | -90            | true
    """,
)
case(
    "a sum of fewer plasmacytomas than at baseline is no best change",
    """
    exposures
    patient | drug       | started_on
    p       | bortezomib | 2020-01-01
    lesions
    patient | lesion | measured_on | longest_mm | perpendicular_mm | kind
    p       | a      | 2020-01-01  | 20         | 10               | plasmacytoma
    p       | b      | 2020-01-01  | 20         | 10               | plasmacytoma
    p       | a      | 2020-02-01  | 20         | 15               | plasmacytoma
    p       | a      | 2020-03-01  | 10         | 10               | plasmacytoma
    p       | b      | 2020-03-01  | 20         | 10               | plasmacytoma
    """,
    """
    best_changes
    patient | marker | baseline | best_on    | best | percent_change
    p       | lesion | 400      | 2020-03-01 | 300  | -25
    """,
)
