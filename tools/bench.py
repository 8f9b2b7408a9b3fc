"""How long does a synthetic cohort take, and how much memory? Run it by `make bench`.

The commands are those a user types: `thirdline synth` makes the cohort, `thirdline course` derives every table.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

THIRDLINE = Path(sys.executable).with_name("thirdline")


def timed(words: Sequence[str]) -> tuple[float, float]:
    """Seconds that a command took, and the largest memory (MiB) of any command so far."""
    begun = time.perf_counter()
    subprocess.run([str(THIRDLINE), *words], check=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main(words: Sequence[str] | None = None) -> int:
    """Make cohorts of the sizes asked for, derive them, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--patients", type=int, nargs="+", default=[1_000, 10_000], help="sizes of the cohorts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    asked = parser.parse_args(words)
    table = Table("patients", "engine", "synth, s", "course, s", "peak, MiB")
    for n in sorted(asked.patients):
        with tempfile.TemporaryDirectory() as folder:
            record, out = f"{folder}/record", f"{folder}/out"
            made, _ = timed(["synth", "-n", str(n), "--seed", str(asked.seed), "-o", record])
            derived, peak = timed(["course", record, "-o", out, "--engine", asked.engine])
        table.add_row(f"{n:,}", asked.engine, f"{made:.1f}", f"{derived:.1f}", f"{peak:,.0f}")
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
