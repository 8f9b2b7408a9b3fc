"""Labels along a line, pushed apart as little as needed.

Question answered: where do labels go whose places are too near one another?
"""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], heights: Sequence[float], ends: tuple[float, float]) -> list[float]:
    """Middles as near as may be to the wanted ones, none nearer to the next than their heights ask, within the ends.

    >>> spread([5, 5], [4, 4], (0, 20))
    [3.0, 7.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    offsets, offset = [], 0.0
    for before, i in zip([None, *order[:-1]], order, strict=True):
        offset += 0.0 if before is None else (heights[before] + heights[i]) / 2
        offsets.append(offset)
    room = ends[1] - ends[0] - heights[order[0]] / 2 - heights[order[-1]] / 2 - offsets[-1]
    low = ends[0] + heights[order[0]] / 2
    level = _rising([wanted[i] - o for i, o in zip(order, offsets, strict=True)])
    found = [0.0] * len(wanted)
    for i, o, y in zip(order, offsets, level, strict=True):
        found[i] = min(max(y, low), low + max(room, 0.0)) + o
    return found


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest values that never fall (pooling of adjacent violators)."""
    blocks: list[list[float]] = []
    for value in values:
        blocks.append([value])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    return [_mean(block) for block in blocks for _ in block]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
