"""The timeline for those who do not see or cannot run it: a description in words, and tables of all that is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from thirdline.interfaces.report.markers import PANELS
from thirdline.interfaces.report.model import Row
from thirdline.interfaces.report.speech import Speech
from thirdline.interfaces.report.timeline import Timeline


@dataclass(frozen=True)
class Drawn:
    """One row of the tables beside the drawing."""

    on: str
    day: int | None
    what: str
    value: str
    unit: str = ""
    note: str = ""
    until: str = ""


@dataclass(frozen=True)
class Figure:
    """The timeline in words and tables."""

    timeline: Timeline

    @property
    def speech(self) -> Speech:
        return self.timeline.speech

    def measured(self) -> list[Drawn]:
        """Every value drawn, by date."""
        t, s = self.timeline, self.speech
        return [
            Drawn(
                s.date(r["measured_on"]),
                t.days.since(r["measured_on"]),
                t.markers.series_name(r["analyte"]),
                s.number(r["value"]),
                s.unit(r.get("unit")),
                s.words("report.timeline.suspect") if t.markers.suspect(r) else "",
            )
            for r in t.markers.measured
        ]

    def events(self) -> list[Drawn]:
        """Every line, drug, procedure, response and progression drawn, by date."""
        told = [*self._lines(), *self._exposures(), *self._procedures(), *self._responses(), *self._progressions()]
        return [drawn for _, drawn in sorted(told, key=lambda pair: pair[0])]

    def _event(self, on: Any, what: str, value: str, until: Any = None, note: str = "") -> tuple[Any, Drawn]:
        s = self.speech
        end = s.date(until) if until else ""
        return on, Drawn(s.date(on), self.timeline.days.since(on), s.words(f"report.timeline.{what}"), value, "", note, end)

    def _lines(self) -> Iterator[tuple[Any, Drawn]]:
        for r in self.timeline.course.lines:
            if r.get("started_on"):
                yield self._event(r["started_on"], "line", f"{r['line']} · {self.timeline.line_name(r)}", r.get("ended_on"))

    def _exposures(self) -> Iterator[tuple[Any, Drawn]]:
        for r in self.timeline.exposures:
            note = "" if r.get("ended_on") else self.speech.words("report.timeline.open_end")
            yield self._event(r["started_on"], "drug", self.speech.drug(r["drug"]), r.get("ended_on"), note)

    def _procedures(self) -> Iterator[tuple[Any, Drawn]]:
        for r in self.timeline.procedures:
            yield self._event(r["performed_on"], "procedure", self.speech.vocabulary("procedures", r.get("procedure")))

    def _responses(self) -> Iterator[tuple[Any, Drawn]]:
        for r in self.timeline.responses:
            yield self._event(r["assessed_on"], "response", self.speech.response(r["response"]), None, self.timeline.sure(r))

    def _progressions(self) -> Iterator[tuple[Any, Drawn]]:
        for r in self.timeline.progressions:
            criterion = self.speech.term("criterion_names", r.get("criterion"))
            yield self._event(r["progressed_on"], "progression", criterion, None, self.timeline.sure(r))

    def description(self) -> list[str]:
        """The figure in words, a sentence for each thing it shows."""
        t, s, w = self.timeline, self.speech, self.speech.words
        said = [w("report.timeline.words_from", start=s.date(t.dates[0]), end=s.date(t.last))]
        if t.course.lines:
            names = s.listed(f"{r['line']} · {t.line_name(r)}" for r in t.course.lines)
            said.append(w("report.timeline.words_lines", lines=w.count("counts.lines", len(t.course.lines)), names=names))
        said += [self._told(a) for panel in PANELS for a in panel if self._of(a)]
        return said + list(self._marks())

    def _marks(self) -> Iterator[str]:
        t, s = self.timeline, self.speech
        marks = {
            "responses": [f"{s.term('response_short', r['response'])} {s.date(r['assessed_on'])}" for r in t.responses],
            "progressions": [s.date(r["progressed_on"]) for r in t.progressions],
            "procedures": [
                f"{s.vocabulary('procedures', r.get('procedure'), short=True)} {s.date(r['performed_on'])}"
                for r in t.procedures
            ],
        }
        for name, found in marks.items():
            if found:
                yield s.words(f"report.timeline.words_{name}", list=", ".join(found))

    def _of(self, analyte: str) -> list[Row]:
        return [r for r in self.timeline.markers.measured if r["analyte"] == analyte]

    def _told(self, analyte: str) -> str:
        """One marker's values: how many, from what to what."""
        rows, s, w = self._of(analyte), self.speech, self.speech.words
        title, first, last = self.timeline.markers.series_name(analyte), rows[0], rows[-1]
        if len(rows) == 1:
            return w(
                "report.timeline.words_one", title=title, first=self._quantity(first), first_on=s.date(first["measured_on"])
            )
        low, high = (pick(rows, key=lambda r: r["value"]) for pick in (min, max))
        return w(
            "report.timeline.words_series",
            title=title,
            count=w.count("counts.values", len(rows)),
            first=self._quantity(first),
            first_on=s.date(first["measured_on"]),
            last=self._quantity(last),
            last_on=s.date(last["measured_on"]),
            low=self._quantity(low),
            high=self._quantity(high),
        )

    def _quantity(self, r: Row) -> str:
        return self.speech.quantity(r["value"], r.get("unit"))

    def tsv(self) -> str:
        """All that is drawn as a link that carries a tab-separated table in itself."""
        w = self.speech.words
        head = [w(f"report.timeline.{k}") for k in ("date", "until", "day", "what", "value", "unit", "note")]
        rows = [
            [d.on, d.until, "" if d.day is None else d.day, d.what, d.value, d.unit, d.note]
            for d in self.measured() + self.events()
        ]
        text = "\n".join("\t".join(" ".join(str(cell).split()) for cell in row) for row in [head, *rows])
        return "data:text/tab-separated-values;charset=utf-8," + quote("\ufeff" + text + "\n")
