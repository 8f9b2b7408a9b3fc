"""Funnel plot with contours: effects against their standard errors, and where they would be significant.

Question answered: do small studies find other effects than large ones, and are studies missing just where they would
not have been significant (Peters et al. 2008)? Contours are about no effect; the dashed funnel about the pooled value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from scipy.stats import norm

from thirdline.interfaces.pictures.forest_scale import ratio_ticks
from thirdline.interfaces.pictures.legends import STEP
from thirdline.interfaces.pictures.lettering import SMALL
from thirdline.interfaces.pictures.palette import INK, LOOKS, QUIET
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang
from thirdline.statistics.estimates import LEVEL

HEIGHT, LEFT, UNDER_AXIS = 240.0, 44.0, 34.0
CONTOURS = (0.90, 0.95, 0.99)
"""Levels of the contours (Peters et al. 2008)."""
GREYS = ("#ffffff", "#ececec", "#d6d6d6", "#bdbdbd")
"""From within the first contour outward to beyond the last: the darker, the smaller the P value."""


@dataclass(frozen=True)
class FunnelPoint:
    """A study: its effect (the logarithm, for ratios) and standard error; None where not estimable."""

    label: str
    effect: float | None
    standard_error: float | None


@dataclass(frozen=True)
class Funnel:
    """All that the plot shows. `pooled` is on the scale of the effects; `test` names the small-study test of `p_value`."""

    title: str
    measure: str
    points: tuple[FunnelPoint, ...]
    pooled: float | None
    ratio: bool = True
    test: str = ""
    p_value: float | None = None
    notes: tuple[str, ...] = ()


def funnel_plot(data: Funnel, lang: Lang = "en") -> Picture:
    """The plot of these studies; `PictureError` when none can be drawn or a standard error is not above 0."""
    refuse_if(
        ["Funnel plot: no study with an effect and a standard error; at least one is needed"] if not _drawn(data) else []
    )
    refuse_if(
        f"{p.label}: a standard error of {p.standard_error}; it must be above 0"
        for _, p in _drawn(data)
        if not (p.standard_error or 0) > 0
    )
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _drawn(data: Funnel) -> list[tuple[int, FunnelPoint]]:
    return [(i, p) for i, p in enumerate(data.points) if known(p.effect) and known(p.standard_error)]


def _draw(data: Funnel, voice: Voice) -> Figure:
    told = (f"{data.test}: {voice.p_value(data.p_value)}",) if data.test else ()
    sheet, body = lay_out(Page(data.title, told, _notes(data, voice)), HEIGHT + UNDER_AXIS + STEP)
    box = Box(body.left + LEFT, body.top, body.width - LEFT - 4, HEIGHT)
    axes = sheet.axes(box)
    deepest = max(p.standard_error or 0 for _, p in _drawn(data)) * 1.08
    reach = _reach(data, deepest)
    axes.set(xlim=reach, ylim=(deepest, 0))
    _contours(axes, deepest, reach)
    _funnel(axes, data, deepest)
    for i, p in _drawn(data):
        axes.plot(
            [p.effect or 0.0],
            [p.standard_error or 0.0],
            "o",
            markersize=5.5,
            color=LOOKS[0].color,
            markeredgecolor="white",
            markeredgewidth=0.7,
            gid=f"point-{i}",
            clip_on=False,
            zorder=5,
        )
    _scales(axes, data, reach, voice)
    _contour_key(sheet, (body.left + LEFT, box.bottom + UNDER_AXIS + 8), voice)
    return sheet.figure


def _reach(data: Funnel, deepest: float) -> tuple[float, float]:
    centre = data.pooled if known(data.pooled) and data.pooled is not None else 0.0
    wide = float(norm.ppf((1 + CONTOURS[-1]) / 2)) * deepest
    effects = [p.effect or 0.0 for _, p in _drawn(data)]
    return min(-wide, centre - wide, *effects) * 1.02, max(wide, centre + wide, *effects) * 1.02


def _contours(axes: Axes, deepest: float, reach: tuple[float, float]) -> None:
    edges = [0.0, *(float(norm.ppf((1 + level) / 2)) * deepest for level in CONTOURS)]
    far = 2 * max(map(abs, reach))
    for n, (inner, outer) in enumerate(pairwise([*edges, math.inf])):
        for sign in (-1, 1):
            ends = [(far, 0.0), (far, deepest)] if math.isinf(outer) else [(outer, deepest)]
            corners = [(0.0, 0.0), *ends, (inner, deepest)]
            xs, ys = [sign * x for x, _ in corners], [y for _, y in corners]
            axes.fill(xs, ys, color=GREYS[n], linewidth=0, zorder=0, gid=f"contour-{n}-{sign}")
    axes.plot((0, 0), (0, deepest), color=INK, linewidth=0.8, zorder=2, gid="no-effect")


def _funnel(axes: Axes, data: Funnel, deepest: float) -> None:
    if not known(data.pooled) or data.pooled is None:
        return
    z = float(norm.ppf((1 + LEVEL) / 2))
    style = {"color": INK, "linewidth": 1.1, "zorder": 3}
    axes.plot(
        (data.pooled - z * deepest, data.pooled, data.pooled + z * deepest),
        (deepest, 0, deepest),
        dashes=(4, 2),
        gid="funnel",
        **style,
    )
    axes.plot((data.pooled, data.pooled), (0, deepest), linestyle=":", gid="pooled", **style)


def _scales(axes: Axes, data: Funnel, reach: tuple[float, float], voice: Voice) -> None:
    if data.ratio:
        ticks = ratio_ticks(math.exp(reach[0]), math.exp(reach[1]))
        axes.set_xticks([math.log(t) for t in ticks], [voice.brief(t) for t in ticks])
        axes.set_xlabel(f"{data.measure} ({voice('format.log_axis')})", fontsize=SMALL)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(6))
        axes.xaxis.set_major_formatter(lambda x, _: voice.brief(x))
        axes.set_xlabel(data.measure, fontsize=SMALL)
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(lambda y, _: voice.brief(y))
    axes.set_ylabel(voice("funnel.error"), fontsize=SMALL)


def _contour_key(sheet: Sheet, start: tuple[float, float], voice: Voice) -> None:
    x, y = start
    limits = [voice.number(1 - level, 2) for level in CONTOURS]
    names = [f"p > {limits[0]}", *(f"{b} < p ≤ {a}" for a, b in pairwise(limits)), f"p ≤ {limits[-1]}"]
    for grey, name in zip(GREYS, names, strict=True):
        sheet.board.fill(
            (x, x + 16, x + 16, x), (y - 4.5, y - 4.5, y + 4.5, y + 4.5), facecolor=grey, edgecolor=QUIET, linewidth=0.6
        )
        sheet.text(x + 20, y, name, fontsize=SMALL)
        x += 98


def _notes(data: Funnel, voice: Voice) -> tuple[str, ...]:
    pooled = (
        [voice("funnel.key", level=voice("format.percent", number=voice.brief(100 * LEVEL)))] if known(data.pooled) else []
    )
    missing = [p.label for i, p in enumerate(data.points) if (i, p) not in _drawn(data)]
    left_out = [voice("funnel.missing", labels=", ".join(missing))] if missing else []
    return (*pooled, *left_out, *data.notes)


def _alternative(data: Funnel, voice: Voice) -> str:
    said = [voice("funnel.told", n=len(data.points), measure=data.measure)]
    if known(data.pooled) and data.pooled is not None:
        said.append(voice("funnel.pooled", value=voice.number(_shown(data.pooled, data), 2)))
    said += [f"{data.test}: {voice.p_value(data.p_value)}"] if data.test else []
    for _, p in _drawn(data):
        effect, error = voice.number(_shown(p.effect or 0.0, data), 2), voice.number(p.standard_error or 0.0, 3)
        said.append(f"{p.label}: {effect}; {voice('funnel.error')} {error}")
    return ". ".join(text.rstrip(".") for text in [*said, *_notes(data, voice)])


def _shown(effect: float, data: Funnel) -> float:
    return math.exp(effect) if data.ratio else effect
