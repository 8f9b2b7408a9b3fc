"""Of two people, does the one whom a Cox regression gives the higher hazard have the event first?

Harrell's C: over pairs of an event and somebody at risk then who lasts longer, the share in which the hazard of the first
is higher, ties of hazard counting half; within strata only. Its variance is the infinitesimal jackknife, by cluster where
the fit has them. Sources: Harrell, Lee and Mark, Stat Med 1996;15:361-387; Therneau's vignette "Concordance" of R's
survival, whose `concordance` it agrees with. Judged on the rows it was fitted to, it is too good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.survival.baselines import refuse_boundless
from thirdline.statistics.survival.hazard_ratios import CoxFit
from thirdline.statistics.survival.limits import normal_quantile
from thirdline.statistics.survival.ranks import weight_below
from thirdline.statistics.survival.rows import Bools, Floats, FollowUp, Ints


def concordance(fit: CoxFit) -> Estimate:
    """Harrell's C of the fitted hazards; None where no pair can be compared."""
    refuse_boundless(fit, "concordance")
    fitted, weight = fit.fitted, fit.fitted.seen.weights
    value = np.unique(fitted.design.covariates @ fitted.coefficients, return_inverse=True)[1].reshape(-1).astype(np.int64)
    moments = _moments(fitted.seen, fitted.layer)
    as_first, as_second = _as_first(moments, value, weight), _as_second(moments, value, weight)
    blank = Estimate(
        None, level=fit.coefficients[0].level, method="Harrell's concordance, infinitesimal jackknife, normal interval"
    )
    total = float(weight @ as_first.all)
    if total == 0:
        return replace(blank, notes=("No pair can be compared.",))
    c = float(weight @ as_first.agreeing) / total
    pairs, agreeing = as_first.all + as_second.all, as_first.agreeing + as_second.agreeing
    moved = weight * (agreeing - c * pairs) / total
    moved = moved if fitted.groups is None else np.bincount(fitted.groups, moved)
    error = float(np.sqrt(np.sum(moved**2)))
    margin = normal_quantile(blank.level) * error
    return replace(blank, value=c, low=max(c - margin, 0.0), high=min(c + margin, 1.0), standard_error=error)


@dataclass(frozen=True, eq=False)
class _Moments:
    """Exits and entries as whole numbers that rise with stratum and time; at one time events come before the others."""

    exit: Ints
    entry: Ints
    event: Bools
    closes: Ints


@dataclass(frozen=True, eq=False)
class _Pairs:
    """For each row, the weight of those it is paired with, and of those among them whose hazard agrees."""

    all: Floats
    agreeing: Floats


def _moments(seen: FollowUp, layer: Ints) -> _Moments:
    n = len(layer)
    begun = np.full(n, -1.0) if seen.entry is None else seen.entry
    place = np.unique(np.append(seen.time, begun), return_inverse=True)[1].reshape(-1).astype(np.int64)
    width = 2 * int(place.max()) + 3
    exits = layer * width + 2 * place[:n] + ~seen.event
    return _Moments(exits, layer * width + 2 * place[n:], seen.event, (layer + 1) * width)


def _as_first(at: _Moments, value: Ints, weight: Floats) -> _Pairs:
    """Each event against those at risk then who last longer."""
    who, n = np.flatnonzero(at.event), len(value)
    mine, closes, limit = at.exit[who], at.closes[who], value[who]
    order = np.argsort(at.exit, kind="stable")
    keys = at.exit[order]
    span = (np.searchsorted(keys, mine, side="right"), np.searchsorted(keys, closes))
    every, lower = _weighed(value[order], weight[order], span, limit)
    order = np.argsort(at.entry, kind="stable")
    keys = at.entry[order]
    span = (np.searchsorted(keys, mine), np.searchsorted(keys, closes))
    absent, lower_absent = _weighed(value[order], weight[order], span, limit)
    return _Pairs(np.bincount(who, every - absent, n), np.bincount(who, lower - lower_absent, n))


def _as_second(at: _Moments, value: Ints, weight: Floats) -> _Pairs:
    """Each row against the events before its exit, while it was at risk."""
    who = np.flatnonzero(at.event)
    order = who[np.argsort(at.exit[who], kind="stable")]
    keys = at.exit[order]
    span = (np.searchsorted(keys, at.entry, side="right"), np.searchsorted(keys, at.exit))
    every, lower = _weighed(value[order], weight[order], span, value)
    return _Pairs(every, every - lower)


def _weighed(value: Ints, weight: Floats, span: tuple[Ints, Ints], limit: Ints) -> tuple[Floats, Floats]:
    """Weight within each span, and that of values below the limit, those equal to it by half."""
    total = np.append(0.0, np.cumsum(weight))
    below = weight_below(value, weight, *span, limit) + weight_below(value, weight, *span, limit + 1)
    return total[span[1]] - total[span[0]], below / 2
