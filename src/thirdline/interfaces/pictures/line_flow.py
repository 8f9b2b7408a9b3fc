"""The flow of lines of therapy: from regimen class to regimen class, and out of treatment.

Question answered: what is given after what, and how many reach no further line, die, or are still followed? Widths are
patients. Each class of a line is as high as the patients that came to it; whoever leaves goes to a named exit at the
foot of the next column. Patients are counted in and out: a class that loses some in silence is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from thirdline.interfaces.pictures.legends import filled
from thirdline.interfaces.pictures.lettering import SMALL, height_of, wrap
from thirdline.interfaces.pictures.palette import INK, QUIET, look, tint
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice
from thirdline.interfaces.words import Lang

HEIGHT = 300.0
NODE_WIDTH, GAP, EXIT_GAP = 10.0, 7.0, 14.0
HEAD = 18.0
COLUMN = 96.0
Place = tuple[int, str]


@dataclass(frozen=True)
class Step:
    """So many patients went from a class in a line (counted from 1) to a class of the next line, or to an exit."""

    line: int
    source: str
    target: str
    patients: int


@dataclass(frozen=True)
class LineFlow:
    """All that the picture shows. `classes` orders the regimen classes, `exits` what is no line (death, no further line,
    still followed); the last line drawn has no steps of its own unless they lead to exits."""

    title: str
    classes: tuple[str, ...]
    exits: tuple[str, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stock:
    """A class of a line, or an exit: its patients and its box."""

    at: Place
    patients: int
    box: Box


def line_flow(data: LineFlow, lang: Lang = "en") -> Picture:
    """The flow; `PictureError` when there is no step, a name is unknown, or patients vanish between lines."""
    refuse_if(["Flow of lines: no step to draw; at least one is needed"] if not data.steps else [])
    refuse_if(_problems(data))
    refuse_if(_vanished(data))
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _problems(data: LineFlow) -> Iterator[str]:
    for s in data.steps:
        where = f"line {s.line}, {s.source} to {s.target}"
        if s.source not in data.classes:
            yield f"{where}: {s.source} is not among the classes"
        if s.target not in (*data.classes, *data.exits):
            yield f"{where}: {s.target} is neither a class nor an exit"
        if s.patients < 1 or s.line < 1:
            yield f"{where}: {s.patients} patients in line {s.line}; both must be at least 1"


def _vanished(data: LineFlow) -> Iterator[str]:
    """A class from which some patients go on must account for all that came to it."""
    for (line, name), n in _arrived(data).items():
        left = sum(s.patients for s in data.steps if (s.line, s.source) == (line, name))
        if line > 1 and left and left != n and name in data.classes:
            yield f"line {line}, {name}: {n} patients came and {left} are accounted for; name the exit of the others"
    known = {*_arrived(data)}
    for s in data.steps:
        if s.line > min(x.line for x in data.steps) and (s.line, s.source) not in known:
            yield f"line {s.line}, {s.source}: nobody came to it from line {s.line - 1}"


def _arrived(data: LineFlow) -> dict[Place, int]:
    found: dict[Place, int] = {}
    for s in data.steps:
        found[s.line + 1, s.target] = found.get((s.line + 1, s.target), 0) + s.patients
    return found


def _stocks(data: LineFlow) -> dict[Place, int]:
    """Patients of every class and exit, by line."""
    first = min(s.line for s in data.steps)
    found: dict[Place, int] = {}
    for s in data.steps:
        if s.line == first:
            found[first, s.source] = found.get((first, s.source), 0) + s.patients
    return {**found, **_arrived(data)}


def _label(stock: tuple[Place, int]) -> list[str]:
    (_, name), patients = stock
    return [*wrap(name, COLUMN - 26, SMALL), str(patients)]


def _columns(data: LineFlow) -> list[list[tuple[Place, int]]]:
    """The classes and then the exits of each line, with their patients."""
    stocks = _stocks(data)
    order = [*data.classes, *data.exits]
    lines = sorted({line for line, _ in stocks})
    return [[((line, name), stocks[line, name]) for name in order if (line, name) in stocks] for line in lines]


def _heights(column: list[tuple[Place, int]], scale: float) -> list[float]:
    """The room of each: its patients, and at least its label."""
    return [max(scale * stock[1], height_of(len(_label(stock)), SMALL)) for stock in column]


def _scale(data: LineFlow) -> float:
    """Points for one patient."""
    return HEIGHT / max(sum(n for _, n in column) for column in _columns(data))


def _height(data: LineFlow) -> float:
    """The height of the tallest column."""
    scale = _scale(data)
    return max(sum(_heights(c, scale)) + GAP * (len(c) - 1) for c in _columns(data)) + EXIT_GAP


def _placed(data: LineFlow, box: Box) -> list[Stock]:
    """Classes from the top, exits beneath them, all columns on the same scale."""
    columns = _columns(data)
    apart = (box.width - NODE_WIDTH) / max(len(columns) - 1, 1)
    return [s for i, c in enumerate(columns) for s in _column(c, data, Box(box.left + i * apart, box.top, _scale(data), 0))]


def _column(column: list[tuple[Place, int]], data: LineFlow, frame: Box) -> list[Stock]:
    """`frame.width` is the height of one patient."""
    found, y, inside = [], frame.top, True
    for (at, n), room in zip(column, _heights(column, frame.width), strict=True):
        if inside and at[1] in data.exits:
            inside = False
            y += EXIT_GAP if found else 0.0
        high = n * frame.width
        found.append(Stock(at, n, Box(frame.left, y + (room - high) / 2, NODE_WIDTH, high)))
        y += room + GAP
    return found


def _draw(data: LineFlow, voice: Voice) -> Figure:
    height, lines = _height(data), len(_columns(data))
    page = Page(data.title, (voice("flow.read"),), data.notes, max(460.0, 24 + COLUMN * lines + 20))
    sheet, body = lay_out(page, height + HEAD)
    box = Box(body.left, body.top + HEAD, body.width - 92, height)
    placed = _placed(data, box)
    boxes = {stock.at: stock for stock in placed}
    _ribbons(sheet, data, boxes)
    for line in sorted({at[0] for at in boxes}):
        column = [stock for stock in placed if stock.at[0] == line]
        head = (
            voice("flow.line", n=line) if any(s.at[1] in data.classes for s in column) else voice("flow.after", n=line - 1)
        )
        sheet.text(column[0].box.left, body.top + 6, head, fontsize=SMALL, fontweight="bold")
        _column_drawn(sheet, column, data)
    return sheet.figure


def _ribbons(sheet: Sheet, data: LineFlow, boxes: dict[Place, Stock]) -> None:
    order = [*data.classes, *data.exits]
    used: dict[tuple[str, Place], float] = {}
    steps = sorted(enumerate(data.steps), key=lambda e: (e[1].line, order.index(e[1].source), order.index(e[1].target)))
    for i, s in steps:
        one, other = boxes[s.line, s.source], boxes[s.line + 1, s.target]
        high = s.patients * other.box.height / other.patients
        start = one.box.top + used.get(("out", one.at), 0.0)
        end = other.box.top + used.get(("in", other.at), 0.0)
        used["out", one.at] = used.get(("out", one.at), 0.0) + high
        used["in", other.at] = used.get(("in", other.at), 0.0) + high
        _ribbon(sheet, (one.box.right, start), (other.box.left, end), (high, order.index(s.source), f"step-{i}"))


def _ribbon(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], how: tuple[float, int, str]) -> None:
    (x0, y0), (x1, y1), (high, index, gid) = start, end, how
    half = (x0 + x1) / 2
    points = [
        (x0, y0),
        (half, y0),
        (half, y1),
        (x1, y1),
        (x1, y1 + high),
        (half, y1 + high),
        (half, y0 + high),
        (x0, y0 + high),
        (x0, y0),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    color = look(index).color
    patch = PathPatch(
        Path(np.array(points), codes), facecolor=tint(color, 0.22), edgecolor=tint(color, 0.75), linewidth=0.5, zorder=1
    )
    patch.set_gid(gid)
    sheet.board.add_patch(patch)


def _column_drawn(sheet: Sheet, column: list[Stock], data: LineFlow) -> None:
    order = [*data.classes, *data.exits]
    for stock in column:
        b, out = stock.box, stock.at[1] in data.exits
        style = {"facecolor": "white", "edgecolor": INK, "linewidth": 0.9} if out else filled(order.index(stock.at[1]))
        gid = f"stock-{stock.at[0]}-{order.index(stock.at[1])}"
        sheet.board.fill((b.left, b.right, b.right, b.left), (b.top, b.top, b.bottom, b.bottom), **style, gid=gid, zorder=3)
        lines = _label((stock.at, stock.patients))
        top = b.top + b.height / 2 - height_of(len(lines), SMALL) / 2
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.8}
        sheet.lines(b.right + 4, top, lines, fontsize=SMALL, bbox=ground, zorder=4, color=QUIET if out else INK)


def _alternative(data: LineFlow, voice: Voice) -> str:
    said = [voice("flow.told")]
    for s in sorted(data.steps, key=lambda s: s.line):
        said.append(
            voice("flow.step", n=s.line, source=s.source, target=s.target, patients=voice.count("patients", s.patients))
        )
    return ". ".join([*said, *data.notes])
