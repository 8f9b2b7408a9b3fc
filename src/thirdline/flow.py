"""Which table comes from which, and their derivation in order.

Question answered: what must run, in what order, to derive the tables asked for? Each derivation is one SQL file
named as its table; its header says `Reads:`. A derivation that reads `<table>_before` sees that table as it stood
in the round before, empty at first: its own (`line_openings_before`), and it is repeated until nothing changes;
or a later table (`progressions_before`), and the round is repeated until the reader's rows no longer change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from thirdline.engines import Engine
from thirdline.tables import TABLES, Table

LAYERS = ("course", "options", "schedule")
BEFORE = "_before"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Derivation:
    """One SQL file: the table it makes, the tables it reads, its text."""

    name: str
    layer: str
    sql: str
    reads: tuple[str, ...]

    @property
    def steps(self) -> bool:
        """Whether it is one step repeated until nothing changes."""
        return self.name + BEFORE in self.reads

    @property
    def needs(self) -> tuple[str, ...]:
        """The tables it reads of this round."""
        return tuple(r for r in self.reads if not r.endswith(BEFORE))

    @property
    def looks_back(self) -> tuple[str, ...]:
        """Later tables that it reads as they stood in the round before."""
        return tuple(r.removesuffix(BEFORE) for r in self.reads if r.endswith(BEFORE) and r != self.name + BEFORE)


def _reads(text: str) -> tuple[str, ...]:
    """The tables named after `-- Reads:`, which may run over several comment lines."""
    found = re.search(r"^-- Reads:((?:[^\n]*\n-- {3})*[^\n]*)", text, re.MULTILINE)
    return tuple(re.findall(r"\w+", found.group(1))) if found else ()


@cache
def derivations() -> dict[str, Derivation]:
    """Every derivation by the name of its table."""
    found = {}
    for layer in LAYERS:
        for file in sorted((files("thirdline") / layer).iterdir(), key=lambda f: f.name):
            if file.name.endswith(".sql"):
                text = file.read_text(encoding="utf-8")
                name = file.name.removesuffix(".sql")
                found[name] = Derivation(name, layer, text, _reads(text))
    return found


def order(wanted: Iterable[str]) -> list[Derivation]:
    """The derivations needed for the tables asked for, each after those it reads."""
    known, done = derivations(), {}

    wanted = tuple(wanted)

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"tables read each other in a circle: {' -> '.join((*above, name))}")
        if name in known and name not in done:
            for read in known[name].needs:
                visit(read, (*above, name))
            done[name] = known[name]

    for name in (*_looked_back_at(wanted), *wanted):
        visit(name, ())
    return list(done.values())


def _looked_back_at(wanted: Iterable[str]) -> list[str]:
    """The later tables that a derivation needed for those asked for looks back at; they come first."""
    known, seen, open_ = derivations(), set(), list(wanted)
    while open_:
        name = open_.pop()
        if name in known and name not in seen:
            seen.add(name)
            open_ += (*known[name].needs, *known[name].looks_back)
    return sorted({later for name in seen for later in known[name].looks_back})


def derive(engine: Engine, wanted: Iterable[str], progress: Progress | None = None) -> None:
    """Derive the tables asked for from the input and knowledge tables that the engine already holds."""
    stages = order(wanted)
    for number, (stage, again) in enumerate(_rounds(engine, stages)):
        if progress:
            progress(stage.name, number % len(stages), len(stages))
        if not again:
            run_stage(engine, stage)


def _rounds(engine: Engine, stages: list[Derivation]) -> Iterator[tuple[Derivation, bool]]:
    """The stages in order; where one looks back at a later table, its round repeats until its rows stay."""
    first = next((n for n, stage in enumerate(stages) if stage.looks_back), None)
    if first is None:
        yield from ((stage, False) for stage in stages)
        return
    back = stages[first]
    last = max(n for n, stage in enumerate(stages) if stage.name in back.looks_back)
    for name in back.looks_back:
        engine.create(_before(name))
    yield from ((stage, False) for stage in stages[:first])
    while True:
        yield from ((stage, False) for stage in stages[first : last + 1])
        if all(engine.same(name, name + BEFORE) for name in back.looks_back):
            break
        for name in back.looks_back:
            engine.materialise(name + BEFORE, f"select * from {name}", None)
        engine.materialise(back.name + "_kept", f"select * from {back.name}", None)
        yield back, False
        if engine.same(back.name, back.name + "_kept"):
            break
    yield from ((stage, False) for stage in stages[last + 1 :])


def run_stage(engine: Engine, stage: Derivation) -> None:
    """Run one derivation whose readings the engine already holds; one that steps, until nothing changes."""
    table = TABLES.get(stage.name)
    if not stage.steps:
        engine.materialise(stage.name, stage.sql, table)
        return
    before = stage.name + BEFORE
    engine.create(_before(stage.name))
    while True:
        engine.materialise(stage.name, stage.sql, table)
        if engine.count(stage.name) == engine.count(before):
            return
        engine.rename(stage.name, before)


def _before(name: str) -> Table:
    """The contract of a table as it stood in the round before."""
    table = TABLES[name]
    return Table(name + BEFORE, "stage", table.key, table.columns, table.about)
