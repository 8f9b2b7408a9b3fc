"""Spec cases as drawn tables: what was observed, and what must be derived from it.

A case draws its tables one below the other: the table's name alone on a line, then the columns, then the rows, cells
parted by `|`. A blank cell is null. Columns that are not drawn are null, but for `patient` (one patient, `p`), `row`
(made from the content) and a patient's diagnosis (multiple myeloma). An expected table holds exactly the rows drawn,
compared in the columns drawn; `(none)` draws a table without rows. Of endpoints, groupings and trials beside options, those
drawn are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thirdline import run
from thirdline.engines import Engine
from thirdline.knowledge import Knowledge
from thirdline.tables import INPUTS, TABLES, Table

Drawn = dict[str, list[dict[str, str | None]]]
INPUT_NAMES = tuple(table.name for table in INPUTS)


@dataclass(frozen=True)
class Case:
    """One sentence that is true, with the tables that show it."""

    sentence: str
    given: Drawn
    expected: Drawn
    profile: str | None
    as_of: date | None

    @property
    def group(self) -> tuple[str | None, date | None]:
        """Cases of one group may be stacked as one cohort."""
        return self.profile, self.as_of


CASES: list[Case] = []
OF_MANY = {
    "endpoint_times": "endpoint", "outcome_groups": "grouping", "trial_differences": "trial", "trial_nearness": "trial",
    "option_trials": "option",
}  # fmt: skip
"""Tables of which a case draws some subjects only, by the column that names these."""


def case(sentence: str, given: str, expected: str, profile: str | None = None, as_of: str | None = None) -> None:
    """Register a case; its sentence is its name and must be its own."""
    if any(c.sentence == sentence for c in CASES):
        raise ValueError(f"two cases say: {sentence}")
    day = date.fromisoformat(as_of) if as_of else None
    CASES.append(Case(sentence, parse(given), parse(expected), profile, day))


def parse(text: str) -> Drawn:
    """Read drawn tables; every name and column must be in the contract."""
    drawn: Drawn = {}
    name, columns = "", []
    for line in filter(None, (line.strip() for line in text.strip().splitlines())):
        cells = [cell.strip() or None for cell in line.split("|")]
        if line in TABLES:
            name, columns = line, []
            drawn[name] = []
        elif line == "(none)":
            continue
        elif not columns:
            columns = [str(cell) for cell in cells]
            for column in columns:
                TABLES[name].column(column)
        else:
            if len(cells) != len(columns):
                raise ValueError(f"{name}: {line!r} has {len(cells)} cells, not {len(columns)}")
            drawn[name].append(dict(zip(columns, cells, strict=True)))
    return drawn


def typed(table: Table, column: str, text: str | None) -> Any:
    """A drawn cell in its column's type."""
    if text is None:
        return None
    match table.column(column).type:
        case "date":
            return date.fromisoformat(text)
        case "decimal":
            return Decimal(text)
        case "integer":
            return int(text)
        case "boolean":
            return {"true": True, "false": False}[text]
        case _:
            return text


_ROW_OF = {
    "exposures": ("drug", "started_on"),
    "measurements": ("analyte", "measured_on"),
    "findings": ("kind", "found_on"),
    "procedures": ("procedure", "performed_on"),
    "lesions": ("lesion", "measured_on"),
    "events": ("event", "started_on"),
}


def rows(table: Table, drawn: Iterable[Mapping[str, str | None]], prefix: str = "") -> list[tuple[Any, ...]]:
    """Drawn rows as tuples of the table's columns, patients prefixed."""
    made, seen = [], dict[tuple[str, str], int]()
    for cells in drawn:
        full = {"patient": "p", **cells}
        if table.name == "patients":
            full = {"diagnosis": "multiple_myeloma", **full}
        if table.name in _ROW_OF and not full.get("row"):
            key = "/".join(str(full.get(c) or "") for c in _ROW_OF[table.name])
            n = seen[full["patient"] or "", key] = seen.get((full["patient"] or "", key), 0) + 1
            full["row"] = key if n == 1 else f"{key}/{n}"
        full["patient"] = f"{prefix}{full['patient']}"
        made.append(tuple(typed(table, c, full.get(c)) for c in table.names))
    return made


def patients_of(given: Drawn) -> Drawn:
    """The given tables, with a patient for every one named or meant."""
    named = {row.get("patient") or "p" for drawn in given.values() for row in drawn} or {"p"}
    known = {row.get("patient") or "p" for row in given.get("patients", [])}
    return {**given, "patients": [*given.get("patients", []), *({"patient": p} for p in sorted(named - known))]}


def lay(engine: Engine, cases: Iterable[Case], prefixed: bool) -> None:
    """Lay the cases' tables into an engine, as one cohort."""
    stacked: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INPUT_NAMES}
    for case in cases:
        given = patients_of(case.given)
        for name in INPUT_NAMES:
            stacked[name] += rows(TABLES[name], given.get(name, []), f"{case.sentence}/" if prefixed else "")
    for name, all_rows in stacked.items():
        engine.create(TABLES[name], all_rows)
    engine.create(TABLES["record_issues"])


def derive(engine: Engine, knowledge: Knowledge, case: Case) -> None:
    """Derive every table from the cases laid, under the profile and day of this case."""
    wanted = (*run.DERIVED_HERE, *run.ON_REQUEST)
    run.derive(engine, knowledge, run.Asked(profile=case.profile, as_of=case.as_of), wanted)


def found(engine: Engine, name: str, columns: Iterable[str], prefix: str = "") -> list[tuple[Any, ...]]:
    """The derived rows of one case in the columns asked for, in order."""
    table = TABLES[name]
    wanted = [table.names.index(c) for c in columns]
    mine = [r for r in engine.rows(name, table.key) if str(r[0]).startswith(prefix)]
    return [tuple(r[0][len(prefix) :] if i == 0 else r[i] for i in wanted) for r in mine]


def differences(engine: Engine, case: Case, prefix: str = "") -> list[str]:
    """What a case expects and does not find, and what it finds and does not expect; empty when all is well."""
    problems = []
    for name, drawn in case.expected.items():
        columns = list(drawn[0]) if drawn else list(TABLES[name].names)
        wanted = [tuple(typed(TABLES[name], c, row[c]) for c in columns) for row in drawn]
        got = _of_those_drawn(name, columns, found(engine, name, columns, prefix), wanted)
        missing = [row for row in wanted if row not in got]
        surplus = [row for row in got if row not in wanted]
        if missing or surplus or len(got) != len(wanted):
            problems.append(f"{name} ({' | '.join(columns)}): expected {_shown(wanted)}, found {_shown(got)}")
    return problems


def _of_those_drawn(name: str, columns: list[str], got: list[tuple[Any, ...]], wanted: list[tuple[Any, ...]]) -> list[Any]:
    """The rows of the subjects that are drawn, where a table has many and any is drawn."""
    if name not in OF_MANY or not wanted or OF_MANY[name] not in columns:
        return got
    place = columns.index(OF_MANY[name])
    return [row for row in got if row[place] in {each[place] for each in wanted}]


def _shown(table: list[tuple[Any, ...]]) -> str:
    return "; ".join(" | ".join("" if v is None else str(v) for v in row) for row in table) or "(none)"
