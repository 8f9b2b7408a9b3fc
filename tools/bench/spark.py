"""Local Spark beside DuckDB: start-up, the course, the same rows or not, and what each stage shuffles between tasks."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thirdline import flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.limits import Limits
from thirdline.engines.spark import Spark
from thirdline.engines.spark_session import SMALL, session, sized
from thirdline.knowledge import load
from thirdline.tables import TABLES
from tools.bench.apart import Spent, spent
from tools.bench.course import COURSE, Stages, followed
from tools.bench.split import digest

CANONICAL = tuple(table.name for table in run.CANONICAL)
TASKS = 4
WRITTEN = "internal.metrics.shuffle.write.bytesWritten"


def course(record: str, threads: int, room: str) -> dict[str, Any]:
    """The course of a record by Spark with the settings of `--engine spark`, and whether DuckDB derives the same rows."""
    opened, stages = _read(record, threads), Stages()
    settings = sized(sum(opened.count(name) for name in CANONICAL))
    stages.begin("starting Spark")
    with session(Path(room) / "home", f"local[{threads}]", Limits(), settings) as running:
        running.sql("select 1").collect()
        stages.begin("handing over")
        engine = _holding(running, opened, _made(room, "stages"))
        took = spent(lambda: run.derive(engine, load(), run.Asked(), COURSE, followed(stages)))
        stages.end()
        java = _java(running)
        same = _same(engine, opened, _made(room, "compared"))
    return {**_figures(took, stages), **java, "different": sorted(name for name, equal in same.items() if not equal)}


def shuffled(record: str, threads: int, room: str) -> dict[str, Any]:
    """What each stage writes for other tasks to read, in bytes, when the rows are spread over several tasks.

    Broadcasting is left on, as on a cluster: small tables, knowledge first among them, go to every task instead.
    """
    opened, log = _read(record, threads), _made(room, "events")
    on = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": f"file://{log}", "spark.eventLog.compress": "false"}
    interpreted = {key: SMALL[key] for key in ("spark.sql.codegen.wholeStage", "spark.sql.codegen.factoryMode")}
    spread = {"spark.sql.shuffle.partitions": str(TASKS), "spark.sql.adaptive.enabled": "false"}
    with session(Path(room) / "home", f"local[{threads}]", Limits(), {**on, **interpreted, **spread}) as running:
        engine = _holding(running, opened, _made(room, "stages"))

        def progress(name: str, n: int, of: int) -> None:
            running.sparkContext.setJobDescription(name)
            print(f"[{n + 1}/{of}] {name}", flush=True)

        run.derive(engine, load(), run.Asked(), COURSE, progress)
    return {"bytes": {stage.name: 0 for stage in flow.order(COURSE)} | _written(log), "tasks": TASKS}


def _read(record: str, threads: int) -> DuckDB:
    print("reading the record", flush=True)
    return run.open_record(Path(record), load(), DuckDB(limits=Limits(threads=threads)))


def _holding(running: Any, opened: DuckDB, scratch: Path) -> Spark:
    """Spark, holding the canonical tables that DuckDB read."""
    engine = Spark(running, scratch)
    for name in CANONICAL:
        engine.take(TABLES[name], opened)
    return engine


def _same(engine: Spark, opened: DuckDB, folder: Path) -> dict[str, bool]:
    """Of each table of the course: whether DuckDB derives the rows that Spark derived."""
    run.derive(opened, load(), run.Asked(), COURSE)
    found = {}
    for name in COURSE:
        engine.write(name, folder / f"{name}.parquet", "parquet")
        opened.connection.execute(f"create or replace table by_spark as from read_parquet('{folder}/{name}.parquet')")
        found[name] = digest(opened, name) == digest(opened, "by_spark")
    return found


def _figures(took: Spent, stages: Stages) -> dict[str, Any]:
    """The derivation's own time, and start-up apart."""
    seconds = dict(stages.seconds)
    return {
        "start_seconds": seconds.pop("starting Spark"),
        "handing_over_seconds": seconds.pop("handing over"),
        "course_seconds": took.seconds,
        "stages": seconds,
    }


def _java(running: Any) -> dict[str, Any]:
    """Processor seconds and peak of memory of Java, so far; nothing where the system does not tell."""
    place = Path(f"/proc/{running.sparkContext._gateway.proc.pid}")
    try:
        ticks = (place / "stat").read_text().rpartition(")")[2].split()[11:13]
        most = next(line for line in (place / "status").read_text().splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return {}
    seconds = sum(int(n) for n in ticks) / os.sysconf("SC_CLK_TCK")
    return {"java_cpu_seconds": seconds, "java_peak_mb": int(most.split()[1]) * 1024 / 1e6}


def _written(log: Path) -> dict[str, int]:
    """Bytes of shuffle by the stage of ours that caused them, from Spark's log of events."""
    whose: dict[int, str] = {}
    found: dict[str, int] = defaultdict(int)
    for event in _events(log):
        if event["Event"] == "SparkListenerJobStart":
            name = event.get("Properties", {}).get("spark.job.description", "")
            whose |= dict.fromkeys(event["Stage IDs"], name)
        elif event["Event"] == "SparkListenerStageCompleted":
            info = event["Stage Info"]
            sizes = [int(a["Value"]) for a in info.get("Accumulables", ()) if a.get("Name") == WRITTEN]
            found[whose.get(info["Stage ID"], "")] += sum(sizes)
    return {name: size for name, size in found.items() if name}


def _events(log: Path) -> Iterator[dict[str, Any]]:
    """The events of every file of the log."""
    for file in sorted(path for path in log.rglob("*") if path.is_file() and not path.name.startswith(".")):
        with file.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.startswith("{"))


def _made(room: str, name: str) -> Path:
    folder = Path(room).resolve() / name
    folder.mkdir(parents=True)
    return folder
