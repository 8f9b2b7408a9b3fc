"""The tables beneath survival curves: numbers at risk under the axis, then patients, events and medians.

Question answered: how many were followed at each tick, and what are the figures of each group?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thirdline.interfaces.pictures.lettering import SMALL, height_of, widest
from thirdline.interfaces.pictures.palette import look
from thirdline.interfaces.pictures.sheet import MARGIN, Box, Sheet
from thirdline.interfaces.pictures.voice import Voice, known

if TYPE_CHECKING:
    from thirdline.interfaces.pictures.curves import TimeCurve, TimeCurves

ROW, STEP, HEAD = 12.5, 10.5, 22.0
BETWEEN = 16.0


@dataclass(frozen=True)
class Beneath:
    """What both tables share: the sheet, the box of the curves, the wrapped names and the voice."""

    sheet: Sheet
    box: Box
    names: list[list[str]]
    voice: Voice


def row_height(lines: Sequence[str]) -> float:
    """The height of a row with a name of so many lines."""
    return ROW + STEP * (len(lines) - 1)


def risk_table(on: Beneath, data: TimeCurves, top: float) -> None:
    """The numbers at risk, each under its time."""
    on.sheet.text(MARGIN, top + 8, on.voice("curves.at_risk"), fontsize=SMALL, fontweight="bold")
    for i, y in enumerate(_named_rows(on, top + 15)):
        for n, (time, number) in enumerate(zip(data.risk_times, data.curves[i].at_risk, strict=False)):
            x = on.box.left + time / max(data.risk_times) * on.box.width
            said = "–" if number is None else str(number)
            on.sheet.text(x, y, said, ha="center", fontsize=SMALL, gid=f"risk-{i}-{n}")


def summary_table(on: Beneath, data: TimeCurves, top: float) -> None:
    """Events of patients, and medians with their intervals."""
    heads = _heads(data, on.voice)
    rows = [_cells(curve, data, on.voice) for curve in data.curves]
    x = on.box.left - 8
    for column, head in enumerate(heads):
        width = max(widest([head], SMALL, True), widest([row[column] for row in rows], SMALL))
        on.sheet.text(x, top + 8, head, fontsize=SMALL, fontweight="bold")
        for i, y in enumerate(_middles(on, top + 15)):
            on.sheet.text(x, y, rows[i][column], fontsize=SMALL, gid=f"summary-{i}-{column}")
        x += width + BETWEEN
    _named_rows(on, top + 15)


def told_curves(data: TimeCurves, voice: Voice) -> list[str]:
    """Each group's figures in words: events of patients, median, and the numbers at risk."""
    return [_told(curve, data, voice) for curve in data.curves]


def _told(curve: TimeCurve, data: TimeCurves, voice: Voice) -> str:
    heads = [head[:1].lower() + head[1:] for head in _heads(data, voice)]
    said = [f"{head} {cell}" for head, cell in zip(heads, _cells(curve, data, voice), strict=True)]
    said += [_shares_told(curve, data, voice)]
    if curve.at_risk:
        pairs = zip(data.risk_times, curve.at_risk, strict=True)
        said.append(
            voice(
                "curves.told_at_risk",
                numbers=", ".join(f"{voice.brief(t)}: {n if n is not None else '–'}" for t, n in pairs),
            )
        )
    return f"{curve.label}: {voice.listing([text for text in said if text])}"


def _shares_told(curve: TimeCurve, data: TimeCurves, voice: Voice) -> str:
    """The height of the curve at the risk times that it reaches."""
    end = max([curve.ends_at or 0.0, *curve.times, *curve.censored, 0.0])
    found = []
    for time in data.risk_times:
        before = [s for t, s in zip(curve.times, curve.shares, strict=True) if t <= time and known(s)]
        share = before[-1] if before else 1.0 if data.kind == "survival" else 0.0
        if time <= end and share is not None:
            found.append(f"{voice.brief(time)}: {voice.percent(share)}")
    return voice("curves.told_shares", shares=", ".join(found)) if found else ""


def _heads(data: TimeCurves, voice: Voice) -> list[str]:
    heads = [voice("curves.events")]
    if any(curve.median is not None for curve in data.curves):
        heads.append(voice("curves.median", unit=data.unit, level=voice.level(data.level)))
    return heads


def _cells(curve: TimeCurve, data: TimeCurves, voice: Voice) -> list[str]:
    unknown = voice("format.unknown_short")
    cells = ["/".join(unknown if n is None else str(n) for n in (curve.events, curve.patients))]
    if any(c.median is not None for c in data.curves):
        cells.append(_median(curve, voice))
    return cells


def _median(curve: TimeCurve, voice: Voice) -> str:
    """The median; one that is not reached is said so, with the limits that there are."""
    e = curve.median
    if e is None:
        return voice("format.unknown")
    if known(e.value):
        return voice.estimate(e, "time")
    limits = known(e.low) or known(e.high)
    return voice("curves.not_reached") + (f" ({voice.interval(e.low, e.high, 'time')})" if limits else "")


def _middles(on: Beneath, top: float) -> list[float]:
    found = []
    for lines in on.names:
        found.append(top + row_height(lines) / 2)
        top += row_height(lines)
    return found


def _named_rows(on: Beneath, top: float) -> list[float]:
    """Writes each group's name behind a sample of its line; the middles of the rows."""
    middles = _middles(on, top)
    for i, (y, lines) in enumerate(zip(middles, on.names, strict=True)):
        on.sheet.rule((MARGIN, MARGIN + 20), y, color=look(i).color, linestyle=look(i).line, linewidth=1.6)
        on.sheet.lines(MARGIN + 24, y - height_of(len(lines), SMALL) / 2, lines, fontsize=SMALL)
    return middles
