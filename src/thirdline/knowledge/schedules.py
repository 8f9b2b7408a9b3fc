"""Schedules as tables: what the derivation of doses joins, with the words of its notes in one language.

Question answered: what does each schedule give, when, in what limits, and which rules change a dose? Rows only;
no dose is calculated here. Every row that decides carries its `fact`, written `record-id#citation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from thirdline import DEFAULT_PRACTICE
from thirdline.knowledge.criteria import BodySurface
from thirdline.knowledge.kinds import Adjustment, Band, Dose, Names, Premedication, Record, Regimen, Row, Schedule
from thirdline.knowledge.loader import Knowledge
from thirdline.knowledge.tabulate import Rows, fact, practice_of

Language = Literal["en", "ru"]

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "premedication": "premedication before {drug}",
        "minutes_before": "{n} minutes before",
        "minutes": "over {n} minutes",
        "range": "up to {amount}",
        "at_most": "at most {amount}",
        "cap": "body surface limited to {size} m2",
        "instead": "{amount} instead of {printed}",
        "every": "{amount} every {n} days",
        "unchanged": "no change",
        "open": "left open by {id}",
        "missing": "{quantity} is missing and may change the dose",
        "body_surface": "body surface",
        "weight_missing": "weight is missing",
        "height_missing": "height is missing",
        "amount_missing": "the source prints no amount",
        "rules_differ": "not changed, the rules differ",
        "square_metres": "m2",
        "decimal_mark": ".",
        "age_years": "age",
        "creatinine_clearance": "creatinine clearance",
        "bmi": "body-mass index",
        "bilirubin_times_uln": "bilirubin (times the upper limit)",
        "trial": "trial",
    },
    "ru": {
        "premedication": "премедикация, препарат: {drug}",
        "minutes_before": "за {n} минут",
        "minutes": "в течение {n} минут",
        "range": "до {amount}",
        "at_most": "не более {amount}",
        "cap": "площадь поверхности тела ограничена {size} м²",
        "instead": "{amount} вместо {printed}",
        "every": "{amount}, интервал в днях: {n}",
        "unchanged": "без изменения",
        "open": "не определено в {id}",
        "missing": "не указано и может изменить дозу: {quantity}",
        "body_surface": "площадь поверхности тела",
        "weight_missing": "масса тела не указана",
        "height_missing": "рост не указан",
        "amount_missing": "доза в источнике не указана",
        "rules_differ": "доза не изменена, правила расходятся",
        "square_metres": "м²",
        "decimal_mark": ",",
        "age_years": "возраст",
        "creatinine_clearance": "клиренс креатинина",
        "bmi": "индекс массы тела",
        "bilirubin_times_uln": "билирубин (к верхней границе нормы)",
        "EU": "ЕС",
        "US": "США",
        "RU": "РФ",
        "trial": "исследование",
    },
}
THOUSANDS_APART_FROM = 10_000
UNITS_RU = {
    "mg": "мг", "mg/kg": "мг/кг", "mg/m2": "мг/м²", "ug": "мкг", "ug/m2": "мкг/м²", "ug/kg": "мкг/кг", "g": "г",
    "g/m2": "г/м²", "cells": "клеток", "cells/kg": "клеток/кг", "U": "ЕД", "U/m2": "ЕД/м²",
}  # fmt: skip


def schedule_tables(
    knowledge: Knowledge,
    regimens: Iterable[str] | None = None,
    language: Language = "en",
    practice: str = DEFAULT_PRACTICE,
    n_cycles: int = 1,
) -> dict[str, Rows]:
    """The rows of every knowledge table of schedules, by its name.

    `regimens` keeps only those ids (all by default); `n_cycles` is the largest number of cycles asked for.
    Raises KnowledgeError when the practice, or the body surface rule that it names, is unknown.
    """
    held = knowledge.of("regimens")
    chosen = [held[id] for id in (held if regimens is None else regimens)]
    pairs = [(r, s) for r in chosen for s in r.schedules]
    surface = knowledge.criterion(practice_of(knowledge, practice).in_force.body_surface, BodySurface)
    words = WORDS[language]
    return {
        "regimen_schedules": [_schedule(r, s, n) for r in chosen for n, s in enumerate(r.schedules, 1)],
        "regimen_doses": [_dose(r, s, n, d, language) for r, s in pairs for n, d in enumerate(s.doses, 1)],
        "regimen_dose_days": [row for r, s in pairs for n, d in enumerate(s.doses, 1) for row in _days(r, s, n, d)],
        "premedications": [
            _premedication(knowledge, r, s, n, p, language) for r, s in pairs for n, p in enumerate(s.premedication, 1)
        ],
        "dose_caps": [
            (r.id, s.id, c.drug, c.body_surface_at_most, words["cap"].format(size=number(c.body_surface_at_most, language)),
             _cited(r, c))
            for r, s in pairs for c in s.caps
        ],
        "dose_adjustments": [row for r in chosen for row in _adjustments(knowledge, r, language)],
        "body_surface_rules": [(surface.id, surface.divisor, words["body_surface"], fact(surface, "divisor"))],
        "cycle_numbers": [(n,) for n in range(1, n_cycles + 1)],
        "dose_phrases": [
            (language, words["weight_missing"], words["height_missing"], words["amount_missing"], words["rules_differ"],
             words["square_metres"], words["decimal_mark"])
        ],
    }  # fmt: skip


def number(value: Decimal, language: Language = "en") -> str:
    """A number as people write it: no trailing zeros, thousands apart, a decimal comma in Russian."""
    text = f"{value:,f}" if abs(value) >= THOUSANDS_APART_FROM else f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", " ").replace(".", WORDS[language]["decimal_mark"])


def unit_name(unit: str, language: Language) -> str:
    """A unit in the language; the unit itself where the language has no own word for it."""
    return UNITS_RU.get(unit, unit) if language == "ru" else unit


def drug_name(knowledge: Knowledge, id: str, language: Language) -> str:
    """A drug's name as it stands within a sentence; its id when knowledge does not hold the drug."""
    drug = knowledge.of("drugs").get(id)
    if drug is None:
        return id
    name: str = getattr(drug.names, language)
    return name.lower() if name[1:].islower() else name


def _cited(record: Record, row: Row, field: str = "schedules") -> str:
    """The fact behind a row: the citation that it names, or its field's own."""
    return fact(record, row.cite or field)


def _amount(amount: Decimal, unit: str, language: Language) -> str:
    return f"{number(amount, language)} {unit_name(unit, language)}"


def _said(note: Names | None, language: Language) -> str | None:
    return getattr(note, language) if note else None


def _joined(*parts: str | None) -> str | None:
    return "; ".join(part for part in parts if part) or None


def _per(unit: str | None) -> tuple[str | None, str | None]:
    """By what a dose is multiplied (`kg`, `m2`, or nothing), and the unit in which it is then given."""
    given, _, per = (unit or "").partition("/")
    return per or None, given or None


def _schedule(r: Regimen, s: Schedule, place: int) -> tuple[Any, ...]:
    counts_from_zero = any(0 in d.on_days() for d in s.doses)
    start_day = 0 if counts_from_zero else 1
    return (r.id, s.id, place, start_day, s.cycle_days, s.n_cycles, s.later_cycle_days, s.later_from_cycle)


def _dose(r: Regimen, s: Schedule, n: int, d: Dose, language: Language) -> tuple[Any, ...]:
    words = WORDS[language]
    per, given = _per(d.unit)
    at_most = None if d.at_most is None else words["at_most"].format(amount=_amount(d.at_most, given or d.unit, language))
    note = _joined(
        None if d.amount_to is None else words["range"].format(amount=_amount(d.amount_to, d.unit, language)),
        None if d.duration_minutes is None else words["minutes"].format(n=d.duration_minutes),
        _said(d.note, language),
    )
    return (
        r.id, s.id, f"dose-{n}", d.drug, d.amount, d.unit, per, given, d.route, d.route == "CIV", d.from_cycle, d.to_cycle,
        d.at_most, at_most, note, _cited(r, d),
    )  # fmt: skip


def _days(r: Regimen, s: Schedule, n: int, d: Dose) -> Iterator[tuple[Any, ...]]:
    days = sorted(set(d.on_days()))
    return ((r.id, s.id, f"dose-{n}", day, days[0]) for day in days)


def _premedication(
    knowledge: Knowledge, r: Regimen, s: Schedule, n: int, p: Premedication, language: Language
) -> tuple[Any, ...]:
    words = WORDS[language]
    per, given = _per(p.unit)
    before = words["premedication"].format(drug=drug_name(knowledge, p.before, language))
    minutes = None if p.minutes_before is None else words["minutes_before"].format(n=p.minutes_before)
    note = _joined(", ".join(filter(None, (before, minutes))), _said(p.note, language))
    first_only = p.first_dose_only
    return (
        r.id, s.id, f"premedication-{n}", p.before, p.drug, first_only, p.amount, p.unit, per, given, p.route, note,
        _cited(r, p),
    )  # fmt: skip


def _adjustments(knowledge: Knowledge, r: Regimen, language: Language) -> Iterator[tuple[Any, ...]]:
    """The bands of every adjustment that concerns the regimen; one that names no regimen concerns all with its drug."""
    adjustments: Iterable[Adjustment] = knowledge.of("adjustments").values()
    for a in adjustments:
        if a.drug in r.drugs and (r.id in a.regimens or not a.regimens):
            yield from (_band(a, r, n, band, language) for n, band in enumerate(a.bands, 1))


def _band(a: Adjustment, r: Regimen, n: int, b: Band, language: Language) -> tuple[Any, ...]:
    words = WORDS[language]
    quantity = words[a.quantity]
    return (
        a.id, r.id, n, a.drug, a.authority, words.get(a.authority, a.authority), a.quantity,
        b.at_least, b.more_than, b.below, b.at_most, b.instead_of, b.amount, b.unit, b.every_days,
        _changed(b, language), words["unchanged"], words["open"].format(id=a.id), words["missing"].format(quantity=quantity),
        quantity, _cited(a, b, "bands"),
    )  # fmt: skip


def _changed(b: Band, language: Language) -> str:
    """What a band makes of a dose, in words."""
    words = WORDS[language]
    said = _amount(b.amount, b.unit, language)
    if b.every_days is not None:
        said = words["every"].format(amount=said, n=b.every_days)
    if b.instead_of is not None:
        said = words["instead"].format(amount=said, printed=_amount(b.instead_of, b.unit, language))
    return _joined(said, _said(b.note, language)) or said
