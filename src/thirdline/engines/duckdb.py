"""DuckDB, embedded: the default engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from thirdline.engines import ROW, contracted, empty, prelude
from thirdline.tables import Table

TYPES = {"text": "varchar", "date": "date", "decimal": "decimal(18, 4)", "integer": "integer", "boolean": "boolean"}


class DuckDB:
    """One connection whose tables are the stages; a cursor of a shared database per request keeps requests apart."""

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None, memory: str | None = None) -> None:
        self.connection = connection or duckdb.connect(":memory:")
        self.connection.execute("set preserve_insertion_order = false")
        self.connection.execute("set enable_progress_bar = false")
        if memory:
            self.connection.execute("set memory_limit = ?", [memory])
        for statement in prelude("duckdb"):
            self.connection.execute(statement)

    def create(self, table: Table, rows: Iterable[Sequence[Any]] = ()) -> None:
        self.materialise(table.name, empty(table, TYPES), table)
        rows = [tuple(row) for row in rows]
        if rows:
            marks = ", ".join("(" + ", ".join(f"${i}" for i in _span(row, n)) + ")" for n, row in enumerate(rows))
            self.connection.execute(f"insert into {table.name} values {marks}", [v for row in rows for v in row])

    def materialise(self, name: str, sql: str, table: Table | None = None) -> None:
        query = contracted(sql, table, TYPES) if table else sql
        self.connection.execute(f"create or replace table {name} as {query}")

    def rename(self, old: str, new: str) -> None:
        self.connection.execute(f"drop table if exists {new}")
        self.connection.execute(f"alter table {old} rename to {new}")

    def same(self, one: str, other: str) -> bool:
        if self.count(one) != self.count(other):
            return False
        difference = f"select count(*) from (select * from {one} except all select * from {other}) d"
        return self._number(difference) == 0

    def rows(self, name: str, order: Sequence[str] = ()) -> list[ROW]:
        by = " order by " + ", ".join(f'"{c}" asc nulls first' for c in order) if order else ""
        return self.connection.execute(f"select * from {name}{by}").fetchall()

    def count(self, name: str) -> int:
        return self._number(f"select count(*) from {name}")

    def write(self, name: str, file: Path, form: str) -> None:
        options = "format parquet, compression zstd" if form == "parquet" else "format csv, header true"
        target = str(file).replace("'", "''")
        self.connection.execute(f"copy (select * from {name} order by all) to '{target}' ({options})")

    def _number(self, sql: str) -> int:
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row else 0


def _span(row: Sequence[Any], n: int) -> range:
    """The positions of the bound values of the n-th row."""
    return range(n * len(row) + 1, (n + 1) * len(row) + 1)
