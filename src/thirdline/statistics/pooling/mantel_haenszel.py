"""What is the common effect where events are rare? Mantel-Haenszel: no logarithm of a single study, no correction.

statsmodels' `StratifiedTable` has the odds ratio with its standard error and agrees (a test shows it); it has no standard
error of the risk ratio and no risk difference, so the three stand here side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from thirdline.statistics.estimates import LEVEL, Estimate, StatisticsError
from thirdline.statistics.pooling.counts import Counts, observed_less_expected
from thirdline.statistics.pooling.results import Test, estimate_back

Pooled = Literal["odds-ratio", "risk-ratio", "risk-difference"]
YATES = 0.5
"""Correction of the Cochran-Mantel-Haenszel test (Mantel and Haenszel 1959)."""


@dataclass(frozen=True)
class MantelHaenszel:
    """The common effect (`common`; `log` where it is a ratio), the test of no effect, and the studies that say nothing."""

    common: Estimate
    log: Estimate | None
    test: Test
    method: str
    notes: tuple[str, ...]


def mantel_haenszel(counts: Counts, measure: Pooled = "odds-ratio", level: float = LEVEL) -> MantelHaenszel:
    """The common effect over studies by Mantel and Haenszel, without correction of zero cells.

    Variances: Robins, Breslow and Greenland 1986 (odds ratio), Greenland and Robins 1985 (risk ratio), Sato, Greenland
    and Robins 1989 (risk difference). The test is Cochran-Mantel-Haenszel with continuity correction. It assumes one
    effect for all studies: no between-study variance, no prediction. Where all events are in one arm a ratio is not
    estimable: None, with a note.
    """
    if measure not in ESTIMATES:
        raise StatisticsError([f"measure: {measure!r}; allowed: {', '.join(ESTIMATES)}."])
    method = f"Mantel-Haenszel {measure.replace('-', ' ')}, common effect; Wald interval"
    notes = _silent(counts, measure)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, variance = ESTIMATES[measure](counts)
    if not (np.isfinite(value) and np.isfinite(variance) and variance > 0):
        note = "Not estimable: all events, or all without the event, are in one arm; or there are none."
        return MantelHaenszel(Estimate(None, level=level, method=method, notes=(note,)), None, cmh(counts), method, notes)
    half = float(stats.norm.isf((1 - level) / 2) * np.sqrt(variance))
    plain = Estimate(float(value), float(value) - half, float(value) + half, level, float(np.sqrt(variance)), method)
    if measure == "risk-difference":
        return MantelHaenszel(plain, None, cmh(counts), method, notes)
    return MantelHaenszel(estimate_back(plain, lambda x: float(np.exp(x))), plain, cmh(counts), method, notes)


def cmh(counts: Counts) -> Test:
    """Is there an effect in any study, in the same direction? Cochran-Mantel-Haenszel, continuity corrected."""
    difference, variance = observed_less_expected(counts)
    total, method = float(variance.sum()), "Cochran-Mantel-Haenszel test, continuity corrected"
    if total == 0:
        return Test(None, None, 1, method=method, notes=("No study has both events and patients without one.",))
    statistic = max(0.0, abs(float(difference.sum())) - YATES) ** 2 / total
    return Test(statistic, float(stats.chi2.sf(statistic, 1)), 1, method=method)


def _silent(counts: Counts, measure: Pooled) -> tuple[str, ...]:
    if measure == "risk-difference":
        return ()
    empty = (counts.a + counts.c == 0) | ((counts.b + counts.d == 0) & (measure == "odds-ratio"))
    names = [label for label, none in zip(counts.labels, empty, strict=True) if none]
    return (f"Without weight, no event (or nothing but events) in both arms: {', '.join(names)}.",) if names else ()


def _odds_ratio(t: Counts) -> tuple[float, float]:
    n = t.a + t.b + t.c + t.d
    concordant, discordant = (t.a + t.d) / n, (t.b + t.c) / n
    r, s = t.a * t.d / n, t.b * t.c / n
    variance = (concordant @ r / r.sum() ** 2 + discordant @ s / s.sum() ** 2) / 2
    mixed = (concordant @ s + discordant @ r) / (r.sum() * s.sum()) / 2
    return np.log(r.sum() / s.sum()), variance + mixed


def _risk_ratio(t: Counts) -> tuple[float, float]:
    n1, n2 = t.a + t.b, t.c + t.d
    n = n1 + n2
    r, s = (t.a * n2 / n).sum(), (t.c * n1 / n).sum()
    spread = ((n1 * n2 * (t.a + t.c) - t.a * t.c * n) / n**2).sum()
    return np.log(r / s), spread / (r * s)


def _risk_difference(t: Counts) -> tuple[float, float]:
    n1, n2 = t.a + t.b, t.c + t.d
    n = n1 + n2
    weights = n1 * n2 / n
    difference = float((weights * (t.a / n1 - t.c / n2)).sum() / weights.sum())
    p = ((n1 / n) ** 2 * t.c - (n2 / n) ** 2 * t.a + n1 * n2 / n**2 * (n2 - n1) / 2).sum()
    q = ((t.a * t.d + t.b * t.c) / n / 2).sum()
    return difference, float((difference * p + q) / weights.sum() ** 2)


ESTIMATES: dict[Pooled, Callable[[Counts], tuple[float, float]]] = {
    "odds-ratio": _odds_ratio,
    "risk-ratio": _risk_ratio,
    "risk-difference": _risk_difference,
}
"""Common effect and its variance by measure."""
