"""Keys to tints, hatches and markers, laid out in rows.

Question answered: what do the fillings and the markers mean? A key never wraps inside an entry; entries flow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thirdline.interfaces.pictures.lettering import SMALL, width_of
from thirdline.interfaces.pictures.palette import INK, look, tint
from thirdline.interfaces.pictures.sheet import Sheet

STEP, SAMPLE, BETWEEN = 15.0, 18.0, 14.0


@dataclass(frozen=True)
class Entry:
    """One entry: a filled sample of that look, or a marker."""

    label: str
    index: int | None = None
    marker: str = ""
    color: str = INK
    hollow: bool = False


def key_rows(entries: Sequence[Entry], width: float) -> list[list[Entry]]:
    """The entries in rows that are no wider than `width`."""
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        wide = SAMPLE + 6 + width_of(entry.label, SMALL) + BETWEEN
        if rows[-1] and used + wide - BETWEEN > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += wide
    return [row for row in rows if row]


def draw_key(sheet: Sheet, rows: Sequence[Sequence[Entry]], start: tuple[float, float]) -> None:
    """Writes the rows, the first centred on the start's y."""
    left, y = start
    for row in rows:
        x = left
        for entry in row:
            _sample(sheet, entry, (x, y))
            sheet.text(x + SAMPLE + 5, y, entry.label, fontsize=SMALL)
            x += SAMPLE + 6 + width_of(entry.label, SMALL) + BETWEEN
        y += STEP


def filled(index: int) -> dict[str, Any]:
    """How an area of that look is filled: tinted, edged and hatched in its colour."""
    chosen = look(index)
    return {"facecolor": tint(chosen.color), "edgecolor": chosen.color, "hatch": chosen.hatch, "linewidth": 0.8}


def _sample(sheet: Sheet, entry: Entry, at: tuple[float, float]) -> None:
    x, y = at
    if entry.index is not None:
        xs, ys = (x, x + SAMPLE, x + SAMPLE, x), (y - 4.5, y - 4.5, y + 4.5, y + 4.5)
        sheet.board.fill(xs, ys, **filled(entry.index))
        return
    mark(sheet, entry, (x + SAMPLE / 2, y))


def mark(sheet: Sheet, entry: Entry, at: tuple[float, float], gid: str | None = None) -> None:
    """The entry's marker at a place."""
    halo: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": "white", "markeredgewidth": 1.5}
    sheet.board.plot([at[0]], [at[1]], marker=entry.marker, markersize=8.5, linestyle="none", zorder=5.5, **halo)
    face = "white" if entry.hollow else entry.color
    sheet.board.plot(
        [at[0]], [at[1]], marker=entry.marker, markersize=6.5, markerfacecolor=face, markeredgecolor=entry.color,
        markeredgewidth=1.1, linestyle="none", zorder=6, gid=gid,
    )  # fmt: skip
