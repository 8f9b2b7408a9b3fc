"""Doses for people to read and for programs to read: a plain-text table with its sources, and JSON.

Question answered: what is given when, and where does each dose come from? Only what the rows hold is shown; a fact
that nobody checked in its source is marked so wherever it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from thirdline.knowledge.kinds import Citation, Source
from thirdline.knowledge.loader import Knowledge
from thirdline.knowledge.schedules import Language, drug_name, number, unit_name
from thirdline.schedule.calendar import Choice, DoseRow

DISCLAIMER: Mapping[Language, str] = {
    "en": "Information, not a prescription: a clinician decides every dose and every date.",
    "ru": "Справочная информация, не назначение: каждую дозу и каждую дату определяет врач.",
}
WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "cycle": "Cycle {n}",
        "days": "days",
        "sources": "Sources",
        "length": "cycles of {n} days",
        "later": "of {n} days from cycle {cycle}",
        "once": "given once",
        "start": "day {day} is {on}",
        "first": "No schedule was named: the first that fits, of {n}, is shown. Others:",
        "others": "Other schedules:",
        "quoted": "quoted",
        "read": "read",
        "unverified": "! UNVERIFIED, check before use",
        "no_source": "! NO SOURCE FOUND",
    },
    "ru": {
        "cycle": "Цикл {n}",
        "days": "дни",
        "sources": "Источники",
        "length": "циклы по {n} дн.",
        "later": "с цикла {cycle} по {n} дн.",
        "once": "однократно",
        "start": "день {day} — {on}",
        "first": "Схема не названа, показана первая подходящая из {n}. Другие:",
        "others": "Другие схемы:",
        "quoted": "цитата",
        "read": "прочитано",
        "unverified": "! НЕ ПРОВЕРЕНО, сверить перед применением",
        "no_source": "! ИСТОЧНИК НЕ НАЙДЕН",
    },
}
ROUTES_RU = {
    "IV": "в/в", "SC": "п/к", "PO": "внутрь", "IV or SC": "в/в или п/к", "PO or IV": "внутрь или в/в",
    "CIV": "в/в непрерывно", "IT": "интратекально", "IM": "в/м",
}  # fmt: skip


def heading(choice: Choice, start: date, lang: Language = "en") -> str:
    """What is shown: regimen, schedule, cycle length, which day the start is, remarks, and the schedules not shown."""
    words, regimen, schedule = WORDS[lang], choice.regimen, choice.schedule
    label = getattr(schedule.names, lang) if schedule.names else schedule.id
    day = 0 if any(0 in dose.on_days() for dose in schedule.doses) else 1
    length = words["once"] if schedule.n_cycles == 1 else words["length"].format(n=schedule.cycle_days)
    if schedule.later_cycle_days and schedule.later_from_cycle:
        length += ", " + words["later"].format(n=schedule.later_cycle_days, cycle=schedule.later_from_cycle)
    lines = [f"{getattr(regimen.names, lang)}: {label}"]
    lines.append(f"{regimen.id}:{schedule.id}; {length}; {words['start'].format(day=day, on=start.isoformat())}")
    lines += [getattr(remark, lang) for remark in (schedule.remark, regimen.remark) if remark]
    if choice.others:
        lines.append(words["others"] if choice.named else words["first"].format(n=len(choice.others) + 1))
        lines += [f"  {regimen.id}:{s.id}" + (f"  {getattr(s.names, lang)}" if s.names else "") for s in choice.others]
    return "\n".join(lines) + "\n"


def render_text(rows: Iterable[DoseRow], knowledge: Knowledge, lang: Language = "en") -> str:
    """The doses by cycle and drug, their notes below them, the sources of all at the end.

    Amounts are shown with one decimal (the rows hold four), those per kilogram or square metre as printed. `[2!]`
    marks a fact that is unverified. Notes stand in the language in which the rows were planned.
    """
    rows = sorted(rows, key=lambda d: (d.cycle, d.on, d.drug))
    facts = dict.fromkeys(f for d in rows for f in _facts(d))
    marks = {f: f"[{n}!]" if _unverified(knowledge, f) else f"[{n}]" for n, f in enumerate(facts, 1)}
    lines: list[str] = []
    for cycle, doses in groupby(rows, key=lambda d: d.cycle):
        lines += [WORDS[lang]["cycle"].format(n=cycle), *_cycle(list(doses), knowledge, marks, lang), ""]
    lines.append(WORDS[lang]["sources"])
    lines += [f"  {mark} {_source(knowledge, f, lang)}" for f, mark in marks.items()]
    return "\n".join([*lines, "", DISCLAIMER[lang], ""])


def as_json(rows: Iterable[DoseRow]) -> str:
    """The rows as JSON, in the names of the table; dates ISO, amounts numbers, nulls null."""
    return json.dumps([d._asdict() for d in rows], default=_plain, ensure_ascii=False, indent=2)


def shown(amount: Decimal | None, unit: str | None, lang: Language = "en") -> str:
    """An amount with its unit; one decimal from 1 upwards, exact below and when per kilogram or square metre."""
    if amount is None:
        return f"? {unit_name(unit, lang)}" if unit else "?"
    if amount >= 1 and "/" not in (unit or ""):
        amount = amount.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{number(amount, lang)} {unit_name(unit or '', lang)}".strip()


def route_name(route: str | None, lang: Language = "en") -> str:
    """A route in the language; nothing where the source prints none."""
    return ROUTES_RU.get(route or "", route or "") if lang == "ru" else route or ""


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not a value of a table: {value!r}")


def _cycle(doses: Sequence[DoseRow], knowledge: Knowledge, marks: Mapping[str, str], lang: Language) -> Iterator[str]:
    """The lines of one cycle: doses that differ by their day only share a line."""
    alike: dict[tuple[object, ...], list[DoseRow]] = {}
    for d in doses:
        alike.setdefault((d.drug, d.amount, d.unit, d.route, d.note, d.because), []).append(d)
    cells = [
        (drug_name(knowledge, d.drug, lang), shown(d.amount, d.unit, lang), route_name(d.route, lang), _when(group, lang))
        for group in alike.values() for d in group[:1]
    ]  # fmt: skip
    widths = [max(len(row[n]) for row in cells) for n in range(3)]
    for row, group in zip(cells, alike.values(), strict=True):
        sources = "".join(marks[f] for f in _facts(group[0]))
        yield "  " + "  ".join([*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[3], sources])
        if group[0].note:
            yield f"      {group[0].note}"


def _when(doses: Sequence[DoseRow], lang: Language) -> str:
    """The days of the cycle and their dates, runs of three days and more drawn together."""
    runs: list[list[DoseRow]] = []
    for d in doses:
        if runs and d.day == runs[-1][-1].day + 1:
            runs[-1].append(d)
        else:
            runs.append([d])
    spans = [span for run in runs for span in ([run] if len(run) > 2 else [[d] for d in run])]
    days = ", ".join(str(s[0].day) if len(s) == 1 else f"{s[0].day}..{s[-1].day}" for s in spans)
    dates = ", ".join(s[0].on.isoformat() if len(s) == 1 else f"{s[0].on}..{s[-1].on}" for s in spans)
    return f"{WORDS[lang]['days']} {days}: {dates}"


def _facts(d: DoseRow) -> list[str]:
    return list(dict.fromkeys(d.because.split("; ")))


def citation(knowledge: Knowledge, fact: str) -> Citation | None:
    """The citation behind a fact of a dose (`record#citation`); a drug may share its id with a regimen, which is meant."""
    id, _, name = fact.partition("#")
    for kind in ("regimens", "adjustments", "criteria"):
        record = knowledge.of(kind).get(id)
        if record and name in record.cites:
            return record.cites[name]
    return None


def _unverified(knowledge: Knowledge, fact: str) -> bool:
    cite = citation(knowledge, fact)
    return cite is None or cite.checked == "unverified"


def _source(knowledge: Knowledge, fact: str, lang: Language) -> str:
    """A fact's source: title, year, place, and how it was checked."""
    words, cite = WORDS[lang], citation(knowledge, fact)
    if cite is None:
        return f"{fact}: {words['no_source']}"
    source: Source = knowledge.of("sources")[cite.source]
    return f"{fact}: {source.title} ({source.published}), {cite.at}; {words[cite.checked]}"
