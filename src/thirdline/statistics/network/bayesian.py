"""The Bayesian network: the same model by Markov chain Monte Carlo (extra `bayes`: NumPyro).

Question answered: given what is believed beforehand of effects and of the between-trial variance, where do the treatments
stand, and did the chains settle well enough to say so?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import norm, rankdata

from thirdline.statistics.estimates import Estimate, StatisticsError
from thirdline.statistics.network.effects import place
from thirdline.statistics.network.model import Block
from thirdline.statistics.network.ranking import Ranking, ranking
from thirdline.statistics.network.settings import Prior
from thirdline.statistics.network.synthesis import Network

RHAT = 1.01
"""Chains with a larger rank-normalised split R-hat have not mixed (Vehtari, Bayesian Anal 2021;16:667-718)."""

ESS_PER_CHAIN = 100
"""Fewer effective draws than this a chain, in the bulk, are too few to trust (Vehtari 2021)."""


@dataclass(frozen=True)
class Priors:
    """What is believed beforehand; no default, since it depends on the scale of the effect.

    Effects against the reference treatment (the first one): normal around 0 with standard deviation `effect_scale`.
    `tau`: of the between-trial standard deviation; None is the common-effect model.
    """

    effect_scale: float
    tau: Prior | None

    def __post_init__(self) -> None:
        if not (np.isfinite(self.effect_scale) and self.effect_scale > 0):
            raise StatisticsError([f"priors: effect_scale is {self.effect_scale}; a positive number is needed"])

    def __str__(self) -> str:
        between = "common effect" if self.tau is None else str(self.tau)
        return f"effects normal(0, {self.effect_scale:g}), {between}"


@dataclass(frozen=True)
class Sampling:
    """How chains are drawn: NUTS, one chain after the other, in double precision; the same seed gives the same draws."""

    seed: int
    chains: int = 4
    warmup: int = 1000
    draws: int = 1000
    target_acceptance: float = 0.95

    def __post_init__(self) -> None:
        if self.chains < 2 or self.warmup < 1 or self.draws < 4:
            found = f"{self.chains} chains of {self.warmup} + {self.draws}"
            raise StatisticsError(
                [f"sampling: {found}; at least 2 chains, 1 warm-up step and 4 draws are needed to judge them"]
            )


@dataclass(frozen=True)
class Convergence:
    """Whether the chains can be trusted: largest R-hat, smallest bulk effective sample size, divergent steps."""

    r_hat: dict[str, float]
    bulk_ess: dict[str, float]
    divergences: int
    notes: tuple[str, ...]

    @property
    def converged(self) -> bool:
        return not self.notes


@dataclass(frozen=True, eq=False)
class BayesianNetwork:
    """Draws from the posterior: `positions` (draws, n) of the treatments against the reference, `tau_draws` (draws).

    Every estimate is a posterior median with an interval of equal tails; its standard error is the posterior standard
    deviation. Where the chains did not converge, every estimate says so in its notes.
    """

    treatments: tuple[str, ...]
    positions: np.ndarray
    tau_draws: np.ndarray | None
    convergence: Convergence
    priors: Priors
    sampling: Sampling
    level: float
    small_values: str
    method: str

    def compare(self, treatment: str, comparator: str) -> Estimate:
        """One treatment against another."""
        i, j = (place(self.treatments, name) for name in (treatment, comparator))
        return self._summary(self.positions[:, i] - self.positions[:, j])

    @property
    def tau(self) -> Estimate:
        """The between-trial standard deviation; no value under the common effect."""
        if self.tau_draws is None:
            return Estimate(None, level=self.level, method=self.method, notes=("common effect: no between-trial variance",))
        return self._summary(self.tau_draws)

    def predict(self, treatment: str, comparator: str) -> Estimate:
        """The effect in a new trial: the spread between trials added (drawn with the seed of the sampling)."""
        i, j = (place(self.treatments, name) for name in (treatment, comparator))
        drawn = self.positions[:, i] - self.positions[:, j]
        if self.tau_draws is not None:
            drawn = drawn + self.tau_draws * np.random.default_rng(self.sampling.seed).standard_normal(len(drawn))
        return self._summary(drawn)

    def rank_probabilities(self) -> Ranking:
        """How probable is each rank for each treatment?"""
        better = self.positions if self.small_values == "desirable" else -self.positions
        return ranking(self.treatments, better, self.sampling.seed, self.method)

    def _summary(self, drawn: np.ndarray) -> Estimate:
        tail = (1 - self.level) / 2
        low, middle, high = (float(x) for x in np.quantile(drawn, (tail, 0.5, 1 - tail)))
        error = float(drawn.std(ddof=1))
        return Estimate(middle, low, high, self.level, error, self.method, self.convergence.notes)


def bayesian_network(network: Network, priors: Priors, sampling: Sampling) -> BayesianNetwork:
    """Where do the treatments stand, given the trials and what is believed beforehand?

    Contrasts of a trial are jointly normal with their exact covariance; random effects add tau2 to each variance and half of
    it to each covariance (Lu and Ades 2004), integrated out analytically, so that only effects and tau are drawn.
    Convergence is judged by rank-normalised split R-hat, bulk effective sample size and divergent steps; every estimate
    carries the verdict. Errors: StatisticsError where the extra `bayes` is missing. Misleads where trials are few: the
    interval of tau is then the prior's.
    """
    drawn, divergences = _draw(network, priors, sampling)
    effects = np.concatenate([np.zeros((*drawn["effects"].shape[:2], 1)), drawn["effects"]], axis=2)
    names = [f"{name} against {network.treatments[0]}" for name in network.treatments[1:]]
    chains = {name: drawn["effects"][:, :, i] for i, name in enumerate(names)}
    if priors.tau is not None:
        chains["tau"] = drawn["tau"]
    return BayesianNetwork(
        treatments=network.treatments,
        positions=effects.reshape(-1, len(network.treatments)),
        tau_draws=None if priors.tau is None else drawn["tau"].ravel(),
        convergence=convergence(chains, divergences),
        priors=priors,
        sampling=sampling,
        level=network.settings.level,
        small_values=network.settings.small_values,
        method=f"Bayesian network, {priors}; NUTS, {sampling.chains} chains of {sampling.draws} draws, seed {sampling.seed}",
    )


def _draw(network: Network, priors: Priors, sampling: Sampling) -> tuple[dict[str, np.ndarray], int]:
    """Draws by chain (chains, draws, ...) and the number of divergent steps."""
    try:
        import jax
        import numpyro
        from numpyro.infer import MCMC, NUTS
    except ImportError as missing:
        text = "the Bayesian network needs NumPyro: install the extra, pip install 'thirdline[bayes]'"
        raise StatisticsError([text]) from missing
    with jax.enable_x64(True), numpyro.handlers.seed(rng_seed=sampling.seed):
        kernel = NUTS(_model(network, priors), target_accept_prob=sampling.target_acceptance, dense_mass=True)
        chains = MCMC(
            kernel,
            num_warmup=sampling.warmup,
            num_samples=sampling.draws,
            num_chains=sampling.chains,
            chain_method="sequential",
            progress_bar=False,
        )
        chains.run(jax.random.PRNGKey(sampling.seed), extra_fields=("diverging",))
        drawn = {name: np.asarray(values) for name, values in chains.get_samples(group_by_chain=True).items()}
        return drawn, int(np.asarray(chains.get_extra_fields()["diverging"]).sum())


def _model(network: Network, priors: Priors) -> Any:
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    data = [_contrasts(block) for block in network.blocks]
    n = len(network.treatments)

    def tau() -> Any:
        belief = priors.tau
        if belief is None:
            return 0.0
        half = belief.kind == "half-normal"
        prior = dist.HalfNormal(belief.scale) if half else dist.LogNormal(belief.location, belief.scale)
        drawn = numpyro.sample(belief.of, prior)
        return drawn if belief.of == "tau" else numpyro.deterministic("tau", jnp.sqrt(drawn))

    def model() -> None:
        effects = numpyro.sample("effects", dist.Normal(0.0, priors.effect_scale).expand([n - 1]).to_event(1))
        positions = jnp.concatenate([jnp.zeros(1), effects])
        spread = tau()
        for arms, observed, covariance in data:
            k = arms.shape[1]
            mean = positions[arms[:, 1:]] - positions[arms[:, :1]]
            wider = covariance + spread**2 * (np.eye(k - 1) + 1) / 2
            if k == 2:  # the same, without a matrix to factor
                numpyro.sample("trials of 2 arms", dist.Normal(mean[:, 0], jnp.sqrt(wider[:, 0, 0])), obs=observed[:, 0])
            else:
                numpyro.sample(f"trials of {k} arms", dist.MultivariateNormal(mean, covariance_matrix=wider), obs=observed)

    return model


def _contrasts(block: Block) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Arms, contrasts against the first arm (S, k - 1) and their covariance (S, k - 1, k - 1)."""
    first = block.variances[:, 0, 1:]
    covariance = (first[:, :, None] + first[:, None, :] - block.variances[:, 1:, 1:]) / 2
    return block.arms, block.positions[:, 1:] - block.positions[:, :1], covariance


def convergence(chains: dict[str, np.ndarray], divergences: int) -> Convergence:
    """Did the chains (each: chains x draws) settle? R-hat and bulk effective sample size of each, and a verdict in notes."""
    r_hat = {name: split_r_hat(drawn) for name, drawn in chains.items()}
    ess = {name: bulk_effective_size(drawn) for name, drawn in chains.items()}
    needed = ESS_PER_CHAIN * next(iter(chains.values())).shape[0]
    worst, least = max(r_hat, key=lambda name: r_hat[name]), min(ess, key=lambda name: ess[name])
    notes = []
    if not r_hat[worst] <= RHAT:
        notes.append(f"not converged: R-hat of {worst} is {r_hat[worst]:.3f}, above {RHAT}; draw longer chains")
    if not ess[least] >= needed:
        notes.append(f"not converged: {least} has {ess[least]:.0f} effective draws, fewer than {needed}; draw longer chains")
    if divergences:
        notes.append(f"{divergences} divergent steps: the posterior is not explored everywhere; raise target_acceptance")
    return Convergence(r_hat, ess, divergences, tuple(notes))


def _split(drawn: np.ndarray) -> np.ndarray:
    half = drawn.shape[1] // 2
    return np.concatenate([drawn[:, :half], drawn[:, -half:]])


def _ranked(drawn: np.ndarray) -> np.ndarray:
    ranks = rankdata(drawn, axis=None).reshape(drawn.shape)
    return norm.ppf((ranks - 0.375) / (drawn.size + 0.25))


def split_r_hat(drawn: np.ndarray) -> float:
    """Rank-normalised split R-hat of chains x draws, the larger of bulk and folded (Vehtari 2021). 1: chains agree."""
    halves = _split(drawn)
    return max(_r_hat(_ranked(halves)), _r_hat(_ranked(np.abs(halves - np.median(halves)))))


def _r_hat(chains: np.ndarray) -> float:
    n = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean()
    between = chains.mean(axis=1).var(ddof=1)
    return float(np.sqrt((n - 1) / n + between / within)) if within > 0 else float("inf")


def bulk_effective_size(drawn: np.ndarray) -> float:
    """How many independent draws are the chains (chains x draws) worth, in the bulk? (Vehtari 2021, Geyer's pairs)."""
    chains = _ranked(_split(drawn))
    m, n = chains.shape
    centred = chains - chains.mean(axis=1, keepdims=True)
    size = 2 * n
    power = np.abs(np.fft.rfft(centred, size, axis=1)) ** 2
    autocovariance = np.fft.irfft(power, size, axis=1)[:, :n].mean(axis=0) / n
    within = autocovariance[0] * n / (n - 1)
    pooled = within * (n - 1) / n + chains.mean(axis=1).var(ddof=1)
    correlation = 1 - (within - autocovariance * n / (n - 1)) / pooled
    correlation[0] = 1.0
    pairs = correlation[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    kept = pairs[: int(np.argmax(pairs < 0)) or len(pairs)]
    time = -1 + 2 * np.minimum.accumulate(kept).sum()
    return float(m * n / max(time, 1 / np.log10(m * n)))
