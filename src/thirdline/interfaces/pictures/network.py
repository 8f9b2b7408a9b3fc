"""Network graph: which treatments were compared with which, in how many trials, in how many patients.

Question answered: what is connected to what, and by how much? Circles are as large in area as the patients treated so,
lines as wide as the trials (or the precision) behind them; a trial of more than two arms is a hatched area over its
arms. Networks that are not connected stand side by side, in frames: between them there is no comparison.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from matplotlib.figure import Figure

from thirdline.interfaces.pictures.labelling import Scene, Spot, clear, labels
from thirdline.interfaces.pictures.lettering import BODY, SMALL, height_of, widest, wrap
from thirdline.interfaces.pictures.palette import INK, LOOKS, PAPER, QUIET, RULE, look, tint
from thirdline.interfaces.pictures.picture import Picture, Told, picture, refuse_if
from thirdline.interfaces.pictures.placing import components, places
from thirdline.interfaces.pictures.sheet import Box, Page, Sheet, lay_out
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang

WIDEST_LABEL = 92.0
RADII = (3.5, 15.0)
WIDTHS = (1.0, 7.0)
UNKNOWN_RADIUS = 4.5
PER_NODE = 72.0
"""Points of width that a component of one node would like, growing with the square root of their number."""
SQUEEZE = 1.2
"""How much more than the sheet's width a row of components may wish for and still be one row."""
STRETCH = 1.5
BETWEEN = 8.0
NAME_WIDTH = 62.0
ALONG = (0.5, 0.4, 0.6, 0.3, 0.7)
"""Where on a line its number may stand, first choice first."""
GROWTH, TRIES = 1.12, 14


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


@dataclass(frozen=True)
class Placed:
    """Where everything stands, in points within the drawing."""

    height: float
    scene: Scene
    boxes: tuple[Box, ...]
    frames: tuple[Box, ...]


def network_graph(data: NetworkGraph, lang: Lang = "en") -> Picture:
    """The graph of this network; `PictureError` when it has no node, or an edge names a treatment it has not."""
    _check(data)
    data = replace(data, nodes=tuple(sorted(data.nodes, key=lambda n: n.label)), edges=tuple(sorted(data.edges, key=_ends)))
    voice = Voice(lang)
    return picture(lambda: _draw(data, voice), Told(data.title, _alternative(data, voice), lang))


def _ends(edge: Edge) -> tuple[str, ...]:
    return tuple(sorted((edge.first, edge.second)))


def _check(data: NetworkGraph) -> None:
    names = [node.label for node in data.nodes]
    refuse_if(["Network: no treatment to draw; at least one node is needed"] if not names else [])
    refuse_if(f"Node {name}: named twice; each treatment once" for name in sorted(set(names)) if names.count(name) > 1)
    ends = [*((f"edge {e.first}–{e.second}", (e.first, e.second)) for e in data.edges)]
    ends += [(f"trial {m.trial}", m.treatments) for m in data.multi_arm]
    refuse_if(f"{where}: {t} is no node of this network" for where, ts in ends for t in ts if t not in names)
    refuse_if(f"Edge {e.first}–{e.second}: a treatment against itself" for e in data.edges if e.first == e.second)
    refuse_if(f"Edge {e.first}–{e.second}: {e.trials} trials; at least 1" for e in data.edges if e.trials < 1)
    pairs = [_ends(e) for e in data.edges]
    refuse_if(f"Edge {a}–{b}: named twice; one edge a pair" for a, b in sorted(set(pairs)) if pairs.count((a, b)) > 1)
    if data.lines_show == "precision":
        refuse_if(f"Edge {e.first}–{e.second}: no precision to draw" for e in data.edges if not known(e.weight))


def _pairs(data: NetworkGraph) -> list[tuple[int, int]]:
    number = {node.label: i for i, node in enumerate(data.nodes)}
    return [(number[e.first], number[e.second]) for e in data.edges]


def _radius(node: Node, most: int) -> float:
    if node.patients is None:
        return UNKNOWN_RADIUS
    return max(RADII[0], RADII[1] * (node.patients / most) ** 0.5) if most else RADII[0]


def _label(node: Node) -> list[str]:
    return wrap(node.label, WIDEST_LABEL, BODY, node.reference)


def place(data: NetworkGraph, width: float) -> Placed:
    """Places for nodes and labels; the drawing grows in height until nothing stands over anything."""
    parts = components(len(data.nodes), _pairs(data))
    shapes = [_shape(part, _pairs(data)) for part in parts]
    growth = 1.0
    for _ in range(TRIES):
        found = _placed(data, parts, shapes, _frames([_wish(data, part) for part in parts], width, growth))
        if clear(found.scene, found.boxes):
            return found
        growth *= GROWTH
    return found


def _shape(part: list[int], pairs: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    number = {node: i for i, node in enumerate(part)}
    own = [(number[a], number[b]) for a, b in pairs if a in number]
    return [(float(x), float(y)) for x, y in places(len(part), own)]


def _wish(data: NetworkGraph, part: list[int]) -> tuple[float, float]:
    """The width and height that a component would like to have."""
    label = max(widest(_label(data.nodes[i])) for i in part)
    n = len(part)
    width = max(PER_NODE * n**0.5 + 20, min(n, 3) * (label + 18))
    return width, {1: 62.0, 2: 76.0, 3: 92.0}.get(n, max(118.0, 0.72 * PER_NODE * n**0.5))


def _frames(wishes: list[tuple[float, float]], width: float, growth: float) -> list[Box]:
    """Frames in rows, the largest component first; each row as wide as the sheet."""
    rows: list[list[tuple[float, float]]] = [[]]
    for wish in wishes:
        if rows[-1] and sum(w for w, _ in rows[-1]) + wish[0] > SQUEEZE * width:
            rows.append([])
        rows[-1].append(wish)
    found: list[Box] = []
    top = 0.0
    for row in rows:
        free = (width - BETWEEN * (len(row) - 1)) / sum(w for w, _ in row)
        high, left = max(h for _, h in row) * growth, 0.0
        for w, _ in row:
            found.append(Box(left, top, w * free, high))
            left += w * free + BETWEEN
        top += high + BETWEEN
    return found


def _placed(data: NetworkGraph, parts: list[list[int]], shapes: list[list[tuple[float, float]]], frames: list[Box]) -> Placed:
    at: dict[int, tuple[float, float]] = {}
    room: dict[int, Box] = {}
    for part, shape, frame in zip(parts, shapes, frames, strict=True):
        at.update(zip(part, _fitted(shape, _inner(data, part, frame)), strict=True))
        room.update(dict.fromkeys(part, frame))
    most = max((node.patients or 0 for node in data.nodes), default=0)
    spots = tuple(_spot(node, at[i], most) for i, node in enumerate(data.nodes))
    sheet = Box(0, 0, max(f.right for f in frames), max(f.bottom for f in frames))
    taken = tuple(numbers(data, spots).values())
    taken += tuple(Box(f.left, f.top, NAME_WIDTH, 17) for f in frames) if len(frames) > 1 else ()
    edges = tuple((at[a], at[b]) for a, b in _pairs(data))
    scene = Scene(spots, edges, sheet, taken, tuple(room[i] for i in range(len(spots))))
    return Placed(sheet.height, scene, tuple(labels(scene)), tuple(frames))


def _inner(data: NetworkGraph, part: list[int], frame: Box) -> Box:
    """Where in a frame the nodes may stand, so that their labels have room."""
    sides = min(widest([t for i in part for t in _label(data.nodes[i])]) * 0.55 + 6, frame.width / 3)
    above, beneath = 30.0, 26.0
    return Box(frame.left + sides, frame.top + above, frame.width - 2 * sides, frame.height - above - beneath)


def _fitted(shape: list[tuple[float, float]], box: Box) -> list[tuple[float, float]]:
    """The shape in the box, stretched one way by at most `STRETCH` more than the other."""
    spans = [max(c) - min(c) for c in zip(*shape, strict=True)]
    across, down = (size / span if span > 1e-3 else 1e9 for size, span in zip((box.width, box.height), spans, strict=True))
    across, down = min(across, STRETCH * down), min(down, STRETCH * across)
    x0, y0 = box.left + box.width / 2, box.top + box.height / 2
    return [(x0 + across * x if spans[0] > 1e-3 else x0, y0 + down * y if spans[1] > 1e-3 else y0) for x, y in shape]


def _spot(node: Node, at: tuple[float, float], most: int) -> Spot:
    lines = _label(node)
    return Spot(at, _radius(node, most), widest(lines, BODY, node.reference) + 2, height_of(len(lines)))


def numbers(data: NetworkGraph, spots: Sequence[Spot]) -> dict[int, Box]:
    """Where the numbers of trials stand on their edges: in the middle, or further along where another number is."""
    found: dict[int, Box] = {}
    for i, ((a, b), edge) in enumerate(zip(_pairs(data), data.edges, strict=True)):
        if edge.trials > 1:
            boxes = [_number_box(spots[a], spots[b], share) for share in ALONG]
            free = [box for box in boxes if not any(box.meets(other, 1) for other in found.values())]
            found[i] = (free or boxes)[0]
    return found


def _number_box(a: Spot, b: Spot, share: float) -> Box:
    """A box on the part of the line that is seen between two circles."""
    far = math.dist(a.at, b.at) or 1.0
    at = (a.radius + share * (far - a.radius - b.radius)) / far
    x, y = (p + at * (q - p) for p, q in zip(a.at, b.at, strict=True))
    return Box(x - 5, y - 6, 10, 12)


def _draw(data: NetworkGraph, voice: Voice) -> Figure:
    page = Page(data.title, (_counted(data, voice),), data.notes)
    inner = page.width - 24
    placed = place(data, inner)
    key = [(kind, wrap(text, inner - 26, SMALL)) for kind, text in _key_lines(data, voice)]
    sheet, body = lay_out(page, placed.height + 14 + sum(5 + height_of(len(texts), SMALL) for _, texts in key))
    placed = _moved(placed, body)
    if len(placed.frames) > 1:
        for number, frame in enumerate(placed.frames):
            _frame(sheet, frame, voice("network.component", n=number + 1))
    _areas(sheet, data, placed)
    _edges(sheet, data, placed)
    _nodes(sheet, data, placed)
    _key(sheet, key, (body.left, body.top + placed.height + 18))
    return sheet.figure


def _moved(placed: Placed, body: Box) -> Placed:
    def box(b: Box) -> Box:
        return Box(b.left + body.left, b.top + body.top, b.width, b.height)

    def point(p: tuple[float, float]) -> tuple[float, float]:
        return p[0] + body.left, p[1] + body.top

    spots = tuple(replace(spot, at=point(spot.at)) for spot in placed.scene.spots)
    edges = tuple((point(a), point(b)) for a, b in placed.scene.edges)
    scene = replace(placed.scene, spots=spots, edges=edges, sheet=box(placed.scene.sheet))
    return Placed(placed.height, scene, tuple(map(box, placed.boxes)), tuple(map(box, placed.frames)))


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
            style = {"facecolor": tint(chosen.color, 0.25), "edgecolor": chosen.color, "hatch": chosen.hatch}
            sheet.board.fill(xs, ys, **style, linewidth=0, zorder=1, gid=f"multi-arm-{i}")


def _edges(sheet: Sheet, data: NetworkGraph, placed: Placed) -> None:
    sizes = [_size(e, data) for e in data.edges]
    for i, (edge, (a, b)) in enumerate(zip(data.edges, _pairs(data), strict=True)):
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
        style = {"markerfacecolor": PAPER if unknown else LOOKS[0].color, "markeredgecolor": LOOKS[0].color if unknown else PAPER}
        x, y = spot.at
        sheet.board.plot([x], [y], "o", markersize=2 * spot.radius, markeredgewidth=1, **style, gid=f"node-{i}", zorder=5)
        if node.reference:
            ring = {"markerfacecolor": "none", "markeredgecolor": INK, "markeredgewidth": 1.2}
            sheet.board.plot([x], [y], "o", markersize=2 * spot.radius + 3, **ring, gid=f"reference-{i}", zorder=6)
        for line, text in enumerate(_label(node)):
            middle = box.top + height_of(line) + height_of(1) / 2
            weight = "bold" if node.reference else "normal"
            ground = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.4, "alpha": 0.85}
            sheet.text(box.left + box.width / 2, middle, text, ha="center", fontweight=weight, bbox=ground, zorder=7, gid=f"label-{i}-{line}")


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
        sheet.board.fill(xs, ys, facecolor=tint(chosen.color, 0.25), edgecolor=chosen.color, hatch=chosen.hatch, linewidth=0.5)
    else:
        face = PAPER if kind == "unknown" else LOOKS[0].color
        sheet.board.plot([x], [y], "o", markersize=9, markerfacecolor=face, markeredgecolor=LOOKS[0].color)
    if kind == "reference":
        sheet.board.plot([x], [y], "o", markersize=12, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.2)


def _counted(data: NetworkGraph, voice: Voice) -> str:
    parts = len(components(len(data.nodes), _pairs(data)))
    said = [voice.count("treatments", len(data.nodes)), voice.count("comparisons", len(data.edges))]
    return ", ".join([*said, voice.count("components", parts)])


def _alternative(data: NetworkGraph, voice: Voice) -> str:
    said = [voice("network.told", counts=_counted(data, voice))]
    for number, part in enumerate(components(len(data.nodes), _pairs(data))):
        names = [_told_node(data.nodes[i], voice) for i in part]
        said.append(f"{voice('network.component', n=number + 1)}: {voice.listing(names)}")
    edges = [f"{e.first} – {e.second}: {voice.count('trials', e.trials)}" for e in data.edges]
    said += [voice("network.told_edges", edges=voice.listing(edges))] if edges else []
    return ". ".join([*said, *(_arms(m, voice) for m in data.multi_arm), *data.notes])


def _told_node(node: Node, voice: Voice) -> str:
    n = voice("format.unknown_count") if node.patients is None else voice.count("patients", node.patients)
    return f"{node.label} ({n}{', ' + voice('network.reference') if node.reference else ''})"
