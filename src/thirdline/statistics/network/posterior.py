"""The between-trial variance where something is believed of it beforehand.

Question answered: given a prior for tau and the trials, where does tau stand?
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from scipy.interpolate import make_interp_spline
from scipy.optimize import brent, brentq

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.network.settings import Settings

if TYPE_CHECKING:
    from thirdline.statistics.network.model import Fit

NODES = 801
"""Points of the numerical integration, even in log tau."""

NEGLIGIBLE = 30.0
"""A log density this far below its peak adds less than 1e-12."""


def posterior_of_tau(refit: Callable[[float], Fit], settings: Settings) -> Estimate:
    """tau2 as the squared summary of the posterior of tau: prior times restricted likelihood (flat prior for effects).

    The interval holds equal tails of the posterior. One-dimensional integration over log tau by splines, no draws.
    Works without degrees of freedom too: then the posterior is the prior, and a note says so.
    """
    prior = settings.prior
    assert prior is not None

    def log_density(log_tau: float) -> float:
        tau = np.exp(log_tau)
        return refit(float(tau**2)).log_likelihood(restricted=True) + float(prior.log_density(tau)) + log_tau

    grid = _grid(log_density, np.log(prior.scale) if prior.kind == "half-normal" else _centre(settings))
    heights = np.array([log_density(float(x)) for x in grid])
    density = np.exp(heights - heights.max())
    value = {"median": _quantile, "mean": _mean, "mode": _mode}[prior.summary](grid, density, 0.5)
    low, high = (_quantile(grid, density, p) for p in ((1 - settings.level) / 2, (1 + settings.level) / 2))
    df = refit(0.0).df
    notes = () if df > 0 else ("the trials say nothing of the between-trial variance; its value is that of the prior",)
    method = f"posterior {prior.summary} of tau, prior {prior}, restricted likelihood, numerical integration"
    return Estimate(value**2, low**2, high**2, settings.level, method=method, notes=notes)


def _centre(settings: Settings) -> float:
    prior = settings.prior
    assert prior is not None
    return prior.location if prior.of == "tau" else prior.location / 2


def _grid(log_density: Callable[[float], float], start: float) -> np.ndarray:
    """Even points in log tau over which the density is not negligible."""
    peak = float(np.asarray(brent(lambda x: -log_density(float(x)), brack=(start - 0.5, start + 0.5))))
    floor = log_density(peak) - NEGLIGIBLE
    low, high = (_edge(log_density, peak, floor, step) for step in (-0.5, 0.5))
    return np.linspace(low, high, NODES)


def _edge(log_density: Callable[[float], float], peak: float, floor: float, step: float) -> float:
    at = peak + step
    while log_density(at) > floor and abs(at - peak) < 2 * NEGLIGIBLE:
        at += step
    return at


def _quantile(grid: np.ndarray, density: np.ndarray, p: float) -> float:
    below = make_interp_spline(grid, density, k=5).antiderivative()
    wanted = p * float(below(grid[-1]))
    return float(np.exp(np.asarray(brentq(lambda x: float(below(x)) - wanted, grid[0], grid[-1], xtol=1e-13))))


def _mean(grid: np.ndarray, density: np.ndarray, _: float) -> float:
    weighted, plain = (
        make_interp_spline(grid, y, k=5).integrate(grid[0], grid[-1]) for y in (density * np.exp(grid), density)
    )
    return float(weighted / plain)


def _mode(grid: np.ndarray, density: np.ndarray, _: float) -> float:
    """The peak of the density of tau itself (that over log tau, divided by tau), by a parabola through the top."""
    heights = np.log(np.maximum(density, np.finfo(float).tiny)) - grid
    top = int(np.argmax(heights))
    if top in (0, len(grid) - 1):
        return float(np.exp(grid[top]))
    left, middle, right = heights[top - 1 : top + 2]
    return float(np.exp(grid[top] + (left - right) / (2 * (left - 2 * middle + right)) * (grid[1] - grid[0])))
