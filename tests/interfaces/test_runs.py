"""A run can be trusted: whole or not at all, within its limits, followed as it goes, and able to say what made it."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from thirdline.engines.duckdb import DuckDB
from thirdline.engines.limits import EngineError, Limits, bytes_of
from thirdline.interfaces import whole, workings
from thirdline.interfaces.cli import app
from thirdline.interfaces.demo import CASE, examples
from thirdline.interfaces.inputs import check_unchanged, inputs
from thirdline.interfaces.progress import Lines, Watch, watching
from thirdline.interfaces.words import words
from thirdline.records import RecordError
from thirdline.run import DERIVED_HERE
from thirdline.tables import TABLES

RECORD = examples() / CASE
COURSE = [sys.executable, "-m", "thirdline", "course"]


def course(record: Path, out: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["course", str(record), "-o", str(out), *words])


def made(out: Path) -> dict[str, object]:
    return json.loads((out / "made.json").read_text(encoding="utf-8"))


def contents(out: Path) -> dict[str, bytes]:
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def fetched(query: str) -> list[tuple[object, ...]]:
    return duckdb.connect().execute(query).fetchall()


# whole or not at all


@pytest.mark.parametrize("way", ["exchange", "aside"])
def test_killed_at_any_step_the_output_stays_whole_and_nothing_else_stays(way: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.interfaces.killing", str(tmp_path), way], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 50


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "begun": Path.exists,
    "writing": lambda work: (work / "made" / "issues.csv").exists(),
    "written": lambda work: (work / "made" / "options.csv").exists(),
    "signed": lambda work: (work / "made" / "made.json").exists(),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_course_killed_leaves_the_last_good_output_and_the_next_run_leaves_no_temporary(
    moment: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert course(RECORD, out, "--format", "csv", "--as-of", "2022-01-01").exit_code == 0
    before = contents(out)
    running = subprocess.Popen(
        [*COURSE, str(RECORD), "-o", str(out), "--format", "csv", "--quiet"], stdout=subprocess.DEVNULL
    )
    while running.poll() is None and not any(map(MOMENTS[moment], tmp_path.glob(".out.thirdline-*"))):
        time.sleep(0.0005)
    running.send_signal(signal.SIGKILL)
    was_killed = running.wait() == -signal.SIGKILL
    if contents(out) != before:  # it was quicker than the kill, or came to its last step
        assert fetched(f"select count(*) from '{out / 'lines.csv'}'") == [(4,)]
        assert moment in ("signed", "written")
    elif was_killed:
        assert len(list(tmp_path.iterdir())) == 2
    assert course(RECORD, out, "--format", "csv").exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
    assert fetched(f"select count(*) from '{out / 'lines.csv'}'") == [(4,)]


def test_a_run_that_lives_keeps_its_working_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with whole.folder(out) as first:
        (first / "text").write_text("first")
        with whole.folder(out) as second:
            (second / "text").write_text("second")
            (second / "made.json").write_text("{}")
        assert (out / "text").read_text() == "second"
        assert first.exists()
        (first / "made.json").write_text("{}")
    assert (out / "text").read_text() == "first"
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_sweep_touches_nothing_of_other_names(tmp_path: Path) -> None:
    others = [".out.bak", ".out.thirdline-short", ".outer.thirdline-12345678", "out.thirdline-12345678"]
    for name in others:
        (tmp_path / name).mkdir()
    (tmp_path / ".out.thirdline-abcd1234").mkdir()
    (tmp_path / ".out.thirdline-file1234").write_text("a file, not a folder")
    workings.sweep(tmp_path / "out")
    assert {file.name for file in tmp_path.iterdir()} == {*others, ".out.thirdline-file1234"}


def test_a_failure_leaves_what_stood_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert course(RECORD, out).exit_code == 0
    before = contents(out)
    with pytest.raises(ZeroDivisionError), whole.folder(out):
        raise ZeroDivisionError
    assert contents(out) == before
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_what_was_put_beside_the_tables_is_not_lost(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert course(RECORD, out, "--partitions", "2").exit_code == 0
    (out / "lines" / "notes.txt").write_text("mine", encoding="utf-8")
    refused = course(RECORD, out)
    assert refused.exit_code == 1
    assert "lines/notes.txt" in refused.stderr
    assert (out / "lines" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_what_is_put_there_during_the_run_is_not_lost_either(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(FileExistsError, match="letter"), whole.folder(out):
        whole.write(out / "letter", "mine")
    assert (out / "letter").read_text() == "mine"


def test_a_link_is_followed_to_the_folder_meant(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "disk" / "real", target_is_directory=True)
    for _ in range(2):
        assert course(RECORD, tmp_path / "out").exit_code == 0
    assert (tmp_path / "out").is_symlink()
    assert [file.name for file in (tmp_path / "disk").iterdir()] == ["real"]


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for text in ("one", "two"):
        whole.write(page, text)
        assert page.read_text(encoding="utf-8") == text
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


# memory


@pytest.mark.parametrize(
    ("amount", "size"),
    [("4GB", 4_000_000_000), ("1.5 GiB", 1_610_612_736), ("512m", 512_000_000), ("2tb", 2_000_000_000_000)],
)
def test_an_amount_of_memory_is_read(amount: str, size: int) -> None:
    assert bytes_of(amount) == size


@pytest.mark.parametrize("amount", ["4 gigs", "-1", "-4GB", "0GB", "1000", "", "GB", "80%", "4GB; drop table x"])
def test_what_is_no_amount_of_memory_is_usage(amount: str, tmp_path: Path) -> None:
    result = course(RECORD, tmp_path / "out", "--memory", amount)
    assert result.exit_code == 2
    assert "4GB" in result.stderr
    assert not list(tmp_path.iterdir())


def test_tables_far_larger_than_the_limit_spill_and_come_out_whole(tmp_path: Path) -> None:
    n = 3_000_000
    spill = tmp_path / "spill"
    engine = DuckDB(limits=Limits("100MB", 2, spill))
    engine.materialise("big", f"select md5(range::varchar) as patient, range as n from range({n}) order by patient")
    assert sum(file.stat().st_size for file in spill.iterdir()) > bytes_of("50MB")
    engine.write("big", tmp_path / "big.parquet", "parquet")
    whole_ = f"select count(*), sum(n), count(distinct patient) from '{tmp_path / 'big.parquet'}'"
    assert fetched(whole_) == [(n, n * (n - 1) // 2, n)]
    assert fetched(
        f"select min(p) from (select patient >= lag(patient) over () as p from '{tmp_path / 'big.parquet'}')"
    ) == [(True,)]


def test_too_little_memory_is_said_with_what_to_do(tmp_path: Path) -> None:
    engine = DuckDB(limits=Limits("20MB", 2, tmp_path / "spill"))
    with pytest.raises(EngineError, match=r"big: 19.0 MiB of memory .* --memory"):
        engine.materialise("big", "select md5(range::varchar) as patient from range(3000000) order by patient")


def test_a_place_that_cannot_be_spilled_into_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    engine = DuckDB(limits=Limits("50MB", 2, tmp_path / "file"))
    with pytest.raises(EngineError, match=r"big: .*directory.*disk"):
        engine.materialise("big", "select md5(range::varchar) as patient from range(3000000) order by patient")


def test_a_course_within_a_limit_spills_beside_the_output_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert course(RECORD, out, "--memory", "200MB", "--threads", "1").exit_code == 0
    assert (made(out)["memory"], made(out)["threads"]) == ("200MB", 1)
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_course_without_enough_memory_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    result = course(RECORD, tmp_path / "out", "--memory", "1MB", "--quiet")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "--memory" in result.stderr
    assert list(tmp_path.iterdir()) == []


# progress


def test_off_a_terminal_each_stage_is_one_line_in_order(tmp_path: Path) -> None:
    result = course(RECORD, tmp_path / "out")
    lines = result.stderr.splitlines()
    first = [line for line in lines if "again" not in line]
    n = len(first)
    assert [line.split()[0] for line in first] == [f"[{k}/{n}]" for k in range(1, n + 1)]
    assert first[0].startswith(f"[1/{n}] reading the record  rows: 33  ")
    assert "options  rows: 9" in first[-1]
    places = [int(line[1 : line.index("/")]) for line in lines]
    assert places == sorted(places)
    assert result.stdout.count("\n") == 1


def test_quiet_tells_nothing(tmp_path: Path) -> None:
    assert course(RECORD, tmp_path / "out", "--quiet").stderr == ""


def test_progress_speaks_russian(tmp_path: Path) -> None:
    assert "чтение записей  строк: 33" in course(RECORD, tmp_path / "out", "--lang", "ru").stderr


def test_a_repeated_stretch_is_one_line_a_round_and_numbers_never_fall(capsys: pytest.CaptureFixture[str]) -> None:
    watch = Watch(Lines(words("en")), 5)
    stages = [("a", 1), ("b", 2), ("c", 3), ("b", 2), ("c", 3), ("b", 2), ("c", 3), ("d", 4), ("d", 4), ("e", 5)]
    for name, place in stages:
        watch.begin(name, place, lambda: 1234567)
    watch.end()
    told = [line.rsplit("  ", 1)[0] for line in capsys.readouterr().err.splitlines()]
    assert told == [
        "[1/5] a  rows: 1,234,567", "[2/5] b  rows: 1,234,567", "[3/5] c  rows: 1,234,567", "[3/5] b … c again",
        "[3/5] b … c again", "[4/5] d  rows: 1,234,567", "[4/5] d again", "[5/5] e  rows: 1,234,567",
    ]  # fmt: skip
    assert set(watch.seconds) == set("abcde")


def test_on_a_terminal_a_bar_shows_stage_rows_and_time(tmp_path: Path) -> None:
    reader, writer = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "160"}
    running = subprocess.Popen(
        [*COURSE, str(RECORD), "-o", str(tmp_path / "out")], stdout=subprocess.DEVNULL, stderr=writer, env=env
    )
    os.close(writer)
    told = b""
    while True:
        try:
            told += os.read(reader, 65536)
        except OSError:
            break
    os.close(reader)
    assert running.wait() == 0
    text = told.decode()
    assert "reading the record" in text
    assert "━" in text
    assert "rows: " in text
    assert "0:00:0" in text


def test_nothing_is_counted_for_nobody() -> None:
    with watching(1, words("en"), {}, quiet=True) as watch:
        watch.begin("a", 1, lambda: pytest.fail("counted"))
        watch.end()


# parts, and what made it


def test_parts_hold_the_same_rows_and_a_patient_always_the_same_part(tmp_path: Path) -> None:
    record, n = examples() / "synthetic-tiers", 4
    one, parts = tmp_path / "one", tmp_path / "parts"
    assert course(record, one).exit_code == 0
    assert course(record, parts, "--partitions", str(n)).exit_code == 0
    for name in DERIVED_HERE:
        files = sorted(file.name for file in (parts / name).iterdir())
        assert files == [f"part-{k:05}.parquet" for k in range(n)]
        rows = fetched(f"select * from '{one / name}.parquet'")
        order = [f'"{column}"' for column in TABLES[name].names]
        assert fetched(f"select {', '.join(order)} from '{parts / name}/*.parquet' order by all") == rows
        for k in range(n):
            for (patient,) in fetched(f"select distinct patient from '{parts / name}/part-{k:05}.parquet'"):
                assert int(hashlib.md5(str(patient or "").encode()).hexdigest()[:7], 16) % n == k
    assert made(one)["rows"] == made(parts)["rows"]


def test_what_made_an_output_stands_beside_it(tmp_path: Path) -> None:
    out, record = tmp_path / "out", tmp_path / "record"
    record.mkdir()
    (record / "patients.csv").write_text("patient,diagnosis\np,multiple_myeloma\n", encoding="utf-8")
    header = "patient,analyte,measured_on,value,unit\n"
    (record / "measurements.csv").write_text(header + "p,calcium,2024-01-01,2.4,\n", encoding="utf-8")
    assert course(record, out, "--as-of", "2024-06-01", "--profile", "strict").exit_code == 0
    said = made(out)
    assert said["as_of"] == "2024-06-01"
    assert (said["profile"], said["engine"], said["format"]) == ("strict", "duckdb", "parquet")
    assert said["engine_version"] == f"duckdb {duckdb.__version__}"
    summed = subprocess.run(
        "sha256sum measurements.csv patients.csv | sha256sum",
        shell=True,
        cwd=record,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said["input"]["sha256"] == summed.stdout.split()[0]  # type: ignore[index]
    assert [file["name"] for file in said["input"]["files"]] == ["measurements.csv", "patients.csv"]  # type: ignore[index]
    assert said["read"]["patients"] == 1  # type: ignore[index]
    assert sum(said["issues"].values()) == said["rows"]["issues"] == 1  # type: ignore[union-attr, index]
    assert set(said["rows"]) == set(DERIVED_HERE)  # type: ignore[arg-type]
    assert {"reading", "lines", "options"} <= set(said["seconds"])  # type: ignore[arg-type]
    assert set(said["files"]) == set(contents(out))  # type: ignore[arg-type]


def test_an_output_within_its_record_is_none_of_its_input(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text("patient\np\n", encoding="utf-8")
    (tmp_path / ".hidden").write_text("not read", encoding="utf-8")
    for _ in range(2):
        assert course(tmp_path, tmp_path / "out").exit_code == 0
        assert [file["name"] for file in made(tmp_path / "out")["input"]["files"]] == ["patients.csv"]  # type: ignore[index]


def test_a_record_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "patients.csv"
    file.write_text("patient\np\n", encoding="utf-8")
    files = inputs(tmp_path, tmp_path / "out")
    check_unchanged(tmp_path, files)
    file.write_text("patient\np\nq\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"patients\.csv: changed while it was read"):
        check_unchanged(tmp_path, files)
