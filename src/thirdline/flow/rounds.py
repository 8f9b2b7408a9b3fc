"""Stages that are repeated: rounds until nothing changes any more, and steps of a number that is said.

Question answered: for whom must a stage run again? A derivation of one patient reads no other patient's rows; a later
round therefore runs each stage only for the patients of whom a table that it reads has changed, and a change that ends
somewhere goes no further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from thirdline.engines import Engine
from thirdline.flow.derivations import BEFORE, Derivation
from thirdline.tables import TABLES, Table

AGAIN = "_again"
CHANGED = "_changed"
MOST_ROUNDS = 200


class Run(Protocol):
    """Runs a stage, and tells that it does; see `run_stage`."""

    def __call__(self, engine: Engine, stage: Derivation, among: str = "", as_: str = "") -> None: ...


def run_stage(engine: Engine, stage: Derivation, among: str = "", as_: str = "") -> None:
    """Run one derivation once; the engine already holds what it reads. What gives no row, as its header says of the tables
    that are empty, is not run. `among`: a query of patients, for these alone (all of them, where none is given). `as_`:
    under this name.
    """
    sql = stage.among(among) if among else stage.sql
    one_of = stage.empty_unless_one_of
    empty = any(map(engine.is_empty, stage.empty_without)) or (bool(one_of) and all(map(engine.is_empty, one_of)))
    (engine.clear if empty else engine.materialise)(as_ or stage.name, sql, TABLES.get(stage.name))


def looked_back_at(stages: Iterable[Derivation]) -> list[str]:
    """The tables of which these stages read how they stood in the round before."""
    return sorted({name for stage in stages for name in stage.before})


def start(later: Iterable[str], engine: Engine) -> None:
    """Before the first round the tables looked back at are empty."""
    for name in later:
        engine.create(_before(name))


def repeat(stages: list[Derivation], run: Run, engine: Engine) -> None:
    """Repeat a stretch whose stages have all run once, until the tables looked back at no longer change."""
    later = looked_back_at(stages)
    for _ in range(MOST_ROUNDS):
        changed = {name + BEFORE for name in later if _differ(engine, name + BEFORE, name, name + BEFORE)}
        if not changed:
            break
        _keep(engine, later)
        for stage in stages:
            reached = sorted(changed.intersection(stage.reads))
            if reached and _again(engine, stage, run, reached):
                changed.add(stage.name)
        for name in changed:
            engine.drop(name + CHANGED)
    else:
        raise RuntimeError(
            f"{', '.join(later)}: still changing after {MOST_ROUNDS} rounds; two derivations contradict each other"
        )
    for name in later:
        engine.drop(name + BEFORE)


def step(stage: Derivation, run: Run, engine: Engine) -> None:
    """Repeat one step as often as its header says is enough, each on what the one before it made."""
    if stage.n_steps is None:
        raise ValueError(
            f"{stage.name}: it reads itself as it stood before; its header must say how often, as in `Steps: 2`"
        )
    start([stage.name], engine)
    for _ in range(stage.n_steps - 1):
        run(engine, stage)
        _keep(engine, [stage.name])
    run(engine, stage)
    engine.drop(stage.name + BEFORE)


def _again(engine: Engine, stage: Derivation, run: Run, reached: list[str]) -> bool:
    """Run a stage again, where there are many for those alone whose rows in the tables reached have changed, and take over
    the rows that differ. Are there any?
    """
    again = stage.name + AGAIN
    if engine.few:
        run(engine, stage, "", again)
        if differ := _differ(engine, stage.name, stage.name, again):
            engine.rename(again, stage.name)
    else:
        among = " union all ".join(f"select patient from {name}{CHANGED}" for name in reached)
        run(engine, stage, among, again)
        if differ := _differ(engine, stage.name, f"(select * from {stage.name} where patient in ({among})) b", again):
            engine.replace(stage.name, again, f"select patient from {stage.name}{CHANGED}")
    engine.drop(again)
    return differ


def _differ(engine: Engine, name: str, one: str, other: str) -> bool:
    """Do two tables hold other rows? Where there are many, the patients of whom they do are kept, as changed of `name`."""
    if engine.few:
        return Counter(engine.rows(one)) != Counter(engine.rows(other))
    engine.materialise(
        name + CHANGED,
        f"select distinct patient from ((select * from {one} except all select * from {other})"
        f" union all (select * from {other} except all select * from {one})) d",
    )
    differ = not engine.is_empty(name + CHANGED)
    if not differ:
        engine.drop(name + CHANGED)
    return differ


def _keep(engine: Engine, names: Iterable[str]) -> None:
    """Keep tables as they stand, as those of the round before."""
    for name in names:
        engine.materialise(name + BEFORE, f"select * from {name}")


def _before(name: str) -> Table:
    """The contract of a table as it stood in the round before."""
    table = TABLES[name]
    return Table(name + BEFORE, "stage", table.key, table.columns, table.about)
