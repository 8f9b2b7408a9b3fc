"""The rises that the reading told, and deaths from the disease: one row a day, up to the first that was confirmed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.synth.charting import CENT
from thirdline.synth.parameters import MARKERS, SCALE, Ints
from thirdline.synth.reading import LESION, NEVER, Rise
from thirdline.synth.rows import Column, Columns, always, word
from thirdline.synth.simulation import Block
from thirdline.synth.truth.lines import SIMULATED, History

CRITERIA = (*MARKERS, "lesion", "clinical")
CLINICAL = LESION + 1


@dataclass(frozen=True)
class Told:
    """The rows; and per patient and line the day of the first confirmed progression and of its confirmation."""

    rows: Rise
    on: Ints
    confirmed_on: Ints


def told(block: Block, history: History) -> Told:
    """Which progressions stand in the truth."""
    parts = [*block.reading.rises, _deaths(block, history)]
    rows = Rise(*(np.concatenate(column) for column in zip(*map(_fields, parts), strict=True)))
    confirmed = rows.confirmed_on != NEVER
    late = np.iinfo(np.int64).max
    first, proof = np.full(history.opened_on.shape, late), np.full(history.opened_on.shape, NEVER)
    np.minimum.at(first, (rows.patient, rows.line), np.where(confirmed, rows.on, late))
    kept = _one_a_day(_taken(rows, np.flatnonzero(rows.on <= first[rows.patient, rows.line])), block.with_.rules.routes)
    proven = np.flatnonzero(kept.confirmed_on != NEVER)
    proof[kept.patient[proven], kept.line[proven]] = kept.confirmed_on[proven]
    return Told(kept, np.where(first == late, NEVER, first), proof)


def _fields(rise: Rise) -> tuple[Ints, ...]:
    return tuple(getattr(rise, name) for name in Rise.__dataclass_fields__)


def _taken(rise: Rise, which: Ints) -> Rise:
    return Rise(*(column[which] for column in _fields(rise)))


def _deaths(block: Block, history: History) -> Rise:
    who = np.flatnonzero(block.by_disease)
    on, never, nothing = block.died_on[who], np.full(len(who), NEVER), np.full(len(who), NEVER)
    return Rise(who, history.n_lines[who], np.full(len(who), CLINICAL), on, on, never, nothing, nothing)


def _one_a_day(rows: Rise, routes: Ints) -> Rise:
    """Of several on one day the confirmed before the others, then the lower route; what was charted comes last."""
    route = np.append(routes, routes.max() + np.arange(1, 3))[rows.marker]
    order = np.lexsort((rows.marker, route, rows.confirmed_on == NEVER, rows.on, rows.line, rows.patient))
    rows = _taken(rows, order)
    again = (np.diff(rows.patient) == 0) & (np.diff(rows.line) == 0) & (np.diff(rows.on) == 0)
    return _taken(rows, np.flatnonzero(~np.concatenate([[False], again])))


def columns(of: Told) -> Columns:
    """The table `progressions`."""
    rows = of.rows
    measured = rows.marker < LESION
    factor = CENT // SCALE
    return {
        "patient": Column(rows.patient, "patient"),
        "line": Column(rows.line, "number"),
        "progressed_on": Column(rows.on, "day"),
        "confirmed_on": Column(rows.confirmed_on, "day"),
        "criterion": word(rows.marker, CRITERIA),
        "reference_on": Column(rows.reference_on, "day"),
        "reference_value": Column(np.where(measured, rows.reference * factor, NEVER), "hundredths"),
        "value": Column(np.where(measured, rows.value * factor, NEVER), "hundredths"),
        "because": always(len(rows.patient), SIMULATED),
    }
