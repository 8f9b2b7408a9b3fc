"""Networks of trials: drawn ones by hand, and the real one by the figures that its publications print."""

from __future__ import annotations

import math
from datetime import date

import pytest

from tests.evidence.drawn import UNVERIFIED, cut, knowing, ratio, three_arms, trial
from thirdline.evidence.additive import additive_of
from thirdline.evidence.naming import named, nodes_of, short_name, trials_named
from thirdline.evidence.networks import (
    Asked,
    EndpointEvidence,
    NetworkEvidence,
    networks_of,
    patients_of,
    reference_of,
)
from thirdline.evidence.publication import known_on, published_on
from thirdline.knowledge import Knowledge
from thirdline.statistics import StatisticsError
from thirdline.statistics.network import Prior, Settings

ERROR = math.log(4) / (2 * 1.959963984540054)
"""Of every drawn effect: the interval runs from half of the ratio to its double, at 95 %."""
STAR = (
    trial("t1", "A", "C", ratio(0.5), ratio(0.8, "os")),
    trial("t2", "B", "C", ratio(0.8), ratio(1.6, "os")),
)


def hazard(side: EndpointEvidence | None, treatment: str, comparator: str) -> float:
    """The ratio of two treatments, rounded as it is printed."""
    assert side is not None
    found = side.compare(treatment, comparator)
    assert found is not None and found.value is not None
    return round(math.exp(found.value), 3)


def asked(knowledge: Knowledge, **how: object) -> NetworkEvidence:
    return networks_of(knowledge, Asked(**how))  # type: ignore[arg-type]


class TestAStar:
    """A against C 0.5 and B against C 0.8: A against B is their ratio, its variance the sum of theirs."""

    found = asked(knowing(*STAR))

    def test_ratios_multiply_along_a_chain(self) -> None:
        assert hazard(self.found.first, "A", "B") == 0.625
        assert hazard(self.found.first, "B", "A") == 1.6
        assert hazard(self.found.beside, "A", "B") == 0.5

    def test_variances_add_along_a_chain(self) -> None:
        estimate = self.found.first.compare("A", "B")
        assert estimate is not None and estimate.standard_error == pytest.approx(ERROR * math.sqrt(2), abs=1e-12)

    def test_it_is_told_on_what_an_estimate_rests(self) -> None:
        side = self.found.first
        assert [(e.trial, round(share, 6)) for e, share in side.rests_on("A", "B")] == [("t1", 0.5), ("t2", 0.5)]
        assert side.rests_on("A", "A") == () == side.rests_on("A", "nobody")
        assert (side.basis("A", "B"), side.basis("A", "C"), side.basis("C", "A")) == ("indirect", "direct", "direct")

    def test_heterogeneity_is_not_estimable_where_nothing_is_replicated(self) -> None:
        (only,) = self.found.first.networks
        assert only.heterogeneity.tau2.value is None
        assert self.found.first.model_of(only) == "common"

    def test_patients_are_counted_by_node(self) -> None:
        assert patients_of(self.found.first.taken) == {"A": 50, "C": 100, "B": 50}
        unknown = asked(knowing(trial("t1", "A", "C", ratio(0.5), new_arm={"n": None}), STAR[1])).first
        assert patients_of(unknown.taken) == {"A": None, "C": 100, "B": 50}

    def test_the_reference_is_the_treatment_of_most_trials_or_the_one_asked_for(self) -> None:
        (only,) = self.found.first.networks
        assert (reference_of(only), reference_of(only, "B"), reference_of(only, "elsewhere")) == ("C", "B", "C")


def test_the_level_of_an_interval_counts() -> None:
    wide = trial("t1", "A", "C", ratio(0.5, level="99"))
    estimate = asked(knowing(wide)).first.compare("A", "C")
    assert estimate is not None
    assert estimate.standard_error == pytest.approx(math.log(4) / (2 * 2.5758293035489004), abs=1e-12)


def test_two_trials_of_one_comparison_are_weighed_by_their_precision() -> None:
    narrow = trial("t2", "A", "C", ratio(0.8, low="0.6", high=str(0.8**2 / 0.6)))
    side = asked(knowing(STAR[0], narrow)).first
    errors = [ERROR, 2 * math.log(0.8 / 0.6) / (2 * 1.959963984540054)]
    weights = [e**-2 for e in errors]
    expected = (weights[0] * math.log(0.5) + weights[1] * math.log(0.8)) / sum(weights)
    found = side.compare("A", "C")
    assert found is not None and found.value == pytest.approx(expected, abs=1e-12)
    assert [(e.trial, pytest.approx(w / sum(weights))) for e, w in zip(reversed(side.taken), reversed(weights), strict=True)] == [
        (e.trial, share) for e, share in side.rests_on("A", "C")
    ]  # fmt: skip
    assert side.basis("A", "C") == "direct"


def test_a_closed_loop_is_direct_and_indirect() -> None:
    loop = asked(knowing(*STAR, trial("t3", "A", "B", ratio(0.7)))).first
    assert loop.basis("A", "B") == "mixed"
    assert {e.trial for e, _ in loop.rests_on("A", "B")} == {"t1", "t2", "t3"}


class TestTheModel:
    """The between-trial variance is believed from five degrees of freedom on, or where somebody says what is believed."""

    trials = tuple(trial(f"t{i}", "A", "C", ratio(x)) for i, x in enumerate((0.2, 0.4, 0.8, 1.6, 3.2, 0.5), 1))

    def model(self, n: int, **how: object) -> str:
        side = asked(knowing(*self.trials[:n]), **how).first
        return side.model_of(side.networks[0])

    def test_few_degrees_of_freedom_identify_nothing(self) -> None:
        assert (self.model(5), self.model(6)) == ("common", "random")

    def test_who_asks_gets_it(self) -> None:
        assert self.model(2, model="random") == "random"
        assert self.model(6, model="common") == "common"
        assert self.model(1, model="random") == "common"

    def test_a_variance_set_or_believed_is_used(self) -> None:
        assert self.model(1, settings=Settings(tau=0.1)) == "random"
        assert self.model(1, settings=Settings(prior=Prior("half-normal", 0.5))) == "random"

    def test_a_variance_set_widens(self) -> None:
        side = asked(knowing(self.trials[0]), settings=Settings(tau=0.3)).first
        found = side.compare("A", "C")
        assert found is not None and found.standard_error == pytest.approx(math.hypot(ERROR, 0.3), abs=1e-12)


class TestWhatIsNotConnected:
    found = asked(knowing(*STAR, trial("t3", "X", "Y", ratio(0.5))))

    def test_networks_stand_apart(self) -> None:
        assert [n.treatments for n in self.found.first.networks] == [("A", "B", "C"), ("X", "Y")]

    def test_there_is_no_estimate_between_them(self) -> None:
        side = self.found.first
        assert side.compare("A", "X") is None and side.rests_on("A", "X") == () and not side.unverified("A", "X")

    def test_survival_is_known_for_some_trials_only(self) -> None:
        assert self.found.beside is not None
        assert [(row.trial, row.reason) for row in self.found.beside.left_out] == [("t3", "endpoint_differs")]
        assert self.found.beside.compare("X", "Y") is None


class TestTimeToProgression:
    trials = (STAR[0], trial("t2", "B", "C", ratio(0.8, "ttp")))

    def test_it_is_no_pfs(self) -> None:
        found = asked(knowing(*self.trials)).first
        assert [row.trial for row in found.taken] == ["t1"]
        assert [(row.trial, row.reason) for row in found.left_out] == [("t2", "endpoint_differs")]

    def test_it_stands_in_on_request_under_its_own_name(self) -> None:
        found = asked(knowing(*self.trials), with_ttp=True).first
        assert [(row.trial, row.endpoint) for row in found.taken] == [("t1", "pfs"), ("t2", "ttp")]
        assert found.endpoints == ("pfs", "ttp") and hazard(found, "A", "B") == 0.625

    def test_it_stands_in_for_pfs_only(self) -> None:
        assert [row.trial for row in asked(knowing(*self.trials), endpoint="os", with_ttp=True).first.taken] == ["t1"]


class TestSelection:
    knowledge = knowing(*STAR, trial("t3", "A", "B", ratio(0.7)))

    def trials(self, **how: object) -> tuple[list[str], list[str]]:
        first = asked(self.knowledge, **how).first
        return [e.trial for e in first.taken], [row.trial for row in first.left_out if row.reason == "asked_out"]

    def test_without_a_trial_or_a_treatment(self) -> None:
        assert self.trials(without=("T3",)) == (["t1", "t2"], ["t3"])
        assert self.trials(without=("b",)) == (["t1"], ["t2", "t3"])

    def test_only_trials_or_comparisons_among_treatments(self) -> None:
        assert self.trials(only=("t1", "t2")) == (["t1", "t2"], ["t3"])
        assert self.trials(only=("A", "B")) == (["t3"], ["t1", "t2"])
        assert self.trials(only=("A",)) == ([], ["t1", "t2", "t3"])

    def test_a_name_that_means_nothing_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(StatisticsError, match="found 't9'; nearest: t"):
            self.trials(without=("t9",))
        with pytest.raises(StatisticsError, match="found 'zzzz'; nearest: A, B, C, t1, t2, t3"):
            self.trials(only=("zzzz",))

    def test_a_cut_that_no_trial_has_is_refused(self) -> None:
        with pytest.raises(StatisticsError, match="no trial with pfs has the cut 'nowhen'"):
            self.trials(cut="nowhen")

    def test_nothing_is_no_network(self) -> None:
        found = asked(knowing(trial("t1", "A", "C", ratio(0.5, "os"))))
        assert (found.first.taken, found.first.networks, found.first.endpoints) == ((), (), ())


class TestThreeArms:
    """A trial of three arms enters with all its comparisons; with two of them, how they hang together is open."""

    pairs = (ratio(0.5), ratio(0.6, experimental="high"), ratio(1.2, experimental="high", control="new"))

    def test_all_comparisons_are_one_trial(self) -> None:
        side = asked(knowing(three_arms(*self.pairs))).first
        (only,) = side.networks
        assert len(only.trials) == 1 and hazard(side, "DH", "DA") == 1.2
        found = side.compare("DH", "A")
        assert found is not None and found.standard_error == pytest.approx(ERROR, rel=1e-9)

    def test_with_two_of_them_the_trial_is_left_out_and_the_others_stand(self) -> None:
        side = asked(knowing(three_arms(*self.pairs[:2]), STAR[1])).first
        assert [e.trial for e in side.taken] == ["t2"]
        assert [(row.trial, row.reason) for row in side.left_out] == [("t1", "shared_arm")]


class TestWhatWasKnownThen:
    early = cut(ratio(0.5), id="early", current=False, published="Nowhere 2018")
    late = cut(ratio(0.25), id="late", published="Nowhere 2022")
    undated = cut(ratio(0.9), id="undated", current=False, published="A meeting")
    knowledge = knowing(trial("t1", "A", "C", cuts=[early, late, undated]), STAR[1])

    def taken(self, day: date | None) -> list[tuple[str, str]]:
        return [(e.trial, e.cut) for e in asked(self.knowledge, as_of=day).first.taken]

    def test_a_day_decides_which_cut_counts(self) -> None:
        assert self.taken(None) == [("t1", "late"), ("t2", "first")]
        assert self.taken(date(2021, 6, 1)) == [("t1", "early"), ("t2", "first")]

    def test_a_year_counts_from_its_end_on(self) -> None:
        assert self.taken(date(2018, 12, 30)) == []
        assert self.taken(date(2018, 12, 31)) == [("t1", "early")]

    def test_a_trial_of_which_nothing_was_in_print_says_so(self) -> None:
        found = asked(self.knowledge, as_of=date(2019, 1, 1))
        assert [(row.trial, row.reason) for row in found.first.left_out] == [("t2", "published_later")]

    def test_a_cut_without_a_year_is_not_used_and_is_named(self) -> None:
        assert asked(self.knowledge, as_of=date(2030, 1, 1)).undated == ("t1/undated",)
        assert asked(self.knowledge).undated == ()

    def test_a_month_of_a_source_counts_from_its_end_on(self, knowledge: Knowledge) -> None:
        paper = next(t for t in knowledge.of("trials").values() if any(c.paper for c in t.cuts))
        assert all(published_on(knowledge, c) is not None for c in paper.cuts if c.paper)
        assert known_on(self.knowledge, date(1990, 1, 1)).later == ("t1", "t2")


def test_an_unchecked_figure_marks_what_rests_on_it() -> None:
    doubtful = trial("t2", "B", "C", ratio(0.8, cite="unchecked"), cites={"cuts": UNVERIFIED, "unchecked": UNVERIFIED})
    side = asked(knowing(STAR[0], doubtful)).first
    assert (side.unverified("A", "C"), side.unverified("B", "C"), side.unverified("A", "B")) == (False, True, True)


class TestNames:
    def test_a_regimen_names_a_node_only_where_it_has_no_other(self, knowledge: Knowledge) -> None:
        called = nodes_of(knowledge, asked(knowledge).first.taken)
        assert called["krd"] == "KRd" and called["drd"] == "DRd"
        assert set(called.values()) == {n for e in asked(knowledge).first.taken for n in (e.experimental, e.control)}

    def test_a_trial_goes_by_its_short_name_and_its_number(self, knowledge: Knowledge) -> None:
        called = trials_named(knowledge, "multiple_myeloma")
        assert called["pollux"] == called["nct02076009"] == "pollux"
        assert short_name(knowledge.of("trials")["pollux"]) == "POLLUX"
        assert named("trial", " POLLUX ", called) == "pollux"


class TestDrugsInsteadOfRegimens:
    knowledge = knowing(
        trial("t1", "A", "C", ratio(0.5), new_arm={"drugs": ["a", "c"]}, old_arm={"drugs": ["c"]}),
        trial("t2", "B", "C", ratio(0.8), new_arm={"drugs": ["c", "b"]}, old_arm={"drugs": ["c"]}),
        trial("t3", "AB", "C", ratio(0.4), new_arm={"drugs": ["a", "b", "c"]}, old_arm={"drugs": ["c"]}),
        trial("t4", "A2", "A", ratio(0.9), new_arm={"drugs": ["a", "c"]}, old_arm={"drugs": ["c", "a"]}),
        trial("t5", "Q", "C", ratio(0.9), old_arm={"drugs": ["c"]}),
    )
    found = additive_of(knowledge, asked(knowledge).first.taken, Settings())

    def test_arms_that_do_not_differ_by_drugs_are_left_out(self) -> None:
        assert [(row.trial, row.reason) for row in self.found.left_out] == [("t4", "same_node"), ("t5", "no_node")]

    def test_what_each_drug_adds(self) -> None:
        assert self.found.network is not None
        added = self.found.network.common.components
        assert [round(math.exp(added[d].value or 0), 6) for d in ("a", "b")] == [0.5, 0.8]
        assert added["c"].value is None
        assert (self.found.network.difference.df, round(self.found.network.difference.q, 6)) == (1, 0)

    def test_nothing_is_no_network(self) -> None:
        assert additive_of(self.knowledge, (), Settings()).network is None


@pytest.fixture(scope="module")
def first_cuts(knowledge: Knowledge) -> NetworkEvidence:
    """The real network by the first cut of each trial, time to progression standing in for PFS."""
    return asked(knowledge, with_ttp=True, cut="first")


class TestTheRealNetwork:
    """Relapsed myeloma, of the trials of knowledge."""

    def test_the_published_network_of_2017_rebuilt(self, first_cuts: NetworkEvidence) -> None:
        """van Beurden-Tan 2017 prints 0.13 and 0.37; its 0.19 against Vd needs trials of thalidomide that print no ratio."""
        side = first_cuts.first
        assert [hazard(side, "DRd", other) for other in ("Dex", "Vd", "Rd")] == [0.130, 0.237, 0.370]

    def test_only_what_was_in_print_by_then_gives_the_same(self, knowledge: Knowledge) -> None:
        side = asked(knowledge, with_ttp=True, as_of=date(2016, 12, 31)).first
        assert [hazard(side, "DRd", other) for other in ("Dex", "Vd", "Rd")] == [0.130, 0.237, 0.370]

    def test_one_network_of_33_treatments_and_two_pairs(self, first_cuts: NetworkEvidence) -> None:
        main, *pairs = first_cuts.first.networks
        assert (len(main.treatments), len(main.trials), len(main.edges), main.heterogeneity.df) == (33, 35, 32, 3)
        assert [n.treatments for n in pairs] == [("Kd27 twice weekly", "Kd70 once weekly"), ("Td", "VTd")]

    def test_without_the_trials_of_dexamethasone_it_falls_apart(self, knowledge: Knowledge) -> None:
        found = asked(knowledge, with_ttp=True, without=("dex",)).first
        assert [len(n.treatments) for n in found.networks] == [17, 9, 6, 2, 2]
        assert found.compare("DRd", "Vd") is None

    def test_without_ttp_it_is_five_networks(self, knowledge: Knowledge) -> None:
        assert [len(n.treatments) for n in asked(knowledge).first.networks] == [17, 10, 6, 2, 2]

    def test_every_trial_is_taken_or_left_out(self, knowledge: Knowledge, first_cuts: NetworkEvidence) -> None:
        trials = {t.id for t in knowledge.of("trials").values() if t.disease == "multiple_myeloma"}
        taken = {e.trial for e in first_cuts.first.taken}
        left = {row.trial for row in first_cuts.first.left_out}
        assert taken | left == trials and not taken & left

    def test_weighted_and_mixed_trials_stay_out(self, first_cuts: NetworkEvidence) -> None:
        why = {row.trial: row.reason for row in first_cuts.first.left_out}
        assert {why[t] for t in ("cartitude-4", "karmma-3", "majestec-3")} == {"mixture_control"}

    def test_a_gain_in_pfs_and_a_loss_in_survival_are_told_together(self, knowledge: Knowledge) -> None:
        found = asked(knowledge)
        assert (hazard(found.first, "VenVd", "Vd"), hazard(found.beside, "VenVd", "Vd")) == (0.63, 2.03)

    def test_the_level_of_ikema_counts(self, knowledge: Knowledge) -> None:
        (effect,) = [e for e in asked(knowledge).first.taken if e.trial == "ikema"]
        expected = math.log(0.889 / 0.318) / (2 * 2.5758293035489004)
        assert effect.level == 99 and effect.contrast().standard_error == pytest.approx(expected, abs=1e-12)

    def test_the_order_of_trials_does_not_matter(self, knowledge: Knowledge) -> None:
        turned = knowing(*reversed(list(knowledge.of("trials").values())), beside=knowledge)
        one, other = (asked(k, with_ttp=True).first.compare("DRd", "Vd") for k in (knowledge, turned))
        assert one == other

    def test_a_sum_of_drugs_is_contradicted_by_the_trials(self, knowledge: Knowledge) -> None:
        found = additive_of(knowledge, asked(knowledge, with_ttp=True).first.taken, Settings()).network
        assert found is not None and found.difference.p_value is not None and found.difference.p_value < 1e-6
        assert found.unidentified == ("thalidomide",)
