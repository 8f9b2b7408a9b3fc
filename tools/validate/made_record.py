"""Foreign data as a record of the contract, read by the door that every record comes through.

Days counted from some event become dates counted from a made day zero: only differences of days are ever reported.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from tools.validate.section import DataError

DAY_ZERO = date(2000, 1, 1)
Rows = Iterable[Sequence[str]]


def on(day: int | None) -> str:
    """The date of a day counted from day zero; empty when the day is unknown."""
    return "" if day is None else (DAY_ZERO + timedelta(day)).isoformat()


def day_of(when: date | None) -> int | None:
    """The day of a date, counted from day zero."""
    return None if when is None else (when - DAY_ZERO).days


def opened(tables: Mapping[str, tuple[str, Rows]], knowledge: Knowledge) -> DuckDB:
    """The record of these tables, each given as its columns (parted by commas) and its rows, read and canonical."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (columns, rows) in tables.items():
            with (Path(folder) / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns.split(","))
                writer.writerows(rows)
        return run.open_record(Path(folder), knowledge)


def found_rows(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a data file with their line numbers; DataError when the file or one of these columns is missing."""
    if not file.is_file():
        raise DataError(f"{file}: no such file. Give the folder that holds it: make validate DATA=folder")
    with file.open(encoding="utf-8-sig", newline="") as opened_file:
        reader = csv.DictReader(opened_file)
        absent = [column for column in columns if column not in (reader.fieldnames or ())]
        if absent:
            raise DataError(f"{file}: no column {', '.join(absent)}; it has {', '.join(reader.fieldnames or ('none',))}")
        for row in reader:
            yield reader.line_num, {name: (text or "").strip() for name, text in row.items() if isinstance(text, str)}
