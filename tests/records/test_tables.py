"""Does every table come out with the columns of the contract, and every row with its name?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from thirdline import records, tables
from thirdline.records import RecordError, Words
from thirdline.records.accounting import LEDGERS
from thirdline.records.layout import LAYOUTS

from .conftest import Reading, found, measured, write

Read = Callable[..., Reading]
SQL_TYPES = {"text": "VARCHAR", "date": "DATE", "decimal": "DECIMAL(18,4)", "integer": "INTEGER", "boolean": "BOOLEAN"}
DRUG = {"drug": "bortezomib", "started_on": "2020-01-01"}


@pytest.mark.parametrize("table", [*tables.INPUTS, tables.TABLES["issues"]], ids=lambda table: table.name)
def test_columns_and_types_are_the_contracts(table: tables.Table, read: Read) -> None:
    described = read(measurements=[measured("calcium", "2.4", "mmol/L")]).con.execute(f"describe {table.name}").fetchall()
    assert [(row[0], row[1]) for row in described] == [(each.name, SQL_TYPES[each.type]) for each in table.columns]


def test_a_record_of_patients_alone_has_every_table(read: Read) -> None:
    reading = read()
    assert {table.name: len(reading.rows(table.name)) for table in tables.INPUTS} == {
        **dict.fromkeys(LAYOUTS, 0),
        "patients": 1,
    }


def test_nothing_else_is_left_in_the_database(read: Read) -> None:
    reading = read(measurements=[measured("calcium", "2.4", "mmol/L")])
    names = {row[0] for row in reading.con.execute("select table_name from duckdb_tables()").fetchall()}
    assert names == {*LAYOUTS, "issues", *LEDGERS}
    assert reading.con.execute("select function_name from duckdb_functions() where not internal").fetchall() == []


def test_a_second_record_replaces_the_first(read: Read, tmp_path: Path, read_path: Callable[[Path], Reading]) -> None:
    read(measurements=[measured("calcium", "2.4", "mmol/L")], findings=[found("aura", "x")])
    second = read_path(write(tmp_path / "second", {"patients": [{"patient": "q"}]}))
    assert second.one("patients")["patient"] == "q"
    assert second.rows("measurements") == second.rows("issues") == []


def test_a_record_that_cannot_be_read_leaves_the_first(read: Read, tmp_path: Path, words: Words) -> None:
    reading = read(measurements=[measured("calcium", "2.4", "mmol/L")])
    before = reading.everything()
    bad = write(tmp_path / "bad", {"findings": [found("ecog", "1")]})
    (bad / "measurements.csv").write_text("patient\n")
    with pytest.raises(RecordError):
        records.read(reading.con, bad, words)
    assert reading.everything() == before
    assert reading.con.execute("select count(*) from duckdb_tables() where temporary").fetchone() == (len(LEDGERS),)


def test_every_column_of_every_table_is_read(read: Read) -> None:
    reading = read(
        patients=[
            {
                "born_on": "1960-05-01",
                "sex": "female",
                "diagnosis": "multiple_myeloma",
                "diagnosed_on": "2019-12-01",
                "heavy_chain": "IgG",
                "light_chain": "kappa",
                "centre": "A",
                "died_on": "2023-01-01",
                "last_seen_on": "2022-12-01",
            }
        ],
        exposures=[
            {
                **DRUG,
                "ended_on": "2020-02-01",
                "amount": "1.3",
                "unit": "mg/m2",
                "route": "SC",
                "regimen": "VRd",
                "stopped_because": "completed",
            }
        ],
        measurements=[
            measured("calcium", "2.4", "mmol/L", measurement="m1", lower_normal="2.1", upper_normal="2.55", method="x")
        ],
        findings=[found("ecog", "1", finding="f1")],
        procedures=[{"procedure": "radiotherapy", "performed_on": "2020-03-01"}],
        lesions=[
            {
                "lesion": "L1",
                "measured_on": "2020-03-01",
                "kind": "bone",
                "longest_mm": "12.5",
                "perpendicular_mm": "9",
                "is_new": "true",
            }
        ],
        events=[
            {
                "event": "Anemia",
                "started_on": "2020-03-01",
                "ended_on": "2020-03-05",
                "grade": "3",
                "attributed_to": "bortezomib",
            }
        ],
    )
    assert reading.problems() == []
    assert reading.one("patients") == {
        "patient": "p1",
        "born_on": date(1960, 5, 1),
        "sex": "female",
        "diagnosis": "multiple_myeloma",
        "diagnosed_on": date(2019, 12, 1),
        "heavy_chain": "IgG",
        "light_chain": "kappa",
        "centre": "A",
        "died_on": date(2023, 1, 1),
        "last_seen_on": date(2022, 12, 1),
    }
    assert reading.one("exposures") == {
        "patient": "p1",
        "row": "bortezomib/2020-01-01",
        "drug": "bortezomib",
        "started_on": date(2020, 1, 1),
        "ended_on": date(2020, 2, 1),
        "amount": Decimal("1.3"),
        "unit": "mg/m2",
        "route": "SC",
        "regimen": "VRd",
        "stopped_because": "completed",
    }
    assert reading.one("measurements") == {
        "patient": "p1",
        "row": "m1",
        "analyte": "calcium",
        "measured_on": date(2020, 1, 5),
        "value": Decimal("2.4"),
        "unit": "mmol/L",
        "reported_unit": "mmol/L",
        "lower_normal": Decimal("2.1"),
        "upper_normal": Decimal("2.55"),
        "method": "x",
    }
    assert reading.one("findings") == {
        "patient": "p1",
        "row": "f1",
        "kind": "ecog",
        "found_on": date(2020, 1, 5),
        "value": "1",
    }
    assert reading.one("procedures") == {
        "patient": "p1",
        "row": "radiotherapy/2020-03-01",
        "procedure": "radiotherapy",
        "performed_on": date(2020, 3, 1),
    }
    assert reading.one("lesions") == {
        "patient": "p1",
        "row": "L1/2020-03-01",
        "lesion": "L1",
        "measured_on": date(2020, 3, 1),
        "kind": "bone",
        "longest_mm": Decimal("12.5"),
        "perpendicular_mm": Decimal(9),
        "is_new": True,
    }
    assert reading.one("events") == {
        "patient": "p1",
        "row": "Anemia/2020-03-01",
        "event": "Anemia",
        "started_on": date(2020, 3, 1),
        "ended_on": date(2020, 3, 5),
        "grade": 3,
        "attributed_to": "bortezomib",
    }


def rows_of(reading: Reading, table: str) -> list[str]:
    return [row["row"] for row in reading.rows(table)]


@pytest.mark.parametrize(
    ("table", "rows", "names"),
    [
        (
            "exposures",
            [{**DRUG, "amount": "2"}, {**DRUG, "amount": "1"}],
            ["bortezomib/2020-01-01", "bortezomib/2020-01-01/2"],
        ),
        ("exposures", [{"drug": "", "started_on": ""}], ["unnamed/undated"]),
        ("exposures", [{"drug": "x;y", "started_on": "2020-01"}], ["x,y/2020-01"]),
        ("measurements", [measured("Ca", "2.4", "mmol/L")], ["calcium/2020-01-05"]),
        ("measurements", [measured("Ca", "2.4", "mmol/L", measurement="lab;7")], ["lab,7"]),
        ("findings", [found("ECOG performance status", "1")], ["ecog/2020-01-05"]),
        ("findings", [found("ecog", "1", finding="a"), found("ecog", "2", finding="a")], ["a", "a/2"]),
        (
            "findings",
            [found("ecog", "1", finding="a"), found("ecog", "2", finding="a"), found("ecog", "3", finding="a/2")],
            ["a", "a/2", "a/2~2"],
        ),
    ],
)
def test_names_of_rows(table: str, rows: list[dict[str, str]], names: list[str], read: Read) -> None:
    assert sorted(rows_of(read(**{table: rows}), table)) == names


def test_repeats_are_numbered_by_their_values(read: Read) -> None:
    reading = read(exposures=[{**DRUG, "amount": "2"}, {**DRUG, "amount": "1"}])
    assert {row["row"]: row["amount"] for row in reading.rows("exposures")} == {
        "bortezomib/2020-01-01": 1,
        "bortezomib/2020-01-01/2": 2,
    }


def test_rows_of_one_patient_are_merged(read: Read) -> None:
    reading = read(
        patients=[{"sex": "F", "born_on": ""}, {"sex": "female", "born_on": "1960-05-01"}, {"sex": "", "centre": "A"}]
    )
    patient = reading.one("patients")
    assert (patient["sex"], patient["born_on"], patient["centre"]) == ("female", date(1960, 5, 1), "A")
    assert [problem for _, problem, _, _ in reading.problems()] == ["duplicate", "duplicate"]


def test_what_the_rows_of_a_patient_contradict_is_unknown(read: Read) -> None:
    reading = read(patients=[{"sex": "F", "centre": "A"}, {"sex": "M", "centre": "A"}])
    assert (reading.one("patients")["sex"], reading.one("patients")["centre"]) == (None, "A")
    assert ("sex", "conflicting_values", "female | male", "unknown") in reading.problems()


def test_parquet_is_read_as_csv_is(read: Read, tmp_path: Path, read_path: Callable[[Path], Reading]) -> None:
    expected = read(measurements=[measured("calcium", "2.45", "mmol/L"), measured("albumin", "", "g/L")]).everything()
    folder = tmp_path / "parquet"
    folder.mkdir()
    duckdb.connect().sql("select 'p1' as patient, date '1960-05-01' as born_on").write_parquet(
        str(folder / "patients.parquet")
    )
    duckdb.connect().sql(
        """
        select 'p1' as patient, 'calcium' as analyte, timestamp '2020-01-05 00:00:00' as measured_on,
               2.45::double as value, 'mmol/L' as unit
        union all select 'p1', 'albumin', timestamp '2020-01-05', null, 'g/L'
        """
    ).write_parquet(str(folder / "measurements.parquet"))
    assert read_path(folder).everything() == expected


def test_nan_in_parquet_ends_here(tmp_path: Path, read_path: Callable[[Path], Reading]) -> None:
    folder = write(tmp_path / "record", {})
    duckdb.connect().sql(
        """
        select 'p1' as patient, 'calcium' as analyte, '2020-01-05' as measured_on,
               'nan'::double as value, 'mmol/L' as unit
        """
    ).write_parquet(str(folder / "measurements.parquet"))
    reading = read_path(folder)
    assert reading.one("measurements")["value"] is None
    assert reading.problems() == [("value", "not_a_number", "nan", "unknown")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_ordinary_kinds_of_csv(encoding: str, line_end: str, tmp_path: Path, read_path: Callable[[Path], Reading]) -> None:
    text = 'Patient , centre,SEX\n"p;1","Город ""А"", 2",female\n'
    (tmp_path / "patients.csv").write_bytes(text.replace("\n", line_end).encode(encoding))
    patient = read_path(tmp_path).one("patients")
    assert (patient["patient"], patient["centre"], patient["sex"]) == ("p;1", 'Город "А", 2', "female")


def test_a_folder_with_wildcards_in_its_name(tmp_path: Path, read_path: Callable[[Path], Reading]) -> None:
    folder = write(tmp_path / "o'record [1]*?", {"patients": [{}]})
    assert read_path(folder).one("patients")["patient"] == "p1"


def test_a_table_of_a_header_alone_is_empty(tmp_path: Path, read_path: Callable[[Path], Reading]) -> None:
    (tmp_path / "patients.csv").write_text("patient")
    assert read_path(tmp_path).rows("patients") == []


def test_layout_and_contract_name_the_same_columns() -> None:
    made = ("row", "reported_unit")
    expected: dict[str, Any] = {table.name: [n for n in table.names if n not in made] for table in tables.INPUTS}
    found_columns = {
        name: [c for c in each.columns if c not in ("measurement", "finding")] for name, each in LAYOUTS.items()
    }
    assert found_columns == expected
    assert all(set(each.required) <= set(each.columns) for each in LAYOUTS.values())
