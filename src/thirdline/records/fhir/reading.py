"""Which files are a record of FHIR, and how is each of them read?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from thirdline.records.errors import RecordError
from thirdline.records.fhir import bundles, lines
from thirdline.records.fhir.bulk import land_bulk
from thirdline.records.fhir.bundles import Found, Unreadable
from thirdline.records.fhir.landing import Con, create, has_rows
from thirdline.records.fhir.parsed import land_found, land_inner
from thirdline.records.form import bulk_in, bundles_in


def land(con: Con, path: Path) -> None:
    """Fill the landing tables from the file or folder at `path`, and make the macros that read them.

    Not to be called inside a transaction: a file that cannot be read strictly is tried again. Raises RecordError for a
    file that is no Bundle, and for a record without a Patient.
    """
    create(con)
    paths = files_of(path)
    bulk = [number for number, each in enumerate(paths) if each.suffix.lower() != ".json"]
    singly = _land_bulk(con, paths, bulk)
    others = ((n, found) for n, each in enumerate(paths) if n not in bulk for found in _document(each, alone=path.is_file()))
    by_line = ((n, found) for n in singly for found in lines.each_line(paths[n]))
    land_found(con, chain(others, by_line))
    if not has_rows(con, "fhir_patients"):
        held = "the bundle holds" if path.suffix.lower() == ".json" else "its files hold"
        raise RecordError(f"{path.name}: {held} no Patient; add the Patient its other resources belong to")
    land_inner(con)


def files_of(path: Path) -> list[Path]:
    """The file itself, or the files of the folder that are bulk FHIR, else those that may be bundles."""
    return (bulk_in(path) or bundles_in(path)) if path.is_dir() else [path]


def _land_bulk(con: Con, paths: Sequence[Path], numbers: Iterable[int]) -> list[int]:
    """Land bulk files by the engine, those that begin alike together; the numbers of those left to be read by lines."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        by_kind[_first_kind(paths[number])].append(number)
    return [left for kind, alike in by_kind.items() for left in land_bulk(con, paths, alike, kind)]


def _document(path: Path, *, alone: bool) -> Iterator[Found | Unreadable]:
    """One JSON document, or lines under another name. `alone`: it is the whole record, and must be a Bundle."""
    try:
        document = bundles.load(path)
    except RecordError as error:
        if _first_kind(path):
            yield from lines.each_line(path)
        elif alone:
            raise
        else:
            yield Unreadable(None, str(error))
        return
    if alone and not bundles.is_bundle(document):
        raise RecordError(f"{path.name}: not a FHIR Bundle; give one Bundle that holds the Patient and what belongs to it")
    yield from bundles.resources(document)


def _first_kind(path: Path) -> str:
    """The resource type in the first line; empty where it tells none."""
    first = next(lines.each_line(path), None)
    kind = first.resource.get("resourceType") if isinstance(first, Found) and isinstance(first.resource, dict) else None
    return kind if isinstance(kind, str) else ""
