"""One patient in plain text: where they stand, why, what is left.

Question answered: what would a clinician read at a terminal? The sentences are the report's own; only their layout
is here. With `why`, the grounds of each sentence stand beneath it.
"""

from __future__ import annotations

from collections.abc import Iterator

from thirdline.interfaces.report.choices import Choice, Choices
from thirdline.interfaces.report.clinic import Clinic
from thirdline.interfaces.report.grounds import Grounds
from thirdline.interfaces.report.matrix import Matrix
from thirdline.interfaces.report.model import Course, ids
from thirdline.interfaces.report.speech import Speech
from thirdline.interfaces.report.story import Story
from thirdline.knowledge.criteria import Refractory


def text(course: Course) -> str:
    """The patient's course, refractoriness, options and what could not be used."""
    speech = Speech(course.lang, course.knowledge)
    grounds = Grounds(course, speech)
    clinic = Clinic(course, speech, grounds)
    parts = [
        _head(course, clinic), _lines(Story(course, speech, grounds)), _refractory(course, speech, grounds),
        _clinic(speech, clinic), _options(course, speech, Choices(course, speech, grounds)), _compared(speech, clinic),
        _issues(speech, clinic), [speech.words("terminal.decides")],
    ]  # fmt: skip
    return "\n\n".join("\n".join(lines) for lines in (list(part) for part in parts) if lines) + "\n"


def _head(course: Course, clinic: Clinic) -> Iterator[str]:
    yield course.patient
    yield "; ".join(f"{name}: {value}" for name, value in clinic.facts())
    yield clinic.state()
    yield from (f"! {said}" for said, _ in clinic.flags())


def _lines(story: Story) -> Iterator[str]:
    yield story.speech.words("terminal.course")
    for line in story.lines():
        yield f"  {line.line}. {line.name}  {line.span}  {line.best}".rstrip()
        yield from (f"     {said.text}" for said in line.said)


def _refractory(course: Course, speech: Speech, grounds: Grounds) -> Iterator[str]:
    matrix = Matrix(course, speech, grounds)
    yield speech.words("terminal.refractoriness")
    yield from (f"  {said.text}" for said in matrix.said())
    known = {r["drug"] for r in course.rows("refractoriness")}
    unknown = [d for d in _unknown(course) if d not in known]
    if unknown:
        yield "  " + speech.words("terminal.unknown_drugs", drugs=speech.listed(speech.drug(d) for d in unknown))


def _unknown(course: Course) -> list[str]:
    """Drugs, of the classes that the criterion counts, of lines that hold nothing that can be evaluated."""
    blind = {r["line"] for r in course.rows("best_responses", best="NE")}
    uncounted = course.knowledge.criterion(course.practice.in_force.refractory, Refractory).uncounted_classes
    drugs = course.knowledge.of("drugs")
    found = [d for r in course.lines if r["line"] in blind for d in ids(r["drugs"])]
    return list(dict.fromkeys(d for d in found if drugs[d].drug_class not in uncounted))


def _clinic(speech: Speech, clinic: Clinic) -> Iterator[str]:
    stages = [f"{s.system} {s.stage}" for s in clinic.stages()]
    if stages:
        yield speech.words("terminal.stages") + " " + "; ".join(stages)
    yield from (f"! {said.text}" for said in clinic.interferences())
    yield from (f"  {said.text}" for said in clinic.relapses())


def _options(course: Course, speech: Speech, choices: Choices) -> Iterator[str]:
    on = course.made.get("options_as_of") or course.as_of
    yield speech.words("terminal.options", on=speech.date(on), practice=choices.practice())
    groups = choices.groups()
    for group in groups:
        yield f"  {group.name}"
        for choice in group.choices:
            asks = f": {speech.words('terminal.missing')} {choice.missing}; {choice.if_settled}" if choice.missing else ""
            barred = _barred(course, speech, choice) if group.verdict == "excluded" else ""
            yield f"    {group.sign} {choice.name}{asks}{barred}"
            yield from _trials(choice)
    if said := choices.unverified(groups):
        yield f"  {said}"


def _trials(choice: Choice) -> Iterator[str]:
    """The nearest trials of an option, and what joins it to the other options."""
    for tried in choice.trials:
        told = tried.told
        yield f"        {told.name}: {told.figures}"
        yield from (f"          {said}" for said in (*told.odd, told.differences))
    yield from (f"        {said}" for said in (choice.more, choice.joined) if said)


def _barred(course: Course, speech: Speech, choice: Choice) -> str:
    """The drugs by which an option is excluded, as its grounds name them."""
    held = set(course.knowledge.of("regimens")[choice.id].drugs) if choice.id in course.knowledge.of("regimens") else set()
    failed = sorted(held & {r["drug"] for r in course.rows("refractoriness")})
    warned = sorted({r["value"] for r in course.rows("findings", kind="contraindication")} - {"none"})
    said = [speech.words("terminal.refractory_to", drugs=speech.listed(map(speech.drug, failed)))] if failed else []
    said += [speech.words("terminal.contraindicated", what=speech.listed(map(speech.thing, warned)))] if warned else []
    return f": {'; '.join(said)}" if said else ""


def _compared(speech: Speech, clinic: Clinic) -> Iterator[str]:
    rows = clinic.compared()
    if rows:
        yield speech.words("terminal.compared")
    for row in rows:
        yield f"  [{row.verdict}] {row.statement}: {row.said} | {row.derived}"


def _issues(speech: Speech, clinic: Clinic) -> Iterator[str]:
    issues = clinic.issues()
    if issues:
        yield speech.words("terminal.issues", n=len(issues))
