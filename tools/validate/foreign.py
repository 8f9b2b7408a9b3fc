"""A validation that answers in plain values, as a section: what is one value becomes a row, what is a list a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tools.validate.section import Block, Prose, Section, Table

MOST_KEPT = 60
CASES = "disagreements"
"""What an answer calls its list of single cases: local, however short."""


def section(id: str, title: str, told: Mapping[str, Any]) -> Section:
    """The section of an answer: `text` is its prose, every other name a table; what is too long is local."""
    single = {name: value for name, value in told.items() if name != "text" and _single(value)}
    blocks: list[Block] = [Prose(line) for line in str(told.get("text", "")).split("\n\n") if line.strip()]
    if single:
        blocks.append(Table("Figures", ("what", "value"), tuple((_words(n), v) for n, v in single.items())))
    for name, value in told.items():
        tables = _tables(_words(name), value) if name not in ("text", *single) else ()
        blocks += [replace(block, local=block.local or name == CASES) for block in tables]
    return Section(id, title, tuple(blocks), _figures({name: value for name, value in told.items() if name != CASES}))


def _tables(caption: str, value: Any) -> Iterator[Table]:
    """One value that is not single: rows of a list, or of a mapping."""
    if isinstance(value, Mapping) and value and all(isinstance(v, Mapping) for v in value.values()):
        yield _table(caption, [{"of": name, **row} for name, row in value.items()])
    elif isinstance(value, Mapping):
        yield _table(caption, [{"what": name, "value": v} for name, v in value.items()])
    elif isinstance(value, Sequence) and value and all(isinstance(v, Mapping) for v in value):
        yield _table(caption, list(value))
    elif value:
        yield _table(caption, [{"value": v} for v in value])


def _table(caption: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = tuple(tuple(_cell(row.get(name)) for name in names) for row in rows)
    return Table(caption, tuple(_words(name) for name in names), cells, local=len(rows) > MOST_KEPT)


def _figures(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept as numbers: single values, mappings of them, and lists that are not long."""
    kept = {}
    for name, value in told.items():
        if name != "text" and _single(value):
            kept[name] = value
        elif isinstance(value, Mapping) and value:
            kept[name] = _figures(value)
        elif isinstance(value, Sequence) and 0 < len(value) <= MOST_KEPT and not isinstance(value, str):
            kept[name] = [_figures(row) if isinstance(row, Mapping) else _cell(row) for row in value]
    return kept


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return ", ".join(f"{_words(n)} {v}" for n, v in value.items())
    return value if _single(value) else ", ".join(map(str, value))


def _single(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _words(name: Any) -> str:
    return str(name).replace("_", " ")
