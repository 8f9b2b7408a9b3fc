"""Patients rebuilt from a published curve, at the command line: repairs and agreement told, bad rows named."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import orjson
import pytest
from typer.testing import CliRunner

from thirdline.interfaces.cli import app
from thirdline.interfaces.evidence.saying import phrase
from thirdline.statistics.reconstruction import Published, reconstruct

POINTS = [(0, 100), (2, 90), (1, 95), (4, 80), (6, 70), (6, 68), (8, 68.5), (10, 60), (14, 50), (20, 30)]
RISKS = [(0, 100), (5, 70), (10, 50), (15, 30), (24, 5)]
Pairs = Sequence[tuple[float, float]]


def run(*arguments: object, status: int = 0) -> str:
    told = CliRunner().invoke(app, ["evidence", "reconstruct", *(str(a) for a in arguments)])
    assert told.exit_code == status, told.output
    return told.output


def written(folder: Path, points: Pairs, risks: Pairs) -> tuple[Path, Path]:
    files = folder / "curve.csv", folder / "risk.csv"
    for file, head, rows in zip(files, ("time,survival", "time,at_risk"), (points, risks), strict=True):
        file.write_text("\n".join([head, *(f"{a},{b}" for a, b in rows)]) + "\n", encoding="utf-8")
    return files


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path, POINTS, RISKS)


def test_the_patients_are_those_of_the_statistic(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "individuals.csv"
    found = orjson.loads(run(*files, "--events", 60, "--arm", "DRd", "-o", out, "--json"))
    times, survival = zip(*POINTS, strict=True)
    at, n = zip(*RISKS, strict=True)
    expected = reconstruct(Published(times, survival, at, n, 60, "DRd"))
    assert found["individuals"]["time"] == expected.times.tolist()
    assert found["individuals"]["event"] == expected.events.astype(int).tolist()
    assert found["agreement"]["rmse"] == pytest.approx(expected.agreement.rmse, abs=1e-12)
    assert found["agreement"]["accurate"] and found["repairs"] == list(expected.repairs)
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert np.array_equal([float(row["time"]) for row in rows], expected.times)
    assert {row["arm"] for row in rows} == {"DRd"}
    assert sum(int(row["event"]) for row in rows) == found["events"] == 49


def test_repairs_and_agreement_are_told(files: tuple[Path, Path]) -> None:
    told = " ".join(run(*files, "--events", 60).split())
    for said in (
        "100 patients rebuilt, 49 events, 51 censored", "read as percent", "1 point(s) repeated a time", "drawn on flat",
        "Events printed: 60; rebuilt: 49", "the reconstruction is accurate", "Median of the rebuilt curve: 20.0",
    ):  # fmt: skip
        assert said in told
    assert re.search(r"^ +15 +30 +30$", run(*files), re.MULTILINE)


def test_a_clean_curve_needs_no_repair_and_one_row_at_risk_is_enough(tmp_path: Path) -> None:
    told = run(*written(tmp_path, [(0, 1), (1, 0.9), (2, 0.8)], [(0, 100)]))
    assert "  nothing" in told and "nobody is censored before the end" in " ".join(told.split())
    assert "not reached" in told


def test_in_russian_nothing_is_left_in_english(files: tuple[Path, Path]) -> None:
    told = run(*files, "--events", 60, "--lang", "ru")
    assert "Точек с повторённым временем: 1" in told
    assert [line for line in told.splitlines() if re.search(r"\b(the|of|was|were|point|table)\b", line)] == []


ODD: list[tuple[Pairs, Pairs, int | None]] = [
    (POINTS, RISKS, 60),
    ([(1, 0.9), (2, 0.8)], [(0, 50)], None),
    ([(-0.01, 1.02), (1, 0.9), (2, 0.91), (3, 0.8)], [(0, 50), (2, 30)], None),
    ([(0, 0.98), (1, 0.9), (2, 0.8)], [(0, 50), (2, 41)], 40),
    ([(0, 1), (1, 0.9), (2, 0.2)], [(0, 50), (2, 49)], 3),
    ([(0, 1), (1, 0.8), (2, 0.7)], [(0, 2)], None),
]


@pytest.mark.parametrize(("points", "risks", "events"), ODD)
def test_every_sentence_of_the_statistic_has_its_russian(points: Pairs, risks: Pairs, events: int | None) -> None:
    times, survival = zip(*points, strict=True)
    at, n = zip(*risks, strict=True)
    found = reconstruct(Published(times, survival, at, n, events))
    said = [*found.repairs, *found.notes]
    assert said
    assert [sentence for sentence in said if phrase(sentence) == sentence] == []


def test_a_curve_that_is_missed_is_called_so(tmp_path: Path) -> None:
    told = " ".join(run(*written(tmp_path, [(0, 1), (1, 0.8), (2, 0.7)], [(0, 2)])).split())
    assert "the reconstruction is not accurate" in told and "misses the points by" in told
    files = written(tmp_path, [(0, 1), (1, 0.9), (2, 0.2)], [(0, 50), (2, 49)])
    assert "At 2 the table prints 49 at risk" in " ".join(run(*files).split())


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_picture_shows_both_curves(lang: str, files: tuple[Path, Path], tmp_path: Path) -> None:
    svg, png = tmp_path / "rebuilt.svg", tmp_path / "rebuilt.png"
    run(*files, "--svg", svg, "--png", png, "--lang", lang, "--arm", "DRd")
    text = svg.read_text(encoding="utf-8")
    assert "DRd" in text and f'lang="{lang}"' in text and png.stat().st_size > 1000
    for label in ("Rebuilt", "Published") if lang == "en" else ("Восстановлено", "Опубликовано"):
        assert label in text


def test_semicolons_and_decimal_commas_are_read(files: tuple[Path, Path], tmp_path: Path) -> None:
    usual = orjson.loads(run(*files, "--json"))
    for file in files:
        text = file.read_text(encoding="utf-8").replace(",", ";").replace(".", ",")
        file.write_text(text, encoding="utf-8")
    assert orjson.loads(run(*files, "--json")) == usual


@pytest.mark.parametrize(
    ("points", "risks", "more", "said"),
    [
        (
            "time,survival\n0,1\n1,abc\n",
            "time,at_risk\n0,9\n",
            (),
            "curve.csv, row 3, survival: found 'abc'; allowed: a number",
        ),
        ("time,survival\n0,1\n1,\n", "time,at_risk\n0,9\n", (), "curve.csv, row 3, survival: found nothing"),
        ("time,survival\n0,1\n1,nan\n", "time,at_risk\n0,9\n", (), "curve.csv, row 3, survival: found 'nan'"),
        ("time,share\n0,1\n1,0.5\n", "time,at_risk\n0,9\n", (), "a heading with the columns time, survival. Add survival"),
        ("time,survival\n0,1\n\n1,1.5\n", "time,at_risk\n0,9\n", (), "curve.csv, row 4: survival 1.5; allowed: 0 to 1"),
        ("time,survival\n0,1\n1,0.5\n", "time,at_risk\n0,9\n1,12\n", (), "risk.csv, row 3: 12 at risk after 9"),
        ("time,survival\n0,1\n1,0.5\n", "time,at_risk\n0,9.5\n", (), "risk.csv, row 2: 9.5; allowed: whole numbers"),
        ("time,survival\n0,1\n1,0.5\n", "time,at_risk\n1,9\n", (), "risk.csv, row 2: time 1; allowed: 0"),
        ("time,survival\n0,1\n1,0.5\n", "time,at_risk\n0,9\n", ("--events", 10), "--events: 10; allowed: 0 to 9"),
        (
            "time,survival\n0,1\n1,0.5\n2,0.8\n",
            "time,at_risk\n0,9\n",
            (),
            "curve.csv, points: survival rises from 0.5 to 0.8",
        ),
        ("time,survival\n", "time,at_risk\n0,9\n", (), "curve.csv: found no row beneath the heading"),
        ("", "time,at_risk\n0,9\n", (), "curve.csv, row 1: found nothing"),
    ],
)
def test_bad_input_is_refused_by_file_and_row(
    points: str, risks: str, more: tuple[object, ...], said: str, tmp_path: Path
) -> None:
    files = tmp_path / "curve.csv", tmp_path / "risk.csv"
    for file, text in zip(files, (points, risks), strict=True):
        file.write_text(text, encoding="utf-8")
    out = tmp_path / "out.csv"
    assert said in run(*files, *more, "-o", out, status=2)
    assert not out.exists()


def test_a_file_that_is_not_there_is_said_so(files: tuple[Path, Path], tmp_path: Path) -> None:
    assert "No such file" in run(tmp_path / "none.csv", files[1], status=1)
