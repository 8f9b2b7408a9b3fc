"""What is planned past one machine: docs/scale.md, whose every measured number comes from the figures of the last run.

What a cohort would take is reckoned in proportion from the largest course measured: in parts of the size in which that was
derived, a core each (decision 0022), else of its whole; parts need nothing of each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tools.bench.limits import shown
from tools.bench.report import MOST_STAGES, Shown, as_markdown, templates


@dataclass(frozen=True)
class Cohort:
    """Patients to plan for, and how many times the rows of a synthetic patient each has. Planned sizes, not facts."""

    what: str
    patients: int
    times_rows: int


PLANNED = (
    Cohort("a national registry of myeloma", 60_000, 1),
    Cohort("the same, ten times the rows of each", 60_000, 10),
    Cohort("a nation, all cancers", 10_000_000, 1),
    Cohort("the same, ten times the rows of each", 10_000_000, 10),
    Cohort("a network of the world, all sites together", 100_000_000, 10),
)
CORES = (2, 64)


@dataclass(frozen=True)
class Part:
    """A course measured, or a part of one: of something larger it would be a part."""

    patients: float
    rows: float
    seconds: float
    cpu_seconds: float
    peak_mb: float
    disk_mb: float
    threads: int
    parts: int = 0
    """In so many parts it was derived, side by side on its threads; 0: as a whole."""

    @property
    def rows_a_core_second(self) -> float:
        """Rows of the record for each second of one processor."""
        return self.rows / self.cpu_seconds

    @property
    def rows_a_patient(self) -> float:
        """Rows of the record for each patient."""
        return self.rows / self.patients

    def one(self) -> Part:
        """One of its parts, on a core of its own; itself, where it was derived as a whole."""
        if not self.parts:
            return self
        each = {name: getattr(self, name) / self.parts for name in ("patients", "rows", "cpu_seconds", "disk_mb")}
        seconds, peak_mb = self.seconds * self.threads / self.parts, self.peak_mb / self.threads
        return replace(self, **each, seconds=seconds, peak_mb=peak_mb, threads=1, parts=0)


def markdown(run: Mapping[str, Any]) -> str:
    """The page; where no course was measured, it says so instead of numbers."""
    part = largest(run)
    return (
        templates()
        .get_template("scale.md.j2")
        .render(
            run=run,
            part=part,
            one=part.one() if part else None,
            needs=as_markdown(_needs(part.one())) if part else "",
            shuffles=_shuffles(run["figures"].get("spark_shuffled", {})),
            split=run["figures"].get("split"),
            shown=shown,
        )
        .rstrip()
        + "\n"
    )


def largest(run: Mapping[str, Any]) -> Part | None:
    """The course of most patients that came to its end."""
    figures = run["figures"]
    for size in sorted(run["plan"]["sizes"], reverse=True):
        found = figures.get(f"course {size}", {})
        if "cpu_seconds" in found:
            kept = {name: found[name] for name in ("patients", "rows", "seconds", "cpu_seconds", "peak_mb", "disk_mb")}
            return Part(**kept, threads=run["plan"]["threads"], parts=found.get("parts", 0))
    return None


def parts_of(cohort: Cohort, part: Part) -> int:
    """How many parts of the measured size a cohort makes."""
    return math.ceil(cohort.patients * cohort.times_rows / part.patients)


def hours(cohort: Cohort, part: Part, cores: int) -> float:
    """Hours of the clock on so many cores, as many parts at a time as have threads of their own."""
    at_a_time = max(1, cores // part.threads)
    return math.ceil(parts_of(cohort, part) / at_a_time) * part.seconds / 3600


def _needs(part: Part) -> Shown:
    columns = ("cohort", "patients", "rows", "core-hours", "parts", *(f"hours on {n} cores" for n in CORES))
    return Shown("What a cohort would take", columns, tuple(_need(cohort, part) for cohort in PLANNED))


def _need(cohort: Cohort, part: Part) -> tuple[str, ...]:
    rows = cohort.patients * cohort.times_rows * part.rows_a_patient
    core_hours = rows / part.rows_a_core_second / 3600
    took = (shown(hours(cohort, part, cores)) for cores in CORES)
    return (
        cohort.what, f"{cohort.patients:,}", f"{rows / 1e6:,.0f} M", shown(core_hours), f"{parts_of(cohort, part):,}", *took
    )  # fmt: skip


def _shuffles(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is shuffled: the total, the stages that shuffle nothing, and a table of those that shuffle most."""
    if "bytes" not in found:
        return None
    size: dict[str, int] = found["bytes"]
    most = sorted((name for name in size if size[name]), key=lambda name: -size[name])
    rows = tuple(_shuffle(name, size[name], found["rows"]) for name in most[:MOST_STAGES])
    return {
        "patients": found["patients"], "rows": found["rows"], "tasks": found["tasks"], "stages": len(size),
        "none": sorted(name for name in size if not size[name]), "a_row": sum(size.values()) / found["rows"],
        "table": as_markdown(Shown("", ("stage", "kB", "bytes for each row of the record"), rows)),
        "others": len(most) - len(rows),
    }  # fmt: skip


def _shuffle(name: str, size: int, rows: int) -> tuple[str, ...]:
    return f"`{name}`", shown(size / 1000), shown(size / rows)
