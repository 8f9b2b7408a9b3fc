"""What pooling gives back: studies with their weights, the pooled figures, and how far the studies disagree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from thirdline.statistics.estimates import Estimate


@dataclass(frozen=True)
class Test:
    """A test: its statistic, degrees of freedom (`df`; of an F also `df_residual`) and P value, or None and a note."""

    __test__ = False

    statistic: float | None
    p_value: float | None
    df: int | None = None
    df_residual: int | None = None
    method: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Study:
    """One study as it entered a pool. Weights are shares of their model; None where that model was not fitted."""

    label: str
    value: float
    low: float
    high: float
    standard_error: float | None
    weight_common: float | None
    weight_random: float | None


@dataclass(frozen=True)
class Pool:
    """Studies, their common and random-effects mean, the prediction interval and the heterogeneity.

    `common`, `random` and `prediction` stand on `scale`; `tau2` always stands on the scale of the analysis. Where the
    figures were carried back to another scale, `analysis` holds the same pool as it was fitted, and standard errors
    are None (they belong to the analysis). `heterogeneity` is Cochran's Q, or the likelihood ratio test of a GLMM.
    """

    studies: tuple[Study, ...]
    common: Estimate
    random: Estimate
    prediction: Estimate
    tau2: Estimate
    i2: Estimate
    h2: Estimate
    heterogeneity: Test
    scale: str
    method: str
    notes: tuple[str, ...] = ()
    analysis: Pool | None = None

    @property
    def q(self) -> float | None:
        """Cochran's Q (of a GLMM: the likelihood ratio statistic)."""
        return self.heterogeneity.statistic

    @property
    def df(self) -> int | None:
        """Degrees of freedom of `q`."""
        return self.heterogeneity.df

    @property
    def p_value(self) -> float | None:
        """P value of `q`."""
        return self.heterogeneity.p_value


Back = Callable[[float], float]
"""From the scale of the analysis to the scale that is read."""


def estimate_back(estimate: Estimate, back: Back, said: str = "") -> Estimate:
    """The same estimate on another scale: value and limits carried over, the standard error left behind."""
    value, low, high = (None if x is None else back(x) for x in (estimate.value, estimate.low, estimate.high))
    method = f"{estimate.method}; {said}" if said and estimate.method else estimate.method or said
    return replace(estimate, value=value, low=low, high=high, standard_error=None, method=method)


def pool_back(pool: Pool, back: Back, scale: str, said: str = "") -> Pool:
    """The same pool read on `scale`; the pool as fitted stays in `analysis`. `back` must rise: limits keep their sides."""
    return replace(
        pool,
        studies=tuple(_study_back(study, back) for study in pool.studies),
        common=estimate_back(pool.common, back, said),
        random=estimate_back(pool.random, back, said),
        prediction=estimate_back(pool.prediction, back, said),
        scale=scale,
        method=f"{pool.method}; {said}" if said else pool.method,
        analysis=pool,
    )


def _study_back(study: Study, back: Back) -> Study:
    return replace(study, value=back(study.value), low=back(study.low), high=back(study.high), standard_error=None)
