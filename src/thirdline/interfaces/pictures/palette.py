"""Colours that the colour-blind tell apart, each with a line style, a marker and a hatch, so that none stands alone.

Question answered: in what does the fourth group differ from the second, on a screen, on grey paper, to any eye? The
hues are near those of Okabe and Ito (2008), moved until each stands out from white by at least 3:1 (WCAG 2.2, 1.4.11)
and any two from one another, to normal, protan and deutan eyes (Machado et al. 2009), by 25 (CIE 1976);
inks are for text and stand out by at least 4.5:1 (1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.colors import to_hex, to_rgb

INK = "#1a1a1a"
"""Text and axes."""
QUIET = "#595959"
"""Text of the second rank."""
RULE = "#8c8c8c"
"""Lines that carry meaning but no data: the line of no effect, a pooled value."""
FAINT = "#d9d9d9"
"""Rules between rows, which nothing depends on."""
PAPER = "#ffffff"

TINTED = 0.30
"""The share of its colour that a filled area keeps, so that text on it stays readable."""


@dataclass(frozen=True)
class Look:
    """How one group is told from the others: never by its colour alone."""

    color: str
    line: Any
    marker: str
    hatch: str


LOOKS = (
    Look("#135bc3", "-", "o", ""),
    Look("#e96c17", (0, (5, 1.6)), "s", "////"),
    Look("#10a65e", (0, (1.2, 1.4)), "^", "...."),
    Look("#1a1a1a", (0, (6, 1.5, 1.2, 1.5)), "D", "xxxx"),
    Look("#721f6d", (0, (9, 2)), "v", "\\\\\\\\"),
    Look("#623300", (0, (4, 1.3, 1.2, 1.3, 1.2, 1.3)), "P", "----"),
    Look("#3a91cf", (0, (2.5, 2)), "X", "||||"),
    Look("#767676", (0, (7, 1.3, 3, 1.3)), "*", "oo"),
)
"""One look for each group, in order; an eighth is the most that anybody can tell apart."""


def look(index: int) -> Look:
    """The look of that group; from the ninth on they come round again, and labels alone tell."""
    return LOOKS[index % len(LOOKS)]


def tint(color: str, share: float = TINTED) -> str:
    """The colour thinned with white: `share` of it stays.

    >>> tint("#000000", 0.5)
    '#808080'
    """
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(color))
    return to_hex((red, green, blue))


def contrast(color: str, ground: str = PAPER) -> float:
    """How far two colours stand apart (WCAG 2.2, relative luminance): 1 for the same, 21 for black on white.

    >>> round(contrast("#000000"), 1)
    21.0
    """
    light, dark = sorted((_luminance(color), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
