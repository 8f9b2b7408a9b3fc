"""Which resources does one JSON file hold: a Bundle, the bundles in it, or a single resource?

Each resource comes with its place (entry 1, 2, …). Addresses that mean something only inside the bundle (`fullUrl`,
`urn:uuid:…`) become local references (`Patient/1`), and what names no patient belongs to the bundle's only one.
JSON numbers are kept as the text they were written in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thirdline.records.errors import RecordError
from thirdline.records.fhir.shapes import Repeated
from thirdline.records.files import check_encoding

Resource = dict[str, Any]
POINTERS = ("subject", "patient", "medicationReference")


@dataclass(frozen=True)
class Found:
    """A resource and its place in the file; `outcome` where it is set aside already, with what was found."""

    place: int
    resource: Any
    outcome: tuple[str, str, str | None] | None = None


@dataclass(frozen=True)
class Unreadable:
    """A place in the file where no resource can be read, and why; `place` is None for the whole file."""

    place: int | None
    reason: str


def parse(text: str) -> Any:
    """JSON with its numbers as text. Raises ValueError or RecursionError for what is no JSON."""
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse, object_pairs_hook=_object)


def load(path: Path) -> Any:
    """The JSON document in the file. Raises RecordError when it is no UTF-8 or no JSON."""
    check_encoding(path)
    try:
        return parse(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise RecordError(f"{path.name}: not JSON{where}; give a FHIR R4 Bundle as .json") from None


def is_bundle(document: Any) -> bool:
    """Whether the document is a FHIR Bundle."""
    return isinstance(document, dict) and document.get("resourceType") == "Bundle"


def resources(document: Any) -> Iterator[Found]:
    """Every resource of a Bundle and of the bundles in it; any other document is itself the one resource."""
    entries = list(_entries(document)) if is_bundle(document) else [{"resource": document}]
    for number, entry in enumerate(entries):
        _name(entry, number)
    addresses = {entry["fullUrl"]: _local(entry["resource"]) for entry in entries if _is_address(entry)}
    patients = {each["resource"]["id"] for each in entries if _kind(each) == "Patient"}
    only = f"Patient/{patients.pop()}" if len(patients) == 1 else None
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        _point(entry.get("resource"), addresses, only)
        yield Found(number, entry.get("resource"), _past(document, entry, seen))


def _entries(bundle: Resource) -> Iterator[Resource]:
    listed = bundle.get("entry")
    for entry in listed if isinstance(listed, list) else []:
        entry = entry if isinstance(entry, dict) else {}
        if is_bundle(entry.get("resource")):
            yield from _entries(entry["resource"])
        else:
            yield entry


def _kind(entry: Resource) -> Any:
    resource = entry.get("resource")
    return resource.get("resourceType") if isinstance(resource, dict) else None


def _name(entry: Resource, number: int) -> None:
    """A resource without id goes by its address; a Patient without one by its number in the bundle."""
    resource, address = entry.get("resource"), entry.get("fullUrl")
    if isinstance(resource, dict) and not isinstance(resource.get("id"), str):
        own = address.rpartition("/")[2] if isinstance(address, str) else ""
        if own or _kind(entry) == "Patient":
            resource["id"] = own or f"entry-{number}"


def _is_address(entry: Resource) -> bool:
    return isinstance(entry.get("fullUrl"), str) and isinstance(_kind(entry), str) and "id" in entry["resource"]


def _local(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def _point(resource: Any, addresses: dict[str, str], only: str | None) -> None:
    """Make the resource's references local, and give it the only patient when it names none."""
    if not isinstance(resource, dict):
        return
    for name in POINTERS:
        pointer = resource.get(name)
        if isinstance(pointer, dict) and isinstance(pointer.get("reference"), str):
            pointer["reference"] = addresses.get(pointer["reference"], pointer["reference"])
    if only and not resource.get("subject") and not resource.get("patient"):
        resource["subject"] = {"reference": only}


def _past(document: Any, entry: Resource, seen: set[str]) -> tuple[str, str, str | None] | None:
    """In a history, newest first: all but the first version of a resource are past, and so is what was deleted."""
    if document.get("type") != "history" if isinstance(document, dict) else True:
        return None
    request = entry.get("request")
    if isinstance(request, dict) and request.get("method") == "DELETE":
        seen.add(str(request.get("url")))
        return ("deleted", "request", "DELETE")
    name = _local(entry["resource"]) if isinstance(_kind(entry), str) and "id" in entry["resource"] else None
    past = name in seen
    seen.add(str(name))
    return ("superseded", "meta", None) if past and name else None


def _object(pairs: list[tuple[str, Any]]) -> Resource:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(found)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
