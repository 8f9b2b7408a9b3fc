"""Endpoints read once more, slowly and plainly, for one patient; written from their definitions, not from the SQL.

A person is what is known of the course: lines, confirmed progressions, assessments, death and the last day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

PARTIAL = ("PR", "VGPR", "CR", "sCR")


@dataclass
class Person:
    """One patient's course; an assessment is (day, category, day that confirmed it or None), in order of days."""

    lines: dict[int, date] = field(default_factory=dict)
    progressed: dict[int, date] = field(default_factory=dict)
    assessed: dict[int, list[tuple[date, str, date | None]]] = field(default_factory=dict)
    died: date | None = None
    last: date = date.min


EVENTS = {
    "pfs": ("progression", "death"),
    "pfs-treatment-policy": ("progression", "death"),
    "pfs-missed-assessments": ("progression", "death"),
    "os": ("death",),
    "ttp": ("progression", "death"),
    "ttnt": ("next_line", "death"),
    "ttnt-or-death": ("next_line", "death"),
    "efs": ("progression", "next_line", "death"),
    "dor": ("progression", "death"),
    "dor-or-death": ("progression", "death"),
    "time-to-response": ("response", "progression", "death", "next_line"),
}
"""What ends the wait, in the order in which events of one day count; what is no event of the endpoint competes."""
COMPETING = {
    "ttp": ("death",),
    "ttnt": ("death",),
    "dor": ("death",),
    "time-to-response": ("progression", "death", "next_line"),
}
WHATEVER_THERAPY = ("pfs-treatment-policy", "os", "ttnt", "ttnt-or-death", "efs")
TO_THE_LAST_DAY = ("os", "ttnt", "ttnt-or-death")


def responded(person: Person, line: int) -> date | None:
    """The first day of a partial response or better that the next evaluable assessment kept, before progression."""
    seen = [a for a in person.assessed.get(line, []) if a[1] != "NE"]
    for n, (day, category, confirmed_on) in enumerate(seen):
        following = seen[n + 1][1] if n + 1 < len(seen) else "NE"
        if category in PARTIAL and (following in PARTIAL or confirmed_on == day):
            return day
    return None


def wait(person: Person, line: int, endpoint: str) -> tuple[date, date, str, str] | None:
    """Start, end, how it ended (event, competing, censored), and by what."""
    start = responded(person, line) if endpoint.startswith("dor") else person.lines[line]
    if start is None:
        return None
    following = person.lines.get(line + 1)
    onward = endpoint in WHATEVER_THERAPY
    until = None if onward else following
    happened = [(day, rank, name) for rank, name in enumerate(EVENTS[endpoint]) for day in _days(person, line, name, onward)]
    happened = sorted(h for h in happened if h[0] >= start and (until is None or h[0] <= until))
    checks = _checks(person, line, onward, start, until)
    if happened:
        day, _, name = happened[0]
        before = max([c for c in checks if c < day], default=start)
        if endpoint == "pfs-missed-assessments" and (day - before).days > 182:
            return start, before, "censored", "gap_in_assessment"
        return start, day, "competing" if name in COMPETING.get(endpoint, ()) else "event", name
    if endpoint in TO_THE_LAST_DAY:
        return start, person.last, "censored", "last_seen"
    if not checks:
        return start, start, "censored", "no_assessment"
    return start, max(checks), "censored", "new_therapy" if until else "last_assessment"


def _days(person: Person, line: int, name: str, onward: bool) -> list[date]:
    """The days on which something happened in the line, or in this and later ones."""
    if name == "death":
        return [person.died] if person.died else []
    if name == "next_line":
        return [person.lines[line + 1]] if line + 1 in person.lines else []
    if name == "response":
        day = responded(person, line)
        return [day] if day else []
    return [day for of, day in person.progressed.items() if of == line or (onward and of > line)]


def _checks(person: Person, line: int, onward: bool, start: date, until: date | None) -> list[date]:
    """The days on which an assessment showed no progression."""
    lines = [of for of in person.assessed if of == line or (onward and of > line)]
    days = [day for of in lines for day, category, _ in person.assessed[of] if category not in ("NE", "PD")]
    return [day for day in days if day >= start and (until is None or day <= until)]
