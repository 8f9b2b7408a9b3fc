"""All pairwise estimates of a network under one model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from thirdline.statistics.estimates import Estimate, StatisticsError


@dataclass(frozen=True, eq=False)
class Effects:
    """Row treatment against column treatment (n, n): `values`, `standard_errors`, limits and two-sided p values.

    The diagonal holds zeros (p: 1). Pairs that cannot be estimated are NaN in the arrays and have None in `of`.
    """

    treatments: tuple[str, ...]
    values: np.ndarray
    standard_errors: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p_values: np.ndarray
    level: float
    method: str

    def of(self, treatment: str, comparator: str) -> Estimate:
        """The effect of one treatment against another, on the scale of the contrasts."""
        i, j = (place(self.treatments, name) for name in (treatment, comparator))
        if np.isnan(self.standard_errors[i, j]):
            note = f"{treatment} against {comparator} is not estimable: nothing joins them"
            return Estimate(None, level=self.level, method=self.method, notes=(note,))
        value, low, high, error = (float(a[i, j]) for a in (self.values, self.low, self.high, self.standard_errors))
        return Estimate(value, low, high, self.level, error, self.method)

    def p_value(self, treatment: str, comparator: str) -> float | None:
        """The two-sided probability of so large an effect where there is none; None where it cannot be estimated."""
        p = self.p_values[place(self.treatments, treatment), place(self.treatments, comparator)]
        return None if np.isnan(p) else float(p)


def place(treatments: tuple[str, ...], name: str) -> int:
    """Where a treatment stands in a table; StatisticsError with the names there are."""
    if name not in treatments:
        raise StatisticsError([f"{name!r} is not in this network; it has {', '.join(treatments)}"])
    return treatments.index(name)


@dataclass(frozen=True)
class Scale:
    """How standard errors become limits: the level and the degrees of freedom (None: normal), and the words for it."""

    level: float
    df: int | None
    method: str

    @property
    def quantile(self) -> float:
        p = (1 + self.level) / 2
        return float(norm.ppf(p)) if self.df is None else float(student.ppf(p, self.df))

    def estimate(self, value: float, error: float) -> Estimate:
        half = self.quantile * error
        return Estimate(value, value - half, value + half, self.level, error, self.method)

    def p_values(self, statistics: np.ndarray) -> np.ndarray:
        return 2 * (norm.sf(np.abs(statistics)) if self.df is None else student.sf(np.abs(statistics), self.df))


def effects(treatments: tuple[str, ...], positions: np.ndarray, variances: np.ndarray, scale: Scale) -> Effects:
    """All differences of `positions` (n) with their `variances` (n, n; NaN: not estimable)."""
    values = positions[:, None] - positions[None, :]
    values = np.where(np.isnan(variances), np.nan, values)
    errors = np.sqrt(variances)
    np.fill_diagonal(errors, 0.0)
    half = scale.quantile * errors
    statistics = np.divide(values, errors, out=np.zeros_like(values), where=errors != 0)
    return Effects(
        treatments, values, errors, values - half, values + half, scale.p_values(statistics), scale.level, scale.method
    )
