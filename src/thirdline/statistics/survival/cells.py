"""Event times within strata, and sums over them and over those at risk: what partial likelihoods are made of.

A *cell* is one event time of one stratum; cells run by stratum, then time. A row is at risk at the cells from `joined`
up to, not including, `left`. Sums over risk sets are running sums over cells, so that a million rows take no loop.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.statistics.survival.rows import Bools, Floats, FollowUp, Ints


@dataclass(frozen=True, eq=False)
class Cells:
    """`starts` are the first cells of the strata that have an event, and the number of cells at the end.

    `deaths` are the rows with an event, by cell; `cell` the cell of each, `fraction` the part of the tied events that
    Efron takes to have happened before it (0 for Breslow), `size` how many are tied in each cell.
    """

    times: Floats
    stratum: Ints
    starts: Ints
    joined: Ints
    left: Ints
    late: bool
    deaths: Ints
    cell: Ints
    fraction: Floats
    size: Ints

    def at_risk(self, value: Floats) -> Floats:
        """Sum of a value of each row over those at risk, at each cell."""
        n = len(self.times)
        inside = self.left > self.joined
        change = np.bincount(self.left[inside] - 1, value[inside], n)
        if self.late:
            late = inside & (self.joined > self._opening())
            change = change - np.bincount(self.joined[late] - 1, value[late], n)
        return self._from_the_end(change)

    def while_at_risk(self, value: Floats) -> Floats:
        """Sum of a value of each cell over the cells at which each row is at risk."""
        total = np.append(0.0, np.cumsum(value, dtype=np.longdouble))
        return (total[self.left] - total[self.joined]).astype(np.float64)

    def among_deaths(self, value: Floats) -> Floats:
        """Sum of a value of each event over the tied events of its cell."""
        return np.bincount(self.cell, value, len(self.times))

    def running(self, value: Floats) -> Floats:
        """Sum of a value of each cell over the cells of its stratum so far."""
        out = np.empty(len(value))
        for start, end in zip(self.starts[:-1], self.starts[1:], strict=True):
            out[start:end] = np.cumsum(value[start:end])
        return out

    def _opening(self) -> Ints:
        """The first cell of each row's stratum."""
        return self.starts[np.searchsorted(self.starts, self.joined, side="right") - 1]

    def _from_the_end(self, change: Floats) -> Floats:
        out = np.empty(len(change))
        for start, end in zip(self.starts[:-1], self.starts[1:], strict=True):
            out[start:end] = np.cumsum(change[start:end][::-1], dtype=np.longdouble)[::-1]
        return out


def event_cells(seen: FollowUp, layer: Ints, efron: bool) -> Cells:
    """The cells of a follow-up whose rows belong to strata 0, 1, …"""
    order = np.lexsort((seen.time, layer))
    time, stratum, event = seen.time[order], layer[order], seen.event[order]
    first = _first_of_ties(time, stratum)
    head = _heads(first, event)
    times, of = time[head], stratum[head]
    starts = np.append(np.flatnonzero(np.diff(of, prepend=-1)), len(times))
    passed = np.cumsum(np.bincount(np.flatnonzero(head), minlength=len(time)))
    left = np.empty(len(time), dtype=np.int64)
    left[order] = passed[_last_of_ties(first)]
    deaths = order[event]
    cell = left[deaths] - 1
    size = np.bincount(cell, minlength=len(times))
    rank = np.arange(len(cell)) - np.append(0, np.cumsum(size)[:-1])[cell]
    fraction = rank / size[cell] if efron else np.zeros(len(cell))
    joined = _joined(seen, layer, times, of)
    return Cells(times, of, starts, joined, left, seen.entry is not None, deaths, cell, fraction, size)


def _first_of_ties(time: Floats, stratum: Ints) -> Bools:
    """Whether a sorted row opens a group of one time in one stratum."""
    return np.append(True, (time[1:] != time[:-1]) | (stratum[1:] != stratum[:-1]))


def _last_of_ties(first: Bools) -> Ints:
    """The last row of the group that each sorted row belongs to."""
    starts = np.flatnonzero(first)
    ends = np.append(starts[1:], len(first)) - 1
    return ends[np.cumsum(first) - 1]


def _heads(first: Bools, event: Bools) -> Bools:
    """Whether a sorted row opens a group in which an event happens."""
    starts = np.flatnonzero(first)
    busy = np.logical_or.reduceat(event, starts)
    head = np.zeros(len(first), dtype=bool)
    head[starts[busy]] = True
    return head


def _joined(seen: FollowUp, layer: Ints, times: Floats, of: Ints) -> Ints:
    """The first cell after each row's entry, in its stratum."""
    opening = np.searchsorted(of, layer, side="left")
    if seen.entry is None:
        return opening.astype(np.int64)
    order = np.lexsort(
        (np.append(np.ones(len(layer)), np.zeros(len(times))), np.append(seen.entry, times), np.append(layer, of))
    )
    is_cell = order >= len(layer)
    passed = np.cumsum(is_cell)
    joined = np.empty(len(layer), dtype=np.int64)
    joined[order[~is_cell]] = passed[~is_cell]
    return joined
