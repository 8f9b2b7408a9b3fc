"""How much do the true effects differ between studies? Estimators of the between-study variance tau2.

Each takes a model (of one mean or with moderators) and gives tau2 before it is cut off at 0.
Sources: DerSimonian and Laird 1986; Hedges and Olkin 1985; Hunter and Schmidt 2004; Paule and Mandel 1982; Morris 1983;
Sidik and Jonkman 2005; compared in Viechtbauer 2005 and Veroniki et al. 2016.

Why not statsmodels: `statsmodels.stats.meta_analysis.combine_effects` has DerSimonian-Laird and Paule-Mandel alone. Its
DerSimonian-Laird is not cut off at 0: with studies more alike than chance the variance is negative, and the interval of
the mean narrower than the common-effect one. It has no moderators, no interval of tau2 and no prediction interval.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from thirdline.statistics.pooling.settings import Estimator
from thirdline.statistics.pooling.weighted import Design, Fit, fit
from thirdline.statistics.roots import root

GRID = 60
"""Points at which the likelihood is looked at before its maxima are refined: REML and ML may have more than one."""
FINEST = 1e-7
"""Smallest variance of that grid beside 0, as a share of the largest thinkable."""
TOLERANCE = 1e-13
"""Of the roots, relative to the largest thinkable variance."""


def between_variance(design: Design, estimator: Estimator) -> float:
    """tau2 as estimated, not cut off: a negative figure says that the studies are more alike than chance makes them."""
    return ESTIMATORS[estimator](design)


def variance_where_q_is(design: Design, target: float) -> float | None:
    """The tau2 at which the weighted sum of squares falls to `target`; None where it lies below from the start."""
    if fit(design).q < target:
        return None
    high = _largest(design)
    while fit(design, high).q > target:
        high *= 2
    return root(lambda tau2: fit(design, tau2).q - target, 0, high, TOLERANCE * high)


def _dersimonian_laird(design: Design) -> float:
    common = fit(design)
    return (common.q - design.df) / common.trace


def _hunter_schmidt(design: Design) -> float:
    common = fit(design)
    return (common.q - design.k) / float(common.weights.sum())


def _hedges(design: Design) -> float:
    plain = _plain(design)
    return (plain.q - float(design.v @ (1 - plain.leverages))) / design.df


def _sidik_jonkman(design: Design) -> float:
    """Two steps: the plain spread of the effects as a first guess, then a weighted sum of squares at that guess."""
    guess = float(np.mean((design.y - design.y.mean()) ** 2))
    return guess * fit(design, guess).q / design.df if guess > 0 else 0.0


def _paule_mandel(design: Design) -> float:
    """The tau2 at which Q equals its expectation. Empirical Bayes (Morris) has the same root."""
    root = variance_where_q_is(design, design.df)
    return _dersimonian_laird(design) if root is None else root


def _reml(design: Design) -> float:
    return _likeliest(design, lambda f: f.q_slope - f.trace, lambda f: f.log_determinant)


def _ml(design: Design) -> float:
    return _likeliest(design, lambda f: f.q_slope - float(f.weights.sum()), lambda _: 0.0)


def _likeliest(design: Design, slope: Callable[[Fit], float], penalty: Callable[[Fit], float]) -> float:
    """The highest of all maxima of the (restricted) likelihood over tau2 >= 0.

    Fisher scoring, as in metafor, stops at the nearest: a golden case has another maximum that is likelier.
    """
    grid = np.concatenate([[0.0], np.geomspace(FINEST, 1, GRID) * _largest(design)])
    slopes = np.array([slope(fit(design, tau2)) for tau2 in grid])
    tops = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0))
    maxima = [_root(design, slope, grid[i], grid[i + 1]) for i in tops]
    candidates = maxima if slopes[0] > 0 else [0.0, *maxima]
    return max(candidates, key=lambda tau2: _log_likelihood(fit(design, tau2), penalty))


def _root(design: Design, slope: Callable[[Fit], float], low: float, high: float) -> float:
    return root(lambda tau2: slope(fit(design, tau2)), low, high, TOLERANCE * high)


def _log_likelihood(at: Fit, penalty: Callable[[Fit], float]) -> float:
    return -0.5 * (at.q - float(np.log(at.weights).sum()) + penalty(at))


def _plain(design: Design) -> Fit:
    """Least squares without weights."""
    return fit(Design(design.y, np.ones(design.k), design.x, design.labels))


def _largest(design: Design) -> float:
    """A variance above which every slope falls: what is left without weights, and the largest of the studies' own."""
    return 10 * (_plain(design).q + float(design.v.max()))


ESTIMATORS: dict[Estimator, Callable[[Design], float]] = {
    "dersimonian-laird": _dersimonian_laird,
    "reml": _reml,
    "ml": _ml,
    "paule-mandel": _paule_mandel,
    "empirical-bayes": _paule_mandel,
    "sidik-jonkman": _sidik_jonkman,
    "hedges": _hedges,
    "hunter-schmidt": _hunter_schmidt,
}
"""The estimators by name."""
