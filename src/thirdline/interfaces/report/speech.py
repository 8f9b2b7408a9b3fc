"""How things are said: knowledge's names, dates, numbers and units in the report's language.

An id that knowledge does not hold is said as it stands; nothing here raises on what a record may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from thirdline.interfaces.report.model import ids
from thirdline.interfaces.words import Lang, Words, words
from thirdline.knowledge.loader import Knowledge


@dataclass(frozen=True)
class Speech:
    """One language's way of saying what a report says."""

    lang: Lang
    knowledge: Knowledge

    @cached_property
    def words(self) -> Words:
        return words(self.lang)

    # numbers, dates, units

    def number(self, value: Any) -> str:
        """A number without needless zeros, with the language's decimal sign."""
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return str(value)
        whole, _, part = f"{Decimal(str(value)):f}".partition(".")
        part = part.rstrip("0")
        if len(whole.lstrip("-")) > 4:
            whole = f"{int(whole):,}".replace(",", "\u202f")
        return whole.replace("-", "−") + (self.words("format.decimal") + part if part else "")

    def unit(self, unit: str | None) -> str:
        """A unit as it is written in clinic; an unknown one as it stands."""
        if not unit:
            return ""
        known = self.words.term("units", unit)
        return unit if known is None else known

    def quantity(self, value: Any, unit: str | None) -> str:
        """A number with its unit, not parted at a line's end."""
        said = self.unit(unit)
        return f"{self.number(value)}\u00a0{said}" if said else self.number(value)

    def date(self, on: Any) -> str:
        """A date as the language writes it, not parted at a line's end."""
        if not isinstance(on, date):
            return str(on) if on else self.words("report.unknown")
        month = self._months[on.month - 1]
        return self.words("format.date", day=on.day, month=month, number=on.month, year=on.year).replace(" ", "\u00a0")

    def weekday(self, on: date) -> str:
        return self.words.listing("format.weekdays")[on.weekday()]

    def span(self, start: Any, end: Any) -> str:
        """From one date to another, or since one."""
        if end is None:
            return self.words("format.since", start=self.date(start))
        if start == end:
            return self.words("format.dated", date=self.date(start))
        return self.words("format.span", start=self.date(start), end=self.date(end))

    def listed(self, items: Iterable[str]) -> str:
        """Items with commas and a last `and`."""
        *head, last = list(items) or [""]
        return f"{', '.join(head)}{self.words('format.and')}{last}" if head else last

    @cached_property
    def _months(self) -> list[str]:
        return self.words.listing("format.months")

    # names from knowledge

    def named(self, kind: str, id: str | None) -> str | None:
        """The name of a record of knowledge, None when there is none."""
        record = self.knowledge.of(kind).get(id or "")
        return getattr(record.names, self.lang) if record is not None and getattr(record, "names", None) else None

    def drug(self, id: str | None) -> str:
        """A drug's name as it stands in a sentence: with a small letter."""
        name = self.named("drugs", id)
        return small(name) if name else str(id or self.words("report.unknown"))

    def drugs(self, joined: str | None) -> str:
        return self.listed(self.drug(id) for id in ids(joined))

    def regimen(self, id: str | None) -> str | None:
        """A regimen's name, None when there is none of that id."""
        return self.named("regimens", id) or (str(id) if id else None)

    def short_regimen(self, id: str | None) -> str | None:
        """A regimen's abbreviation: the first of its synonyms, else its name."""
        record = self.knowledge.of("regimens").get(id or "")
        return record.synonyms[0] if record is not None and record.synonyms else self.regimen(id)

    def drug_class(self, word: str | None, short: bool = False) -> str:
        return self.vocabulary("drug-classes", word, short)

    def vocabulary(self, list_id: str, word: str | None, short: bool = False) -> str:
        """A word of one of knowledge's closed lists."""
        term = self._vocabularies.get(list_id, {}).get(str(word))
        if term is None:
            return plain(word)
        brief = term.short_ru if self.lang == "ru" else term.short_en
        return brief if short and brief else getattr(term, self.lang)

    @cached_property
    def _vocabularies(self) -> Mapping[str, Mapping[str, Any]]:
        return {id: {t.word: t for t in v.words} for id, v in self.knowledge.of("vocabularies").items()}

    def analyte(self, word: str | None) -> str:
        record = self._analytes.get(str(word))
        return getattr(record.names, self.lang) if record else plain(word)

    def analyte_unit(self, word: str) -> str | None:
        """An analyte's canonical unit."""
        record = self._analytes.get(word)
        return record.unit if record else None

    @cached_property
    def _analytes(self) -> Mapping[str, Any]:
        return {a.word: a for a in self.knowledge.of("analytes").values()}

    def finding(self, kind: str | None) -> str:
        record = self._findings.get(str(kind))
        return getattr(record.names, self.lang) if record else plain(kind)

    def finding_value(self, kind: str | None, value: str | None) -> str:
        """A finding's value: the language's word, a drug or class where the kind is open to them."""
        if kind == "reported_response" and self.words.term("responses", str(value)):
            return self.response(value)
        record = self._findings.get(str(kind))
        said = {v.value: getattr(v, self.lang) for v in record.values} if record else {}
        return said.get(str(value)) or self.thing(value)

    @cached_property
    def _findings(self) -> Mapping[str, Any]:
        return {f.word: f for f in self.knowledge.of("findings").values()}

    # words of the derived tables

    def term(self, section: str, word: Any) -> str:
        """A closed word of the derived tables; one the texts do not know as it stands."""
        return self.words.term(section, str(word)) or plain(word)

    def response(self, category: Any) -> str:
        """A response category: its name and its abbreviation."""
        return f"{self.term('responses', category)} ({self.term('response_short', category)})"

    def thing(self, word: Any) -> str:
        """Whatever a word may name: a drug, a class, a finding, an analyte, a diagnosis, a number; else itself."""
        text = str(word)
        if named := self.named("drugs", text):
            return small(named)
        for list_id in ("drug-classes", "diagnoses"):
            if text in self._vocabularies.get(list_id, {}):
                return small(self.vocabulary(list_id, text))
        if text in self._findings:
            return small(self.finding(text))
        if text in self._analytes:
            return small(self.analyte(text))
        return self.words.term("things", text) or plain(word)

    def things(self, text: str | None) -> str:
        """Several such words, joined by a plus, or by a bar where any of them will do."""
        either = (", ".join(map(self.thing, ids(part))) for part in str(text or "").split("|") if part)
        return self.words("format.or").join(either)

    def missing(self, text: str | None) -> str:
        """What would settle a question, part by part."""
        return "; ".join(self._missing(part.strip()) for part in str(text or "").split(";") if part.strip())

    def _missing(self, part: str) -> str:
        if said := self.words.term("missing", part):
            return said
        head, _, what = part.rpartition(" ")
        pattern = self.words.term("missing", head) if head else None
        return pattern.format(what=self.things(what)) if pattern else self.things(part)


def plain(word: Any) -> str:
    """A word that no list knows, as it stands, its underscores as spaces."""
    return "" if word is None else str(word).replace("_", " ")


def small(name: str) -> str:
    """A name with a small first letter, unless it is an abbreviation or a mixed word (CAR, t(4;14), S-phase)."""
    return name[0].lower() + name[1:] if len(name) > 1 and name[1].islower() and name[1].isalpha() else name
