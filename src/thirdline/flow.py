"""Which table comes from which, and their derivation in order.

Question answered: what must run, in what order, to derive the tables asked for? Each derivation is one SQL file
named as its table; its header says `Reads:`, and `Empty without:` where no row can come of it unless each of these
tables has some. A derivation that reads `<table>_before` sees that table as it stood in the round before, empty at
first: its own (`stage_steps_before`), and it is repeated as often as `Steps:` says; or a later table
(`progressions_before`), and the round is repeated until the reader's rows no longer change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files

from thirdline.engines import Engine
from thirdline.engines.lanes import Job, in_lanes
from thirdline.tables import TABLES, Table

LAYERS = ("course", "options", "schedule", "outcomes")
BEFORE = "_before"
KEPT = "_kept"
MOST_ROUNDS = 200
Progress = Callable[[str, int, int], None]
Finished = Callable[[str], None]
Run = Callable[[Engine, "Derivation"], None]


@dataclass(frozen=True)
class Derivation:
    """One SQL file: the table it makes, the tables it reads, its text."""

    name: str
    layer: str
    sql: str
    reads: tuple[str, ...]
    empty_without: tuple[str, ...] = ()
    n_steps: int | None = None

    @property
    def steps(self) -> bool:
        """Whether it is one step, repeated."""
        return self.name + BEFORE in self.reads

    @property
    def needs(self) -> tuple[str, ...]:
        """The tables it reads of this round."""
        return tuple(r for r in self.reads if not r.endswith(BEFORE))

    @property
    def before(self) -> tuple[str, ...]:
        """The tables that it reads as they stood in the round before, its own among them."""
        return tuple(r.removesuffix(BEFORE) for r in self.reads if r.endswith(BEFORE))

    @property
    def looks_back(self) -> tuple[str, ...]:
        """The other tables that it reads as they stood in the round before; they come later."""
        return tuple(name for name in self.before if name != self.name)


def _named(heading: str, text: str) -> tuple[str, ...]:
    """The tables named after a heading of the header, `-- Reads:` say, which may run over several comment lines."""
    found = re.search(rf"^-- {heading}:((?:[^\n]*\n-- {{3}})*[^\n]*)", text, re.MULTILINE)
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
                steps = re.search(r"^-- Steps: (\d+)$", text, re.MULTILINE)
                n_steps = int(steps[1]) if steps else None
                found[name] = Derivation(name, layer, text, _named("Reads", text), _named("Empty without", text), n_steps)
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
    return _hoisted(list(done.values()))


def _hoisted(stages: list[Derivation]) -> list[Derivation]:
    """What a repeated stretch holds but does not change comes before it, and so runs once."""
    for first, last in _spans(stages):
        changing = {name + BEFORE for stage in stages[first : last + 1] for name in stage.before}
        fixed: list[Derivation] = []
        repeated: list[Derivation] = []
        for stage in stages[first : last + 1]:
            again = changing.intersection(stage.reads)
            (repeated if again else fixed).append(stage)
            changing |= {stage.name} if again else set()
        stages = [*stages[:first], *fixed, *repeated, *stages[last + 1 :]]
    return stages


def _looked_back_at(wanted: Iterable[str]) -> list[str]:
    """The later tables that a derivation needed for those asked for looks back at; they come first."""
    known, seen, open_ = derivations(), set(), list(wanted)
    while open_:
        name = open_.pop()
        if name in known and name not in seen:
            seen.add(name)
            open_ += (*known[name].needs, *known[name].looks_back)
    return sorted({later for name in seen for later in known[name].looks_back})


def derive(
    engine: Engine, wanted: Iterable[str], progress: Progress | None = None, finished: Finished | None = None
) -> None:
    """Derive the tables asked for from the input and knowledge tables that the engine already holds.

    `finished` is told each table asked for as soon as its rows are final. With it nothing is kept: a derived table is
    dropped when nothing that is still to come reads it.
    """
    wanted = tuple(wanted)
    stages = order(wanted)
    place = {stage.name: n for n, stage in enumerate(stages)}
    stretches = _stretches(stages)
    leaving: list[str] = []

    def run(lane: Engine, stage: Derivation) -> None:
        if progress:
            progress(stage.name, place[stage.name], len(stages))
        while leaving:
            lane.drop(leaving.pop())
        run_stage(lane, stage)

    def final(n: int) -> None:
        if finished:
            for name in (stage.name for stage in stretches[n] if stage.name in wanted):
                finished(name)
            leaving.extend(_last_read(stretches, n))

    in_lanes(_jobs(stretches, run, final), engine.lanes())


def _jobs(stretches: list[list[Derivation]], run: Run, final: Callable[[int], None]) -> list[Job]:
    """A job for each stage; after the stages of a repeated stretch one that repeats it, for which later stages wait."""
    jobs: list[Job] = []
    makes: dict[str, str] = {}

    def add(name: str, reads: Iterable[str], do: Callable[[Engine], None]) -> None:
        jobs.append(Job(name, frozenset(makes[read] for read in reads if read in makes), do))

    for n, stretch in enumerate(stretches):
        names = [stage.name for stage in stretch]
        if len(stretch) == 1:
            add(names[0], stretch[0].needs, partial(_once, stretch[0], run, partial(final, n)))
            makes |= {names[0]: names[0]}
            continue
        later = sorted({name for stage in stretch for name in stage.before})
        start, end = f"{names[0]}: start", f"{names[0]}: rounds"
        add(start, (), partial(_start, later))
        makes |= {name + BEFORE: start for name in later}
        for stage in stretch:
            add(stage.name, stage.reads, partial(_first, stage, run))
            makes |= {stage.name: stage.name}
        add(end, names, partial(_rounds, stretch, run, partial(final, n)))
        makes |= dict.fromkeys(names, end)
    return jobs


def _stretches(stages: list[Derivation]) -> list[list[Derivation]]:
    """The stages in order, those that are repeated together in one stretch."""
    stretches, done = [], 0
    for first, last in _spans(stages):
        stretches += [[stage] for stage in stages[done:first]] + [stages[first : last + 1]]
        done = last + 1
    return stretches + [[stage] for stage in stages[done:]]


def _last_read(stretches: list[list[Derivation]], n: int) -> list[str]:
    """The derived tables that no stretch after the n-th reads, and that one up to it made or read."""
    later = {name for stretch in stretches[n + 1 :] for stage in stretch for name in stage.needs}
    here = {stage.name for stage in stretches[n]} | {name for stage in stretches[n] for name in stage.needs}
    made = {stage.name for stretch in stretches for stage in stretch}
    return sorted((here & made) - later)


def run_stage(engine: Engine, stage: Derivation) -> None:
    """Run one derivation once; the engine already holds what it reads.

    What is empty without a table that is empty is not run.
    """
    if any(engine.is_empty(name) for name in stage.empty_without):
        engine.clear(stage.name, stage.sql, TABLES.get(stage.name))
    else:
        engine.materialise(stage.name, stage.sql, TABLES.get(stage.name))


def _spans(stages: list[Derivation]) -> list[tuple[int, int]]:
    """From the first reader of a table as it stood before, to that table: the stretches of stages that are repeated."""
    place = {stage.name: n for n, stage in enumerate(stages)}
    spans: dict[str, tuple[int, int]] = {}
    for n, stage in enumerate(stages):
        for name in stage.before:
            spans[name] = (min(n, spans.get(name, (n,))[0]), place[name])
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans.values()):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _once(stage: Derivation, run: Run, final: Callable[[], None], engine: Engine) -> None:
    """Run a stage that nothing repeats but its own steps."""
    (_step if stage.steps else _first)(stage, run, engine)
    final()


def _first(stage: Derivation, run: Run, engine: Engine) -> None:
    """Run a stage for the first time."""
    run(engine, stage)


def _start(later: list[str], engine: Engine) -> None:
    """Before the first round the tables looked back at are empty."""
    for name in later:
        engine.create(_before(name))


def _rounds(stages: list[Derivation], run: Run, final: Callable[[], None], engine: Engine) -> None:
    """Repeat a stretch until the tables looked back at no longer change; of a round, only what the change reaches."""
    later = sorted({name for stage in stages for name in stage.before})
    for _ in range(MOST_ROUNDS):
        changed = {name + BEFORE for name in later if not engine.same(name, name + BEFORE)}
        if not changed:
            break
        _keep(engine, later, BEFORE)
        for stage in stages:
            if changed.intersection(stage.reads) and _differs(engine, stage, run):
                changed.add(stage.name)
    else:
        raise RuntimeError(
            f"{', '.join(later)}: still changing after {MOST_ROUNDS} rounds; two derivations contradict each other"
        )
    for name in later:
        engine.drop(name + BEFORE)
    final()


def _differs(engine: Engine, stage: Derivation, run: Run) -> bool:
    """Run a stage again: does its table differ from what it was? One without a contract is taken to differ."""
    if stage.name not in TABLES:
        run(engine, stage)
        return True
    engine.rename(stage.name, stage.name + KEPT)
    run(engine, stage)
    differs = not engine.same(stage.name, stage.name + KEPT)
    engine.drop(stage.name + KEPT)
    return differs


def _step(stage: Derivation, run: Run, engine: Engine) -> None:
    """Repeat one step as often as its header says is enough, each on what the one before it made."""
    if stage.n_steps is None:
        raise ValueError(
            f"{stage.name}: it reads itself as it stood before; its header must say how often, as in `Steps: 2`"
        )
    engine.create(_before(stage.name))
    for _ in range(stage.n_steps - 1):
        run(engine, stage)
        _keep(engine, [stage.name], BEFORE)
    run(engine, stage)
    engine.drop(stage.name + BEFORE)


def _keep(engine: Engine, names: Iterable[str], as_: str) -> None:
    """Keep tables as they stand, under their names with a suffix."""
    for name in names:
        engine.materialise(name + as_, f"select * from {name}")


def _before(name: str) -> Table:
    """The contract of a table as it stood in the round before."""
    table = TABLES[name]
    return Table(name + BEFORE, "stage", table.key, table.columns, table.about)
