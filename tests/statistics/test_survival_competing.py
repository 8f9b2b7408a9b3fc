"""Competing causes: R's survfit of causes, cmprsk's cuminc and crr; laws; degenerate cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.survival_values import ITERATED, golden, same, sure, table
from thirdline.statistics import StatisticsError
from thirdline.statistics.survival import aalen_johansen, cox, fine_gray, gray_test, kaplan_meier, log_rank
from thirdline.statistics.survival.subdistributions import _design, _influence, _point

GOLDEN = golden("competing")
MGUS2, PBC = (table(GOLDEN[name]["data"]) for name in ("mgus2", "pbc"))
YEARS = np.ceil(MGUS2["time"] / 12)
PBC_YEARS = np.ceil(PBC["time"] / 180)


def incidence_as_r(found, wanted):
    for k, cause in enumerate((1.0, 2.0)):
        curve = found[cause]
        same(curve.times, wanted["time"])
        same(curve.incidence, [row[k] for row in wanted["incidence"]])
        same(curve.standard_error, [row[k] for row in wanted["error"]], 1e-7, 1e-10)
        known = curve.incidence > 0
        same(curve.low[known], [row[k] for row, i in zip(wanted["low"], known, strict=True) if i], 1e-7)
        same(curve.high[known], [row[k] for row, i in zip(wanted["high"], known, strict=True) if i], 1e-7)
        same(curve.n_at_risk, wanted["at_risk"])


def test_incidence_of_months_and_of_years():
    incidence_as_r(aalen_johansen(MGUS2["time"], MGUS2["cause"]), GOLDEN["mgus2"]["plain"])
    incidence_as_r(aalen_johansen(YEARS, MGUS2["cause"]), GOLDEN["mgus2"]["years"])


def test_incidence_with_delayed_entry():
    incidence_as_r(aalen_johansen(MGUS2["time"], MGUS2["cause"], entry=MGUS2["entry"]), GOLDEN["mgus2"]["delayed"])


def test_incidence_with_weights():
    weights = np.round(0.5 + (np.arange(1, len(YEARS) + 1) % 7) / 5, 2)
    found = aalen_johansen(YEARS, MGUS2["cause"], weights=weights)
    incidence_as_r(found, {**GOLDEN["mgus2"]["weighted"], "at_risk": found[1.0].n_at_risk.tolist()})  # R counts heads there
    assert found[1.0].n_at_risk[0] == pytest.approx(weights.sum())


def test_incidence_as_cuminc():
    """The shares are cmprsk's to the last digit; its variance at tied times is another estimator, nearly the same."""
    wanted, found = GOLDEN["mgus2"]["cuminc"], aalen_johansen(YEARS, MGUS2["cause"])
    for k, cause in enumerate((1.0, 2.0)):
        at = [found[cause].at(t) for t in wanted["time"]]
        same([a.value for a in at], wanted["est"][k])
        same([sure(a.standard_error) ** 2 for a in at], wanted["var"][k], 0.01)


def test_one_cause_is_kaplan_meier():
    event = (MGUS2["cause"] > 0).astype(float)
    one, curve = aalen_johansen(YEARS, event)[1.0], kaplan_meier(YEARS, event)
    same(one.incidence, 1 - curve.survival)
    some = curve.survival > 0
    same(one.standard_error[some], curve.standard_error[some], 1e-7)


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(0, 3)), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_causes_and_survival_add_to_one(rows, random):
    if all(c == 0 for _, c in rows):
        return
    time, cause = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    found = aalen_johansen(time, cause)
    total = sum(f.incidence for f in found.values())
    same(np.asarray(total) + kaplan_meier(time, cause > 0).survival, np.ones(len(np.unique(time))))
    random.shuffle(rows)
    again = aalen_johansen([r[0] for r in rows], [r[1] for r in rows])
    for name, curve in found.items():
        same(again[name].standard_error, curve.standard_error, atol=1e-8)


def test_incidence_at_a_time():
    found = aalen_johansen([1, 2, 2, 4, 5], ["relapse", "death", "", "relapse", ""], censored="")
    assert set(found) == {"relapse", "death"}
    assert found["relapse"].at(4).value == pytest.approx(0.5) and found["relapse"].at(4).low is not None
    assert (found["death"].at(1).value, found["death"].at(1).low) == (0.0, None)
    assert found["death"].at(0.5).value == 0 and found["relapse"].at(6).value is None
    assert "follow-up ends at 5." in found["relapse"].at(6).notes[-1]
    assert found["relapse"].at(4.5).value == pytest.approx(0.5) and found["relapse"].at(1).low is not None
    assert (found["death"].at(0.5).standard_error, found["death"].at(1).standard_error) == (0.0, 0.0)
    assert aalen_johansen([1, 2], [1, 2])[1].at(9).value == 0.5
    assert "delayed entry" in aalen_johansen([1, 2], [1, 2], entry=[0, 0])[1].method


def test_incidence_leaves_out_rows_of_weight_0():
    found = aalen_johansen([1, 2, 3, 4, 5], [1, 2, 1, 2, 0], weights=[0.5, 0, 0.5, 2, 1])
    plain = aalen_johansen([1, 3, 4, 5], [1, 1, 2, 0], weights=[0.5, 0.5, 2, 1])
    for cause in (1, 2):
        same(found[cause].incidence, plain[cause].incidence)
        same(found[cause].standard_error, plain[cause].standard_error)


def test_incidence_where_the_risk_set_empties():
    found = aalen_johansen([2, 6, 7, 8], [1, 1, 2, 0], entry=[0, 3, 3, 3])[1]
    assert found.emptied == 2 and found.at(1).value == 0 and found.at(7).value is None
    assert any("The risk set emptied at 2" in note for note in found.notes)


@pytest.mark.parametrize(
    ("time", "data", "group", "wanted", "how"),
    [
        (MGUS2["time"], MGUS2, "male", GOLDEN["mgus2"]["gray"], {}),
        (YEARS, MGUS2, "male", GOLDEN["mgus2"]["gray_years"], {}),
        (PBC["time"], PBC, "stage", GOLDEN["pbc"]["gray_stage"], {}),
        (PBC_YEARS, PBC, "stage", GOLDEN["pbc"]["gray_years"], {}),
        (PBC_YEARS, PBC, "stage", GOLDEN["pbc"]["gray_strata"], {"strata": PBC["trt"]}),
        (PBC_YEARS, PBC, "stage", GOLDEN["pbc"]["gray_rho"], {"strata": PBC["trt"], "rho": 1.5}),
    ],
)
def test_gray_as_cuminc(time, data, group, wanted, how):
    for k, cause in enumerate((1, 2)):
        found = gray_test(time, data["cause"], data[group], cause, **how)
        assert found.statistic == pytest.approx(wanted["statistic"][k], rel=1e-8)
        assert found.p_value == pytest.approx(wanted["p"][k], rel=1e-6, abs=1e-14)
        assert found.df == wanted["df"][k]


@pytest.mark.parametrize("name", ["gray", "turned"])
def test_gray_where_a_group_ends_before_the_other(name):
    d, wanted = table(GOLDEN["ended"]["data"]), GOLDEN["ended"][name]
    of = (1, 2) if name == "gray" else (2, 1)
    found = [gray_test(d["time"], d["cause"], d["group"], cause).statistic for cause in of]
    same(found, wanted["statistic"])


def test_gray_with_one_cause_and_no_censoring_before_the_end_is_near_the_log_rank():
    rng = np.random.default_rng(5)
    time, group = rng.exponential(size=400), np.arange(400) % 2
    one, other = gray_test(time, np.ones(400), group, 1), log_rank(time, np.ones(400), group)
    assert one.statistic == pytest.approx(other.statistic, rel=0.02)
    same(one.observed, other.observed)


def test_gray_says_what_it_left_out():
    found = gray_test([1, 2, 3, 4, 5, 6], [1, 1, 2, 0, 2, 0], [0, 1, 0, 1, 0, 1], 1, strata=["a"] * 4 + ["b"] * 2)
    assert found.notes == ("Stratum b: no event of this cause, left out.",)
    assert found.method == "Gray's test, stratified" and found.groups == (0, 1)


@pytest.mark.parametrize(
    ("time", "data", "names", "of", "wanted", "group"),
    [
        (MGUS2["time"], MGUS2, "age male mspike", 1, GOLDEN["mgus2"]["regression"], None),
        (YEARS, MGUS2, "age male", 2, GOLDEN["mgus2"]["regression_years"], None),
        (PBC["time"], PBC, "age bili edema", 2, GOLDEN["pbc"]["regression"], None),
        (PBC_YEARS, PBC, "age bili", 1, GOLDEN["pbc"]["regression_years"], None),
        (PBC_YEARS, PBC, "age bili", 2, GOLDEN["pbc"]["regression_groups"], "trt"),
    ],
)
def test_fine_gray_as_crr(time, data, names, of, wanted, group):
    x = np.column_stack([data[n] for n in names.split()])
    groups = None if group is None else data[group]
    found = fine_gray(time, data["cause"], x, of, names=names.split(), censoring_group=groups)
    same([c.value for c in found.coefficients], wanted["coefficients"], ITERATED)
    same([found.null_log_likelihood, found.log_likelihood], [wanted["null"], wanted["likelihood"]])
    near = ITERATED if group is None else 0.02  # see test_each_group_of_censoring_moves_all_events
    same(found.covariance, np.array(wanted["covariance"]), near, 1e-14)
    assert found.n == len(time) and found.n_events == int(np.sum(data["cause"] == of)) and found.of == of
    assert "Fine-Gray" in found.method


def test_each_group_of_censoring_moves_all_events():
    """With groups of censoring, leaving one row out moves the coefficient as the influence behind the variance says.

    crr adds, for the censoring of a group, only the events of that group (the residual is three times as large); Fine and
    Gray's equation 8 adds all. Without groups they are one.
    """
    rng = np.random.default_rng(2)
    group = np.arange(300) % 2
    x = rng.normal(size=300) + group
    own, other = rng.exponential(np.exp(-x)), rng.exponential(0.7, size=300)
    last = np.where(group == 1, rng.exponential(0.6, size=300), rng.exponential(4, size=300))
    time = np.minimum(np.minimum(own, other), last)
    cause = np.where(last <= time, 0, np.where(own <= time, 1, 2))

    def coefficient(rows):
        found = fine_gray(time[rows], cause[rows], x[rows], 1, names=["x"], censoring_group=group[rows])
        return sure(found.coefficients[0].value)

    whole = coefficient(np.arange(300))
    left_out = np.array([whole - coefficient(np.delete(np.arange(300), i)) for i in range(300)])
    design = _design(time, (np.where(cause == 0, -1, cause - 1), 0), (group, 2), x[:, None])
    at = np.array([whole])
    moved = _influence(design, at)[:, 0] / _point(design, at).information[0, 0]
    assert np.sum((moved - left_out) ** 2) < 0.0035 * np.sum(left_out**2)


def test_fine_gray_of_one_cause_is_cox():
    time, event, x = PBC_YEARS, (PBC["cause"] > 0).astype(int), PBC["bili"]
    one, other = (
        fine_gray(time, event, x, 1, names=["bili"]),
        cox(time, event, x, names=["bili"], ties="breslow", cluster=np.arange(len(x))),
    )
    same([one.coefficients[0].value, one.covariance[0, 0]], [other.coefficients[0].value, other.covariance[0, 0]], 1e-7)


def test_fine_gray_names_an_infinite_coefficient():
    found = fine_gray([1, 2, 3, 4, 5, 6], [1, 2, 1, 1, 0, 2], [1, 0, 1, 1, 0, 0], 1, names=["mark"])
    assert found.coefficients[0].value is None and "Covariate mark: monotone likelihood" in found.notes[0]
    assert found.wald.statistic is None


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: aalen_johansen([1, 2], [0, 0]), "cause: found only censored rows"),
        (lambda: aalen_johansen([1, 2], ["a", "b"]), "cause: found text"),
        (lambda: aalen_johansen([1, 2], np.array([1, None])), r"cause, row 1"),
        (lambda: aalen_johansen([1, 2], [1, 0], level=2), "level: found 2"),
        (lambda: gray_test([1, 2], [1, 0], [0, 1], 2), r"of: found 2; allowed: a cause that happens: 1"),
        (lambda: gray_test([1, 2], [1, 0], [0, 0], 1), "fewer than two groups"),
        (lambda: gray_test([1, 2], [1, 0], [0, 1], 1, rho=-1), "rho: found -1"),
        (lambda: fine_gray([1, 2], [1, 0], [1, np.inf], 1, names=["x"]), "covariate x, row 1"),
        (lambda: fine_gray([1, -2], [1, 0], [1, 0], 1, names=["x"]), "time, row 1"),
    ],
)
def test_bad_input_is_named(ask, message):
    with pytest.raises(StatisticsError, match=message):
        ask()
