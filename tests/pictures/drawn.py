"""What a picture's SVG holds, read back: texts with their places, and the marks that carry data."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET

from thirdline.interfaces.pictures import Picture
from thirdline.interfaces.pictures.lettering import width_of
from thirdline.interfaces.pictures.sheet import Box

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
Point = tuple[float, float]


@dataclass(frozen=True)
class Lettered:
    """One text as it stands."""

    text: str
    x: float
    baseline: float
    size: float
    bold: bool
    anchor: str
    turned: bool

    @property
    def box(self) -> Box:
        wide = width_of(self.text, self.size, self.bold)
        if self.turned:
            return Box(self.x - 0.76 * self.size, self.baseline - wide, self.size, wide)
        left = {"start": self.x, "middle": self.x - wide / 2, "end": self.x - wide}[self.anchor]
        return Box(left, self.baseline - 0.76 * self.size, wide, self.size)


class Drawn:
    """A picture, read back."""

    def __init__(self, picture: Picture) -> None:
        self.key = picture.key
        self.root = ET.fromstring(picture.svg.encode())

    @cached_property
    def lettered(self) -> list[Lettered]:
        return [_lettered(text) for text in self.root.iter(f"{SVG}text")]

    @cached_property
    def texts(self) -> list[str]:
        return [one.text.replace("\u00a0", " ") for one in self.lettered]

    def names(self, start: str) -> list[str]:
        """The names of the marks that begin so, without the picture's key."""
        found = [str(e.get("id")).removeprefix(f"{self.key}-") for e in self.root.iter(f"{SVG}g") if e.get("id")]
        return [name for name in found if name.startswith(start)]

    def group(self, name: str) -> ET.Element:
        found = [e for e in self.root.iter(f"{SVG}g") if e.get("id") == f"{self.key}-{name}"]
        assert found, f"nothing drawn is called {name}"
        return found[0]

    def said(self, name: str) -> str:
        return "".join(self.group(name).itertext()).strip().replace("\u00a0", " ")

    def marker(self, name: str) -> Point:
        use = next(self.group(name).iter(f"{SVG}use"))
        return float(str(use.get("x"))), float(str(use.get("y")))

    def markers(self, name: str) -> list[Point]:
        return [(float(str(u.get("x"))), float(str(u.get("y")))) for u in self.group(name).iter(f"{SVG}use")]

    def points(self, name: str) -> list[Point]:
        """The corners of the group's own path, as far as they are drawn with straight lines."""
        defined = {id(p) for d in self.group(name).iter(f"{SVG}defs") for p in d.iter(f"{SVG}path")}
        path = next(p for p in self.group(name).iter(f"{SVG}path") if id(p) not in defined)
        numbers = [float(n) for n in NUMBER.findall(str(path.get("d")))]
        corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        return [corner for before, corner in zip([None, *corners], corners, strict=False) if corner != before]

    def shape(self, name: str) -> list[Point]:
        """The marker's own outline, about its place (matplotlib writes each outline once and points to it)."""
        link = str(next(self.group(name).iter(f"{SVG}use")).get(LINK)).removeprefix("#")
        path = next(e for e in self.root.iter(f"{SVG}path") if e.get("id") == link)
        numbers = [float(n) for n in NUMBER.findall(str(path.get("d")))]
        return list(zip(numbers[::2], numbers[1::2], strict=True))

    def style(self, name: str) -> str:
        """The styles in a group, one after the other."""
        return "; ".join(str(e.get("style")) for e in self.group(name).iter() if e.get("style"))

    def span(self, name: str) -> Box:
        xs, ys = zip(*self.points(name), strict=True)
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def ticks(self) -> dict[float, Point]:
        """The named ticks of an axis, where they stand."""
        return {float(name.removeprefix("tick-")): self.points(name)[0] for name in self.names("tick-")}

    def axes_ticks(self, which: str) -> list[tuple[str, Point]]:
        """The texts and places of the ticks of matplotlib's own axes: `xtick` or `ytick`."""
        found = []
        for name in self.names(f"{which}_"):
            marks = list(self.group(name).iter(f"{SVG}use"))
            texts = list(self.group(name).iter(f"{SVG}text"))
            if marks and texts:
                found.append((str(texts[0].text), (float(str(marks[-1].get("x"))), float(str(marks[-1].get("y"))))))
        return found


def scale(ticks: dict[float, float], logarithmic: bool = False):
    """From a value to its place, through the outermost ticks."""
    low, high = min(ticks), max(ticks)

    def even(value: float) -> float:
        return math.log(value) if logarithmic else value

    def at(value: float) -> float:
        share = (even(value) - even(low)) / (even(high) - even(low))
        return ticks[low] + share * (ticks[high] - ticks[low])

    return at


def _lettered(text: ET.Element) -> Lettered:
    style = dict(part.split(": ", 1) for part in str(text.get("style")).split("; "))
    size = float(style["font-size"].removesuffix("px"))
    bold = style.get("font-weight") in ("700", "bold")
    moved = [float(n) for n in NUMBER.findall(str(text.get("transform")))]
    turned = "rotate(-90" in str(text.get("transform"))
    x, y = (float(str(text.get("x"))), float(str(text.get("y")))) if text.get("x") else (moved[0], moved[1])
    if turned and style.get("text-anchor", "start") == "middle":
        y += width_of(text.text or "", size, bold) / 2
    return Lettered(text.text or "", x, y, size, bold, style.get("text-anchor", "start"), turned)
