"""Log-rank tests and their weighted relatives: R's survdiff, sums in the open, laws and degenerate groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.survival_values import golden, same, table
from thirdline.statistics import StatisticsError
from thirdline.statistics.survival import Weighting, log_rank
from thirdline.statistics.survival.hypotheses import chi_square

GOLDEN = golden("log_ranks")
VETERAN, LUNG, HEART = (table(GOLDEN[name]["data"]) for name in ("veteran", "lung", "heart"))
WEIGHTS = {
    "fh11": Weighting(1, 1),
    "fh01": Weighting(0, 1),
    "fh00": Weighting(),
    "fh_half": Weighting(rho=0.5),
    "gehan": Weighting(kind="gehan"),
    "tarone": Weighting(kind="tarone-ware"),
    "peto": Weighting(kind="peto"),
}


def as_r(found, wanted):
    assert found.statistic == pytest.approx(wanted["statistic"], rel=1e-8)
    assert found.df == wanted["df"]
    same(found.observed, wanted["observed"])
    same(found.expected, wanted["expected"])


@pytest.mark.parametrize(
    ("name", "group", "strata", "rho"),
    [
        ("cell", "cell", None, 0),
        ("trt", "trt", None, 0),
        ("rho1", "cell", None, 1),
        ("rho_half", "cell", None, 0.5),
        ("stratified", "cell", "trt", 0),
        ("stratified_rho1", "cell", "trt", 1),
    ],
)
def test_veteran_as_survdiff(name, group, strata, rho):
    layers = None if strata is None else VETERAN[strata]
    found = log_rank(VETERAN["time"], VETERAN["event"], VETERAN[group], strata=layers, weighting=Weighting(rho))
    as_r(found, GOLDEN["veteran"][name])


def test_p_value_and_words():
    found = log_rank(VETERAN["time"], VETERAN["event"], VETERAN["cell"], strata=VETERAN["trt"])
    assert found.p_value == pytest.approx(5.5e-05, rel=0.5) and found.groups == (1, 2, 3, 4)
    assert found.method == "Log-rank test, stratified" and found.notes == ()
    assert log_rank([1, 2], [1, 1], ["a", "b"], entry=[0, 0]).method == "Log-rank test, delayed entry"
    assert WEIGHTS["fh11"].name == "Fleming-Harrington test (rho 1, gamma 1)"
    assert {w.name for k, w in WEIGHTS.items() if k in ("gehan", "tarone", "peto")} == {
        "Gehan's test",
        "Tarone-Ware test",
        "Peto and Peto's test",
    }


def test_ties_of_months_and_many_strata():
    as_r(log_rank(LUNG["month"], LUNG["event"], LUNG["sex"]), GOLDEN["lung"]["months"])
    as_r(log_rank(LUNG["time"], LUNG["event"], LUNG["sex"], strata=LUNG["inst"]), GOLDEN["lung"]["centres"])


def test_three_arms_of_colon():
    d = table(GOLDEN["colon"]["data"])
    as_r(log_rank(d["time"], d["event"], d["rx"]), GOLDEN["colon"]["arms"])
    as_r(log_rank(d["time"], d["event"], d["rx"], strata=d["extent"], weighting=Weighting(1)), GOLDEN["colon"]["strata"])


@pytest.mark.parametrize("name", list(WEIGHTS))
def test_each_weighting_in_strata(name):
    found = log_rank(VETERAN["time"], VETERAN["event"], VETERAN["cell"], strata=VETERAN["trt"], weighting=WEIGHTS[name])
    as_r(found, GOLDEN["veteran"]["hand"][name])


@pytest.mark.parametrize("name", list(WEIGHTS))
def test_each_weighting_with_delayed_entry(name):
    found = log_rank(HEART["stop"], HEART["event"], HEART["surgery"], entry=HEART["start"], weighting=WEIGHTS[name])
    as_r(found, GOLDEN["heart"]["hand"][name])


def test_without_ties_it_is_the_score_test_of_cox():
    apart = HEART["stop"] + np.arange(1, 173) / 1e4
    found = log_rank(apart, HEART["event"], HEART["surgery"], entry=HEART["start"])
    assert found.statistic == pytest.approx(GOLDEN["heart"]["score"], rel=1e-8)


def test_all_censored_strata_are_left_out_and_said():
    found = log_rank([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], [0, 1, 0, 1, 0, 1], strata=["a", "a", "a", "a", "b", "b"])
    plain = log_rank([1, 2, 3, 4], [1, 1, 1, 0], [0, 1, 0, 1])
    assert found.statistic == pytest.approx(plain.statistic) and found.observed == plain.observed
    assert found.notes == ("Stratum b: no event, left out.",)


def test_no_event_is_no_test():
    found = log_rank([1, 2, 3], [0, 0, 0], [0, 1, 1])
    assert (found.statistic, found.df, found.p_value) == (None, 0, None)
    assert "Group 0: nobody at risk at any event, left out." in found.notes


def test_a_group_never_at_risk_is_left_out():
    found = log_rank([1, 5, 6, 7, 8], [0, 1, 1, 1, 0], ["x", "a", "b", "a", "b"])
    assert found.df == 1 and found.notes == ("Group x: nobody at risk at any event, left out.",)
    assert found.statistic == pytest.approx(log_rank([5, 6, 7, 8], [1, 1, 1, 0], ["a", "b", "a", "b"]).statistic)


def test_groups_that_never_meet():
    """Strata that hold one pair of groups each: what can be compared is within the pairs."""
    found = log_rank([1, 2, 3, 4] * 2, [1, 1, 1, 0] * 2, ["a", "b"] * 2 + ["c", "d"] * 2, strata=[1] * 4 + [2] * 4)
    assert found.df == 2
    assert found.notes == ("Only 2 of 3 comparisons can be made: some groups are never at risk together at an event.",)


def test_events_of_the_last_alone_add_nothing():
    one, other = log_rank([1, 2, 3], [1, 1, 0], [0, 1, 1]), log_rank([1, 2, 3], [1, 1, 1], [0, 1, 1])
    assert one.statistic == pytest.approx(other.statistic)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"group": [1, 1, 1]}, "group: found fewer than two groups"),
        ({"group": [1, 2, None]}, r"group, row 2 .* found None; allowed: a label"),
        ({"group": [1, 2, np.nan]}, r"group, row 2"),
        ({"group": [1, 2]}, r"group: found shape \(2,\)"),
        ({"group": np.array([1, "a", 2], dtype=object)}, "group: labels of several types"),
        ({"strata": [1, None, 1]}, r"strata, row 1"),
        ({"entry": [0, 0, 3]}, r"entry, row 2"),
    ],
)
def test_bad_input_is_named(how, message):
    arguments = {"group": [0, 1, 1], **how}
    with pytest.raises(StatisticsError, match=message):
        log_rank([1, 2, 3], [1, 1, 0], **arguments)


@pytest.mark.parametrize("bad", [{"rho": -1}, {"gamma": float("nan")}, {"kind": "wilcoxon"}])
def test_bad_weightings_are_named(bad):
    with pytest.raises(StatisticsError, match="weighting: found"):
        Weighting(**bad)


people = st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.sampled_from("ab")), min_size=4, max_size=30)


@given(people, st.sampled_from(list(WEIGHTS)))
def test_names_order_and_unit_do_not_matter(rows, name):
    time, event, group = (np.array(c) for c in zip(*rows, strict=True))
    if len(set(group)) < 2:
        return
    one = log_rank(time, event, group, weighting=WEIGHTS[name])
    turned = np.where(group == "a", "z", "c")
    other = log_rank(time[::-1] * 7.0, event[::-1], turned[::-1], weighting=WEIGHTS[name])
    assert (one.statistic is None) == (other.statistic is None) and one.df == other.df
    if one.statistic is not None:
        assert one.statistic == pytest.approx(other.statistic, rel=1e-9, abs=1e-12)
        assert sum(one.observed) == pytest.approx(sum(one.expected))


def test_chi_square_leaves_out_what_has_no_variance():
    assert chi_square(np.array([1.0, -1.0]), np.zeros((2, 2))) == (None, 0, None)
    statistic, df, p = chi_square(np.array([2.0, -2.0, 0.0]), np.array([[4.0, -4, 0], [-4, 4, 0], [0, 0, 0]]))
    assert (statistic, df) == (pytest.approx(1.0), 1) and p == pytest.approx(0.31731050786291415)
