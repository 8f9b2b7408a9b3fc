"""How much each row moves an estimate, squared and summed: the infinitesimal jackknife, in linear time.

A row's influence at t is made of what its own event adds (`jump`, at its exit) less what its presence in the risk set
takes away (`running`, while it is at risk). For the logarithm of the Kaplan-Meier curve these are 1 / (n - d) and
d / (n (n - d)). The sum of squares over rows is the variance that holds where weights are not counts of people.
Source: Efron, The Jackknife, the Bootstrap and Other Resampling Plans, SIAM 1982; Therneau, Crowson and Atkinson,
"Multi-state models and competing risks", vignette of R's survival.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.statistics.survival.risk import RiskTable
from thirdline.statistics.survival.rows import Floats


@dataclass(frozen=True, eq=False)
class Influence:
    """`jump`: one value a row, added at its exit. `running`: one value a time, taken from everybody at risk."""

    jump: Floats
    running: Floats


def summed_products(risk: RiskTable, weight: Floats, one: Influence, other: Influence) -> Floats:
    """Sum over rows of weight² x influence x other influence, after each distinct time."""
    square, n = weight**2, len(risk.times)
    sums = [np.append(0.0, np.cumsum(i.running)) for i in (one, other)]
    start = [s[risk.joined] for s in sums]
    ended = [i.jump - (s[risk.place + 1] - b) for i, s, b in zip((one, other), sums, start, strict=True)]
    gone = np.cumsum(np.bincount(risk.place, square * ended[0] * ended[1], n))
    now = [s[1:] for s in sums]
    return (
        gone
        + now[0] * now[1] * _present(risk, square)
        - now[0] * _present(risk, square * start[1])
        - now[1] * _present(risk, square * start[0])
        + _present(risk, square * start[0] * start[1])
    )


def _present(risk: RiskTable, value: Floats) -> Floats:
    """Sum of a value over those who have joined and stay beyond each time."""
    n = len(risk.times)
    change = np.bincount(risk.joined, value, n + 1)[:n] - np.bincount(risk.place, value, n)
    return np.cumsum(change)
