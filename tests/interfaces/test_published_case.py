"""The published case (Ryabukhina 2023): from its record the program finds what the paper's words allow, and no further."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from thirdline import run
from thirdline.interfaces import one
from thirdline.interfaces.demo import CASE, examples
from thirdline.interfaces.report.model import Course
from thirdline.knowledge import Knowledge
from thirdline.schedule.calendar import plan


@pytest.fixture(scope="module")
def now(knowledge: Knowledge) -> Course:
    return one.course(examples() / CASE, CASE, knowledge, "en")


@pytest.fixture(scope="module")
def before(knowledge: Knowledge) -> Course:
    """The record as it stood the day before the fourth line."""
    return one.course(examples() / CASE, CASE, knowledge, "en", run.Asked(as_of=date(2023, 3, 31)))


def _column(course: Course, table: str, column: str) -> list[Any]:
    return [row[column] for row in course.rows(table)]


def test_isapd_is_the_fourth_line_after_vcd_ixard_elord(now: Course) -> None:
    assert _column(now, "lines", "regimen") == ["vcd", "ird", "elord", "isapd"]


def test_ixard_and_elord_brought_no_more_than_stable_disease(now: Course) -> None:
    assert [now.first("best_responses", line=n)["best"] for n in (2, 3)] == ["SD", "SD"]


def test_refractory_to_ixazomib_and_lenalidomide_and_elotuzumab(now: Course) -> None:
    assert sorted(_column(now, "refractoriness", "drug")) == ["elotuzumab", "ixazomib", "lenalidomide"]


def test_hence_double_refractory_and_not_triple_class(now: Course) -> None:
    status = now.first("status")
    assert (status["refractory_tier"], status["triple_class_refractory"]) == ("double", False)


def test_bortezomib_is_left_unknown_as_the_paper_prints_no_category(now: Course) -> None:
    assert now.first("best_responses", line=1)["best"] == "NE"
    assert "bortezomib" not in _column(now, "refractoriness", "drug")


def test_stages_are_durie_salmon_iiia_and_r_iss_i(now: Course) -> None:
    assert {r["system"]: r["stage"] for r in now.rows("staging")} == {"durie_salmon": "IIIA", "r_iss": "I"}


def test_partial_response_on_isapd_is_seen_once_and_awaits_confirmation(now: Course) -> None:
    response = now.first("responses", line=4)
    assert (response["response"], response["confirmed"]) == ("PR", False)
    assert now.first("best_responses", line=4)["unconfirmed"] == "PR"


def test_marrow_fell_from_56_4_to_3_8_percent_and_mrd_is_positive(now: Course) -> None:
    marrow = [str(r["value"].normalize()) for r in now.rows("measurements", analyte="bone_marrow_plasma_cells")]
    assert marrow == ["56.4", "3.8"]
    assert now.first("findings", kind="mrd")["value"] == "positive"


def test_the_antibody_may_pass_for_the_m_protein(now: Course) -> None:
    flag = now.first("interferences", drug="isatuximab")
    assert flag["interference"] == "possible"
    assert "DIRA" in flag["settled_by"]


def test_isapd_is_open_by_its_label_at_that_date(before: Course) -> None:
    assert {r["met"] for r in before.rows("label_answers", label="isatuximab-pd-ru")} == {True}
    option = before.first("options", option="isapd")
    assert (option["verdict"], option["practice"]) == ("alternative", "isatuximab-pd-ru")


def test_the_practices_cell_is_two_groups_without_contraindications(before: Course) -> None:
    verdicts = {
        r["option"]: (r["verdict"], r["missing"])
        for r in before.rows("options")
        if r["practice"] == "refractory-myeloma-2020"
    }
    assert verdicts["dpd"] == ("unknown", "plasma_cell_leukaemia")
    assert {o for o, (verdict, _) in verdicts.items() if verdict == "excluded"} == {"elopd", "ipd", "krd"}


def test_the_calendar_is_the_papers(knowledge: Knowledge) -> None:
    given: dict[tuple[int, str], list[tuple[int, Decimal | None, str | None]]] = {}
    for d in plan(knowledge, "IsaPd", date(2023, 4, 1), cycles=2):
        given.setdefault((d.cycle, d.drug), []).append((d.day, d.amount, d.unit))
    assert given[1, "isatuximab"] == [(day, 10, "mg/kg") for day in (1, 8, 15, 22)]
    assert given[2, "isatuximab"] == [(day, 10, "mg/kg") for day in (1, 15)]
    assert given[1, "pomalidomide"] == [(day, 4, "mg") for day in range(1, 22)]
    assert given[2, "dexamethasone"] == [(day, 40, "mg") for day in (1, 8, 15, 22)]


def test_where_paper_and_rules_differ_it_is_said(now: Course) -> None:
    differing = [c["statement"] for c in now.comparisons if c["verdict"] != "agrees"]
    assert differing == ["best response to line 4 is partial response"]
