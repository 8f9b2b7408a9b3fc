"""How far do the studies disagree, and how sure is that? tau2 with its interval, I2, H2, and Cochran's Q."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scipy import stats

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.pooling.between import between_variance, variance_where_q_is
from thirdline.statistics.pooling.results import Test
from thirdline.statistics.pooling.settings import Settings
from thirdline.statistics.pooling.weighted import Design, fit

NOT_ESTIMABLE = "The between-study variance is not estimable: there are no more studies than coefficients."
EMPTY = "The Q-profile interval of tau2 is empty: the studies are more alike than chance makes them."


@dataclass(frozen=True)
class Heterogeneity:
    """tau2, I2 (share) and H2 with their intervals, and the test of Q."""

    tau2: Estimate
    i2: Estimate
    h2: Estimate
    test: Test


def heterogeneity(design: Design, settings: Settings) -> Heterogeneity:
    """tau2 by the estimator of `settings` with its Q-profile interval (Viechtbauer 2007), and what follows from it.

    I2 = tau2 / (tau2 + s2) and H2 = (tau2 + s2) / s2 with the typical sampling variance s2 of Higgins and Thompson 2002;
    with DerSimonian-Laird I2 is (Q - df) / Q. Their limits carry those of tau2 over. I2 is a share of the variance, no
    measure of how far the effects lie apart: with large studies it nears 1 for differences that matter to nobody.
    """
    tau2 = _tau2(design, settings)
    typical = design.df / fit(design).trace if design.df > 0 else None
    return Heterogeneity(
        tau2,
        _carried(tau2, "I2", lambda t: t / (t + typical) if typical else None),
        _carried(tau2, "H2", lambda t: t / typical + 1 if typical else None),
        q_test(design),
    )


def q_test(design: Design) -> Test:
    """Cochran's Q against chi-squared: of a mean, or of what moderators leave."""
    if design.df < 1:
        return Test(None, None, max(design.df, 0), method="Cochran's Q", notes=(NOT_ESTIMABLE,))
    q = fit(design).q
    return Test(q, float(stats.chi2.sf(q, design.df)), design.df, method="Cochran's Q")


def _tau2(design: Design, settings: Settings) -> Estimate:
    name = settings.estimator
    if name is None:
        method = f"between-study variance given as {settings.given:g}"
        return Estimate(settings.given, level=settings.level, method=method)
    method = f"{said(name)} estimator of tau2, Q-profile interval"
    if design.df < 1:
        return Estimate(None, level=settings.level, method=method, notes=(NOT_ESTIMABLE,))
    raw = between_variance(design, name)
    low, high = q_profile(design, settings.level)
    notes = [note for note in (_boundary_note(raw), EMPTY if high is None else None) if note]
    return Estimate(max(raw, 0.0), low, high, settings.level, None, method, tuple(notes))


def _boundary_note(raw: float) -> str | None:
    return None if raw > 0 else "tau2 is at its boundary: the estimate is not above 0 and was set to 0."


def q_profile(design: Design, level: float) -> tuple[float | None, float | None]:
    """Limits of tau2 at which Q meets the outer quantiles of its chi-squared; both None where the interval is empty."""
    tail = (1 - level) / 2
    high = variance_where_q_is(design, float(stats.chi2.ppf(tail, design.df)))
    if high is None:
        return None, None
    return variance_where_q_is(design, float(stats.chi2.isf(tail, design.df))) or 0.0, high


def _carried(tau2: Estimate, name: str, to: Callable[[float], float | None]) -> Estimate:
    value, low, high = (None if x is None else to(x) for x in (tau2.value, tau2.low, tau2.high))
    return Estimate(value, low, high, tau2.level, None, f"{name} from tau2 ({tau2.method})", tau2.notes)


SAID = {
    "dersimonian-laird": "DerSimonian-Laird",
    "reml": "REML",
    "ml": "ML",
    "paule-mandel": "Paule-Mandel",
    "empirical-bayes": "empirical Bayes",
    "sidik-jonkman": "Sidik-Jonkman",
    "hedges": "Hedges",
    "hunter-schmidt": "Hunter-Schmidt",
    "wald": "Wald interval",
    "t": "t interval",
    "hartung-knapp": "Hartung-Knapp interval",
    "hartung-knapp-ad-hoc": "Hartung-Knapp interval, never narrower than t (ad hoc)",
}


def said(name: str) -> str:
    """An estimator or interval as a method line says it."""
    return SAID[name]
