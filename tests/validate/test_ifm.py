"""The trial's file, and the report on it, on invented series."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.validate.conftest import SERIES, ifm_text
from thirdline.knowledge import Knowledge
from tools.validate import ifm, ifm_report
from tools.validate.section import DataError, Drawing, Section, Table


@pytest.fixture
def section(data: Path, knowledge: Knowledge) -> Section:
    return ifm_report.report(data, knowledge)


def rows(section: Section, caption: str) -> list[tuple[object, ...]]:
    """The rows of the one table whose caption begins so."""
    (found,) = [b for b in section.blocks if isinstance(b, Table) and b.caption.startswith(caption)]
    return list(found.rows)


def test_a_day_whose_values_contradict_each_other_has_none(tmp_path: Path) -> None:
    (tmp_path / ifm.FILE).write_text(ifm_text({"a": "0:30 7:5 7:6 9:4 9:4.0"}), encoding="utf-8")
    trial = ifm.read(tmp_path)
    assert trial.series["a"] == ((0, Decimal(30)), (9, Decimal(4)))
    assert len(trial.found) == 5


@pytest.mark.parametrize("word", ["soon:3", "1:low", "1:NaN", "1:-3", "-1:3"])
def test_a_row_without_numbers_is_refused_with_its_place(word: str, tmp_path: Path) -> None:
    (tmp_path / ifm.FILE).write_text(ifm_text({"a": f"0:30 {word}"}), encoding="utf-8")
    with pytest.raises(DataError, match=r"ifm_m_protein.csv, line 3: .* Mend the line"):
        ifm.read(tmp_path)


@pytest.mark.parametrize("series", [{}, {"a": "0:0 30:5"}])
def test_a_file_with_nothing_to_follow_is_refused(series: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ifm.FILE).write_text(ifm_text(series), encoding="utf-8")
    with pytest.raises(DataError, match="no value above zero on day 0"):
        ifm.read(tmp_path)


def test_each_caution_takes_early_progressions_away(section: Section) -> None:
    counted = {row[0]: row[4:] for row in rows(section, "Patients who progress")}
    assert counted["naive"] == (4, 4, 4)  # lone-zero and short-run on day 60, zero-run on day 61, relapses on day 150
    assert counted["cautious of zeros"] == (3, 3, 3)
    assert counted["every caution"] == (2, 2, 2)
    assert counted["as derived"] == (2, 2, 2)


def test_the_plain_reading_and_the_derivation_agree(section: Section) -> None:
    assert section.figures["plain_reading_differs"] == 0
    assert section.figures["n_suspect_zeros"] == 3


def test_longer_runs_of_zeros_are_tried(section: Section) -> None:
    assert [row[:2] for row in rows(section, "What if longer runs")] == [(0, 3), (1, 3), (2, 1), (3, 1), (4, 1)]


def test_where_the_low_came_from_is_told(section: Section) -> None:
    assert set(rows(section, "Where the low")) == {("a run of 2 zeros between positive values", 1), ("a positive value", 1)}


def test_best_responses_are_counted_under_both_profiles(section: Section) -> None:
    assert section.figures["best"]["real_world"] == {"NE": 2, "PR": 2, "VGPR": 3}
    told = {row[0]: row[1] for row in rows(section, "Why no response")}
    assert told == {"the first value is below 10 g/L: serum is not followed": 1, "a single value": 1}


def test_every_early_progression_is_listed_with_its_series(section: Section) -> None:
    listed = rows(section, "Every derived progression before day")
    assert [(row[0], row[2], row[3]) for row in listed] == [("relapses", 150, 179), ("zero-run", 61, 90)]
    assert listed[1][-1] == "0: 40 30: 0 45: 0 61: 20 90: 18 120: 16"
    naive_only, short_run = rows(section, "Before day 180 by the naive reading alone")
    assert (naive_only[0], short_run[0]) == ("lone-zero", "short-run")
    assert naive_only[-1] == "0: 40 [30: 0] 60: 20 90: 18 120: 16"


def test_what_shows_a_patient_is_not_kept(section: Section) -> None:
    assert {b.name for b in section.blocks if isinstance(b, Drawing) and b.local} >= {"ifm-relapses", "ifm-waterfall"}
    kept = section.kept()
    assert not any(subject in repr(kept.blocks) for subject in SERIES if subject not in ("once",))
    assert kept.blocks


def test_the_unit_is_said_to_be_assumed(section: Section) -> None:
    assert any("taken as g/L" in getattr(block, "text", "") for block in section.blocks)
