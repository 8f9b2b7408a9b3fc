"""`thirdline synth`: what is printed, exit statuses, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.synth.conftest import rows
from thirdline.interfaces.cli import app


def call(*words: str) -> Result:
    return CliRunner().invoke(app, ["synth", *words])


def made(tmp_path: Path, *words: str) -> Path:
    out = tmp_path / "record"
    result = call("-n", "20", "--seed", "11", "-o", str(out), "--quiet", *words)
    assert result.exit_code == 0, result.output
    return out


def test_a_record_with_its_truth_is_written_and_said(tmp_path: Path) -> None:
    result = call("-n", "20", "--seed", "11", "-o", str(tmp_path / "record"))
    assert result.exit_code == 0, result.output
    assert f"{tmp_path}/record: 20 patients, rows: " in result.stdout.replace("\n", "")
    assert "patients: 20 of 20" in result.stderr
    assert sorted(path.name for path in (tmp_path / "record").iterdir()) == [
        "events.parquet", "exposures.parquet", "findings.parquet", "made.json", "measurements.parquet", "patients.parquet",
        "procedures.parquet", "truth",
    ]  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["record"]


def test_it_says_so_in_russian(tmp_path: Path) -> None:
    result = call("-n", "21", "--seed", "11", "-o", str(tmp_path / "record"), "--lang", "ru")
    assert "21 пациент," in result.stdout.replace("\n", "")
    assert "пациентов: 21 из 21" in result.stderr


def test_quiet_tells_nothing_of_the_progress(tmp_path: Path) -> None:
    result = call("-n", "20", "--seed", "11", "-o", str(tmp_path / "record"), "--quiet")
    assert result.stderr == ""


def test_json_is_what_stands_in_the_folder(tmp_path: Path) -> None:
    result = call("-n", "20", "--seed", "11", "-o", str(tmp_path / "record"), "--json", "--quiet", "--mess", "lone_zeros")
    told = json.loads(result.stdout)
    kept = json.loads((tmp_path / "record" / "made.json").read_text(encoding="utf-8"))
    assert told == {name: value for name, value in kept.items() if name != "files"}
    assert (told["patients"], told["seed"], told["mess"], told["form"]) == (20, 11, ["lone_zeros"], "tables")
    for table, n in told["rows"].items():
        assert rows(f"select count(*) from '{{record}}/{table}.parquet'", record=tmp_path / "record") == [(n,)]


def test_csv_holds_the_same(tmp_path: Path) -> None:
    parquet, csv = made(tmp_path / "a"), made(tmp_path / "b", "--csv")
    for table in ("patients", "measurements", "truth/lines"):
        text = f"select columns(*)::varchar from '{{one}}/{table}.parquet' order by all"
        read = f"select * from read_csv('{{one}}/{table}.csv', all_varchar = true) order by all"
        assert rows(text, one=parquet) == rows(read, one=csv)


@pytest.mark.parametrize(("form", "file"), [("fhir", "Observation.ndjson"), ("omop", "measurement.parquet")])
def test_other_forms(tmp_path: Path, form: str, file: str) -> None:
    out = made(tmp_path, "--form", form)
    assert (out / file).stat().st_size > 0
    assert (out / "truth" / "lines.parquet").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-n", "0", "--seed", "1"), "-n"),
        (("-n", "5", "--seed", "-1"), "--seed"),
        (("-n", "5", "--seed", "1", "--mess", "zeros"), "no such mess: 'zeros'"),
        (("-n", "5", "--seed", "1", "--form", "hl7"), "--form"),
        (("-n", "5", "--seed", "1", "--form", "omop", "--csv"), "--csv"),
        (("-n", "5"), "--seed"),
    ],
)
def test_what_cannot_be_asked_is_usage(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    result = call(*words, "-o", str(tmp_path / "record"))
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "notes.txt").write_text("mine", encoding="utf-8")
    result = call("-n", "5", "--seed", "1", "-o", str(tmp_path / "record"), "--quiet")
    assert result.exit_code == 1
    assert "notes.txt" in result.stderr
    assert [path.name for path in (tmp_path / "record").iterdir()] == ["notes.txt"]


def test_an_earlier_cohort_is_replaced_whole(tmp_path: Path) -> None:
    made(tmp_path, "--form", "fhir")
    out = made(tmp_path)
    assert list(out.glob("*.ndjson")) == []
    assert (out / "patients.parquet").is_file()
