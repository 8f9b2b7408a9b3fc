"""Where does a function cross zero? One door to scipy's Brent search, with its limits named."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from scipy import optimize

RELATIVE = np.float64(1e-14)
"""Of the root: near the last digit of a float."""


def root(f: Callable[[float], float], low: float, high: float, tolerance: float = 1e-15) -> float:
    """The point between low and high, where f has opposite signs, at which f is 0, within `tolerance`."""
    return float(cast(float, optimize.brentq(f, low, high, xtol=tolerance, rtol=RELATIVE)))
