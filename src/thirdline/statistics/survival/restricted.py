"""How long, on average, is the time free of the event within the first tau?

The area under the Kaplan-Meier curve to tau; the variance is the sum over event times of (area from there to tau)² times
d / (n (n - d)). Sources: Klein and Moeschberger, Survival Analysis, 2nd ed., section 4.5; Royston and Parmar, BMC Med Res
Methodol 2013;13:152. Agrees with R's `print(survfit, rmean = tau)`, except that nothing is extended beyond the end of
follow-up. Two groups are compared at the same tau, chosen before the curves were seen.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from thirdline.statistics.estimates import Estimate, StatisticsError
from thirdline.statistics.survival.curves import Curve, survival_influence
from thirdline.statistics.survival.influence import summed_products
from thirdline.statistics.survival.limits import normal_quantile
from thirdline.statistics.survival.rows import Floats


def restricted_mean(curve: Curve, tau: float) -> Estimate:
    """Mean time free of the event up to `tau`, in the unit of time.

    None where follow-up ends before tau with the curve above 0, or the risk set emptied before it.

    >>> from thirdline.statistics.survival import kaplan_meier
    >>> mean = restricted_mean(kaplan_meier([1, 2, 2, 4, 5], [1, 1, 0, 1, 0]), 4)
    >>> round(mean.value, 2), round(mean.standard_error, 2)
    (3.0, 0.57)
    """
    if not 0 < tau < np.inf:
        raise StatisticsError([f"tau: found {tau:g}; allowed: a time after the origin"])
    blank = Estimate(
        None, level=curve.level, method=f"Restricted mean to {tau:g}, area under {curve.method}", notes=curve.notes
    )
    if why := _unknown(curve, tau):
        return replace(blank, notes=(*curve.notes, why))
    areas = _areas(curve, tau)
    error = float(np.sqrt(_variance(curve, areas[1:])))
    margin = normal_quantile(curve.level) * error
    mean = float(areas[0])
    return replace(blank, value=mean, low=max(mean - margin, 0.0), high=min(mean + margin, tau), standard_error=error)


def restricted_mean_difference(curve: Curve, reference: Curve, tau: float) -> Estimate:
    """Mean time free of the event up to `tau` in one group less that in another that shares nobody with it.

    None where either mean is. Both curves must have one level.
    """
    if curve.level != reference.level:
        raise StatisticsError([f"level: found {curve.level:g} and {reference.level:g}; allowed: one level for both curves"])
    one, other = restricted_mean(curve, tau), restricted_mean(reference, tau)
    notes = tuple(dict.fromkeys(one.notes + other.notes))
    told = Estimate(
        None, level=curve.level, method=f"Difference of restricted means to {tau:g}, normal interval", notes=notes
    )
    if one.value is None or other.value is None or one.standard_error is None or other.standard_error is None:
        return told
    error = float(np.hypot(one.standard_error, other.standard_error))
    margin, value = normal_quantile(curve.level) * error, one.value - other.value
    return replace(told, value=value, low=value - margin, high=value + margin, standard_error=error)


def _unknown(curve: Curve, tau: float) -> str | None:
    if curve.emptied is not None and tau > curve.emptied:
        return f"Not estimable to {tau:g}: the risk set had emptied at {curve.emptied:g}."
    if tau > curve.times[-1] and curve.survival[-1] > 0:
        return f"Not estimable to {tau:g}: follow-up ends at {curve.times[-1]:g}; choose tau up to there."
    return None


def _areas(curve: Curve, tau: float) -> Floats:
    """Area under the curve from the origin, then from each time, to tau."""
    steps = np.minimum(np.append(np.append(0.0, curve.times), max(tau, curve.times[-1])), tau)
    pieces = np.diff(steps) * np.append(1.0, curve.survival)
    return np.cumsum(pieces[::-1])[::-1]


def _variance(curve: Curve, beyond: Floats) -> float:
    """`beyond`: area from each time to tau, 0 from tau on."""
    risk, seen = curve.risk, curve.seen
    if not seen.whole:
        one = survival_influence(seen, risk, beyond)
        return max(float(summed_products(risk, seen.weights, one, one)[-1]), 0.0)
    spread = risk.at_risk * (risk.at_risk - risk.events)
    return float(np.sum(np.divide(beyond**2 * risk.events, spread, out=np.zeros(len(beyond)), where=spread > 0)))
