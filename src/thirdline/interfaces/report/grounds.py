"""Why a row is so: every part of `because`, resolved to words a reader can check.

Question answered: which facts of knowledge, in whose words, and which rows of the record decided this? A part that
cannot be resolved is shown as it stands, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from thirdline.interfaces.report.model import Course
from thirdline.interfaces.report.rows import told
from thirdline.interfaces.report.speech import Speech, plain
from thirdline.knowledge.kinds import Citation, Record, Source
from thirdline.knowledge.loader import row_cites
from thirdline.tables import TABLES

FACT = re.compile(r"^([a-z0-9]+(?:-[a-z0-9]+)*)#([A-Za-z0-9_.-]+)$")
ROW = re.compile(r"^([a-z_]+):(.+)$")
NOTED = re.compile(r"^(.+?): (\S+[#:]\S+)$")


@dataclass(frozen=True)
class Ground:
    """One part of a `because`: a fact with its citation, a row of the record, or a note."""

    kind: str  # fact, row, note or raw
    title: str = ""
    text: str = ""
    value: str = ""
    number: int = 0
    source: str = ""
    place: str = ""
    quote: str = ""
    quote_lang: str = ""
    reading: str = ""
    judgment: str = ""
    checked: str = ""
    note: str = ""
    again: bool = False  # told in full before: paper need not repeat its words

    @property
    def unverified(self) -> bool:
        return self.checked == "unverified"


@dataclass
class Grounds:
    """Resolves `because`, and remembers in order which sources were cited and which facts were not verified."""

    course: Course
    speech: Speech
    cited: dict[str, int] = field(default_factory=dict)
    unverified: dict[tuple[str, str], Ground] = field(default_factory=dict)
    told: set[Ground] = field(default_factory=set)

    def of(self, *becauses: str | None) -> list[Ground]:
        """The grounds of one or more `because`, each told once; a note stands with the first part that is new after it."""
        found: dict[Ground, str] = {}
        for because in becauses:
            note = ""
            for part in filter(None, (part.strip() for part in (because or "").split("; "))):
                said, part = self._noted(part)
                note = said or note
                if part and (ground := self._part(part)) not in found:
                    found[ground], note = note, ""
            if note:
                found.setdefault(Ground("note", text=note), "")
        return [self._once(ground, note) for ground, note in found.items()]

    def rows(self, table: str, rows: Iterable[dict[str, Any]]) -> list[Ground]:
        """Rows of the record as grounds in themselves."""
        return [self._row(table, row) for row in rows]

    def _once(self, ground: Ground, note: str) -> Ground:
        """The ground with its note; a fact that was told before is marked so."""
        again = ground.kind == "fact" and ground in self.told
        self.told.add(ground)
        return replace(ground, note=note, again=again)

    def _noted(self, part: str) -> tuple[str, str]:
        """A note before a part (`confirmed by`, `given until the next line: exposures:4`), and what is left of the part."""
        if said := self.speech.words.term("notes_before", part):
            return said, ""
        if noted := NOTED.match(part):
            return self.speech.words.term("notes_before", noted[1]) or noted[1], noted[2]
        return "", part

    def _part(self, part: str) -> Ground:
        if (fact := FACT.match(part)) and (record := self._record(fact[1], fact[2])):
            return self._fact(record, fact[2])
        if (ref := ROW.match(part)) and ref[1] in TABLES and (row := self._rows.get((ref[1], ref[2]))):
            return self._row(ref[1], row)
        if said := self.speech.words.term("notes", part):
            return Ground("note", text=said)
        return Ground("raw", text=part)

    def _record(self, id: str, fact: str) -> Record | None:
        """The record of that id that knows the fact; a drug and a regimen may share an id."""
        held = (records.get(id) for kind, records in self.course.knowledge.records.items() if kind != "sources")
        return next((record for record in held if record and _knows(record, fact)), None)

    def _row(self, table: str, row: dict[str, Any]) -> Ground:
        return Ground("row", title=self.speech.term("tables", table), text=told(self.speech, table, row))

    @cached_property
    def _rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every row of the patient by each of the names it may be called by."""
        return {
            (name, ref): row
            for name, rows in self.course.tables.items()
            if name in TABLES
            for row in rows
            for ref in _names(name, row)
        }

    def _fact(self, record: Record, name: str) -> Ground:
        """A fact by its field (`tiers`), by a row of it (`cells.two-groups-fit`) or by a citation of its own."""
        field, _, part = name.partition(".")
        cite = part if part in record.cites else field
        if field not in type(record).model_fields:
            field, part = _field_citing(record, field), field
        title, text = self._said(record), self._asked(record, field)
        if part and (row := _part_named(record, field, part)):
            text = f"{text}: {getattr(row.names, self.speech.lang)}"
        value = _scalar(self.speech, getattr(record, field, None), field)
        citation = record.cites.get(cite)
        if citation is None:
            return Ground("fact", title, text, value)
        ground = self._cited(citation, title, text, value)
        if ground.unverified:
            self.unverified.setdefault((record.id, cite), ground)
        return ground

    def _cited(self, citation: Citation, title: str, text: str, value: str) -> Ground:
        source: Source | None = self.course.knowledge.of("sources").get(citation.source)
        return Ground(
            "fact",
            title,
            text,
            value,
            number=self.cited.setdefault(citation.source, len(self.cited) + 1),
            source=source.title if source else citation.source,
            place=citation.at,
            quote=citation.quote or "",
            quote_lang=source.language if source else "",
            reading=citation.reading or "",
            judgment=citation.judgment or "",
            checked=citation.checked,
        )

    def _asked(self, record: Record, name: str) -> str:
        """What a fact is about: in the words of its kind of criterion where they differ."""
        own = self.speech.words.term("facts", f"{getattr(record, 'defines', '')}_{name}")
        return own or self.speech.term("facts", name)

    def _said(self, record: Record) -> str:
        names = getattr(record, "names", None)
        return getattr(names, self.speech.lang) if names else plain(record.id)


def _names(table: str, row: dict[str, Any]) -> Iterable[str]:
    """A row may be called by its row id, or by its key with or without the patient."""
    if row.get("row") is not None:
        yield str(row["row"])
    key = [str(row.get(name)) for name in TABLES[table].key]
    yield "/".join(key)
    if len(key) > 1:
        yield "/".join(key[1:])


def _knows(record: Record, name: str) -> bool:
    """Whether a record has a fact or a citation of that name."""
    head = name.partition(".")[0]
    return head in type(record).model_fields or head in record.cites


def _field_citing(record: Record, cite: str) -> str:
    """The fact whose rows name that citation."""
    fields = (f for f in record.facts if cite in set(row_cites(getattr(record, f, None))))
    return next(fields, cite)


def _rows_of(record: Record, field: str) -> tuple[Any, ...]:
    """A fact's rows; none where it is one value."""
    value = getattr(record, field, ())
    return value if isinstance(value, tuple) else ()


def _part_named(record: Record, name: str, part: str) -> Any:
    """The row of a fact that has that id and a name, such as a cell of a practice."""
    return next((r for r in _rows_of(record, name) if getattr(r, "id", None) == part and getattr(r, "names", None)), None)


def _scalar(speech: Speech, value: Any, name: str) -> str:
    """A fact that is one word, or a number whose unit its name tells; all others are told by their citation."""
    if name.endswith("_days") and value is not None:
        return speech.words.count("counts.days", int(value))
    if name.endswith("_percent") and value is not None:
        return f"{speech.number(value)}\u00a0%"
    if name == "drug_class":
        return speech.drug_class(value)
    return speech.words.term("responses", value) or "" if isinstance(value, str) else ""
