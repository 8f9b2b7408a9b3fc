"""Does the answer hang on one study? Leave-one-out, cumulative pools, and the influence of each study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.pooling.effects import DEFAULT, pool_design
from thirdline.statistics.pooling.heterogeneity import heterogeneity
from thirdline.statistics.pooling.intervals import spread
from thirdline.statistics.pooling.results import Pool
from thirdline.statistics.pooling.settings import Settings
from thirdline.statistics.pooling.weighted import Design, effects_design, fit

FEWEST = 3
"""Studies from which the influence of one can be told: two must stay to show a variance between studies."""


@dataclass(frozen=True)
class Step:
    """A pool without one study, or with one more: whose, and the pool."""

    label: str
    pool: Pool


def leave_one_out(
    values: ArrayLike,
    standard_errors: ArrayLike,
    labels: Sequence[str] | None = None,
    settings: Settings = DEFAULT,
) -> tuple[Step, ...]:
    """The pool without each study in turn, in the order given. Needs two studies."""
    design = _at_least(2, effects_design(values, standard_errors, labels))
    return tuple(Step(label, pool_design(_without(design, i), settings)) for i, label in enumerate(design.labels))


def cumulative(
    values: ArrayLike,
    standard_errors: ArrayLike,
    labels: Sequence[str] | None = None,
    *,
    order: ArrayLike | None = None,
    settings: Settings = DEFAULT,
) -> tuple[Step, ...]:
    """The pool after each study, as they came (`order`: a year for each study, equal years as given; None: as given).

    It shows since when the answer has stood. It is no sequential test: its intervals do not allow for having looked before.
    """
    design = effects_design(values, standard_errors, labels)
    keys = np.arange(design.k) if order is None else np.asarray(order, dtype=float).ravel()
    if len(keys) != design.k or not np.isfinite(keys).all():
        raise StatisticsError([f"order: {len(keys)} figures for {design.k} studies; give a finite one for each."])
    rows = np.argsort(keys, kind="stable")
    return tuple(Step(design.labels[row], pool_design(design.rows(rows[: i + 1]), settings)) for i, row in enumerate(rows))


@dataclass(frozen=True)
class Influence:
    """What one study does to the random-effects mean.

    rstudent: its distance from the pool of the others, in standard errors; dffits: the change of the mean in standard
    errors of the fit; cook: the squared change of the mean over its variance; covariance_ratio: the variance of the mean
    without it over that with it; tau2 and q without it; leverage: its weight as a share.
    """

    label: str
    rstudent: float
    dffits: float
    cook: float
    covariance_ratio: float
    tau2: float
    q: float
    leverage: float


def influence(
    values: ArrayLike,
    standard_errors: ArrayLike,
    labels: Sequence[str] | None = None,
    settings: Settings = DEFAULT,
) -> tuple[Influence, ...]:
    """The influence of each study by leaving it out (Viechtbauer and Cheung 2010). Needs three studies.

    A study that pulls is not a study that errs: look at how it differs before leaving it out.
    """
    design = _at_least(FEWEST, effects_design(values, standard_errors, labels))
    return tuple(_influence(design, i, settings) for i in range(design.k))


def _influence(design: Design, i: int, settings: Settings) -> Influence:
    mean, variance, _, leverages = _mean(design, settings)
    others = _without(design, i)
    mean_without, variance_without, tau2_without, _ = _mean(others, settings)
    total = design.v[i] + tau2_without
    change = mean - mean_without
    return Influence(
        design.labels[i],
        float((design.y[i] - mean_without) / np.sqrt(total + variance_without)),
        float(change / np.sqrt(leverages[i] * total)),
        float(change**2 / variance) if variance > 0 else float("inf"),
        float(variance_without / variance) if variance > 0 else float("inf"),
        tau2_without,
        fit(others).q,
        float(leverages[i]),
    )


def _mean(design: Design, settings: Settings) -> tuple[float, float, float, np.ndarray]:
    """The random-effects mean, its variance by the interval method, tau2, and the leverages."""
    tau2 = heterogeneity(design, settings).tau2.value or 0.0
    at = fit(design, tau2)
    factor = spread(at, design, settings).factor or 0.0
    return float(at.coefficients[0]), float(factor * at.covariance[0, 0]), tau2, at.leverages


def _without(design: Design, i: int) -> Design:
    return design.rows(np.delete(np.arange(design.k), i))


def _at_least(k: int, design: Design) -> Design:
    if design.k < k:
        raise StatisticsError([f"{design.k} studies: at least {k} are needed to leave one out."])
    return design
