"""The command line: what is printed, exit statuses, one clear line for what is unusable, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from thirdline.interfaces.cli import app
from thirdline.interfaces.demo import CASE, examples
from thirdline.run import DERIVED_HERE

RECORD = str(examples() / CASE)


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def refused(*words: str, status: int = 1) -> str:
    """The one line on standard error of a command that must fail."""
    result = call(*words)
    assert result.exit_code == status, result.output
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def _count(file: Path) -> int:
    return duckdb.connect().execute("select count(*) from '" + str(file) + "'").fetchall()[0][0]


def test_demo_shows_the_course_and_writes_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = call("demo", "--html", str(page))
    assert result.exit_code == 0, result.output
    assert "IsaPd" in result.output
    assert "double refractory" in result.output
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_demo_speaks_russian(tmp_path: Path) -> None:
    result = call("demo", "--lang", "ru", "--html", str(tmp_path / "page.html"))
    assert "двойная рефрактерность" in result.output


def test_patient_prints_rows_as_json() -> None:
    result = call("patient", RECORD, CASE, "--json")
    shown = json.loads(result.stdout)
    assert [line["regimen"] for line in shown["lines"]] == ["vcd", "ird", "elord", "isapd"]
    assert set(DERIVED_HERE) <= set(shown)


def test_patient_as_of_a_day_knows_no_more_than_that_day() -> None:
    shown = json.loads(call("patient", RECORD, "--as-of", "2022-12-01", "--json").stdout)
    assert shown["status"][0]["n_lines"] == 2
    assert shown["refractoriness"] == []


def test_an_unknown_patient_is_refused_by_name() -> None:
    line = refused("patient", RECORD, "nobody")
    assert "nobody" in line
    assert CASE in line


def test_explain_goes_down_to_the_words_of_the_source() -> None:
    result = call("explain", RECORD, CASE, "refractoriness", "lenalidomide")
    assert "reason no_response" in result.output
    assert "« Рефрактерная миелома - отсутствие минимального »" in result.output
    assert "findings:f13" in result.output


@pytest.mark.parametrize(
    ("words", "said"), [(("nothing",), "refractoriness"), (("refractoriness", "aspirin"), "lenalidomide")]
)
def test_explain_names_what_there_is(words: tuple[str, ...], said: str) -> None:
    assert said in refused("explain", RECORD, CASE, *words, status=2)


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_course_writes_every_table(form: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call("course", RECORD, "-o", str(out), "--format", form)
    assert result.exit_code == 0, result.output
    assert {f.name for f in out.iterdir()} == {*(f"{name}.{form}" for name in DERIVED_HERE), "made.json", "import.json"}
    assert _count(out / f"lines.{form}") == 4


def test_course_replaces_only_what_it_wrote(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("keep me", encoding="utf-8")
    assert "another folder" in refused("course", RECORD, "-o", str(mine))
    assert [f.name for f in mine.iterdir()] == ["letter.txt"]
    out = tmp_path / "out"
    assert call("course", RECORD, "-o", str(out), "--format", "csv").exit_code == 0
    assert call("course", RECORD, "-o", str(out), "--format", "csv", "--as-of", "2022-01-01").exit_code == 0
    assert _count(out / "lines.csv") == 1


def test_an_unusable_record_leaves_nothing_behind(tmp_path: Path) -> None:
    record, out = tmp_path / "record", tmp_path / "out"
    record.mkdir()
    (record / "patients.csv").write_text('patient,sex\np,"fem', encoding="utf-8")
    assert "patients" in refused("course", str(record), "-o", str(out))
    assert sorted(f.name for f in tmp_path.iterdir()) == ["record"]


@pytest.mark.parametrize(
    "words",
    [("course", "/nowhere", "-o", "/tmp/x"), ("patient", "/nowhere"), ("patient", RECORD, "--practice", "none-such")],
)
def test_what_is_missing_is_named(words: tuple[str, ...]) -> None:
    line = refused(*words)
    assert line.startswith("thirdline: ")
    assert "Traceback" not in line


def test_schedule_prints_dates_and_sources_and_writes_a_calendar(tmp_path: Path) -> None:
    ics = tmp_path / "isapd.ics"
    result = call("schedule", "IsaPd", "--start", "2023-04-01", "--weight", "80", "--ics", str(ics))
    assert result.exit_code == 0, result.output
    assert "800 mg" in result.output
    assert ics.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_schedule_as_json_has_the_names_of_the_table() -> None:
    doses = json.loads(call("schedule", "pd", "--start", "2024-01-01", "--cycles", "1", "--json").stdout)
    assert {"cycle", "day", "drug", "on", "amount", "unit", "route", "note", "because"} <= set(doses[0])


def test_an_unknown_regimen_names_the_nearest() -> None:
    assert "isapd" in refused("schedule", "isapdd", "--start", "2023-04-01")


def test_a_bad_date_is_usage() -> None:
    assert call("schedule", "isapd", "--start", "01.04.2023").exit_code == 2


@pytest.mark.parametrize("word", ["Velcade", "Велкейд", "бортезомиб", "bortezomib", "L01XG01"])
def test_a_drug_is_shown_by_any_of_its_names(word: str) -> None:
    assert "id: bortezomib" in call("knowledge", "show", word).output


def test_knowledge_check_counts_what_loads() -> None:
    result = call("knowledge", "check")
    assert result.exit_code == 0
    assert "every fact is cited" in result.output


def test_nothing_known_by_that_name_is_usage() -> None:
    assert "bortezomib" in refused("knowledge", "show", "bortezomb", status=2)
