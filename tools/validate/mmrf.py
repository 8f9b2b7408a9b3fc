"""Treatments of a registry (`mmrf_treatments.csv`): one row a drug or transplant, with the registry's own line label.

The file's warts are named, never mended: `'--` and an endless start are a day that nobody recorded; `Other` is a drug
without a name. Days are counted from diagnosis. A record is made of the rows, agents and transplants as they are
spelled, so that our own words must recognise them; the labels stay outside it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from tools.validate.made_record import day_of, found_rows, on, opened
from tools.validate.section import DataError

FILE = "mmrf_treatments.csv"
CASE, START, END = "case_submitter_id", "days_to_treatment_start", "days_to_treatment_end"
AGENT, KIND, LABEL = "therapeutic_agents", "treatment_type", "regimen_or_line_of_therapy"
DIED, SEEN = "days_to_death", "days_to_last_follow_up"
COLUMNS = (CASE, START, END, AGENT, KIND, LABEL, DIED, SEEN)
MISSING = "'--"
TRANSPLANT = "transplantation"
ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)


@dataclass(frozen=True)
class Treatment:
    """One row: an agent or a transplant as spelled, its days since diagnosis, and the registry's line."""

    agent: str | None
    transplant: str | None
    start: int | None
    end: int | None
    line: int | None


@dataclass(frozen=True)
class Case:
    """One patient of the registry."""

    id: str
    treatments: tuple[Treatment, ...]
    died: int | None
    seen: int | None

    @cached_property
    def starts(self) -> Mapping[int, int]:
        """The first dated day of each of the registry's lines."""
        days: dict[int, int] = {}
        for t in self.treatments:
            if t.line is not None and t.start is not None:
                days[t.line] = min(t.start, days.get(t.line, t.start))
        return dict(sorted(days.items()))


@dataclass(frozen=True)
class Line:
    """A derived line of therapy, in days."""

    number: int
    start: int
    drugs: tuple[str, ...]
    opened_by: str
    because: str


@dataclass(frozen=True)
class Given:
    """A treatment as the derivation saw it: a drug with its class, or a transplant without either."""

    part: str
    drug: str | None
    drug_class: str | None
    start: int
    end: int | None


@dataclass(frozen=True)
class Course:
    """What the derivation made of one patient."""

    lines: tuple[Line, ...]
    given: tuple[Given, ...]


def read(data: Path) -> tuple[Case, ...]:
    """The registry's patients; DataError names the line whose day or label cannot be read."""
    rows: dict[str, list[Treatment]] = defaultdict(list)
    ends: dict[str, tuple[int | None, int | None]] = {}
    for n, row in found_rows(data / FILE, COLUMNS):
        place = f"{data / FILE}, line {n}"
        rows[row[CASE]].append(_treatment(row, place))
        ends[row[CASE]] = day(row[DIED], place), day(row[SEEN], place)
    return tuple(Case(id, tuple(treatments), *ends[id]) for id, treatments in rows.items())


def day(text: str, place: str) -> int | None:
    """A whole day; null where none was recorded (`'--`, nothing, or an endless number)."""
    if text in (MISSING, ""):
        return None
    try:
        number = float(text)
    except ValueError:
        number = 0.5
    if math.isinf(number) or math.isnan(number):
        return None
    if not number.is_integer():
        raise DataError(
            f"{place}: {text!r} is no day; expected are whole days such as 91 or 91.0, or {MISSING}. Mend the line."
        )
    return int(number)


def line_number(text: str, place: str) -> int | None:
    """The number of a label such as `Second line of therapy`; null where none was recorded."""
    if text in (MISSING, ""):
        return None
    word = text.split()[0].casefold()
    if word not in ORDINALS:
        raise DataError(
            f"{place}: {text!r} is no line; expected is an ordinal ({ORDINALS[0]} to {ORDINALS[-1]}) or {MISSING}."
        )
    return ORDINALS.index(word) + 1


def record(cases: tuple[Case, ...], knowledge: Knowledge) -> DuckDB:
    """The registry's treatments as a record, read into canonical tables; rows that name nothing given are left out."""
    rows = [(c.id, t) for c in cases for t in c.treatments]
    return opened(
        {
            "patients": (
                "patient,diagnosis,died_on,last_seen_on",
                ((c.id, "multiple_myeloma", on(c.died), on(c.seen)) for c in cases),
            ),
            "exposures": (
                "patient,drug,started_on,ended_on",
                ((c, t.agent, on(t.start), on(t.end)) for c, t in rows if t.agent),
            ),
            "procedures": (
                "patient,procedure,performed_on",
                ((c, t.transplant, on(t.start)) for c, t in rows if t.transplant),
            ),
        },
        knowledge,
    )


def derived(engine: DuckDB, knowledge: Knowledge) -> dict[str, Course]:
    """The lines of each patient, by the one path that every record takes, and the treatments they were made of."""
    run.derive(engine, knowledge, run.Asked(), ("lines",))
    lines, given = defaultdict(list), defaultdict(list)
    ask = engine.connection.execute
    for patient, number, start, drugs, opened_by, because in ask(
        "select patient, line, started_on, drugs, opened_by, because from lines order by patient, line"
    ).fetchall():
        held = tuple((drugs or "").split("+")) if drugs else ()
        lines[patient].append(Line(number, day_of(start) or 0, held, opened_by, because))
    for patient, part, drug, drug_class, start, end in ask(
        "select patient, part, drug, drug_class, started_on, ended_on from therapies order by all"
    ).fetchall():
        given[patient].append(Given(part, drug, drug_class, day_of(start) or 0, day_of(end)))
    return {patient: Course(tuple(lines[patient]), tuple(given[patient])) for patient in lines}


def _treatment(row: Mapping[str, str], place: str) -> Treatment:
    agent, kind = row[AGENT], row[KIND]
    return Treatment(
        agent=None if agent in (MISSING, "") else agent,
        transplant=kind if TRANSPLANT in kind.casefold() else None,
        start=day(row[START], place),
        end=day(row[END], place),
        line=line_number(row[LABEL], place),
    )
