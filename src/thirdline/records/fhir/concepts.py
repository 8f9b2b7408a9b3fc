"""What does a CodeableConcept mean, of which a record may hold several codings and a text?

All its codings, displays and its text are looked up; they must agree. Each distinct concept is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from types import SimpleNamespace
from typing import Any, cast

import orjson

from thirdline.records.units import conversion
from thirdline.records.words import Words, plain

CODE_SYSTEMS = {
    "http://loinc.org": "loinc",
    "http://snomed.info/sct": "snomed",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://www.whocc.no/atc": "atc",
    "http://fhir.de/CodeSystem/bfarm/atc": "atc",
    "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl": "ncit",
}
"""Systems whose codes of digits we know; those of any other say nothing."""
SEMANTIC_TAG = re.compile(r" \([a-z /-]+\)$")
"""What SNOMED CT adds to a full name: `Multiple myeloma (disorder)`."""
CHAINS = ("heavy_chain", "light_chain")
MILLIMETRE = SimpleNamespace(unit="mm", molar_mass=None)

Meaning = tuple[str | None, str | None]
"""The word meant, and what the cell says: the word, else all names where they disagree, else how it names itself."""


Name = tuple[str, str | None]
"""A code, display or text, and the system of a code that we know."""


def label(concept: Any) -> str | None:
    """How the concept names itself: its text, a display, or a code with its system."""
    codings = _codings(concept)
    codes = (f"{_word(each, 'system') or ''}|{code}" for each in codings if (code := _word(each, "code")))
    names = [_word(concept, "text"), *(_word(each, "display") for each in codings), *codes]
    return next((name for name in names if name), None)


def meaning(words: Words, list_: str, text: str) -> Meaning:
    """What the concept (as JSON) means in that list."""
    concept = orjson.loads(text)
    named = list(_names(concept))
    meant = {word for each in named if (word := _resolved(words, list_, each))} | _local(words, list_, concept)
    if len(meant) == 1:
        return (word := meant.pop()), word
    wrong = (name for name, system in named if system == "loinc" and words.wrong_code(name))
    return None, " | ".join(name for name, _ in named) if meant else next(wrong, label(concept))


def site_unit(words: Words, text: str) -> str | None:
    """The unit that the site's mapping file gives values of this code (as JSON) that come without one."""
    codes = (code for coding in _codings(orjson.loads(text)) if (code := _word(coding, "code")))
    return next((unit for code in codes if (unit := words.site_units.get(plain(code)))), None)


def says(text: str) -> str | None:
    """How the concept (as JSON) names itself."""
    return label(orjson.loads(text))


def chain(text: str) -> str | None:
    """Whether the concept (as JSON) is the heavy or the light chain of the disease's antibody."""
    named = {plain(name) for name, _ in _names(orjson.loads(text))}
    return next((each for each in CHAINS if plain(each) in named), None)


def diagnosis(words: Words, text: str) -> dict[str, Meaning]:
    """The disease, and the chains that its name holds (`IgG kappa multiple myeloma`)."""
    concept = orjson.loads(text)
    names = [_apart(words, name) for name, _ in _names(concept)]
    found = {list_: {name[list_] for name in names if name[list_]} for list_ in CHAINS}
    coded = (_resolved(words, "diagnosis", each) for each in _names(concept))
    plainly = (words.resolve("diagnosis", name["rest"] or "") for name in names)
    diseases = {each for each in (*coded, *plainly) if each}
    disease = diseases.pop() if len(diseases) == 1 else None
    meant = {list_: (words_.pop(), None) for list_, words_ in found.items() if len(words_) == 1}
    return {"diagnosis": (disease, disease or label(concept)), **meant}


def value(words: Words, kind: str | None, concept: str | None, text: str | None) -> str | None:
    """The word of that kind of finding on which all names of the value agree, else the value as it names itself."""
    parsed = orjson.loads(concept) if concept else None
    plainly = text or label(parsed)
    named = list(_names(parsed)) or [(plainly or "", None)]
    meant = {word for each in named if (word := _value(words, kind, each))}
    return " | ".join(name for name, _ in named) if len(meant) > 1 else meant.pop() if meant else plainly


def millimetres(words: Words, text: str | None, unit: str | None) -> str | None:
    """The length in millimetres; as found, with its unit, where it cannot be converted."""
    line = conversion(unit, cast(Any, MILLIMETRE), words.units) if unit else None
    try:
        return f"{Decimal(text or '') * line.factor:f}" if line else f"{text or ''} {unit or ''}".strip() or None
    except InvalidOperation:
        return f"{text or ''} {unit or ''}".strip() or None


def implied(words: Words, kind: str | None, said: str | None) -> tuple[str, ...]:
    """Another kind of finding and its value, which say the same; empty where there is none."""
    other = words.resolve("implied_finding", f"{kind} {said}")
    return tuple(other.split()) if other else ()


def _value(words: Words, kind: str | None, name: Name) -> str | None:
    text, system = name
    if kind in CHAINS:
        return words.resolve(kind, text)
    answer = words.coded(system, "answer", text) if system else None
    return words.value(kind or "", answer or text)


def _apart(words: Words, name: str) -> dict[str, str | None]:
    """A name without the words for chains in it, and the chains they are; a lone letter is no chain."""
    parts: dict[str, str | None] = dict.fromkeys(CHAINS)
    rest = []
    for each in re.split(r"[\s,;/]+", plain(name)):
        of = next((list_ for list_ in CHAINS if len(each) > 1 and words.resolve(list_, each) not in (None, "none")), None)
        if of:
            parts[of] = words.resolve(of, each)
        else:
            rest.append(each)
    return {**parts, "rest": " ".join(rest)}


def _codings(concept: Any) -> list[dict[str, Any]]:
    listed = concept.get("coding") if isinstance(concept, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _word(value: Any, name: str) -> str | None:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None


def _names(concept: Any) -> Iterator[Name]:
    """Every word of a concept. A code of digits says nothing unless its system is one we know."""
    for coding in _codings(concept):
        code, system = _word(coding, "code"), CODE_SYSTEMS.get(_word(coding, "system") or "")
        if code and (system or any(letter.isalpha() for letter in code)):
            yield code, system
        if display := _word(coding, "display"):
            yield SEMANTIC_TAG.sub("", display) if system == "snomed" else display, None
    if text := _word(concept, "text"):
        yield text, None


def _local(words: Words, list_: str, concept: Any) -> set[str]:
    """What the site's mapping file says of the concept's codes, digits of its own systems among them."""
    site = words.site.get(list_, {})
    codes = (code for coding in _codings(concept) if (code := _word(coding, "code")))
    return {word for code in codes if (word := site.get(plain(code)))}


def _resolved(words: Words, list_: str, name: Name) -> str | None:
    """A code is looked up in its system; RxNorm's there alone, since its digits may mean another thing elsewhere."""
    text, system = name
    coded = words.coded(system, list_, text) if system else None
    return coded if coded or system == "rxnorm" else words.resolve(list_, text)
