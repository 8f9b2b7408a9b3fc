"""Small counts hidden, and with them what would give them away.

Question answered: what may be shown when no count from 1 to N - 1 may be told, nor be had by subtraction from what is
told, from the whole cohort, or from a curve? A group below N is hidden whole. A count is hidden when it or what it leaves
of its group is small. Where what is hidden over all groups is one count, or less than N together, the smallest shown
count beside it is hidden too: the whole may be known from another question. A curve keeps only points after which
at least N are at risk, each at least N events after the one before. No rule sees two questions at once: answers
to overlapping questions can still be subtracted from each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from thirdline.outcomes.results import AtTime, Outcomes, ShareOutcome, Steps, TimeOutcome
from thirdline.statistics import Estimate
from thirdline.statistics.survival import Curve

Group = TypeVar("Group", TimeOutcome, ShareOutcome)
HIDDEN = "hidden"
"""The word for what is not shown because too few patients or events stand behind it."""


def suppressed(answer: Outcomes) -> Outcomes:
    """The answer with counts below `suppress_below` hidden; unchanged where none are to be."""
    least = answer.question.suppress_below
    if least <= 1:
        return answer
    sizes = [g.n or 0 for g in answer.groups]
    gone = also_hidden(sizes, [n < least for n in sizes], least)
    some = [_events(g) for g in answer.groups]
    counts = also_hidden(some, [h or _small(k, n, least) for k, n, h in zip(some, sizes, gone, strict=True)], least)
    groups = tuple(
        _blank(g) if all_gone else _shown(g, no_count, least)
        for g, all_gone, no_count in zip(answer.groups, gone, counts, strict=True)
    )
    tests = {
        name: replace(test, observed=(), expected=()) for name in ("log_rank", "gray") if (test := getattr(answer, name))
    }
    left_out = _counts(answer.left_out, least)
    return replace(answer, groups=groups, left_out=left_out, notes=(*answer.notes, HIDDEN), **tests)  # type: ignore[arg-type]


def also_hidden(counts: Sequence[int], hidden: Sequence[bool], least: int) -> list[bool]:
    """Which counts are hidden so that those already hidden cannot be had from their sum: the smallest shown join them.

    >>> also_hidden([3, 20, 12], [True, False, False], 5)
    [True, False, True]
    """
    told = list(hidden)
    while any(told) and not all(told) and not _covered([n for n, h in zip(counts, told, strict=True) if h], least):
        told[min((n, k) for k, n in enumerate(counts) if not told[k])[1]] = True
    return told


def _covered(gone: Sequence[int], least: int) -> bool:
    """Whether the sum of hidden counts gives none of them away."""
    return len(gone) > 1 and sum(gone) >= least


def _small(count: int, of: int, least: int) -> bool:
    return 0 < count < least or 0 < of - count < least


def _events(group: TimeOutcome | ShareOutcome) -> int:
    return (group.n_events if isinstance(group, TimeOutcome) else group.n_with) or 0


def _blank(group: TimeOutcome | ShareOutcome) -> TimeOutcome | ShareOutcome:
    """A group of which nothing is told but its name."""
    return type(group)(group.group, hidden=True, notes=(HIDDEN,))


def _shown(group: TimeOutcome | ShareOutcome, no_count: bool, least: int) -> TimeOutcome | ShareOutcome:
    return _share(group, no_count, least) if isinstance(group, ShareOutcome) else _time(group, no_count, least)


def _share(group: ShareOutcome, no_count: bool, least: int) -> ShareOutcome:
    """A share without what gives a small count away: with the count goes the share itself."""
    n, with_, evaluated, pending = (group.n or 0, group.n_with or 0, group.n_evaluated or 0, group.n_pending or 0)
    few_left_out = _small(evaluated, n, least) or _small(with_, evaluated, least)
    return replace(
        group,
        n_with=None if no_count else with_,
        n_evaluated=None if no_count or few_left_out else evaluated,
        n_pending=None if no_count or 0 < pending < least else pending,
        share=None if no_count else group.share,
        share_of_evaluated=None if no_count or few_left_out else group.share_of_evaluated,
        notes=(*group.notes, HIDDEN) if no_count else group.notes,
    )


def _time(group: TimeOutcome, no_count: bool, least: int) -> TimeOutcome:
    """A group whose curve keeps what stands for enough events; where events are hidden nothing of the curve is told."""
    if no_count or not isinstance(group.curve, Curve):
        return TimeOutcome(group.group, group.n, notes=(*group.notes, HIDDEN))
    ended = group.ended or {}
    asked = [point.months for point in group.at]
    steps = coarse(group.curve, asked or [float(t) for t in group.curve.times], least, bool(asked))
    at_risk = dict(zip(steps.times, steps.n_at_risk, strict=True))
    return replace(
        group,
        ended=dict(ended) if all(n >= least for n in ended.values()) else None,
        at=tuple(_point(point, at_risk) for point in group.at),
        incidence=tuple(_point(point, at_risk) for point in group.incidence),
        restricted_mean=group.restricted_mean,
        curve=steps,
    )


def _point(point: AtTime, at_risk: Mapping[float, int | None]) -> AtTime:
    if point.months in at_risk:
        return replace(point, n_at_risk=at_risk[point.months])
    return AtTime(point.months, Estimate(None, level=point.estimate.level, notes=(HIDDEN,)), None)


def coarse(curve: Curve, months: Sequence[float], least: int, without_events: bool) -> Steps:
    """A curve at those of the times that stand for enough events since the one before, with enough at risk after.

    `without_events`: a time with no event since the one before is kept as well. A number at risk is told where at least
    `least` have left since the one told before it.
    """
    times, survival, at_risk = [], [], []
    seen, told = 0, int(curve.at_risk([0.0])[0])
    for t in sorted(months):
        events = int(np.sum(curve.n_events[curve.times <= t]))
        after = int(np.sum(curve.at_risk([np.nextafter(t, np.inf)])))
        if after < least or not (events - seen >= least or (without_events and events == seen)):
            continue
        here = int(curve.at_risk([t])[0])
        left = told - here
        shown = left == 0 or left >= least
        times.append(t)
        survival.append(float(curve.at(t).value or 0.0))
        at_risk.append(here if shown else None)
        seen, told = events, here if shown else told
    return Steps(tuple(times), tuple(survival), tuple(at_risk), curve.level, curve.method)


def _counts(counts: Mapping[str, int | None], least: int) -> dict[str, int | None]:
    return {name: None if n is None or 0 < n < least else n for name, n in counts.items()}
