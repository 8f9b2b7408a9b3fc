"""Dates: cycles, later lengths, days before the infusion, leap years, premedication."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schedule.made import dose, made, schedule
from tests.schedule.rows import derived, request
from thirdline.knowledge import Knowledge
from thirdline.schedule.calendar import DoseRow, choose, default_cycles, plan

START = date(2023, 4, 3)


def on(rows: list[DoseRow], drug: str, cycle: int | None = None) -> list[str]:
    return [d.on.isoformat() for d in rows if d.drug == drug and cycle in (None, d.cycle)]


def test_isapd_calendar_of_the_published_case(knowledge: Knowledge) -> None:
    """Ryabukhina 2023: days 1, 8, 15, 22, from cycle 2 days 1 and 15; 8 infusions of isatuximab in 3 cycles."""
    rows = plan(knowledge, "IsaPd", START, weight=80, cycles=3)
    assert on(rows, "isatuximab") == [
        "2023-04-03", "2023-04-10", "2023-04-17", "2023-04-24", "2023-05-01", "2023-05-15", "2023-05-29", "2023-06-12",
    ]  # fmt: skip
    assert on(rows, "dexamethasone", 1) == ["2023-04-03", "2023-04-10", "2023-04-17", "2023-04-24"]
    assert on(rows, "dexamethasone", 3) == ["2023-05-29", "2023-06-05", "2023-06-12", "2023-06-19"]
    assert on(rows, "pomalidomide", 2) == [(date(2023, 5, 1) + timedelta(days=n)).isoformat() for n in range(21)]
    assert {d.amount for d in rows if d.drug == "isatuximab"} == {800}


def test_leap_day_is_a_day(knowledge: Knowledge) -> None:
    assert on(plan(knowledge, "isapd", date(2024, 2, 15), cycles=1), "isatuximab")[2:] == ["2024-02-29", "2024-03-07"]
    assert on(plan(knowledge, "isapd", date(2023, 2, 15), cycles=1), "isatuximab")[2:] == ["2023-03-01", "2023-03-08"]
    assert on(plan(knowledge, "isapd", date(2100, 2, 22), cycles=1), "isatuximab")[1] == "2100-03-01"


def test_later_cycles_have_their_own_length(knowledge: Knowledge) -> None:
    """DVd: eight cycles of 21 days, then of 28: cycle 9 starts in week 25, cycle 10 four weeks later."""
    rows = plan(knowledge, "dvd", START, cycles=10)
    assert on(rows, "daratumumab", 9) == [(START + timedelta(weeks=24)).isoformat()]
    assert on(rows, "daratumumab", 10) == [(START + timedelta(weeks=28)).isoformat()]


def test_days_before_the_infusion_count_back_from_day_0(knowledge: Knowledge) -> None:
    rows = plan(knowledge, "ide-cel", date(2024, 3, 3), weight=70, height=170)
    assert on(rows, "fludarabine") == ["2024-02-27", "2024-02-28", "2024-02-29"]
    assert on(rows, "idecabtagene-vicleucel") == ["2024-03-03"]


def test_negative_days_without_a_day_0_dose_count_back_from_day_1(knowledge: Knowledge) -> None:
    """Interleukin 2 begins 7 days before dinutuximab beta, whose first day is the start: day -6, no day left out."""
    rows = plan(knowledge, "dinutuximab-beta-aldesleukin", date(2024, 5, 20), cycles=1)
    assert on(rows, "dinutuximab-beta")[0] == "2024-05-20"
    assert on(rows, "aldesleukin")[0] == "2024-05-13"


@settings(max_examples=3, deadline=None)
@given(shifts=st.lists(st.integers(min_value=-4000, max_value=4000), min_size=20, max_size=20, unique=True))
def test_another_start_moves_every_date_alike(knowledge: Knowledge, shifts: list[int]) -> None:
    rows = derived(knowledge, [request(str(n), "dvd", started_on=START + timedelta(days=n)) for n in shifts])
    moved = [d._replace(patient="p", on=d.on - timedelta(days=int(d.patient))) for d in rows]
    assert Counter(moved) == Counter({d: len(shifts) for d in derived(knowledge, [request("p", "dvd")])})


@pytest.mark.parametrize(
    ("regimen", "cycles"),
    [("isapd", 2), ("elopd", 3), ("drd", 7), ("dvd", 9), ("kd:weekly-20-70", 10), ("krd", 12), ("vmp", 5), ("cilta-cel", 1)],
)
def test_cycles_shown_when_none_are_asked_for(knowledge: Knowledge, regimen: str, cycles: int) -> None:
    assert default_cycles(choose(knowledge, regimen).schedule) == cycles
    assert {d.cycle for d in plan(knowledge, regimen, START)} == set(range(1, cycles + 1))


def test_premedication_goes_with_each_dose_of_its_drug(knowledge: Knowledge) -> None:
    rows = plan(knowledge, "isapd", START)
    assert on(rows, "paracetamol") == on(rows, "isatuximab")
    notes = {d.note for d in rows if d.drug == "paracetamol"}
    assert all(note and note.startswith("premedication before isatuximab") for note in notes)


def test_minutes_before_stand_in_the_note(knowledge: Knowledge) -> None:
    rows = plan(knowledge, "elopd", START)
    said = "premedication before elotuzumab, 45 minutes before; "
    assert {(d.note or "")[: len(said)] for d in rows if d.drug == "paracetamol"} == {said}


def test_a_continuous_infusion_is_premedicated_where_it_begins_or_steps(knowledge: Knowledge) -> None:
    rows = plan(knowledge, "blinatumomab", START, weight=70, cycles=2)
    assert [(d.cycle, d.day) for d in rows if d.drug == "dexamethasone"] == [(1, 1), (1, 8), (2, 1)]


def test_amounts_for_one_drug_day_and_route_are_listed_not_added(knowledge: Knowledge) -> None:
    rows = plan(knowledge, "blinatumomab", START, weight=70, height=170, cycles=1)
    first = next(d for d in rows if d.drug == "dexamethasone")
    assert (first.amount, first.unit) == (None, None)
    assert first.note
    assert "20 mg: premedication" in first.note
    assert "9.0905 mg: body surface" in first.note


def test_premedication_before_the_first_dose_only(knowledge: Knowledge) -> None:
    """The row says so by `first_dose_only`; nothing else is known of the day."""
    rows = derived(knowledge, [request("p", "isapd")], first_dose_only=True)
    assert [d.on for d in rows if d.drug == "paracetamol"] == [START]


def test_a_schedule_that_goes_on_has_no_dates_without_a_number_of_cycles(knowledge: Knowledge) -> None:
    assert derived(knowledge, [request("p", "isapd", n_cycles=None)]) == []


def test_no_dose_is_planned_before_its_cycle_or_after_its_last(knowledge: Knowledge) -> None:
    known = made(knowledge, [schedule(dose(from_cycle=2, to_cycle=3, days=[1, 28]), dose("dexamethasone"))])
    rows = plan(known, "made", START, cycles=5)
    assert [(d.cycle, d.day) for d in rows if d.drug == "carfilzomib"] == [(2, 1), (2, 28), (3, 1), (3, 28)]
    assert len(on(rows, "dexamethasone")) == 5
