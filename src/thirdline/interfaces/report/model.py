"""What a report is made of: one patient's rows, the knowledge they rest on, and the language to say it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from thirdline.interfaces.words import Lang
from thirdline.knowledge.loader import Knowledge

Row = dict[str, Any]


@dataclass(frozen=True)
class Course:
    """One patient's input and derived rows by table; any table may be absent or empty.

    `comparisons` holds what a paper says against what the rules say (statement, said, derived, verdict, quote, place);
    `made` says how the rows were made (version, practice, as_of, knowledge).
    """

    patient: str
    tables: Mapping[str, list[Row]]
    knowledge: Knowledge
    lang: Lang = "en"
    comparisons: Sequence[Mapping[str, Any]] = ()
    made: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, table: str, **where: Any) -> list[Row]:
        """The rows of a table whose columns have those values."""
        return [r for r in self.tables.get(table, []) if all(r.get(k) == v for k, v in where.items())]

    def first(self, table: str, **where: Any) -> Row:
        """The first such row, or an empty one."""
        return next(iter(self.rows(table, **where)), {})

    @cached_property
    def who(self) -> Row:
        """The patient's own row."""
        return self.first("patients")

    @cached_property
    def lines(self) -> list[Row]:
        """The lines of therapy in order."""
        return sorted(self.rows("lines"), key=lambda r: r["line"])

    @cached_property
    def as_of(self) -> date | None:
        """The day on which the record was looked at: as derived, else as asked."""
        told = self.first("status").get("as_of") or self.made.get("as_of")
        return date.fromisoformat(told) if isinstance(told, str) and told else told or None

    @cached_property
    def practice(self) -> Any:
        """The practice by which the rows were made, or None."""
        return self.knowledge.of("practices").get(str(self.made.get("practice")))


def ids(joined: str | None) -> list[str]:
    """The ids of a column that joins them with a plus."""
    return [part for part in (joined or "").split("+") if part]
