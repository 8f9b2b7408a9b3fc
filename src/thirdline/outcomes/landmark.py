"""What had been shown by a landmark day: response or MRD, without looking past that day.

Question answered: to which group did each line belong on the landmark day itself? Grouping by what was reached at any
time gives those who lived long the better group (immortal time); grouping by what was known on a day, and counting from
that day on, does not (Anderson, Cain & Gelber 1983).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from thirdline.outcomes.results import UNKNOWN, Question, Tables, Waited

NOT_TESTED = "not_tested"
NOT_EVALUABLE = "NE"
Known = dict[tuple[str, int], list[tuple[date, Any]]]


def status_by(tables: Tables, asked: Question, waited: Iterable[Waited]) -> Iterator[Waited]:
    """Each wait in the group of what had been shown by its landmark day; that day counts."""
    status = _deepest(tables) if asked.by == "response" else _last_test(tables)
    for each in waited:
        day = each.started_on + timedelta(days=asked.landmark_days or 0)
        yield replace(each, group=status(each, day))


def _deepest(tables: Tables) -> Any:
    """The deepest response known on a day: what only a later assessment confirmed was not."""
    name = {row["depth"]: row["response"] for row in tables["categories"]}
    known = _by_line(tables["shown_responses"], "known_on", lambda row: row["depth"])

    def status(each: Waited, day: date) -> str:
        shown = [depth for on, depth in known.get((each.patient, each.line), ()) if on <= day]
        return name[max(shown)] if shown else NOT_EVALUABLE

    return status


def _last_test(tables: Tables) -> Any:
    """What the last MRD test by a day said; negative only when it was sensitive enough."""
    known = _by_line(tables["mrd_tests"], "tested_on", _said)

    def status(each: Waited, day: date) -> str:
        told = [(on, word) for on, word in known.get((each.patient, each.line), ()) if on <= day]
        return str(max(told)[1]) if told else NOT_TESTED

    return status


def _said(row: Mapping[str, Any]) -> str:
    return "positive" if row["positive"] else "negative" if row["sufficient"] else UNKNOWN


def _by_line(rows: Iterable[Mapping[str, Any]], day: str, value: Any) -> Known:
    """Days with what was known from them on, by patient and line."""
    known: Known = defaultdict(list)
    for row in rows:
        known[row["patient"], row["line"]].append((row[day], value(row)))
    return known
