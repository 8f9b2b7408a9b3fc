"""How sure are counts? Exact tests and intervals of one proportion, two proportions and two rates.

Thin over scipy where scipy is right; what it lacks is composed of what it has. statsmodels has the same intervals of one
proportion and agrees; scipy is the smaller import.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy import stats
from scipy.stats import contingency

from thirdline.statistics.estimates import LEVEL, Estimate, StatisticsError
from thirdline.statistics.roots import root

HALF = 0.5
"""Half of the probability of what was seen (mid-P, Lancaster 1961); both parameters of Jeffreys' prior (Brown 2001)."""

Table = tuple[tuple[int, int], tuple[int, int]]
"""Two groups as rows; with and without the event as columns."""


@dataclass(frozen=True)
class ExactTest:
    """A two-by-two table tested: the two-sided P value, and the conditional odds ratio with its interval."""

    p_value: float
    odds_ratio: Estimate
    method: str


def fisher(table: Table, level: float = LEVEL) -> ExactTest:
    """Do two groups differ in a proportion? Fisher's exact test, and the conditional odds ratio.

    Two-sided by minimum likelihood: the sum of all tables with these margins no likelier than the one seen, as R does.
    The interval is Fisher's central one (Cornfield 1956) and may disagree with this P value near 0.05, in R as here.
    Where a margin is 0 the P value is 1 and the odds ratio None.

    >>> fisher(((3, 1), (1, 3))).p_value.__round__(4)
    0.4857
    """
    counts = _table(table)
    _, p_value = cast(tuple[float, float], stats.fisher_exact(counts))
    return ExactTest(float(p_value), odds_ratio(table, level), "Fisher's exact test, two-sided")


def odds_ratio(table: Table, level: float = LEVEL) -> Estimate:
    """The conditional maximum-likelihood odds ratio with Fisher's exact interval.

    It is not ad / bc but nearer to 1. With a zero cell it is 0 or infinite, and one limit with it; both are said.
    """
    counts, method = _table(table), "conditional odds ratio; exact interval"
    _level(level)
    if not (counts.sum(axis=0).all() and counts.sum(axis=1).all()):
        note = "Not estimable: a row or a column of the table is empty."
        return Estimate(None, level=level, method=method, notes=(note,))
    found = contingency.odds_ratio(counts, kind="conditional")
    interval = found.confidence_interval(level)
    notes = ("A cell is 0: the odds ratio has one limit only.",) if (counts == 0).any() else ()
    return Estimate(float(found.statistic), float(interval.low), float(interval.high), level, None, method, notes)


def clopper_pearson(n: int, of: int, level: float = LEVEL) -> Estimate:
    """A proportion with its exact interval: covers at least at its level, and mostly more.

    >>> found = clopper_pearson(22, 34000)
    >>> f"{found.low:.6f} {found.high:.6f}"
    '0.000406 0.000979'
    """
    _count(n, of, level)
    found = stats.binomtest(n, of).proportion_ci(level, method="exact")
    return Estimate(n / of, float(found.low), float(found.high), level, None, "exact interval (Clopper-Pearson)")


def wilson(n: int, of: int, level: float = LEVEL) -> Estimate:
    """A proportion with Wilson's score interval (1927), no continuity correction: covers at its level on average."""
    _count(n, of, level)
    found = stats.binomtest(n, of).proportion_ci(level, method="wilson")
    return Estimate(n / of, float(found.low), float(found.high), level, None, "score interval (Wilson)")


def jeffreys(n: int, of: int, level: float = LEVEL) -> Estimate:
    """A proportion with the equal-tailed interval under Jeffreys' prior; a limit at 0 of 0 or n of n (Brown et al. 2001)."""
    _count(n, of, level)
    posterior, tail = stats.beta(n + HALF, of - n + HALF), (1 - level) / 2
    low, high = (0.0 if n == 0 else posterior.ppf(tail)), (1.0 if n == of else posterior.isf(tail))
    return Estimate(n / of, float(low), float(high), level, None, "Bayesian interval, Jeffreys' prior")


def mid_p(n: int, of: int, level: float = LEVEL) -> Estimate:
    """A proportion with the mid-P interval: exact, less cautious; what was seen counts by half (Lancaster 1961)."""
    _count(n, of, level)
    tail = (1 - level) / 2
    low = (
        0.0
        if n == 0
        else root(lambda p: float(stats.binom.sf(n, of, p) + HALF * stats.binom.pmf(n, of, p)) - tail, 0.0, 1.0)
    )
    high = (
        1.0
        if n == of
        else root(lambda p: float(stats.binom.cdf(n - 1, of, p) + HALF * stats.binom.pmf(n, of, p)) - tail, 0.0, 1.0)
    )
    return Estimate(n / of, low, high, level, None, "mid-P exact interval")


def difference(table: Table, level: float = LEVEL) -> Estimate:
    """The difference of two proportions, first row less second, with Newcombe's interval (1998, method 10).

    Two Wilson intervals put together; it stays within -1 and 1 and has width at 0 and 100 %.
    """
    (a, b), (c, d) = _arms(table)
    first, second = wilson(a, a + b, level), wilson(c, c + d, level)
    (p1, l1, u1), (p2, l2, u2) = _triple(first), _triple(second)
    value = p1 - p2
    low, high = value - math.hypot(p1 - l1, u2 - p2), value + math.hypot(u1 - p1, p2 - l2)
    return Estimate(value, low, high, level, None, "difference of proportions; hybrid score interval (Newcombe)")


def risk_ratio(table: Table, level: float = LEVEL) -> Estimate:
    """The ratio of two proportions, first row over second, with the log interval (Katz et al. 1978).

    Without an event in one group the interval does not exist (None, with a note); in both, nor does the ratio.
    """
    (a, b), (c, d) = _arms(table)
    method = "risk ratio; log interval (Katz)"
    _level(level)
    if a == 0 or c == 0:
        value = 0.0 if c else math.inf if a else None
        note = "No event in " + ("either group" if a == c else "one group") + ": the log interval does not exist."
        return Estimate(value, level=level, method=method, notes=(note,))
    found = contingency.relative_risk(a, a + b, c, c + d)
    interval = found.confidence_interval(level)
    return Estimate(float(found.relative_risk), float(interval.low), float(interval.high), level, None, method)


def rate_ratio(events: tuple[int, int], times: tuple[float, float], level: float = LEVEL) -> Estimate:
    """The ratio of two rates, first over second, exact: given all events, the first group's are binomial.

    events and person-time of two groups; the limits are those of Clopper and Pearson carried over (Przyborowski and
    Wilenski 1940). Both groups without an event: None.
    """
    method = "rate ratio; exact conditional interval"
    problems = [f"person-time: {t}; it must be finite and above 0." for t in times if not 0 < t < math.inf]
    if problems:
        raise StatisticsError(problems)
    total = sum(events)
    if total == 0:
        return Estimate(None, level=level, method=method, notes=("No event in either group.",))
    share = clopper_pearson(events[0], total, level)
    scale = times[1] / times[0]
    value, low, high = (p / (1 - p) * scale if p < 1 else math.inf for p in _triple(share))
    return Estimate(value, low, high, level, None, method)


def poisson_rate(events: int, time: float, level: float = LEVEL) -> Estimate:
    """Events over person-time with the exact Poisson interval (Garwood 1936)."""
    if events != int(events) or events < 0 or not 0 < time < math.inf:
        raise StatisticsError([f"{events} events in {time}: whole events of 0 or more, a time above 0."])
    _level(level)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(stats.chi2.ppf(tail, 2 * events)) / 2
    high = float(stats.chi2.isf(tail, 2 * events + 2)) / 2
    return Estimate(events / time, low / time, high / time, level, None, "rate; exact Poisson interval (Garwood)")


def _triple(estimate: Estimate) -> tuple[float, float, float]:
    assert estimate.value is not None and estimate.low is not None and estimate.high is not None
    return estimate.value, estimate.low, estimate.high


def _level(level: float) -> None:
    if not 0 < level < 1:
        raise StatisticsError([f"level: {level}; give the confidence level as a share between 0 and 1 (0.95)."])


def _count(n: int, of: int, level: float) -> None:
    _level(level)
    if n != int(n) or of != int(of) or of < 1 or not 0 <= n <= of:
        raise StatisticsError([f"{n} of {of}: whole numbers, at least one observed, events between 0 and all of them."])


def _table(table: Table) -> np.ndarray:
    counts = np.asarray(table, dtype=float)
    if counts.shape != (2, 2) or (counts != np.floor(counts)).any() or (counts < 0).any():
        raise StatisticsError([f"table: {table!r}; two rows of two whole numbers of 0 or more are needed."])
    return counts.astype(int)


def _arms(table: Table) -> Table:
    (a, b), (c, d) = _table(table).tolist()
    if a + b == 0 or c + d == 0:
        raise StatisticsError([f"table: {table!r}; a group without anybody has no proportion."])
    return (a, b), (c, d)
