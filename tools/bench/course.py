"""A cohort's course from Parquet to Parquet, and what it is held against: a raw scan and sort of the same files."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from thirdline import flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.limits import Limits
from thirdline.interfaces import courses, parted
from thirdline.knowledge import Knowledge, load
from thirdline.records import Part
from tools.bench.apart import cpu_now
from tools.bench.cohort import scan, tables_in

COURSE = (
    "lines", "responses", "best_responses", "progressions", "refractoriness", "status", "staging", "options", "issues",
)  # fmt: skip
"""From records to status and options."""


@dataclass
class Stages:
    """Seconds of the clock and of the processors by stage, a stage that comes again counted in.

    `cpu_now`: the processor seconds so far; those of a thread alone where other stages run beside it.
    """

    cpu_now: Callable[[], float] = cpu_now
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    cpu_seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _now: tuple[str, float, float] | None = None
    _lock: Lock = field(default_factory=Lock)

    def begin(self, name: str) -> None:
        """End the stage before, and begin this one."""
        self.end()
        self._now = (name, time.perf_counter(), self.cpu_now())

    def end(self) -> None:
        """End the stage that runs, if one does."""
        if self._now:
            name, wall, cpu = self._now
            self.seconds[name] += time.perf_counter() - wall
            self.cpu_seconds[name] += self.cpu_now() - cpu
            self._now = None

    def add(self, others: Stages) -> None:
        """Count in the stages of a part, which went beside others."""
        with self._lock:
            for name in others.seconds:
                self.seconds[name] += others.seconds[name]
                self.cpu_seconds[name] += others.cpu_seconds[name]


def sort(record: str, memory: str, threads: int, room: str) -> dict[str, Any]:
    """Scan every file of the record and keep its rows sorted by all columns: the least that any derivation does."""
    engine = DuckDB(limits=_limits(memory, threads, room))
    engine.connection.execute("set preserve_insertion_order = true")
    for file in tables_in(Path(record)):
        print(f"sorting {file.stem}", flush=True)
        engine.connection.execute(f"create table sorted_{file.stem} as select * from {scan(file)} order by all")
    return {}


def course(record: str, memory: str, threads: int, room: str) -> dict[str, Any]:
    """The course: knowledge loaded, files read, the tables from status to options derived and written."""
    stages, out, limits = Stages(), Path(room) / "out", _limits(memory, threads, room)
    out.mkdir()
    stages.begin("loading knowledge")
    knowledge = load()
    stages.begin("reading the record")
    if parts := parted.parts(Path(record), limits, parted.ROWS_A_PART):
        _course_in_parts(Path(record), parts, knowledge, limits, out, stages)
    else:
        print("reading the record", flush=True)
        engine = run.open_record(Path(record), knowledge, DuckDB(limits=limits))
        stages.begin("laying knowledge")
        run.derive(engine, knowledge, run.Asked(), COURSE, followed(stages), _writing(engine, out, stages))
    stages.end()
    return {"stages": stages.seconds, "stages_cpu": stages.cpu_seconds, "tables": len(COURSE), "parts": len(parts)}


def _course_in_parts(
    record: Path, parts: list[Part], knowledge: Knowledge, limits: Limits, out: Path, stages: Stages
) -> None:
    task = parted.Task(record, knowledge, run.Asked(), COURSE, out.with_name("parts"))
    stages.end()
    engine, _ = parted.derive(task, parts, limits, lambda n: Told(n, len(parts), stages))
    for name in COURSE:
        _writing(engine, out, stages)(name)


@dataclass(frozen=True)
class Told:
    """Follows a part of a course, which keeps a thread of its own; parts go side by side."""

    n: int
    n_parts: int
    whole: Stages
    stages: Stages = field(default_factory=lambda: Stages(time.thread_time))

    def reading(self) -> None:
        print(f"part {self.n + 1} of {self.n_parts}", flush=True)
        self.stages.begin("reading the record")

    def following(self, _: DuckDB) -> flow.Progress:
        return followed(self.stages)

    def ended(self, _: int) -> None:
        self.stages.end()
        self.whole.add(self.stages)


def every_table(record: str, memory: str, threads: int, room: str) -> dict[str, Any]:
    """`thirdline course`: every table, with the digest of the input, the ledger of the import and the fsync of all."""
    out = Path(room) / "out"
    courses.derive_into(Path(record), out, load(), run.Asked(), courses.How(limits=Limits(memory, threads)))
    return {"stages": json.loads((out / "made.json").read_text())["seconds"], "tables": len(run.DERIVED_HERE)}


def followed(stages: Stages) -> flow.Progress:
    """Follow the stages of a derivation, and print each."""

    def progress(name: str, n: int, of: int) -> None:
        stages.begin(name)
        print(f"[{n + 1}/{of}] {name}", flush=True)

    return progress


def _writing(engine: DuckDB, out: Path, stages: Stages) -> Callable[[str], None]:
    def finished(name: str) -> None:
        stages.begin("writing")
        engine.write(name, out / f"{name}.parquet", "parquet")

    return finished


def _limits(memory: str, threads: int, room: str) -> Limits:
    return Limits(memory, threads, Path(room) / "spill")
