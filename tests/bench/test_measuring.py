"""What is measured is what it says: the same rows, in a process of its own, with the memory and the reason it had."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from thirdline import flow, run
from thirdline.interfaces.starting import AT_HAND, CHOSEN_BY, TUNABLES
from thirdline.knowledge import Knowledge
from thirdline.tables import TABLES
from tools.bench import apart, cohort, fhir, machine, one_patient, split, statistics
from tools.bench.__main__ import main
from tools.bench.apart import MeasurementError, bytes_in, measured
from tools.bench.course import COURSE
from tools.bench.plan import compared

PATIENTS = 12


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn record."""
    folder = tmp_path_factory.mktemp("bench") / "cohort-12"
    cohort.draw(str(folder), PATIENTS)
    return folder


def test_the_smallest_bench_runs_to_its_pages(tmp_path: Path) -> None:
    words = ["--sizes", "5", "--only", "cohorts", "--docs", str(tmp_path / "docs"), "--work", str(tmp_path / "work")]
    assert main(words) == 0
    figures = json.loads((tmp_path / "docs" / "benchmarks.json").read_text())["figures"]
    assert figures.keys() == {f"{key} 5" for key in ("cohort", "sort_before", "course", "sort_after", "every_table")}
    assert figures["course 5"]["rows"] == figures["cohort 5"]["rows"] > 0
    assert {"lines", "options", "writing", "reading the record"} <= figures["course 5"]["stages"].keys()
    assert all(found["peak_mb"] > 10 for found in figures.values())
    assert (tmp_path / "docs" / "benchmarks.md").is_file() and (tmp_path / "docs" / "scale.md").is_file()
    assert not list((tmp_path / "work").glob("room*"))


def test_sizes_that_cannot_be_end_with_a_message(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--sizes", "10", "15", "--docs", str(tmp_path)]) == 2
    assert "15 patients cannot be copies of 10" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_process_that_fails_gives_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(MeasurementError, match="Error"):
        measured("tools.bench.cohort:copy", {"source": "", "folder": "/proc/nowhere/x", "times": 1, "threads": 1}, print)


def surrounded() -> dict[str, Any]:
    """What a measured process finds set."""
    return {name: os.environ[name] for name in CHOSEN_BY if name in os.environ}


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (None, {TUNABLES: AT_HAND}),
        ({TUNABLES: ""}, {TUNABLES: ""}),
        ({"LD_PRELOAD": "libm.so.6"}, {"LD_PRELOAD": "libm.so.6"}),
    ],
)
def test_a_process_is_started_as_thirdline_is_but_for_what_is_chosen(
    chosen: dict[str, str] | None, found: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in CHOSEN_BY:
        monkeypatch.delenv(name, raising=False)
    told = measured(f"{__name__}:surrounded", {}, print, chosen=chosen)
    assert {name: told[name] for name in CHOSEN_BY if name in told} == found


def test_a_machine_without_another_allocator_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "find_library", {"jemalloc": "libjemalloc.so.2"}.get)
    assert machine.other_allocator() == "libjemalloc.so.2"
    monkeypatch.setattr(machine, "find_library", {}.get)
    assert machine.other_allocator() == ""


def test_a_process_that_is_killed_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "said").touch()
    assert apart._reason(-9, tmp_path / "said") == "ended by signal 9 (too little memory on this machine?)"


def test_the_disk_is_what_the_files_take(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "file").write_bytes(b"x" * 100_000)
    assert 100_000 <= bytes_in(tmp_path) < 110_000
    assert bytes_in(tmp_path / "not there") == 0


def test_copies_are_patients_of_their_own(drawn: Path, tmp_path: Path) -> None:
    made = cohort.copy(str(drawn), str(tmp_path / "copies"), 3, 1)
    assert made["rows"] == 3 * cohort.rows_in(drawn)
    query = f"select count(*), count(distinct patient) from '{tmp_path}/copies/patients.parquet'"
    with duckdb.connect() as con:
        assert con.execute(query).fetchone() == (3 * PATIENTS, 3 * PATIENTS)


def test_a_cohort_that_stands_is_not_drawn_again(drawn: Path) -> None:
    before = (drawn / "patients.parquet").stat().st_mtime_ns
    assert cohort.draw(str(drawn), PATIENTS)["rows"] == cohort.rows_in(drawn)
    assert (drawn / "patients.parquet").stat().st_mtime_ns == before


def test_one_patient_of_an_open_cohort_has_the_rows_of_the_whole_run(drawn: Path, knowledge: Knowledge) -> None:
    whole = run.open_record(drawn, knowledge)
    run.derive(whole, knowledge, run.Asked(), COURSE)
    opened = one_patient.opened_record(drawn, knowledge)
    asked = one_patient.some_of(opened, 4)
    assert len(asked) == 4 and asked[0] != asked[-1][:-1]
    for id in asked:
        found = one_patient.shown(opened, id)
        assert {name: sorted(rows, key=str) for name, rows in found.items()} == {
            name: sorted((row for row in whole.rows(name) if row[0] == id), key=str) for name in COURSE
        }


def test_parts_by_patient_make_the_whole(drawn: Path) -> None:
    def part(number: int, of: int) -> dict[str, Any]:
        return {**split.part(str(drawn), 1, number, of), "seconds": 1, "peak_mb": 1}

    whole, parts = part(0, 1), [part(0, 2), part(1, 2)]
    assert compared(whole, parts)["different"] == []
    assert all(0 < each["digests"]["lines"][0] < whole["digests"]["lines"][0] for each in parts)


def derivations() -> list[flow.Derivation]:
    """The derivations of course and options."""
    return [each for each in flow.derivations().values() if each.layer in ("course", "options")]


@pytest.mark.parametrize("stage", derivations(), ids=lambda stage: stage.name)
def test_nothing_crosses_patients(stage: flow.Derivation) -> None:
    """Each window is partitioned by patient; a group without the patient is of knowledge alone."""
    tree = sqlglot.parse_one(stage.sql, read="duckdb")
    for window in tree.find_all(exp.Window):
        assert _names_patient(window.args.get("partition_by") or [])
    for group in tree.find_all(exp.Group):
        if not (group.args.get("all") or _names_patient(group.expressions)):
            read = {table.name for table in group.parent_select.find_all(exp.Table)}  # type: ignore[union-attr]
            assert {TABLES[name].place for name in read if name in TABLES} == {"knowledge"}


def _names_patient(expressions: list[Any]) -> bool:
    return any(column.name == "patient" for each in expressions for column in each.find_all(exp.Column))


def test_fhir_is_read_as_it_was_drawn(tmp_path: Path) -> None:
    assert fhir.draw(str(tmp_path), 300)["observations"] == 300
    for figures in (fhir.bare(str(tmp_path), 1, True), fhir.bare(str(tmp_path), 1, False), fhir.found(str(tmp_path), 1)):
        assert figures["seconds"] > 0
    assert fhir.whole(str(tmp_path), 1)["seconds"] > 0


def test_a_bundle_has_the_entries_it_is_named_for(tmp_path: Path) -> None:
    from tools.bench.hospital import bundle

    said = json.loads(bundle(tmp_path / "bundle.json", fhir.BUNDLE).read_text())
    assert len(said["entry"]) == fhir.BUNDLE == 400


def test_statistics_are_drawn_and_fitted_to_one_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "PEOPLE", 400)
    statistics.draw(str(tmp_path))
    found = {what: statistics.ours(str(tmp_path), what)["figure"] for what in statistics.SUBJECTS}
    assert 0 < found["kaplan_meier"] < 1 and 0 < found["glmm"] < 1
    assert 0.1 < found["cox"] < 0.5
    assert abs(found["network"]) < 2


def test_a_peer_that_is_not_there_is_told_as_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics.shutil, "which", lambda _: None)
    assert statistics.peer(str(tmp_path), "cox") == {"absent": "no Rscript here"}
