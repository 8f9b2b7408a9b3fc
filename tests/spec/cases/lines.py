"""Lines of therapy (Rajkumar 2015, with inferences)."""

from tests.spec.drawn import case

case(
    "the first treatment opens line 1, a steroid before it does not",
    """
    exposures
    drug          | started_on | ended_on
    dexamethasone | 2020-01-01 | 2020-01-04
    bortezomib    | 2020-02-01 | 2020-05-01
    """,
    """
    lines
    line | started_on | ended_on   | opened_by | drugs      | regimen
    1    | 2020-02-01 | 2020-05-01 | first     | bortezomib |
    """,
)
case(
    "a drug started on day 28 belongs to the regimen, on day 29 it opens a line",
    """
    exposures
    patient | drug         | started_on | ended_on
    within  | bortezomib   | 2020-01-01 | 2020-06-01
    within  | lenalidomide | 2020-01-29 | 2020-06-01
    after   | bortezomib   | 2020-01-01 | 2020-06-01
    after   | lenalidomide | 2020-01-30 | 2020-06-01
    """,
    """
    lines
    patient | line | started_on | opened_by
    after   | 1    | 2020-01-01 | first
    after   | 2    | 2020-01-30 | added_drug
    within  | 1    | 2020-01-01 | first
    """,
)
