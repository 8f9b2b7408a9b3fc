"""One part of a cohort, split by patients, derived alone: do the parts together make the whole?

A patient belongs to the part that `thirdline course --partitions` would write them into.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.limits import Limits
from thirdline.knowledge import load
from tools.bench.course import COURSE

BUCKET = "cast('0x' || substr(md5(coalesce(patient, '')), 1, 7) as integer) % {of}"


def part(record: str, threads: int, number: int, of: int) -> dict[str, Any]:
    """The course of one part of so many: of each table the number of rows, and a digest of them in any order."""
    knowledge, engine = load(), DuckDB(limits=Limits(threads=threads))
    run.open_record(Path(record), knowledge, engine)
    for name in (table.name for table in run.CANONICAL):
        engine.connection.execute(f"delete from {name} where {BUCKET.format(of=of)} <> {number}")
    print(f"part {number + 1} of {of}", flush=True)
    run.derive(engine, knowledge, run.Asked(), COURSE)
    return {"digests": {name: digest(engine, name) for name in COURSE}}


def digest(engine: DuckDB, name: str) -> list[int]:
    """How many rows, and the sum of their hashes: equal for the same rows, in whatever order."""
    row = engine.connection.execute(f"select count(*), coalesce(sum(hash(t)::hugeint), 0) from {name} t").fetchone()
    return [int(n) for n in row or (0, 0)]
