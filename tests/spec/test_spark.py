"""The same SQL text on local Spark: every spec case stacked, each derived table equal row for row to DuckDB's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.spec.drawn import CASES, Case, derive, lay
from tests.spec.test_spec import GROUPS
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.spark import SMALL, Spark, session
from thirdline.knowledge import Knowledge
from thirdline.run import DERIVED_HERE
from thirdline.tables import TABLES


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    running = session("local[2]", SMALL)
    yield Spark(running)
    running.stop()


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("cases", GROUPS, ids=lambda cases: str(cases[0].group))
def test_spark_and_duckdb_agree_row_for_row(cases: list[Case], spark: Spark, knowledge: Knowledge) -> None:
    embedded = DuckDB()
    for engine in (embedded, spark):
        lay(engine, cases, prefixed=True)
        derive(engine, knowledge, cases[0])
    for name in DERIVED_HERE:
        order = TABLES[name].names
        assert spark.rows(name, order) == embedded.rows(name, order), name


def test_there_are_cases_to_compare() -> None:
    assert len(CASES) > 0
