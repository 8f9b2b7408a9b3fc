"""The logarithm of Cox's partial likelihood, its slope and curvature, for tied events after Efron or Breslow.

Sources: Cox, JRSS B 1972;34:187-220; Efron, JASA 1977;72:557-565; Breslow, Biometrics 1974;30:89-99. A tied event's
weight is the mean weight of its tie, as in R's `coxph`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from thirdline.statistics.survival.cells import Cells
from thirdline.statistics.survival.rows import Floats


@dataclass(frozen=True, eq=False)
class Point:
    """A log-likelihood, its slope and its negative curvature at one value of the coefficients."""

    log_likelihood: float
    score: Floats
    information: Floats


Objective = Callable[[Floats], Point]


@dataclass(frozen=True, eq=False)
class Design:
    """Rows as the likelihood needs them: cells, covariates (centred and scaled), weights."""

    cells: Cells
    covariates: Floats
    weight: Floats

    @property
    def tied_weight(self) -> Floats:
        """Weight of each event: the mean of its tie."""
        mean = self.cells.among_deaths(self.weight[self.cells.deaths]) / self.cells.size
        return mean[self.cells.cell]


@dataclass(frozen=True, eq=False)
class Risks:
    """At one value of the coefficients: the linear predictor of each row less its greatest (`shift`), the relative risk
    that follows, and for each event the hazard it adds and the mean covariates of those at risk."""

    eta: Floats
    shift: float
    relative: Floats
    hazard: Floats
    means: Floats
    log_denominator: Floats


def risks(design: Design, coefficients: Floats) -> Risks:
    """Relative risks and what follows from them at each event."""
    raw = design.covariates @ coefficients
    shift = float(np.max(raw))
    eta = raw - shift
    relative = np.exp(eta)
    weighted = design.weight * relative
    denominator = _with_ties(design.cells, weighted)
    columns = [_with_ties(design.cells, weighted * x) for x in design.covariates.T]
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.stack(columns, axis=1) / denominator[:, None]
        return Risks(eta, shift, relative, design.tied_weight / denominator, means, np.log(denominator))


def point(design: Design, coefficients: Floats) -> Point:
    """The log partial likelihood and its derivatives."""
    at = risks(design, coefficients)
    x, cells, weight = design.covariates, design.cells, design.tied_weight
    own = design.weight[cells.deaths]
    likelihood = float(own @ at.eta[cells.deaths] - weight @ at.log_denominator)
    score = own @ x[cells.deaths] - weight @ at.means
    return Point(likelihood, score, information(design, at))


def information(design: Design, at: Risks, by: Floats | None = None) -> Floats:
    """Sum over events of the variance of the covariates among those at risk, each times `by`."""
    x, cells = design.covariates, design.cells
    by = np.ones(len(cells.deaths)) if by is None else by
    hazard = at.hazard * by
    passed = cells.while_at_risk(cells.among_deaths(hazard))
    passed[cells.deaths] -= cells.among_deaths(cells.fraction * hazard)[cells.cell]
    load = (design.weight * at.relative * passed)[:, None]
    spread = (design.tied_weight * by)[:, None]
    return x.T @ (x * load) - at.means.T @ (at.means * spread)


def _with_ties(cells: Cells, value: Floats) -> Floats:
    """Sum over those at risk at each event, less Efron's part of its tie."""
    tied = cells.among_deaths(value[cells.deaths])[cells.cell]
    return cells.at_risk(value)[cells.cell] - cells.fraction * tied
