"""How wide a text is before it is drawn, and where it breaks.

Question answered: does this label fit, and if not, into which lines? Measured with the outlines of DejaVu Sans, which
comes with matplotlib; Verdana, named next in the pictures, is as wide. Widths and sizes are in points.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

FAMILIES = ("DejaVu Sans", "Verdana", "Geneva")
"""What a reader's machine is asked for, in order; the first is what texts are measured with."""

TITLE, BODY, SMALL = 10.5, 9.0, 8.5
"""Sizes of letters: the title, the text, and the least that is still read when the picture is 390 pixels wide."""

LEADING = 1.28
"""Distance of lines as a multiple of the size."""


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = BODY, bold: bool = False) -> float:
    """The width of one line of text."""
    font = FontProperties(family=FAMILIES[0], size=size, weight="bold" if bold else "normal")
    return text_to_path.get_text_width_height_descent(text, font, False)[0] if text else 0.0


def widest(texts: Iterable[str], size: float = BODY, bold: bool = False) -> float:
    """The width of the widest of those lines; 0 when there are none."""
    return max((width_of(text, size, bold) for text in texts), default=0.0)


def height_of(lines: int, size: float = BODY) -> float:
    """The height of so many lines of text."""
    return lines * size * LEADING


def wrap(text: str, width: float, size: float = BODY, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width`, broken between words, and inside a word only when it alone is wider."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(joined, size, bold) <= width:
            lines[-1] = joined
        else:
            pieces = _pieces(word, width, size, bold)
            lines = [*(lines if lines[-1] else lines[:-1]), *pieces]
    return lines


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """A word cut after a hyphen or slash where it has one, else where the line ends."""
    pieces = []
    while width_of(word, size, bold) > width and len(word) > 1:
        fits = max((n for n in range(1, len(word)) if width_of(word[:n], size, bold) <= width), default=1)
        joint = max(word.rfind(mark, 0, fits) + 1 for mark in "-/+–")
        cut = joint or fits
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]
