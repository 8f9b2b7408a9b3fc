"""Which treatment is best, and how sure is that? Rankings and the league table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thirdline.statistics.estimates import Estimate, StatisticsError
from thirdline.statistics.network.effects import Effects, place
from thirdline.statistics.network.settings import Model, SmallValues
from thirdline.statistics.network.splitting import direct_evidence
from thirdline.statistics.network.synthesis import Network


def p_scores(network: Network, model: Model | None = None) -> dict[str, float]:
    """How certain is it that a treatment is better than another one, on average over the others? 1: best for certain.

    The mean of the one-sided probabilities of being better, from the pairwise estimates; equal to SUCRA under normality,
    with no draws. Better is smaller where settings.small_values is "desirable", else larger. Best first. Misleads: an
    imprecise treatment stands in the middle whatever its effect, and a score says nothing of how much better. Source: Rücker
    and Schwarzer, BMC Med Res Methodol 2015;15:58; Veroniki, Stat Methods Med Res 2016 on rankings.
    """
    return scores(network.effects(model), network.settings.small_values)


def scores(found: Effects, small_values: SmallValues) -> dict[str, float]:
    """P-scores of a table of estimates, best first; pairs that cannot be estimated are left out of the mean."""
    sign = 1.0 if small_values == "desirable" else -1.0
    better = np.where(sign * found.values < 0, 1 - found.p_values / 2, found.p_values / 2)
    better = np.where(found.values == 0, 0.5, better)
    np.fill_diagonal(better, np.nan)
    known = ~np.isnan(better)
    means = np.where(known, better, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    order = sorted(range(len(means)), key=lambda i: -means[i])
    return {found.treatments[i]: float(means[i]) for i in order if known[i].any()}


@dataclass(frozen=True, eq=False)
class Ranking:
    """`probabilities[i, r]`: of treatment i to have rank r + 1 (1 is best). `sucra`, mean and median rank for each
    treatment."""

    treatments: tuple[str, ...]
    probabilities: np.ndarray
    cumulative: np.ndarray
    sucra: np.ndarray
    mean_rank: np.ndarray
    median_rank: np.ndarray
    draws: int
    seed: int
    method: str


def rank_probabilities(network: Network, *, seed: int, draws: int = 10_000, model: Model | None = None) -> Ranking:
    """How probable is each rank for each treatment? By drawing from the joint normal distribution of the estimates.

    SUCRA: mean of the cumulative rank probabilities over ranks 1 to n - 1 (Salanti 2011). Drawn with the full covariance;
    netmeta draws each treatment independently, which widens the differences of treatments that share comparators.
    Errors: fewer than one draw. The same seed gives the same figures.
    """
    if draws < 1:
        raise StatisticsError([f"draws is {draws}; at least 1 is needed"])
    at = network.fit(model)
    values, vectors = np.linalg.eigh(at.covariance)
    spread = vectors * np.sqrt(np.clip(values, 0.0, None))
    drawn = at.positions + np.random.default_rng(seed).standard_normal((draws, len(values))) @ spread.T
    words = f"{draws} draws from the joint normal distribution, seed {seed}, {model or network.best_model} model"
    return ranking(network.treatments, drawn if network.settings.small_values == "desirable" else -drawn, seed, words)


def ranking(treatments: tuple[str, ...], drawn: np.ndarray, seed: int, method: str) -> Ranking:
    """Rank probabilities from draws (draws, n) of where treatments stand, the smallest being best."""
    n = len(treatments)
    ranks = drawn.argsort(axis=1).argsort(axis=1)
    probabilities = np.array([np.bincount(ranks[:, i], minlength=n) for i in range(n)]) / len(drawn)
    cumulative = probabilities.cumsum(axis=1)
    return Ranking(
        treatments,
        probabilities,
        cumulative,
        sucra=cumulative[:, :-1].sum(axis=1) / (n - 1),
        mean_rank=probabilities @ np.arange(1, n + 1),
        median_rank=(cumulative >= 0.5 - 1e-12).argmax(axis=1) + 1,
        draws=len(drawn),
        seed=seed,
        method=method,
    )


@dataclass(frozen=True)
class League:
    """All comparisons in a square. `cells[row][column]` is the treatment that comes first in `treatments` against the one
    that comes later: below the diagonal the network estimate, above it the direct one (None: no trial). The diagonal is
    None."""

    treatments: tuple[str, ...]
    cells: tuple[tuple[Estimate | None, ...], ...]
    model: Model


def league(network: Network, model: Model | None = None, order: Sequence[str] | None = None) -> League:
    """Every treatment against every other: network estimates below the diagonal, direct ones above.

    Ordered by P-score, best first, unless `order` names every treatment once. Below the diagonal: column against row; above:
    row against column (the convention of netmeta's netleague), so that mirrored cells are the same comparison.
    """
    model = model or network.best_model
    names = tuple(order) if order is not None else tuple(p_scores(network, model))
    if sorted(names) != sorted(network.treatments):
        raise StatisticsError([f"order is {', '.join(names)}; each of {', '.join(network.treatments)} is needed once"])
    found = network.effects(model)

    def cell(row: str, column: str) -> Estimate | None:
        at, across = place(names, row), place(names, column)
        if at > across:
            return found.of(column, row)
        direct = direct_evidence(network, (row, column), model) if at < across else None
        return direct and direct.estimate

    return League(names, tuple(tuple(cell(row, column) for column in names) for row in names), model)
