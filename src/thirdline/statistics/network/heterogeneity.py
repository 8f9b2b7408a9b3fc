"""How far trials of the same comparison differ beyond chance: one between-trial variance for the whole network.

Question answered: what is tau2, between which limits, and can it be estimated at all?
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2, norm

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.network.model import Block, Fit, fit
from thirdline.statistics.network.posterior import posterior_of_tau
from thirdline.statistics.network.settings import Settings

FEW = 5
"""Below so many degrees of freedom an estimate of tau2 is little more than a guess; a note says so."""

NAMES = {"dl": "generalised DerSimonian-Laird", "reml": "restricted maximum likelihood", "ml": "maximum likelihood"}
_SEARCH = np.concatenate([[0.0], np.geomspace(1e-6, 1e3, 61)])


@dataclass(frozen=True)
class Heterogeneity:
    """Disagreement of the trials of one network.

    `q` on `df` degrees of freedom with `p_value` is measured at the common-effect weights; `i2` is the share of it that
    is beyond chance, with the interval of Higgins and Thompson (2002). `tau2` and `tau` have no value where nothing can be
    learned of them. `p_value` is None without degrees of freedom.
    """

    q: float
    df: int
    p_value: float | None
    i2: Estimate
    tau2: Estimate
    tau: Estimate


Refit = Callable[[float], Fit]


def heterogeneity(blocks: tuple[Block, ...], n: int, settings: Settings, basis: np.ndarray | None = None) -> Heterogeneity:
    """Q, I2 and tau2 of the trials in `blocks`, their n treatments confined to the span of `basis`."""

    def refit(tau2: float) -> Fit:
        return fit(blocks, n, tau2, basis)

    common = refit(0.0)
    tau2 = between_trial_variance(refit, settings)
    return Heterogeneity(
        q=common.q,
        df=common.df,
        p_value=tail(common.q, common.df),
        i2=i_squared(common.q, common.df, settings.level),
        tau2=tau2,
        tau=_square_root(tau2),
    )


def tail(q: float, df: int) -> float | None:
    """The probability of so large a Q by chance; None without degrees of freedom."""
    return float(chi2.sf(q, df)) if df > 0 else None


def between_trial_variance(refit: Refit, settings: Settings) -> Estimate:
    """tau2 with its interval, by the method that `settings` names; no value where there are no degrees of freedom.

    `dl`: max(0, (Q - df) / trace), Jackson (2013), with the interval that inverts the generalised Q (Jackson 2013,
    Viechtbauer 2007). `reml`, `ml`: the maximum of the likelihood with the exact covariance of multi-arm trials, and the
    profile likelihood interval. A limit of 0 means that no variance is compatible with the trials.
    """
    if settings.tau is not None:
        return Estimate(settings.tau**2, level=settings.level, method=f"tau set to {settings.tau:g} beforehand")
    if settings.prior is not None:
        return posterior_of_tau(refit, settings)
    common = refit(0.0)
    if common.df <= 0 or common.moment <= 0:
        note = "the between-trial variance is not estimable: no comparison is replicated, directly or through a loop"
        return Estimate(None, level=settings.level, method=NAMES[settings.between], notes=(note,))
    notes = (f"the between-trial variance rests on {common.df} degrees of freedom only",) if common.df < FEW else ()
    if settings.between == "dl":
        value = max(0.0, (common.q - common.df) / common.moment)
        low, high = _by_q(refit, settings.level)
        way = "interval by inverting the generalised Q"
    else:
        value = _by_likelihood(refit, restricted=settings.between == "reml")
        low, high = _profile(refit, value, settings)
        way = "profile likelihood interval"
    return Estimate(value, low, high, settings.level, method=f"{NAMES[settings.between]}; {way}", notes=notes)


def _by_q(refit: Refit, level: float) -> tuple[float, float]:
    df = refit(0.0).df
    low, high = (_where_q_is(refit, float(chi2.ppf(p, df))) for p in ((1 + level) / 2, (1 - level) / 2))
    return low, high


def _where_q_is(refit: Refit, quantile: float) -> float:
    if refit(0.0).q <= quantile:
        return 0.0
    return _root(lambda tau2: refit(tau2).q - quantile, 0.0, _scale(refit(0.0)))


def _scale(common: Fit) -> float:
    """The typical variance of a comparison: the unit in which tau2 is searched."""
    return float(np.median(np.concatenate([b.variances[:, 0, 1:].ravel() for b in common.blocks])))


def _root(function: Callable[[float], float], low: float, step: float) -> float:
    """Where a function that is not negative at `low` becomes negative further up."""
    high = low + step
    while function(high) > 0:
        low, high = high, 4 * high
    return float(brentq(function, low, high, xtol=1e-14 * high, rtol=1e-13))  # type: ignore[arg-type]


def _score(at: Fit, restricted: bool) -> float:
    """Twice the derivative of the log likelihood in tau2."""
    if restricted:
        return at.slope - at.moment
    return at.slope - sum(np.trace(laps, axis1=1, axis2=2).sum() for _, laps in at.pieces()) / 2


def _by_likelihood(refit: Refit, restricted: bool) -> float:
    """The maximum: best point of a wide grid, then the root of the derivative beside it."""
    grid = _SEARCH * _scale(refit(0.0))
    heights = [refit(float(t)).log_likelihood(restricted) for t in grid]
    best = int(np.argmax(heights))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    if _score(refit(low), restricted) <= 0:
        return low
    return float(brentq(lambda t: _score(refit(t), restricted), low, high, xtol=1e-15, rtol=1e-12))  # type: ignore[arg-type]


def _profile(refit: Refit, value: float, settings: Settings) -> tuple[float, float]:
    restricted = settings.between == "reml"
    floor = refit(value).log_likelihood(restricted) - float(chi2.ppf(settings.level, 1)) / 2

    def above(tau2: float) -> float:
        return refit(tau2).log_likelihood(restricted) - floor

    low = 0.0 if above(0.0) >= 0 else float(brentq(above, 0.0, value, xtol=1e-14, rtol=1e-12))  # type: ignore[arg-type]
    return low, _root(above, value, _scale(refit(0.0)))


def i_squared(q: float, df: int, level: float) -> Estimate:
    """Which share of the disagreement is beyond chance? I2 = max(0, (Q - df) / Q), as a share of 1.

    Interval from the standard error of log H, H2 = Q / df (Higgins and Thompson 2002, formula for Q above and below df + 1).
    Misleads: it measures the precision of the trials as well as their differences. None without degrees of freedom; no
    interval where Q does not exceed its 2 and df is 1.
    """
    if df < 1:
        return Estimate(None, level=level, method="I2 from Q", notes=("no degrees of freedom",))
    h = math.sqrt(max(q / df, 1.0))
    error = _error_of_log_h(q, df)
    z = float(norm.ppf((1 + level) / 2))
    low, high = (None, None) if error is None else (_share(h * math.exp(-z * error)), _share(h * math.exp(z * error)))
    return Estimate(_share(h), low, high, level, method="I2 from Q, interval of Higgins and Thompson (2002)")


def _share(h: float) -> float:
    return 1 - 1 / max(h, 1.0) ** 2


def _error_of_log_h(q: float, df: int) -> float | None:
    if q > df + 1:
        return 0.5 * (math.log(q) - math.log(df)) / (math.sqrt(2 * q) - math.sqrt(2 * df - 1))
    return math.sqrt(1 / (2 * (df - 1)) * (1 - 1 / (3 * (df - 1) ** 2))) if df > 1 else None


def _square_root(tau2: Estimate) -> Estimate:
    value, low, high = (None if x is None else math.sqrt(x) for x in (tau2.value, tau2.low, tau2.high))
    return Estimate(value, low, high, tau2.level, method=tau2.method, notes=tau2.notes)
