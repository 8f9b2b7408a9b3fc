"""Where in a FHIR R4 resource does a fact stand? Small readers of its data types, which never raise.

JSON numbers are kept as the text they were written in (no value passes through a float). Whatever is absent or of
another shape than FHIR says is None, or an empty list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thirdline.records.errors import RecordError
from thirdline.records.files import check_encoding

UCUM = "http://unitsofmeasure.org"
CODE_SYSTEMS = (
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://www.whocc.no/atc",
    "http://fhir.de/CodeSystem/bfarm/atc",
)
ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"


def load(path: Path) -> dict[str, Any]:
    """The Bundle in the file. Raises RecordError when it is no UTF-8, no JSON or no Bundle."""
    check_encoding(path)
    try:
        bundle = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise RecordError(f"{path.name}: not JSON{where}; give a FHIR R4 Bundle as .json") from None
    if at(bundle, "resourceType") != "Bundle":
        raise RecordError(f"{path.name}: not a FHIR Bundle; give one Bundle that holds the Patient and what belongs to it")
    return bundle


def at(value: Any, *path: str | int) -> Any:
    """What stands at that path; None where there is nothing or something of another shape."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and len(value) > step:
            value = value[step]
        else:
            return None
    return value


def many(value: Any, name: str) -> list[Any]:
    """The list at that name; empty where there is none."""
    found = at(value, name)
    return found if isinstance(found, list) else []


def text(value: Any, *path: str | int) -> str | None:
    """The primitive at that path as text."""
    found = at(value, *path)
    if isinstance(found, bool):
        return "true" if found else "false"
    return found if isinstance(found, str) and found else None


def candidates(concept: Any) -> list[str]:
    """Every word of a CodeableConcept. A code of digits says nothing unless its system is one we know."""
    return list(_candidates(concept))


def label(concept: Any) -> str | None:
    """How the concept names itself: its text, a display, or a code with its system."""
    codings = many(concept, "coding")
    codes = (f"{text(each, 'system') or ''}|{code}" for each in codings if (code := text(each, "code")))
    names = [text(concept, "text"), *(text(each, "display") for each in codings), *codes]
    return next((name for name in names if name), None)


def start(resource: Any, name: str) -> str | None:
    """The dateTime or instant of that name, or the start of the period."""
    return text(resource, f"{name}DateTime") or text(resource, f"{name}Instant") or text(resource, f"{name}Period", "start")


def unit(quantity: Any) -> str | None:
    """The UCUM code of a Quantity, else its unit as written."""
    code = text(quantity, "code") if text(quantity, "system") == UCUM else None
    return code or text(quantity, "unit") or text(quantity, "code")


def asserted_on(condition: Any) -> str | None:
    """When a Condition was diagnosed: asserted, else begun, else recorded."""
    extensions = (e for e in many(condition, "extension") if text(e, "url") == ASSERTED)
    asserted = next((text(e, "valueDateTime") for e in extensions), None)
    return asserted or start(condition, "onset") or text(condition, "recordedDate")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _candidates(concept: Any) -> Iterator[str]:
    for coding in many(concept, "coding"):
        code, system = text(coding, "code"), text(coding, "system")
        if code and (system in CODE_SYSTEMS or any(letter.isalpha() for letter in code)):
            yield code
        if display := text(coding, "display"):
            yield display
    if words := text(concept, "text"):
        yield words
