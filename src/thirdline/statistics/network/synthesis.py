"""Network meta-analysis: every treatment against every other, from all trials together.

Question answered: what do direct and indirect comparisons say together, and of which treatments can nothing be said?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from thirdline.statistics.estimates import Estimate, StatisticsError
from thirdline.statistics.network.contrasts import Contrast, in_order
from thirdline.statistics.network.effects import Effects, Scale, effects
from thirdline.statistics.network.heterogeneity import Heterogeneity, heterogeneity
from thirdline.statistics.network.model import Block, Fit, blocks_of, fit
from thirdline.statistics.network.settings import Model, Settings
from thirdline.statistics.network.trials import Trial, trials_from


@dataclass(frozen=True, eq=False)
class Network:
    """One connected network.

    `edges`: how many trials compare each pair directly. `designs`: how many trials compare each set of treatments.
    `random` and `prediction` are None where the between-trial variance is not estimable and none was set. `apart`: the
    treatments of the other networks that the same contrasts form; nothing can be said of these against those.
    """

    treatments: tuple[str, ...]
    trials: tuple[Trial, ...]
    settings: Settings
    edges: dict[tuple[str, str], int]
    designs: dict[tuple[str, ...], int]
    heterogeneity: Heterogeneity
    common: Effects
    random: Effects | None
    prediction: Effects | None
    apart: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.trials, self.treatments)

    @property
    def best_model(self) -> Model:
        """Random effects where they can be estimated, else common effect."""
        return "common" if self.random is None else "random"

    def tau2(self, model: Model | None = None) -> float:
        """The between-trial variance under a model (0 for the common effect)."""
        if (model or self.best_model) == "common":
            return 0.0
        value = self.heterogeneity.tau2.value
        if value is None:
            raise StatisticsError(
                ["no random effects in this network: its between-trial variance is not estimable; set tau"]
            )
        return value

    def fit(self, model: Model | None = None) -> Fit:
        """Laplacian, covariance and positions under a model, for what is built on them."""
        return fit(self.blocks, len(self.treatments), self.tau2(model))

    def effects(self, model: Model | None = None) -> Effects:
        """All pairwise estimates under a model; by default random effects where there are any."""
        self.tau2(model)
        found = self.common if (model or self.best_model) == "common" else self.random
        assert found is not None
        return found

    def compare(self, treatment: str, comparator: str, model: Model | None = None) -> Estimate:
        """One treatment against another. None with a note where they are in separate networks."""
        elsewhere = {name for part in self.apart for name in part}
        for name in (treatment, comparator):
            if name in elsewhere:
                note = f"{name} is in another network; no chain of trials joins {treatment} and {comparator}"
                return Estimate(None, level=self.settings.level, method="network meta-analysis", notes=(note,))
        return self.effects(model).of(treatment, comparator)

    def forest(self, reference: str, model: Model | None = None) -> tuple[tuple[str, Estimate], ...]:
        """Every other treatment against one reference, in the order of the treatments."""
        found = self.effects(model)
        return tuple((name, found.of(name, reference)) for name in self.treatments if name != reference)


def network(contrasts: Sequence[Contrast], *, settings: Settings | None = None) -> tuple[Network, ...]:
    """What do all trials together say of each treatment against each other? One Network for each connected part.

    contrasts: one row for each comparison of a trial (see Contrast); effects of ratios on the log scale. Parts are ordered
    by size, then by name. Common-effect estimates minimise the squares of what the trials miss, weighted by their exact
    covariance (Rücker 2012; Laplacian of the weighted graph); random effects add tau2 to the variance of every comparison,
    and half of it to the covariance of two comparisons that share an arm. Prediction intervals: t quantile with the degrees
    of freedom of Q and the variance var + tau2 (Higgins 2009; from 2 degrees of freedom on). Errors: StatisticsError naming
    every row or trial that cannot be used. Misleads where trials that are joined differ in what modifies the effect
    (previous lines, refractoriness): no figure here tells, see comparability. Direct and indirect evidence that disagree are
    averaged; see inconsistency and node_split.

    Source: Rücker, Res Synth Methods 2012;3:312-324; Rücker and Schwarzer, Stat Med 2014;33:4353-4369.

    >>> rows = [Contrast("1", "B", "A", -0.5, 0.2), Contrast("2", "C", "B", -0.1, 0.1), Contrast("3", "E", "D", 0.3, 0.1)]
    >>> abc, de = network(rows)
    >>> found = abc.compare("C", "A")
    >>> round(found.value, 4), round(found.standard_error, 4), abc.random is None
    (-0.6, 0.2236, True)
    >>> abc.compare("C", "D").notes
    ('D is in another network; no chain of trials joins C and D',)
    """
    settings = settings or Settings()
    trials = trials_from(contrasts, settings.tolerance)
    parts = connections(trials)
    return tuple(
        network_of(part, [t for t in trials if t.treatments[0] in part], settings, tuple(p for p in parts if p != part))
        for part in parts
    )


def connections(trials: Sequence[Trial]) -> tuple[tuple[str, ...], ...]:
    """Which treatments are joined by chains of trials? The largest part first."""
    parts: list[set[str]] = []
    for trial in trials:
        joined = [part for part in parts if part & set(trial.treatments)]
        parts = [part for part in parts if part not in joined] + [set(trial.treatments).union(*joined)]
    return tuple(sorted((in_order(part) for part in parts), key=lambda part: (-len(part), part)))


def network_of(
    treatments: tuple[str, ...], trials: list[Trial], settings: Settings, apart: tuple[tuple[str, ...], ...]
) -> Network:
    """The network of trials that are joined already; `apart` are the parts that they are not joined to."""
    blocks = blocks_of(trials, treatments)
    found = heterogeneity(blocks, len(treatments), settings)
    common = fit(blocks, len(treatments))
    random = None if found.tau2.value is None else fit(blocks, len(treatments), found.tau2.value)
    return Network(
        treatments=treatments,
        trials=tuple(trials),
        settings=settings,
        edges=dict(sorted(Counter(pair for t in trials for pair in combinations(t.treatments, 2)).items())),
        designs=dict(sorted(Counter(t.treatments for t in trials).items())),
        heterogeneity=found,
        common=_effects(treatments, common, Scale(settings.level, None, "common effect, normal interval")),
        random=random and _effects(treatments, random, random_scale(found, settings)),
        prediction=random and _prediction(treatments, random, found, settings),
        apart=apart,
        notes=tuple(_notes(trials, found, apart)),
    )


def _effects(treatments: tuple[str, ...], at: Fit, scale: Scale) -> Effects:
    return effects(treatments, at.positions, at.variances, scale)


def random_scale(found: Heterogeneity, settings: Settings) -> Scale:
    """How random-effects estimates get their limits: by `settings.interval`."""
    if settings.interval == "t" and found.df > 0:
        return Scale(settings.level, found.df, f"random effects, {found.tau2.method}; t interval on {found.df} df")
    return Scale(settings.level, None, f"random effects, {found.tau2.method}; normal interval")


def _prediction(treatments: tuple[str, ...], at: Fit, found: Heterogeneity, settings: Settings) -> Effects | None:
    df = {"df": found.df, "df-1": found.df - 1, "normal": None}[settings.prediction]
    if df is not None and found.df < 2:
        return None
    words = "normal quantile" if df is None else f"t quantile on {df} df"
    wider = at.variances + at.tau2 * (1 - np.eye(len(treatments)))
    scale = Scale(settings.level, df, f"prediction interval for a new trial, {words}; {found.tau2.method}")
    return effects(treatments, at.positions, wider, scale)


def _notes(trials: Sequence[Trial], found: Heterogeneity, apart: tuple[tuple[str, ...], ...]) -> list[str]:
    notes = [note for trial in trials for note in trial.notes]
    if apart:
        notes.append("not joined to this network by any trial: " + "; ".join(", ".join(part) for part in apart))
    notes.extend(found.tau2.notes)
    designs = Counter(trial.treatments for trial in trials)
    if found.df > 0 and len(designs) == len(trials):
        notes.append("no two trials compare the same treatments: heterogeneity and inconsistency cannot be told apart")
    return notes
