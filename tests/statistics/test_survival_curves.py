"""Kaplan-Meier, Nelson-Aalen, quantiles and restricted means: R's figures, laws, and what is decided where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.survival_values import golden, same, sure, table
from thirdline.statistics import StatisticsError
from thirdline.statistics.survival import Curve, kaplan_meier, nelson_aalen, restricted_mean, restricted_mean_difference
from thirdline.statistics.survival.quantiles import quantile

KINDS = ("plain", "log", "log-log", "logit", "arcsin")
LUNG = table(golden("curves")["lung"]["data"])
MGUS = table(golden("curves")["mgus"]["data"])
LATE = table(golden("curves")["late"]["data"])


def as_r(curve: Curve, wanted: dict) -> None:
    same(curve.times, wanted["time"])
    same(curve.survival, wanted["survival"])
    gone = curve.survival == 0
    same(curve.standard_error[~gone], [e for e, g in zip(wanted["error"], gone, strict=True) if not g])
    assert np.all(np.isnan(curve.standard_error[gone]))
    for found, name in ((curve.low, "low"), (curve.high, "high"), (curve.n_at_risk, "at_risk"), (curve.n_events, "events")):
        same(found, wanted[name])
    same(curve.n_censored, wanted["censored"])


def quantiles_as_r(curve: Curve, wanted: dict) -> None:
    for k, p in enumerate((0.1, 0.25, 0.5, 0.75)):
        found = curve.quantile(p)
        for end, name in ((found.value, "quantile"), (found.low, "quantile_low"), (found.high, "quantile_high")):
            expected = wanted[name][k]
            assert (end is None) == (expected in (None, "NA")), (p, name)
            assert end is None or end == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_lung_with_each_interval(kind):
    curve = kaplan_meier(LUNG["time"], LUNG["event"], interval=kind)
    wanted = golden("curves")["lung"]["plain"][kind]
    as_r(curve, wanted)
    quantiles_as_r(curve, wanted)


@pytest.mark.parametrize("kind", KINDS)
def test_delayed_entry_with_each_interval(kind):
    curve = kaplan_meier(MGUS["time"], MGUS["event"], entry=MGUS["entry"], interval=kind)
    wanted = golden("curves")["mgus"]["delayed"][kind]
    as_r(curve, wanted)
    assert curve.n_at_risk.dtype.kind == "i"


def test_ties_of_months():
    curve = kaplan_meier(LUNG["month"], LUNG["event"])
    as_r(curve, golden("curves")["lung"]["monthly"])
    quantiles_as_r(curve, golden("curves")["lung"]["monthly"])


def test_whole_weights_are_counts():
    curve = kaplan_meier(LUNG["time"], LUNG["event"], weights=LUNG["count"])
    as_r(curve, golden("curves")["lung"]["counted"])
    again = np.repeat(np.arange(len(LUNG["time"])), LUNG["count"].astype(int))
    people = kaplan_meier(LUNG["time"][again], LUNG["event"][again])
    same(curve.standard_error, people.standard_error)
    assert "Greenwood" in curve.method


def test_other_weights_get_the_jackknife():
    curve = kaplan_meier(LUNG["time"], LUNG["event"], weights=LUNG["weight"], interval="log")
    as_r(curve, golden("curves")["lung"]["weighted"])
    assert "jackknife" in curve.method


def test_level():
    same(kaplan_meier(LUNG["time"], LUNG["event"], level=0.9).low, golden("curves")["lung"]["level"])


def test_survival_at_a_time():
    wanted = golden("curves")["lung"]["at"]
    curve = kaplan_meier(LUNG["time"], LUNG["event"])
    for k, t in enumerate(wanted["time"]):
        found = curve.at(t)
        assert found.value == pytest.approx(wanted["survival"][k], rel=1e-12)
        assert found.standard_error == pytest.approx(wanted["error"][k], rel=1e-10)
        assert (found.low is None) == (t == 0)  # R prints 1 to 1 before anybody has left
        assert found.low is None or (found.low, found.high) == pytest.approx(
            (wanted["low"][k], wanted["high"][k]), rel=1e-10
        )
    same(curve.at_risk(wanted["time"]), wanted["at_risk"])


def test_since_is_survival_of_those_who_reached_a_time():
    curve = kaplan_meier(MGUS["time"], MGUS["event"], entry=MGUS["entry"], since=60)
    wanted = golden("curves")["mgus"]["since"]
    kept = [k for k, t in enumerate(wanted["time"]) if t > 60]
    same(curve.survival, [wanted["survival"][k] for k in kept])
    same(curve.standard_error, [wanted["error"][k] for k in kept])
    assert any("reached that time" in note for note in curve.notes)
    with pytest.raises(StatisticsError, match=r"since: found 200"):
        kaplan_meier(MGUS["time"], MGUS["event"], since=200)


def test_since_without_entry_is_a_ratio_of_survival():
    whole, later = kaplan_meier(LUNG["time"], LUNG["event"]), kaplan_meier(LUNG["time"], LUNG["event"], since=180)
    assert later.at(365).value == pytest.approx(sure(whole.at(365).value) / sure(whole.at(180).value), rel=1e-12)


def test_risk_set_that_empties_early_is_said():
    curve = kaplan_meier(LATE["time"], LATE["event"], entry=LATE["entry"])
    wanted = golden("curves")["late"]["delayed"]
    same(curve.survival, wanted["survival"])
    same(curve.n_at_risk, wanted["at_risk"])
    assert curve.emptied == 3
    assert any("The risk set emptied at 3, when all 2 at risk" in note for note in curve.notes)
    assert any("Nobody was at risk in 2 spans, the first 3 to 5" in note for note in curve.notes)
    for t in (3, 8, 14):
        found = curve.at(t)
        assert found.value is None and f"Not estimable at {t}: the risk set had emptied at 3." in found.notes
    assert curve.at(2.5).value == 1 and curve.at(2.5).standard_error == 0
    assert curve.median().value is None and "Not estimable: the risk set emptied before." in curve.median().notes
    assert restricted_mean(curve, 8).value is None
    later = kaplan_meier(LATE["time"], LATE["event"], entry=LATE["entry"], since=7)
    assert later.emptied is None
    assert later.at(9).value == pytest.approx(0.5)


def test_a_gap_alone_is_said():
    curve = kaplan_meier([2, 3, 8, 9], [1, 0, 1, 0], entry=[0, 0, 5, 5])
    assert curve.emptied is None
    assert "Nobody was at risk in 3 to 5: the estimate is carried over it." in curve.notes
    assert curve.at(4).value == 0.5


def test_who_enters_as_the_last_leaves_closes_the_gap():
    assert kaplan_meier([2, 2, 5, 6], [1, 0, 0, 0], entry=[0, 0, 2, 3]).notes == ()
    assert (
        "Nobody was at risk in 5 to 6: the estimate is carried over it."
        in kaplan_meier([2, 5, 8], [0, 0, 0], entry=[0, 1, 6]).notes
    )


def test_where_watching_begins_is_said():
    told = "Watching begins at 0.5: the estimate is for those who reached that time."
    assert told in kaplan_meier([2, 3], [1, 0], entry=[0.5, 1]).notes
    assert kaplan_meier([2, 3], [1, 0], entry=[0, 1]).notes == ()


@pytest.mark.parametrize("case", range(4))
def test_flat_median_is_the_middle(case):
    """R's quantile.survfit: the middle of the stretch at exactly a half, also of one that lasts to the end."""
    wanted = golden("curves")["flat"][case]
    found = kaplan_meier(wanted["time"], wanted["event"]).median()
    for end, name in ((found.value, "median"), (found.low, "low"), (found.high, "high")):
        assert end == (None if wanted[name] in (None, "NA") else wanted[name])


def test_quantile_tolerance_and_unknowns():
    times = np.array([1.0, 2.0, 3.0, 4.0])
    assert quantile(times, np.array([0.8, 0.5 + 1e-8, 0.3, 0.1]), 0.5) == 2.5
    assert quantile(times, np.array([0.8, 0.5 + 2e-8, 0.3, 0.1]), 0.5) == 3
    assert quantile(times, np.array([0.8, 0.5 - 2e-8, 0.3, 0.1]), 0.5) == 2
    assert quantile(times, np.array([np.nan, 0.5, 0.5, np.nan]), 0.5) == 3
    assert quantile(times, np.array([0.9, 0.8, 0.7, 0.6]), 0.5) is None


def test_quantile_not_reached():
    found = kaplan_meier([1, 2, 3, 4], [1, 0, 0, 0]).median()
    assert (found.value, found.high) == (None, None)
    assert "The 50% quantile is not reached by 4." in found.notes


def test_after_follow_up_nothing_is_known():
    found = kaplan_meier([1, 2, 3], [1, 1, 0]).at(3.5)
    assert found.value is None and "follow-up ends at 3" in found.notes[-1]
    assert kaplan_meier([1, 2, 3], [1, 1, 0]).at(2.5).value == pytest.approx(1 / 3)
    ended = kaplan_meier([1, 2, 3], [1, 1, 1]).at(5)
    assert ended.notes == ("No limits where the curve is 0 or 1.",) and kaplan_meier([1, 2, 3], [1, 1, 0]).at(2).notes == ()
    assert (ended.value, ended.low, ended.standard_error) == (0.0, None, None)


def test_no_event_and_one_row():
    curve = kaplan_meier([5.0], [0])
    assert curve.survival.tolist() == [1.0] and "No event: the curve stays at 1." in curve.notes
    assert kaplan_meier([5.0], [1]).median().value == 5
    assert kaplan_meier([0, 1], [1, 0]).at(0).value == 0.5


def test_at_the_origin_all_are_at_risk():
    assert kaplan_meier([2, 3], [1, 1], entry=[0, 1]).at_risk([0, 1, 1.5, 2, 3, 4]).tolist() == [1, 1, 2, 2, 1, 0]
    assert kaplan_meier([2, 3], [1, 1], weights=[0.5, 2]).at_risk([0, 3]).tolist() == [2.5, 2.0]


def test_rows_of_weight_0_are_left_out_and_counted():
    curve = kaplan_meier([1, 2, 3], [1, 1, 0], weights=[1, 0, 1], entry=[0, 0, 0])
    same(curve.survival, [0.5, 0.5])
    assert "1 rows of weight 0 left out." in curve.notes


def test_fractional_weights_that_all_have_the_event_end_at_0():
    curve = kaplan_meier([1, 2, 4, 5], [1, 1, 1, 1], entry=[0, 0.5, 3, 3], weights=[0.1, 0.2, 0.7, 0.3])
    assert curve.survival[1] == 0 and curve.emptied == 2


@pytest.mark.parametrize("which", range(3))
def test_restricted_mean(which):
    wanted = golden("curves")["lung"]["means"][which]
    found = restricted_mean(kaplan_meier(LUNG["time"], LUNG["event"]), wanted["tau"])
    assert found.value == pytest.approx(wanted["mean"], rel=1e-10)
    assert found.standard_error == pytest.approx(wanted["error"], rel=1e-10)
    margin = 1.959963984540054 * wanted["error"]
    assert (found.low, found.high) == pytest.approx(
        (wanted["mean"] - margin, min(wanted["mean"] + margin, wanted["tau"])), rel=1e-9
    )


def test_restricted_mean_with_weights():
    wanted = golden("curves")["lung"]["means_counted"]
    found = restricted_mean(kaplan_meier(LUNG["time"], LUNG["event"], weights=LUNG["count"]), 500)
    assert (found.value, found.standard_error) == pytest.approx((wanted["mean"], wanted["error"]), rel=1e-10)
    ones = kaplan_meier(LUNG["time"], LUNG["event"])
    halves = kaplan_meier(LUNG["time"], LUNG["event"], weights=np.full(len(LUNG["time"]), 0.5))
    assert "jackknife" in halves.method
    assert restricted_mean(halves, 500).standard_error == pytest.approx(restricted_mean(ones, 500).standard_error, rel=1e-10)


def test_restricted_mean_beyond_follow_up():
    curve = kaplan_meier([1, 2, 3], [1, 1, 0])
    assert restricted_mean(curve, 3).value == pytest.approx(2)
    assert restricted_mean(curve, 3.1).value is None and "choose tau up to there" in restricted_mean(curve, 3.1).notes[-1]
    assert restricted_mean(kaplan_meier([1, 2, 3], [1, 1, 1]), 9).value == pytest.approx(2)
    with pytest.raises(StatisticsError, match="tau: found 0"):
        restricted_mean(curve, 0)


def test_difference_of_restricted_means():
    a, b = (kaplan_meier(LUNG["time"][LUNG["sex"] == s], LUNG["event"][LUNG["sex"] == s]) for s in (2, 1))
    one, other, found = restricted_mean(a, 365), restricted_mean(b, 365), restricted_mean_difference(a, b, 365)
    assert found.value == pytest.approx(sure(one.value) - sure(other.value))
    assert found.standard_error == pytest.approx((sure(one.standard_error) ** 2 + sure(other.standard_error) ** 2) ** 0.5)
    assert (sure(found.high) - sure(found.low)) / 2 == pytest.approx(1.959963984540054 * sure(found.standard_error))
    assert restricted_mean_difference(a, b, 5000).value is None
    with pytest.raises(StatisticsError, match="one level"):
        restricted_mean_difference(a, kaplan_meier([1, 2], [1, 0], level=0.9), 1)


def test_nelson_aalen():
    wanted = golden("curves")["lung"]
    found = nelson_aalen(LUNG["time"], LUNG["event"])
    same(found.hazard, wanted["plain"]["log"]["hazard"])
    same(found.standard_error, wanted["plain"]["log"]["hazard_error"])
    weighted = nelson_aalen(LUNG["time"], LUNG["event"], weights=LUNG["weight"])
    same(weighted.hazard, wanted["weighted"]["hazard"])
    same(weighted.standard_error, wanted["weighted"]["hazard_error"])
    delayed = nelson_aalen(MGUS["time"], MGUS["event"], entry=MGUS["entry"])
    same(delayed.hazard, golden("curves")["mgus"]["delayed"]["log"]["hazard"])
    same(delayed.standard_error, golden("curves")["mgus"]["delayed"]["log"]["hazard_error"])


def test_nelson_aalen_at_a_time():
    found = nelson_aalen([1, 2, 2, 4, 5], [0, 1, 0, 1, 0])
    at = found.at(4)
    assert at.value == pytest.approx(0.75) and at.standard_error == pytest.approx((1 / 16 + 1 / 4) ** 0.5)
    assert (at.low, at.high) == pytest.approx(
        (0.75 / np.exp(1.959963984540054 * sure(at.standard_error) / 0.75), found.high[2])
    )
    assert found.at(1).value == 0 and found.at(1).low is None and found.at(0.5).value == 0
    assert found.at(6).value is None and "follow-up ends at 5." in found.at(6).notes[-1]
    assert found.at(4.5).value == pytest.approx(0.75) and found.at(2).value == 0.25
    assert found.at(1).standard_error == 0


rows = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=30)


@given(rows, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(people, random):
    shuffled = list(people)
    random.shuffle(shuffled)
    one, other = (kaplan_meier([p[0] for p in ps], [p[1] for p in ps]) for ps in (people, shuffled))
    same(one.survival, other.survival)
    same(one.standard_error, other.standard_error)


@given(rows)
def test_laws_of_a_curve(people):
    time, event = np.array([p[0] for p in people], float), np.array([p[1] for p in people])
    curve = kaplan_meier(time, event, interval="logit")
    assert np.all(np.diff(curve.survival) <= 0) and np.all((curve.survival >= 0) & (curve.survival <= 1))
    known = ~np.isnan(curve.low)
    assert np.all(curve.low[known] <= curve.survival[known]) and np.all(curve.survival[known] <= curve.high[known])
    same(kaplan_meier(time * 30.4375, event, interval="logit").survival, curve.survival)
    same(kaplan_meier(time, event, entry=np.zeros(len(time))).survival, curve.survival)
    same(kaplan_meier(time, event, weights=np.full(len(time), 0.25)).standard_error, curve.standard_error, atol=1e-7)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, -2, 3], [1, 1, 0]), r"time, row 1 \(the first is 0\): found -2.0; allowed: 0 or later"),
        (([1, np.nan], [1, 1]), r"time, row 1 .* found nan; allowed: a finite number"),
        (([1, None], [1, 1]), r"time, row 1"),
        (([1, 2], [1, 2]), r"event, row 1 .* found 2.0; allowed: 0 \(censored\) or 1 \(event\)"),
        (([1, 2], [1, np.nan]), r"event, row 1"),
        (([1, 2], [1]), r"event: found shape \(1,\); allowed: one column of 2 rows"),
        (([], []), r"at least one row"),
        (([[1, 2]], [1]), r"time: found shape"),
        ((["a"], [1]), r"time: not a column of numbers"),
    ],
)
def test_bad_rows_are_named(arguments, message):
    with pytest.raises(StatisticsError, match=message):
        kaplan_meier(*arguments)


@pytest.mark.parametrize(
    ("given_with", "message"),
    [
        ({"entry": [0, 2, 0]}, r"entry, row 1 \(the first is 0\): found entry 2, time 2; allowed: an entry before the exit"),
        ({"entry": [0, -1, 0]}, r"entry, row 1 .* found -1.0; allowed: 0 or later"),
        ({"entry": [0, np.inf, 0]}, r"entry, row 1 .* found inf"),
        ({"weights": [1, -1, 1]}, r"weights, row 1 .* found -1.0; allowed: 0 or more"),
        ({"weights": [0, 0, 0]}, r"every weight is 0"),
        ({"level": 95}, r"level: found 95; allowed: above 0 and below 1"),
        ({"interval": "wald"}, r"interval: found 'wald'; allowed: log-log, log"),
    ],
)
def test_bad_settings_are_named(given_with, message):
    with pytest.raises(StatisticsError, match=message):
        kaplan_meier([1, 2, 3], [1, 1, 0], **given_with)


def test_many_bad_rows_are_counted():
    with pytest.raises(StatisticsError) as told:
        kaplan_meier([-1] * 9, [1] * 9)
    assert len(told.value.problems) == 6 and told.value.problems[-1] == "time: 4 more rows of this kind"


def test_bad_questions_are_refused():
    curve = kaplan_meier([1, 2, 3], [1, 1, 0])
    for ask in (
        lambda: curve.at(-1),
        lambda: curve.at(float("nan")),
        lambda: curve.quantile(1.0),
        lambda: curve.at_risk([-1]),
    ):
        with pytest.raises(StatisticsError):
            ask()


def test_ovarian_with_limits_that_are_not_reached():
    wanted, data = golden("curves")["ovarian"], table(golden("curves")["ovarian"]["data"])
    curve = kaplan_meier(data["time"], data["event"])
    as_r(curve, wanted["plain"])
    quantiles_as_r(curve, wanted["plain"])
    assert "The upper limit is not reached by 1227." in curve.median().notes
