"""How evidence flows through a network: contributions of direct comparisons, path lengths, parallelism.

Question answered: on which direct comparisons does an estimate rest, and through how many steps?
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network.consistency import of_design
from thirdline.statistics.network.model import blocks_of, fit
from thirdline.statistics.network.settings import Model
from thirdline.statistics.network.splitting import direct_evidence
from thirdline.statistics.network.synthesis import Network

Pair = tuple[str, str]

NO_FLOW = 1e-10
"""Flows below this are zero: rounding of the matrix algebra."""


@dataclass(frozen=True, eq=False)
class Contributions:
    """`shares[i, j]`: the part of the estimate of `comparisons[i]` that rests on the direct comparison `edges[j]`; rows sum
    to 1.

    `comparisons`: all pairs of treatments; `edges`: pairs with direct evidence.
    """

    comparisons: tuple[Pair, ...]
    edges: tuple[Pair, ...]
    shares: np.ndarray
    model: Model
    method: str


@dataclass(frozen=True)
class EvidenceFlow:
    """One network estimate: `direct_share` of its variance, `mean_path_length` (1: direct only), `parallelism` (the number
    of equally used independent designs it is worth at least) and `trial_parallelism` (the same over trials)."""

    treatment: str
    comparator: str
    direct_share: float
    mean_path_length: float
    parallelism: float
    trial_parallelism: float


def hat_rows(network: Network, model: Model | None = None) -> tuple[tuple[Pair, ...], tuple[Pair, ...], np.ndarray]:
    """The hat matrix of aggregated comparisons (all pairs x edges): what each edge adds to each estimate, with sign."""
    at = network.fit(model)
    place = {name: i for i, name in enumerate(network.treatments)}
    pairs, edges = tuple(combinations(network.treatments, 2)), tuple(network.edges)
    first, second = (np.array([[place[p[k]] for p in group] for k in (0, 1)]) for group in (pairs, edges))
    g = at.covariance
    (a, b), (i, j) = first, second
    return pairs, edges, (g[a][:, i] - g[b][:, i] - g[a][:, j] + g[b][:, j]) * -at.laplacian[i, j]


def contributions(
    network: Network, model: Model | None = None, method: Literal["shortestpath", "randomwalk"] = "shortestpath"
) -> Contributions:
    """On which direct comparisons does each estimate rest, and by how much?

    A row of the hat matrix is a flow of 1 from one treatment to the other. `shortestpath` (Papakonstantinou 2018) takes away
    the shortest path with the least flow on it until nothing flows, each path shared equally by its edges; where paths are
    equally short, the one through the treatments named first. `randomwalk` (Davies 2022) shares each path by the probability
    that a walker with the flow takes it, which needs no such choice; it is summed over path lengths, not path by path.
    Source: Papakonstantinou, F1000Research 2018;7:610; Davies, Stat Med 2022;41:2091-2114.
    """
    if method not in ("shortestpath", "randomwalk"):
        raise StatisticsError([f"method is {method!r}; allowed: shortestpath, randomwalk"])
    pairs, edges, hat = hat_rows(network, model)
    of = _by_shortest_paths if method == "shortestpath" else _by_random_walk
    shares = np.array(
        [of(pair, edges, np.where(np.abs(row) < NO_FLOW, 0.0, row)) for pair, row in zip(pairs, hat, strict=True)]
    )
    return Contributions(pairs, edges, shares, model or network.best_model, method)


def _directed(edges: tuple[Pair, ...], row: np.ndarray) -> list[Pair]:
    """Each edge in the direction of its flow."""
    return [edge if flow > 0 else (edge[1], edge[0]) for edge, flow in zip(edges, row, strict=True)]


def _by_shortest_paths(pair: Pair, edges: tuple[Pair, ...], row: np.ndarray) -> np.ndarray:
    ways = _directed(edges, row)
    rank = {name: i for i, name in enumerate(dict.fromkeys(name for way in ways for name in way))}
    left = {way: abs(float(flow)) for way, flow in zip(ways, row, strict=True)}
    shares = dict.fromkeys(ways, 0.0)
    while path := _shortest(pair, [way for way, flow in left.items() if flow > NO_FLOW], rank):
        flow = min(left[way] for way in path)
        for way in path:
            left[way] -= flow
            shares[way] += flow / len(path)
    return np.array([shares[way] for way in ways])


def _shortest(pair: Pair, ways: list[Pair], rank: dict[str, int]) -> list[Pair]:
    """The first of the shortest paths in breadth-first order; empty where none is left."""
    start, goal = pair
    came: dict[str, str] = {start: start}
    queue = deque([start])
    while queue and goal not in came:
        at = queue.popleft()
        for name in sorted((b for a, b in ways if a == at and b not in came), key=rank.__getitem__):
            came[name] = at
            queue.append(name)
    path: list[Pair] = []
    while goal in came and goal != start:
        path.append((came[goal], goal))
        goal = came[goal]
    return path[::-1]


def _by_random_walk(pair: Pair, edges: tuple[Pair, ...], row: np.ndarray) -> np.ndarray:
    """Sum over lengths: the chance to arrive at an edge after s steps, to take it, and to need e more, over s + 1 + e."""
    ways = _directed(edges, row)
    names = list(dict.fromkeys(name for way in ways for name in way))
    place = {name: i for i, name in enumerate(names)}
    step = np.zeros((len(names), len(names)))
    for (a, b), flow in zip(ways, row, strict=True):
        step[place[a], place[b]] = abs(flow)
    out = step.sum(axis=1, keepdims=True)
    step = np.divide(step, out, out=np.zeros_like(step), where=out > NO_FLOW)
    step[place[pair[1]]] = 0.0
    arrive, finish = _walks(step, place[pair[0]]), _walks(step.T, place[pair[1]])
    lengths = np.arange(len(names))
    weight = arrive.T @ (1 / (lengths[:, None] + 1 + lengths[None, :])) @ finish
    taken = step * weight
    return np.array([taken[place[a], place[b]] for a, b in ways])


def _walks(step: np.ndarray, start: int) -> np.ndarray:
    """Row s: the weight of all walks of s steps from `start` to each place."""
    walks = np.zeros_like(step)
    walks[0, start] = 1.0
    for s in range(1, len(step)):
        walks[s] = walks[s - 1] @ step
    return walks


def evidence_flow(network: Network, model: Model | None = None) -> tuple[EvidenceFlow, ...]:
    """How direct, how long and how parallel is the evidence for each comparison?

    Through a design (or trial) with Laplacian L flows f = L G b, where G is the covariance of the network and b the
    comparison; half the sum of |f| over its arms is its use. The mean path length is the sum of uses over designs;
    parallelism is 1 over the largest use, over designs and over trials. No baseline arm is chosen. Source: König, Krahn and
    Binder, Stat Med 2013;32:5414-5429, section 3.4.
    """
    by_design, by_trial = _uses(network, model)
    found = network.effects(model)
    flows = []
    for k, pair in enumerate(combinations(network.treatments, 2)):
        direct = direct_evidence(network, pair, model)
        error = found.of(*pair).standard_error
        share = 0.0 if direct is None else (error or 0.0) ** 2 / (direct.estimate.standard_error or 1.0) ** 2
        flows.append(
            EvidenceFlow(
                *pair,
                share,
                *(float(x) for x in (by_design[:, k].sum(), 1 / by_design[:, k].max(), 1 / by_trial[:, k].max())),
            )
        )
    return tuple(flows)


def _uses(network: Network, model: Model | None) -> tuple[np.ndarray, np.ndarray]:
    """How much of each comparison (column) passes through each design and each trial (rows)."""
    at = network.fit(model)
    first, second = np.array(list(combinations(range(len(network.treatments)), 2))).T
    potential = at.covariance[:, first] - at.covariance[:, second]

    def use(laplacian: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
        here = [network.treatments.index(name) for name in names]
        return np.abs(laplacian @ potential[here]).sum(axis=0) / 2

    trials = [use(_laplacian([t], t.treatments, at.tau2), t.treatments) for t in network.trials]
    designs = [use(_laplacian(of_design(network, d), d, at.tau2), d) for d in network.designs]
    return np.array(designs), np.array(trials)


def _laplacian(trials: list, names: tuple[str, ...], tau2: float) -> np.ndarray:
    return fit(blocks_of(trials, names), len(names), tau2).laplacian
