"""Which texts are dates, and which dates are possible for the patient?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from .conftest import Reading, found

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    "text", ["2020-02-29", "2020-02-29T10:15:00Z", "2020-02-29T10:15:00.000+03:00", "2020-02-29 00:00:00"]
)
def test_a_day_is_read_and_the_time_of_day_cut(text: str, read: Read) -> None:
    reading = read(findings=[found("ecog", "1", text)])
    assert reading.one("findings")["found_on"] == date(2020, 2, 29)
    assert reading.one("findings")["row"] == "ecog/2020-02-29"
    assert reading.problems() == []


@pytest.mark.parametrize("text", ["2020", "2020-02"])
def test_a_partial_date_is_not_filled_up(text: str, read: Read) -> None:
    reading = read(findings=[found("ecog", "1", text)])
    assert reading.one("findings")["found_on"] is None
    assert reading.problems() == [("found_on", "partial_date", text, "unknown")]


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-29",
        "29.02.2020",
        "02/29/2020",
        "20200229",
        "2020-2-9",
        "1899-12-31",
        "0001-01-01",
        "today",
        "2020-02-29x",
        "2020-13",
    ],
)
def test_an_impossible_date_is_no_date(text: str, read: Read) -> None:
    problem = "partial_date" if text == "2020-13" else "impossible_date"
    reading = read(findings=[found("ecog", "1", text)])
    assert reading.one("findings")["found_on"] is None
    assert reading.problems() == [("found_on", problem, text, "unknown")]


@pytest.mark.parametrize(
    ("day", "possible"), [("1960-04-30", False), ("1960-05-01", True), ("2022-06-30", True), ("2022-07-01", False)]
)
@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("exposures", {"drug": "bortezomib"}, "started_on"),
        ("measurements", {"analyte": "calcium", "value": "2.4", "unit": "mmol/L"}, "measured_on"),
        ("findings", {"kind": "ecog", "value": "1"}, "found_on"),
        ("procedures", {"procedure": "radiotherapy"}, "performed_on"),
        ("lesions", {"lesion": "L1"}, "measured_on"),
        ("events", {"event": "Anemia"}, "started_on"),
    ],
)
def test_nothing_begins_before_birth_or_after_death(
    day: str, possible: bool, table: str, row: dict[str, str], column: str, read: Read
) -> None:
    patients = [{"born_on": "1960-05-01", "died_on": "2022-06-30"}]
    reading = read(patients=patients, **{table: [{**row, column: day}]})
    assert (reading.one(table)[column] is not None) == possible
    assert reading.problems() == ([] if possible else [(column, "impossible_date", day, "unknown")])


@pytest.mark.parametrize("table", ["exposures", "events"])
@pytest.mark.parametrize(("end", "kept"), [("2019-12-31", False), ("2020-01-01", True), ("2030-01-01", True)])
def test_an_end_lies_not_before_its_start(table: str, end: str, kept: bool, read: Read) -> None:
    row = {"drug": "bortezomib", "event": "Anemia", "started_on": "2020-01-01", "ended_on": end}
    del row["event" if table == "exposures" else "drug"]
    reading = read(patients=[{"died_on": "2021-01-01"}], **{table: [row]})
    assert (reading.one(table)["ended_on"] is not None) == kept
    assert reading.problems() == ([] if kept else [("ended_on", "end_before_start", end, "unknown")])


@pytest.mark.parametrize("column", ["diagnosed_on", "died_on", "last_seen_on"])
@pytest.mark.parametrize(("day", "kept"), [("1960-04-30", False), ("1960-05-01", True)])
def test_a_patient_is_not_diagnosed_seen_or_dead_before_birth(column: str, day: str, kept: bool, read: Read) -> None:
    reading = read(patients=[{"born_on": "1960-05-01", column: day}])
    assert (reading.one("patients")[column] is not None) == kept
    assert len(reading.problems()) == (not kept)


def test_a_patient_without_any_date_is_read(read: Read) -> None:
    reading = read(patients=[{"born_on": ""}], findings=[found("ecog", "1")])
    assert reading.one("patients")["born_on"] is None
    assert reading.one("findings")["found_on"] == date(2020, 1, 5)
    assert reading.problems() == []


def test_the_end_of_an_undated_start_is_kept(read: Read) -> None:
    row = {"drug": "bortezomib", "started_on": "2020-01", "ended_on": "2020-05-01"}
    assert read(exposures=[row]).one("exposures")["ended_on"] == date(2020, 5, 1)
