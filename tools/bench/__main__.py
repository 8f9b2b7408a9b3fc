"""`python -m tools.bench`, or `make bench`: measure, print, and write docs/benchmarks.md, benchmarks.json and scale.md.

Figures are told, never asserted: an unmet limit is marked, and the run ends well. It ends with status 1 where a
measurement failed, and with 2 where the sizes asked for cannot be.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from tools.bench import machine, report, scale
from tools.bench.plan import SUBJECTS, Bench, Plan

ROOT = Path(__file__).parents[2]
SIZES = (10_000, 100_000)
SPARK_PATIENTS = 2_000


def main(words: Sequence[str] | None = None) -> int:
    """Measure, or with `--report` only write the pages anew from the figures that stand there."""
    asked, progress = _asked(words), Console(stderr=True)
    if asked.report:
        _write(asked.docs, json.loads((asked.docs / "benchmarks.json").read_text(encoding="utf-8")))
        return 0
    try:
        plan = Plan(
            tuple(sorted(set(asked.sizes))), asked.threads, asked.memory, asked.large_memory,
            warm_patients=asked.warm_patients, observations=asked.observations,
            spark_patients=asked.spark_patients if asked.spark else 0, only=tuple(asked.only),
        )  # fmt: skip
    except ValueError as fault:
        progress.print(f"bench: {fault}", style="red", highlight=False, markup=False)
        return 2
    run = _measured(plan, asked.work, progress)
    report.say(run, Console(width=None if sys.stdout.isatty() else 160))
    _write(asked.docs, run)
    progress.print(f"written: {asked.docs}", highlight=False, markup=False)
    return 1 if any("failed" in found for found in run["figures"].values()) else 0


def _measured(plan: Plan, work: Path | None, progress: Console) -> dict[str, Any]:
    """The figures of a run, with the machine and the plan; cohorts are kept where a folder for them is named."""
    on = machine.described()
    with tempfile.TemporaryDirectory(prefix="thirdline-bench-") as folder:
        bench = Bench(plan, (work or Path(folder)).resolve(), progress)
        bench.work.mkdir(parents=True, exist_ok=True)
        bench.run()
    return {"machine": on, "plan": {**asdict(plan), "drawn": plan.drawn}, "figures": bench.figures}


def _write(docs: Path, run: dict[str, Any]) -> None:
    docs.mkdir(parents=True, exist_ok=True)
    texts = {
        "benchmarks.json": json.dumps(run, indent=1, default=list) + "\n",
        "benchmarks.md": report.markdown(run),
        "scale.md": scale.markdown(run),
    }
    for name, text in texts.items():
        (docs / name).write_text(text, encoding="utf-8")


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="Measure time, memory and growth.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of patients")
    parser.add_argument("--threads", type=int, default=2, help="threads of the engine (2)")
    parser.add_argument("--memory", default=Plan.memory, help=f"the engine's limit of memory ({Plan.memory})")
    said = f"the limit for {Plan.large:,} patients and more ({Plan.large_memory})"
    parser.add_argument("--large-memory", default=Plan.large_memory, help=said)
    parser.add_argument("--warm-patients", type=int, default=Plan.warm_patients, help="patients for the warm process")
    parser.add_argument("--observations", type=int, default=Plan.observations, help="FHIR Observations to read")
    parser.add_argument("--spark", action="store_true", help="local Spark as well (minutes)")
    parser.add_argument(
        "--spark-patients", type=int, default=SPARK_PATIENTS, help=f"patients for Spark ({SPARK_PATIENTS:,})"
    )
    parser.add_argument("--only", nargs="+", choices=SUBJECTS, default=SUBJECTS, help="measure only these")
    parser.add_argument("--work", type=Path, help="where cohorts are made, and kept; a folder that is removed by default")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="where the pages are written")
    parser.add_argument("--report", action="store_true", help="write the pages anew from benchmarks.json; measure nothing")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
