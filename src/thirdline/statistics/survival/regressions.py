"""What a regression of hazards gives back, and how coefficients become estimates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.survival.hypotheses import Test, chi_square
from thirdline.statistics.survival.limits import normal_quantile
from thirdline.statistics.survival.newton import Maximum
from thirdline.statistics.survival.rows import Floats


@dataclass(frozen=True, eq=False)
class Regression:
    """Coefficients (log hazard ratios) in the order of `names`, their covariance, and tests of all of them together.

    A coefficient without estimate is None, and its rows of `covariance` NaN. `p_values` are Wald's.
    """

    names: tuple[str, ...]
    coefficients: tuple[Estimate, ...]
    covariance: Floats
    log_likelihood: float
    null_log_likelihood: float
    likelihood_ratio: Test
    wald: Test
    score: Test
    n: int
    n_events: int
    method: str
    notes: tuple[str, ...]

    @property
    def hazard_ratios(self) -> tuple[Estimate, ...]:
        """The coefficients as ratios; the standard error stays that of the logarithm."""
        return tuple(_ratio(c) for c in self.coefficients)

    @property
    def p_values(self) -> tuple[float | None, ...]:
        """Two-sided, from the coefficient and its standard error."""
        return tuple(_two_sided(c) for c in self.coefficients)


def estimates(found: Maximum, beta: Floats, covariance: Floats, blank: Estimate) -> tuple[Estimate, ...]:
    """One estimate a coefficient, with Wald's limits; None where the likelihood has no maximum (the notes say so)."""
    errors = np.sqrt(np.diag(covariance))
    margin = normal_quantile(blank.level) * errors
    told = []
    for k in range(len(beta)):
        if found.boundless[k]:
            told.append(blank)
            continue
        low, high = float(beta[k] - margin[k]), float(beta[k] + margin[k])
        told.append(replace(blank, value=float(beta[k]), low=low, high=high, standard_error=float(errors[k])))
    return tuple(told)


def boundless_note(name: str, sign: float) -> str:
    """Why a coefficient has no estimate."""
    return (
        f"Covariate {name}: monotone likelihood, the coefficient goes to {'+' if sign > 0 else '-'}infinity; no estimate. "
        f"Merge groups without events, or leave the covariate out."
    )


def likelihood_ratio(found: Maximum) -> Test:
    """Twice the gain of the likelihood."""
    gain, df = 2 * (found.end.log_likelihood - found.start.log_likelihood), len(found.coefficients)
    return Test(gain, df, float(stats.chi2.sf(gain, df)), "Likelihood ratio test")


def score_test(found: Maximum) -> Test:
    """The slope at 0 against its variance."""
    return Test(*chi_square(found.start.score, found.start.information), method="Score test")


def wald_test(found: Maximum, beta: Floats, covariance: Floats) -> Test:
    """The coefficients against their covariance; none where a coefficient has no estimate."""
    if np.any(found.boundless):
        return Test(None, 0, None, "Wald test", notes=("A coefficient has no estimate.",))
    return Test(*chi_square(beta, covariance), method="Wald test")


def _ratio(c: Estimate) -> Estimate:
    if c.value is None or c.low is None or c.high is None:
        return c
    with np.errstate(over="ignore"):
        value, low, high = (float(np.exp(v)) for v in (c.value, c.low, c.high))
    return replace(c, value=value, low=low, high=high)


def _two_sided(c: Estimate) -> float | None:
    if c.value is None or not c.standard_error:
        return None
    return float(2 * stats.norm.sf(abs(c.value) / c.standard_error))
