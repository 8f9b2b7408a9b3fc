"""Networks against figures printed in print: what netmeta gave its own authors, to the digits they show.

Balduzzi, Rücker, Nikolakopoulou, Papakonstantinou, Salanti, Efthimiou and Schwarzer, J Stat Softw 2023;106(2):1-40 (examples 1
and 3); Senn and others, Stat Methods Med Res 2013;22:169-189, as analysed by Krahn 2013 and by netmeta's documentation.
"""

# A figure that is None fails its test without being asked for first.
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
# pyright: reportOptionalOperand=false, reportOperatorIssue=false
from __future__ import annotations

import math

import pytest

from tests.statistics.test_network_golden import GOLDEN, analysed, rows_of
from thirdline.statistics.network import (
    Additive,
    component_network,
    inconsistency,
    league,
    node_split,
    p_scores,
    rank_probabilities,
    scores,
)

PARKINSON = {"COMTI": (-0.95, -1.27, -0.63), "Dopamine Agonist": (-1.49, -1.86, -1.12), "MAOBI": (-1.03, -1.56, -0.50)}
COPD = {
    "Budesonide": (0.80, 0.59, 1.10),
    "Budesonide+Formoterol": (0.67, 0.49, 0.90),
    "Fluticasone": (0.86, 0.75, 0.99),
    "Fluticasone+Salmeterol": (0.75, 0.66, 0.86),
    "Formoterol": (1.00, 0.80, 1.25),
    "Salmeterol": (0.80, 0.72, 0.89),
    "Tiotropium": (0.69, 0.61, 0.77),
}
COPD_COMPONENTS = {
    "Budesonide": (0.73, 0.58, 0.92),
    "Fluticasone": (0.90, 0.81, 1.00),
    "Formoterol": (0.94, 0.78, 1.14),
    "Salmeterol": (0.82, 0.75, 0.90),
    "Tiotropium": (0.69, 0.61, 0.77),
}


def rounded(estimate, digits=2, back=float):
    return tuple(round(back(x), digits) for x in (estimate.value, estimate.low, estimate.high))


def test_parkinson_estimates():
    found = analysed("stowe2010")
    assert {name: rounded(e) for name, e in found.forest("Placebo")} == PARKINSON
    h = found.heterogeneity
    assert (round(h.tau2.value, 4), round(h.tau.value, 4)) == (0.1518, 0.3896)
    assert rounded(h.i2, 3) == (0.439, 0.123, 0.642)
    assert round(found.random.p_value("MAOBI", "Placebo"), 4) == 0.0001
    assert (len(found.trials), len(found.designs)) == (29, 4)


def test_parkinson_decomposition():
    found = inconsistency(analysed("stowe2010"))
    for test, printed in zip(
        (found.total, found.within, found.between),
        ((48.15, 27, 0.0074), (46.91, 25, 0.0050), (1.24, 2, 0.5376)),
        strict=True,
    ):
        assert (round(test.q, 2), test.df, round(test.p_value, 4)) == printed
    within = {d.design: d.within for d in found.designs}
    assert (round(within["COMTI", "Placebo"].q, 2), round(within["COMTI", "Placebo"].p_value, 4)) == (23.65, 0.0086)
    assert (round(within["MAOBI", "Placebo"].q, 2), within["MAOBI", "Placebo"].df) == (1.56, 1)
    detached = {d.design: d.detached for d in found.designs}
    assert detached["Dopamine Agonist", "Placebo"] is None
    assert (round(detached["COMTI", "Placebo"].q, 2), round(detached["COMTI", "Placebo"].p_value, 4)) == (1.21, 0.2709)
    assert (round(detached["MAOBI", "Placebo"].q, 2), round(detached["MAOBI", "Placebo"].p_value, 4)) == (0.02, 0.8793)
    assert detached["COMTI", "MAOBI", "Placebo"].df == 0 and detached["COMTI", "MAOBI", "Placebo"].p_value is None
    assert (round(found.interaction.q, 2), found.interaction.df, round(found.interaction.p_value, 4)) == (0.45, 2, 0.7968)
    assert round(found.tau_within.value, 4) == 0.4547


def test_parkinson_splits():
    printed = {
        ("COMTI", "MAOBI"): (1, 0.44, 0.09, -0.02, 0.17, -0.19, -0.33, 0.7450),
        ("COMTI", "Placebo"): (12, 0.98, -0.95, -0.93, -1.65, 0.72, 0.66, 0.5071),
        ("MAOBI", "Placebo"): (3, 0.90, -1.03, -1.03, -1.08, 0.05, 0.06, 0.9544),
    }
    found = {(s.treatment, s.comparator): s for s in node_split(analysed("stowe2010"))}
    for pair, row in printed.items():
        s = found[pair]
        figures = (s.share, s.network.value, s.direct.estimate.value, s.indirect.value, s.difference.value, s.z)
        assert (s.direct.n_trials, *(round(x, 2) for x in figures), round(s.p_value, 4)) == row
    agonist = found["Dopamine Agonist", "Placebo"]
    assert (agonist.direct.n_trials, round(agonist.share, 2), agonist.indirect) == (15, 1.00, None)
    assert round(found["COMTI", "Dopamine Agonist"].indirect.value, 2) == 0.55


def test_parkinson_ranking_and_league():
    found = analysed("stowe2010")
    printed = {"Dopamine Agonist": 0.9677, "MAOBI": 0.5664, "COMTI": 0.4659, "Placebo": 0.0000}
    assert {name: round(score, 4) for name, score in p_scores(found).items()} == printed
    ranks = rank_probabilities(found, seed=7, draws=200_000)
    assert ranks.sucra == pytest.approx([p_scores(found)[name] for name in ranks.treatments], abs=0.003)
    table = league(found)
    assert table.treatments == ("Dopamine Agonist", "MAOBI", "COMTI", "Placebo")
    below = [[round(table.cells[i][j].value, 2) for j in range(i)] for i in range(4)]
    assert below == [[], [-0.46], [-0.55, -0.09], [-1.49, -1.03, -0.95]]
    above = [[None if c is None else round(c.value, 2) for c in table.cells[i][i + 1 :]] for i in range(4)]
    assert above == [[None, None, -1.49], [0.02, -1.03], [-0.93], []]


def test_copd_network():
    found = analysed("baker2009")
    assert {name: rounded(e, 2, math.exp) for name, e in found.forest("Placebo")} == COPD
    h = found.heterogeneity
    assert (round(h.tau2.value, 4), round(h.tau.value, 4), rounded(h.i2, 3)) == (0.0111, 0.1055, (0.244, 0.0, 0.477))
    tests = inconsistency(found)
    assert (round(tests.total.q, 2), tests.total.df, round(tests.total.p_value, 4)) == (60.86, 46, 0.0700)
    assert (round(tests.within.q, 2), tests.within.df, round(tests.within.p_value, 4)) == (43.20, 34, 0.1340)
    assert (round(tests.between.q, 2), tests.between.df, round(tests.between.p_value, 4)) == (17.66, 12, 0.1264)
    printed = [0.8719, 0.8539, 0.6856, 0.5199, 0.5162, 0.3523, 0.1132, 0.0871]
    assert [round(x, 4) for x in p_scores(found).values()] == printed


def test_copd_components():
    found = component_network(rows_of(GOLDEN["baker2009"]), Additive(inactive="Placebo"))
    assert {name: rounded(e, 2, math.exp) for name, e in found.random.components.items()} == COPD_COMPONENTS
    h = found.heterogeneity
    assert (round(h.q, 2), h.df, round(h.p_value, 4)) == (62.74, 48, 0.0750)
    assert (round(h.tau2.value, 4), round(h.tau.value, 4), rounded(h.i2, 3)) == (0.0101, 0.1003, (0.235, 0.0, 0.467))
    assert (round(found.standard.q, 2), found.standard.df) == (60.86, 46)
    assert (round(found.difference.q, 2), found.difference.df, round(found.difference.p_value, 4)) == (1.88, 2, 0.3908)
    assert rounded(found.random.combinations["Fluticasone+Salmeterol"], 2, math.exp) == (0.74, 0.65, 0.84)
    ranked = {name: round(score, 4) for name, score in scores(found.random.comparisons, "desirable").items()}
    assert ranked == {
        "Tiotropium": 0.8588,
        "Budesonide+Formoterol": 0.8161,
        "Fluticasone+Salmeterol": 0.7038,
        "Budesonide": 0.6909,
        "Salmeterol": 0.4460,
        "Fluticasone": 0.2649,
        "Formoterol": 0.1770,
        "Placebo": 0.0426,
    }


def test_diabetes_network():
    """tau2 0.1087, I2 81.4 %, Q 22.53 on 7 between designs; full interaction: Q 2.19, tau within 0.3797."""
    found = analysed("senn2013")
    assert (round(found.heterogeneity.tau2.value, 4), round(found.heterogeneity.i2.value, 3)) == (0.1087, 0.814)
    tests = inconsistency(found)
    assert (round(tests.between.q, 2), tests.between.df, round(tests.between.p_value, 4)) == (22.53, 7, 0.0021)
    assert (round(tests.interaction.q, 2), round(tests.tau_within.value, 4)) == (2.19, 0.3797)
    assert rounded(found.compare("rosiglitazone", "placebo"), 4) == (-1.2335, -1.4839, -0.9830)
