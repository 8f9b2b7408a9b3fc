"""Does the cumulative incidence of one cause differ between groups?

Gray's test compares hazards of the subdistribution: at each event of the cause, the events of a group with its share of
those who could still have one, R = n (1 - F(t-)) / S(t-), where n is the number at risk, F the group's incidence and S its
Kaplan-Meier curve of any cause. Sources: Gray, Ann Stat 1988;16:1141-1154, equations 2.1 to 3.1, with the correction for
ties that his program has. Agrees with `cmprsk::cuminc`. Delayed entry is not defined for it.

It answers how many have had the event, not how fast it comes to those at risk: for that, a log-rank test that censors at
the other causes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.survival.causes import CENSORED, causes
from thirdline.statistics.survival.hypotheses import Test, chi_square
from thirdline.statistics.survival.log_ranks import group_table, rows_by
from thirdline.statistics.survival.rows import Bools, Floats, FollowUp, Ints, checked_times, labels


def gray_test(
    time: ArrayLike,
    cause: ArrayLike,
    group: ArrayLike,
    of: Any,
    *,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
    censored: Any = CENSORED,
) -> Test:
    """Is the cumulative incidence of cause `of` the same in all groups?

    Events count by (1 - F)^rho, F the incidence of all groups. Errors: `StatisticsError` for rows that cannot be used,
    fewer than two groups, a cause that does not happen.
    """
    times = checked_times(time)
    found = causes(cause, len(times), censored)
    mine = found.of == found.number(of)
    seen = FollowUp(times, found.of >= 0)
    groups, member = labels(group, "group", len(times))
    if len(groups) < 2:
        raise StatisticsError(["group: found fewer than two groups; allowed: two or more, as a label a row"])
    if not 0 <= rho < np.inf:
        raise StatisticsError([f"rho: found {rho:g}; allowed: 0 or more"])
    layers, layer = labels(strata, "strata", len(times))
    parts, silent = [], []
    for name, rows in zip(layers, rows_by(layer, len(layers)), strict=True):
        if np.any(mine[rows]):
            parts.append(_stratum(rows, (seen, mine), (member, len(groups)), rho))
        else:
            silent.append(f"Stratum {name}: no event of this cause, left out.")
    observed, expected, variance = (np.sum(part, axis=0) for part in zip(*parts, strict=True))
    method = "Gray's test" + (f" (rho {rho:g})" if rho else "") + ("" if strata is None else ", stratified")
    tested = chi_square(observed - expected, variance)
    return Test(*tested, method, groups, tuple(observed.tolist()), tuple(expected.tolist()), tuple(silent))


@dataclass(frozen=True, eq=False)
class _Steps:
    """At each event time (rows) and group (columns): events of the cause and of others, risk sets, curves of the group
    before and after; and of all groups together. `there` is where a group has anybody at risk."""

    mine: Floats
    others: Floats
    at_risk: Floats
    before: Floats
    after: Floats
    free: Floats
    there: Bools


def _steps(rows: Ints, who: tuple[FollowUp, Bools], members: tuple[Ints, int]) -> _Steps:
    seen, mine = who
    events, at_risk = group_table(rows, seen, members)
    own = _events_of(rows, seen, mine, members)
    there = at_risk > 0
    hazard = np.divide(events, at_risk, out=np.zeros_like(events), where=there)
    after = np.cumprod(1 - hazard, axis=0)
    before = np.vstack([np.ones((1, after.shape[1])), after[:-1]])
    gained = np.divide(before * own, at_risk, out=np.zeros_like(events), where=there)
    free = 1 - np.vstack([np.zeros((1, after.shape[1])), np.cumsum(gained, axis=0)[:-1]])
    return _Steps(own, events - own, at_risk, before, after, free, there)


def _events_of(rows: Ints, seen: FollowUp, mine: Bools, members: tuple[Ints, int]) -> Floats:
    """Events of the cause at each event time of any cause."""
    times = np.unique(seen.time[rows][seen.event[rows]])
    chosen = rows[mine[rows]]
    cell = np.searchsorted(times, seen.time[chosen]) * members[1] + members[0][chosen]
    return np.bincount(cell, minlength=len(times) * members[1]).reshape(len(times), members[1]).astype(np.float64)


def _stratum(
    rows: Ints, who: tuple[FollowUp, Bools], members: tuple[Ints, int], rho: float
) -> tuple[Floats, Floats, Floats]:
    """Observed and expected events by group, weighted, and the covariance of their difference."""
    at = _steps(rows, who, members)
    h = np.divide(at.at_risk, at.before, out=np.zeros_like(at.before), where=at.there)
    total, events = h.sum(axis=1), at.mine.sum(axis=1)
    could = h * at.free
    pooled = np.cumsum(events / total)
    pooled_before = np.append(0.0, pooled[:-1])
    weight = (1 - pooled_before) ** rho
    observed = weight @ at.mine
    expected = (weight * events / could.sum(axis=1)) @ could
    variance = _covariance(at, h, (weight, total, events), 1 - pooled, 1 - pooled_before)
    return observed, expected, variance


def _covariance(at: _Steps, h: Floats, sums: tuple[Floats, Floats, Floats], pooled: Floats, pooled_before: Floats) -> Floats:
    """Gray's variance of the scores.

    The score of group i is a sum of martingales of each group k, of the cause and of the others; at time u they enter
    with (a_ik(u) + c_ik(end) - c_ik(u)) and what the pooled incidence passes on through the curve of k.
    """
    weight, total, events = sums
    a = -(weight / total)[:, None, None] * h[:, :, None] * h[:, None, :]
    index = np.arange(h.shape[1])
    a[:, index, index] += weight[:, None] * h
    c = np.cumsum(a * (events / (total * pooled_before))[:, None, None], axis=0)
    ahead = c[-1] - c
    passed = np.divide(pooled[:, None], at.after, out=np.zeros_like(h), where=at.after > 0)
    own_passed = np.where(at.after > 0, 1 - passed, 1.0)
    load = a + ahead * own_passed[:, None, :]
    variance = np.einsum("tik,tjk,tk->ij", load, load, _own_spread(at, total, events))
    load = ahead * passed[:, None, :]
    return variance + np.einsum("tik,tjk,tk->ij", load, load, _other_spread(at))


def _own_spread(at: _Steps, total: Floats, events: Floats) -> Floats:
    """Variance that events of the cause, shared among the groups as they are at risk, bring to each group's curve."""
    means = total[:, None] * at.before
    ties = np.where((events > 1)[:, None], 1 - (events - 1)[:, None] / np.where(means == 1, np.inf, means - 1), 1.0)
    scale = total[:, None] * at.at_risk
    return np.divide(ties * at.before * events[:, None], scale, out=np.zeros_like(scale), where=at.there)


def _other_spread(at: _Steps) -> Floats:
    """The same of events of other causes, in the group in which they happen."""
    where = (at.others > 0) & (at.after > 0)
    ties = np.where(at.others > 1, 1 - (at.others - 1) / np.where(at.at_risk > 1, at.at_risk - 1, 1.0), 1.0)
    return np.divide(ties * at.before**2 * at.others, at.at_risk**2, out=np.zeros_like(ties), where=where)
