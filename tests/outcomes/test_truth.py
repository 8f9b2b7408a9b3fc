"""A synthetic cohort without mess: every derived wait is the one that a plain reading of the truth gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.outcomes.plain import EVENTS, Person, responded, wait
from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from thirdline.synth.cohort import Wanted, write

N = 300
SEED = 12


@pytest.fixture(scope="module")
def record(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, scratch = tmp_path_factory.mktemp("record"), tmp_path_factory.mktemp("scratch")
    write(Wanted(N, SEED), knowledge, folder, scratch, lambda _done, _of: None)
    return folder


@pytest.fixture(scope="module")
def engine(record: Path, knowledge: Knowledge) -> DuckDB:
    engine = run.open_record(record, knowledge)
    run.derive(engine, knowledge, run.Asked(), run.OUTCOMES_HERE)
    return engine


@pytest.fixture(scope="module")
def people(record: Path) -> dict[str, Person]:
    """Every patient's course as it is known by construction."""
    found: dict[str, Person] = {}
    with duckdb.connect() as con:

        def told(query: str) -> list[tuple]:
            return con.execute(query.replace("{truth}", f"{record}/truth").replace("{record}", str(record))).fetchall()

        for patient, died, last in told(
            "select patient, died_on, s.as_of from '{record}/patients.parquet' join '{truth}/status.parquet' s using (patient)"
        ):
            found[patient] = Person(died=died, last=last)
        for patient, line, start in told("select patient, line, started_on from '{truth}/lines.parquet'"):
            found[patient].lines[line] = start
        confirmed = "where confirmed_on is not null order by progressed_on desc"
        for patient, line, day in told(
            f"select patient, line, progressed_on from '{{truth}}/progressions.parquet' {confirmed}"
        ):
            found[patient].progressed[line] = day
        columns = "patient, line, assessed_on, response, confirmed_on"
        for patient, line, *seen in told(f"select {columns} from '{{truth}}/responses.parquet' order by assessed_on"):
            found[patient].assessed.setdefault(line, []).append(tuple(seen))
    return found


@pytest.mark.parametrize("endpoint", EVENTS)
def test_every_wait_is_that_of_the_truth(endpoint: str, engine: DuckDB, people: dict[str, Person]) -> None:
    expected = {(p, line): w for p, person in people.items() for line in person.lines if (w := wait(person, line, endpoint))}
    columns = "patient, line, started_on, ended_on, ends_as, coalesce(event, censored_because)"
    rows = engine.connection.execute(f"select {columns} from endpoint_times where endpoint = ?", [endpoint]).fetchall()
    assert {(row[0], row[1]): row[2:] for row in rows} == expected
    assert len({w[2] for w in expected.values()}) > 1


def test_responses_are_those_of_the_truth(engine: DuckDB, people: dict[str, Person]) -> None:
    rows = engine.connection.execute("select patient, line, best from response_outcomes").fetchall()
    assert len(rows) == sum(len(person.lines) for person in people.values())
    partial = {(patient, line) for patient, line, best in rows if best in ("PR", "VGPR", "CR", "sCR")}
    assert partial == {(p, line) for p, person in people.items() for line in person.lines if responded(person, line)}


def test_days_are_those_between_start_and_end(engine: DuckDB) -> None:
    rows = engine.connection.execute("select started_on, ended_on, days from endpoint_times").fetchall()
    assert rows
    assert [row for row in rows if (row[1] - row[0]).days != row[2]] == []


def test_the_tier_of_a_start_is_that_of_what_had_failed_by_then(engine: DuckDB, record: Path, knowledge: Knowledge) -> None:
    """Every line's tier, from the truth's failures of earlier lines, and from lines whose answer nobody knows."""
    tiers = knowledge.of("criteria")["refractory-myeloma-imwg-2015"].tiers
    told = engine.connection.execute(
        "select patient, line, value from outcome_groups where grouping = 'refractory_tier' and line > 0"
    ).fetchall()
    with duckdb.connect() as con:
        failed = con.execute(f"select patient, drug, line, since from '{record}/truth/refractoriness.parquet'").fetchall()
        best = con.execute(f"select patient, line, best from '{record}/truth/best_responses.parquet'").fetchall()
        lines = con.execute(f"select patient, line, started_on, drugs from '{record}/truth/lines.parquet'").fetchall()
    class_of = {drug.id: drug.drug_class for drug in knowledge.of("drugs").values()}
    start = {(p, line): on for p, line, on, _ in lines}
    blind = {(p, line) for p, line, said in best if said == "NE"}
    expected = {}
    for p, line in start:
        shown = {drug for q, drug, of, since in failed if q == p and of < line and since <= start[p, line]}
        unclear = {d for q, of, _, drugs in lines if q == p and of < line and (q, of) in blind for d in drugs.split("+")}
        sure, possible = (_deepest(tiers, [class_of[d] for d in drugs]) for drugs in (shown, shown | unclear))
        expected[p, line] = sure if sure == possible else "unknown"
    assert {(p, line): value for p, line, value in told} == expected
    assert set(expected.values()) >= {"none", "single", "double", "triple"}


def _deepest(tiers: tuple, classes: list[str]) -> str:
    """The deepest tier that classes of failed drugs meet: for one alternative every class it names has enough."""
    met = {0: "none"}
    for tier, alternative in {(row.tier, row.alternative) for row in tiers}:
        asked = [row for row in tiers if (row.tier, row.alternative) == (tier, alternative)]
        if all(classes.count(row.drug_class) >= row.at_least for row in asked):
            met[asked[0].depth] = tier
    return met[max(met)]
