"""Do groups differ in survival? The log-rank test and its weighted relatives.

At each event time the events of a group are compared with its share of those at risk; the differences, weighted, are
added over times and strata, with the hypergeometric variance. Sources: Mantel, Cancer Chemother Rep 1966;50:163-170;
Fleming and Harrington, Counting Processes and Survival Analysis, chapter 7; Klein and Moeschberger, 2nd ed., sections
7.3 and 7.5. Agrees with R's `survdiff` (rho), which takes neither gamma nor delayed entry.

It misleads where hazards cross: early and late differences cancel. Choose the weights before seeing the curves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.survival.hypotheses import Test, chi_square
from thirdline.statistics.survival.rows import Floats, FollowUp, Ints, follow_up, labels


@dataclass(frozen=True)
class Weighting:
    """How much each event time counts, in each stratum by itself.

    "fleming-harrington": S^rho (1 - S)^gamma, S the Kaplan-Meier curve of all groups just before the time: rho 0 and
    gamma 0 the log-rank test, rho 1 that of R's `survdiff(rho = 1)`, gamma 1 late differences. "gehan": the number at
    risk. "tarone-ware": its square root. "peto": Peto and Peto's product of 1 - d/(n + 1).
    """

    rho: float = 0.0
    gamma: float = 0.0
    kind: Literal["fleming-harrington", "gehan", "tarone-ware", "peto"] = "fleming-harrington"

    def __post_init__(self) -> None:
        if self.kind not in ("fleming-harrington", "gehan", "tarone-ware", "peto"):
            allowed = "fleming-harrington, gehan, tarone-ware, peto"
            raise StatisticsError([f"weighting: found {self.kind!r}; allowed: {allowed}"])
        if not (0 <= self.rho < np.inf and 0 <= self.gamma < np.inf):
            raise StatisticsError([f"weighting: found rho {self.rho:g}, gamma {self.gamma:g}; allowed: 0 or more"])

    @property
    def name(self) -> str:
        if self.kind == "fleming-harrington":
            plain = self.rho == 0 and self.gamma == 0
            return "Log-rank test" if plain else f"Fleming-Harrington test (rho {self.rho:g}, gamma {self.gamma:g})"
        return {"gehan": "Gehan's test", "tarone-ware": "Tarone-Ware test", "peto": "Peto and Peto's test"}[self.kind]

    def weights(self, at_risk: Floats, events: Floats) -> Floats:
        """The weight of each event time."""
        if self.kind == "gehan":
            return at_risk
        if self.kind == "tarone-ware":
            return np.sqrt(at_risk)
        if self.kind == "peto":
            return np.cumprod(1 - events / (at_risk + 1))
        before = np.append(1.0, np.cumprod((at_risk - events) / at_risk)[:-1])
        return before**self.rho * (1 - before) ** self.gamma


LOG_RANK = Weighting()


def log_rank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    entry: ArrayLike | None = None,
    weighting: Weighting = LOG_RANK,
) -> Test:
    """Is survival the same in all groups?

    `strata`: groups are compared within each stratum only. Degrees of freedom are the groups that can be compared, less
    one. What takes no part (a stratum without events, a group never at risk at an event) is said in the notes. Errors:
    `StatisticsError` for a row that cannot be used, and for fewer than two groups.

    >>> test = log_rank([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 0, 0], [0, 0, 0, 1, 1, 1])
    >>> round(test.statistic, 3), test.df, round(test.p_value, 4)
    (5.052, 1, 0.0246)
    """
    seen = follow_up(time, event, entry, None)
    groups, member = labels(group, "group", len(seen.time))
    if len(groups) < 2:
        raise StatisticsError(["group: found fewer than two groups; allowed: two or more, as a label a row"])
    layers, layer = labels(strata, "strata", len(seen.time))
    parts = [_score(rows, seen, (member, len(groups)), weighting) for rows in rows_by(layer, len(layers))]
    silent = [name for name, part in zip(layers, parts, strict=True) if part is None]
    observed, expected, variance = _totals(parts, len(groups))
    statistic, df, p_value = chi_square(observed - expected, variance)
    method = weighting.name + ("" if strata is None else ", stratified") + ("" if entry is None else ", delayed entry")
    unseen = [g for g, e in zip(groups, expected, strict=True) if e == 0]
    notes = _notes(silent if strata is not None else [], unseen, df, len(groups) - len(unseen) - 1)
    return Test(statistic, df, p_value, method, groups, tuple(observed.tolist()), tuple(expected.tolist()), notes)


def rows_by(layer: Ints, n: int) -> list[Ints]:
    """The rows of each of `n` strata."""
    if n == 1:
        return [np.arange(len(layer))]
    order = np.argsort(layer, kind="stable")
    return np.split(order, np.searchsorted(layer[order], np.arange(1, n)))


_Sums = tuple[Floats, Floats, Floats]


def _totals(parts: list[_Sums | None], groups: int) -> _Sums:
    nothing = (np.zeros(groups), np.zeros(groups), np.zeros((groups, groups)))
    told = [part for part in parts if part is not None] or [nothing]
    observed, expected, variance = zip(*told, strict=True)
    return np.sum(observed, axis=0), np.sum(expected, axis=0), np.sum(variance, axis=0)


def _score(rows: Ints, seen: FollowUp, members: tuple[Ints, int], weighting: Weighting) -> _Sums | None:
    """Observed and expected events by group, and their variance, in one stratum; None where it has no event."""
    if not np.any(seen.event[rows]):
        return None
    events, at_risk = group_table(rows, seen, members)
    d, n = events.sum(axis=1), at_risk.sum(axis=1)
    weight = weighting.weights(n, d)
    shares = at_risk / n[:, None]
    spread = weight**2 * d * np.divide(n - d, n - 1, out=np.zeros(len(n)), where=n > 1)
    variance = np.diag(spread @ shares) - (shares * spread[:, None]).T @ shares
    return weight @ events, (weight * d) @ shares, variance


def group_table(rows: Ints, seen: FollowUp, members: tuple[Ints, int]) -> tuple[Floats, Floats]:
    """Events and numbers at risk by group (columns) at each event time (rows) of some rows."""
    member, groups = members
    time, event, of = seen.time[rows], seen.event[rows], member[rows]
    times = np.unique(time[event])
    events = _cells(np.searchsorted(times, time[event]), of[event], (len(times), groups))
    last = np.searchsorted(times, time, side="right")
    at_risk = _from_the_end(_cells(last, of, (len(times) + 1, groups)))
    if seen.entry is not None:
        joined = np.searchsorted(times, seen.entry[rows], side="right")
        at_risk = at_risk - _from_the_end(_cells(joined, of, (len(times) + 1, groups)))
    return events, at_risk


def _cells(row: Ints, column: Ints, shape: tuple[int, int]) -> Floats:
    return np.bincount(row * shape[1] + column, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)


def _from_the_end(counts: Floats) -> Floats:
    """At each time, those whose last (or first) time comes after it."""
    return np.cumsum(counts[::-1], axis=0)[::-1][1:]


def _notes(silent: list[Any], unseen: list[Any], df: int, wanted: int) -> tuple[str, ...]:
    told = [f"Stratum {name}: no event, left out." for name in silent]
    told += [f"Group {name}: nobody at risk at any event, left out." for name in unseen]
    if df < wanted:
        told.append(f"Only {df} of {wanted} comparisons can be made: some groups are never at risk together at an event.")
    return tuple(told)
