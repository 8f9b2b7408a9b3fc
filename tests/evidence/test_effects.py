"""Effects of trials as rows: which are taken, which are left out and why, and what is connected to what."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from thirdline.evidence.effects import Effects, Selection, TrialEffect, contrasts, effects, effects_of
from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Trial
from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network import Contrast

NAMES = {"en": "A name", "ru": "Название"}
HAZARD = {"endpoint": "pfs", "experimental": "new", "control": "old", "measure": "hazard_ratio"}
ROW = HAZARD | {"estimate": "0.63", "low": "0.44", "high": "0.90", "level": "95"}
CITED = {"source": "general-knowledge", "at": "nowhere", "checked": "unverified"}


def arm(id: str, role: str, node: str | None, **more: Any) -> dict[str, Any]:
    return {"id": id, "names": NAMES, "role": role, "node": node, "n": 50} | more


def cut(*rows: dict[str, Any], id: str = "first", current: bool = True) -> dict[str, Any]:
    return {"id": id, "current": current, "published": f"Nowhere, {id}", "effects": list(rows)}


def trial(id: str = "drawn", **more: Any) -> Trial:
    """A trial of New against Old with one effect on PFS, but for what is said."""
    base = {"id": id, "disease": "multiple_myeloma", "names": NAMES, "design": "randomised", "cuts": [cut(ROW)]}
    arms = [arm("new", "experimental", "New"), arm("old", "control", "Old")]
    return Trial.model_validate(base | {"arms": arms, "cites": {"cuts": CITED}} | more)


def knowing(*trials: Trial) -> Knowledge:
    return Knowledge(MappingProxyType({"trials": MappingProxyType({each.id: each for each in trials})}))


def taken(*trials: Trial, **asked: Any) -> list[tuple[str, str, str, str]]:
    found = effects_of(knowing(*trials), Selection(**asked)).taken
    return [(row.cut, row.experimental, row.control, str(row.estimate)) for row in found]


def left(*trials: Trial, **asked: Any) -> list[tuple[str, str]]:
    return [(each.reason, each.found) for each in effects_of(knowing(*trials), Selection(**asked)).left_out]


def test_a_row_holds_what_must_be_known_of_it() -> None:
    assert effects(knowing(trial())).taken == (
        TrialEffect(
            trial="drawn", cut="first", current=True, endpoint="pfs", measure="hazard_ratio", experimental="New", control="Old",
            experimental_arm="new", control_arm="old", n_experimental=50, n_control=50, estimate=Decimal("0.63"),
            low=Decimal("0.44"), high=Decimal("0.90"), level=Decimal(95), assessor="not_stated", adjusted=False,
            checked="unverified", citation="drawn#cuts", published="Nowhere, first",
        ),
    )  # fmt: skip


def test_the_citation_is_that_of_the_row_else_of_the_cut_else_of_all() -> None:
    cites = {"cuts": CITED, "mine": CITED | {"checked": "read"}, "its": CITED}
    rows = ({"cite": "mine"} | ROW, ROW)
    cuts = [cut(rows[0], id="a", current=False), cut(rows[1], id="b") | {"cite": "its"}]
    for name, citation, checked in (("a", "drawn#mine", "read"), ("b", "drawn#its", "unverified")):
        (row,) = effects(knowing(trial(cuts=cuts, cites=cites)), cut=name).taken
        assert (row.citation, row.checked) == (citation, checked)


def test_the_standard_error_is_of_the_printed_level() -> None:
    """log(0.90 / 0.44) / 2z: z of 95 % and of 99 %."""
    for level, z in (("95", 1.959963984540054), ("99", 2.5758293035489004), ("70", 1.0364333894937898)):
        (row,) = effects(knowing(trial(cuts=[cut(ROW | {"level": level})]))).taken
        contrast = row.contrast()
        assert contrast.standard_error == pytest.approx(math.log(0.90 / 0.44) / (2 * z), abs=1e-12)
        assert (contrast.trial, contrast.treatment, contrast.comparator) == ("drawn", "New", "Old")
        assert contrast.effect == pytest.approx(math.log(0.63), abs=1e-12)


def test_figures_that_are_no_interval_are_refused_with_the_trials_name() -> None:
    (row,) = effects(knowing(trial())).taken
    with pytest.raises(StatisticsError, match=r"trial drawn, New against Old: limits 0\.9 to 0\.44 are reversed"):
        dataclasses.replace(row, low=row.high, high=row.low).contrast()


OTHER = HAZARD | {"endpoint": "os", "estimate": "0.8", "low": "0.6", "high": "1.1", "level": "95"}
MIXED = [arm("new", "experimental", "New"), arm("old", "control", None, mixture_of=["Old", "Older"])]
NAMELESS = [arm("new", "experimental", "New"), arm("old", "control", None)]
TWINS = [arm("new", "experimental", "New"), arm("old", "control", "New")]
LEFT_OUT: dict[str, tuple[dict[str, Any], str, str]] = {
    "one arm by design": ({"design": "single_arm"}, "not_randomised", "design: single_arm"),
    "a series": ({"design": "case_series"}, "not_randomised", "design: case_series"),
    "a pool": ({"design": "meta_analysis"}, "not_randomised", "design: meta_analysis"),
    "one arm recorded": ({"arms": [arm("new", "experimental", "New")], "cuts": []}, "one_arm", "arms: new"),
    "newly diagnosed": ({"population": {"prior_lines_at_most": 0}}, "newly_diagnosed", "patients without a prior line"),
    "newly diagnosed by need": (
        {"needs": [{"need": "prior_lines_at_most", "amount": 0}]}, "newly_diagnosed", "patients without a prior line",
    ),
    "planned": ({"design": "planned", "cuts": []}, "no_results", "design: planned, no data cut"),
    "figures only": ({"cuts": [cut()]}, "no_estimate", "figures of arms, but no ratio between them"),
    "another endpoint": ({"cuts": [cut(OTHER)]}, "endpoint_differs", "no effect on pfs; effects on os"),
    "a subgroup": ({"cuts": [cut(ROW | {"group": {"en": "the old", "ru": "старые"}})]}, "only_subgroups", "told for the old only"),
    "another measure": ({"cuts": [cut(ROW | {"measure": "odds_ratio"})]}, "measure_differs", "measure: odds_ratio"),
    "a mixture": ({"arms": MIXED}, "mixture_control", "old is a mixture of Old, Older"),
    "no node": ({"arms": NAMELESS}, "no_node", "old has no node"),
    "one node": ({"arms": TWINS}, "same_node", "both arms count as New"),
    "adjusted": ({"cuts": [cut(ROW | {"adjusted": True, "analysis_set": "weighted"})]}, "adjusted", "analysis: weighted"),
    "no interval": ({"cuts": [cut(HAZARD | {"estimate": "0.63"})]}, "no_interval", "0.63, without an interval"),
    "no level": (
        {"cuts": [cut(HAZARD | {"estimate": "0.63", "low": "0.44", "high": "0.90", "level_not_stated": True})]},
        "no_level", "0.63 (0.44 to 0.90), without the level of the interval",
    ),
    "half an interval": (
        {"cuts": [cut(HAZARD | {"estimate": "0.63", "low": "0.4", "level": "95"})]}, "no_interval", "0.63, without an interval",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_trial_that_gives_none_is_left_out_with_its_reason(name: str) -> None:
    more, reason, found = LEFT_OUT[name]
    assert taken(trial(**more)) == []
    assert left(trial(**more)) == [(reason, found)]


def test_of_several_reasons_the_weightiest_is_told() -> None:
    row = ROW | {"adjusted": True}
    assert left(trial(arms=MIXED, cuts=[cut(row)]))[0][0] == "mixture_control"


def test_a_plain_effect_beside_a_weighted_one_is_taken() -> None:
    rows = (ROW | {"adjusted": True}, ROW | {"estimate": "0.65"})
    assert taken(trial(cuts=[cut(*rows)])) == [("first", "New", "Old", "0.65")]


def test_the_same_contrast_told_twice_counts_once() -> None:
    rows = (ROW, ROW | {"estimate": "0.65", "assessor": "investigator"})
    assert taken(trial(cuts=[cut(*rows)])) == [("first", "New", "Old", "0.63")]


def test_a_trial_of_three_arms_gives_each_of_its_contrasts() -> None:
    arms = [arm("new", "experimental", "New"), arm("newer", "experimental", "Newer"), arm("old", "control", "Old")]
    rows = (ROW, ROW | {"experimental": "newer", "estimate": "0.65"})
    assert taken(trial(arms=arms, cuts=[cut(*rows)])) == [("first", "New", "Old", "0.63"), ("first", "Newer", "Old", "0.65")]


CUTS = [
    cut(ROW | {"estimate": "0.60"}, id="a", current=False),
    cut(ROW, OTHER, id="b"),
    cut(ROW | {"estimate": "0.65"}, id="c", current=False),
    cut(OTHER | {"estimate": "0.85"}, id="d", current=False),
]


@pytest.mark.parametrize(
    ("endpoint", "asked", "found"),
    [
        ("pfs", "current", ("b", "0.63")), ("pfs", "first", ("a", "0.60")), ("pfs", "c", ("c", "0.65")),
        ("os", "current", ("b", "0.8")), ("os", "first", ("b", "0.8")), ("os", "d", ("d", "0.85")),
    ],
)  # fmt: skip
def test_the_cut_that_is_asked_for_is_taken(endpoint: str, asked: str, found: tuple[str, str]) -> None:
    (row,) = effects(knowing(trial(cuts=CUTS)), endpoint, asked).taken
    assert (row.cut, str(row.estimate), row.current) == (*found, found[0] == "b")


def test_where_the_current_cut_is_silent_the_latest_that_tells_the_endpoint_is_taken() -> None:
    cuts = [cut(OTHER, id="a", current=False), cut(ROW, id="b"), cut(OTHER | {"estimate": "0.9"}, id="c", current=False)]
    assert taken(trial(cuts=cuts), endpoints=("os",)) == [("c", "New", "Old", "0.9")]


def test_a_cut_that_the_trial_does_not_have_leaves_it_out() -> None:
    assert left(trial(cuts=CUTS), cut="2020") == [("cut_unknown", "cuts: a, b, c, d")]
    assert left(trial(cuts=CUTS), cut="d") == [("endpoint_differs", "no effect on pfs; effects on os, pfs")]


def test_endpoints_are_taken_in_order_of_preference() -> None:
    both = trial(cuts=[cut(ROW, ROW | {"endpoint": "ttp", "estimate": "0.60"})])
    ttp = trial("late", cuts=[cut(ROW | {"endpoint": "ttp", "estimate": "0.60"})])
    found = effects_of(knowing(both, ttp), Selection(("pfs", "ttp"))).taken
    assert [(row.trial, row.endpoint) for row in found] == [("drawn", "pfs"), ("late", "ttp")]


def test_the_reason_of_the_endpoint_that_is_there_is_told() -> None:
    more = trial(cuts=[cut(ROW | {"endpoint": "ttp", "adjusted": True})])
    assert left(more, endpoints=("pfs", "ttp"))[0][0] == "adjusted"
    assert left(trial(cuts=[cut(OTHER)]), endpoints=("pfs", "ttp")) == [
        ("endpoint_differs", "no effect on pfs; effects on os")
    ]


def test_lumped_arms_count_as_their_broader_node_when_asked() -> None:
    arms = [arm("new", "experimental", "V", lumped="Vd"), arm("old", "control", "Dex")]
    assert taken(trial(arms=arms)) == [("first", "Vd", "Dex", "0.63")]
    assert taken(trial(arms=arms), lumped=False) == [("first", "V", "Dex", "0.63")]


def test_arms_that_lumping_makes_one_are_no_contrast() -> None:
    arms = [arm("new", "experimental", "Kd70", lumped="Kd"), arm("old", "control", "Kd27", lumped="Kd")]
    assert left(trial(arms=arms)) == [("same_node", "both arms count as Kd")]
    assert taken(trial(arms=arms), lumped=False) == [("first", "Kd70", "Kd27", "0.63")]


@pytest.mark.parametrize(("patients", "counted"), [("same", ["one"]), ("some", ["one"]), ("other", ["one", "two"])])
def test_a_retelling_of_the_same_patients_is_not_counted_again(patients: str, counted: list[str]) -> None:
    one, two = trial("one", kin=[{"record": "two", "patients": patients}]), trial("two")
    found = effects(knowing(two, one))
    assert [row.trial for row in found.taken] == counted
    assert [(each.trial, each.reason) for each in found.left_out] == [("two", "told_elsewhere")] * (2 - len(counted))


def test_trials_of_another_disease_are_not_asked() -> None:
    assert effects(knowing(trial(disease="b_all"))) == Effects((), ())
    assert len(effects_of(knowing(trial(disease="b_all")), Selection(disease="b_all")).taken) == 1


def test_the_order_of_records_does_not_matter() -> None:
    one, two = trial("one"), trial("two")
    assert effects(knowing(one, two)) == effects(knowing(two, one))


# What is connected to what, in the trials that are known


def parts(rows: tuple[Contrast, ...]) -> list[tuple[int, int]]:
    """Comparisons and nodes of each connected part, the largest first: a plain reading, apart from the network's own."""
    nodes = {node for row in rows for node in (row.treatment, row.comparator)}
    groups: list[set[str]] = [{node} for node in nodes]
    for row in rows:
        joined = [group for group in groups if {row.treatment, row.comparator} & group]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    return sorted(((sum(row.treatment in group for row in rows), len(group)) for group in groups), reverse=True)


BOTH = ("pfs", "ttp")


def rows_of(knowledge: Knowledge, **asked: Any) -> tuple[Contrast, ...]:
    return contrasts(effects_of(knowledge, Selection(**asked)).taken)


def test_with_time_to_progression_and_lumping_the_network_is_nearly_a_star(knowledge: Knowledge) -> None:
    """35 comparisons of 33 treatments leave 3 degrees of freedom; two pairs of treatments stand apart."""
    found = parts(rows_of(knowledge, endpoints=BOTH))
    assert found == [(35, 33), (1, 2), (1, 2)]
    comparisons, nodes = found[0]
    assert comparisons - (nodes - 1) == 3


def test_without_the_dexamethasone_trials_it_falls_apart(knowledge: Knowledge) -> None:
    rows = tuple(row for row in rows_of(knowledge, endpoints=BOTH) if "Dex" not in (row.treatment, row.comparator))
    assert parts(rows) == [(17, 17), (8, 9), (6, 6), (1, 2), (1, 2)]


def test_pfs_alone_does_not_connect_it(knowledge: Knowledge) -> None:
    """APEX, MM-009 and MM-010, which join bortezomib and lenalidomide to dexamethasone, tell time to progression."""
    assert parts(rows_of(knowledge)) == [(17, 17), (9, 10), (6, 6), (1, 2), (1, 2)]
    assert {each.trial for each in effects(knowledge).left_out if each.reason == "endpoint_differs"} == {
        "apex", "mm-009", "mm-010", "isatuximab-phase-2",
    }  # fmt: skip


def test_without_lumping_bortezomib_is_not_bortezomib_with_dexamethasone(knowledge: Knowledge) -> None:
    assert parts(rows_of(knowledge, endpoints=BOTH, lumped=False)) == [(16, 16), (13, 13), (6, 6), (1, 2), (1, 2)]


def test_overall_survival_connects_fewer(knowledge: Knowledge) -> None:
    assert parts(rows_of(knowledge, endpoints=("os",))) == [(24, 23)]


def test_every_trial_is_taken_or_left_out_once(knowledge: Knowledge) -> None:
    found = effects(knowledge)
    seen = Counter([*{row.trial for row in found.taken}, *(each.trial for each in found.left_out)])
    assert seen == Counter(each.id for each in knowledge.of("trials").values() if each.disease == "multiple_myeloma")


def test_mixtures_are_left_out(knowledge: Knowledge) -> None:
    mixed = {each.trial for each in effects(knowledge).left_out if each.reason == "mixture_control"}
    assert mixed == {"focus", "karmma-3", "cartitude-4", "majestec-3"}


def test_no_trial_known_counts_twice(knowledge: Knowledge) -> None:
    assert [each.trial for each in effects(knowledge).left_out if each.reason == "told_elsewhere"] == [
        "pollux-castor-sustained-mrd"
    ]


FIRST_AND_CURRENT = """
pollux      0.37 0.44
castor      0.39 0.31
candor      0.63 0.64
aspire      0.69 0.66
eloquent-2  0.70 0.72
ikema       0.531 0.531
nct01478048 0.72 0.76
"""


@pytest.mark.parametrize("line", FIRST_AND_CURRENT.strip().splitlines())
def test_the_first_and_the_current_cut_of_known_trials(knowledge: Knowledge, line: str) -> None:
    id, first, current = line.split()
    found = {
        asked: {row.trial: str(row.estimate) for row in effects(knowledge, cut=asked).taken}
        for asked in ("first", "current")
    }
    assert (found["first"][id], found["current"][id]) == (first, current)


def test_a_level_of_99_is_not_read_as_95(knowledge: Knowledge) -> None:
    (row,) = [row for row in effects(knowledge).taken if row.trial == "ikema"]
    assert row.contrast().standard_error == pytest.approx(math.log(0.889 / 0.318) / (2 * 2.5758293035489004), abs=1e-12)
