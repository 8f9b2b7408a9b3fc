"""Ladders of toxicity: what is refused, and how rungs come into the unit of their analyte."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from thirdline.knowledge import Knowledge, KnowledgeError
from thirdline.knowledge.criteria import Toxicity, ToxicityLadder
from thirdline.knowledge.tabulate import tabulate
from thirdline.knowledge.toxicity import toxicity_tables
from thirdline.tables import TABLES

EDITIONS = ("ctcae-4-03", "ctcae-5-0", "ctcae-6-0")
LADDER: dict[str, Any] = {"term": "anemia", "analyte": "haemoglobin"}
NAMES = TABLES["toxicity_ladders"].names


def ladders(c: Toxicity, knowledge: Knowledge) -> list[dict[str, Any]]:
    return [dict(zip(NAMES, row, strict=True)) for row in toxicity_tables(knowledge, c)["toxicity_ladders"]]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"above": "baseline", "below": "baseline", "grade_1": 1}, "either 'above' or 'below'"),
        ({"grade_1": 1}, "either 'above' or 'below'"),
        ({"below": "amount", "grade_2": 100}, "'unit' belongs to amounts"),
        ({"above": "upper_normal", "grade_1": 1, "unit": "g/L"}, "'unit' belongs to amounts"),
        ({"above": "upper_normal", "by": "plus", "grade_1": 1}, "'unit' belongs to amounts"),
        ({"above": "upper_normal"}, "has rungs"),
        ({"below": "amount", "unit": "g/L", "grade_2": 80, "grade_3": 100}, "each lies beyond"),
        ({"above": "upper_normal", "grade_1": 3, "grade_2": 1}, "each lies beyond"),
        ({"above": "upper_normal", "grade_1": 1, "grade_2": 1}, "each lies beyond"),
        ({"below": "baseline", "by": "percent", "grade_1": 10, "grade_2": 5}, "each lies beyond"),
        ({"above": "upper_normal", "grade_1": 1, "up_to": 5}, "less than or equal to 4"),
        ({"above": "age", "grade_1": 1}, "Input should be 'amount'"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ToxicityLadder.model_validate({**LADDER, **given})


def test_the_citation_of_a_ladder_is_named_as_its_term() -> None:
    assert ToxicityLadder.model_validate({**LADDER, "above": "upper_normal", "grade_1": 1}).cite == "anemia"


@pytest.mark.parametrize(
    ("term", "analyte", "unit", "rung", "limit"),
    [
        ("hypercalcemia", "calcium_corrected", "mg/dL", "moderate", "2.8694"),
        ("hypercalcemia", "calcium_corrected", None, "moderate", "2.9"),
        ("hyperuricemia", "uric_acid", "mg/dL", "life_threatening", "594.8486"),
        ("anemia", "haemoglobin", "mmol/L", "moderate", "99.9099"),
        ("anemia", "haemoglobin", None, "severe", "80"),
        ("cholesterol_high", "cholesterol", "mg/dL", "moderate", "7.7590"),
    ],
)
def test_a_rung_in_another_unit_is_converted_and_counts_for_values_reported_so(
    term: str, analyte: str, unit: str | None, rung: str, limit: str, knowledge: Knowledge
) -> None:
    held = ladders(knowledge.criterion("ctcae-4-03", Toxicity), knowledge)
    of_amounts = [r for r in held if (r["term"], r["analyte"], r["reference"]) == (term, analyte, "amount")]
    (row,) = [r for r in of_amounts if r["reported_in"] == unit and r[rung] is not None]
    assert row[rung] == Decimal(limit)
    others = {r["reported_in"] for r in of_amounts} - {None}
    assert row["not_reported_in"] == (None if unit else next(iter(others)))


def test_a_unit_that_cannot_be_converted_is_refused(knowledge: Knowledge) -> None:
    c = knowledge.criterion("ctcae-5-0", Toxicity)
    strange = c.ladders[1].model_copy(update={"unit": "g/cL"})
    with pytest.raises(KnowledgeError, match="haemoglobin in g/cL cannot be converted to g/L"):
        toxicity_tables(knowledge, c.model_copy(update={"ladders": (strange,)}))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_ladder_of_an_edition_is_a_row_with_its_fact(edition: str, knowledge: Knowledge) -> None:
    c = knowledge.criterion(edition, Toxicity)
    rows = ladders(c, knowledge)
    assert len(rows) == len(c.ladders) > 0
    assert {r["fact"] for r in rows} == {f"{edition}#{ladder.term}" for ladder in c.ladders}
    assert edition.removeprefix("ctcae-").replace("-", ".") == c.edition
    assert [r for r in rows if r["up_to"] is not None and r["up_to"] < r["worst"]] == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_words_of_a_term_hold_the_numbers_of_its_rungs(edition: str, knowledge: Knowledge) -> None:
    """Where the words are quoted, each rung other than 0 and 1 stands in them, in one of the spellings of its number."""
    c = knowledge.criterion(edition, Toxicity)
    for ladder in c.ladders:
        words = (c.cites[ladder.term].quote or "").replace(",", "")
        for rung in (rung for rung in ladder.rungs if rung not in (None, 0, 1)):
            assert rung is not None
            assert not words or any(spelling in words for spelling in _spellings(rung)), (edition, ladder.term, rung)


def _spellings(rung: Decimal) -> set[str]:
    """A number as printed, and in thousands, hundreds, tenths and thousandths: per mm3, mg/dL, g/dL, g per day."""
    return {f"{number.normalize():f}" for number in (rung, rung * 1000, rung * 100, rung / 10, rung / 1000)}


def test_the_practice_or_the_run_says_which_edition_counts(knowledge: Knowledge) -> None:
    assert tabulate(knowledge, "refractory-myeloma-2020")["toxicity_rules"][0][1] == "5.0"
    assert tabulate(knowledge, "refractory-myeloma-2020", toxicity="ctcae-6-0")["toxicity_rules"][0][1] == "6.0"
    with pytest.raises(KnowledgeError, match="iss-2005 is not a Toxicity"):
        tabulate(knowledge, "refractory-myeloma-2020", toxicity="iss-2005")
