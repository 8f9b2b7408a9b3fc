"""Pooled proportions agree with metafor and lme4; cells of 0 % and 100 % are never passed over in silence."""
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportOptionalOperand=false, reportOperatorIssue=false
# pyright: reportCallIssue=false, reportAttributeAccessIssue=false
# (bad input is meant to be bad; figures of these cases exist)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from tests.statistics.golden_pooling import ITERATED, golden, near
from thirdline.statistics import Estimate, StatisticsError
from thirdline.statistics.exact import clopper_pearson
from thirdline.statistics.pooling import TRANSFORMATIONS, Correction, Settings, pool_proportions
from thirdline.statistics.pooling.binomial_normal import _width_notes
from thirdline.statistics.pooling.glmm import Binomials, likelihood, maximum
from thirdline.statistics.pooling.proportions import freeman_tukey_back

SETS = ["pritz1997", "debruin2009", "pagliaro_control", "thirty", "rare", "alike"]
HALF = Correction()
R_NAMES = {"logit": "logit", "arcsine": "arcsine", "freeman-tukey": "freeman_tukey", "none": "none"}
GLMM = 1e-4
"""lme4 stops at changes of about 1e-5 in its deviance; our maximum is sharper."""


def pooled(name, transformation, **settings):
    d = golden("proportions")[name]
    return pool_proportions(d["x"], d["n"], settings=Settings(**settings), transformation=transformation), d


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("transformation", R_NAMES)
@pytest.mark.parametrize("fit", ["reml_knha", "dl_z"])
def test_each_transformation_and_its_way_back_is_that_of_metafor(name, transformation, fit):
    settings = {"interval": "hartung-knapp"} if fit == "reml_knha" else {"between": "dl", "interval": "wald"}
    pool, d = pooled(name, transformation, correction=HALF, **settings)
    r = d["transformed"][R_NAMES[transformation]]
    analysis = pool.analysis or pool
    assert [analysis.random.value, analysis.random.low, analysis.random.high] == near(r[fit]["raw"], ITERATED)
    assert [pool.random.value, pool.random.low, pool.random.high] == near(r[fit]["read"], ITERATED)
    assert [pool.common.value, pool.common.low, pool.common.high] == near(r["common"]["read"])
    assert (pool.tau2.value, pool.q) == near((r[fit]["tau2"], r[fit]["q"]), ITERATED)
    assert [s.value for s in analysis.studies] == near(r["y"]) or transformation == "none"


@pytest.mark.parametrize("name", SETS)
def test_the_glmm_is_that_of_lme4(name):
    pool, d = pooled(name, "glmm", interval="wald", between="ml")
    fit, glmer = pool.analysis, d["glmer"]
    assert (fit.random.value, fit.random.standard_error) == near((glmer["mu"], glmer["se"]), GLMM)
    assert np.sqrt(fit.tau2.value) == near(glmer["tau"], GLMM)
    if name != "alike":  # lme4 has no profile of a variance at 0 whose likelihood is flat
        assert [np.sqrt(fit.tau2.low), np.sqrt(fit.tau2.high)] == near(glmer["profile"], GLMM)


@pytest.mark.parametrize("name", ["pritz1997", "debruin2009", "pagliaro_control", "thirty"])
def test_on_plain_data_the_glmm_agrees_with_lme4_to_one_in_a_million(name):
    fit, glmer = pooled(name, "glmm", interval="wald")[0].analysis, golden("proportions")[name]["glmer"]
    assert (fit.random.value, fit.random.standard_error, np.sqrt(fit.tau2.value)) == near(
        (glmer["mu"], glmer["se"], glmer["tau"]), 2e-6
    )


@pytest.mark.parametrize("name", SETS)
def test_the_glmm_is_that_of_metafor_with_its_tests_and_i2(name):
    pool, d = pooled(name, "glmm", interval="wald", between="ml")
    r, fit = d["rma_glmm"], pool.analysis
    assert (fit.random.low, fit.random.high) == near((r["low"], r["high"]), GLMM)
    assert (pool.i2.value, pool.h2.value) == near((r["i2"] / 100, r["h2"]), GLMM)
    assert (pool.q, pool.p_value) == near((r["lrt"], r["lrt_p"]), ITERATED)
    assert pool.random.low == near(special.expit(r["low"]), GLMM)
    t = pooled(name, "glmm", interval="t", between="ml")[0].analysis
    assert (t.random.low, t.random.high) == near((r["t_low"], r["t_high"]), GLMM)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(sum), min_size=2, max_size=6),
    st.floats(-3, 3),
    st.floats(0.01, 6),
)
def test_the_likelihood_is_that_of_a_plain_fine_sum(cells, mu, tau):
    x, n = np.array([float(a) for a, _ in cells]), np.array([float(a + b) for a, b in cells])
    z = np.linspace(-10, 10, 20_001)
    p = special.expit(mu + tau * z)
    densities = [
        special.binom(b, a) * p**a * (1 - p) ** (b - a) * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
        for a, b in zip(x, n, strict=True)
    ]
    expected = sum(np.log(np.trapezoid(density, z)) for density in densities)
    assert likelihood(Binomials(x, n), mu, tau).value == near(expected, 1e-7)


def test_gradient_and_hessian_are_slopes_of_the_likelihood():
    d, h = golden("proportions")["pritz1997"], 1e-5
    data = Binomials(np.array(d["x"], dtype=float), np.array(d["n"], dtype=float))
    at = likelihood(data, 1.2, 0.7)
    for i, (dm, dt) in enumerate([(h, 0), (0, h)]):
        up, down = likelihood(data, 1.2 + dm, 0.7 + dt), likelihood(data, 1.2 - dm, 0.7 - dt)
        assert (up.value - down.value) / (2 * h) == near(at.gradient[i], 1e-6)
        assert ((up.gradient - down.gradient) / (2 * h)).tolist() == near(at.hessian[i].tolist(), 1e-6)


def test_the_trap_cells_of_nothing_but_nearly_0_and_100_per_cent():
    """R: 0.999 (0.002 to 1.000) without a warning. Here the figure comes with a plea not to quote it."""
    trap = golden("proportions")["trap"]["nearly"]
    assert trap["warnings"] == 0
    assert trap["proportion"][1] < 0.01 < 0.99 < trap["proportion"][0]
    pool = pool_proportions(trap["x"], trap["n"], list("ABCDE"), Settings(interval="wald", between="ml"), "glmm")
    assert pool.notes == (
        "Cells of 0 % or 100 % (4 of 5): A, B, C, D.",
        "No between-study variance is too large for these cells: the form of the model decides the mean, not the data.",
        "Do not quote the pooled figure: its interval (0.64 to 100 %) spans nearly all that is possible.",
    )
    assert pool.random.notes == pool.notes
    assert (pool.tau2.high, pool.i2.high) == (np.inf, 1.0)
    assert pool.tau2.notes == (pool.notes[1],)


def test_cells_of_0_and_100_per_cent_alone_have_no_maximum_and_none_is_given():
    """R: 1.000 (0.684 to 1.000), tau2 34394, without a warning."""
    trap = golden("proportions")["trap"]["only"]
    pool = pool_proportions(trap["x"], trap["n"], transformation="glmm")
    for estimate in (pool.random, pool.prediction, pool.tau2, pool.i2, pool.h2):
        assert (estimate.value, estimate.low, estimate.high) == (None, None, None)
        assert estimate.notes == (
            "Every cell is 0 % or 100 %: the likelihood rises without end with the between-study variance.",
        )
    assert (pool.q, pool.common.value) == (None, near(30 / 36))


@pytest.mark.parametrize(("events", "value", "edge"), [([10, 12, 20], 1.0, "100 %"), ([0, 0, 0], 0.0, "0 %")])
def test_where_all_cells_are_the_same_edge_the_common_figure_is_exact_and_the_rest_unknown(events, value, edge):
    pool = pool_proportions(events, [10, 12, 20], transformation="glmm")
    exact = clopper_pearson(sum(events), 42)
    assert (pool.common.value, pool.common.low, pool.common.high) == near((value, exact.low, exact.high))
    assert "Clopper-Pearson" in pool.common.method
    assert pool.random.value is None
    assert pool.notes[0].startswith(f"Every cell is {edge}: the mean on the logit is infinite")


def test_of_one_study_the_glmm_gives_its_proportion_alone():
    pool = pool_proportions([3], [10], transformation="glmm")
    assert (pool.common.value, pool.random.value, pool.tau2.value) == (near(0.3), None, None)


def test_a_variance_at_its_boundary_is_said():
    pool, _ = pooled("rare", "glmm", interval="wald")
    assert (pool.tau2.value, pool.tau2.low) == (0, 0)
    assert pool.tau2.notes == ("tau2 is at its boundary 0: the GLMM is then the model of one proportion.",)
    assert pool.random.value == near(pool.common.value)


def test_hartung_knapp_and_other_estimators_do_not_exist_for_a_glmm_and_that_is_said():
    pool, _ = pooled("debruin2009", "glmm")
    assert pool.notes == (
        "Hartung-Knapp does not exist for a GLMM; the t distribution with k-1 degrees of freedom was taken.",
        "A GLMM estimates its variance by maximum likelihood; the estimator of the settings (reml) is not for it.",
    )
    assert "t interval (12 df) on the logit" in pool.random.method
    with pytest.raises(StatisticsError, match="between: a variance handed in has no place in a GLMM"):
        pooled("debruin2009", "glmm", between=0.1)


def test_the_prediction_interval_of_a_glmm():
    for prediction, quantile in (("hts", 2.2009851600916384), ("k-1", 2.1788128296672284), ("normal", 1.959963984540054)):
        fit = pooled("debruin2009", "glmm", prediction=prediction)[0].analysis
        half = quantile * np.sqrt(fit.tau2.value + fit.random.standard_error**2)
        assert (fit.prediction.low, fit.prediction.high) == near((fit.random.value - half, fit.random.value + half))
    assert pool_proportions([3, 8], [10, 12], transformation="glmm").prediction.value is None


@pytest.mark.parametrize("transformation", ["logit", "none"])
def test_cells_without_a_variance_are_refused_unless_a_correction_is_asked_for(transformation):
    arguments = ([10, 5, 0], [10, 9, 7], ["full", "B", "empty"])
    with pytest.raises(StatisticsError) as caught:
        pool_proportions(*arguments, transformation=transformation)
    assert [p.split(":")[0] for p in caught.value.problems] == ["full", "empty"]
    assert "use the GLMM" in caught.value.problems[0]
    pool = pool_proportions(*arguments, settings=Settings(correction=HALF), transformation=transformation)
    assert pool.notes[0] == "Continuity correction of 0.5 added to both cells of: full, empty."
    every = pool_proportions(
        *arguments, settings=Settings(correction=Correction(to="all-if-any")), transformation=transformation
    )
    assert every.notes[0].endswith("full, B, empty.")
    none = pool_proportions([3, 5], [10, 9], settings=Settings(correction=HALF), transformation=transformation)
    assert not any("orrection" in note for note in none.notes)


def test_an_interval_beyond_100_per_cent_comes_of_untransformed_pooling_alone_and_is_flagged():
    x, n = [19, 20, 28, 11], [20, 20, 29, 12]
    for transformation in TRANSFORMATIONS:
        pool = pool_proportions(x, n, settings=Settings(correction=HALF), transformation=transformation)
        highest = max(pool.common.high, pool.random.high, pool.prediction.high)
        if transformation == "none":
            assert highest > 1
            assert any("leaves 0-100 %, the mark of untransformed pooling" in note for note in pool.notes)
        else:
            assert highest <= 1
            assert not any("leaves 0-100 %" in note for note in pool.notes)


def test_freeman_tukey_always_says_with_which_size_it_was_carried_back():
    pool, d = pooled("pritz1997", "freeman-tukey")
    size = len(d["n"]) / sum(1 / n for n in d["n"])
    assert pool.notes[-1] == (
        f"Freeman-Tukey figures were carried back with the harmonic mean of the sizes ({size:.4g}; sizes run from 5 to 68); "
        "another size gives other figures: compare with the GLMM."
    )


@pytest.mark.parametrize(("x", "n"), [(0, 12), (3, 12), (12, 12), (1, 400), (399, 400)])
def test_freeman_tukey_there_and_back(x, n):
    t = (np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))) / 2
    assert freeman_tukey_back(t, n) == near(x / n)


def test_studies_stand_with_their_own_counts_and_exact_intervals():
    pool, d = pooled("pritz1997", "logit", correction=HALF)
    for study, x, n in zip(pool.studies, d["x"], d["n"], strict=True):
        own = clopper_pearson(x, n)
        assert (study.value, study.low, study.high, study.standard_error) == (own.value, own.low, own.high, None)
    assert sum(s.weight_random for s in pool.studies) == near(1)
    assert pool.method.endswith("studies: exact intervals (Clopper-Pearson)")
    assert pool.method.startswith("logit; inverse variance, random effects; REML estimator of tau2; Hartung-Knapp interval")
    glmm, d = pooled("pritz1997", "glmm")
    assert [s.weight_common for s in glmm.studies] == near([n / sum(d["n"]) for n in d["n"]])
    assert {s.weight_random for s in glmm.studies} == {None}


@pytest.mark.parametrize("transformation", TRANSFORMATIONS)
def test_counting_the_others_mirrors_the_answer(transformation):
    d = golden("proportions")["debruin2009"]
    a = pool_proportions(d["x"], d["n"], transformation=transformation)
    b = pool_proportions([n - x for x, n in zip(d["x"], d["n"], strict=True)], d["n"], transformation=transformation)
    assert (a.random.value, a.random.low) == near((1 - b.random.value, 1 - b.random.high), 1e-6)
    assert a.tau2.value == near(b.tau2.value, 1e-6)


def test_the_order_of_studies_does_not_matter_to_a_glmm():
    d = golden("proportions")["thirty"]
    a = pool_proportions(d["x"], d["n"], transformation="glmm")
    b = pool_proportions(d["x"][::-1], d["n"][::-1], transformation="glmm")
    assert (a.random.value, a.tau2.value, a.tau2.high) == near((b.random.value, b.tau2.value, b.tau2.high), 1e-7)


@pytest.mark.parametrize("name", SETS)
def test_no_other_start_finds_a_higher_likelihood(name):
    d = golden("proportions")[name]
    data = Binomials(np.array(d["x"], dtype=float), np.array(d["n"], dtype=float))
    top = maximum(data)
    grid = [
        likelihood(data, top.mu + dm, max(0.0, top.tau + dt)).value
        for dm in (-0.5, -0.02, 0.02, 0.5)
        for dt in (-0.3, 0, 0.3)
    ]
    assert top.value >= max(grid)
    assert top.converged


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([3, 5], [10, 4], ["A", "B"]), "B: 5 of 4; events must lie between 0 and the number observed."),
        (([3, 5], [10, 7.5]), "study 2: 5 of 7.5; both must be whole numbers."),
        (([], []), "at least one study"),
        (([1], [10], ["A", "B"]), "give one of each"),
    ],
)
def test_cells_that_are_no_counts_are_named(arguments, said):
    with pytest.raises(StatisticsError) as caught:
        pool_proportions(*arguments)
    assert said in str(caught.value)
    with pytest.raises(
        StatisticsError, match="transformation: 'probit'; allowed: logit, arcsine, freeman-tukey, none, glmm"
    ):
        pool_proportions([1], [2], transformation="probit")


def test_an_interval_is_useless_from_nine_tenths_of_what_is_possible():
    def useless(half_width):
        limit = float(special.logit(0.5 + half_width))
        return _width_notes(Estimate(0.0, -limit, limit), Estimate(1.0, 0.5, 2.0))

    assert useless(0.4499) == []
    assert useless(0.4501)[0].startswith("Do not quote the pooled figure: its interval (5 to 95.01 %)")


def test_rare_events_are_no_separation():
    pool = pool_proportions(
        [1] * 10 + [0] * 20, [10_000] * 30, settings=Settings(interval="wald", between="ml"), transformation="glmm"
    )
    assert (pool.random.value, pool.tau2.value) == (near(1 / 30_000), 0)
    assert len(pool.notes) == 1  # the cells of 0 %, named


def test_two_studies_far_apart():
    pool = pool_proportions([1, 999], [1000, 1000], settings=Settings(interval="wald", between="ml"), transformation="glmm")
    assert (pool.random.value, pool.tau2.high) == (near(0.5, 1e-6), np.inf)
    assert np.sqrt(pool.tau2.value) == pytest.approx(7.356, abs=1e-3)
