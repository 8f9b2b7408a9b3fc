"""Pools of effects agree with metafor, and say what cannot be estimated."""
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportOptionalOperand=false, reportOperatorIssue=false
# pyright: reportCallIssue=false, reportAttributeAccessIssue=false
# (bad input is meant to be bad; figures of these cases exist)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from tests.statistics.golden_pooling import CLOSED, ITERATED, errors, golden, near
from thirdline.statistics import StatisticsError
from thirdline.statistics.pooling import Settings, exponentiated, pool_effects

SETS = ["bcg", "hackshaw", "collins1985b", "yusuf_table6", "normand", "li2007", "dorn2007", "alike", "three"]
ESTIMATORS = {
    "DL": ("dl", "dersimonian-laird", CLOSED),
    "REML": ("reml", "reml", ITERATED),
    "ML": ("ml", "ml", ITERATED),
    "PM": ("pm", "paule-mandel", ITERATED),
    "EB": ("eb", "empirical-bayes", ITERATED),
    "SJ": ("sj", "sidik-jonkman", CLOSED),
    "HE": ("he", "hedges", CLOSED),
    "HS": ("hs", "hunter-schmidt", CLOSED),
}
INTERVALS = {"z": "wald", "t": "t", "knha": "hartung-knapp", "adhoc": "hartung-knapp-ad-hoc"}


def pooled(name, **settings):
    d = golden("effects")[name]
    return pool_effects(d["y"], errors(d["v"]), settings=Settings(**settings)), d


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("r_name", ESTIMATORS)
def test_each_estimator_of_the_between_study_variance_is_that_of_metafor(name, r_name):
    short, full, tolerance = ESTIMATORS[r_name]
    pool, d = pooled(name, between=short, interval="wald")
    assert pool.tau2.value == near(d["tau2"][r_name], tolerance)
    assert pool == pooled(name, between=full, interval="wald")[0]
    expected = d["mean"][r_name]
    assert (pool.random.value, pool.random.standard_error) == near((expected["value"], expected["se"]), tolerance)
    assert (pool.random.low, pool.random.high) == near((expected["low"], expected["high"]), tolerance)
    assert pool.i2.value == near(d["i2"][r_name] / 100, tolerance)
    assert pool.h2.value == near(d["h2"][r_name], tolerance)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("test", INTERVALS)
def test_each_interval_of_the_random_effects_mean_is_that_of_metafor(name, test):
    pool, d = pooled(name, interval=INTERVALS[test])
    expected = d["reml_tests"][test]
    assert (pool.random.standard_error, pool.random.low, pool.random.high) == near(
        (expected["se"], expected["low"], expected["high"]), ITERATED
    )


@pytest.mark.parametrize("name", SETS)
def test_the_common_effect_q_and_weights_are_those_of_metafor(name):
    pool, d = pooled(name)
    common = d["common"]
    assert (pool.common.value, pool.common.standard_error) == near((common["value"], common["se"]))
    assert (pool.common.low, pool.common.high) == near((common["low"], common["high"]))
    assert (pool.q, pool.df, pool.p_value) == near((d["q"], d["df"], d["p"]))
    assert [100 * (s.weight_common or 0) for s in pool.studies] == near(d["weights_common"])
    assert [100 * (s.weight_random or 0) for s in pool.studies] == near(d["weights"], ITERATED)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("r_name", ["REML", "DL"])
def test_the_interval_of_the_variance_is_the_q_profile_of_metafor(name, r_name):
    pool, d = pooled(name, between=r_name.lower())
    expected = d["q_profile"][r_name]
    if name == "alike":
        assert (pool.tau2.low, pool.tau2.high, pool.i2.low, pool.h2.high) == (None, None, None, None)
        assert any("empty" in note for note in pool.tau2.notes)
        return
    assert [pool.tau2.low, pool.tau2.high] == near(expected["tau2"][1:], ITERATED)
    assert [pool.i2.low, pool.i2.high] == near([i / 100 for i in expected["i2"][1:]], ITERATED)
    assert [pool.h2.low, pool.h2.high] == near(expected["h2"][1:], ITERATED)


PREDICTIONS = {
    "wald_hts": ("wald", "hts"),
    "wald_k1": ("wald", "k-1"),
    "wald_normal": ("wald", "normal"),
    "knha_hts": ("hartung-knapp", "hts"),
}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("kind", PREDICTIONS)
def test_each_prediction_interval_is_that_of_metafor(name, kind):
    interval, prediction = PREDICTIONS[kind]
    pool, d = pooled(name, interval=interval, prediction=prediction)
    assert [pool.prediction.low, pool.prediction.high] == near(d["prediction"][kind], ITERATED)
    assert pool.prediction.method.startswith("prediction interval")


def test_the_level_moves_every_interval():
    wide, narrow = pooled("bcg", level=0.99)[0], pooled("bcg", level=0.8)[0]
    for name in ("common", "random", "prediction", "tau2", "i2", "h2"):
        a, b = getattr(wide, name), getattr(narrow, name)
        assert a.low < b.low <= b.high < a.high
        assert (a.level, b.level) == (0.99, 0.8)
    assert wide.studies[0].low < narrow.studies[0].low


def test_estimator_transformation_and_interval_stand_in_the_method():
    pool = pooled("bcg", between="pm", interval="hartung-knapp-ad-hoc")[0]
    expected = (
        "inverse variance, random effects; Paule-Mandel estimator of tau2; Hartung-Knapp interval, never narrower than t"
    )
    assert pool.random.method == f"{expected} (ad hoc) (12 df)"
    assert pool.common.method == "inverse variance, common effect; Wald interval"
    assert pool.tau2.method == "Paule-Mandel estimator of tau2, Q-profile interval"
    assert pool.prediction.method == "prediction interval, t with k-2 degrees of freedom"


def test_a_variance_handed_in_is_taken_as_it_is():
    d = golden("effects")["bcg"]
    pool = pooled("bcg", between=d["tau2"]["DL"], interval="wald")[0]
    assert pool.random.value == near(d["mean"]["DL"]["value"])
    assert (pool.tau2.value, pool.tau2.low, pool.tau2.high) == (d["tau2"]["DL"], None, None)
    assert pool.tau2.method == "between-study variance given as 0.30876"
    zero = pooled("bcg", between=0.0, interval="wald")[0]
    assert (zero.random.value, zero.random.low) == (zero.common.value, near(zero.common.low))


def test_of_one_study_nothing_is_said_about_differences():
    pool = pool_effects([-0.5], [0.2], ["A"])
    assert (pool.common.value, pool.common.standard_error) == (-0.5, near(0.2))
    for estimate in (pool.random, pool.prediction, pool.tau2, pool.i2, pool.h2):
        assert estimate.value is None
    assert (pool.q, pool.p_value, pool.df) == (None, None, 0)
    assert pool.random.notes == (
        "The between-study variance is not estimable: there are no more studies than coefficients.",
    )
    assert pool.notes == ("One study is no pool: nothing can be said about the differences between studies.",)
    assert pool.studies[0].weight_random is None


def test_of_one_study_a_variance_handed_in_gives_a_wald_interval_and_no_hartung_knapp_one():
    wald = pool_effects([-0.5], [0.3], settings=Settings(between=0.16, interval="wald", prediction="normal"))
    assert wald.random.standard_error == near(0.5)
    assert wald.prediction.high == near(-0.5 + 1.959963984540054 * np.sqrt(0.41))
    none = pool_effects([-0.5], [0.3], settings=Settings(between=0.16))
    assert (none.random.value, none.random.low, none.prediction.value) == (-0.5, None, None)
    assert none.random.notes == ("The interval is not estimable: there are no more studies than coefficients.",)


def test_two_studies_have_no_prediction_interval_with_k_less_two_degrees_of_freedom():
    pool = pool_effects([0.1, 0.9], [0.1, 0.2])
    assert pool.prediction.value is None
    assert pool.prediction.notes == ("A prediction interval with k-2 degrees of freedom needs at least 3 studies.",)
    assert pool_effects([0.1, 0.9], [0.1, 0.2], settings=Settings(prediction="k-1")).prediction.value is not None


def test_studies_more_alike_than_chance_are_said_to_be_and_hartung_knapp_says_that_it_narrows():
    pool, _ = pooled("alike")
    assert pool.tau2.value == 0
    assert "tau2 is at its boundary: the estimate is not above 0 and was set to 0." in pool.tau2.notes
    assert pool.random.notes == (
        "Hartung-Knapp makes the standard error smaller (0.0054 of the variance); the ad hoc variant does not.",
    )
    assert pooled("alike", interval="hartung-knapp-ad-hoc")[0].random.notes == ()


def test_equal_effects_leave_hartung_knapp_without_width_and_that_is_said():
    pool = pool_effects([0.3, 0.3, 0.3], [0.1, 0.2, 0.3])
    assert (pool.random.low, pool.random.high, pool.tau2.value) == (near(0.3), near(0.3), 0)
    assert pool.random.notes


@pytest.mark.parametrize("name", ["upper", "zero", "scoring_stops_low", "scoring_stops_high"])
def test_of_two_maxima_of_the_restricted_likelihood_the_higher_is_taken(name):
    d = golden("effects")["two_maxima"][name]
    pool = pool_effects(d["y"], errors(d["v"]))
    assert pool.tau2.value == near(d["best"], 1e-5)
    stuck = d["best_log_likelihood"] - d["scoring_log_likelihood"] > 0.1
    assert stuck == name.startswith("scoring")  # metafor's Fisher scoring finds the nearest maximum


def test_why_statsmodels_is_not_used():
    """Its DerSimonian-Laird variance is negative with studies that are alike, and the interval narrower than any."""
    d = golden("effects")["alike"]
    with np.errstate(invalid="ignore"):  # of the root of a negative variance
        theirs = combine_effects(np.array(d["y"]), np.array(d["v"]), method_re="dl")
    assert theirs.tau2 < 0
    assert theirs.sd_eff_w_re < theirs.sd_eff_w_fe  # surer than if all studies had one effect
    ours, _ = pooled("alike", between="dl", interval="wald")
    assert ours.tau2.value == 0
    assert ours.random.standard_error == ours.common.standard_error


def test_exponentiated_reads_ratios_and_keeps_the_pool_as_fitted():
    pool, _ = pooled("bcg")
    read = exponentiated(pool, "risk ratio")
    assert read.random.value == near(np.exp(pool.random.value))
    assert (read.studies[0].low, read.prediction.high) == near((np.exp(pool.studies[0].low), np.exp(pool.prediction.high)))
    assert (read.scale, read.analysis, read.tau2) == ("risk ratio", pool, pool.tau2)
    assert read.random.standard_error is None
    assert read.random.method.endswith("; exponentiated")


EFFECT = st.floats(-3, 3, allow_nan=False).map(lambda x: round(x, 3))
ERROR = st.floats(0.05, 2).map(lambda x: round(x, 3))
STUDIES = st.lists(st.tuples(EFFECT, ERROR), min_size=3, max_size=8)


@settings(deadline=None, max_examples=50)
@given(STUDIES, st.randoms(use_true_random=False))
def test_the_order_of_studies_does_not_matter(studies, random):
    mixed = random.sample(studies, len(studies))
    a, b = (pool_effects(*zip(*rows, strict=True)) for rows in (studies, mixed))
    assert (a.random.value, a.common.low, a.q) == near((b.random.value, b.common.low, b.q), 1e-7)
    assert a.tau2.value == near(b.tau2.value, 1e-7)


@settings(deadline=None, max_examples=50)
@given(STUDIES)
def test_turning_the_sign_mirrors_everything(studies):
    y, se = zip(*studies, strict=True)
    a, b = pool_effects(y, se), pool_effects([-x for x in y], se)
    assert (a.random.low, a.random.high) == near((-b.random.high, -b.random.low), 1e-7)


@settings(deadline=None, max_examples=50)
@given(STUDIES, st.sampled_from(["dl", "reml", "ml", "pm", "sj", "he", "hs"]))
def test_another_unit_scales_effects_and_squares_variances(studies, between):
    y, se = zip(*studies, strict=True)
    settings_ = Settings(between=between)
    a = pool_effects(y, se, settings=settings_)
    b = pool_effects([10 * x for x in y], [10 * s for s in se], settings=settings_)
    assert b.tau2.value == near(100 * a.tau2.value, 1e-6)
    assert (b.random.value, b.random.high) == near((10 * a.random.value, 10 * a.random.high), 1e-6)


@pytest.mark.parametrize(
    ("values", "errors_", "labels", "said"),
    [
        ([], [], None, "No study: at least one effect with its standard error is needed."),
        ([0.1, 0.2], [0.1], None, "2 values, 1 standard errors, 2 labels"),
        ([0.1], [0.1], ["A", "B"], "1 values, 1 standard errors, 2 labels"),
        ([0.1, float("nan")], [0.1, 0.1], ["A", "B"], "B: the effect is nan"),
        ([0.1, 0.2], [0.1, 0.0], ["A", "B"], "B: the standard error is 0.0; give a finite number above 0"),
        ([0.1, 0.2], [-0.1, 0.1], None, "study 1: the standard error is -0.1"),
    ],
)
def test_bad_studies_are_named(values, errors_, labels, said):
    with pytest.raises(StatisticsError) as caught:
        pool_effects(values, errors_, labels)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("settings_", "said"),
    [
        ({"between": "mandel"}, "between: 'mandel'; allowed: dersimonian-laird, reml"),
        ({"between": -0.1}, "between: -0.1"),
        ({"interval": "z"}, "interval: 'z'; allowed: wald, t, hartung-knapp, hartung-knapp-ad-hoc."),
        ({"prediction": "k-3"}, "prediction: 'k-3'; allowed: hts, k-1, normal."),
        ({"level": 95}, "level: 95; give the confidence level as a share"),
    ],
)
def test_bad_settings_are_refused_with_what_is_allowed(settings_, said):
    with pytest.raises(StatisticsError) as caught:
        Settings(**settings_)
    assert said in str(caught.value)
