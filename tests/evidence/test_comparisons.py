"""Two treatments side by side: direct, indirect and combined by hand, and what limits it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.evidence.drawn import UNVERIFIED, cut, knowing, ratio, share, trial
from thirdline.evidence.arm_counts import ArmCount
from thirdline.evidence.comparisons import Compared, Sided, compared, turned
from thirdline.evidence.networks import Asked
from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Trial
from thirdline.statistics import Estimate, StatisticsError

ERROR = math.log(4) / (2 * 1.959963984540054)
ONE = {"prior_lines_at_least": 1}
CITED = {"cites": {"cuts": UNVERIFIED, "unchecked": UNVERIFIED, "population": UNVERIFIED}}
A_C = trial("t1", "A", "C", ratio(0.5), ratio(0.8, "os"))
B_C = trial("t2", "B", "C", ratio(0.8), ratio(1.6, "os"))
A_B = trial("t3", "A", "B", ratio(0.4))


def compare(first: str, second: str, *trials: Trial, **asked: Any) -> Compared:
    return compared(knowing(*trials), first, second, Asked(**asked))


def hazard(estimate: Estimate | None) -> float | None:
    return None if estimate is None or estimate.value is None else round(math.exp(estimate.value), 4)


def limits(found: Compared) -> list[tuple[str, str]]:
    return [(said.limit, said.endpoint) for said in found.limits]


class TestALoop:
    """A-B is 0.4 by one trial, 0.5 / 0.8 = 0.625 through C with twice the variance: together two parts and one."""

    found = compare("A", "B", A_C, B_C, A_B)
    side = found.sides[0]

    def test_direct_indirect_and_combined(self) -> None:
        assert self.side.split is not None and self.side.split.direct is not None
        assert hazard(self.side.split.direct.estimate) == 0.4
        assert hazard(self.side.split.indirect) == 0.625
        assert hazard(self.side.combined) == round(math.exp((2 * math.log(0.4) + math.log(0.625)) / 3), 4)
        assert self.side.split.share == pytest.approx(2 / 3)

    def test_the_difference_of_the_two_is_tested(self) -> None:
        assert self.side.split is not None and self.side.split.z is not None
        assert self.side.split.z == pytest.approx(math.log(0.4 / 0.625) / (ERROR * math.sqrt(3)))

    def test_the_other_way_round_is_the_reciprocal(self) -> None:
        other = compare("B", "A", A_C, B_C, A_B).sides[0]
        assert other.split is not None and other.split.direct is not None
        assert hazard(turned(other.split.direct.estimate, other.split, "B")) == 2.5
        assert hazard(turned(other.split.indirect, other.split, "B")) == 1.6
        assert other.combined is not None and self.side.combined is not None
        assert other.combined.value == pytest.approx(-(self.side.combined.value or 0))
        assert (other.basis, other.steps) == ("mixed", ("B", "A"))

    def test_what_nobody_estimated_is_turned_into_nothing(self) -> None:
        assert self.side.split is not None
        assert turned(None, self.side.split, "B") is None
        assert turned(Estimate(None), self.side.split, "B") == Estimate(None)

    def test_a_contradiction_is_told(self) -> None:
        against = trial("t3", "A", "B", ratio(6.0))
        assert ("inconsistent", "pfs") in limits(compare("A", "B", A_C, B_C, against))
        assert ("inconsistent", "pfs") not in limits(self.found)


class TestAChain:
    far = trial("t4", "D", "B", ratio(0.5))
    found = compare("A", "D", A_C, B_C, far)

    def test_the_shortest_chain_is_told(self) -> None:
        assert self.found.sides[0].steps == ("A", "C", "B", "D")
        assert [e.trial for e, _ in self.found.sides[0].rests_on] == ["t1", "t2", "t4"]

    def test_its_limits(self) -> None:
        assert limits(self.found) == [
            ("indirect_only", "pfs"), ("through_steps", "pfs"), ("not_estimable_heterogeneity", "pfs"),
            ("no_os", "os"), ("other_lines", "pfs"),
        ]  # fmt: skip
        steps = next(said for said in self.found.limits if said.limit == "through_steps")
        assert dict(steps.values) == {"n": "3", "chain": "A – C – B – D"}

    def test_the_patients_in_between_are_told(self) -> None:
        assert [(one.trial, one.node) for one in self.found.patients] == [
            ("t1", "A"), ("t1", "C"), ("t2", "B"), ("t2", "C"), ("t4", "D"), ("t4", "B"),
        ]  # fmt: skip


class TestWhatIsNotJoined:
    found = compare("A", "X", A_C, B_C, trial("t5", "X", "Y", ratio(0.5), ratio(0.5, "os")))

    def test_there_is_no_estimate_but_what_each_is_connected_to(self) -> None:
        side = self.found.sides[0]
        assert (side.joined, side.combined, side.split, side.rests_on) == (False, None, None, ())
        assert side.reached == (("A", "B", "C"), ("X", "Y"))

    def test_the_patients_of_all_trials_with_either_are_told(self) -> None:
        assert [(one.trial, one.node) for one in self.found.patients] == [("t1", "A"), ("t5", "X")]
        assert limits(self.found) == [("no_os", "os")]

    def test_a_treatment_without_survival_reaches_nobody(self) -> None:
        side = compare("A", "D", A_C, B_C, TestAChain.far).sides[1]
        assert (side.joined, side.reached) == (False, (("A", "B", "C"), ()))


class TestLimits:
    def test_one_trial(self) -> None:
        found = compare("A", "C", A_C)
        assert limits(found)[0] == ("one_trial", "pfs") and dict(found.limits[0].values) == {"trial": "t1"}

    def test_few_degrees_of_freedom(self) -> None:
        again = trial("t6", "A", "C", ratio(0.7))
        found = compare("A", "C", A_C, again)
        assert ("few_degrees", "pfs") in limits(found) and ("not_estimable_heterogeneity", "pfs") not in limits(found)

    def test_time_to_progression_levels_and_unchecked_figures_are_named(self) -> None:
        odd = trial("t2", "B", "C", ratio(0.8, "ttp", level="99", cite="unchecked"), **CITED)
        found = compare("A", "B", A_C, odd, with_ttp=True)
        told = {said.limit: dict(said.values) for said in found.limits if said.endpoint == "pfs"}
        assert told["ttp_for_pfs"] == told["unverified"] == {"trials": "t2"}
        assert told["levels"] == {"trials": "t2 99 %"}
        assert found.sides[0].unverified

    def test_other_numbers_of_prior_lines(self) -> None:
        def with_lines(base: Trial, **lines: int) -> Trial:
            more = {"population": lines, "cites": CITED["cites"]}
            return Trial.model_validate(base.model_dump() | more)

        alike = compare("A", "B", with_lines(A_C, **ONE), with_lines(B_C, **ONE))
        other = compare("A", "B", with_lines(A_C, **ONE), with_lines(B_C, **ONE, prior_lines_at_most=3))
        silent = compare("A", "B", A_C, B_C)
        assert [("other_lines", "pfs") in limits(found) for found in (alike, other, silent)] == [False, True, True]

    def test_a_direct_comparison_has_patients_of_its_own(self) -> None:
        assert ("other_lines", "pfs") not in limits(compare("A", "C", A_C))


class TestRates:
    def test_responses_of_both_arms(self) -> None:
        figures = [share("new", n=40), share("old", n=20), share("new", "cr", n=10)]
        one = trial("t1", "A", "C", cuts=[cut(ratio(0.5), figures=figures)])
        first, second = compare("A", "C", one).patients
        assert [(r.events, r.of) for r in first.rates if isinstance(r, ArmCount)] == [(40, 50), (10, 50)]
        assert [(r.events, r.of) for r in second.rates if isinstance(r, ArmCount)] == [(20, 50)]


class TestQuestions:
    def test_an_unknown_name_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(StatisticsError, match="treatment: found 'Z'; nearest: A, B, C"):
            compare("A", "Z", A_C, B_C)

    def test_a_treatment_against_itself(self) -> None:
        with pytest.raises(StatisticsError, match="A against itself"):
            compare("A", "a", A_C)


class TestTheRealTrials:
    def side(self, knowledge: Knowledge, pair: tuple[str, str], **asked: Any) -> Sided:
        return compared(knowledge, *pair, Asked(**asked)).sides[0]

    def test_daratumumab_against_bortezomib(self, knowledge: Knowledge) -> None:
        apart = self.side(knowledge, ("drd", "vd"))
        assert not apart.joined and "Rd" in apart.reached[0] and "DVd" in apart.reached[1]
        joined = self.side(knowledge, ("drd", "vd"), with_ttp=True, cut="first")
        assert (joined.basis, joined.steps) == ("indirect", ("DRd", "Rd", "Dex", "Vd"))
        assert hazard(joined.combined) == 0.2371

    def test_castor_and_lepus_are_direct(self, knowledge: Knowledge) -> None:
        side = self.side(knowledge, ("DVd", "Vd"))
        assert [e.trial for e in side.direct] == ["castor", "lepus"] and side.basis == "direct"
        assert side.split is not None and side.split.indirect is None
