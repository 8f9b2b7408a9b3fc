"""The checks of trials, each broken by one drawn trial."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
import yaml

from thirdline.knowledge.loader import _Yaml
from thirdline.knowledge.trial_checks import _limits, problems
from thirdline.knowledge.trial_doubts import spread
from thirdline.knowledge.trials import Figure, Trial

DRAWN = """
id: drawn
disease: multiple_myeloma
names: {en: Drawn, ru: Нарисовано}
design: randomised
n_randomised: 100
arms:
  - {id: new, names: {en: New, ru: Новое}, role: experimental, node: New, n: 60}
  - {id: old, names: {en: Old, ru: Старое}, role: control, node: Old, n: 40}
population:
  shares: [SHARES]
cuts:
  - id: first
    current: true
    published: Nowhere 2020
    effects: [EFFECTS]
    figures: [FIGURES]
CUTS
"""
EFFECT = {"endpoint": "pfs", "experimental": "new", "control": "old", "measure": "hazard_ratio", "estimate": "0.63"}
GOOD = EFFECT | {"low": "0.44", "high": "0.90", "level": "95"}


def drawn(
    effects: tuple[Mapping[str, Any], ...] = (),
    figures: tuple[Mapping[str, Any], ...] = (),
    shares: tuple[Mapping[str, Any], ...] = (),
    **other: Any,
) -> Trial:
    """A trial of two arms, 60 and 40 patients, with these rows."""
    text = DRAWN.replace("[EFFECTS]", "[]").replace("[FIGURES]", "[]").replace("[SHARES]", "[]").replace("CUTS", "")
    data = yaml.load(text, _Yaml)
    data["cuts"][0] |= {"effects": list(effects), "figures": list(figures)}
    data["population"] = {"shares": list(shares)}
    return Trial.model_validate(data | other)


def told(*trials: Trial) -> str:
    return "\n".join(problems(trials))


def figure(arm: str, **row: Any) -> dict[str, Any]:
    return {"endpoint": "orr", "arm": arm, "measure": "percent"} | row


def odd(what: str) -> list[dict[str, Any]]:
    return [{"what": what, "why": {"en": "printed so", "ru": "так напечатано"}}]


def test_a_trial_that_holds_together_has_no_problem() -> None:
    rows = (figure("new", estimate="75.0", n=45), figure("old", estimate="62.5"))
    shares = ({"what": "iss_3", "percent": "13"}, {"what": "iss_3", "arm": "new", "percent": "21.7", "n": 13})
    assert told(drawn((GOOD,), rows, shares)) == ""


EFFECTS_BROKEN = {
    "limits reversed": (GOOD | {"low": "0.90", "high": "0.44"}, "low: 0.90 lies above high: 0.44; low is the lower limit. "),
    "level missing": (EFFECT | {"low": "0.44", "high": "0.90"}, "level: missing, though an interval stands; allowed: 0 to "),
    "level of one limit missing": (EFFECT | {"low": "0.44"}, "level: missing, though an interval stands"),
    "level impossible": (GOOD | {"level": "100"}, "level: 100 is no level of an interval; allowed: above 0 and below 100"),
    "level nought": (GOOD | {"level": "0"}, "level: 0 is no level of an interval"),
    "estimate above its interval": (GOOD | {"estimate": "0.91"}, "the estimate 0.91 lies outside its interval, 0.44 to 0.90"),
    "estimate below its interval": (GOOD | {"estimate": "0.43"}, "the estimate 0.43 lies outside its interval, 0.44 to 0.90"),
    "estimate off the middle": (
        GOOD | {"estimate": "0.50", "low": "0.40", "high": "0.90"},
        "the estimate 0.50 is not the geometric mean of its limits 0.40 and 0.90, which lies between 0.5946 and 0.6054; ",
    ),
    "an arm against itself": (GOOD | {"control": "new"}, "control: 'new' is the experimental arm too; allowed: another arm"),
    "arms the wrong way round": (
        GOOD | {"experimental": "old", "control": "new"},
        "experimental: 'old' is the control arm of this trial; an effect is of the experimental arm against the control.",
    ),
    "a hazard ratio of responses": (GOOD | {"endpoint": "orr"}, "measure: a hazard ratio cannot be of orr; allowed: pfs, os"),
    "a ratio of nought": (EFFECT | {"estimate": "0"}, "estimate: a ratio of 0 has no logarithm; allowed: above 0"),
    "turned without the printed figures": (GOOD | {"turned": True}, "turned: stands with 'printed', the figures of the source"),
    "printed figures of what was not turned": (GOOD | {"printed": {"estimate": "1.59"}}, "turned: stands with 'printed'"),
    "turned wrongly": (
        GOOD | {"turned": True, "printed": {"estimate": "1.50", "low": "1.11", "high": "2.27"}},
        "estimate: 0.63 is not the inverse of what is printed, 1.50; turned round, the lower limit comes of the upper one.",
    ),
    "limits not exchanged in turning": (
        GOOD | {"turned": True, "printed": {"estimate": "1.59", "low": "2.27", "high": "1.11"}},
        "low: 0.44 is not the inverse of what is printed, 1.11",
    ),
    "a limit lost in turning": (
        GOOD | {"turned": True, "printed": {"estimate": "1.59", "low": "1.11"}}, "low: 0.44 is not the inverse of what is printed",
    ),
    "an excuse for nothing": (GOOD | {"odd": odd("asymmetric")}, "odd: asymmetric excuses nothing here; allowed is what"),
}  # fmt: skip


@pytest.mark.parametrize("broken", EFFECTS_BROKEN)
def test_an_effect_that_does_not_hold_is_refused(broken: str) -> None:
    row, message = EFFECTS_BROKEN[broken]
    assert f"trials/drawn.yaml: cuts.first.effects.0 ({row['endpoint']}, {row['experimental']} against " in told(
        drawn((row,))
    )
    assert message in told(drawn((row,)))


def test_what_is_turned_rightly_holds() -> None:
    """Printed as 1.59 (1.11 to 2.27), control against experimental."""
    assert told(drawn((GOOD | {"turned": True, "printed": {"estimate": "1.59", "low": "1.11", "high": "2.27"}},))) == ""


@pytest.mark.parametrize(
    ("estimate", "low", "high", "holds"),
    [
        ("0.60", "0.40", "0.90", True),  # 0.600 is the geometric mean
        ("0.61", "0.40", "0.90", True),  # limits are rounded too: 0.6054 is printed as 0.61
        ("0.62", "0.40", "0.90", False),
        ("0.6", "0.40", "0.90", True),
        ("0.62", "0.4", "0.9", True),  # one digit leaves more room
        ("0.620", "0.400", "0.900", False),
        ("0.601", "0.400", "0.900", True),
        ("0.602", "0.400", "0.900", False),
        ("1", "0.5", "2", True),
    ],
)
def test_how_far_the_estimate_may_lie_from_the_middle_is_told_by_the_printed_digits(
    estimate: str, low: str, high: str, holds: bool
) -> None:
    row = EFFECT | {"estimate": estimate, "low": low, "high": high, "level": "95"}
    assert ("is not the geometric mean" not in told(drawn((row,)))) == holds


def test_a_difference_is_symmetric_as_it_stands() -> None:
    row = EFFECT | {
        "endpoint": "orr",
        "measure": "risk_difference",
        "estimate": "10",
        "low": "2",
        "high": "18",
        "level": "95",
    }
    assert told(drawn((row,))) == ""
    assert "10 is not the mean of its limits 6 and 18" in told(drawn((row | {"low": "6"},)))


def test_what_is_printed_so_is_held_with_its_reason() -> None:
    row = GOOD | {"estimate": "0.50", "low": "0.40", "high": "0.90"}
    assert told(drawn((row | {"odd": odd("asymmetric")},))) == ""
    assert "why it is held: odd: [{what: asymmetric, why: {en: …, ru: …}}]." in told(drawn((row,)))


def test_an_excuse_of_one_doubt_does_not_silence_another() -> None:
    row = GOOD | {"estimate": "0.95", "odd": odd("asymmetric")}
    assert "lies outside its interval" in told(drawn((row,)))
    assert "geometric mean" not in told(drawn((row,)))


def medians(new: dict[str, Any], old: dict[str, Any], **row: Any) -> tuple[dict[str, Any], ...]:
    start = {"endpoint": "pfs", "measure": "median_months"} | row
    return start | {"arm": "new"} | new, start | {"arm": "old"} | old


@pytest.mark.parametrize(
    ("estimate", "new", "old", "holds"),
    [
        ("0.63", {"estimate": "12"}, {"estimate": "8"}, True),
        ("0.63", {"estimate": "8"}, {"estimate": "12"}, False),
        ("0.63", {"estimate": "8"}, {"not_reached": True}, False),
        ("0.63", {"not_reached": True}, {"estimate": "8"}, True),
        ("0.63", {"not_reached": True}, {"not_reached": True}, True),
        ("0.63", {"estimate": "8"}, {"estimate": "8"}, True),
        ("1.63", {"estimate": "8"}, {"estimate": "12"}, True),
        ("1.63", {"estimate": "12"}, {"estimate": "8"}, False),
        ("1.00", {"estimate": "12"}, {"estimate": "8"}, True),
    ],
)
def test_a_ratio_and_the_medians_beside_it_point_the_same_way(estimate: str, new: dict, old: dict, holds: bool) -> None:
    said = told(drawn((EFFECT | {"estimate": estimate},), medians(new, old)))
    assert ("point in opposite directions" not in said) == holds


def test_survival_at_a_time_tells_the_direction_too() -> None:
    rows = medians({"estimate": "45.5"}, {"estimate": "31.8"}, measure="percent_at_months", at_months=12)
    assert "1.76 and the figures beside it, 45.5 against 31.8, point in opposite" in told(
        drawn((EFFECT | {"estimate": "1.76"},), rows)
    )
    assert told(drawn((EFFECT | {"estimate": "0.57"},), rows)) == ""


@pytest.mark.parametrize("told_of", [{"endpoint": "os"}, {"group": {"en": "a few", "ru": "немногие"}}])
def test_figures_of_something_else_tell_no_direction(told_of: dict[str, Any]) -> None:
    assert told(drawn((EFFECT,), medians({"estimate": "8"}, {"estimate": "12"}, **told_of))) == ""


def test_figures_of_different_assessors_tell_no_direction() -> None:
    rows = medians({"estimate": "8", "assessor": "independent"}, {"estimate": "12", "assessor": "investigator"})
    assert told(drawn((EFFECT,), rows)) == ""


def test_an_odds_ratio_of_responses_is_above_one_where_more_respond() -> None:
    row = EFFECT | {"endpoint": "orr", "measure": "odds_ratio", "estimate": "2.0"}
    more, fewer = (figure("new", estimate="80"), figure("old", estimate="60")), (
        figure("new", estimate="60"), figure("old", estimate="80"),
    )  # fmt: skip
    assert told(drawn((row,), more)) == ""
    assert "point in opposite directions" in told(drawn((row,), fewer))


FIGURES_BROKEN = {
    "no whole number": (figure("new", estimate="74.0"), "no whole number of 60 patients is 74.0 %; allowed: the share of whole"),
    "another number": (figure("new", estimate="75.0", n=44), "44 of 60 patients are not 75.0 %"),
    "of a named denominator": (figure("new", estimate="75.0", of=50), "no whole number of 50 patients is 75.0 %"),
    "more than all": (figure("new", n=61), "n: 61 of 60 are more than all; allowed: up to the denominator"),
    "more than the denominator": (figure("new", n=31, of=30), "n: 31 of 30 are more than all"),
    "above a hundred": (figure("new", estimate="97.8", low="93.5", high="102.2", level="95", of=92), "high: 102.2 cannot be; all"),
    "below nought": (figure("new", estimate="5", low="-2", high="12", level="95"), "low: -2 cannot be; allowed: 0 to 100 percent"),
    "a negative median": (
        {"endpoint": "pfs", "arm": "new", "measure": "median_months", "estimate": "-1"}, "estimate: -1 cannot be; allowed: 0 or more",
    ),
    "survival above a hundred": (
        {"endpoint": "pfs", "arm": "new", "measure": "percent_at_months", "at_months": 12, "estimate": "101"},
        "estimate: 101 cannot be; allowed: 0 to 100 percent",
    ),
    "limits reversed": (figure("new", estimate="75", low="80", high="70", level="95"), "low: 80 lies above high: 70"),
    "level missing": (figure("new", estimate="75", low="62", high="85"), "level: missing, though an interval stands"),
    "outside its interval": (
        {"endpoint": "pfs", "arm": "new", "measure": "median_months", "estimate": "11", "low": "2.1", "high": "3.7", "level": "95"},
        "the estimate 11 lies outside its interval, 2.1 to 3.7",
    ),
}  # fmt: skip


@pytest.mark.parametrize("broken", FIGURES_BROKEN)
def test_a_figure_that_does_not_hold_is_refused(broken: str) -> None:
    row, message = FIGURES_BROKEN[broken]
    assert f"trials/drawn.yaml: cuts.first.figures.0 ({row['endpoint']}, new): " in told(drawn(figures=(row,)))
    assert message in told(drawn(figures=(row,)))


@pytest.mark.parametrize(
    "row",
    [
        figure("new", estimate="74", group={"en": "a few", "ru": "немногие"}),  # of how many is not said
        figure("new", estimate="74.0", comparator=">"),
        figure("new", estimate="74.0", of=50),
        figure("new", estimate="73", n=44),
        figure("new", estimate="73.3", n=44),
        figure("new", estimate="73.33", n=44),
        figure("new", n=44),
        figure("new", estimate="100"),
        figure("new", estimate="0"),
        {"endpoint": "pfs", "arm": "new", "measure": "percent_at_months", "at_months": 12, "estimate": "74.1"},
    ],
)
def test_a_percentage_that_can_be_holds(row: dict[str, Any]) -> None:
    assert told(drawn(figures=(row,))) == ""


def test_the_last_digit_is_rounded_not_cut() -> None:
    assert "44 of 60 patients are not 73.34 %" in told(drawn(figures=(figure("new", estimate="73.34", n=44),)))


def test_shares_of_the_population_are_of_whole_patients_of_an_arm_or_of_all() -> None:
    assert (
        told(drawn(shares=({"what": "iss_3", "percent": "13.0"}, {"what": "iss_3", "percent": "12.5", "arm": "old"}))) == ""
    )
    assert "population.shares.0 (iss_3): no whole number of 100 patients is 12.5 %" in told(
        drawn(shares=({"what": "iss_3", "percent": "12.5"},))
    )
    named = {"what": "refractory_to_drug", "value": "bortezomib", "percent": "12.4", "arm": "old"}
    assert "population.shares.0 (refractory_to_drug bortezomib): no whole number of 40 patients" in told(
        drawn(shares=(named,))
    )


def test_a_treated_number_is_a_denominator_too() -> None:
    arms = [
        {"id": "new", "names": {"en": "New", "ru": "Новое"}, "role": "single", "n": 60, "n_treated": 50},
    ]
    assert told(drawn(figures=(figure("new", estimate="74.0"),), arms=arms, n_randomised=60)) == ""


def test_arms_sum_to_the_total() -> None:
    assert "n_randomised: 101 is not the sum of the arms, 60 + 40 = 100; every arm counts" in told(drawn(n_randomised=101))


def test_a_total_beside_an_unknown_arm_is_not_disputed() -> None:
    arms = [{"id": id, "names": {"en": id, "ru": id}, "role": "control", "n": n} for id, n in (("new", 60), ("old", None))]
    assert told(drawn(arms=arms, n_randomised=101)) == ""


def cut(id: str, day: str | None, current: bool = False, endpoint: str = "pfs") -> dict[str, Any]:
    row = GOOD | {"endpoint": endpoint}
    return {"id": id, "current": current, "published": "Nowhere", "data_cut": day, "effects": [row]}


def test_cuts_stand_in_order_of_time() -> None:
    cuts = [cut("late", "2021-01-01", current=True), cut("early", "2020-01-01")]
    assert "cuts: 'late' of 2021-01-01 stands before 'early' of 2020-01-01; the oldest comes first." in told(
        drawn(cuts=cuts)
    )


def test_the_current_cut_is_the_latest_that_tells_its_endpoint() -> None:
    cuts = [cut("early", "2020-01-01", current=True), cut("late", "2021-01-01")]
    assert "'early' of 2020-01-01 is marked current, but 'late' of 2021-01-01 tells pfs anew" in told(drawn(cuts=cuts))
    assert told(drawn(cuts=[cut("early", "2020-01-01", current=True), cut("late", "2021-01-01", endpoint="os")])) == ""
    assert told(drawn(cuts=[cut("early", "2020-01-01", current=True), cut("undated", None)])) == ""


def test_one_trial_under_two_names_is_refused_unless_the_patients_are_told() -> None:
    one, other = (drawn(id=id, registrations=["NCT00000001", f"NCT0{n}"]) for n, id in enumerate(("one", "other")))
    assert "trials/one.yaml: registrations: NCT00000001 is that of trials/other.yaml too; two records of one trial" in told(
        one, other
    )
    kin = drawn(id="one", registrations=["NCT00000001"], kin=[{"record": "other", "patients": "other"}])
    assert told(kin, other) == told(other, kin) == ""


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [("0.63", "0.625", "0.635"), ("95", "94.5", "95.5"), ("0.630", "0.6295", "0.6305"), ("0", "-0.5", "0.5")],
)
def test_a_number_is_as_exact_as_it_is_printed(printed: str, low: str, high: str) -> None:
    assert spread(Decimal(printed)) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{low: 10, high: 30}", "level: missing"),
        ("{low: 10, high: 30, level: 95, level_not_stated: true}", "beside a level"),
        ("{level_not_stated: true}", "without an interval"),
        ("{low: 10, high: 30, level_not_stated: true}", None),
        ("{low: 10, high: 30, level: 95}", None),
    ],
)
def test_an_interval_has_its_level_or_says_that_none_is_printed(row: str, problem: str | None) -> None:
    figure = Figure.model_validate(
        {"endpoint": "orr", "arm": "all", "measure": "percent", "estimate": 20, **yaml.safe_load(row)}
    )
    found = list(_limits(figure))
    assert (problem is None and not found) or (len(found) == 1 and problem is not None and problem in found[0])
