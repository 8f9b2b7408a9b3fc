"""An answer in its forms: told, as JSON, drawn into files; and a question that cannot be asked, in one clear line.

Question answered: how does every command that computes from evidence or from a cohort give what it found?
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thirdline.interfaces.asking import clear

if TYPE_CHECKING:
    from thirdline.interfaces.pictures import Picture

Svg = Annotated[Path | None, typer.Option(help="Write the picture here as SVG.")]
Png = Annotated[Path | None, typer.Option(help="Write the picture here as PNG.")]


@dataclass(frozen=True)
class Answer:
    """One answer in its three forms; each is made only when asked for."""

    text: Callable[[], str]
    plain: Callable[[], Any]
    picture: Callable[[], Picture] | None = None


@dataclass(frozen=True)
class Wanted:
    """In which form an answer is wanted."""

    as_json: bool
    svg: Path | None = None
    png: Path | None = None


@contextmanager
def asked_clearly() -> Iterator[None]:
    """A question that cannot be asked, or drawn, is one clear line and exit status 2."""
    from thirdline.interfaces.pictures import PictureError
    from thirdline.statistics import StatisticsError

    with clear():
        try:
            yield
        except (StatisticsError, PictureError) as error:
            typer.echo(f"thirdline: {'; '.join(error.problems)}", err=True)
            raise typer.Exit(2) from None


def tell(answer: Answer, wanted: Wanted) -> None:
    """Write the pictures whole, then print text or JSON."""
    from thirdline.interfaces import whole
    from thirdline.interfaces.asjson import dumps

    drawn = answer.picture() if answer.picture and (wanted.svg or wanted.png) else None
    if drawn and wanted.svg:
        whole.write(wanted.svg, drawn.svg)
    if drawn and wanted.png:
        whole.write(wanted.png, drawn.png())
    typer.echo(dumps(answer.plain()) if wanted.as_json else answer.text(), nl=wanted.as_json)
