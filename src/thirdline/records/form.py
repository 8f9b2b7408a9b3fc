"""What kind of record is this? The form is recognised, not asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from thirdline.records.errors import RecordError
from thirdline.records.imported import is_imported
from thirdline.records.layout import LAYOUTS

Form = Literal["imported", "tables", "bundle", "bulk", "omop"]
SUFFIXES = (".csv", ".parquet")
LIKE_TABLES = (*SUFFIXES, ".tsv", ".xls", ".xlsx", ".gz", ".zip")
BULK = (".ndjson", ".ndjson.gz")
OURS = ("made.json", "import.json")
"""What we ourselves write beside tables, and no bundle."""

FORMS = (
    "give a folder with patients.csv (or .parquet), a FHIR R4 bundle ending in .json or a folder of them, "
    "bulk FHIR (.ndjson or .ndjson.gz, a file or a folder), or OMOP CDM (a folder with person.csv or "
    "person.parquet, or a DuckDB file)"
)
_DUCKDB_MAGIC_AT, _DUCKDB_MAGIC = 8, b"DUCK"


def form_of(path: Path) -> Form:
    """Which form the record at `path` has; raises RecordError for anything else.

    `imported`: a folder that `thirdline import` wrote. `tables`: a folder of CSV or Parquet with `patients`. `bundle`: a
    FHIR bundle, or a folder of them. `bulk`: FHIR .ndjson or .ndjson.gz, a file or a folder. `omop`: a folder with
    `person` in any letter case, or a DuckDB file.
    """
    if path.is_dir():
        return _form_of_folder(path)
    if not path.exists():
        raise RecordError(f"{path}: there is no such file or folder; {FORMS}")
    if path.name.lower().endswith(BULK):
        return "bulk"
    if path.suffix.lower() == ".json":
        return "bundle"
    if is_duckdb(path):
        return "omop"
    if path.suffix.lower() in (".duckdb", ".db"):
        raise RecordError(f"{path.name}: not a DuckDB file (another kind of database, or cut short); export it to DuckDB")
    raise RecordError(f"{path.name}: not a record; {FORMS}")


def is_duckdb(path: Path) -> bool:
    """Whether the file is a DuckDB database, by its first bytes."""
    with path.open("rb") as file:
        return file.read(_DUCKDB_MAGIC_AT + len(_DUCKDB_MAGIC))[_DUCKDB_MAGIC_AT:] == _DUCKDB_MAGIC


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


def bundles_in(folder: Path) -> list[Path]:
    """The files of a folder that may be FHIR bundles."""
    return [path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".json" and path.name not in OURS]


def bulk_in(folder: Path) -> list[Path]:
    """The files of a folder that are bulk FHIR."""
    return [path for path in sorted(folder.iterdir()) if path.name.lower().endswith(BULK)]


def _form_of_folder(path: Path) -> Form:
    if is_imported(path):
        return "imported"
    if "patients" in tables_in(path):
        return "tables"
    names = sorted(each.name for each in path.iterdir())
    if any(name.lower().split(".")[0] == "person" for name in names):
        return "omop"
    if bulk_in(path):
        return "bulk"
    if bundles_in(path):
        return "bundle"
    found = ", ".join(names[:10]) or "nothing"
    raise RecordError(f"{path}: no patients table (patients.csv or patients.parquet); found {found}; {FORMS}")
