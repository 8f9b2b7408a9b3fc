"""The course in words: one story a line of therapy, every sentence with its grounds.

Question answered: when was what given, why did the line open, what did it achieve, how did it end, and how do we know?
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thirdline.interfaces.report.grounds import Ground, Grounds
from thirdline.interfaces.report.model import Course, Row, ids
from thirdline.interfaces.report.speech import Speech
from thirdline.interfaces.report.timeline import response_anchor

ANALYTE_OF = {"flc_difference": "kappa_flc", "bone_marrow": "bone_marrow_plasma_cells"}


@dataclass(frozen=True)
class Said:
    """A sentence and what it rests on."""

    text: str
    grounds: list[Ground]
    anchor: str = ""


@dataclass(frozen=True)
class Assessment:
    """One assessment of response."""

    anchor: str
    on: str
    category: str
    sure: str
    grounds: list[Ground]


@dataclass(frozen=True)
class LineStory:
    """One line of therapy in words."""

    line: int
    name: str
    span: str
    best: str
    said: list[Said]
    assessments: list[Assessment]


@dataclass(frozen=True)
class Story:
    """Tells the lines of one patient."""

    course: Course
    speech: Speech
    grounds: Grounds

    def lines(self) -> list[LineStory]:
        return [self._line(row, after) for row, after in zip(self.course.lines, [*self.course.lines[1:], {}], strict=False)]

    def _line(self, row: Row, after: Row) -> LineStory:
        best = self.course.first("best_responses", line=row["line"])
        said = [
            *self._given(row),
            *self._procedures(row, after),
            *self._best(row, best),
            *self._progressions(row),
            *self._refractory(row),
            *self._ended(row, after),
        ]
        name = self.speech.short_regimen(row.get("regimen")) or self.speech.drugs(row.get("drugs"))
        short = self.speech.term("response_short", best["best"]) if best.get("best") else ""
        span = self.speech.span(row.get("started_on"), row.get("ended_on"))
        return LineStory(row["line"], name, span, short, said, self._assessments(row))

    def _given(self, row: Row) -> Iterator[Said]:
        w, end = self.speech.words, row.get("ended_on")
        regimen = self.speech.short_regimen(row.get("regimen"))
        values: dict[str, Any] = {"drugs": self.speech.drugs(row.get("drugs")), "regimen": regimen}
        values["span"] = self.speech.span(row.get("started_on"), end)
        if end is not None:
            values["days"] = w.count("counts.days", (end - row["started_on"]).days + 1)
        key = ("given" if end is not None else "given_open") + ("_regimen" if regimen else "")
        text = w(f"report.course.{key}", **values)
        opened = self.speech.term("opened_by", row.get("opened_by"))
        yield Said(f"{_capital(text)} {opened}", self.grounds.of(row.get("because")))

    def _procedures(self, row: Row, after: Row) -> Iterator[Said]:
        for r in self._within("procedures", "performed_on", row, after):
            name = self.speech.vocabulary("procedures", r.get("procedure"))
            text = self.speech.words("report.course.procedure", procedure=name, on=self.speech.date(r["performed_on"]))
            yield Said(_capital(text), self.grounds.rows("procedures", [r]))

    def _best(self, row: Row, best: Row) -> Iterator[Said]:
        if not best:
            return
        grounds, w = self.grounds.of(best.get("because")), self.speech.words
        if best.get("best") in (None, "NE"):
            yield Said(w("report.course.best_none"), grounds)
        else:
            sure = any(r.get("confirmed_on") not in (None, r["assessed_on"]) for r in self._shown(row, best["best"]))
            text = w(
                f"report.course.{'best_confirmed' if sure else 'best'}",
                on=self.speech.date(best.get("achieved_on")),
                **self._category(best["best"]),
            )
            yield Said(text, grounds)
        if best.get("unconfirmed"):
            yield Said(_capital(w("report.course.pending", **self._category(best["unconfirmed"]))), grounds)

    def _shown(self, row: Row, category: str) -> list[Row]:
        return self.course.rows("responses", line=row["line"], response=category, confirmed=True)

    def _category(self, word: str) -> dict[str, str]:
        return {"name": self.speech.term("responses", word), "short": self.speech.term("response_short", word)}

    def _progressions(self, row: Row) -> Iterator[Said]:
        found = self.course.rows("progressions", line=row["line"])
        for r in sorted(found, key=lambda r: r["progressed_on"]):
            anchor = f"progression-{r['line']}-{r['progressed_on']}"
            yield Said(self._progression(r), self.grounds.of(r.get("because")), anchor)
        if not found:
            yield Said(self.speech.words("report.course.no_progression"), [])

    def _progression(self, r: Row) -> str:
        s, w = self.speech, self.speech.words
        sure = w("report.course.progression_single")
        if r.get("confirmed_on"):
            sure = w("report.course.progression_confirmed", on=s.date(r["confirmed_on"]))
        values = {"on": s.date(r["progressed_on"]), "criterion": s.term("criteria", r.get("criterion")), "sure": sure}
        if r.get("value") is None or r.get("reference_value") is None:
            return w("report.course.progression", **values)
        unit = self._unit(r.get("criterion"))
        return w(
            "report.course.progression_measured",
            **values,
            reference=s.quantity(r["reference_value"], unit),
            reference_on=s.date(r.get("reference_on")),
            value=s.quantity(r["value"], unit),
            change=self._change(r, unit),
        )

    def _change(self, r: Row, unit: str | None) -> str:
        """By how much a marker rose, and by what part of its reference."""
        value, reference = Decimal(str(r["value"])), Decimal(str(r["reference_value"]))
        by = self.speech.quantity(value - reference, unit)
        if reference <= 0:
            return self.speech.words("report.course.change", by=by)
        percent = self.speech.number(((value - reference) * 100 / reference).quantize(Decimal(1)))
        return self.speech.words("report.course.change_percent", by=by, percent=percent)

    def _unit(self, criterion: Any) -> str | None:
        if criterion == "lesion":
            return "mm2"
        return self.speech.analyte_unit(ANALYTE_OF.get(str(criterion), str(criterion)))

    def _refractory(self, row: Row) -> Iterator[Said]:
        groups: dict[tuple[Any, Any], list[Row]] = {}
        for r in self.course.rows("refractoriness", line=row["line"]):
            groups.setdefault((r.get("since"), r.get("reason")), []).append(r)
        for (since, reason), rows in groups.items():
            drugs = self.speech.listed(self.speech.drug(r.get("drug")) for r in rows)
            text = self.speech.words(
                "report.course.refractory",
                drugs=drugs,
                on=self.speech.date(since),
                reason=self.speech.term("reasons", reason),
            )
            yield Said(text, self.grounds.of(*(r.get("because") for r in rows)))

    def _ended(self, row: Row, after: Row) -> Iterator[Said]:
        held = ids(row.get("drugs"))
        rows = [r for r in self._within("exposures", "started_on", row, after) if r.get("drug") in held]
        reasons: dict[str, list[Row]] = {}
        for r in rows:
            if r.get("stopped_because"):
                reasons.setdefault(str(r["stopped_because"]), []).append(r)
        for reason, stopped in reasons.items():
            drugs = self.speech.listed(dict.fromkeys(self.speech.drug(r["drug"]) for r in stopped))
            said = self.speech.vocabulary("stop-reasons", reason)
            text = _capital(self.speech.words("report.course.stopped", drugs=drugs, reason=said))
            yield Said(text, self.grounds.rows("exposures", stopped))
        if rows and not reasons:
            ended = any(r.get("ended_on") for r in rows)
            yield Said(self.speech.words(f"report.course.{'not_stopped' if ended else 'ongoing'}"), [])

    def _within(self, table: str, column: str, row: Row, after: Row) -> list[Row]:
        """Rows of the record from the line's start until the next line's."""
        rows = [r for r in self.course.rows(table) if r.get(column) and r[column] >= row["started_on"]]
        until = after.get("started_on")
        return sorted((r for r in rows if until is None or r[column] < until), key=lambda r: r[column])

    def _assessments(self, row: Row) -> list[Assessment]:
        rows = sorted(self.course.rows("responses", line=row["line"]), key=lambda r: r["assessed_on"])
        return [
            Assessment(
                response_anchor(r),
                self.speech.date(r["assessed_on"]),
                self.speech.response(r.get("response")),
                self._sure(r),
                self.grounds.of(r.get("because")),
            )
            for r in rows
        ]

    def _sure(self, r: Row) -> str:
        w = self.speech.words
        if r.get("confirmed_on"):
            return w("report.timeline.confirmed_on", on=self.speech.date(r["confirmed_on"]))
        return w("report.timeline.confirmed" if r.get("confirmed") else "report.timeline.unconfirmed")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
