"""What became of every row that was read? Ledgers that reading fills and the import report tells.

import_rows(file, kind, outcome, rows): two ledgers in one table, each balanced on its own.
  - Of files: `kind` is the table or resource type in the file, `read` its rows; the other outcomes say what became of
    them: `used` (handed on to at least one table of the record), `quarantined` (could not be parsed) or a named reason.
  - Of tables: `file` is null and `kind` a table of the contract; `read` is how many rows were found for it, and they were
    `used`, `merged` (a copy of another) or left out for a problem, whose row stands in `issues`.
import_quarantine(file, line, reason): lines that could not be parsed. They hold no cell of the record.
import_words(list, system, found, display, rows, example): every word or code that means nothing here, how many rows hold
it, and the id of one of them (never a patient's). `list` says what was looked for: `analyte`, `drug`, `unit` … What
stands in `issues` is counted here by `close`; a reader of a form enters only what it hands on to no table.
import_conversions(analyte, found, canonical, rows): values that were turned from one unit into another.
Nulls: file (see above); system and display where the record has none; example where rows have no id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import duckdb

from thirdline import tables

READ, USED, MERGED, QUARANTINED = "read", "used", "merged", "quarantined"
LEDGERS = {
    "import_rows": "file varchar, kind varchar, outcome varchar, rows bigint",
    "import_quarantine": "file varchar, line bigint, reason varchar",
    "import_words": "list varchar, system varchar, found varchar, display varchar, rows bigint, example varchar",
    "import_conversions": "analyte varchar, found varchar, canonical varchar, rows bigint",
}
JOINED = {"rows": "sum(rows)", "example": "min(example)"}
"""What becomes of a column where ledgers of several parts are joined."""
UNKNOWN = {
    "unknown_drug": "drug",
    "unknown_analyte": "analyte",
    "unknown_finding": "finding",
    "unknown_unit": "unit",
    "unknown_value": "value",
    "unknown_word": "",
    "wrong_code": "",
    "bad_check_digit": "",
}
"""Problem of an issue -> the list in which its word was looked for; empty: that of its column."""


@dataclass(frozen=True)
class Imbalance:
    """A file or table of which rows are lost: as many were read, as many are accounted for."""

    file: str | None
    kind: str
    read: int
    accounted: int


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Open the ledgers, empty. They are temporary tables that outlive the reading of the record."""
    for name, columns in LEDGERS.items():
        con.execute(f"create or replace temp table {name} ({columns})")


def join(con: duckdb.DuckDBPyConnection, rows_of: Callable[[str], str]) -> None:
    """Open the ledgers with what those of a record's parts hold together; `rows_of` names where all rows of one stand."""
    begin(con)
    for name, columns in LEDGERS.items():
        names = [column.split()[0] for column in columns.split(", ")]
        cells = ", ".join(JOINED.get(column, column) for column in names)
        con.execute(f"insert into {name} select {cells} from {rows_of(name)}" + (" group by all" if "rows" in names else ""))


def count(con: duckdb.DuckDBPyConnection, file: str | None, kind: str, outcomes: Iterable[tuple[str, int]]) -> None:
    """Enter how many rows of that kind in that file had which outcome; what had none is not entered."""
    rows = [(file, kind, outcome, n) for outcome, n in outcomes if n or outcome == READ]
    if rows:
        con.executemany("insert into import_rows values (?, ?, ?, ?)", rows)


def count_file(con: duckdb.DuckDBPyConnection, file: str, table: str, rows: int) -> None:
    """Enter a file of which every row was handed on to its table."""
    count(con, file, table, [(READ, rows), (USED, rows)])


def close(con: duckdb.DuckDBPyConnection, found: Collection[str]) -> None:
    """Enter what became of the rows found for each table that has any, its words and its units (from found_<table> and
    `issues`).
    """
    for table in tables.INPUTS:
        if table.name in found:
            _count_table(con, table.name)
    _count_words(con)
    if "measurements" in found:
        _count_conversions(con)


def imbalances(con: duckdb.DuckDBPyConnection) -> list[Imbalance]:
    """Where are rows lost? Empty when every row that was read is used or has a named reason."""
    rows = con.execute(
        f"""
        select file, kind,
            cast(coalesce(sum(rows) filter (where outcome = '{READ}'), 0) as bigint) as read,
            cast(coalesce(sum(rows) filter (where outcome <> '{READ}'), 0) as bigint) as accounted
        from import_rows group by all having read <> accounted order by all
        """
    ).fetchall()
    return [Imbalance(*row) for row in rows]


def _count_table(con: duckdb.DuckDBPyConnection, table: str) -> None:
    con.execute(
        f"""
        insert into import_rows
        select null, '{table}', outcome, rows from (
            select '{READ}' as outcome, count(*) as rows from found_{table}
            union all
            select '{USED}', count(*) from {table}
            union all
            select case treated_as when 'merged' then '{MERGED}' else problem end, count(*) from issues
            where "table" = '{table}' and treated_as in ('merged', 'left out')
            group by all
        ) where rows > 0
        """
    )


def _count_words(con: duckdb.DuckDBPyConnection) -> None:
    lists = ", ".join(f"('{problem}', nullif('{name}', ''))" for problem, name in UNKNOWN.items())
    inputs = ", ".join(f"'{table.name}'" for table in tables.INPUTS)
    con.execute(
        f"""
        insert into import_words
        select coalesce(u.list, i."column"), null, i.found, null, count(*),
            min(case when i."table" <> 'patients' then i.row end)
        from issues i join (values {lists}) u(problem, list) on u.problem = i.problem
        where i."table" in ({inputs})
        and not exists (
            select 1 from import_words w where w.list = coalesce(u.list, i."column") and w.found = i.found
        )
        group by all
        """
    )


def _count_conversions(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        insert into import_conversions
        select k.word, f.unit, c.canonical_unit, count(*)
        from found_measurements f
        join known_words k on k.list = 'analyte' and k.found = f.analyte
        join conversions c on c.analyte = k.word and c.found = f.unit
        where f.value_number is not null and c.reported_unit <> c.canonical_unit
        group by all
        """
    )
