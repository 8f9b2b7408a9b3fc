"""The derivations run in order, side by side where the engine has lanes, and told as they come.

Question answered: how do the tables asked for come of the input and knowledge tables that an engine already holds?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from thirdline.engines import Engine
from thirdline.engines.lanes import Job, in_lanes
from thirdline.flow import rounds
from thirdline.flow.derivations import BEFORE, Derivation, order, stretches
from thirdline.flow.rounds import run_stage

Progress = Callable[[str, int, int], None]
Finished = Callable[[str], None]


def derive(
    engine: Engine,
    wanted: Iterable[str],
    progress: Progress | None = None,
    finished: Finished | None = None,
    first: Sequence[Job[Engine]] = (),
) -> None:
    """Derive the tables asked for from the input and knowledge tables that the engine already holds, or that jobs under
    their names come to make (`first`): a derivation waits for those it reads, not for all.

    `finished` is told each table asked for as soon as its rows are final. With it nothing is kept: a derived table is
    dropped when nothing that is still to come reads it.
    """
    wanted = tuple(wanted)
    stages = order(wanted)
    place = {stage.name: n for n, stage in enumerate(stages)}
    parts = stretches(stages)
    leaving: list[str] = []

    def run(engine: Engine, stage: Derivation, among: str = "", as_: str = "") -> None:
        if progress:
            progress(stage.name, place[stage.name], len(stages))
        while leaving:
            engine.drop(leaving.pop())
        run_stage(engine, stage, among, as_)

    def final(n: int) -> None:
        if finished:
            for name in (stage.name for stage in parts[n] if stage.name in wanted):
                finished(name)
            leaving.extend(_last_read(parts, n))

    in_lanes(_jobs(first, parts, run, final), engine.lanes())


def _jobs(
    first: Sequence[Job[Engine]], parts: list[list[Derivation]], run: rounds.Run, final: Callable[[int], None]
) -> list[Job[Engine]]:
    """A job for each stage; after the stages of a repeated stretch one that repeats it, for which later stages wait."""
    jobs = list(first)
    makes = {job.name: job.name for job in first}

    def add(name: str, reads: Iterable[str], *do: Callable[[Engine], None]) -> None:
        jobs.append(Job(name, frozenset(makes[read] for read in reads if read in makes), partial(_one_by_one, do)))

    for n, stretch in enumerate(parts):
        names = [stage.name for stage in stretch]
        end = partial(_final, n, final)
        if len(stretch) == 1:
            add(names[0], stretch[0].needs, partial(_once, stretch[0], run), end)
            makes |= {names[0]: names[0]}
            continue
        later = rounds.looked_back_at(stretch)
        start, over = f"{names[0]}: start", f"{names[0]}: rounds"
        add(start, (), partial(rounds.start, later))
        makes |= {name + BEFORE: start for name in later}
        for stage in stretch:
            add(stage.name, stage.reads, partial(_first, stage, run))
            makes |= {stage.name: stage.name}
        add(over, names, partial(rounds.repeat, stretch, run), end)
        makes |= dict.fromkeys(names, over)
    return jobs


def _one_by_one(do: Iterable[Callable[[Engine], None]], engine: Engine) -> None:
    for each in do:
        each(engine)


def _final(n: int, final: Callable[[int], None], _: Engine) -> None:
    final(n)


def _once(stage: Derivation, run: rounds.Run, engine: Engine) -> None:
    """Run a stage that nothing repeats but its own steps."""
    (rounds.step if stage.steps else _first)(stage, run, engine)


def _first(stage: Derivation, run: rounds.Run, engine: Engine) -> None:
    """Run a stage for the first time."""
    run(engine, stage)


def _last_read(parts: list[list[Derivation]], n: int) -> list[str]:
    """The derived tables that no stretch after the n-th reads, and that one up to it made or read."""
    later = {name for stretch in parts[n + 1 :] for stage in stretch for name in stage.needs}
    here = {stage.name for stage in parts[n]} | {name for stage in parts[n] for name in stage.needs}
    made = {stage.name for stretch in parts for stage in stretch}
    return sorted((here & made) - later)
