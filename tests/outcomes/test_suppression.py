"""What is hidden cannot be read, nor worked out from what is shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outcomes.drawn import CATEGORIES, DEPTHS, groups, times
from thirdline.knowledge import Knowledge, load
from thirdline.outcomes.results import Outcomes, Question, ShareOutcome, Steps, TimeOutcome
from thirdline.outcomes.shares import shares
from thirdline.outcomes.suppression import HIDDEN, also_hidden
from thirdline.outcomes.times import curves
from thirdline.outcomes.times import times as answered

LEAST = 5


def asked_of(knowledge: Knowledge, sizes: dict[str, tuple[int, int]], **more: object) -> Outcomes:
    """Groups of so many lines, of which so many with an event; days apart."""
    waits, of = [], {}
    for group, (n, n_events) in sizes.items():
        for k in range(n):
            patient = f"{group}{k}"
            of[patient] = group
            waits.append((patient, 30 + 10 * k, "event" if k < n_events else "censored"))
    question = Question(knowledge.of("endpoints")["pfs"], by="regimen", suppress_below=LEAST, **more)  # type: ignore[arg-type]
    return answered({"endpoint_times": times(waits), "outcome_groups": groups(of, "regimen")}, question)


def shown(answer: Outcomes) -> dict[str, tuple[int | None, int | None]]:
    return {g.group: (g.n, g.n_events) for g in answer.groups if isinstance(g, TimeOutcome)}


def test_a_group_of_four_is_hidden_and_one_of_five_shown(knowledge: Knowledge) -> None:
    sizes = {"four": (4, 2), "other": (4, 3), "five": (5, 5), "many": (40, 20)}
    answer = asked_of(knowledge, sizes)
    assert shown(answer) == {"five": (5, 5), "four": (None, None), "many": (40, 20), "other": (None, None)}
    assert HIDDEN in answer.notes
    assert set(curves(answer)) == {"five", "many"}


def test_a_group_hidden_alone_takes_the_smallest_other_with_it(knowledge: Knowledge) -> None:
    assert shown(asked_of(knowledge, {"four": (4, 0), "ten": (10, 5), "many": (40, 20)})) == {
        "four": (None, None), "ten": (None, None), "many": (40, 20),
    }  # fmt: skip


def test_few_events_are_hidden_and_so_are_few_without(knowledge: Knowledge) -> None:
    found = shown(
        asked_of(knowledge, {"few": (20, 4), "nearly": (20, 16), "none": (20, 0), "all": (20, 20), "half": (20, 10)})
    )
    assert found == {"few": (20, None), "nearly": (20, None), "none": (20, 0), "all": (20, 20), "half": (20, 10)}


def test_events_hidden_in_one_group_are_hidden_in_another_too(knowledge: Knowledge) -> None:
    assert shown(asked_of(knowledge, {"few": (20, 4), "half": (20, 10), "more": (40, 20)})) == {
        "few": (20, None), "half": (20, None), "more": (40, 20),
    }  # fmt: skip


def test_a_curve_keeps_points_that_stand_for_enough_events(knowledge: Knowledge) -> None:
    answer = asked_of(knowledge, {"a": (30, 12), "b": (30, 12)})
    steps = curves(answer)["a"]
    assert isinstance(steps, Steps)
    assert len(steps.times) == 2
    assert steps.survival == pytest.approx((25 / 30, 20 / 30))
    assert steps.n_at_risk == (None, 21)


def test_a_time_asked_for_is_told_where_enough_stand_behind_it(knowledge: Knowledge) -> None:
    answer = asked_of(knowledge, {"a": (30, 12), "b": (30, 12)}, at_months=(0.5, 2.0, 2.2, 3.0, 10.5))
    group = answer.groups[0]
    assert isinstance(group, TimeOutcome)
    assert [point.estimate.value is not None for point in group.at] == [True, False, False, True, False]
    assert [point.n_at_risk for point in group.at] == [30, None, None, 23, None]


def test_nothing_is_hidden_when_nothing_is_asked(knowledge: Knowledge) -> None:
    rows = {"endpoint_times": times([("a", 9, "event")])}
    (group,) = answered(rows, Question(knowledge.of("endpoints")["pfs"])).groups
    assert (group.n, group.hidden) == (1, False)


def test_who_was_left_out_is_not_told_in_small_numbers(knowledge: Knowledge) -> None:
    waits = [(f"p{n}", 10 + n, "event") for n in range(40)]
    question = Question(knowledge.of("endpoints")["pfs"], landmark_days=12, suppress_below=LEAST)
    assert answered({"endpoint_times": times(waits)}, question).left_out == {"event_by_landmark": None}


def test_shares_hide_what_would_tell_them(knowledge: Knowledge) -> None:
    best = {
        "few": ["PR"] * 4 + ["SD"] * 16,
        "half": ["PR"] * 10 + ["SD"] * 6 + ["NE"] * 4,
        "blank": ["PR"] * 9 + ["NE"] * 11,
    }
    rows = [
        {"patient": f"{g}{k}", "line": 1, "best": b, "depth": DEPTHS[b], "evaluable": b != "NE", "unconfirmed": None}
        for g, some in best.items() for k, b in enumerate(some)
    ]  # fmt: skip
    of = {str(row["patient"]): str(row["patient"]).rstrip("0123456789") for row in rows}
    question = Question(knowledge.of("endpoints")["orr"], by="regimen", suppress_below=LEAST)
    tables = {"response_outcomes": rows, "categories": CATEGORIES, "outcome_groups": groups(of, "regimen")}
    found = {g.group: g for g in shares(tables, question).groups if isinstance(g, ShareOutcome)}
    assert {name: (g.n, g.n_with, g.n_evaluated) for name, g in found.items()} == {
        "blank": (20, None, None), "few": (20, None, None), "half": (20, 10, None),
    }  # fmt: skip
    assert found["few"].share is None
    assert found["half"].share_of_evaluated is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_hidden_counts_are_none_or_several_that_make_enough(counts: list[int]) -> None:
    hidden = also_hidden(counts, [n < LEAST for n in counts], LEAST)
    gone = [n for n, h in zip(counts, hidden, strict=True) if h]
    assert all(h for n, h in zip(counts, hidden, strict=True) if n < LEAST)
    assert not gone or all(hidden) or (len(gone) > 1 and sum(gone) >= LEAST)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1, max_size=5))
def test_no_small_count_is_shown_anywhere(sizes: list[tuple[int, int]]) -> None:
    answer = asked_of(load_once(), {f"g{k}": size for k, size in enumerate(sizes)}, at_months=(3.0, 6.0))
    for group in answer.groups:
        assert isinstance(group, TimeOutcome)
        counts = [group.n, group.n_events, *(p.n_at_risk for p in group.at), *(group.ended or {}).values()]
        assert [n for n in counts if n is not None and 0 < n < LEAST] == []
        if group.n is not None and group.n_events is not None:
            assert not 0 < group.n - group.n_events < LEAST
        told = [group.n, *(p.n_at_risk for p in group.at if p.n_at_risk is not None)]
        assert all(left == 0 or left >= LEAST for a, b in pairwise(n for n in told if n is not None) for left in [a - b])
    if answer.log_rank:
        assert answer.log_rank.observed == ()


LOADED: list[Knowledge] = []


def load_once() -> Knowledge:
    """Knowledge, for properties, which take no fixture of a session."""
    if not LOADED:
        LOADED.append(load())
    return LOADED[0]
