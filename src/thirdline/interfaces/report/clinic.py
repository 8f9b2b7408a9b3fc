"""The head of the report and its smaller sections: state, flags, staging, signs of relapse, interference, issues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thirdline.interfaces.report.grounds import Ground, Grounds
from thirdline.interfaces.report.model import Course, Row, ids
from thirdline.interfaces.report.rows import isotype
from thirdline.interfaces.report.speech import Speech, plain
from thirdline.interfaces.report.story import Said

DATE = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
COMPARED = ("response_short", "states", "tiers", "criterion_names", "opened_by", "interference")
SIGNS = {"agrees": "=", "differs": "≠", "unknown": "?"}


@dataclass(frozen=True)
class Stage:
    """A stage by one system."""

    system: str
    stage: str
    on: str
    grounds: list[Ground]


@dataclass(frozen=True)
class Compared:
    """A statement of the paper beside what the rules derive."""

    statement: str
    said: str
    derived: str
    verdict: str
    word: str
    quote: str
    place: str

    @property
    def sign(self) -> str:
        return SIGNS.get(self.verdict, "?")


@dataclass(frozen=True)
class Clinic:
    """What the smaller sections say."""

    course: Course
    speech: Speech
    grounds: Grounds

    def facts(self) -> list[tuple[str, str]]:
        """Who the patient is, as label and value."""
        who, s, w = self.course.who, self.speech, self.speech.words
        told = {
            "patient": self.course.patient,
            "diagnosis": self._diagnosis(),
            "isotype": isotype(s, who),
            "sex": s.vocabulary("sexes", who.get("sex")),
            "age": self._age(),
            "as_of": s.date(self.course.as_of),
            "centre": who.get("centre"),
            "died": s.date(who["died_on"]) if who.get("died_on") else None,
        }
        optional = ("centre", "died")
        return [(w(f"report.header.{k}"), str(v or w("report.unknown"))) for k, v in told.items() if v or k not in optional]

    def _diagnosis(self) -> str:
        who, s = self.course.who, self.speech
        name, on = s.vocabulary("diagnoses", who.get("diagnosis")), who.get("diagnosed_on")
        return f"{name}, {s.words('report.header.diagnosed', on=s.date(on))}" if name and on else name

    def _age(self) -> str:
        """Whole years on the as-of date."""
        born, on = self.course.who.get("born_on"), self.course.as_of
        if not isinstance(born, date) or on is None:
            return ""
        return self.speech.words.count("counts.years", on.year - born.year - ((on.month, on.day) < (born.month, born.day)))

    def state(self) -> str:
        """Where the patient stands, in one sentence."""
        status, s = self.course.first("status"), self.speech
        if not status:
            return s.words("report.header.unstated")
        n_lines = status.get("n_lines") or 0
        parts = [self._state(status, n_lines)]
        if status.get("refractory_tier"):
            parts.append(s.term("tiers", status["refractory_tier"]))
        if status.get("triple_class_refractory"):
            parts.append(s.words("report.header.triple_class"))
        if n_lines:
            parts.append(s.words.count("counts.lines", n_lines))
        return "; ".join(parts) + "."

    def _state(self, status: Row, n_lines: int) -> str:
        state, w = self.speech.term("states", status.get("state")), self.speech.words
        best = self.course.first("best_responses", line=n_lines)
        if status.get("state") in ("responding", "stable") and best:
            state = w("report.header.precise", state=state, line=n_lines)
            return f"{state} {self._answer(best, n_lines)}"
        if best.get("unconfirmed"):
            pending = self.speech.term("response_short", best["unconfirmed"])
            return f"{state}; {w('report.header.last_pending', short=pending)}"
        return state

    def _answer(self, best: Row, line: int) -> str:
        s, w = self.speech, self.speech.words
        if best.get("unconfirmed"):
            return w("report.header.pending", short=s.term("response_short", best["unconfirmed"]))
        held = self.course.rows("responses", line=line, response=best.get("best"), confirmed=True)
        sure = any(r.get("confirmed_on") not in (None, r["assessed_on"]) for r in held)
        return w(f"report.header.{'confirmed' if sure else 'plain'}", short=s.term("response_short", best.get("best")))

    def flags(self) -> list[tuple[str, str]]:
        """What to keep in mind, each with the section that says more."""
        c, s, w = self.course, self.speech, self.speech.words
        drugs = dict.fromkeys(s.drug(r.get("drug")) for r in c.rows("interferences"))
        suspect = c.rows("issues", problem="suspect_zero")
        counts = {
            "suspect": (len(suspect), "issues"),
            "issues": (len(c.rows("issues")) - len(suspect), "issues"),
            "unverified": (len(self.grounds.unverified), "sources"),
            "differs": (sum(r.get("verdict") == "differs" for r in c.comparisons), "paper"),
        }
        flags = [(w("report.header.interference", drug=s.listed(drugs)), "clinic")] if drugs else []
        return flags + [(w.count(f"counts.{name}", n), section) for name, (n, section) in counts.items() if n]

    def stages(self) -> list[Stage]:
        s = self.speech
        return [
            Stage(
                s.term("systems", r.get("system")),
                str(r.get("stage")),
                s.date(r.get("assessed_on")),
                self.grounds.of(r.get("because")),
            )
            for r in self.course.rows("staging")
        ]

    def relapses(self) -> list[Said]:
        """Signs of clinical relapse."""
        rows = sorted(self.course.rows("clinical_relapses"), key=lambda r: (r["relapsed_on"], str(r["criterion"])))
        return [Said(self._sign(r), self.grounds.of(r.get("because"))) for r in rows]

    def _sign(self, r: Row) -> str:
        s, criterion = self.speech, str(r["criterion"])
        unit = s.analyte_unit(criterion)
        name = s.analyte(criterion) if unit else s.finding(criterion)
        values = {
            "criterion": name,
            "on": s.date(r["relapsed_on"]),
            "line": r["line"],
            "value": s.quantity(r.get("value"), unit),
        }
        if r.get("value") is None:
            return s.words("report.clinic.sign_word", **values)
        if r.get("reference_value") is None:
            return s.words("report.clinic.sign", **values)
        return s.words("report.clinic.sign_from", reference=s.quantity(r["reference_value"], unit), **values)

    def interferences(self) -> Iterator[Said]:
        for r in self.course.rows("interferences"):
            s, w = self.speech, self.speech.words
            drug = s.drug(r.get("drug"))
            text = w(
                "report.clinic.interference",
                drug=drug[:1].upper() + drug[1:],
                line=r["line"],
                on=s.date(r.get("assessed_on")),
                interference=s.term("interference", r.get("interference")),
            )
            settled = self._settled(r.get("settled_by"))
            yield Said(f"{text} {settled}".strip(), self.grounds.of(r.get("because")))

    def _settled(self, test: Any) -> str:
        """The test that settles it, in the report's language where knowledge has it."""
        named = (getattr(c, "settled_by", None) for c in self.course.knowledge.of("criteria").values())
        found = next((getattr(n, self.speech.lang) for n in named if n is not None and test in (n.en, n.ru)), test)
        return self.speech.words("report.clinic.settled", test=found) if found else ""

    def compared(self) -> list[Compared]:
        """What the paper says against what the rules say, the differences first."""
        order = ["differs", "unknown", "agrees"]
        rows = sorted(self.course.comparisons, key=lambda r: order.index(r["verdict"]) if r.get("verdict") in order else 0)
        return [self._compared(r) for r in rows]

    def _compared(self, r: Mapping[str, Any]) -> Compared:
        derived = self._value(r.get("derived"))
        if r.get("unconfirmed"):
            short = self.speech.term("response_short", r["unconfirmed"])
            derived = self.speech.words("report.paper.pending", best=derived, short=short)
        verdict = str(r.get("verdict"))
        word = self.speech.term("comparison", verdict)
        said, quote, place = self._value(r.get("said")), str(r.get("quote") or ""), str(r.get("place") or "")
        return Compared(str(r.get("statement") or ""), said, derived, verdict, word, quote, place)

    def _value(self, value: Any) -> str:
        """A value of a derived table as a reader says it: a date, drugs, a category, or as it stands."""
        text = str(value if value is not None else "")
        if DATE.match(text):
            return self.speech.date(date.fromisoformat(text))
        drugs = self.course.knowledge.of("drugs")
        if ids(text) and all(id in drugs for id in ids(text)):
            return self.speech.drugs(text)
        said = (self.speech.words.term(section, text) for section in COMPARED)
        return next(filter(None, said), None) or self.speech.number(value)

    def issues(self) -> list[dict[str, str]]:
        """What could not be used as found."""
        return [self._issue(r) for r in self.course.rows("issues")]

    def _issue(self, r: Row) -> dict[str, str]:
        s = self.speech
        row = str(r.get("row") or "").removeprefix(f"{r.get('table')}:")
        problem = s.words.term("problems", str(r.get("problem"))) or s.vocabulary("issue-problems", r.get("problem"))
        where = [s.term("tables", r.get("table")), row, s.term("columns", r.get("column")) if r.get("column") else ""]
        return {
            "where": " · ".join(filter(None, where)),
            "found": s.number(r.get("found")) or s.words("report.issues.no_value"),
            "problem": problem,
            "treated": s.term("treated_as", r.get("treated_as")),
        }

    def made(self) -> list[tuple[str, str]]:
        """How the rows were made."""
        made, s, w = self.course.made, self.speech, self.speech.words
        practice = s.named("practices", str(made.get("practice"))) or plain(made.get("practice"))
        told = {
            "version": made.get("version"),
            "practice": practice,
            "as_of": s.date(self.course.as_of),
            "digest": made.get("knowledge") or made.get("digest"),
        }
        return [(w(f"report.sources.{k}"), str(v or w("report.unknown"))) for k, v in told.items()]
