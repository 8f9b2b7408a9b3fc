"""The trials of one option, in text and as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from thirdline.evidence.beside import arm_told
from thirdline.evidence.naming import drugs_named, named, short_name
from thirdline.interfaces.beside import DAGGER, Beside
from thirdline.interfaces.report.model import Course, Row
from thirdline.interfaces.report.speech import Speech
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arm_tables import scheme_of
from thirdline.knowledge.arms import KINDS, Option, evidence_of, had, option_of, telling_arms
from thirdline.knowledge.tabulate import fact, practice_of
from thirdline.statistics import StatisticsError


@dataclass(frozen=True)
class Found:
    """An option, the rows of its arms in their order, and trials of it of which nothing can be shown."""

    course: Course
    option: Option
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    of_patient: bool

    @property
    def beside(self) -> Beside:
        """How the rows are told."""
        return Beside(self.course, Speech(self.course.lang, self.course.knowledge))


def meant(knowledge: Knowledge, practice_id: str, text: str) -> Option:
    """The option that a name means; StatisticsError with the nearest names where it means none."""
    practice = practice_of(knowledge, practice_id)
    called = drugs_named(knowledge)
    for kind in (knowledge.of("regimens").values(), practice.approaches):
        for each in kind:
            names = (each.id, each.names.en, each.names.ru, *getattr(each, "synonyms", ()))
            called |= {name.casefold(): each.id for name in names}
    id = named("option", text, called)
    found = option_of(knowledge, practice, id)
    if found is None:
        raise StatisticsError([f"option: {id} names no drug, and so no trial can be found for it; name a regimen or a drug"])
    return found


def found(course: Course, option: Option) -> Found:
    """The arms that had an option: for a patient by how near they come, else the firmest and largest first."""
    beside = Beside(course, Speech(course.lang, course.knowledge))
    scheme = scheme_of(beside.knowledge, course.practice)
    arms = [each for each in telling_arms(beside.knowledge) if had(beside.knowledge, option, each[1], scheme)]
    of_patient = bool(course.rows("option_trials", option=option.id)) or any(
        row["option"] == option.id for row in course.rows("options")
    )
    if course.patient:
        held = {(trial.id, arm.id) for trial, arm, _ in arms}
        rows = [row for row in course.rows("trial_nearness") if (row["trial"], row["arm"]) in held]
    else:
        rows = [
            {"trial": t.id, "arm": a.id, "cut": c.id, "evidence": evidence_of(t, a), "n": a.n, "because": fact(t, "arms", a)}
            for t, a, c in arms
        ]
        size = {(t.id, a.id): t.n_randomised or a.n or 0 for t, a, _ in arms}
        rows.sort(key=lambda row: (KINDS.index(row["evidence"]), -size[row["trial"], row["arm"]], row["trial"], row["arm"]))
    tried = {t.id for t, _, _ in arms}
    every = beside.knowledge.of("trials").values()
    others = (t.id for t in every if any(a.role != "control" and had(beside.knowledge, option, a, scheme) for a in t.arms))
    left_out = tuple(id for id in others if id not in tried)
    return Found(course, option, tuple(sorted(rows, key=lambda row: row.get("place", 0))), left_out, of_patient)


def text(found: Found) -> str:
    """What a person reads."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Found) -> Iterator[str]:
    beside, words = found.beside, found.beside.telling.words
    name = beside.name(found.option.id)
    yield words("option.title", name=name)
    if found.course.patient:
        if not found.of_patient:
            yield words("option.not_an_option", name=name, patient=found.course.patient)
        yield words("option.nearest", patient=found.course.patient)
    else:
        yield words("option.order")
    yield from _trials(found)
    if found.left_out:
        trials = found.course.knowledge.of("trials")
        yield words("option.left_out", trials=", ".join(short_name(trials[id], found.course.lang) for id in found.left_out))
    if found.course.patient and (joined := beside.joined(found.option.id)):
        yield joined
    yield words("option.compare")


def _trials(found: Found) -> Iterator[str]:
    beside, words = found.beside, found.beside.telling.words
    told = [beside.trial(row, named=True) for row in found.rows]
    for place, each in enumerate(told, 1):
        yield f"  {place}. {each.name}: {each.figures}"
        yield from (f"     {odd}" for odd in each.odd)
        if found.course.patient:
            yield f"     {each.differences}"
    if not told:
        yield f"  {words('none')}"
    if any(DAGGER in each.figures for each in told):
        yield words("unverified")


def plain(found: Found) -> dict[str, Any]:
    """What programs read: each arm with its figures, differences and grounds, and how the option is joined to others."""
    course = found.course
    patient = {"patient": course.patient, "of_patient": found.of_patient} if course.patient else {}
    return {
        "option": found.option.id,
        **patient,
        "trials": [_row(found, row) for row in found.rows],
        "left_out": list(found.left_out),
        "joined": [joined._asdict() for joined in found.beside.joints(found.option.id)] if course.patient else [],
    }


def _row(found: Found, row: Row) -> dict[str, Any]:
    told = arm_told(found.beside.knowledge, row["trial"], row["arm"])
    differences = [
        {key: value for key, value in each.items() if key not in ("patient", "trial", "arm")}
        for each in found.course.rows("trial_differences", trial=row["trial"], arm=row["arm"])
    ]
    listed = {"differences": differences} if found.course.patient else {}
    kept = {key: row[key] for key in ("trial", "arm", "cut", "evidence", "n", "because") if key in row}
    figures = [asdict(figure) for figure in told.figures]
    return {**kept, **listed, "figures": figures, "survival_known": bool(told.survival)}
