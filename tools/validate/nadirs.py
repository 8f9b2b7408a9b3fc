"""The rule of progression by serum M-protein, read once more and plainly, with each of its cautions switched on or off.

Question answered: what does each caution prevent? The naive reading takes any single value as the low and any single
value as the rise. The cautions: a low counts when two consecutive values stand at or below it; a rise counts when the
next value shows it too; zeros that stand alone, or close together, between positive values are set apart. Thresholds
come from knowledge. This text shares nothing with the derivation, so that the reading with every caution is also a check
on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

Series = Sequence[tuple[int, Decimal]]


@dataclass(frozen=True)
class Threshold:
    """What a rise must reach, percent and amount, where the low lies in [`low_from`, `low_below`)."""

    low_from: Decimal
    low_below: Decimal | None
    percent: Decimal
    amount: Decimal

    def reached(self, low: Decimal, value: Decimal) -> bool:
        """Whether a value lies that far above the low."""
        here = low >= self.low_from and (self.low_below is None or low < self.low_below)
        return here and value >= low + self.amount and value * 100 >= low * (100 + self.percent)


@dataclass(frozen=True)
class Caution:
    """Which cautions a reading takes; `zeros` is the longest run of zeros that it sets apart.

    Runs of several are set apart where the positive values on both sides lie at most `days` apart; null: wherever.
    """

    low_confirmed: bool
    rise_confirmed: bool
    zeros: int
    days: int | None = None


NAIVE = Caution(low_confirmed=False, rise_confirmed=False, zeros=0)


def without_zeros(series: Series, longest: int, days: int | None = None) -> Series:
    """The series without its runs of zeros that cannot be true; see `Caution`."""
    runs = [(zero, list(run)) for zero, run in groupby(series, key=lambda point: point[1] == 0)]
    kept = []
    for n, (zero, run) in enumerate(runs):
        inner = 0 < n < len(runs) - 1
        if not (zero and inner and _untrue(run, runs[n + 1][1][0][0] - runs[n - 1][1][-1][0], longest, days)):
            kept += run
    return kept


def _untrue(run: Series, between: int, longest: int, days: int | None) -> bool:
    """Whether a run of zeros is set apart; so many days lie between the positive values on both sides."""
    return len(run) <= longest and (len(run) == 1 or days is None or between <= days)


def first_progression(series: Series, caution: Caution, thresholds: Sequence[Threshold]) -> int | None:
    """The first day on which the disease progressed in this reading; null when it did not."""
    seen = without_zeros(series, caution.zeros, caution.days)
    for n in range(1, len(seen)):
        low = _low(seen, n, caution.low_confirmed)
        shown = [value for _, value in seen[n : n + 2]] if caution.rise_confirmed else [seen[n][1]]
        if len(shown) == 1 + caution.rise_confirmed and all(_risen(low, value, thresholds) for value in shown):
            return seen[n][0]
    return None


def _low(seen: Series, n: int, confirmed: bool) -> Decimal:
    """The lowest level before the n-th value; the baseline counts as confirmed."""
    values = [value for _, value in seen[:n]]
    return min([values[0], *(max(pair) for pair in pairwise(values[1:]))]) if confirmed else min(values)


def _risen(low: Decimal, value: Decimal, thresholds: Sequence[Threshold]) -> bool:
    return value > low and any(threshold.reached(low, value) for threshold in thresholds)
