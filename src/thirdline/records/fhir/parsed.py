"""Resources that are parsed already, one by one: those of a bundle, and of a file that has to be read by lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any

import orjson

from thirdline.records.fhir.bundles import Found, Unreadable
from thirdline.records.fhir.landing import (
    Broken,
    Con,
    Other,
    has_rows,
    insert_broken,
    insert_others,
    insert_resources,
    no_table,
    sql,
)
from thirdline.records.fhir.shapes import CONCEPT, SHAPES, VALUE, Shape, misfit, sql_type
from thirdline.records.files import sql_text

BATCH = 20_000


def land_found(con: Con, found: Iterable[tuple[int, Found | Unreadable]]) -> None:
    """Land resources, each with the number of its file, and what could not be read in their place; in batches."""
    each = iter(found)
    while batch := list(islice(each, BATCH)):
        _land_batch(con, batch)


def land_inner(con: Con) -> None:
    """Land contained Observations and components, as rows of their own."""
    for inner, there in (("contained", "contained is not null"), ("component", "len(component) > 0")):
        if has_rows(con, f"fhir_observations where {there}"):
            insert_resources(con, "Observation", _inner(inner))


def _land_batch(con: Con, batch: Iterable[tuple[int, Found | Unreadable]]) -> None:
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    broken: list[Broken] = []
    others: list[Other] = []
    for number, each in batch:
        if isinstance(each, Unreadable):
            broken.append((number, each.place, None, each.reason))
        elif aside := each.outcome or _no_table(each.resource):
            others.append((number, each.place, *_named(each.resource), *aside, _whose(each.resource), 1))
        elif reason := misfit(SHAPES[each.resource["resourceType"]], each.resource):
            broken.append((number, each.place, each.resource["resourceType"], reason))
        else:
            by_kind[each.resource["resourceType"]].append({"file": number, "line": each.place, **each.resource})
    for kind, rows in by_kind.items():
        _insert_rows(con, kind, rows)
    insert_broken(con, broken)
    insert_others(con, others)


def _insert_rows(con: Con, kind: str, rows: list[dict[str, Any]]) -> None:
    """As JSON of the elements that are read, their numbers as text."""
    shape: dict[str, Shape] = {"file": "INTEGER", "line": "BIGINT", **SHAPES[kind]}
    text = orjson.dumps([{name: value for name, value in row.items() if name in shape} for row in rows]).decode()
    structure = sql_text(orjson.dumps([shape]).decode())
    resources = f"""select cast(null as bigint) as "of", it.* from (select unnest(from_json(?, {structure})) as it)"""
    insert_resources(con, kind, resources, [text])


def _no_table(resource: Any) -> tuple[str, str, str | None] | None:
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(kind, str):
        return "no_resource", "resourceType", None
    return None if kind in SHAPES else no_table(kind)


def _named(resource: Any) -> tuple[str, str | None]:
    kind, id_ = (resource.get("resourceType"), resource.get("id")) if isinstance(resource, dict) else (None, None)
    return kind if isinstance(kind, str) else "entry", id_ if isinstance(id_, str) else None


def _whose(resource: Any) -> str | None:
    """The reference to its patient, as written."""
    for name in ("subject", "patient"):
        pointer = resource.get(name) if isinstance(resource, dict) else None
        if isinstance(pointer, dict) and isinstance(pointer.get("reference"), str):
            return pointer["reference"]
    return None


def _inner(name: str) -> str:
    """SQL of Observations inside others, with all the elements of one: those that cannot be there are null."""
    shape = SHAPES["Observation"]
    given = {*VALUE, "code", "resourceType", "id", "subject", "effectiveDateTime", "method"}
    absent = ", ".join(f'cast(null as {sql_type(each)}) as "{name}"' for name, each in shape.items() if name not in given)
    text = sql(name).replace("$absent", absent)
    for word, structure in (("$observation", [shape]), ("$concept", CONCEPT)):
        text = text.replace(word, sql_text(orjson.dumps(structure).decode()))
    return text
