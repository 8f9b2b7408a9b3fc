"""Do small studies say something else than large ones? The funnel, and tests of its symmetry.

Asymmetry has many reasons besides unpublished studies: other patients, worse conduct, chance, and for odds ratios the tie
between an effect and its own standard error (Sterne et al. 2011). With fewer than ten studies the tests find little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from thirdline.statistics.estimates import LEVEL, Estimate, StatisticsError
from thirdline.statistics.pooling.counts import Counts, effects_of, observed_less_expected
from thirdline.statistics.pooling.results import Test
from thirdline.statistics.pooling.settings import Correction
from thirdline.statistics.pooling.weighted import Design, Floats, effects_design, fit

FEW = 10
"""Studies below which a test of asymmetry has hardly any power (Sterne et al. 2011, recommendation 4)."""
LEAST = 3
"""Studies without which there is no line to test."""
TOO_FEW = "Fewer than ten studies: the test has hardly any power, and says nothing when it finds nothing."


@dataclass(frozen=True)
class Asymmetry:
    """A test of funnel asymmetry. `intercept`: the effect expected of a study without error (Egger, Peters), or None."""

    test: Test
    slope: Estimate | None
    intercept: Estimate | None


@dataclass(frozen=True, eq=False)
class Funnel:
    """Points of a funnel plot (effect, standard error) and the limits within which 95 % (level) of studies of one common
    effect lie: `edge_errors` from 0 to the largest standard error, with `edge_low` and `edge_high`."""

    labels: tuple[str, ...]
    effects: Floats
    standard_errors: Floats
    centre: float
    edge_errors: Floats
    edge_low: Floats
    edge_high: Floats
    level: float


def funnel(
    values: ArrayLike,
    standard_errors: ArrayLike,
    labels: Sequence[str] | None = None,
    *,
    level: float = LEVEL,
) -> Funnel:
    """What a funnel plot shows: the studies, the common-effect mean, and the limits around it."""
    design = effects_design(values, standard_errors, labels)
    errors, centre = np.sqrt(design.v), float(fit(design).coefficients[0])
    edge = np.array([0.0, errors.max()])
    half = stats.norm.isf((1 - level) / 2) * edge
    return Funnel(design.labels, design.y, errors, centre, edge, centre - half, centre + half, level)


def egger(values: ArrayLike, standard_errors: ArrayLike, level: float = LEVEL) -> Asymmetry:
    """Egger's test (1997): effects regressed on their standard errors, weights 1 / v, t with k-2 degrees of freedom.

    The slope is 0 in a symmetric funnel. For odds ratios prefer Harbord's or Peters' test.
    """
    design = _enough(effects_design(values, standard_errors))
    return _line(design.y, np.sqrt(design.v), 1 / design.v, "Egger's test", level)


def begg(values: ArrayLike, standard_errors: ArrayLike) -> Asymmetry:
    """Begg and Mazumdar's rank test (1994): Kendall's tau between standardised effects and variances; little power."""
    design = _enough(effects_design(values, standard_errors))
    common = fit(design)
    deviations = common.residuals / np.sqrt(design.v - common.covariance[0, 0])
    tied = len(set(deviations)) < design.k or len(set(design.v)) < design.k
    found = cast(tuple[float, float], stats.kendalltau(deviations, design.v, method="asymptotic" if tied else "exact"))
    notes = (*_few(design.k), *(("Tied ranks: the P value is asymptotic.",) if tied else ()))
    correlation, p_value = float(found[0]), float(found[1])
    if not np.isfinite(correlation):
        return Asymmetry(Test(None, None, method="Begg's rank test", notes=("All variances are equal.",)), None, None)
    return Asymmetry(Test(correlation, p_value, method="Begg's rank test", notes=notes), None, None)


def harbord(counts: Counts, level: float = LEVEL) -> Asymmetry:
    """Harbord's test of odds ratios (2006): score over information regressed on 1 / sqrt(information), weights information.

    Score and information are O - E and its variance under no effect: free of the tie between a log odds ratio and its
    standard error.
    """
    score, information = observed_less_expected(counts)
    kept = information > 0
    _enough_of(int(kept.sum()))
    y, x = score[kept] / information[kept], 1 / np.sqrt(information[kept])
    return _line(y, x, information[kept], "Harbord's test", level, _left_out(counts, kept))


def peters(counts: Counts, level: float = LEVEL, correction: Correction | None = None) -> Asymmetry:
    """Peters' test of odds ratios (2006): log odds ratios regressed on 1 / size, weights events times others / size."""
    effects = effects_of(counts, "odds-ratio", correction)
    kept = effects.kept
    _enough_of(int(kept.sum()))
    events, others = (counts.a + counts.c)[kept], (counts.b + counts.d)[kept]
    weights = 1 / (1 / events + 1 / others)
    return _line(effects.values, 1 / (events + others), weights, "Peters' test", level, effects.notes)


def _line(y: Floats, x: Floats, weights: Floats, name: str, level: float, notes: tuple[str, ...] = ()) -> Asymmetry:
    """Weighted least squares of y on x with a free dispersion; the test is of the slope."""
    if np.ptp(x) <= 1e-12 * np.abs(x).max():
        raise StatisticsError([f"{name}: all studies are of one size; there is no line to draw."])
    df = len(y) - 2
    at = fit(Design(y, 1 / weights, np.column_stack([np.ones(len(y)), x]), tuple("" for _ in y)))
    errors = np.sqrt(at.q / df * np.diag(at.covariance))
    half = stats.t.isf((1 - level) / 2, df) * errors
    method = f"{name}: weighted regression, t ({df} df)"
    intercept, slope = (
        Estimate(float(b), float(b - h), float(b + h), level, float(e), method)
        for b, h, e in zip(at.coefficients, half, errors, strict=True)
    )
    said = (*_few(len(y)), *notes)
    if errors[1] == 0:
        return Asymmetry(
            Test(None, None, df, method=method, notes=("The studies lie on one line.", *said)), slope, intercept
        )
    statistic = float(at.coefficients[1] / errors[1])
    test = Test(statistic, float(2 * stats.t.sf(abs(statistic), df)), df, method=method, notes=said)
    return Asymmetry(test, slope, intercept)


def _left_out(counts: Counts, kept: np.ndarray) -> tuple[str, ...]:
    names = [label for label, k in zip(counts.labels, kept, strict=True) if not k]
    return (f"Left out, no event (or nothing but events) in both arms: {', '.join(names)}.",) if names else ()


def _few(k: int) -> tuple[str, ...]:
    return (TOO_FEW,) if k < FEW else ()


def _enough(design: Design) -> Design:
    _enough_of(design.k)
    return design


def _enough_of(k: int) -> None:
    if k < LEAST:
        raise StatisticsError([f"{k} studies: a test of asymmetry needs at least {LEAST}, and means little below {FEW}."])
