"""A record as a swimmer plot: each patient's lines of therapy from the first on, and what is marked in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from thirdline.interfaces.pictures import Event, Swimmer, Swimmers, Therapy
from thirdline.interfaces.pictures.palette import LOOKS
from thirdline.interfaces.pictures.swimmer import Happening
from thirdline.interfaces.record_pictures.asked import COMPLETE, RESPONSE, How, Shown, spread_evenly
from thirdline.outcomes.line_flows import NO_DRUG, OTHER
from thirdline.outcomes.results import DAYS_A_MONTH
from thirdline.records import RecordError

TABLES = ("lines", "line_steps", "line_marks", "status")
Row = dict[str, Any]
Lines = list[tuple[Row, Row]]
"""Lines of a patient in order, each with what came after it."""


def swimmers(shown: Shown, how: How) -> Swimmers:
    """The patients followed longest come first; RecordError where nobody has a line."""
    everyone = sorted(_patients(shown), key=lambda p: (-p.followed_to, p.label))
    if not everyone:
        raise RecordError(shown.words("nothing", record=shown.record))
    drawn = spread_evenly(everyone, how.most)
    if not how.with_ids:
        drawn = [_numbered(patient, n, shown) for n, patient in enumerate(drawn, 1)]
    title = shown.words("swimmer.title", patients=shown.count("patients", len(drawn)))
    notes = tuple(_notes(shown, how, (drawn, len(everyone))))
    return Swimmers(title, tuple(drawn), shown.words("months"), shown.words("swimmer.since"), notes)


def _numbered(patient: Swimmer, n: int, shown: Shown) -> Swimmer:
    return Swimmer(shown.words("patient", n=n), patient.lines, patient.followed_to, patient.events)


def _patients(shown: Shown) -> Iterator[Swimmer]:
    """Every patient with a line, in time since the first line."""
    by_patient: dict[str, list[Row]] = defaultdict(list)
    for row in shown.tables["lines"]:
        by_patient[row["patient"]].append(dict(row))
    steps = {(row["patient"], row["line"]): dict(row) for row in shown.tables["line_steps"]}
    marks: dict[str, list[Row]] = defaultdict(list)
    for row in shown.tables["line_marks"]:
        marks[row["patient"]].append(dict(row))
    called = _called(shown)
    for patient, lines in by_patient.items():
        own = [(line, steps[patient, line["line"]]) for line in sorted(lines, key=lambda row: row["line"])]
        yield _swimmer(patient, own, marks[patient], (shown, called))


def _called(shown: Shown) -> dict[str, str]:
    """Each combination of classes by its name in the key: as many as eyes tell apart, the others as one."""
    counts = Counter(row["classes"] or NO_DRUG for row in shown.tables["line_steps"])
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    named = len(ranked) if len(ranked) <= len(LOOKS) else len(LOOKS) - 1
    return {name: shown.classes(name if place < named else OTHER) for place, name in enumerate(ranked)}


def _swimmer(patient: str, own: Lines, marks: list[Row], how: tuple[Shown, dict[str, str]]) -> Swimmer:
    shown, _ = how
    since = own[0][0]["started_on"]
    told = [event for mark in marks if (event := _event(mark, since, shown))]
    ends = [line["ended_on"] for line, _ in own if line["ended_on"]]
    last = max([own[-1][1]["followed_to"], *ends, *(mark["marked_on"] for mark in marks)])
    lines = tuple(_therapy(line, step, since, how) for line, step in own)
    return Swimmer(patient, lines, _months(since, last), tuple(told))


def _therapy(line: Row, step: Row, since: date, how: tuple[Shown, dict[str, str]]) -> Therapy:
    """A line; its end is open where the patient lives and no end of treatment is recorded."""
    shown, called = how
    end = None if step["ends_as"] == "no_end_recorded" else _months(since, line["ended_on"] or line["started_on"])
    start = _months(since, line["started_on"])
    name = shown.speech.short_regimen(line["regimen"]) or ""
    return Therapy(start, end if end is None else max(start, end), called[step["classes"] or NO_DRUG], name)


def _event(mark: Row, since: date, shown: Shown) -> Event | None:
    """What is marked; a best response that is none (stable disease, say) is no mark."""
    kind: Happening = mark["mark"]
    if mark["mark"] == "response":
        if mark["depth"] < shown.depths[shown.category(RESPONSE)]:
            return None
        kind = "complete_response" if mark["depth"] >= shown.depths[shown.category(COMPLETE)] else "response"
    return Event(_months(since, mark["marked_on"]), kind)


def _months(since: date, on: date) -> float:
    return round((on - since).days / DAYS_A_MONTH, 2)


def _notes(shown: Shown, how: How, drawn: tuple[list[Swimmer], int]) -> Iterator[str]:
    say, (patients, everyone) = shown.words, drawn
    if len(patients) < everyone:
        yield say("swimmer.drawn", drawn=len(patients), all=everyone, left=everyone - len(patients))
    if shown.without_line:
        yield say("swimmer.no_line", patients=shown.count("patients", shown.without_line))
    least = [shown.speech.term("response_short", shown.category(endpoint)) for endpoint in (RESPONSE, COMPLETE)]
    kinds = {event.kind for patient in patients for event in patient.events}
    yield say("swimmer.bars")
    if kinds & {"response", "complete_response"}:
        yield say("swimmer.responses", response=least[0], complete=least[1])
    if "progression" in kinds:
        yield say("swimmer.progressions")
    if any(line.end is None for patient in patients for line in patient.lines):
        yield say("swimmer.arrows")
    yield say("swimmer.named" if how.with_ids else "swimmer.numbered")
