"""The hazard that a Cox regression leaves to time: for given covariates, how much has piled up by when?

Each event adds its hazard by the ties' own rule (Efron's as in R's `survfit.coxph`); the variance has the part of the
events and that of the coefficients. Source: Therneau and Grambsch, Modeling Survival Data, section 10.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.survival.hazard_ratios import CoxFit, Fitted
from thirdline.statistics.survival.partial import risks
from thirdline.statistics.survival.rows import Floats


@dataclass(frozen=True, eq=False)
class Baseline:
    """The cumulative hazard of one stratum at its event times, for the covariates `at`."""

    stratum: Any
    times: Floats
    hazard: Floats
    standard_error: Floats
    at: tuple[tuple[str, float], ...]

    @property
    def survival(self) -> Floats:
        """The curve that the hazard means: exp(-H)."""
        return np.exp(-self.hazard)


def baseline(fit: CoxFit, at: Mapping[str, float] | None = None) -> tuple[Baseline, ...]:
    """The cumulative hazard of each stratum with an event, for covariates `at` (all of them; None: their means)."""
    refuse_boundless(fit, "baseline")
    fitted = fit.fitted
    values = fitted.centre if at is None else _values(fit, at)
    z = (values - fitted.centre) / fitted.scale
    where = risks(fitted.design, fitted.coefficients)
    cells = fitted.design.cells
    factor = np.exp(z @ fitted.coefficients - where.shift)
    hazard = where.hazard * factor
    total = cells.running(cells.among_deaths(hazard))
    squares = cells.running(cells.among_deaths(hazard**2 / fitted.design.tied_weight))
    away = [cells.running(cells.among_deaths(hazard * (z[k] - where.means[:, k]))) for k in range(len(z))]
    q = np.stack(away, axis=1)
    error = np.sqrt(squares + np.einsum("jk,kl,jl->j", q, fitted.covariance, q))
    named = tuple(zip(fit.names, values.tolist(), strict=True))
    return tuple(Baseline(s, cells.times[a:b], total[a:b], error[a:b], named) for s, a, b in _spans(fitted))


def refuse_boundless(fit: CoxFit, what: str) -> None:
    """Refuses a fit in which a coefficient has no estimate."""
    lost = [name for name, c in zip(fit.names, fit.coefficients, strict=True) if c.value is None]
    if lost:
        raise StatisticsError([f"{what}: covariate {n} has no estimate; fit without it, then ask again" for n in lost])


def _values(fit: CoxFit, at: Mapping[str, float]) -> Floats:
    if set(at) != set(fit.names):
        raise StatisticsError(
            [f"at: found {', '.join(at) or 'nothing'}; allowed: a value for each of {', '.join(fit.names)}"]
        )
    values = np.array([at[name] for name in fit.names], dtype=np.float64)
    if not np.all(np.isfinite(values)):
        raise StatisticsError([f"at: found {dict(at)}; allowed: finite numbers"])
    return values


def _spans(fitted: Fitted) -> list[tuple[Any, int, int]]:
    cells = fitted.design.cells
    pairs = zip(cells.starts[:-1].tolist(), cells.starts[1:].tolist(), strict=True)
    return [(fitted.strata[cells.stratum[a]], a, b) for a, b in pairs]
