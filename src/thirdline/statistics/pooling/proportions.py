"""What is the proportion over several studies? Logit, arcsine, Freeman-Tukey, untransformed, or the exact GLMM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from thirdline.statistics.estimates import Estimate, StatisticsError
from thirdline.statistics.exact import clopper_pearson
from thirdline.statistics.pooling.binomial_normal import pool_glmm
from thirdline.statistics.pooling.counts import count_problem
from thirdline.statistics.pooling.effects import DEFAULT, pool_effects
from thirdline.statistics.pooling.results import Back, Pool, Study, pool_back
from thirdline.statistics.pooling.settings import Correction, Settings
from thirdline.statistics.pooling.weighted import Floats, labels_of

Transformation = Literal["logit", "arcsine", "freeman-tukey", "none", "glmm"]
TRANSFORMATIONS: tuple[Transformation, ...] = ("logit", "arcsine", "freeman-tukey", "none", "glmm")
CORRECTED: tuple[Transformation, ...] = ("logit", "none")
"""Transformations that have no variance at 0 % and 100 %."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Events `x` of `n` in k studies, with their labels."""

    x: Floats
    n: Floats
    labels: tuple[str, ...]

    @property
    def degenerate(self) -> tuple[str, ...]:
        """Studies of 0 % or 100 %."""
        at_the_edge = (self.x == 0) | (self.x == self.n)
        return tuple(label for label, edge in zip(self.labels, at_the_edge, strict=True) if edge)


def pool_proportions(
    events: ArrayLike,
    totals: ArrayLike,
    labels: Sequence[str] | None = None,
    settings: Settings = DEFAULT,
    transformation: Transformation = "logit",
) -> Pool:
    """The proportion over k studies of `events` of `totals`: common and random effects, on the scale 0 to 1.

    logit: log(x / (n - x)), 1/x + 1/(n - x). arcsine: asin(sqrt p), 1/(4n). freeman-tukey: mean of asin(sqrt(x / (n+1)))
    and asin(sqrt((x+1) / (n+1))), 1/(4n+2); carried back by Miller 1978 with the harmonic mean of the sizes. none:
    p, p(1-p)/n. glmm: binomial-normal model by exact likelihood (see `glmm.py`), the only one that needs no correction and
    no approximation. Figures are carried back to 0-1, `analysis` keeps the scale of the fit; intervals of studies are exact.

    A carried-back random-effects mean is the proportion of a middle study (a median), not the mean of the studies'.
    Misleads: Freeman-Tukey where sizes differ much (Schwarzer et al. 2019; always noted); untransformed near 0 and 100 %,
    where limits leave 0-1 (noted; others cannot). Errors: cells that are no counts; 0 % or 100 % cells with logit or
    untransformed and no correction asked for, for to leave such studies out would bend the answer.
    """
    if transformation not in TRANSFORMATIONS:
        raise StatisticsError([f"transformation: {transformation!r}; allowed: {', '.join(TRANSFORMATIONS)}."])
    cells = cells_of(events, totals, labels)
    if transformation == "glmm":
        return _read(pool_glmm(cells.x, cells.n, cells.labels, settings), cells, settings, transformation)
    y, v, notes = _transformed(cells, settings.correction, transformation)
    pool = pool_effects(y, np.sqrt(v), cells.labels, settings)
    scale = "proportion" if transformation == "none" else f"{SAID[transformation]} of the proportion"
    pool = replace(pool, scale=scale, method=f"{SAID[transformation]}; {pool.method}", notes=pool.notes + notes)
    return _read(pool, cells, settings, transformation)


def cells_of(events: ArrayLike, totals: ArrayLike, labels: Sequence[str] | None = None) -> Cells:
    """Checked counts: whole numbers, events between 0 and the total, a total of at least 1."""
    x, n = np.asarray(events, dtype=float).ravel(), np.asarray(totals, dtype=float).ravel()
    names = labels_of(labels, len(x))
    if not len(x) == len(n) == len(names) or not len(x):
        raise StatisticsError(["Events, totals and labels: give one of each for every study, of at least one study."])
    problems = [p for row in zip(names, x, n, strict=True) if (p := count_problem(*row))]
    if problems:
        raise StatisticsError(problems)
    return Cells(x, n, names)


def _transformed(cells: Cells, correction: Correction | None, by: Transformation) -> tuple[Floats, Floats, tuple[str, ...]]:
    if by not in CORRECTED:
        return *_variance_stable(cells.x, cells.n, by), _edge_notes(cells)
    touched = _touched(cells, correction)
    if cells.degenerate and correction is None:
        raise StatisticsError(
            [
                f"{label}: a cell of 0 % or 100 % has no variance on this scale; use the GLMM, arcsine or Freeman-Tukey, "
                "or ask for a continuity correction."
                for label in cells.degenerate
            ]
        )
    add = correction.add if correction else 0.0
    x, rest = cells.x + add * touched, cells.n - cells.x + add * touched
    notes = (f"Continuity correction of {add:g} added to both cells of: {_named(cells, touched)}.",) if touched.any() else ()
    if by == "logit":
        return np.log(x / rest), 1 / x + 1 / rest, notes
    n = x + rest
    return x / n, x * rest / n**3, notes


def _touched(cells: Cells, correction: Correction | None) -> np.ndarray:
    edge = (cells.x == 0) | (cells.x == cells.n)
    if correction is None or (correction.to == "all-if-any" and not edge.any()):
        return np.zeros(len(edge), dtype=bool)
    return edge if correction.to == "zero-cells" else np.ones(len(edge), dtype=bool)


def _named(cells: Cells, which: np.ndarray) -> str:
    return ", ".join(label for label, named in zip(cells.labels, which, strict=True) if named)


def _variance_stable(x: Floats, n: Floats, by: Transformation) -> tuple[Floats, Floats]:
    if by == "arcsine":
        return np.arcsin(np.sqrt(x / n)), 1 / (4 * n)
    return (np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))) / 2, 1 / (4 * n + 2)


def _edge_notes(cells: Cells) -> tuple[str, ...]:
    names = cells.degenerate
    return (f"Cells of 0 % or 100 % ({len(names)} of {len(cells.x)}): {', '.join(names)}.",) if names else ()


def _read(pool: Pool, cells: Cells, settings: Settings, by: Transformation) -> Pool:
    """The pool on the scale 0 to 1, with the counts' own proportions and exact intervals beside it."""
    said = "" if by == "none" else f"carried back from {SAID[by]}"
    read = pool_back(pool, _back(by, cells.n), "proportion", said)
    if by == "none":
        read = replace(read, analysis=None, common=pool.common, random=pool.random, prediction=pool.prediction)
    studies = tuple(_study(*row, settings.level) for row in zip(pool.studies, cells.x, cells.n, strict=True))
    method = f"{read.method}; studies: exact intervals (Clopper-Pearson)"
    return replace(read, studies=studies, method=method, notes=read.notes + _reading_notes(read, cells, by))


def _study(study: Study, x: float, n: float, level: float) -> Study:
    own = clopper_pearson(int(x), int(n), level)
    assert own.value is not None and own.low is not None and own.high is not None
    return replace(study, value=own.value, low=own.low, high=own.high, standard_error=None)


def _reading_notes(pool: Pool, cells: Cells, by: Transformation) -> tuple[str, ...]:
    if by == "freeman-tukey":
        return (
            f"Freeman-Tukey figures were carried back with the harmonic mean of the sizes ({_harmonic(cells.n):.4g}; sizes "
            f"run from {cells.n.min():g} to {cells.n.max():g}); another size gives other figures: compare with the GLMM.",
        )
    if by == "none":
        figures = {"common": pool.common, "random": pool.random, "prediction": pool.prediction}
        return tuple(_outside(name, figure) for name, figure in figures.items() if _is_out(figure))
    return ()


def _is_out(estimate: Estimate) -> bool:
    return estimate.low is not None and estimate.high is not None and (estimate.low < 0 or estimate.high > 1)


def _outside(name: str, estimate: Estimate) -> str:
    span = " to ".join(f"{100 * limit:.1f}" for limit in (estimate.low, estimate.high) if limit is not None)
    return (
        f"The interval of the {name} figure ({span} %) leaves 0-100 %, the mark of untransformed pooling: it is impossible; "
        "pool on another scale."
    )


def _back(by: Transformation, n: Floats) -> Back:
    if by == "arcsine":
        return lambda t: float(np.sin(np.clip(t, 0, np.pi / 2)) ** 2)
    if by == "freeman-tukey":
        size = _harmonic(n)
        return lambda t: freeman_tukey_back(t, size)
    return (lambda p: p) if by == "none" else lambda t: float(special.expit(t))


def freeman_tukey_back(t: float, size: float) -> float:
    """The proportion of a Freeman-Tukey figure (Miller 1978), for a study of this size; 0 or 1 beyond what it can be."""
    least, most = (float(_variance_stable(np.array([x]), np.array([size]), "freeman-tukey")[0][0]) for x in (0.0, size))
    if t <= least:
        return 0.0
    if t >= most:
        return 1.0
    sine = np.sin(2 * t)
    inside = max(0.0, 1 - (sine + (sine - 1 / sine) / size) ** 2)
    return float((1 - np.sign(np.cos(2 * t)) * np.sqrt(inside)) / 2)


def _harmonic(n: Floats) -> float:
    return len(n) / float((1 / n).sum())


SAID: dict[Transformation, str] = {
    "logit": "logit",
    "arcsine": "arcsine square root",
    "freeman-tukey": "Freeman-Tukey double arcsine",
    "none": "untransformed",
    "glmm": "logit",
}
"""A transformation as a method line says it."""
