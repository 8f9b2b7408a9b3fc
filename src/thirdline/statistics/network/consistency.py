"""Where a network contradicts itself: the decomposition of Q by design.

Question answered: do trials of the same treatments disagree (heterogeneity), or trials of different sets of treatments
(inconsistency), and which design is to blame? A design is the set of treatments that a trial compares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.statistics.estimates import Estimate
from thirdline.statistics.network.heterogeneity import tail
from thirdline.statistics.network.model import Fit, blocks_of, fit
from thirdline.statistics.network.synthesis import Network, connections
from thirdline.statistics.network.trials import Trial

Design = tuple[str, ...]


@dataclass(frozen=True)
class QTest:
    """A Q statistic, its degrees of freedom, and how likely so large a one is by chance (None without freedom)."""

    q: float
    df: int
    p_value: float | None


@dataclass(frozen=True)
class DesignEvidence:
    """One design: `within`, the disagreement of its own trials; `share`, its part of the between-designs Q; `detached`, the
    between-designs Q that is left once it has effects of its own (None where the rest of the network falls apart)."""

    design: Design
    n_trials: int
    within: QTest
    share: float
    detached: QTest | None


@dataclass(frozen=True)
class Inconsistency:
    """Q decomposed: `total` = `within` designs + `between` designs, and design by design.

    `interaction`: the between-designs Q at random-effects weights, with `tau_within`, the between-trial deviation under the
    full design-by-treatment interaction model; both None/no value where no design is replicated.
    """

    total: QTest
    within: QTest
    between: QTest
    designs: tuple[DesignEvidence, ...]
    interaction: QTest | None
    tau_within: Estimate
    method: str = "decomposition of Q by design (Krahn 2013), common-effect weights"


def inconsistency(network: Network) -> Inconsistency:
    """Does the network contradict itself, and where?

    Q total at common-effect weights is split into what trials of one design disagree about (within) and what designs
    disagree about (between; df: effects free within designs less n - 1). `detached`: the between-designs Q of the network
    without one design. Full design-by-treatment interaction: tau2 within designs by the generalised DerSimonian-Laird
    estimator, then the between-designs Q at these weights (Higgins 2012). Misleads: a small Q between designs is weak
    evidence of agreement where loops are few or trials small. Source: Krahn, Binder and König, BMC Med Res Methodol
    2013;13:35; Higgins, Res Synth Methods 2012;3:98-110.
    """
    alone = {design: _alone(network, design, 0.0) for design in network.designs}
    whole = network.fit("common")
    within = _test(sum(a.q for a in alone.values()), sum(a.df for a in alone.values()))
    tau2 = _tau2_within(alone, within, network.settings.level)
    return Inconsistency(
        total=_test(whole.q, whole.df),
        within=within,
        between=_test(whole.q - within.q, whole.df - within.df),
        designs=tuple(_evidence(network, design, alone, whole) for design in network.designs),
        interaction=None if tau2.value is None else _interaction(network, tau2.value**2),
        tau_within=tau2,
    )


def _test(q: float, df: int) -> QTest:
    q = max(q, 0.0) if df > 0 else 0.0
    return QTest(q, df, tail(q, df))


def of_design(network: Network, design: Design) -> list[Trial]:
    """The trials that compare exactly these treatments."""
    return [trial for trial in network.trials if trial.treatments == design]


def _alone(network: Network, design: Design, tau2: float) -> Fit:
    """The trials of one design as a network of their own."""
    return fit(blocks_of(of_design(network, design), design), len(design), tau2)


def _evidence(network: Network, design: Design, alone: dict[Design, Fit], whole: Fit) -> DesignEvidence:
    own = alone[design]
    here = [network.treatments.index(name) for name in design]
    missed = own.positions - whole.positions[here]
    return DesignEvidence(
        design=design,
        n_trials=network.designs[design],
        within=_test(own.q, own.df),
        share=max(float(missed @ own.laplacian @ missed), 0.0),
        detached=_detached(network, design, alone),
    )


def without(network: Network, design: Design) -> Fit | None:
    """The network fitted without one design; None where it falls apart or loses a treatment."""
    rest = [trial for trial in network.trials if trial.treatments != design]
    if connections(rest) != (network.treatments,):
        return None
    return fit(blocks_of(rest, network.treatments), len(network.treatments))


def _detached(network: Network, design: Design, alone: dict[Design, Fit]) -> QTest | None:
    rest = without(network, design)
    if rest is None:
        return None
    others = [a for d, a in alone.items() if d != design]
    return _test(rest.q - sum(a.q for a in others), rest.df - sum(a.df for a in others))


def _tau2_within(alone: dict[Design, Fit], within: QTest, level: float) -> Estimate:
    method = "generalised DerSimonian-Laird within designs"
    moment = sum(a.moment for a in alone.values())
    if within.df <= 0 or moment <= 0:
        return Estimate(None, level=level, method=method, notes=("no design has two trials: tau within is not estimable",))
    return Estimate(max(0.0, (within.q - within.df) / moment) ** 0.5, level=level, method=method)


def _interaction(network: Network, tau2: float) -> QTest:
    whole = fit(network.blocks, len(network.treatments), tau2)
    alone = [_alone(network, design, tau2) for design in network.designs]
    return _test(whole.q - sum(a.q for a in alone), whole.df - sum(a.df for a in alone))


@dataclass(frozen=True, eq=False)
class NetHeat:
    """`change[i, j]`: by how much the between-designs Q of design i falls when design j is detached (below 0: rises); NaN
    where the network falls apart without j. Rows and columns are `designs`."""

    designs: tuple[Design, ...]
    change: np.ndarray


def net_heat(network: Network) -> NetHeat:
    """Which designs contradict each other? The data behind a net heat plot (Krahn 2013), at common-effect weights.

    Multi-arm designs are one row each, so that no baseline arm is chosen; Krahn's rows for the comparisons of such a design
    sum to it.
    """
    designs = tuple(network.designs)
    change = np.full((len(designs), len(designs)), np.nan)
    alone = {design: _alone(network, design, 0.0) for design in designs}
    before = _shares(network, alone, network.fit("common"))
    for j, design in enumerate(designs):
        rest = without(network, design)
        if rest is not None:
            after = _shares(network, alone, rest)
            after[j] = 0.0
            change[:, j] = before - after
    return NetHeat(designs, change)


def _shares(network: Network, alone: dict[Design, Fit], whole: Fit) -> np.ndarray:
    places = {name: i for i, name in enumerate(network.treatments)}
    missed = [own.positions - whole.positions[[places[name] for name in design]] for design, own in alone.items()]
    return np.array([m @ own.laplacian @ m for m, own in zip(missed, alone.values(), strict=True)])
