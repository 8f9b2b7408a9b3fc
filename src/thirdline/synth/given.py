"""The drugs as they were charted: each stretch as one row, or, where a centre charts administrations, one row a dose."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from thirdline.synth.care import Stretch
from thirdline.synth.charting import Plan, charting
from thirdline.synth.parameters import Bools, Ints
from thirdline.synth.reading import NEVER
from thirdline.synth.simulation import Block


@dataclass(frozen=True)
class Given:
    """Exposures, one element a row; `until` is NEVER while it goes on; `dose` is a row of `Doses`, -1 where none is printed.

    `riding` marks what is given around a transplant, `goes_on` a drug that was not stopped by the end of the record.
    """

    patient: Ints
    line: Ints
    drug: Ints
    start: Ints
    until: Ints
    why: Ints
    dose: Ints
    use: Ints
    riding: Bools
    goes_on: Bools


def given(block: Block) -> Given:
    """Every drug given to a block, one row a stretch, in order of patient and start."""
    return _ordered(_whole(block))


def by_dose(block: Block, rows: Given) -> Given:
    """The same, with one row for each dose where a centre charts so and the regimen's schedule is printed."""
    parts = [_administered(block, rows, key, plan) for key, plan in charting(block.with_).plans.items()]
    return _ordered(_joined([_taken(rows, ~_by_dose(block, rows)), *parts]))


def _ordered(rows: Given) -> Given:
    return _taken(rows, np.lexsort((rows.drug, rows.start, rows.patient)))


def _whole(block: Block) -> Given:
    """Every stretch as one row."""
    stretch = Stretch(*(np.concatenate(parts) for parts in zip(*block.care.stretches, strict=True)))
    use = np.full((len(block.people.born_on), block.with_.cohort.care.most_lines + 1), -1)
    for opening in block.care.openings:
        use[opening.patient, opening.line] = opening.use
    riding, line = stretch.line < 0, np.abs(stretch.line)
    of = charting(block.with_)
    uses = use[stretch.patient, line]
    around = np.array([of.riding.get(drug, -1) for drug in range(len(block.with_.drugs.ids))])
    dose = np.where(riding, around[stretch.drug], of.first[uses, stretch.drug])
    return Given(
        stretch.patient,
        line,
        stretch.drug,
        stretch.start,
        stretch.until,
        stretch.why,
        dose,
        uses,
        riding,
        stretch.until == NEVER,
    )


def _by_dose(block: Block, rows: Given) -> Bools:
    """Which stretches are charted by the dose."""
    planned = np.zeros((len(block.with_.regimens.ids), len(block.with_.drugs.ids)), dtype=bool)
    for use, drug in charting(block.with_).plans:
        planned[use, drug] = True
    in_regimen = planned[rows.use, rows.drug] & ~rows.riding
    return block.people.administered[rows.patient] & in_regimen & (rows.until != rows.start)


def _administered(block: Block, rows: Given, key: tuple[int, int], plan: Plan) -> Given:
    """The administrations of the stretches of one drug of one use, before its last day; a cycle may begin a day late."""
    mine = _taken(rows, _by_dose(block, rows) & (rows.use == key[0]) & (rows.drug == key[1]))
    end = np.where(mine.until == NEVER, block.last_seen_on[mine.patient], mine.until)
    n = np.maximum(np.searchsorted(plan.offsets, end - mine.start - 1, side="left"), 1)
    who = np.repeat(np.arange(len(n)), n)
    nth = np.arange(len(who)) - np.repeat(n.cumsum() - n, n)
    late = ((mine.patient[who] + plan.cycles[nth]) % 2) * (plan.cycles[nth] > 1)
    on = mine.start[who] + plan.offsets[nth] + late
    each = _taken(mine, who)
    return replace(each, start=on, until=on, dose=plan.doses[nth], why=np.zeros(len(who), dtype=np.int64))


def _taken(rows: Given, which: np.ndarray) -> Given:
    return Given(*(getattr(rows, name)[which] for name in Given.__dataclass_fields__))


def _joined(parts: list[Given]) -> Given:
    return Given(*(np.concatenate([getattr(part, name) for part in parts]) for name in Given.__dataclass_fields__))
