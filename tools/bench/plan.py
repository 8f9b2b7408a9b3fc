"""What is measured, in what order: each in its own process, one after another; a failed one is told and passed by."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.status import Status

from thirdline.interfaces.starting import TUNABLES
from tools.bench import machine, statistics
from tools.bench.apart import Figures, MeasurementError, measured
from tools.bench.limits import to_sort

MOST_DRAWN = 10_000
"""Patients drawn; larger cohorts are copies of them."""
SPLIT_IN = 4
TIMES = 3
SUBJECTS = ("patient", "fhir", "statistics", "cohorts", "split", "spark")
"""What can be measured apart."""


@dataclass(frozen=True)
class Plan:
    """What is asked for: cohort sizes (each a multiple of the first), threads, the limit of memory by size, and the rest."""

    sizes: tuple[int, ...]
    threads: int = 2
    memory: str = "5GB"
    large_memory: str = "14GB"
    large: int = 1_000_000
    warm_patients: int = 60
    observations: int = 200_000
    spark_patients: int = 0
    only: tuple[str, ...] = SUBJECTS

    def __post_init__(self) -> None:
        if odd := [size for size in self.sizes if size % self.drawn]:
            raise ValueError(f"{odd[0]} patients cannot be copies of {self.drawn}; name multiples of {self.drawn}")

    @property
    def drawn(self) -> int:
        """How many patients are drawn for all cohorts."""
        return min(MOST_DRAWN, self.sizes[0])

    def memory_for(self, n: int) -> str:
        """The limit of memory for a cohort of n patients."""
        return self.large_memory if n >= self.large else self.memory


@dataclass
class Bench:
    """The measurements so far, by name: `{"failed": reason}` where one did not come to its end."""

    plan: Plan
    work: Path
    console: Console
    figures: dict[str, Figures] = field(default_factory=dict)

    def measure(
        self,
        key: str,
        what: str,
        arguments: dict[str, Any],
        room: Path | None = None,
        chosen: dict[str, str] | None = None,
    ) -> bool:
        """Measure one thing and keep its figures; whether it came to its end."""
        if not self.console.is_terminal:
            self.console.print(f"{key} …", highlight=False, markup=False)
        with self.console.status(f"{key} …") as status:
            try:
                found = measured(f"tools.bench.{what}", arguments, partial(_show, status, key), room, chosen)
            except MeasurementError as fault:
                found = {"failed": str(fault)}
        self.figures[key] = found
        self.console.print(_told(key, found), highlight=False, markup=False)
        return "failed" not in found

    def run(self) -> None:
        """Everything planned."""
        drawn = self._cohort(self.plan.drawn)
        steps = {"patient": lambda: self._patients(drawn), "fhir": self._fhir, "cohorts": self._sizes}
        steps |= {"statistics": self._statistics}
        steps |= {"split": lambda: self._split(drawn), "spark": self._spark}
        for name in self.plan.only:
            steps[name]()

    def _cohort(self, n: int) -> Path:
        """The record of n patients, drawn, or copied from those drawn."""
        place, threads = self.work / f"cohort-{n}", self.plan.threads
        if n <= self.plan.drawn:
            self.measure(f"cohort {n}", "cohort:draw", {"folder": str(place), "n": n})
        else:
            source = self.work / f"cohort-{self.plan.drawn}"
            arguments = {"source": str(source), "folder": str(place), "times": n // self.plan.drawn, "threads": threads}
            self.measure(f"cohort {n}", "cohort:copy", arguments)
        return place

    def _sizes(self) -> None:
        for smaller, size in pairwise((0, *self.plan.sizes)):
            self._size(size, smaller)

    def _size(self, n: int, smaller: int) -> None:
        """The course of a cohort between two scans and sorts, all between two courses of the next smaller one (0: there is
        none); and every table but of the largest.

        What a course takes beside its sorts hangs on the machine's pace: of smaller cohorts the middle of a few is kept.
        """
        record = self._cohort(n) if n > self.plan.drawn else self.work / f"cohort-{n}"
        self._smaller("before", smaller, n)
        taken = [self._between_sorts(record, n) for _ in range(TIMES if n < self.plan.large else 1)]
        self._smaller("after", smaller, n)
        taken.sort(key=lambda each: to_sort(*each.values()) if not any("failed" in one for one in each.values()) else 0.0)
        self.figures |= taken[len(taken) // 2]
        if n < self.plan.large:
            self._of_cohort("every_table", record, n)

    def _between_sorts(self, record: Path, n: int) -> dict[str, Figures]:
        """A course and the sorts before and after it; the course first, as `to_sort` asks for them."""
        found = {f"{key} {n}": self._of_cohort(key, record, n) for key in ("sort_before", "course", "sort_after")}
        return {f"{key} {n}": found[f"{key} {n}"] for key in ("course", "sort_before", "sort_after")}

    def _smaller(self, when: str, smaller: int, n: int) -> None:
        """The course of the next smaller cohort in the same minutes as that of n patients: growth is told from these."""
        if smaller:
            self._of_cohort("course", self.work / f"cohort-{smaller}", smaller, f"smaller_{when} {n}")

    def _of_cohort(self, key: str, record: Path, n: int, name: str = "") -> Figures:
        """One measurement of a cohort, in a room of its own, kept under a name."""
        room = self._room()
        arguments = {
            "record": str(record), "memory": self.plan.memory_for(n), "threads": self.plan.threads, "room": str(room),
        }  # fmt: skip
        name = name or f"{key} {n}"
        self.measure(name, f"course:{key.partition('_')[0] if 'sort' in key else key}", arguments, room)
        self.figures[name].update(patients=n, rows=self.figures[f"cohort {n}"].get("rows"))
        shutil.rmtree(room)
        return self.figures[name]

    def _patients(self, record: Path) -> None:
        self.measure("patient_cold", "one_patient:cold", {})
        warm = {"record": str(record), "patients": self.plan.warm_patients}
        self.measure("patient_from_tables", "one_patient:from_tables", warm)
        self.measure("patient_plain", "one_patient:from_tables", warm, chosen={TUNABLES: ""})
        if allocator := machine.other_allocator():
            self.measure("patient_preloaded", "one_patient:from_tables", warm, chosen={"LD_PRELOAD": allocator})
        self.measure("patient_from_files", "one_patient:from_files", {})

    def _fhir(self) -> None:
        room = self._room()
        read = {"folder": str(room), "threads": self.plan.threads}
        if self.measure("fhir_drawn", "fhir:draw", {"folder": str(room), "n": self.plan.observations}):
            self.measure("fhir_bare_auto", "fhir:bare", {**read, "given": False})
            self.measure("fhir_bare_explicit", "fhir:bare", {**read, "given": True})
            for name in ("found", "whole", "beside", "bundle"):
                self.measure(f"fhir_{name}", f"fhir:{name}", read)
        shutil.rmtree(room)

    def _statistics(self) -> None:
        """Each statistic and, right after it, R's of the same data."""
        room = self._room()
        if self.measure("statistics_drawn", "statistics:draw", {"folder": str(room)}):
            for what in statistics.SUBJECTS:
                for whose in ("ours", "peer"):
                    self.measure(f"statistics_{what}_{whose}", f"statistics:{whose}", {"folder": str(room), "what": what})
        shutil.rmtree(room)

    def _split(self, record: Path) -> None:
        """The drawn patients whole, and in parts: which tables come out otherwise, and the most memory that a part took."""
        keys = [("split_whole", 0, 1), *((f"split_part {k}", k, SPLIT_IN) for k in range(SPLIT_IN))]
        for key, number, of in keys:
            arguments = {"record": str(record), "threads": self.plan.threads, "number": number, "of": of}
            if not self.measure(key, "split:part", arguments):
                self.figures["split"] = self.figures[key]
                return
        whole, *parts = (self.figures.pop(key) for key, _, _ in keys)
        self.figures["split"] = compared(whole, parts)

    def _spark(self) -> None:
        """Spark's course and what it shuffles; nothing where no patients are planned for it."""
        if not self.plan.spark_patients:
            return
        n = self.plan.spark_patients
        record = self.work / f"spark-{n}"
        self.measure(f"spark_cohort {n}", "cohort:draw", {"folder": str(record), "n": n})
        for name in ("course", "shuffled"):
            room = self._room()
            arguments = {"record": str(record), "threads": self.plan.threads, "room": str(room)}
            self.measure(f"spark_{name}", f"spark:{name}", arguments, room)
            self.figures[f"spark_{name}"].update(patients=n, rows=self.figures[f"spark_cohort {n}"].get("rows"))
            shutil.rmtree(room)

    def _room(self) -> Path:
        """An empty folder for one measurement."""
        room = self.work / "room"
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        return room


def compared(whole: Figures, parts: list[Figures]) -> Figures:
    """Whether the parts' rows together are the whole's, by table."""
    tables = whole["digests"]
    together = {name: [sum(each["digests"][name][i] for each in parts) for i in (0, 1)] for name in tables}
    return {
        "parts": len(parts),
        "tables": len(tables),
        "different": sorted(name for name in tables if tables[name] != together[name]),
        "whole_seconds": whole["seconds"],
        "whole_peak_mb": whole["peak_mb"],
        "parts_seconds": sum(each["seconds"] for each in parts),
        "part_peak_mb": max(each["peak_mb"] for each in parts),
    }


def _show(status: Status, key: str, line: str) -> None:
    status.update(f"{key}: {line}")


def _told(key: str, found: Figures) -> str:
    if "failed" in found:
        return f"{key}: failed: {found['failed']}"
    late = f", 95th percentile {found['p95_ms']:.0f} ms" if "p95_ms" in found else ""
    return f"{key}: {found['seconds']:.1f} s, processors {found['cpu_seconds']:.1f} s, {found['peak_mb']:,.0f} MB{late}"
