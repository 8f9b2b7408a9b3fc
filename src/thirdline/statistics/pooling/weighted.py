"""Effects with known variances as one linear model: least squares by inverse variance, at any between-study variance.

A pool is the model with an intercept alone; a meta-regression is the same model with more columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import linalg

from thirdline.statistics.estimates import StatisticsError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Design:
    """Effects `y` (k), their variances `v` (k), columns of the model `x` (k by p), and the studies' labels."""

    y: Floats
    v: Floats
    x: Floats
    labels: tuple[str, ...]

    @property
    def k(self) -> int:
        """Number of studies."""
        return len(self.y)

    @property
    def df(self) -> int:
        """Studies less coefficients."""
        return self.k - self.x.shape[1]

    def rows(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Design:
        """The same model of some of the studies."""
        labels = tuple(np.array(self.labels, dtype=object)[keep])
        return Design(self.y[keep], self.v[keep], self.x[keep], labels)


def effects_design(values: ArrayLike, standard_errors: ArrayLike, labels: Sequence[str] | None = None) -> Design:
    """The model of one mean. Refuses lengths that differ, values that are not finite, standard errors of 0 or less."""
    y, se = np.asarray(values, dtype=float).ravel(), np.asarray(standard_errors, dtype=float).ravel()
    names = labels_of(labels, len(y))
    problems = list(_length_problems(y, se, names)) or [p for row in zip(names, y, se, strict=True) for p in _row(*row)]
    if problems:
        raise StatisticsError(problems)
    return Design(y, se**2, np.ones((len(y), 1)), names)


def labels_of(labels: Sequence[str] | None, k: int) -> tuple[str, ...]:
    """The labels as handed in, or `study 1`, `study 2`, ..."""
    return tuple(f"study {i}" for i in range(1, k + 1)) if labels is None else tuple(str(label) for label in labels)


def _length_problems(y: Floats, se: Floats, names: tuple[str, ...]) -> list[str]:
    if len(y) == 0:
        return ["No study: at least one effect with its standard error is needed."]
    if not len(y) == len(se) == len(names):
        return [f"{len(y)} values, {len(se)} standard errors, {len(names)} labels: give one of each for every study."]
    return []


def _row(name: str, value: float, se: float) -> list[str]:
    problems = []
    if not np.isfinite(value):
        problems.append(f"{name}: the effect is {value}; give a finite number, or leave the study out and say so.")
    if not (np.isfinite(se) and se > 0):
        problems.append(f"{name}: the standard error is {se}; give a finite number above 0, or leave the study out.")
    return problems


@dataclass(frozen=True, eq=False)
class Fit:
    """Least squares with weights 1 / (v + tau2): coefficients, covariance, residuals, leverages, log-determinant."""

    coefficients: Floats
    covariance: Floats
    weights: Floats
    residuals: Floats
    leverages: Floats
    log_determinant: float

    @cached_property
    def q(self) -> float:
        """Weighted sum of squared residuals, y'Py: Cochran's Q where tau2 is 0."""
        return float(self.weights @ self.residuals**2)

    @cached_property
    def trace(self) -> float:
        """Trace of the projection P."""
        return float(self.weights @ (1 - self.leverages))

    @cached_property
    def q_slope(self) -> float:
        """y'PPy: how fast Q falls as tau2 grows."""
        return float(self.weights**2 @ self.residuals**2)


def fit(design: Design, tau2: float = 0.0) -> Fit:
    """The weighted fit at a between-study variance, by QR decomposition."""
    weights = 1 / (design.v + tau2)
    root = np.sqrt(weights)
    basis, triangle = np.linalg.qr(root[:, None] * design.x)
    coefficients = linalg.solve_triangular(triangle, basis.T @ (root * design.y))
    inverse = linalg.solve_triangular(triangle, np.eye(len(triangle)))
    return Fit(
        coefficients,
        inverse @ inverse.T,
        weights,
        design.y - design.x @ coefficients,
        (basis**2).sum(axis=1),
        2 * float(np.log(np.abs(np.diag(triangle))).sum()),
    )
