"""Times by group: whose time is counted and from when, and what is told of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.outcomes.drawn import CATEGORIES, START, groups, times
from thirdline.knowledge import Knowledge
from thirdline.outcomes.results import DAYS_A_MONTH, Outcomes, Question, TimeOutcome
from thirdline.outcomes.times import curves
from thirdline.outcomes.times import times as answered
from thirdline.statistics import StatisticsError
from thirdline.statistics.survival import Curve, aalen_johansen, kaplan_meier, log_rank

MONTH = round(DAYS_A_MONTH)


def question(knowledge: Knowledge, **more: object) -> Question:
    return Question(knowledge.of("endpoints")[str(more.pop("endpoint", "pfs"))], **more)  # type: ignore[arg-type]


def only(answer: Outcomes) -> TimeOutcome:
    (group,) = answer.groups
    assert isinstance(group, TimeOutcome)
    return group


def told(answer: Outcomes) -> dict[str, tuple[int | None, int | None]]:
    return {g.group: (g.n, g.n_events) for g in answer.groups if isinstance(g, TimeOutcome)}


def test_a_month_is_the_twelfth_part_of_a_mean_year() -> None:
    assert DAYS_A_MONTH == 30.4375


def test_counts_median_and_survival_are_those_of_the_estimator(knowledge: Knowledge) -> None:
    waits = [("a", 100, "event"), ("b", 200, "event"), ("c", 200, "censored"), ("d", 400, "event"), ("e", 500, "censored")]
    got = only(
        answered({"endpoint_times": times(waits)}, question(knowledge, at_months=(6.0, 12.0), restricted_months=12.0))
    )
    curve = kaplan_meier([d / DAYS_A_MONTH for _, d, _ in waits], [1, 1, 0, 1, 0])
    assert (got.n, got.n_events, got.ended) == (5, 3, {"last_assessment": 2, "progression": 3})
    assert got.median == curve.median()
    assert [(p.months, p.estimate, p.n_at_risk) for p in got.at] == [(6.0, curve.at(6), 4), (12.0, curve.at(12), 2)]
    assert got.restricted_mean is not None
    assert got.restricted_mean.value is not None
    assert got.follow_up == kaplan_meier([d / DAYS_A_MONTH for _, d, _ in waits], [0, 0, 1, 0, 1]).median()
    assert got.incidence == ()


def test_competing_events_cut_the_curve_and_count_in_the_incidence(knowledge: Knowledge) -> None:
    waits = [("a", 100, "event"), ("b", 150, "competing"), ("c", 200, "event"), ("d", 300, "censored")]
    answer = answered({"endpoint_times": times(waits, "ttp")}, question(knowledge, endpoint="ttp", at_months=(8.0,)))
    got = only(answer)
    months = [d / DAYS_A_MONTH for _, d, _ in waits]
    assert got.at[0].estimate == kaplan_meier(months, [1, 0, 1, 0]).at(8)
    assert got.incidence[0].estimate == aalen_johansen(months, [1, 2, 1, 0])[1].at(8)
    assert got.incidence[0].estimate.value == pytest.approx(0.5)
    assert answer.notes == ("competing_cuts",)


def test_an_incidence_of_nothing_is_nothing_as_far_as_anybody_was_followed(knowledge: Knowledge) -> None:
    rows = times([("a", 100, "competing"), ("b", 300, "censored")], "ttp")
    got = only(answered({"endpoint_times": rows}, question(knowledge, endpoint="ttp", at_months=(6.0, 24.0))))
    assert [point.estimate.value for point in got.incidence] == [0.0, None]


def test_groups_are_told_in_order_with_the_unknown_last_and_compared(knowledge: Knowledge) -> None:
    waits = [(f"p{n}", 100 + 40 * n, "event") for n in range(9)]
    of = {f"p{n}": ("double", "none", "unknown")[n % 3] for n in range(9)}
    asked = question(knowledge, by="refractory_tier", order=("none", "single", "double"), hazard_ratios=True)
    answer = answered({"endpoint_times": times(waits), "outcome_groups": groups(of)}, asked)
    assert list(told(answer)) == ["none", "double", "unknown"]
    names = [of[p] for p, _, _ in waits]
    assert answer.log_rank == log_rank([d / DAYS_A_MONTH for _, d, _ in waits], [1] * 9, names)
    first, *others = answer.groups
    assert isinstance(first, TimeOutcome)
    assert first.hazard_ratio is None
    assert all(isinstance(g, TimeOutcome) and g.hazard_ratio and g.hazard_ratio.value for g in others)


def test_numbers_in_names_are_numbers(knowledge: Knowledge) -> None:
    of = {"a": "centre 10", "b": "centre 2", "c": "centre 1"}
    rows = {"endpoint_times": times([(p, 100, "event") for p in of]), "outcome_groups": groups(of, "centre")}
    assert list(told(answered(rows, question(knowledge, by="centre")))) == ["centre 1", "centre 2", "centre 10"]


def test_a_line_without_a_group_is_unknown(knowledge: Knowledge) -> None:
    rows = {"endpoint_times": times([("a", 9, "event"), ("b", 9, "event")]), "outcome_groups": groups({"a": "none"})}
    assert told(answered(rows, question(knowledge, by="refractory_tier"))) == {"none": (1, 1), "unknown": (1, 1)}


def test_lines_asked_for_alone_are_alone_and_the_course_from_diagnosis_has_no_line(knowledge: Knowledge) -> None:
    rows = [*times([("a", 9, "event")], line=1), *times([("a", 9, "event"), ("b", 9, "censored")], line=2)]
    assert told(answered({"endpoint_times": rows}, question(knowledge, line=2))) == {"all": (2, 1)}
    every = answered({"endpoint_times": rows}, question(knowledge))
    assert told(every) == {"all": (3, 2)}
    assert every.notes == ("several_lines",)
    rows = times([("a", 9, "event")], "os-from-diagnosis", line=0)
    assert told(answered({"endpoint_times": rows}, question(knowledge, endpoint="os-from-diagnosis", line=2))) == {
        "all": (1, 1)
    }


def test_who_died_before_the_start_is_left_out_and_counted(knowledge: Knowledge) -> None:
    answer = answered({"endpoint_times": times([("a", 9, "event"), ("b", None, "left_out")])}, question(knowledge))
    assert (told(answer), answer.left_out) == ({"all": (1, 1)}, {"died_before_start": 1})


def test_a_cohort_of_nobody_has_no_group(knowledge: Knowledge) -> None:
    assert answered({"endpoint_times": []}, question(knowledge)).groups == ()


# Landmark ----------------------------------------------------------------------------------------------------------


def test_an_event_on_the_landmark_day_is_left_out_and_one_the_day_after_is_counted_from_it(knowledge: Knowledge) -> None:
    waits = [
        ("on", 90, "event"), ("before", 89, "event"), ("after", 91, "event"), ("cut on", 90, "censored"),
        ("died", 80, "competing"), ("later", 90 + MONTH, "censored"),
    ]  # fmt: skip
    answer = answered({"endpoint_times": times(waits, "ttp")}, question(knowledge, endpoint="ttp", landmark_days=90))
    assert answer.left_out == {"censored_by_landmark": 1, "competing_by_landmark": 1, "event_by_landmark": 2}
    curve = only(answer).curve
    assert isinstance(curve, Curve)
    assert [t * DAYS_A_MONTH for t in curve.times] == pytest.approx([1, MONTH])


def shown(patient: str, depth: int, known_after: int) -> dict[str, object]:
    return {"patient": patient, "line": 1, "depth": depth, "known_on": START + timedelta(days=known_after)}


def test_a_response_counts_at_a_landmark_when_it_was_known_by_that_day(knowledge: Knowledge) -> None:
    rows = {
        "endpoint_times": times([(p, 200, "event") for p in ("on", "after", "none", "deeper")]),
        "shown_responses": [
            shown("on", 4, 90), shown("after", 4, 91), shown("after", 2, 30), shown("deeper", 4, 60), shown("deeper", 6, 80),
        ],
        "categories": CATEGORIES,
    }  # fmt: skip
    answer = answered(rows, question(knowledge, by="response", landmark_days=90))
    assert told(answer) == {"CR": (1, 1), "NE": (1, 1), "PR": (1, 1), "SD": (1, 1)}


def mrd_test(patient: str, after: int, positive: bool, sufficient: bool | None) -> dict[str, object]:
    day = START + timedelta(days=after)
    return {"patient": patient, "line": 1, "tested_on": day, "positive": positive, "sufficient": sufficient}


def test_mrd_at_a_landmark_is_that_of_the_last_test_by_that_day(knowledge: Knowledge) -> None:
    rows = {
        "endpoint_times": times([(p, 200, "event") for p in ("on", "after", "lost", "blunt", "silent")]),
        "mrd_tests": [
            mrd_test("on", 90, False, True), mrd_test("after", 91, False, True), mrd_test("lost", 30, False, True),
            mrd_test("lost", 60, True, None), mrd_test("blunt", 60, False, False), mrd_test("silent", 60, False, None),
        ],
    }  # fmt: skip
    answer = answered(rows, question(knowledge, by="mrd", landmark_days=90, order=("negative", "positive", "not_tested")))
    assert told(answer) == {"negative": (1, 1), "positive": (1, 1), "not_tested": (1, 1), "unknown": (2, 2)}


# Delayed entry -----------------------------------------------------------------------------------------------------


def test_with_delayed_entry_a_patient_is_at_risk_from_the_first_observation_on(knowledge: Knowledge) -> None:
    late = START + timedelta(days=100)
    rows = [
        *times([("late", 300, "event"), ("missed", 100, "event")], observed_from=late), *times([("early", 200, "event")]),
        *times([("never", 200, "event")], observed_from=None), *times([("history", 300, "censored")], observed_from=START),
    ]  # fmt: skip
    answer = answered({"endpoint_times": rows}, question(knowledge, delayed_entry=True))
    curve = only(answer).curve
    assert isinstance(curve, Curve)
    assert answer.left_out == {"ended_before_observed": 1, "never_observed": 1}
    months = [d / DAYS_A_MONTH for d in (300, 200, 300)]
    expected = kaplan_meier(months, [1, 1, 0], entry=[100 / DAYS_A_MONTH, 0, 0])
    assert curve.survival.tolist() == expected.survival.tolist()
    assert curve.n_at_risk.tolist() == [3, 2]
    whole = only(answered({"endpoint_times": rows}, question(knowledge)))
    assert whole.n == 5


def test_delayed_entry_is_counted_from_the_landmark_too(knowledge: Knowledge) -> None:
    late = START + timedelta(days=100)
    rows = [*times([("late", 300, "event")], observed_from=late), *times([("early", 120, "event")])]
    answer = answered({"endpoint_times": rows}, question(knowledge, delayed_entry=True, landmark_days=90))
    curve = only(answer).curve
    assert isinstance(curve, Curve)
    assert [t * DAYS_A_MONTH for t in curve.times] == pytest.approx([30, 210])
    assert curve.at_risk([5 / DAYS_A_MONTH]).tolist() == [1]
    assert curve.at_risk([20 / DAYS_A_MONTH]).tolist() == [2]


# Refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"by": "response"}, "without a landmark"),
        ({"by": "mrd"}, "without a landmark"),
        ({"landmark_days": -1}, "landmark"),
        ({"suppress_below": -1}, "suppress"),
        ({"at_months": (0.0,)}, "0 months"),
        ({"by": "colour"}, "'colour'; allowed: mrd, refractory_tier, response"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(more: dict[str, object], word: str, knowledge: Knowledge) -> None:
    rows = {"endpoint_times": times([("a", 9, "event")]), "outcome_groups": groups({"a": "none"})}
    with pytest.raises(StatisticsError, match=word):
        answered(rows, question(knowledge, **more))


def test_the_curves_are_those_of_the_groups(knowledge: Knowledge) -> None:
    rows = {"endpoint_times": times([("a", 9, "event"), ("b", 9, "event")]), "outcome_groups": groups({"a": "x", "b": "y"})}
    answer = answered(rows, question(knowledge, by="refractory_tier"))
    assert curves(answer) == {g.group: g.curve for g in answer.groups if isinstance(g, TimeOutcome)}


def test_a_hazard_ratio_without_any_event_is_not_estimable(knowledge: Knowledge) -> None:
    rows = {
        "endpoint_times": times([("a", 9, "censored"), ("b", 9, "censored")]),
        "outcome_groups": groups({"a": "x", "b": "y"}),
    }
    answer = answered(rows, question(knowledge, by="refractory_tier", hazard_ratios=True))
    last = answer.groups[-1]
    assert isinstance(last, TimeOutcome)
    assert last.hazard_ratio is not None
    assert last.hazard_ratio.value is None
    assert last.hazard_ratio.notes
