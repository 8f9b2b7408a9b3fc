"""The drugs as they were charted: each stretch as one row, or, where a centre charts administrations, one row a dose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import numpy as np

from thirdline.knowledge.kinds import Dose, Schedule
from thirdline.synth.care import Stretch
from thirdline.synth.parameters import Bools, Ints, Parameters
from thirdline.synth.reading import NEVER
from thirdline.synth.simulation import Block

CENT = 100
"""Amounts and laboratory values are written as whole hundredths."""
DAYS_PLANNED = 3_650
"""How far a schedule is laid out: longer than any record."""


@dataclass(frozen=True)
class Given:
    """Exposures, one element a row; `until` is NEVER while it goes on; `dose` is a row of `Doses`, -1 where none is printed.

    `riding` marks the conditioning of a transplant, `goes_on` a drug that was not stopped by the end of the record.
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


class Doses(NamedTuple):
    """The distinct doses charted: amount in hundredths, unit and route."""

    amount: Ints
    unit: tuple[str, ...]
    route: tuple[str, ...]


class Plan(NamedTuple):
    """The days from the start on which one drug of one regimen is administered, the cycle of each, and its dose."""

    offsets: Ints
    cycles: Ints
    doses: Ints


@dataclass(frozen=True)
class Charting:
    """How each drug of each use of a regimen is charted: `first` is its dose as a stretch, `plans` its administrations."""

    doses: Doses
    first: Ints
    plans: dict[tuple[int, int], Plan]
    conditioning: int

    @classmethod
    def of(cls, with_: Parameters) -> Charting:
        """From the first schedule that knowledge prints of each regimen."""
        numbered: dict[tuple[Decimal | None, str, str], int] = {}
        first = np.full((len(with_.regimens.ids), len(with_.drugs.ids)), -1)
        plans = {}
        for use, id in enumerate(with_.regimens.ids):
            for schedule in with_.knowledge.of("regimens")[id].schedules[:1]:
                for drug in {dose.drug for dose in schedule.doses}:
                    code, rows = with_.drugs.ids.index(drug), [dose for dose in schedule.doses if dose.drug == drug]
                    numbers = [numbered.setdefault((d.amount, d.unit, d.route), len(numbered)) for d in rows]
                    first[use, code] = numbers[0]
                    if all("PO" not in dose.route for dose in rows):
                        plans[use, code] = _plan(schedule, rows, numbers)
        care = with_.cohort.care
        conditioning = numbered.setdefault((care.transplant_dose, care.transplant_unit, "IV"), len(numbered))
        return cls(_doses(list(numbered)), first, plans, conditioning)


@cache
def charting(with_: Parameters) -> Charting:
    """The charting of a cohort, made once."""
    return Charting.of(with_)


def _doses(printed: list[tuple[Decimal | None, str, str]]) -> Doses:
    amounts = [NEVER if amount is None else int(amount * CENT) for amount, _, _ in printed]
    return Doses(np.array(amounts), tuple(unit for _, unit, _ in printed), tuple(route for _, _, route in printed))


def _plan(schedule: Schedule, rows: list[Dose], numbers: list[int]) -> Plan:
    days = []
    start, cycle = 0, 1
    while start < DAYS_PLANNED:
        for dose, number in zip(rows, numbers, strict=True):
            if dose.from_cycle <= cycle and (dose.to_cycle is None or cycle <= dose.to_cycle):
                days += [(start + day - 1, cycle, number) for day in dose.on_days()]
        later = schedule.later_from_cycle is not None and cycle >= schedule.later_from_cycle
        start += (later and schedule.later_cycle_days) or schedule.cycle_days
        cycle += 1
    return Plan(*np.array(sorted(days)).T)


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
    dose = np.where(riding, of.conditioning, of.first[uses, stretch.drug])
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
    """The administrations of the stretches of one drug of one use; a cycle may begin a day late."""
    mine = _taken(rows, _by_dose(block, rows) & (rows.use == key[0]) & (rows.drug == key[1]))
    end = np.where(mine.until == NEVER, block.last_seen_on[mine.patient], mine.until)
    n = np.searchsorted(plan.offsets, end - mine.start, side="left")
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
