"""The options left, by verdict, with their grounds and what the labels ask. A clinician decides; this page says why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from thirdline.interfaces.beside import OPEN, Beside, TrialBeside
from thirdline.interfaces.report.grounds import Ground, Grounds
from thirdline.interfaces.report.model import Course, Row
from thirdline.interfaces.report.speech import Speech, plain

VERDICTS = ("recommended", "alternative", "unknown", "excluded")
SIGNS = {"recommended": "✓", "alternative": "+", "unknown": "?", "excluded": "✕"}
ANSWERS = {True: "met", False: "not_met", None: "unknown"}
ANSWER_SIGNS = {"met": "✓", "not_met": "✕", "unknown": "?"}


@dataclass(frozen=True)
class Condition:
    """One condition of a label, answered."""

    text: str
    answer: str  # met, not_met or unknown
    word: str
    missing: str
    grounds: list[Ground]

    @property
    def sign(self) -> str:
        return ANSWER_SIGNS[self.answer]


@dataclass(frozen=True)
class LabelAnswer:
    """A label and its conditions."""

    name: str
    summary: str
    conditions: list[Condition]


@dataclass(frozen=True)
class Tried:
    """A trial of an option: what it found, in what its patients differ, and on what that rests."""

    told: TrialBeside
    grounds: list[Ground]


@dataclass(frozen=True)
class Choice:
    """One option."""

    id: str
    name: str
    drugs: str
    missing: str
    if_settled: str
    by_label: str
    grounds: list[Ground]
    labels: list[LabelAnswer]
    trials: list[Tried]
    joined: str
    more: str


@dataclass(frozen=True)
class Group:
    """The options of one verdict."""

    verdict: str
    name: str
    note: str
    sign: str
    choices: list[Choice]


@dataclass(frozen=True)
class Choices:
    """One patient's options."""

    course: Course
    speech: Speech
    grounds: Grounds

    def groups(self) -> list[Group]:
        rows = self.course.rows("options")
        verdicts = [*VERDICTS, *dict.fromkeys(str(r["verdict"]) for r in rows if r["verdict"] not in VERDICTS)]
        held = {v: [self._choice(r) for r in rows if r["verdict"] == v] for v in verdicts}
        return [
            Group(v, self.speech.term("verdicts", v), self.speech.term("verdict_notes", v), SIGNS.get(v, "·"), held[v])
            for v in verdicts
            if held[v]
        ]

    def practice(self) -> str:
        """The practice by whose table the options were chosen."""
        known = self.course.knowledge.of("practices")
        named = [self.course.made.get("practice"), *(r.get("practice") for r in self.course.rows("options"))]
        id = next((str(n) for n in named if str(n) in known), None)
        return self.speech.named("practices", id) or ""

    def _by_label(self, r: Row) -> str:
        """Where an option is open by a label and not by the practice: which label."""
        name = self.speech.named("labels", str(r.get("practice")))
        return self.speech.words("report.options.by_label", name=name) if name else ""

    def _choice(self, r: Row) -> Choice:
        option = str(r["option"])
        settled = r.get("if_settled")
        drugs = self._drugs(option)
        return Choice(
            option,
            self._name(option),
            self.speech.listed(self.speech.drug(d) for d in drugs) if drugs else "",
            self.speech.missing(r.get("missing")),
            self.speech.words("report.options.if_settled", verdict=self.speech.term("verdicts", settled)) if settled else "",
            self._by_label(r),
            self.grounds.of(r.get("because")),
            self._labels(option, drugs),
            *self._beside(option, str(r["verdict"])),
        )

    def _beside(self, option: str, verdict: str) -> tuple[list[Tried], str, str]:
        """The nearest trials of an option that is left, what joins it to the others, and that there are more."""
        if verdict not in OPEN or "option_trials" not in self.course.tables:
            return [], "", ""
        tried = [Tried(told, self.grounds.of(told.because)) for told in self.beside.trials(option)]
        more = self.beside.more(option) if tried else self.beside.telling.words("none")
        return tried, self.beside.joined(option), more

    @cached_property
    def beside(self) -> Beside:
        """The trials of each option."""
        return Beside(self.course, self.speech)

    def unverified(self, groups: list[Group]) -> str:
        """What the dagger means, where a figure beside one of these options bears it."""
        tried = [tried for group in groups for choice in group.choices for tried in choice.trials]
        return self.beside.telling.words("unverified") if any(t.told.unverified for t in tried) else ""

    def _approach(self, option: str) -> Any:
        practices = self.course.knowledge.of("practices").values()
        return next((a for p in practices for a in p.approaches if a.id == option), None)

    def _name(self, option: str) -> str:
        if approach := self._approach(option):
            return getattr(approach.names, self.speech.lang)
        name = self.speech.named("regimens", option) or self.speech.named("drugs", option) or option
        return name[:1].upper() + name[1:]

    def _drugs(self, option: str) -> tuple[str, ...]:
        approach, regimen = self._approach(option), self.course.knowledge.of("regimens").get(option)
        return approach.needs_one_of if approach else regimen.drugs if regimen else ()

    def _labels(self, option: str, drugs: tuple[str, ...]) -> list[LabelAnswer]:
        """The labels of this regimen, or of one of its drugs in whatever combination."""
        answered: dict[str, list[Row]] = {}
        for r in self.course.rows("label_answers"):
            label = self.course.knowledge.of("labels").get(r["label"])
            if label and (label.regimen == option or (label.regimen is None and label.drug in drugs)):
                answered.setdefault(r["label"], []).append(r)
        return [self._label(id, rows) for id, rows in answered.items()]

    def _label(self, id: str, rows: list[Row]) -> LabelAnswer:
        label, w = self.course.knowledge.of("labels")[id], self.speech.words
        conditions = [self.condition(r) for r in rows]
        counts = {a: sum(c.answer == a for c in conditions) for a in ANSWER_SIGNS}
        summary = ", ".join(w(f"report.options.label_{answer}", n=n) for answer, n in counts.items() if n)
        name, authority = str(self.speech.named("labels", id)), self.speech.term("authorities", label.authority)
        if authority not in name:
            name = w("report.options.label_for", name=name, authority=authority)
        return LabelAnswer(name, summary, conditions)

    def condition(self, r: Row) -> Condition:
        """One thing asked of the patient, by a label or a trial, with its answer."""
        answer = ANSWERS.get(r.get("met"), "unknown")
        need = str(r["need"])
        asked = self.speech.things(r.get("asked"))
        pattern = self.speech.words.term("needs", need)
        text = pattern.format(asked=asked) if pattern else f"{plain(need)}: {asked}"
        return Condition(
            text,
            answer,
            self.speech.term("answers", answer),
            self.speech.missing(r.get("missing")),
            self.grounds.of(r.get("because")),
        )
