"""One patient of a record, ready to be shown: the rows of every table, and what the paper said beside the rules.

Question answered: what is there to say about this patient? A patient is a cohort of one: the same derivations run on
the record cut to the patient.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from thirdline import __version__, run
from thirdline.engines import Engine
from thirdline.interfaces.report.model import Course
from thirdline.interfaces.words import Lang
from thirdline.knowledge import Knowledge
from thirdline.records import RecordError
from thirdline.tables import INPUTS, TABLES

Row = dict[str, Any]
Names = tuple[str, ...]
PUBLISHED = "about/published.csv"
EVERYTHING = run.Asked()


def course(
    path: Path,
    patient: str | None,
    knowledge: Knowledge,
    lang: Lang,
    asked: run.Asked = EVERYTHING,
    more: Names = run.OPTION_TRIALS_HERE,
) -> Course:
    """Derive one patient's course, and `more` tables of those derived on request only: by default the trials beside each
    option. Without an id the record must hold one patient. Raises RecordError.
    """
    engine = run.open_record(path, knowledge, mapping=asked.mapping)
    id = _only(engine, patient, path)
    asked = replace(asked, patient=id)
    engine.hasten()
    wanted = (*run.DERIVED_HERE, *more)
    run.derive(engine, knowledge, asked, wanted)
    tables = {name: rows(engine, name) for name in (*(t.name for t in INPUTS), *wanted)}
    made = {"version": __version__, "practice": asked.practice, "as_of": asked.as_of, "knowledge": knowledge.digest()}
    return Course(id, tables, knowledge, lang, list(compared(path, tables)), made)


def rows(engine: Engine, name: str) -> list[Row]:
    """The rows of a table as mappings of its contract's columns, ordered by its key."""
    table = TABLES[name]
    return [dict(zip(table.names, row, strict=True)) for row in engine.rows(name, table.key)]


def _only(engine: Engine, patient: str | None, path: Path) -> str:
    """The patient meant, who must be in the record."""
    ids = [str(row[0]) for row in engine.rows("patients", ("patient",))]
    if patient is None and len(ids) == 1:
        return ids[0]
    if patient in ids:
        return str(patient)
    some = ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")
    said = f"no patient {patient!r}" if patient else f"{len(ids)} patients, and none was named"
    raise RecordError(f"{path}: {said}; the record holds {some}. Name one of these.")


def compared(path: Path, tables: Mapping[str, list[Row]]) -> Iterator[Row]:
    """What the paper behind an example says (`about/published.csv`) beside what the rules derive."""
    file = path / PUBLISHED
    if not file.is_file():
        return
    with file.open(encoding="utf-8", newline="") as lines:
        for said in csv.DictReader(lines):
            found = [r for r in tables.get(said["table"], []) if _is(said["table"], said["line"], r)]
            values = [_text(r.get(said["column"])) for r in found]
            yield {
                "statement": said["statement"], "said": said["value"], "derived": ", ".join(v for v in values if v),
                "unconfirmed": _pending(found, said["column"]), "verdict": _verdict(said["value"], values),
                "quote": said["quote"], "place": said["place"],
            }  # fmt: skip


def _is(table: str, key: str, row: Row) -> bool:
    """Whether the row is the one meant: any part of its key (a line, a staging system) is the word; all rows without one."""
    return not key or key in {str(row.get(part)) for part in TABLES[table].key}


def _pending(found: list[Row], column: str) -> str | None:
    """The category that awaits confirmation, told beside the best."""
    return next((r["unconfirmed"] for r in found if column == "best" and r.get("unconfirmed")), None)


def _verdict(said: str, values: list[str]) -> str:
    if said in values:
        return "agrees"
    return "differs" if any(v not in ("", "NE", "unknown") for v in values) else "unknown"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def with_calendar(shown: Course) -> Course:
    """The course with the calendar of its last line's regimen, by the last weight and height on record and the age then."""
    from thirdline.schedule.calendar import ScheduleError, plan

    last = shown.lines[-1] if shown.lines else {}
    if not last.get("regimen"):
        return shown
    weight, height = (_last_value(shown, analyte) for analyte in ("weight", "height"))
    try:
        age = _age(shown.who.get("born_on"), last["started_on"])
        doses = plan(shown.knowledge, last["regimen"], last["started_on"], weight, height, age, language=shown.lang)
    except ScheduleError:
        return shown
    return replace(shown, tables={**shown.tables, "doses": [d._asdict() for d in doses]})


def _age(born: date | None, on: date) -> int | None:
    """Whole years on a day; unknown without a date of birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None


def _last_value(shown: Course, analyte: str) -> Any:
    known = [r for r in shown.rows("measurements", analyte=analyte) if r["value"] is not None]
    return max(known, key=lambda r: r["measured_on"])["value"] if known else None


def write_page(shown: Course, html: Path) -> None:
    """Write the printable page of a course, its calendar included."""
    from thirdline.interfaces import whole
    from thirdline.interfaces.report import page

    whole.write(html, page(with_calendar(shown)))
