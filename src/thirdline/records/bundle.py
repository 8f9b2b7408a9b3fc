"""Which rows of a record's tables does a FHIR R4 bundle hold?

A bundle is flattened to the same text cells that a CSV file would have, and read by the same SQL from there on.
Each resource ends in a table, or in `issues` under table `bundle` with its type and id and why it was not used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from thirdline.records.errors import RecordError
from thirdline.records.fhir import load, many, text
from thirdline.records.flat import Bundle, Flat, Unused
from thirdline.records.resources import READERS
from thirdline.records.words import Words

NOT_DONE = {"entered-in-error", "cancelled", "not-done", "not-taken", "intended", "draft", "preparation", "refuted"}
NOT_MEANT = {"proposal", "plan"}


def flatten(path: Path, words: Words) -> Flat:
    """The rows of the bundle in that file. Raises RecordError when it is no bundle or has no Patient."""
    entries = [entry for entry in many(load(path), "entry") if isinstance(entry, dict)]
    _name_patients(entries)
    bundle = Bundle(words, _patients(entries), _by_reference(entries), Flat())
    if not bundle.patients:
        raise RecordError(f"{path.name}: the bundle holds no Patient; add the Patient its other resources belong to")
    ordered = sorted(enumerate(entries), key=lambda each: text(each[1], "resource", "resourceType") != "Patient")
    for number, entry in ordered:
        _flatten_entry(bundle, number, entry.get("resource"))
    return bundle.flat


def _name_patients(entries: list[Any]) -> None:
    """A Patient without id goes by its address or its number in the bundle."""
    for number, entry in enumerate(entries):
        if text(entry, "resource", "resourceType") == "Patient":
            resource = entry["resource"]
            resource["id"] = text(resource, "id") or text(entry, "fullUrl") or f"entry-{number}"


def _patients(entries: list[Any]) -> dict[str, str]:
    """Patient id by each reference to it."""
    patients = {}
    for entry in entries:
        if text(entry, "resource", "resourceType") == "Patient":
            id_ = entry["resource"]["id"]
            patients |= dict.fromkeys([f"Patient/{id_}", text(entry, "fullUrl") or id_], id_)
    return patients


def _by_reference(entries: list[Any]) -> dict[str, Any]:
    found = {}
    for entry in entries:
        resource = entry.get("resource")
        names = (text(entry, "fullUrl"), f"{text(resource, 'resourceType')}/{text(resource, 'id')}")
        found |= {name: resource for name in names if name}
    return found


def _flatten_entry(bundle: Bundle, number: int, resource: Any) -> None:
    kind = text(resource, "resourceType") or "entry"
    column, found = _unusable(resource) or READERS.get(kind, _stranger)(bundle, resource) or (None, None)
    if column:
        row = f"{kind}/{text(resource, 'id') or number}"
        patient = bundle.patient(resource)
        bundle.flat.issues.append((patient, "bundle", row, column, found, "not_used", "left out"))


def _unusable(resource: Any) -> Unused | None:
    """The element that says the thing did not happen, was not meant or was entered in error."""
    status = text(resource, "status")
    verified = text(resource, "verificationStatus", "coding", 0, "code")
    for column, found, refused in (
        ("status", status, NOT_DONE),
        ("verificationStatus", verified, NOT_DONE),
        ("intent", text(resource, "intent"), NOT_MEANT),
        ("doNotPerform", text(resource, "doNotPerform"), {"true"}),
    ):
        if found in refused:
            return column, found
    return None


def _stranger(_: Bundle, resource: Any) -> Unused:
    return "resourceType", text(resource, "resourceType")
