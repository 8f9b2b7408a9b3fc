"""Direct against indirect evidence, comparison by comparison.

Question answered: what do the trials that compare two treatments say, what does the rest of the network say, do they differ?
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.stats import norm

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.network.heterogeneity import i_squared, tail
from thirdline.statistics.network.settings import Model
from thirdline.statistics.network.synthesis import Network, connections, network_of
from thirdline.statistics.network.trials import Trial

ALL_DIRECT = 0.0005
"""A share of direct evidence this near to 1 leaves no indirect estimate (netmeta's tol.direct)."""


@dataclass(frozen=True)
class Direct:
    """The trials that compare two treatments, pooled alone. `tau2` is that of this comparison, by DerSimonian-Laird."""

    estimate: Estimate
    n_trials: int
    q: float
    df: int
    p_value: float | None
    tau2: float | None
    i2: Estimate


@dataclass(frozen=True)
class Split:
    """`treatment` against `comparator`: network, direct and indirect estimate, and direct less indirect.

    `share`: the proportion of direct evidence, variance of the network estimate over that of the direct one. Estimates are
    None where that evidence does not exist. `z` and `p_value` test the difference.
    """

    treatment: str
    comparator: str
    share: float
    network: Estimate
    direct: Direct | None
    indirect: Estimate | None
    difference: Estimate | None
    z: float | None
    p_value: float | None
    notes: tuple[str, ...] = ()


def node_split(network: Network, model: Model | None = None) -> tuple[Split, ...]:
    """Do direct and indirect evidence agree? Every pair, by back-calculation (SIDE; Dias 2010, König 2013).

    direct: inverse-variance pooling of all trials with both treatments, multi-arm trials with their unadjusted variance,
    tau2 of the network added under random effects. share p = var(network) / var(direct); indirect = (network - p direct) /
    (1 - p) with variance var(network) / (1 - p); difference = direct - indirect, variances added. As netmeta's netsplit: no
    indirect estimate where p is 1 or above. Misleads for multi-arm trials, whose other comparisons stay in the indirect
    part; `node_split_apart` leaves them out.

    Source: Dias, Stat Med 2010;29:932-944; König, Stat Med 2013;32:5414-5429.
    """
    return tuple(_split(network, pair, model or network.best_model) for pair in combinations(network.treatments, 2))


def node_split_apart(network: Network, model: Model | None = None) -> tuple[Split, ...]:
    """As node_split, with the indirect part from the network without any trial of the two treatments (SIDDE, Efthimiou
    2019).

    Between-trial variance is estimated anew in what is left. Splits without direct evidence come out as in node_split.
    """
    model = model or network.best_model
    return tuple(_split_apart(network, split, model) for split in node_split(network, model))


def direct_evidence(network: Network, pair: tuple[str, str], model: Model | None = None) -> Direct | None:
    """The trials that compare the first treatment of a pair with the second, pooled alone; None where there is none."""
    found = [_difference(trial, pair) for trial in network.trials if set(pair) <= set(trial.treatments)]
    if not found:
        return None
    values, variances = np.array(found).T
    model = model or network.best_model
    weights = 1 / (variances + network.tau2(model))
    value, error = float(values @ weights / weights.sum()), float(weights.sum() ** -0.5)
    q, df, tau2 = _own_heterogeneity(values, variances)
    estimate = estimate_of(value, error, network.settings.level, f"direct evidence, {_words(model)}")
    return Direct(estimate, len(found), q, df, tail(q, df), tau2, i_squared(q, df, network.settings.level))


def _words(model: Model) -> str:
    return "random effects, tau2 of the network" if model == "random" else "common effect"


def _difference(trial: Trial, pair: tuple[str, str]) -> tuple[float, float]:
    i, j = (trial.treatments.index(name) for name in pair)
    return float(trial.differences[i, j]), float(trial.variances[i, j])


def _own_heterogeneity(values: np.ndarray, variances: np.ndarray) -> tuple[float, int, float | None]:
    weights = 1 / variances
    df = len(values) - 1
    q = float(weights @ (values - values @ weights / weights.sum()) ** 2) if df else 0.0
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    return q, df, max(0.0, float((q - df) / scale)) if df else None


def estimate_of(value: float, error: float, level: float, method: str) -> Estimate:
    """A value with its normal interval."""
    half = float(norm.ppf((1 + level) / 2)) * error
    return Estimate(value, value - half, value + half, level, error, method)


def _split(network: Network, pair: tuple[str, str], model: Model) -> Split:
    whole = network.effects(model).of(*pair)
    direct = direct_evidence(network, pair, model)
    if direct is None:
        return Split(*pair, 0.0, whole, None, whole, None, None, None, ("indirect evidence only",))
    assert whole.standard_error is not None and direct.estimate.standard_error is not None
    share = whole.standard_error**2 / direct.estimate.standard_error**2
    if share > 1 - ALL_DIRECT:
        return Split(*pair, share, whole, direct, None, None, None, None, ("direct evidence only",))
    return _tested(Split(*pair, share, whole, direct, _indirect(whole, direct, share), None, None, None))


def _indirect(whole: Estimate, direct: Direct, share: float) -> Estimate:
    assert whole.value is not None and whole.standard_error is not None and direct.estimate.value is not None
    value = (whole.value - share * direct.estimate.value) / (1 - share)
    return estimate_of(value, whole.standard_error / math.sqrt(1 - share), whole.level, "indirect evidence, back-calculated")


def _tested(split: Split) -> Split:
    """The split with the difference of its two parts."""
    assert split.direct is not None and split.indirect is not None
    direct, indirect = split.direct.estimate, split.indirect
    assert direct.value is not None and indirect.value is not None
    assert direct.standard_error is not None and indirect.standard_error is not None
    error = math.hypot(direct.standard_error, indirect.standard_error)
    difference = estimate_of(direct.value - indirect.value, error, direct.level, "direct less indirect")
    z = (direct.value - indirect.value) / error
    return Split(
        *(split.treatment, split.comparator, split.share, split.network, split.direct, indirect),
        *(difference, z, float(2 * norm.sf(abs(z))), split.notes),
    )


def _split_apart(network: Network, split: Split, model: Model) -> Split:
    if split.direct is None:
        return split
    pair = (split.treatment, split.comparator)
    rest = [trial for trial in network.trials if not set(pair) <= set(trial.treatments)]
    part = next((p for p in connections(rest) if set(pair) <= set(p)), None)
    kept = Split(*pair, split.share, split.network, split.direct, None, None, None, None, ("direct evidence only",))
    if part is None:
        return kept
    left = network_of(part, [t for t in rest if t.treatments[0] in part], network.settings, ())
    if model == "random" and left.random is None:
        note = "without the direct trials the between-trial variance is not estimable"
        return Split(*pair, split.share, split.network, split.direct, None, None, None, None, (note,))
    return _tested(Split(*pair, split.share, split.network, split.direct, left.effects(model).of(*pair), None, None, None))
