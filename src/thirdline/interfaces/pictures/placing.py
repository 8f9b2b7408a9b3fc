"""Where the nodes of a network stand: the same network, the same places, whatever the order of its rows.

Question answered: where does each treatment stand, so that distance on paper is distance in the network and few edges
cross? Stress majorisation (SMACOF; Gansner, Koren and North 2005) of the shortest paths, from several starts on a
circle in depth-first order; the layout with the fewest crossings wins, then the one with the least stress.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, shortest_path

Floats = NDArray[np.float64]
Pairs = Sequence[tuple[int, int]]

STARTS = 12
STEPS = 250
CROWDED = 0.6
"""The least share of one edge's length that two nodes are kept apart after majorisation."""

RUN_OVER = 0.2
"""An edge that passes a node nearer than this share of an edge's length is taken to run over it."""


def components(n: int, pairs: Pairs) -> list[list[int]]:
    """The connected parts, the largest first, each as ascending node numbers."""
    _, names = connected_components(_matrix(n, pairs), directed=False)
    parts = [[i for i in range(n) if names[i] == name] for name in sorted(set(names.tolist()))]
    return sorted(parts, key=lambda part: (-len(part), part))


def places(n: int, pairs: Pairs) -> Floats:
    """Coordinates (n, 2) of a connected network about (0, 0), wider than high; its longer side measures one."""
    if n == 1:
        return np.zeros((1, 2))
    paths = shortest_path(_matrix(n, pairs), directed=False, unweighted=True)
    found = [_majorised(_circle(n, pairs, start), paths) for start in range(min(n, STARTS))]
    best = min(found, key=lambda at: (crossings(at, pairs) + 2 * _run_over(at, pairs), round(_stress(at, paths), 6)))
    return _sized(_turned(best))


def crossings(at: Floats, pairs: Pairs) -> int:
    """How many pairs of edges cross."""
    return sum(_cross(at[a], at[b], at[c], at[d]) for (a, b), (c, d) in combinations(pairs, 2) if len({a, b, c, d}) == 4)


def _matrix(n: int, pairs: Pairs) -> csr_matrix:
    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(n, n))


def _circle(n: int, pairs: Pairs, start: int) -> Floats:
    """Nodes on a circle in depth-first order, so that what hangs together starts together."""
    near: list[list[int]] = [sorted({b for a, b in pairs if a == i} | {a for a, b in pairs if b == i}) for i in range(n)]
    order: list[int] = []
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in order:
            order.append(node)
            waiting += reversed(near[node])
    turn = np.empty(n)
    turn[order] = 2 * np.pi * np.arange(n) / n
    return np.column_stack([np.cos(turn), np.sin(turn)])


def _majorised(at: Floats, paths: Floats) -> Floats:
    """SMACOF with weights of one over the squared distance."""
    with np.errstate(divide="ignore"):
        weights = np.where(paths > 0, paths**-2.0, 0.0)
    lap = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(lap)
    for _ in range(STEPS):
        gaps = np.linalg.norm(at[:, None] - at[None], axis=2)
        ratio = np.divide(weights * paths, gaps, out=np.zeros_like(gaps), where=gaps > 1e-9)
        at = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ at)
    return _apart(at)


def _apart(at: Floats) -> Floats:
    """Nodes that came too near each other pushed apart."""
    for _ in range(60):
        gap = at[:, None] - at[None]
        far = np.linalg.norm(gap, axis=2)
        short = np.clip(CROWDED - far, 0, None)
        np.fill_diagonal(short, 0)
        if not short.any():
            break
        at = at + (gap / np.maximum(far, 1e-9)[..., None] * short[..., None] / 2).sum(axis=1) * 0.5
    return at


def _stress(at: Floats, paths: Floats) -> float:
    upper = np.triu_indices(len(at), 1)
    far = np.linalg.norm(at[:, None] - at[None], axis=2)[upper]
    return float((((far - paths[upper]) / paths[upper]) ** 2).sum())


def _turned(at: Floats) -> Floats:
    """Turned so that the longest way lies level, the first node to the left and above."""
    centred = at - at.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T if len(axes) == 2 else centred
    signs = np.where(turned[np.abs(turned).argmax(axis=0), [0, 1]] > 0, -1.0, 1.0)
    return turned * signs


def _sized(at: Floats) -> Floats:
    low, span = at.min(axis=0), np.ptp(at, axis=0)
    return ((at - low - span / 2) / span.max()).round(4)


def _run_over(at: Floats, pairs: Pairs) -> int:
    """How many nodes lie on an edge that is not theirs."""
    return sum(_far(at[i], at[a], at[b]) < RUN_OVER for a, b in pairs for i in range(len(at)) if i not in (a, b))


def _far(p: Floats, a: Floats, b: Floats) -> float:
    along = np.clip(np.dot(p - a, b - a) / max(float(np.dot(b - a, b - a)), 1e-12), 0, 1)
    return float(np.linalg.norm(a + along * (b - a) - p))


def _cross(a: Floats, b: Floats, c: Floats, d: Floats) -> bool:
    def side(p: Floats, q: Floats, r: Floats) -> bool:
        return bool((q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0]))

    return side(a, c, d) != side(b, c, d) and side(a, b, c) != side(a, b, d)
