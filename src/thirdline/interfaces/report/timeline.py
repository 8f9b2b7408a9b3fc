"""What the timeline draws: lanes of therapy, responses, progressions, procedures and panels of markers.

Everything is said here, in the report's language; the script only places it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from thirdline.interfaces.report.days import Days, moment
from thirdline.interfaces.report.markers import Markers
from thirdline.interfaces.report.model import Course, Row, ids
from thirdline.interfaces.report.speech import Speech

DEPTHS = ("sCR", "CR", "VGPR", "PR", "MR", "SD", "PD")
CELLS = "car_t"


@dataclass(frozen=True)
class Timeline:
    """One patient's drawing, as data."""

    course: Course
    speech: Speech

    @cached_property
    def markers(self) -> Markers:
        return Markers(self.course, self.speech)

    @cached_property
    def days(self) -> Days:
        return Days(self.course, self.speech)

    @cached_property
    def dates(self) -> list[date]:
        """Every date drawn."""
        exposures = (r.get(c) for r in self.course.rows("exposures") for c in ("started_on", "ended_on"))
        lines = (r.get(c) for r in self.course.lines for c in ("started_on", "ended_on"))
        marks = (r.get("assessed_on") for r in self.course.rows("responses"))
        ends = (r.get("progressed_on") for r in self.course.rows("progressions"))
        done = (r.get("performed_on") for r in self.course.rows("procedures"))
        values = (r["measured_on"] for r in self.markers.measured)
        return sorted(d for group in (exposures, lines, marks, ends, done, values) for d in group if isinstance(d, date))

    @property
    def last(self) -> date:
        """The end of the axis: the last date drawn, or the as-of date when that is later."""
        return max([*self.dates, *filter(None, [self.course.as_of])])

    def payload(self) -> dict[str, Any]:
        """All that the script needs."""
        w = self.speech.words
        return {
            "span": [moment(self.dates[0]), moment(self.last)],
            "months": w.listing("format.months"),
            "decimal": w("format.decimal"),
            "labels": {k: w(f"report.timeline.{k}") for k in ("line", "procedures", "progression", "response_title")},
            "lines": [self._line(r) for r in self.course.lines if r.get("started_on")],
            "drugs": self._drugs(),
            "procedures": [self._procedure(r) for r in self.procedures],
            "depths": [[d, self.speech.term("response_short", d)] for d in DEPTHS],
            "responses": [self._response(r) for r in self.responses],
            "progressions": [self._progression(r) for r in self.progressions],
            "panels": list(self.markers.panels()),
        }

    # lanes

    def _line(self, r: Row) -> dict[str, Any]:
        w, name = self.speech.words, self.line_name(r)
        end = r.get("ended_on") or self.last
        tip = [w("report.timeline.line_short", line=r["line"]), name, self.speech.span(r["started_on"], r.get("ended_on"))]
        return {
            "line": r["line"],
            "from": moment(r["started_on"]),
            "to": moment(end),
            "name": name,
            "tip": tip,
            "href": f"line-{r['line']}",
        }

    def line_name(self, r: Row) -> str:
        """A line's regimen by its abbreviation, or its drugs when no regimen has this composition."""
        return self.speech.short_regimen(r.get("regimen")) or self.speech.drugs(r.get("drugs"))

    def _drugs(self) -> list[dict[str, Any]]:
        """One lane a drug of the lines, classes together in the order of their first use."""
        lanes: dict[str, list[Row]] = {}
        for r in sorted(self.exposures, key=lambda r: r["started_on"]):
            lanes.setdefault(str(r.get("drug")), []).append(r)
        classes = list(dict.fromkeys(self.class_of(d) for d in lanes))
        return [self._lane(d, lanes[d]) for c in classes for d in lanes if self.class_of(d) == c]

    @cached_property
    def exposures(self) -> list[Row]:
        treating = {d for r in self.course.lines for d in ids(r.get("drugs"))}
        dated = [r for r in self.course.rows("exposures") if isinstance(r.get("started_on"), date) and r.get("drug")]
        return [r for r in dated if r["drug"] in treating] if treating else dated

    def _lane(self, drug: str, rows: list[Row]) -> dict[str, Any]:
        word = self.class_of(drug)
        return {
            "name": self.speech.drug(drug),
            "short": self.speech.drug_class(word, short=True),
            "tone": self.tone(word),
            "spans": [
                {
                    "from": moment(r["started_on"]),
                    "to": moment(self.until(r)),
                    "open": r.get("ended_on") is None,
                    "tip": [self.speech.drug(drug), self.speech.drug_class(word), self._spanned(r)],
                }
                for r in rows
            ],
        }

    def _spanned(self, r: Row) -> str:
        open_end = f" ({self.speech.words('report.timeline.open_end')})" if r.get("ended_on") is None else ""
        return self.speech.span(r["started_on"], r.get("ended_on")) + open_end

    def until(self, r: Row) -> date:
        """Where an exposure is drawn to: its end, else its line's, else the end of the axis."""
        if isinstance(r.get("ended_on"), date):
            return r["ended_on"]
        here = [x for x in self.course.lines if x["started_on"] <= r["started_on"] and r["drug"] in ids(x.get("drugs"))]
        end = here[-1].get("ended_on") if here else None
        return max(end or self.last, r["started_on"])

    def class_of(self, drug: str) -> str:
        record = self.course.knowledge.of("drugs").get(drug)
        return record.drug_class if record else ""

    def tone(self, drug_class: str) -> int:
        """A class's colour: its place in knowledge's list of classes, so that it is the same in every report."""
        vocabulary = self.course.knowledge.of("vocabularies").get("drug-classes")
        order = [t.word for t in vocabulary.words] if vocabulary else []
        return order.index(drug_class) if drug_class in order else -1

    # marks

    @cached_property
    def procedures(self) -> list[Row]:
        return sorted((r for r in self.course.rows("procedures") if r.get("performed_on")), key=lambda r: r["performed_on"])

    def _procedure(self, r: Row) -> dict[str, Any]:
        word = str(r.get("procedure"))
        kind = "transplant" if word.endswith("transplant") else "cells" if word.startswith(CELLS) else "other"
        name = self.speech.vocabulary("procedures", word)
        short = self.speech.vocabulary("procedures", word, short=True)
        return {
            "on": moment(r["performed_on"]),
            "kind": kind,
            "name": short,
            "tip": [name, self.days.when(r["performed_on"])],
        }

    @cached_property
    def responses(self) -> list[Row]:
        return sorted(
            (r for r in self.course.rows("responses") if r.get("response") in DEPTHS), key=lambda r: r["assessed_on"]
        )

    def _response(self, r: Row) -> dict[str, Any]:
        return {
            "on": moment(r["assessed_on"]),
            "line": r.get("line"),
            "depth": r["response"],
            "sure": bool(r.get("confirmed")),
            "name": self.speech.term("response_short", r["response"]),
            "href": response_anchor(r),
            "tip": [self.speech.response(r["response"]), self.days.when(r["assessed_on"]), self.sure(r)],
        }

    def sure(self, r: Row) -> str:
        """Whether a response or a progression is confirmed, and when."""
        w = self.speech.words
        if r.get("confirmed_on"):
            return w("report.timeline.confirmed_on", on=self.speech.date(r["confirmed_on"]))
        return w("report.timeline.confirmed" if r.get("confirmed") else "report.timeline.unconfirmed")

    @cached_property
    def progressions(self) -> list[Row]:
        return sorted(
            (r for r in self.course.rows("progressions") if r.get("progressed_on")), key=lambda r: r["progressed_on"]
        )

    def _progression(self, r: Row) -> dict[str, Any]:
        name = self.speech.words("report.timeline.progression")
        criterion = self.speech.term("criterion_names", r.get("criterion"))
        return {
            "on": moment(r["progressed_on"]),
            "sure": r.get("confirmed_on") is not None,
            "date": self.speech.date(r["progressed_on"]),
            "href": f"progression-{r.get('line')}-{r['progressed_on']}",
            "tip": [name, criterion, self.days.when(r["progressed_on"]), self.sure(r)],
        }

    @property
    def open_ended(self) -> bool:
        """Whether any drug is drawn beyond what the record says."""
        return any(r.get("ended_on") is None for r in self.exposures)

    def classes(self) -> Iterable[tuple[str, int]]:
        """The drug classes drawn, with their colours."""
        words = dict.fromkeys(self.class_of(str(r["drug"])) for r in self.exposures)
        return [(self.speech.drug_class(c), self.tone(c)) for c in words if c]


def response_anchor(r: Row) -> str:
    """Where on the page a response's grounds stand."""
    return f"response-{r.get('line')}-{r.get('assessed_on')}"
