"""One record of knowledge shown with its citations."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import yaml

from thirdline.knowledge import Knowledge


class NotKnown(LookupError):
    """No record is called so; the message names the nearest."""


def shown(knowledge: Knowledge, word: str, lang: str) -> str:
    """The record of that id, or that a name or code of a drug or regimen means; a kind's ids when a kind is named."""
    if word in knowledge.records:
        return "".join(f"{id}  {_name(record, lang)}".rstrip() + "\n" for id, record in knowledge.of(word).items())
    found = [r for held in knowledge.records.values() for id, r in held.items() if id == word] or _named(knowledge, word)
    if not found:
        ids = [id for held in knowledge.records.values() for id in held]
        near = ", ".join(get_close_matches(word.lower(), ids, n=5)) or ", ".join(knowledge.records)
        raise NotKnown(f"nothing in knowledge is called {word!r}; near it: {near}")
    return "---\n".join(_yaml(record, knowledge) for record in found)


def _name(record: Any, lang: str) -> str:
    names = getattr(record, "names", None)
    return getattr(names, lang) if names else getattr(record, "title", "")


def _named(knowledge: Knowledge, word: str) -> list[Any]:
    """Drugs and regimens of which this is a name, synonym or code."""
    wanted = word.casefold()
    return [
        r for kind in ("drugs", "regimens") for r in knowledge.of(kind).values()
        if wanted in {str(spelling).casefold() for spelling in _spellings(r)}
    ]  # fmt: skip


def _spellings(record: Any) -> list[Any]:
    synonyms, codes = record.synonyms, getattr(record, "codes", None)
    words = list(synonyms) if isinstance(synonyms, tuple) else [*synonyms.en, *synonyms.ru]
    return [record.names.en, record.names.ru, *words, *((*codes.atc, *codes.rxnorm, *codes.omop) if codes else ())]


def _yaml(record: Any, knowledge: Knowledge) -> str:
    data = record.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    for citation in data.get("cites", {}).values():
        citation["source"] = f"{citation['source']}: {knowledge.of('sources')[citation['source']].title}"
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
