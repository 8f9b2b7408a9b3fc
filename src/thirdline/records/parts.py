"""A record in parts: the patients from one id to another, so many that what is derived of them fits.

Question answered: into which parts can a large record be read, one after another, so that together they are the record? A
patient's rows stand in one part, whatever the table; rows that name no patient stand in the last. Parts are read from
Parquet, of which the engine passes over what a part does not need; other forms would be read anew for each part.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb

from thirdline.records import files, imported
from thirdline.records.form import form_of, tables_in

PATIENT = "patient"
BLANKS = "concat(' ', chr(9), chr(10), chr(13), chr(160))"
"""What is trimmed from a cell (macros.sql)."""


@dataclass(frozen=True)
class Part:
    """The patients whose id is at least `since` (null: from the first on) and less than `before` (null: to the last)."""

    since: str | None
    before: str | None

    @property
    def first(self) -> bool:
        """Whether no part stands before it: what is told of files as a whole is told with this one."""
        return self.since is None

    def where(self, column: str = PATIENT) -> str:
        """The condition of SQL on the column of ids."""
        limits = [f"{column} >= {files.sql_text(self.since)}"] if self.since is not None else []
        if self.before is not None:
            return " and ".join((*limits, f"{column} < {files.sql_text(self.before)}"))
        return f"({' and '.join(limits) or 'true'} or {column} is null)"


def parts_of(con: duckdb.DuckDBPyConnection, record: Path, most_rows: int, at_a_time: int = 1) -> list[Part]:
    """The parts of about so many rows of all tables at most, in the order of ids; none where the record is to be read as a
    whole. `at_a_time`: so many are derived side by side, and their number is a multiple of it.

    That is so where it is small, where a table is no Parquet, and where an id does not stand as it is read (as a text,
    without blanks around it). Raises RecordError for a record that cannot be used at all.
    """
    found = [files.parquet(con, path) for path in _tables(Path(record))]
    rows = sum(_number(con, f"select count(*) from {each.rows}") for each in found)
    if rows <= most_rows or not all(_told_apart(con, each) for each in found):
        return []
    edges = [None, *_edges(con, found, -(-rows // (most_rows * at_a_time)) * at_a_time), None]
    return [Part(since, before) for since, before in pairwise(edges)]


def _tables(record: Path) -> list[Path]:
    """The Parquet files of the record's tables; none where it is of another form."""
    form = form_of(record)
    if form == "imported":
        return [record / f"{table.name}.parquet" for table in imported.CANONICAL]
    paths = list(tables_in(record).values()) if form == "tables" else []
    return paths if all(path.suffix == ".parquet" for path in paths) else []


def _told_apart(con: duckdb.DuckDBPyConnection, found: files.Found) -> bool:
    """Whether every id of the file stands as it is read."""
    if PATIENT not in found.columns:
        return False
    column = files.sql_name(found.columns[PATIENT])
    kind = con.execute(f"describe select {column} from {found.rows}").fetchall()[0][1]
    blank = f"{column} = '' or trim({column}, {BLANKS}) <> {column}"
    return kind == "VARCHAR" and con.execute(f"select 1 from {found.rows} where {blank} limit 1").fetchone() is None


def _edges(con: duckdb.DuckDBPyConnection, found: list[files.Found], n: int) -> list[str]:
    """The ids at which so many parts of as many patients each begin, but for the first."""
    (patients,) = (each for each in found if each.path.stem == "patients")
    column = files.sql_name(patients.columns[PATIENT])
    ids = f"select distinct {column} as id from {patients.rows} where {column} is not null"
    edges = f"select min(id) from (select id, ntile({n}) over (order by id) as part from ({ids})) group by part order by 1"
    return [str(id) for (id,) in con.execute(edges).fetchall()][1:]


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
