"""Are the bands of the M-protein summed where they alone are reported, and nowhere else?"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Reading, measured

Read = Callable[..., Reading]
BANDS = ("51435-6", "35559-4", "50796-2")


def band(n: int, value: str, unit: str = "g/L", **more: str) -> dict[str, Any]:
    return measured(BANDS[n - 1], value, unit, **more)


def totals(reading: Reading) -> list[tuple[Any, ...]]:
    rows = [row for row in reading.rows("measurements") if row["analyte"] == "serum_m_protein"]
    return [(row["measured_on"].day, row["value"], row["unit"], row["reported_unit"]) for row in rows]


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([band(1, "10")], [(5, 10, "g/L", "g/L")]),
        ([band(1, "10"), band(2, "2.5"), band(3, "0.1")], [(5, Decimal("12.6"), "g/L", "g/L")]),
        ([band(1, "1", "g/dL"), band(2, "2", "g/dL")], [(5, 30, "g/L", "g/dL")]),
        ([band(1, "1", "g/dL"), band(2, "2", "g/L")], [(5, 12, "g/L", "g/L")]),
        ([band(1, "10"), band(2, "2", on="2020-01-06")], [(5, 10, "g/L", "g/L"), (6, 2, "g/L", "g/L")]),
        ([band(1, "10", measurement="a"), band(1, "10", measurement="b")], [(5, 10, "g/L", "g/L")]),
    ],
)
def test_bands_of_a_day_are_summed(bands: list[dict[str, Any]], expected: list[tuple[Any, ...]], read: Read) -> None:
    assert totals(read(measurements=bands)) == expected


@pytest.mark.parametrize(
    "bands",
    [
        [band(1, "10"), band(2, "<1")],
        [band(1, "10"), band(2, "2", "bananas")],
        [band(1, "10"), band(1, "11", measurement="b")],
        [band(1, "10", on="2020-01")],
    ],
)
def test_a_band_without_a_value_or_a_day_leaves_the_sum_unknown(bands: list[dict[str, Any]], read: Read) -> None:
    assert totals(read(measurements=bands)) == []


@pytest.mark.parametrize("total", [measured("33358-3", "9", "g/L"), measured("33358-3", "<3", "g/L")])
def test_a_reported_total_goes_before_the_sum(total: dict[str, Any], read: Read) -> None:
    reading = read(measurements=[total, band(1, "10"), band(2, "2")])
    (row,) = [row for row in reading.rows("measurements") if row["analyte"] == "serum_m_protein"]
    assert row["value"] == (9 if total["value"] == "9" else None)
    assert "summed_bands" not in {problem for _, problem, _, _ in reading.problems()}


def test_methods_are_summed_apart(read: Read) -> None:
    reading = read(measurements=[band(1, "10", method="A"), band(2, "2", method="A"), band(1, "9", method="B")])
    assert sorted(value for _, value, _, _ in totals(reading)) == [9, 12]
    assert len({row["row"] for row in reading.rows("measurements")}) == 5


def test_a_percentage_is_never_a_part(read: Read) -> None:
    assert totals(read(measurements=[measured("33647-9", "20", "%")])) == []


def test_the_sum_says_so(read: Read) -> None:
    reading = read(measurements=[band(1, "10"), band(2, "2.5")])
    assert reading.problems() == [("value", "summed_bands", None, "12.5000")]
    assert [row["row"] for row in reading.rows("issues")] == ["serum_m_protein/2020-01-05/sum"]
