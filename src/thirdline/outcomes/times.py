"""Times to an event by group: curves, medians, survival at a time, and the tests across groups.

Question answered: how long did lines like these wait for the endpoint? A line is one wait; where every line is asked
for, a patient is there once for each, and limits and tests, which take waits as independent, are a little too narrow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thirdline.knowledge.endpoints import TimeEndpoint
from thirdline.outcomes.cohort import Cohort, gathered, told_in_order
from thirdline.outcomes.results import DAYS_A_MONTH, AtTime, Outcomes, Question, Tables, TimeOutcome, Waited
from thirdline.outcomes.suppression import suppressed
from thirdline.statistics import Estimate, StatisticsError
from thirdline.statistics.survival import (
    Curve,
    Test,
    aalen_johansen,
    cox,
    gray_test,
    kaplan_meier,
    log_rank,
    restricted_mean,
)

EVENT, COMPETING, CENSORED = 1, 2, 0
CODES = {"event": EVENT, "competing": COMPETING, "censored": CENSORED}
SEVERAL_LINES, COMPETING_CUTS = "several_lines", "competing_cuts"
"""Words for what must be known with every figure: a patient counts once for each line; competing events cut the curve."""


@dataclass(frozen=True)
class Arrays:
    """Waits as columns: months, how each ended (EVENT, COMPETING, CENSORED), entry in months or None, group, patient."""

    months: NDArray[np.float64]
    code: NDArray[np.int64]
    entry: NDArray[np.float64] | None
    group: NDArray[np.object_]
    patient: NDArray[np.object_]

    @property
    def event(self) -> NDArray[np.int64]:
        """1 where the event came."""
        return (self.code == EVENT).astype(np.int64)


def times(tables: Tables, asked: Question) -> Outcomes:
    """The outcome of each group, with what was left out; small counts hidden where asked.

    `tables` holds `endpoint_times`, and where the question needs them `outcome_groups`, `shown_responses` with
    `categories`, or `mrd_tests`. Raises StatisticsError for a question that cannot be asked.
    """
    cohort = gathered(tables, asked)
    order = told_in_order((w.group for w in cohort.waited), asked)
    groups = [_outcome(cohort.of(group).waited, asked) for group in order]
    whole = _arrays(cohort.waited, asked)
    answer = Outcomes(
        asked, tuple(_with_ratios(groups, whole, asked)), left_out=cohort.left_out, notes=_notes(cohort, asked)
    )
    if len(order) > 1:
        answer = replace(answer, log_rank=_log_rank(whole), gray=_gray(whole, asked))
    return suppressed(answer)


def curves(answer: Outcomes) -> dict[str, object]:
    """Each group's curve, to be drawn: a `Curve`, or `Steps` where counts are hidden; hidden groups are left out."""
    return {o.group: o.curve for o in answer.groups if isinstance(o, TimeOutcome) and o.curve is not None}


def _arrays(waited: Sequence[Waited], asked: Question) -> Arrays:
    entry = np.array([w.entered for w in waited], dtype=np.float64) / DAYS_A_MONTH if asked.delayed_entry else None
    return Arrays(
        np.array([w.days for w in waited], dtype=np.float64) / DAYS_A_MONTH,
        np.array([CODES[w.ends_as] for w in waited], dtype=np.int64),
        entry,
        np.array([w.group for w in waited], dtype=object),
        np.array([w.patient for w in waited], dtype=object),
    )


def _outcome(waited: Sequence[Waited], asked: Question) -> TimeOutcome:
    """One group, alone."""
    columns = _arrays(waited, asked)
    curve = kaplan_meier(columns.months, columns.event, entry=columns.entry, level=asked.level)
    watched = kaplan_meier(columns.months, 1 - columns.event, entry=columns.entry, level=asked.level)
    return TimeOutcome(
        group=waited[0].group,
        n=len(waited),
        n_events=int(columns.event.sum()),
        ended=dict(sorted(Counter(str(w.event or w.censored_because) for w in waited).items())),
        median=curve.median(),
        follow_up=watched.median(),
        at=at_times(curve, asked.at_months),
        incidence=_incidence(columns, curve, asked),
        restricted_mean=restricted_mean(curve, asked.restricted_months) if asked.restricted_months else None,
        curve=curve,
    )


def at_times(curve: Curve, months: Sequence[float]) -> tuple[AtTime, ...]:
    """Survival at times, each with the number at risk just before it."""
    return tuple(AtTime(t, curve.at(t), int(curve.at_risk([t])[0])) for t in months)


def _incidence(columns: Arrays, curve: Curve, asked: Question) -> tuple[AtTime, ...]:
    """The share with the event at the asked times, competing events counted; none where the endpoint knows none."""
    if not (isinstance(asked.endpoint, TimeEndpoint) and asked.endpoint.competing):
        return ()
    if not columns.event.any():
        return tuple(replace(point, estimate=_never(point.estimate)) for point in at_times(curve, asked.at_months))
    found = aalen_johansen(columns.months, columns.code, entry=columns.entry, level=asked.level)[EVENT]
    return tuple(AtTime(t, found.at(t), int(curve.at_risk([t])[0])) for t in asked.at_months)


def _never(survival: Estimate) -> Estimate:
    """The incidence of an event that nobody had: 0 as far as anybody was followed."""
    value = None if survival.value is None else 0.0
    return Estimate(value, level=survival.level, method="no event", notes=survival.notes)


def _log_rank(whole: Arrays) -> Test:
    return log_rank(whole.months, whole.event, whole.group, entry=whole.entry)


def _gray(whole: Arrays, asked: Question) -> Test | None:
    """Gray's test of the incidences; only where the endpoint knows competing events and nobody entered later."""
    competes = isinstance(asked.endpoint, TimeEndpoint) and asked.endpoint.competing
    if not competes or whole.entry is not None or not whole.event.any():
        return None
    return gray_test(whole.months, whole.code, whole.group, of=EVENT)


def _with_ratios(groups: list[TimeOutcome], whole: Arrays, asked: Question) -> list[TimeOutcome]:
    """The groups with their hazard ratios against the first, where asked for; limits robust to repeated patients."""
    if not asked.hazard_ratios or len(groups) < 2:
        return groups
    first, *others = groups
    names = [other.group for other in others]
    columns = np.column_stack([(whole.group == name).astype(np.float64) for name in names])
    cluster = whole.patient if asked.line is None else None
    try:
        fit = cox(whole.months, whole.event, columns, names=names, entry=whole.entry, cluster=cluster, level=asked.level)
    except StatisticsError as error:
        blank = Estimate(None, level=asked.level, method="Cox", notes=error.problems)
        return [first, *(replace(other, hazard_ratio=blank) for other in others)]
    ratios = fit.hazard_ratios
    return [first, *(replace(other, hazard_ratio=ratio) for other, ratio in zip(others, ratios, strict=True))]


def _notes(cohort: Cohort, asked: Question) -> tuple[str, ...]:
    """What must be known with every figure."""
    seen: Mapping[str, int] = Counter(w.patient for w in cohort.waited)
    several = any(n > 1 for n in seen.values())
    competes = isinstance(asked.endpoint, TimeEndpoint) and bool(asked.endpoint.competing)
    return tuple(note for note, holds in ((SEVERAL_LINES, several), (COMPETING_CUTS, competes)) if holds)
