"""A round that comes again runs for those alone whom the round before has changed, on both engines with the same rows."""

from __future__ import annotations

from collections import defaultdict

import pytest

from thirdline import flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.spark import Spark
from thirdline.flow import rounds
from thirdline.interfaces.demo import examples
from thirdline.knowledge import Knowledge
from thirdline.tables import TABLES

COHORT = examples() / "synthetic-tiers"
LATER = "progressions"
READER = "line_nexts"


class Watched(DuckDB):
    """An engine that keeps the patients of each table made again, round by round."""

    def __init__(self) -> None:
        super().__init__()
        self.again: dict[str, list[set[str]]] = defaultdict(list)

    def materialise(self, name: str, sql: str, table: object = None) -> None:
        super().materialise(name, sql, table)  # type: ignore[arg-type]
        if name.endswith(rounds.AGAIN):
            self.again[name.removesuffix(rounds.AGAIN)].append(patients(self, name))


def patients(engine: DuckDB, name: str) -> set[str]:
    return {id for (id,) in engine.connection.execute(f"select distinct patient from {name}").fetchall()}


def test_only_those_whom_a_round_changed_are_derived_again(knowledge: Knowledge) -> None:
    engine = Watched()
    run.open_record(COHORT, knowledge, engine)
    run.derive(engine, knowledge, run.Asked(), ("lines",))
    first = engine.again[READER][0]
    assert first and first < patients(engine, LATER)
    downstream = [some for name, found in engine.again.items() if name != READER for some in found]
    assert downstream
    assert all(some <= first for some in downstream)


def test_nothing_of_the_rounds_is_left(knowledge: Knowledge) -> None:
    engine = DuckDB()
    run.open_record(COHORT, knowledge, engine)
    run.derive(engine, knowledge, run.Asked(), ("lines",))
    names = [name for (name,) in engine.connection.execute("select table_name from duckdb_tables()").fetchall()]
    assert not [name for name in names if name.endswith((rounds.AGAIN, rounds.CHANGED, flow.BEFORE))]


def test_what_never_settles_is_said() -> None:
    engine = DuckDB()
    engine.create(TABLES["patients"], [("a", *[None] * (len(TABLES["patients"].columns) - 1))])
    flips = f"select p.patient, null as line from patients p where not exists (select 1 from {LATER}{flow.BEFORE} b)"
    table = TABLES[LATER]
    sql = "select " + ", ".join(c if c == "patient" else f"null as {c}" for c in table.names) + f" from ({flips}) f"
    stage = flow.Derivation(LATER, "course", sql, ("patients", LATER + flow.BEFORE))
    rounds.start([LATER], engine)
    rounds.run_stage(engine, stage)
    with pytest.raises(RuntimeError, match=f"{LATER}: still changing after {rounds.MOST_ROUNDS} rounds"):
        rounds.repeat([stage], rounds.run_stage, engine)


def replaced(engine: DuckDB | Spark) -> list[tuple]:
    columns = "select '{}' as patient, {} as n"
    engine.materialise("kept_rows", f"{columns.format('a', 1)} union all {columns.format('b', 2)}")
    engine.materialise("newer_rows", f"{columns.format('a', 3)} union all {columns.format('a', 4)}")
    engine.replace("kept_rows", "newer_rows", "select 'a' as patient union all select 'c' as patient")
    return engine.rows("kept_rows", ("patient", "n"))


def test_rows_are_replaced_for_the_patients_named(spark: Spark) -> None:
    assert replaced(DuckDB()) == replaced(spark) == [("a", 3), ("a", 4), ("b", 2)]
