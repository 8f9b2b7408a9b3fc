"""Jobs that wait for each other, done side by side.

Question answered: in which order may pieces of work be done, and how many at once? One patient's derivation is many
small statements, each of which keeps one core busy; those that do not read each other's rows can run together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition

from thirdline.engines import Engine


@dataclass(frozen=True)
class Job:
    """A piece of work: its name, the jobs that must be done before it, and what it does with an engine."""

    name: str
    needs: frozenset[str]
    do: Callable[[Engine], None]


def in_lanes(jobs: Sequence[Job], lanes: Sequence[Engine]) -> None:
    """Do every job after those it needs, one at a time in each lane; in a single lane, in the order given.

    Each job comes after those it needs in `jobs`. What a job raises is raised here, once the lanes have come to rest.
    """
    first, *others = lanes
    if not others:
        for job in jobs:
            job.do(first)
        return
    board = _Board(jobs)
    with ThreadPoolExecutor(len(others)) as pool:
        working = [pool.submit(board.work, lane) for lane in others]
        board.work(first)
    for lane in working:
        lane.result()


class _Board:
    """The jobs still to be done, from which each lane takes the next whose needs are met; the longest chain goes first."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._waiting = sorted(jobs, key=_chains(jobs).__getitem__, reverse=True)
        self._done = set[str]()
        self._changed = Condition()

    def work(self, lane: Engine) -> None:
        """Do jobs in a lane until none is left, or one has failed, in whatever lane."""
        while job := self._next():
            try:
                job.do(lane)
            except BaseException:
                self._stop()
                raise
            self._finish(job)

    def _next(self) -> Job | None:
        with self._changed:
            while self._waiting:
                for job in self._waiting:
                    if job.needs <= self._done:
                        self._waiting.remove(job)
                        return job
                self._changed.wait()
        return None

    def _finish(self, job: Job) -> None:
        with self._changed:
            self._done.add(job.name)
            self._changed.notify_all()

    def _stop(self) -> None:
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()


def _chains(jobs: Sequence[Job]) -> dict[Job, int]:
    """How long the longest chain of jobs is that waits for each; the longest goes first."""
    longest = {job.name: 0 for job in jobs}
    for job in reversed(jobs):
        for name in job.needs:
            longest[name] = max(longest[name], longest[job.name] + 1)
    return {job: longest[job.name] for job in jobs}
