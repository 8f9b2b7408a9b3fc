"""The commands of evidence that read a person's own file: reports of events, and published curves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thirdline.interfaces.answering import Answer, Png, Svg, Wanted, asked_clearly, tell
from thirdline.interfaces.asking import AsJson, Lang, Language
from thirdline.interfaces.evidence import options as of
from thirdline.interfaces.evidence.commands import app, known

NO_FILE = "name a file of reports with --drug and --event, or --example"


@app.command()
def reports(
    file: Annotated[Path | None, typer.Argument(help="Reports (CSV): columns report, drug, event; one pair a row.")] = None,
    drug: Annotated[str | None, typer.Option(help="The drug, as the rows name it.")] = None,
    event: Annotated[str | None, typer.Option(help="The event, as the rows name it.")] = None,
    example: Annotated[str | None, typer.Option(help="Cases that knowledge cites instead of a file: car-t.")] = None,
    level: of.Level = 95.0,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Is an event reported more often with a drug than with others, and what can and cannot be concluded."""
    from thirdline.interfaces.evidence import reports as asking

    if example is not None and example not in asking.EXAMPLES:
        raise typer.BadParameter(f"{example!r} is unknown; allowed: {', '.join(asking.EXAMPLES)}", param_hint="--example")
    if (example is None) == (file is None) or (file is not None and not (drug and event)):
        raise typer.BadParameter(NO_FILE)
    with asked_clearly():
        share = level / 100
        _, say = known(lang)
        if example is not None:
            shown = asking.cited(say, example, share)
            answer = Answer(lambda: asking.cited_text(shown, say), lambda: asking.cited_plain(shown, say))
        else:
            assert file is not None and drug is not None and event is not None
            found = asking.found(file, asking.Asked(drug, event, share))
            answer = Answer(lambda: asking.text(found, say), lambda: asking.plain(found, say))
        tell(answer, Wanted(as_json))


@app.command()
def reconstruct(
    curve: Annotated[Path, typer.Argument(help="Points read off the curve (CSV): columns time, survival (share or %).")],
    risk: Annotated[Path, typer.Argument(help="The printed numbers at risk (CSV): columns time, at_risk; from time 0.")],
    events: Annotated[int | None, typer.Option(min=0, help="The total of events, where the paper prints it.")] = None,
    arm: Annotated[str, typer.Option(help="The arm's name, for the table of patients and the picture.")] = "",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the patients here (CSV): time, event, arm.")] = None,
    level: of.Level = 95.0,
    svg: Svg = None,
    png: Png = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Patients rebuilt from a published curve and its numbers at risk: repairs, agreement, the curve over the points."""
    from thirdline.interfaces import whole
    from thirdline.interfaces.evidence import reconstructing as asking
    from thirdline.interfaces.pictures import survival_curves

    with asked_clearly():
        _, say = known(lang)
        found = asking.rebuilt(asking.Asked(curve, risk, events, arm, level / 100))
        if out:
            whole.write(out, asking.individuals(found))
        answer = Answer(
            lambda: asking.text(found, say),
            lambda: asking.plain(found),
            lambda: survival_curves(asking.drawn(found, say), lang.value),
        )
        tell(answer, Wanted(as_json, svg, png))
