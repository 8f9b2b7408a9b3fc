"""Nelson-Aalen: how much hazard has piled up by each time?

H(t) is the sum of d/n over event times up to t; its variance the sum of d/n², and its limits are taken on log H.
Sources: Nelson, J Qual Technol 1969;1:27-52; Aalen, Ann Stat 1978;6:701-726. Agrees with R's `survfit` (ctype 1).
It misleads where events of another kind compete and it is read as a probability.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import LEVEL, Estimate
from thirdline.statistics.survival.curves import entry_notes
from thirdline.statistics.survival.influence import Influence, summed_products
from thirdline.statistics.survival.limits import normal_quantile
from thirdline.statistics.survival.risk import RiskTable, risk_table
from thirdline.statistics.survival.rows import Floats, FollowUp, checked_times, follow_up, share


@dataclass(frozen=True, eq=False)
class Hazard:
    """A cumulative hazard at each distinct time of exit, ascending. Limits are NaN before the first event."""

    times: Floats
    hazard: Floats
    low: Floats
    high: Floats
    standard_error: Floats
    level: float
    method: str
    notes: tuple[str, ...]

    def at(self, t: float) -> Estimate:
        """The cumulative hazard at a time; None after the end of follow-up."""
        k = int(np.searchsorted(self.times, checked_times([t])[0], side="right")) - 1
        if t > self.times[-1]:
            told = (*self.notes, f"Nobody was followed to {t:g}: follow-up ends at {self.times[-1]:g}.")
            return Estimate(None, level=self.level, method=self.method, notes=told)
        if k < 0 or self.hazard[k] == 0:
            told = (*self.notes, "No event by then: no limits.")
            return Estimate(0.0, standard_error=0.0, level=self.level, method=self.method, notes=told)
        value, low, high, error = (float(a[k]) for a in (self.hazard, self.low, self.high, self.standard_error))
        return Estimate(value, low, high, self.level, error, self.method, self.notes)


def nelson_aalen(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    level: float = LEVEL,
) -> Hazard:
    """The cumulative hazard. Arguments and errors are those of `kaplan_meier`.

    >>> [round(float(h), 3) for h in nelson_aalen([1, 2, 2, 4, 5], [1, 1, 0, 1, 0]).hazard]
    [0.2, 0.45, 0.95, 0.95]
    """
    seen = follow_up(time, event, entry, weights)
    risk = risk_table(seen)
    hazard = np.cumsum(risk.events / risk.at_risk)
    error = np.sqrt(_variance(seen, risk))
    with np.errstate(divide="ignore", invalid="ignore"):
        margin = np.exp(normal_quantile(share(level, "level")) * error / hazard)
        low, high = hazard / margin, hazard * margin
    entered = "" if entry is None else " with delayed entry"
    variance = "variance of counts" if seen.whole else "variance by the infinitesimal jackknife"
    method = f"Nelson-Aalen{entered}, {variance}, log interval"
    return Hazard(risk.times, hazard, low, high, error, level, method, entry_notes(seen, risk))


def _variance(seen: FollowUp, risk: RiskTable) -> Floats:
    each = risk.events / risk.at_risk**2
    if seen.whole:
        return np.cumsum(each)
    one = Influence(np.where(seen.event, 1 / risk.at_risk[risk.place], 0.0), each)
    return np.maximum(summed_products(risk, seen.weights, one, one), 0.0)
