"""How sure is a coefficient? Wald, t, Hartung-Knapp and its ad hoc variant, for means and for meta-regressions alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.pooling.heterogeneity import NOT_ESTIMABLE, said
from thirdline.statistics.pooling.settings import Settings
from thirdline.statistics.pooling.weighted import Design, Fit

NO_SPREAD = "The interval is not estimable: there are no more studies than coefficients."
PREDICTION_DF = {"hts": 2, "k-1": 1}
"""Degrees of freedom of the prediction interval: studies less this (Higgins et al. 2009: k - 2; others k - 1)."""


@dataclass(frozen=True)
class Spread:
    """By how much the variances of a fit are multiplied, and of which distribution its quantiles are (df None: normal).

    `factor` None: not estimable.
    """

    factor: float | None
    df: int | None
    notes: tuple[str, ...] = ()

    def critical(self, level: float) -> float:
        """The two-sided quantile."""
        tail = (1 - level) / 2
        return float(stats.norm.isf(tail) if self.df is None else stats.t.isf(tail, self.df))

    def p_value(self, statistic: float) -> float:
        """The two-sided P value."""
        return float(2 * (stats.norm.sf(abs(statistic)) if self.df is None else stats.t.sf(abs(statistic), self.df)))


def spread(at: Fit, design: Design, settings: Settings) -> Spread:
    """The spread by the interval method of `settings`.

    Hartung and Knapp 2001, Sidik and Jonkman 2002: factor = Q(tau2) / df. It may be below 1, and the interval then
    narrower than the common-effect one (Jackson et al. 2017); the ad hoc variant takes max(1, factor).
    """
    if settings.interval == "wald":
        return Spread(1.0, None)
    if design.df < 1:
        return Spread(None, None, (NO_SPREAD,))
    if settings.interval == "t":
        return Spread(1.0, design.df)
    factor = at.q / design.df
    if settings.interval == "hartung-knapp-ad-hoc":
        return Spread(max(1.0, factor), design.df)
    return Spread(factor, design.df, _narrow(factor))


def _narrow(factor: float) -> tuple[str, ...]:
    if factor >= 1 - 1e-6:
        return ()
    return (f"Hartung-Knapp makes the standard error smaller ({factor:.3g} of the variance); the ad hoc variant does not.",)


def coefficient(at: Fit, index: int, by: Spread, settings: Settings) -> Estimate:
    """One coefficient with its interval. Without a spread the value stands alone."""
    value, method = float(at.coefficients[index]), said(settings.interval) + (f" ({by.df} df)" if by.df else "")
    if by.factor is None:
        return Estimate(value, level=settings.level, method=method, notes=by.notes)
    error = float(np.sqrt(by.factor * at.covariance[index, index]))
    half = by.critical(settings.level) * error
    return Estimate(value, value - half, value + half, settings.level, error, method, by.notes)


def prediction(random: Estimate, tau2: float | None, k: int, settings: Settings) -> Estimate:
    """Where may the true effect of one more study like these lie?

    mean -/+ quantile * sqrt(tau2 + se2): Higgins, Thompson and Spiegelhalter 2009; Riley et al. 2011.
    """
    lost = PREDICTION_DF.get(settings.prediction)
    df = None if lost is None else k - lost
    method = "prediction interval, " + ("normal" if df is None else f"t with k-{lost} degrees of freedom")
    if random.value is None or random.standard_error is None or tau2 is None:
        return Estimate(None, level=settings.level, method=method, notes=(NOT_ESTIMABLE,))
    if df is not None and df < 1:
        note = f"A prediction interval with k-{lost} degrees of freedom needs at least {(lost or 0) + 1} studies."
        return Estimate(None, level=settings.level, method=method, notes=(note,))
    quantile = Spread(1.0, df).critical(settings.level)
    half = float(quantile * np.sqrt(tau2 + random.standard_error**2))
    return Estimate(random.value, random.value - half, random.value + half, settings.level, method=method)
