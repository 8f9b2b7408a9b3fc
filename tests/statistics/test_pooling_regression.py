"""Meta-regression, subgroups, leave-one-out, influence, cumulative pools, funnel tests, trim and fill agree with R."""
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportOptionalOperand=false, reportOperatorIssue=false
# pyright: reportCallIssue=false, reportAttributeAccessIssue=false
# (bad input is meant to be bad; figures of these cases exist)

import numpy as np
import pytest

from tests.statistics.golden_pooling import ITERATED, errors, golden, near
from thirdline.statistics import StatisticsError
from thirdline.statistics.pooling import (
    Settings,
    begg,
    cumulative,
    egger,
    funnel,
    influence,
    leave_one_out,
    meta_regression,
    pool_effects,
    subgroups,
    trim_and_fill,
)

WALD = Settings(interval="wald")
SETS = ["bcg", "hackshaw", "collins1985b", "yusuf_table6", "normand", "li2007", "dorn2007"]


def bcg():
    d = golden("effects")["bcg"]
    return d["y"], errors(d["v"])


def moderators(*names):
    return {name: golden("effects")["regression"][name] for name in names}


REGRESSIONS = {
    "one_z": (("ablat",), {"interval": "wald"}),
    "two_knha": (("ablat", "year0"), {"interval": "hartung-knapp"}),
    "two_adhoc": (("ablat", "year0"), {"interval": "hartung-knapp-ad-hoc"}),
    "one_t_ml": (("ablat",), {"interval": "t", "between": "ml"}),
    "one_dl": (("ablat",), {"interval": "wald", "between": "dl"}),
    "one_pm": (("ablat",), {"interval": "wald", "between": "pm"}),
    "one_sj": (("ablat",), {"interval": "wald", "between": "sj"}),
    "one_he": (("ablat",), {"interval": "wald", "between": "he"}),
    "one_hs": (("ablat",), {"interval": "wald", "between": "hs"}),
}


@pytest.mark.parametrize("kind", REGRESSIONS)
def test_each_meta_regression_is_that_of_metafor(kind):
    names, settings = REGRESSIONS[kind]
    found, r = (
        meta_regression(*bcg(), moderators(*names), settings=Settings(**settings)),
        golden("effects")["regression"][kind],
    )
    assert found.names == ("intercept", *names)
    assert [c.value for c in found.coefficients] == near(r["beta"], ITERATED)
    assert [c.standard_error for c in found.coefficients] == near(r["se"], ITERATED)
    assert [c.low for c in found.coefficients] == near(r["low"], ITERATED)
    assert [c.high for c in found.coefficients] == near(r["high"], ITERATED)
    assert list(found.p_values) == near(r["p"], ITERATED)
    assert found.tau2.value == near(r["tau2"], ITERATED)
    assert [found.tau2.low, found.tau2.high] == near(r["tau2_ci"], ITERATED)
    assert (found.omnibus.statistic, found.omnibus.p_value) == near((r["QM"], r["QMp"]), ITERATED)
    assert (found.residual.statistic, found.residual.p_value) == near((r["QE"], r["QEp"]))
    assert found.r2 == near(r["R2"] / 100, ITERATED)
    assert (found.i2.value, found.h2.value) == near((r["I2"] / 100, r["H2"]), ITERATED)


def test_the_omnibus_test_names_its_degrees_of_freedom():
    f = meta_regression(*bcg(), moderators("ablat", "year0")).omnibus
    assert (f.df, f.df_residual, f.method) == (2, 10, "omnibus test of the moderators (F)")
    chi = meta_regression(*bcg(), moderators("ablat"), settings=WALD)
    assert (chi.omnibus.df, chi.omnibus.df_residual, chi.residual.df) == (1, None, 11)


def test_the_effect_expected_at_a_value_of_a_moderator():
    found = meta_regression(*bcg(), moderators("ablat")).at([33.46])
    assert [found.value, found.low, found.high] == near(golden("effects")["regression"]["at_33"], ITERATED)
    with pytest.raises(StatisticsError, match="2 values for 1 moderators"):
        meta_regression(*bcg(), moderators("ablat")).at([1, 2])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "No moderator"),
        ({"dose": [1, 2]}, "dose: 2 values for 4 studies"),
        ({"dose": [1, 2, float("nan"), 3]}, "dose: no finite value for C"),
        ({"dose": [1, 1, 1, 1]}, "dose: the same value in all studies"),
        ({"dose": [1, 2, 3, 5], "half": [0.5, 1, 1.5, 2.5]}, "Moderators that say the same as others: dose, half"),
        ({"a": [1, 2, 3, 5], "b": [1, 0, 1, 1], "c": [5, 2, 9, 1]}, "4 studies for 4 coefficients"),
    ],
)
def test_moderators_that_cannot_be_used_are_named(columns, said):
    with pytest.raises(StatisticsError, match=said):
        meta_regression([0.1, 0.2, 0.5, 0.4], [0.1, 0.2, 0.1, 0.3], columns, list("ABCD"))


def test_studies_on_a_line_leave_the_f_test_without_a_spread():
    found = meta_regression([1, 2, 3, 4], [0.1] * 4, {"x": [1, 2, 3, 4]}, settings=Settings(interval="hartung-knapp"))
    assert found.coefficients[1].value == near(1)
    assert found.r2 == near(1)


def test_subgroups_with_variances_of_their_own_are_compared_as_in_r():
    r = golden("effects")["subgroups"]
    found = subgroups(*bcg(), moderators("alloc")["alloc"], settings=WALD)
    assert list(found.pools) == r["names"]
    for name, pool in found.pools.items():
        assert pool.tau2.value == near(r["tau2"][name], ITERATED)
        assert pool.random.low == near(r["separate"][name]["low"], ITERATED)
    assert (found.between.statistic, found.between.p_value, found.between.df) == near((r["QB"], r["QBp"], 2), ITERATED)
    expected = (r["QB_common_effect"], r["QBp_common_effect"])
    assert (found.between_common.statistic, found.between_common.p_value) == near(expected)


def test_subgroups_with_one_variance_are_compared_as_in_r():
    r, groups = golden("effects")["subgroups"], moderators("alloc")["alloc"]
    found = subgroups(*bcg(), groups, settings=WALD, tau2="common")
    assert (found.between.statistic, found.between.p_value) == near((r["QB_common_tau2"], r["QBp_common_tau2"]), ITERATED)
    assert [pool.tau2.value for pool in found.pools.values()] == near([r["common_tau2"]] * 3, ITERATED)
    assert found.notes[0].startswith("One between-study variance for all subgroups: 0.3615")
    f = subgroups(*bcg(), groups, tau2="common").between
    assert (f.statistic, f.p_value, f.df, f.df_residual) == near((r["F_knha"], r["Fp_knha"], 2, 10), ITERATED)


def test_a_subgroup_of_one_study_is_left_out_of_the_test_and_named():
    found = subgroups([0.1, 0.3, 0.2, 0.6, 0.9], [0.1] * 5, ["a", "a", "b", "b", "c"])
    assert found.notes == ("Left out of the test between subgroups (no standard error): c.",)
    assert found.between.df == 1
    assert found.between_common.df == 2
    assert found.pools["c"].random.value is None
    alone = subgroups([0.1, 0.3, 0.2], [0.1] * 3, ["a", "a", "b"])
    assert (alone.between.statistic, alone.between.p_value) == (None, None)


@pytest.mark.parametrize(
    ("groups", "kind", "said"),
    [
        (["a", "a", "a"], "separate", r"Only one subgroup \(a\)"),
        (["a", "b"], "separate", "2 subgroups for 3 studies"),
        (["a", "b", "c"], "common", "Every subgroup has one study"),
    ],
)
def test_subgroups_that_cannot_be_compared(groups, kind, said):
    with pytest.raises(StatisticsError, match=said):
        subgroups([0.1, 0.2, 0.4], [0.1] * 3, groups, tau2=kind)


@pytest.mark.parametrize("name", [*SETS, "alike", "three"])
def test_leaving_out_each_study_gives_what_metafor_gives(name):
    d = golden("effects")[name]
    steps, r = leave_one_out(d["y"], errors(d["v"])), d["leave_one_out"]
    assert [s.label for s in steps] == [f"study {i}" for i in range(1, len(d["y"]) + 1)]
    assert [s.pool.random.value for s in steps] == near(r["value"], ITERATED)
    assert [s.pool.random.low for s in steps] == near(r["low"], ITERATED)
    assert [s.pool.random.high for s in steps] == near(r["high"], ITERATED)
    assert [s.pool.tau2.value for s in steps] == near(r["tau2"], ITERATED)


@pytest.mark.parametrize("name", [*SETS, "alike", "three"])
def test_the_influence_of_each_study_is_that_of_metafor(name):
    d = golden("effects")[name]
    found, r = influence(d["y"], errors(d["v"]), settings=WALD), d["influence"]
    for measure in ("rstudent", "dffits", "cook", "covariance_ratio", "tau2", "q", "leverage"):
        assert [getattr(i, measure) for i in found] == near(r[measure], ITERATED), measure


def test_cumulative_pools_follow_the_years():
    r = golden("effects")["cumulative"]
    steps = cumulative(*bcg(), order=r["year"], settings=Settings(between="dl", interval="wald"))
    assert [s.pool.random.value for s in steps[1:]] == near(r["value"][1:])
    assert [s.pool.random.high for s in steps[1:]] == near(r["high"][1:])
    assert steps[0].pool.random.value is None
    assert steps[0].pool.common.value == near(r["value"][0])
    assert [s.label for s in cumulative(*bcg())] == [f"study {i}" for i in range(1, 14)]


def test_orders_and_numbers_of_studies_that_do_not_fit_are_refused():
    with pytest.raises(StatisticsError, match="order: 1 figures for 2 studies"):
        cumulative([0.1, 0.2], [0.1, 0.1], order=[1999])
    with pytest.raises(StatisticsError, match="1 studies: at least 2 are needed"):
        leave_one_out([0.1], [0.1])
    with pytest.raises(StatisticsError, match="2 studies: at least 3 are needed"):
        influence([0.1, 0.2], [0.1, 0.1])


@pytest.mark.parametrize("name", [*SETS, "three"])
def test_eggers_test_is_that_of_r(name):
    d = golden("effects")[name]
    found, r = egger(d["y"], errors(d["v"])), d["egger"]
    assert (found.test.statistic, found.test.p_value) == near((r["z"], r["p"]))
    assert (found.intercept.value, found.intercept.low, found.intercept.high) == near((r["intercept"], r["low"], r["high"]))
    assert bool(found.test.notes) == (len(d["y"]) < 10)


@pytest.mark.parametrize("name", [*SETS, "alike", "three"])
def test_beggs_test_is_that_of_r(name):
    d = golden("effects")[name]
    found = begg(d["y"], errors(d["v"]))
    assert (found.test.statistic, found.test.p_value) == near((d["begg"]["tau"], d["begg"]["p"]))


def test_tests_of_asymmetry_refuse_what_shows_no_line():
    with pytest.raises(StatisticsError, match="2 studies: a test of asymmetry needs at least 3"):
        egger([0.1, 0.2], [0.1, 0.2])
    with pytest.raises(StatisticsError, match="Egger's test: all studies are of one size"):
        egger([0.1, 0.2, 0.3], [0.1, 0.1, 0.1])
    same = begg([0.1, 0.2, 0.3], [0.1, 0.1, 0.1]).test
    assert (same.p_value, same.notes) == (None, ("All variances are equal.",))


def test_the_funnel_stands_around_the_common_effect():
    d = golden("effects")["bcg"]
    found = funnel(*bcg(), level=0.95)
    assert found.centre == near(d["common"]["value"])
    assert found.edge_low.tolist() == near([found.centre, found.centre - 1.959963984540054 * max(errors(d["v"]))])
    assert found.edge_high[1] - found.centre == near(found.centre - found.edge_low[1])
    assert found.edge_errors.tolist() == near([0, max(errors(d["v"]))])


FILLS = {
    "hackshaw_common_L0": ("hackshaw", 0.0, "L0"),
    "hackshaw_reml_L0": ("hackshaw", "reml", "L0"),
    "hackshaw_common_R0": ("hackshaw", 0.0, "R0"),
    "li2007_common_L0": ("li2007", 0.0, "L0"),
    "li2007_dl_R0": ("li2007", "dl", "R0"),
    "bcg_reml_L0": ("bcg", "reml", "L0"),
}


@pytest.mark.parametrize("kind", FILLS)
def test_trim_and_fill_is_that_of_metafor(kind):
    name, between, estimator = FILLS[kind]
    d, r = golden("effects")[name], golden("effects")["trim_and_fill"][kind]
    settings = Settings(between=between, interval="wald")
    found = trim_and_fill(d["y"], errors(d["v"]), settings=settings, estimator=estimator)
    assert (found.side, found.missing) == (r["side"], r["missing"])
    assert (found.pool.random.value, found.pool.random.low) == near((r["value"], r["low"]), ITERATED)
    assert found.pool.random.high == near(r["high"], ITERATED)
    filled = [s for s in found.pool.studies if s.label.startswith("filled: ")]
    assert sorted(s.value for s in filled) == near(sorted(np.atleast_1d(r["filled"]).tolist()), ITERATED)
    assert found.notes == (
        "Filled studies do not exist. They show how far an asymmetric funnel may matter, and mend nothing.",
    )


def test_the_side_may_be_named_and_a_symmetric_funnel_stays_as_it_is():
    d, r = golden("effects")["bcg"], golden("effects")["trim_and_fill"]["bcg_reml_right"]
    found = trim_and_fill(d["y"], errors(d["v"]), settings=WALD, side="right")
    assert (found.missing, found.pool.random.value) == (r["missing"], near(r["value"], ITERATED))
    left = trim_and_fill(d["y"], errors(d["v"]), settings=WALD, side="left")
    assert left.missing == 0
    assert left.pool.random == pool_effects(d["y"], errors(d["v"]), settings=WALD).random
    with pytest.raises(StatisticsError, match="estimator: 'Q0'"):
        trim_and_fill(*bcg(), estimator="Q0")


def test_below_ten_studies_the_tests_say_that_they_have_hardly_any_power():
    for k in (9, 10):
        values, size = [0.1 * (-1) ** i for i in range(k)], [0.1 + 0.01 * i for i in range(k)]
        for test in (egger, begg):
            said = any(note.startswith("Fewer than ten studies") for note in test(values, size).test.notes)
            assert said == (k == 9)
