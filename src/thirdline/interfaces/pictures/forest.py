"""Forest plot: what each study found, how much it weighs, and what they say together.

Question answered: how large is the effect in each study and in all, how sure, how alike are they, and by which method
was it pooled? Squares are as large as the weight; the open diamond is the common effect, the filled one the random one,
the hatched bar what a new study may find. An interval that leaves the axis ends in an arrow; the figures beside it
are whole. A row that could not be estimated stays in its place and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from matplotlib.figure import Figure

from thirdline.interfaces.pictures.forest_rows import Line, Table, columns, line_height, lines_of
from thirdline.interfaces.pictures.forest_scale import Axis, axis_for
from thirdline.interfaces.pictures.lettering import BODY, SMALL
from thirdline.interfaces.pictures.palette import INK, LOOKS, QUIET, RULE, tint
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import WIDTH, Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang
from thirdline.statistics.estimates import LEVEL, Estimate

ForestScale = Literal["ratio", "difference", "share"]

BIGGEST, SMALLEST = 9.5, 3.0
"""Sides of the squares in points, for the heaviest study and for one of no weight."""
UNDER_AXIS = 34.0
HEAD = 15.0


@dataclass(frozen=True)
class Count:
    """So many of so many in one arm; None where it is not known."""

    events: int | None
    of: int | None


@dataclass(frozen=True)
class ForestRow:
    """One study. Weights are shares from 0 to 1; `arms` has one count for each name in `Forest.arms`."""

    label: str
    estimate: Estimate
    weight_common: float | None = None
    weight_random: float | None = None
    arms: tuple[Count, ...] = ()


@dataclass(frozen=True)
class Heterogeneity:
    """How much the studies differ; None where it cannot be estimated. `i2` is a share from 0 to 1."""

    q: float | None
    df: int | None
    p_value: float | None
    i2: float | None
    tau2: float | None


@dataclass(frozen=True)
class Pooled:
    """What the studies of a group say together. None for an estimate that was not asked for."""

    common: Estimate | None = None
    random: Estimate | None = None
    prediction: Estimate | None = None
    heterogeneity: Heterogeneity | None = None


@dataclass(frozen=True)
class ForestGroup:
    """Studies that belong together, in the order to be drawn; a single unnamed group has the label ''."""

    label: str
    rows: tuple[ForestRow, ...]
    pooled: Pooled = Pooled()


@dataclass(frozen=True)
class Forest:
    """All that a forest plot shows, on the scale that is printed (hazard ratios, not their logarithms).

    `measure` heads the figures ('HR'); `method` names estimator, transformation and interval, and stands beneath;
    `favours` says what lies left and right of no effect; `limits` sets the ends of the axis by hand; `rows_are` heads the
    rows where they are no studies.
    """

    title: str
    measure: str
    groups: tuple[ForestGroup, ...]
    pooled: Pooled = Pooled()
    scale: ForestScale = "ratio"
    arms: tuple[str, ...] = ()
    favours: tuple[str, str] | None = None
    method: str = ""
    level: float = LEVEL
    limits: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()
    rows_are: str = ""


def forest(data: Forest, lang: Lang = "en") -> Picture:
    """The forest plot of these studies; `PictureError` when there is none, or a row does not fit its heads."""
    _check(data)
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _check(data: Forest) -> None:
    rows = [row for group in data.groups for row in group.rows]
    refuse_if(["Forest: no study to draw; at least one row is needed"] if not rows else [])
    refuse_if(problem for row in rows for problem in _row_problems(row, data))


def _row_problems(row: ForestRow, data: Forest) -> list[str]:
    e, found = row.estimate, []
    if row.arms and len(row.arms) != len(data.arms):
        found.append(f"{row.label}: {len(row.arms)} counts, but {len(data.arms)} arms are named")
    if data.scale == "ratio" and any(known(x) and x <= 0 for x in (e.value, e.low)):  # type: ignore[operator]
        found.append(f"{row.label}: a ratio of 0 or less ({e.value}, from {e.low}) has no place on a logarithmic axis")
    if known(e.value) and known(e.low) and known(e.high) and not e.low <= e.value <= e.high:  # type: ignore[operator]
        found.append(f"{row.label}: {e.value} is not between its limits {e.low} and {e.high}")
    return found


def _draw(data: Forest, voice: Voice) -> Figure:
    lines = lines_of(data, voice)
    table = columns(data, lines, voice)
    head = HEAD + 11.0 * (max(len(column.lines) for column in table.heads) - 1)
    height = head + sum(line_height(line) for line in lines) + UNDER_AXIS
    sheet, body = lay_out(Page(data.title, (), _notes(data, voice), max(WIDTH, table.width)), height)
    table = replace(table, plot=Box(table.plot.left, body.top + head, table.plot.width, height - head - UNDER_AXIS))
    _heads(sheet, table)
    axis = axis_for(data, table.plot)
    _ground(sheet, data, axis, voice)
    top = table.plot.top
    for number, line in enumerate(lines):
        middle = top + line_height(line) / 2
        _words(sheet, line, table, middle)
        _marks(sheet, line, axis, (middle, number))
        top += line_height(line)
    return sheet.figure


def _notes(data: Forest, voice: Voice) -> tuple[str, ...]:
    key = [voice(f"forest.key_{kind}") for kind in ("common", "random", "prediction") if getattr(data.pooled, kind)]
    short = voice("format.unknown_short")
    if any(short in cell for line in lines_of(data, voice) for cell in line.cells):
        key.append(voice("format.unknown_key"))
    if any(known(row.estimate.value) and row.estimate.level != data.level for g in data.groups for row in g.rows):
        key.append(voice("forest.key_level", level=voice.level(data.level)))
    return (*([" ".join(key)] if key else []), *([data.method] if data.method else []), *data.notes)


def _heads(sheet: Sheet, table: Table) -> None:
    y = table.plot.top - 8
    for column in table.heads:
        for up, text in enumerate(reversed(column.lines)):
            sheet.text(column.x, y - up * 11, text, ha=column.align, fontsize=SMALL, fontweight="bold")
    sheet.rule((table.left, table.right), table.plot.top - 1)


def _words(sheet: Sheet, line: Line, table: Table, y: float) -> None:
    bold = "bold" if line.kind in ("head", "common", "random") else "normal"
    color = QUIET if line.kind == "note" else INK
    size = SMALL if line.kind == "note" else BODY
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6} if line.kind in ("head", "note") else None
    step = 11.0
    start = y - step * (len(line.label) - 1) / 2
    for number, text in enumerate(line.label):
        x = table.left + line.indent
        sheet.text(x, start + number * step, text, fontweight=bold, color=color, fontsize=size, bbox=ground)
    for column, text in zip(table.cells, line.cells, strict=False):
        sheet.text(column.x, y, text, ha=column.align, fontweight=bold, fontsize=SMALL, color=INK)


def _ground(sheet: Sheet, data: Forest, axis: Axis, voice: Voice) -> None:
    """The axis, the line of no effect and the pooled value."""
    box = axis.box
    sheet.rule((box.left, box.right), box.bottom)
    for tick in axis.ticks:
        x = axis.at(tick)
        sheet.board.plot((x, x), (box.bottom, box.bottom + 3.5), color=INK, linewidth=0.7, gid=f"tick-{tick:g}")
        said = voice.brief(100 * tick if data.scale == "share" else tick)
        sheet.text(x, box.bottom + 9, said, ha="center", fontsize=SMALL)
    if axis.null is not None:
        x = axis.at(axis.null)
        sheet.board.plot((x, x), (box.top, box.bottom), color=INK, linewidth=0.8, gid="no-effect", zorder=1)
    shown = data.pooled.random or data.pooled.common
    if shown and known(shown.value):
        x = axis.at(shown.value)  # type: ignore[arg-type]
        sheet.board.plot(
            (x, x), (box.top, box.bottom), color=RULE, linewidth=0.8, dashes=(4, 2), gid="pooled-line", zorder=1
        )
    _favours(sheet, data, axis, voice)


def _favours(sheet: Sheet, data: Forest, axis: Axis, voice: Voice) -> None:
    box = axis.box
    middle = (box.left + box.right) / 2
    if not data.favours or axis.null is None:
        sheet.text(middle, box.bottom + 22, axis.title(voice, data.measure), ha="center", fontsize=SMALL)
        return
    x = axis.at(axis.null)
    for side, text, ha in ((-1, f"← {data.favours[0]}", "right"), (1, f"{data.favours[1]} →", "left")):
        sheet.text(x + side * 5, box.bottom + 22, text, ha=ha, fontsize=SMALL, gid=f"favours-{ha}")


def _marks(sheet: Sheet, line: Line, axis: Axis, place: tuple[float, int]) -> None:
    e = line.estimate
    if line.kind in ("head", "note", "gap") or e is None or not (known(e.value) or line.kind == "prediction"):
        return
    {"study": _study, "common": _diamond, "random": _diamond, "prediction": _bar}[line.kind](sheet, line, axis, place)


def _study(sheet: Sheet, line: Line, axis: Axis, place: tuple[float, int]) -> None:
    y, number = place
    e, color = line.estimate, LOOKS[0].color
    assert e is not None and e.value is not None
    _whisker(sheet, e, axis, (y, number))
    if axis.holds(e.value):
        side = SMALLEST + (BIGGEST - SMALLEST) * (line.weight**0.5)
        sheet.board.plot(
            [axis.at(e.value)],
            [y],
            marker="s",
            markersize=side,
            color=color,
            markeredgewidth=0,
            gid=f"mark-{number}",
            zorder=4,
        )


def _whisker(sheet: Sheet, e: Estimate, axis: Axis, place: tuple[float, int]) -> None:
    """The interval, with an arrow where it goes on beyond the axis."""
    y, number = place
    ends = []
    for limit, edge, sign in ((e.low, axis.low, -1), (e.high, axis.high, 1)):
        beyond = known(limit) and not axis.holds(limit)  # type: ignore[arg-type]
        x = axis.at(edge) if beyond else axis.at(limit if known(limit) else e.value)  # type: ignore[arg-type]
        ends.append(x)
        if beyond:
            xs, ys = (x, x - sign * 5, x - sign * 5), (y, y - 3, y + 3)
            sheet.board.fill(
                xs, ys, color=INK, linewidth=0, gid=f"beyond-{number}-{'low' if sign < 0 else 'high'}", zorder=3
            )
    sheet.board.plot(ends, (y, y), color=INK, linewidth=1.1, gid=f"interval-{number}", zorder=3)


def _diamond(sheet: Sheet, line: Line, axis: Axis, place: tuple[float, int]) -> None:
    y, number = place
    e, look = line.estimate, LOOKS[1]
    assert e is not None and e.value is not None
    low, high = (axis.inside(limit if known(limit) else e.value) for limit in (e.low, e.high))  # type: ignore[arg-type]
    corners = ((axis.at(low), y), (axis.inside_at(e.value), y - 4.5), (axis.at(high), y), (axis.inside_at(e.value), y + 4.5))
    fill = look.color if line.kind == "random" else "white"
    sheet.board.fill(
        *zip(*corners, strict=True), facecolor=fill, edgecolor=look.color, linewidth=1.2, gid=f"diamond-{number}", zorder=4
    )


def _bar(sheet: Sheet, line: Line, axis: Axis, place: tuple[float, int]) -> None:
    y, number = place
    e, look = line.estimate, LOOKS[1]
    assert e is not None
    if not (known(e.low) and known(e.high)):
        return
    left, right = axis.inside_at(e.low), axis.inside_at(e.high)  # type: ignore[arg-type]
    xs, ys = (left, right, right, left), (y - 2.5, y - 2.5, y + 2.5, y + 2.5)
    sheet.board.fill(
        xs, ys, facecolor=tint(look.color), edgecolor=look.color, hatch="//////", linewidth=0.9, gid=f"prediction-{number}",
        zorder=3,
    )  # fmt: skip


def _alternative(data: Forest, voice: Voice) -> str:
    """Every row and pool of the plot in words."""
    said = [
        voice("forest.told", n=sum(len(g.rows) for g in data.groups), measure=data.measure, level=voice.level(data.level))
    ]
    for line in lines_of(replace(data, notes=()), voice):
        if line.kind == "gap":
            continue
        said.append(" ".join(line.label) + (f": {line.told}" if line.told else ""))
    return ". ".join([*said, *([data.method] if data.method else []), *data.notes])


__all__ = ["Count", "Forest", "ForestGroup", "ForestRow", "Heterogeneity", "Pooled", "forest"]
