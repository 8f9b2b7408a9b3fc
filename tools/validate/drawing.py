"""Small drawings as SVG text: curves in steps, bars, and one patient's series. No library, no script.

Colours have a companion (dashes, words beside the line), so that none is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

INK, SOFT, FAINT = "#1b2733", "#4d5b69", "#d9e0e6"
STROKES = (("#98231c", ""), ("#a5671b", "7 3"), ("#2f6aa8", "2 3"), ("#0b5668", ""))
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 310, 52, 28, 210, 40
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Axis:
    """One axis: its words, its last value and the step between its marks."""

    words: str
    last: float
    step: float

    def marks(self) -> list[float]:
        """The values that are marked."""
        return [n * self.step for n in range(int(self.last // self.step) + 1)]


def steps(curves: Sequence[tuple[str, Points]], across: Axis, up: Axis, line_at: float | None = None) -> str:
    """Curves that go up in steps, each named at its end; `line_at` draws an upright line."""
    parts = _frame(across, up)
    if line_at is not None:
        x = _x(line_at, across)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{SOFT}" stroke-dasharray="1 3"/>')
        parts.append(_text(x + 4, TOP + 8, f"{across.words.split(',')[0]} {line_at:g}", size=11))
    ends = _apart([_y(points[-1][1] if points else 0, up) for _, points in curves])
    for (name, points), end, (colour, dash) in zip(curves, ends, STROKES, strict=False):
        path = f"M{_x(0, across):.1f} {_y(0, up):.1f}"
        path += "".join(f"H{_x(x, across):.1f}V{_y(y, up):.1f}" for x, y in points) + f"H{WIDTH - RIGHT}"
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts.append(_text(WIDTH - RIGHT + 8, end + 4, name, colour))
    return _svg(parts)


def bars(groups: Sequence[str], sets: Sequence[tuple[str, Sequence[int]]], up: Axis) -> str:
    """Bars side by side for each group, one of each set, with their numbers above."""
    across = Axis("", max(len(groups), 1), 1)
    parts = _frame(Axis("", across.last, across.last + 1), up)
    room = (WIDTH - LEFT - RIGHT) / max(len(groups), 1)
    wide = room * 0.8 / max(len(sets), 1)
    for n, group in enumerate(groups):
        parts.append(_text(LEFT + room * (n + 0.5), HEIGHT - BOTTOM + 16, group, anchor="middle"))
    for m, ((name, numbers), (colour, _)) in enumerate(zip(sets, STROKES[::-1], strict=False)):
        for n, number in enumerate(numbers):
            x, y = LEFT + room * (n + 0.1) + wide * m, _y(number, up)
            parts.append(_bar(x, y, wide * 0.92, HEIGHT - BOTTOM - y, colour))
            parts.append(_text(x + wide * 0.46, y - 4, str(number), colour, anchor="middle", size=11))
        parts.append(_bar(WIDTH - RIGHT + 12, TOP + 20 * m, 12, 12, colour))
        parts.append(_text(WIDTH - RIGHT + 30, TOP + 20 * m + 10, name, colour))
    return _svg(parts)


def waterfall(heights: Sequence[float], up: Axis) -> str:
    """One thin bar a patient, falling from the greatest fall to the least; `up` counts downward."""
    across = Axis("", max(len(heights), 1), max(len(heights), 1))
    parts = _frame(Axis("patients, by depth of fall", across.last, across.last + 1), up)
    wide = (WIDTH - LEFT - RIGHT) / max(len(heights), 1)
    for n, height in enumerate(sorted(heights, reverse=True)):
        y = _y(max(height, 0), up)
        parts.append(_bar(LEFT + wide * n, y, max(wide - 0.2, 0.4), HEIGHT - BOTTOM - y, STROKES[3][0]))
    return _svg(parts)


def series(points: Points, apart: Sequence[float], marked: Sequence[tuple[float, str]]) -> str:
    """One patient's values over days: those set apart hollow, the marked days with a line and a word."""
    last = max((x for x, _ in points), default=1)
    top = max((y for _, y in points), default=1) * 1.15 or 1
    across, up = Axis("days", last, _round_step(last)), Axis("g/L", top, _round_step(top))
    parts = _frame(across, up)
    kept = [(x, y) for x, y in points if x not in apart]
    line = " ".join(f"{_x(x, across):.1f},{_y(y, up):.1f}" for x, y in kept)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{STROKES[3][0]}" stroke-width="1.5"/>')
    for x, y in points:
        fill = "#fff" if x in apart else STROKES[3][0]
        parts.append(f'<circle cx="{_x(x, across):.1f}" cy="{_y(y, up):.1f}" r="3" fill="{fill}" stroke="{STROKES[3][0]}"/>')
    for n, (day, word) in enumerate(marked):
        x = _x(day, across)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{STROKES[0][0]}" stroke-dasharray="4 3"/>')
        parts.append(_text(x + 4, TOP + 10 + 14 * n, word, STROKES[0][0], size=11))
    return _svg(parts)


def _frame(across: Axis, up: Axis) -> list[str]:
    """Marks, grid and words of the two axes."""
    parts = []
    for y in up.marks():
        parts.append(f'<path d="M{LEFT} {_y(y, up):.1f}H{WIDTH - RIGHT}" stroke="{FAINT}"/>')
        parts.append(_text(LEFT - 6, _y(y, up) + 4, f"{y:g}", anchor="end", size=11))
    for x in across.marks():
        parts.append(_text(_x(x, across), HEIGHT - BOTTOM + 16, f"{x:g}", anchor="middle", size=11) if across.words else "")
    parts.append(_text(LEFT, HEIGHT - 6, across.words, size=12))
    parts.append(_text(8, 12, up.words, size=12))
    return parts


def _svg(parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif">'
    return "".join([head, *parts, "</svg>"])


def _text(x: float, y: float, words: str, colour: str = SOFT, anchor: str = "start", size: int = 12) -> str:
    said = escape(words)
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" text-anchor="{anchor}">{said}</text>'


def _bar(x: float, y: float, wide: float, high: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{max(high, 0):.1f}" fill="{colour}"/>'


def _x(value: float, across: Axis) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(value, across.last) / (across.last or 1)


def _y(value: float, up: Axis) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(value, up.last) / (up.last or 1)


def _apart(heights: Sequence[float], least: float = 15) -> list[float]:
    """Heights moved so that names beside each other do not overlap; in the order given."""
    placed: dict[int, float] = {}
    floor = float("-inf")
    for n in sorted(range(len(heights)), key=lambda n: heights[n]):
        floor = max(heights[n], floor + least)
        placed[n] = floor
    return [placed[n] for n in range(len(heights))]


def _round_step(last: float) -> float:
    """A round step that marks an axis about four times."""
    rough, size = last / 4, 1.0
    while size * 10 <= rough:
        size *= 10
    while size > rough and size > 0.01:
        size /= 10
    return next((size * n for n in (1, 2, 5, 10) if size * n >= rough), size)
