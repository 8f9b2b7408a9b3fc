"""The cohorts measured: synthetic patients drawn once, and copied, each copy under ids of its own, to any size."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from thirdline.engines.duckdb import quoted
from thirdline.interfaces import cohorts
from thirdline.interfaces.words import words
from thirdline.knowledge import Knowledge, load
from thirdline.synth.cohort import Wanted

SEED = 1


def draw(folder: str, n: int) -> dict[str, Any]:
    """A record folder of n patients, drawn unless it stands there, made of the same knowledge; the rows it has."""
    knowledge, place = load(), Path(folder)
    if not _stands(place, n, knowledge):
        cohorts.draw_into(place, Wanted(n, SEED), knowledge, words("en"), quiet=False)
    return {"rows": rows_in(place)}


def _stands(place: Path, n: int, knowledge: Knowledge) -> bool:
    try:
        said = json.loads((place / "made.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return [said.get(key) for key in ("patients", "seed", "knowledge")] == [n, SEED, knowledge.digest()]


def copy(source: str, folder: str, times: int, threads: int) -> dict[str, Any]:
    """The record folder of so many copies of another's patients; the rows it has."""
    place = Path(folder)
    making = place.with_name(f"{place.name}.making")
    for old in (making, place):
        shutil.rmtree(old, ignore_errors=True)
    making.mkdir(parents=True)
    with duckdb.connect() as con:
        con.execute(f"set threads = {threads}; set preserve_insertion_order = false")
        for file in tables_in(Path(source)):
            rows = f"select i.* replace (concat(i.patient, '-', n) as patient) from {scan(file)} i, range({times}) r(n)"
            con.execute(f"copy ({rows}) to {quoted(str(making / file.name))} (format parquet, compression zstd)")
            print(f"{times} copies of {file.stem}", flush=True)
    making.rename(place)
    return {"rows": rows_in(place)}


def tables_in(record: Path) -> list[Path]:
    """The record's own files of tables."""
    return sorted(record.glob("*.parquet"))


def scan(file: Path) -> str:
    """A file as the engine reads it."""
    return f"read_parquet({quoted(str(file))})"


def rows_in(record: Path) -> int:
    """How many rows the record's tables have together."""
    with duckdb.connect() as con:
        counts = [con.execute(f"select count(*) from {scan(file)}").fetchone() for file in tables_in(record)]
    return sum(row[0] for row in counts if row)
