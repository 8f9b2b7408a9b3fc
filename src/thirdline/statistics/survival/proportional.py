"""Are hazards proportional? A score test of coefficients that drift with time, for each covariate and for all.

The coefficient of covariate k is taken to be b + c g(t), and c = 0 is tested; g is 1 - S(t-) of all rows together
("km"), time itself, its logarithm or its rank. Sources: Grambsch and Therneau, Biometrika 1994;81:515-526; the score
form is that of R's `cox.zph` since survival 3.0, with which it agrees.

It misleads where few events leave no power, and in a million rows where a drift of no consequence is significant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy import stats

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.survival.baselines import refuse_boundless
from thirdline.statistics.survival.hazard_ratios import CoxFit
from thirdline.statistics.survival.hypotheses import Test, chi_square
from thirdline.statistics.survival.partial import information, risks
from thirdline.statistics.survival.residuals import schoenfeld_residuals
from thirdline.statistics.survival.risk import risk_table
from thirdline.statistics.survival.rows import Floats, FollowUp

Clock = Literal["km", "identity", "log", "rank"]


@dataclass(frozen=True, eq=False)
class Proportionality:
    """A test for each covariate and one for all; `residuals` (Schoenfeld's, a row an event) against `clock`, to draw."""

    names: tuple[str, ...]
    tests: tuple[Test, ...]
    overall: Test
    times: Floats
    clock: Floats
    residuals: Floats


def proportionality(fit: CoxFit, clock: Clock = "km") -> Proportionality:
    """Tests whether the coefficients drift with time. Errors: a fit without all its estimates; log of a time of 0."""
    refuse_boundless(fit, "proportionality")
    fitted = fit.fitted
    design, deaths = fitted.design, fitted.design.cells.deaths
    at = risks(design, fitted.coefficients)
    g = _clock(fitted.seen, clock)[deaths]
    drift = g - np.mean(g)
    residuals = schoenfeld_residuals(design, at.means)
    slope = (drift * design.weight[deaths]) @ residuals
    plain, mixed, squared = (information(design, at, drift**k) for k in range(3))
    variance = squared - mixed @ np.linalg.solve(plain, mixed)
    method = f"Score test of a coefficient that drifts with time ({clock})"
    tests = tuple(Test(*chi_square(slope[[k]], variance[[k]][:, [k]]), method=method) for k in range(len(slope)))
    overall = Test(*chi_square(slope, variance), method=method)
    return Proportionality(fit.names, tests, overall, fitted.seen.time[deaths], g, residuals * fitted.scale)


def _clock(seen: FollowUp, clock: Clock) -> Floats:
    """What stands for time, at each row's exit."""
    if clock == "identity":
        return seen.time
    if clock == "rank":
        return stats.rankdata(seen.time)
    if clock == "log":
        if np.any(seen.time[seen.event] == 0):
            raise StatisticsError(["clock: found log with an event at time 0; allowed: km, identity or rank there"])
        return np.log(np.where(seen.time > 0, seen.time, 1.0))
    if clock != "km":
        raise StatisticsError([f"clock: found {clock!r}; allowed: {', '.join(get_args(Clock))}"])
    risk = risk_table(FollowUp(seen.time, seen.event, seen.entry))
    before = np.append(1.0, np.cumprod((risk.at_risk - risk.events) / risk.at_risk)[:-1])
    return 1 - before[risk.place]
