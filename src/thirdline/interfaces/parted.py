"""A large record derived part by part: in the memory of a few parts, and in time that grows as the rows do.

Question answered: how is a registry derived that does not fit? What is derived of a patient reads no other patient's rows.
The record is read and derived for some patients at a time (`records.parts_of`), each part on a core of its own, what was
found of them is put aside in order, and at the end every table is looked at as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from threading import Event
from typing import Protocol

from thirdline import flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.lanes import Job, in_lanes
from thirdline.engines.limits import Limits, bytes_of
from thirdline.knowledge import Knowledge
from thirdline.records import Part, accounting, parts_of
from thirdline.records.parts import PATIENT
from thirdline.tables import TABLES

ROWS_A_PART = 3_000_000
"""So many rows of input at most are derived at a time in one lane."""
BYTES_A_LANE = 1_000_000_000
"""What so many rows take."""
CANONICAL = tuple(table.name for table in run.CANONICAL)
KEPT = ("record_issues", *accounting.LEDGERS)
"""What is kept of a part's reading."""


class Stopped(Exception):
    """A part that ended since the run was stopped; the reason is another's."""


class Told(Protocol):
    """Who is told how a part goes; parts go side by side."""

    def reading(self) -> None:
        """The part is read now."""
        ...

    def following(self, engine: DuckDB, /) -> flow.Progress:
        """Who follows its stages."""
        ...

    def ended(self, rows: int, /) -> None:
        """The part is done, of which so many rows were read."""
        ...


class Tell(Protocol):
    """Gives who is to be told of a part; parts count from 0."""

    def __call__(self, n: int, /) -> Told: ...


@dataclass(frozen=True)
class Task:
    """What is to be derived, and where it is put aside."""

    record: Path
    knowledge: Knowledge
    asked: run.Asked
    wanted: tuple[str, ...]
    room: Path
    stopped: Event = field(default_factory=Event)
    """Set when a part has failed, or the run was interrupted: the others then end with the stage that they are at."""

    def followed(self, progress: flow.Progress) -> flow.Progress:
        """The same, as long as nothing is stopped."""

        def told(name: str, n: int, of: int) -> None:
            if self.stopped.is_set():
                raise Stopped(name)
            progress(name, n, of)

        return told


def parts(record: Path, limits: Limits, most_rows: int) -> list[Part]:
    """The parts, of about so many rows at most and as many in each lane, in which the record is to be derived; none where
    it is to be derived whole.
    """
    return parts_of(DuckDB(limits=limits).connection, record, most_rows, len(_lanes(limits)))


def derive(task: Task, parts: Sequence[Part], limits: Limits, tell: Tell) -> tuple[DuckDB, dict[str, int]]:
    """An engine that looks at the tables asked for and at the ledgers of the import, each whole; and how many rows of each
    canonical table were read.

    What is put aside must stay while the engine is used. The limits are those of all lanes together.
    """
    names = (*task.wanted, *KEPT)
    for name in names:
        (task.room / name).mkdir(parents=True)
    read: list[dict[str, int]] = [{} for _ in parts]

    def do(n: int, lane: Limits) -> None:
        read[n] = _derive_part(task, n, parts[n], lane, tell(n))

    jobs = [Job(f"part {n}", frozenset(), partial(do, n)) for n in range(len(parts))]
    in_lanes(jobs, _lanes(limits), task.stopped)
    return _joined(task.room, names, limits), {name: sum(part[name] for part in read) for name in CANONICAL}


@cache
def _lanes(limits: Limits) -> tuple[Limits, ...]:
    """What each of the parts derived at a time may use: a core each, as far as the memory goes."""
    engine = DuckDB(limits=limits)
    with closing(engine.connection):
        memory = bytes_of(limits.memory or engine.setting("memory_limit"))
        threads = limits.threads or int(engine.setting("threads"))
    n = max(1, min(threads, memory // BYTES_A_LANE))
    return (replace(limits, memory=f"{memory // n // 1000}KB", threads=threads // n),) * n


def _derive_part(task: Task, n: int, part: Part, limits: Limits, told: Told) -> dict[str, int]:
    """Read and derive one part, and put what was found aside; how many rows of each canonical table it has."""
    told.reading()
    spill = limits.spill and limits.spill.with_name(f"{limits.spill.name}-{n:05}")
    engine = DuckDB(limits=replace(limits, spill=spill))
    with closing(engine.connection):
        with engine.bounded("reading the record"):
            run.open_record(task.record, task.knowledge, engine, task.asked.mapping, part)
        aside = partial(_put_aside, engine, task.room, n)
        for name in KEPT:
            aside(name)
        read = {name: engine.count(name) for name in CANONICAL}
        run.derive(engine, task.knowledge, task.asked, task.wanted, task.followed(told.following(engine)), aside)
    told.ended(sum(read.values()))
    return read


def _put_aside(engine: DuckDB, room: Path, n: int, name: str) -> None:
    engine.stow(name, room / name / f"{n:05}.parquet")


def _joined(room: Path, names: Iterable[str], limits: Limits) -> DuckDB:
    """An engine that looks at what was put aside of all parts."""
    engine = DuckDB(limits=limits)
    for name in names:
        of_parts = f"{name}_of_parts" if name in accounting.LEDGERS else name
        engine.read(of_parts, room / name, _by_patient(name))
    accounting.join(engine.connection, "{}_of_parts".format)
    return engine


def _by_patient(name: str) -> bool:
    """Whether each row of a table names a patient first: parts in the order of ids, each in order, are then in order."""
    table = TABLES.get(name)
    return table is not None and table.names[0] == PATIENT and not table.column(PATIENT).null
