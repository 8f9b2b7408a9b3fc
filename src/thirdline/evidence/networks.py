"""Networks of trials: which enter, which do not and why, what is connected to what, and every treatment against every other.

Question answered: what do all randomised trials of a disease say together on one endpoint, with overall survival beside
it, and of which treatments can nothing be said? The arithmetic is `thirdline.statistics.network`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from thirdline.evidence.effects import Effects, LeftOut, Selection, TrialEffect, contrasts, effects_of
from thirdline.evidence.naming import named, nodes_of, trials_named
from thirdline.evidence.publication import known_on
from thirdline.knowledge import Knowledge
from thirdline.statistics import Estimate, StatisticsError
from thirdline.statistics.network import Contributions, Network, Settings, contributions, network, trials_from
from thirdline.statistics.network.settings import Model

BESIDE = "os"
"""The endpoint without which no other is shown."""
TIME_TO_PROGRESSION = "ttp"
RATIO_ENDPOINTS = ("pfs", "os", "ttp", "efs", "dfs", "rfs", "ttnt")
"""Endpoints that are compared by hazard ratios."""
FEW_DEGREES = 5
"""Below so many degrees of freedom the between-trial variance of a network is not identified: the common effect is told,
and random effects only where they are asked for, or their variance is set or believed beforehand."""
LEAST_SHARE = 0.001
"""A trial that carries less of an estimate is not named as one that it rests on."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a network.

    `with_ttp`: where a trial tells no PFS, its time to progression is taken in its stead, though it is another endpoint.
    `cut`: current, first, or a cut's id; `as_of`: only what was in print on that day. `only` and `without` name trials or
    nodes. `model`: by default random effects where their variance is identified (`FEW_DEGREES`), else the common effect.
    `lumped`: nearly equal treatments count as one where the record says so.
    """

    endpoint: str = "pfs"
    with_ttp: bool = False
    cut: str = "current"
    as_of: date | None = None
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    model: Model | None = None
    lumped: bool = True
    disease: str = "multiple_myeloma"
    settings: Settings = field(default_factory=Settings)

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The endpoints that may stand for the one asked, in order of preference."""
        return (self.endpoint, TIME_TO_PROGRESSION) if self.with_ttp and self.endpoint == "pfs" else (self.endpoint,)


@dataclass(frozen=True, eq=False)
class EndpointEvidence:
    """One endpoint: the effects taken, the trials left out, and a network for each part that trials connect.

    `endpoints` are those met among the effects: PFS, and TTP where it was asked for and stands in for PFS.
    """

    endpoint: str
    taken: tuple[TrialEffect, ...]
    left_out: tuple[LeftOut, ...]
    networks: tuple[Network, ...]
    model: Model | None = None

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The endpoints met, the one asked for first."""
        met = {effect.endpoint for effect in self.taken}
        return tuple(sorted(met, key=lambda word: (word != self.endpoint, word)))

    def of(self, node: str) -> Network | None:
        """The network that holds a treatment."""
        return next((found for found in self.networks if node in found.treatments), None)

    def model_of(self, found: Network) -> Model:
        """The model by which a network is told: the one asked for where it can be estimated; see `FEW_DEGREES`."""
        if self.model == "common":
            return "common"
        believed = found.settings.tau is not None or found.settings.prior is not None
        enough = found.heterogeneity.df >= FEW_DEGREES or believed or self.model == "random"
        return found.best_model if enough else "common"

    def compare(self, treatment: str, comparator: str) -> Estimate | None:
        """The log ratio of two treatments; None where no chain of trials joins them, or one of them was in no trial."""
        found = self.of(treatment)
        if found is None or comparator not in found.treatments:
            return None
        return found.compare(treatment, comparator, self.model_of(found))

    def direct(self, treatment: str, comparator: str) -> tuple[TrialEffect, ...]:
        """The effects of the trials that compare the two."""
        return tuple(e for e in self.taken if {e.experimental, e.control} == {treatment, comparator})

    def rests_on(self, treatment: str, comparator: str) -> tuple[tuple[TrialEffect, float], ...]:
        """The effects that carry an estimate, each with its share, the heaviest first (see `contributions`)."""
        found = self.of(treatment)
        if found is None or comparator not in found.treatments or treatment == comparator:
            return ()
        shares = self._contributions[found.treatments]
        row = shares.comparisons.index((min(treatment, comparator, key=found.treatments.index),
                                        max(treatment, comparator, key=found.treatments.index)))  # fmt: skip
        carried = [
            (effect, float(share) * weight)
            for edge, share in zip(shares.edges, shares.shares[row], strict=True)
            if share > LEAST_SHARE
            for effect, weight in self._weights(found, edge)
        ]
        return tuple(sorted(carried, key=lambda pair: (-pair[1], pair[0].trial)))

    def unverified(self, treatment: str, comparator: str) -> bool:
        """Whether an estimate rests on any figure that was not checked against its source."""
        return any(effect.checked == "unverified" for effect, _ in self.rests_on(treatment, comparator))

    def basis(self, treatment: str, comparator: str) -> str:
        """`direct`, `indirect` or `mixed`, by whether trials compare the two and whether others add to the estimate."""
        if not self.direct(treatment, comparator):
            return "indirect"
        own = {effect.trial for effect in self.direct(treatment, comparator)}
        others = [effect for effect, _ in self.rests_on(treatment, comparator) if effect.trial not in own]
        return "mixed" if others else "direct"

    @cached_property
    def _contributions(self) -> dict[tuple[str, ...], Contributions]:
        return {found.treatments: contributions(found, self.model_of(found)) for found in self.networks}

    def _weights(self, found: Network, edge: tuple[str, str]) -> list[tuple[TrialEffect, float]]:
        """The effects on a direct comparison, with the share of each in it."""
        own = self.direct(*edge)
        tau2 = found.tau2(self.model_of(found))
        precision = np.array([1 / (effect.contrast().standard_error ** 2 + tau2) for effect in own])
        return list(zip(own, (precision / precision.sum()).tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class NetworkEvidence:
    """The endpoint asked for, and overall survival of the same trials beside it (None where that was asked for itself)."""

    asked: Asked
    first: EndpointEvidence
    beside: EndpointEvidence | None
    undated: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[EndpointEvidence, ...]:
        """The endpoint asked for, then overall survival."""
        return (self.first,) if self.beside is None else (self.first, self.beside)


def networks_of(knowledge: Knowledge, asked: Asked) -> NetworkEvidence:
    """The networks that the trials of a disease form on an endpoint, with those on overall survival beside them.

    Every trial of the disease stands among those taken or those left out. Trials that report time to progression only
    stay out unless asked for. Errors: StatisticsError for a name that is no trial and no node, with the nearest, and for
    settings that cannot be. Misleads: a ratio of hazards is held to be constant over time and the same in all whom the
    trials took; where trials of a chain took other patients, an indirect estimate is of nobody.
    """
    known, later, undated = _known(knowledge, asked)
    found = _marked(effects_of(known, _selection(asked, asked.endpoints)), later)
    _refuse_unknown_cut(found, asked)
    chosen = _chosen(knowledge, found, asked)
    first = _evidence(asked.endpoint, chosen, asked)
    return NetworkEvidence(asked, first, _beside(known, first, asked), undated)


def _refuse_unknown_cut(found: Effects, asked: Asked) -> None:
    if not found.taken and any(row.reason == "cut_unknown" for row in found.left_out):
        raise StatisticsError([f"cut: no trial with {asked.endpoint} has the cut {asked.cut!r}; allowed: current, first, or "
                               "the id of a cut as thirdline evidence network prints them"])  # fmt: skip


def _selection(asked: Asked, endpoints: tuple[str, ...]) -> Selection:
    return Selection(endpoints, asked.cut, lumped=asked.lumped, disease=asked.disease)


def _known(knowledge: Knowledge, asked: Asked) -> tuple[Knowledge, tuple[str, ...], tuple[str, ...]]:
    if asked.as_of is None:
        return knowledge, (), ()
    found = known_on(knowledge, asked.as_of)
    own = tuple(name for name in found.undated if knowledge.of("trials")[name.partition("/")[0]].disease == asked.disease)
    return found.knowledge, found.later, own


def _marked(found: Effects, later: tuple[str, ...]) -> Effects:
    """The trials of which nothing was in print yet are said to be so."""
    left = tuple(
        LeftOut(row.trial, "published_later", "nothing in print by that day")
        if row.trial in later and row.reason == "no_results"
        else row
        for row in found.left_out
    )
    return Effects(found.taken, left)


def _chosen(knowledge: Knowledge, found: Effects, asked: Asked) -> Effects:
    """The effects of the trials and nodes asked for; the others are left out on request."""
    if not asked.only and not asked.without:
        return found
    called = trials_named(knowledge, asked.disease) | nodes_of(knowledge, found.taken)
    only, without = ({named("trial or treatment", text, called) for text in given} for given in (asked.only, asked.without))
    kept = [effect for effect in found.taken if _wanted(effect, only, without)]
    trials = {effect.trial for effect in kept}
    out = [effect for effect in found.taken if effect.trial not in trials]
    asked_out = tuple(LeftOut(id, "asked_out", "left out on request") for id in dict.fromkeys(e.trial for e in out))
    return Effects(tuple(kept), (*found.left_out, *asked_out))


def _wanted(effect: TrialEffect, only: set[str], without: set[str]) -> bool:
    """Whether an effect is among those asked for: by its trial, or with both of its nodes."""
    both = {effect.experimental, effect.control}
    asked_for = not only or effect.trial in only or both <= only
    return asked_for and effect.trial not in without and not both & without


def _evidence(endpoint: str, found: Effects, asked: Asked) -> EndpointEvidence:
    found = _joinable(found)
    rows = contrasts(found.taken)
    parts = network(rows, settings=asked.settings) if rows else ()
    return EndpointEvidence(endpoint, found.taken, found.left_out, parts, asked.model)


def _joinable(found: Effects) -> Effects:
    """The effects without those of trials of several arms whose printed ratios leave their covariance open."""
    by_trial: dict[str, list[TrialEffect]] = {}
    for effect in found.taken:
        by_trial.setdefault(effect.trial, []).append(effect)
    why = {id: said for id, own in by_trial.items() if len(own) > 1 and (said := _open(own))}
    out = tuple(LeftOut(id, "shared_arm", said) for id, said in why.items())
    return Effects(tuple(effect for effect in found.taken if effect.trial not in why), (*found.left_out, *out))


def _open(effects: Sequence[TrialEffect]) -> str:
    """Why the ratios of one trial cannot stand in a network together; empty where they can."""
    try:
        trials_from(contrasts(effects))
    except StatisticsError as error:
        return "; ".join(error.problems)
    return ""


def _beside(known: Knowledge, first: EndpointEvidence, asked: Asked) -> EndpointEvidence | None:
    """Overall survival of the trials that were taken; with a cut of its own where the one asked for does not tell it."""
    if asked.endpoint == BESIDE:
        return None
    cut = asked.cut if asked.cut in ("current", "first") else "current"
    found = effects_of(known, replace(_selection(asked, (BESIDE,)), cut=cut))
    trials = {effect.trial for effect in first.taken}
    pairs = {(e.trial, e.experimental_arm, e.control_arm) for e in first.taken}
    taken = tuple(e for e in found.taken if (e.trial, e.experimental_arm, e.control_arm) in pairs)
    left = tuple(row for row in found.left_out if row.trial in trials)
    return _evidence(BESIDE, Effects(taken, left), asked)


def reference_of(found: Network, asked: str | None = None) -> str:
    """The treatment against which a network is told: the one asked for, else the one that most trials hold."""
    if asked in found.treatments:
        return str(asked)
    held = {name: sum(n for pair, n in found.edges.items() if name in pair) for name in found.treatments}
    return max(found.treatments, key=lambda name: held[name])


def patients_of(taken: Iterable[TrialEffect]) -> dict[str, int | None]:
    """How many patients were randomised to each node; None where a trial does not say."""
    found: dict[str, int | None] = {}
    arms = {
        (effect.trial, arm): (node, n)
        for effect in taken
        for node, arm, n in (
            (effect.experimental, effect.experimental_arm, effect.n_experimental),
            (effect.control, effect.control_arm, effect.n_control),
        )
    }
    for node, n in arms.values():
        before = found.get(node, 0)
        found[node] = None if n is None or before is None else before + n
    return found
