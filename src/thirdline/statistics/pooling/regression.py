"""Do the effects change with a property of the studies? Meta-regression, and tests between subgroups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from thirdline.statistics.estimates import Estimate, StatisticsError
from thirdline.statistics.pooling.effects import DEFAULT, pool_design
from thirdline.statistics.pooling.heterogeneity import heterogeneity
from thirdline.statistics.pooling.intervals import Spread, coefficient, spread
from thirdline.statistics.pooling.results import Pool, Test
from thirdline.statistics.pooling.settings import Settings
from thirdline.statistics.pooling.weighted import Design, Fit, effects_design, fit, labels_of

INTERCEPT = "intercept"


@dataclass(frozen=True)
class Regression:
    """A meta-regression: coefficients (the intercept first), the test of all moderators, and what they leave unexplained.

    `tau2`, `i2`, `h2` and `residual` (Q) tell of the heterogeneity left; `r2` is the share of the between-study variance
    that the moderators account for (None where there was none, or too few studies).
    """

    names: tuple[str, ...]
    coefficients: tuple[Estimate, ...]
    p_values: tuple[float | None, ...]
    omnibus: Test
    residual: Test
    tau2: Estimate
    i2: Estimate
    h2: Estimate
    r2: float | None
    method: str
    notes: tuple[str, ...]
    fitted: Fit
    spread: Spread
    level: float

    def at(self, moderators: ArrayLike) -> Estimate:
        """The mean effect expected at these values of the moderators, and its interval."""
        row = np.concatenate([[1.0], np.asarray(moderators, dtype=float).ravel()])
        if len(row) != len(self.names):
            raise StatisticsError([f"{len(row) - 1} values for {len(self.names) - 1} moderators: {self.names[1:]}."])
        value = float(row @ self.fitted.coefficients)
        if self.spread.factor is None:
            return Estimate(value, level=self.level, method=self.method, notes=self.spread.notes)
        error = float(np.sqrt(self.spread.factor * (row @ self.fitted.covariance @ row)))
        half = self.spread.critical(self.level) * error
        return Estimate(value, value - half, value + half, self.level, error, self.method)


def meta_regression(
    values: ArrayLike,
    standard_errors: ArrayLike,
    moderators: dict[str, ArrayLike],
    labels: Sequence[str] | None = None,
    settings: Settings = DEFAULT,
) -> Regression:
    """How the effects of k studies change with one or more moderators (name: k numbers), under residual heterogeneity.

    Mixed-effects model y = b0 + b1 x1 + ... + u + e, u ~ N(0, tau2); Hartung-Knapp as in Knapp and Hartung 2003: t for
    each coefficient, F for all moderators together. R2 = (tau2 without - tau2 with) / tau2 without, not below 0
    (Raudenbush 2009). Misleads: it compares studies, not patients (ecological bias), and with fewer than about ten
    studies for each moderator it finds what is not there. Errors: a moderator that is not finite, constant, or says
    the same as others; no more studies than coefficients.
    """
    base = effects_design(values, standard_errors, labels)
    design = Design(base.y, base.v, _columns(base, moderators), base.labels)
    found = heterogeneity(design, settings)
    at = fit(design, found.tau2.value or 0.0)
    by = spread(at, design, settings)
    names = (INTERCEPT, *moderators)
    coefficients = tuple(coefficient(at, i, by, settings) for i in range(len(names)))
    method = f"mixed-effects meta-regression; {found.tau2.method}; {coefficients[0].method}"
    residual = replace(found.test, method="residual heterogeneity (Q)")
    return Regression(
        names,
        coefficients,
        tuple(_p_value(c, by) for c in coefficients),
        omnibus_test(at, by, range(1, len(names))),
        residual,
        found.tau2,
        found.i2,
        found.h2,
        _r2(base, settings, found.tau2.value),
        method,
        by.notes,
        at,
        by,
        settings.level,
    )


def omnibus_test(at: Fit, by: Spread, columns: Sequence[int]) -> Test:
    """Are these coefficients all 0? Wald chi-squared, or F where quantiles are of t."""
    index, df = np.ix_(columns, columns), len(columns)
    b = at.coefficients[list(columns)]
    quadratic = float(b @ np.linalg.solve(at.covariance[index], b))
    if by.factor is None:
        return Test(None, None, df, method="omnibus test of the moderators", notes=by.notes)
    if by.df is None:
        return Test(
            quadratic, float(stats.chi2.sf(quadratic, df)), df, method="omnibus test of the moderators (chi-squared)"
        )
    if by.factor == 0:
        return Test(None, None, df, by.df, "omnibus test of the moderators (F)", ("The studies leave no residual spread.",))
    statistic = quadratic / by.factor / df
    return Test(statistic, float(stats.f.sf(statistic, df, by.df)), df, by.df, "omnibus test of the moderators (F)")


def _p_value(estimate: Estimate, by: Spread) -> float | None:
    if not estimate.standard_error or estimate.value is None:
        return None
    return by.p_value(estimate.value / estimate.standard_error)


def _r2(base: Design, settings: Settings, residual: float | None) -> float | None:
    without = heterogeneity(base, settings).tau2.value
    if settings.estimator is None or not without or residual is None:
        return None
    return max(0.0, (without - residual) / without)


def _columns(design: Design, moderators: dict[str, ArrayLike]) -> np.ndarray:
    columns = {name: np.asarray(column, dtype=float).ravel() for name, column in moderators.items()}
    problems = [p for name, column in columns.items() for p in _column_problems(name, column, design)]
    if problems or not columns:
        raise StatisticsError(problems or ["No moderator: name at least one, with a number for each study."])
    x = np.column_stack([np.ones(design.k), *columns.values()])
    if design.k <= x.shape[1]:
        raise StatisticsError([f"{design.k} studies for {x.shape[1]} coefficients: take fewer moderators."])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise StatisticsError([f"Moderators that say the same as others: {', '.join(columns)}; leave one of them out."])
    return x


def _column_problems(name: str, column: np.ndarray, design: Design) -> list[str]:
    if len(column) != design.k:
        return [f"{name}: {len(column)} values for {design.k} studies; give one for each."]
    missing = [design.labels[i] for i in np.flatnonzero(~np.isfinite(column))]
    if missing:
        return [f"{name}: no finite value for {', '.join(missing)}; leave these studies out and say so."]
    return [f"{name}: the same value in all studies; it explains nothing."] if np.ptp(column) == 0 else []


@dataclass(frozen=True)
class Subgroups:
    """Pools by subgroup, and the test whether the subgroups' means differ."""

    pools: dict[str, Pool]
    between: Test
    between_common: Test
    tau2: Literal["separate", "common"]
    notes: tuple[str, ...]


def subgroups(
    values: ArrayLike,
    standard_errors: ArrayLike,
    groups: Sequence[str],
    labels: Sequence[str] | None = None,
    *,
    settings: Settings = DEFAULT,
    tau2: Literal["separate", "common"] = "separate",
) -> Subgroups:
    """Does the mean effect differ between subgroups of studies?

    tau2 separate: each subgroup has its own; Q between = sum of w (mean - grand mean)2 with w = 1 / se2 of the
    subgroups' random-effects means, chi-squared. tau2 common: one residual variance (a meta-regression on the subgroups;
    F with Hartung-Knapp). `between_common` is the same question under common effects within subgroups. Subgroups whose
    mean or standard error is not estimable (one study, separate tau2) are left out of the test, and named. Misleads: it
    compares studies that differ in other respects too; no difference found is no sameness shown.
    """
    design = effects_design(values, standard_errors, labels)
    names = labels_of(groups, design.k)
    if len(names) != design.k:
        raise StatisticsError([f"{len(names)} subgroups for {design.k} studies: give one for each."])
    kinds = tuple(dict.fromkeys(names))
    if len(kinds) < 2:
        raise StatisticsError([f"Only one subgroup ({''.join(kinds)}): at least two are compared."])
    parts = {kind: design.rows(np.array([name == kind for name in names])) for kind in kinds}
    if tau2 == "common":
        dummies = np.column_stack([[float(name == kind) for name in names] for kind in kinds])
        return _one_variance(design, parts, dummies, settings)
    pools = {kind: pool_design(part, settings) for kind, part in parts.items()}
    between, notes = _between({kind: pool.random for kind, pool in pools.items()})
    return Subgroups(pools, between, _between({kind: pool.common for kind, pool in pools.items()})[0], "separate", notes)


def _one_variance(design: Design, parts: dict[str, Design], dummies: np.ndarray, settings: Settings) -> Subgroups:
    contrasts = np.column_stack([np.ones(design.k), dummies[:, 1:]])
    model = Design(design.y, design.v, contrasts, design.labels)
    found = heterogeneity(model, settings)
    if found.tau2.value is None:
        raise StatisticsError(["Every subgroup has one study: no variance between studies can be estimated."])
    at = fit(model, found.tau2.value)
    between = omnibus_test(at, spread(at, model, settings), range(1, contrasts.shape[1]))
    fixed = replace(settings, between=found.tau2.value)
    pools = {kind: pool_design(part, fixed) for kind, part in parts.items()}
    note = f"One between-study variance for all subgroups: {found.tau2.value:.4g} ({found.tau2.method})."
    common = _between({kind: pool.common for kind, pool in pools.items()})[0]
    return Subgroups(pools, replace(between, method="Q between subgroups, common tau2"), common, "common", (note,))


def _between(means: dict[str, Estimate]) -> tuple[Test, tuple[str, ...]]:
    usable = [e for e in means.values() if e.value is not None and e.standard_error]
    left = [kind for kind, e in means.items() if e.value is None or not e.standard_error]
    notes = (f"Left out of the test between subgroups (no standard error): {', '.join(left)}.",) if left else ()
    method = "Q between subgroups, separate tau2"
    if len(usable) < 2:
        return Test(None, None, method=method, notes=notes), notes
    y = np.array([e.value for e in usable], dtype=float)
    v = np.array([e.standard_error for e in usable], dtype=float) ** 2
    q = fit(Design(y, v, np.ones((len(y), 1)), tuple("" for _ in y))).q
    return Test(q, float(stats.chi2.sf(q, len(y) - 1)), len(y) - 1, method=method, notes=notes), notes
