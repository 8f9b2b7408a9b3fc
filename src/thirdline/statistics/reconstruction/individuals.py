"""Individual patients from a curve and its numbers at risk: the algorithm of Guyot 2012.

Within each interval of the risk table, patients are censored at even distances; their number is the one that leaves,
after the events that the curve asks for, the printed number at the interval's end. After the last printed number they
are censored at the mean rate before it, or so that the total of events comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thirdline.statistics.reconstruction.agreement import Agreement, agreement
from thirdline.statistics.reconstruction.curve import Clean, Floats, Published, Tolerances, cleaned

METHOD = "Guyot 2012 (BMC Med Res Methodol 12:9), with the repairs of Liu 2021; censoring found by bisection"
NEIGHBOURS = 5
"""How many counts on both sides of the bisected one are tried: events are rounded, so the count is not quite monotone."""


@dataclass(frozen=True)
class Individuals:
    """One row a patient: time of event or censoring, whether it was an event, the arm."""

    times: Floats
    events: NDArray[np.bool_]
    arms: tuple[str, ...]


@dataclass(frozen=True)
class Reconstruction(Individuals):
    """The reconstructed patients of one arm, what was repaired to get them, and how well they agree."""

    repairs: tuple[str, ...]
    agreement: Agreement
    method: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Interval:
    """The points between two times, with who is at risk and the survival reached at its start."""

    times: Floats
    printed: Floats
    bounds: tuple[float, float]
    at_risk: int
    reached: float

    def span(self, n_censored: int) -> _Span:
        """What happens when that many are censored, at even distances; fewer than 0 left where they are not there."""
        censored = np.linspace(*self.bounds, n_censored + 2)[1:-1]
        at_risk, survival, gone, died = self.at_risk, self.reached, 0, []
        for time, printed in zip(self.times, self.printed, strict=True):
            before = int(np.searchsorted(censored, time, side="left"))
            at_risk, gone = at_risk - (before - gone), before
            n = _events(at_risk, printed, survival)
            died += [float(time)] * n
            survival *= 1 - n / at_risk if n else 1.0
            at_risk -= n
        return _Span(died, censored, at_risk - (n_censored - gone), survival)


@dataclass(frozen=True)
class _Span:
    """What happens between two numbers at risk: events at the points, censorings, who is left, survival at the end."""

    died: list[float]
    censored: Floats
    left: int
    survival: float


def reconstruct(published: Published, allowed: Tolerances | None = None) -> Reconstruction:
    """Which patients, with which times, give this curve and these numbers at risk?

    Events are whole numbers at the times of the points: round(n (1 - S / K)), where n are at risk, S is the printed
    survival and K the survival of the patients rebuilt so far, so that roundings do not add up (Guyot 2012, BMC Med
    Res Methodol 12:9, equations 1 to 9). A censoring at the time of an event comes after it. Nulls: `total_events`
    None leaves the last interval to the mean rate of censoring; without later numbers at risk nobody is censored
    before the end, which `notes` say. Misleads where the curve is drawn thick, where censoring is uneven within an
    interval, and in the tail with few patients; covariates are never recovered. `StatisticsError` names the rows
    that cannot be.

    >>> rebuilt = reconstruct(Published([0, 1, 2, 3], [1, 0.75, 0.5, 0.25], [0, 2], [4, 3]))
    >>> rebuilt.times.tolist(), rebuilt.events.tolist()
    ([1.0, 2.0, 3.0, 3.0], [True, True, True, False])
    """
    curve = cleaned(published, allowed or Tolerances())
    spans, notes = _closed(curve), []
    spans = [*spans, _last(curve, spans, notes)]
    times, events = _people(curve, spans)
    fit = agreement(curve, times, events)
    arms = (published.arm,) * len(times)
    return Reconstruction(times, events, arms, curve.repairs, fit, METHOD, (*notes, *fit.remarks()))


def joined(arms: Sequence[Individuals]) -> Individuals:
    """The patients of several arms in one table, in the order given."""
    return Individuals(
        np.concatenate([arm.times for arm in arms]),
        np.concatenate([arm.events for arm in arms]),
        tuple(name for arm in arms for name in arm.arms),
    )


def _closed(curve: Clean) -> list[_Span]:
    """The intervals that end at a printed number."""
    spans: list[_Span] = []
    for (start, end), wanted in zip(pairwise(curve.risk_times), curve.at_risk[1:], strict=True):
        interval = _interval(curve, (curve.times >= start) & (curve.times < end), (start, end), spans)
        spans.append(_nearest(interval, lambda made, wanted=int(wanted): made.left - wanted))
    return spans


def _last(curve: Clean, spans: list[_Span], notes: list[str]) -> _Span:
    """The interval after the last printed number."""
    start, end = float(curve.risk_times[-1]), float(curve.times[-1])
    interval = _interval(curve, curve.times >= start, (start, end), spans)
    if curve.total_events is not None:
        missing = curve.total_events - sum(len(each.died) for each in spans)
        return _nearest(interval, lambda made: len(made.died) - missing)
    if not spans:
        notes.append("Neither later numbers at risk nor a total of events were given: nobody is censored before the end.")
        return interval.span(0)
    rate = sum(len(each.censored) for each in spans) / start
    return _possible(interval, min(round(rate * (end - start)), interval.at_risk))


def _interval(curve: Clean, points: NDArray[np.bool_], bounds: tuple[float, float], spans: list[_Span]) -> _Interval:
    """The interval between two times, with who is at risk and the survival reached after those before it."""
    at_risk, reached = (spans[-1].left, spans[-1].survival) if spans else (int(curve.at_risk[0]), 1.0)
    return _Interval(curve.times[points], curve.survival[points], bounds, at_risk, reached)


def _events(at_risk: int, printed: float, survival: float) -> int:
    """The whole number of events that brings survival nearest to the printed one."""
    if at_risk <= 0 or survival <= 0:
        return 0
    return min(max(round(at_risk * (1 - printed / survival)), 0), at_risk)


def _nearest(interval: _Interval, miss: Callable[[_Span], int]) -> _Span:
    """The interval whose number censored misses by least; the fewest censored of equals.

    More censored leave fewer patients and fewer events, so the miss falls: bisection finds where it reaches zero.
    Guyot's own loop adds the miss to the count until it is zero and can go to and fro between two counts for ever.
    """
    low, high = 0, interval.at_risk
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if miss(interval.span(middle)) <= 0 else (middle + 1, high)
    last = min(low + NEIGHBOURS, interval.at_risk)
    tried = [interval.span(n) for n in range(max(low - NEIGHBOURS, 0), last + 1)]
    possible = [each for each in tried if each.left >= 0] or [_possible(interval, low)]
    return min(possible, key=lambda each: (abs(miss(each)), len(each.censored)))


def _possible(interval: _Interval, most: int) -> _Span:
    """The interval with as many censored as are there, up to so many."""
    return next(span for n in range(most, -1, -1) if (span := interval.span(n)).left >= 0)


def _people(curve: Clean, spans: list[_Span]) -> tuple[Floats, NDArray[np.bool_]]:
    """Patients by time, events first; who is left at the end is censored there."""
    died = [time for each in spans for time in each.died]
    left = spans[-1].left
    censored = np.concatenate([*(each.censored for each in spans), np.full(left, curve.times[-1])])
    times = np.concatenate([np.array(died, dtype=float), censored])
    events = np.arange(len(times)) < len(died)
    order = np.lexsort((~events, times))
    return times[order], events[order]
