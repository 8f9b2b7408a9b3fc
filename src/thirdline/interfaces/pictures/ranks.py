"""Rank curves: how likely each treatment is to be the best, the second, and so on, with its SUCRA or P-score.

Question answered: how sure is the order of the treatments? One small panel for each, all on the same axes, in the order
of the score; where no rank probabilities are given (a frequentist network) the scores alone are drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from matplotlib.figure import Figure

from thirdline.interfaces.pictures.lettering import SMALL, height_of, widest, wrap
from thirdline.interfaces.pictures.palette import FAINT, INK, LOOKS, tint
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang

ACROSS = 4
PANEL_HEIGHT, BETWEEN, FIRST_LEFT = 64.0, 12.0, 30.0
UNDER_AXIS = 28.0
ROW = 15.0
ROUNDING = 1e-6
"""By so much may probabilities miss a sum of one."""


@dataclass(frozen=True)
class Ranked:
    """A treatment: the probability of each rank, the best first (empty where not given), and its score from 0 to 1."""

    label: str
    probabilities: tuple[float, ...] = ()
    score: float | None = None


@dataclass(frozen=True)
class RankCurves:
    """All that the picture shows. `score_name` is 'SUCRA' or 'P-score'; notes may hold the other endpoint's ranking."""

    title: str
    treatments: tuple[Ranked, ...]
    score_name: str
    kind: Literal["rankogram", "cumulative"] = "cumulative"
    notes: tuple[str, ...] = ()


def rank_curves(data: RankCurves, lang: Lang = "en") -> Picture:
    """The panels, or the scores alone; `PictureError` when there is no treatment or probabilities do not sum to one."""
    _check(data)
    ordered = sorted(data.treatments, key=lambda t: (-t.score if known(t.score) else math.inf, t.label))  # type: ignore[operator]
    data = replace(data, treatments=tuple(ordered))
    voice = Voice(lang)
    draw = _panels if any(t.probabilities for t in ordered) else _scores
    return picture(lambda: draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _check(data: RankCurves) -> None:
    refuse_if(["Ranks: no treatment to draw; at least one is needed"] if not data.treatments else [])
    refuse_if(problem for t in data.treatments for problem in _problems(t, len(data.treatments)))


def _problems(t: Ranked, n: int) -> list[str]:
    found = []
    if t.probabilities and len(t.probabilities) != n:
        found.append(f"{t.label}: {len(t.probabilities)} rank probabilities for {n} treatments; one for each rank")
    if t.probabilities and abs(sum(t.probabilities) - 1) > ROUNDING * n:
        found.append(f"{t.label}: rank probabilities sum to {sum(t.probabilities):g}; they must sum to 1")
    if known(t.score) and not 0 <= t.score <= 1:  # type: ignore[operator]
        found.append(f"{t.label}: score {t.score} is not between 0 and 1")
    return found


def _heights(t: Ranked, data: RankCurves) -> list[float]:
    p = t.probabilities
    return list(p) if data.kind == "rankogram" else [sum(p[: i + 1]) for i in range(len(p))]


def _score(t: Ranked, data: RankCurves, voice: Voice) -> str:
    score = voice.percent(t.score) if known(t.score) and t.score is not None else voice("format.unknown")
    return f"{data.score_name} {score}"


def _panels(data: RankCurves, voice: Voice) -> Figure:
    page = Page(data.title, (voice(f"ranks.{data.kind}"),), data.notes)
    across = min(ACROSS, len(data.treatments))
    wide = (page.width - 24 - FIRST_LEFT - BETWEEN * (across - 1)) / across
    heads = [_head(t, data, (wide, voice)) for t in data.treatments]
    highs = [max(len(lines) for lines in heads[i : i + across]) for i in range(0, len(heads), across)]
    steps = [height_of(high, SMALL) + 5 + PANEL_HEIGHT + 20 for high in highs]
    sheet, body = lay_out(page, sum(steps) + 14)
    top_rank = 1.0 if data.kind == "cumulative" else max(max(_heights(t, data), default=0.0) for t in data.treatments)
    for i, lines in enumerate(heads):
        bottom = body.top + sum(steps[: i // across + 1]) - 20
        box = Box(body.left + FIRST_LEFT + i % across * (wide + BETWEEN), bottom - PANEL_HEIGHT, wide, PANEL_HEIGHT)
        _head_text(sheet, lines, box)
        _panel(sheet, box, (i, data, min(1.0, math.ceil(top_rank * 10) / 10), i % across == 0), voice)
    sheet.text(body.left + FIRST_LEFT, body.bottom - 5, voice("ranks.rank"), fontsize=SMALL)
    return sheet.figure


def _head(t: Ranked, data: RankCurves, how: tuple[float, Voice]) -> list[str]:
    """The name in bold lines, then the score."""
    wide, voice = how
    return [*(f"*{line}" for line in wrap(t.label, wide, SMALL, bold=True)), *wrap(_score(t, data, voice), wide, SMALL)]


def _head_text(sheet: Sheet, lines: list[str], box: Box) -> None:
    top = box.top - 5 - height_of(len(lines), SMALL)
    for number, line in enumerate(lines):
        weight = "bold" if line.startswith("*") else "normal"
        sheet.lines(box.left, top + height_of(number, SMALL), [line.removeprefix("*")], fontsize=SMALL, fontweight=weight)


def _panel(sheet: Sheet, box: Box, what: tuple[int, RankCurves, float, bool], voice: Voice) -> None:
    i, data, top, first = what
    t, n, chosen = data.treatments[i], len(data.treatments), LOOKS[0]
    axes = sheet.axes(box)
    axes.set(xlim=(0.5, n + 0.5), ylim=(0, top))
    every = max(1, math.ceil(n / 5))
    axes.set_xticks(list(range(1, n + 1, every)))
    axes.set_yticks([0, top / 2, top], [voice.number(100 * y) for y in (0, top / 2, top)] if first else [""] * 3)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=2.5, pad=2)
    if first:
        axes.set_ylabel("%", fontsize=SMALL, labelpad=1)
    if not t.probabilities:
        axes.text((n + 1) / 2, top / 2, voice("format.unknown"), ha="center", va="center", fontsize=SMALL)
        return
    ranks = list(range(1, n + 1))
    style = {"color": tint(chosen.color, 0.35), "edgecolor": chosen.color, "linewidth": 0.8}
    for rank, bar in enumerate(axes.bar(ranks, _heights(t, data), width=0.86, **style), 1):
        bar.set_gid(f"bars-{i}-{rank}")
    if data.kind == "cumulative":
        axes.plot(
            ranks,
            _heights(t, data),
            color=chosen.color,
            linewidth=1.4,
            marker="o",
            markersize=2.5,
            gid=f"curve-{i}",
            clip_on=False,
        )


def _scores(data: RankCurves, voice: Voice) -> Figure:
    """The scores alone, as bars with their figures."""
    names = [wrap(t.label, 140) for t in data.treatments]
    rows = [ROW + 11 * (len(lines) - 1) for lines in names]
    sheet, body = lay_out(
        Page(data.title, (voice("ranks.scores", score=data.score_name),), data.notes), sum(rows) + UNDER_AXIS
    )
    left = body.left + widest([t for lines in names for t in lines]) + 10
    box = Box(left, body.top, body.right - left - 50, sum(rows))
    top = box.top
    for i, (t, lines, row) in enumerate(zip(data.treatments, names, rows, strict=True)):
        middle = top + row / 2
        sheet.lines(body.left, middle - height_of(len(lines)) / 2, lines)
        end = box.left
        if known(t.score) and t.score is not None:
            end += t.score * box.width
            xs, ys = (box.left, end, end, box.left), (middle - 4, middle - 4, middle + 4, middle + 4)
            sheet.board.fill(
                xs, ys, facecolor=tint(LOOKS[0].color, 0.35), edgecolor=LOOKS[0].color, linewidth=0.8, gid=f"score-{i}"
            )
        sheet.text(end + 5, middle, _score(t, data, voice).removeprefix(f"{data.score_name} "), fontsize=SMALL)
        top += row
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = box.left + share * box.width
        sheet.board.plot((x, x), (box.bottom, box.bottom + 3), color=INK, linewidth=0.7)
        sheet.text(x, box.bottom + 9, voice.number(100 * share), ha="center", fontsize=SMALL)
    sheet.rule((box.left, box.right), box.bottom)
    sheet.text((box.left + box.right) / 2, box.bottom + 21, f"{data.score_name}, %", ha="center", fontsize=SMALL)
    return sheet.figure


def _alternative(data: RankCurves, voice: Voice) -> str:
    said = [voice("ranks.told", n=voice.count("treatments", len(data.treatments)))]
    for t in data.treatments:
        ranks = ", ".join(f"{i + 1}: {voice.percent(p)}" for i, p in enumerate(t.probabilities))
        said.append(
            f"{t.label}: "
            + voice.listing([_score(t, data, voice), *([voice("ranks.told_ranks", ranks=ranks)] if ranks else [])])
        )
    return ". ".join([*said, *data.notes])
