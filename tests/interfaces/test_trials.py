"""`thirdline trials`: which trials a patient could enter, in both languages and as rows."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from thirdline.interfaces.cli import app
from thirdline.interfaces.demo import examples
from thirdline.interfaces.words import LANGS, words

CASE = str(examples() / "ryabukhina-2023")


def said(*more: str) -> str:
    result = CliRunner().invoke(app, ["trials", CASE, *more])
    assert result.exit_code == 0, result.output
    return result.stdout


def block(text: str, trial: str) -> str:
    """What is said of one trial."""
    (found,) = [part for part in text.split("\n\n") if f"({trial};" in part]
    return found


def test_each_condition_is_met_not_met_or_says_what_would_settle_it() -> None:
    text = said("--status", "any")
    dreamm = block(text, "dreamm-9")
    assert "NOT open to this patient" in dreamm
    assert "- At most this many prior lines: 0" in dreamm
    assert "? Absent: eligible for transplant (would be settled by:" in dreamm
    assert "+ Diagnosis: multiple myeloma" in dreamm


def test_trials_that_take_patients_come_first_and_others_are_counted() -> None:
    text = said("--status", "open")
    assert text.index("(dreamm-4;") < text.index("(dreamm-10;")
    assert "(pollux;" not in text and "more trials are not listed" in text
    assert "(pollux;" in said("--status", "any")


def test_a_status_names_its_source_and_is_doubted_where_results_came_since() -> None:
    text = said("--status", "any")
    assert "(2020)" in block(text, "dreamm-4")
    assert "Results have been published since" in " ".join(block(text, "dreamm-7").split())
    assert "(dreamm-7;" not in said("--status", "open")


def test_a_trial_of_which_nothing_is_known_beside_the_disease_is_undecided() -> None:
    found = block(said(), "dreamm-4")
    assert "Undecided" in found and "No condition of this trial beside the disease is known here." in found


def test_what_no_record_answers_is_told() -> None:
    assert "asked besides, not answered by a record:" in block(said(), "dreamm-3")


def test_general_knowledge_is_marked() -> None:
    assert "not verified in a source" in block(said(), "dreamm-3")


def test_in_russian() -> None:
    text = said("--lang", "ru")
    found = block(text, "dreamm-9")
    assert "НЕ подходит" in found and "Число предшествующих линий не больше: 0" in found
    assert "Recruiting" not in text


def test_the_rows_are_those_of_the_tables() -> None:
    found = json.loads(said("--json"))
    answers = {(row["trial"], row["part"]): row["met"] for row in found["trial_answers"]}
    for row in found["trials_open"]:
        mine = [met for (trial, _), met in answers.items() if trial == row["trial"]]
        assert (row["n_met"], row["n_not_met"], row["n_unknown"]) == (mine.count(True), mine.count(False), mine.count(None))
        assert (row["entry"] == "not_met") == (False in mine)


@pytest.mark.parametrize("lang", LANGS)
def test_every_status_and_entry_has_its_words(lang: str) -> None:
    say = words(lang, "trials")  # type: ignore[arg-type]
    for status in ("planned", "recruiting", "active_not_recruiting", "completed", "terminated", "withdrawn", "unknown"):
        assert say(f"statuses.{status}")


def test_a_patient_who_is_not_there_is_an_error() -> None:
    result = CliRunner().invoke(app, ["trials", CASE, "nobody"])
    assert result.exit_code == 1 and "no patient 'nobody'" in result.stderr
