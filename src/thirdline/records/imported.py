"""A record that was imported before: its tables as they were read then, taken over as they are.

`thirdline import RECORD -o FOLDER` keeps the canonical tables, the issues and the ledgers as Parquet. They are read again
without looking up a single word, so that a registry is imported once and derived many times. The words of knowledge must
be those of the import: `made.json` names their edition, and another one is refused.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from thirdline import tables
from thirdline.records import files
from thirdline.records.accounting import LEDGERS
from thirdline.records.errors import RecordError
from thirdline.records.words import Words

if TYPE_CHECKING:
    from thirdline.records.parts import Part

MADE, EDITION = "made.json", "words"
CANONICAL = (*tables.INPUTS, tables.TABLES["issues"])
TABLES = (*(table.name for table in CANONICAL), *LEDGERS)
SQL_TYPES = {"text": "varchar", "date": "date", "decimal": "decimal(18, 4)", "integer": "integer", "boolean": "boolean"}


def is_imported(folder: Path) -> bool:
    """Whether the folder was written by an import."""
    return (folder / MADE).is_file() and all((folder / f"{name}.parquet").is_file() for name in TABLES)


def take(con: duckdb.DuckDBPyConnection, folder: Path, words: Words, part: Part | None) -> None:
    """Create the input tables and `issues` from the folder, or from a part of it; and the ledgers, with the first part.

    Raises RecordError when it was imported with other words, or a file is not what the import wrote.
    """
    _check_edition(folder, words)
    try:
        for table in CANONICAL:
            cells = ", ".join(f'cast("{c.name}" as {SQL_TYPES[c.type]}) as "{c.name}"' for c in table.columns)
            rows = _rows(con, folder, table.name) + (f" where {part.where()}" if part else "")
            con.execute(f"create or replace table {table.name} as select {cells} from {rows}")
        for name in LEDGERS if part is None or part.first else ():
            con.execute(f"insert into {name} by name select * from {_rows(con, folder, name)}")
    except duckdb.Error:
        raise RecordError(f"{folder}: not as the import wrote it; import the record again") from None


def _rows(con: duckdb.DuckDBPyConnection, folder: Path, name: str) -> str:
    return files.parquet(con, folder / f"{name}.parquet").rows


def _check_edition(folder: Path, words: Words) -> None:
    try:
        made = json.loads((folder / MADE).read_text(encoding="utf-8"))
    except ValueError:
        made = {}
    if made.get(EDITION) != words.edition:
        raise RecordError(f"{folder}: imported with other words of knowledge than these; import the record again")
