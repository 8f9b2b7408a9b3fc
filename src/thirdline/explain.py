"""Why a row says what it says: row, because, fact, citation, source.

Question answered: on what does this row rest, down to the words of its source? `because` is text of the form
`record#fact; table:row; words`; each part becomes a ground that can be shown to a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thirdline.knowledge import Knowledge
from thirdline.knowledge.kinds import Citation, Source

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
_FACT = re.compile(r"^([a-z0-9-]+)#([\w-]+)$")
_ROW = re.compile(r"^([a-z_]+):(\S.*)$")


@dataclass(frozen=True)
class FactGround:
    """A fact of knowledge: its record, its citation, and the source cited."""

    record: str
    fact: str
    name: str
    citation: Citation
    source: Source


@dataclass(frozen=True)
class RowGround:
    """A row of the record or of a derived table; `values` is empty when the row is not at hand."""

    table: str
    row: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class WordsGround:
    """Words that stand by themselves, such as `charted, not derived`."""

    words: str


Ground = FactGround | RowGround | WordsGround


def grounds(because: str, knowledge: Knowledge, tables: Rows, lang: str = "en") -> list[Ground]:
    """The grounds that a `because` names, in its order, each once."""
    find = _finder(tables)
    parts = dict.fromkeys(part.strip() for part in because.split(";"))
    return [_ground(part, knowledge, find, lang) for part in parts if part]


def _ground(part: str, knowledge: Knowledge, find: Callable[[str, str], Mapping[str, Any]], lang: str) -> Ground:
    if fact := _FACT.match(part):
        found = knowledge.cited(*fact.groups())
        if found:
            record, citation = found
            names = getattr(record, "names", None)
            name = getattr(names, lang) if names else record.id
            return FactGround(record.id, fact.group(2), name, citation, knowledge.of("sources")[citation.source])
    if row := _ROW.match(part):
        return RowGround(row.group(1), row.group(2), find(row.group(1), row.group(2)))
    return WordsGround(part)


def _finder(tables: Rows) -> Callable[[str, str], Mapping[str, Any]]:
    """Look a row up by its table and id: the row id of an input, the key of a derived row joined by slashes."""
    from thirdline.tables import TABLES

    def id_of(table: str, row: Mapping[str, Any]) -> str:
        if row.get("row") is not None and table != "issues":
            return str(row["row"])
        return "/".join(str(row[k]) for k in TABLES[table].key)

    index: dict[str, dict[str, Mapping[str, Any]]] = {}

    def find(table: str, row: str) -> Mapping[str, Any]:
        if table not in index:
            index[table] = {id_of(table, r): r for r in tables.get(table, ())}
        return index[table].get(row, {})

    return find
