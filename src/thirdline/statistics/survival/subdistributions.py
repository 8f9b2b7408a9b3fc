"""By what factor does a covariate change the hazard of the subdistribution, and so the cumulative incidence of one cause?

Who had an event of another cause stays at risk, with the weight G(t-) / G(T-) that being still uncensored would have, G
the Kaplan-Meier curve of censoring (by group of censoring, where asked). Ties after Breslow; the variance is robust and
knows that G was estimated. Sources: Fine and Gray, JASA 1999;94:496-509, equations 7 and 8. Agrees with `cmprsk::crr`;
delayed entry is not defined for it.

It misleads where the ratio is read as a rate among those at risk: for that, a Cox regression that censors at the other
causes. Both belong beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import LEVEL, Estimate
from thirdline.statistics.survival.causes import CENSORED, causes
from thirdline.statistics.survival.newton import Maximum, Search, maximum, spread
from thirdline.statistics.survival.partial import Point
from thirdline.statistics.survival.regressions import Regression, boundless_note, estimates, score_test, wald_test
from thirdline.statistics.survival.regressions import likelihood_ratio as gain
from thirdline.statistics.survival.risk import risk_table
from thirdline.statistics.survival.rows import (
    Bools,
    Floats,
    FollowUp,
    Ints,
    checked_times,
    covariate_matrix,
    labels,
    measure,
    share,
)


@dataclass(frozen=True, eq=False)
class FineGrayFit(Regression):
    """A fitted Fine-Gray regression of the cause `of`; its hazard ratios are those of the subdistribution.

    The tests of likelihood ratio and score take the weights for known, as in `cmprsk`; Wald's is robust.
    """

    of: Any
    steps: int


def fine_gray(
    time: ArrayLike,
    cause: ArrayLike,
    covariates: ArrayLike,
    of: Any,
    *,
    names: Sequence[str],
    censoring_group: ArrayLike | None = None,
    level: float = LEVEL,
    censored: Any = CENSORED,
) -> FineGrayFit:
    """Log subdistribution hazard ratios of cause `of`, one for each of `names`.

    `censoring_group`: censoring differs between these groups, each gets its own G. Errors and coefficients without
    estimate as in `cox`; a cause that does not happen is refused.
    """
    share(level, "level")
    times = checked_times(time)
    found = causes(cause, len(times), censored)
    matrix = covariate_matrix(covariates, names, len(times))
    kinds, group = labels(censoring_group, "censoring_group", len(times))
    centre, scale = measure(matrix)
    design = _design(times, (found.of, found.number(of)), (group, len(kinds)), (matrix - centre) / scale)
    reach, events = np.ptp(design.covariates, axis=0), float(np.sum(design.size))
    best = maximum(Search(lambda at: _point(design, at), names, reach, events))
    weights = "weights by Kaplan-Meier" + ("" if censoring_group is None else f" in {len(kinds)} groups")
    method = f"Fine-Gray regression of cause {of}, Breslow's ties, {weights}, robust variance, Wald interval"
    notes = tuple(boundless_note(n, b) for n, b in zip(names, best.boundless, strict=True) if b)
    return _fit(design, best, scale, (tuple(names), of), Estimate(None, level=level, method=method, notes=notes))


def _fit(design: _Design, best: Maximum, scale: Floats, what: tuple[tuple[str, ...], Any], blank: Estimate) -> FineGrayFit:
    moved = _influence(design, best.coefficients) @ spread(best.end.information, best.boundless)
    lost, beta = best.boundless != 0, best.coefficients / scale
    covariance = np.where(lost[:, None] | lost[None, :], np.nan, (moved.T @ moved) / np.outer(scale, scale))
    return FineGrayFit(
        names=what[0],
        coefficients=estimates(best, beta, covariance, blank),
        covariance=covariance,
        log_likelihood=best.end.log_likelihood,
        null_log_likelihood=best.start.log_likelihood,
        likelihood_ratio=gain(best),
        wald=wald_test(best, beta, covariance),
        score=score_test(best),
        n=len(design.time),
        n_events=int(np.sum(design.mine)),
        method=blank.method,
        notes=blank.notes,
        of=what[1],
        steps=best.steps,
    )


@dataclass(frozen=True, eq=False)
class _Design:
    """Rows, and the distinct times of the cause. `left` counts those times up to each row's exit.

    `free` is G just before each of those times (rows) in each group of censoring (columns); `own_free` G of a row's own
    group just before its exit; `stays` who had another cause, and is kept in the risk set.
    """

    time: Floats
    covariates: Floats
    group: Ints
    mine: Bools
    stays: Bools
    censored: Bools
    times: Floats
    size: Floats
    left: Ints
    free: Floats
    own_free: Floats


def _design(time: Floats, cause: tuple[Ints, int], group: tuple[Ints, int], covariates: Floats) -> _Design:
    of, number = cause
    mine, member = of == number, group[0]
    times, size = np.unique(time[mine], return_counts=True)
    free, own = np.zeros((len(times), group[1])), np.zeros(len(time))
    for k in range(group[1]):
        rows = member == k
        free[:, k], own[rows] = (
            _uncensored(time[rows], of[rows] < 0, times),
            _uncensored(time[rows], of[rows] < 0, time[rows]),
        )
    left = np.searchsorted(times, time, side="right")
    return _Design(time, covariates, member, mine, (of >= 0) & ~mine, of < 0, times, size.astype(float), left, free, own)


def _uncensored(time: Floats, censored: Bools, at: Floats) -> Floats:
    """G just before some times, from the rows of one group; 0 after their last, where nothing is known of it."""
    risk = risk_table(FollowUp(time, censored))
    curve = np.append(1.0, np.cumprod((risk.at_risk - risk.events) / risk.at_risk))
    return np.where(at > risk.times[-1], 0.0, curve[np.searchsorted(risk.times, at)])


@dataclass(frozen=True, eq=False)
class _Risks:
    """At one value of the coefficients: linear predictors and relative risks of rows, and at each time of the cause the
    sum over the risk set, the hazard and the mean covariates."""

    eta: Floats
    relative: Floats
    total: Floats
    hazard: Floats
    means: Floats


def _risks(design: _Design, coefficients: Floats) -> _Risks:
    eta = design.covariates @ coefficients
    eta = eta - np.max(eta)
    relative = np.exp(eta)
    total = _over_risk_sets(design, relative)
    columns = [_over_risk_sets(design, relative * x) for x in design.covariates.T]
    with np.errstate(divide="ignore", invalid="ignore"):
        return _Risks(eta, relative, total, design.size / total, np.stack(columns, axis=1) / total[:, None])


def _point(design: _Design, coefficients: Floats) -> Point:
    """The log pseudo-likelihood and its derivatives."""
    at, x = _risks(design, coefficients), design.covariates
    with np.errstate(divide="ignore"):
        likelihood = float(np.sum(at.eta[design.mine]) - design.size @ np.log(at.total))
    score = x[design.mine].sum(axis=0) - design.size @ at.means
    load = (at.relative * _while_at_risk(design, at.hazard))[:, None]
    return Point(likelihood, score, x.T @ (x * load) - at.means.T @ (at.means * design.size[:, None]))


def _over_risk_sets(design: _Design, value: Floats) -> Floats:
    """Sum of a value of each row over the risk set at each time: those still there, and those who stay by weight."""
    n = len(design.times)
    natural = np.cumsum(np.bincount(design.left, value, n + 1)[::-1])[::-1][1:]
    for k in range(design.free.shape[1]):
        rows = design.stays & (design.group == k)
        kept = np.bincount(design.left[rows], value[rows] / design.own_free[rows], n + 1)[:n]
        natural = natural + design.free[:, k] * np.cumsum(kept)
    return natural


def _while_at_risk(design: _Design, value: Floats) -> Floats:
    """Sum of a value of each time over the times at which each row is in the risk set, by its weight there."""
    natural = np.append(0.0, np.cumsum(value))[design.left]
    later = _tails(design, value)[design.left, design.group]
    return natural + np.divide(later, design.own_free, out=np.zeros_like(later), where=design.stays)


def _tails(design: _Design, value: Floats) -> Floats:
    """Sum of value x G from each time on, by group of censoring; 0 at the end."""
    tail = np.cumsum((design.free * value[:, None])[::-1], axis=0)[::-1]
    return np.vstack([tail, np.zeros((1, tail.shape[1]))])


def _influence(design: _Design, coefficients: Floats) -> Floats:
    """What each row adds to the slope: by itself, and through the estimate of G."""
    at = _risks(design, coefficients)
    passed = _while_at_risk(design, at.hazard)
    own = design.left[design.mine] - 1
    out = np.empty_like(design.covariates)
    for k, x in enumerate(design.covariates.T):
        mean = at.means[:, k]
        out[:, k] = at.relative * (_while_at_risk(design, at.hazard * mean) - x * passed)
        out[design.mine, k] += x[design.mine] - mean[own]
        out[:, k] += _through_censoring(design, at, x, mean)
    return out


def _through_censoring(design: _Design, at: _Risks, x: Floats, mean: Floats) -> Floats:
    """Each row's part in G, times what G does to the slope (psi of Fine and Gray's equation 8)."""
    out = np.zeros(len(x))
    tail, tail_mean = _tails(design, at.hazard), _tails(design, at.hazard * mean)
    for k in range(design.free.shape[1]):
        rows = np.flatnonzero(design.group == k)
        risk = risk_table(FollowUp(design.time[rows], design.censored[rows]))
        ahead = np.searchsorted(design.times, risk.times)
        staying = np.where(
            design.stays[rows], at.relative[rows] / np.where(design.stays[rows], design.own_free[rows], 1.0), 0.0
        )
        gone, gone_x = (_before(risk.place, v, len(risk.times)) for v in (staying, staying * x[rows]))
        q = gone_x * tail[ahead, k] - gone * tail_mean[ahead, k]
        own = np.where(design.censored[rows], (q / risk.at_risk)[risk.place], 0.0)
        out[rows] = own - np.cumsum(q * risk.events / risk.at_risk**2)[risk.place]
    return out


def _before(place: Ints, value: Floats, n: int) -> Floats:
    """Sum of a value over rows that left before each time."""
    return np.append(0.0, np.cumsum(np.bincount(place, value, n)))[:n]
