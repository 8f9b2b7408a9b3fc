"""What a network refuses, completes or adjusts, and how it says so."""

# A figure that is None fails its test without being asked for first.
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
# pyright: reportOptionalOperand=false, reportOperatorIssue=false
from __future__ import annotations

import math

import numpy as np
import pytest

from tests.statistics.test_network_golden import GOLDEN, rows_of
from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network import (
    Contrast,
    Network,
    Prior,
    RatioInterval,
    Settings,
    contrast_from_ratio,
    contributions,
    league,
    network,
    rank_probabilities,
    trials_from,
)

THREE = [Contrast("x", "A", "B", -0.5, 0.3), Contrast("x", "A", "C", -0.8, 0.32), Contrast("x", "B", "C", -0.3, 0.31)]
VARIANCES = (0.04, 0.09, 0.16, 0.25)  # of the arms A, B, C, D of one trial


def rows(pairs: str, arms=VARIANCES, **known: float) -> list[Contrast]:
    """Contrasts of a trial, "AB AC" and so on, whose arms stand at 0, 1, 2, 3 with the variances above."""
    place = {name: i for i, name in enumerate("ABCD")}
    return [
        Contrast("x", a, b, float(place[a] - place[b]), math.sqrt(arms[place[a]] + arms[place[b]]), known.get(a + b))
        for a, b in pairs.split()
    ]


def refused(contrasts, settings: Settings | None = None) -> str:
    with pytest.raises(StatisticsError) as found:
        network(contrasts, settings=settings)
    return str(found.value)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Contrast("t", "A", "A", 0.1, 0.2), "row 2 (trial 't', 'A' against 'A'): a treatment is compared with itself"),
        (Contrast("t", "A", "B", math.nan, 0.2), "effect is nan"),
        (Contrast("t", "A", "B", None, 0.2), "effect is None"),  # type: ignore[arg-type]
        (Contrast("t", "A", "B", 0.1, 0.0), "standard error is 0.0"),
        (Contrast("t", "A", "B", 0.1, -0.1), "standard error is -0.1"),
        (Contrast("t", "A", "B", 0.1, None), "standard error is None"),  # type: ignore[arg-type]
        (Contrast("t", "A", "B", 0.1, math.inf), "standard error is inf"),
        (Contrast("t", "A", "B", True, 0.1), "effect is True"),
        (Contrast("t", "", "B", 0.1, 0.2), "treatment is ''"),
        (Contrast(" ", "A", "B", 0.1, 0.2), "trial is ' '"),
        (Contrast("t", "A ", "B", 0.1, 0.2), "treatment 'A ' has blanks around it"),
        (Contrast("t", "A", 3, 0.1, 0.2), "comparator is 3"),  # type: ignore[arg-type]
        (Contrast("t", "A", "B", 0.1, 0.2, 0.0), "comparator_variance is 0.0"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row, words):
    message = refused([Contrast("s", "A", "B", 0.1, 0.2), row])
    assert words in message and "row 2" in message


def test_every_bad_row_is_named_at_once():
    message = refused([Contrast("s", "A", "A", 0.1, 0.2), Contrast("t", "A", "B", 0.1, 0)])
    assert "row 1" in message and "row 2" in message
    assert "no contrast was given" in refused([])


def test_a_comparison_given_twice_is_refused_also_when_reversed():
    for second in (Contrast("t", "A", "B", 0.1, 0.2), Contrast("t", "B", "A", -0.1, 0.2)):
        message = refused([Contrast("t", "A", "B", 0.1, 0.2), second])
        assert "row 2" in message and "in row 1 already" in message


def test_effects_of_a_trial_that_do_not_add_up_are_refused():
    wrong = [*THREE[:2], Contrast("x", "B", "C", 0.3, 0.31)]
    message = refused(wrong)
    assert "trial 'x': its effects do not add up" in message and "Allowed is a difference of 0.001" in message
    (found,) = network([*THREE[:2], Contrast("x", "B", "C", -0.3015, 0.31)])
    assert "its rounded effects miss adding up by 0.0005" in found.notes[0]
    for effect, noted in ((-0.30028, False), (-0.30032, True)):
        (near,) = network([*THREE[:2], Contrast("x", "B", "C", effect, 0.31)])
        assert any("miss adding up" in note for note in near.notes) == noted
    left = sum(0.0005**2 * -block.laplacians(0.0)[0][i, j] for block in found.blocks for i, j in ((0, 1), (0, 2), (1, 2)))
    fitted = found.common.values - found.trials[0].differences
    assert found.heterogeneity.q == pytest.approx(left, rel=0.5) and np.abs(fitted).max() < 0.001
    assert network([*THREE[:2], Contrast("x", "B", "C", -0.3029, 0.31)])
    assert "do not add up" in refused([*THREE[:2], Contrast("x", "B", "C", -0.3031, 0.31)])
    assert network(wrong, settings=Settings(tolerance=0.5))


def test_standard_errors_that_cannot_be_of_one_trial_are_refused():
    message = refused([*THREE[:2], Contrast("x", "B", "C", -0.3, 0.9)])
    assert "trial 'x': its standard errors cannot be of one trial; they give the arm 'A' the variance -0.3" in message
    flat = [Contrast("x", a, b, 0.0, se) for (a, b), se in zip(("AB", "AC", "BC"), (1.0, 2.0, 1.0), strict=True)]
    assert "cannot be of one trial" in refused(flat)


def test_a_trial_in_two_pieces_is_refused():
    assert "trial 'x': its rows fall into parts" in refused([Contrast("x", "A", "B", 0, 1), Contrast("x", "C", "D", 0, 1)])


def test_basic_contrasts_need_the_variance_of_the_shared_arm():
    assert "trial 'x' has 3 arms and 2 of their 3 comparisons" in refused(rows("AC BC"))
    (completed,) = trials_from(rows("AC BC", AC=0.16))
    (whole,) = trials_from(rows("AC BC AB"))
    assert completed.variances == pytest.approx(whole.variances)
    assert completed.positions == pytest.approx(whole.positions) == [-1, 0, 1]
    assert completed.notes == ("trial 'x': 1 of its comparisons completed from those given",)
    assert whole.notes == ()


def test_missing_comparisons_are_recovered_from_the_others():
    (whole,) = trials_from(rows("AB AC AD BC BD CD"))
    for pairs in ("AB BC AC AD", "AB AC BC BD CD"):
        (found,) = trials_from(rows(pairs))
        assert found.variances == pytest.approx(whole.variances) and found.positions == pytest.approx(whole.positions)
    assert "has 4 arms and 4 of their 6" in refused(rows("AB BC CD AD"))  # an even loop says nothing of single arms


def test_the_shared_arm_may_be_any():
    (found,) = trials_from(rows("AB BC", AB=0.09))
    assert found.variances[0, 2] == pytest.approx(0.04 + 0.16)


def test_a_shared_arm_with_more_variance_than_the_comparison_is_refused():
    assert "which must not be negative" in refused(rows("AC BC", AC=0.21))


def test_four_arms_whose_variances_no_arms_explain_are_used_as_given_with_a_note():
    given = rows("AB AC AD BC BD CD")
    bent = [*given[:-1], Contrast("x", "C", "D", -1.0, given[-1].standard_error * 1.05)]
    (found,) = trials_from(bent)
    assert found.variances[2, 3] == pytest.approx(0.41 * 1.05**2)
    assert "differ by up to" in found.notes[0]
    (near,) = trials_from([*given[:-1], Contrast("x", "C", "D", -1.0, given[-1].standard_error * 1.003)])
    assert near.notes == ()
    (off,) = trials_from([*given[:-1], Contrast("x", "C", "D", -1.0, given[-1].standard_error * 1.03)])
    assert off.notes != ()


def test_an_arm_without_variance_is_allowed():
    (found,) = network(rows("AB AC BC", arms=(0.0, 0.09, 0.16)))
    assert found.compare("B", "C").standard_error == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        (RatioInterval(0.5, 0.9, 0.3, 0.95), "reversed"),
        (RatioInterval(0.5, 0.6, 0.9, 0.95), "outside its interval"),
        (RatioInterval(0.5, 0.0, 0.9, 0.95), "positive"),
        (RatioInterval(0.5, 0.3, 0.9, None), "level None"),  # type: ignore[arg-type]
        (RatioInterval(0.5, 0.3, 0.9, 95), "level 95"),
        (RatioInterval(math.nan, 0.3, 0.9, 0.95), "positive"),
    ],
)
def test_a_printed_ratio_that_contradicts_itself_is_refused(printed, words):
    with pytest.raises(StatisticsError) as found:
        contrast_from_ratio("t", "A", "B", printed)
    assert words in str(found.value) and "trial t, A against B" in str(found.value)


def test_the_level_of_an_interval_counts():
    at95, at99 = (contrast_from_ratio("t", "A", "B", RatioInterval(0.5, 0.25, 1.0, level)) for level in (0.95, 0.99))
    assert at95.standard_error == pytest.approx(math.log(4) / (2 * 1.959963984540054))
    assert at99.standard_error == pytest.approx(math.log(4) / (2 * 2.575829303548901))
    assert at95.effect == at99.effect == pytest.approx(math.log(0.5))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Settings(level=95), "level is 95"),
        (lambda: Settings(between="pm"), "between is 'pm'; allowed: dl, reml, ml"),
        (lambda: Settings(prediction="t"), "prediction is 't'"),
        (lambda: Settings(interval="hk"), "interval is 'hk'"),
        (lambda: Settings(small_values="good"), "small_values is 'good'"),
        (lambda: Settings(tau=-0.1), "tau is -0.1"),
        (lambda: Settings(tau=0.1, prior=Prior("half-normal", 1)), "both given"),
        (lambda: Prior("half-normal", 0), "scale is 0"),
        (lambda: Prior("cauchy", 1), "'cauchy' is not one of"),
        (lambda: Prior("half-normal", 1, of="tau3"), "'tau3' is not one of"),
        (lambda: Prior("half-normal", 1, summary="map"), "'map' is not one of"),
    ],
)
def test_settings_that_mean_nothing_are_refused(make, words):
    with pytest.raises(StatisticsError) as found:
        make()
    assert words in str(found.value)


def test_questions_about_what_is_not_there_are_refused():
    found: Network = network(rows_of(GOLDEN["franchini2012"]))[0]
    for ask, words in (
        (lambda: found.compare("Aspirin", "Placebo"), "'Aspirin' is not in this network; it has Bromocriptine"),
        (lambda: league(found, order=["Placebo"]), "is needed once"),
        (lambda: rank_probabilities(found, seed=1, draws=0), "draws is 0"),
        (lambda: contributions(found, method="cccp"), "allowed: shortestpath, randomwalk"),  # type: ignore[arg-type]
    ):
        with pytest.raises(StatisticsError) as refusal:
            ask()
        assert words in str(refusal.value)


def test_numbers_of_any_kind_are_numbers():
    (found,) = network([Contrast("t", "A", "B", np.int64(1), np.float32(0.5))])  # type: ignore[arg-type]
    assert found.compare("A", "B").value == pytest.approx(1.0)


def test_arrays_are_square_and_signs_are_kept():
    (found,) = network(THREE)
    assert found.treatments == ("A", "B", "C") and found.common.values.shape == (3, 3)
    assert found.compare("A", "B").value == pytest.approx(-0.5) and found.compare("B", "A").value == pytest.approx(0.5)
    np.testing.assert_allclose(found.common.values, -found.common.values.T)
