"""Does the same quantity come out the same in every unit, and is nothing converted that only looks alike?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

import pytest

from thirdline.knowledge import kinds
from thirdline.records import Words
from thirdline.records.units import conversion

from .conftest import Reading, knowledge, measured

Read = Callable[..., Reading]


def factor(words: Words, analyte: str, unit: str | None) -> Decimal | None:
    line = conversion(unit, words.analytes[analyte], words.units)
    return line.factor if line else None


@pytest.mark.parametrize(
    ("analyte", "unit", "expected"),
    [
        ("serum_m_protein", "g/L", "1"),
        ("serum_m_protein", "g/dL", "10"),
        ("serum_m_protein", "mg/dL", "0.01"),
        ("serum_m_protein", "mg/mL", "1"),
        ("serum_m_protein", "г/л", "1"),
        ("serum_m_protein", "г / л", "1"),
        ("serum_m_protein", "g%", "10"),
        ("urine_m_protein", "mg/24 h", "1"),
        ("urine_m_protein", "g/24h", "1000"),
        ("urine_m_protein", "g/(24.h)", "1000"),
        ("urine_m_protein", "mg/d", "1"),
        ("urine_m_protein", "mg/h", "24"),
        ("kappa_flc", "mg/dL", "10"),
        ("kappa_flc", "мг/л", "1"),
        ("creatinine", "mg/dL", "88.40169731259"),
        ("creatinine", "mmol/L", "1000"),
        ("calcium", "mg/dL", "0.24951344877"),
        ("beta2_microglobulin", "nmol/L", "0.0118"),
        ("haemoglobin", "mmol/L", "16.1145"),
        ("platelets", "10*3/uL", "1"),
        ("platelets", "K/uL", "1"),
        ("platelets", "x10^9/l", "1"),
        ("platelets", "×10⁹/L", "1"),
        ("platelets", "х10^9/л", "1"),
        ("platelets", "/uL", "0.001"),
        ("platelets", "{cells}/uL", "0.001"),
        ("platelets", "10*3/uL{thrombocytes}", "1"),
        ("platelets", "/L", "0.000000001"),
        ("ldh", "IU/L", "1"),
        ("ldh", "ukat/L", "60"),
        ("ferritin", "ng/mL", "1"),
        ("ferritin", "µg/L", "1"),
        ("ferritin", "μg/L", "1"),
        ("weight", "[lb_av]", "0.45359237"),
        ("height", "[in_i]", "2.54"),
        ("height", "m", "100"),
        ("bone_marrow_plasma_cells", "1", "100"),
        ("flc_ratio", None, "1"),
        ("flc_ratio", "{ratio}", "1"),
        ("egfr", "mL/min/1.73m2", "1"),
        ("egfr", "mL/s/{1.73_m2}", "60"),
        ("creatinine_clearance", "mL/s", "60"),
    ],
)
def test_factor(analyte: str, unit: str | None, expected: str, words: Words) -> None:
    assert factor(words, analyte, unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("analyte", "unit"),
    [
        ("calcium", "meq/L"),
        ("calcium", "mosm/L"),
        ("platelets", "[IU]/L"),
        ("platelets", "[CFU]/L"),
        ("flc_ratio", "deg"),
        ("haemoglobin", "G/L"),
        ("serum_m_protein", "mg"),
        ("serum_m_protein", "%"),
        ("serum_m_protein_percent", "g/L"),
        ("circulating_plasma_cells", "%"),
        ("urine_m_protein", "mg/L"),
        ("urine_m_protein", "mg/24.h"),
        ("egfr", "mL/min"),
        ("creatinine_clearance", "mL/min/{1.73_m2}"),
        ("kappa_flc", "mmol/L"),
        ("ige", "k[IU]/L"),
        ("calcium", None),
        ("calcium", "{normal}"),
        ("calcium", "bananas"),
        ("calcium", "mg/("),
        ("calcium", "'; drop table patients"),
        ("ferritin", "kg/L"),
        ("flc_ratio", "[pH]"),
    ],
)
def test_no_factor(analyte: str, unit: str | None, words: Words) -> None:
    assert factor(words, analyte, unit) is None


@pytest.mark.parametrize(
    ("given", "unit", "celsius"),
    [("98.6", "[degF]", "37"), ("310.15", "K", "37"), ("101.3", "°F", "38.5"), ("38", "°C", "38")],
)
def test_temperatures_are_shifted_too(given: str, unit: str, celsius: str, read: Read) -> None:
    assert read(measurements=[measured("temperature", given, unit)]).one("measurements")["value"] == Decimal(celsius)


@pytest.mark.parametrize("canonical", ["10", "12.34", "0.07", "33.3", "149.9"])
@pytest.mark.parametrize(("unit", "per_canonical"), [("g/dL", "0.1"), ("mg/dL", "100"), ("mg/mL", "1"), ("kg/L", "0.001")])
def test_the_same_fact_in_another_unit_is_the_same_row(canonical: str, unit: str, per_canonical: str, read: Read) -> None:
    there = str(Decimal(canonical) * Decimal(per_canonical))
    as_found = read(measurements=[measured("serum_m_protein", there, unit)]).everything()
    assert [row.pop("reported_unit") for row in as_found["measurements"]] == [unit]
    usual = read(measurements=[measured("serum_m_protein", canonical, "g/L")]).everything()
    assert [row.pop("reported_unit") for row in usual["measurements"]] == ["g/L"]
    assert as_found == usual


def test_two_units_on_one_day_agree_or_contradict_after_conversion(read: Read) -> None:
    same = read(measurements=[measured("serum_m_protein", "32", "g/L"), measured("serum_m_protein", "3.2", "g/dL")])
    assert [row["value"] for row in same.rows("measurements")] == [32, 32]
    other = read(measurements=[measured("serum_m_protein", "32", "g/L"), measured("serum_m_protein", "32", "g/dL")])
    assert [row["value"] for row in other.rows("measurements")] == [32, None]
    assert [problem for _, problem, _, _ in other.problems()] == ["out_of_possible_range"]


def test_a_value_without_a_usable_unit_is_unknown(read: Read) -> None:
    row = read(measurements=[measured("calcium", "2.4", "")]).one("measurements")
    assert (row["value"], row["unit"]) == (None, None)


@pytest.mark.parametrize("analyte", knowledge("analytes", kinds.Analyte), ids=lambda each: each.word)
def test_every_canonical_unit_is_ucum(analyte: kinds.Analyte, words: Words) -> None:
    unit = f"10*3.{analyte.unit}" if analyte.unit != "Cel" else "K"
    assert factor(words, analyte.word, unit) == (1000 if analyte.unit != "Cel" else 1)


def test_every_spelling_means_a_ucum_unit(words: Words) -> None:
    from ucumvert import PintUcumRegistry

    registry = PintUcumRegistry()
    for meant in set(words.units.values()):
        assert registry.from_ucum(meant.split("/{")[0]) is not None, meant


def test_the_unit_library_is_imported_only_when_needed() -> None:
    code = "import sys, thirdline.records; sys.exit(any(m in sys.modules for m in ('pint', 'ucumvert', 'pydantic')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
