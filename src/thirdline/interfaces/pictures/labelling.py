"""Where the labels of a network stand: beside their nodes, over no other label and no node.

Question answered: on which side of its node does each label stand? Each label tries sides all round, near ones first;
it takes the one that touches least, and labels move in turn until none can do better.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from thirdline.interfaces.pictures.sheet import Box

Point = tuple[float, float]

SIDES = 16
NEAR = (2.0, 5.0, 9.0)
"""Gaps between a node and its label that are tried, in points."""
ROUNDS = 6
OVERLAP, OUTSIDE, CROSSED, FURTHER = 1000.0, 1000.0, 6.0, 0.8
"""What a label pays for standing over a label or node, outside the sheet, over an edge, and for each point of gap."""
GAP = 2.0


@dataclass(frozen=True)
class Spot:
    """A node that wants a label: where, how large, and the size of its label."""

    at: Point
    radius: float
    width: float
    height: float


@dataclass(frozen=True)
class Scene:
    """All that labels must keep clear of."""

    spots: tuple[Spot, ...]
    edges: tuple[tuple[Point, Point], ...]
    sheet: Box
    taken: tuple[Box, ...] = ()
    room: tuple[Box, ...] = ()
    """For each spot, the frame that its label must stay in; the sheet where none is said."""


def labels(scene: Scene) -> list[Box]:
    """A box for each spot's label, in their order."""
    choices = [_choices(spot) for spot in scene.spots]
    fixed = [[_standing(box, i, scene) for box in boxes] for i, boxes in enumerate(choices)]
    chosen = [min(range(len(own)), key=own.__getitem__) for own in fixed]
    for _ in range(ROUNDS):
        before = list(chosen)
        for i, boxes in enumerate(choices):
            others = [choices[j][chosen[j]] for j in range(len(choices)) if j != i]
            costs = [
                own + OVERLAP * sum(box.meets(o, GAP) for o in others) for own, box in zip(fixed[i], boxes, strict=True)
            ]
            chosen[i] = costs.index(min(costs))
        if chosen == before:
            break
    return [boxes[which] for boxes, which in zip(choices, chosen, strict=True)]


def clear(scene: Scene, boxes: Sequence[Box]) -> bool:
    """Whether no label or number stands over another or over a node or outside, and no node over a node."""
    pairs = [(a, b) for a in range(len(boxes)) for b in range(a)]
    if any(boxes[a].meets(boxes[b], GAP) for a, b in pairs):
        return False
    nodes = scene.spots
    if any(math.dist(nodes[a].at, nodes[b].at) < nodes[a].radius + nodes[b].radius + 3 for a, b in pairs):
        return False
    numbers = [(a, b) for a, b in combinations(scene.taken, 2) if a.meets(b)]
    if numbers or any(covers(box, spot) for box in scene.taken for spot in nodes):
        return False
    return all(_standing(box, i, scene) < OVERLAP for i, box in enumerate(boxes))


def _choices(spot: Spot) -> list[Box]:
    found = []
    for gap in NEAR:
        for side in range(SIDES):
            turn = 2 * math.pi * side / SIDES
            x, y = math.cos(turn), math.sin(turn)
            reach = spot.radius + gap
            left = spot.at[0] + reach * x - spot.width / 2 + x * spot.width / 2
            top = spot.at[1] + reach * y - spot.height / 2 + y * spot.height / 2
            found.append(Box(left, top, spot.width, spot.height))
    return found


def _standing(box: Box, i: int, scene: Scene) -> float:
    """What this place costs, whatever the other labels do."""
    over = sum(covers(box, spot) for spot in scene.spots) + sum(box.meets(other) for other in scene.taken)
    edges = sum(_crosses(box, edge) for edge in scene.edges)
    s = scene.room[i] if scene.room else scene.sheet
    inside = s.left <= box.left and box.right <= s.right and s.top <= box.top and box.bottom <= s.bottom
    middle = (box.left + box.width / 2, box.top + box.height / 2)
    away = math.dist(middle, scene.spots[i].at) - scene.spots[i].radius
    return OVERLAP * over + (0.0 if inside else OUTSIDE) + CROSSED * edges + FURTHER * away


def covers(box: Box, spot: Spot) -> bool:
    """Whether a box stands on a node."""
    x = min(max(spot.at[0], box.left), box.right)
    y = min(max(spot.at[1], box.top), box.bottom)
    return math.dist((x, y), spot.at) < spot.radius + 0.8


def _crosses(box: Box, edge: tuple[Point, Point]) -> bool:
    """Whether the edge runs through the box (Liang and Barsky's clipping)."""
    (x0, y0), (x1, y1) = edge
    enter, leave = 0.0, 1.0
    for start, step, low, high in ((x0, x1 - x0, box.left, box.right), (y0, y1 - y0, box.top, box.bottom)):
        if abs(step) < 1e-9:
            if not low <= start <= high:
                return False
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        enter, leave = max(enter, near), min(leave, far)
    return enter < leave
