"""Engines: the same SQL text on DuckDB (embedded, the default) and on Spark; nothing clinical.

Question answered: who runs a stage and keeps its rows? An `Engine` takes tables in, materialises one stage at a
time under its name, and hands rows back. What the dialects say differently is closed by a prelude of functions
with the same names on both (`prelude.duckdb.sql`, `prelude.spark.sql`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from thirdline.tables import Table

ROW = tuple[Any, ...]


class Engine(Protocol):
    """What flow asks of an engine."""

    few: bool
    """Whether it holds so few rows, a patient's, that to run a stage for a part of them costs more than it saves."""

    def lanes(self) -> Sequence[Engine]:
        """Engines that hold the same tables and can each run a statement at the same time; this one is the first."""
        ...

    def create(self, table: Table, rows: Iterable[Sequence[Any]] = ()) -> None:
        """Make a table of these rows, replacing one of that name."""
        ...

    def materialise(self, name: str, sql: str, table: Table | None = None) -> None:
        """Run a stage and keep its rows as `name`; with a table, in exactly its columns and types."""
        ...

    def clear(self, name: str, sql: str, table: Table | None = None) -> None:
        """Keep no rows as `name`, in the columns that the stage would give; the stage is not run."""
        ...

    def is_empty(self, name: str) -> bool:
        """Whether `name` holds no row."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Give the rows kept as `old` the name `new`, replacing it."""
        ...

    def drop(self, name: str) -> None:
        """Keep the rows of `name` no longer; nothing where there are none."""
        ...

    def replace(self, name: str, by: str, patients: str) -> None:
        """Of the patients of a query, keep under `name` the rows kept as `by` instead of those kept so far."""
        ...

    def rows(self, name: str, order: Sequence[str] = ()) -> list[ROW]:
        """The rows kept as `name`, ordered by these columns (nulls first)."""
        ...

    def count(self, name: str) -> int:
        """How many rows are kept as `name`."""
        ...

    def write(self, name: str, file: Path, form: str) -> None:
        """Write the rows kept as `name` to one file, `parquet` or `csv`, ordered by all columns."""
        ...

    def write_parts(self, name: str, folder: Path, form: str, n: int) -> None:
        """Write the rows kept as `name` to `part-00000`, `part-00001`, … of a new folder, each ordered by all columns.

        A patient's rows stand in the part of the same number in every table: the first seven hexadecimal digits of the
        MD5 digest of the id, modulo `n`; rows of no patient count as of the empty id.
        """
        ...


def prelude(dialect: str) -> list[str]:
    """The statements that give a dialect the prelude's functions."""
    text = (files("thirdline.engines") / f"prelude.{dialect}.sql").read_text(encoding="utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [statement.strip() for statement in code.split(";") if statement.strip()]


def contracted(sql: str, table: Table, types: dict[str, str]) -> str:
    """The stage's query cast to the columns and types of the table's contract, in its order."""
    columns = ", ".join(f'cast("{c.name}" as {types[c.type]}) as "{c.name}"' for c in table.columns)
    return f"select {columns} from (\n{sql}\n) stage"
