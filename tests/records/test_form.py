"""Is the form of a record recognised from what lies there, and anything else refused with what is allowed?"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from thirdline.records import RecordError
from thirdline.records.form import bulk_in, bundles_in, form_of


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (["patients.csv"], "tables"),
        (["patients.parquet", "person.csv"], "tables"),
        (["person.csv"], "omop"),
        (["PERSON.parquet"], "omop"),
        (["Person.tsv", "notes.json"], "omop"),
        (["Patient.ndjson"], "bulk"),
        (["Observation.ndjson.gz", "manifest.json"], "bulk"),
        (["anna.json", "boris.JSON"], "bundle"),
    ],
)
def test_a_folder(names: list[str], form: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_text("")
    assert form_of(tmp_path) == form


@pytest.mark.parametrize(
    ("name", "form"), [("a.json", "bundle"), ("a.ndjson", "bulk"), ("A.NDJSON.GZ", "bulk"), ("b.Json", "bundle")]
)
def test_a_file(name: str, form: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("")
    assert form_of(tmp_path / name) == form


@pytest.mark.parametrize("name", ["cdm.duckdb", "cdm.db", "cdm"])
def test_a_duckdb_file_by_its_first_bytes(name: str, tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / name)).close()
    assert form_of(tmp_path / name) == "omop"


def test_another_database_is_not_taken_for_duckdb(tmp_path: Path) -> None:
    (tmp_path / "cdm.db").write_bytes(b"SQLite format 3\x00")
    with pytest.raises(RecordError, match=r"cdm\.db: not a DuckDB file"):
        form_of(tmp_path / "cdm.db")


def test_what_we_wrote_ourselves_is_no_bundle(tmp_path: Path) -> None:
    for name in ("made.json", "import.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(RecordError, match="no patients table"):
        form_of(tmp_path)


def test_files_are_listed_in_order(tmp_path: Path) -> None:
    for name in ("b.json", "a.json", "import.json", "2.ndjson", "1.ndjson.gz", "x.csv"):
        (tmp_path / name).write_text("")
    assert [path.name for path in bundles_in(tmp_path)] == ["a.json", "b.json"]
    assert [path.name for path in bulk_in(tmp_path)] == ["1.ndjson.gz", "2.ndjson"]
