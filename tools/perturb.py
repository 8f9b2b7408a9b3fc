"""Does every number bear load? Each number of knowledge is changed in turn: some spec case must then fail.

Run it by `make perturb`. What reaches the derivations are the rows of the knowledge tables, so the rows are changed:
a number by its smallest step, up and down; a yes to a no; and each row of a list taken away. All spec cases are laid
as cohorts, derived once, and for each change what depends on it is derived anew and held against the cases. A change
that no case notices *survives*: either a case is missing, or `perturb_argued.yaml` says why none can be.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import yaml
from rich.console import Console
from rich.progress import Progress

import tests.spec.conftest  # noqa: F401 - registers every case
from tests.spec.drawn import CASES, Case, derive, differences, lay
from thirdline import DEFAULT_PRACTICE, flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge, load
from thirdline.knowledge.endpoint_tables import endpoint_tables
from thirdline.knowledge.tabulate import tabulate
from thirdline.run import DERIVED_HERE, OUTCOMES_HERE, TRIALS_HERE
from thirdline.tables import ENDPOINTS, TABLES, TRIALS, Column, Table

ROOT = Path(__file__).parents[1]
ARGUED = ROOT / "tools/perturb_argued.yaml"
REPORT = ROOT / "docs/perturbation.md"
PATIENCE = 60
A_FEW = 100

# The tables that hold what criteria and practices say. Tables of schedules and labels are named here when their time comes.
TABLES_OF_INTEREST = (
    "line_rules", "drug_roles", "response_rules", "categories", "markers", "response_levels", "progression_thresholds",
    "assessment_profile", "refractory_rules", "uncounted_classes", "refractory_tiers", "class_schemes", "stage_conditions",
    "stage_points", "stage_systems", "interference_rules", "practice_preconditions", "practice_cells",
    "practice_cell_groups", "practice_options", "practice_footnotes", "toxicity_rules", "toxicity_ladders",
    "endpoints", "endpoint_events", "mrd_rules", "mrd_sensitivities", "age_groups",
)  # fmt: skip
# Columns that tabulating counts or looks up from other facts, so that no record holds them.
COUNTED = frozenset(
    {
        "response_levels.depth", "practice_cell_groups.part", "toxicity_ladders.ladder",
        "toxicity_ladders.worst", "endpoint_events.place",
    }
)  # fmt: skip
# Columns named otherwise than the fact they come from.
FACTS = {
    "flc_ratio_lowest": "normal_flc_ratio",
    "flc_ratio_highest": "normal_flc_ratio",
    "depth_at_least": "response_at_least",
    "least_depth": "response_at_least",
    "whole_course": "events",
    **dict.fromkeys(("mild", "moderate", "severe", "life_threatening"), "grades"),
    **dict.fromkeys(("albumin", "per_gram"), "calcium_correction"),
}
LISTED_CLASSES = {"treating": "treating_classes", "steroid": "steroid_classes", "cell_product": "cell_products"}

Row = tuple[Any, ...]
Tabulated = Mapping[str, Sequence[Row]]


def knowledge_tables(knowledge: Knowledge, profile: str | None = None, as_of: date | None = None) -> dict[str, list[Row]]:
    """The rows of every knowledge table that a derivation joins, those of endpoints among them."""
    return {**tabulate(knowledge, DEFAULT_PRACTICE, profile, as_of), **endpoint_tables(knowledge, DEFAULT_PRACTICE)}


@dataclass(frozen=True)
class Change:
    """Some rows of a knowledge table put in the place of others, in words, and the fact changed by it."""

    table: str
    fact: str
    words: str
    old: tuple[Row, ...]
    new: tuple[Row, ...] = ()

    def applied(self, rows: Sequence[Row]) -> list[Row] | None:
        """The rows with this change; None when they do not hold what it changes."""
        if not set(self.old) <= set(rows):
            return None
        places = dict(zip(self.old, self.new, strict=False))
        return [places.get(row, row) for row in rows if row not in self.old or row in places]


def changes(knowledge: Tabulated, tables: Iterable[str] = TABLES_OF_INTEREST) -> Iterator[Change]:
    """Every change of the tables' rows: each number up and down, each yes and no, each row of a list taken away."""
    for name in tables:
        table, rows = TABLES[name], knowledge[name]
        for row in rows:
            yield from _of_cells(table, row, knowledge)
        if name == "drug_roles":
            yield from _of_roles(knowledge)
        elif len(rows) > 1 or not any(_counts(table, column) for column in table.columns):
            yield from (
                Change(name, fact_of(table, row, None, knowledge), f"without {_shown(table, row)}", (row,)) for row in rows
            )


def steps(column: Column, value: Any) -> tuple[Any, ...]:
    """The values next to a value: a number one step of its last digit up and down, a yes the no."""
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return value + 1, value - 1
    if isinstance(value, Decimal):
        last = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
        step = Decimal(1) if column.name.endswith("percent") else last
        return value + step, value - step
    return ()


def fact_of(table: Table, row: Row, column: str | None, knowledge: Tabulated) -> str:
    """The fact behind a cell or row, as `because` names it; the table's name where none is told."""
    cells = dict(zip(table.names, row, strict=True))
    by_cell = {cell: fact for cell, *_, fact in knowledge["practice_cells"]}
    by_system = {system: criterion for system, criterion, *_ in knowledge["stage_systems"]}
    if "fact" in cells:
        return cells["fact"]
    if "criterion" in cells:
        return f"{cells['criterion']}#{FACTS.get(column or '', column or table.name)}"
    if table.name == "class_schemes":
        return f"{cells['scheme']}#classes"
    if "cell" in cells:
        return by_cell.get(cells["cell"], table.name)
    if "system" in cells:
        return f"{by_system.get(cells['system'])}#points"
    if "endpoint" in cells:
        return f"{cells['endpoint']}#{FACTS.get(column or '', column or 'events')}"
    owner = {"categories": "response_rules", "uncounted_classes": "refractory_rules"}.get(table.name)
    return f"{knowledge[owner][0][0]}#{table.name}" if owner else table.name


def _of_cells(table: Table, row: Row, knowledge: Tabulated) -> Iterator[Change]:
    for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
        if _counts(table, column):
            for other in steps(column, value):
                fact = fact_of(table, row, column.name, knowledge)
                words = f"{column.name} {value} → {other} in {_shown(table, row)}"
                yield Change(table.name, fact, words, (row,), ((*row[:place], other, *row[place + 1 :]),))


def _of_roles(knowledge: Tabulated) -> Iterator[Change]:
    """Roles by class are taken away class by class, as the criterion lists them; others drug by drug."""
    criterion = knowledge["line_rules"][0][0]
    class_of = {drug: drug_class for drug, drug_class, *_ in knowledge["drug_facts"]}

    def entry(row: Row) -> tuple[str, str]:
        return row[1], class_of[row[0]] if row[1] in LISTED_CLASSES else row[0]

    for (role, listed), rows in groupby(sorted(knowledge["drug_roles"], key=entry), key=entry):
        fact = LISTED_CLASSES.get(role, f"{role}_drugs")
        yield Change("drug_roles", f"{criterion}#{fact}", f"without {listed}", tuple(rows))


def _counts(table: Table, column: Column) -> bool:
    return column.type in ("integer", "decimal", "boolean") and f"{table.name}.{column.name}" not in COUNTED


def _shown(table: Table, row: Row) -> str:
    key = [str(value) for name, value in zip(table.names, row, strict=True) if name in table.key and value is not None]
    return f"{table.name} ({' | '.join(key)})"


def _case_of(row: Row) -> str:
    """The prefix of the case to whose patient a row belongs."""
    return f"{row[0]}".rpartition("/")[0] + "/"


class Found:
    """Derived rows of one cohort, handed out case by case: what `differences` asks of an engine."""

    def __init__(self, engine: DuckDB, names: Iterable[str]) -> None:
        self.rows_of: dict[str, dict[str, list[Row]]] = {name: defaultdict(list) for name in names}
        self.prefix = ""
        for name, by_case in self.rows_of.items():
            for row in engine.rows(name, TABLES[name].key):
                by_case[_case_of(row)].append(row)

    def rows(self, name: str, order: Sequence[str] = ()) -> list[Row]:
        """The rows of the case in turn; they are in the order of the key already."""
        del order
        return self.rows_of[name].get(self.prefix, [])


class Cohort:
    """The spec cases of one profile and day, derived; and whether a change is noticed among them.

    A change is made inside a transaction that is rolled back. Only what depends on it is derived anew. Where that
    makes other progressions, from which lines follow in the next round, the cases concerned are derived from the start.
    """

    def __init__(self, knowledge: Knowledge, cases: Sequence[Case]) -> None:
        self.records, self.cases = knowledge, list(cases)
        self.knowledge = knowledge_tables(knowledge, *cases[0].group)
        self.engine = _engine(cases)
        derive(self.engine, knowledge, cases[0])
        drawn = {name for case in cases for name in case.expected}
        self.failing = _noticing(self.cases, Found(self.engine, drawn))
        self.cases = [case for case in self.cases if case.sentence not in self.failing]

    def notices(self, change: Change) -> bool:
        """Whether a case fails once the change is made; afterwards everything is as before."""
        rows = change.applied(self.knowledge.get(change.table, ()))
        touched = affected(change.table) & set(_told_by(change.table))
        cases = [c for c in (_within(case, touched) for case in self.cases) if c.expected]
        if rows is None or not cases:
            return False
        self.engine.connection.execute("begin")
        try:
            with _patience():
                return self._notices(change.table, rows, cases)
        except (RuntimeError, duckdb.Error) as error:  # a change that stops the derivation does not go unnoticed
            print(f"stops the derivation ({error}): {change.fact}: {change.words}", file=sys.stderr)
            return True
        finally:
            self.engine.connection.execute("rollback")

    def _notices(self, table: str, rows: Sequence[Row], cases: Sequence[Case]) -> bool:
        at_once, told = affected(table, rounds=False), _told_by(table)
        if any(stage.looks_back for stage in _stages(at_once, told)):
            return any(_noticing(some, self._from_the_start(table, rows, some)) for some in _some(cases))
        self.engine.create(TABLES[table], rows)
        before = {name: set(self.engine.rows(name)) for name in _looked_back_at()}
        for stage in _stages(at_once, told):
            flow.run_stage(self.engine, stage)
        altered = {_case_of(row) for name, was in before.items() for row in was ^ set(self.engine.rows(name))}
        again = [case for case in cases if f"{case.sentence}/" in altered]
        rest = [_within(case, at_once) for case in cases if case not in again]
        if _noticing(rest, Found(self.engine, at_once & set(told))):
            return True
        return bool(again and _noticing(again, self._from_the_start(table, rows, again)))

    def _from_the_start(self, table: str, rows: Sequence[Row], cases: Sequence[Case]) -> Found:
        engine, first = _engine(cases), cases[0]
        run.prepare(engine, self.records, run.Asked(profile=first.profile, as_of=first.as_of))
        engine.create(TABLES[table], rows)
        flow.derive(engine, DERIVED_HERE)
        return Found(engine, DERIVED_HERE)


def _engine(cases: Sequence[Case]) -> DuckDB:
    engine = DuckDB()
    engine.connection.execute("set threads = 1")
    engine.connection.execute("set enable_progress_bar = false")
    lay(engine, cases, prefixed=True)
    return engine


def _some(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    """The cases a few at a time, those that draw lines first: they are the likeliest to notice a change of lines."""
    ordered = sorted(cases, key=lambda case: "lines" not in case.expected)
    return (ordered[start : start + A_FEW] for start in range(0, len(ordered), A_FEW))


def _within(case: Case, names: Container[str]) -> Case:
    """The case, held against these derived tables only."""
    return replace(case, expected={name: drawn for name, drawn in case.expected.items() if name in names})


def _noticing(cases: Iterable[Case], found: Found) -> list[str]:
    """The sentences that are not true of what was found."""
    failing = []
    for case in cases:
        found.prefix = f"{case.sentence}/"
        failing += [case.sentence] if differences(found, case, found.prefix) else []  # type: ignore[arg-type]
    return failing


@cache
def affected(table: str, rounds: bool = True) -> frozenset[str]:
    """The derivations that a change of a table can reach; with `rounds`, also by way of the round before."""
    reached = {table}
    while True:
        more = {
            name
            for name, d in flow.derivations().items()
            if name not in reached and reached & {*d.needs, *(d.looks_back if rounds else ())}
        }
        if not more:
            return frozenset(reached - {table})
        reached |= more


def _told_by(table: str) -> tuple[str, ...]:
    """The derived tables held against the cases when a table changes: of endpoints those of outcomes, of trials theirs, else
    the course's.
    """
    if TABLES[table] in TRIALS:
        return TRIALS_HERE
    return OUTCOMES_HERE if TABLES[table] in ENDPOINTS else DERIVED_HERE


def _stages(names: Container[str], wanted: Sequence[str]) -> list[flow.Derivation]:
    """The derivations of these names that the tables wanted need, in order."""
    return [stage for stage in flow.order(wanted) if stage.name in names]


def _looked_back_at() -> set[str]:
    """The tables that the next round of lines reads."""
    return {name for derivation in flow.derivations().values() for name in derivation.looks_back}


@contextmanager
def _patience() -> Iterator[None]:
    """Stop a derivation that no longer ends: after so many seconds of computing, however busy the machine is."""

    def stop(*_: object) -> None:
        raise RuntimeError(f"no end after {PATIENCE} s")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def cohorts(knowledge: Knowledge, cases: Iterable[Case] = CASES) -> list[Cohort]:
    """The cases laid and derived, one cohort for each profile and day, the largest first."""
    by_group = groupby(sorted(cases, key=lambda c: str(c.group)), key=lambda c: str(c.group))
    groups = sorted((list(group) for _, group in by_group), key=len, reverse=True)
    return [Cohort(knowledge, group) for group in groups]


def survivors(held: Iterable[Change], among: Sequence[Cohort]) -> Iterator[Change]:
    """The changes that no cohort notices."""
    return (change for change in held if not any(cohort.notices(change) for cohort in among))


_worker: list[Cohort] = []


def _start() -> None:
    _worker.extend(cohorts(load()))


def _survives(change: Change) -> bool:
    return any(survivors([change], _worker))


@dataclass(frozen=True)
class Argument:
    """Why no case can notice the changes of a fact whose words fit a pattern (`*`: any)."""

    fact: str
    reason: str
    change: str = "*"

    def covers(self, change: Change) -> bool:
        """Whether the argument is about this change."""
        return fnmatchcase(change.fact, self.fact) and fnmatchcase(change.words, self.change)


def arguments(file: Path = ARGUED) -> list[Argument]:
    """The argued survivors; an entry with another key or without a reason raises TypeError."""
    return [Argument(**entry) for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or []]


def all_changes(knowledge: Knowledge, tables: Iterable[str]) -> list[Change]:
    """Every change under every profile and day that a spec case asks for, each once."""
    groups = dict.fromkeys(case.group for case in CASES)
    found = (changes(knowledge_tables(knowledge, *group), tables) for group in groups)
    return list(dict.fromkeys(change for group in found for change in group))


def report(surviving: Sequence[Change], n_changes: int, argued: Sequence[Argument]) -> str:
    """What survived, by fact, with the reasons where there are any, as Markdown."""
    lines = ["# Does every number bear load?", "", "Written by `make perturb` (`python -m tools.perturb --write`).", ""]
    lines += [
        f"{n_changes} changes of knowledge, {n_changes - len(surviving)} noticed by a spec case, {len(surviving)} not.",
        "",
    ]
    for fact, found in groupby(sorted(surviving, key=lambda c: (c.fact, c.words)), key=lambda c: c.fact):
        lines += [f"## {fact}", ""]
        for change in found:
            reason = next((a.reason for a in argued if a.covers(change)), "**not argued: a case is missing**")
            lines.append(f"- {change.words}: {reason}")
        lines.append("")
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Make every change; print what survives; 1 when a survivor is not argued, or a case fails to begin with."""
    parser = argparse.ArgumentParser(prog="python -m tools.perturb", description=__doc__)
    parser.add_argument("--workers", type=int, default=2, help="processes side by side")
    parser.add_argument(
        "--tables", nargs="+", default=TABLES_OF_INTEREST, metavar="TABLE", help="only these knowledge tables"
    )
    parser.add_argument("--write", action="store_true", help=f"write {REPORT.relative_to(ROOT)}")
    asked = parser.parse_args(words)

    knowledge, console = load(), Console(stderr=True)
    failing = [sentence for cohort in cohorts(knowledge) for sentence in cohort.failing]
    for sentence in failing:
        console.print(f"fails unchanged, left out: {sentence}", style="red", markup=False)
    todo = all_changes(knowledge, asked.tables)
    surviving = []
    with Progress(console=console) as progress, _pool(asked.workers) as pool:
        task = progress.add_task("changing knowledge", total=len(todo))
        for change, survived in zip(todo, pool.map(_survives, todo, chunksize=4), strict=True):
            surviving += [change] if survived else []
            progress.advance(task)

    argued = arguments()
    text = report(surviving, len(todo), argued)
    print(text)
    if asked.write:
        REPORT.write_text(text, encoding="utf-8")
    unargued = [change for change in surviving if not any(a.covers(change) for a in argued)]
    idle = [a.fact for a in argued if not any(a.covers(c) for c in surviving)] if asked.tables is TABLES_OF_INTEREST else []
    for fact in idle:
        console.print(f"perturb_argued.yaml argues for {fact}, which no longer survives: take the entry out", style="red")
    console.print(f"{len(todo)} changes, {len(surviving)} survive, {len(unargued)} of them not argued")
    return 1 if unargued or idle or failing else 0


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start)


if __name__ == "__main__":
    sys.exit(main())
