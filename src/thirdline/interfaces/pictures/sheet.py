"""The sheet a picture is drawn on: measured in points from its upper left corner, with a title above and notes beneath.

Question answered: where does everything stand? Every drawing counts in points (SVG's own coordinates are the same), so
that nothing depends on a layout engine's guess. No pyplot, no figure kept in a registry; the settings hold only while
one picture is drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from thirdline.interfaces.pictures.lettering import BODY, FAMILIES, SMALL, TITLE, height_of, wrap
from thirdline.interfaces.pictures.palette import INK, PAPER, QUIET

WIDTH = 460.0
"""The width of a picture in points: two columns of a journal; on 390 pixels the smallest letters are 7 pixels."""
MARGIN = 12.0
POINTS_PER_INCH = 72

SETTINGS: dict[str, Any] = {
    "font.family": "sans-serif", "font.sans-serif": [*FAMILIES], "font.size": BODY, "text.parse_math": False,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK, "axes.linewidth": 0.7, "axes.unicode_minus": True,
    "axes.spines.top": False, "axes.spines.right": False, "axes.labelsize": BODY, "axes.facecolor": "none",
    "xtick.color": INK, "ytick.color": INK, "xtick.labelsize": SMALL, "ytick.labelsize": SMALL,
    "xtick.major.width": 0.7, "ytick.major.width": 0.7, "xtick.minor.width": 0.5, "ytick.minor.width": 0.5,
    "hatch.linewidth": 0.6, "lines.solid_capstyle": "butt", "svg.fonttype": "none", "svg.hashsalt": "thirdline",
    "path.simplify": False, "figure.facecolor": PAPER, "savefig.facecolor": PAPER,
}  # fmt: skip

_DRAWING = threading.RLock()


@contextmanager
def drawing() -> Iterator[None]:
    """The settings of the pictures, for one picture and one thread at a time; what was set before is put back."""
    with _DRAWING, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)  # type: ignore[call-overload]
        yield


@dataclass(frozen=True)
class Box:
    """A rectangle in points from the upper left corner of the sheet."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Whether the two share ground, or come nearer than `gap`."""
        beside = self.right + gap <= other.left or other.right + gap <= self.left
        return not (beside or self.bottom + gap <= other.top or other.bottom + gap <= self.top)


@dataclass(frozen=True)
class Sheet:
    """A figure with a board that covers it, on which one unit is one point and down is more."""

    width: float
    height: float
    figure: Figure = field(init=False)
    board: Axes = field(init=False)

    def __post_init__(self) -> None:
        figure = Figure(figsize=(self.width / POINTS_PER_INCH, self.height / POINTS_PER_INCH), dpi=POINTS_PER_INCH)
        board = figure.add_axes((0, 0, 1, 1))
        board.set(xlim=(0, self.width), ylim=(self.height, 0))
        board.set_axis_off()
        object.__setattr__(self, "figure", figure)
        object.__setattr__(self, "board", board)

    def axes(self, box: Box) -> Axes:
        """Axes in that rectangle."""
        bottom = 1 - box.bottom / self.height
        return self.figure.add_axes((box.left / self.width, bottom, box.width / self.width, box.height / self.height))

    def text(self, x: float, y: float, text: str, **style: Any) -> None:
        """One line of text, from `x` on and centred on `y` unless the style says otherwise."""
        placed = {"ha": "left", "va": "center_baseline", "fontsize": BODY, **style}
        self.board.text(x, y, text, **placed)

    def lines(self, x: float, top: float, texts: Sequence[str], **style: Any) -> None:
        """Lines of text, one beneath the other, the first one's upper edge at `top`."""
        size = float(style.get("fontsize", BODY))
        for number, text in enumerate(texts):
            self.text(x, top + height_of(number, size) + height_of(1, size) / 2, text, **style)

    def rule(self, across: tuple[float, float], y: float, **style: Any) -> None:
        """A level line from one x to another."""
        self.board.plot(across, (y, y), **{"color": INK, "linewidth": 0.7, **style})


@dataclass(frozen=True)
class Page:
    """What stands around a drawing: the title, a line or two under it, and the notes beneath."""

    title: str
    told: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    width: float = WIDTH


def lay_out(page: Page, body_height: float) -> tuple[Sheet, Box]:
    """The sheet with title and notes written, and the rectangle that is left for the drawing, `body_height` high."""
    inner = page.width - 2 * MARGIN
    heads = wrap(page.title, inner, TITLE, bold=True)
    told = [line for text in page.told if text for line in wrap(text, inner, BODY)]
    notes = [line for text in page.notes if text for line in wrap(text, inner, SMALL)]
    above = MARGIN + height_of(len(heads), TITLE) + height_of(len(told), BODY) + 8
    beneath = MARGIN + (height_of(len(notes), SMALL) + 8 if notes else 0)
    sheet = Sheet(page.width, round(above + body_height + beneath, 1))
    sheet.lines(MARGIN, MARGIN, heads, fontsize=TITLE, fontweight="bold")
    sheet.lines(MARGIN, MARGIN + height_of(len(heads), TITLE) + 2, told, color=INK)
    sheet.lines(MARGIN, above + body_height + 8, notes, fontsize=SMALL, color=QUIET)
    return sheet, Box(MARGIN, above, inner, body_height)
