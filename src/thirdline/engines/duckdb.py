"""DuckDB, embedded: the default engine."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from thirdline.engines import ROW, contracted, prelude
from thirdline.engines.limits import EngineError, Limits, bytes_of
from thirdline.statements import parsed
from thirdline.tables import Table

TYPES = {"text": "varchar", "date": "date", "decimal": "decimal(18, 4)", "integer": "integer", "boolean": "boolean"}


COPIES = {"parquet": "format parquet, compression zstd", "csv": "format csv, header true"}
UNLIMITED = Limits()
UNSOUND = "join_order"
"""In 2.0 it can move a cross join to the far side of a left join, whose unmatched rows then lose it (decision 0019)."""
FOR_MANY_ROWS = (
    "statistics_propagation,common_subplan,common_subexpressions,projection_pullup,projection_placement,"
    "column_lifetime,join_filter_pushdown,distinct_aggregate_rewrite"
)
"""Rewriting of queries by the engine that takes longer than a query over one patient's rows."""
MOST_LANES = 4
"""More statements of one patient than these seldom wait at the same time."""
REQUESTS = itertools.count()
SHAPES: dict[str, str] = {}


class DuckDB:
    """One connection whose tables are the stages; a cursor of a shared database per request keeps requests apart.

    Tables stand in memory; what the limit leaves no room for goes to the folder named for spilling, and back.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None, limits: Limits = UNLIMITED) -> None:
        self.connection = connection or duckdb.connect(":memory:")
        self.few, self._path, self._n_lanes = False, "main", 1
        self._empty, self._in_order = dict[str, bool](), set[str]()
        self.connection.execute("set preserve_insertion_order = false")
        self.connection.execute(f"set enable_progress_bar = false; set disabled_optimizers = '{UNSOUND}'")
        self._limit(limits)
        for statement in prelude("duckdb"):
            self.connection.execute(statement)

    def hasten(self, lanes: int | None = None) -> None:
        """Run what follows as suits the rows of one patient: each statement on one thread, as many at a time as there are
        cores (or `lanes`), and without the rewriting of queries that costs more than it saves there. The whole database is
        set so: for a process that answers for one patient at a time.
        """
        self.few, self._n_lanes = True, lanes or min(MOST_LANES, os.cpu_count() or 1)
        self.connection.execute(f"set threads = 1; set disabled_optimizers = '{UNSOUND},{FOR_MANY_ROWS}'")

    def lanes(self) -> list[DuckDB]:
        return [self, *(self._beside(self._path, self._empty) for _ in range(self._n_lanes - 1))]

    @contextmanager
    def request(self) -> Iterator[DuckDB]:
        """An engine for one request: it sees every table here; what it makes is its own, and is gone with the request."""
        schema = f"request_{next(REQUESTS)}"
        self.connection.execute(f"create schema {schema}")
        try:
            yield self._beside(f"{schema},{self._path}", {})
        finally:
            self.connection.execute(f"drop schema {schema} cascade")

    def _beside(self, path: str, empty: dict[str, bool]) -> DuckDB:
        """Another connection to the same database, which makes tables in the first schema of a path, and looks along it."""
        engine = object.__new__(DuckDB)
        engine.connection, engine._path = self.connection.cursor(), path
        engine.few, engine._n_lanes = self.few, self._n_lanes
        engine._empty, engine._in_order = empty, self._in_order
        engine.connection.execute(f"set search_path = '{path}'")
        return engine

    def index(self, name: str, column: str) -> None:
        """Let the rows kept as `name` that hold one value of a column be found without a look at the others."""
        self.connection.execute(f"create index {name}_by_{column} on {name} ({column})")

    def create(self, table: Table, rows: Iterable[Sequence[Any]] = ()) -> None:
        columns = ", ".join(f'"{c.name}" {TYPES[c.type]}' for c in table.columns)
        self.connection.execute(f"create or replace table {table.name} ({columns})")
        rows = [tuple(row) for row in rows]
        self._empty.pop(table.name, None)
        if rows:
            given = ", ".join(f"unnest(${n}::{TYPES[c.type]}[])" for n, c in enumerate(table.columns, 1))
            self.connection.execute(
                f"insert into {table.name} select {given}", [_texts(column) for column in zip(*rows, strict=True)]
            )

    def materialise(self, name: str, sql: str, table: Table | None = None) -> None:
        query = contracted(sql, table, TYPES) if table else sql
        with self.bounded(name):
            made = self._run(f"create or replace table {name} as {query}").fetchone()
        self._empty[name] = made == (0,)

    def clear(self, name: str, sql: str, table: Table | None = None) -> None:
        self._run(f"create or replace table {name} ({self._columns(sql, table)})")
        self._empty[name] = True

    def is_empty(self, name: str) -> bool:
        if name not in self._empty:
            self._empty[name] = self.connection.execute(f"select 1 from {name} limit 1").fetchone() is None
        return self._empty[name]

    def _columns(self, sql: str, table: Table | None) -> str:
        """The columns that a stage gives, as they are declared; asked of the engine once a process."""
        if table:
            return declared(table)
        if sql not in SHAPES:
            shape = self.connection.execute(f"describe {sql}").fetchall()
            SHAPES[sql] = ", ".join(f'"{name}" {kind}' for name, kind, *_ in shape)
        return SHAPES[sql]

    def rename(self, old: str, new: str) -> None:
        self.connection.execute(f"drop table if exists {new}")
        self.connection.execute(f"alter table {old} rename to {new}")
        self._empty.pop(new, None)

    def drop(self, name: str) -> None:
        self.connection.execute(f"drop table if exists {name}")
        self._empty.pop(name, None)

    def replace(self, name: str, by: str, patients: str) -> None:
        with self.bounded(name):
            self._run(f"delete from {name} where patient in ({patients})")
            self._run(f"insert into {name} select * from {by} where patient in ({patients})")
        self._empty.pop(name, None)

    def rows(self, name: str, order: Sequence[str] = ()) -> list[ROW]:
        by = " order by " + ", ".join(f'"{c}" asc nulls first' for c in order) if order else ""
        return self.connection.execute(f"select * from {name}{by}").fetchall()

    def count(self, name: str) -> int:
        return self._number(f"select count(*) from {name}")

    def write(self, name: str, file: Path, form: str) -> None:
        self._copy(name, f"select * from {name}" + ("" if name in self._in_order else " order by all"), file, COPIES[form])

    def write_parts(self, name: str, folder: Path, form: str, n: int) -> None:
        folder.mkdir()
        part = f"cast('0x' || substr(md5(coalesce(patient, '')), 1, 7) as integer) % {n}"
        self.materialise("_parted", f"select *, {part} as _part from {name} order by _part")
        for k in range(n):
            rows = f"select * exclude (_part) from _parted where _part = {k} order by all"
            self._copy(name, rows, folder / f"part-{k:05}.{form}", COPIES[form])
        self.connection.execute("drop table _parted")

    def stow(self, name: str, file: Path) -> None:
        """Put the rows kept as `name` aside, in order, in a Parquet file that is soon read again."""
        self._copy(name, f"select * from {name} order by all", file, "format parquet")

    def read(self, name: str, folder: Path, in_order: bool = False) -> None:
        """Look at the Parquet files of a folder as `name`. `in_order`: one after the other they are in order."""
        files = literal([f"{file}" for file in sorted(folder.glob("*.parquet"))])
        self.connection.execute(f"create or replace temp view {name} as select * from read_parquet({files})")
        if in_order:
            self._in_order.add(name)
            self.connection.execute("set preserve_insertion_order = true")

    @contextmanager
    def bounded(self, doing: str) -> Iterator[None]:
        """Turn the engine's want of memory or disk into an EngineError that says at what, and what to do."""
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            limit, threads = self.setting("memory_limit"), self.setting("threads")
            raise EngineError(
                f"{doing}: {limit} of memory and the disk beside it are not enough for {threads} threads; "
                "allow more by --memory, use fewer --threads, or free disk space beside the output"
            ) from error
        except duckdb.IOException as error:
            raise EngineError(
                f"{doing}: {str(error).splitlines()[0]}; check the disk, its free space and permissions"
            ) from error

    def setting(self, name: str) -> str:
        """A setting of the engine as it stands."""
        row = self.connection.execute("select current_setting($1)", [name]).fetchone()
        return str(row[0]) if row else ""

    def version(self) -> str:
        """The engine's own version."""
        return f"duckdb {duckdb.__version__}"

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        """Run one statement that is run for every request: it is parsed once a process, and planned each time."""
        (statement,) = parsed(sql)
        return self.connection.execute(statement)

    def _limit(self, limits: Limits) -> None:
        if limits.memory:
            self.connection.execute(f"set memory_limit = '{bytes_of(limits.memory)}B'")
        if limits.threads:
            self.connection.execute(f"set threads = {int(limits.threads)}")
        if limits.spill:
            self.connection.execute("set temp_directory = $1", [str(limits.spill)])

    def _copy(self, name: str, rows: str, file: Path, how: str) -> None:
        with self.bounded(f"writing {name}"):
            self.connection.execute(f"copy ({rows}) to {quoted(str(file))} ({how})")

    def _number(self, sql: str) -> int:
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row else 0


def _texts(column: Iterable[Any]) -> list[str | None]:
    """The values of a column as texts, which the engine reads by the column's type: a list a column is bound far sooner
    than a parameter a cell."""
    return [None if value is None else str(value) for value in column]


def declared(table: Table) -> str:
    """A table's columns with their types, as they stand in its contract."""
    return ", ".join(f'"{c.name}" {TYPES[c.type]}' for c in table.columns)


def quoted(text: str) -> str:
    """A literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def literal(files: Sequence[str]) -> str:
    """Files as a literal list in which the engine finds no wildcard."""
    return "[" + ", ".join(quoted(re.sub(r"([*?\[])", r"[\1]", file)) for file in files) + "]"
