"""Published figures, recomputed: what each record says, and that the verdict hangs on the inputs."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from tests.golden.reproduced.make import FILE, told
from thirdline.evidence.reproduction import OF_ITSELF, OF_TRIALS, Reason, Reproduced, Result, recompute, reproduce
from thirdline.evidence.reproduction.counts import counts_of, totals_of
from thirdline.evidence.reproduction.rounding import judged, rounds_to, spread, unit
from thirdline.evidence.reproduction.survivals import patients_behind
from thirdline.knowledge import Knowledge
from thirdline.knowledge.reproductions import AnyFigure

PINNED = {
    "agrees_within_rounding": """
        bortezomib-retreatment-2014-table/vmp-sum
        bortezomib-retreatment-2014-table/all-partial
        dreamm-2-slide/dor-2-5
        dreamm-2-slide/pfs-3-4
        new-generations-slide/endeavor-os
        review-2023-hazard-ratios/eloquent-3
        review-2023-hazard-ratios/candor
    """,
    "differs": """
        bortezomib-retreatment-2014-table/vd-counts
        bortezomib-retreatment-2014-table/vd-sum
        bortezomib-retreatment-2014-table/vmp-counts
        bortezomib-retreatment-2014-table/vcd-counts
        bortezomib-retreatment-2014-table/vcd-sum
        bortezomib-retreatment-2014-table/pad-counts
        bortezomib-retreatment-2014-table/pad-sum
        bortezomib-retreatment-2014-table/all-counts
        bortezomib-retreatment-2014-table/all-sum
        bortezomib-retreatment-2014-table/all-minimal
        bortezomib-retreatment-2014-table/all-progression
        candor-slide/ten-times-mrd
        candor-slide/pfs-times
        daratumumab-alone-2016-slide/number
        dinutuximab-beta-2025/responses
        dreamm-1-slide/of-33
        dreamm-2-slide/all-sum-2-5
        dreamm-2-slide/all-sum-3-4
        dreamm-2-slide/pfs-2-5
        dreamm-2-slide/number
        eloquent-3-slide/median
        equuleus-slide/more-lines
        icaria-baseline-slide/pd
        icaria-review-2023/double
        icaria-review-2023/safety-isapd
        icaria-review-2023/safety-pd
        ikema-review-2023/safety-isakd
        ikema-review-2023/hypertension
        ikema-review-2023/hypertension-kd
        isatuximab-alone-2021/response-p
        isatuximab-alone-2021/patients
        new-drugs-slide/bb21217
        new-generations-slide/aspire-median
        new-generations-slide/aspire-median-control
        new-generations-slide/aspire-os
        new-generations-slide/mm-003-median
        new-generations-slide/mm-003-os
        new-generations-slide/tourmaline-pfs
        new-generations-slide/panorama-os
        new-generations-slide/eloquent-2-os
        review-2023-hazard-ratios/icaria-difference
        single-agents-slide/selinexor-events
        single-agents-slide/belantamab-events
        storm-slide/at-least
        van-beurden-tan-2017-slide/veldex
    """,
    "not_recomputable": """
        anti-cd38-review-2023/equuleus
        anti-cd38-review-2023/munshi
        blinatumomab-comparisons-2025/interfant-2y
        blinatumomab-comparisons-2025/aall1731
        car-t-review-2025/crs-ide
        car-t-review-2025/karmma-all
        car-t-review-2025/t-cell-reports
        daratumumab-alone-2016-slide/counts
        daratumumab-alone-2016-slide/counts-148
        mammoth-slide/shares
        new-generations-slide/endeavor-kd
        new-generations-slide/endeavor-vd
        new-generations-slide/mm-003-pd
        new-generations-slide/mm-003-d
        new-generations-slide/tourmaline-mm1-ird
        new-generations-slide/tourmaline-mm1-rd
        new-generations-slide/panorama-1-panovd
        new-generations-slide/panorama-1-vd
        new-generations-slide/eloquent-2-elord
        new-generations-slide/eloquent-2-rd
        pollux-castor-slide/pollux-treated
        pollux-castor-slide/pollux-control
        pollux-castor-slide/castor-treated
        pollux-castor-slide/castor-control
        roex-2020-review/response
        roex-2020-review/complete
        roex-2020-review/crs
        roex-2020-review/neurotoxicity
        roex-2020-review/neuro-cd3-p
        roex-2020-review/neuro-cd28-p
        roex-2020-review/neuro-age-p
        roex-2020-review/vector-p
        roex-2020-review/dose-hr
        roex-2020-review/vector-hr
        roex-2020-review/costimulation-hr
        single-agents-slide/pomalidomide
        single-agents-slide/carfilzomib
        single-agents-slide/daratumumab
    """,
}
AGREEING = 162
FIGURE = TypeAdapter(AnyFigure)
NAMES = {"en": "a figure", "ru": "число"}


@pytest.fixture(scope="module")
def rows(knowledge: Knowledge) -> dict[str, Reproduced]:
    return {row.id: row for row in reproduce(knowledge)}


def of(knowledge: Knowledge, kind: str, **inputs: Any) -> Result:
    """A figure of that kind, recomputed."""
    return recompute(FIGURE.validate_python({"id": "x", "names": NAMES, "kind": kind, **inputs}), knowledge)


@pytest.mark.parametrize("verdict", PINNED)
def test_verdicts_are_pinned(rows: dict[str, Reproduced], verdict: str) -> None:
    assert [id for id, row in rows.items() if row.result.verdict == verdict] == PINNED[verdict].split()


def test_all_others_agree(rows: dict[str, Reproduced]) -> None:
    pinned = {id for ids in PINNED.values() for id in ids.split()}
    assert pinned <= set(rows)
    assert {row.result.verdict for id, row in rows.items() if id not in pinned} == {"agrees"}
    assert Counter(row.result.verdict for row in rows.values())["agrees"] == AGREEING


def test_every_figure_is_as_pinned(rows: dict[str, Reproduced]) -> None:
    """Printed and recomputed figures; after a deliberate change write them anew: python -m tests.golden.reproduced.make."""
    pinned = list(csv.reader(FILE.read_text(encoding="utf-8").splitlines()))
    assert [list(row) for row in told(rows.values())] == pinned


def test_every_kind_has_its_computation_and_is_used(rows: dict[str, Reproduced]) -> None:
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in get_args(get_args(AnyFigure)[0])}
    assert kinds == {*OF_ITSELF, *OF_TRIALS} == {row.kind for row in rows.values()}


def test_what_differs_or_cannot_be_recomputed_says_why(rows: dict[str, Reproduced]) -> None:
    assert all(row.result.reasons for row in rows.values() if row.result.verdict in ("differs", "not_recomputable"))


@pytest.mark.parametrize(
    ("figure", "p"),
    [
        ("pollux-6-p", 6.7e-13), ("castor-6-p", 0.00011), ("pollux-12-p", 8.8e-11), ("castor-12-p", 0.0074),
        ("pollux-cr-6-p", 3.7e-06), ("castor-cr-6-p", 0.11), ("pollux-cr-12-p", 1.9e-05), ("castor-cr-12-p", 0.19),
    ],
)  # fmt: skip
def test_every_p_value_of_the_sustained_mrd_slide_comes_out(rows: dict[str, Reproduced], figure: str, p: float) -> None:
    found = rows[f"sustained-mrd-2018/{figure}"].result
    assert (float(found.recomputed), found.verdict) == (p, "agrees")


@pytest.mark.parametrize(
    ("against", "said"), [("dex", "87.0 (HR 0.130"), ("veldex", "76.3 (HR 0.237"), ("lendex", "63.0 (HR 0.370")]
)
def test_the_network_of_2017_from_fourteen_trials(rows: dict[str, Reproduced], against: str, said: str) -> None:
    found = rows[f"van-beurden-tan-2017-slide/{against}"].result
    assert found.recomputed.startswith(said)
    assert found.verdict == ("differs" if against == "veldex" else "agrees")
    assert dict(found.reasons[0].values)["n"] == "14"


GROUPS = [{"n": 8, "of": 251}, {"n": 0, "of": 247}]
INTERVALS = [{"value": 19.1, "low": 13.3, "high": 26.7}, {"value": 2.8, "low": 1.3, "high": 6.1}]
SURVIVALS = [
    {"percent": 53, "standard_error": 13},
    {"percent": 67, "standard_error": 12},
    {"percent": 22, "standard_error": 19},
]
ELOQUENT = {"trial": "eloquent-3", "cut": "primary-2018"}
TRIALS = [{"trial": "pollux", "cut": "interim-2016"}, {"trial": "mm-010", "endpoint": "ttp"}]


@pytest.mark.parametrize(
    ("kind", "right", "changed"),
    [
        ("fisher_exact", {"groups": GROUPS, "printed": 0.0074}, {"groups": [{"n": 9, "of": 251}, GROUPS[1]]}),
        ("percent_of_count", {"n": 30, "of": 97, "printed": 31}, {"n": 31}),
        ("possible_percents", {"of": 57, "printed": [82, 14]}, {"of": 58}),
        ("shared_denominator", {"at_most": 60, "printed": [70.27, 18.92]}, {"at_most": 36}),
        ("sum_of_counts", {"parts": [32, 16, 48, 26], "printed": 122}, {"parts": [32, 16, 48, 27]}),
        ("sum_of_percents", {"parts": [31, 52, 17]}, {"parts": [31, 52, 14]}),
        ("percent_of_groups", {"groups": [{"percent": 20, "of": 10}, {"percent": 40, "of": 30}], "printed": 35}, {"printed": 37}),
        ("nested_counts", {"printed": [32, 48, 96]}, {"printed": [32, 16, 48]}),
        ("part_of_whole", {"printed": 10, "whole": 30, "at_most_percent": 50}, {"printed": 16}),
        ("ratio_of_figures", {"figures": [38, 6], "printed": 6}, {"figures": [49, 6]}),
        ("difference_of_figures", {"figures": [11.1, 5.9], "printed": 5.2}, {"figures": [11.5, 6.5]}),
        ("estimate_in_interval", {"printed": 2.9, "low": 2.1, "high": 3.7}, {"printed": 11}),
        ("standard_error_of_survival", {"printed": [{"percent": 81, "standard_error": 6}], "of": 54}, {"of": 35}),
        ("interval_of_survival", {"printed": {"value": 87, "low": 69, "high": 95}, "of": 34}, {"of": 20}),
        ("heterogeneity_of_survival", {"groups": SURVIVALS, "printed": 0.05, "sign": "above"}, {"sign": "below"}),
        ("difference_of_pooled_proportions", {"groups": INTERVALS, "printed": 0.0001, "sign": "below"}, {"sign": "above"}),
        ("risk_reduction_from_hazard_ratio", {"hazard_ratio": ELOQUENT, "printed": 46}, {"hazard_ratio": {"trial": "bellini"}}),
        ("p_value_of_ratio", {"ratio": ELOQUENT, "printed": 0.0092}, {"ratio": {"trial": "pollux"}}),
        ("network_effect", {"trials": TRIALS, "experimental": "DRd", "control": "Dex", "printed": 87}, {"control": "Rd"}),
    ],
)  # fmt: skip
def test_a_changed_input_changes_the_verdict(knowledge: Knowledge, kind: str, right: dict, changed: dict) -> None:
    assert of(knowledge, kind, **right).verdict == "agrees"
    assert of(knowledge, kind, **{**right, **changed}).verdict == "differs"


def test_what_the_records_of_trials_do_not_hold_is_said(knowledge: Knowledge) -> None:
    missing = of(knowledge, "p_value_of_ratio", ratio={"trial": "pollux", "endpoint": "ttp"}, printed=0.01)
    assert (missing.verdict, missing.reasons[0].word) == ("not_recomputable", "no_effect")
    no_interval = of(knowledge, "p_value_of_ratio", ratio={"trial": "icaria-mm", "cut": "update-2022"}, printed=0.001)
    assert (no_interval.verdict, no_interval.reasons[0].word) == ("not_recomputable", "no_interval")


def test_a_trial_without_an_interval_is_no_part_of_a_network(knowledge: Knowledge) -> None:
    unusable = [TRIALS[0], {"trial": "icaria-mm", "cut": "update-2022"}]
    found = of(knowledge, "network_effect", trials=unusable, experimental="DRd", control="Rd", printed=63)
    assert (found.verdict, found.reasons[0]) == (
        "not_recomputable",
        Reason.of("no_effect", what="icaria-mm: pfs (update-2022)"),
    )


def test_treatments_that_no_trial_joins_are_not_compared(knowledge: Knowledge) -> None:
    apart = [TRIALS[0], {"trial": "mm-003"}]
    found = of(knowledge, "network_effect", trials=apart, experimental="DRd", control="Dex", printed=87)
    assert (found.verdict, found.reasons[0].word) == ("not_recomputable", "not_joined")


def test_a_one_sided_p_value_is_recognised(rows: dict[str, Reproduced]) -> None:
    words = [reason.word for reason in rows["new-generations-slide/aspire-os"].result.reasons]
    assert words == ["p_from_interval", "p_allowed", "one_sided"]


def test_a_pool_of_all_studies_gets_a_verdict_and_of_some_none(knowledge: Knowledge) -> None:
    studies = [{"n": 28, "of": 33}, {"n": 50, "of": 57}, {"n": 94, "of": 128}]
    some = of(knowledge, "pooled_proportion", studies=studies, n_studies=27, printed=80.5)
    every = of(knowledge, "pooled_proportion", studies=studies, n_studies=3, printed=10)
    assert (some.verdict, every.verdict) == ("not_recomputable", "differs")
    assert some.recomputed == every.recomputed


@pytest.mark.parametrize(
    ("n", "verdict", "first"),
    [(53, "differs", "last_digit"), (40, "differs", "exact_interval"), (54, "agrees", "exact_interval")],
)
def test_a_last_digit_is_told_from_a_wrong_figure(knowledge: Knowledge, n: int, verdict: str, first: str) -> None:
    found = of(knowledge, "percent_of_count", n=n, of=103, printed=52)
    assert (found.verdict, found.reasons[0].word) == (verdict, first)


def test_response_rates_carry_their_exact_intervals(rows: dict[str, Reproduced]) -> None:
    assert rows["dreamm-2-slide/orr-2-5"].result.recomputed == "30/97 = 30.93 [21.9; 41.1]"
    assert rows["storm-slide/response"].result.recomputed == "32/122 = 26.23 [18.7; 35.0]"
    assert rows["daratumumab-dialysis-2017-slide/response-interval"].result.recomputed == "3/8 = 37.50 [8.5; 75.5]"


@pytest.mark.parametrize(
    ("exact", "printed", "verdict"),
    [
        (0.125, "0.12", "agrees"),
        (0.125, "0.13", "agrees"),
        (0.1249, "0.13", "differs"),
        (12.5, "13", "agrees"),
        (12.5, "12", "agrees"),
    ],
)
def test_a_tie_may_be_rounded_either_way(exact: float, printed: str, verdict: str) -> None:
    assert judged(exact, Decimal(printed)) == verdict


@pytest.mark.parametrize(
    ("sign", "between", "verdict"),
    [
        ("below", (0.04, 0.06), "agrees_within_rounding"),
        ("below", (0.05, 0.06), "differs"),
        ("above", (0.04, 0.06), "agrees"),
        ("equals", (0.04, 0.06), "differs"),
    ],
)
def test_a_sign_is_read(sign: Any, between: tuple[float, float], verdict: str) -> None:
    assert judged(0.055, Decimal("0.05" if sign != "equals" else "0.0700"), sign, between) == verdict


def test_the_digits_decide_the_unit() -> None:
    assert [unit(Decimal(text)) for text in ("100", "5.0", "0.0074")] == [1, 0.1, 0.0001]
    assert rounds_to(5.04, Decimal("5.0")) and not rounds_to(5.04, Decimal("5.00"))
    assert spread(lambda a, b: a / b, (Decimal("10"), Decimal("2"))) == pytest.approx((9.5 / 2.5, 10.5 / 1.5))


def test_whole_patients() -> None:
    assert [counts_of(Decimal("95.5"), of) for of in (153, 154)] == [None, 147]
    assert totals_of((Decimal("59"), Decimal("64")), 54) == [22, 39, 44]
    assert patients_behind(50, 5) == 100
