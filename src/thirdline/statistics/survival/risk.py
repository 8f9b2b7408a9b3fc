"""Who is at risk when: the sums over risk sets that every estimate of this package starts from.

A row is at risk at t when entry < t <= time. Those who are censored at t are still at risk at t; those who enter at t
are not yet. An entry of 0 is an entry at the origin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.statistics.survival.rows import Floats, FollowUp, Ints


@dataclass(frozen=True, eq=False)
class RiskTable:
    """Sums of weights at each distinct time of exit, times ascending; `place` is each row's time of exit among them.

    `joined` counts the distinct times on or before each row's entry: at risk at the times `joined <= j <= place`.
    """

    times: Floats
    at_risk: Floats
    events: Floats
    censored: Floats
    place: Ints
    joined: Ints

    @property
    def emptied(self) -> float | None:
        """The first time, before the last, at which the event took everybody at risk: the curve is 0 from there on."""
        early = np.flatnonzero(self.at_risk[:-1] == self.events[:-1])
        return float(self.times[early[0]]) if len(early) else None


def risk_table(seen: FollowUp) -> RiskTable:
    """The risk sets of a follow-up."""
    times, place = np.unique(seen.time, return_inverse=True)
    place = place.reshape(-1).astype(np.int64)
    joined = np.zeros_like(place) if seen.entry is None else np.searchsorted(times, seen.entry, side="right")
    at_risk = _summed(place, joined, seen.weight, len(times))
    events = _binned(place[seen.event], None if seen.weight is None else seen.weight[seen.event], len(times))
    if seen.weight is not None:
        at_risk = _exact(at_risk, events, place, joined, seen)
    return RiskTable(times, at_risk, events, _binned(place, seen.weight, len(times)) - events, place, joined)


def number_at_risk(seen: FollowUp, at: Floats) -> Floats:
    """Sum of weights at risk just before each of the given times; at 0, those who entered at the origin."""
    weight = seen.weights
    leaving = _weight_from(seen.time, weight, at)
    if seen.entry is None:
        return leaving
    begun = np.where(seen.entry == 0, -1.0, seen.entry)
    return leaving - _weight_from(begun, weight, at)


def _weight_from(column: Floats, weight: Floats, at: Floats) -> Floats:
    order = np.argsort(column, kind="stable")
    after = np.append(np.cumsum(weight[order][::-1])[::-1], 0.0)
    return after[np.searchsorted(column[order], at, side="left")]


def _summed(place: Ints, joined: Ints, weight: Floats | None, n: int) -> Floats:
    leaving = np.cumsum(_binned(place, weight, n)[::-1])[::-1]
    late = joined > 0
    if not np.any(late):
        return leaving
    waiting = _binned(joined[late] - 1, None if weight is None else weight[late], n)
    return leaving - np.cumsum(waiting[::-1])[::-1]


def _exact(at_risk: Floats, events: Floats, place: Ints, joined: Ints, seen: FollowUp) -> Floats:
    """Where everybody at risk has the event, the two sums of weights are the same figure, whatever rounding says."""
    heads = _summed(place, joined, None, len(at_risk))
    return np.where(heads == _binned(place[seen.event], None, len(at_risk)), events, at_risk)


def _binned(place: Ints, weight: Floats | None, n: int) -> Floats:
    return np.bincount(place, weights=weight, minlength=n).astype(np.float64)
