"""League table: every treatment against every other, one endpoint beside the other.

Question answered: how does each treatment compare with each, and does the interval exclude no difference? Each cell
compares the treatment at the head of its column with the one at the head of its row, for both endpoints, so that a
gain in one is never read without the other; what is not reported is said. Tints show the direction, full and with
bold figures and a filled mark where the interval excludes 1; the marks and figures say the same without colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from matplotlib.figure import Figure

from thirdline.interfaces.pictures.lettering import SMALL, height_of, wrap
from thirdline.interfaces.pictures.palette import FAINT, LOOKS, PAPER, QUIET, tint
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.sheet import MARGIN, WIDTH, Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang
from thirdline.statistics.estimates import LEVEL, Estimate

Direction = Literal["column", "row", "neither", "unknown"]

CELL_WIDTH, FIRST_WIDTH = 68.0, 76.0
HALF, HEAD = 27.0, 18.0
STRONG, WEAK = 0.32, 0.10
DAGGER = "†"


@dataclass(frozen=True)
class Comparison:
    """The treatment `column` against the treatment `row`, on the scale that is printed. `basis` says 'direct' or so; a
    `doubtful` one carries a dagger, whose meaning the notes of the table give."""

    column: str
    row: str
    estimate: Estimate
    basis: str = ""
    doubtful: bool = False


@dataclass(frozen=True)
class Endpoint:
    """An endpoint's comparisons. `lower_is_better` is true for hazards."""

    label: str
    comparisons: tuple[Comparison, ...]
    lower_is_better: bool = True


@dataclass(frozen=True)
class League:
    """All that the table shows: treatments in order (the best first, by the caller's ranking), the endpoint that ranks,
    and beside it the other one (overall survival); None only where the evidence holds none."""

    title: str
    treatments: tuple[str, ...]
    first: Endpoint
    second: Endpoint | None
    measure: str
    no_effect: float = 1.0
    level: float = LEVEL
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One comparison as it is shown."""

    place: tuple[int, int]
    endpoint: str
    estimate: Estimate | None
    direction: Direction
    excludes: bool
    basis: str
    doubtful: bool = False


def league_table(data: League, lang: Lang = "en") -> Picture:
    """The league table as a picture; `PictureError` when it has fewer than two treatments or an unknown one."""
    check(data)
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def check(data: League) -> None:
    """Raise when the comparisons do not fit the treatments."""
    refuse_if(
        [f"League table: {len(data.treatments)} treatments; at least two are needed"] if len(data.treatments) < 2 else []
    )
    refuse_if(["League table: a treatment is named twice"] if len(set(data.treatments)) < len(data.treatments) else [])
    refuse_if(problem for e in endpoints(data) for problem in _problems(e, data))


def _problems(endpoint: Endpoint, data: League) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for c in endpoint.comparisons:
        where = f"{endpoint.label}, {c.column} against {c.row}"
        for name in (c.column, c.row):
            if name not in data.treatments:
                yield f"{where}: {name} is not among the treatments"
        if (c.column, c.row) in seen or (c.row, c.column) in seen:
            yield f"{where}: given twice; each pair once"
        if known(c.estimate.value) and c.estimate.value <= 0 and data.no_effect == 1:  # type: ignore[operator]
            yield f"{where}: a ratio of {c.estimate.value}; it must be above 0"
        seen.add((c.column, c.row))


def endpoints(data: League) -> list[Endpoint]:
    """The endpoints that are given."""
    return [e for e in (data.first, data.second) if e is not None]


def cells(data: League, endpoint: Endpoint) -> list[Cell]:
    """The cells under the diagonal: column against row, turned round where the data say it the other way."""
    given = {(c.column, c.row): c for c in endpoint.comparisons}
    found = []
    for r, row in enumerate(data.treatments):
        for k, column in enumerate(data.treatments[:r]):
            same, turned = given.get((column, row)), given.get((row, column))
            estimate = same.estimate if same else _turned(turned.estimate, data) if turned else None
            basis = (same or turned).basis if same or turned else ""  # type: ignore[union-attr]
            cell = _cell((r, k), endpoint, estimate, data, basis)
            found.append(replace(cell, doubtful=bool((same or turned) and (same or turned).doubtful)))  # type: ignore[union-attr]
    return found


def _cell(place: tuple[int, int], endpoint: Endpoint, e: Estimate | None, data: League, basis: str) -> Cell:
    if e is None or not known(e.value):
        return Cell(place, endpoint.label, e, "unknown", False, basis)
    assert e.value is not None
    better = (e.value < data.no_effect) == endpoint.lower_is_better
    direction: Direction = "neither" if e.value == data.no_effect else "column" if better else "row"
    limits = known(e.low) and known(e.high)
    excludes = limits and not e.low <= data.no_effect <= e.high  # type: ignore[operator]
    return Cell(place, endpoint.label, e, direction, bool(excludes), basis)


def _turned(e: Estimate, data: League) -> Estimate:
    """The same comparison seen from the other side."""

    def turned(x: float | None) -> float | None:
        if x is None or not known(x):
            return None
        return (1 / x if x else float("inf")) if data.no_effect == 1 else -x

    return Estimate(turned(e.value), turned(e.high), turned(e.low), e.level, None, e.method, e.notes)


def mark(cell: Cell) -> str:
    """A sign that needs no colour: ● the interval excludes no effect, ○ it does not; with the better side's arrow."""
    if cell.direction == "unknown":
        return ""
    side = {"column": "▲", "row": "◄", "neither": "="}[cell.direction]
    shown = side if cell.excludes else {"▲": "△", "◄": "◅", "=": "="}[side]
    return shown + (DAGGER if cell.doubtful else "")


def scale_of(data: League) -> Literal["ratio", "difference"]:
    """How figures are printed."""
    return "ratio" if data.no_effect == 1 else "difference"


def keys(data: League, voice: Voice) -> tuple[str, ...]:
    """What stands beneath: how to read a cell, what marks mean, and the remarks."""
    reading = voice("league.reading", measure=data.measure, level=voice.level(data.level))
    missing = () if data.second else (voice("league.no_second"),)
    if any(cell.direction == "unknown" for e in endpoints(data) for cell in cells(data, e)):
        missing += (voice("format.unknown_key"),)
    return (reading, voice("league.marks"), *missing, *data.notes)


def _draw(data: League, voice: Voice) -> Figure:
    n, halves = len(data.treatments), len(endpoints(data))
    high = HALF * halves + 2
    heads = [wrap(t, CELL_WIDTH - 8, SMALL, bold=True) for t in data.treatments]
    head = height_of(max(len(lines) for lines in heads[:-1]), SMALL) + 8
    wide = max(WIDTH, 2 * MARGIN + FIRST_WIDTH + CELL_WIDTH * (n - 1))
    sheet, body = lay_out(Page(data.title, (_beside(data, voice),), keys(data, voice), wide), head + high * (n - 1) + 4)
    left, top = body.left + FIRST_WIDTH, body.top + head
    for k, lines in enumerate(heads[:-1]):
        sheet.lines(
            left + CELL_WIDTH * (k + 0.5),
            top - 4 - height_of(len(lines), SMALL),
            lines,
            ha="center",
            fontsize=SMALL,
            fontweight="bold",
        )
    for r in range(1, n):
        middle = top + high * (r - 0.5)
        lines = wrap(data.treatments[r], FIRST_WIDTH - 8, SMALL, bold=True)
        sheet.lines(body.left, middle - height_of(len(lines), SMALL) / 2, lines, fontsize=SMALL, fontweight="bold")
    for number, endpoint in enumerate(endpoints(data)):
        for cell in cells(data, endpoint):
            r, k = cell.place
            box = Box(left + CELL_WIDTH * k + 1, top + high * (r - 1) + HALF * number + 1, CELL_WIDTH - 2, HALF)
            _draw_cell(sheet, cell, box, (data, voice))
    return sheet.figure


def _beside(data: League, voice: Voice) -> str:
    labels = [e.label for e in endpoints(data)]
    return voice("league.both", first=labels[0], second=labels[1]) if len(labels) == 2 else labels[0]


def fill_of(cell: Cell) -> str:
    """The cell's tint."""
    if cell.direction in ("unknown", "neither"):
        return PAPER
    color = LOOKS[0].color if cell.direction == "column" else LOOKS[1].color
    return tint(color, STRONG if cell.excludes else WEAK)


def _draw_cell(sheet: Sheet, cell: Cell, box: Box, how: tuple[League, Voice]) -> None:
    data, voice = how
    r, k = cell.place
    name = f"cell-{endpoints(data)[0].label != cell.endpoint:d}-{r}-{k}"
    xs, ys = (box.left, box.right, box.right, box.left), (box.top, box.top, box.bottom, box.bottom)
    sheet.board.fill(xs, ys, facecolor=fill_of(cell), edgecolor=FAINT, linewidth=0.6, gid=name)
    middle = box.left + box.width / 2
    style: dict[str, Any] = {"ha": "center", "fontsize": SMALL}
    if cell.direction == "unknown" or cell.estimate is None:
        lines = wrap(voice("league.missing", endpoint=cell.endpoint), box.width - 4, SMALL)
        sheet.lines(middle, box.top + (box.height - height_of(len(lines), SMALL)) / 2, lines, color=QUIET, **style)
        return
    e, scale = cell.estimate, scale_of(data)
    shown = f"{voice.value(e.value, scale)} {mark(cell)}"
    weight = "bold" if cell.excludes else "normal"
    sheet.text(middle, box.top + 8, shown, fontweight=weight, gid=f"{name}-value", **style)
    sheet.text(middle, box.top + 19, voice.interval(e.low, e.high, scale), gid=f"{name}-interval", **style)


def told(cell: Cell, data: League, voice: Voice) -> str:
    """One cell in words."""
    r, k = cell.place
    column, row = data.treatments[k], data.treatments[r]
    figures = voice.estimate(cell.estimate, scale_of(data))
    if cell.direction == "unknown":
        figures = voice("league.missing", endpoint=cell.endpoint)
        return voice("league.told_cell", column=column, row=row, endpoint=cell.endpoint, figures=figures)
    verdict = voice(f"league.{cell.direction}{'_sure' if cell.excludes else ''}", column=column, row=row)
    parts = [figures + (DAGGER if cell.doubtful else ""), verdict, *([cell.basis] if cell.basis else [])]
    return voice("league.told_cell", column=column, row=row, endpoint=cell.endpoint, figures=", ".join(parts))


def _alternative(data: League, voice: Voice) -> str:
    said = [voice("league.told", n=voice.count("treatments", len(data.treatments)), measure=data.measure)]
    said += [told(cell, data, voice) for e in endpoints(data) for cell in cells(data, e)]
    return ". ".join([*said, *data.notes])
