"""The columns that come in, checked: every row that no estimate can be made of is named, and nothing is repaired.

Times are in any one unit, counted from the origin. Two times are tied when they are equal to the last bit; times that
are reckoned (days / 30.4375) tie where the days did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thirdline.statistics.estimates import StatisticsError

Floats = NDArray[Any]
"""A column (or matrix) of float64. What numpy's own annotations say of its sums is wider than what they give."""
Ints = NDArray[Any]
"""A column of whole numbers."""
Bools = NDArray[np.bool_]

FLAT = 1e-12
"""A covariate whose standard deviation is this part of its mean does not vary: the rest is rounding."""
SHOWN = 5
"""How many bad rows of one kind a message names; the rest are counted."""


@dataclass(frozen=True, eq=False)
class FollowUp:
    """Who was watched, from when (`entry`, None: from the origin) to when, and whether the event ended it.

    `weight` is None where every row counts once. Rows of weight 0 have been left out (`left_out` says how many).
    """

    time: Floats
    event: Bools
    entry: Floats | None = None
    weight: Floats | None = None
    left_out: int = 0

    @property
    def whole(self) -> bool:
        """Whether weights are counts of people (or absent), so that Greenwood's formula holds."""
        return self.weight is None or bool(np.all(self.weight == np.floor(self.weight)))

    @property
    def weights(self) -> Floats:
        return np.ones(len(self.time)) if self.weight is None else self.weight


def follow_up(time: ArrayLike, event: ArrayLike, entry: ArrayLike | None, weights: ArrayLike | None) -> FollowUp:
    """The four columns checked; `StatisticsError` names the rows that cannot be used."""
    times = checked_times(time)
    events = flags(event, "event", len(times))
    begun = checked_entry(entry, times)
    weight = checked_weights(weights, len(times))
    if weight is None or bool(np.all(weight > 0)):
        return FollowUp(times, events, begun, weight)
    keep = weight > 0
    begun = None if begun is None else begun[keep]
    return FollowUp(times[keep], events[keep], begun, weight[keep], int(np.sum(~keep)))


def checked_times(time: ArrayLike) -> Floats:
    """Times of exit: finite and not negative."""
    times = numbers(time, "time", None)
    refuse("time", times, times < 0, "0 or later", "count time from the origin, and leave out what ends before it")
    return times


def checked_entry(entry: ArrayLike | None, times: Floats) -> Floats | None:
    """Times of entry: finite, not negative, before the exit of the same row."""
    if entry is None:
        return None
    begun = numbers(entry, "entry", len(times))
    refuse("entry", begun, begun < 0, "0 or later", "who was watched before the origin enters at 0")
    late = begun >= times
    pairs = np.array([f"entry {a:g}, time {b:g}" for a, b in zip(begun[late], times[late], strict=True)], dtype=object)
    spread = np.full(len(times), "", dtype=object)
    spread[late] = pairs
    refuse("entry", spread, late, "an entry before the exit", "leave the row out: it was never at risk")
    return begun


def checked_weights(weights: ArrayLike | None, rows: int) -> Floats | None:
    """Case weights: finite, not negative, not all 0."""
    if weights is None:
        return None
    weight = numbers(weights, "weights", rows)
    refuse("weights", weight, weight < 0, "0 or more", "a case counts once, several times, or not at all")
    if not np.any(weight > 0):
        raise StatisticsError(["weights: every weight is 0; allowed: at least one above 0"])
    return weight


def numbers(values: ArrayLike, name: str, rows: int | None) -> Floats:
    """One column of finite numbers, as long as the others."""
    try:
        column = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as found:
        raise StatisticsError([f"{name}: not a column of numbers ({found}); allowed: one number a row"]) from found
    _same_length(column, name, rows)
    refuse(name, column, ~np.isfinite(column), "a finite number", "leave the row out and say how many were")
    return column


def flags(values: ArrayLike, name: str, rows: int) -> Bools:
    """One column of 0 and 1, or of true and false."""
    column = numbers(values, name, rows)
    other = (column != 0) & (column != 1)
    refuse(name, column, other, "0 (censored) or 1 (event)", "with several causes use aalen_johansen")
    return column == 1


def labels(values: ArrayLike | None, name: str, rows: int) -> tuple[tuple[Any, ...], Ints]:
    """The distinct labels in order, and which of them each row bears. None: one label for all."""
    if values is None:
        return (None,), np.zeros(rows, dtype=np.int64)
    column = np.asarray(values)
    _same_length(column, name, rows)
    refuse(name, column, _unlabelled(column), "a label", "leave the row out, or give those without a label one of their own")
    try:
        kinds, place = np.unique(column, return_inverse=True)
    except TypeError as found:
        raise StatisticsError([f"{name}: labels of several types ({found}); allowed: all text or all numbers"]) from found
    return tuple(kinds.tolist()), place.reshape(-1).astype(np.int64)


def _unlabelled(column: NDArray[Any]) -> Bools:
    if column.dtype.kind == "f":
        return np.isnan(column)
    if column.dtype.kind == "O":
        return np.array([v is None or v != v for v in column], dtype=bool)
    return np.zeros(len(column), dtype=bool)


def covariate_matrix(covariates: ArrayLike, names: Sequence[str], rows: int) -> Floats:
    """Covariates, one column each; a missing value is refused with its row and the covariate's name."""
    try:
        matrix = np.asarray(covariates, dtype=np.float64)
    except (TypeError, ValueError) as found:
        raise StatisticsError(
            [f"covariates: not numbers ({found}); allowed: numbers; code a category as 0 and 1"]
        ) from found
    matrix = matrix.reshape(-1, 1) if matrix.ndim == 1 else matrix
    if matrix.shape != (rows, len(names)) or not names or len(set(names)) < len(names):
        found = f"{matrix.shape} with the names {', '.join(names) or 'none'}"
        raise StatisticsError([f"covariates: found {found}; allowed: {rows} rows, a column for each of distinct names"])
    for name, column in zip(names, matrix.T, strict=True):
        refuse(
            f"covariate {name}", column, ~np.isfinite(column), "a finite number", "leave the row out and say how many were"
        )
    return matrix


def measure(matrix: Floats, weight: Floats | None = None) -> tuple[Floats, Floats]:
    """Weighted mean and standard deviation of each covariate; 1 where it does not vary."""
    centre = np.average(matrix, axis=0, weights=weight)
    scale = np.sqrt(np.average((matrix - centre) ** 2, axis=0, weights=weight))
    return centre, np.where(scale <= np.abs(centre) * FLAT, 1.0, scale)


def share(value: float, name: str) -> float:
    """A share strictly between 0 and 1, as a level is."""
    if not 0 < value < 1:
        raise StatisticsError([f"{name}: found {value:g}; allowed: above 0 and below 1, as 0.95"])
    return float(value)


def refuse(name: str, column: NDArray[Any], bad: Bools, allowed: str, advice: str) -> None:
    """Raise when any row is bad, naming the first of them. Rows are counted from 0."""
    if not np.any(bad):
        return
    where = np.flatnonzero(bad)
    told = [f"{name}, row {i} (the first is 0): found {column[i]}; allowed: {allowed}; {advice}" for i in where[:SHOWN]]
    more = len(where) - SHOWN
    raise StatisticsError([*told, f"{name}: {more} more rows of this kind"] if more > 0 else told)


def _same_length(column: NDArray[Any], name: str, rows: int | None) -> None:
    if column.ndim != 1 or len(column) == 0 or (rows is not None and len(column) != rows):
        wanted = "at least one row" if rows is None else f"{rows} rows, as time has"
        raise StatisticsError([f"{name}: found shape {column.shape}; allowed: one column of {wanted}"])
