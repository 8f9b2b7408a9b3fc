"""Spontaneous reports at the command line: reports counted and not pairs, what can and cannot be concluded, bad files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import orjson
import pytest
from typer.testing import CliRunner

from thirdline.interfaces.cli import app
from thirdline.interfaces.evidence.reports import EXAMPLES
from thirdline.interfaces.words import LANGS, words
from thirdline.knowledge import Knowledge
from thirdline.statistics.disproportionality import Can, Cannot, count_reports, disproportionality, reported

REPORTED = [
    ("1", "alpha", "fall"), ("1", "beta", "fall"), ("2", "alpha", "fall"), ("3", "alpha", "rash"), ("4", "beta", "rash"),
    ("5", "beta", "fall"), ("6", "beta", "rash"), ("7", "gamma", "rash"), ("8", "gamma", "cough"), ("8", "gamma", "cough"),
    ("9", "alpha", "fall"),
]  # fmt: skip


def run(*arguments: object, status: int = 0) -> str:
    told = CliRunner().invoke(app, ["evidence", "reports", *(str(a) for a in arguments)])
    assert told.exit_code == status, told.output
    return told.output


def written(folder: Path, rows: list[tuple[str, ...]], parted: str = ",", head: str = "report,drug,event") -> Path:
    file = folder / "reports.csv"
    lines = [head.replace(",", parted), *(parted.join(row) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, REPORTED)


def test_the_measures_are_those_of_the_statistic(file: Path) -> None:
    found = orjson.loads(run(file, "--drug", "alpha", "--event", "fall", "--json"))
    counted = count_reports(REPORTED, "alpha", "fall")
    for side, cells in (("reports", counted.reports), ("pairs", counted.pairs)):
        expected = disproportionality(cells)
        assert found[side]["cells"]["both"] == cells.both
        for name in ("ror", "ror_exact", "prr", "ic"):
            estimate = getattr(expected, name)
            for part in ("value", "low", "high"):
                assert found[side][name][part] == pytest.approx(getattr(estimate, part), rel=1e-12)
    assert [each["id"] for each in found["can"]] == ["no-excess-of-reports-shown"]
    assert found["cannot"][0]["id"] == "no-causality"
    assert found["level"] == 0.95


def test_the_level_is_the_one_asked_for(file: Path) -> None:
    wide = orjson.loads(run(file, "--drug", "alpha", "--event", "fall", "--json", "--level", 99))
    usual = orjson.loads(run(file, "--drug", "alpha", "--event", "fall", "--json"))
    assert wide["reports"]["ror"]["high"] > usual["reports"]["ror"]["high"]


def test_counts_by_reports_and_by_pairs_stand_side_by_side(file: Path) -> None:
    told = run(file, "--drug", "alpha", "--event", "fall")
    assert re.search(r"^event, another drug +1 +2$", told, re.MULTILINE)
    assert re.search(r"reporting odds ratio \(ROR\) +12\.0 \(0\.51–280\) +6\.00 \(0\.35–102\)", told)
    assert "9 reports stand in 10 drug-event pairs" in told
    assert "1 rows repeat the same report" in told


def test_in_russian_nothing_is_left_in_english(file: Path) -> None:
    told = run(file, "--drug", "alpha", "--event", "fall", "--lang", "ru")
    assert "12,0 (0,51–280)" in told and "Чего заключить нельзя:" in told
    english = [line for line in told.splitlines() if re.search(r"\b(the|of|is|are|report|rows)\b", line)]
    assert english == []


def test_few_reports_and_empty_cells_are_said(tmp_path: Path) -> None:
    file = written(tmp_path, [("1", "alpha", "fall"), ("2", "beta", "rash"), ("3", "alpha", "rash")])
    for lang, few, empty in (("en", "Fewer than three", "A cell is 0"), ("ru", "Менее трёх", "В ячейке 0")):
        told = run(file, "--drug", "alpha", "--event", "fall", "--lang", lang)
        assert few in told and empty in told
    assert "not estimable" in run(file, "--drug", "alpha", "--event", "fall")


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    file = written(tmp_path, REPORTED, ";")
    file.write_text("\ufeff" + file.read_text(encoding="utf-8"), encoding="utf-8")
    plain = orjson.loads(run(file, "--drug", "alpha", "--event", "fall", "--json"))
    assert plain["reports"]["cells"] == {"both": 3, "drug_only": 1, "event_only": 1, "neither": 4}


@pytest.mark.parametrize(
    ("rows", "head", "drug", "said"),
    [
        (
            [("1", "alpha", ""), ("2", "beta", "fall")],
            "report,drug,event",
            "alpha",
            "reports.csv, row 2, event: found nothing",
        ),
        (REPORTED, "report,medicine,event", "alpha", "row 1: found report, medicine, event; allowed: a heading"),
        (REPORTED, "report,drug,event", "Alpha", "found no drug 'Alpha'; allowed: a name that the rows use"),
        (REPORTED, "report,drug,event", "alpah", "such as alpha"),
        ([("1", "alpha", "fall")], "report,drug,event", "alpha", "found no report without 'alpha'"),
        ([], "report,drug,event", "alpha", "found no row beneath the heading"),
        ([("", "", "x")] * 9, "report,drug,event", "alpha", "and 13 more rows like these"),
    ],
)
def test_a_bad_file_is_refused_by_row(rows: list[tuple[str, ...]], head: str, drug: str, said: str, tmp_path: Path) -> None:
    assert said in run(written(tmp_path, rows, head=head), "--drug", drug, "--event", "fall", status=2)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    file.write_bytes("report,drug,event\n1,препарат,событие\n".encode("cp1251"))
    assert "not UTF-8" in run(file, "--drug", "a", "--event", "b", status=2)


@pytest.mark.parametrize("asked", [(), ("--drug", "a"), ("--example", "none"), ("reports.csv", "--example", "car-t")])
def test_half_a_question_is_refused(asked: tuple[str, ...]) -> None:
    run(*asked, status=2)


@pytest.mark.parametrize("lang", LANGS)
def test_the_question_of_the_t_cell_malignancies(lang: str, knowledge: Knowledge) -> None:
    example = EXAMPLES["car-t"]
    trial = knowledge.of("trials")[example.trial]
    told = " ".join(run("--example", "car-t", "--lang", lang).split())
    assert "22" in told and "34\u202f000" in run("--example", "car-t", "--lang", lang)
    assert " ".join(str(trial.cites["cases"].quote).split()) in told
    assert " ".join(getattr(trial.remark, lang).split()) in told
    assert ("6.5 (4.1–9.8)" if lang == "en" else "6,5 (4,1–9,8)") in told
    say, result = words(lang, "reports"), reported(22, 34000, counted="doses")  # type: ignore[arg-type]
    for side in ("can", "cannot"):
        for word in getattr(result, side):
            assert say(f"{side}.{word}") in told


def test_the_example_as_json() -> None:
    found = orjson.loads(run("--example", "car-t", "--json"))
    assert (found["cases"], found["treated"], found["counted"], found["rate"]) == (22, 34000, "doses", None)
    assert found["proportion"]["low"] == pytest.approx(0.000405544, abs=1e-8)
    assert found["citation"]["checked"] == "quoted"
    assert "no-causality" in [each["id"] for each in found["cannot"]]


@pytest.mark.parametrize("lang", LANGS)
def test_every_statement_has_its_sentence(lang: str) -> None:
    texts = words(lang, "reports").texts  # type: ignore[arg-type]
    assert set(texts["can"]) == set(get_args(Can))
    assert set(texts["cannot"]) == set(get_args(Cannot))
