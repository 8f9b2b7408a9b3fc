"""Do the official examples of mCODE all read without loss: each used, or set aside for a named reason?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from thirdline import records
from thirdline.records import accounting

from .conftest import Reading, all_words

EXAMPLES = Path(__file__).with_name("mcode")
JOHN, BRIAN, EVE, JENNY = (f"cancer-patient-{name}" for name in ("john-anyperson", "brian-l", "eve-anyperson", "jenny-m"))
NO_TABLE = {
    "BodyStructure", "FamilyMemberHistory", "Group", "Organization", "Practitioner", "ServiceRequest", "Specimen",
}  # fmt: skip
REASONS = {"used", "unmapped_code", "order_carried_out", "holds_no_value_itself"}


@pytest.fixture(scope="module")
def reading() -> Reading:
    con = duckdb.connect(config={"threads": 1})
    records.read(con, EXAMPLES, all_words())
    return Reading(con)


def outcomes(reading: Reading) -> Counter[tuple[str, str]]:
    rows = reading.con.execute("select kind, outcome, rows from import_rows where file is not null").fetchall()
    return Counter({(kind, outcome): n for kind, outcome, n in rows})


def test_each_example_is_used_or_has_a_named_reason(reading: Reading) -> None:
    counted = outcomes(reading)
    assert accounting.imbalances(reading.con) == []
    assert reading.con.execute("select * from import_quarantine").fetchall() == []
    # 177 resources by themselves, and 25 and 40 in two bundles.
    assert sum(n for (_, outcome), n in counted.items() if outcome == "read") == 177 + 25 + 40
    assert {kind for kind, outcome in counted if outcome == "no_table_for_it"} == NO_TABLE
    assert {outcome for kind, outcome in counted if kind not in NO_TABLE} == REASONS | {"read"}


def test_each_code_that_means_nothing_here_is_counted_with_an_example(reading: Reading) -> None:
    words = reading.con.execute("select list, found, rows, example from import_words").fetchall()
    said = {(list_, found): rows for list_, found, rows, _ in words}
    assert said["drug", "gefitinib 250 MG Oral Tablet"] == 1
    assert ("diagnosis", "Anxiety (finding)") in said
    assert all(found and rows and example for _, found, rows, example in words)


@pytest.mark.parametrize(
    ("table", "row", "cells"),
    [
        ("findings", "multiple-myeloma-iss-stage-II", {"patient": JOHN, "kind": "reported_iss", "value": "II"}),
        ("findings", "multiple-myeloma-riss-stage-II", {"patient": JOHN, "kind": "reported_r_iss", "value": "II"}),
        ("findings", "ecog-performance-status-fully-active", {"kind": "ecog", "value": "0"}),
        ("findings", "karnofsky-performance-status-normal-activity", {"kind": "karnofsky", "value": "90"}),
        ("findings", "cancer-disease-status-improved", {"kind": "disease_status", "value": "improved"}),
        ("measurements", "hemoglobin-brian-l", {"analyte": "haemoglobin", "value": 67, "lower_normal": 132, "unit": "g/L"}),
        ("measurements", "us-core-observation-lab-neutrophils-jenny-m", {"analyte": "neutrophils", "value": None}),
        ("exposures", "vincristine/2024-01-09", {"patient": BRIAN, "drug": "vincristine", "amount": 2, "unit": "mg"}),
        ("procedures", "radiotherapy/2018-08-15", {"patient": JENNY, "procedure": "radiotherapy"}),
        (
            "lesions",
            "BodyStructure/tumor-lobular-carcinoma-left-breast/2019-05-01",
            {"patient": EVE, "longest_mm": 12, "perpendicular_mm": None},
        ),
    ],
)
def test_what_is_used_stands_where_it_belongs(table: str, row: str, cells: dict[str, object], reading: Reading) -> None:
    (found,) = [each for each in reading.rows(table) if each["row"] == row]
    assert {name: found[name] for name in cells} == cells


def test_diagnoses_of_the_examples(reading: Reading) -> None:
    diagnoses = {row["patient"]: row["diagnosis"] for row in reading.rows("patients") if row["diagnosis"]}
    assert diagnoses == {BRIAN: "b_all", "cancer-patient-adam-everyman": "chronic_lymphocytic_leukaemia"}


def test_a_treatment_that_was_not_tolerated(reading: Reading) -> None:
    stopped = [row for row in reading.rows("exposures") if row["stopped_because"]]
    assert [(row["patient"], str(row["started_on"]), row["stopped_because"]) for row in stopped] == [
        (JOHN, "2019-05-15", "toxicity")
    ]


def test_orders_that_were_carried_out_are_not_told_twice(reading: Reading) -> None:
    rows = [row for row in reading.rows("exposures") if row["patient"] == BRIAN]
    assert sorted(row["drug"] for row in rows) == ["cyclophosphamide", "idarubicin", "prednisone", "vincristine"]
