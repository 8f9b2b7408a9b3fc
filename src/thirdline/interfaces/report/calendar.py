"""The dose calendar: each cycle a table of days against drugs, days on which the same is given told together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from thirdline.interfaces.report.grounds import Ground, Grounds
from thirdline.interfaces.report.model import Course, Row
from thirdline.interfaces.report.speech import Speech


@dataclass(frozen=True)
class DayRow:
    """A day, or days in a row on which the same is given; `doses` has a text or nothing for each drug."""

    days: str
    dates: str
    doses: list[str]
    marks: str


@dataclass(frozen=True)
class Cycle:
    """One cycle."""

    number: int
    title: str
    drugs: list[str]
    rows: list[DayRow]


@dataclass(frozen=True)
class Calendar:
    """One patient's doses."""

    course: Course
    speech: Speech
    grounds: Grounds

    def cycles(self) -> list[Cycle]:
        rows = sorted(self.course.rows("doses"), key=lambda r: (r["cycle"], r["day"], str(r["drug"])))
        return [self._cycle(n, list(held)) for n, held in groupby(rows, key=lambda r: r["cycle"])]

    def notes(self) -> list[str]:
        """Every note once, in the order of the marks."""
        rows = sorted(self.course.rows("doses"), key=lambda r: (r["cycle"], r["day"], str(r["drug"])))
        return list(dict.fromkeys(str(r["note"]) for r in rows if r.get("note")))

    def why(self) -> list[Ground]:
        return self.grounds.of(*(r.get("because") for r in self.course.rows("doses")))

    def _cycle(self, number: int, rows: list[Row]) -> Cycle:
        drugs = list(dict.fromkeys(r["drug"] for r in rows))
        days = {day: list(held) for day, held in groupby(rows, key=lambda r: r["day"])}
        ons = [r["on"] for r in rows if r.get("on")]
        span = {"start": self.speech.date(min(ons, default=None)), "end": self.speech.date(max(ons, default=None))}
        title = self.speech.words("report.doses.cycle_span", n=number, **span)
        return Cycle(
            number, title, [self.speech.drug(d) for d in drugs], [self._row(run, drugs, days) for run in _runs(days)]
        )

    def _row(self, run: list[int], drugs: list[str], days: dict[int, list[Row]]) -> DayRow:
        first, last = days[run[0]], days[run[-1]]
        doses = ["; ".join(self._dose(r) for r in first if r["drug"] == drug) for drug in drugs]
        single = len(run) == 1
        dates = self._dated(first[0]["on"]) if single else f"{self._dated(first[0]['on'])} – {self._dated(last[0]['on'])}"
        marks = dict.fromkeys(self.notes().index(str(r["note"])) + 1 for r in first if r.get("note"))
        return DayRow(str(run[0]) if single else f"{run[0]}–{run[-1]}", dates, doses, ", ".join(map(str, marks)))

    def _dose(self, r: Row) -> str:
        s = self.speech
        amount = s.words("report.doses.no_amount") if r.get("amount") is None else s.quantity(r["amount"], r.get("unit"))
        route = r.get("route")
        return f"{amount} {s.term('routes', route)}" if route else amount

    def _dated(self, on: Any) -> str:
        return f"{self.speech.weekday(on)} {self.speech.date(on)}" if on else self.speech.date(on)


def _given(rows: list[Row]) -> list[tuple[Any, ...]]:
    """What a day holds, to tell whether the next holds the same."""
    return [(r["drug"], r.get("amount"), r.get("unit"), r.get("route"), r.get("note")) for r in rows]


def _runs(days: dict[int, list[Row]]) -> list[list[int]]:
    """Days in a row that hold the same."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1 and _given(days[day]) == _given(days[day - 1]):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
