"""Every word of problem is produced, on purpose, by the smallest record that has it; and there is no other word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import thirdline.records
from thirdline import tables
from thirdline.knowledge import kinds

from .conftest import Reading, found, knowledge, measured

Read = Callable[..., Reading]
DRUG = {"drug": "bortezomib", "started_on": "2020-01-01"}

CASES: dict[str, tuple[dict[str, list[dict[str, Any]]], tuple[str, str | None, str]]] = {
    "missing_patient": ({"exposures": [{"patient": "", **DRUG}]}, ("patient", None, "left out")),
    "unknown_patient": ({"exposures": [{"patient": "p9", **DRUG}]}, ("patient", "p9", "left out")),
    "missing_value": ({"findings": [found("mrd", "")]}, ("value", None, "unknown")),
    "missing_unit": ({"measurements": [measured("calcium", "2.4", "")]}, ("unit", None, "unknown")),
    "unknown_unit": ({"measurements": [measured("calcium", "2.4", "bananas")]}, ("unit", "bananas", "unknown")),
    "unknown_drug": ({"exposures": [{**DRUG, "drug": "snake oil"}]}, ("drug", "snake oil", "left out of lines")),
    "unknown_analyte": ({"measurements": [measured("mood", "2", "1")]}, ("analyte", "mood", "left out")),
    "unknown_finding": ({"findings": [found("aura", "blue")]}, ("kind", "aura", "left out")),
    "unknown_value": ({"findings": [found("mrd", "perhaps")]}, ("value", "perhaps", "unknown")),
    "unknown_word": ({"patients": [{"sex": "x"}]}, ("sex", "x", "unknown")),
    "unknown_column": ({"patients": [{"colour": "x"}]}, ("colour", "colour", "not read")),
    "missing_date": ({"findings": [found("mrd", "positive", "")]}, ("found_on", None, "undated")),
    "partial_date": ({"findings": [found("mrd", "positive", "2020-03")]}, ("found_on", "2020-03", "unknown")),
    "impossible_date": ({"findings": [found("mrd", "positive", "2020-02-30")]}, ("found_on", "2020-02-30", "unknown")),
    "end_before_start": ({"exposures": [{**DRUG, "ended_on": "2019-12-31"}]}, ("ended_on", "2019-12-31", "unknown")),
    "duplicate": ({"exposures": [DRUG, DRUG]}, ("row", "copy 2", "merged")),
    "repeated_id": (
        {"findings": [found("ecog", "1", finding="a"), found("ecog", "2", finding="a")]},
        ("row", "a", "a/2"),
    ),
    "conflicting_values": (
        {"measurements": [measured("calcium", "2.4", "mmol/L"), measured("calcium", "2.5", "mmol/L")]},
        ("value", "2.4 mmol/L", "unknown"),
    ),
    "out_of_possible_range": ({"measurements": [measured("height", "1700", "cm")]}, ("value", "1700 cm", "unknown")),
    "not_a_number": ({"measurements": [measured("height", "tall", "cm")]}, ("value", "tall", "unknown")),
    "comparator": ({"measurements": [measured("kappa_flc", "<0.1", "mg/L")]}, ("value", "<0.1", "unknown")),
    "data_absent": (
        {"measurements": [measured("height", "data absent: not performed", "cm")]},
        ("value", "data absent: not performed", "unknown"),
    ),
    "wrong_code": ({"measurements": [measured("26098-4", "30", "%")]}, ("analyte", "26098-4", "left out")),
    "bad_check_digit": ({"measurements": [measured("33944-8", "30", "mg/L")]}, ("analyte", "33944-8", "left out")),
    "summed_bands": ({"measurements": [measured("51435-6", "12.5", "g/L")]}, ("value", None, "12.5000")),
    "decimal_comma": ({"measurements": [measured("calcium", "2,45", "mmol/L")]}, ("value", "2,45", "2.45")),
}
ELSEWHERE = {"unknown_file", "broken_line", "not_used", "unmapped_code", "in_exposures", "not_linked"}


@pytest.mark.parametrize("problem", CASES)
def test_each_problem_is_said(problem: str, read: Read) -> None:
    given, (column, found_text, treated_as) = CASES[problem]
    said = [row for row in read(**given).rows("issues") if row["problem"] == problem]
    assert (column, found_text, treated_as) in [(r["column"], r["found"], r["treated_as"]) for r in said]


@pytest.mark.parametrize("problem", CASES)
def test_each_problem_is_said_alone(problem: str, read: Read) -> None:
    assert {row["problem"] for row in read(**CASES[problem][0]).rows("issues")} == {problem}


def test_a_stray_table_is_named(read: Read, tmp_path: Path) -> None:
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "measurement.csv").write_text("patient\np1\n")
    assert read().problems() == [("file", "unknown_file", "measurement.csv", "not read")]


def test_files_that_are_no_tables_are_left_in_peace(read: Read, tmp_path: Path) -> None:
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "README.md").write_text("about")
    assert read().problems() == []


def test_a_resource_that_is_not_used_is_named(read_bundle: Read) -> None:
    reading = read_bundle({"resourceType": "CarePlan", "id": "e1"})
    assert reading.problems("bundle") == [("resourceType", "not_used", "CarePlan", "left out")]


def test_every_word_of_the_vocabulary_is_produced_by_a_test() -> None:
    (vocabulary,) = [each for each in knowledge("vocabularies", kinds.Vocabulary) if each.id == "issue-problems"]
    assert {term.word for term in vocabulary.words} == CASES.keys() | ELSEWHERE


def test_the_code_says_no_word_outside_the_vocabulary() -> None:
    folder = Path(thirdline.records.__file__).parent
    (vocabulary,) = [each for each in knowledge("vocabularies", kinds.Vocabulary) if each.id == "issue-problems"]
    known = {term.word for term in vocabulary.words}
    texts = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.sql"))
    said = set(re.findall(r"'((?:unknown|missing|partial|impossible|conflicting|out_of|not_a|repeated|end)_\w+)'", texts))
    assert said <= known


def test_issues_of_a_sound_record_are_empty(read: Read) -> None:
    reading = read(exposures=[DRUG], measurements=[measured("calcium", "2.4", "mmol/L")], findings=[found("ecog", "1")])
    assert reading.rows("issues") == []


def test_issues_never_leave_a_needed_cell_empty(read: Read) -> None:
    given: dict[str, list[dict[str, Any]]] = {}
    for case, _ in CASES.values():
        for table, rows in case.items():
            given.setdefault(table, []).extend(rows)
    reading = read(**given)
    needed = [column.name for column in tables.TABLES["issues"].columns if not column.null]
    assert reading.rows("issues")
    assert all(row[name] is not None for row in reading.rows("issues") for name in needed)
    assert {row["problem"] for row in reading.rows("issues")} <= CASES.keys()


def test_a_row_may_have_two_problems(read: Read) -> None:
    reading = read(measurements=[measured("calcium", "2,4", "stones", "2020-13-01")])
    assert [problem for _, problem, _, _ in reading.problems()] == ["impossible_date", "unknown_unit", "decimal_comma"]


def test_a_row_left_out_is_named_once(read: Read) -> None:
    reading = read(measurements=[measured("mood", "high", "stones", "yesterday")])
    assert reading.problems() == [("analyte", "unknown_analyte", "mood", "left out")]
    assert reading.rows("measurements") == []
