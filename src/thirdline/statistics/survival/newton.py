"""The coefficients at which a likelihood is greatest, and which of them have none.

Newton's steps, halved while they make the likelihood smaller. Where the likelihood keeps growing as a coefficient goes to
infinity (no event in one of two groups, or a covariate that orders the events) there is no estimate: the steps keep
their length while the likelihood stands still. Source: Bryson and Johnson, Technometrics 1981;23:381-383; Heinze and
Schemper, Biometrics 2001;57:114-119.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.survival.partial import Objective, Point
from thirdline.statistics.survival.rows import Floats

STEPS = 60
"""Newton's steps at most. A likelihood that has a maximum takes some 4 to 8."""
HALVINGS = 30
"""Times a step is halved before it is given up."""
SMALL = 1e-9
"""A step (in standard deviations of a covariate) that ends the search: Newton's next would be its square."""
STILL = 1e-9
"""Relative growth of the likelihood that counts as standing still (R's `coxph` has the same)."""
ROUNDING = 1e-3
"""A step may lose this part of what counts as standing still: sums over a million rows are no more exact."""
UNMOVED = 3
"""Steps in a row after which a likelihood that stands still is taken to have come to its end."""
WALKING = 0.05
"""A step that moves the log hazard of the highest value of a covariate against the lowest by more than this, while the
likelihood stands still, goes to infinity."""
LOOSE = 0.1
"""Covariates whose step, so measured, is at least this part of the longest go to infinity together."""
EMPTY = 1e-7
"""Beside an infinite coefficient, a direction with less than this part of the most information has none."""
PIVOT = 1e-10
"""A covariate of which less than this share of variance is its own, or varies at all among those at risk, is refused."""


@dataclass(frozen=True, eq=False)
class Search:
    """A likelihood of covariates with a standard deviation of 1: their names, how far each `reaches` from its lowest value
    to its highest, and the number of events."""

    objective: Objective
    names: Sequence[str]
    reach: Floats
    events: float


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the search began and ended. `boundless`: +1 or -1 for a coefficient without maximum, else 0."""

    start: Point
    end: Point
    coefficients: Floats
    boundless: Floats
    steps: int


def maximum(search: Search) -> Maximum:
    """Newton's search from 0. `StatisticsError` where covariates are combinations of each other, or without a result."""
    at = boundless = np.zeros(len(search.names))
    start = here = search.objective(at)
    refuse_combinations(start.information, search.names, search.events)
    still = 0
    for done in range(1, STEPS + 1):
        step = _direction(here)
        moved, there = _halved(search.objective, at, step, here)
        still = still + 1 if there.log_likelihood - here.log_likelihood <= STILL * abs(here.log_likelihood) else 0
        last, at, here = moved - at, moved, there
        longest, walked = float(np.max(np.abs(last))), np.abs(last) * search.reach
        if longest < SMALL or (still >= UNMOVED and longest < np.sqrt(SMALL)):
            return Maximum(start, here, at, boundless, done)
        if still >= UNMOVED and np.max(walked) > WALKING:
            boundless = np.where(walked > LOOSE * np.max(walked), np.sign(last), 0.0)
            return Maximum(start, here, at, boundless, done)
    raise StatisticsError([f"no maximum of the likelihood after {STEPS} steps; leave out covariates, or scale them"])


def refuse_combinations(information: Floats, names: Sequence[str], events: float) -> None:
    """Names each covariate that does not vary among those at risk, or is a combination of those before it."""
    left = information.copy()
    whole = np.diag(information).copy()
    bad = []
    for k, name in enumerate(names):
        if not left[k, k] > PIVOT * max(float(whole[k]), events):
            bad.append(name)
            continue
        left = left - np.outer(left[:, k], left[k]) / left[k, k]
    if bad:
        why = "does not vary among those at risk when events happen, or is a combination of the covariates before it"
        raise StatisticsError([f"covariate {name}: {why}; leave it out" for name in bad])


def spread(information: Floats, boundless: Floats) -> Floats:
    """The inverse of the information, directions without information left out."""
    if not np.any(boundless):
        return np.linalg.inv(information)
    return np.linalg.pinv(information, rcond=EMPTY, hermitian=True)


def _direction(here: Point) -> Floats:
    try:
        return np.linalg.solve(here.information, here.score)
    except np.linalg.LinAlgError:
        return np.linalg.pinv(here.information, hermitian=True) @ here.score


def _halved(objective: Objective, at: Floats, step: Floats, here: Point) -> tuple[Floats, Point]:
    slack = STILL * ROUNDING * abs(here.log_likelihood)
    for _ in range(HALVINGS):
        there = objective(at + step)
        if there.log_likelihood >= here.log_likelihood - slack:
            return at + step, there
        step = step / 2
    return at, here
