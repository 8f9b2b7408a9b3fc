"""The GLMM of proportions as a pool: what it estimates, and the cells with which it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import special, stats

from thirdline.statistics.estimates import Estimate, StatisticsError
from thirdline.statistics.exact import clopper_pearson
from thirdline.statistics.pooling.glmm import Binomials, Maximum, maximum, tau_limits
from thirdline.statistics.pooling.heterogeneity import NOT_ESTIMABLE
from thirdline.statistics.pooling.intervals import prediction
from thirdline.statistics.pooling.results import Pool, Study, Test
from thirdline.statistics.pooling.settings import HALF, Settings
from thirdline.statistics.pooling.weighted import Design, Floats, fit

METHOD = "binomial-normal GLMM, exact maximum likelihood"
USELESS = 0.9
"""Width of an interval of a proportion from which it says next to nothing: then so does the figure in it."""
NO_HARTUNG_KNAPP = "Hartung-Knapp does not exist for a GLMM; the t distribution with k-1 degrees of freedom was taken."
OTHER_ESTIMATOR = "A GLMM estimates its variance by maximum likelihood; the estimator of the settings ({}) is not for it."
SHAPE_DECIDES = (
    "No between-study variance is too large for these cells: the form of the model decides the mean, not the data."
)


def pool_glmm(x: Floats, n: Floats, labels: tuple[str, ...], settings: Settings) -> Pool:
    """The pool on the logit. Random effects are None, with the reason in notes, where the likelihood has no maximum:

    one study; all cells 0 % or all 100 % (the mean is infinite); only 0 % and 100 % cells (the variance is infinite).
    Elsewhere 0 % and 100 % cells are counted in notes, and an interval that spans nearly everything is called that.
    """
    if settings.given is not None:
        raise StatisticsError(["between: a variance handed in has no place in a GLMM; choose another transformation."])
    data, common = Binomials(x, n), _common(x, n, settings.level)
    why = _without_maximum(x, n)
    if why:
        return _not_estimable(data, labels, settings, common, why)
    top = maximum(data)
    if not top.converged:
        return _not_estimable(data, labels, settings, common, "The search for the maximum of the likelihood did not end.")
    tau2 = _tau2(data, top, settings.level)
    random, df = _random(top, len(x), settings), len(x) - 1
    notes = (*_method_notes(settings), *_cell_notes(data, labels), *_width_notes(random, tau2))
    lrt = max(0.0, 2 * (top.saturated - top.common))
    test = Test(lrt, float(stats.chi2.sf(lrt, df)), df, method="likelihood ratio test of heterogeneity")
    typical = _typical(x, n)
    return Pool(
        _studies(data, labels, settings.level),
        common,
        replace(random, notes=notes),
        prediction(random, top.tau**2, len(x), settings),
        tau2,
        _carried(tau2, "I2", lambda t: 1.0 if np.isinf(t) else t / (t + typical)),
        _carried(tau2, "H2", lambda t: t / typical + 1),
        test,
        "logit of the proportion",
        f"{random.method}; common effect: {common.method}",
        notes,
    )


def _without_maximum(x: Floats, n: Floats) -> str | None:
    if len(x) == 1:
        return NOT_ESTIMABLE
    if (x == 0).all() or (x == n).all():
        edge = "0 %" if (x == 0).all() else "100 %"
        return (
            f"Every cell is {edge}: the mean on the logit is infinite, and nothing is known of differences between studies."
        )
    if ((x == 0) | (x == n)).all():
        return "Every cell is 0 % or 100 %: the likelihood rises without end with the between-study variance."
    return None


def _not_estimable(data: Binomials, labels: tuple[str, ...], settings: Settings, common: Estimate, why: str) -> Pool:
    nothing = Estimate(None, level=settings.level, method=METHOD, notes=(why,))
    test = Test(None, None, len(labels) - 1, method="likelihood ratio test of heterogeneity", notes=(why,))
    method = f"{METHOD}; common effect: {common.method}"
    studies = _studies(data, labels, settings.level)
    return Pool(
        studies, common, nothing, nothing, nothing, nothing, nothing, test, "logit of the proportion", method, (why,)
    )


def _common(x: Floats, n: Floats, level: float) -> Estimate:
    """One proportion for all: all events of all patients, on the logit; exact limits where there are only 0 % or 100 %."""
    events, rest = float(x.sum()), float((n - x).sum())
    if events == 0 or rest == 0:
        own = clopper_pearson(int(events), int(events + rest), level)
        value, low, high = (float(special.logit(p)) for p in (own.value, own.low, own.high))
        return Estimate(value, low, high, level, None, f"all events of all patients; {own.method}")
    value, error = float(np.log(events / rest)), float(np.sqrt(1 / events + 1 / rest))
    half = float(stats.norm.isf((1 - level) / 2)) * error
    return Estimate(
        value, value - half, value + half, level, error, "all events of all patients; Wald interval on the logit"
    )


def _random(top: Maximum, k: int, settings: Settings) -> Estimate:
    quantile, said = _quantile(settings, k - 1)
    half = quantile * top.standard_error
    method = f"{METHOD}; {said} on the logit"
    return Estimate(top.mu, top.mu - half, top.mu + half, settings.level, top.standard_error, method)


def _quantile(settings: Settings, df: int) -> tuple[float, str]:
    tail = (1 - settings.level) / 2
    if settings.interval == "wald":
        return float(stats.norm.isf(tail)), "Wald interval"
    return float(stats.t.isf(tail, df)), f"t interval ({df} df)"


def _tau2(data: Binomials, top: Maximum, level: float) -> Estimate:
    low, high = tau_limits(data, top, level)
    notes = ("tau2 is at its boundary 0: the GLMM is then the model of one proportion.",) if top.tau == 0 else ()
    if np.isinf(high):
        notes += (SHAPE_DECIDES,)
    return Estimate(top.tau**2, low**2, high**2, level, None, "maximum likelihood, profile-likelihood interval", notes)


def _carried(tau2: Estimate, name: str, to: Callable[[float], float]) -> Estimate:
    value, low, high = (None if t is None else to(t) for t in (tau2.value, tau2.low, tau2.high))
    return replace(tau2, value=value, low=low, high=high, method=f"{name} from tau2 ({tau2.method})")


def _typical(x: Floats, n: Floats) -> float:
    """Typical sampling variance on the logit; cells of 0 % and 100 % with a half added (of I2 and H2 alone)."""
    add = HALF * ((x == 0) | (x == n))
    v = 1 / (x + add) + 1 / (n - x + add)
    return (len(x) - 1) / fit(Design(v, v, np.ones((len(v), 1)), tuple("" for _ in v))).trace


def _studies(data: Binomials, labels: tuple[str, ...], level: float) -> tuple[Study, ...]:
    shares = data.n / data.n.sum()
    rows = []
    for label, x, n, share in zip(labels, data.x, data.n, shares, strict=True):
        own = clopper_pearson(int(x), int(n), level)
        value, low, high = (float(special.logit(p)) for p in (own.value, own.low, own.high))
        rows.append(Study(label, value, low, high, None, float(share), None))
    return tuple(rows)


def _method_notes(settings: Settings) -> list[str]:
    notes = [NO_HARTUNG_KNAPP] if settings.interval.startswith("hartung-knapp") else []
    return notes + ([OTHER_ESTIMATOR.format(settings.between)] if settings.estimator != "ml" else [])


def _cell_notes(data: Binomials, labels: tuple[str, ...]) -> list[str]:
    edge = (data.x == 0) | (data.x == data.n)
    if not edge.any():
        return []
    named = ", ".join(label for label, e in zip(labels, edge, strict=True) if e)
    return [f"Cells of 0 % or 100 % ({int(edge.sum())} of {len(edge)}): {named}."]


def _width_notes(random: Estimate, tau2: Estimate) -> list[str]:
    notes = [SHAPE_DECIDES] if tau2.high == np.inf else []
    low, high = special.expit([random.low, random.high])
    if high - low < USELESS:
        return notes
    span = f"{100 * low:.2g} to {100 * high:.4g} %"
    return [*notes, f"Do not quote the pooled figure: its interval ({span}) spans nearly all that is possible."]
