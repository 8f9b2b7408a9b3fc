"""The same SQL text on local Spark: every spec case stacked, each derived table equal row for row to DuckDB's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spec.drawn import CASES, INPUT_NAMES, lay
from tests.spec.test_spec import GROUPS
from thirdline import run
from thirdline.engines import Engine
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.spark import Spark
from thirdline.knowledge import Knowledge
from thirdline.tables import TABLES

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
        run.derive(engine, knowledge, run.Asked(profile=profile))
    for name in run.DERIVED_HERE:
        order = TABLES[name].names
        assert spark.rows(name, order) == embedded.rows(name, order), name


def test_there_are_cases_to_compare() -> None:
    assert len(CASES) > 0
    assert {cases[0].profile or DEFAULT for cases in GROUPS} == set(PROFILES)
