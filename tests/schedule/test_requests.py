"""What may be asked, and what is answered when it cannot be scheduled; one derivation for one patient and for many."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.schedule.rows import derived, laid, request
from thirdline import flow
from thirdline.knowledge import Knowledge
from thirdline.schedule import contracts
from thirdline.schedule.calendar import DoseRow, ScheduleError, choose, plan
from thirdline.schedule.text import citation
from thirdline.tables import TABLES

START = date(2024, 1, 1)


@pytest.mark.parametrize("word", ["isapd", "IsaPd", "ISAPD", "isa-pd", "Isatuximab + pomalidomide + dexamethasone (IsaPd)"])
def test_a_regimen_is_found_by_id_name_or_synonym(knowledge: Knowledge, word: str) -> None:
    assert choose(knowledge, word).regimen.id == "isapd"


def test_a_schedule_is_named_after_a_colon_or_apart(knowledge: Knowledge) -> None:
    assert choose(knowledge, "Kd:weekly-20-70") == choose(knowledge, "kd", "weekly-20-70")
    assert plan(knowledge, "kd:weekly-20-70", START) == plan(knowledge, "kd", START, schedule="weekly-20-70")


def test_the_first_schedule_is_meant_and_the_others_are_known(knowledge: Knowledge) -> None:
    choice = choose(knowledge, "kd")
    assert (choice.schedule.id, choice.named) == ("twice-weekly-20-56", False)
    assert [s.id for s in choice.others] == ["weekly-20-70", "weekly-20-56-nz"]
    assert choose(knowledge, "isapd").named


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"regimen_word": "isapdd"}, "no regimen is called 'isapdd'; did you mean isapd"),
        ({"regimen_word": "qqqqqq"}, "List them with: thirdline knowledge show regimens"),
        ({"regimen_word": "kpd"}, "composition only (carfilzomib + dexamethasone + pomalidomide); no source at hand prints"),
        ({"regimen_word": "kd:daily"}, "no schedule 'daily'; allowed: twice-weekly-20-56, weekly-20-70"),
        ({"weight": 0}, "weight 0: must be a positive number"),
        ({"weight": -70}, "must be a positive number"),
        ({"weight": float("nan")}, "must be a positive number"),
        ({"weight": "heavy"}, "is not a number"),
        ({"height": 1.75}, "height 1.75: not possible in a living patient; allowed: 15 to 300 cm"),
        ({"creatinine_clearance": 0}, "must be a positive number"),
        ({"age": -1}, "must not be negative"),
        ({"cycles": 0}, "must be at least 1"),
        ({"regimen_word": "vmp", "cycles": 10}, "at most 9, the schedule's own number"),
        ({"authority": "UK"}, "no dose rules of the authority 'UK'; allowed: EU"),
    ],
)
def test_what_cannot_be_scheduled_is_refused_with_advice(knowledge: Knowledge, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ScheduleError) as refused:
        plan(knowledge, asked.pop("regimen_word", "isapd"), START, **asked)
    assert said in str(refused.value)


def test_no_name_means_two_regimens(knowledge: Knowledge) -> None:
    for regimen in knowledge.of("regimens").values():
        for word in (regimen.id, *regimen.synonyms):
            if regimen.schedules:
                assert choose(knowledge, word, weight=30).regimen.id == regimen.id, word


@pytest.mark.parametrize(
    ("word", "weight", "schedule"),
    [
        ("blinatumomab", "44.9", "relapsed-under-45-kg"),
        ("blinatumomab", "45", "relapsed-45-kg-and-over"),
        ("tisagenlecleucel", "50", "50-kg-and-under"),
        ("tisagenlecleucel", "50.1", "over-50-kg"),
    ],
)
def test_the_weight_chooses_the_schedule(knowledge: Knowledge, word: str, weight: str, schedule: str) -> None:
    assert choose(knowledge, word, weight=weight).schedule.id == schedule


def test_a_schedule_that_depends_on_the_weight_is_not_chosen_without_it(knowledge: Knowledge) -> None:
    with pytest.raises(ScheduleError, match="give --weight"):
        choose(knowledge, "blinatumomab")


@pytest.fixture(scope="module")
def cohort(knowledge: Knowledge) -> list[DoseRow]:
    """One patient a schedule of all knowledge, called by it."""
    asked = [(r.id, s.id) for r in knowledge.of("regimens").values() for s in r.schedules]
    known = {"weight_kg": 80, "height_cm": 175, "age_years": 75, "creatinine_clearance": 40, "bmi": "26.1224"}
    requests = [request(f"{r}:{s}", r, schedule=s, started_on=START, authority="US", **known) for r, s in asked]
    rows = derived(knowledge, requests)
    assert {d.patient for d in rows} == {f"{r}:{s}" for r, s in asked}
    return rows


def test_keys_are_unique_in_every_schedule(cohort: list[DoseRow]) -> None:
    assert len({(d.patient, d.cycle, d.day, d.drug, d.route) for d in cohort}) == len(cohort)


def test_every_row_says_why_in_facts_that_knowledge_cites(cohort: list[DoseRow], knowledge: Knowledge) -> None:
    facts = {fact for d in cohort for fact in d.because.split("; ")}
    assert [fact for fact in facts if citation(knowledge, fact) is None] == []


@pytest.mark.parametrize("word", ["isapd:ryabukhina-2023", "drd:iv-16-mg-kg", "dkd:weekly-20-70"])
def test_many_patients_get_what_each_would_alone(cohort: list[DoseRow], knowledge: Knowledge, word: str) -> None:
    alone = plan(knowledge, word, START, 80, 175, 75, 40, cycles=2, authority="US")
    assert sorted(d._replace(patient="patient") for d in cohort if d.patient == word) == sorted(alone)


def test_stages_hold_what_their_contracts_say(knowledge: Knowledge) -> None:
    engine = laid(knowledge, [request("p", "drd", weight_kg=80, age_years=75)])
    for table in (*contracts.REQUESTS, *contracts.KNOWLEDGE, *contracts.STAGES, TABLES["doses"]):
        columns = [c[0] for c in engine.connection.execute(f"select * from {table.name}").description or ()]
        assert columns == list(table.names), table.name
        keys = engine.connection.execute(f"select {', '.join(table.key)} from {table.name}").fetchall()
        assert len(keys) == len(set(keys)), table.name
        known = [c.name for c in table.columns if not c.null]
        unknown = [
            c for c in known if engine.connection.execute(f'select 1 from {table.name} where "{c}" is null').fetchone()
        ]
        assert [c for c in unknown if (table.name, c) not in {("doses", "unit"), ("doses", "route")}] == [], table.name
    engine.connection.close()


def test_derivations_read_what_they_say(knowledge: Knowledge) -> None:
    stages = flow.order(["doses"])
    laid_first = {t.name for t in (*contracts.REQUESTS, *contracts.KNOWLEDGE)}
    made = laid_first | {d.name for d in stages}
    for d in stages:
        code = "\n".join(line for line in d.sql.splitlines() if not line.startswith("--"))
        assert {name for name in made - {d.name} if f" {name} " in code.replace("\n", " ") + " "} == set(d.reads), d.name
