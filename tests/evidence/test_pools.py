"""Pools of effects and of proportions: drawn ones by hand, and what the real trials leave out."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from tests.evidence.drawn import cut, knowing, ratio, share, three_arms, trial
from thirdline.evidence.arm_counts import ArmCount, ArmLeftOut, counts_of, fitting_counts
from thirdline.evidence.networks import Asked
from thirdline.evidence.pools import AskedPool, PoolEvidence, pooled
from thirdline.evidence.rates import AskedRate, RateEvidence, pooled_rate
from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Trial
from thirdline.statistics import StatisticsError
from thirdline.statistics.pooling import Settings

Z = 1.959963984540054
ADDED = {"new_arm": {"drugs": ["daratumumab", "dexamethasone"]}, "old_arm": {"drugs": ["dexamethasone"]}}
MORE = {"new_arm": {"drugs": ["daratumumab", "bortezomib", "dexamethasone"]}, "old_arm": {"drugs": ["dexamethasone"]}}
SWAPPED = {"new_arm": {"drugs": ["daratumumab"]}, "old_arm": {"drugs": ["dexamethasone"]}}
ISA = {"new_arm": {"drugs": ["isatuximab", "dexamethasone"]}, "old_arm": {"drugs": ["dexamethasone"]}}


def pool(knowledge: Knowledge, *trials: Trial, **asked: Any) -> PoolEvidence:
    return pooled(knowing(*trials, beside=knowledge), AskedPool(**asked))


def printed(found: PoolEvidence) -> list[float]:
    """Common-effect means of each endpoint, as they are printed."""
    return [round(side.pool.common.value or 0, 3) for side in found.sides if side.pool is not None]


class TestEffects:
    trials = (
        trial("t1", "DA", "A", ratio(0.5), ratio(0.8, "os"), **ADDED),
        trial("t2", "DB", "B", ratio(0.8), **ADDED),
        trial("t3", "DV", "B", ratio(0.1), **MORE),
        trial("t4", "D", "B", ratio(0.1), **SWAPPED),
        trial("t5", "IB", "B", ratio(0.4), **ISA),
    )

    def test_trials_that_add_the_drug_and_change_nothing_else(self, knowledge: Knowledge) -> None:
        found = pool(knowledge, *self.trials, adding="Darzalex")
        assert [e.trial for e in found.first.taken] == ["t1", "t2"]
        assert printed(found) == [round(math.sqrt(0.5 * 0.8), 3), 0.8]
        assert found.asked.adding == "daratumumab"

    def test_survival_of_the_same_trials_stands_beside(self, knowledge: Knowledge) -> None:
        found = pool(knowledge, *self.trials, adding="daratumumab")
        assert found.beside is not None
        assert [e.trial for e in found.beside.taken] == ["t1"]
        assert [(row.trial, row.reason) for row in found.beside.left_out] == [("t2", "endpoint_differs")]

    def test_a_class_of_drugs(self, knowledge: Knowledge) -> None:
        found = pool(knowledge, *self.trials, adding_class="anti_cd38")
        assert [e.trial for e in found.first.taken] == ["t1", "t2", "t5"]

    def test_a_comparison_is_turned_to_the_side_that_is_asked_for(self, knowledge: Knowledge) -> None:
        one, other = (pool(knowledge, *self.trials, contrast=pair) for pair in (("DA", "A"), ("A", "DA")))
        assert printed(one) == [0.5, 0.8] and printed(other) == [2.0, 1.25]
        (effect,) = other.first.taken
        assert (effect.low, effect.high) == (1, 4) and (effect.experimental_arm, effect.n_control) == ("old", 50)

    def test_the_mean_and_its_interval_by_hand(self, knowledge: Knowledge) -> None:
        found = pool(knowledge, *self.trials, adding="daratumumab", settings=Settings("dl", "wald")).first.pool
        error = math.log(4) / (2 * Z) / math.sqrt(2)
        assert found is not None and found.common.low is not None
        assert found.common.low == pytest.approx(math.exp(math.log(0.4) / 2 - Z * error), rel=1e-12)
        assert found.q == pytest.approx(2 * (math.log(1.6) / 2) ** 2 / (math.log(4) / (2 * Z)) ** 2, rel=1e-12)

    def test_the_usual_interval_is_never_narrower_than_t(self, knowledge: Knowledge) -> None:
        alike = [trial(f"t{i}", f"D{i}", f"C{i}", ratio(0.5), **ADDED) for i in range(3)]
        usual, bold = (
            pool(knowledge, *alike, adding="daratumumab", **how).first.pool
            for how in ({}, {"settings": Settings(interval="hartung-knapp")})
        )
        assert usual is not None and bold is not None
        assert "never narrower than t" in usual.random.method
        assert (
            usual.random.high is not None
            and usual.random.low is not None
            and usual.random.low < 0.3 < 0.7 < usual.random.high
        )
        assert bold.random.low == pytest.approx(0.5) == bold.random.high

    def test_parts_and_leave_one_out(self, knowledge: Knowledge) -> None:
        found = pool(knowledge, *self.trials, adding_class="anti_cd38", by="control", leave_one_out=True).first
        assert found.parts is not None and {k: len(p.studies) for k, p in found.parts.pools.items()} == {"A": 1, "B": 2}
        assert [step.label for step in found.without] == ["t1", "t2", "t5"]
        assert found.without[0].pool.common.value == pytest.approx(math.sqrt(0.8 * 0.4))
        assert found.asymmetry is None, "intervals of one width have no line"

    def test_what_was_left_out_concerns_the_pool(self, knowledge: Knowledge) -> None:
        silent = trial("t6", "DX", "X", **ADDED, cuts=[])
        other = trial("t7", "Y", "X", **ISA, cuts=[])
        found = pool(knowledge, *self.trials, silent, other, adding="daratumumab").first
        assert [(row.trial, row.reason) for row in found.left_out] == [("t6", "no_results")]

    def test_the_cut_asked_for_counts(self, knowledge: Knowledge) -> None:
        cuts = [cut(ratio(0.9), id="one", current=False), cut(ratio(0.5), id="two")]
        twice = trial("t1", "DA", "A", cuts=cuts, **ADDED)
        assert printed(pool(knowledge, twice, adding="daratumumab", source=Asked(cut="first"))) == [0.9]

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({}, "name one of"),
            ({"adding": "daratumumab", "adding_class": "anti_cd38"}, "name one of"),
            ({"adding": "daratumumap"}, "drug: found 'daratumumap'; nearest: daratumumab"),
            ({"adding_class": "anti_cd39"}, "nearest: .*anti_cd38"),
            ({"contrast": ("DA", "Q9")}, "treatment: found 'Q9'"),
            ({"adding": "selinexor"}, "no trial of pfs fits"),
            ({"adding": "daratumumab", "by": "moon"}, "by: found 'moon'; allowed: control"),
        ],
    )
    def test_questions_that_cannot_be_asked(self, knowledge: Knowledge, asked: dict[str, Any], said: str) -> None:
        with pytest.raises(StatisticsError, match=said):
            pool(knowledge, *self.trials, **asked)

    def test_two_effects_that_share_an_arm_are_refused(self, knowledge: Knowledge) -> None:
        both = three_arms(
            ratio(0.5), ratio(0.6, experimental="high"), ratio(1.2, experimental="high", control="new"), **ADDED
        )
        with pytest.raises(StatisticsError, match="t1 gives several effects that share an arm"):
            pool(knowledge, both, adding="daratumumab")


class TestCounts:
    def counted(self, **figure: Any) -> ArmCount | ArmLeftOut:
        one = trial("t1", "A", "C", cuts=[cut(figures=[share("new", **figure)])], new_arm={"n": figure.pop("arm_n", 33)})
        (found,) = counts_of(knowing(one), [(one, one.arm("new"))], "orr")
        return found

    def test_a_printed_count_is_taken(self) -> None:
        found = self.counted(n=7, of=20)
        assert isinstance(found, ArmCount) and (found.events, found.of, found.basis) == (7, 20, "printed")

    def test_the_number_of_the_arm_is_the_denominator_where_none_is_printed(self) -> None:
        found = self.counted(n=7)
        assert isinstance(found, ArmCount) and (found.events, found.of) == (7, 33)

    def test_a_percentage_that_one_count_gives_is_that_count_and_says_so(self) -> None:
        found = self.counted(estimate="85")
        assert isinstance(found, ArmCount) and (found.events, found.of, found.basis) == (28, 33, "one_count_fits")

    @pytest.mark.parametrize(
        ("figure", "reason", "found"),
        [
            ({"estimate": "71", "of": 254}, "several_counts", "71 %, n = 254: 180, 181"),
            ({"estimate": "97", "of": 7}, "no_count", "97 %, n = 7"),
            ({"estimate": "90", "comparator": ">"}, "inexact", ">90 %, n = 33"),
        ],
    )
    def test_what_leaves_no_single_answer_is_left_out(self, figure: dict[str, Any], reason: str, found: str) -> None:
        left = self.counted(**figure)
        assert isinstance(left, ArmLeftOut) and (left.reason, left.found, left.cut) == (reason, found, "first")

    def test_an_arm_of_unknown_number_is_left_out(self) -> None:
        one = trial("t1", "A", "C", cuts=[cut(figures=[share("new", estimate="50")])], new_arm={"n": None})
        (left,) = counts_of(knowing(one), [(one, one.arm("new"))], "orr")
        assert isinstance(left, ArmLeftOut) and (left.reason, left.found) == ("no_denominator", "50 %, n = ?")

    def test_subgroups_and_other_endpoints_are_no_figure_of_the_arm(self) -> None:
        group = share("new", n=5, group={"en": "old", "ru": "старые"})
        one = trial("t1", "A", "C", cuts=[cut(figures=[group, share("new", "cr", n=2)])])
        (left,) = counts_of(knowing(one), [(one, one.arm("new"))], "orr")
        assert isinstance(left, ArmLeftOut) and (left.reason, left.found) == ("endpoint_differs", "cr, orr")

    def test_the_current_cut_comes_first_then_the_latest(self) -> None:
        cuts = [
            cut(id="one", current=False, figures=[share("new", n=1)]),
            cut(id="two", current=False, figures=[share("new", n=2)]),
            cut(id="three", figures=[share("new", "cr", n=3)]),
        ]
        one = trial("t1", "A", "C", cuts=cuts)
        (orr,), (cr,) = (counts_of(knowing(one), [(one, one.arm("new"))], e) for e in ("orr", "cr"))
        assert isinstance(orr, ArmCount) and (orr.cut, orr.events) == ("two", 2)
        assert isinstance(cr, ArmCount) and (cr.cut, cr.events) == ("three", 3)

    @pytest.mark.parametrize(
        ("percent", "of", "counts"), [("0", 10, [0]), ("100", 10, [10]), ("33.3", 3, [1]), ("12.5", 8, [1])]
    )
    def test_the_ends_of_the_scale(self, percent: str, of: int, counts: list[int]) -> None:
        assert list(fitting_counts(Decimal(percent), of)) == counts

    def test_a_tie_of_rounding_goes_either_way(self) -> None:
        assert list(fitting_counts(Decimal("12"), 8)) == [1] == list(fitting_counts(Decimal("13"), 8))

    def test_no_percentage_is_no_count(self) -> None:
        assert list(fitting_counts(None, 8)) == []


def arms(id: str, drug: str, *figures: dict[str, Any], **more: Any) -> Trial:
    """A single-arm trial of one drug."""
    whole = {"id": "all", "names": {"en": "n", "ru": "n"}, "role": "single", "n": 20, "drugs": [drug]}
    base = trial(id, "A", "C").model_dump() | {"design": "single_arm", "arms": [whole], "cuts": [cut(figures=list(figures))]}
    return Trial.model_validate(base | more)


def rate(knowledge: Knowledge, *trials: Trial, **asked: Any) -> RateEvidence:
    return pooled_rate(knowing(*trials, beside=knowledge), AskedRate("orr", **asked))


class TestRates:
    cilta = arms("t1", "ciltacabtagene-autoleucel", share("all", n=18))
    ide = arms("t2", "idecabtagene-vicleucel", share("all", n=14))
    dara = arms("t3", "daratumumab", share("all", n=6))

    def test_by_drug_class_and_target(self, knowledge: Knowledge) -> None:
        trials = (self.cilta, self.ide, self.dara)
        taken = {
            name: [row.trial for row in rate(knowledge, *trials, **asked).taken]
            for name, asked in (
                ("drug", {"drug": "Carvykti"}),
                ("class", {"drug_class": "anti_bcma_car_t"}),
                ("target", {"target": "bcma"}),
                ("both", {"target": "bcma", "drug": "daratumumab"}),
            )
        }
        assert taken == {"drug": ["t1"], "class": ["t1", "t2"], "target": ["t1", "t2"], "both": []}

    def test_the_common_proportion_is_that_of_all_patients(self, knowledge: Knowledge) -> None:
        found = rate(knowledge, self.cilta, self.ide, target="bcma").pool
        assert found is not None and found.common.value == pytest.approx(32 / 40)
        assert "GLMM" in found.method and "Clopper-Pearson" in found.method

    def test_parts_and_leave_one_out(self, knowledge: Knowledge) -> None:
        found = rate(knowledge, self.cilta, self.ide, target="bcma", by="drug", leave_one_out=True)
        assert [(part.label, part.n_arms) for part in found.parts] == [
            ("ciltacabtagene-autoleucel", 1),
            ("idecabtagene-vicleucel", 1),
        ]
        assert [(part.label, part.pool.common.value) for part in found.without] == [
            ("t1/all", pytest.approx(14 / 20)),
            ("t2/all", pytest.approx(18 / 20)),
        ]

    def test_conditioning_does_not_name_a_part(self, knowledge: Knowledge) -> None:
        conditioned = self.ide.arms[0].model_dump() | {"drugs": [], "regimen": "idecabtagene-vicleucel"}
        found = rate(knowledge, arms("t2", "x", share("all", n=14), arms=[conditioned]), target="bcma", by="drug")
        assert [part.label for part in found.parts] == ["idecabtagene-vicleucel"]

    def test_a_cohort_does_not_stand_in_for_its_trial(self, knowledge: Knowledge) -> None:
        best = self.ide.arms[0].model_dump() | {"id": "dose", "role": "cohort", "n": 10}
        both = [self.ide.arms[0].model_dump() | {"n": 254}, best]
        figures = [share("all", estimate="71"), share("dose", n=9)]
        found = rate(knowledge, self.cilta, arms("t2", "x", *figures, arms=both), target="bcma")
        assert [row.trial for row in found.taken] == ["t1"]
        assert {(row.arm, row.reason) for row in found.left_out} == {("all", "several_counts"), ("dose", "part_of_arm")}

    def test_published_pools_and_retold_patients_do_not_count_again(self, knowledge: Knowledge) -> None:
        published = arms("t4", "idecabtagene-vicleucel", share("all", n=10), design="meta_analysis")
        again = arms("t5", "idecabtagene-vicleucel", share("all", n=14))
        told = arms("t2", "idecabtagene-vicleucel", share("all", n=14), kin=[{"record": "t5", "patients": "same"}])
        found = rate(knowledge, told, published, again, target="bcma")
        assert [row.trial for row in found.taken] == ["t2"]
        assert [(row.trial, row.reason) for row in found.left_out] == [("t4", "pool_of_trials")]

    def test_cells_of_the_edge_want_a_method_that_holds_them(self, knowledge: Knowledge) -> None:
        full = arms("t1", "ciltacabtagene-autoleucel", share("all", n=20))
        with pytest.raises(StatisticsError, match="t1/all: a cell of 0 % or 100 % has no variance"):
            rate(knowledge, full, self.ide, target="bcma", transformation="logit")
        corrected = rate(knowledge, full, self.ide, target="bcma", transformation="logit", correction=0.5).pool
        assert corrected is not None and any("Continuity correction of 0.5" in note for note in corrected.notes)

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({}, "name a drug, a class of drugs or a target"),
            ({"target": "bcmb"}, "target: found 'bcmb'; nearest: bcma"),
            ({"drug": "x", "transformation": "magic"}, "transformation: found 'magic'; allowed: logit"),
            ({"drug": "daratumumab", "by": "moon"}, "by: found 'moon'; allowed: drug"),
        ],
    )
    def test_questions_that_cannot_be_asked(self, knowledge: Knowledge, asked: dict[str, Any], said: str) -> None:
        with pytest.raises(StatisticsError, match=said):
            rate(knowledge, self.cilta, **asked)

    def test_an_endpoint_that_is_no_share(self, knowledge: Knowledge) -> None:
        with pytest.raises(StatisticsError, match="endpoint: found 'adverse_event'; allowed: orr, cr"):
            pooled_rate(knowledge, AskedRate("adverse_event", drug="daratumumab"))

    def test_nothing_is_no_pool(self, knowledge: Knowledge) -> None:
        found = rate(knowledge, self.dara, target="bcma")
        assert (found.pool, found.taken, found.parts, found.without) == (None, (), (), ())


class TestTheRealTrials:
    def test_daratumumab_added(self, knowledge: Knowledge) -> None:
        found = pooled(knowledge, AskedPool(adding="daratumumab"))
        assert [(e.trial, e.cut) for e in found.first.taken] == [
            ("apollo", "primary-2021"),
            ("candor", "final-50-months"),
            ("castor", "update-2020"),
            ("lepus", "interim-2021"),
            ("pollux", "update-2020"),
        ]
        assert printed(found) == [0.452, 0.747]
        assert found.first.asymmetry is not None

    def test_response_to_car_t_cells_against_bcma(self, knowledge: Knowledge) -> None:
        found = pooled_rate(knowledge, AskedRate("orr", drug_class="anti_bcma_car_t"))
        assert [(row.trial, row.events, row.of) for row in found.taken] == [
            ("cartitude-1", 94, 97),
            ("cartitude-4", 176, 208),
            ("crb-401", 28, 33),
            ("legend-2", 50, 57),
            ("p-bcma-101", 10, 12),
        ]
        assert found.pool is not None and found.pool.common.value == pytest.approx(358 / 407)
        why = {(row.trial, row.arm): row.reason for row in found.left_out}
        assert why["karmma", "all"] == why["karmma-3", "experimental"] == "several_counts"
        assert why["karmma", "dose-450"] == "part_of_arm" and why["roex-2020", "bb2121"] == "pool_of_trials"
