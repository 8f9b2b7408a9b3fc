"""One run: a record in, the tables asked for out.

Question answered: what does this record, as it stood on a day, say under this practice? The record is read and put
into canonical tables by DuckDB whatever the engine; what was not yet known on the day asked for is cut away; then the
derivations run, on DuckDB or on Spark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from thirdline import DEFAULT_PRACTICE, flow
from thirdline.engines import Engine
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.lanes import Job, in_lanes
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arm_tables import arm_tables
from thirdline.knowledge.endpoint_tables import endpoint_tables
from thirdline.knowledge.tabulate import tabulate
from thirdline.knowledge.trial_tables import trial_tables
from thirdline.tables import DERIVED, INPUTS, OPTION_TRIALS, OUTCOMES, TABLES, TRIAL_ANSWERS, Table

if TYPE_CHECKING:
    from thirdline.records import Part, Words

CANONICAL = (*INPUTS, TABLES["record_issues"])
"""The tables of a record that was opened."""
DERIVED_HERE = tuple(table.name for table in DERIVED if table.name != "doses")
OUTCOMES_HERE = tuple(table.name for table in OUTCOMES)
TRIALS_HERE = tuple(table.name for table in TRIAL_ANSWERS)
OPTION_TRIALS_HERE = tuple(table.name for table in OPTION_TRIALS)
ON_REQUEST = (*OUTCOMES_HERE, *TRIALS_HERE, *OPTION_TRIALS_HERE)
"""Derived only when asked for: a cohort's courses need none of them."""


@dataclass(frozen=True)
class Asked:
    """What a run is asked: under which practice, profile and toxicity criterion (null: the practice's own), as of which
    day, for which patient (null: all), with which mapping file of the site (null: none); of outcomes, by which endpoints
    (none named: every one).
    """

    practice: str = DEFAULT_PRACTICE
    profile: str | None = None
    as_of: date | None = None
    patient: str | None = None
    toxicity: str | None = None
    mapping: Path | None = None
    endpoints: tuple[str, ...] = ()


def words_of(knowledge: Knowledge, mapping: Path | None = None) -> Words:
    """The words a record may use; with a site's mapping file, those it adds. Raises `records.RecordError` for a bad file."""
    from thirdline.records import Words

    kinds = ("drugs", "analytes", "findings", "codes", "vocabularies")
    words = Words.of(*(knowledge.of(kind).values() for kind in kinds))
    return words.with_mapping(mapping) if mapping else words


def open_record(
    path: Path,
    knowledge: Knowledge,
    engine: DuckDB | None = None,
    mapping: Path | None = None,
    part: Part | None = None,
) -> DuckDB:
    """Read a record, or a part of one, into canonical tables and `record_issues`; raises `records.RecordError` when it is
    unusable.
    """
    from thirdline import records

    engine = engine or DuckDB()
    records.read(engine.connection, path, words_of(knowledge, mapping), part)
    engine.rename("issues", "record_issues")
    return engine


def prepare(engine: Engine, knowledge: Knowledge, asked: Asked) -> None:
    """Cut the canonical tables to what is asked and lay the knowledge tables beside them."""
    cut(engine, asked)
    lay(engine, knowledge, asked)


def cut(engine: Engine, asked: Asked) -> None:
    """Cut the canonical tables to the patient asked for and to what was known on the day asked for."""
    in_lanes(_cuts(asked), engine.lanes())


def _cuts(asked: Asked) -> list[Job[Engine]]:
    """What cuts each canonical table that is to be cut, under its name."""
    queries = {table.name: _cut(table, asked) for table in CANONICAL}
    return [Job(name, frozenset(), partial(_keep, name, query)) for name, query in queries.items() if query]


def _keep(name: str, query: str, engine: Engine) -> None:
    engine.materialise(name, query)


def lay(engine: Engine, knowledge: Knowledge, asked: Asked) -> None:
    """Lay the knowledge tables in force beside the canonical tables."""
    for name, rows in tabulate(knowledge, asked.practice, asked.profile, asked.as_of, asked.toxicity).items():
        engine.create(TABLES[name], rows)


def lay_on_request(engine: Engine, knowledge: Knowledge, asked: Asked, wanted: Iterable[str] = ON_REQUEST) -> None:
    """Lay what only tables on request read: endpoints where outcomes are wanted, what trials ask where their answers are,
    and whom they took, by what was in print on the day asked for, where they stand beside options."""
    wanted, laid = set(wanted), {}
    if wanted & set(OUTCOMES_HERE):
        laid |= endpoint_tables(knowledge, asked.practice, asked.endpoints)
    if wanted & set(TRIALS_HERE):
        laid |= trial_tables(knowledge, engine.rows("questions"))
    if wanted & set(OPTION_TRIALS_HERE):
        read = {name: laid.get(name) or engine.rows(name) for name in ("option_drugs", "questions")}
        laid |= arm_tables(in_print(knowledge, asked.as_of), asked.practice, read)
    for name, rows in laid.items():
        engine.create(TABLES[name], rows)


def in_print(knowledge: Knowledge, day: date | None) -> Knowledge:
    """Knowledge with those data cuts of trials only that were in print on a day; all of it without a day."""
    from thirdline.evidence.publication import known_on

    return known_on(knowledge, day).knowledge if day else knowledge


def derive(
    engine: Engine,
    knowledge: Knowledge,
    asked: Asked,
    wanted: Iterable[str] = DERIVED_HERE,
    progress: flow.Progress | None = None,
    finished: flow.Finished | None = None,
) -> None:
    """Derive the tables asked for from an engine that holds the canonical tables; see `flow.derive`."""
    wanted = tuple(wanted)
    prepare(engine, knowledge, asked)
    lay_on_request(engine, knowledge, asked, wanted)
    flow.derive(engine, wanted, progress, finished)


def warm(engine: DuckDB, knowledge: Knowledge, asked: Asked, lanes: int | None = None) -> None:
    """Make an engine with an opened record ready to answer for one patient after another: the knowledge that `asked` names
    is laid, a patient's rows are found by the id, and statements run as suits few rows (in so many `lanes`).
    """
    lay(engine, knowledge, asked)
    for table in CANONICAL:
        engine.index(table.name, "patient")
    engine.hasten(lanes)


@contextmanager
def derive_one(ready: DuckDB, asked: Asked, wanted: Iterable[str] = DERIVED_HERE) -> Iterator[DuckDB]:
    """Derive the tables asked for of one patient of a cohort that stays open; they are there while the context is.

    `ready` was made so (`warm`) for what `asked` asks, and is not changed.
    """
    with ready.request() as engine:
        flow.derive(engine, wanted, first=_cuts(asked))
        yield engine


def _cut(table: Table, asked: Asked) -> str:
    """The table without other patients and without what was not yet known; empty when nothing is to be cut."""
    where = [f"patient = '{_quoted(asked.patient)}'"] if asked.patient else []
    columns = "*"
    if asked.as_of and table.place == "input":
        day = f"date '{asked.as_of.isoformat()}'"
        where += [f"({c.name} is null or {c.name} <= {day})" for c in table.columns if c.moment]
        columns = ", ".join(_known(table, name, day) for name in table.names)
    if not where and columns == "*":
        return ""
    return f"select {columns} from {table.name}" + (f" where {' and '.join(where)}" if where else "")


def _known(table: Table, name: str, day: str) -> str:
    """One column as it was known on a day."""
    column = table.column(name)
    if column.later:
        return f"case when {name} <= {day} then {name} end as {name}"
    if column.ending:
        end = next(c.name for c in table.columns if c.later)
        return f"case when {end} > {day} then null else {name} end as {name}"
    return name


def _quoted(text: str) -> str:
    return text.replace("'", "''")
