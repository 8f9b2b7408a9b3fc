"""Knowledge with one regimen made for a test, so that a rule is tried on numbers that no label can change."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from thirdline.knowledge import Knowledge
from thirdline.knowledge.kinds import Adjustment, Regimen


def dose(
    drug: str = "carfilzomib", amount: str | None = "10", unit: str = "mg", days: Any = (1,), **more: Any
) -> dict[str, Any]:
    return {"drug": drug, "amount": amount, "unit": unit, "route": "IV", "days": days, **more}


def schedule(*doses: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "made-schedule", "cycle_days": 28, "doses": doses, **more}


def rule(id: str, authority: str, *bands: dict[str, Any], quantity: str = "creatinine_clearance") -> dict[str, Any]:
    return {
        "id": id, "names": {"en": id, "ru": id}, "drug": "carfilzomib", "authority": authority, "quantity": quantity,
        "bands": [{"unit": "mg", **band} for band in bands],
    }  # fmt: skip


def made(knowledge: Knowledge, schedules: list[dict[str, Any]], *rules: dict[str, Any]) -> Knowledge:
    """The knowledge that ships, with the regimen `made` and these rules only."""
    drugs = sorted({d["drug"] for s in schedules for d in s["doses"]})
    regimen = Regimen.model_validate(
        {"id": "made", "disease": "any", "names": {"en": "Made", "ru": "Made"}, "drugs": drugs, "schedules": schedules}
    )
    adjustments = [Adjustment.model_validate(r) for r in rules]
    records = {
        **knowledge.records,
        "regimens": MappingProxyType({**knowledge.of("regimens"), "made": regimen}),
        "adjustments": MappingProxyType({a.id: a for a in adjustments}),
    }
    return Knowledge(MappingProxyType(records))
