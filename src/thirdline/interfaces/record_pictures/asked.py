"""What a picture of a record is asked, and the tables and words that it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from thirdline import run
from thirdline.interfaces import one
from thirdline.interfaces.outcomes import holding
from thirdline.interfaces.pictures.voice import Voice
from thirdline.interfaces.report.speech import Speech, small
from thirdline.interfaces.words import Lang, Words, words
from thirdline.knowledge import Knowledge
from thirdline.knowledge.endpoints import ShareEndpoint
from thirdline.knowledge.tabulate import tabulate
from thirdline.outcomes.line_flows import NO_DRUG, OTHER
from thirdline.outcomes.results import Rows
from thirdline.tables import TABLES

TOPIC = "record_pictures"
RESPONSE, COMPLETE = "orr", "cr-or-better"
"""The endpoints that say which category is a response, and which a complete one."""
Item = TypeVar("Item")


@dataclass(frozen=True)
class How:
    """How a picture is wanted: so many patients or classes at most, of which line (null: the last), with identifiers."""

    most: int
    line: int | None = None
    with_ids: bool = False
    suppress_below: int = 0


@dataclass(frozen=True)
class Shown:
    """The derived tables of a record, and how what is in them is said."""

    record: Path
    tables: Mapping[str, Rows]
    knowledge: Knowledge
    asked: run.Asked
    lang: Lang

    @cached_property
    def words(self) -> Words:
        """The texts of these pictures."""
        return words(self.lang, TOPIC)

    @cached_property
    def speech(self) -> Speech:
        """Names from knowledge."""
        return Speech(self.lang, self.knowledge)

    @cached_property
    def voice(self) -> Voice:
        """Numbers as pictures print them."""
        return Voice(self.lang)

    def count(self, key: str, n: int) -> str:
        """A number with its noun."""
        return self.words.count(f"counts.{key}", n)

    def laid(self, name: str) -> list[dict[str, Any]]:
        """The rows of a knowledge table under the practice asked for."""
        columns, rows = TABLES[name].names, tabulate(self.knowledge, self.asked.practice)[name]
        return [dict(zip(columns, row, strict=True)) for row in rows]

    @cached_property
    def depths(self) -> dict[str, int]:
        """The depth of each category of response."""
        return {row["response"]: row["depth"] for row in self.laid("categories")}

    def category(self, endpoint: str) -> str:
        """The least category that an endpoint counts."""
        found = self.knowledge.of("endpoints")[endpoint]
        assert isinstance(found, ShareEndpoint)
        return str(found.response_at_least)

    @property
    def without_line(self) -> int:
        """How many patients have no line of therapy."""
        return sum(row["n_lines"] == 0 for row in self.tables["status"])

    def classes(self, joined: str | None) -> str:
        """Classes of drugs by their short names, in the order of the vocabulary."""
        if joined in (None, NO_DRUG, OTHER):
            return self.words(f"classes.{joined or NO_DRUG}")
        order = [term.word for term in self.knowledge.of("vocabularies")["drug-classes"].words]
        held = sorted(str(joined).split("+"), key=lambda word: order.index(word) if word in order else len(order))
        said = " + ".join(small(self.speech.drug_class(word, short=True)) for word in held)
        return said[0].upper() + said[1:]


def shown(record: Path, knowledge: Knowledge, asked: run.Asked, names: tuple[str, ...], lang: Lang) -> Shown:
    """The tables of a record, or of a folder of tables derived with `course --outcomes`."""
    engine = holding(record, knowledge, asked, names)
    return Shown(record, {name: one.rows(engine, name) for name in names}, knowledge, asked, lang)


def spread_evenly(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many, evenly spread over the order, the first and the last among them.

    >>> spread_evenly(range(10), 4)
    [0, 3, 6, 9]
    """
    if len(items) <= most:
        return list(items)
    if most == 1:
        return [items[0]]
    return [items[i * (len(items) - 1) // (most - 1)] for i in range(most)]
