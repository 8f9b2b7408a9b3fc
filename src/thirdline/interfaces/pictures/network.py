"""Network graph: which treatments were compared with which, in how many trials, in how many patients.

Question answered: what is connected to what, and by how much? Circles are as large in area as the patients treated so,
lines as wide as the trials (or the precision) behind them; a trial of more than two arms is a hatched area over its
arms. Networks that are not connected stand side by side, in frames: between them there is no comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

from matplotlib.figure import Figure

from thirdline.interfaces.pictures.lettering import SMALL, height_of, wrap
from thirdline.interfaces.pictures.network_places import Placed, label_of, moved, numbers, pairs, place
from thirdline.interfaces.pictures.palette import INK, LOOKS, PAPER, QUIET, RULE, look, tint
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.placing import components
from thirdline.interfaces.pictures.sheet import MARGIN, WIDTH, Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang

WIDTHS = (1.0, 7.0)
"""Of the lines, in points."""


@dataclass(frozen=True)
class Node:
    """A treatment; `patients` is None where their number is not known. The reference is drawn with a second ring."""

    label: str
    patients: int | None
    reference: bool = False


@dataclass(frozen=True)
class Edge:
    """A direct comparison. `weight` is its precision (1/SE², in sum), needed where lines show precision."""

    first: str
    second: str
    trials: int
    weight: float | None = None


@dataclass(frozen=True)
class MultiArm:
    """A trial of three arms or more."""

    trial: str
    treatments: tuple[str, ...]


@dataclass(frozen=True)
class NetworkGraph:
    """All that a network graph shows."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    multi_arm: tuple[MultiArm, ...] = ()
    lines_show: Literal["trials", "precision"] = "trials"
    notes: tuple[str, ...] = ()


def network_graph(data: NetworkGraph, lang: Lang = "en") -> Picture:
    """The graph of this network; `PictureError` when it has no node, or an edge names a treatment it has not."""
    _check(data)
    data = replace(data, nodes=tuple(sorted(data.nodes, key=lambda n: n.label)), edges=tuple(sorted(data.edges, key=_ends)))
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _ends(edge: Edge) -> tuple[str, str]:
    return min(edge.first, edge.second), max(edge.first, edge.second)


def _check(data: NetworkGraph) -> None:
    names = [node.label for node in data.nodes]
    refuse_if(["Network: no treatment to draw; at least one node is needed"] if not names else [])
    refuse_if(f"Node {name}: named twice; each treatment once" for name in sorted(set(names)) if names.count(name) > 1)
    ends = [*((f"edge {e.first}–{e.second}", (e.first, e.second)) for e in data.edges)]
    ends += [(f"trial {m.trial}", m.treatments) for m in data.multi_arm]
    refuse_if(f"{where}: {t} is no node of this network" for where, ts in ends for t in ts if t not in names)
    refuse_if(f"Edge {e.first}–{e.second}: a treatment against itself" for e in data.edges if e.first == e.second)
    refuse_if(f"Edge {e.first}–{e.second}: {e.trials} trials; at least 1" for e in data.edges if e.trials < 1)
    ends_of = [_ends(e) for e in data.edges]
    refuse_if(f"Edge {a}–{b}: named twice; one edge a pair" for a, b in sorted(set(ends_of)) if ends_of.count((a, b)) > 1)
    if data.lines_show == "precision":
        refuse_if(f"Edge {e.first}–{e.second}: no precision to draw" for e in data.edges if not known(e.weight))


def _draw(data: NetworkGraph, voice: Voice) -> Figure:
    placed = place(data, WIDTH - 2 * MARGIN)
    inner = placed.scene.sheet.width
    page = Page(data.title, (_counted(data, voice),), data.notes, inner + 2 * MARGIN)
    key = [(kind, wrap(text, inner - 26, SMALL)) for kind, text in _key_lines(data, voice)]
    sheet, body = lay_out(page, placed.height + 14 + sum(5 + height_of(len(texts), SMALL) for _, texts in key))
    placed = moved(placed, body)
    if len(placed.frames) > 1:
        for number, frame in enumerate(placed.frames):
            _frame(sheet, frame, voice("network.component", n=number + 1))
    _areas(sheet, data, placed)
    _edges(sheet, data, placed)
    _nodes(sheet, data, placed)
    _key(sheet, key, (body.left, body.top + placed.height + 18))
    return sheet.figure


def _frame(sheet: Sheet, box: Box, name: str) -> None:
    xs = (box.left, box.right, box.right, box.left, box.left)
    ys = (box.top, box.top, box.bottom, box.bottom, box.top)
    sheet.board.plot(xs, ys, color=RULE, linewidth=0.6)
    sheet.text(box.left + 5, box.top + 9, name, fontsize=SMALL, color=QUIET)


def _areas(sheet: Sheet, data: NetworkGraph, placed: Placed) -> None:
    number = {node.label: i for i, node in enumerate(data.nodes)}
    for i, trial in enumerate(data.multi_arm):
        points = [placed.scene.spots[number[t]].at for t in trial.treatments]
        chosen = look(i + 1)
        for three in combinations(points, 3):
            xs, ys = zip(*three, strict=True)
            style: dict[str, Any] = {"facecolor": tint(chosen.color, 0.25), "edgecolor": chosen.color, "hatch": chosen.hatch}
            sheet.board.fill(xs, ys, **style, linewidth=0, zorder=1, gid=f"multi-arm-{i}")


def _edges(sheet: Sheet, data: NetworkGraph, placed: Placed) -> None:
    sizes = [_size(e, data) for e in data.edges]
    for i, (a, b) in enumerate(pairs(data)):
        width = _line_width(sizes[i], max(sizes))
        one, other = placed.scene.spots[a], placed.scene.spots[b]
        xs, ys = zip(one.at, other.at, strict=True)
        sheet.board.plot(xs, ys, color=QUIET, linewidth=width, gid=f"edge-{i}", zorder=2)
    for i, box in numbers(data, placed.scene.spots).items():
        ground = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}
        x, y, said = box.left + box.width / 2, box.top + box.height / 2, str(data.edges[i].trials)
        sheet.text(x, y, said, ha="center", fontsize=SMALL, bbox=ground, zorder=3, gid=f"trials-{i}")


def _size(edge: Edge, data: NetworkGraph) -> float:
    return float(edge.trials if data.lines_show == "trials" else edge.weight or 0.0)


def _line_width(size: float, most: float) -> float:
    return max(WIDTHS[0], WIDTHS[1] * size / max(most, 4.0 if most == int(most) else most))


def _nodes(sheet: Sheet, data: NetworkGraph, placed: Placed) -> None:
    for i, (node, spot, box) in enumerate(zip(data.nodes, placed.scene.spots, placed.boxes, strict=True)):
        unknown = node.patients is None
        style: dict[str, Any] = {
            "markerfacecolor": PAPER if unknown else LOOKS[0].color,
            "markeredgecolor": LOOKS[0].color if unknown else PAPER,
        }
        x, y = spot.at
        sheet.board.plot([x], [y], "o", markersize=2 * spot.radius, markeredgewidth=1, **style, gid=f"node-{i}", zorder=5)
        if node.reference:
            ring: dict[str, Any] = {"markerfacecolor": "none", "markeredgecolor": INK, "markeredgewidth": 1.2}
            sheet.board.plot([x], [y], "o", markersize=2 * spot.radius + 3, **ring, gid=f"reference-{i}", zorder=6)
        for line, text in enumerate(label_of(node)):
            middle = box.top + height_of(line) + height_of(1) / 2
            weight = "bold" if node.reference else "normal"
            ground: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.4, "alpha": 0.85}
            sheet.text(
                box.left + box.width / 2,
                middle,
                text,
                ha="center",
                fontweight=weight,
                bbox=ground,
                zorder=7,
                gid=f"label-{i}-{line}",
            )


def _key_lines(data: NetworkGraph, voice: Voice) -> list[tuple[str, str]]:
    most = max((node.patients or 0 for node in data.nodes), default=0)
    found = [("node", voice("network.key_node", n=voice.count("patients", most)))] if most else []
    if any(node.patients is None for node in data.nodes):
        found.append(("unknown", voice("network.key_unknown")))
    if any(node.reference for node in data.nodes):
        found.append(("reference", voice("network.key_reference")))
    if data.edges:
        found.append(("edge", voice(f"network.key_{data.lines_show}")))
    return [*found, *((f"multi-{i}", _arms(m, voice)) for i, m in enumerate(data.multi_arm))]


def _arms(trial: MultiArm, voice: Voice) -> str:
    return voice("network.multi_arm", trial=trial.trial, n=len(trial.treatments), arms=", ".join(trial.treatments))


def _key(sheet: Sheet, key: list[tuple[str, list[str]]], start: tuple[float, float]) -> None:
    left, y = start
    for kind, texts in key:
        _sample(sheet, kind, (left + 10, y))
        sheet.lines(left + 26, y - height_of(1, SMALL) / 2, texts, fontsize=SMALL)
        y += 5 + height_of(len(texts), SMALL)


def _sample(sheet: Sheet, kind: str, at: tuple[float, float]) -> None:
    x, y = at
    if kind == "edge":
        sheet.rule((x - 9, x + 9), y, color=QUIET, linewidth=3)
    elif kind.startswith("multi-"):
        chosen = look(int(kind[6:]) + 1)
        xs, ys = (x - 9, x + 9, x + 9, x - 9), (y - 5, y - 5, y + 5, y + 5)
        sheet.board.fill(
            xs, ys, facecolor=tint(chosen.color, 0.25), edgecolor=chosen.color, hatch=chosen.hatch, linewidth=0.5
        )
    else:
        face = PAPER if kind == "unknown" else LOOKS[0].color
        sheet.board.plot([x], [y], "o", markersize=9, markerfacecolor=face, markeredgecolor=LOOKS[0].color)
    if kind == "reference":
        sheet.board.plot([x], [y], "o", markersize=12, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.2)


def _counted(data: NetworkGraph, voice: Voice) -> str:
    parts = len(components(len(data.nodes), pairs(data)))
    said = [voice.count("treatments", len(data.nodes)), voice.count("comparisons", len(data.edges))]
    return ", ".join([*said, voice.count("components", parts)])


def _alternative(data: NetworkGraph, voice: Voice) -> str:
    said = [voice("network.told", counts=_counted(data, voice))]
    for number, part in enumerate(components(len(data.nodes), pairs(data))):
        names = [_told_node(data.nodes[i], voice) for i in part]
        said.append(f"{voice('network.component', n=number + 1)}: {voice.listing(names)}")
    edges = [f"{e.first} – {e.second}: {voice.count('trials', e.trials)}" for e in data.edges]
    said += [voice("network.told_edges", edges=voice.listing(edges))] if edges else []
    return ". ".join([*said, *(_arms(m, voice) for m in data.multi_arm), *data.notes])


def _told_node(node: Node, voice: Voice) -> str:
    n = voice("format.unknown_count") if node.patients is None else voice.count("patients", node.patients)
    return f"{node.label} ({n}{', ' + voice('network.reference') if node.reference else ''})"
