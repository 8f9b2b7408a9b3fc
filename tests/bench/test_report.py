"""A limit that is not met is marked, what was not measured is said to be so, and the pages agree with the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.bench import report, scale
from tools.bench.limits import Asked, judge, judged, shown
from tools.bench.plan import Plan, compared
from tools.bench.scale import Cohort, Part, hours, parts_of


def cost(seconds: float, peak_mb: float = 1000, n: int = 100_000) -> dict[str, Any]:
    """The figures of a measurement of a cohort."""
    stages = {f"stage_{k}": float(k) for k in range(1, 15)}
    return {
        "seconds": seconds, "cpu_seconds": 2 * seconds, "peak_mb": peak_mb, "disk_mb": 0.0, "patients": n, "rows": 100 * n,
        "stages": stages, "stages_cpu": stages,
    }  # fmt: skip


def goal(seconds: float = 60, peak_mb: float = 6000, sort: tuple[float, float] = (3, 5), tenth: float = 6) -> dict[str, Any]:
    """The figures of the course of 100,000 patients, between two sorts, and of a tenth of them."""
    return {
        "smaller_before 100000": cost(tenth - 1, n=10_000), "smaller_after 100000": cost(tenth + 1, n=10_000),
        "course 10000": cost(99, n=10_000), "course 100000": cost(seconds, peak_mb),
        "sort_before 100000": cost(sort[0]), "sort_after 100000": cost(sort[1]),
    }  # fmt: skip


def met(figures: dict[str, Any], what: str) -> bool | None:
    """Whether the one thing asked whose words hold these is met."""
    return next(each for each in judged(figures, [10_000, 100_000]) if what in each.what).met


@pytest.mark.parametrize(
    ("figures", "what", "answer"),
    [
        (goal(seconds=60), "seconds", True),
        (goal(seconds=60.01), "seconds", False),
        (goal(peak_mb=6000), "100,000 patients, peak", True),
        (goal(peak_mb=6000.1), "100,000 patients, peak", False),
        (goal(seconds=60, sort=(3, 5)), "scan and sort", True),
        (goal(seconds=60.1, sort=(3, 5)), "scan and sort", False),
        (goal(seconds=60, tenth=6), "growth", True),
        (goal(seconds=60, tenth=5.3), "growth", False),
        ({"course 1000000": cost(900, peak_mb=25_769)}, "1,000,000", True),
        ({"course 1000000": cost(900, peak_mb=25_770)}, "1,000,000", False),
        ({"fhir_beside": {"times_bare": 2.0}}, "FHIR", True),
        ({"fhir_beside": {"times_bare": 2.01}}, "FHIR", False),
        ({"patient_from_tables": {"p95_ms": 150}}, "one patient", True),
        ({"patient_from_tables": {"p95_ms": 150.1}}, "one patient", False),
        ({"spark_course": {"different": []}}, "Spark", True),
        ({"spark_course": {"different": ["lines"]}}, "Spark", False),
        ({"spark_course": {"different": [], "patients": 2000}}, "Spark", True),
        ({"spark_course": {"different": [], "patients": 1999}}, "Spark", None),
        ({"split": {"different": ["lines"]}}, "parts by patient", False),
        ({"fhir_bundle": {"median_ms": 1e9}}, "bundle", None),
        ({"fhir_whole": cost(2), "fhir_bare_auto": cost(1)}, "FHIR", None),
        ({}, "seconds", None),
        ({"course 100000": {"failed": "no memory"}}, "seconds", False),
    ],
)
def test_a_limit_holds_to_its_last_digit(figures: dict[str, Any], what: str, answer: bool | None) -> None:
    assert met(figures, what) is answer


def test_growth_of_cohorts_too_small_to_tell_is_told_only() -> None:
    small, large = cost(1, n=500), cost(100, n=5000)
    figures = {"smaller_before 5000": small, "course 5000": large, "smaller_after 5000": small}
    grown = next(each for each in judged(figures, [500, 5000]) if "growth" in each.what)
    assert (grown.limit, grown.found, grown.met) == ("told only", "2", None)


def test_what_was_not_measured_is_said_to_be_so() -> None:
    one = judge(Asked("it", ("a", "b"), lambda a, b: a["x"] + b["x"], 5, "s"), {"a": {"x": 1}})
    assert (one.found, one.limit, one.met) == ("not measured", "5 s", None)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (0.0044, "0.004"), (0.1, "0.10"), (1.0, "1"), (12.345, "12.35"), (123.45, "123.5"), (12345.6, "12,346")],
)
def test_figures_have_the_digits_they_deserve(value: float, words: str) -> None:
    assert shown(value) == words


def run_of(figures: dict[str, Any], busy: bool = False) -> dict[str, Any]:
    """A run with these figures."""
    machine = {
        "began": "2026-01-01T00:00+00:00", "processor": "a processor", "cores": 2, "memory_gb": 8.0, "system": "Linux",
        "load_at_start": 0.1, "busy": busy, "versions": {"thirdline": "0"},
    }  # fmt: skip
    plan = {**vars(Plan((10_000, 100_000))), "sizes": [10_000, 100_000], "drawn": 10_000}
    return {"machine": machine, "plan": plan, "figures": figures}


def test_the_page_marks_an_unmet_limit_and_only_that() -> None:
    page = report.markdown(run_of(goal(seconds=61, sort=(20, 20))))
    assert [line.split("|")[1].strip() for line in page.splitlines() if line.endswith("| NO |")] == [
        "course of 100,000 patients, seconds"
    ]


def test_the_page_tells_the_slowest_stages_and_the_rest_together() -> None:
    page = report.markdown(run_of(goal()))
    stages = page.partition("course of 100,000 patients\n")[2].partition("\n## ")[0]
    assert "| stage_14 | 14 |" in stages and "stage_2 " not in stages and "| 2 others | 3 |" in stages


def test_the_page_says_that_the_machine_was_busy() -> None:
    assert "Others were at work" in report.markdown(run_of(goal(), busy=True))
    assert "Others were at work" not in report.markdown(run_of(goal()))


def test_the_page_names_what_failed_with_its_reason() -> None:
    assert "| course 10000 | no memory left |" in report.markdown(run_of({"course 10000": {"failed": "no memory left"}}))


def test_the_plan_for_a_nation_speaks_in_measured_numbers() -> None:
    page = scale.markdown(run_of(goal(seconds=40)))
    assert "**125,000 rows for each second of one core**" in page
    assert "No course was measured" in scale.markdown(run_of({}))


def test_the_plan_tells_what_spark_shuffles() -> None:
    found = {"bytes": {"lines": 3000, "issues": 0}, "tasks": 4, "patients": 10, "rows": 1000}
    page = scale.markdown(run_of({**goal(), "spark_shuffled": found}))
    assert "Of 2 stages, 1 shuffle nothing" in page and "| `lines` | 3 | 3 |" in page


def test_the_page_tells_whose_rows_spark_derived_otherwise() -> None:
    found = {"start_seconds": 5.0, "handing_over_seconds": 1.0, "course_seconds": 60.0, "stages": {"lines": 60.0}}
    page = report.markdown(
        run_of({"spark_course": {**found, **cost(66), "stages": {"lines": 60.0}, "different": ["lines"]}})
    )
    assert (
        "| start | 5 s |" in page
        and "| tables with other rows than DuckDB's | lines |" in page
        and page.count("| NO |") == 1
    )


def test_a_cohort_takes_as_many_rounds_as_its_parts_need() -> None:
    part = Part(1000, 100_000, 3600, 7200, 500, 0, threads=2)
    assert parts_of(Cohort("", 1001, 1), part) == 2
    assert hours(Cohort("", 4000, 1), part, cores=4) == 2
    assert hours(Cohort("", 4000, 10), part, cores=4) == 20
    assert hours(Cohort("", 1, 1), part, cores=1) == 1


def test_a_course_in_parts_is_reckoned_by_one_of_them_on_a_core() -> None:
    whole = Part(1000, 100_000, 3600, 7200, 500, 80, threads=2, parts=8)
    assert whole.one() == Part(125, 12_500, 900, 900, 250, 10, threads=1)
    assert hours(Cohort("", 100, 1), whole.one(), cores=2) == 0.25
    assert hours(Cohort("", 1000, 1), whole.one(), cores=2) == hours(Cohort("", 1000, 1), whole, cores=2) == 1
    page = scale.markdown(run_of({"course 100000": {**cost(40), "parts": 4}}))
    assert "| a national registry of myeloma | 60,000 | 6 M | 0.01 | 3 | 0.01 | 0.006 |" in page


def test_parts_that_lack_a_row_are_named() -> None:
    def part(lines: list[int]) -> dict[str, Any]:
        return {"digests": {"lines": lines, "status": [1, 7]}, "seconds": 1, "peak_mb": 5}

    whole = {**part([3, 60]), "digests": {"lines": [3, 60], "status": [2, 14]}}
    assert compared(whole, [part([1, 20]), part([2, 40])])["different"] == []
    assert compared(whole, [part([1, 20]), part([2, 41])])["different"] == ["lines"]


def test_sizes_that_are_no_multiples_are_refused() -> None:
    with pytest.raises(ValueError, match="1500 patients cannot be copies of 1000; name multiples of 1000"):
        Plan((1000, 1500))


def test_the_kept_pages_are_those_of_the_kept_figures() -> None:
    docs = Path(__file__).parents[2] / "docs"
    run = json.loads((docs / "benchmarks.json").read_text(encoding="utf-8"))
    assert report.markdown(run) == (docs / "benchmarks.md").read_text(encoding="utf-8")
    assert scale.markdown(run) == (docs / "scale.md").read_text(encoding="utf-8")
