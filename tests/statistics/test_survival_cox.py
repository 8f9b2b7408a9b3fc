"""Cox regression and what is asked of it afterwards: R's coxph, cox.zph, survfit, concordance; laws; infinite coefficients."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.survival_values import ITERATED, golden, same, sure, table
from thirdline.statistics import StatisticsError
from thirdline.statistics.survival import CoxFit, baseline, concordance, cox, proportionality
from thirdline.statistics.survival.hazard_ratios import Ties
from thirdline.statistics.survival.newton import Search, maximum
from thirdline.statistics.survival.partial import Point, risks
from thirdline.statistics.survival.ranks import weight_below
from thirdline.statistics.survival.residuals import schoenfeld_residuals, score_residuals

GOLDEN = golden("cox")
DATA = {name: table(data) for name, data in GOLDEN["data"].items()}


def fit(data: str, names: str, time: str = "time", ties: Ties = "efron", **more: str) -> CoxFit:
    """A fit of named columns; `entry`, `strata`, `cluster` and `weights` are columns too."""
    d, covariates = DATA[data], names.split()
    columns: dict[str, Any] = {key: d[name] for key, name in more.items()}
    return cox(d[time], d["event"], np.column_stack([d[n] for n in covariates]), names=covariates, ties=ties, **columns)


FITS = {
    "lung": lambda: fit("lung", "age sex"),
    "lung_breslow": lambda: fit("lung", "age sex", "month", ties="breslow"),
    "lung_efron": lambda: fit("lung", "age sex", "month"),
    "lung_strata": lambda: fit("lung", "age sex", "month", strata="inst"),
    "lung_cluster": lambda: fit("lung", "age sex", "month", cluster="inst"),
    "lung_cluster_strata": lambda: fit("lung", "age", "month", strata="sex", cluster="inst"),
    "lung_counted": lambda: fit("lung", "age sex", "month", weights="count"),
    "lung_weighted": lambda: fit("lung", "age sex", "month", weights="weight"),
    "lung_weighted_breslow": lambda: fit("lung", "age sex", "month", weights="weight", ties="breslow"),
    "heart": lambda: fit("heart", "age surgery transplant", "stop", entry="start"),
    "heart_strata": lambda: fit("heart", "age transplant", "stop", entry="start", strata="surgery"),
    "heart_cluster": lambda: fit("heart", "age surgery transplant", "stop", entry="start", cluster="id"),
    "bladder": lambda: fit("bladder", "rx size number", "stop", entry="start", strata="enum", cluster="id"),
    "mgus": lambda: fit("mgus", "male", entry="entry"),
    "veteran": lambda: fit("veteran", "trt karno age prior"),
}


@pytest.mark.parametrize("name", list(FITS))
def test_fits_as_coxph(name):
    found, wanted = FITS[name](), GOLDEN["fits"][name]
    same([c.value for c in found.coefficients], np.atleast_1d(wanted["coefficients"]), ITERATED)
    p = len(found.names)
    same(found.covariance, np.reshape(wanted["covariance"], (p, p)), ITERATED, 1e-14)
    same(found.model_covariance, np.reshape(wanted["model"], (p, p)), ITERATED, 1e-14)
    same([c.standard_error for c in found.coefficients], np.sqrt(np.diag(found.covariance)))
    same([c.low for c in found.coefficients], np.atleast_1d(wanted["low"]), ITERATED, 1e-9)
    same([c.high for c in found.coefficients], np.atleast_1d(wanted["high"]), ITERATED, 1e-9)
    same(found.p_values, np.atleast_1d(wanted["p"]), 1e-5)
    same([found.null_log_likelihood, found.log_likelihood], wanted["likelihood"])
    assert found.likelihood_ratio.statistic == pytest.approx(
        2 * (wanted["likelihood"][1] - wanted["likelihood"][0]), rel=1e-7
    )
    assert found.score.statistic == pytest.approx(wanted["score"], rel=1e-7)
    assert found.wald.statistic == pytest.approx(wanted["wald"], rel=ITERATED)
    assert (found.n, found.n_events, found.wald.df, found.score.df, found.likelihood_ratio.df) == (
        wanted["n"],
        wanted["events"],
        p,
        p,
        p,
    )


@pytest.mark.parametrize("name", list(FITS))
def test_concordance_as_r(name):
    found, wanted = concordance(FITS[name]()), GOLDEN["fits"][name]
    assert found.value == pytest.approx(wanted["concordance"], rel=1e-9)
    assert found.standard_error == pytest.approx(wanted["concordance_error"], rel=1e-7)
    assert found.low == pytest.approx(sure(found.value) - 1.959963984540054 * sure(found.standard_error))


@pytest.mark.parametrize("name", [n for n, w in GOLDEN["fits"].items() if "zph" in w])
@pytest.mark.parametrize("clock", ["km", "identity", "rank", "log"])
def test_proportionality_as_cox_zph(name, clock):
    wanted = np.atleast_1d(GOLDEN["fits"][name]["zph"][clock])
    found = proportionality(FITS[name](), clock)
    same([t.statistic for t in found.tests], wanted[:-1], 1e-5, 1e-9)
    assert found.overall.statistic == pytest.approx(wanted[-1], rel=1e-5)
    assert found.overall.df == len(found.names) and {t.df for t in found.tests} == {1}


def test_proportionality_with_delayed_entry():
    found = proportionality(FITS["heart"]())
    same([*(t.statistic for t in found.tests), found.overall.statistic], GOLDEN["heart_zph"], 1e-5)


HAZARDS = {
    "lung": {"age": 60, "sex": 1},
    "lung_efron": {"age": 70, "sex": 2},
    "lung_breslow": {"age": 70, "sex": 2},
    "heart": {"age": 1, "surgery": 1, "transplant": 0},
    "heart_strata": {"age": -3, "transplant": 1},
    "lung_weighted": {"age": 70, "sex": 2},
}


@pytest.mark.parametrize("name", list(HAZARDS))
def test_baseline_as_survfit(name):
    wanted, found = GOLDEN["hazards"][name], baseline(FITS[name](), HAZARDS[name])
    same(np.concatenate([b.times for b in found]), wanted["time"])
    same(np.concatenate([b.hazard for b in found]), wanted["hazard"], ITERATED)
    same(np.concatenate([b.standard_error for b in found]), wanted["error"], ITERATED)


def test_baseline_by_stratum_and_at_the_means():
    found = baseline(FITS["heart_strata"]())
    assert [b.stratum for b in found] == [0.0, 1.0]
    assert dict(found[0].at)["age"] == pytest.approx(DATA["heart"]["age"].mean())
    same(found[0].survival, np.exp(-found[0].hazard))
    for at in ({"age": 1}, {"age": 1, "transplant": np.nan}):
        with pytest.raises(StatisticsError, match="at: found"):
            baseline(FITS["heart_strata"](), at)


def test_residuals_as_r():
    found = FITS["lung_efron"]()
    design, scale = found.fitted.design, found.fitted.scale
    at = risks(design, found.fitted.coefficients)
    shown = schoenfeld_residuals(design, at.means) * scale
    wanted = np.array(GOLDEN["schoenfeld"])
    same(np.sort(shown[:, 0]), np.sort(wanted[:, 0]), 1e-6, 1e-6)
    same(np.sort(shown[:, 1]), np.sort(wanted[:, 1]), 1e-6, 1e-6)
    moved = score_residuals(design, found.fitted.coefficients) @ found.fitted.covariance / scale
    same(moved, np.array(GOLDEN["dfbeta"]), 1e-5, 1e-9)
    same(score_residuals(design, found.fitted.coefficients).sum(axis=0), np.zeros(2), atol=1e-8)


def test_ratios_and_words():
    found = FITS["heart_cluster"]()
    same([r.value for r in found.hazard_ratios], np.exp([sure(c.value) for c in found.coefficients]))
    same([r.high for r in found.hazard_ratios], np.exp([sure(c.high) for c in found.coefficients]))
    assert found.method == "Cox regression, Efron's ties, delayed entry, robust variance of 103 clusters, Wald interval"
    weighted = FITS["lung_weighted"]()
    assert weighted.notes == ("Weights are no whole numbers: the variance is robust, each row its own cluster.",)
    assert FITS["lung_breslow"]().method.startswith("Cox regression, Breslow's ties")


def test_level():
    d = DATA["lung"]
    wide, narrow = (cox(d["time"], d["event"], d["age"], names=["age"], level=v).coefficients[0] for v in (0.95, 0.9))
    assert (sure(wide.high) - sure(wide.value)) / (sure(narrow.high) - sure(narrow.value)) == pytest.approx(
        1.959963984540054 / 1.6448536269514722
    )


def test_infinite_coefficient_is_named():
    time, event = [1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 1, 0, 0, 0]
    x = np.column_stack([[0, 0, 0, 0, 0, 1, 1, 1], [1, 0, 1, 0, 1, 1, 0, 0]])
    found = cox(time, event, x, names=["deletion", "other"])
    assert found.coefficients[0].value is None and found.coefficients[0].low is None
    assert found.notes == (
        "Covariate deletion: monotone likelihood, the coefficient goes to -infinity; no estimate. "
        "Merge groups without events, or leave the covariate out.",
    )
    assert found.p_values[0] is None and found.hazard_ratios[0].value is None and found.wald.statistic is None
    alone = cox([1, 2, 3, 4, 5], event[:5], x[:5, 1], names=["other"])
    # with the first at minus infinity, the second is judged among those without it
    assert found.coefficients[1].value == pytest.approx(alone.coefficients[0].value, abs=1e-6)
    assert found.coefficients[1].standard_error == pytest.approx(alone.coefficients[0].standard_error, rel=1e-5)
    assert sure(found.likelihood_ratio.statistic) > 0
    for ask in (baseline, proportionality, concordance):
        with pytest.raises(StatisticsError, match="covariate deletion has no estimate"):
            ask(found)


def test_a_covariate_that_orders_the_events_goes_to_plus_infinity():
    found = cox([1, 2, 3, 4], [1, 1, 1, 0], [4, 3, 2, 1], names=["order"])
    assert found.coefficients[0].value is None and "goes to +infinity" in found.notes[0]


def test_a_rare_covariate_without_events_is_named():
    rng = np.random.default_rng(1)
    rare = np.arange(20_000) < 4
    event = (rng.uniform(size=20_000) < 0.5) & ~rare
    found = cox(
        rng.exponential(size=20_000), event, np.column_stack([rare, rng.normal(size=20_000)]), names=["rare", "other"]
    )
    assert [c.value is None for c in found.coefficients] == [True, False]


def test_a_large_coefficient_is_no_infinite_one():
    rng = np.random.default_rng(3)
    x = rng.normal(size=400)
    time = rng.exponential(np.exp(-6 * x))
    found = cox(time, np.ones(400), x, names=["strong"])
    assert found.coefficients[0].value == pytest.approx(6, rel=0.1) and found.notes == ()


def test_far_values_of_a_covariate():
    d = DATA["lung"]
    near = cox(d["time"], d["event"], d["age"], names=["age"])
    far = cox(d["time"], d["event"], d["age"] * 1e6 + 1e9, names=["age"])
    assert sure(far.coefficients[0].value) * 1e6 == pytest.approx(near.coefficients[0].value, rel=1e-6)


def test_combinations_are_refused_by_name():
    d = DATA["lung"]
    x = np.column_stack([d["age"], np.ones(len(d["age"])), d["age"] * 2 + d["sex"], d["sex"]])
    with pytest.raises(StatisticsError) as told:
        cox(d["time"], d["event"], x, names=["age", "one", "sum", "sex"])
    assert [p.split(":")[0] for p in told.value.problems] == ["covariate one", "covariate sex"]
    with pytest.raises(StatisticsError, match="covariate sex: does not vary"):
        cox(d["time"], d["event"], d["sex"], names=["sex"], strata=d["sex"])


def test_all_censored_strata_are_said_and_change_nothing():
    d = DATA["veteran"]
    plain = cox(d["time"], d["event"], d["karno"], names=["karno"], strata=np.full(137, "a"))
    more = cox(
        np.append(d["time"], [5, 9]),
        np.append(d["event"], [0, 0]),
        np.append(d["karno"], [50, 60]),
        names=["karno"],
        strata=["a"] * 137 + ["b"] * 2,
    )
    assert more.coefficients[0].value == pytest.approx(plain.coefficients[0].value, rel=1e-9)
    assert more.notes == ("Stratum b: no event, left out.",)


def test_splitting_a_row_changes_nothing():
    """(0, t] as (0, t/2] and (t/2, t], without event in the first: the same likelihood; clusters give the same robust variance."""
    d = DATA["veteran"]
    n, x = len(d["time"]), np.column_stack([d["karno"], d["age"]])
    whole = cox(d["time"], d["event"], x, names=["karno", "age"], cluster=np.arange(n))
    parts = cox(
        np.append(d["time"] / 2, d["time"]),
        np.append(np.zeros(n), d["event"]),
        np.vstack([x, x]),
        names=["karno", "age"],
        entry=np.append(np.zeros(n), d["time"] / 2),
        cluster=np.tile(np.arange(n), 2),
    )
    same([c.value for c in parts.coefficients], [c.value for c in whole.coefficients], 1e-7)
    same(parts.covariance, whole.covariance, 1e-7)


def test_whole_weights_are_copies():
    d = DATA["veteran"]
    copies = np.repeat(np.arange(137), 2)
    weighted = cox(d["time"], d["event"], d["karno"], names=["k"], weights=np.full(137, 2), ties="breslow")
    copied = cox(d["time"][copies], d["event"][copies], d["karno"][copies], names=["k"], ties="breslow")
    same([c.value for c in weighted.coefficients], [c.value for c in copied.coefficients], 1e-8)
    same(weighted.covariance, copied.covariance, 1e-8)


def test_rows_of_weight_0_are_left_out():
    d = DATA["veteran"]
    keep = np.arange(137) % 2
    found = cox(d["time"], d["event"], d["karno"], names=["k"], weights=keep, strata=d["trt"], cluster=d["cell"])
    kept = keep == 1
    plain = cox(
        d["time"][kept], d["event"][kept], d["karno"][kept], names=["k"], strata=d["trt"][kept], cluster=d["cell"][kept]
    )
    same(found.covariance, plain.covariance)
    assert found.notes == ("69 rows of weight 0 left out.",) and found.n == 68


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(40)), st.floats(0.01, 100), st.floats(-50, 50))
def test_order_unit_and_origin_do_not_matter(order, unit, origin):
    d = DATA["veteran"]
    time, event, x = d["time"][:40], d["event"][:40], d["karno"][:40]
    o = np.array(order)
    one = cox(time, event, x, names=["k"])
    other = cox(time[o] * 3.7, event[o], x[o] * unit + origin, names=["k"])
    assert sure(other.coefficients[0].value) * unit == pytest.approx(one.coefficients[0].value, rel=1e-6)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-9)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"covariates": [1, 2, np.nan]}, r"covariate x, row 2 \(the first is 0\): found nan; allowed: a finite number"),
        ({"covariates": [1, 2]}, r"covariates: found \(2, 1\) with the names x; allowed: 3 rows"),
        ({"covariates": ["a", "b", "c"]}, "covariates: not numbers"),
        ({"names": ["x", "x"], "covariates": np.ones((3, 2))}, "a column for each of distinct names"),
        ({"names": []}, "with the names none"),
        ({"event": [0, 0, 0]}, "event: found no row with 1"),
        ({"ties": "exact"}, "ties: found 'exact'"),
        ({"cluster": np.array([1, None, 1])}, "cluster, row 1"),
        ({"cluster": [1, 1, 1]}, "cluster: found 1; allowed: more clusters than covariates"),
        ({"entry": [0, 0, 4]}, "entry, row 2"),
        ({"weights": [1, -1, 1]}, "weights, row 1"),
        ({"level": 1}, "level: found 1"),
    ],
)
def test_bad_input_is_named(how, message):
    arguments = {"time": [1, 2, 3], "event": [1, 1, 0], "covariates": [1, 0, 1], "names": ["x"], **how}
    with pytest.raises(StatisticsError, match=message):
        cox(**arguments)


def test_clock_is_checked():
    found = cox([0, 1, 2, 3, 4, 5], [1, 1, 1, 1, 0, 0], [0, 1, 0, 1, 1, 0], names=["x"])
    with pytest.raises(StatisticsError, match="event at time 0"):
        proportionality(found, "log")
    with pytest.raises(StatisticsError, match="clock: found 'sqrt'"):
        proportionality(found, "sqrt")  # pyright: ignore[reportArgumentType]


def test_concordance_is_a_share():
    """One of ten pairs disagrees: the limit that would be above 1 is 1."""
    found = concordance(cox([1, 2, 3, 4, 5], [1, 1, 1, 1, 1], [5, 4, 3, 1, 2], names=["x"]))
    assert found.value == pytest.approx(0.9) and found.high == 1


def test_concordance_without_pairs():
    found = concordance(cox([1, 1, 1, 2], [1, 1, 0, 0], [0, 1, 0, 1], names=["x"]))
    assert found.value is not None
    lone = cox([1, 1, 2, 2], [1, 1, 1, 1], [0, 1, 0, 1], names=["x"], entry=[0, 0, 1, 1])
    assert concordance(lone).value is None and concordance(lone).notes == ("No pair can be compared.",)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.data())
def test_weight_below_counts(values, data):
    n = len(values)
    start, end = sorted(data.draw(st.lists(st.integers(0, n), min_size=2, max_size=2)))
    limit = data.draw(st.integers(0, 11))
    weight = np.arange(1.0, n + 1)
    found = weight_below(np.array(values), weight, np.array([start]), np.array([end]), np.array([limit]))
    assert found[0] == sum(w for v, w in zip(values[start:end], weight[start:end], strict=True) if v < limit)


def test_a_near_combination_is_judged_by_its_own_share():
    d, rng = DATA["lung"], np.random.default_rng(0)
    noise = rng.normal(size=228)
    own = d["age"] / d["age"].std()
    with pytest.raises(StatisticsError, match="covariate twin"):
        cox(d["time"], d["event"], np.column_stack([own, own + 3e-6 * noise]), names=["age", "twin"])
    found = cox(d["time"], d["event"], np.column_stack([own, own + 1e-4 * noise]), names=["age", "twin"])
    assert found.coefficients[1].value is not None


def hyperbola(at):
    """Newton's full steps from 0 run away from its maximum at 3."""
    gap = at[0] - 3
    root = np.sqrt(1 + gap**2)
    return Point(-root, np.array([-gap / root]), np.array([[root**-3]]))


def test_steps_are_halved():
    assert maximum(Search(hyperbola, ["x"], np.ones(1), 1.0)).coefficients[0] == pytest.approx(3, abs=1e-8)


def test_a_search_without_end_is_an_error():
    with pytest.raises(StatisticsError, match="no maximum of the likelihood after 60 steps"):
        maximum(Search(lambda at: Point(at[0], np.ones(1), np.ones((1, 1))), ["x"], np.ones(1), 1.0))


def test_only_what_walks_is_called_infinite():
    """Two covariates go to infinity together, a third has its maximum."""
    time, event = np.arange(1, 13), [1] * 8 + [0] * 4
    x = np.column_stack([[0] * 8 + [1, 0, 1, 0], [0] * 8 + [0, 1, 0, 1], [0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1]])
    found = cox(time, event, x, names=["one", "two", "free"])
    assert [c.value is None for c in found.coefficients] == [True, True, False]
    assert len(found.notes) == 2 and np.isnan(found.covariance[0]).all() and found.covariance[2, 2] > 0
