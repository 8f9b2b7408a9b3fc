"""A person's own CSV file, read in named columns: every row that cannot be used is named, with what is allowed.

Question answered: which rows does this file hold, or what must be mended in it? Columns are parted by commas, or by
semicolons, and then a comma may stand in a number, as spreadsheets in Russian write it.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from thirdline.statistics import StatisticsError

MOST_TOLD = 5
"""So many problems of a file are told one by one; the others are counted."""


@dataclass(frozen=True)
class Line:
    """One row of a file: where it stands (the heading is row 1), and its cells by column."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Columns:
    """The rows of a file in the columns asked for; others are passed over."""

    path: Path
    lines: tuple[Line, ...]
    decimal_comma: bool = False

    def numbers(self, column: str) -> list[float]:
        """A column of finite numbers. Raises StatisticsError naming the rows that hold none."""
        found, problems = [], []
        for line in self.lines:
            text = line.cells[column].replace(",", ".") if self.decimal_comma else line.cells[column]
            value = _number(text)
            found.append(value)
            if math.isnan(value):
                said = f"{line.cells[column]!r}" if line.cells[column] else "nothing"
                problems.append(
                    f"row {line.row}, {column}: found {said}; allowed: a number. Correct it, or leave the row out."
                )
        refuse(self.path, problems)
        return found


def columns_of(path: Path, wanted: Sequence[str]) -> Columns:
    """The file's rows. Raises StatisticsError for a file that is no such table, OSError for one that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        refuse(path, ["found bytes that are not UTF-8; allowed: text in UTF-8. Save the file as CSV in UTF-8."])
        raise
    rows = list(csv.reader(text.splitlines(), delimiter=_parted_by(text)))
    head = [name.strip().lower() for name in rows[0]] if rows else []
    _refuse_heading(path, head, wanted)
    places = {name: head.index(name) for name in wanted}
    lines = tuple(_lines(rows[1:], places))
    refuse(
        path, [] if lines else ["found no row beneath the heading; allowed: at least one. Check that it is the right file."]
    )
    return Columns(path, lines, _parted_by(text) == ";")


def _parted_by(text: str) -> str:
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def _refuse_heading(path: Path, head: Sequence[str], wanted: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in head]
    if missing:
        found = ", ".join(filter(None, head)) or "nothing"
        said = f"row 1: found {found}; allowed: a heading with the columns {', '.join(wanted)}. Add {', '.join(missing)}."
        refuse(path, [said])


def _lines(rows: Sequence[Sequence[str]], places: dict[str, int]) -> Iterator[Line]:
    """Rows that are not empty; a row that is too short lacks its last cells."""
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            yield Line(number, {name: row[at].strip() if at < len(row) else "" for name, at in places.items()})


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def refuse(path: Path, problems: Sequence[str]) -> None:
    """Raise StatisticsError with what is wrong in a file, the first few told; nothing when there are no problems."""
    if problems:
        more = len(problems) - MOST_TOLD
        told = [
            f"{path.name}, {problem}" if problem.startswith("row ") else f"{path.name}: {problem}" for problem in problems
        ]
        raise StatisticsError(
            [*told[:MOST_TOLD], *([f"and {more} more rows like these in {path.name}"] if more > 0 else [])]
        )
