"""How would the pool look with the studies that an asymmetric funnel seems to lack? Trim and fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.pooling.effects import DEFAULT, pool_design
from thirdline.statistics.pooling.heterogeneity import heterogeneity
from thirdline.statistics.pooling.results import Pool
from thirdline.statistics.pooling.settings import Settings
from thirdline.statistics.pooling.small_studies import egger
from thirdline.statistics.pooling.weighted import Design, Floats, effects_design, fit

MOST_ROUNDS = 100
"""Rounds after which trimming that still changes is given up."""
MIRRORED = "Filled studies do not exist. They show how far an asymmetric funnel may matter, and mend nothing."


@dataclass(frozen=True)
class Filled:
    """The pool with mirrored studies, how many they are and on which side they were missing. `pool.studies` names them."""

    pool: Pool
    missing: int
    side: Literal["left", "right"]
    method: str
    notes: tuple[str, ...]


def trim_and_fill(
    values: ArrayLike,
    standard_errors: ArrayLike,
    labels: Sequence[str] | None = None,
    *,
    settings: Settings = DEFAULT,
    estimator: Literal["L0", "R0"] = "L0",
    side: Literal["left", "right"] | None = None,
) -> Filled:
    """Duval and Tweedie 2000: the outermost studies are trimmed until the rest is symmetric, then mirrored.

    `side`: where studies are missing; None: opposite to the slope of Egger's line. The mean at each round is of random
    effects by `settings` (between=0.0 for a common effect). Assumes that asymmetry is suppression by effect, all else
    equal; wrong with much heterogeneity (Terrin et al. 2003, Peters et al. 2007).
    """
    design = effects_design(values, standard_errors, labels)
    if estimator not in ("L0", "R0"):
        raise StatisticsError([f"estimator: {estimator!r}; allowed: L0, R0."])
    where = side or _side(design)
    sign = 1.0 if where == "left" else -1.0
    order = np.lexsort((np.arange(design.k), sign * design.y))
    flipped = Design(sign * design.y[order], design.v[order], design.x, tuple(design.labels[i] for i in order))
    missing, centre = _missing(flipped, settings, estimator)
    pool = pool_design(_filled(design, flipped.rows(np.arange(design.k - missing, design.k)), sign, centre), settings)
    method = f"trim and fill, estimator {estimator}, missing on the {where}; {pool.method}"
    return Filled(pool, missing, where, method, (MIRRORED,))


def _side(design: Design) -> Literal["left", "right"]:
    slope = egger(design.y, np.sqrt(design.v)).slope
    return "right" if slope is not None and slope.value is not None and slope.value < 0 else "left"


def _missing(design: Design, settings: Settings, estimator: str) -> tuple[int, float]:
    """How many studies are missing on the left, and the mean of those left after as many are trimmed on the right."""
    missing, k = 0, design.k
    for _ in range(MOST_ROUNDS):
        if k - missing < 1:
            break
        centre = _mean(design.rows(np.arange(k - missing)), settings)
        found = min(max(0, round(_estimated(design.y - centre, estimator))), k)
        if found == missing:
            return missing, centre
        missing = found
    raise StatisticsError(["Trim and fill did not settle on a number of missing studies; it has no answer for these."])


def _estimated(deviations: Floats, estimator: str) -> float:
    k = len(deviations)
    ranks = np.empty(k)
    ranks[np.argsort(np.abs(deviations), kind="stable")] = np.arange(1, k + 1)
    if estimator == "R0":
        return k - ranks[deviations < 0].max(initial=0) - 1
    return (4 * ranks[deviations > 0].sum() - k * (k + 1)) / (2 * k - 1)


def _mean(design: Design, settings: Settings) -> float:
    return float(fit(design, heterogeneity(design, settings).tau2.value or 0.0).coefficients[0])


def _filled(design: Design, outer: Design, sign: float, centre: float) -> Design:
    """The studies, and the outermost mirrored at the centre; `outer` and `centre` stand as if the left side lacked some."""
    y = np.concatenate([design.y, sign * (2 * centre - outer.y)])
    names = design.labels + tuple(f"filled: {label}" for label in outer.labels)
    return Design(y, np.concatenate([design.v, outer.v]), np.ones((len(y), 1)), names)
