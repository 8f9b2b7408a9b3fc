"""Which lines were begun, of what, from when until when: arrays of patients by line number (0 stands for none)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.synth.care import OPENED, Opening
from thirdline.synth.given import Given
from thirdline.synth.parameters import Bools, Ints
from thirdline.synth.reading import NEVER
from thirdline.synth.rows import Column, Columns, always, word
from thirdline.synth.simulation import Block


@dataclass(frozen=True)
class History:
    """Per patient and line; `first` and `last` besides per drug: NEVER where it was not given in the line."""

    opened_on: Ints
    by: Ints
    use: Ints
    ended_on: Ints
    n_transplants: Ints
    first: Ints
    last: Ints
    goes_on: Bools
    last_on: Ints

    @property
    def n_lines(self) -> Ints:
        """How many lines each patient has begun."""
        return (self.opened_on != NEVER).sum(axis=1)


def history(block: Block, rows: Given) -> History:
    """From what was begun and given."""
    shape = (len(block.people.born_on), block.with_.cohort.care.most_lines + 1)
    opened_on, by, use = (np.full(shape, NEVER) for _ in range(3))
    for opening in block.care.openings:
        _note(opening, opened_on, by, use)
    last_on = np.maximum(block.last_seen_on, opened_on.max(axis=1))
    first, last, goes_on = _spans(block, rows, shape, last_on)
    ended_on, n_transplants = last.max(axis=2), np.zeros(shape, dtype=np.int64)
    until = np.where(rows.until == NEVER, last_on[rows.patient], rows.until)
    np.maximum.at(ended_on, (rows.patient, rows.line), until)
    for graft in block.care.grafts:
        np.add.at(n_transplants, (graft.patient, graft.line), 1)
        np.maximum.at(ended_on, (graft.patient, graft.line), graft.on)
    return History(opened_on, by, use, ended_on, n_transplants, first, last, goes_on, last_on)


def _note(opening: Opening, opened_on: Ints, by: Ints, use: Ints) -> None:
    at = (opening.patient, opening.line)
    opened_on[at], by[at], use[at] = opening.on, opening.by, opening.use


def _spans(block: Block, rows: Given, shape: tuple[int, int], last_on: Ints) -> tuple[Ints, Ints, Bools]:
    """First and last day of each drug in each line, but for conditioning, and whether it goes on."""
    mine = ~rows.riding
    at = (rows.patient[mine], rows.line[mine], rows.drug[mine])
    size = (*shape, len(block.with_.drugs.ids))
    first, last, goes_on = np.full(size, np.iinfo(np.int64).max), np.full(size, NEVER), np.zeros(size, dtype=bool)
    until = np.where(rows.until == NEVER, last_on[rows.patient], rows.until)[mine]
    np.minimum.at(first, at, rows.start[mine])
    np.maximum.at(last, at, until)
    np.logical_or.at(goes_on, at, rows.goes_on[mine])
    return np.where(last == NEVER, NEVER, first), last, goes_on


def columns(block: Block, of: History) -> Columns:
    """The table `lines`."""
    patient, line = np.nonzero(of.opened_on != NEVER)
    held = (of.last[patient, line] != NEVER) @ (1 << np.arange(of.last.shape[2]))
    sets, which = np.unique(held, return_inverse=True)
    return {
        "patient": Column(patient, "patient"),
        "line": Column(line, "number"),
        "started_on": Column(of.opened_on[patient, line], "day"),
        "ended_on": Column(of.ended_on[patient, line], "day"),
        "regimen": word(of.use[patient, line], block.with_.regimens.ids),
        "drugs": word(which, tuple(named(int(bits), block.with_.drugs.ids) for bits in sets)),
        "opened_by": word(of.by[patient, line], OPENED),
        "n_transplants": Column(of.n_transplants[patient, line], "number"),
        "because": always(len(patient), SIMULATED),
    }


SIMULATED = "synthetic: known by construction"


def named(bits: int, names: tuple[str, ...]) -> str | None:
    """A set of codes as its sorted names, joined; nothing where it is empty."""
    return "+".join(sorted(name for at, name in enumerate(names) if bits >> at & 1)) or None
