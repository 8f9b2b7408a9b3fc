"""What is told of one arm to stand beside an option, and by which trials options are joined."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.evidence.drawn import NAMES, UNVERIFIED, cut, knowing, ratio, share, trial
from thirdline import DEFAULT_PRACTICE
from thirdline.evidence.beside import Joints, Told, arm_told
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arm_tables import scheme_of
from thirdline.knowledge.arms import option_of
from thirdline.knowledge.tabulate import practice_of
from thirdline.knowledge.trials import Trial

ODD = {"odd": [{"what": "estimate_outside", "why": NAMES}]}


def figure(endpoint: str, measure: str, **more: Any) -> dict[str, Any]:
    return {"endpoint": endpoint, "arm": "new", "measure": measure} | more


def told(drawn: Trial) -> list[tuple[str, str, str | None, str]]:
    """Endpoint, measure, figure and cut of each figure told."""
    found = arm_told(knowing(drawn), drawn.id, "new").figures
    return [(t.endpoint, t.measure, None if t.estimate is None else str(t.estimate), t.cut) for t in found]


def two(first: dict[str, Any], second: dict[str, Any]) -> Trial:
    return trial("t1", "A", "B", cuts=[first, second])


def test_progression_stands_with_survival_a_ratio_before_the_arms_own_figure() -> None:
    figures = [figure("pfs", "median_months", estimate="9.5"), share("new", estimate="60"), share("old", estimate="40")]
    drawn = trial("t1", "A", "B", cuts=[cut(ratio(0.5), ratio(0.8, "os"), figures=figures)])
    assert told(drawn) == [
        ("pfs", "hazard_ratio", "0.5", "first"),
        ("pfs", "median_months", "9.5", "first"),
        ("os", "hazard_ratio", "0.8", "first"),
        ("orr", "percent", "60", "first"),
    ]


def test_the_current_cut_counts_else_the_latest_that_tells() -> None:
    assert told(two(cut(ratio(0.5), id="a", current=False), cut(ratio(0.4), id="b"))) == [
        ("pfs", "hazard_ratio", "0.4", "b")
    ]
    assert told(two(cut(ratio(0.5), id="a"), cut(ratio(0.4), id="b", current=False))) == [
        ("pfs", "hazard_ratio", "0.5", "a")
    ]
    later = two(cut(ratio(0.5), id="a"), cut(ratio(0.8, "os"), id="b", current=False))
    assert told(later) == [("pfs", "hazard_ratio", "0.5", "a"), ("os", "hazard_ratio", "0.8", "b")]


def test_time_to_progression_is_told_by_its_own_name_where_there_is_no_pfs() -> None:
    assert told(trial("t1", "A", "B", ratio(0.5, "ttp"))) == [("ttp", "hazard_ratio", "0.5", "first")]
    assert told(trial("t1", "A", "B", ratio(0.5, "ttp"), ratio(0.6))) == [("pfs", "hazard_ratio", "0.6", "first")]


def test_subgroups_other_wordings_and_other_arms_are_left_out() -> None:
    figures = [share("new", estimate="1", group=NAMES), share("new", estimate="2", event="in others' words")]
    drawn = trial("t1", "A", "B", cuts=[cut(ratio(0.5, group=NAMES), figures=[*figures, share("old", estimate="3")])])
    assert told(drawn) == []


def test_a_median_comes_before_survival_at_a_time_and_of_these_the_latest() -> None:
    times = [figure("pfs", "percent_at_months", estimate=str(at), at_months=at) for at in (6, 24, 12)]
    median = figure("pfs", "median_months", not_reached=True)
    assert told(trial("t1", "A", "B", cuts=[cut(figures=times)])) == [("pfs", "percent_at_months", "24", "first")]
    assert told(trial("t1", "A", "B", cuts=[cut(figures=[*times, median])])) == [("pfs", "median_months", None, "first")]


def test_a_plain_analysis_comes_before_an_adjusted_one() -> None:
    drawn = trial("t1", "A", "B", ratio(0.3, adjusted=True), ratio(0.5))
    assert told(drawn) == [("pfs", "hazard_ratio", "0.5", "first")]


def test_what_looks_like_an_error_is_told_only_where_there_is_nothing_else_and_with_why() -> None:
    odd = figure("pfs", "median_months", estimate="11", low="2.1", high="3.7", level="95", **ODD)
    plain = figure("pfs", "median_months", estimate="2.9")
    assert told(two(cut(figures=[odd], id="a"), cut(figures=[plain], id="b", current=False)))[0][2] == "2.9"
    alone = arm_told(knowing(trial("t1", "A", "B", cuts=[cut(figures=[odd])])), "t1", "new").progression[0]
    assert [why.en for why in alone.odd] == ["A name"]


def test_each_figure_keeps_its_level_its_check_and_its_citation() -> None:
    drawn = trial(
        "t1", "A", "B", ratio(0.5, level="99", cite="unchecked"), ratio(0.8, "os", level=None, level_not_stated=True)
    )
    pfs, os = arm_told(knowing(drawn), "t1", "new").figures
    assert (pfs.level, pfs.checked, pfs.citation, pfs.against) == (Decimal(99), "unverified", "t1#unchecked", "old")
    assert (os.level, os.level_unknown, os.checked) == (None, True, "quoted")
    assert not pfs.level_unknown
    assert UNVERIFIED["checked"] == "unverified"


def test_an_arm_of_which_nothing_is_told_tells_nothing() -> None:
    found = arm_told(knowing(trial("t1", "A", "B")), "t1", "new")
    assert found.figures == () == found.progression


# Joints --------------------------------------------------------------------------------------------------------------


def drug(name: str) -> dict[str, Any]:
    return {"drugs": [name]}


@pytest.fixture
def joints(knowledge: Knowledge) -> Joints:
    """Bortezomib to carfilzomib to ixazomib by trials; selinexor to venetoclax apart; panobinostat in no trial."""
    trials = [
        trial("t1", "V", "K", ratio(0.5), new_arm=drug("bortezomib"), old_arm=drug("carfilzomib")),
        trial("t2", "K", "I", ratio(0.5), new_arm=drug("carfilzomib"), old_arm=drug("ixazomib")),
        trial("t3", "S", "Ven", ratio(0.5), new_arm=drug("selinexor"), old_arm=drug("venetoclax")),
        trial("t4", "I", "V2", ratio(0.5), ratio(0.5, "os"), new_arm=drug("ixazomib"), old_arm=drug("thalidomide")),
        trial("t5", "X", "V", ratio(0.5), new_arm=drug("pomalidomide"), old_arm=drug("bortezomib")),
    ]
    known = knowing(*trials, beside=knowledge)
    return Joints(known, "multiple_myeloma", scheme_of(knowledge, practice_of(knowledge, DEFAULT_PRACTICE)))


@pytest.mark.parametrize(
    ("first", "second", "how", "trials"),
    [
        ("bortezomib", "carfilzomib", "direct", ("t1",)),
        ("carfilzomib", "bortezomib", "direct", ("t1",)),
        ("bortezomib", "ixazomib", "indirect", ()),
        ("pomalidomide", "thalidomide", "indirect", ()),
        ("bortezomib", "selinexor", "none", ()),
        ("bortezomib", "panobinostat", "no_node", ()),
        ("bortezomib", "selinexor-based", "no_node", ()),
    ],
)
def test_options_are_joined_directly_through_a_chain_or_not(
    knowledge: Knowledge, joints: Joints, first: str, second: str, how: str, trials: tuple[str, ...]
) -> None:
    practice = practice_of(knowledge, DEFAULT_PRACTICE)
    here, there = (option_of(knowledge, practice, id) for id in (first, second))
    assert here is not None and there is not None
    assert joints.of(here, [here, there]) == [(second, how, trials)]


def test_only_what_an_effect_names_is_held(knowledge: Knowledge, joints: Joints) -> None:
    practice = practice_of(knowledge, DEFAULT_PRACTICE)
    held = {id: option_of(knowledge, practice, id) for id in ("bortezomib", "panobinostat", "selinexor-based")}
    assert {id: joints.holds(option) for id, option in held.items() if option} == {
        "bortezomib": True,
        "panobinostat": False,
        "selinexor-based": False,
    }


def test_a_told_figure_without_limits_has_no_unknown_level() -> None:
    plain = Told("pfs", "median_months", Decimal(9), None, None, None, "first", "Nowhere 2020", "read", "t1#cuts")
    assert not plain.level_unknown
