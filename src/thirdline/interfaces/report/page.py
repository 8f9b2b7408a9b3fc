"""One self-contained document for one patient: no network, no font, no file beside it.

Every text is escaped by the template; scripts and styles are the package's own, allowed by their digests alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from thirdline.interfaces.report.calendar import Calendar
from thirdline.interfaces.report.choices import Choices
from thirdline.interfaces.report.clinic import Clinic
from thirdline.interfaces.report.figure import Figure
from thirdline.interfaces.report.grounds import Grounds
from thirdline.interfaces.report.matrix import SIGNS, Matrix
from thirdline.interfaces.report.model import Course
from thirdline.interfaces.report.speech import Speech
from thirdline.interfaces.report.story import Story
from thirdline.interfaces.report.timeline import Timeline

SECTIONS = ("timeline", "course", "refractory", "options", "doses", "clinic", "paper", "issues", "sources")


def page(course: Course) -> str:
    """The report as one HTML document."""
    speech = Speech(course.lang, course.knowledge)
    style, scripts = _asset("report.css"), [_asset("vendor/echarts.common.min.js"), _asset("chart.js")]
    return (
        _templates()
        .get_template("page.html.j2")
        .render(
            w=speech.words,
            speech=speech,
            course=course,
            policy=policy(style, scripts),
            style=Markup(style),
            scripts=[Markup(script) for script in scripts],
            **_content(course, speech),
        )
    )


def policy(style: str, scripts: list[str]) -> str:
    """A content security policy under which only these inline texts run, and nothing is fetched."""
    allowed = " ".join(f"'{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _content(course: Course, speech: Speech) -> dict[str, Any]:
    """What each section says, in the page's order, so that sources are numbered as they are read."""
    grounds = Grounds(course, speech)
    timeline, clinic = Timeline(course, speech), Clinic(course, speech, grounds)
    figure = Figure(timeline) if timeline.dates else None
    story, matrix = Story(course, speech, grounds).lines(), Matrix(course, speech, grounds)
    said, status_grounds = matrix.said(), matrix.status_grounds()
    groups = (choices := Choices(course, speech, grounds)).groups()
    calendar = Calendar(course, speech, grounds)
    content = {
        "figure": figure,
        "payload": _data(timeline.payload()) if figure else "",
        "timeline": timeline,
        "story": story,
        "matrix": matrix,
        "signs": SIGNS,
        "refractory_said": said,
        "status_grounds": status_grounds,
        "groups": groups,
        "practice": choices.practice(),
        "beside": choices.beside.telling.words,
        "unverified_beside": choices.unverified(groups),
        "cycles": calendar.cycles(),
        "dose_notes": calendar.notes(),
        "dose_why": calendar.why(),
        "clinic": clinic,
        "stages": clinic.stages(),
        "relapses": clinic.relapses(),
        "interferences": list(clinic.interferences()),
        "compared": clinic.compared(),
        "issues": clinic.issues(),
    }
    sections = [s for s in SECTIONS if s != "paper" or content["compared"]]
    return {
        **content,
        "sections": sections,
        "sources": list(_sources(grounds)),
        "unverified": list(grounds.unverified.values()),
    }


def _sources(grounds: Grounds) -> Iterator[Any]:
    """Each cited source with its number; one that knowledge lost is left to its id on the page."""
    for id, number in grounds.cited.items():
        yield number, grounds.course.knowledge.of("sources").get(id), id


def _data(payload: dict[str, Any]) -> Markup:
    """Data inside a script element, in which no text can end the element."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return files("thirdline.interfaces.report").joinpath(*name.split("/")).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("thirdline.interfaces.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
