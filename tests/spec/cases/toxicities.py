"""Grades of toxicity by measurements (CTCAE 5.0); every rung of the edition in force, on both of its sides."""

from tests.spec.drawn import CASES, Case, case
from tests.spec.transcribed_toxicities import expected, given

CASES.append(
    Case(
        "every rung of CTCAE 5.0 parts the grades where its printed words do",
        given("5.0"),
        {"toxicities": expected("5.0")},
        None,
        None,
    )
)
case(
    "without the limit of normal a grade that needs it is unknown, and one that an amount tells is known",
    """
    measurements
    patient | analyte     | measured_on | value | lower_normal | upper_normal
    known   | haemoglobin | 2020-01-01  | 110   | 120          | 160
    unknown | haemoglobin | 2020-01-01  | 110   |              | 160
    amount  | haemoglobin | 2020-01-01  | 79    |              | 160
    both    | haemoglobin | 2020-01-01  | 110   |              |
    """,
    """
    toxicities
    patient | term                 | assessed_on | grade | grade_at_most | edition | because
    known   | anemia               | 2020-01-01  | 1     | 4             | 5.0     | ctcae-5-0#anemia; measurements:haemoglobin/2020-01-01; signs that no laboratory sees could make it worse
    known   | hemoglobin_increased | 2020-01-01  | 0     | 0             | 5.0     | ctcae-5-0#hemoglobin_increased; measurements:haemoglobin/2020-01-01
    unknown | anemia               | 2020-01-01  |       | 4             | 5.0     | ctcae-5-0#anemia; measurements:haemoglobin/2020-01-01; no lower limit of normal; signs that no laboratory sees could make it worse
    unknown | hemoglobin_increased | 2020-01-01  | 0     | 0             | 5.0     | ctcae-5-0#hemoglobin_increased; measurements:haemoglobin/2020-01-01
    amount  | anemia               | 2020-01-01  | 3     | 4             | 5.0     | ctcae-5-0#anemia; measurements:haemoglobin/2020-01-01; no lower limit of normal; signs that no laboratory sees could make it worse
    amount  | hemoglobin_increased | 2020-01-01  | 0     | 0             | 5.0     | ctcae-5-0#hemoglobin_increased; measurements:haemoglobin/2020-01-01
    both    | anemia               | 2020-01-01  |       | 4             | 5.0     | ctcae-5-0#anemia; measurements:haemoglobin/2020-01-01; no lower limit of normal; signs that no laboratory sees could make it worse
    both    | hemoglobin_increased | 2020-01-01  |       | 3             | 5.0     | ctcae-5-0#hemoglobin_increased; measurements:haemoglobin/2020-01-01; no upper limit of normal
    """,
)
case(
    "of several values of a day the worst grade counts, and an unknown one does not hide it",
    """
    measurements
    patient | row | analyte   | measured_on | value | lower_normal
    worst   | a   | platelets | 2020-01-01  | 60    | 150
    worst   | b   | platelets | 2020-01-01  | 20    | 150
    worst   | c   | platelets | 2020-01-01  | 200   | 150
    hidden  | d   | platelets | 2020-01-01  | 60    | 150
    hidden  | e   | platelets | 2020-01-01  | 120   |
    open    | f   | platelets | 2020-01-01  | 200   | 150
    open    | g   | platelets | 2020-01-01  | 120   |
    none    | h   | platelets | 2020-01-01  |       | 150
    undated | i   | platelets |             | 20    | 150
    """,
    """
    toxicities
    patient | term                     | assessed_on | grade | grade_at_most | because
    worst   | platelet_count_decreased | 2020-01-01  | 4     | 4             | ctcae-5-0#platelet_count_decreased; measurements:a; measurements:b; measurements:c
    hidden  | platelet_count_decreased | 2020-01-01  | 2     | 2             | ctcae-5-0#platelet_count_decreased; measurements:d; measurements:e
    open    | platelet_count_decreased | 2020-01-01  |       | 1             | ctcae-5-0#platelet_count_decreased; measurements:f; measurements:g; no lower limit of normal
    """,
)
case(
    "total calcium is corrected for the albumin of its day: 0.02 mmol/L for each g/L below 40",
    """
    measurements
    patient  | row | analyte           | measured_on | value | lower_normal | upper_normal
    at       | a   | calcium           | 2020-01-01  | 2.5   | 2.1          | 2.6
    at       | b   | albumin           | 2020-01-01  | 35    | 20           | 60
    above    | c   | calcium           | 2020-01-01  | 2.51  | 2.1          | 2.6
    above    | d   | albumin           | 2020-01-01  | 35    | 20           | 60
    lowered  | e   | calcium           | 2020-01-01  | 2.69  | 2.1          | 2.6
    lowered  | f   | albumin           | 2020-01-01  | 45    | 20           | 60
    alone    | g   | calcium           | 2020-01-01  | 3.5   | 2.1          | 2.6
    alone    | h   | albumin           | 2020-01-02  | 35    | 20           | 60
    reported | i   | calcium           | 2020-01-01  | 2.51  | 2.1          | 2.6
    reported | j   | albumin           | 2020-01-01  | 35    | 20           | 60
    reported | k   | calcium_corrected | 2020-01-01  | 2.55  | 2.1          | 2.6
    lowest   | l   | calcium           | 2020-01-01  | 2.51  | 2.1          | 2.6
    lowest   | m   | albumin           | 2020-01-01  | 50    | 20           | 60
    lowest   | n   | albumin           | 2020-01-01  | 35    | 20           | 60
    """,
    """
    toxicities
    patient  | term            | assessed_on | grade | grade_at_most | because
    at       | hypercalcemia   | 2020-01-01  | 0     | 0             | ctcae-5-0#hypercalcemia; measurements:a; measurements:b; ctcae-5-0#calcium_correction
    at       | hypocalcemia    | 2020-01-01  | 0     | 0             | ctcae-5-0#hypocalcemia; measurements:a; measurements:b; ctcae-5-0#calcium_correction
    at       | hypoalbuminemia | 2020-01-01  | 0     | 0             | ctcae-5-0#hypoalbuminemia; measurements:b
    above    | hypercalcemia   | 2020-01-01  | 1     | 4             | ctcae-5-0#hypercalcemia; measurements:c; measurements:d; ctcae-5-0#calcium_correction; signs that no laboratory sees could make it worse
    above    | hypocalcemia    | 2020-01-01  | 0     | 0             | ctcae-5-0#hypocalcemia; measurements:c; measurements:d; ctcae-5-0#calcium_correction
    above    | hypoalbuminemia | 2020-01-01  | 0     | 0             | ctcae-5-0#hypoalbuminemia; measurements:d
    lowered  | hypercalcemia   | 2020-01-01  | 0     | 0             | ctcae-5-0#hypercalcemia; measurements:e; measurements:f; ctcae-5-0#calcium_correction
    lowered  | hypocalcemia    | 2020-01-01  | 0     | 0             | ctcae-5-0#hypocalcemia; measurements:e; measurements:f; ctcae-5-0#calcium_correction
    lowered  | hypoalbuminemia | 2020-01-01  | 0     | 0             | ctcae-5-0#hypoalbuminemia; measurements:f
    alone    | hypercalcemia   | 2020-01-01  |       | 4             | ctcae-5-0#hypercalcemia; measurements:g; no albumin of that day
    alone    | hypocalcemia    | 2020-01-01  |       | 4             | ctcae-5-0#hypocalcemia; measurements:g; no albumin of that day
    alone    | hypoalbuminemia | 2020-01-02  | 0     | 0             | ctcae-5-0#hypoalbuminemia; measurements:h
    reported | hypercalcemia   | 2020-01-01  | 0     | 0             | ctcae-5-0#hypercalcemia; measurements:k
    reported | hypocalcemia    | 2020-01-01  | 0     | 0             | ctcae-5-0#hypocalcemia; measurements:k
    reported | hypoalbuminemia | 2020-01-01  | 0     | 0             | ctcae-5-0#hypoalbuminemia; measurements:j
    lowest   | hypercalcemia   | 2020-01-01  | 1     | 4             | ctcae-5-0#hypercalcemia; measurements:l; measurements:n; ctcae-5-0#calcium_correction; signs that no laboratory sees could make it worse
    lowest   | hypocalcemia    | 2020-01-01  | 0     | 0             | ctcae-5-0#hypocalcemia; measurements:l; measurements:n; ctcae-5-0#calcium_correction
    lowest   | hypoalbuminemia | 2020-01-01  | 0     | 0             | ctcae-5-0#hypoalbuminemia; measurements:m; measurements:n
    """,
)
case(
    "ionised calcium tells hypercalcemia where total calcium has no albumin",
    """
    measurements
    row | analyte         | measured_on | value | lower_normal | upper_normal
    a   | calcium         | 2020-01-01  | 2.4   | 2.1          | 2.6
    b   | calcium_ionized | 2020-01-01  | 1.7   | 1.1          | 1.3
    """,
    """
    toxicities
    term          | assessed_on | grade | grade_at_most | because
    hypercalcemia | 2020-01-01  | 3     | 4             | ctcae-5-0#hypercalcemia; measurements:a; measurements:b; no albumin of that day
    hypocalcemia  | 2020-01-01  |       | 4             | ctcae-5-0#hypocalcemia; measurements:a; measurements:b; no albumin of that day
    """,
)
case(
    "a limit printed in two units counts in the unit in which the value was reported, else as printed in SI units",
    """
    measurements
    patient | analyte           | measured_on | value | reported_unit | lower_normal | upper_normal
    us      | calcium_corrected | 2020-01-01  | 2.88  | mg/dL         | 2            | 2.6
    si      | calcium_corrected | 2020-01-01  | 2.88  | mmol/L        | 2            | 2.6
    other   | calcium_corrected | 2020-01-01  | 2.88  | mg/L          | 2            | 2.6
    not     | calcium_corrected | 2020-01-01  | 2.88  |               | 2            | 2.6
    """,
    """
    toxicities
    patient | term          | assessed_on | grade
    us      | hypercalcemia | 2020-01-01  | 2
    us      | hypocalcemia  | 2020-01-01  | 0
    si      | hypercalcemia | 2020-01-01  | 1
    si      | hypocalcemia  | 2020-01-01  | 0
    other   | hypercalcemia | 2020-01-01  | 1
    other   | hypocalcemia  | 2020-01-01  | 0
    not     | hypercalcemia | 2020-01-01  | 1
    not     | hypocalcemia  | 2020-01-01  | 0
    """,
)
case(
    "the baseline is the last value on or before the day on which the line opened, and not older than 90 days",
    """
    exposures
    patient | drug       | started_on | ended_on
    last    | bortezomib | 2020-03-31 | 2020-04-30
    day_90  | bortezomib | 2020-03-31 | 2020-04-30
    day_91  | bortezomib | 2020-03-31 | 2020-04-30
    measurements
    patient | row | analyte | measured_on | value | upper_normal
    last    | a   | alt     | 2020-03-01  | 40    | 40
    last    | b   | alt     | 2020-03-20  | 100   | 40
    last    | c   | alt     | 2020-04-10  | 200   | 40
    day_90  | d   | alt     | 2020-01-01  | 100   | 40
    day_90  | e   | alt     | 2020-04-10  | 200   | 40
    day_91  | f   | alt     | 2019-12-31  | 100   | 40
    day_91  | g   | alt     | 2020-04-10  | 200   | 40
    """,
    """
    toxicities
    patient | term                               | assessed_on | grade | grade_at_most | because
    last    | alanine_aminotransferase_increased | 2020-03-01  | 0     | 0             | ctcae-5-0#alanine_aminotransferase_increased; measurements:a
    last    | alanine_aminotransferase_increased | 2020-03-20  |       | 4             | ctcae-5-0#alanine_aminotransferase_increased; measurements:b; no baseline
    last    | alanine_aminotransferase_increased | 2020-04-10  | 1     | 1             | ctcae-5-0#alanine_aminotransferase_increased; measurements:c; measurements:b
    day_90  | alanine_aminotransferase_increased | 2020-01-01  |       | 4             | ctcae-5-0#alanine_aminotransferase_increased; measurements:d; no baseline
    day_90  | alanine_aminotransferase_increased | 2020-04-10  | 1     | 1             | ctcae-5-0#alanine_aminotransferase_increased; measurements:e; measurements:d
    day_91  | alanine_aminotransferase_increased | 2019-12-31  |       | 4             | ctcae-5-0#alanine_aminotransferase_increased; measurements:f; no baseline
    day_91  | alanine_aminotransferase_increased | 2020-04-10  |       | 4             | ctcae-5-0#alanine_aminotransferase_increased; measurements:g; no baseline
    """,
)
case(
    "each line has its own baseline, from the day it opens; a drug that opens no line has one too",
    """
    exposures
    patient  | drug         | started_on | ended_on
    lines    | bortezomib   | 2020-02-01 | 2020-05-01
    lines    | carfilzomib  | 2020-08-01 | 2020-10-01
    no_line  | aciclovir    | 2020-02-01 | 2020-05-01
    no_line  | filgrastim   | 2020-03-10 | 2020-05-01
    measurements
    patient  | row | analyte    | measured_on | value | lower_normal | upper_normal
    lines    | a   | creatinine | 2020-02-01  | 60    | 50           | 100
    lines    | b   | creatinine | 2020-07-31  | 99    | 50           | 100
    lines    | c   | creatinine | 2020-08-01  | 99    | 50           | 100
    no_line  | d   | creatinine | 2020-01-20  | 60    | 50           | 100
    no_line  | e   | creatinine | 2020-03-01  | 50    | 50           | 100
    no_line  | f   | creatinine | 2020-03-20  | 99    | 50           | 100
    """,
    """
    toxicities
    patient  | term                 | assessed_on | grade | because
    lines    | creatinine_increased | 2020-02-01  | 0     | ctcae-5-0#creatinine_increased; measurements:a; measurements:a
    lines    | creatinine_increased | 2020-07-31  | 2     | ctcae-5-0#creatinine_increased; measurements:b; measurements:a
    lines    | creatinine_increased | 2020-08-01  | 0     | ctcae-5-0#creatinine_increased; measurements:c; measurements:c
    no_line  | creatinine_increased | 2020-01-20  |       | ctcae-5-0#creatinine_increased; measurements:d; no baseline
    no_line  | creatinine_increased | 2020-03-01  | 0     | ctcae-5-0#creatinine_increased; measurements:e; measurements:d
    no_line  | creatinine_increased | 2020-03-20  | 2     | ctcae-5-0#creatinine_increased; measurements:f; measurements:d
    """,
)
case(
    "a baseline whose own limit of normal is missing leaves open which limits count, but never hides a normal value",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-02-01
    measurements
    row | analyte | measured_on | value | upper_normal
    a   | alt     | 2020-02-01  | 30    |
    b   | alt     | 2020-03-01  | 130   | 40
    c   | alt     | 2020-04-01  | 40    | 40
    """,
    """
    toxicities
    term                               | assessed_on | grade | grade_at_most | because
    alanine_aminotransferase_increased | 2020-02-01  |       | 4             | ctcae-5-0#alanine_aminotransferase_increased; measurements:a; measurements:a; no upper limit of normal
    alanine_aminotransferase_increased | 2020-03-01  |       | 2             | ctcae-5-0#alanine_aminotransferase_increased; measurements:b; measurements:a; no limit of normal at baseline
    alanine_aminotransferase_increased | 2020-04-01  | 0     | 0             | ctcae-5-0#alanine_aminotransferase_increased; measurements:c; measurements:a
    """,
)
case(
    "protein in urine is graded by the limits of adults where age is known to be 18 or more",
    """
    patients
    patient | born_on
    adult   | 2002-01-01
    child   | 2002-01-02
    ageless |
    measurements
    patient | analyte             | measured_on | value | upper_normal
    adult   | urine_total_protein | 2020-01-01  | 4000  | 150
    child   | urine_total_protein | 2020-01-01  | 4000  | 150
    ageless | urine_total_protein | 2020-01-01  | 4000  | 150
    """,
    """
    toxicities
    patient | term        | assessed_on | grade | grade_at_most | because
    adult   | proteinuria | 2020-01-01  | 3     | 3             | ctcae-5-0#proteinuria; measurements:urine_total_protein/2020-01-01
    child   | proteinuria | 2020-01-01  | 1     | 3             | ctcae-5-0#proteinuria; measurements:urine_total_protein/2020-01-01; not known to be an adult
    ageless | proteinuria | 2020-01-01  | 1     | 3             | ctcae-5-0#proteinuria; measurements:urine_total_protein/2020-01-01; not known to be an adult
    """,
)
case(
    "what no term is told by has no grade",
    """
    measurements
    analyte         | measured_on | value | upper_normal
    serum_m_protein | 2020-01-01  | 40    | 0
    crp             | 2020-01-01  | 200   | 5
    """,
    """
    toxicities
    (none)
    """,
)
