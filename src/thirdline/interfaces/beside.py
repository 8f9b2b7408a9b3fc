"""The trials of each option, told to stand beside it: the figures of the arm, in what its patients differ, what joins it.

Question answered: what does a clinician read beside an option at a terminal, and on the page? Sentences only; layout is
elsewhere. Progression is never told without survival: where that is not known, it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from thirdline import run
from thirdline.evidence.beside import ArmTold, Joined, Joints, Told, arm_told
from thirdline.evidence.naming import short_name
from thirdline.interfaces.report.model import Course, Row
from thirdline.interfaces.report.speech import Speech, plain
from thirdline.interfaces.words import Words, words
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arm_tables import scheme_of
from thirdline.knowledge.arms import Option, option_of
from thirdline.statistics.estimates import LEVEL

TOPIC = "beside"
MOST = 3
"""So many trials are told beside an option; the command `evidence option` tells all."""
USUAL = Decimal(str(100 * LEVEL))
DAGGER = "†"
JOINTS = ("direct", "indirect", "none", "no_node")
SHARED = ("refractory_to_class", "feature")
KINDS = (
    "more_prior_lines", "fewer_prior_lines", "prior_lines_not_told", "refractory_to_its_drug", "refractory_to_class",
    "feature", "condition_not_met", "condition_unknown", "conditions_not_told",
)  # fmt: skip
"""Kinds of differences in the order in which they are told."""
OPEN = ("recommended", "alternative", "unknown")
"""Verdicts of options beside which trials are told."""


@dataclass(frozen=True)
class TrialBeside:
    """One arm of a trial beside an option: its sentences, and what they rest on (`because`)."""

    trial: str
    name: str
    figures: str
    odd: tuple[str, ...]
    differences: str
    because: str
    unverified: bool


@dataclass(frozen=True)
class Telling:
    """How an arm and its differences are told in one language."""

    speech: Speech
    knowledge: Knowledge

    @cached_property
    def words(self) -> Words:
        """The texts of this topic."""
        return words(self.speech.lang, TOPIC)

    def arm(self, trial_id: str, arm_id: str, evidence: str, named: bool) -> str:
        """A trial with what it rests on and its size; the arm's name where several stand beside one option."""
        trial = self.knowledge.of("trials")[trial_id]
        arm = trial.arm(arm_id)
        values = {"trial": short_name(trial, self.speech.lang), "evidence": self.words.term("evidence", evidence)}
        key = "of_arm" if named else "name"
        said = self.words(key, arm=getattr(arm.names, self.speech.lang), **values)
        return said if arm.n is None else f"{said}, {self.words('n', n=arm.n)}"

    def figures(self, told: ArmTold, survival_later: bool = False) -> str:
        """Progression with survival, then response; that no survival is on record, where progression is told without it, or
        that what is on record was not in print by the day asked for (`survival_later`)."""
        one_cut = len({figure.cut for figure in told.figures}) == 1
        groups = [group for group in (told.progression, told.survival, told.response) if group]
        parts = [self._of_endpoint(told.trial, group, not one_cut) for group in groups]
        if told.progression and not told.survival:
            parts.insert(1, self.words("later_survival" if survival_later else "no_survival"))
        parts += [self.words("cut", cut=told.figures[0].cut)] if one_cut else []
        return "; ".join(parts) if parts else self.words("no_figures")

    def odd(self, told: ArmTold) -> tuple[str, ...]:
        """What looks like an error in the source, in the record's own words."""
        whys = dict.fromkeys(getattr(why, self.speech.lang) for figure in told.figures for why in figure.odd)
        return tuple(self.words("odd", why=why) for why in whys)

    def _of_endpoint(self, trial: str, group: Sequence[Told], with_cut: bool) -> str:
        endpoint = self.words.term("endpoints", group[0].endpoint) or plain(group[0].endpoint)
        cuts = dict.fromkeys(told.cut for told in group) if with_cut else {}
        said = [self._figure(trial, told) for told in group]
        figures = ", ".join([*said, *([self.words("cut", cut="/".join(cuts))] if cuts else [])])
        return self.words("figure", endpoint=endpoint, figures=figures)

    def _figure(self, trial: str, told: Told) -> str:
        said = self._ratio(trial, told) if told.against else self._own(told)
        return said + (DAGGER if told.checked == "unverified" else "") + ("(!)" if told.odd else "")

    def _ratio(self, trial: str, told: Told) -> str:
        control = self.knowledge.of("trials")[trial].arm(told.against or "")
        name = control.node or getattr(control.names, self.speech.lang)
        measure = self.words.term("measures", told.measure)
        said = self.words("ratio", measure=measure, value=f"{self._number(told)}{self._interval(told)}", control=name)
        return f"{said}, {self.words('adjusted')}" if told.adjusted else said

    def _own(self, told: Told) -> str:
        if told.not_reached:
            return self.words("not_reached") + self._interval(told)
        if told.estimate is None:
            return self.words("counted", n=told.n, of="?" if told.of is None else told.of)
        percent = f"{self._number(told)}\u00a0%"
        interval = self._interval(told)
        match told.measure:
            case "percent_at_months":
                return self.words("at_months", value=percent + interval, months=self.speech.number(told.at_months))
            case "median_months" | "mean_months":
                key = told.measure.removesuffix("_months")
                return self.words(key, value=self._number(told), interval=interval)
        return percent + interval

    def _number(self, told: Told) -> str:
        return f"{told.comparator or ''}{self._as_printed(told.estimate)}"

    def _as_printed(self, value: Decimal | None) -> str:
        """A number with the decimals that the source prints."""
        return "" if value is None else f"{value:f}".replace(".", self.speech.words("format.decimal")).replace("-", "−")

    def _interval(self, told: Told) -> str:
        if told.low is None and told.high is None:
            return ""
        low, high = self._as_printed(told.low), self._as_printed(told.high)
        key = "most" if told.low is None else "least"
        said = self.words("interval", low=low, high=high) if low and high else f" ({self.words(key, low=low, high=high)})"
        if told.level_unknown or told.level is None:
            return said + self.words("level_unknown")
        level = f"{self.speech.number(told.level)}\u00a0%"
        return said + ("" if told.level == USUAL else self.words("level", level=level))

    def differences(self, rows: Sequence[Row], n_lines: int) -> str:
        """What differs, kind by kind; that nothing is known to differ, where it is so."""
        if not rows:
            return self.words("alike")
        said = [self._kind(kind, [r for r in rows if r["difference"] == kind], n_lines) for kind in KINDS]
        return self.words("differs", what="; ".join(filter(None, said)))

    def _kind(self, kind: str, rows: Sequence[Row], n_lines: int) -> str:
        if not rows:
            return ""
        if kind in ("more_prior_lines", "fewer_prior_lines"):
            return self.words(f"differences.{kind}", n=self.words.count("prior_lines", n_lines), lines=self._lines(rows[0]))
        what = self._shares(rows) if kind in SHARED else ", ".join(map(self._about, rows))
        return self.words(f"differences.{kind}", what=what)

    def _lines(self, row: Row) -> str:
        low, high = row["lines_at_least"], row["lines_at_most"]
        key = "most" if low is None else "least" if high is None else "same" if low == high else "both"
        return self.words(f"lines.{key}", low=low, high=high)

    def _shares(self, rows: Sequence[Row]) -> str:
        """Properties with the share of the arm that had them, those of one share together."""
        held: dict[tuple[Any, Any], list[str]] = {}
        for row in rows:
            name = self.words.term("features", row["about"]) or self.speech.thing(row["about"])
            held.setdefault((row["percent"], row["percent_is_least"]), []).append(name)
        return ", ".join(self._share(percent, least, names) for (percent, least), names in held.items())

    def _share(self, percent: Any, least: bool | None, names: Sequence[str]) -> str:
        key = "not_told" if percent is None else "least" if least else "told"
        return self.words(f"shares.{key}", what=", ".join(names), share=f"{self.speech.number(percent)}\u00a0%")

    def _about(self, row: Row) -> str:
        """A drug by its name, a condition in the words that labels use for it."""
        head, _, asked = str(row["about"]).partition(" ")
        pattern = self.speech.words.term("needs", head)
        said = pattern.format(asked=self.speech.things(asked)) if pattern else self.speech.thing(head)
        return said[0].lower() + said[1:] if pattern and said[1:2].islower() else said

    def joined(self, found: Iterable[Joined], name: dict[str, str]) -> str:
        """How an option is joined to the others, by kind; empty where there are no others."""
        held = list(found)
        parts = [self._joint(how, [j for j in held if j.how == how], name) for how in JOINTS]
        what = "; ".join(filter(None, parts))
        return self.words("joined.all", what=what) if what else ""

    def _joint(self, how: str, found: Sequence[Joined], name: dict[str, str]) -> str:
        if not found:
            return ""
        return self.words(f"joined.{how}", what=", ".join(self._other(each, name[each.other]) for each in found))

    def _other(self, found: Joined, name: str) -> str:
        if not found.trials:
            return name
        trials = (short_name(self.knowledge.of("trials")[id], self.speech.lang) for id in found.trials)
        return self.words("joined.by", other=name, trials=", ".join(trials))


@dataclass(frozen=True)
class Beside:
    """The trials beside each option of one patient."""

    course: Course
    speech: Speech

    @cached_property
    def knowledge(self) -> Knowledge:
        """What was in print on the day on which the options stand, where one was asked for."""
        return run.in_print(
            self.course.knowledge, _day(self.course.made.get("options_as_of") or self.course.made.get("as_of"))
        )

    @cached_property
    def telling(self) -> Telling:
        """The sentences."""
        return Telling(self.speech, self.knowledge)

    def trials(self, option: str, most: int | None = MOST) -> list[TrialBeside]:
        """The nearest trials of an option; all of them without `most`."""
        rows = self.rows(option)
        several = self._approach(option) or len({r["trial"] for r in rows}) < len(rows)
        return [self.trial(row, several) for row in rows[:most]]

    def rows(self, option: str) -> list[Row]:
        """The rows of an option, the nearest first."""
        return sorted(self.course.rows("option_trials", option=option), key=lambda row: row["place"])

    def trial(self, row: Row, named: bool) -> TrialBeside:
        """One arm: `row` is of `option_trials` or of `trial_nearness`."""
        told = arm_told(self.knowledge, row["trial"], row["arm"])
        differences = self.course.rows("trial_differences", trial=row["trial"], arm=row["arm"])
        n_lines = int(self.course.first("status").get("n_lines") or 0)
        return TrialBeside(
            trial=row["trial"],
            name=self.telling.arm(row["trial"], row["arm"], row["evidence"], named),
            figures=self.telling.figures(told, self._survives(row)),
            odd=self.telling.odd(told),
            differences=self.telling.differences(differences, n_lines),
            because="; ".join(dict.fromkeys((*(figure.citation for figure in told.figures), row["because"]))),
            unverified=any(figure.checked == "unverified" for figure in told.figures),
        )

    def _survives(self, row: Row) -> bool:
        """Whether any survival is on record for an arm, in print by the day asked for or not."""
        return bool(arm_told(self.course.knowledge, row["trial"], row["arm"]).survival)

    def more(self, option: str) -> str:
        """That there are more trials than are told, and where they are."""
        left = len(self.rows(option)) - MOST
        return self.telling.words("more", n=left, option=option) if left > 0 else ""

    def joined(self, option: str) -> str:
        """By what the option is joined to the other options that are left."""
        found, here = self.joints(option), self._option(option)
        if not found or here is None:
            return ""
        if not self._joints.holds(here):
            return self.telling.words("joined.nowhere")
        return self.telling.joined(found, {each.other: self._short(each.other) for each in found})

    def joints(self, option: str) -> list[Joined]:
        """How the option is joined to each other one that is left; nothing of an approach, which is several treatments."""
        left = [str(row["option"]) for row in self.course.rows("options") if row["verdict"] in OPEN]
        others = [found for id in left if (found := self._option(id)) and not found.one_of]
        here = self._option(option)
        return [] if here is None or here.one_of else self._joints.of(here, others)

    def name(self, option: str) -> str:
        """An option's name in full."""
        name = self.speech.named("regimens", option) or self._short(option)
        return name[:1].upper() + name[1:]

    @cached_property
    def _joints(self) -> Joints:
        diagnosis = str(self.course.who.get("diagnosis"))
        return Joints(self.knowledge, diagnosis, scheme_of(self.knowledge, self.course.practice))

    def _option(self, id: str) -> Option | None:
        return option_of(self.knowledge, self.course.practice, id) if self.course.practice else None

    def _approach(self, id: str) -> bool:
        found = self._option(id)
        return bool(found and found.one_of)

    def _short(self, id: str) -> str:
        if approach := next((a for a in self.course.practice.approaches if a.id == id), None):
            name: Any = getattr(approach.names, self.speech.lang)
            return str(name)
        regimen = self.speech.short_regimen(id) if id in self.knowledge.of("regimens") else None
        return regimen or self.speech.drug(id)


def _day(said: Any) -> date | None:
    """The day asked for, also where a course read back from JSON tells it as text; None where it is no day."""
    try:
        return date.fromisoformat(said) if isinstance(said, str) else said
    except ValueError:
        return None
