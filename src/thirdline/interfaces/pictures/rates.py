"""Response rates as bars with intervals.

Question answered: what share responded in each group, and how sure is that? The bar is the share, the whisker its
interval, and the counts and figures stand beside it; a group without patients or figures says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from thirdline.interfaces.pictures.legends import filled
from thirdline.interfaces.pictures.lettering import SMALL, height_of, widest, wrap
from thirdline.interfaces.pictures.palette import FAINT, INK
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang
from thirdline.statistics.estimates import LEVEL, Estimate

ROW, BAR, HEAD, UNDER_AXIS = 18.0, 9.0, 17.0, 32.0
LABEL_WIDTH = 130.0


@dataclass(frozen=True)
class Rate:
    """Responders of patients, with the estimate (a share from 0 to 1); `section` gathers rows under a head."""

    label: str
    events: int | None
    of: int | None
    estimate: Estimate
    section: str = ""


@dataclass(frozen=True)
class Rates:
    """All that the picture shows; `method` names the interval."""

    title: str
    measure: str
    rates: tuple[Rate, ...]
    method: str
    level: float = LEVEL
    notes: tuple[str, ...] = ()


def rate_bars(data: Rates, lang: Lang = "en") -> Picture:
    """The bars of these groups; `PictureError` when there is none or a share is not between 0 and 1."""
    refuse_if(["Rates: no group to draw; at least one is needed"] if not data.rates else [])
    refuse_if(problem for rate in data.rates for problem in _problems(rate))
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _problems(r: Rate) -> Iterator[str]:
    for name, x in (("share", r.estimate.value), ("lower limit", r.estimate.low), ("upper limit", r.estimate.high)):
        if known(x) and not 0 <= x <= 1:  # type: ignore[operator]
            yield f"{r.label}: {name} {x} is not between 0 and 1; a share above 1 is the mark of untransformed pooling"
    if r.events is not None and r.of is not None and not 0 <= r.events <= r.of:
        yield f"{r.label}: {r.events} of {r.of}; there cannot be more responders than patients"


def _sections(data: Rates) -> list[str]:
    return list(dict.fromkeys(rate.section for rate in data.rates))


def _draw(data: Rates, voice: Voice) -> Figure:
    names = {i: wrap(r.label, LABEL_WIDTH) for i, r in enumerate(data.rates)}
    heads = [s for s in _sections(data) if s]
    rows = [max(ROW, height_of(len(lines)) + 4) for lines in names.values()]
    figures = [_figures(r, voice) for r in data.rates]
    notes = (voice("rates.interval", level=voice.level(data.level), method=data.method), *_unknown(data, voice), *data.notes)
    sheet, body = lay_out(Page(data.title, (), notes), sum(rows) + HEAD * len(heads) + UNDER_AXIS)
    left = body.left + widest([t for lines in names.values() for t in lines]) + (8 if heads else 0) + 10
    box = Box(left, body.top, body.right - left - widest(figures, SMALL) - 10, sum(rows) + HEAD * len(heads))
    _axis(sheet, data, box, voice)
    top = box.top
    for number, section in enumerate(_sections(data)):
        if section:
            sheet.text(body.left, top + HEAD / 2 + 1, section, fontweight="bold")
            top += HEAD
        for i, rate in enumerate(data.rates):
            if rate.section == section:
                middle = top + rows[i] / 2
                sheet.lines(body.left + (8 if heads else 0), middle - height_of(len(names[i])) / 2, names[i])
                _bar(sheet, rate, box, (i, middle, number))
                sheet.text(box.right + 10, middle, figures[i], fontsize=SMALL, gid=f"figures-{i}")
                top += rows[i]
    return sheet.figure


def _unknown(data: Rates, voice: Voice) -> tuple[str, ...]:
    missing = any(n is None for r in data.rates for n in (r.events, r.of))
    return (voice("format.unknown_key"),) if missing else ()


def _axis(sheet: Sheet, data: Rates, box: Box, voice: Voice) -> None:
    for percent in (0, 20, 40, 60, 80, 100):
        x = box.left + percent / 100 * box.width
        sheet.board.plot((x, x), (box.top, box.bottom), color=FAINT, linewidth=0.5, zorder=0)
        sheet.board.plot((x, x), (box.bottom, box.bottom + 3), color=INK, linewidth=0.7, gid=f"tick-{percent}")
        sheet.text(x, box.bottom + 9, voice.number(percent), ha="center", fontsize=SMALL)
    sheet.rule((box.left, box.right), box.bottom)
    sheet.text((box.left + box.right) / 2, box.bottom + 22, f"{data.measure}, %", ha="center", fontsize=SMALL)


def _bar(sheet: Sheet, rate: Rate, box: Box, how: tuple[int, float, int]) -> None:
    i, y, look = how
    e = rate.estimate
    if not known(e.value):
        return
    assert e.value is not None
    end = box.left + e.value * box.width
    ys = (y - BAR / 2, y - BAR / 2, y + BAR / 2, y + BAR / 2)
    sheet.board.fill((box.left, end, end, box.left), ys, **filled(look), gid=f"bar-{i}", zorder=2)
    if known(e.low) and known(e.high):
        low, high = (box.left + x * box.width for x in (e.low, e.high))  # type: ignore[operator]
        sheet.rule((low, high), y, linewidth=1.2, gid=f"interval-{i}", zorder=3)
        for x in (low, high):
            sheet.board.plot((x, x), (y - 3, y + 3), color=INK, linewidth=1.2, zorder=3)


def _figures(rate: Rate, voice: Voice) -> str:
    counts = "/".join(voice("format.unknown_short") if n is None else str(n) for n in (rate.events, rate.of))
    return f"{counts}; {voice.estimate(rate.estimate, 'share')}"


def _alternative(data: Rates, voice: Voice) -> str:
    said = [voice("rates.told", measure=data.measure, level=voice.level(data.level), method=data.method)]
    for rate in data.rates:
        section = f"{rate.section}, " if rate.section else ""
        said.append(f"{section}{rate.label}: {_figures(rate, voice)}")
    return ". ".join([*said, *data.notes])
