"""Cox regression: by what factor does a covariate change the hazard?

Efron's likelihood for tied events (Breslow's on request), strata, delayed entry and time-varying covariates as (entry,
time] rows, case weights, and a robust variance where rows of one person or centre belong together. Sources: Cox, JRSS B
1972;34:187-220; Efron, JASA 1977;72:557-565; Lin and Wei, JASA 1989;84:1074-1078. Agrees with R's `coxph`.

It misleads where hazards are not proportional (`proportionality` tells), where covariates are read from the future (a
response known later is a covariate from then on, not from the origin), and where clusters are few: the robust variance is
then too small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import LEVEL, Estimate, StatisticsError
from thirdline.statistics.survival.cells import event_cells
from thirdline.statistics.survival.newton import Maximum, Search, maximum, spread
from thirdline.statistics.survival.partial import Design, point
from thirdline.statistics.survival.regressions import (
    Regression,
    boundless_note,
    estimates,
    likelihood_ratio,
    score_test,
    wald_test,
)
from thirdline.statistics.survival.residuals import robust_spread
from thirdline.statistics.survival.rows import Floats, FollowUp, Ints, covariate_matrix, follow_up, labels, measure, share

Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, eq=False)
class Fitted:
    """What the further questions (baseline, proportionality, concordance) need of a fit.

    Covariates are kept centred at `centre` and divided by `scale`; `coefficients` and `covariance` are on that scale.
    `groups` are the clusters, where the variance is robust.
    """

    seen: FollowUp
    layer: Ints
    strata: tuple[Any, ...]
    design: Design
    centre: Floats
    scale: Floats
    coefficients: Floats
    covariance: Floats
    boundless: Floats
    groups: Ints | None


@dataclass(frozen=True, eq=False)
class CoxFit(Regression):
    """A fitted Cox regression. `model_covariance` is that of the model where `covariance` is robust, else the same."""

    model_covariance: Floats
    ties: Ties
    steps: int
    fitted: Fitted = field(repr=False)


def cox(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    names: Sequence[str],
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    ties: Ties = "efron",
    level: float = LEVEL,
) -> CoxFit:
    """Log hazard ratios of the covariates, one column for each of `names`.

    `cluster`: rows of one label belong together, the variance is robust; so it is where weights are no whole numbers.
    A covariate whose likelihood has no maximum (no event on one side) gets no estimate and a note that names it, the
    others theirs. Errors: `StatisticsError` for rows that cannot be used, no event, covariates that are combinations of
    each other.

    >>> fit = cox([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 0], [0, 1, 0, 1, 1, 0], names=["late"])
    >>> round(fit.coefficients[0].value, 3), round(fit.hazard_ratios[0].value, 3)
    (0.195, 1.215)
    """
    if ties not in ("efron", "breslow"):
        raise StatisticsError([f"ties: found {ties!r}; allowed: efron, breslow"])
    matrix = covariate_matrix(covariates, names, len(np.asarray(time)))
    blank = Estimate(None, level=share(level, "level"))
    seen, matrix, (layers, layer), groups = _rows(time, event, entry, weights, (matrix, strata, cluster))
    if not np.any(seen.event):
        raise StatisticsError(["event: found no row with 1; allowed: at least one event, or there is no hazard to compare"])
    centre, scale = measure(matrix, seen.weight)
    design = Design(event_cells(seen, layer, ties == "efron"), (matrix - centre) / scale, seen.weights)
    reach, events = np.ptp(design.covariates, axis=0), float(np.sum(design.tied_weight))
    found = maximum(Search(lambda at: point(design, at), names, reach, events))
    model = spread(found.end.information, found.boundless)
    covariance = model if groups is None else robust_spread(design, found.coefficients, model, groups)
    fitted = Fitted(seen, layer, layers, design, centre, scale, found.coefficients, covariance, found.boundless, groups)
    notes = _notes(fitted, found, names, weights is not None and cluster is None and groups is not None)
    method = _method(ties, strata is not None, seen, groups)
    return _fit(fitted, found, tuple(names), (model, ties), Estimate(None, level=blank.level, method=method, notes=notes))


def _rows(
    time: ArrayLike, event: ArrayLike, entry: ArrayLike | None, weights: ArrayLike | None, more: tuple[Floats, Any, Any]
) -> tuple[FollowUp, Floats, tuple[tuple[Any, ...], Ints], Ints | None]:
    """Follow-up, covariates, strata and clusters, without the rows of weight 0; each row a cluster where weights ask."""
    matrix, strata, cluster = more
    seen = follow_up(time, event, entry, weights)
    keep = np.ones(len(matrix), dtype=bool) if weights is None else np.asarray(weights, dtype=np.float64) > 0
    layers, layer = labels(strata, "strata", len(matrix))
    groups = labels(cluster, "cluster", len(matrix))[1][keep] if cluster is not None else None
    if groups is None and not seen.whole:
        groups = np.arange(len(seen.time))
    found = matrix.shape[1] + 1 if groups is None else len(np.unique(groups))
    if found <= matrix.shape[1]:
        raise StatisticsError([f"cluster: found {found}; allowed: more clusters than covariates ({matrix.shape[1]})"])
    return seen, matrix[keep], (layers, layer[keep]), groups


def _fit(fitted: Fitted, found: Maximum, names: tuple[str, ...], how: tuple[Floats, Ties], blank: Estimate) -> CoxFit:
    model, ties = how
    beta = found.coefficients / fitted.scale
    back = np.outer(fitted.scale, fitted.scale)
    lost = found.boundless != 0
    unknown = lost[:, None] | lost[None, :]
    covariance = np.where(unknown, np.nan, fitted.covariance / back)
    return CoxFit(
        names=names,
        coefficients=estimates(found, beta, covariance, blank),
        covariance=covariance,
        log_likelihood=found.end.log_likelihood,
        null_log_likelihood=found.start.log_likelihood,
        likelihood_ratio=likelihood_ratio(found),
        wald=wald_test(found, beta, covariance),
        score=score_test(found),
        n=len(fitted.seen.time),
        n_events=int(np.sum(fitted.seen.event)),
        method=blank.method,
        notes=blank.notes,
        model_covariance=np.where(unknown, np.nan, model / back),
        ties=ties,
        steps=found.steps,
        fitted=fitted,
    )


def _method(ties: Ties, stratified: bool, seen: FollowUp, groups: Ints | None) -> str:
    parts = [f"Cox regression, {ties.capitalize()}'s ties"]
    parts += ["stratified"] if stratified else []
    parts += ["delayed entry"] if seen.entry is not None else []
    parts += ["weighted"] if seen.weight is not None else []
    parts += [] if groups is None else [f"robust variance of {len(np.unique(groups))} clusters"]
    return ", ".join([*parts, "Wald interval"])


def _notes(fitted: Fitted, found: Maximum, names: Sequence[str], by_row: bool) -> tuple[str, ...]:
    """What was left out, and which coefficients have no estimate."""
    with_event = np.zeros(len(fitted.strata), dtype=bool)
    with_event[fitted.layer[fitted.seen.event]] = True
    told = [f"{fitted.seen.left_out} rows of weight 0 left out."] if fitted.seen.left_out else []
    told += [f"Stratum {s}: no event, left out." for s, w in zip(fitted.strata, with_event, strict=True) if not w]
    told += ["Weights are no whole numbers: the variance is robust, each row its own cluster."] if by_row else []
    told += [boundless_note(n, b) for n, b in zip(names, found.boundless, strict=True) if b]
    return tuple(told)
