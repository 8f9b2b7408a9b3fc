"""One patient of a cohort that stays open: the same rows as in the cohort, in one lane and in several."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.lanes import Job, in_lanes
from thirdline.flow import derive
from thirdline.interfaces.demo import examples
from thirdline.knowledge import Knowledge, load

TABLES = run.DERIVED_HERE
COHORTS = ("synthetic-tiers", "synthetic-cells")


def opened(record: Path, knowledge: Knowledge) -> DuckDB:
    engine = run.open_record(record, knowledge)
    run.lay(engine, knowledge, run.Asked())
    return engine


def rows_of(engine: DuckDB, table: str, patient: str) -> list[tuple]:
    return sorted((row for row in engine.rows(table) if row[0] == patient), key=repr)


@pytest.mark.parametrize("cohort", COHORTS)
@pytest.mark.parametrize("lanes", [1, 2, 4])
def test_a_patient_alone_gets_the_rows_that_the_cohort_gives(cohort: str, lanes: int) -> None:
    knowledge = load()
    together = opened(examples() / cohort, knowledge)
    derive(together, TABLES)
    warm = run.open_record(examples() / cohort, knowledge)
    run.warm(warm, knowledge, run.Asked(), lanes)
    for (patient,) in warm.connection.execute("select patient from patients order by patient").fetchall():
        with run.derive_one(warm, run.Asked(patient=patient), TABLES) as derived:
            for table in TABLES:
                assert rows_of(derived, table, patient) == rows_of(together, table, patient), (patient, table)


def test_what_a_request_made_is_gone_with_it() -> None:
    warm = run.open_record(examples() / COHORTS[0], load())
    run.warm(warm, load(), run.Asked())
    id = warm.rows("patients", ("patient",))[0][0]
    with run.derive_one(warm, run.Asked(patient=id), ("status",)) as derived:
        assert derived.count("patients") == 1 < warm.count("patients")
    left = warm.connection.execute("select schema_name from duckdb_schemas() where schema_name like 'request%'").fetchall()
    assert left == []


def test_a_request_that_fails_leaves_nothing_behind() -> None:
    warm = opened(examples() / COHORTS[0], load())
    with pytest.raises(ZeroDivisionError), warm.request():
        raise ZeroDivisionError
    assert warm.connection.execute("select count(*) from duckdb_schemas() where schema_name like 'request%'").fetchone() == (
        0,
    )


@pytest.mark.parametrize("lanes", [1, 3])
def test_a_job_is_done_after_those_it_needs_and_once(lanes: int) -> None:
    done: list[str] = []
    needs = {"a": "", "b": "a", "c": "", "d": "bc", "e": "d"}

    def job(name: str) -> Job[DuckDB]:
        def do(_: object) -> None:
            assert set(needs[name]) <= set(done)
            done.append(name)

        return Job(name, frozenset(needs[name]), do)

    in_lanes([job(name) for name in needs], engines(lanes))
    assert sorted(done) == list(needs)
    assert lanes > 1 or done == list(needs)


def test_what_a_job_raises_is_raised() -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError

    for lanes in (1, 2):
        with pytest.raises(ZeroDivisionError):
            in_lanes([Job("a", frozenset(), fails), Job("b", frozenset("a"), fails)], engines(lanes))


def test_what_the_first_job_to_fail_raised_is_raised_and_the_others_are_told_to_stop() -> None:
    stopped = Event()

    def fails(_: object) -> None:
        raise ZeroDivisionError

    def long(_: object) -> None:
        assert stopped.wait(10)
        raise RuntimeError("stopped")

    def never(_: object) -> None:
        pytest.fail("a job began after another had failed")

    jobs = [Job("long", frozenset(), long), Job("fails", frozenset(), fails), Job("never", frozenset({"long"}), never)]
    with pytest.raises(ZeroDivisionError):
        in_lanes(jobs, engines(2), stopped)


def engines(n: int) -> list[DuckDB]:
    engine = DuckDB()
    engine.hasten(n)
    return list(engine.lanes())
