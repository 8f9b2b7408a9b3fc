"""What do these studies say together? Pooling of effects by inverse variance, common and random effects at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.pooling.heterogeneity import NOT_ESTIMABLE, Heterogeneity, heterogeneity, said
from thirdline.statistics.pooling.intervals import coefficient, prediction, spread
from thirdline.statistics.pooling.results import Pool, Study, pool_back
from thirdline.statistics.pooling.settings import Settings
from thirdline.statistics.pooling.weighted import Design, Fit, effects_design, fit

DEFAULT = Settings()
ONE_STUDY = "One study is no pool: nothing can be said about the differences between studies."


def pool_effects(
    values: ArrayLike,
    standard_errors: ArrayLike,
    labels: Sequence[str] | None = None,
    settings: Settings = DEFAULT,
) -> Pool:
    """The common-effect and random-effects mean of k effects, their heterogeneity, and where a new study may lie.

    values, standard_errors: k effects on a scale on which they are about normal (log hazard ratio, log odds ratio, mean
    difference) and their standard errors, taken as known. Figures come back on that scale; `exponentiated` reads them
    as ratios.

    mean = sum(w y) / sum(w), w = 1 / (v + tau2); tau2 is 0 for the common effect. The common effect is the mean of these
    studies; the random-effects mean is the centre of a distribution of effects, and the prediction interval says where
    a study like these may lie. With one study tau2, the random-effects mean and the prediction are not estimable (None)
    unless tau2 is handed in.

    Misleads: with few studies tau2 is hardly known, and Wald intervals are too short; with studies that are not of
    one question. Errors: StatisticsError names each study whose effect or standard error cannot be used.

    >>> pool = pool_effects([-0.94, -0.62, -0.46], [0.16, 0.12, 0.11], ["A", "B", "C"])
    >>> round(pool.common.value, 3), round(pool.q, 2), pool.random.method
    (-0.616, 6.11, 'inverse variance, random effects; REML estimator of tau2; Hartung-Knapp interval (2 df)')
    """
    return pool_design(effects_design(values, standard_errors, labels), settings)


def pool_design(design: Design, settings: Settings = DEFAULT, scale: str = "as given") -> Pool:
    """The pool of a model of one mean (see `pool_effects`)."""
    found = heterogeneity(design, settings)
    common, tau2 = fit(design), found.tau2.value
    random_fit = None if tau2 is None else fit(design, tau2)
    random = _random(design, random_fit, settings, found)
    return Pool(
        _studies(design, common, random_fit, settings.level),
        _common(common, settings.level),
        random,
        prediction(random, found.tau2.value, design.k, settings),
        found.tau2,
        found.i2,
        found.h2,
        found.test,
        scale,
        f"{random.method}; common effect: Wald interval",
        (ONE_STUDY,) if design.k == 1 else (),
    )


def exponentiated(pool: Pool, scale: str = "ratio") -> Pool:
    """A pool of log ratios read as ratios."""
    return pool_back(pool, lambda x: float(np.exp(x)), scale, "exponentiated")


def _common(common: Fit, level: float) -> Estimate:
    value, error = float(common.coefficients[0]), float(np.sqrt(common.covariance[0, 0]))
    half = float(stats.norm.isf((1 - level) / 2)) * error
    return Estimate(value, value - half, value + half, level, error, "inverse variance, common effect; Wald interval")


def _random(design: Design, at: Fit | None, settings: Settings, found: Heterogeneity) -> Estimate:
    tau2_said = found.tau2.method.removesuffix(", Q-profile interval")
    start = f"inverse variance, random effects; {tau2_said}; "
    if at is None:
        return Estimate(None, level=settings.level, method=start + said(settings.interval), notes=(NOT_ESTIMABLE,))
    plain = coefficient(at, 0, spread(at, design, settings), settings)
    return replace(plain, method=start + plain.method)


def _studies(design: Design, common: Fit, random: Fit | None, level: float) -> tuple[Study, ...]:
    half = stats.norm.isf((1 - level) / 2) * np.sqrt(design.v)
    shares = common.weights / common.weights.sum()
    random_shares = [None] * design.k if random is None else (random.weights / random.weights.sum()).tolist()
    rows = zip(
        design.labels,
        design.y.tolist(),
        (design.y - half).tolist(),
        (design.y + half).tolist(),
        np.sqrt(design.v).tolist(),
        shares.tolist(),
        random_shares,
        strict=True,
    )
    return tuple(Study(*row) for row in rows)
