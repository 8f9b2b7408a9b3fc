"""Jobs that wait for each other, done side by side.

Question answered: in which order may pieces of work be done, and how many at once? One patient's derivation is many
small statements, each of which keeps one core busy; those that do not read each other's rows can run together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

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
    if len(lanes) == 1:
        for job in jobs:
            job.do(lanes[0])
        return
    waiting, free, done = sorted(jobs, key=_chains(jobs).__getitem__, reverse=True), list(lanes), set[str]()
    running: dict[Future[None], tuple[Job, Engine]] = {}
    with ThreadPoolExecutor(len(lanes)) as pool:
        while waiting or running:
            for job in [job for job in waiting if job.needs <= done][: len(free)]:
                waiting.remove(job)
                lane = free.pop()
                running[pool.submit(job.do, lane)] = job, lane
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job, lane = running.pop(future)
                future.result()
                done.add(job.name)
                free.append(lane)


def _chains(jobs: Sequence[Job]) -> dict[Job, int]:
    """How long the longest chain of jobs is that waits for each; the longest goes first."""
    longest = {job.name: 0 for job in jobs}
    for job in reversed(jobs):
        for name in job.needs:
            longest[name] = max(longest[name], longest[job.name] + 1)
    return {job: longest[job.name] for job in jobs}
