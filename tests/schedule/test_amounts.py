"""Amounts: body size, limits, adjustments, and what is said when something is not known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schedule.made import dose, made, rule, schedule
from tests.schedule.rows import derived, request
from thirdline.knowledge import Knowledge
from thirdline.schedule.calendar import DoseRow, plan

START = date(2024, 1, 1)


def doses(knowledge: Knowledge, regimen: str, drug: str, **asked: Any) -> list[DoseRow]:
    return [d for d in plan(knowledge, regimen, START, **asked) if d.drug == drug]


def first(knowledge: Knowledge, regimen: str, drug: str, **asked: Any) -> DoseRow:
    return doses(knowledge, regimen, drug, **asked)[0]


@pytest.mark.parametrize(
    ("height", "weight", "surface", "amount"),
    [
        (180, "95.922", "2.19", "43.8"),
        (176, 99, "2.2", "44"),
        (180, "97.682", "2.21", "44"),
        (200, 200, "3.3333", "44"),
        (170, 75, "1.8819", "37.638"),
    ],
)
def test_body_surface_at_its_limit(knowledge: Knowledge, height: int, weight: str, surface: str, amount: str) -> None:
    """Carfilzomib 20 mg/m2: 44 mg at 2.2 m2 and at every larger surface."""
    d = first(knowledge, "kd", "carfilzomib", height=height, weight=weight)
    assert (d.amount, d.unit) == (Decimal(amount), "mg")
    assert d.note
    assert d.note.startswith(f"body surface {surface} m2")
    assert ("body surface limited to 2.2 m2" in d.note) == (Decimal(surface) > Decimal("2.2"))
    assert d.because == "kd#schedules; body-surface-mosteller-1987#divisor"


def test_limits_of_the_label_at_each_dose(knowledge: Knowledge) -> None:
    """At 2.2 m2: 44, 59.4, 123.2 and 154 mg at 20, 27, 56 and 70 mg/m2; the New Zealand library says 123."""
    large = {"height": 200, "weight": 150}
    amounts = {d.amount for r in ("kd", "krd", "kd:weekly-20-70") for d in doses(knowledge, r, "carfilzomib", **large)}
    assert amounts == {Decimal("44"), Decimal("59.4"), Decimal("123.2"), Decimal("154")}
    capped = doses(knowledge, "kd:weekly-20-56-nz", "carfilzomib", **large)[-1]
    assert capped.amount == 123
    assert capped.note
    assert "body surface limited to 2.2 m2" in capped.note
    assert "at most 123 mg" in capped.note


def test_dose_by_weight_needs_no_height(knowledge: Knowledge) -> None:
    d = first(knowledge, "drd", "daratumumab", weight="72.5")
    assert (d.amount, d.unit, d.because) == (Decimal("1160"), "mg", "drd#schedules")


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({}, ["weight is missing", "height is missing"]),
        ({"weight": 70}, ["height is missing"]),
        ({"height": 170}, ["weight is missing"]),
    ],
)
def test_without_body_size_the_dose_stays_as_printed(
    knowledge: Knowledge, known: dict[str, int], missing: list[str]
) -> None:
    d = doses(knowledge, "kd:weekly-20-70", "carfilzomib", **known)[1]
    assert (d.amount, d.unit) == (70, "mg/m2")
    assert d.note == "; ".join([*missing, "body surface limited to 2.2 m2", "at most 154 mg", "over 30 minutes"])


def test_the_source_prints_no_amount(knowledge: Knowledge) -> None:
    d = first(made(knowledge, [schedule(dose(amount=None))]), "made", "carfilzomib")
    assert d.amount is None
    assert d.note == "the source prints no amount"


@pytest.mark.parametrize(
    ("regimen", "by_age"),
    [
        ("isapd", {74: 40, 75: 20, 76: 20}),
        ("dpd", {74: 40, 75: 20, 76: 20}),
        ("drd", {74: 40, 75: 40, 76: 20}),
        ("pd", {74: 40, 75: 40, 76: 20}),
        ("pvd", {74: 20, 75: 20, 76: 10}),
    ],
)
def test_dexamethasone_by_age(knowledge: Knowledge, regimen: str, by_age: dict[int, int]) -> None:
    """The edge differs: at least 75 with isatuximab and DPd, over 75 in DRd, Pd and PVd."""
    assert {age: first(knowledge, regimen, "dexamethasone", age=age).amount for age in by_age} == by_age


def test_an_adjusted_dose_says_by_whom_and_why(knowledge: Knowledge) -> None:
    d = first(knowledge, "isapd", "dexamethasone", age=80)
    assert d.note == "age 80: 20 mg instead of 40 mg (US)"
    assert d.because == "isapd#schedules; dexamethasone-age-isapd#bands"


def test_a_value_between_two_bands_is_left_open(knowledge: Knowledge) -> None:
    """The ELOQUENT-3 slide says below 75 and over 75, and nothing of 75."""
    notes = [first(knowledge, "elopd:eloquent-3-slide", "dexamethasone", age=age).note for age in (74, 75, 76)]
    assert notes[0] is None
    assert notes[1] == "age 75: left open by dexamethasone-age-elopd-slide (trial)"
    assert notes[2]
    assert notes[2].startswith("age 76: 20 mg instead of 40 mg")


def test_split_dexamethasone_by_age(knowledge: Knowledge) -> None:
    given = {(d.route, d.amount) for d in doses(knowledge, "elopd", "dexamethasone", age=76)}
    assert given == {("PO", 8), ("IV", 8), ("PO", 20)}


EDGES = [
    ("29.9999", 15, 15), (30, 10, 10), (49, 10, 10), ("49.9999", 10, 10), (50, 25, 10), (59, 25, 10), (60, 25, 10),
    ("60.0001", 25, 25), (61, 25, 25),
]  # fmt: skip


@pytest.fixture(scope="module")
def by_clearance(knowledge: Knowledge) -> dict[str, DoseRow]:
    """The first lenalidomide of DRd at each edge, by clearance and authority."""
    asked = [
        request(f"{c} {a}", "drd", creatinine_clearance=Decimal(c), authority=a)
        for c, _, _ in EDGES
        for a in ("EU", "US", None)
    ]
    return {d.patient: d for d in derived(knowledge, asked) if (d.drug, d.cycle, d.day) == ("lenalidomide", 1, 1)}


@pytest.mark.parametrize(("clearance", "eu", "us"), EDGES)
def test_lenalidomide_by_clearance_at_both_edges(by_clearance: dict[str, DoseRow], clearance: str, eu: int, us: int) -> None:
    """EU: 10 mg from 30 to below 50. US: 10 mg from 30 to 60. Where they differ and none is chosen, nothing changes."""
    chosen = by_clearance[f"{clearance} EU"], by_clearance[f"{clearance} US"]
    assert [d.amount for d in chosen] == [eu, us]
    none = by_clearance[f"{clearance} None"]
    assert none.amount == (eu if eu == us else 25)
    assert ("not changed, the rules differ" in (none.note or "")) == (eu != us)


def test_where_rules_differ_the_note_says_what_each_says(by_clearance: dict[str, DoseRow]) -> None:
    d, said = by_clearance["50 None"], "creatinine clearance 50"
    assert d.note == f"not changed, the rules differ: {said}: 10 mg instead of 25 mg (US), {said}: no change (EU)"
    assert d.because == "drd#schedules; lenalidomide-renal-eu#bands; lenalidomide-renal-us#bands"


def test_every_second_day_thins_the_days(knowledge: Knowledge) -> None:
    rows = doses(knowledge, "drd", "lenalidomide", creatinine_clearance=20, cycles=2)
    assert [d.day for d in rows if d.cycle == 2] == list(range(1, 22, 2))
    assert {(rows[n + 1].on - rows[n].on).days for n in range(10)} == {2}
    assert rows[0].note
    assert "15 mg every 2 days instead of 25 mg" in rows[0].note
    assert rows[0].note.endswith("(EU, US)")


def test_unknown_quantities_are_named_not_guessed(knowledge: Knowledge) -> None:
    d = first(knowledge, "drd", "lenalidomide")
    assert d.amount == 25
    assert d.because == "drd#schedules"
    assert d.note == (
        "creatinine clearance is missing and may change the dose (lenalidomide-renal-eu, lenalidomide-renal-us)"
    )
    d = first(knowledge, "drd", "lenalidomide", authority="US")
    assert d.note == "creatinine clearance is missing and may change the dose (lenalidomide-renal-us)"


@pytest.mark.parametrize(("weight", "amount"), [("53.464", 20), ("53.465", 40)])
def test_body_mass_index_comes_from_weight_and_height(knowledge: Knowledge, weight: str, amount: int) -> None:
    """DRd: below 18.5 kg/m2; at 170 cm that is 53.465 kg."""
    assert first(knowledge, "drd", "dexamethasone", age=60, weight=weight, height=170).amount == amount


def test_two_reasons_reduce_once(knowledge: Knowledge) -> None:
    d = first(knowledge, "drd", "dexamethasone", age=80, weight=45, height=170)
    assert d.amount == 20
    assert d.because.endswith("dexamethasone-age-drd#bands; dexamethasone-bmi-drd#bands")


def test_a_chosen_authority_without_a_rule_leaves_the_others_in_force(knowledge: Knowledge) -> None:
    assert first(knowledge, "drd", "dexamethasone", age=80, authority="EU").amount == 20


def test_two_quantities_that_ask_for_different_doses_change_nothing(knowledge: Knowledge) -> None:
    known = made(
        knowledge,
        [schedule(dose(amount="10"))],
        rule("by-age", "EU", {"at_least": 75, "amount": 8}, quantity="age_years"),
        rule("by-clearance", "EU", {"below": 30, "amount": 5}),
    )
    assert first(known, "made", "carfilzomib", age=80, creatinine_clearance=60).amount == 8
    assert first(known, "made", "carfilzomib", age=70, creatinine_clearance=20).amount == 5
    both = first(known, "made", "carfilzomib", age=80, creatinine_clearance=20)
    assert both.amount == 10
    assert both.note
    assert both.note.startswith("not changed, the rules differ: age 80: 8 mg")


def test_one_authority_alone_is_followed_when_none_is_chosen(knowledge: Knowledge) -> None:
    known = made(knowledge, [schedule(dose(amount="10"))], rule("one", "RU", {"below": 30, "instead_of": 10, "amount": 5}))
    assert first(known, "made", "carfilzomib", creatinine_clearance=29).amount == 5


def test_a_rule_for_another_amount_or_unit_does_not_concern_a_dose(knowledge: Knowledge) -> None:
    other = rule("other", "EU", {"below": 30, "instead_of": 20, "amount": 5})
    assert (
        first(made(knowledge, [schedule(dose(amount="10"))], other), "made", "carfilzomib", creatinine_clearance=9).note
        is None
    )
    per_m2 = made(knowledge, [schedule(dose(amount="20", unit="mg/m2"))], other)
    assert first(per_m2, "made", "carfilzomib", creatinine_clearance=9).amount == 20


@pytest.mark.parametrize(
    ("bound", "inside"),
    [("at_least", [30, 31]), ("more_than", [31]), ("below", [29]), ("at_most", [29, 30])],
)
def test_bounds_hold_exactly(knowledge: Knowledge, bound: str, inside: list[int]) -> None:
    known = made(knowledge, [schedule(dose(amount="10"))], rule("bound", "EU", {bound: 30, "amount": 5}))
    amounts = {c: first(known, "made", "carfilzomib", creatinine_clearance=c).amount for c in (29, 30, 31)}
    assert [c for c, amount in amounts.items() if amount == 5] == inside


def test_a_largest_dose_binds_a_dose_by_weight(knowledge: Knowledge) -> None:
    known = made(knowledge, [schedule(dose(amount="2", unit="mg/kg", at_most=100))])
    assert first(known, "made", "carfilzomib", weight=49).note is None
    assert first(known, "made", "carfilzomib", weight=50).note == "at most 100 mg"
    assert [first(known, "made", "carfilzomib", weight=w).amount for w in (49, 50, 51)] == [98, 100, 100]


def test_a_range_names_its_upper_end(knowledge: Knowledge) -> None:
    d = first(knowledge, "ide-cel", "idecabtagene-vicleucel")
    assert (d.amount, d.unit, d.note) == (300_000_000, "cells", "up to 460 000 000 cells")


SIZES = st.tuples(st.decimals(20, 200, places=1), st.decimals(120, 210, places=1))


@settings(max_examples=5, deadline=None)
@given(sizes=st.lists(SIZES, min_size=50, max_size=50))
def test_a_dose_by_body_surface_follows_the_formula_up_to_its_limit(
    knowledge: Knowledge, sizes: list[tuple[Any, ...]]
) -> None:
    """Carfilzomib 20 mg/m2 at the root of height times weight over 3600, four decimals, at most 2.2 m2."""
    asked = [request(str(n), "kd", weight_kg=w, height_cm=h, n_cycles=1) for n, (w, h) in enumerate(sizes)]
    for d in derived(knowledge, asked):
        if (d.drug, d.day) == ("carfilzomib", 1):
            weight, height = sizes[int(d.patient)]
            exact = min((weight * height / 3600).sqrt(), Decimal("2.2")) * 20
            assert d.amount is not None
            assert abs(d.amount - exact) <= Decimal("0.001")
