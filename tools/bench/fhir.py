"""Reading FHIR, beside DuckDB's bare `read_json` of the same file.

Bare means `create table as select * from read_json(file)`: with a schema that it finds by itself, or with that one given.
The library of units is loaded before the clock starts: it is loaded once a process.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from thirdline import records
from thirdline.engines.duckdb import quoted
from thirdline.knowledge import load
from thirdline.records import Words, fhir
from thirdline.run import words_of
from tools.bench import hospital
from tools.bench.apart import spent

BUNDLE, BUNDLE_RUNS = 400, 20
SMALL = 10
PAIRS = 5


def draw(folder: str, n: int) -> dict[str, Any]:
    """A bulk export and a bundle to read; the megabytes of the file of Observations."""
    file = hospital.export(Path(folder) / "bulk", n)
    hospital.bundle(Path(folder) / "bundle.json", BUNDLE)
    hospital.bundle(Path(folder) / "small.json", SMALL)
    return {"megabytes": file.stat().st_size / 1e6, "observations": n}


def bare(folder: str, threads: int, given: bool) -> dict[str, Any]:
    """DuckDB's own reading of the file of Observations."""
    con = _connected(threads)
    file = quoted(str(Path(folder) / "bulk" / "Observation.ndjson"))
    found = con.execute(f"describe select * from read_json({file})").fetchall() if given else []
    columns = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind, *_ in found)
    schema = f", columns = {{{columns}}}" if given else ""
    return _took(lambda: con.execute(f"create or replace table bare as select * from read_json({file}{schema})"))


def found(folder: str, threads: int) -> dict[str, Any]:
    """From the export to the rows found for each table; no unit is converted yet."""
    con, words = _connected(threads), _warmed(Path(folder), threads)
    return _took(lambda: _flatten(con, Path(folder) / "bulk", words))


def whole(folder: str, threads: int) -> dict[str, Any]:
    """From the export to the canonical tables: units converted, issues and ledger written."""
    con, words = _connected(threads), _warmed(Path(folder), threads)
    return _took(lambda: records.read(con, Path(folder) / "bulk", words))


def beside(folder: str, threads: int) -> dict[str, Any]:
    """How many times the bare reading the whole takes: the middle of several pairs, one right after the other, since a
    machine's pace changes from minute to minute."""
    pairs = [(bare(folder, threads, False), whole(folder, threads)) for _ in range(PAIRS)]
    times = {kind: median(ours[kind] / theirs[kind] for theirs, ours in pairs) for kind in ("seconds", "cpu_seconds")}
    return {"pairs": PAIRS, "times_bare": times["seconds"], "cpu_times_bare": times["cpu_seconds"]}


def bundle(folder: str, threads: int) -> dict[str, Any]:
    """One bundle of 400 entries to the canonical tables, again and again on a warm connection."""
    con, words = _connected(threads), _warmed(Path(folder), threads)
    path = Path(folder) / "bundle.json"
    took = [spent(lambda: records.read(con, path, words)) for _ in range(BUNDLE_RUNS)]
    rows = [spent(lambda: _flatten(con, path, words)) for _ in range(BUNDLE_RUNS)]
    return {
        "entries": BUNDLE,
        "runs": BUNDLE_RUNS,
        "median_ms": 1000 * median(each.seconds for each in took),
        "median_cpu_ms": 1000 * median(each.cpu_seconds for each in took),
        "found_median_ms": 1000 * median(each.seconds for each in rows),
    }


def _flatten(con: duckdb.DuckDBPyConnection, path: Path, words: Words) -> None:
    fhir.land(con, path)
    for name, rows in fhir.relations(con, words).items():
        con.execute(f"create or replace temp table flat_{name} as {rows}")
    fhir.clear(con)


def _warmed(folder: Path, threads: int) -> Words:
    """The words of a record, with all libraries loaded."""
    words = words_of(load())
    records.read(_connected(threads), folder / "small.json", words)
    return words


def _connected(threads: int) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"set threads = {threads}; set preserve_insertion_order = false; set enable_progress_bar = false")
    return con


def _took(action: Any) -> dict[str, Any]:
    took = spent(action)
    return {"seconds": took.seconds, "cpu_seconds": took.cpu_seconds}
