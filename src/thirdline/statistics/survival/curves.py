"""Kaplan-Meier: what share is still free of the event at each time, and when half are not?

S(t) is the product of 1 - d/n over event times up to t; Greenwood's variance is S² times the sum of d / (n (n - d)).
Sources: Kaplan and Meier, JASA 1958;53:457-481; Greenwood 1926; delayed entry: Tsai, Jewell and Wang, Biometrika
1987;74:883-886. Agrees with R's `survfit`.

It misleads where censoring tells of the outcome, where events of another kind compete (use `aalen_johansen`), and under
delayed entry where few are at risk at first: one early event among few moves the whole curve.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import LEVEL, Estimate, StatisticsError
from thirdline.statistics.survival.influence import Influence, summed_products
from thirdline.statistics.survival.limits import Interval, limits
from thirdline.statistics.survival.quantiles import quantile
from thirdline.statistics.survival.risk import RiskTable, number_at_risk, risk_table
from thirdline.statistics.survival.rows import Floats, FollowUp, checked_times, follow_up, share


@dataclass(frozen=True, eq=False)
class Curve:
    """A Kaplan-Meier curve at each distinct time of exit, ascending.

    Counts are sums of weights where weights were given. Where nothing can be said an array holds NaN, an Estimate None:
    standard errors and limits once the curve is 0; limits at 1 on all scales but "plain" and "log".
    `emptied` is the first time at which everybody at risk had the event while others were still to enter.
    """

    times: Floats
    survival: Floats
    low: Floats
    high: Floats
    standard_error: Floats
    n_at_risk: Floats
    n_events: Floats
    n_censored: Floats
    level: float
    method: str
    notes: tuple[str, ...]
    emptied: float | None
    seen: FollowUp = field(repr=False)
    risk: RiskTable = field(repr=False)

    def at(self, t: float) -> Estimate:
        """Survival at a time, with its standard error. None after the end of follow-up, or where the risk set emptied."""
        here = self._blank()
        if t > self.times[-1] and self.survival[-1] > 0:
            return _noted(here, f"Nobody was followed to {t:g}: follow-up ends at {self.times[-1]:g}.")
        if self.emptied is not None and t >= self.emptied:
            return _noted(here, f"Not estimable at {t:g}: the risk set had emptied at {self.emptied:g}.")
        k = int(np.searchsorted(self.times, checked_times([t])[0], side="right")) - 1
        if k < 0:
            return _noted(replace(here, value=1.0, standard_error=0.0), "Nobody has left by then: no limits.")
        values = (_known(a[k]) for a in (self.survival, self.low, self.high, self.standard_error))
        value, low, high, error = values
        told = replace(here, value=value, low=low, high=high, standard_error=error)
        return told if low is not None else _noted(told, "No limits where the curve is 0 or 1.")

    def quantile(self, p: float) -> Estimate:
        """The time by which a share `p` has had the event, with the limits at which the curve's own limits cross."""
        here = self._blank()
        p = share(p, "quantile")
        ends = tuple(quantile(self.times, curve, p) for curve in (self.survival, self.low, self.high))
        told = replace(here, value=ends[0], low=ends[1], high=ends[2], method=f"{self.method}; {QUANTILE}")
        if self.emptied is not None and (told.value is None or told.value >= self.emptied):
            return _noted(replace(told, value=None, low=None, high=None), "Not estimable: the risk set emptied before.")
        for name, end in zip((f"The {p:.0%} quantile", "The lower limit", "The upper limit"), ends, strict=True):
            told = told if end is not None else _noted(told, f"{name} is not reached by {self.times[-1]:g}.")
        return told

    def median(self) -> Estimate:
        """The time by which half have had the event."""
        return self.quantile(0.5)

    def at_risk(self, times: ArrayLike) -> Floats:
        """Numbers at risk just before each of the times (sums of weights where weights were given)."""
        return _heads(self.seen, number_at_risk(self.seen, checked_times(times)))

    def _blank(self) -> Estimate:
        return Estimate(None, level=self.level, method=self.method, notes=self.notes)


QUANTILE = "quantile where the curve crosses, the middle of a stretch that is flat there (R's quantile.survfit)"


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    level: float = LEVEL,
    interval: Interval = "log-log",
    since: float | None = None,
) -> Curve:
    """What share is still free of the event, at each time at which somebody leaves?

    `time` from the origin to the event (`event` 1) or the end of follow-up (0); `entry` where watching began later;
    `weights` cases a row counts for. Whole weights are counts of people: Greenwood's formula. Others (as inverse
    probabilities) get the infinitesimal jackknife, as in R. `since` gives survival from that time on, among those who
    reached it. Errors: `StatisticsError` for a row that cannot be used.

    >>> curve = kaplan_meier([1, 2, 2, 4, 5], [1, 1, 0, 1, 0])
    >>> [round(float(s), 2) for s in curve.survival]
    [0.8, 0.6, 0.3, 0.3]
    >>> curve.median().value
    4.0
    """
    seen = follow_up(time, event, entry, weights)
    seen = seen if since is None else _beyond(seen, since)
    risk = risk_table(seen)
    survival = np.cumprod((risk.at_risk - risk.events) / risk.at_risk)
    error = _standard_error(seen, risk, survival)
    low, high = limits(survival, error, share(level, "level"), interval)
    return Curve(
        times=risk.times,
        survival=survival,
        low=low,
        high=high,
        standard_error=error,
        n_at_risk=_heads(seen, risk.at_risk),
        n_events=_heads(seen, risk.events),
        n_censored=_heads(seen, risk.censored),
        level=level,
        method=_method(seen, interval),
        notes=_notes(seen, risk),
        emptied=risk.emptied,
        seen=seen,
        risk=risk,
    )


def _heads(seen: FollowUp, counts: Floats) -> Floats:
    """Whole numbers where rows count once, sums of weights elsewhere."""
    return counts if seen.weight is not None else counts.astype(np.int64)


def _standard_error(seen: FollowUp, risk: RiskTable, survival: Floats) -> Floats:
    """Of S; unknown once the curve is 0."""
    left = risk.at_risk - risk.events
    with np.errstate(divide="ignore", invalid="ignore"):
        if seen.whole:
            variance = np.cumsum(risk.events / (risk.at_risk * left))
        else:
            one = survival_influence(seen, risk, np.ones(len(left)))
            variance = np.maximum(summed_products(risk, seen.weights, one, one), 0.0)
        return np.where(survival > 0, survival * np.sqrt(variance), np.nan)


def survival_influence(seen: FollowUp, risk: RiskTable, by: Floats) -> Influence:
    """Influence of each row on the sum over times of `by` times the hazard d / (n - d)."""
    left = risk.at_risk - risk.events
    each = np.divide(by, left, out=np.zeros(len(left)), where=left > 0)
    return Influence(np.where(seen.event, each[risk.place], 0.0), each * risk.events / risk.at_risk)


def _beyond(seen: FollowUp, since: float) -> FollowUp:
    """Those who reached a time, watched from it on."""
    keep = seen.time > checked_times([since])[0]
    if not np.any(keep):
        raise StatisticsError([f"since: found {since:g}; allowed: before the last time, {seen.time.max():g}"])
    begun = np.zeros(len(seen.time)) if seen.entry is None else seen.entry
    weight = None if seen.weight is None else seen.weight[keep]
    return FollowUp(seen.time[keep], seen.event[keep], np.maximum(begun, since)[keep], weight, seen.left_out)


def _method(seen: FollowUp, interval: Interval) -> str:
    variance = "Greenwood's variance" if seen.whole else "variance by the infinitesimal jackknife"
    entry = "" if seen.entry is None else " with delayed entry"
    return f"Kaplan-Meier{entry}, {variance}, {interval} interval"


def _notes(seen: FollowUp, risk: RiskTable) -> tuple[str, ...]:
    told = [f"{seen.left_out} rows of weight 0 left out."] if seen.left_out else []
    if not np.any(seen.event):
        told.append("No event: the curve stays at 1.")
    return (*told, *entry_notes(seen, risk))


def entry_notes(seen: FollowUp, risk: RiskTable) -> tuple[str, ...]:
    """What delayed entry does to an estimate: where it begins, where nobody was at risk, where the risk set emptied."""
    if seen.entry is None:
        return ()
    told = []
    if (first := float(seen.entry.min())) > 0:
        told.append(f"Watching begins at {first:g}: the estimate is for those who reached that time.")
    if gaps := _gaps(seen, risk):
        spans = f"{len(gaps)} spans, the first " if len(gaps) > 1 else ""
        told.append(f"Nobody was at risk in {spans}{gaps[0][0]:g} to {gaps[0][1]:g}: the estimate is carried over it.")
    if risk.emptied is not None:
        heads = risk.at_risk[np.searchsorted(risk.times, risk.emptied)]
        told.append(
            f"The risk set emptied at {risk.emptied:g}, when all {heads:g} at risk had the event while others were "
            f"still to enter: the estimate ends there. Ask for it since a later time."
        )
    return tuple(told)


def _gaps(seen: FollowUp, risk: RiskTable) -> list[tuple[float, float]]:
    """Spans within follow-up in which nobody was watched, entries to come."""
    assert seen.entry is not None
    begun = np.sort(seen.entry)
    gone = np.searchsorted(np.sort(seen.time), risk.times[:-1], side="right")
    arrived = np.searchsorted(begun, risk.times[:-1], side="right")
    empty = np.flatnonzero(gone == np.searchsorted(begun, risk.times[:-1], side="left"))
    return [(float(risk.times[k]), float(begun[gone[k]])) for k in empty if gone[k] == arrived[k]]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _noted(estimate: Estimate, note: str) -> Estimate:
    return replace(estimate, notes=(*estimate.notes, note))
