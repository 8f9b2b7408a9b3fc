"""How long does it take, how much memory, and how does that grow? Run it by `make bench`.

One patient: cold, as a whole process, and warm, with the 95th percentile. A cohort: the spec's cases repeated to three
sizes, the whole course beside a raw scan and sort of the same rows in the same run. Figures are printed, never asserted.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles

from rich.console import Console
from rich.progress import track
from rich.table import Table

import tests.spec.conftest  # noqa: F401  registers the spec's cases
from tests.spec.drawn import CASES, INPUT_NAMES, lay
from thirdline import flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.interfaces.demo import CASE, examples
from thirdline.knowledge import Knowledge, load

SIZES = (1_000, 4_000, 16_000)
WARM_RUNS = 40
console = Console(width=120)


def seconds(action: Callable[[], object]) -> float:
    """How long a call took."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def cold() -> float:
    """One patient from a cold process, the median of three."""
    command = [sys.executable, "-m", "thirdline.interfaces.cli", "patient", str(examples() / CASE), "--json"]
    return median(seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3))


def warm(knowledge: Knowledge) -> tuple[float, float]:
    """One patient in a warm process: median and 95th percentile of the whole course and options."""
    engine = run.open_record(examples() / CASE, knowledge)
    run.derive(engine, knowledge, run.Asked(patient=CASE))
    runs = track(range(WARM_RUNS), "one patient, warm", console=Console(stderr=True), transient=True)
    took = [seconds(lambda: flow.derive(engine, run.DERIVED_HERE)) for _ in runs]
    return median(took), quantiles(took, n=20)[-1]


def cohort(n_patients: int) -> DuckDB:
    """The spec's patients repeated until there are as many as asked for."""
    engine = DuckDB()
    lay(engine, [c for c in CASES if c.group == (None, None)], prefixed=True)
    copies = math.ceil(n_patients / engine.count("patients"))
    for name in INPUT_NAMES:
        numbered = f"select i.patient || '/' || n as patient, i.* exclude (patient) from {name} i, range({copies}) r(n)"
        engine.materialise(name, numbered)
    return engine


def scan(engine: DuckDB) -> None:
    """A raw scan and sort of every input row."""
    for name in INPUT_NAMES:
        engine.connection.execute(f"create or replace temp table scanned as select * from {name} order by all")


def slowest(engine: DuckDB, knowledge: Knowledge) -> tuple[float, str]:
    """How long the course took, and its three slowest stages."""
    spent: dict[str, float] = {}
    last = [time.perf_counter(), ""]

    def progress(name: str, _n: int, _of: int) -> None:
        now = time.perf_counter()
        spent[str(last[1])] = spent.get(str(last[1]), 0) + now - float(last[0])
        last[:] = [now, name]

    took = seconds(lambda: run.derive(engine, knowledge, run.Asked(), progress=progress))
    most = sorted(((t, n) for n, t in spent.items() if n), reverse=True)[:3]
    return took, ", ".join(f"{n} {t:.1f}" for t, n in most)


def main() -> None:
    """Print the table."""
    knowledge = load()
    middle, late = warm(knowledge)
    table = Table("what", "seconds", "rows/s", "to scan and sort", "slowest stages, s", title="thirdline bench")
    table.add_row("one patient, cold process (median of 3)", f"{cold():.2f}")
    table.add_row("one patient, warm: median", f"{middle:.3f}")
    table.add_row(f"one patient, warm: 95th percentile of {WARM_RUNS}", f"{late:.3f}")
    points = []
    for size in SIZES:
        engine = cohort(size)
        n_rows = sum(engine.count(name) for name in INPUT_NAMES)
        raw = seconds(lambda engine=engine: scan(engine))
        took, stages = slowest(engine, knowledge)
        n_patients = engine.count("patients")
        points.append((n_patients, took))
        what = f"{n_patients:,} patients, {n_rows:,} rows"
        table.add_row(what, f"{took:.1f}", f"{n_rows / took:,.0f}", f"{took / raw:,.0f} x", stages)
    (n1, t1), (n2, t2) = points[0], points[-1]
    table.add_row("growth of cost with size (exponent)", f"{math.log(t2 / t1) / math.log(n2 / n1):.2f}")
    table.add_row("peak memory, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}")
    console.print(table)


if __name__ == "__main__":
    main()
