"""What must hold of every record, however odd: nothing is lost, and order, units and neighbours do not matter."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thirdline import records, tables
from thirdline.records.layout import LAYOUTS

from .conftest import Reading, all_words, found, measured, write

Record = dict[str, list[dict[str, Any]]]

DATES = ["2020-01-05", "2020-01-06", "2020-01", "", "1950-01-01", "never", "2020-01-05T08:00:00"]
PEOPLE = ["p1", "p2", "", "p9"]
CELLS = {
    "patient": PEOPLE,
    "sex": ["F", "male", "x", ""],
    "drug": ["Velcade", "bortezomib", "snake; oil", ""],
    "stopped_because": ["toxicity", "x", ""],
    "analyte": ["calcium", "Ca", "Hb", "mood", ""],
    "value": ["2.4", "2,4", "9.6", "<1", "tall", "positive", "negative", "1", ""],
    "unit": ["mmol/L", "mg/dL", "g/dL", "bananas", ""],
    "kind": ["mrd", "ecog", "aura", "bone", ""],
    "measurement": ["a", "b", "a/2", ""],
    "finding": ["a", "a;b", ""],
    "procedure": ["ASCT", "magic", ""],
    "lesion": ["L1", "L2", ""],
    "is_new": ["yes", "?", ""],
    "event": ["Anemia", ""],
    "grade": ["3", "9", ""],
}
NUMBERS = ["1", "-1", "x", ""]


def cell(table: str, column: str) -> st.SearchStrategy[str]:
    if column in LAYOUTS[table].dates:
        return st.sampled_from(DATES)
    return st.sampled_from(CELLS.get(column, NUMBERS))


def rows(table: str) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(
        st.fixed_dictionaries({name: cell(table, name) for name in LAYOUTS[table].columns}), min_size=1, max_size=8
    )


RECORDS = st.fixed_dictionaries({table: rows(table) for table in LAYOUTS})
EXAMPLES = int(os.environ.get("THIRDLINE_EXAMPLES", "8"))
SOME = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="THIRDLINE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)


def read(record: Record) -> Reading:
    con = duckdb.connect(config={"threads": 1})
    with tempfile.TemporaryDirectory() as folder:
        records.read(con, write(Path(folder) / "record", record), all_words())
    return Reading(con)


@SOME
@given(RECORDS)
def test_every_row_stands_in_its_table_or_is_named_as_left_out(record: Record) -> None:
    reading = read(record)
    gone = Counter(row["table"] for row in reading.rows("issues") if row["treated_as"] in ("left out", "merged"))
    for table, given_rows in record.items():
        assert len(given_rows) == len(reading.rows(table)) + gone[table], table


@SOME
@given(RECORDS)
def test_keys_are_unique_and_needed_cells_are_there(record: Record) -> None:
    reading = read(record)
    for table in tables.INPUTS:
        found_rows = reading.rows(table.name)
        keys = Counter(tuple(row[name] for name in table.key) for row in found_rows)
        assert all(n == 1 for n in keys.values()), table.name
        needed = [column.name for column in table.columns if not column.null]
        assert all(row[name] is not None for row in found_rows for name in needed)
        assert all(";" not in row["row"] for row in found_rows if "row" in row)


@SOME
@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(record: Record, chance: random.Random) -> None:
    shuffled = {table: chance.sample(given_rows, len(given_rows)) for table, given_rows in record.items()}
    assert read(shuffled).everything() == read(record).everything()


@SOME
@given(RECORDS, RECORDS)
def test_another_patient_changes_nothing(record: Record, other: Record) -> None:
    for table, given_rows in record.items():
        record[table] = [{**row, "patient": "p1"} for row in given_rows]
    strangers = {table: [{**row, "patient": "q"} for row in given_rows] for table, given_rows in other.items()}
    both = read({table: record[table] + strangers[table] for table in record}).everything()
    assert {table: [row for row in found_rows if row["patient"] == "p1"] for table, found_rows in both.items()} == (
        read(record).everything()
    )


@SOME
@given(RECORDS)
def test_what_is_usable_in_the_issues_is_not_in_doubt(record: Record) -> None:
    """A value that an issue calls unknown is null in its table (another row of the same patient may know it)."""
    reading = read(record)
    doubted = {
        (row["patient"], row["table"], row["row"], row["column"])
        for row in reading.rows("issues")
        if row["treated_as"] in ("unknown", "undated", "left out of lines")
    }
    for table in tables.INPUTS[1:]:
        for row in reading.rows(table.name):
            key = (row["patient"], table.name, row["row"])
            assert not [column for column in row if (*key, column) in doubted and row[column] is not None]


UNITS = {
    "creatinine": ("umol/L", {"mmol/L": -3, "nmol/L": 3, "mol/L": -6}),
    "serum_m_protein": ("g/L", {"mg/mL": 0, "mg/L": 3, "kg/L": -3, "г/л": 0}),
    "urine_m_protein": ("mg/(24.h)", {"g/24h": -3, "ug/(24.h)": 3, "mg/d": 0}),
    "platelets": ("10*9/L", {"/uL": 3, "/L": 9, "10*3/uL": 0, "10*6/L": 3}),
    "ferritin": ("ug/L", {"ng/mL": 0, "mg/L": -3, "g/L": -6}),
}
CHOICES = [(analyte, unit, shift) for analyte, (_, others) in UNITS.items() for unit, shift in others.items()]


@pytest.mark.parametrize(("analyte", "unit", "shift"), CHOICES)
def test_the_unit_does_not_matter(analyte: str, unit: str, shift: int) -> None:
    values = [1234, 987, 1, 5000]
    dates = [f"2020-01-0{n}" for n in range(1, 5)]
    canonical = [measured(analyte, f"{v}e-1", UNITS[analyte][0], on) for v, on in zip(values, dates, strict=True)]
    other = [measured(analyte, f"{v}e{shift - 1}", unit, on) for v, on in zip(values, dates, strict=True)]
    as_found, usual = (read({"measurements": rows}).rows("measurements") for rows in (other, canonical))
    assert [{**row, "reported_unit": UNITS[analyte][0]} for row in as_found] == usual


def test_reading_twice_gives_the_same(tmp_path: Path, read_path: Callable[[Path], Reading]) -> None:
    folder = write(
        tmp_path / "record", {"measurements": [measured("calcium", "2.4", "mmol/L")], "findings": [found("x", "y")]}
    )
    first = read_path(folder).everything()
    assert read_path(folder).everything() == first
