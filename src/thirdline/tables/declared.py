"""A table by its contract: columns, types, key, units and what a null in it means.

Columns are drawn, one a line: `name:type flags = meaning of null`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "date", "decimal", "integer", "boolean"]
Place = Literal["input", "derived", "stage", "knowledge", "request"]


@dataclass(frozen=True)
class Column:
    """One column. `null` says what an absent value means; empty when the column is never null.

    `moment` marks the date on which a row became known: rows after the as-of date are cut.
    `later` marks a date that may lie after its row's moment (an end, a death): it is cut to null instead.
    `ending` marks what is known only once the row's end is: it is cut with it.
    """

    name: str
    type: Type = "text"
    null: str = ""
    moment: bool = False
    later: bool = False
    ending: bool = False


@dataclass(frozen=True)
class Table:
    """One table: `key` are the first columns, unique together."""

    name: str
    place: Place
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}; it has {', '.join(self.names)}")


def _columns(text: str) -> tuple[Column, ...]:
    """Read `name:type flags = meaning of null` lines; the type defaults to text."""
    columns = []
    for line in filter(None, (line.strip() for line in text.strip().splitlines())):
        head, _, null = line.partition(" = ")
        name, *flags = head.split()
        name, _, kind = name.partition(":")
        columns.append(Column(name, kind or "text", null, "moment" in flags, "later" in flags, "ending" in flags))  # type: ignore[arg-type]
    return tuple(columns)


def declare(name: str, place: Place, key: str, about: str, columns: str) -> Table:
    """A table from its drawn contract: key columns parted by spaces, columns as `_columns` reads them."""
    return Table(name, place, tuple(key.split()), _columns(columns), about)
