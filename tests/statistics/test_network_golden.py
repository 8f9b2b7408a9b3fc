"""Networks against R: metafor with the exact covariance of multi-arm trials, and the published formulas (network.R)."""

# A figure that is None fails its test without being asked for first.
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
# pyright: reportOptionalOperand=false, reportOperatorIssue=false
from __future__ import annotations

import json
import math
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.network import (
    Contrast,
    Network,
    Prior,
    Settings,
    contributions,
    evidence_flow,
    inconsistency,
    net_heat,
    network,
    node_split,
    p_scores,
)
from thirdline.statistics.network.flow import hat_rows

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "network" / "network.json").read_text(encoding="utf-8"))
SETS = [name for name in GOLDEN if name not in ("posterior", "components", "arms")]
DEEP = [name for name in SETS if "contributions" in GOLDEN[name]]
CLOSED, ITERATIVE = 1e-8, 1e-4


def rows_of(golden: dict) -> list[Contrast]:
    return [Contrast(**row) for row in golden["contrasts"]]


@cache
def analysed(name: str, between: str = "dl") -> Network:
    (found,) = network(rows_of(GOLDEN[name]), settings=Settings(between=between))  # type: ignore[arg-type]
    return found


def pairs(found: Network) -> list[tuple[str, str]]:
    return list(combinations(found.treatments, 2))


def same(found, golden, tolerance: float = CLOSED) -> None:
    np.testing.assert_allclose(np.asarray(found, float), np.asarray(golden, float), rtol=tolerance, atol=tolerance)


def triple(estimate: Estimate) -> list[float | None]:
    return [estimate.value, estimate.low, estimate.high]


@pytest.mark.parametrize("name", SETS)
def test_common_effect_agrees_with_metafor(name):
    found, golden = analysed(name), GOLDEN[name]
    assert list(found.treatments) == golden["treatments"]
    first = found.treatments[0]
    forest = dict(found.forest(first, "common"))
    same([forest[t].value for t in found.treatments[1:]], golden["common"]["against_first"])
    same([forest[t].standard_error for t in found.treatments[1:]], golden["common"]["se"])
    same(found.heterogeneity.q, golden["common"]["q"])
    for i, pair in enumerate(pairs(found)):
        estimate = found.compare(*pair, "common")
        value, error = golden["common"]["all"]["value"][i], golden["common"]["all"]["se"][i]
        same(triple(estimate), [value, value - 1.959963984540054 * error, value + 1.959963984540054 * error])


@pytest.mark.parametrize("name", SETS)
def test_heterogeneity_agrees_with_the_moment_formulas(name):
    found, golden = analysed(name).heterogeneity, GOLDEN[name]
    assert found.df == golden["df"]
    same(found.tau2.value, golden["tau2"])
    same([found.tau2.low, found.tau2.high], golden["tau2_interval"], 1e-7)
    same(triple(found.i2), golden["i2"])
    assert found.tau.value == pytest.approx(math.sqrt(golden["tau2"]), abs=1e-8)


@pytest.mark.parametrize("name", SETS)
def test_random_effects_and_prediction_agree(name):
    found, golden = analysed(name), GOLDEN[name]
    assert found.prediction is not None
    for i, pair in enumerate(pairs(found)):
        estimate, value, error = found.compare(*pair), golden["random"]["value"][i], golden["random"]["se"][i]
        same([estimate.value, estimate.standard_error], [value, error])
        half = golden["prediction_t"] * golden["prediction_se"][i]
        same(triple(found.prediction.of(*pair)), [value, value - half, value + half])


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("between", ["REML", "ML"])
def test_likelihood_estimates_agree_with_metafor(name, between):
    found, golden = analysed(name, between.lower()), GOLDEN[name][between]
    assert found.heterogeneity.tau2.value == pytest.approx(golden["tau2"], rel=ITERATIVE, abs=1e-6)
    forest = dict(found.forest(found.treatments[0]))
    same([forest[t].value for t in found.treatments[1:]], golden["against_first"], ITERATIVE)
    same([forest[t].standard_error for t in found.treatments[1:]], golden["se"], ITERATIVE)
    if "interval" in golden:
        same([found.heterogeneity.tau2.low, found.heterogeneity.tau2.high], golden["interval"], ITERATIVE)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("model", ["common", "random"])
def test_p_scores_agree(name, model):
    found = p_scores(analysed(name), model)
    same([found[t] for t in GOLDEN[name]["treatments"]], GOLDEN[name][model]["p_scores"])
    assert list(found.values()) == sorted(found.values(), reverse=True)


@pytest.mark.parametrize("name", SETS)
def test_decomposition_by_design_agrees(name):
    found, golden = inconsistency(analysed(name)), GOLDEN[name]["decomposition"]
    same([found.total.q, found.within.q], [golden["total"], golden["within"]])
    same(found.between.q, golden["total"] - golden["within"])
    assert (found.total.df, found.within.df) == (golden["df_total"], golden["df_within"])
    assert found.between.df == golden["df_total"] - golden["df_within"]
    within = {row["design"]: row for row in golden["het"]}
    detached = {row["design"]: row for row in golden["detach"]}
    for design in found.designs:
        key = "|".join(design.design)
        same([design.within.q, design.within.df], [within[key]["q"], within[key]["df"]])
        if detached[key]["q"] is None:
            assert design.detached is None
        else:
            assert design.detached is not None
            same([design.detached.q, design.detached.df], [detached[key]["q"], detached[key]["df"]], 1e-7)
    same(sum(design.share for design in found.designs), found.between.q, 1e-7)


@pytest.mark.parametrize("name", [name for name in SETS if "tau2_within" in GOLDEN[name]["decomposition"]])
def test_full_interaction_model_agrees(name):
    found, golden = inconsistency(analysed(name)), GOLDEN[name]["decomposition"]
    assert found.interaction is not None and found.tau_within.value is not None
    same([found.tau_within.value**2, found.interaction.q], [golden["tau2_within"], golden["between_random"]], 1e-7)
    assert found.interaction.df == found.between.df


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("model", ["common", "random"])
def test_splits_agree(name, model):
    for split, golden in zip(node_split(analysed(name), model), GOLDEN[name][f"split_{model}"], strict=True):
        if golden["n"] == 0:
            assert split.direct is None and split.difference is None and split.indirect == split.network
            continue
        assert split.direct is not None and split.direct.n_trials == golden["n"]
        same([split.direct.estimate.value, split.direct.estimate.standard_error], [golden["direct"], golden["direct_se"]])
        same(split.share, golden["share"])
        if "indirect" not in golden:
            assert split.indirect is None and split.z is None and split.p_value is None
            continue
        assert split.indirect is not None and split.difference is not None
        same([split.indirect.value, split.indirect.standard_error], [golden["indirect"], golden["indirect_se"]], 1e-6)
        same(split.difference.value, golden["direct"] - golden["indirect"], 1e-6)
        same(split.z, split.difference.value / math.hypot(golden["direct_se"], golden["indirect_se"]), 1e-6)
        assert split.p_value == pytest.approx(math.erfc(abs(split.z or 0) / math.sqrt(2)), rel=1e-9)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("model", ["common", "random"])
def test_path_lengths_and_parallelism_agree(name, model):
    for flow, golden in zip(evidence_flow(analysed(name), model), GOLDEN[name][f"flow_{model}"], strict=True):
        same([flow.mean_path_length, flow.parallelism, flow.trial_parallelism], golden)


@pytest.mark.parametrize("name", SETS)
def test_direct_shares_of_flow_are_those_of_the_splits(name):
    found = analysed(name)
    assert [f.direct_share for f in evidence_flow(found)] == pytest.approx([s.share for s in node_split(found)])


@pytest.mark.parametrize("name", DEEP)
def test_contributions_agree_with_every_path_enumerated(name):
    found, golden = analysed(name), GOLDEN[name]["contributions"]
    _, edges, hat = hat_rows(found)
    assert [list(edge) for edge in edges] == golden["edges"]
    same(hat, golden["hat"])
    same(contributions(found, method="randomwalk").shares, golden["walk"])
    same(contributions(found).shares, golden["short"])


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("method", ["shortestpath", "randomwalk"])
def test_contributions_sum_to_one(name, method):
    found = contributions(analysed(name), "common", method)
    same(found.shares.sum(axis=1), np.ones(len(found.comparisons)))
    assert found.shares.min() >= 0 and (found.method, found.model) == (method, "common")


@pytest.mark.parametrize(
    ("which", "prior"),
    [("half_normal", Prior("half-normal", 0.3)), ("log_normal", Prior("log-normal", 1.74, -2.56, "tau2"))],
)
def test_posterior_of_tau_agrees_with_adaptive_integration(which, prior):
    golden = GOLDEN["posterior"][which]
    for summary in ("median", "mean", "mode"):
        belief = Prior(prior.kind, prior.scale, prior.location, prior.of, summary)
        (found,) = network(rows_of(GOLDEN["senn2013"]), settings=Settings(prior=belief))
        tau = found.heterogeneity.tau
        same([tau.value, tau.low, tau.high], [golden[summary], golden["low"], golden["high"]], 1e-5)
        assert summary in tau.method and str(belief) in tau.method
        assert found.random is not None


def test_net_heat_falls_by_what_detaching_takes_away():
    found = analysed("senn2013")
    heat, parts = net_heat(found), inconsistency(found)
    for j, design in enumerate(parts.designs):
        if design.detached is None:
            assert np.isnan(heat.change[:, j]).all()
        else:
            assert heat.change[:, j].sum() == pytest.approx(parts.between.q - design.detached.q, abs=1e-8)
            assert heat.change[j, j] == pytest.approx(design.share)
