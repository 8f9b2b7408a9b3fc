"""A record in a few lines: tables as lists of rows, read with the knowledge of the repository."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from thirdline import records, tables
from thirdline.knowledge import kinds
from thirdline.records import Words

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"

Row = dict[str, Any]


@cache
def knowledge(folder: str, kind: Any) -> tuple[Any, ...]:
    """Every record of one folder of knowledge, straight from its files."""
    files = sorted((KNOWLEDGE / folder).glob("*.yaml"))
    return tuple(kind.model_validate(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)) for file in files)


@cache
def all_words() -> Words:
    return Words.of(
        drugs=knowledge("drugs", kinds.Drug),
        analytes=knowledge("analytes", kinds.Analyte),
        findings=knowledge("findings", kinds.Finding),
        code_lists=knowledge("codes", kinds.CodeList),
        vocabularies=knowledge("vocabularies", kinds.Vocabulary),
    )


@dataclass
class Reading:
    """A record that was read: its tables as rows."""

    con: duckdb.DuckDBPyConnection

    def rows(self, table: str) -> list[Row]:
        """All rows of the table, in the order of its key and content."""
        result = self.con.execute(f"select * from {table} order by all")
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def one(self, table: str) -> Row:
        """The only row of the table."""
        (row,) = self.rows(table)
        return row

    def problems(self, table: str | None = None) -> list[tuple[str, str, str | None, str]]:
        """(column, problem, found, treated_as) of the issues, of one table or of all."""
        rows = [row for row in self.rows("issues") if table in (None, row["table"])]
        return sorted(((r["column"], r["problem"], r["found"], r["treated_as"]) for r in rows), key=str)

    def everything(self) -> dict[str, list[Row]]:
        return {name: self.rows(name) for name in [*(table.name for table in tables.INPUTS), "issues"]}


@pytest.fixture(scope="session")
def words() -> Words:
    return all_words()


@pytest.fixture(scope="session")
def con() -> duckdb.DuckDBPyConnection:
    """One database for all tests: each reading replaces what the one before it left."""
    return duckdb.connect(config={"threads": 1})


@pytest.fixture
def read_path(con: duckdb.DuckDBPyConnection, words: Words) -> Callable[[Path], Reading]:
    """Read what is at a path."""

    def read(path: Path) -> Reading:
        records.read(con, path, words)
        return Reading(con)

    return read


@pytest.fixture
def read(tmp_path: Path, read_path: Callable[[Path], Reading]) -> Callable[..., Reading]:
    """Read tables given as rows; patient p1, born 1960-05-01, is there unless patients are given."""

    def read_tables(**given: list[Row]) -> Reading:
        return read_path(write(tmp_path / "record", given))

    return read_tables


@pytest.fixture
def read_bundle(tmp_path: Path, read_path: Callable[[Path], Reading]) -> Callable[..., Reading]:
    """Read a bundle of these resources; Patient p1, born 1960-05-01, is there unless a Patient is given."""

    def read_resources(*resources: Any) -> Reading:
        return read_path(write_bundle(tmp_path / "bundle.json", resources))

    return read_resources


@pytest.fixture
def read_omop(tmp_path: Path, read_path: Callable[[Path], Reading]) -> Callable[..., Reading]:
    """Read OMOP tables given as rows; person 1, born 1960-05-01, is there unless persons are given."""
    from . import omop

    def read_tables(**given: list[Row]) -> Reading:
        return read_path(omop.write_csv(tmp_path / "cdm", {"person": [omop.PERSON], **given}))

    return read_tables


def write(folder: Path, given: dict[str, list[Row]]) -> Path:
    """Tables as CSV files in a new folder; a row without patient is p1's."""
    folder.mkdir(exist_ok=True)
    for table, rows in {"patients": [{"born_on": "1960-05-01"}], **given}.items():
        full = [{"patient": "p1", **row} for row in rows]
        names = list(dict.fromkeys(name for row in full for name in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(full)
    return folder


def write_bundle(path: Path, resources: tuple[Any, ...]) -> Path:
    has_patient = any(isinstance(each, dict) and each.get("resourceType") == "Patient" for each in resources)
    patient = [] if has_patient else [{"resourceType": "Patient", "id": "p1", "birthDate": "1960-05-01"}]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": each} for each in (*patient, *resources)]}
    path.write_text(json.dumps(bundle), encoding="utf-8")
    return path


def measured(analyte: str, value: str, unit: str, on: str = "2020-01-05", **more: str) -> Row:
    return {"analyte": analyte, "measured_on": on, "value": value, "unit": unit, **more}


def found(kind: str, value: str, on: str = "2020-01-05", **more: str) -> Row:
    return {"kind": kind, "found_on": on, "value": value, **more}


PATIENT_CSV: dict[str, list[Row]] = {
    "patients": [
        {"patient": "anna", "born_on": "1958-03-14", "sex": "F", "diagnosis": "MM", "diagnosed_on": "2019-11-20"},
    ],
    "measurements": [
        {"patient": "anna", **row}
        for row in (
            measured("serum_m_protein", "41", "g/L", "2019-11-20", measurement="mp1"),
            measured("M-protein", "1.2", "g/dL", "2020-03-02", measurement="mp2", method="electrophoresis"),
            measured("kappa_flc", "<5", "mg/L", "2019-11-20", measurement="flc"),
            measured("creatinine", "1.1", "mg/dL", "2019-11-20", measurement="crea", lower_normal="0.5", upper_normal="1.2"),
            measured("LDH", "180", "bananas", "2019-11", measurement="ldh"),
        )
    ],
    "findings": [
        {"patient": "anna", **found("serum_immunofixation", "positive", "2020-03-02", finding="ife")},
        {"patient": "anna", **found("ecog", "1", "2019-11-20", finding="ecog")},
    ],
    "exposures": [
        {"patient": "anna", **row}
        for row in (
            {
                "drug": "Velcade",
                "started_on": "2019-12-01",
                "ended_on": "2019-12-01",
                "amount": "2.1",
                "unit": "mg",
                "route": "SC",
            },
            {
                "drug": "lenalidomide",
                "started_on": "2019-12-01",
                "ended_on": "2020-03-01",
                "stopped_because": "completed",
            },
            {"drug": "herbal tea", "started_on": "2019-12-01"},
        )
    ],
    "procedures": [{"patient": "anna", "procedure": "ASCT", "performed_on": "2020-04-10"}],
}
"""The facts of bundle.json as tables."""
