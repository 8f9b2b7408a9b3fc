"""The Bayesian network: against the same posterior by integration, and what it says when chains do not settle."""

# A figure that is None fails its test without being asked for first.
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
# pyright: reportOptionalOperand=false, reportOperatorIssue=false
from __future__ import annotations

import sys

import numpy as np
import pytest

from tests.statistics.test_network_golden import GOLDEN, rows_of
from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network import Contrast, Prior, Settings, network
from thirdline.statistics.network.bayesian import (
    ESS_PER_CHAIN,
    BayesianNetwork,
    Convergence,
    Priors,
    Sampling,
    bayesian_network,
    bulk_effective_size,
    convergence,
    split_r_hat,
)

BELIEF = Prior("half-normal", 0.3)
CHANCE = np.random.default_rng(0)


@pytest.fixture(scope="module")
def senn() -> BayesianNetwork:
    pytest.importorskip("numpyro")
    (found,) = network(rows_of(GOLDEN["senn2013"]))
    return bayesian_network(found, Priors(100.0, BELIEF), Sampling(seed=11, chains=2, warmup=500, draws=1000))


def test_tau_agrees_with_numerical_integration(senn):
    golden = GOLDEN["posterior"]["half_normal"]
    assert senn.tau.value == pytest.approx(golden["median"], abs=0.015)
    assert senn.tau.low == pytest.approx(golden["low"], abs=0.02)
    assert senn.tau.high == pytest.approx(golden["high"], abs=0.04)


def test_effects_agree_with_random_effects_at_the_posterior(senn):
    (found,) = network(rows_of(GOLDEN["senn2013"]), settings=Settings(prior=BELIEF))
    for name, expected in found.forest("placebo"):
        drawn = senn.compare(name, "placebo")
        assert drawn.value == pytest.approx(expected.value, abs=0.03)
        assert drawn.standard_error == pytest.approx(expected.standard_error, rel=0.12)
        assert drawn.low < drawn.value < drawn.high and drawn.notes == ()
        assert drawn.value == pytest.approx(-senn.compare("placebo", name).value)


def test_what_was_believed_and_drawn_is_recorded(senn):
    assert "effects normal(0, 100), tau half-normal(0.3)" in senn.method and "seed 11" in senn.method
    assert senn.positions.shape == (2000, 10) and senn.convergence.converged
    assert set(senn.convergence.r_hat) == set(senn.convergence.bulk_ess)
    assert "tau" in senn.convergence.r_hat and senn.convergence.divergences == 0


def test_prediction_is_wider_and_ranks_are_whole(senn):
    effect, new = senn.compare("metformin", "placebo"), senn.predict("metformin", "placebo")
    assert new.standard_error**2 == pytest.approx(effect.standard_error**2 + np.mean(senn.tau_draws**2), rel=0.1)
    assert new == senn.predict("metformin", "placebo")
    ranks = senn.rank_probabilities()
    assert ranks.probabilities.sum(axis=1) == pytest.approx(np.ones(10))
    assert ranks.treatments[int(ranks.sucra.argmax())] == "rosiglitazone"


def test_chains_too_short_say_so_in_every_estimate():
    pytest.importorskip("numpyro")
    (found,) = network([Contrast("1", "B", "A", 1.0, 0.3), Contrast("2", "C", "B", 0.5, 0.3)])
    short = bayesian_network(found, Priors(10.0, None), Sampling(seed=1, chains=2, warmup=20, draws=20))
    assert not short.convergence.converged
    assert any(note.startswith("not converged") for note in short.compare("A", "B").notes)
    assert short.tau.value is None and short.tau_draws is None and "common effect" in short.method
    again = bayesian_network(found, Priors(10.0, None), Sampling(seed=1, chains=2, warmup=20, draws=20))
    assert (again.positions == short.positions).all()


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpyro", None)
    (found,) = network([Contrast("1", "B", "A", 1.0, 0.3)])
    with pytest.raises(StatisticsError, match=r"pip install 'thirdline\[bayes\]'"):
        bayesian_network(found, Priors(10.0, None), Sampling(seed=1))


def test_convergence_figures_of_known_chains():
    drawn = CHANCE.standard_normal((4, 1000))
    assert split_r_hat(drawn) == pytest.approx(1.0, abs=0.005)
    assert bulk_effective_size(drawn) == pytest.approx(4000, rel=0.1)
    slow = np.empty((4, 4000))
    slow[:, 0] = drawn[:, 0]
    noise = CHANCE.standard_normal(slow.shape)
    for i in range(1, slow.shape[1]):
        slow[:, i] = 0.8 * slow[:, i - 1] + 0.6 * noise[:, i]
    assert bulk_effective_size(slow) == pytest.approx(16000 * (1 - 0.8) / (1 + 0.8), rel=0.15)
    apart = drawn + np.arange(4)[:, None]
    assert split_r_hat(apart) > 1.5
    wide = drawn * np.array([1, 1, 1, 5])[:, None]
    assert split_r_hat(wide) > 1.1  # seen by the folded draws only
    assert split_r_hat(np.ones((2, 10))) == float("inf")


def test_the_verdict_on_chains():
    drawn = CHANCE.standard_normal((4, 1000))
    assert convergence({"d": drawn}, 0).converged
    assert "3 divergent steps" in convergence({"d": drawn}, 3).notes[0]
    apart = convergence({"d": drawn, "e": drawn + np.arange(4)[:, None]}, 0)
    assert "R-hat of e" in apart.notes[0] and not apart.converged
    few = convergence({"d": drawn[:, :90]}, 0)
    assert any(f"fewer than {4 * ESS_PER_CHAIN}" in note for note in few.notes)
    assert convergence({"d": drawn[:, :140]}, 0).converged or "R-hat" in convergence({"d": drawn[:, :140]}, 0).notes[0]
    assert Convergence({}, {}, 0, ()).converged


def test_from_which_r_hat_chains_have_not_mixed():
    drawn, verdicts = CHANCE.standard_normal((4, 4000)), set()
    for shift in np.linspace(0.2, 0.4, 61):
        chains = drawn + shift * np.array([[0], [0], [0], [1]])
        r_hat = split_r_hat(chains)
        assert convergence({"d": chains}, 0).converged == (r_hat <= 1.01)
        verdicts.add((r_hat > 1.01, 1.009 < r_hat < 1.011))
    assert {(True, True), (False, True)} <= verdicts


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Priors(0, None), "effect_scale is 0"),
        (lambda: Sampling(seed=1, chains=1), "at least 2 chains"),
        (lambda: Sampling(seed=1, draws=3), "4 draws"),
        (lambda: Sampling(seed=1, warmup=0), "1 warm-up"),
    ],
)
def test_what_cannot_be_sampled_is_refused(make, words):
    with pytest.raises(StatisticsError, match=words):
        make()
