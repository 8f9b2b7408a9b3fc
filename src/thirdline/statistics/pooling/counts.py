"""From two-by-two counts to effects: log odds ratio, log risk ratio, risk difference, arcsine difference, Peto.

Why not `statsmodels.stats.meta_analysis.effectsize_2proportions`: a study without any event in either arm stays in,
unnamed, with a ratio of 1 made by the correction alone; there is no Peto, and no word on what was corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.pooling.effects import DEFAULT, exponentiated, pool_effects
from thirdline.statistics.pooling.results import Pool
from thirdline.statistics.pooling.settings import Correction, Settings
from thirdline.statistics.pooling.weighted import Floats, labels_of

Measure = Literal["odds-ratio", "risk-ratio", "risk-difference", "arcsine", "peto"]
RATIOS: tuple[Measure, ...] = ("odds-ratio", "risk-ratio", "peto")
"""Measures whose effects are logarithms of ratios."""
UNCORRECTED: tuple[Measure, ...] = ("arcsine", "peto")
"""Measures that are defined with zeros and take no correction."""


@dataclass(frozen=True, eq=False)
class Counts:
    """Two arms of k studies: `a` with and `b` without the event in the first arm, `c` and `d` in the second."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats
    labels: tuple[str, ...]

    @property
    def cells(self) -> Floats:
        """All cells, k by 4."""
        return np.column_stack([self.a, self.b, self.c, self.d])

    def rows(self, keep: np.ndarray) -> Counts:
        """Some of the studies."""
        kept = self.cells[keep].T
        return Counts(*kept, labels=tuple(np.array(self.labels, dtype=object)[keep]))


def two_arms(
    events: ArrayLike,
    totals: ArrayLike,
    control_events: ArrayLike,
    control_totals: ArrayLike,
    labels: Sequence[str] | None = None,
) -> Counts:
    """Counts of k studies, each with events of patients in two arms.

    Refuses counts that are negative or no whole numbers, more events than patients, an arm without patients.
    """
    columns = [np.asarray(c, dtype=float).ravel() for c in (events, totals, control_events, control_totals)]
    names = labels_of(labels, len(columns[0]))
    if len({len(names), *map(len, columns)}) > 1 or not len(names):
        raise StatisticsError(["Events, totals and labels: give one of each for every study, of at least one study."])
    x1, n1, x2, n2 = columns
    arms = [("first arm", x1, n1), ("second arm", x2, n2)]
    problems = [p for arm, x, n in arms for row in zip(names, x, n, strict=True) if (p := count_problem(*row, where=arm))]
    if problems:
        raise StatisticsError(problems)
    return Counts(x1, n1 - x1, x2, n2 - x2, names)


def count_problem(label: str, events: float, total: float, where: str = "") -> str | None:
    """What is wrong with `events` of `total`, or None."""
    place = f"{label}, {where}" if where else label
    found = f"{place}: {events:g} of {total:g}"
    if not (np.isfinite(events) and np.isfinite(total)) or events != int(events) or total != int(total):
        return f"{found}; both must be whole numbers."
    if total < 1:
        return f"{found}; nobody was observed: leave the study out and say so."
    if not 0 <= events <= total:
        return f"{found}; events must lie between 0 and the number observed."
    return None


@dataclass(frozen=True, eq=False)
class Effects:
    """Effects of the studies from which one could be made; `left_out` and `notes` name the others, and what was added.

    `kept` tells of every study whether it is among them.
    """

    values: Floats
    standard_errors: Floats
    labels: tuple[str, ...]
    measure: Measure
    kept: NDArray[np.bool_]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


def effects_of(counts: Counts, measure: Measure, correction: Correction | None = None) -> Effects:
    """The effect of each study and its standard error.

    odds-ratio: log(ad / bc), 1/a + 1/b + 1/c + 1/d. risk-ratio: log(p1 / p2), 1/a - 1/n1 + 1/c - 1/n2. risk-difference:
    p1 - p2. arcsine: asin(sqrt p1) - asin(sqrt p2), 1/(4 n1) + 1/(4 n2) (Ruecker et al. 2009). peto: (O - E) / V, 1 / V
    (Yusuf et al. 1985). Zero cells are corrected only as `correction` says, never for arcsine and Peto. Studies without an
    event in either arm, or with nothing but events, tell nothing about a ratio: they are left out and named, corrected or
    not. A study whose effect is not finite or has no variance is left out and named.
    """
    if measure not in MEASURES:
        raise StatisticsError([f"measure: {measure!r}; allowed: {', '.join(MEASURES)}."])
    empty = ((counts.a + counts.c == 0) | (counts.b + counts.d == 0)) & (measure in RATIOS)
    corrected, touched = _corrected(counts, None if measure in UNCORRECTED else correction)
    with np.errstate(divide="ignore", invalid="ignore"):
        values, variances = MEASURES[measure](corrected)
    usable = np.isfinite(values) & np.isfinite(variances) & (variances > 0) & ~empty
    names = np.array(counts.labels, dtype=object)
    return Effects(
        values[usable],
        np.sqrt(variances[usable]),
        tuple(names[usable]),
        measure,
        usable,
        tuple(names[~usable]),
        tuple(
            _notes(names[empty], names[~usable & ~empty], names[touched & usable], correction),
        ),
    )


def pool_counts(counts: Counts, measure: Measure, settings: Settings = DEFAULT) -> Pool:
    """The pool of two-arm studies by inverse variance. Ratios are read as ratios, their logarithms are in `analysis`."""
    found = effects_of(counts, measure, settings.correction)
    if not len(found.values):
        raise StatisticsError([f"No study gives a finite {measure}.", *found.notes])
    pool = pool_effects(found.values, found.standard_errors, found.labels, settings)
    pool = replace(pool, scale=_scale(measure), method=f"{_scale(measure)}; {pool.method}", notes=pool.notes + found.notes)
    return (
        exponentiated(pool, "odds ratio" if measure == "peto" else measure.replace("-", " ")) if measure in RATIOS else pool
    )


def _scale(measure: Measure) -> str:
    words = {"peto": "log odds ratio (Peto)", "arcsine": "arcsine difference"}
    return words.get(measure, ("log " if measure in RATIOS else "") + measure.replace("-", " "))


def _corrected(counts: Counts, correction: Correction | None) -> tuple[Counts, np.ndarray]:
    zero = (counts.cells == 0).any(axis=1)
    if correction is None or (correction.to == "all-if-any" and not zero.any()):
        return counts, np.zeros(len(zero), dtype=bool)
    touched = zero if correction.to == "zero-cells" else np.ones(len(zero), dtype=bool)
    cells = counts.cells + correction.add * touched[:, None]
    return Counts(*cells.T, labels=counts.labels), touched


def _notes(empty: np.ndarray, unusable: np.ndarray, touched: np.ndarray, correction: Correction | None) -> list[str]:
    notes = []
    if len(empty):
        notes.append(f"Left out, no event (or nothing but events) in both arms: {', '.join(empty)}.")
    if len(unusable):
        notes.append(f"Left out, zero cells and no correction asked for: {', '.join(unusable)}.")
    if len(touched) and correction:
        notes.append(f"Continuity correction of {correction.add:g} added to each cell of: {', '.join(touched)}.")
    return notes


def _odds_ratio(t: Counts) -> tuple[Floats, Floats]:
    return np.log(t.a * t.d) - np.log(t.b * t.c), 1 / t.a + 1 / t.b + 1 / t.c + 1 / t.d


def _risk_ratio(t: Counts) -> tuple[Floats, Floats]:
    n1, n2 = t.a + t.b, t.c + t.d
    return np.log(t.a / n1) - np.log(t.c / n2), 1 / t.a - 1 / n1 + 1 / t.c - 1 / n2


def _risk_difference(t: Counts) -> tuple[Floats, Floats]:
    n1, n2 = t.a + t.b, t.c + t.d
    return t.a / n1 - t.c / n2, t.a * t.b / n1**3 + t.c * t.d / n2**3


def _arcsine(t: Counts) -> tuple[Floats, Floats]:
    n1, n2 = t.a + t.b, t.c + t.d
    return np.arcsin(np.sqrt(t.a / n1)) - np.arcsin(np.sqrt(t.c / n2)), 1 / (4 * n1) + 1 / (4 * n2)


def observed_less_expected(t: Counts) -> tuple[Floats, Floats]:
    """O - E and its hypergeometric variance V under no difference, by study."""
    n1, n2, events, others = t.a + t.b, t.c + t.d, t.a + t.c, t.b + t.d
    n = n1 + n2
    return t.a - n1 * events / n, n1 * n2 * events * others / (n**2 * (n - 1))


def _peto(t: Counts) -> tuple[Floats, Floats]:
    difference, variance = observed_less_expected(t)
    return difference / variance, 1 / variance


MEASURES: dict[Measure, Callable[[Counts], tuple[Floats, Floats]]] = {
    "odds-ratio": _odds_ratio,
    "risk-ratio": _risk_ratio,
    "risk-difference": _risk_difference,
    "arcsine": _arcsine,
    "peto": _peto,
}
"""Effect and variance of each measure."""
