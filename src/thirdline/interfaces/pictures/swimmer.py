"""Swimmer plot: each patient's lines of therapy in time, with what happened in them.

Question answered: who was treated with what, for how long, who responded, progressed or died, and who goes on? One bar
a line, tinted and hatched by the class of its regimen; markers stand where the event was; an arrow means ongoing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from thirdline.interfaces.pictures.legends import STEP, Entry, draw_key, filled, key_rows, mark
from thirdline.interfaces.pictures.lettering import SMALL, height_of, widest, width_of, wrap
from thirdline.interfaces.pictures.palette import FAINT, INK, LOOKS
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang

Happening = Literal["response", "complete_response", "progression", "transplant", "death"]

ROW, BAR = 17.0, 11.0
LABEL_WIDTH = 110.0
UNDER_AXIS = 34.0
CLEAR = 5.5
"""Half a marker, in points: what a name keeps clear of."""
MARKS: dict[str, dict[str, Any]] = {
    "response": {"marker": "^", "color": LOOKS[2].color, "hollow": True},
    "complete_response": {"marker": "^", "color": LOOKS[2].color},
    "progression": {"marker": "X", "color": LOOKS[1].color},
    "transplant": {"marker": "D", "color": LOOKS[0].color, "hollow": True},
    "death": {"marker": "s", "color": INK},
}


@dataclass(frozen=True)
class Therapy:
    """A line of therapy: from, to (None where it goes on), the class of its regimen, and its short name."""

    start: float
    end: float | None
    regimen_class: str
    name: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened at a time; None where the time is not known, which is said and not drawn."""

    at: float | None
    kind: Happening


@dataclass(frozen=True)
class Swimmer:
    """One patient, followed to `followed_to`."""

    label: str
    lines: tuple[Therapy, ...]
    followed_to: float
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Swimmers:
    """All that the plot shows, the patients in the order to be drawn; times in `unit` since `since`."""

    title: str
    patients: tuple[Swimmer, ...]
    unit: str
    since: str
    notes: tuple[str, ...] = ()


def swimmer_plot(data: Swimmers, lang: Lang = "en") -> Picture:
    """The plot of these patients; `PictureError` when there is none or a line ends before it starts."""
    refuse_if(["Swimmer plot: no patient to draw; at least one is needed"] if not data.patients else [])
    refuse_if(problem for patient in data.patients for problem in _problems(patient))
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _problems(p: Swimmer) -> list[str]:
    found = []
    for number, line in enumerate(p.lines, 1):
        end = p.followed_to if line.end is None else line.end
        if end < line.start:
            found.append(f"{p.label}, line {number}: ends at {end}, before its start at {line.start}")
        if end > p.followed_to:
            found.append(f"{p.label}, line {number}: ends at {end}, after the last follow-up at {p.followed_to}")
    return found


def _classes(data: Swimmers) -> list[str]:
    return list(dict.fromkeys(line.regimen_class for p in data.patients for line in p.lines))


def _entries(data: Swimmers, voice: Voice) -> list[Entry]:
    kinds = {e.kind for p in data.patients for e in p.events}
    found = [Entry(name, index) for index, name in enumerate(_classes(data))]
    found += [Entry(voice(f"swimmer.{kind}"), **style) for kind, style in MARKS.items() if kind in kinds]
    return found + [Entry(voice("swimmer.ongoing"), marker=">")] * any(_ongoing(p) for p in data.patients)


def _ongoing(p: Swimmer) -> bool:
    return any(line.end is None for line in p.lines)


def _draw(data: Swimmers, voice: Voice) -> Figure:
    names = [wrap(p.label, LABEL_WIDTH) for p in data.patients]
    rows = [max(ROW, height_of(len(lines)) + 3) for lines in names]
    page = Page(data.title, (), data.notes)
    key = key_rows(_entries(data, voice), page.width - 24)
    sheet, body = lay_out(page, sum(rows) + UNDER_AXIS + STEP * len(key) + 6)
    left = body.left + widest([t for lines in names for t in lines]) + 10
    box = Box(left, body.top, body.right - left - 12, sum(rows))
    latest = max(max(p.followed_to for p in data.patients), 1e-9)
    _axis(sheet, box, (latest, voice("swimmer.time", unit=data.unit, since=data.since), voice))
    top = box.top
    for i, (patient, lines, row) in enumerate(zip(data.patients, names, rows, strict=True)):
        middle = top + row / 2
        sheet.lines(body.left, middle - height_of(len(lines)) / 2, lines)
        _swim(sheet, patient, box, (i, middle, latest, _classes(data)))
        top += row
    draw_key(sheet, key, (body.left, box.bottom + UNDER_AXIS + 8))
    return sheet.figure


def _axis(sheet: Sheet, box: Box, how: tuple[float, str, Voice]) -> None:
    latest, title, voice = how
    for tick in MaxNLocator(7, integer=True).tick_values(0, latest):
        if 0 <= tick <= latest:
            x = box.left + tick / latest * box.width
            sheet.board.plot((x, x), (box.top, box.bottom), color=FAINT, linewidth=0.5, zorder=0)
            sheet.board.plot((x, x), (box.bottom, box.bottom + 3), color=INK, linewidth=0.7, gid=f"tick-{tick:g}")
            sheet.text(x, box.bottom + 9, voice.brief(float(tick)), ha="center", fontsize=SMALL)
    sheet.rule((box.left, box.right), box.bottom)
    sheet.text((box.left + box.right) / 2, box.bottom + 22, title, ha="center", fontsize=SMALL)


def _swim(sheet: Sheet, p: Swimmer, box: Box, how: tuple[int, float, float, Sequence[str]]) -> None:
    i, y, latest, classes = how

    def at(time: float) -> float:
        return box.left + time / latest * box.width

    sheet.rule((at(0), at(p.followed_to)), y, color=INK, linewidth=0.7, gid=f"followed-{i}", zorder=1)
    for n, line in enumerate(p.lines):
        start, end = at(line.start), at(p.followed_to if line.end is None else line.end)
        xs, ys = (start, end, end, start), (y - BAR / 2, y - BAR / 2, y + BAR / 2, y + BAR / 2)
        sheet.board.fill(xs, ys, **filled(classes.index(line.regimen_class)), gid=f"line-{i}-{n}", zorder=2)
        taken = [at(e.at) for e in p.events if known(e.at) and e.at is not None]
        if (x := name_place(line.name, (start, end), taken)) is not None:
            ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.3}
            sheet.text(x, y, line.name, fontsize=SMALL, bbox=ground, zorder=3, gid=f"name-{i}-{n}")
    if _ongoing(p):
        mark(sheet, Entry("", marker=">"), (at(p.followed_to) + 4, y), f"ongoing-{i}")
    for n, event in enumerate(p.events):
        if known(event.at):
            mark(sheet, Entry("", **MARKS[event.kind]), (at(event.at), y), f"event-{i}-{n}")  # type: ignore[arg-type]


def name_place(name: str, bar: tuple[float, float], taken: Sequence[float]) -> float | None:
    """Where in a bar its name begins so that no marker stands on it; None where there is no room."""
    wide = width_of(name, SMALL)
    free = bar[1] - bar[0] - wide - 6
    for share in (0.0, 0.5, 1.0, 0.25, 0.75) if name and free > 0 else ():
        x = bar[0] + 3 + share * free
        if all(mark < x - CLEAR or mark > x + wide + CLEAR for mark in taken):
            return x
    return None


def _alternative(data: Swimmers, voice: Voice) -> str:
    said = [voice("swimmer.told", n=voice.count("patients", len(data.patients)), unit=data.unit, since=data.since)]
    for p in data.patients:
        parts = [_told_line(line, voice) for line in p.lines]
        parts += [f"{voice(f'swimmer.{e.kind}')} {_when(e.at, voice)}" for e in p.events]
        parts.append(voice("swimmer.followed", at=voice.brief(p.followed_to)))
        said.append(f"{p.label}: {voice.listing(parts)}")
    return ". ".join([*said, *data.notes])


def _when(at: float | None, voice: Voice) -> str:
    return voice.brief(at) if known(at) and at is not None else voice("swimmer.time_unknown")


def _told_line(line: Therapy, voice: Voice) -> str:
    name = f"{line.name} ({line.regimen_class})" if line.name else line.regimen_class
    end = voice("swimmer.goes_on") if line.end is None else voice.brief(line.end)
    return f"{name} {voice.brief(line.start)}–{end}" if line.end is not None else f"{name} {voice.brief(line.start)}, {end}"
