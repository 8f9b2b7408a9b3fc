"""Networks at their limits (disconnected, nothing replicated, one trial), and laws that hold for all of them."""

# A figure that is None fails its test without being asked for first.
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
# pyright: reportOptionalOperand=false, reportOperatorIssue=false
from __future__ import annotations

import math
import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from tests.statistics.test_network_golden import GOLDEN, analysed, rows_of, same
from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network import (
    Contrast,
    Prior,
    Settings,
    contributions,
    evidence_flow,
    inconsistency,
    league,
    loops,
    network,
    node_split,
    node_split_apart,
    p_scores,
    rank_probabilities,
)
from thirdline.statistics.network.model import Block

TRIANGLE = [Contrast("1", "B", "A", -0.5, 0.2), Contrast("2", "C", "B", -0.3, 0.1), Contrast("3", "C", "A", -0.2, 0.15)]
STAR = [Contrast("1", "B", "A", -0.5, 0.2), Contrast("2", "C", "A", -0.3, 0.1)]


def test_a_single_trial():
    (found,) = network([Contrast("1", "B", "A", -0.5, 0.2)])
    assert found.compare("B", "A").value == pytest.approx(-0.5) and found.compare("B", "A").standard_error == pytest.approx(
        0.2
    )
    parts = inconsistency(found)
    assert (parts.total.q, parts.total.df, parts.between.df, parts.interaction) == (0.0, 0, 0, None)
    assert contributions(found).shares.tolist() == [[1.0]]
    assert evidence_flow(found)[0].mean_path_length == pytest.approx(1)
    assert p_scores(found)["B"] == pytest.approx(0.5 * math.erfc(-2.5 / math.sqrt(2)))


def test_a_star_without_replication_has_no_random_effects_and_says_so():
    (found,) = network(STAR)
    assert found.random is None and found.prediction is None and found.best_model == "common"
    h = found.heterogeneity
    assert (h.df, h.p_value, h.tau2.value, h.tau.value, h.i2.value) == (0, None, None, None, None)
    assert "not estimable" in h.tau2.notes[0] and h.tau2.notes[0] in found.notes
    with pytest.raises(StatisticsError, match="no random effects in this network"):
        found.effects("random")
    (by_likelihood,) = network(STAR, settings=Settings(between="reml"))
    assert by_likelihood.random is None


def test_a_preset_tau_gives_random_effects_where_none_can_be_estimated():
    (found,) = network(STAR, settings=Settings(tau=0.3))
    assert found.compare("B", "A").standard_error == pytest.approx(math.hypot(0.2, 0.3))
    assert "tau set to 0.3 beforehand" in found.compare("B", "A").method
    assert found.heterogeneity.tau2.low is None
    assert found.prediction is None  # no degrees of freedom for a t quantile
    (normal,) = network(STAR, settings=Settings(tau=0.3, prediction="normal"))
    assert normal.prediction is not None
    assert normal.prediction.of("B", "A").standard_error == pytest.approx(math.sqrt(0.2**2 + 2 * 0.3**2))


def test_a_prior_gives_random_effects_where_trials_say_nothing_and_a_note():
    (found,) = network(STAR, settings=Settings(prior=Prior("half-normal", 0.5)))
    tau = found.heterogeneity.tau
    same(
        [tau.value, tau.low, tau.high], [0.5 * q for q in (0.6744897501960817, 0.03133798202142661, 2.241402727604945)], 1e-5
    )
    assert "its value is that of the prior" in tau.notes[0]
    mean = network(STAR, settings=Settings(prior=Prior("half-normal", 0.5, summary="mean")))[0].heterogeneity.tau
    assert mean.value == pytest.approx(0.5 * math.sqrt(2 / math.pi), rel=1e-5)
    mode = network(STAR, settings=Settings(prior=Prior("half-normal", 0.5, summary="mode")))[0].heterogeneity.tau
    assert mode.value == pytest.approx(0.0, abs=1e-6)
    wide = network(STAR, settings=Settings(prior=Prior("log-normal", 1.0, -2.0, "tau2")))[0].heterogeneity.tau
    assert wide.value == pytest.approx(math.exp(-1.0), rel=1e-5)


def test_few_degrees_of_freedom_and_unreplicated_designs_are_flagged():
    (found,) = network(TRIANGLE)
    assert found.heterogeneity.df == 1
    assert any("rests on 1 degrees of freedom only" in note for note in found.notes)
    assert any("cannot be told apart" in note for note in found.notes)
    assert found.prediction is None
    assert analysed("senn2013").notes == ()


def test_degrees_of_freedom_of_prediction_intervals():
    rows = [*TRIANGLE, Contrast("4", "B", "A", 0.1, 0.2)]
    new, old = (network(rows, settings=Settings(prediction=way))[0].prediction for way in ("df", "df-1"))
    assert new is not None and old is not None
    width = {2: 4.302652729749464, 1: 12.706204736174707}
    for found, df in ((new, 2), (old, 1)):
        e = found.of("B", "A")
        assert e.high - e.value == pytest.approx(width[df] * e.standard_error)
        assert f"t quantile on {df} df" in e.method


def test_t_interval():
    rows = rows_of(GOLDEN["senn2013"])
    (found,) = network(rows, settings=Settings(interval="t"))
    plain, wide = analysed("senn2013").compare("metformin", "placebo"), found.compare("metformin", "placebo")
    assert wide.high - wide.value == pytest.approx(2.10092204024104 * plain.standard_error)
    assert found.random.p_value("metformin", "placebo") > analysed("senn2013").random.p_value("metformin", "placebo")


def test_level():
    (found,) = network(STAR, settings=Settings(level=0.9))
    e = found.compare("B", "A")
    assert e.high - e.value == pytest.approx(1.6448536269514722 * 0.2) and e.level == 0.9


def test_networks_that_no_trial_joins_stay_apart():
    small, large = [Contrast("9", "E", "D", 1.0, 0.1)], TRIANGLE
    first, second = network([*small, *large])
    assert first.treatments == ("A", "B", "C") and second.treatments == ("D", "E")
    assert first.apart == (("D", "E"),) and second.apart == (("A", "B", "C"),)
    assert "not joined to this network by any trial: D, E" in first.notes
    none = first.compare("A", "E")
    assert none.value is None and "E is in another network" in none.notes[0]
    same(first.common.values, network(large)[0].common.values)


def test_two_trials_of_two_treatments_are_a_pairwise_meta_analysis():
    (found,) = network([Contrast("1", "B", "A", -0.5, 0.2), Contrast("2", "B", "A", 0.1, 0.1)])
    assert found.compare("B", "A", "common").value == pytest.approx((-0.5 / 0.04 + 0.1 / 0.01) / 125)
    q = 0.6**2 / 0.05
    assert found.heterogeneity.q == pytest.approx(q)
    assert found.heterogeneity.tau2.value == pytest.approx((q - 1) / (125 - (25**2 + 100**2) / 125))
    assert inconsistency(found).between.df == 0


def test_agreement_beyond_chance_leaves_no_variance():
    (found,) = network([Contrast(str(i), "B", "A", -0.5, 0.2) for i in range(9)])
    assert (found.heterogeneity.tau2.value, found.heterogeneity.tau2.low, found.heterogeneity.i2.value) == (0.0, 0.0, 0.0)
    for between in ("reml", "ml"):
        (again,) = network(rows_of_equal(), settings=Settings(between=between))  # type: ignore[arg-type]
        assert again.heterogeneity.tau2.value == 0.0 and again.heterogeneity.tau2.low == 0.0


def rows_of_equal():
    return [Contrast(str(i), "B", "A", -0.5, 0.2) for i in range(9)]


def test_a_loop_is_the_difference_of_direct_and_indirect():
    (found,) = network(TRIANGLE)
    (loop,) = loops(found, "common")
    split = next(s for s in node_split(found, "common") if (s.treatment, s.comparator) == ("A", "B"))
    assert abs(loop.difference.value) == pytest.approx(abs(split.difference.value)) == pytest.approx(0.6)
    assert loop.difference.standard_error == pytest.approx(math.sqrt(0.04 + 0.01 + 0.0225))
    assert loop.p_value == pytest.approx(split.p_value) and abs(loop.z) == pytest.approx(abs(split.z))
    assert found.heterogeneity.q == pytest.approx(loop.z**2)


def test_a_square_is_a_loop_unless_its_diagonal_is_compared():
    square = [
        Contrast(str(i), a, b, e, 0.1)
        for i, (a, b, e) in enumerate([("A", "B", 1), ("B", "C", 2), ("C", "D", 3), ("D", "A", -5.5)])
    ]
    (loop,) = loops(network(square)[0], "common")
    assert loop.treatments == ("A", "B", "C", "D") and loop.difference.value == pytest.approx(0.5)
    crossed = loops(network([*square, Contrast("9", "A", "C", 3, 0.1)])[0], "common")
    assert [e.treatments for e in crossed] == [("A", "C", "D"), ("A", "B", "C")]


def test_a_multi_arm_trial_alone_closes_no_loop():
    rows = [Contrast("x", "A", "B", -0.5, 0.3), Contrast("x", "A", "C", -0.8, 0.32), Contrast("x", "B", "C", -0.3, 0.31)]
    assert loops(network(rows)[0], "common") == ()
    assert len(loops(network([*rows, Contrast("y", "A", "B", 0.0, 0.2)])[0], "common")) == 1


def test_a_split_without_any_trial_of_the_pair():
    found = analysed("senn2013")
    apart = {(s.treatment, s.comparator): s for s in node_split_apart(found)}
    s = apart["metformin", "placebo"]
    rest = [row for row in rows_of(GOLDEN["senn2013"]) if row.trial not in trials_with(found, "metformin", "placebo")]
    other = next(n for n in network(rest) if "metformin" in n.treatments)
    assert s.indirect.value == pytest.approx(other.compare("metformin", "placebo").value)
    assert s.difference.value == pytest.approx(s.direct.estimate.value - s.indirect.value)
    assert apart["benfluorex", "placebo"].indirect is None
    assert apart["acarbose", "benfluorex"].notes == ("indirect evidence only",)
    (loose,) = network(TRIANGLE)
    assert any(
        "between-trial variance is not estimable" in note for x in node_split_apart(loose, "random") for note in x.notes
    )


def trials_with(found, *pair: str) -> set[str]:
    return {t.name for t in found.trials if set(pair) <= set(t.treatments)}


def test_rankings_turn_with_the_direction():
    rows = rows_of(GOLDEN["senn2013"])
    (turned,) = network(rows, settings=Settings(small_values="undesirable"))
    low, high = p_scores(analysed("senn2013")), p_scores(turned)
    assert all(low[name] + high[name] == pytest.approx(1) for name in low)
    one, two = (rank_probabilities(n, seed=3, draws=500) for n in (analysed("senn2013"), turned))
    np.testing.assert_allclose(one.probabilities, two.probabilities[:, ::-1])


def test_rank_probabilities_are_reproducible_and_whole():
    found = analysed("senn2013")
    one, two, other = (rank_probabilities(found, seed=seed, draws=4000) for seed in (5, 5, 6))
    assert (one.probabilities == two.probabilities).all() and (one.probabilities != other.probabilities).any()
    same(one.probabilities.sum(axis=0), np.ones(10))
    same(one.probabilities.sum(axis=1), np.ones(10))
    same(one.sucra, (10 - one.mean_rank) / 9)
    assert all(
        one.cumulative[i, r - 1] >= 0.5 > (one.cumulative[i, r - 2] if r > 1 else 0) for i, r in enumerate(one.median_rank)
    )
    assert (one.draws, one.seed) == (4000, 5) and "seed 5" in one.method


def test_equal_treatments_score_a_half():
    (found,) = network([Contrast("1", "B", "A", 0.0, 0.2)])
    assert p_scores(found) == {"A": 0.5, "B": 0.5}


def test_league_in_an_order_of_ones_own():
    found = analysed("franchini2012")
    names = list(reversed(found.treatments))
    table = league(found, "common", names)
    assert list(table.treatments) == names and table.model == "common"
    assert table.cells[2][0] == found.compare(names[0], names[2], "common")
    assert all(table.cells[i][i] is None for i in range(len(names)))


@drawing(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([1e-3, 0.5, 40.0]))
def test_order_direction_and_scale_of_rows_do_not_matter(seed, scale):
    rows = rows_of(GOLDEN["stowe2010"])
    chance = random.Random(seed)
    chance.shuffle(rows)
    turned = [
        Contrast(r.trial, r.comparator, r.treatment, -scale * r.effect, scale * r.standard_error)
        if chance.random() < 0.5
        else Contrast(r.trial, r.treatment, r.comparator, scale * r.effect, scale * r.standard_error)
        for r in rows
    ]
    (found,) = network(turned, settings=Settings(tolerance=1))
    before = analysed("stowe2010")
    np.testing.assert_allclose(found.random.values, scale * before.random.values, rtol=1e-7, atol=1e-9 * scale)
    np.testing.assert_allclose(found.random.standard_errors, scale * before.random.standard_errors, rtol=1e-7)
    assert found.heterogeneity.q == pytest.approx(before.heterogeneity.q, rel=1e-8)
    assert found.heterogeneity.tau.value == pytest.approx(scale * before.heterogeneity.tau.value, rel=1e-7)
    assert p_scores(found) == pytest.approx(p_scores(before), rel=1e-6)


@drawing(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(-2, 2), st.floats(0.05, 2)), min_size=1, max_size=12)
)
def test_any_list_of_trials_is_answered(drawn):
    rows = [Contrast(str(i), "ABCDE"[a], "ABCDE"[b], e, s) for i, (a, b, e, s) in enumerate(drawn) if a != b]
    if not rows:
        return
    for found in network(rows):
        assert (found.random is None) == (found.heterogeneity.df == 0)
        assert found.heterogeneity.q >= 0 and np.isfinite(found.common.standard_errors).all()
        shares = contributions(found, "common").shares
        same(shares.sum(axis=1), np.ones(len(shares)), 1e-6)
        for split in node_split(found, "common"):
            assert 0 <= split.share <= 1 + 1e-9


def test_thirty_five_comparisons_take_a_fifth_of_a_second():
    rows = rows_of(GOLDEN["linde2016"])[:35]
    network(rows, settings=Settings(tolerance=0.01))
    start = time.process_time()
    for found in network(rows, settings=Settings(tolerance=0.01)):
        for answer in (node_split, contributions, inconsistency, league):
            assert answer(found)
        assert contributions(found, method="randomwalk")
    assert time.process_time() - start < 0.2


@pytest.mark.parametrize(("trials", "flagged"), [(5, True), (6, False)])
def test_from_how_many_degrees_of_freedom_tau_is_not_flagged(trials, flagged):
    (found,) = network([Contrast(str(i), "B", "A", 0.1 * i, 0.2) for i in range(trials)])
    assert any("degrees of freedom only" in note for note in found.notes) == flagged


@pytest.mark.parametrize(("variance", "indirect"), [(1900.0, True), (2100.0, False)])
def test_where_evidence_counts_as_direct_only(variance, indirect):
    far = math.sqrt(variance / 2)
    rows = [Contrast("1", "A", "B", 0.0, 1.0), Contrast("2", "A", "C", 0.0, far), Contrast("3", "B", "C", 0.0, far)]
    split = node_split(network(rows)[0], "common")[0]
    assert split.share == pytest.approx(variance / (1 + variance))
    assert (split.indirect is not None) == indirect


@pytest.mark.parametrize(("weight", "kept"), [(-0.0019, False), (-0.0021, True), (0.0019, True)])
def test_a_small_negative_weight_of_a_trial_is_rounding(weight, kept):
    given = np.array([[2.0, -1, -1], [-1, 1 + weight, -weight], [-1, -weight, 1 + weight]])
    spread = np.linalg.pinv(given)
    own = np.diag(spread)
    block = Block(np.array([[0, 1, 2]]), np.zeros((1, 3)), np.zeros((1, 3, 3)), (own[:, None] + own - 2 * spread)[None])
    assert block.laplacians(0.0)[0, 1, 2] == pytest.approx(-weight if kept else 0.0, abs=1e-12)
    np.testing.assert_allclose(block.laplacians(0.0).sum(axis=2), 0, atol=1e-12)
