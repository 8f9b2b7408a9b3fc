"""How each drug of a regimen is charted, from the first schedule that knowledge prints: its dose, its days."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import numpy as np

from thirdline.knowledge.kinds import Dose, Schedule
from thirdline.synth.parameters import Ints, Parameters
from thirdline.synth.reading import NEVER

CENT = 100
"""Amounts and laboratory values are written as whole hundredths."""
DAYS_PLANNED = 3_650
"""How far a schedule is laid out: longer than any record."""


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
    """How each drug of each use of a regimen is charted: `first` is its dose as a stretch, `plans` its administrations.

    `riding` is the dose of what is given around a transplant.
    """

    doses: Doses
    first: Ints
    plans: dict[tuple[int, int], Plan]
    riding: dict[int, int]

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
        rides = (
            (care.transplant_drug, (care.transplant_dose, care.transplant_unit, "IV")),
            (care.mobilisation_drug, (care.mobilisation_dose, care.mobilisation_unit, "IV")),
        )
        riding = {with_.drugs.ids.index(drug): numbered.setdefault(dose, len(numbered)) for drug, dose in rides}
        return cls(_doses(list(numbered)), first, plans, riding)


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
