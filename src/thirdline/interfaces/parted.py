"""A large record derived part by part: in the memory of one part, and in time that grows as the rows do.

Question answered: how is a registry derived that does not fit? What is derived of a patient reads no other patient's rows.
The record is read and derived for some patients at a time (`records.parts_of`), what was found of them is put aside in
order, and at the end every table is looked at as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from thirdline import flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.limits import Limits
from thirdline.knowledge import Knowledge
from thirdline.records import Part, accounting, parts_of
from thirdline.records.parts import PATIENT
from thirdline.tables import TABLES

ROWS_A_PART = 6_000_000
"""So many rows of input take about 2 GB to derive."""
CANONICAL = tuple(table.name for table in run.CANONICAL)
KEPT = ("record_issues", *accounting.LEDGERS)
"""What is kept of a part's reading."""


class Told(Protocol):
    """Who is told how it goes; parts count from 0."""

    def reading(self, n: int) -> None:
        """A part is read now."""
        ...

    def following(self, n: int, engine: DuckDB, /) -> flow.Progress:
        """Who follows the stages of a part."""
        ...

    def ended(self) -> None:
        """A part is done; its engine closes."""
        ...


def parts(record: Path, limits: Limits, most_rows: int) -> list[Part]:
    """The parts, of about so many rows, in which the record is to be derived; none where it is to be derived whole."""
    return parts_of(DuckDB(limits=limits).connection, record, most_rows)


def derive(
    record: Path,
    parts: Sequence[Part],
    knowledge: Knowledge,
    asked: run.Asked,
    wanted: Iterable[str],
    limits: Limits,
    room: Path,
    told: Told,
) -> tuple[DuckDB, dict[str, int]]:
    """An engine that looks at the tables asked for and at the ledgers of the import, each whole; and how many rows of each
    canonical table were read.

    `room`: a folder for what is put aside; it must stay while the engine is used.
    """
    names, n_read = (*wanted, *KEPT), dict.fromkeys(CANONICAL, 0)
    for name in names:
        (room / name).mkdir(parents=True)
    for n, part in enumerate(parts):
        told.reading(n)
        engine = DuckDB(limits=limits)
        with engine.bounded("reading the record"):
            run.open_record(record, knowledge, engine, asked.mapping, part)
        aside = partial(_put_aside, engine, room, n)
        for name in KEPT:
            aside(name)
        n_read = {name: rows + engine.count(name) for name, rows in n_read.items()}
        run.derive(engine, knowledge, asked, wanted, told.following(n, engine), aside)
        told.ended()
        engine.connection.close()
    return _joined(room, names, limits), n_read


def _put_aside(engine: DuckDB, room: Path, n: int, name: str) -> None:
    engine.stow(name, room / name / f"{n:05}.parquet")


def _joined(room: Path, names: Iterable[str], limits: Limits) -> DuckDB:
    """An engine that looks at what was put aside of all parts."""
    engine = DuckDB(limits=limits)
    for name in names:
        of_parts = f"{name}_of_parts" if name in accounting.LEDGERS else name
        engine.read(of_parts, room / name, _by_patient(name))
    accounting.join(engine.connection, "{}_of_parts".format)
    return engine


def _by_patient(name: str) -> bool:
    """Whether each row of a table names a patient first: parts in the order of ids, each in order, are then in order."""
    table = TABLES.get(name)
    return table is not None and table.names[0] == PATIENT and not table.column(PATIENT).null
