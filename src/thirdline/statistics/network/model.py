"""The arithmetic of a network: a weighted graph, solved by its Laplacian.

Question answered: where do the treatments stand on one scale, how precisely, and how far do the trials disagree?

Each trial is a Laplacian matrix: the pseudo-inverse of the covariance of its arms around their mean (Rücker 2012: minus its
off-diagonal elements are the reduced weights of a multi-arm trial). Their sum over trials is the Laplacian of the network,
and its pseudo-inverse the covariance of the treatments around their mean. That is generalised least squares with the exact
covariance of multi-arm trials, without a choice of baseline arms, so that no result depends on one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from thirdline.statistics.network.trials import Trial, centred

SMALL_WEIGHT = 0.001
"""A negative reduced weight below this share of its trial's weights is rounding and becomes zero (as in netmeta)."""

RANK = 1e-10
"""Eigenvalues below this share of the largest are zero: a direction on which the trials are silent."""


@dataclass(frozen=True, eq=False)
class Block:
    """The trials with the same number k of arms, stacked (S, k, ...) as in Trial; `arms` are indices of treatments."""

    arms: np.ndarray
    positions: np.ndarray
    differences: np.ndarray
    variances: np.ndarray

    def laplacians(self, tau2: float) -> np.ndarray:
        """The Laplacian of each trial (S, k, k), each comparison's variance increased by tau2."""
        k = self.arms.shape[1]
        laplacians = pseudo_inverse(centred(self.variances + tau2 * (1 - np.eye(k))))
        return laplacians if k == 2 else _without_rounding(laplacians)


def pseudo_inverse(matrix: np.ndarray) -> np.ndarray:
    """The pseudo-inverse of matrices (..., k, k) whose only null direction is the vector of ones."""
    k = matrix.shape[-1]
    lift = np.trace(matrix, axis1=-2, axis2=-1)[..., None, None] / k**2
    return np.linalg.inv(matrix + lift) - 1 / (lift * k**2)


def _without_rounding(laplacians: np.ndarray) -> np.ndarray:
    k = laplacians.shape[-1]
    weights = -laplacians * (1 - np.eye(k))
    total = np.abs(weights).sum(axis=(1, 2), keepdims=True) / 2
    weights[(weights < 0) & (np.abs(weights) < SMALL_WEIGHT * total)] = 0.0
    return weights.sum(axis=2)[:, :, None] * np.eye(k) - weights


def blocks_of(trials: Sequence[Trial], treatments: Sequence[str]) -> tuple[Block, ...]:
    """Trials by their number of arms, with treatments as indices."""
    place = {name: i for i, name in enumerate(treatments)}
    sizes = sorted({len(trial.treatments) for trial in trials})
    return tuple(_block([t for t in trials if len(t.treatments) == k], place) for k in sizes)


def _block(trials: list[Trial], place: dict[str, int]) -> Block:
    return Block(
        arms=np.array([[place[name] for name in trial.treatments] for trial in trials]),
        positions=np.array([trial.positions for trial in trials]),
        differences=np.array([trial.differences for trial in trials]),
        variances=np.array([trial.variances for trial in trials]),
    )


@dataclass(frozen=True, eq=False)
class Fit:
    """The network at one between-trial variance.

    `laplacian` (n, n); `covariance` (n, n) of the treatments around their mean; `positions` (n); `q`, the weighted sum of
    squares of what the trials miss; `rank`, the number of free effects. `basis` (n, c) spans the positions allowed.
    """

    blocks: tuple[Block, ...]
    tau2: float
    basis: np.ndarray | None
    laplacian: np.ndarray
    covariance: np.ndarray
    coefficients: np.ndarray
    coefficient_covariance: np.ndarray
    rank: int
    q: float

    @property
    def positions(self) -> np.ndarray:
        return self.coefficients if self.basis is None else self.basis @ self.coefficients

    @property
    def variances(self) -> np.ndarray:
        """The variance of each difference of two treatments (n, n): the resistances of the graph."""
        own = np.diag(self.covariance)
        return np.clip(own[:, None] + own[None, :] - 2 * self.covariance, 0.0, None)

    @property
    def df(self) -> int:
        """Degrees of freedom of Q: comparisons free within trials, less the effects estimated."""
        return sum(len(b.arms) * (b.arms.shape[1] - 1) for b in self.blocks) - self.rank

    def pieces(self) -> Iterator[tuple[Block, np.ndarray]]:
        for block in self.blocks:
            yield block, block.laplacians(self.tau2)

    @cached_property
    def moment(self) -> float:
        """By how much the expected Q grows with tau2 at these weights: half the trace of what the fit leaves over.

        The denominator of the generalised DerSimonian-Laird estimator (Jackson 2013; Rücker and Schwarzer 2014), written
        with the Laplacians L of the trials and the covariance G: (sum tr L - sum tr G L L) / 2.
        """
        total = 0.0
        for block, laplacians in self.pieces():
            inner = self.covariance[block.arms[:, :, None], block.arms[:, None, :]]
            total += np.trace(laplacians, axis1=1, axis2=2).sum()
            total -= np.einsum("sij,sjk,ski->", inner, laplacians, laplacians)
        return float(total / 2)

    @cached_property
    def slope(self) -> float:
        """Minus the derivative of Q in tau2: half of r'LLr, summed over trials, r being what the trial misses."""
        return float(
            sum(np.square(np.einsum("sij,sj->si", laps, self.missed(block))).sum() / 2 for block, laps in self.pieces())
        )

    def missed(self, block: Block) -> np.ndarray:
        return block.positions - self.positions[block.arms]

    def log_likelihood(self, restricted: bool) -> float:
        """The (restricted) log likelihood at this tau2, up to a constant."""
        trials = sum(_log_volume(laps).sum() for _, laps in self.pieces())
        network = _log_rank_volume(self.coefficient_covariance, self.rank) if restricted else 0.0
        return float((trials + network - self.q) / 2)


def _log_volume(laplacians: np.ndarray) -> np.ndarray:
    return np.linalg.slogdet(laplacians + 1 / laplacians.shape[-1])[1]


def _log_rank_volume(covariance: np.ndarray, rank: int) -> float:
    return float(np.log(np.linalg.eigvalsh(covariance)[-rank:]).sum()) if rank else 0.0


def fit(blocks: tuple[Block, ...], n: int, tau2: float = 0.0, basis: np.ndarray | None = None) -> Fit:
    """The network of n treatments at the between-trial variance `tau2`, its positions confined to the span of `basis`.

    Without a basis the network must be connected.
    """
    laplacian, right = np.zeros((n, n)), np.zeros(n)
    stacked = [(block, block.laplacians(tau2)) for block in blocks]
    for block, laps in stacked:
        np.add.at(laplacian, (block.arms[:, :, None], block.arms[:, None, :]), laps)
        np.add.at(right, block.arms, -(laps * block.differences).sum(axis=2))
    inner, rank = _inverse(laplacian, basis)
    coefficients = inner @ (right if basis is None else basis.T @ right)
    covariance = inner if basis is None else basis @ inner @ basis.T
    positions = coefficients if basis is None else basis @ coefficients
    q = sum(_misses(block, laps, positions[block.arms]) for block, laps in stacked)
    return Fit(blocks, tau2, basis, laplacian, covariance, coefficients, inner, rank, max(float(q), 0.0))


def _misses(block: Block, laplacians: np.ndarray, fitted: np.ndarray) -> float:
    """The squares of what every comparison misses, at its reduced weight (minus the off-diagonal of the Laplacian)."""
    missed = block.differences - (fitted[:, :, None] - fitted[:, None, :])
    return -float((laplacians * missed**2).sum()) / 2


def _inverse(laplacian: np.ndarray, basis: np.ndarray | None) -> tuple[np.ndarray, int]:
    if basis is None:
        return pseudo_inverse(laplacian), len(laplacian) - 1
    values, vectors = np.linalg.eigh(basis.T @ laplacian @ basis)
    kept = values > RANK * values.max()
    return (vectors[:, kept] / values[kept]) @ vectors[:, kept].T, int(kept.sum())
