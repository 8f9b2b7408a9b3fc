"""Jobs that wait for each other, done side by side.

Question answered: in which order may pieces of work be done, and how many at once? One patient's derivation is many
small statements, each of which keeps one core busy; those that do not read each other's rows can run together, and so can
the parts of a large record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Condition, Event
from typing import Generic, TypeVar

Lane = TypeVar("Lane")


@dataclass(frozen=True)
class Job(Generic[Lane]):
    """A piece of work: its name, the jobs that must be done before it, and what it does in a lane: with its engine, say."""

    name: str
    needs: frozenset[str]
    do: Callable[[Lane], None]


def in_lanes(jobs: Sequence[Job[Lane]], lanes: Sequence[Lane], stopped: Event | None = None) -> None:
    """Do every job after those it needs, one at a time in each lane; in a single lane, in the order given.

    Each job comes after those it needs in `jobs`. What a job raises is raised here, once the lanes have come to rest.
    `stopped` is set as soon as a job has failed, or the caller was interrupted: a long job may look at it, and end.
    """
    if len(lanes) == 1:
        for job in jobs:
            job.do(lanes[0])
        return
    board = _Board(jobs, stopped or Event())
    with ThreadPoolExecutor(len(lanes)) as pool:
        working = [pool.submit(board.work, lane) for lane in lanes]
        try:
            wait(working)
        except BaseException:
            board.stop()
            raise
    if board.failure:
        raise board.failure


class _Board(Generic[Lane]):
    """The jobs still to be done, from which each lane takes the next whose needs are met; the longest chain goes first."""

    def __init__(self, jobs: Sequence[Job[Lane]], stopped: Event) -> None:
        self._waiting = sorted(jobs, key=_chains(jobs).__getitem__, reverse=True)
        self._done, self._stopped = set[str](), stopped
        self._changed = Condition()
        self.failure: BaseException | None = None
        """What the first job to fail has raised."""

    def work(self, lane: Lane) -> None:
        """Do jobs in a lane until none is left, or all is stopped."""
        while job := self._next():
            try:
                job.do(lane)
            except BaseException as failure:
                self.stop(failure)
            else:
                self._finish(job)

    def stop(self, failure: BaseException | None = None) -> None:
        """Let no further job begin."""
        with self._changed:
            self.failure = self.failure or failure
            self._stopped.set()
            self._waiting.clear()
            self._changed.notify_all()

    def _next(self) -> Job[Lane] | None:
        with self._changed:
            while self._waiting:
                for job in self._waiting:
                    if job.needs <= self._done:
                        self._waiting.remove(job)
                        return job
                self._changed.wait()
        return None

    def _finish(self, job: Job[Lane]) -> None:
        with self._changed:
            self._done.add(job.name)
            self._changed.notify_all()


def _chains(jobs: Sequence[Job[Lane]]) -> dict[Job[Lane], int]:
    """How long the longest chain of jobs is that waits for each; the longest goes first."""
    longest = {job.name: 0 for job in jobs}
    for job in reversed(jobs):
        for name in job.needs:
            longest[name] = max(longest[name], longest[job.name] + 1)
    return {job: longest[job.name] for job in jobs}
