"""The commands of pictures of a record: what is asked, the tables, the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thirdline import DEFAULT_PRACTICE
from thirdline.interfaces.answering import asked_clearly
from thirdline.interfaces.asking import Lang, Language

if TYPE_CHECKING:
    from thirdline.interfaces.pictures import Picture
    from thirdline.interfaces.record_pictures.asked import How, Shown

app = typer.Typer(no_args_is_help=True, help="A record as a picture: courses, best changes, the flow of lines of therapy.")

FORMS = (".svg", ".png")
SWIMMERS, BARS, CLASSES = 40, 400, 7
"""How many patients, bars and classes a picture shows where nobody asks for another number."""

Record = Annotated[Path, typer.Argument(help="A record, or a folder of tables written by course --outcomes.")]
WithIds = Annotated[bool, typer.Option("--with-ids/--without-ids", help="Show identifiers; else patients are numbered.")]
Most = Annotated[int, typer.Option(min=1, help="The most patients drawn; who is not drawn is counted.")]
SuppressBelow = Annotated[int, typer.Option(min=0, help="Hide counts below this, and what would tell them.")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Use only what was known on this day.")]
PracticeId = Annotated[str, typer.Option("--practice", help="The practice: editions in force.")]
Mapping = Annotated[Path | None, typer.Option(help="The site's own mapping file (CSV): local codes and what they mean.")]


def _file(path: Path) -> Path:
    if path.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{path.name!r}: the name says the form; write FILE.svg or FILE.png")
    return path


Out = Annotated[Path, typer.Option("-o", "--out", callback=_file, help="The picture: FILE.svg or FILE.png.")]


@dataclass(frozen=True)
class Wanted:
    """Of what, into which file, in which language."""

    record: Path
    out: Path
    lang: Lang
    as_of: datetime | None
    practice: str
    mapping: Path | None


def _draw(wanted: Wanted, tables: tuple[str, ...], how: How, picture: Callable[[Shown, How], Picture]) -> None:
    """Derive the tables, draw, write the file whole and name it with what it shows."""
    from thirdline import run
    from thirdline.interfaces import whole
    from thirdline.interfaces.record_pictures.asked import shown
    from thirdline.knowledge import load

    with asked_clearly():
        day = wanted.as_of.date() if wanted.as_of else None
        asked = run.Asked(wanted.practice, None, day, mapping=wanted.mapping)
        found = shown(wanted.record, load(), asked, tables, wanted.lang.value)
        drawn = picture(found, how)
        whole.write(wanted.out, drawn.svg if wanted.out.suffix.lower() == ".svg" else drawn.png())
        typer.echo(found.words("written", file=wanted.out, title=drawn.title))


def _refuse_single(kind: str, suppress_below: int, lang: Lang) -> None:
    """A plot of single patients cannot hide small counts: each patient is one."""
    from thirdline.interfaces.record_pictures.asked import TOPIC
    from thirdline.interfaces.words import words

    if suppress_below > 1:
        raise typer.BadParameter(words(lang.value, TOPIC)("single", kind=kind), param_hint="--suppress-below")


@app.command()
def swimmer(
    record: Record,
    out: Out,
    most: Most = SWIMMERS,
    with_ids: WithIds = False,
    suppress_below: SuppressBelow = 0,
    lang: Language = Lang.en,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    mapping: Mapping = None,
) -> None:
    """Each patient's lines of therapy in time, with responses, progressions, transplants and death."""
    from thirdline.interfaces.pictures import swimmer_plot
    from thirdline.interfaces.record_pictures import swimmers
    from thirdline.interfaces.record_pictures.asked import How

    _refuse_single("swimmer", suppress_below, lang)
    wanted, how = Wanted(record, out, lang, as_of, practice, mapping), How(most, with_ids=with_ids)
    _draw(wanted, swimmers.TABLES, how, lambda found, how: swimmer_plot(swimmers.swimmers(found, how), lang.value))


@app.command()
def waterfall(
    record: Record,
    out: Out,
    line: Annotated[
        int | None, typer.Option(min=1, help="The line of therapy; the last of each patient by default.")
    ] = None,
    most: Most = BARS,
    with_ids: WithIds = False,
    suppress_below: SuppressBelow = 0,
    lang: Language = Lang.en,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    mapping: Mapping = None,
) -> None:
    """Each patient's best change of the followed marker in a line, the worst first; who is not evaluable is counted."""
    from thirdline.interfaces.pictures import waterfall_plot
    from thirdline.interfaces.record_pictures import waterfalls
    from thirdline.interfaces.record_pictures.asked import How

    _refuse_single("waterfall", suppress_below, lang)
    wanted, how = Wanted(record, out, lang, as_of, practice, mapping), How(most, line, with_ids)
    _draw(wanted, waterfalls.TABLES, how, lambda found, how: waterfall_plot(waterfalls.waterfall(found, how), lang.value))


@app.command()
def flow(
    record: Record,
    out: Out,
    lines: Annotated[int, typer.Option(min=1, max=9, help="So many lines are told apart; later ones are one.")] = 5,
    most: Annotated[int, typer.Option(min=1, max=CLASSES, help="The most combinations of classes told by name.")] = CLASSES,
    suppress_below: SuppressBelow = 0,
    lang: Language = Lang.en,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    mapping: Mapping = None,
) -> None:
    """From which classes of drugs patients went to which, line by line, and how many died, were lost or are followed."""
    from thirdline.interfaces.pictures import line_flow
    from thirdline.interfaces.record_pictures import flows
    from thirdline.interfaces.record_pictures.asked import How

    wanted = Wanted(record, out, lang, as_of, practice, mapping)
    how = How(most, lines, suppress_below=suppress_below)
    _draw(wanted, flows.TABLES, how, lambda found, how: line_flow(flows.flow(found, how), lang.value))
