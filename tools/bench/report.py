"""The figures as tables: on a terminal, and in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from rich import box
from rich.console import Console
from rich.table import Table as Grid

from tools.bench.limits import judged, shown, to_sort
from tools.bench.statistics import SUBJECTS

MOST_STAGES = 12
KINDS = {
    "smaller_before": "course of the next smaller, before",
    "sort_before": "scan and sort, before",
    "course": "course: records to status and options",
    "sort_after": "scan and sort, after",
    "smaller_after": "course of the next smaller, after",
    "every_table": "every table, as `thirdline course`",
}
FHIR = {
    "fhir_bare_auto": "bare `read_json`, schema found",
    "fhir_bare_explicit": "bare `read_json`, schema given",
    "fhir_found": "to the rows found for each table",
    "fhir_whole": "to the canonical tables: units, issues, ledger",
}
PATIENTS = {
    "patient_cold": "a cold process: `thirdline patient --json`",
    "patient_from_tables": "warm, a cohort that stays open: course and options, rows fetched",
    "patient_plain": "the same, in a process that was started without the settings of `thirdline`",
    "patient_preloaded": "the same, with another allocator loaded first",
    "patient_from_files": "warm, from the record's files: every table, rows fetched",
}


@dataclass(frozen=True)
class Shown:
    """A table to show: its caption, its columns, its rows of text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(run: Mapping[str, Any]) -> list[Shown]:
    """All tables of a run, those without rows left out."""
    figures, sizes = run["figures"], run["plan"]["sizes"]
    found = [
        _table("What is asked", "what | at most | found | met", _asked(figures, sizes)),
        _table("Cohorts", "patients | rows | what | s | CPU s | rows/s | rows/CPU s | peak MB | disk MB | x sort",
               _cohorts(figures, sizes)),
        *_stages(figures, sizes),
        _table("One patient", "what | runs | median ms | 95th percentile ms | longest ms", _patients(figures)),
        _table("FHIR in bulk", "what | s | CPU s | x bare | CPU x bare | peak MB", _fhir(figures)),
        _table("Statistics beside R", "what | rows | s | R, s | times R | R's function | figures differ by | peak MB",
               _statistics(figures)),
        *_spark(figures),
        _table("Failed", "what | reason", ((key, found["failed"]) for key, found in figures.items() if "failed" in found)),
    ]  # fmt: skip
    return [table for table in found if table.rows]


def markdown(run: Mapping[str, Any]) -> str:
    """The page for a reader of the repository."""
    template = templates().get_template("benchmarks.md.j2")
    return template.render(run=run, tables=[(table.caption, as_markdown(table)) for table in tables(run)]).rstrip() + "\n"


def say(run: Mapping[str, Any], console: Console) -> None:
    """Print all tables."""
    for table in tables(run):
        grid = Grid(title=table.caption, title_justify="left", box=box.SIMPLE_HEAD)
        for n, name in enumerate(table.columns):
            grid.add_column(name, justify="right" if _numeric(table, n) else "left", overflow="fold")
        for row in table.rows:
            grid.add_row(*row, style="bold red" if row[-1] == "NO" else "")
        console.print(grid)


def as_markdown(table: Shown) -> str:
    """A table for a page."""
    head = "| " + " | ".join(table.columns) + " |"
    marks = "| " + " | ".join("--:" if _numeric(table, n) else "---" for n in range(len(table.columns))) + " |"
    return "\n".join(
        [head, marks, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in table.rows)]
    )


def templates() -> Environment:
    """The templates of the pages; a name that a page lacks is an error."""
    loader = PackageLoader("tools.bench")
    return Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _table(caption: str, columns: str, rows: Iterable[Iterable[str]]) -> Shown:
    return Shown(caption, tuple(name.strip() for name in columns.split("|")), tuple(tuple(row) for row in rows))


def _asked(figures: Mapping[str, Any], sizes: list[int]) -> Iterator[tuple[str, ...]]:
    met = {True: "yes", False: "NO", None: ""}
    return ((each.what, each.limit, each.found, met[each.met]) for each in judged(figures, sizes))


def _cohorts(figures: Mapping[str, Any], sizes: list[int]) -> Iterator[tuple[str, ...]]:
    for size in sizes:
        sorts = [figures.get(f"{key} {size}", {}) for key in ("sort_before", "sort_after")]
        for key, words in KINDS.items():
            if found := figures.get(f"{key} {size}"):
                n = found.get("patients", size)
                yield (_n(n), _n(found.get("rows")), words, *_cost(found, sorts if n == size else []))


def _cost(found: Mapping[str, Any], sorts: list[Mapping[str, Any]]) -> tuple[str, ...]:
    if "failed" in found:
        return ("failed", "", "", "", "", "", "")
    rows, seconds, cpu = found.get("rows") or 0, found["seconds"], found["cpu_seconds"]
    times = shown(to_sort(found, *sorts)) if sorts and all("seconds" in each for each in sorts) else ""
    rates = (_n(round(rows / seconds)), _n(round(rows / cpu)))
    return (shown(seconds), shown(cpu), *rates, _n(round(found["peak_mb"])), _n(round(found["disk_mb"])), times)


def _stages(figures: Mapping[str, Any], sizes: list[int]) -> Iterator[Shown]:
    """Where the time of the largest course goes, and of the smallest: what grows, what is fixed."""
    done = [size for size in sizes if figures.get(f"course {size}", {}).get("stages")]
    for size in dict.fromkeys((*done[-1:], *done[:1])):
        found = figures[f"course {size}"]
        rows = _slowest(found["stages"], found["stages_cpu"])
        yield _table(f"Where the time goes: course of {size:,} patients", "stage | s | CPU s | share", rows)


def _slowest(seconds: Mapping[str, float], cpu: Mapping[str, float]) -> Iterator[tuple[str, ...]]:
    """The slowest stages, and all others together."""
    names, total = sorted(seconds, key=lambda name: -seconds[name]), sum(seconds.values())
    first, rest = names[:MOST_STAGES], names[MOST_STAGES:]
    groups = [(name, [name]) for name in first] + ([(f"{len(rest)} others", rest)] if rest else [])
    for words, group in groups:
        took = sum(seconds[name] for name in group)
        processors = shown(sum(cpu[name] for name in group)) if cpu else ""
        yield words, shown(took), processors, f"{100 * took / total:.1f} %"


def _patients(figures: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for key, words in PATIENTS.items():
        if found := figures.get(key):
            yield (words, *_latency(found))


def _latency(found: Mapping[str, Any]) -> tuple[str, ...]:
    if "failed" in found:
        return ("failed", "", "", "")
    return (_n(found["runs"]), *(shown(found[key]) for key in ("median_ms", "p95_ms", "max_ms")))


def _fhir(figures: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    raw = figures.get("fhir_bare_auto", {})
    for key, words in FHIR.items():
        found = figures.get(key)
        if found and "failed" in found:
            yield words, "failed", "", "", "", ""
        elif found:
            times = [shown(found[by] / raw[by]) if by in raw else "" for by in ("seconds", "cpu_seconds")]
            yield words, shown(found["seconds"]), shown(found["cpu_seconds"]), *times, _n(round(found["peak_mb"]))


def _statistics(figures: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for what, (words, rows, function) in SUBJECTS.items():
        ours, peer = (figures.get(f"statistics_{what}_{whose}", {}) for whose in ("ours", "peer"))
        if "fit_seconds" not in ours:
            continue
        told = (words, _n(rows), shown(ours["fit_seconds"]))
        if "fit_seconds" in peer:
            times = shown(ours["fit_seconds"] / peer["fit_seconds"]) if peer["fit_seconds"] else ""
            differ = f"{abs(ours['figure'] - peer['figure']):.1e}"
            yield (*told, shown(peer["fit_seconds"]), times, function, differ, _n(round(ours["peak_mb"])))
        else:
            yield (*told, peer.get("absent", "failed"), "", function, "", _n(round(ours["peak_mb"])))


def _spark(figures: Mapping[str, Any]) -> Iterator[Shown]:
    found = figures.get("spark_course", {})
    if "course_seconds" in found:
        n = f"{found['patients']:,} patients, {found['rows']:,} rows"
        yield _table(f"Local Spark: {n}", "what | found", _spark_costs(found))
        yield _table(f"Where Spark's time goes: {n}", "stage | s | CPU s | share", _slowest(found["stages"], {}))


def _spark_costs(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "start", f"{shown(found['start_seconds'])} s"
    yield "handing over the canonical tables", f"{shown(found['handing_over_seconds'])} s"
    yield "course: status to options derived", f"{shown(found['course_seconds'])} s"
    if "java_peak_mb" in found:
        yield "all of it on processors, Java", f"{shown(found['java_cpu_seconds'])} s"
        yield "peak memory, Java", f"{shown(found['java_peak_mb'])} MB"
    yield "tables with other rows than DuckDB's", ", ".join(found["different"]) or "none"


def _numeric(table: Shown, column: int) -> bool:
    cells = [row[column] for row in table.rows if row[column]]
    return bool(cells) and all(cell.strip("% ").replace(",", "").replace(".", "").isdigit() for cell in cells)


def _n(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
