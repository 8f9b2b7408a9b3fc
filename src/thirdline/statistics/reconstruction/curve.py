"""A published curve as it was read off the page: what is refused in it, what is repaired, and every repair said.

Digitised points are clicks: out of order, a little above one, a little below the point before. The repairs follow
Liu, Zhou and Lee 2021 (BMC Med Res Methodol 21:111, section on pre-processing) with one difference: where clicks rise,
they are replaced by the non-increasing curve nearest to them (isotonic regression), and not by a running minimum,
which one click too low would pull down for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

from thirdline.statistics.estimates import StatisticsError

Floats = NDArray[np.float64]
PERCENT = 100.0
LEAST_PERCENT_START = 50.0
"""The highest survival of a curve from which on it is read as percent: one drawn in percent starts near 100."""


@dataclass(frozen=True)
class Tolerances:
    """How far a click may miss before it is refused instead of repaired; shares of survival, and of the time axis.

    `rise` is how far survival may rise between two clicks, `outside` how far it may lie beyond 0 and 1, or below 1 at
    time 0; `before_zero` how far left of time 0 a click may lie, as a share of the longest time.
    """

    rise: float = 0.02
    outside: float = 0.05
    before_zero: float = 0.02


@dataclass(frozen=True)
class Published:
    """What a paper prints of one arm: points of the curve, the table of numbers at risk, the events where it says them.

    `times` and `survival` are the digitised points, survival as a share or in percent. `risk_times` start at 0 and
    `at_risk` are the numbers just before each; one row, the arm's number, is enough. `total_events` may be None.
    """

    times: ArrayLike
    survival: ArrayLike
    risk_times: ArrayLike
    at_risk: ArrayLike
    total_events: int | None = None
    arm: str = ""


@dataclass(frozen=True)
class Clean:
    """A curve that can be: it starts at (0, 1), its times ascend, its survival never rises."""

    times: Floats
    survival: Floats
    risk_times: Floats
    at_risk: NDArray[np.int64]
    total_events: int | None
    repairs: tuple[str, ...] = field(default=())

    def repaired(self, times: Floats, survival: Floats, *said: str) -> Clean:
        """The same with other points, and what was done to them."""
        return replace(self, times=times, survival=survival, repairs=(*self.repairs, *said))


def cleaned(published: Published, allowed: Tolerances) -> Clean:
    """The curve that can be, with its repairs; `StatisticsError` names every row that cannot."""
    curve = _arrays(published)
    problems = [*_impossible_points(curve, allowed), *_impossible_risks(curve)]
    if problems:
        raise StatisticsError(problems)
    curve = _without_repeats(_inside(_in_order(_as_share(curve))))
    curve = _prolonged(_falling(_started(curve, allowed.outside), allowed.rise))
    _refuse_falls_without_patients(curve, allowed)
    return curve


def _arrays(published: Published) -> Clean:
    """The input as arrays of matching lengths and finite numbers."""
    pairs = {
        "times and survival": (published.times, published.survival, 2),
        "risk_times and at_risk": (published.risk_times, published.at_risk, 1),
    }
    arrays: list[Floats] = []
    for name, (left, right, fewest) in pairs.items():
        both = [np.atleast_1d(np.asarray(side, dtype=float)) for side in (left, right)]
        if both[0].ndim != 1 or both[0].shape != both[1].shape or len(both[0]) < fewest:
            found = " and ".join(str(side.shape) for side in both)
            raise StatisticsError(
                [f"{name}: shapes {found}; allowed: two lists of one length, {fewest} or more. Give each row both values."]
            )
        bad = np.flatnonzero(~np.isfinite(both[0]) | ~np.isfinite(both[1]))
        if len(bad):
            raise StatisticsError(
                [f"{name}, row {i + 1}: not a finite number. Leave the row out or correct it." for i in bad]
            )
        arrays += both
    times, survival, risk_times, numbers = arrays
    return Clean(times, survival, risk_times, _counts(numbers), published.total_events)


def _counts(numbers: Floats) -> NDArray[np.int64]:
    """Numbers at risk as whole numbers."""
    bad = np.flatnonzero((numbers != np.round(numbers)) | (numbers < 0))
    if len(bad):
        raise StatisticsError(
            [f"at_risk, row {i + 1}: {numbers[i]:g}; allowed: whole numbers from 0. Read the table again." for i in bad]
        )
    return numbers.astype(np.int64)


def _impossible_points(curve: Clean, allowed: Tolerances) -> Iterator[str]:
    """Clicks that no repair may touch."""
    longest, scale = curve.times.max(), _scale(curve)
    for i, (time, survival) in enumerate(zip(curve.times, curve.survival / scale, strict=True)):
        if time < -allowed.before_zero * max(longest, 0):
            yield f"point {i + 1}: time {time:g} lies before 0. Calibrate the time axis again, or leave the point out."
        if not -allowed.outside <= survival <= 1 + allowed.outside:
            yield (
                f"point {i + 1}: survival {survival * scale:g}; allowed: 0 to 1 (or 0 to 100 throughout), within "
                f"{allowed.outside:g}. Calibrate the survival axis again."
            )
    if longest <= 0:
        yield "points: no time after 0; allowed: a curve over time. Give the points that were read."


def _impossible_risks(curve: Clean) -> Iterator[str]:
    """Tables of numbers at risk that no cohort can have, and totals of events that do not fit them."""
    if curve.risk_times[0] != 0:
        yield f"risk table, row 1: time {curve.risk_times[0]:g}; allowed: 0. Add the number at the start of the arm."
    if curve.at_risk[0] < 1:
        yield f"risk table, row 1: {curve.at_risk[0]} at risk; allowed: 1 or more. Give the number of the arm."
    for i in np.flatnonzero(np.diff(curve.risk_times) <= 0) + 1:
        time = curve.risk_times[i]
        yield f"risk table, row {i + 1}: time {time:g} is not after the row before. Sort the table, each time once."
    for i in np.flatnonzero(np.diff(curve.at_risk) > 0) + 1:
        yield (
            f"risk table, row {i + 1}: {curve.at_risk[i]} at risk after {curve.at_risk[i - 1]}; numbers at risk of a cohort "
            "never rise. Read the table again, or check whether it is of another arm."
        )
    if curve.total_events is not None and not 0 <= curve.total_events <= curve.at_risk[0]:
        yield f"total_events: {curve.total_events}; allowed: 0 to {curve.at_risk[0]}, the number of the arm. Correct it."


def _scale(curve: Clean) -> float:
    """100 where survival is drawn in percent, else 1."""
    return PERCENT if curve.survival.max() >= LEAST_PERCENT_START else 1.0


def _as_share(curve: Clean) -> Clean:
    if _scale(curve) == 1:
        return curve
    return curve.repaired(curve.times, curve.survival / PERCENT, "Survival was read as percent and divided by 100.")


def _in_order(curve: Clean) -> Clean:
    """Points by time; at one time in the order of a vertical step, the upper first."""
    order = np.lexsort((-curve.survival, curve.times))
    out = int(np.sum(np.diff(curve.times) < 0))
    said = [f"{out} point(s) came before the time of the point above them; all points were sorted by time."] if out else []
    return curve.repaired(curve.times[order], curve.survival[order], *said)


def _inside(curve: Clean) -> Clean:
    """Within the axes: time from 0, survival from 0 to 1."""
    early, over = int(np.sum(curve.times < 0)), curve.survival[(curve.survival > 1) | (curve.survival < 0)]
    said = [f"{early} point(s) left of time 0 were set to 0."] if early else []
    if len(over):
        worst = float(over[np.argmax(np.abs(over - 0.5))])
        said.append(f"{len(over)} survival value(s) beyond 0 and 1 (the farthest {worst:.4g}) were set to the limit.")
    return curve.repaired(np.maximum(curve.times, 0), np.clip(curve.survival, 0, 1), *said)


def _without_repeats(curve: Clean) -> Clean:
    """Of several points at one time the lowest: the foot of the step, where the curve goes on."""
    last = np.append(np.diff(curve.times) > 0, True)
    left = len(last) - int(last.sum())
    said = [f"{left} point(s) repeated a time; the lowest of each time was kept, the foot of the step."] if left else []
    return curve.repaired(curve.times[last], curve.survival[last], *said)


def _started(curve: Clean, below: float) -> Clean:
    """With (0, 1) as its first point."""
    if curve.times[0] > 0:
        times, survival = np.insert(curve.times, 0, 0.0), np.insert(curve.survival, 0, 1.0)
        return curve.repaired(times, survival, "The curve had no point at time 0; (0, 1) was added.")
    first = float(curve.survival[0])
    if first == 1:
        return curve
    if first < 1 - below:
        raise StatisticsError(
            [
                f"points: survival at time 0 is {first:.4g}; allowed: 1, within {below:g}. The axis may be cut, or the "
                "curve may start at a landmark: give times from the landmark and survival as a share of those there."
            ]
        )
    survival = np.concatenate(([1.0], curve.survival[1:]))
    return curve.repaired(curve.times, survival, f"Survival at time 0 was {first:.4g} and was set to 1.")


def _falling(curve: Clean, most: float) -> Clean:
    """Never rising: the nearest non-increasing curve, its first point held at 1."""
    rises = np.diff(curve.survival)
    over = np.flatnonzero(rises > most)
    if len(over):
        raise StatisticsError(
            [
                f"points: survival rises from {curve.survival[i]:.4g} to {curve.survival[i + 1]:.4g} at time "
                f"{curve.times[i + 1]:g}; allowed: a rise of at most {most:g}, which is repaired. Survival cannot "
                "rise: check whether points of another curve were taken, or whether incidence was drawn."
                for i in over
            ]
        )
    up = int(np.sum(rises > 0))
    if not up:
        return curve
    nearest = np.minimum(isotonic_regression(curve.survival, increasing=False).x, 1.0)
    nearest[0] = 1.0
    moved = np.abs(nearest - curve.survival)
    return curve.repaired(
        curve.times,
        nearest,
        f"Survival rose at {up} point(s); {int(np.sum(moved > 0))} point(s) were moved to the nearest curve that never "
        f"rises, by at most {moved.max():.4g}.",
    )


def _prolonged(curve: Clean) -> Clean:
    """As long as its table of numbers at risk."""
    last = float(curve.risk_times[-1])
    if last <= curve.times[-1]:
        return curve
    times, survival = np.append(curve.times, last), np.append(curve.survival, curve.survival[-1])
    return curve.repaired(
        times,
        survival,
        f"The risk table goes on to {last:g}, past the last point at {curve.times[-1]:g}; the curve was drawn on flat.",
    )


def _refuse_falls_without_patients(curve: Clean, allowed: Tolerances) -> None:
    """Survival cannot fall where the table says that nobody is at risk."""
    empty = np.flatnonzero(curve.at_risk == 0)
    if not len(empty):
        return
    since = float(curve.risk_times[empty[0]])
    before = curve.survival[curve.times < since][-1]
    if before - curve.survival[-1] > allowed.rise:
        raise StatisticsError(
            [
                f"risk table, row {empty[0] + 1}: nobody at risk at {since:g}, yet survival falls from {before:.4g} to "
                f"{curve.survival[-1]:.4g} afterwards. Read table and curve again: one of them is of another arm or scale."
            ]
        )
