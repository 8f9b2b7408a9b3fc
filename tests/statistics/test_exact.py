"""Exact tests and intervals are those of R; what does not exist is None, with the reason."""
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportOptionalOperand=false, reportOperatorIssue=false
# pyright: reportCallIssue=false, reportAttributeAccessIssue=false
# (bad input is meant to be bad; figures of these cases exist)

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from tests.statistics.golden_pooling import golden, near
from thirdline.statistics import StatisticsError
from thirdline.statistics.exact import (
    clopper_pearson,
    difference,
    fisher,
    jeffreys,
    mid_p,
    odds_ratio,
    poisson_rate,
    rate_ratio,
    risk_ratio,
    wilson,
)

ROOTED = 1e-7
"""Roots: of scipy's search for the conditional odds ratio and its limits."""


def rows(kind):
    return golden("exact")[kind]


def table(row):
    a, b, c, d = row["table"]
    return (a, b), (c, d)


@pytest.mark.parametrize("row", rows("fisher"), ids=lambda row: str(row["table"]))
def test_fishers_test_and_the_conditional_odds_ratio_are_those_of_r(row):
    found = fisher(table(row))
    assert found.p_value == near(row["p"])
    expected = [math.inf if row[key] is None else row[key] for key in ("odds_ratio", "low", "high")]
    assert [found.odds_ratio.value, found.odds_ratio.low, found.odds_ratio.high] == near(expected, ROOTED)
    wide = odds_ratio(table(row), 0.99)
    assert [wide.low, wide.high] == near([row["low99"], math.inf if row["high99"] is None else row["high99"]], ROOTED)
    assert bool(found.odds_ratio.notes) == (0 in row["table"])


def test_an_empty_margin_has_no_odds_ratio():
    found = fisher(((0, 5), (0, 7)))
    assert (found.p_value, found.odds_ratio.value) == (1, None)
    assert found.odds_ratio.notes == ("Not estimable: a row or a column of the table is empty.",)


@pytest.mark.parametrize("row", rows("one"), ids=lambda row: f"{row['x']} of {row['n']}")
def test_intervals_of_one_proportion_are_those_of_r(row):
    for interval in (clopper_pearson, wilson, jeffreys, mid_p):
        found = interval(row["x"], row["n"])
        assert [found.low, found.high] == near(row[interval.__name__], 1e-8), interval.__name__
        assert found.value == near(row["x"] / row["n"])
    narrow = clopper_pearson(row["x"], row["n"], 0.9)
    assert [narrow.low, narrow.high] == near(row["clopper_pearson_90"])


@pytest.mark.parametrize("row", rows("one"), ids=lambda row: f"{row['x']} of {row['n']}")
def test_statsmodels_agrees(row):
    for interval, name in ((clopper_pearson, "beta"), (wilson, "wilson"), (jeffreys, "jeffreys")):
        found = interval(row["x"], row["n"])
        low, high = proportion_confint(row["x"], row["n"], method=name)
        if interval is jeffreys:  # limits at the edge are 0 and 1 (Brown et al. 2001); statsmodels leaves the quantile
            low, high = (0 if row["x"] == 0 else low), (1 if row["x"] == row["n"] else high)
        assert (found.low, found.high) == near((low, high), 1e-8)


@pytest.mark.parametrize("row", rows("newcombe"), ids=lambda row: str(row["table"]))
def test_newcombes_difference_is_that_of_two_score_intervals_of_r(row):
    found = difference(table(row))
    assert [found.value, found.low, found.high] == near([row["value"], row["low"], row["high"]])


def test_newcombes_own_example():
    """Newcombe 1998, table II: 56/70 less 48/80, method 10: 0.0524 to 0.3339."""
    found = difference(((56, 14), (48, 32)))
    assert [found.value, found.low, found.high] == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)


@pytest.mark.parametrize("row", rows("risk_ratio"), ids=lambda row: str(row["table"]))
def test_the_risk_ratio_is_that_of_r(row):
    found = risk_ratio(table(row))
    assert [found.value, found.low, found.high] == near([row["value"], row["low"], row["high"]])


def test_a_risk_ratio_without_events_has_no_interval():
    assert (risk_ratio(((0, 5), (3, 7))).value, risk_ratio(((0, 5), (3, 7))).low) == (0.0, None)
    assert risk_ratio(((2, 5), (0, 7))).value == math.inf
    assert risk_ratio(((2, 5), (0, 7))).notes == ("No event in one group: the log interval does not exist.",)
    none = risk_ratio(((0, 5), (0, 7)))
    assert (none.value, none.notes) == (None, ("No event in either group: the log interval does not exist.",))


@pytest.mark.parametrize("row", rows("rate_ratio"), ids=lambda row: str(row["input"]))
def test_the_rate_ratio_is_that_of_r(row):
    a, t, b, u = row["input"]
    found = rate_ratio((a, b), (t, u))
    expected = [math.inf if row[key] is None else row[key] for key in ("value", "low", "high")]
    assert [found.value, found.low, found.high] == near(expected)


def test_no_event_in_either_group_has_no_rate_ratio():
    assert rate_ratio((0, 0), (5, 5)).value is None
    with pytest.raises(StatisticsError, match="person-time: 0"):
        rate_ratio((1, 2), (0, 5))


@pytest.mark.parametrize("row", rows("rate"), ids=lambda row: str(row["input"]))
def test_a_rate_is_that_of_r(row):
    found = poisson_rate(*row["input"])
    assert [found.value, found.low, found.high] == near([row["value"], row["low"], row["high"]])


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_intervals_hold_their_proportion_stay_within_0_and_1_and_mirror(n, rest):
    if n + rest == 0:
        return
    for interval in (clopper_pearson, wilson, jeffreys, mid_p):
        a, b = interval(n, n + rest), interval(rest, n + rest)
        assert 0 <= a.low <= a.value <= a.high <= 1
        assert (a.low, a.high) == near((1 - b.high, 1 - b.low), 1e-9)
    exact, mid = clopper_pearson(n, n + rest), mid_p(n, n + rest)
    assert exact.low <= mid.low + 1e-12 and mid.high <= exact.high + 1e-12


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 12)] * 4))
def test_turning_the_rows_turns_the_odds_ratio_and_leaves_the_p_value(cells):
    a, b, c, d = cells
    one, other = fisher(((a, b), (c, d))), fisher(((c, d), (a, b)))
    assert one.p_value == near(other.p_value)
    if one.odds_ratio.value not in (None, 0.0, math.inf):
        assert one.odds_ratio.value * other.odds_ratio.value == near(1, 1e-6)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: clopper_pearson(5, 4), "5 of 4: whole numbers"),
        (lambda: wilson(-1, 4), "-1 of 4"),
        (lambda: jeffreys(0, 0), "0 of 0"),
        (lambda: mid_p(1, 4, 95), "level: 95"),
        (lambda: fisher(((1, 2), (3, -1))), "two rows of two whole numbers"),
        (lambda: odds_ratio(((1, 2), (3, 1)), 0), "level: 0"),
        (lambda: difference(((0, 0), (3, 1))), "a group without anybody has no proportion"),
        (lambda: poisson_rate(-1, 5), "-1 events in 5"),
        (lambda: poisson_rate(1, math.inf), "1 events in inf"),
    ],
)
def test_what_is_no_count_is_refused(call, said):
    with pytest.raises(StatisticsError) as caught:
        call()
    assert said in str(caught.value)


def test_person_time_may_be_less_than_one():
    assert poisson_rate(1, 0.5).value == near(2)
    assert poisson_rate(0, 0.25).low == 0
    assert rate_ratio((2, 1), (0.5, 0.5)).value == near(2)


def test_one_observed_is_enough_and_certainty_is_no_level():
    assert (clopper_pearson(1, 1).low, clopper_pearson(1, 1).high) == near((0.025, 1))
    for level in (1, 1.5):
        with pytest.raises(StatisticsError, match="level: 1"):
            wilson(3, 10, level)
