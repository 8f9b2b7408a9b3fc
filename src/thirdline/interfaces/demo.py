"""The published case, end to end: the course as the record has it, the options before the last line, the calendar given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from thirdline import run
from thirdline.interfaces import one, whole
from thirdline.interfaces.patient_text import text
from thirdline.interfaces.report import page
from thirdline.interfaces.report.model import Course
from thirdline.interfaces.words import Lang, words
from thirdline.knowledge import load
from thirdline.schedule.calendar import DoseRow
from thirdline.schedule.text import render_text

CASE = "ryabukhina-2023"


def examples() -> Path:
    """The example records: beside the code in a checkout, inside the package when installed."""
    packaged = Path(__file__).parents[1] / "examples"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "examples"


def demonstrate(lang: Lang, html: Path) -> str:
    """Derive the case, write its page, and return what a terminal shows."""
    knowledge = load()
    record = examples() / CASE
    now = one.course(record, CASE, knowledge, lang)
    decided_on = now.lines[-1]["started_on"] - timedelta(days=1)
    then = one.course(record, CASE, knowledge, lang, run.Asked(as_of=decided_on))
    shown = _with_options_of(now, then)
    shown = one.with_calendar(shown)
    whole.write(html, page(shown))
    say = words(lang)
    doses = [DoseRow(**row) for row in shown.rows("doses")]
    return "\n".join(
        [text(shown), say("terminal.demo_calendar"), render_text(doses, knowledge, lang), say("terminal.written", path=html)]
    )


def _with_options_of(now: Course, then: Course) -> Course:
    """The course with the options, their trials and the label answers of an earlier day, which the page names."""
    earlier = ("options", "label_answers", *run.OPTION_TRIALS_HERE)
    tables = {**now.tables, **{name: then.tables[name] for name in earlier}}
    return replace(now, tables=tables, made={**now.made, "options_as_of": then.as_of})
