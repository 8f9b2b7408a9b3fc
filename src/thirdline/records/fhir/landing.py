"""The landing tables: FHIR resources as rows of text, one table for each sort of them. `landing.sql` says which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import duckdb

from thirdline.records.fhir.shapes import SHAPES, sql_type
from thirdline.records.lookups import insert

TABLES = {
    "Patient": "fhir_patients",
    "Condition": "fhir_conditions",
    "Observation": "fhir_observations",
    "DiagnosticReport": "fhir_observations",
    "Medication": "fhir_medications",
    "MedicationAdministration": "fhir_given",
    "MedicationStatement": "fhir_given",
    "MedicationRequest": "fhir_given",
    "MedicationDispense": "fhir_given",
    "Procedure": "fhir_procedures",
    "Encounter": "fhir_encounters",
    "AdverseEvent": "fhir_adverse_events",
}
"""Resource type -> the table it lands in; <type>.sql in snake case says how."""

LANDED = (*dict.fromkeys(TABLES.values()), "fhir_others", "fhir_broken")

Con = duckdb.DuckDBPyConnection
Broken = tuple[int, int | None, str | None, str]
"""Number of the file, line, resource type where it is known, and what is wrong."""
Other = tuple[int, int | None, str, str | None, str, str, str | None, str | None, int]
"""Number of the file, line, kind, id, outcome, element, what was found, reference to the patient, how many rows."""


def create(con: Con) -> None:
    """Make the macros, and the landing tables without a row."""
    con.execute(sql("macros"))
    con.execute(sql("landing").replace("$component", sql_type(SHAPES["Observation"]["component"])))


def clear(con: Con) -> None:
    """Forget every table and macro that reading FHIR made."""
    temporary = "select table_name from duckdb_tables() where temporary and starts_with(table_name, 'fhir_')"
    tables = [f"drop table temp.{name}" for (name,) in con.execute(temporary).fetchall()]
    if tables:
        macros = [f"drop macro temp.{name}" for name in re.findall(r"temp macro (\w+)", sql("macros"))]
        con.execute("; ".join([*tables, *macros]))


@cache
def sql(name: str) -> str:
    """The text of an SQL file of this folder."""
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def has_rows(con: Con, table: str) -> bool:
    """Whether there is a row in the table."""
    return con.execute(f"select 1 from {table} limit 1").fetchone() is not None


def insert_resources(con: Con, kind: str, resources: str, values: Sequence[str] = ()) -> None:
    """Land resources of one type: `resources` is SQL that yields their elements, and file, line and `of`."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
    con.execute(
        f"insert into {TABLES[kind]} by name with resources as ({resources}) select * from ({sql(name)})", list(values)
    )


def insert_broken(con: Con, rows: Sequence[Broken]) -> None:
    """Land what could not be read."""
    insert(con, "fhir_broken", rows)


def insert_others(con: Con, rows: Sequence[Other]) -> None:
    """Land what has no table, or is set aside before it is looked at."""
    if rows:
        columns = [[None if cell is None else str(cell) for cell in column] for column in zip(*rows, strict=True)]
        listed = ", ".join(f"unnest(?::varchar[]) as c{n}" for n in range(len(columns)))
        landed = "c0, c1, c2, c3, set_aside(c4, c5, c6), patient_of(c7), c8"
        con.execute(f"insert into fhir_others select {landed} from (select {listed})", columns)


def no_table(kind: str) -> tuple[str, str, str]:
    """Outcome, element and what was found, for a resource type that no table of a record holds."""
    return "no_table_for_it", "resourceType", kind
