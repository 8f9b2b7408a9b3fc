"""Shares of lines: what stands below the line, and what is said where nothing was evaluated."""

from __future__ import annotations

from typing import Any

import pytest

from tests.outcomes.drawn import CATEGORIES, DEPTHS, groups, times
from thirdline.knowledge import Knowledge
from thirdline.outcomes.results import Question, ShareOutcome
from thirdline.outcomes.shares import shares
from thirdline.statistics import StatisticsError
from thirdline.statistics.exact import clopper_pearson


def answers(*best: str | tuple[str, str]) -> list[dict[str, Any]]:
    """`response_outcomes`: the best category, or it and the better one seen once."""
    pairs = [each if isinstance(each, tuple) else (each, None) for each in best]
    return [
        {"patient": f"p{n}", "line": 1, "best": name, "depth": DEPTHS[name], "evaluable": name != "NE", "unconfirmed": once}
        for n, (name, once) in enumerate(pairs)
    ]


def asked(knowledge: Knowledge, endpoint: str, **more: Any) -> Question:
    return Question(knowledge.of("endpoints")[endpoint], **more)


def only(tables: dict[str, Any], question: Question) -> ShareOutcome:
    (group,) = shares({**tables, "categories": CATEGORIES}, question).groups
    assert isinstance(group, ShareOutcome)
    return group


@pytest.mark.parametrize(
    ("endpoint", "n_with"), [("orr", 4), ("vgpr-or-better", 3), ("cr-or-better", 2), ("clinical-benefit", 5)]
)
def test_each_rate_counts_its_depth_and_deeper(endpoint: str, n_with: int, knowledge: Knowledge) -> None:
    rows = answers("NE", "PD", "SD", "MR", "PR", "VGPR", "CR", "sCR")
    got = only({"response_outcomes": rows}, asked(knowledge, endpoint))
    assert (got.n, got.n_with, got.n_evaluated) == (8, n_with, 7)
    assert got.share == clopper_pearson(n_with, 8)
    assert got.share_of_evaluated == clopper_pearson(n_with, 7)


def test_a_response_seen_once_is_told_beside_and_not_counted(knowledge: Knowledge) -> None:
    rows = answers(("SD", "PR"), ("PR", "CR"), ("SD", "MR"), "SD")
    got = only({"response_outcomes": rows}, asked(knowledge, "orr"))
    assert (got.n_with, got.n_pending) == (1, 1)


def test_where_nothing_was_evaluated_no_share_is_given(knowledge: Knowledge) -> None:
    got = only({"response_outcomes": answers("NE", "NE")}, asked(knowledge, "orr"))
    assert (got.n, got.n_evaluated) == (2, 0)
    assert got.share is not None
    assert got.share.value is None
    assert got.share_of_evaluated is None
    assert got.notes == ("nobody_evaluated",)


@pytest.mark.parametrize(("endpoint", "column"), [("mrd-negative", "negative"), ("mrd-sustained", "sustained")])
def test_lines_without_a_test_stay_below_the_line(endpoint: str, column: str, knowledge: Knowledge) -> None:
    rows = [{"patient": f"p{n}", "line": 1, column: said} for n, said in enumerate((True, False, None, None))]
    got = only({"mrd_outcomes": rows}, asked(knowledge, endpoint))
    assert (got.n, got.n_with, got.n_evaluated) == (4, 1, 2)
    assert got.share == clopper_pearson(1, 4)
    assert got.share_of_evaluated == clopper_pearson(1, 2)


def test_groups_and_lines_part_the_shares(knowledge: Knowledge) -> None:
    tables = {
        "response_outcomes": [*answers("PR", "SD", "PR"), {**answers("PR")[0], "line": 2}],
        "outcome_groups": groups({"p0": "double", "p1": "none"}),
        "categories": CATEGORIES,
    }
    answer = shares(tables, asked(knowledge, "orr", by="refractory_tier", line=1, order=("none", "double")))
    assert [(g.group, g.n) for g in answer.groups] == [("none", 1), ("double", 1), ("unknown", 1)]


@pytest.mark.parametrize("more", [{"landmark_days": 90}, {"delayed_entry": True}])
def test_a_share_has_no_landmark_and_no_entry(more: dict[str, Any], knowledge: Knowledge) -> None:
    with pytest.raises(StatisticsError, match="orr: a share of lines"):
        shares({"response_outcomes": [], "categories": CATEGORIES}, asked(knowledge, "orr", **more))


def test_a_time_is_no_share(knowledge: Knowledge) -> None:
    with pytest.raises(StatisticsError, match="pfs: a time"):
        shares({"endpoint_times": times([])}, asked(knowledge, "pfs"))
