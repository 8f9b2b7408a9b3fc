"""What a validation has to say, before it is text or a page: sections of sentences, tables and drawings.

A block marked `local` shows single patients: it is left out of everything that is kept with the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any


class DataError(ValueError):
    """Validation data that cannot be used. The message says what, where, and what to do."""


@dataclass(frozen=True)
class Prose:
    """One paragraph."""

    text: str
    local: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under named columns; a cell is text or a number, and null where nothing is known."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    local: bool = False


@dataclass(frozen=True)
class Drawing:
    """One SVG with a caption; `said` tells the same in words, for who cannot see it."""

    name: str
    caption: str
    svg: str
    said: str
    local: bool = False


Block = Prose | Table | Drawing


@dataclass(frozen=True)
class Section:
    """One validation: its title, what it shows in order, and its figures by name (never a patient's)."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    figures: dict[str, Any] = field(default_factory=dict)

    def kept(self) -> Section:
        """The section without the blocks that show single patients."""
        return replace(self, blocks=tuple(block for block in self.blocks if not block.local))


def table(caption: str, columns: str, rows: Iterable[Iterable[Any]], local: bool = False) -> Table:
    """A table whose columns are given as one text, parted by bars."""
    names = tuple(name.strip() for name in columns.split("|"))
    return Table(caption, names, tuple(tuple(row) for row in rows), local)


def share(part: int, of: int) -> str:
    """A part of a whole in percent with one decimal; empty when there is no whole."""
    return f"{100 * part / of:.1f} %" if of else ""
