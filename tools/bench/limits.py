"""What is asked of the project's speed, and whether the figures meet it.

A figure that was not measured meets nothing and misses nothing; a measurement that failed misses its limit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Figures = Mapping[str, Mapping[str, Any]]
GOAL, MILLION = 100_000, 1_000_000
FROM = 10_000
"""The smallest cohort whose growth is held to the limit: of smaller ones most of the time is fixed."""
ON_SPARK = 2_000
GIBIBYTE_MB = 1024**3 / 1e6


@dataclass(frozen=True)
class Asked:
    """One thing asked: of which measurements, how the value comes of them, the most it may be (null: only told)."""

    what: str
    of: tuple[str, ...]
    value: Callable[..., float]
    most: float | None
    unit: str = ""


@dataclass(frozen=True)
class Judged:
    """What was asked, the value found (null: not measured, or failed), and whether it meets the limit (null: no answer)."""

    what: str
    limit: str
    found: str
    met: bool | None


def asked(figures: Figures, sizes: list[int]) -> Iterator[Asked]:
    """Everything asked, for cohorts of these sizes. What is asked of large cohorts is told only of small ones."""
    goal = f"course {GOAL}"
    sorts = (f"sort_before {GOAL}", f"sort_after {GOAL}")
    yield Asked(f"course of {GOAL:,} patients, seconds", (goal,), lambda f: f["seconds"], 60, "s")
    yield Asked(f"course of {GOAL:,} patients, peak memory", (goal,), lambda f: f["peak_mb"] / 1000, 6, "GB")
    yield Asked(f"course of {GOAL:,} patients, times a raw scan and sort", (goal, *sorts), to_sort, 15, "x")
    for small, large in pairwise(sizes):
        what = f"growth from {small:,} to {large:,} patients, exponent"
        of = (f"smaller_before {large}", f"course {large}", f"smaller_after {large}")
        yield Asked(what, of, growth(small, large), 1.05 if small >= FROM else None)
    million = f"{MILLION:,} patients finish, peak memory"
    yield Asked(million, (f"course {MILLION}",), lambda f: f["peak_mb"] / GIBIBYTE_MB, 24, "GiB")
    yield Asked("FHIR in bulk to tables, times bare read_json", ("fhir_beside",), lambda f: f["times_bare"], 2, "x")
    yield Asked("a bundle of 400 entries to tables, median", ("fhir_bundle",), lambda f: f["median_ms"], None, "ms")
    warm = ("patient_from_tables",)
    yield Asked("one patient in a warm process, 95th percentile", warm, lambda f: f["p95_ms"], 150, "ms")
    n = figures.get("spark_course", {}).get("patients", ON_SPARK)
    what = f"local Spark, {n:,} patients: tables with other rows than DuckDB's"
    yield Asked(what, ("spark_course",), lambda f: len(f["different"]), 0 if n >= ON_SPARK else None)
    yield Asked("parts by patient, tables with other rows than the whole's", ("split",), lambda f: len(f["different"]), 0)


def judged(figures: Figures, sizes: list[int]) -> list[Judged]:
    """Each thing asked, with what was found."""
    return [judge(each, figures) for each in asked(figures, sizes)]


def judge(one: Asked, figures: Figures) -> Judged:
    """One thing asked, with what was found."""
    limit = "told only" if one.most is None else f"{one.most:g} {one.unit}".strip()
    measured = [figures.get(key) for key in one.of]
    if any(each and "failed" in each for each in measured):
        return Judged(one.what, limit, "failed", None if one.most is None else False)
    known = [each for each in measured if each is not None]
    if len(known) < len(measured):
        return Judged(one.what, limit, "not measured", None)
    value = one.value(*known)
    return Judged(one.what, limit, f"{shown(value)} {one.unit}".strip(), None if one.most is None else value <= one.most)


def to_sort(course: Mapping[str, Any], *sorts: Mapping[str, Any]) -> float:
    """How many times the scan and sort, the mean of that before and that after."""
    return course["seconds"] / (sum(each["seconds"] for each in sorts) / len(sorts))


def growth(small: int, large: int) -> Callable[..., float]:
    """The exponent with which seconds grow from one size, the mean of that before and that after, to another: 1 is in
    proportion.
    """

    def exponent(before: Mapping[str, Any], course: Mapping[str, Any], after: Mapping[str, Any]) -> float:
        return math.log(course["seconds"] / ((before["seconds"] + after["seconds"]) / 2)) / math.log(large / small)

    return exponent


def shown(value: float) -> str:
    """A figure with as many digits as it deserves."""
    if 0 < abs(value) < 0.1:
        return f"{value:.1g}"
    digits = 0 if value == int(value) or value >= 1000 else 1 if value >= 100 else 2
    return f"{value:,.{digits}f}"
