"""Two simple ways to number lines, against which the derivation is held. Neither knows transplants, plans or response.

`row_numbers`: every new day on which a drug starts is the next regimen, and a regimen's place in the row is its line.
`window_and_gap`: drugs begun within a window are one regimen; a drug that it does not hold, or a gap without treatment,
opens the next; a treatment without a recorded end leaves no gap. Steroids count for neither.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tools.validate.mmrf import Given

WINDOW_DAYS, GAP_DAYS = 28, 180
TREATING = ("treating", "cell_product", "conditioning", "mobilisation", "lymphodepletion")


def row_numbers(given: Sequence[Given]) -> list[int]:
    """The days on which lines start when each day that starts a drug starts a line."""
    return sorted({g.start for g in given if g.part in TREATING})


def window_and_gap(given: Sequence[Given], window: int = WINDOW_DAYS, gap: int = GAP_DAYS) -> list[int]:
    """The days on which lines start when a drug new to the regimen, or a gap without treatment, starts a line."""
    rows = sorted((g for g in given if g.part in TREATING), key=lambda g: g.start)
    starts: list[int] = []
    held: set[str | None] = set()
    treated = 0.0
    for row in rows:
        in_window = bool(starts) and row.start <= starts[-1] + window
        if not in_window and (row.drug not in held or row.start > treated + gap):
            starts.append(row.start)
            held = set()
        held.add(row.drug)
        treated = max(treated, row.start, math.inf if row.end is None else row.end)
    return starts
