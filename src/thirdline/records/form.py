"""What kind of record is this? The form is recognised, not asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from thirdline.records.errors import RecordError
from thirdline.records.layout import LAYOUTS

Form = Literal["tables", "bundle"]
SUFFIXES = (".csv", ".parquet")
LIKE_TABLES = (*SUFFIXES, ".tsv", ".xls", ".xlsx", ".gz", ".zip")


def form_of(path: Path) -> Form:
    """`tables` (a folder of CSV or Parquet) or `bundle` (one FHIR file). Raises RecordError for anything else."""
    if path.is_dir():
        return _form_of_folder(path)
    if not path.exists():
        raise RecordError(f"{path}: there is no such file or folder; give a record folder or a FHIR bundle")
    if path.suffix.lower() == ".json":
        return "bundle"
    if path.suffix.lower() in (".duckdb", ".db", ".ndjson"):
        raise _later(path, "an OMOP database or bulk FHIR file")
    raise RecordError(f"{path.name}: not a record; give a folder with patients.csv, or a FHIR bundle ending in .json")


def tables_in(folder: Path) -> dict[str, Path]:
    """Table name -> its file. Raises RecordError where a table is there twice."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.stem in LAYOUTS and path.suffix in SUFFIXES:
            if path.stem in found:
                raise RecordError(f"{folder}: {path.stem} is there as CSV and as Parquet; keep one of them")
            found[path.stem] = path
    return found


def strangers_in(folder: Path) -> list[Path]:
    """Files that look like tables but are none of the contract's."""
    known = set(tables_in(folder).values())
    return [path for path in sorted(folder.iterdir()) if path.suffix.lower() in LIKE_TABLES and path not in known]


def _form_of_folder(path: Path) -> Form:
    if "patients" in tables_in(path):
        return "tables"
    names = sorted(each.name for each in path.iterdir())
    if any(name.lower().split(".")[0] == "person" for name in names):
        raise _later(path, "an OMOP folder")
    if any(name.endswith((".ndjson", ".ndjson.gz")) for name in names):
        raise _later(path, "a folder of bulk FHIR")
    found = ", ".join(names[:10]) or "nothing"
    raise RecordError(f"{path}: no patients table (patients.csv or patients.parquet); found {found}")


def _later(path: Path, kind: str) -> RecordError:
    return RecordError(f"{path}: {kind} cannot be read yet; give a folder of tables, or a FHIR bundle of one patient")
