"""Dates as the timeline counts them: calendar dates and days since diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thirdline.interfaces.report.model import Course
from thirdline.interfaces.report.speech import Speech


@dataclass(frozen=True)
class Days:
    """One patient's days."""

    course: Course
    speech: Speech

    def since(self, on: date) -> int | None:
        """Days since diagnosis; None when its date is not known."""
        diagnosed = self.course.who.get("diagnosed_on")
        return (on - diagnosed).days if isinstance(diagnosed, date) else None

    def when(self, on: date) -> str:
        """A date, and which day since diagnosis it is."""
        day, w = self.since(on), self.speech.words
        if day is None:
            return self.speech.date(on)
        said = w("report.timeline.day_n", n=day) if day >= 0 else w("report.timeline.day_before", n=-day)
        return f"{self.speech.date(on)}, {said}"


def moment(on: date) -> int:
    """A date as milliseconds since 1970 in universal time, so that no time zone can move it."""
    return (on - date(1970, 1, 1)).days * 86_400_000
