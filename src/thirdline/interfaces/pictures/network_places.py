"""Where the parts of a network graph stand on the sheet: components in frames, nodes, labels, numbers.

Question answered: how large must the drawing be so that every label is read, and where does each thing stand?
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from thirdline.interfaces.pictures.labelling import Scene, Spot, clear, covers, labels
from thirdline.interfaces.pictures.lettering import BODY, height_of, widest, wrap
from thirdline.interfaces.pictures.picture import PictureError
from thirdline.interfaces.pictures.placing import components, places
from thirdline.interfaces.pictures.sheet import Box

if TYPE_CHECKING:
    from thirdline.interfaces.pictures.network import NetworkGraph, Node

WIDEST_LABEL = 92.0
RADII = (3.5, 15.0)
UNKNOWN_RADIUS = 4.5
PER_NODE = 72.0
"""Points of width that a component of one node would like, growing with the square root of their number."""
SQUEEZE = 1.2
"""How much more than the sheet's width a row of components may wish for and still be one row."""
STRETCH = 1.5
BETWEEN = 8.0
NAME_WIDTH = 62.0
ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where on a line its number may stand, first choice first."""
GROWTH, TRIES, WIDER = 1.12, 12, (1.0, 1.3, 1.7, 2.2)
"""By how much and how often the height grows, and the widths that are tried with it."""


@dataclass(frozen=True)
class Placed:
    """Where everything stands, in points within the drawing."""

    height: float
    scene: Scene
    boxes: tuple[Box, ...]
    frames: tuple[Box, ...]


def pairs(data: NetworkGraph) -> list[tuple[int, int]]:
    """The edges as node numbers."""
    number = {node.label: i for i, node in enumerate(data.nodes)}
    return [(number[e.first], number[e.second]) for e in data.edges]


def _radius(node: Node, most: int) -> float:
    if node.patients is None:
        return UNKNOWN_RADIUS
    return max(RADII[0], RADII[1] * (node.patients / most) ** 0.5) if most else RADII[0]


def label_of(node: Node) -> list[str]:
    """The lines of a node's label."""
    return wrap(node.label, WIDEST_LABEL, BODY, node.reference)


def place(data: NetworkGraph, width: float) -> Placed:
    """Places for nodes and labels; the drawing grows in height, then in width, until nothing stands over anything."""
    parts = components(len(data.nodes), pairs(data))
    shapes = [_shape(part, pairs(data)) for part in parts]
    wishes = [_wish(data, part) for part in parts]
    for wide, growth in product(WIDER, range(TRIES)):
        found = _placed(data, parts, shapes, _frames(wishes, width * wide, GROWTH**growth))
        if clear(found.scene, found.boxes):
            return found
    raise PictureError([f"Network: the labels of {len(data.nodes)} treatments find no room; shorten the labels"])


def _shape(part: list[int], edges: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    number = {node: i for i, node in enumerate(part)}
    own = [(number[a], number[b]) for a, b in edges if a in number]
    return [(float(x), float(y)) for x, y in places(len(part), own)]


def _wish(data: NetworkGraph, part: list[int]) -> tuple[float, float]:
    """The width and height that a component would like to have."""
    label = max(widest(label_of(data.nodes[i])) for i in part)
    n = len(part)
    width = max(PER_NODE * n**0.5 + 20, min(n, 3) * (label + 18))
    return width, {1: 62.0, 2: 76.0, 3: 112.0}.get(n, max(118.0, 0.72 * PER_NODE * n**0.5))


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


def _placed(
    data: NetworkGraph, parts: list[list[int]], shapes: list[list[tuple[float, float]]], frames: list[Box]
) -> Placed:
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
    edges = tuple((at[a], at[b]) for a, b in pairs(data))
    scene = Scene(spots, edges, sheet, taken, tuple(room[i] for i in range(len(spots))))
    return Placed(sheet.height, scene, tuple(labels(scene)), tuple(frames))


def _inner(data: NetworkGraph, part: list[int], frame: Box) -> Box:
    """Where in a frame the nodes may stand, so that their labels have room."""
    sides = min(widest([t for i in part for t in label_of(data.nodes[i])]) * 0.55 + 6, frame.width / 3)
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
    lines = label_of(node)
    return Spot(at, _radius(node, most), widest(lines, BODY, node.reference) + 2, height_of(len(lines)))


def numbers(data: NetworkGraph, spots: Sequence[Spot]) -> dict[int, Box]:
    """Where the numbers of trials stand on their edges: in the middle, or further along where another number is."""
    found: dict[int, Box] = {}
    for i, ((a, b), edge) in enumerate(zip(pairs(data), data.edges, strict=True)):
        if edge.trials > 1:
            boxes = [_number_box(spots[a], spots[b], share) for share in ALONG]
            apart = [box for box in boxes if not any(box.meets(other, 1) for other in found.values())]
            free = [box for box in apart if not any(covers(box, spot) for spot in spots)]
            found[i] = (free or apart or boxes)[0]
    return found


def _number_box(a: Spot, b: Spot, share: float) -> Box:
    """A box on the part of the line that is seen between two circles."""
    far = math.dist(a.at, b.at) or 1.0
    at = (a.radius + share * (far - a.radius - b.radius)) / far
    x, y = (p + at * (q - p) for p, q in zip(a.at, b.at, strict=True))
    return Box(x - 5, y - 6, 10, 12)


def moved(placed: Placed, body: Box) -> Placed:
    """Everything moved to where the drawing begins on the sheet."""

    def box(b: Box) -> Box:
        return Box(b.left + body.left, b.top + body.top, b.width, b.height)

    def point(p: tuple[float, float]) -> tuple[float, float]:
        return p[0] + body.left, p[1] + body.top

    spots = tuple(replace(spot, at=point(spot.at)) for spot in placed.scene.spots)
    edges = tuple((point(a), point(b)) for a, b in placed.scene.edges)
    scene = replace(placed.scene, spots=spots, edges=edges, sheet=box(placed.scene.sheet))
    return Placed(placed.height, scene, tuple(map(box, placed.boxes)), tuple(map(box, placed.frames)))
