"""Contrasts from the arms of trials, against metafor::escalc and the formulas of pairwise() (network.R)."""

# A figure that is None fails its test without being asked for first.
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
# pyright: reportOptionalOperand=false, reportOperatorIssue=false
from __future__ import annotations

import math

import pytest

from tests.statistics.test_network_golden import GOLDEN, same
from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network import BinaryArm, ContinuousArm, contrasts_from_arms

ARMS = GOLDEN["arms"]
COUNTS = [BinaryArm(a["study"], a["treat"], a["e"], a["n"]) for a in ARMS["counts"]]
MEANS = [ContinuousArm(a["study"], a["treat"], a["m"], a["s"], a["n"]) for a in ARMS["means"]]


@pytest.mark.parametrize("measure", ["OR", "RR", "RD", "MD", "SMD"])
def test_contrasts_agree_with_r(measure):
    golden = {(r["trial"], r["treatment"], r["comparator"]): r for r in ARMS[measure]}
    found = contrasts_from_arms(COUNTS if measure in ("OR", "RR", "RD") else MEANS, measure).contrasts
    assert len(found) == len(golden)
    for row in found:
        r = golden[row.trial, row.treatment, row.comparator]
        same([row.effect, row.standard_error], [r["effect"], r["standard_error"]], 1e-10)


def test_a_trial_with_an_empty_cell_is_corrected_in_all_arms_and_named():
    arms = [
        BinaryArm("1", "A", 0, 10),
        BinaryArm("1", "B", 5, 10),
        BinaryArm("1", "C", 5, 10),
        BinaryArm("2", "A", 1, 9),
        BinaryArm("2", "B", 2, 9),
    ]
    found = contrasts_from_arms(arms, "OR")
    assert found.contrasts[0].effect == pytest.approx(math.log((0.5 / 10.5) / (5.5 / 5.5)))
    assert found.contrasts[2].standard_error == pytest.approx(math.sqrt(4 / 5.5))
    assert found.contrasts[3].effect == pytest.approx(math.log((1 / 8) / (2 / 7)))
    assert found.notes == ("trial '1': 0.5 added to its cells, one being empty",)
    other = contrasts_from_arms(arms, "OR", correction=0.1)
    assert other.contrasts[0].effect == pytest.approx(math.log(0.1 / 10.1))


@pytest.mark.parametrize(("events", "words"), [((0, 0), "no arm has an event"), ((10, 10), "all patients of all arms")])
def test_a_trial_that_says_nothing_of_a_ratio_is_left_out_and_named(events, words):
    arms = [BinaryArm("1", "A", events[0], 10), BinaryArm("1", "B", events[1], 10)]
    for measure in ("OR", "RR"):
        found = contrasts_from_arms(arms, measure)
        assert found.contrasts == () and words in found.notes[0] and "'1' left out" in found.notes[0]
    assert len(contrasts_from_arms(arms, "RD").contrasts) == 1


@pytest.mark.parametrize(
    ("arms", "measure", "words"),
    [
        ([BinaryArm("7", "A", 1, 10)], "OR", "trial '7' has one arm, 'A'"),
        ([BinaryArm("7", "A", 1, 10), BinaryArm("7", "A", 2, 10)], "OR", "treatment 'A' twice"),
        ([BinaryArm("7", "A", 11, 10), BinaryArm("7", "B", 2, 10)], "OR", "arm 1 (trial '7', 'A'): 11 events among 10"),
        ([BinaryArm("7", "A", -1, 10), BinaryArm("7", "B", 2, 10)], "OR", "-1 events"),
        ([BinaryArm("7", "A", 0, 0), BinaryArm("7", "B", 2, 10)], "RR", "total is 0"),
        ([BinaryArm("7", "A", math.nan, 9), BinaryArm("7", "B", 2, 10)], "RR", "no number"),
        ([BinaryArm("7", "A", 1, 9), BinaryArm("7", "B", 2, 10)], "MD", "needs ContinuousArm, this is BinaryArm"),
        ([ContinuousArm("7", "A", 1, 0, 9), ContinuousArm("7", "B", 2, 1, 10)], "MD", "sd is 0"),
        ([ContinuousArm("7", "A", 1, 1, 1), ContinuousArm("7", "B", 2, 1, 10)], "SMD", "in 1;"),
        ([BinaryArm("7", "A", 1, 9), BinaryArm("7", "B", 2, 10)], "HR", "allowed: OR, RR, RD, MD, SMD"),
    ],
)
def test_what_cannot_be_used_is_named(arms, measure, words):
    with pytest.raises(StatisticsError) as refused:
        contrasts_from_arms(arms, measure)
    assert words in str(refused.value)


def test_without_a_correction_an_empty_cell_is_refused():
    arms = [BinaryArm("7", "A", 0, 9), BinaryArm("7", "B", 2, 10)]
    with pytest.raises(StatisticsError, match="trial '7': empty cells"):
        contrasts_from_arms(arms, "OR", correction=0)
    with pytest.raises(StatisticsError, match="correction is -1"):
        contrasts_from_arms(arms, "OR", correction=-1)
