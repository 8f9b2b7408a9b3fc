"""The same SQL text on local Spark: every spec case stacked, each derived table equal row for row to DuckDB's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.spec.drawn import CASES, INPUT_NAMES, lay
from tests.spec.test_spec import GROUPS
from thirdline import run
from thirdline.engines import Engine, spark_session
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.spark import Spark
from thirdline.interfaces.courses import How, derive_into
from thirdline.knowledge import Knowledge
from thirdline.tables import TABLES

ALL = (*run.DERIVED_HERE, *run.ON_REQUEST)
PROFILES = ("real_world", "strict")
DEFAULT = "real_world"


def cohort(profile: str) -> dict[str, list[tuple[Any, ...]]]:
    """All cases under a profile as one cohort, each as its record stood on the day it asks about."""
    stacked: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INPUT_NAMES}
    for cases in GROUPS:
        asked, as_of = cases[0].group
        if (asked or DEFAULT) == profile:
            engine = DuckDB()
            lay(engine, cases, prefixed=True)
            run.cut(engine, run.Asked(as_of=as_of))
            for name in INPUT_NAMES:
                stacked[name] += engine.rows(name)
    return stacked


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("profile", PROFILES)
def test_spark_and_duckdb_agree_row_for_row(profile: str, spark: Spark, knowledge: Knowledge) -> None:
    tables, embedded = cohort(profile), DuckDB()
    engines: tuple[Engine, ...] = (embedded, spark)
    for engine in engines:
        for name, rows in tables.items():
            engine.create(TABLES[name], rows)
        engine.create(TABLES["record_issues"])
        run.derive(engine, knowledge, run.Asked(profile=profile), ALL)
    for name in ALL:
        order = TABLES[name].names
        assert spark.rows(name, order) == embedded.rows(name, order), name


def test_there_are_cases_to_compare() -> None:
    assert len(CASES) > 0
    assert {cases[0].profile or DEFAULT for cases in GROUPS} == set(PROFILES)


@pytest.mark.filterwarnings("default")
def test_the_flag_writes_the_same_file(
    spark: Spark, knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One table is enough here (a cohort has all): quotes, commas and lines within a cell, in a folder of an odd name."""
    record = tmp_path / "record"
    record.mkdir()
    (record / "patients.csv").write_text("patient,diagnosis\np,multiple_myeloma\n", encoding="utf-8")
    rows = 'p,calcium,2024-01-01,2.4,"a ""b"", c"\np,"d\n e",2024-01-02,2.4,mmol/L\np,calcium,2024-01-03,2.4,\n'
    (record / "measurements.csv").write_text("patient,analyte,measured_on,value,unit\n" + rows, encoding="utf-8")

    @contextmanager
    def running(*_: object) -> Iterator[Any]:
        yield spark.spark

    monkeypatch.setattr(spark_session, "session", running)
    monkeypatch.setattr(run, "DERIVED_HERE", ("issues",))
    outs = {engine: tmp_path / f"{engine} [1] {{a}} %20*" for engine in ("duckdb", "spark")}
    for engine, out in outs.items():
        derive_into(record, out, knowledge, run.Asked(), How(engine, "csv", quiet=True))
    assert sorted(tmp_path.iterdir()) == sorted((record, *outs.values()))
    written = [(out / "issues.csv").read_bytes() for out in outs.values()]
    assert written[0] == written[1]
    assert b'""b"", c' in written[0]
    made = orjson.loads((outs["spark"] / "made.json").read_bytes())
    assert (made["engine"], made["engine_version"], made["master"]) == ("spark", spark.spark.version, "local[*]")
    assert made["rows"] == {"issues": 3}
    assert "starting" in made["seconds"]
