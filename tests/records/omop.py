"""A record of tables written as an OMOP database: in CSV with the warts of real exports, in Parquet, and as a DuckDB file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from thirdline.knowledge import kinds

from .conftest import Reading, knowledge

Rows = list[dict[str, Any]]
Database = dict[str, Rows]
TABLES = ("patients", "exposures", "measurements", "findings", "procedures")


def concepts(list_: str) -> dict[str, str]:
    """Meaning -> the first concept id that has it."""
    found: dict[str, str] = {}
    for codes in knowledge("codes", kinds.CodeList):
        if codes.system == "omop" and codes.list == list_:
            for row in codes.codes:
                found.setdefault(str(row.means), row.code)
    return found


def drug_concepts() -> dict[str, str]:
    return {drug.id: str(drug.codes.omop[0]) for drug in knowledge("drugs", kinds.Drug) if drug.codes.omop}


def rows_of(record: Path, table: str) -> Rows:
    """The rows of a table of the record."""
    file = record / f"{table}.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def converted(record: Path) -> Database:
    """The record's facts in the tables of the model; what the model has no column for is left behind."""
    people = rows_of(record, "patients")
    ids = {row["patient"]: n for n, row in enumerate(people, 1)}
    return {
        "person": [_person(ids, row) for row in people],
        "condition_occurrence": [_condition(ids, n, row) for n, row in enumerate(people, 1) if row.get("diagnosis")],
        "death": [{"person_id": ids[r["patient"]], "death_date": r["died_on"]} for r in people if r.get("died_on")],
        "observation_period": [
            {"person_id": ids[r["patient"]], "observation_period_end_date": r["last_seen_on"]}
            for r in people if r.get("last_seen_on")
        ],
        "drug_exposure": [_exposure(ids, n, row) for n, row in enumerate(rows_of(record, "exposures"), 1)],
        "measurement": [_measurement(ids, n, row) for n, row in enumerate(rows_of(record, "measurements"), 1)],
        "observation": [_observation(ids, n, row) for n, row in enumerate(rows_of(record, "findings"), 1)],
        "procedure_occurrence": [_procedure(ids, n, row) for n, row in enumerate(rows_of(record, "procedures"), 1)],
    }  # fmt: skip


def write_csv(folder: Path, database: Database, delimiter: str = ",") -> Path:
    """Files as they come: a byte order mark, names in upper case, empty tables absent."""
    folder.mkdir(exist_ok=True)
    for table, rows in database.items():
        if rows:
            with (folder / f"{table.upper()}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.DictWriter(file, _names(rows), delimiter=delimiter)
                writer.writerow({name: name.upper() for name in _names(rows)})
                writer.writerows(rows)
    return folder


def write_parquet(folder: Path, database: Database) -> Path:
    """Typed files: ids as doubles (as a data frame with a gap writes them), values as doubles, dates as dates."""
    folder.mkdir(exist_ok=True)
    con = duckdb.connect()
    for table, rows in database.items():
        if rows:
            _lay(con, table, rows, id_type="double")
            con.execute(f"copy {table} to '{folder / table}.parquet' (format parquet)")
    return folder


def write_duckdb(file: Path, database: Database, schema: str = "cdm") -> Path:
    """A database whose tables have names in mixed case, in a schema of their own."""
    with duckdb.connect(str(file)) as con:
        con.execute(f"create schema if not exists {schema}")
        con.execute(f"use {schema}")
        for table, rows in database.items():
            if rows:
                _lay(con, table.title(), rows, id_type="integer")
    return file


def _lay(con: duckdb.DuckDBPyConnection, table: str, rows: Rows, id_type: str) -> None:
    cells = ", ".join(f"cast(nullif({name}, '') as {_type(name, id_type)}) as {name}" for name in _names(rows))
    values = ", ".join("(" + ", ".join("?" for _ in _names(rows)) + ")" for _ in rows)
    given = [str(row.get(name) or "") for row in rows for name in _names(rows)]
    con.execute(
        f"create or replace table {table} as select {cells} from (values {values}) t({', '.join(_names(rows))})", given
    )


def _type(name: str, id_type: str) -> str:
    if name.endswith(("_id", "_of_birth")):
        return id_type
    if name.endswith("_date"):
        return "date"
    return "double" if name in ("value_as_number", "range_low", "range_high") else "varchar"


def _names(rows: Iterable[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _person(ids: dict[str, int], row: dict[str, Any]) -> dict[str, Any]:
    year, month, day = (*str(row.get("born_on") or "").split("-"), "", "", "")[:3]
    return {
        "person_id": ids[row["patient"]], "gender_concept_id": concepts("sex").get(row.get("sex") or "", "0"),
        "year_of_birth": year, "month_of_birth": month.lstrip("0"), "day_of_birth": day.lstrip("0"),
    }  # fmt: skip


def _condition(ids: dict[str, int], n: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "condition_occurrence_id": n, "person_id": ids[row["patient"]],
        "condition_concept_id": concepts("diagnosis").get(row["diagnosis"], "0"),
        "condition_source_value": row["diagnosis"], "condition_start_date": row.get("diagnosed_on"),
    }  # fmt: skip


def _exposure(ids: dict[str, int], n: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "drug_exposure_id": n, "person_id": ids[row["patient"]],
        "drug_concept_id": drug_concepts().get(row["drug"], "0"), "drug_source_value": row["drug"],
        "drug_exposure_start_date": row["started_on"], "drug_exposure_end_date": row.get("ended_on"),
        "stop_reason": row.get("stopped_because"), "route_source_value": row.get("route"),
    }  # fmt: skip


def _measurement(ids: dict[str, int], n: int, row: dict[str, Any]) -> dict[str, Any]:
    unit = concepts("unit").get(row["unit"])
    return {
        "measurement_id": n, "person_id": ids[row["patient"]],
        "measurement_concept_id": concepts("observation").get(row["analyte"], "0"),
        "measurement_source_value": row["analyte"], "measurement_date": row["measured_on"],
        "value_as_number": row["value"], "unit_concept_id": unit or "0", "unit_source_value": row["unit"],
        "range_low": row.get("lower_normal"), "range_high": row.get("upper_normal"),
    }  # fmt: skip


def _observation(ids: dict[str, int], n: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "observation_id": n, "person_id": ids[row["patient"]], "observation_concept_id": "0",
        "observation_source_value": row["kind"], "observation_date": row["found_on"], "value_as_string": row["value"],
    }  # fmt: skip


def _procedure(ids: dict[str, int], n: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "procedure_occurrence_id": n, "person_id": ids[row["patient"]], "procedure_concept_id": "0",
        "procedure_source_value": row["procedure"], "procedure_date": row["performed_on"],
    }  # fmt: skip


PERSON = {"person_id": 1, "gender_concept_id": 8532, "year_of_birth": 1960, "month_of_birth": 5, "day_of_birth": 1}


def lab(concept: int | str, value: Any, unit: int | str = 8636, **more: Any) -> dict[str, Any]:
    return {
        "measurement_id": 1, "person_id": 1, "measurement_concept_id": concept, "measurement_date": "2020-01-05",
        "value_as_number": value, "unit_concept_id": unit, **more,
    }  # fmt: skip


def drug(concept: int | str, start: str = "2020-01-05", **more: Any) -> dict[str, Any]:
    return {
        "drug_exposure_id": 1, "person_id": 1, "drug_concept_id": concept, "drug_exposure_start_date": start, **more
    }  # fmt: skip


def vocabulary(*rows: tuple[int | str, str, str, str]) -> list[dict[str, Any]]:
    names = ("concept_id", "concept_name", "vocabulary_id", "concept_code")
    return [dict(zip(names, row, strict=True)) for row in rows]


def outcomes(reading: Reading, kind: str) -> dict[str, int]:
    """What became of the rows of that table of the database."""
    return {r["outcome"]: r["rows"] for r in reading.rows("import_rows") if r["kind"] == kind and r["file"]}


def unmapped(reading: Reading) -> list[tuple[str, str, int]]:
    return [(row["list"], row["found"], row["rows"]) for row in reading.rows("import_words")]
