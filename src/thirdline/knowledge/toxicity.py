"""Toxicity grades as tables: each ladder of an edition in the canonical unit of its analyte.

Question answered: which rungs decide, in the unit in which a value stands? A rung printed in the analyte's own unit is
taken as printed. One printed in another unit counts for values that were reported in that unit; for those the rungs in
the own unit do not count. It is converted exactly as a value is: by a factor of 11 decimals, to 4 decimals.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from thirdline.knowledge.criteria import Toxicity, ToxicityLadder
from thirdline.knowledge.kinds import Analyte
from thirdline.knowledge.loader import Knowledge, KnowledgeError

FACTOR_STEP, VALUE_STEP = Decimal("1e-11"), Decimal("1e-4")
GRAMS, MOLES = {"g/L": 0, "mg/dL": -2}, {"mmol/L": -3, "umol/L": -6}
"""Units by their power of ten of grams, and of moles, per litre."""


def toxicity_tables(knowledge: Knowledge, c: Toxicity) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of `toxicity_rules` and `toxicity_ladders`."""
    numbers, correction = c.grades, c.calcium_correction
    rules = (
        c.id, c.edition, numbers.mild, numbers.moderate, numbers.severe, numbers.life_threatening,
        correction.albumin, correction.per_gram,
    )  # fmt: skip
    return {"toxicity_rules": [rules], "toxicity_ladders": list(_ladders(knowledge, c))}


def _ladders(knowledge: Knowledge, c: Toxicity) -> Iterator[tuple[Any, ...]]:
    analytes: dict[str, Analyte] = {a.word: a for a in knowledge.of("analytes").values()}
    other_unit = {(r.term, r.analyte): r.unit for r in c.ladders if r.unit not in (None, analytes[r.analyte].unit)}
    numbers = (c.grades.mild, c.grades.moderate, c.grades.severe, c.grades.life_threatening)
    for n, row in enumerate(c.ladders, 1):
        analyte, other = analytes[row.analyte], other_unit.get((row.term, row.analyte))
        rungs = [None if rung is None else _rung(rung, row, analyte) for rung in row.rungs]
        in_other = row.unit is not None and row.unit == other
        yield (
            row.term, row.analyte, n, "above" if row.above else "below", row.above or row.below, row.by, *rungs,
            max(number for number, rung in zip(numbers, rungs, strict=True) if rung is not None),
            row.closed, row.abnormal, row.baseline_above, row.baseline_at_most, row.baseline_below, row.baseline_missing,
            row.from_age, row.clinical, row.up_to, other if in_other else None,
            other if row.unit and not in_other else None, f"{c.id}#{row.cite}",
        )  # fmt: skip


def _rung(rung: Decimal, row: ToxicityLadder, analyte: Analyte) -> Decimal:
    """A rung in the analyte's own unit; multiples and percents have none."""
    if row.unit in (None, analyte.unit):
        return rung
    return (rung * _factor(row.unit, analyte)).quantize(VALUE_STEP, ROUND_HALF_UP)


def _factor(unit: str, analyte: Analyte) -> Decimal:
    """From a unit in which CTCAE prints limits to the analyte's own."""
    both, mass = GRAMS | MOLES, analyte.molar_mass
    if unit not in both or analyte.unit not in both or mass is None:
        raise KnowledgeError([f"criteria: a limit of {analyte.word} in {unit} cannot be converted to {analyte.unit}"])
    molar = (1 if unit in MOLES else 0) - (1 if analyte.unit in MOLES else 0)
    power = Decimal(10) ** (both[unit] - both[analyte.unit])
    return (power * mass**molar).quantize(FACTOR_STEP, ROUND_HALF_EVEN)
