"""The rows of a forest plot and the columns they stand in.

Question answered: which words and figures stand in which row, and how wide is each column?
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thirdline.interfaces.pictures.lettering import BODY, SMALL, widest, wrap
from thirdline.interfaces.pictures.sheet import MARGIN, Box
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.statistics.estimates import Estimate

if TYPE_CHECKING:
    from thirdline.interfaces.pictures.forest import Count, Forest, ForestGroup, ForestRow, Heterogeneity, Pooled

Kind = Literal["head", "study", "common", "random", "prediction", "note", "gap"]
Align = Literal["left", "right", "center"]

LABEL_WIDTH = 112.0
"""Labels wider than this are wrapped."""
NOTE_WIDTH = 420.0
HEAD_WIDTH = 52.0
PLOT_WIDTH = 128.0
BETWEEN = 8.0
ROW = 13.5
STEP = 11.0
GAP = 5.0


@dataclass(frozen=True)
class Line:
    """One row as it is drawn: its words, its cells, its estimate and its weight from 0 to 1."""

    kind: Kind
    label: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    estimate: Estimate | None = None
    weight: float = 0.0
    told: str = ""
    indent: float = 0.0


@dataclass(frozen=True)
class Column:
    """Where a column's text stands, and the lines of its head."""

    x: float
    align: Align
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The columns, and the box between them for the plot."""

    left: float
    right: float
    plot: Box
    cells: tuple[Column, ...]
    heads: tuple[Column, ...]

    @property
    def width(self) -> float:
        """How wide the sheet must be."""
        return self.right + MARGIN


def line_height(line: Line) -> float:
    """The height of a row in points."""
    return GAP if line.kind == "gap" else ROW + STEP * (len(line.label) - 1)


def lines_of(data: Forest, voice: Voice) -> list[Line]:
    """All rows from the top: each group with its pools, then the pools of all."""
    lines = [line for group in data.groups for line in _group(group, data, voice)]
    overall = list(_pools(data.pooled, data, voice))
    grouped = len(data.groups) > 1 or any(group.label for group in data.groups)
    head = [Line("head", (voice("forest.all"),))] if overall and grouped else []
    return [*lines, *([Line("gap")] if overall and not grouped else []), *head, *overall]


def _group(group: ForestGroup, data: Forest, voice: Voice) -> Iterator[Line]:
    if group.label:
        yield Line("head", tuple(wrap(group.label, NOTE_WIDTH, BODY, bold=True)))
    heaviest = max((_weight(row) or 0.0 for g in data.groups for row in g.rows), default=0.0)
    for row in group.rows:
        yield _study(row, data, voice, heaviest)
    yield from _pools(group.pooled, data, voice)
    if group.label:
        yield Line("gap")


def _weight(row: ForestRow) -> float | None:
    return row.weight_random if known(row.weight_random) else row.weight_common


def _study(row: ForestRow, data: Forest, voice: Voice, heaviest: float) -> Line:
    cells = [_count(count, voice) for count in row.arms] or [""] * len(data.arms)
    cells.append(_figures(row.estimate, data, voice))
    shares = [getattr(row, f"weight_{kind}") for kind in _weighted(data)]
    cells += [voice.percent(w) if known(w) else voice("format.unknown_short") for w in shares]
    label = tuple(wrap(row.label, LABEL_WIDTH - (8 if _named(data) else 0)))
    weight = (_weight(row) or 0.0) / heaviest if heaviest else 0.5
    return Line("study", label, tuple(cells), row.estimate, weight, _told(row, data, voice), 8.0 if _named(data) else 0.0)


def _named(data: Forest) -> bool:
    return any(group.label for group in data.groups)


def _told(row: ForestRow, data: Forest, voice: Voice) -> str:
    said = [_figures(row.estimate, data, voice)]
    said += [f"{arm} {_count(count, voice)}" for arm, count in zip(data.arms, row.arms, strict=False)]
    for kind in _weighted(data):
        share = getattr(row, f"weight_{kind}")
        said.append(voice(f"forest.weight_{kind}", share=voice.percent(share) if known(share) else voice("format.unknown")))
    return voice.listing(said)


def _count(count: Count, voice: Voice) -> str:
    parts = [voice("format.unknown_short") if x is None else str(x) for x in (count.events, count.of)]
    return "/".join(parts)


def _figures(e: Estimate, data: Forest, voice: Voice) -> str:
    said = voice.estimate(e, data.scale)
    odd = known(e.value) and known(e.low) and not math.isclose(e.level, data.level, abs_tol=1e-9)
    return f"{said} [{voice('format.percent', number=voice.brief(round(100 * e.level, 6)))}]" if odd else said


def _weighted(data: Forest) -> list[str]:
    rows = [row for group in data.groups for row in group.rows]
    return [kind for kind in ("common", "random") if any(known(getattr(row, f"weight_{kind}")) for row in rows)]


def _pools(pool: Pooled, data: Forest, voice: Voice) -> Iterator[Line]:
    empty = [""] * len(data.arms)
    models: tuple[tuple[Kind, Estimate | None], ...] = (("common", pool.common), ("random", pool.random))
    for kind, e in models:
        if e is not None:
            figures = _figures(e, data, voice)
            yield Line(
                kind, tuple(wrap(voice(f"forest.{kind}"), LABEL_WIDTH, bold=True)), (*empty, figures), e, told=figures
            )
    if (e := pool.prediction) is not None:
        known_ends = known(e.low) and known(e.high)
        figures = f"({voice.interval(e.low, e.high, data.scale)})" if known_ends else voice("format.unknown")
        label = tuple(wrap(voice("forest.prediction"), LABEL_WIDTH))
        yield Line("prediction", label, (*empty, figures), e, told=figures)
    if pool.heterogeneity is not None:
        yield Line("note", tuple(wrap(heterogeneity_text(pool.heterogeneity, voice), NOTE_WIDTH, SMALL)))


def heterogeneity_text(found: Heterogeneity, voice: Voice) -> str:
    """Q with its P value, I² and τ², each of them or that it cannot be estimated."""
    unknown = voice("format.unknown")
    return voice(
        "forest.heterogeneity",
        q=voice.number(found.q, 2) if known(found.q) and found.q is not None else unknown,
        df=unknown if found.df is None else found.df,
        p=voice.p_value(found.p_value),
        i2=voice.percent(found.i2, 0) if known(found.i2) and found.i2 is not None else unknown,
        tau2=voice.number(found.tau2, 3) if known(found.tau2) and found.tau2 is not None else unknown,
    )


def columns(data: Forest, lines: Sequence[Line], voice: Voice) -> Table:
    """Where each column stands, wide enough for its widest cell."""
    heads = [*(tuple(wrap(arm, HEAD_WIDTH, SMALL, bold=True)) for arm in data.arms), _estimate_head(data, voice)]
    heads += [tuple(wrap(voice(f"forest.head_{kind}"), HEAD_WIDTH, SMALL, bold=True)) for kind in _weighted(data)]
    widths = [_column_width(i, head, lines) for i, head in enumerate(heads)]
    labels = [widest(line.label, BODY, line.kind in ("common", "random")) + line.indent for line in lines if line.cells]
    rows_are = data.rows_are or voice("forest.study")
    x = MARGIN + max([*labels, widest([rows_are], SMALL, True)]) + BETWEEN
    placed: list[Column] = []
    plot = Box(x, 0.0, PLOT_WIDTH, 0.0)
    for i, (head, width) in enumerate(zip(heads, widths, strict=True)):
        if i == len(data.arms):
            plot = Box(x, 0.0, PLOT_WIDTH, 0.0)
            x += PLOT_WIDTH + BETWEEN
        align: Align = "left" if i == len(data.arms) else "right"
        placed.append(Column(x if align == "left" else x + width, align, head))
        x += width + BETWEEN
    first = Column(MARGIN, "left", (rows_are,))
    return Table(MARGIN, x - BETWEEN, plot, tuple(placed), (first, *placed))


def _estimate_head(data: Forest, voice: Voice) -> tuple[str, ...]:
    return (f"{data.measure} ({voice.level(data.level)})",)


def _column_width(i: int, head: Sequence[str], lines: Sequence[Line]) -> float:
    cells = [line.cells[i] for line in lines if i < len(line.cells)]
    bold = [line.cells[i] for line in lines if i < len(line.cells) and line.kind in ("common", "random")]
    return max(widest(head, SMALL, True), widest(cells, SMALL), widest(bold, SMALL, True))
