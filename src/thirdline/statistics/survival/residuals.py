"""What each row adds to the slope of a Cox likelihood, and the variance that follows where rows belong together.

Sources: Lin and Wei, JASA 1989;84:1074-1078; Therneau and Grambsch, Modeling Survival Data, sections 4.6 and 7.1. Agrees
with R's `residuals.coxph` (score, dfbeta, schoenfeld) for Efron's ties too.
"""

from __future__ import annotations

import numpy as np

from thirdline.statistics.survival.partial import Design, risks
from thirdline.statistics.survival.rows import Floats, Ints


def score_residuals(design: Design, coefficients: Floats) -> Floats:
    """One row each, one column a covariate; weighted, they add to the slope."""
    at, cells = risks(design, coefficients), design.cells
    passed = cells.while_at_risk(cells.among_deaths(at.hazard))
    passed[cells.deaths] -= cells.among_deaths(cells.fraction * at.hazard)[cells.cell]
    out = np.empty_like(design.covariates)
    own = schoenfeld_residuals(design, at.means)
    for k, x in enumerate(design.covariates.T):
        drift = at.hazard * at.means[:, k]
        mean = cells.while_at_risk(cells.among_deaths(drift))
        mean[cells.deaths] -= cells.among_deaths(cells.fraction * drift)[cells.cell]
        out[:, k] = at.relative * (mean - x * passed)
        out[cells.deaths, k] += own[:, k]
    return out


def schoenfeld_residuals(design: Design, means: Floats) -> Floats:
    """For each event, its covariates less their mean among those at risk (the mean over its tie)."""
    cells = design.cells
    tied = np.stack([cells.among_deaths(m) / cells.size for m in means.T], axis=1)
    return design.covariates[cells.deaths] - tied[cells.cell]


def robust_spread(design: Design, coefficients: Floats, model: Floats, groups: Ints) -> Floats:
    """Covariance of the coefficients with the rows of a group moving together."""
    moved = (design.weight[:, None] * score_residuals(design, coefficients)) @ model
    summed = np.stack([np.bincount(groups, column) for column in moved.T], axis=1)
    return summed.T @ summed
