"""Kaplan-Meier and cumulative incidence curves, with numbers at risk.

Question answered: what share is still without the event (or has had it) at each time, how sure is that, and how many
were still followed? Steps change where events happen; a short upright tick is a censored patient; bands are pointwise
intervals. Each curve bears its name at its end, in its own colour's line style.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from thirdline.interfaces.pictures.curve_tables import HEAD, Beneath, risk_table, row_height, summary_table, told_curves
from thirdline.interfaces.pictures.lettering import SMALL, height_of, widest, wrap
from thirdline.interfaces.pictures.palette import FAINT, look, tint
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.spreading import spread
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang
from thirdline.statistics.estimates import LEVEL, Estimate

Kind = Literal["survival", "incidence"]

WIDTH = 480.0
LABEL_WIDTH, NAME_WIDTH = 84.0, 92.0
PLOT_HEIGHT = 210.0
UNDER_AXIS = 36.0
SAMPLE = 18.0
BANDED = 3
"""Bands are drawn for at most so many groups; more would hide one another, and the picture says so."""


@dataclass(frozen=True)
class TimeCurve:
    """One group. `times` ascend; `shares` are from 0 to 1, each from its time on; `low` and `high` hold None where there
    is no limit. `at_risk` has a number (or, where it is withheld, a text such as '<5') for each of the risk times."""

    label: str
    times: tuple[float, ...]
    shares: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    censored: tuple[float, ...] = ()
    at_risk: tuple[int | str | None, ...] = ()
    patients: int | None = None
    events: int | None = None
    median: Estimate | None = None
    ends_at: float | None = None


@dataclass(frozen=True)
class TimeCurves:
    """All that the picture shows. `definition` says start, event and censoring of the endpoint; `test` names the test of
    `p_value`; `compared` is what `hazard_ratio` compares ('DRd against Rd')."""

    title: str
    endpoint: str
    curves: tuple[TimeCurve, ...]
    risk_times: tuple[float, ...]
    unit: str
    kind: Kind = "survival"
    p_value: float | None = None
    test: str = ""
    hazard_ratio: Estimate | None = None
    compared: str = ""
    definition: str = ""
    level: float = LEVEL
    notes: tuple[str, ...] = ()


def survival_curves(data: TimeCurves, lang: Lang = "en") -> Picture:
    """The curves of these groups; `PictureError` when there is none or its arrays do not fit one another."""
    _check(data)
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _check(data: TimeCurves) -> None:
    refuse_if(["Curves: no group to draw; at least one is needed"] if not data.curves else [])
    refuse_if(["Curves: no risk times; at least two are needed, they set the axis"] if len(data.risk_times) < 2 else [])
    refuse_if(problem for curve in data.curves for problem in _problems(curve, data))


def _problems(c: TimeCurve, data: TimeCurves) -> list[str]:
    found = []
    for name, given in (("shares", c.shares), ("low", c.low or c.shares), ("high", c.high or c.shares)):
        if len(given) != len(c.times):
            found.append(f"{c.label}: {len(given)} {name} for {len(c.times)} times; one for each")
    if list(c.times) != sorted(c.times):
        found.append(f"{c.label}: times must ascend")
    if c.at_risk and len(c.at_risk) != len(data.risk_times):
        found.append(f"{c.label}: {len(c.at_risk)} numbers at risk for {len(data.risk_times)} times; one for each")
    outside = [s for s in c.shares if known(s) and not 0 <= s <= 1]  # type: ignore[operator]
    return [*found, *([f"{c.label}: share {outside[0]} is not between 0 and 1"] if outside else [])]


def _draw(data: TimeCurves, voice: Voice) -> Figure:
    names = [wrap(c.label, NAME_WIDTH, SMALL) for c in data.curves]
    table = HEAD + sum(row_height(n) for n in names)
    risk = table if any(c.at_risk for c in data.curves) else 0.0
    sheet, body = lay_out(
        Page(data.title, (_compared(data, voice),), _notes(data, voice), WIDTH), PLOT_HEIGHT + UNDER_AXIS + risk + table
    )
    left = body.left + max(34.0, widest([t for n in names for t in n], SMALL) + 44)
    right = widest([t for c in data.curves for t in wrap(c.label, LABEL_WIDTH)]) + SAMPLE + 14
    box = Box(left, body.top + 4, body.right - right - left, PLOT_HEIGHT - 4)
    axes = _axes(sheet, data, box, voice)
    for i, curve in enumerate(data.curves):
        _curve(axes, curve, (i, data))
    _end_labels(sheet, data, box)
    beneath = Beneath(sheet, box, names, voice)
    if risk:
        risk_table(beneath, data, box.bottom + UNDER_AXIS)
    summary_table(beneath, data, box.bottom + UNDER_AXIS + risk)
    return sheet.figure


def _end(data: TimeCurves) -> float:
    return max(data.risk_times)


def _axes(sheet: Sheet, data: TimeCurves, box: Box, voice: Voice) -> Axes:
    axes = sheet.axes(box)
    axes.set(xlim=(0, _end(data)), ylim=(0, 1))
    axes.set_xticks(data.risk_times, [voice.brief(t) for t in data.risk_times])
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_minor_locator(MultipleLocator(0.05))
    axes.yaxis.set_major_formatter(lambda share, _: voice.number(100 * share))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines["bottom"].set_position(("outward", 3))
    axes.spines["left"].set_position(("outward", 3))
    axes.set_xlabel(voice("curves.time", unit=data.unit), labelpad=2, fontsize=SMALL)
    axes.set_ylabel(f"{data.endpoint}, %", fontsize=SMALL)
    return axes


def _steps(curve: TimeCurve, data: TimeCurves) -> tuple[np.ndarray, np.ndarray]:
    """The corners of the curve: 1 (or 0) at time 0, then each share from its time on, to the end of follow-up."""
    first = 1.0 if data.kind == "survival" else 0.0
    shown = [(t, s) for t, s in zip(curve.times, curve.shares, strict=True) if known(s) and t <= _end(data)]
    last = min(max([curve.ends_at or 0.0, *curve.censored, *curve.times, 0.0]), _end(data))
    times = np.array([0.0, *(t for t, _ in shown), last])
    return times, np.array([first, *(s for _, s in shown), shown[-1][1] if shown else first], dtype=float)


def _curve(axes: Axes, curve: TimeCurve, place: tuple[int, TimeCurves]) -> None:
    i, data = place
    chosen = look(i)
    times, shares = _steps(curve, data)
    axes.plot(
        times,
        shares,
        drawstyle="steps-post",
        color=chosen.color,
        linestyle=chosen.line,
        linewidth=1.6,
        gid=f"curve-{i}",
        zorder=4,
        clip_on=False,
    )
    ticks = np.array([t for t in curve.censored if t <= _end(data)])
    if len(ticks):
        heights = shares[np.searchsorted(times[:-1], ticks, side="right") - 1]
        axes.plot(
            ticks,
            heights,
            "|",
            color=chosen.color,
            markersize=5.5,
            markeredgewidth=0.9,
            gid=f"censored-{i}",
            zorder=5,
            clip_on=False,
        )
    if _banded(data) and curve.low and curve.high:
        _band(axes, curve, (i, data))


def _banded(data: TimeCurves) -> bool:
    return len(data.curves) <= BANDED


def _band(axes: Axes, curve: TimeCurve, place: tuple[int, TimeCurves]) -> None:
    i, data = place
    chosen = look(i)
    style: dict[str, Any] = {
        "facecolor": tint(chosen.color, 0.22),
        "edgecolor": tint(chosen.color, 0.55),
        "hatch": chosen.hatch,
    }
    for run, steps in enumerate(_runs(curve, data)):
        times = [t for start, end, _, _ in steps for t in (start, end)]
        low = [x for _, _, lo, _ in steps for x in (lo, lo)]
        high = [x for _, _, _, hi in steps for x in (hi, hi)]
        corners = [*times, *reversed(times)], [*low, *reversed(high)]
        axes.fill(*corners, **style, linewidth=0.0, alpha=0.75, zorder=2, gid=f"band-{i}-{run}")


def _runs(curve: TimeCurve, data: TimeCurves) -> list[list[tuple[float, float, float, float]]]:
    """The steps (from, to, low, high) of the band, in runs that end where a limit is not known."""
    first = 1.0 if data.kind == "survival" else 0.0
    rows = [(0.0, first, first), *(r for r in zip(curve.times, curve.low, curve.high, strict=True) if r[0] <= _end(data))]
    ends = [*(t for t, _, _ in rows[1:]), float(_steps(curve, data)[0][-1])]
    runs: list[list[tuple[float, float, float, float]]] = [[]]
    for (start, low, high), end in zip(rows, ends, strict=True):
        if low is not None and high is not None and known(low) and known(high):
            runs[-1].append((start, end, low, high))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _end_labels(sheet: Sheet, data: TimeCurves, box: Box) -> None:
    """The names beside the ends of the curves, each behind a sample of its line, pushed apart where they would touch."""
    ends = [_steps(c, data) for c in data.curves]
    texts = [wrap(c.label, LABEL_WIDTH) for c in data.curves]
    wanted = [box.bottom - float(s[-1]) * box.height for _, s in ends]
    placed = spread(wanted, [height_of(len(t)) for t in texts], (box.top - 4, box.bottom + 6))
    for i, (lines, y) in enumerate(zip(texts, placed, strict=True)):
        start = box.right + 8
        sheet.rule((start, start + SAMPLE), y, color=look(i).color, linestyle=look(i).line, linewidth=1.6)
        sheet.lines(start + SAMPLE + 4, y - height_of(len(lines)) / 2, lines, gid=f"name-{i}")


def _compared(data: TimeCurves, voice: Voice) -> str:
    said = []
    if data.hazard_ratio is not None:
        ratio = voice.estimate(data.hazard_ratio, "ratio")
        said.append(voice("curves.ratio", compared=data.compared, ratio=ratio, level=voice.level(data.hazard_ratio.level)))
    if data.test:
        said.append(f"{data.test}: {voice.p_value(data.p_value)}")
    return voice.listing(said)


def _notes(data: TimeCurves, voice: Voice) -> tuple[str, ...]:
    banded = any(c.low for c in data.curves)
    bands = voice("curves.bands", level=voice.level(data.level)) if _banded(data) else voice("curves.no_bands", n=BANDED)
    ticks = [voice("curves.ticks")] if any(c.censored for c in data.curves) else []
    key = " ".join([*([bands] if banded else []), *ticks])
    return (*([key] if key else []), *([data.definition] if data.definition else []), *data.notes)


def _alternative(data: TimeCurves, voice: Voice) -> str:
    kind = voice(f"curves.told_{data.kind}", endpoint=data.endpoint, unit=data.unit)
    said = [kind, _compared(data, voice), *told_curves(data, voice), *_notes(data, voice)]
    return ". ".join(text.rstrip(".") for text in said if text)
