"""A record as a waterfall plot: the best change of the marker that decides, one bar a patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from thirdline.interfaces.pictures import Change, Threshold, Waterfall
from thirdline.interfaces.record_pictures.asked import How, Shown, spread_evenly
from thirdline.interfaces.report.speech import small
from thirdline.records import RecordError

TABLES = ("best_changes", "response_outcomes", "status")
Row = dict[str, Any]


@dataclass(frozen=True)
class Sorted:
    """The lines asked for: those with a change, and how many have none, and why."""

    changed: tuple[tuple[Row, str], ...]
    no_baseline: int
    no_value: int
    had_no_line: int

    @property
    def not_evaluable(self) -> int:
        """How many lines have no change to draw."""
        return self.no_baseline + self.no_value


def waterfall(shown: Shown, how: How) -> Waterfall:
    """The bars of one line of each patient, the last by default; RecordError where there is none to draw."""
    found = _sorted(shown, how.line)
    if not found.changed:
        raise RecordError(shown.words("waterfall.nothing", record=shown.record, total=found.not_evaluable))
    ranked = sorted(found.changed, key=lambda each: (-each[0]["percent_change"], each[0]["patient"]))
    drawn = spread_evenly(ranked, how.most)
    key = "waterfall.title_last" if how.line is None else "waterfall.title_line"
    responses = {best for _, best in drawn}
    return Waterfall(
        title=shown.words(key, line=how.line, patients=shown.count("patients", len(drawn))),
        measure=shown.words("waterfall.measure"),
        changes=tuple(_change(row, best, (n, shown, how)) for n, (row, best) in enumerate(drawn, 1)),
        responses=tuple(_said(word, shown) for word in _deepest_first(shown) if word in responses),
        thresholds=tuple(_thresholds(shown, [row for row, _ in drawn])),
        notes=tuple(_notes(shown, how, (found, drawn))),
    )


def _sorted(shown: Shown, line: int | None) -> Sorted:
    """The line asked for of every patient, with the best response beside the change."""
    best = {(row["patient"], row["line"]): row["best"] for row in shown.tables["response_outcomes"]}
    last: dict[str, int] = {}
    for patient, n in best:
        last[patient] = max(n, last.get(patient, 0))
    wanted = [(p, n if line is None else line) for p, n in last.items() if line is None or line <= n]
    rows = {(row["patient"], row["line"]): dict(row) for row in shown.tables["best_changes"] if row["decides"]}
    here = [(rows[key], best[key]) for key in wanted if key in rows]
    changed = tuple(each for each in here if each[0]["percent_change"] is not None)
    return Sorted(changed, len(wanted) - len(here), len(here) - len(changed), len(shown.tables["status"]) - len(wanted))


def _change(row: Row, best: str, how: tuple[int, Shown, How]) -> Change:
    n, shown, wanted = how
    label = row["patient"] if wanted.with_ids else shown.words("patient", n=n)
    return Change(label, float(row["percent_change"]), _said(best, shown))


def _said(word: str, shown: Shown) -> str:
    return shown.speech.term("response_short", word)


def _deepest_first(shown: Shown) -> list[str]:
    return sorted(shown.depths, key=lambda word: -shown.depths[word])


def _thresholds(shown: Shown, rows: Sequence[Row]) -> Iterator[Threshold]:
    """The falls that categories ask for, where they are the same of every marker drawn."""
    found = [_falls(shown, marker) for marker in _markers(rows)]
    for response, fall in sorted(set.intersection(*found)):
        yield Threshold(-float(fall), _said(response, shown))


def _falls(shown: Shown, marker: str) -> set[tuple[str, Any]]:
    """The categories of a marker with the fall that each asks for, where a fall alone is enough."""
    rows = [r for r in shown.laid("response_levels") if r["marker"] == marker and r["fall_percent"] is not None]
    return {(r["response"], r["fall_percent"]) for r in rows if r["or_below"] is None}


def _markers(rows: Sequence[Row]) -> list[str]:
    return sorted({row["marker"] for row in rows})


def _notes(shown: Shown, how: How, found: tuple[Sorted, Sequence[tuple[Row, str]]]) -> Iterator[str]:
    say, (all_, drawn) = shown.words, found
    if len(drawn) < len(all_.changed):
        yield say("waterfall.drawn", drawn=len(drawn), all=len(all_.changed), left=len(all_.changed) - len(drawn))
    if all_.not_evaluable:
        yield say("waterfall.not_evaluable", total=all_.not_evaluable, no_baseline=all_.no_baseline, no_value=all_.no_value)
    if all_.had_no_line:
        yield say("waterfall.had_no_line", patients=shown.count("patients", all_.had_no_line))
    yield say("waterfall.reads")
    markers = _markers([row for row, _ in drawn])
    names = [small(shown.speech.term("criterion_names", marker)) for marker in markers]
    yield say("waterfall.markers", markers="; ".join(names))
    yield say("waterfall.several")
    if not set.intersection(*(_falls(shown, marker) for marker in markers)):
        yield say("waterfall.no_thresholds")
    yield say("swimmer.named" if how.with_ids else "swimmer.numbered")
