"""Which trials a patient could enter, as far as the record and what is known of the trials tell.

Question answered: of the trials of this disease, which take patients, and which of their conditions does this patient
meet, not meet, or leave open? A trial may ask what no record here holds; that is told beside the answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap
from typing import Any

from thirdline.interfaces.report.choices import Choices, Condition
from thirdline.interfaces.report.grounds import Grounds
from thirdline.interfaces.report.model import Course, Row
from thirdline.interfaces.report.speech import Speech
from thirdline.interfaces.words import Words, words
from thirdline.knowledge.trials import Trial
from thirdline.run import TRIALS_HERE

WIDTH = 100
SIGNS = {"met": "+", "not_met": "-", "unknown": "?"}
TAKING = ("recruiting", "planned")
OVER = ("active_not_recruiting", "completed", "terminated", "withdrawn")


class Shown(StrEnum):
    """Trials of which status are told one by one; the others are counted."""

    open = "open"
    unknown = "unknown"
    any = "any"

    def holds(self, status: str) -> bool:
        """Whether trials of this status are told: those that take patients, these and those of unknown status, or all."""
        return status in TAKING or (self is not Shown.open and status == "unknown") or self is Shown.any


@dataclass(frozen=True)
class Answered:
    """A trial with its row of `trials_open` and its conditions answered."""

    trial: Trial
    row: Row
    conditions: list[Condition]


def answered(course: Course) -> list[Answered]:
    """The trials of the patient's disease: those that take patients first, then by how well the patient fits."""
    speech = Speech(course.lang, course.knowledge)
    choices = Choices(course, speech, Grounds(course, speech))
    found = [
        Answered(
            course.knowledge.of("trials")[row["trial"]],
            row,
            [choices.condition(each) for each in course.rows("trial_answers", trial=row["trial"])],
        )
        for row in course.rows("trials_open")
    ]
    return sorted(found, key=_place)


def _status(each: Answered) -> str:
    """The status that still counts: one that takes patients is doubtful where results have been published since."""
    status = each.row["status"]
    return "unknown" if status in TAKING and _has_results(each.trial) else status


def _has_results(trial: Trial) -> bool:
    return any(cut.effects for cut in trial.cuts)


def _place(each: Answered) -> tuple[Any, ...]:
    entries, status = ("met", "unknown", "not_met"), _status(each)
    turn = TAKING.index(status) if status in TAKING else len(TAKING) + (status in OVER)
    return turn, entries.index(each.row["entry"]), each.row["n_not_met"], -each.row["n_met"], each.trial.id


def text(course: Course, shown: Shown = Shown.unknown) -> str:
    """The trials at a terminal; those not told one by one are counted, with how to see them."""
    say = words(course.lang, "trials")
    found = answered(course)
    told = [each for each in found if shown.holds(_status(each))]
    left = [each for each in found if not shown.holds(_status(each))]
    speech = Speech(course.lang, course.knowledge)
    lines = [say("head", patient=course.patient, on=speech.date(course.as_of)), *wrap(say("limits"), WIDTH), ""]
    if not found:
        lines.append(say("none"))
    for each in told:
        lines += [*_trial(each, speech, say), ""]
    if left:
        by = {entry: sum(each.row["entry"] == entry for each in left) for entry in SIGNS}
        counts = ", ".join(say(f"counted.{entry}", n=n) for entry, n in by.items() if n)
        lines += [*wrap(say.count("left", len(left)) + " " + say("left_how", counts=counts), WIDTH), ""]
    return "\n".join([*lines, *wrap(say("decides"), WIDTH)]) + "\n"


def _trial(each: Answered, speech: Speech, say: Words) -> Iterator[str]:
    trial, row = each.trial, each.row
    numbers = ", ".join(trial.registrations) or say("unregistered")
    phase = say("phase", phase=trial.phase) if trial.phase else say(f"designs.{trial.design}")
    yield f"{getattr(trial.names, speech.lang)} ({trial.id}; {numbers}; {phase})"
    entry = say(f"entries.{row['entry']}")
    yield from _hung(f"  {_status_said(each, speech, say)} {entry}")
    for condition in each.conditions:
        unsettled = (
            f" ({say('settles', what=condition.missing)})" if condition.answer == "unknown" and condition.missing else ""
        )
        yield from _hung(f"  {SIGNS[condition.answer]} {condition.text}{unsettled}")
    if row["missing"] == CONDITIONS:
        yield f"  {SIGNS['unknown']} {say('conditions_unknown')}"
    for besides in trial.asks_also:
        yield from _hung(f"  . {say('besides')} {getattr(besides, speech.lang)}")
    if any(citation.checked == "unverified" for name, citation in trial.cites.items() if name in EVIDENCE):
        yield f"  ! {say('unverified')}"


def _status_said(each: Answered, speech: Speech, say: Words) -> str:
    """The status, its day or else the source that says it with the year of that, and whether results came since."""
    row, cited = each.row, each.trial.cites.get("status")
    told = say(f"statuses.{row['status']}")
    if row["status_on"]:
        told += " " + say("status_on", on=speech.date(row["status_on"]))
    elif cited:
        source = speech.knowledge.of("sources")[cited.source]
        told += " " + say("status_by", source=source.title, published=source.published)
    doubtful = row["status"] in TAKING and _has_results(each.trial)
    return f"{told}. {say('results_since')}" if doubtful else f"{told}."


CONDITIONS = "conditions of the trial"
"""What the derivation says is missing where no condition beside the disease is known."""
EVIDENCE = ("needs", "status", "asks_also", "lines", "known", "row", "registrations")


def _hung(line: str) -> list[str]:
    return wrap(line, WIDTH, subsequent_indent="      ", drop_whitespace=True, initial_indent="")


def rows(course: Course) -> dict[str, Any]:
    """The two tables as they stand, for programs."""
    return {"patient": course.patient, "made": course.made, **{name: course.tables[name] for name in TRIALS_HERE}}
