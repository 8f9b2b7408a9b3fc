"""Arms as evidence for options: which count, whose option they were, and what their record says of whom they took."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.evidence.drawn import QUOTED, cut, knowing, ratio, share, trial
from thirdline import DEFAULT_PRACTICE
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arm_tables import scheme_of
from thirdline.knowledge.arms import (
    CLASS,
    Held,
    Option,
    Scheme,
    entry_of,
    evidence_of,
    had,
    lines_of,
    option_of,
    shares_of,
    telling_arms,
)
from thirdline.knowledge.tabulate import practice_of
from thirdline.knowledge.trials import Trial

PI, IMID, CD38 = (CLASS, "proteasome_inhibitor"), (CLASS, "immunomodulator"), (CLASS, "anti_cd38")
CITES = {"cites": {"cuts": QUOTED, "population": QUOTED}}


@pytest.fixture(scope="module")
def scheme(knowledge: Knowledge) -> Scheme:
    return scheme_of(knowledge, practice_of(knowledge, DEFAULT_PRACTICE))


def told(knowledge: Knowledge, scheme: Scheme, *shares: dict[str, Any], **more: Any) -> dict[tuple[str, str], Held]:
    drawn = trial("t1", "A", "B", population={"shares": list(shares)}, **CITES, **more)
    return shares_of(knowledge, drawn, drawn.arm("new"), scheme)


def of_class(word: str, percent: str | None, **more: Any) -> dict[str, Any]:
    return {"what": "refractory_to_class", "value": word, "percent": percent} | more


def of_drug(word: str, percent: str, **more: Any) -> dict[str, Any]:
    return {"what": "refractory_to_drug", "value": word, "percent": percent} | more


# Shares --------------------------------------------------------------------------------------------------------------


def test_the_share_of_a_class_is_as_printed_and_not_the_larger_one_of_a_drug(knowledge: Knowledge, scheme: Scheme) -> None:
    found = told(knowledge, scheme, of_class("proteasome_inhibitor", "76.6"), of_drug("bortezomib", "80"))
    assert found == {PI: Held(Decimal("76.6"), False, "t1#population")}


def test_the_largest_share_of_its_drugs_is_the_least_of_a_class(knowledge: Knowledge, scheme: Scheme) -> None:
    found = told(knowledge, scheme, of_drug("bortezomib", "30"), of_drug("carfilzomib", "12"))
    assert found == {PI: Held(Decimal(30), True, "t1#population")}


def test_a_drug_to_which_all_were_refractory_makes_the_class_whole(knowledge: Knowledge, scheme: Scheme) -> None:
    assert told(knowledge, scheme, of_drug("bortezomib", "100")) == {PI: Held(Decimal(100), False, "t1#population")}
    asked = {"needs": [{"need": "refractory_to_drug", "value": "lenalidomide"}]}
    assert told(knowledge, scheme, **asked) == {IMID: Held(Decimal(100), False, "t1#needs")}


@pytest.mark.parametrize(
    ("word", "classes"),
    [
        ("double_refractory", {PI, IMID}),
        ("penta_refractory", {PI, IMID, CD38}),
        ("triple_class_refractory", {PI, IMID, CD38}),
    ],
)
def test_a_word_that_sums_classes_up_is_the_least_of_each(
    knowledge: Knowledge, scheme: Scheme, word: str, classes: set[tuple[str, str]]
) -> None:
    found = told(knowledge, scheme, {"what": word, "percent": "71"})
    assert found == dict.fromkeys(classes, Held(Decimal(71), True, "t1#population"))


def test_a_share_of_other_words_of_another_arm_or_below_a_figure_tells_nothing(knowledge: Knowledge, scheme: Scheme) -> None:
    stated = {"stated": {"en": "of this class only", "ru": "только к этому классу"}}
    assert told(knowledge, scheme, of_class("anti_cd38", "9", **stated)) == {}
    assert told(knowledge, scheme, of_class("anti_cd38", "9", arm="old")) == {}
    assert told(knowledge, scheme, of_class("anti_cd38", "9", comparator="<")) == {}
    assert told(knowledge, scheme, of_class("anti_cd38", None)) == {}


def test_a_share_above_a_figure_is_the_least(knowledge: Knowledge, scheme: Scheme) -> None:
    assert told(knowledge, scheme, of_class("anti_cd38", "9", comparator=">="))[CD38] == Held(
        Decimal(9), True, "t1#population"
    )


def test_a_count_makes_a_share_to_the_tenth(knowledge: Knowledge, scheme: Scheme) -> None:
    assert told(knowledge, scheme, of_class("anti_cd38", None, n=2, of=3))[CD38].percent == Decimal("66.7")


def test_features_are_told_by_their_word(knowledge: Knowledge, scheme: Scheme) -> None:
    found = told(knowledge, scheme, {"what": "extramedullary_disease", "percent": "32"}, {"what": "female", "percent": "45"})
    assert found == {("feature", "extramedullary_disease"): Held(Decimal(32), False, "t1#population")}


def test_what_all_had_in_common_is_a_condition_once(knowledge: Knowledge) -> None:
    needs = [{"need": "diagnosis", "value": "multiple_myeloma"}, {"need": "prior_lines_at_least", "amount": 2}]
    needs += [{"need": "refractory_to_class", "value": "anti_cd38"}]
    shares = [of_class("anti_cd38", "100"), of_class("immunomodulator", "100"), of_class("proteasome_inhibitor", "99")]
    drawn = trial("t1", "A", "B", population={"shares": shares}, needs=needs, **CITES)
    found = [(need.need, need.value, cited) for need, cited in entry_of(drawn, drawn.arm("new"))]
    assert found == [
        ("refractory_to_class", "anti_cd38", "t1#needs"),
        ("refractory_to_class", "immunomodulator", "t1#population"),
    ]


# Lines ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"population": {"prior_lines_at_least": 1, "prior_lines_at_most": 3}}, (1, 3, "t1#population")),
        ({"population": {"prior_lines_at_least": 2}}, (2, None, "t1#population")),
        ({"needs": [{"need": "prior_lines_at_most", "amount": 0}]}, (None, 0, "t1#needs")),
        (
            {"population": {"age_median": 65}, "needs": [{"need": "prior_lines_at_least", "amount": 3}]},
            (3, None, "t1#needs"),
        ),
        ({"population": {"prior_lines_median": 2}}, (None, None, None)),
        ({}, (None, None, None)),
    ],
)
def test_prior_lines_are_those_of_the_population_else_those_asked_for(more: dict[str, Any], found: tuple[Any, ...]) -> None:
    assert lines_of(trial("t1", "A", "B", **more, **CITES)) == found


# Which arms ----------------------------------------------------------------------------------------------------------


def arms(*trials: Trial) -> list[tuple[str, str, str]]:
    return [(t.id, arm.id, c.id) for t, arm, c in telling_arms(knowing(*trials))]


def test_an_arm_tells_where_it_is_no_control_names_drugs_and_has_a_figure() -> None:
    drugs = {"new_arm": {"drugs": ["bortezomib"]}}
    assert arms(trial("t1", "A", "B", ratio(0.5), **drugs)) == [("t1", "new", "first")]
    assert arms(trial("t1", "A", "B", ratio(0.5))) == []
    assert arms(trial("t1", "A", "B", **drugs)) == []
    mixed = {"new_arm": {"drugs": ["bortezomib"], "mixture_of": ["A", "B"]}}
    assert arms(trial("t1", "A", "B", ratio(0.5), **mixed)) == []


def test_patients_told_in_another_record_do_not_tell_twice() -> None:
    drugs = {"new_arm": {"drugs": ["bortezomib"]}}
    first = trial("t1", "A", "B", ratio(0.5), kin=[{"record": "t2", "patients": "same"}], **drugs)
    again = trial("t2", "A", "B", ratio(0.5), **drugs)
    assert arms(first, again) == [("t1", "new", "first")]
    other = trial("t1", "A", "B", ratio(0.5), kin=[{"record": "t2", "patients": "other"}], **drugs)
    assert arms(other, again) == [("t1", "new", "first"), ("t2", "new", "first")]


def test_a_cohort_stands_for_itself_only_where_the_whole_tells_nothing() -> None:
    both = [{"id": "all", "role": "single"}, {"id": "part", "role": "cohort"}]
    made = [{"names": {"en": "x", "ru": "x"}, "drugs": ["bortezomib"]} | arm for arm in both]
    for figures, found in (
        ([share("all", percent=None, estimate="9"), share("part", estimate="9")], ["all"]),
        ([share("part", estimate="9")], ["part"]),
    ):
        cuts = [cut(figures=[{k: v for k, v in each.items() if v is not None} for each in figures])]
        drawn = trial("t1", "A", "B", arms=made, cuts=cuts, design="single_arm")
        assert [arm for _, arm, _ in arms(drawn)] == found


@pytest.mark.parametrize(
    ("design", "role", "found"),
    [
        ("randomised", "experimental", "randomised"),
        ("randomised", "cohort", "single_arm"),
        ("single_arm", "single", "single_arm"),
        ("planned", "single", "single_arm"),
        ("cohort", "cohort", "cohort"),
        ("case_series", "pool", "case_series"),
        ("meta_analysis", "pool", "pool"),
    ],
)
def test_what_an_arm_rests_on(design: str, role: str, found: str) -> None:
    drawn = trial("t1", "A", "B", design=design, new_arm={"role": role})
    assert evidence_of(drawn, drawn.arm("new")) == found


# Options -------------------------------------------------------------------------------------------------------------


def test_an_arm_had_an_option_by_its_regimen_or_exactly_its_drugs(knowledge: Knowledge, scheme: Scheme) -> None:
    practice = practice_of(knowledge, DEFAULT_PRACTICE)
    drd, vd = (option_of(knowledge, practice, id) for id in ("drd", "vd"))
    assert drd is not None and vd is not None
    drugs = {"new_arm": {"drugs": ["lenalidomide", "daratumumab", "dexamethasone"]}}
    by_drugs = trial("t1", "A", "B", **drugs).arm("new")
    by_id = trial("t1", "A", "B", new_arm={"regimen": "drd"}).arm("new")
    fewer = trial("t1", "A", "B", new_arm={"drugs": ["daratumumab", "dexamethasone"]}).arm("new")
    assert [had(knowledge, drd, arm, scheme) for arm in (by_drugs, by_id, fewer)] == [True, True, False]
    assert [had(knowledge, vd, arm, scheme) for arm in (by_drugs, by_id, fewer)] == [False, False, False]


def test_an_approach_is_had_by_one_of_its_drugs_but_not_by_lymphodepletion(knowledge: Knowledge, scheme: Scheme) -> None:
    alkylator = option_of(knowledge, practice_of(knowledge, DEFAULT_PRACTICE), "alkylator-based")
    assert alkylator is not None and "cyclophosphamide" in alkylator.one_of
    combined = trial("t1", "A", "B", new_arm={"regimen": "vcd"}).arm("new")
    cells = trial("t1", "A", "B", new_arm={"regimen": "ciltacabtagene-autoleucel"}).arm("new")
    assert [had(knowledge, alkylator, arm, scheme) for arm in (combined, cells)] == [True, False]


def test_an_option_is_an_approach_a_regimen_a_drug_or_nothing(knowledge: Knowledge) -> None:
    practice = practice_of(knowledge, DEFAULT_PRACTICE)
    assert option_of(knowledge, practice, "carfilzomib") == Option("carfilzomib", frozenset({"carfilzomib"}))
    assert option_of(knowledge, practice, "clinical-trial") is None
    assert option_of(knowledge, practice, "nothing") is None
