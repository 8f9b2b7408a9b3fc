"""Loops of direct comparisons that should come back to where they began.

Question answered: which triangle or square of treatments contradicts itself?
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from scipy.stats import norm

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.network.settings import Model
from thirdline.statistics.network.splitting import estimate_of
from thirdline.statistics.network.synthesis import Network
from thirdline.statistics.network.trials import Trial

Loop = tuple[str, ...]


@dataclass(frozen=True)
class LoopEvidence:
    """One loop: `difference`, the sum of the direct estimates around it (0 where they agree), with z and p value."""

    treatments: Loop
    difference: Estimate
    z: float
    p_value: float


def loops(network: Network, model: Model | None = None) -> tuple[LoopEvidence, ...]:
    """Do the direct comparisons around each triangle and square agree? The most contradictory first.

    The direct estimates are summed around the loop (Bucher 1997), with the tau2 of the network under random effects. Trials
    that compare several pairs of the loop add their covariance, so that a multi-arm trial, which cannot contradict itself,
    does not look like independent evidence. Loops that one set of multi-arm trials alone closes are left out; so are squares
    with a directly compared diagonal, which their triangles cover.
    Misleads: loops share trials, so the tests are not independent, and there are many of them.
    """
    found = [evidence for loop in _closed(network) for evidence in _evidence(network, loop, model or network.best_model)]
    return tuple(sorted(found, key=lambda evidence: -abs(evidence.z)))


def _closed(network: Network) -> Iterator[Loop]:
    def joined(a: str, b: str) -> bool:
        return (a, b) in network.edges or (b, a) in network.edges

    for a, b, c in combinations(network.treatments, 3):
        if joined(a, b) and joined(b, c) and joined(a, c):
            yield (a, b, c)
    for four in combinations(network.treatments, 4):
        for rest in permutations(four[1:]):
            loop = (four[0], *rest)
            crossed = joined(loop[0], loop[2]) or joined(loop[1], loop[3])
            if rest[0] < rest[2] and not crossed and all(joined(*step) for step in _steps(loop)):
                yield loop


def _steps(loop: Loop) -> list[tuple[str, str]]:
    return list(zip(loop, (*loop[1:], loop[0]), strict=True))


def _evidence(network: Network, loop: Loop, model: Model) -> Iterator[LoopEvidence]:
    tau2 = network.tau2(model)
    weights = [_weights(network, step, tau2) for step in _steps(loop)]
    total, variance = 0.0, 0.0
    for trial in network.trials:
        arm = _arm_weights(trial, _steps(loop), weights)
        total += float(arm @ trial.positions)
        variance += float(-0.5 * arm @ (trial.variances + tau2 * (1 - np.eye(len(arm)))) @ arm)
    if variance > 1e-10 * min(network.fit(model).variances[np.triu_indices(len(network.treatments), 1)]):
        z = total / math.sqrt(variance)
        estimate = estimate_of(total, math.sqrt(variance), network.settings.level, f"sum of direct estimates, {model}")
        yield LoopEvidence(loop, estimate, z, float(2 * norm.sf(abs(z))))


def _weights(network: Network, step: tuple[str, str], tau2: float) -> dict[str, float]:
    """The share of each trial in the direct estimate of one comparison."""
    precision = {
        trial.name: 1 / (float(trial.variances[trial.treatments.index(step[0]), trial.treatments.index(step[1])]) + tau2)
        for trial in network.trials
        if set(step) <= set(trial.treatments)
    }
    return {name: weight / sum(precision.values()) for name, weight in precision.items()}


def _arm_weights(trial: Trial, steps: list[tuple[str, str]], weights: list[dict[str, float]]) -> np.ndarray:
    """What the loop's sum takes of each arm of a trial; sums to 0."""
    arm = np.zeros(len(trial.treatments))
    for (a, b), share in zip(steps, weights, strict=True):
        if trial.name in share:
            arm[trial.treatments.index(a)] += share[trial.name]
            arm[trial.treatments.index(b)] -= share[trial.name]
    return arm
