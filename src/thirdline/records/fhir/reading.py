"""Which files are a record of FHIR, and how is each of them read?"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from thirdline.records.errors import RecordError
from thirdline.records.fhir import bundles, lines
from thirdline.records.fhir.bulk import land_bulk
from thirdline.records.fhir.bundles import Found
from thirdline.records.fhir.landing import Con, create, has_rows, insert_broken
from thirdline.records.fhir.parsed import land_found, land_inner
from thirdline.records.form import bulk_in, bundles_in


def land(con: Con, path: Path) -> None:
    """Fill the landing tables from the file or folder at `path`, and make the macros that read them.

    Not to be called inside a transaction: a file that cannot be read strictly is tried again. Raises RecordError for a
    file that is no Bundle, and for a record without a Patient.
    """
    create(con)
    paths = files_of(path)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(paths):
        if each.suffix.lower() == ".json":
            _land_document(con, each, number, alone=path.is_file())
        else:
            by_kind[_first_kind(each)].append(number)
    for kind, numbers in by_kind.items():
        for number in land_bulk(con, paths, numbers, kind):
            land_found(con, number, lines.each_line(paths[number]))
    if not has_rows(con, "fhir_patients"):
        held = "the bundle holds" if path.suffix.lower() == ".json" else "its files hold"
        raise RecordError(f"{path.name}: {held} no Patient; add the Patient its other resources belong to")
    land_inner(con)


def files_of(path: Path) -> list[Path]:
    """The file itself, or the files of the folder that are bulk FHIR, else those that may be bundles."""
    return (bulk_in(path) or bundles_in(path)) if path.is_dir() else [path]


def _land_document(con: Con, path: Path, number: int, *, alone: bool) -> None:
    """One JSON document, or lines under another name. `alone`: it is the whole record, and must be a Bundle."""
    try:
        document = bundles.load(path)
    except RecordError as error:
        if _first_kind(path):
            land_found(con, number, lines.each_line(path))
        elif alone:
            raise
        else:
            insert_broken(con, [(number, None, None, str(error))])
        return
    if alone and not bundles.is_bundle(document):
        raise RecordError(f"{path.name}: not a FHIR Bundle; give one Bundle that holds the Patient and what belongs to it")
    land_found(con, number, bundles.resources(document))


def _first_kind(path: Path) -> str:
    """The resource type in the first line; empty where it tells none."""
    first = next(lines.each_line(path), None)
    kind = first.resource.get("resourceType") if isinstance(first, Found) and isinstance(first.resource, dict) else None
    return kind if isinstance(kind, str) else ""
