"""Which texts are numbers, and which numbers are possible in a living patient?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from thirdline.knowledge import kinds

from .conftest import Reading, knowledge, measured

Read = Callable[..., Reading]
ANALYTES = knowledge("analytes", kinds.Analyte)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", "12.5"),
        ("12", "12"),
        (" 12.5 ", "12.5"),
        ("+12.5", "12.5"),
        (".5", "0.5"),
        ("12.", "12"),
        ("1.25e1", "12.5"),
        ("0012.50", "12.5"),
        ("0.30000000000000004", "0.3"),
        ("12.34565", "12.3457"),
        ("\u00a012.5", "12.5"),
    ],
)
def test_a_number_is_read_exactly(text: str, value: str, read: Read) -> None:
    reading = read(measurements=[measured("serum_m_protein", text, "g/L")])
    assert reading.one("measurements")["value"] == Decimal(value)
    assert reading.problems() == []


@pytest.mark.parametrize(("text", "value"), [("12,5", "12.5"), ("12,55", "12.55"), ("0,1", "0.1")])
def test_an_unambiguous_decimal_comma_is_read_and_said(text: str, value: str, read: Read) -> None:
    reading = read(measurements=[measured("serum_m_protein", text, "g/L")])
    assert reading.one("measurements")["value"] == Decimal(value)
    assert reading.problems() == [("value", "decimal_comma", text, value)]


@pytest.mark.parametrize(
    "text",
    [
        "1,234",
        "1,234.5",
        "1.234,5",
        ",5",
        "12,",
        "1 200",
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "0x1F",
        "1_0",
        "++",
        "ten",
        "12.5 g/L",
        "1e",
        "٣",
        "1e100000",
    ],
)
def test_what_is_no_number_is_not_guessed(text: str, read: Read) -> None:
    reading = read(measurements=[measured("serum_m_protein", text, "g/L")])
    assert reading.one("measurements")["value"] is None
    assert reading.problems() == [("value", "not_a_number", text, "unknown")]


@pytest.mark.parametrize("text", ["<0.1", ">5000", "<= 0,5", ">=3", "≤1", "~2"])
def test_a_bound_is_not_a_value(text: str, read: Read) -> None:
    reading = read(measurements=[measured("kappa_flc", text, "mg/L")])
    assert reading.one("measurements")["value"] is None
    assert reading.problems() == [("value", "comparator", text, "unknown")]


@pytest.mark.parametrize("text", ["99999999999999", "1e50", "-1e20"])
def test_a_number_too_large_to_hold_is_impossible(text: str, read: Read) -> None:
    reading = read(measurements=[measured("kappa_flc", text, "mg/L")])
    assert reading.one("measurements")["value"] is None
    assert reading.problems() == [("value", "out_of_possible_range", text, "unknown")]


def test_both_ends_of_every_possible_range_are_possible(read: Read) -> None:
    step = Decimal("0.0001")
    expected = {}
    for each in ANALYTES:
        least, most = each.possible.at_least, each.possible.at_most
        values = [(least - step, None), (least, least), (most, most), (most + step, None)]
        expected |= {(each.word, date(2020, 1, n), given): kept for n, (given, kept) in enumerate(values, 1)}
    units = {each.word: each.unit for each in ANALYTES}
    rows = [measured(word, str(given), units[word], str(on)) for word, on, given in expected]
    reading = read(measurements=rows)
    values = {(row["analyte"], row["measured_on"]): row["value"] for row in reading.rows("measurements")}
    assert values == {(word, on): kept for (word, on, _), kept in expected.items()}
    assert [problem for _, problem, _, _ in reading.problems()] == ["out_of_possible_range"] * 2 * len(ANALYTES)


def test_normal_limits_are_converted_with_their_value(read: Read) -> None:
    row = measured("creatinine", "1", "mg/dL", lower_normal="0,5", upper_normal="high")
    reading = read(measurements=[row])
    assert reading.one("measurements")["lower_normal"] == Decimal("44.2008")
    assert reading.one("measurements")["upper_normal"] is None
    assert reading.problems() == [
        ("lower_normal", "decimal_comma", "0,5", "0.5"),
        ("upper_normal", "not_a_number", "high", "unknown"),
    ]


def test_different_values_on_one_day_are_not_used(read: Read) -> None:
    rows = [measured("calcium", "2.4", "mmol/L"), measured("calcium", "2.6", "mmol/L", upper_normal="2.55")]
    reading = read(measurements=rows)
    assert [row["value"] for row in reading.rows("measurements")] == [None, None]
    assert {row["found"] for row in reading.rows("issues")} == {"2.4 mmol/L", "2.6 mmol/L"}


@pytest.mark.parametrize(
    "other",
    [
        measured("calcium", "2.6", "mmol/L", "2020-01-06"),
        measured("calcium", "2.6", "mmol/L", method="ISE"),
        measured("albumin", "26", "g/L"),
        measured("calcium", "2.40", "mmol/L"),
        measured("calcium", "tall", "mmol/L"),
        {**measured("calcium", "2.6", "mmol/L"), "patient": "p2"},
    ],
    ids=["another day", "another method", "another analyte", "the same value", "no value", "another patient"],
)
def test_what_does_not_contradict_a_value(other: dict[str, str], read: Read) -> None:
    reading = read(patients=[{}, {"patient": "p2"}], measurements=[measured("calcium", "2.4", "mmol/L"), other])
    assert Decimal("2.4") in [row["value"] for row in reading.rows("measurements")]
    assert "conflicting_values" not in {row["problem"] for row in reading.rows("issues")}


def test_undated_values_do_not_contradict_each_other(read: Read) -> None:
    rows = [measured("calcium", "2.4", "mmol/L", ""), measured("calcium", "2.6", "mmol/L", "")]
    assert [row["value"] for row in read(measurements=rows).rows("measurements")] == [Decimal("2.4"), Decimal("2.6")]


@pytest.mark.parametrize(("text", "amount"), [("1.3", "1.3"), ("0", "0"), ("-0.1", None), ("1e13", None), ("a lot", None)])
def test_an_amount_is_not_below_nothing(text: str, amount: str | None, read: Read) -> None:
    row = {"drug": "bortezomib", "started_on": "2020-01-01", "amount": text, "unit": "mg"}
    expected = Decimal(amount) if amount is not None else None
    reading = read(exposures=[row])
    assert reading.one("exposures")["amount"] == expected
    assert len(reading.problems()) == (expected is None)
