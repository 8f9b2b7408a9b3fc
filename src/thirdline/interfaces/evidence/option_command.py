"""`thirdline evidence option`: the trials of one option, for one patient by how near they come, or without a patient."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from thirdline import DEFAULT_PRACTICE
from thirdline.interfaces.answering import Answer, Wanted, asked_clearly, tell
from thirdline.interfaces.asking import AsJson, Lang, Language
from thirdline.interfaces.evidence.commands import app

RecordPath = Annotated[Path | None, typer.Option("--record", help="A record: the trials are told by how near they come.")]
PatientId = Annotated[str | None, typer.Option("--patient", help="The patient; may be left out when the record holds one.")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was known, and in print, on this day.")]
PracticeId = Annotated[str, typer.Option("--practice", help="The practice: editions in force and the table of options.")]


@app.command()
def option(
    id: Annotated[str, typer.Argument(help="An option: a regimen, a drug alone or an approach, by id or any name.")],
    record: RecordPath = None,
    patient: PatientId = None,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """The trials of one option: what they found, and for a patient in what their patients differ, the nearest first."""
    from thirdline import run
    from thirdline.interfaces import one
    from thirdline.interfaces.evidence import option_text as telling
    from thirdline.interfaces.report.model import Course
    from thirdline.knowledge import load

    if patient and not record:
        raise typer.BadParameter("name the record of the patient: --record", param_hint="--patient")
    with asked_clearly():
        known, day = load(), as_of.date() if as_of else None
        meant = telling.meant(known, practice, id)
        if record:
            shown = one.course(record, patient, known, lang.value, run.Asked(practice, as_of=day))
        else:
            shown = Course("", {}, known, lang.value, made={"practice": practice, "as_of": day})
        found = telling.found(shown, meant)
        tell(Answer(lambda: telling.text(found), lambda: telling.plain(found)), Wanted(as_json))
