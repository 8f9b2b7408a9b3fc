"""One patient: a cold process, and many different patients one after another in a warm one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from thirdline import run
from thirdline.engines import ROW
from thirdline.engines.duckdb import DuckDB
from thirdline.interfaces import one
from thirdline.interfaces.demo import CASE, examples
from thirdline.knowledge import Knowledge, load
from tools.bench.apart import Spent, spent
from tools.bench.course import COURSE

COLD_RUNS = 5
WARMED_BY = 3
ROUNDS = 2
PATIENT_ROUNDS = 3


def cold() -> dict[str, Any]:
    """`thirdline patient` of the published case, as a process of its own: start, knowledge, record, course, JSON."""
    command = [sys.executable, "-m", "thirdline", "patient", str(examples() / CASE), "--json"]
    return _spread([spent(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(COLD_RUNS)])


def from_tables(record: str, patients: int) -> dict[str, Any]:
    """Patients of a cohort that stays open, and of the examples: canonical rows in, course and options out.

    A machine's pace changes: all are asked for in some rounds, and the one with the middle 95th percentile is kept.
    """
    knowledge = load()
    opened = [opened_record(path, knowledge) for path in (Path(record), *_examples())]
    asked = [(engine, id) for engine in opened for id in some_of(engine, patients)]
    rounds = [_warm(spent(partial(shown, engine, id)) for engine, id in asked) for _ in range(PATIENT_ROUNDS)]
    rounds.sort(key=lambda each: each["p95_ms"])
    return {**rounds[len(rounds) // 2], "p95_ms_of_rounds": [each["p95_ms"] for each in rounds]}


def from_files() -> dict[str, Any]:
    """The examples, each read from its folder, as `thirdline patient` does: every table, rows fetched."""
    knowledge = load()
    asked = [(path, some_of(run.open_record(path, knowledge), 1)[0]) for path in _examples()]
    return _warm(spent(partial(one.course, path, id, knowledge, "en")) for _ in range(ROUNDS) for path, id in asked)


def opened_record(path: Path, knowledge: Knowledge) -> DuckDB:
    """A record that stays open: its canonical tables, the knowledge laid beside them, the engine set for one patient."""
    engine = run.open_record(path, knowledge)
    run.warm(engine, knowledge, run.Asked())
    return engine


def some_of(engine: DuckDB, n: int) -> list[str]:
    """At most n patients of the record, spread over all."""
    ids = [str(row[0]) for row in engine.rows("patients", ("patient",))]
    return ids[:: -(-len(ids) // n)]


def shown(engine: DuckDB, id: str) -> dict[str, list[ROW]]:
    """One patient's course and options: cut out, derived, the rows fetched."""
    with run.derive_one(engine, run.Asked(patient=id), COURSE) as derived:
        return {name: derived.rows(name) for name in COURSE}


def _examples() -> list[Path]:
    return sorted(folder for folder in examples().iterdir() if folder.is_dir())


def _warm(runs: Iterator[Spent]) -> dict[str, Any]:
    """The spread, the first few left out: they fill caches that a warm process has filled."""
    took = []
    for n, each in enumerate(runs):
        took.append(each)
        print(f"patient {n + 1}", flush=True)
    return _spread(took[WARMED_BY:])


def _spread(took: list[Spent]) -> dict[str, Any]:
    seconds = [each.seconds for each in took]
    return {
        "runs": len(took),
        "median_ms": 1000 * median(seconds),
        "p95_ms": 1000 * quantiles(seconds, n=20, method="inclusive")[-1],
        "max_ms": 1000 * max(seconds),
        "median_cpu_ms": 1000 * median(each.cpu_seconds for each in took),
    }
