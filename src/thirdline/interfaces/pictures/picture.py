"""A picture as it is handed on: SVG as text, PNG when asked for, and the same told in words.

Question answered: what does a reader, a printer or a screen reader get? The SVG keeps its text as text, says what it
is (`title`) and what it shows with all figures (`desc`), and is the same bytes for the same input: no date, no random
name. Every name inside (`id`) begins with the picture's own key, so that several may stand on one page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from io import BytesIO, StringIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from thirdline.interfaces.pictures.sheet import drawing
from thirdline.interfaces.words import Lang

PNG_DPI = 200
"""Dots per inch of a PNG where nobody asks for another number."""

_NAMED = re.compile(r'(\bid="|url\(#|href="#)')
_GENERIC = re.compile(r' id="(?:figure|axes|patch|text|line2d|LineCollection|PathCollection|matplotlib\.axis)_\d+"')


class PictureError(ValueError):
    """Input that cannot be drawn. Each problem: where, what was found, what is allowed."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Told:
    """What a picture says in words: its title, and all that it shows, with the figures."""

    title: str
    alternative: str
    lang: Lang


@dataclass(frozen=True)
class Picture:
    """One drawing. `svg` is a document of its own; `alternative` tells all of it in words, with the figures."""

    title: str
    alternative: str
    lang: Lang
    svg: str = field(repr=False)
    _draw: Callable[[], Figure] = field(repr=False, compare=False)

    @property
    def key(self) -> str:
        """What every name inside this picture's SVG begins with."""
        return _key(Told(self.title, self.alternative, self.lang))

    @property
    def inline(self) -> str:
        """The SVG element alone, to stand within a page."""
        return self.svg[self.svg.index("<svg ") :]

    def png(self, dpi: int = PNG_DPI) -> bytes:
        """The same drawing as PNG."""
        written = BytesIO()
        with drawing():
            figure = self._draw()
            figure.dpi = dpi
            FigureCanvasAgg(figure).print_png(written, metadata={"Software": None, "Title": self.title})
        return written.getvalue()


def picture(draw: Callable[[], Figure], told: Told) -> Picture:
    """The picture that `draw` draws, told as `told` says."""
    written = StringIO()
    with drawing():
        FigureCanvasSVG(draw()).print_svg(written, metadata={"Date": None, "Creator": "Thirdline"})
    return Picture(told.title, told.alternative, told.lang, _finished(written.getvalue(), told), draw)


def refuse_if(problems: Iterable[str | bool]) -> None:
    """Raise with all problems found; nothing when there are none."""
    if found := [problem for problem in problems if isinstance(problem, str) and problem]:
        raise PictureError(found)


def _key(told: Told) -> str:
    return "p" + hashlib.sha256(f"{told.lang}\n{told.title}\n{told.alternative}".encode()).hexdigest()[:8]


def _finished(svg: str, told: Told) -> str:
    """The SVG with its names made its own and its title and description in."""
    key = _key(told)
    named = _NAMED.sub(rf"\g<1>{key}-", _GENERIC.sub("", svg))
    start = named.index("<svg ")
    end = named.index(">", start)
    says = f' role="img" lang="{told.lang}" aria-labelledby="{key}-title" aria-describedby="{key}-desc">\n'
    title = f' <title id="{key}-title">{escape(told.title)}</title>\n'
    return named[:end] + says + title + f' <desc id="{key}-desc">{escape(told.alternative)}</desc>' + named[end + 1 :]
