"""How well a reconstruction agrees with what was printed: distances of the curves, numbers at risk, events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thirdline.statistics.reconstruction.curve import Clean, Floats
from thirdline.statistics.survival import kaplan_meier

RMSE_ACCURATE, MEAN_ACCURATE, LARGEST_ACCURATE = 0.05, 0.02, 0.05
"""Distances up to which Liu, Zhou and Lee 2021 call a reconstruction accurate."""


@dataclass(frozen=True)
class RiskRow:
    """Numbers at risk just before a time: as printed and as reconstructed."""

    time: float
    printed: int
    reconstructed: int


@dataclass(frozen=True)
class Agreement:
    """Distances between the printed points and the reconstructed curve, on the scale of survival from 0 to 1.

    `rmse`, `mean_absolute` and `largest_absolute` are taken at the points; `largest_anywhere` is the largest distance of
    the two step functions at any time, as in a Kolmogorov-Smirnov statistic. `events_printed` is None where no total
    was given.
    """

    rmse: float
    mean_absolute: float
    largest_absolute: float
    largest_anywhere: float
    risks: tuple[RiskRow, ...]
    events: int
    events_printed: int | None

    @property
    def accurate(self) -> bool:
        """Whether all distances lie within the bounds of Liu, Zhou and Lee 2021."""
        within = (self.rmse <= RMSE_ACCURATE, self.mean_absolute <= MEAN_ACCURATE, self.largest_absolute <= LARGEST_ACCURATE)
        return all(within)

    def remarks(self) -> Iterator[str]:
        """What a reader must know before using the reconstruction."""
        if not self.accurate:
            yield (
                f"The reconstructed curve misses the points by {self.rmse:.3f} (root mean square), at most "
                f"{self.largest_absolute:.3f}; accurate is {RMSE_ACCURATE} and {LARGEST_ACCURATE} (Liu 2021)."
            )
        for row in self.risks:
            if row.printed != row.reconstructed:
                yield f"At {row.time:g} the table prints {row.printed} at risk; reconstructed are {row.reconstructed}."
        if self.events_printed is not None and self.events != self.events_printed:
            yield f"{self.events_printed} events are printed; {self.events} fit curve and numbers at risk."


def agreement(curve: Clean, times: Floats, events: NDArray[np.bool_]) -> Agreement:
    """The printed curve against the reconstructed individuals."""
    rebuilt = survival_of(times, events, curve.times)
    distances = np.abs(rebuilt - curve.survival)
    number = {time: int(np.sum(times >= time)) for time in curve.risk_times}
    return Agreement(
        rmse=float(np.sqrt(np.mean(distances**2))),
        mean_absolute=float(np.mean(distances)),
        largest_absolute=float(np.max(distances)),
        largest_anywhere=_farthest(curve, times, events),
        risks=tuple(RiskRow(float(t), int(n), number[t]) for t, n in zip(curve.risk_times, curve.at_risk, strict=True)),
        events=int(np.sum(events)),
        events_printed=curve.total_events,
    )


def survival_of(times: Floats, events: NDArray[np.bool_], at: Floats) -> Floats:
    """Kaplan-Meier survival of individuals at some times, an event at that time counted."""
    curve = kaplan_meier(times, events)
    return np.concatenate(([1.0], curve.survival))[np.searchsorted(curve.times, at, side="right")]


def _farthest(curve: Clean, times: Floats, events: NDArray[np.bool_]) -> float:
    """The largest distance of two step functions: it is reached where one of them steps."""
    at = np.union1d(curve.times, times[events])
    printed = curve.survival[np.searchsorted(curve.times, at, side="right") - 1]
    return float(np.max(np.abs(printed - survival_of(times, events, at))))
