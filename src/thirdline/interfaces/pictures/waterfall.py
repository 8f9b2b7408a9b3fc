"""Waterfall plot: the best change of each patient's disease, the worst first.

Question answered: how much did each patient's marker or lesions change at best, and how was that response called? Bars
are tinted and hatched by response. A bar that leaves the scale is cut, with its figure; a patient without a value
keeps a place at the right, marked as not estimable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from thirdline.interfaces.pictures.legends import STEP, Entry, draw_key, filled, key_rows
from thirdline.interfaces.pictures.lettering import SMALL, width_of
from thirdline.interfaces.pictures.palette import FAINT, INK, QUIET
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang

HEIGHT = 210.0
LEFT, TAIL = 40.0, 14.0
NARROW = 5.0
"""Bars narrower than this, in points, bear no hatch: it would be a blot."""
GREATEST_LOSS = -100.0
"""No change can be below −100 %: less than nothing is not left."""


@dataclass(frozen=True)
class Change:
    """One patient: the best change in per cent (−100 is all gone), None where not estimable, and the response."""

    label: str
    percent: float | None
    response: str


@dataclass(frozen=True)
class Threshold:
    """A change in per cent that a criterion names, with its words."""

    percent: float
    label: str


@dataclass(frozen=True)
class Waterfall:
    """All that the plot shows. `responses` orders the responses, the best first; `top` is the highest change on the
    scale, in per cent."""

    title: str
    measure: str
    changes: tuple[Change, ...]
    responses: tuple[str, ...]
    thresholds: tuple[Threshold, ...] = ()
    top: float = 100.0
    notes: tuple[str, ...] = ()


def waterfall_plot(data: Waterfall, lang: Lang = "en") -> Picture:
    """The plot of these changes; `PictureError` when there is none, below −100 %, or of an unlisted response."""
    refuse_if(["Waterfall plot: no patient to draw; at least one is needed"] if not data.changes else [])
    refuse_if(problem for change in data.changes for problem in _problems(change, data))
    shown = sorted(data.changes, key=lambda c: (not known(c.percent), -(c.percent or 0.0), c.label))
    data = replace(data, changes=tuple(shown))
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _problems(c: Change, data: Waterfall) -> list[str]:
    found = []
    if known(c.percent) and c.percent < GREATEST_LOSS:  # type: ignore[operator]
        found.append(f"{c.label}: a change of {c.percent} %; none can be below −100 %")
    if c.response not in data.responses:
        found.append(f"{c.label}: response {c.response!r} is not among {', '.join(data.responses)}")
    return found


def _draw(data: Waterfall, voice: Voice) -> Figure:
    unknown = any(not known(c.percent) for c in data.changes)
    page = Page(data.title, (), (*([voice("format.unknown_key")] if unknown else []), *data.notes))
    counted = [f"{r} ({sum(c.response == r for c in data.changes)})" for r in data.responses]
    key = key_rows([Entry(text, i) for i, text in enumerate(counted)], page.width - 24)
    sheet, body = lay_out(page, HEIGHT + 26 + STEP * len(key))
    right = max((width_of(t.label, SMALL) for t in data.thresholds), default=0) + 8 if data.thresholds else 4
    box = Box(body.left + LEFT, body.top + TAIL, body.width - LEFT - right, HEIGHT - TAIL)
    _scale(sheet, data, box, voice)
    wide = box.width / len(data.changes)
    for i, change in enumerate(data.changes):
        _bar(sheet, change, box, (i, wide, data, voice))
    draw_key(sheet, key, (body.left, box.bottom + 20))
    return sheet.figure


def _at(percent: float, data: Waterfall, box: Box) -> float:
    return box.bottom - (percent - GREATEST_LOSS) / (data.top - GREATEST_LOSS) * box.height


def _scale(sheet: Sheet, data: Waterfall, box: Box, voice: Voice) -> None:
    step = 25 if data.top <= 100 else 50
    for percent in range(-100, int(data.top) + 1, step):
        y = _at(percent, data, box)
        sheet.rule((box.left - 3, box.left), y, gid=f"tick-{percent}")
        sheet.text(box.left - 6, y, voice.number(percent), ha="right", fontsize=SMALL)
        sheet.rule((box.left, box.right), y, color=FAINT, linewidth=0.4, zorder=0)
    sheet.board.plot((box.left, box.left), (box.top, box.bottom), color=INK, linewidth=0.7)
    sheet.rule((box.left, box.right), _at(0, data, box), zorder=5)
    title = f"{data.measure}, %"
    sheet.text(box.left - 33, (box.top + box.bottom) / 2, title, rotation=90, ha="center", va="center", fontsize=SMALL)
    for i, threshold in enumerate(data.thresholds):
        y = _at(threshold.percent, data, box)
        sheet.rule((box.left, box.right + 3), y, color=QUIET, dashes=(4, 2), linewidth=0.9, zorder=4, gid=f"threshold-{i}")
        sheet.text(box.right + 6, y, threshold.label, fontsize=SMALL)


def _bar(sheet: Sheet, change: Change, box: Box, how: tuple[int, float, Waterfall, Voice]) -> None:
    i, wide, data, voice = how
    gap = min(2.0, wide * 0.2)
    left, right = box.left + i * wide + gap / 2, box.left + (i + 1) * wide - gap / 2
    middle = (left + right) / 2
    if not known(change.percent):
        said = voice("format.unknown_short")
        turned = {"rotation": 90} if width_of(said, SMALL) > wide else {}
        sheet.text(
            middle, _at(0, data, box) - 12, said, ha="center", va="center", fontsize=SMALL, gid=f"unknown-{i}", **turned
        )
        return
    assert change.percent is not None
    y = _at(min(change.percent, data.top), data, box)
    zero = _at(0, data, box)
    style = filled(data.responses.index(change.response))
    if wide < NARROW:
        style |= {"hatch": "", "linewidth": 0.3}
    sheet.board.fill((left, right, right, left), (zero, zero, y, y), **style, gid=f"bar-{i}", zorder=3)
    if change.percent == 0:
        sheet.rule((left, right), zero, color=style["edgecolor"], linewidth=2.2, gid=f"zero-{i}", zorder=6)
    if change.percent > data.top:
        _cut(sheet, change, (left, right, box.top), (i, voice))


def _cut(sheet: Sheet, change: Change, place: tuple[float, float, float], how: tuple[int, Voice]) -> None:
    """The white slash through a bar that goes on, and its figure above."""
    left, right, top = place
    i, voice = how
    for lower in (6, 9):
        sheet.board.plot((left - 1, right + 1), (top + lower + 2, top + lower - 2), color="white", linewidth=1.6, zorder=7)
    said = voice.number(change.percent or 0.0)
    sheet.text(left, top - 7, said, fontsize=SMALL, gid=f"beyond-{i}")


def _alternative(data: Waterfall, voice: Voice) -> str:
    said = [voice("waterfall.told", n=voice.count("patients", len(data.changes)), measure=data.measure)]
    for c in data.changes:
        percent = (
            voice("format.percent", number=voice.number(c.percent, 1))
            if known(c.percent) and c.percent is not None
            else None
        )
        said.append(f"{c.label}: {percent or voice('format.unknown')}, {c.response}")
    said += [f"{t.label}: {voice('format.percent', number=voice.number(t.percent))}" for t in data.thresholds]
    return ". ".join([*said, *data.notes])
