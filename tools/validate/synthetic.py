"""Synthetic cohorts with known truth: what each kind of mess costs, in sensitivity and precision.

A cohort is drawn once without mess, once with each kind alone, and once with all together; each record is read and
derived like any other, and held against the truth beside it. Sensitivity is the share of what is true that was derived,
precision the share of what was derived that is true.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.progress import track

from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge, load
from thirdline.synth.cohort import TRUTH, Wanted, write
from thirdline.synth.mess import KINDS

DERIVED = ("lines", "best_responses", "progressions", "refractoriness", "status")
WITHIN_DAYS = 30
"""How far apart a derived and a true day may be and still be of the same event."""
COMPARED: Mapping[str, tuple[str, str]] = {
    "lines, same day": ("lines", "d.started_on = t.started_on and d.drugs = t.drugs"),
    "lines": ("lines", "near(d.started_on, t.started_on)"),
    "best response": ("bests", "near(d.started_on, t.started_on) and d.best = t.best"),
    "progression": ("confirmed", "near(d.progressed_on, t.progressed_on)"),
    "refractory drugs": ("refractoriness", "d.drug = t.drug"),
    "state": ("status", "d.state = t.state and d.refractory_tier = t.refractory_tier"),
}
"""What is held against the truth: its name, the view of it, and when a derived row d tells the same as a true row t."""
VIEWS = {
    "bests": "select b.*, l.started_on from {of}best_responses b join {of}lines l using (patient, line)",
    "confirmed": "select * from {of}progressions where confirmed_on is not null",
}


def report(n: int = 500, seed: int = 1, kinds: Iterable[str] = KINDS) -> dict[str, Any]:
    """Sensitivity and precision of each compared thing for each kind of mess, alone and together; with a text."""
    knowledge = load()
    runs = [("none", ()), *((kind, (kind,)) for kind in kinds), ("all", KINDS)]
    progress = track(runs, "synthetic cohorts", console=Console(stderr=True), transient=True)
    found = {name: measured(Wanted(n, seed, mess), knowledge) for name, mess in progress}
    return {"text": _text(n, seed, found), "sensitivity": _rows(found, 0), "precision": _rows(found, 1)}


def measured(wanted: Wanted, knowledge: Knowledge) -> dict[str, tuple[float | None, float | None]]:
    """(sensitivity, precision) of each compared thing in one cohort; null where there is nothing to find."""
    with TemporaryDirectory(prefix="thirdline-synthetic-") as folder:
        record, scratch = Path(folder) / "record", Path(folder) / "scratch"
        record.mkdir()
        scratch.mkdir()
        write(wanted, knowledge, record, scratch, lambda _done, _of: None)
        engine = run.open_record(record, knowledge)
        run.derive(engine, knowledge, run.Asked(), DERIVED)
        _lay_truth(engine, record / TRUTH)
        return {name: _held_against(engine, *how) for name, how in COMPARED.items()}


def _lay_truth(engine: DuckDB, folder: Path) -> None:
    con = engine.connection
    for name in DERIVED:
        con.execute(f"create table true_{name} as select * from read_parquet('{folder / name}.parquet')")
    for name, query in VIEWS.items():
        con.execute(f"create view {name} as {query.format(of='')}")
        con.execute(f"create view true_{name} as {query.format(of='true_')}")
    con.execute(f"create macro near(a_, b_) as abs(date_diff('day', a_, b_)) <= {WITHIN_DAYS}")


def _held_against(engine: DuckDB, name: str, same: str) -> tuple[float | None, float | None]:
    """The share of true rows that are derived, and of derived rows that are true."""
    return (
        _share(engine, f"true_{name} t", f"{name} d", same),
        _share(engine, f"{name} d", f"true_{name} t", same),
    )


def _share(engine: DuckDB, these: str, those: str, same: str) -> float | None:
    query = f"select avg(case when exists (select 1 from {those} where d.patient = t.patient and {same}) then 1 else 0 end)"
    found = engine.connection.execute(f"{query} from {these}").fetchone()
    return found[0] if found else None


def _rows(found: Mapping[str, Mapping[str, tuple[float | None, float | None]]], which: int) -> list[dict[str, Any]]:
    return [{"mess": mess, **{name: _rounded(pair[which]) for name, pair in pairs.items()}} for mess, pairs in found.items()]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _text(n: int, seed: int, found: Mapping[str, Mapping[str, tuple[float | None, float | None]]]) -> str:
    clean = all(share == 1 for pair in found["none"].values() for share in pair)
    said = "every derived row is the true one" if clean else "some derived rows differ from the truth"
    return (
        f"{n} synthetic patients (seed {seed}), each time the same: without mess, with each kind alone, with all together."
        f" Without mess {said}.\n\n"
        f"Days count as the same within {WITHIN_DAYS}; best responses, and states with their tiers, must be the very word;"
        " for lines of the same day the drugs must be the same too."
    )


def main(words: list[str] | None = None) -> int:
    """Print the report: `python -m tools.validate.synthetic -n 500 --seed 1`."""
    parser = argparse.ArgumentParser(prog="python -m tools.validate.synthetic", description=__doc__)
    parser.add_argument("-n", type=int, default=500, help="how many patients")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    told = report(asked.n, asked.seed)
    print(told["text"])
    for name in ("sensitivity", "precision"):
        print(f"\n{name}\n{_grid(told[name])}")
    return 0


def _grid(rows: list[dict[str, Any]]) -> str:
    names = list(rows[0])
    widths = [max(len(name), *(len(_cell(row[name])) for row in rows)) for name in names]
    lines = [names, *([_cell(row[name]) for name in names] for row in rows)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
