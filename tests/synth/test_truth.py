"""Without mess, the derivation must say what is known by construction, row for row."""

from __future__ import annotations

import pytest

from tests.synth.conftest import Drawn
from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from thirdline.tables import TABLES

N = 300
KNOWN = {
    name: tuple(column for column in TABLES[name].names if column != "because")
    for name in ("lines", "progressions", "responses", "best_responses", "refractoriness", "status")
}
"""What is known by construction of each table: all but the words of the reason."""


@pytest.fixture(scope="module")
def engine(drawn: Drawn, knowledge: Knowledge) -> DuckDB:
    """Derived and true tables of one cohort side by side."""
    record = drawn(N)
    engine = run.open_record(record, knowledge)
    run.derive(engine, knowledge, run.Asked(), KNOWN)
    for name in KNOWN:
        engine.connection.execute(f"create table true_{name} as select * from read_parquet('{record}/truth/{name}.parquet')")
    return engine


def told(engine: DuckDB, query: str) -> list[tuple]:
    return engine.connection.execute(query).fetchall()


def test_nothing_in_a_clean_record_is_set_aside(engine: DuckDB) -> None:
    assert told(engine, "select * from record_issues") == []


@pytest.mark.parametrize("table", KNOWN)
def test_what_is_derived_is_the_truth(engine: DuckDB, table: str) -> None:
    columns = ", ".join(KNOWN[table])
    assert told(engine, f"select count(*) > 0 from true_{table}") == [(True,)]
    assert told(engine, f"select {columns} from true_{table} except all select {columns} from {table} order by all") == []
    assert told(engine, f"select {columns} from {table} except all select {columns} from true_{table} order by all") == []


def test_the_cohort_holds_what_the_rules_are_about(engine: DuckDB) -> None:
    assert {row[0] for row in told(engine, "select distinct opened_by from true_lines")} >= {
        "first", "changed_regimen", "added_drug", "substituted_drug", "restarted"
    }  # fmt: skip
    assert {row[0] for row in told(engine, "select distinct best from true_best_responses")} >= {
        "CR",
        "VGPR",
        "PR",
        "MR",
        "SD",
        "PD",
    }
    assert {row[0] for row in told(engine, "select distinct criterion from true_progressions")} >= {
        "serum_m_protein", "urine_m_protein", "flc_difference", "lesion"
    }  # fmt: skip
    assert {row[0] for row in told(engine, "select distinct reason from true_refractoriness")} == {
        "no_response", "progressed_on_therapy", "progressed_within_window"
    }  # fmt: skip
    assert told(engine, "select max(n_transplants), max(line) >= 4 from true_lines") == [(2, True)]
