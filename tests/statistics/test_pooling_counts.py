"""Effects from counts, Mantel-Haenszel, Peto, Harbord and Peters agree with R; zero cells are treated as asked, and named."""
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportOptionalOperand=false, reportOperatorIssue=false
# pyright: reportCallIssue=false, reportAttributeAccessIssue=false
# (bad input is meant to be bad; figures of these cases exist)

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.meta_analysis import effectsize_2proportions

from tests.statistics.golden_pooling import golden, near
from thirdline.statistics import StatisticsError
from thirdline.statistics.pooling import (
    Correction,
    Settings,
    effects_of,
    harbord,
    mantel_haenszel,
    peters,
    pool_counts,
    pool_effects,
    two_arms,
)

SETS = ["bcg", "nielweise2007", "collins1985b", "collins1985a", "double_zero"]
MEASURES = ["odds_ratio", "risk_ratio", "risk_difference"]
CORRECTIONS = {
    "half_to_zero_cells": Correction(),
    "half_to_all": Correction(to="all"),
    "quarter_if_any": Correction(0.25, "all-if-any"),
}


def counts(name):
    d = golden("counts")[name]["counts"]
    return two_arms(d["a"], d["n1"], d["c"], d["n2"])


def usable(r):
    """Effects of R that are finite and have a variance."""
    rows = [(y, v) for y, v in zip(r["y"], r["v"], strict=True) if y is not None and v is not None and v > 0]
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[], []]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("measure", [*MEASURES, "arcsine", "peto"])
def test_effects_without_correction_are_those_of_metafor(name, measure):
    found = effects_of(counts(name), measure.replace("_", "-"))
    y, v = usable(golden("counts")[name]["plain"][measure])
    assert found.values.tolist() == near(y)
    assert (found.standard_errors**2).tolist() == near(v)
    assert len(found.left_out) == len(counts(name).labels) - len(y)
    assert [label for label, kept in zip(counts(name).labels, found.kept, strict=True) if not kept] == list(found.left_out)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("kind", CORRECTIONS)
def test_a_correction_is_added_where_it_was_asked_for_as_in_metafor(name, measure, kind):
    t, r = counts(name), golden("counts")[name][kind][measure]
    found = effects_of(t, measure.replace("_", "-"), CORRECTIONS[kind])
    if measure == "risk_difference":  # R drops studies without events of ratios; of differences it was told to as well
        empty = (t.a + t.c == 0) | (t.b + t.d == 0)
        r = {key: [x for x, e in zip(r[key], empty, strict=True) if not e] for key in ("y", "v")}
        found_y = found.values[~empty[found.kept]]
        found_v = found.standard_errors[~empty[found.kept]] ** 2
    else:
        found_y, found_v = found.values, found.standard_errors**2
    y, v = usable(r)
    assert found_y.tolist() == near(y)
    assert found_v.tolist() == near(v)


def test_what_was_left_out_and_what_was_added_is_named():
    t = two_arms([0, 1, 0, 5], [20, 25, 30, 40], [0, 4, 3, 9], [22, 26, 31, 39], ["none", "A", "zero", "B"])
    plain = effects_of(t, "odds-ratio")
    assert plain.left_out == ("none", "zero")
    assert plain.notes == (
        "Left out, no event (or nothing but events) in both arms: none.",
        "Left out, zero cells and no correction asked for: zero.",
    )
    half = effects_of(t, "risk-ratio", Correction())
    assert half.left_out == ("none",)
    assert half.notes[1] == "Continuity correction of 0.5 added to each cell of: zero."
    assert effects_of(t, "arcsine", Correction()).left_out == ()
    assert effects_of(t, "risk-difference").left_out == ("none",)
    pool = pool_counts(t, "odds-ratio")
    assert pool.notes == plain.notes
    assert [s.label for s in pool.studies] == ["A", "B"]


def test_statsmodels_keeps_a_study_without_events_with_a_ratio_that_nobody_observed():
    arm = (np.array([0.0, 3.0]), np.array([20.0, 20.0]))
    effects, _ = effectsize_2proportions(*arm, *arm, statistic="rr", zero_correction=0.5)
    assert effects[0] == 0
    assert effects_of(two_arms([0, 3], [20, 20], [0, 3], [20, 20]), "risk-ratio", Correction()).left_out == ("study 1",)


def test_a_pool_of_counts_is_the_pool_of_its_effects():
    found, effects = pool_counts(counts("bcg"), "risk-ratio"), golden("effects")["bcg"]
    expected = pool_effects(effects["y"], np.sqrt(effects["v"]).tolist())
    assert found.analysis is not None
    assert found.analysis.random.value == near(expected.random.value)
    assert found.random.low == near(np.exp(expected.random.low))
    assert (found.scale, found.analysis.scale) == ("risk ratio", "log risk ratio")
    assert found.method.startswith("log risk ratio; inverse variance, random effects; REML")
    difference = pool_counts(counts("bcg"), "risk-difference")
    assert (difference.scale, difference.analysis) == ("risk difference", None)
    assert pool_counts(counts("bcg"), "arcsine").scale == "arcsine difference"
    assert pool_counts(counts("bcg"), "peto").scale == "odds ratio"


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("measure", MEASURES)
def test_mantel_haenszel_is_that_of_metafor(name, measure):
    found, r = mantel_haenszel(counts(name), measure.replace("_", "-")), golden("counts")[name]["mantel_haenszel"][measure]
    plain = found.log or found.common
    assert (plain.value, plain.standard_error, plain.low, plain.high) == near((r["value"], r["se"], r["low"], r["high"]))
    if measure == "odds_ratio":
        assert (found.test.statistic, found.test.p_value) == near((r["cmh"], r["cmh_p"]))
    if found.log:
        assert found.common.value == near(np.exp(r["value"]))


@pytest.mark.parametrize("name", SETS)
def test_mantel_haenszel_odds_ratio_is_that_of_statsmodels(name):
    t = counts(name)
    theirs = StratifiedTable(t.cells.reshape(-1, 2, 2).transpose(1, 2, 0))
    found = mantel_haenszel(t)
    assert found.log is not None
    assert (found.log.value, found.log.standard_error) == near((theirs.logodds_pooled, theirs.logodds_pooled_se))
    assert found.test.statistic == near(theirs.test_null_odds(correction=True).statistic)


def test_mantel_haenszel_names_studies_without_weight_and_what_is_not_estimable():
    t = two_arms([0, 2, 5], [10, 10, 5], [0, 3, 5], [10, 10, 5])
    assert mantel_haenszel(t).notes == ("Without weight, no event (or nothing but events) in both arms: study 1, study 3.",)
    assert mantel_haenszel(t, "risk-ratio").notes == (
        "Without weight, no event (or nothing but events) in both arms: study 1.",
    )
    assert mantel_haenszel(t, "risk-difference").notes == ()
    one_sided = mantel_haenszel(two_arms([0, 0], [10, 10], [2, 3], [10, 10]))
    assert (one_sided.common.value, one_sided.log) == (None, None)
    assert one_sided.common.notes[0].startswith("Not estimable: all events")
    nothing = mantel_haenszel(two_arms([0], [10], [0], [10]))
    assert (nothing.test.statistic, nothing.common.value) == (None, None)
    with pytest.raises(StatisticsError, match="measure: 'hazard-ratio'; allowed: odds-ratio"):
        mantel_haenszel(t, "hazard-ratio")


@pytest.mark.parametrize("name", SETS)
def test_the_common_peto_odds_ratio_is_that_of_metafor(name):
    pool, r = pool_counts(counts(name), "peto"), golden("counts")[name]["peto"]
    assert pool.analysis is not None
    common = pool.analysis.common
    assert (common.value, common.standard_error, common.low) == near((r["value"], r["se"], r["low"]))
    assert pool.q == near(r["q"])


@pytest.mark.parametrize("name", ["bcg", "nielweise2007", "collins1985a"])
def test_harbords_and_peters_tests_are_those_of_a_weighted_regression_in_r(name):
    r = golden("counts")["asymmetry"][name]
    for found, kind in ((harbord(counts(name)), "harbord"), (peters(counts(name), correction=Correction()), "peters")):
        assert (found.slope.value, found.slope.standard_error) == near((r[kind]["slope"], r[kind]["se"]))
        assert (found.test.statistic, found.test.p_value) == near((r[kind]["t"], r[kind]["p"]))
        assert found.intercept.value == near(r[kind]["intercept"])


def test_exchanging_the_arms_turns_the_effect():
    t = counts("bcg")
    turned = two_arms(t.c, t.c + t.d, t.a, t.a + t.b)
    for measure in ("odds-ratio", "risk-ratio", "risk-difference", "arcsine", "peto"):
        assert effects_of(turned, measure).values == near((-effects_of(t, measure).values).tolist())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([3], [2], [1], [5]), "study 1, first arm: 3 of 2; events must lie between 0 and the number observed."),
        (([1], [2], [1.5], [5]), "study 1, second arm: 1.5 of 5; both must be whole numbers."),
        (([1], [2], [0], [0]), "study 1, second arm: 0 of 0; nobody was observed"),
        (([-1], [2], [0], [4]), "study 1, first arm: -1 of 2"),
        (([1, 2], [2], [0], [4]), "Events, totals and labels: give one of each"),
        (([], [], [], []), "Events, totals and labels: give one of each"),
        (([float("nan")], [2], [0], [4]), "study 1, first arm: nan of 2; both must be whole numbers."),
    ],
)
def test_impossible_counts_are_named(arguments, said):
    with pytest.raises(StatisticsError) as caught:
        two_arms(*arguments)
    assert said in str(caught.value)


def test_a_pool_without_any_effect_and_unknown_words_are_refused():
    with pytest.raises(StatisticsError, match=r"(?s)No study gives a finite odds-ratio.*study 1"):
        pool_counts(two_arms([0], [10], [2], [10]), "odds-ratio")
    with pytest.raises(StatisticsError, match="measure: 'or'"):
        effects_of(counts("bcg"), "or")
    with pytest.raises(StatisticsError, match="correction: add is 0"):
        Settings(correction=Correction(0))
    with pytest.raises(StatisticsError, match="correction: to: 'zeros'; allowed: zero-cells, all-if-any, all"):
        Settings(correction=Correction(to="zeros"))


def test_one_patient_in_an_arm_is_enough_and_the_labels_are_the_callers():
    t = two_arms([1], [1], [3], [7], ["small"])
    assert (t.labels, t.b.tolist()) == (("small",), [0])
    assert (mantel_haenszel(t).test.df, mantel_haenszel(two_arms([0], [1], [0], [1])).test.df) == (1, 1)
    assert two_arms([1, 2], [1, 3], [3, 4], [7, 8]).labels == ("study 1", "study 2")
