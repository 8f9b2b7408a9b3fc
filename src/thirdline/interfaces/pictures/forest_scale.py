"""The axis of a forest plot: where it begins and ends, and where a value stands on it.

Question answered: how wide must the axis be so that every estimate is on it and one hopeless interval does not press
all others into a line? Intervals are followed up to `REACH` beyond the outermost estimates; further they end in arrows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from thirdline.interfaces.pictures.sheet import Box
from thirdline.interfaces.pictures.voice import Voice, known

if TYPE_CHECKING:
    from thirdline.interfaces.pictures.forest import Forest
    from thirdline.statistics.estimates import Estimate

REACH = math.log(2.5)
"""How far beyond the outermost estimate a ratio's axis follows an interval, in logarithms."""


@dataclass(frozen=True)
class Axis:
    """An axis across a box, from `low` to `high`; `null` is the value of no effect, None for shares."""

    box: Box
    low: float
    high: float
    ticks: tuple[float, ...]
    null: float | None
    logarithmic: bool

    def at(self, value: float) -> float:
        """Where a value stands, in points from the left of the sheet."""
        low, high, x = (math.log(v) if self.logarithmic else v for v in (self.low, self.high, value))
        return self.box.left + self.box.width * (x - low) / (high - low)

    def holds(self, value: float) -> bool:
        """Whether the value is on the axis."""
        return self.low <= value <= self.high

    def inside(self, value: float) -> float:
        """The value, or the end of the axis that it lies beyond."""
        return min(max(value, self.low), self.high)

    def inside_at(self, value: float) -> float:
        """Where it stands, at most at the end of the axis."""
        return self.at(self.inside(value))

    def title(self, voice: Voice, measure: str) -> str:
        """What the axis measures."""
        if self.null is None:
            return f"{measure}, %"
        return f"{measure} ({voice('format.log_axis')})" if self.logarithmic else measure


def axis_for(data: Forest, box: Box) -> Axis:
    """The axis on which all of this forest's estimates stand."""
    ratio = data.scale == "ratio"
    low, high = data.limits or (_ratio_ends(data) if ratio else _linear_ends(data))
    ticks = ratio_ticks(low, high) if ratio else _linear_ticks(low, high)
    return Axis(box, low, high, ticks, {"ratio": 1.0, "difference": 0.0, "share": None}[data.scale], ratio)


def _estimates(data: Forest) -> list[Estimate]:
    pools = [data.pooled, *(group.pooled for group in data.groups)]
    pooled = [e for pool in pools for e in (pool.common, pool.random, pool.prediction) if e]
    return [*(row.estimate for group in data.groups for row in group.rows), *pooled]


def _span(data: Forest) -> tuple[list[float], list[float], list[float]]:
    found = _estimates(data)
    values = [e.value for e in found if known(e.value)]
    lows = [e.low for e in found if known(e.low) and not math.isinf(e.low)]  # type: ignore[arg-type]
    highs = [e.high for e in found if known(e.high) and not math.isinf(e.high)]  # type: ignore[arg-type]
    return values, lows, highs  # type: ignore[return-value]


def _ratio_ends(data: Forest) -> tuple[float, float]:
    values, lows, highs = _span(data)
    first, last = min([*values, 1.0]), max([*values, 1.0])
    low = max(min([*lows, first]), first / math.exp(REACH))
    high = min(max([*highs, last]), last * math.exp(REACH))
    return min(low / 1.06, 0.8), max(high * 1.06, 1.25)


def ratio_ticks(low: float, high: float) -> tuple[float, ...]:
    """Ticks at 1, 2 and 5 of each decade, or at powers of ten where those are too many."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    fine = [round(m * 10.0**d, 10) for d in decades for m in (1, 2, 5)]
    ticks = [t for t in fine if low <= t <= high]
    return tuple(ticks if len(ticks) <= 7 else [t for t in ticks if math.log10(t) % 1 == 0])


def _linear_ends(data: Forest) -> tuple[float, float]:
    values, lows, highs = _span(data)
    if data.scale == "share":
        return 0.0, 1.0
    low, high = min([*values, *lows, 0.0]), max([*values, *highs, 0.0])
    room = 0.05 * (high - low or 1.0)
    return low - room, high + room


def _linear_ticks(low: float, high: float) -> tuple[float, ...]:
    return tuple(float(round(t, 10)) for t in MaxNLocator(5).tick_values(low, high) if low <= t <= high)
