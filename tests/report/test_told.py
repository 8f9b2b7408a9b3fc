"""What the sections say: the head, the course in words, the matrix, the options, the calendar."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.report.courses import P, empty_course, long_course
from thirdline.interfaces.report.calendar import Calendar
from thirdline.interfaces.report.choices import Choices
from thirdline.interfaces.report.clinic import Clinic
from thirdline.interfaces.report.grounds import Grounds
from thirdline.interfaces.report.matrix import Matrix
from thirdline.interfaces.report.model import Course
from thirdline.interfaces.report.speech import Speech
from thirdline.interfaces.report.story import Story


def told(kind: Any, course: Course) -> Any:
    """A section of a course."""
    speech = Speech(course.lang, course.knowledge)
    return kind(course, speech, Grounds(course, speech))


def changed(table: str, rows: list[dict[str, Any]], lang: Any = "en") -> Course:
    course = long_course(lang)
    return replace(course, tables={**course.tables, table: rows})


def sentences(line: int, lang: Any = "en") -> list[str]:
    return [s.text.replace("\u00a0", " ") for s in told(Story, long_course(lang)).lines()[line - 1].said]


@pytest.mark.parametrize(
    ("lang", "state"),
    [
        ("en", "Responding to line 5 (PR, one assessment, not yet confirmed); triple refractory; triple-class refractory; "
               "5 lines of therapy."),
        ("ru", "Ответ на терапию, линия 5 (ЧО, одна оценка, ещё не подтверждён); тройная рефрактерность; "
               "рефрактерность к трём классам; 5 линий терапии."),
    ],
)  # fmt: skip
def test_the_state_is_one_sentence(lang: Any, state: str) -> None:
    assert told(Clinic, long_course(lang)).state() == state


def test_a_refractory_state_is_told_with_what_was_seen_once() -> None:
    status = {**long_course().first("status"), "state": "relapsed_refractory", "triple_class_refractory": False}
    assert told(Clinic, changed("status", [status])).state().startswith("Relapsed and refractory; PR on one assessment")


def test_age_is_whole_years_on_the_as_of_date() -> None:
    assert dict(told(Clinic, long_course()).facts())["Age"] == "62 years"


def test_flags_name_what_to_keep_in_mind() -> None:
    clinic = told(Clinic, long_course())
    list(clinic.interferences())
    assert [text for text, _ in clinic.flags()] == [
        "A therapeutic antibody may pass for the M-protein (isatuximab)", "1 suspect value not used",
        "2 entries of the record not used as found", "1 unverified fact used", "1 statement of the paper differs",
    ]  # fmt: skip


def test_a_line_tells_what_was_given_and_why_it_opened() -> None:
    assert sentences(2)[0] == (
        "IRd: dexamethasone, ixazomib and lenalidomide, from 20 Oct 2020 to 1 Mar 2021 (133 days). "
        "A new line: the regimen was changed."
    )


def test_a_progression_is_told_with_its_numbers() -> None:
    assert (
        "Progression on 14 Sep 2020 by serum M-protein: from 0.9 g/L (20 May 2019) to 7.4 g/L, a rise of 6.5 g/L (722 %), "
        "confirmed 5 Oct 2020." in sentences(1)
    )
    assert (
        "Прогрессирование 14.09.2020 по М-протеину сыворотки: с 0,9 г/л (20.05.2019) до 7,4 г/л, рост на 6,5 г/л (722 %), "
        "подтверждено 05.10.2020." in sentences(1, "ru")
    )


def test_a_response_seen_once_is_not_called_best() -> None:
    said = sentences(5)
    assert "Best response: stable disease (SD), first seen 24 Jun 2023." in said
    assert "Partial response (PR) was seen on one assessment and is not yet confirmed." in said


def test_why_drugs_stopped_is_told_by_reason() -> None:
    said = sentences(1)
    assert "Lenalidomide stopped: disease progression." in said
    assert "Bortezomib, lenalidomide and dexamethasone stopped: completed as planned." in said


def test_refractory_drugs_of_one_day_are_told_together() -> None:
    wanted = "From here the disease counts as refractory to daratumumab and pomalidomide"
    assert f"{wanted} (since 2 May 2022: progression on therapy)." in sentences(3)


def cells(drug: str, course: Course | None = None) -> list[str]:
    matrix = told(Matrix, course or long_course())
    (row,) = [row for group in matrix.classes() for row in group.rows if row.drug == drug]
    return [cell.state for cell in row.cells]


def test_the_matrix_tells_refractory_from_given_again_and_not_given() -> None:
    assert cells("lenalidomide") == ["refractory", "again", "not", "not", "not"]
    assert cells("dexamethasone") == ["given", "given", "given", "not", "given"]


def test_a_line_without_an_evaluable_response_leaves_its_drugs_unknown() -> None:
    best = [{**r, "best": "NE"} if r["line"] == 5 else r for r in long_course().rows("best_responses")]
    assert cells("carfilzomib", changed("best_responses", best)) == ["not", "not", "not", "not", "unknown"]


def test_tiers_are_defined_by_the_criterion_in_force() -> None:
    (here,) = [tier for tier in told(Matrix, long_course()).tiers() if tier.here]
    assert here.name == "triple refractory"
    assert here.definition.replace("\u00a0", " ") == (
        "proteasome inhibitor ≥ 2 and immunomodulator ≥ 1; or proteasome inhibitor ≥ 1 and immunomodulator ≥ 2"
    )


def test_options_stand_by_verdict_in_the_order_of_the_page() -> None:
    groups = told(Choices, long_course()).groups()
    assert [g.verdict for g in groups] == ["recommended", "alternative", "unknown", "excluded"]
    (open_choice,) = groups[2].choices
    assert open_choice.missing == "contraindications; extramedullary disease"
    assert open_choice.if_settled == "Once settled: Alternative"


def test_label_conditions_are_answered_true_false_or_unknown() -> None:
    groups = told(Choices, long_course("ru")).groups()
    labels = [label for group in groups for choice in group.choices if choice.id == "isakd" for label in choice.labels]
    assert [c.answer for label in labels for c in label.conditions] == ["met", "met", "not_met", "met", "met", "unknown"]
    assert labels[0].summary == "выполнено: 2, не выполнено: 1"


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("refractoriness to lenalidomide; del_17p", "есть ли рефрактерность: леналидомид; del(17p), делеция 17p"),
        ("refractory_disease|relapsed_disease", "рефрактерное заболевание или рецидив заболевания"),
        ("age_at_least", "возраст"), ("something else", "something else"), (None, ""),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_in_words(missing: str | None, said: str) -> None:
    course = long_course("ru")
    assert Speech("ru", course.knowledge).missing(missing) == said


def test_days_on_which_the_same_is_given_stand_together() -> None:
    first = told(Calendar, long_course()).cycles()[0]
    assert [row.days for row in first.rows][:4] == ["1", "2", "3–7", "8"]
    assert first.rows[0].dates.replace("\u00a0", " ") == "Mon 3 Apr 2023"
    doses = [dose.replace("\u00a0", " ") for dose in first.rows[3].doses]
    assert doses == ["dose not printed PO", "20 mg PO or IV", "780 mg IV", "106.4 mg IV"]


def test_what_the_paper_says_is_put_as_the_page_puts_it() -> None:
    rows = [{"statement": "s", "said": "bortezomib+dexamethasone", "derived": "2023-04-01", "verdict": "differs"},
            {"statement": "t", "said": "PR", "derived": "SD", "unconfirmed": "PR", "verdict": "unknown"}]  # fmt: skip
    drugs, category = told(Clinic, replace(long_course("ru"), comparisons=rows)).compared()
    assert (drugs.said, drugs.derived) == ("бортезомиб и дексаметазон", "01.04.2023")
    assert (category.said, category.derived) == ("ЧО", "СЗ; ЧО при одной оценке, не подтверждено")


def test_an_empty_record_raises_nothing() -> None:
    course = empty_course()
    assert told(Clinic, course).state() == "The status of this patient has not been derived."
    assert told(Story, course).lines() == told(Choices, course).groups() == told(Calendar, course).cycles() == []


@pytest.mark.parametrize(
    ("lang", "value", "said"),
    [
        ("en", Decimal("71.90"), "71.9"), ("ru", Decimal("71.90"), "71,9"), ("en", Decimal("10"), "10"),
        ("en", Decimal("1E+2"), "100"), ("ru", Decimal("-0.5"), "−0,5"), ("en", 9000000, "9\u202f000\u202f000"), ("en", None, ""),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_language_writes_them(lang: Any, value: Any, said: str) -> None:
    assert Speech(lang, long_course().knowledge).number(value) == said


def test_the_patient_of_the_fixture_is_the_patient_of_the_page() -> None:
    assert long_course().patient == P
