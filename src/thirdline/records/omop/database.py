"""Where does the database hold each table, and how is it read as text?

CSV may be divided by commas, tabs, semicolons or bars, may begin with a byte order mark, and names may be in any case. A
whole number that passed through a float (`437233.0`, NaN) is the number again, or nothing. A Parquet or DuckDB double is
written as the shortest decimal that means it, so that 0.1 stays 0.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from thirdline.records import files
from thirdline.records.errors import RecordError
from thirdline.records.omop.tables import COLUMNS, VOCABULARY, is_id

ATTACHED = "omop_database"
DELIMITERS = ",\t;|"
SUFFIXES = (".csv", ".tsv", ".txt", ".parquet")
SCHEMAS = ("cdm", "omop", "main")
"""Where several schemas hold a person table, the first of these."""
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")
NOTHING = "'', 'NULL', 'null', '\\N', 'nan', 'NaN'"
"""How exports write that a cell is empty."""
BROKEN = (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException)


@dataclass(frozen=True)
class Held:
    """One table of the database: what it is called there, SQL that yields its rows, its columns by lower-case name."""

    place: str
    rows: str
    columns: dict[str, str]


def lay_out(con: duckdb.DuckDBPyConnection, path: Path) -> dict[str, Held]:
    """Make a view of text `omop_<table>` for every table of the model; the tables that are there, by name.

    Raises RecordError when the database cannot be opened, holds no `person`, or holds a table twice.
    """
    held = dict(_in_folder(con, path) if path.is_dir() else _in_file(con, path))
    if "person" not in held:
        raise RecordError(f"{path}: no person table; found {', '.join(sorted(held)) or 'none of OMOP CDM'}")
    if "person_id" not in held["person"].columns:
        raise RecordError(f"{held['person'].place}: column person_id is missing; this is no OMOP person table")
    for table, columns in COLUMNS.items():
        con.execute(f"create or replace temp view omop_{table} as {_as_text(con, held.get(table), columns)}")
    return held


def release(con: duckdb.DuckDBPyConnection) -> None:
    """Let go of an attached database: only once the transaction that read it is over. Without one, nothing is done."""
    with suppress(duckdb.Error):
        con.execute(f"detach database if exists {ATTACHED}")


def strangers(path: Path, held: Iterable[Held]) -> list[str]:
    """Files of the folder that look like tables and are not read."""
    read = {each.place for each in held}
    listed = sorted(path.iterdir()) if path.is_dir() else []
    return [each.name for each in listed if each.suffix.lower() in (*SUFFIXES, ".gz") and each.name not in read]


def _in_folder(con: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[tuple[str, Held]]:
    """The files, or folders of Parquet files, that are named as a table."""
    seen: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        table = path.name.lower().split(".")[0]
        if table not in COLUMNS or not (path.is_dir() or path.suffix.lower() in SUFFIXES):
            continue
        if seen.setdefault(table, path.name) != path.name:
            raise RecordError(f"{folder}: {table} is there twice, as {seen[table]} and as {path.name}; keep one of them")
        yield table, _file(con, table, path)


def _file(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> Held:
    if path.is_dir() or path.suffix.lower() == ".parquet":
        found = files.parquet(con, path / "**/*.parquet" if path.is_dir() else path)
    else:
        delimiter = _delimiter(path)
        found = files.delimited(path, delimiter, quoted=table not in VOCABULARY or delimiter != "\t")
    return Held(path.name, found.rows, found.columns)


def _delimiter(path: Path) -> str:
    """The sign that stands most often in the first line."""
    with path.open("rb") as file:
        head = file.readline(files.LONGEST_LINE).decode("utf-8", errors="replace")
    return max(DELIMITERS, key=head.count)


def _in_file(con: duckdb.DuckDBPyConnection, path: Path) -> Iterator[tuple[str, Held]]:
    """The tables of a DuckDB database, which is opened for reading only. A view is refused: it may read other files."""
    try:
        con.execute(f"attach {files.sql_text(str(path))} as {ATTACHED} (read_only)")
    except duckdb.Error as error:
        locked = "lock" in str(error).lower()
        why = "another program has it open for writing; close that" if locked else "not a DuckDB file of this version"
        raise RecordError(f"{path.name}: cannot be opened: {why}") from None
    there = con.execute(
        f"""
        select schema_name, table_name from duckdb_tables() where database_name = '{ATTACHED}' order by all
        """
    ).fetchall()
    _refuse_views(con, path)
    for table in COLUMNS:
        holding = {schema: name for schema, name in there if name.lower() == table}
        if holding:
            yield table, _table(con, table, _schema(path, [s for s, n in there if n.lower() == "person"], holding), holding)


def _refuse_views(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    views = con.execute(f"select view_name from duckdb_views() where database_name = '{ATTACHED}' order by all").fetchall()
    if view := next((name for (name,) in views if name.lower() in COLUMNS), None):
        raise RecordError(f"{path.name}: {view} is a view, which may read other files; write it out as a table")


def _schema(path: Path, of_persons: list[str], holding: dict[str, str]) -> str:
    """The schema of the person table if it holds the table, else the only one that does."""
    first = next((s for name in SCHEMAS for s in of_persons if s.lower() == name), None) or (of_persons or [None])[0]
    if first in holding:
        return first
    if len(holding) > 1:
        raise RecordError(f"{path.name}: {next(iter(holding.values()))} is in several schemas: {', '.join(sorted(holding))}")
    return next(iter(holding))


def _table(con: duckdb.DuckDBPyConnection, table: str, schema: str, holding: dict[str, str]) -> Held:
    rows = f"{ATTACHED}.{files.sql_name(schema)}.{files.sql_name(holding[schema])}"
    names = [row[0] for row in con.execute(f"describe {rows}").fetchall()]
    return Held(table, rows, {name.strip().lower(): name for name in names})


def _as_text(con: duckdb.DuckDBPyConnection, held: Held | None, columns: tuple[str, ...]) -> str:
    """SQL that yields the columns of the model as text."""
    if held is None:
        return f"select {', '.join(f'cast(null as varchar) as {name}' for name in columns)} where false"
    types = {row[0]: row[1] for row in con.execute(f"describe select * from {held.rows}").fetchall()}
    cells = (_cell(name, held.columns.get(name), types) for name in columns)
    return f"select {', '.join(cells)} from {held.rows}"


def _cell(name: str, there: str | None, types: dict[str, str]) -> str:
    if there is None:
        return f"cast(null as varchar) as {name}"
    cell, type_ = files.sql_name(there), types[there]
    if type_ in WHOLE:
        return f"cast({cell} as varchar) as {name}"
    if type_ in ("DOUBLE", "FLOAT"):
        cell = f"case when isfinite({cell}) then {cell} end"
    text = f"trim(cast({cell} as varchar), ' \t\r\n\u00a0')"
    if is_id(name):
        text = f"case when ends_with({text}, '.0') then left({text}, length({text}) - 2) else {text} end"
    return f"case when {text} not in ({NOTHING}) then {text} end as {name}"
