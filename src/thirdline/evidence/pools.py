"""Pools of effects: what trials of one comparison, or of one added drug, say together.

Question answered: what is the mean effect of adding a drug (or of one treatment against another) over the trials that
tell it, how much do they differ, and does one trial carry it? The arithmetic is `thirdline.statistics.pooling`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from thirdline.evidence.effects import LeftOut, TrialEffect
from thirdline.evidence.naming import drugs_named, named, nodes_of
from thirdline.evidence.networks import BESIDE, Asked, networks_of
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arms import drugs_of
from thirdline.knowledge.trials import Trial
from thirdline.statistics import StatisticsError
from thirdline.statistics.pooling import (
    Asymmetry,
    Pool,
    Settings,
    Step,
    Subgroups,
    egger,
    exponentiated,
    leave_one_out,
    pool_effects,
    subgroups,
)

USUAL = Settings(interval="hartung-knapp-ad-hoc")
"""REML with the Hartung-Knapp interval that is never narrower than t: pools of trials are small, and few trials that
happen to agree would else seem surer together than they are (Jackson et al. 2017)."""
FEWEST_OF_A_LINE = 3
"""Trials without which a funnel has no line to test."""
Property = Callable[[Knowledge, TrialEffect], str]
PROPERTIES: dict[str, Property] = {
    "control": lambda _, effect: effect.control,
    "experimental": lambda _, effect: effect.experimental,
    "checked": lambda _, effect: effect.checked,
    "endpoint": lambda _, effect: effect.endpoint,
    "phase": lambda knowledge, effect: knowledge.of("trials")[effect.trial].phase or "?",
}
"""Properties of effects by which a pool can be parted."""


@dataclass(frozen=True)
class AskedPool:
    """Which effects are pooled, and how.

    `contrast`: two nodes. `adding`: a drug; `adding_class`: a class of drugs; the experimental arm is then the control arm
    with that drug (or drugs of that class) added and nothing else changed. Exactly one of the three is given.
    """

    contrast: tuple[str, str] | None = None
    adding: str | None = None
    adding_class: str | None = None
    by: str | None = None
    leave_one_out: bool = False
    source: Asked = field(default_factory=Asked)
    settings: Settings = USUAL


@dataclass(frozen=True, eq=False)
class EffectPool:
    """The effects of one endpoint pooled, on the scale of ratios; `analysis` in `pool` holds the log scale.

    `pool` is None where no trial tells the endpoint. `asymmetry` is Egger's test, where there are three trials.
    """

    endpoint: str
    taken: tuple[TrialEffect, ...]
    left_out: tuple[LeftOut, ...]
    pool: Pool | None
    parts: Subgroups | None
    without: tuple[Step, ...]
    asymmetry: Asymmetry | None


@dataclass(frozen=True, eq=False)
class PoolEvidence:
    """The endpoint asked for, and overall survival of the same trials beside it."""

    asked: AskedPool
    first: EffectPool
    beside: EffectPool | None

    @property
    def sides(self) -> tuple[EffectPool, ...]:
        """The endpoint asked for, then overall survival."""
        return (self.first,) if self.beside is None else (self.first, self.beside)


def pooled(knowledge: Knowledge, asked: AskedPool) -> PoolEvidence:
    """The pool that is asked for, with overall survival of the same trials.

    Effects turned so that every one is of the added drug, or of the first node against the second. Errors:
    StatisticsError for an unknown name (the nearest are told), for a pool that holds no trial, and for a property that
    no effect has. Misleads: trials that added one drug to other partners, in other patients, are one question only by
    assumption; the prediction interval says how far a new one may lie from them.
    """
    _check(asked)
    found = networks_of(knowledge, asked.source)
    asked = _resolved(knowledge, asked, found.first.taken)
    wanted = _wanted(knowledge, asked)
    chosen = [e for effect in found.first.taken if (e := wanted(effect)) is not None]
    if not chosen:
        raise StatisticsError([f"pool: no trial of {asked.source.endpoint} fits; thirdline evidence network lists them all"])
    trials = {effect.trial for effect in chosen}
    _refuse_shared_arms(chosen)
    first = _pool(knowledge, asked.source.endpoint, chosen, asked, _near(knowledge, asked, found.first.left_out))
    if found.beside is None:
        return PoolEvidence(asked, first, None)
    others = [e for effect in found.beside.taken if effect.trial in trials and (e := wanted(effect)) is not None]
    out = tuple(row for row in found.beside.left_out if row.trial in trials)
    return PoolEvidence(asked, first, _pool(knowledge, BESIDE, others, asked, out))


def _check(asked: AskedPool) -> None:
    given = [x for x in (asked.contrast, asked.adding, asked.adding_class) if x is not None]
    if len(given) != 1:
        raise StatisticsError(["pool: name one of: a contrast of two treatments, a drug that is added, a class of drugs"])
    if asked.by is not None and asked.by not in PROPERTIES:
        raise StatisticsError([f"by: found {asked.by!r}; allowed: {', '.join(PROPERTIES)}"])


def _refuse_shared_arms(chosen: Sequence[TrialEffect]) -> None:
    """Two effects of one trial share an arm and are no two pieces of evidence."""
    labels = [effect.trial for effect in chosen]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise StatisticsError([f"pool: {id} gives several effects that share an arm; name one contrast" for id in twice])


Wanted = Callable[[TrialEffect], TrialEffect | None]


def _resolved(knowledge: Knowledge, asked: AskedPool, taken: Sequence[TrialEffect]) -> AskedPool:
    """What is asked, in the ids of knowledge and the names of nodes."""
    if asked.contrast is not None:
        called = nodes_of(knowledge, taken)
        first, second = (named("treatment", text, called) for text in asked.contrast)
        return replace(asked, contrast=(first, second))
    if asked.adding is not None:
        return replace(asked, adding=named("drug", asked.adding, drugs_named(knowledge)))
    classes = {each.drug_class: each.drug_class for each in knowledge.of("drugs").values()}
    return replace(asked, adding_class=named("class of drugs", asked.adding_class or "", classes))


def _wanted(knowledge: Knowledge, asked: AskedPool) -> Wanted:
    """Which effects belong to the pool; an effect told the other way is turned."""
    if asked.contrast is not None:
        first, second = asked.contrast
        return lambda effect: _between(effect, first, second)
    return lambda effect: effect if _all_asked(knowledge, asked, _added(knowledge, effect)) else None


def _all_asked(knowledge: Knowledge, asked: AskedPool, drugs: set[str]) -> bool:
    """Whether drugs are the one that is asked for, or all of the class."""
    if asked.adding is not None:
        return drugs == {asked.adding}
    return bool(drugs) and {knowledge.of("drugs")[id].drug_class for id in drugs} == {asked.adding_class}


def _near(knowledge: Knowledge, asked: AskedPool, out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """Of the trials left out of all networks, the randomised ones that hold what is asked for."""
    trials: Mapping[str, Trial] = knowledge.of("trials")
    return tuple(row for row in out if row.reason != "not_randomised" and _holds(knowledge, asked, trials[row.trial]))


def _holds(knowledge: Knowledge, asked: AskedPool, trial: Trial) -> bool:
    if asked.contrast is not None:
        return set(asked.contrast) <= {node for arm in trial.arms for node in (arm.node, arm.lumped)}
    drugs = {id for arm in trial.arms for id in drugs_of(knowledge, arm)}
    return any(_all_asked(knowledge, asked, {id}) for id in drugs)


def _between(effect: TrialEffect, first: str, second: str) -> TrialEffect | None:
    if (effect.experimental, effect.control) == (first, second):
        return effect
    return _turned(effect) if (effect.experimental, effect.control) == (second, first) else None


def _turned(effect: TrialEffect) -> TrialEffect:
    """The same effect the other way round."""
    return replace(
        effect,
        experimental=effect.control, control=effect.experimental,
        experimental_arm=effect.control_arm, control_arm=effect.experimental_arm,
        n_experimental=effect.n_control, n_control=effect.n_experimental,
        estimate=1 / effect.estimate, low=1 / effect.high, high=1 / effect.low,
    )  # fmt: skip


def _added(knowledge: Knowledge, effect: TrialEffect) -> set[str]:
    """The drugs by which the experimental arm is larger than the control arm; none where it is not just that."""
    trial: Trial = knowledge.of("trials")[effect.trial]
    experimental, control = (set(drugs_of(knowledge, trial.arm(id))) for id in (effect.experimental_arm, effect.control_arm))
    return experimental - control if control and control < experimental else set()


def _pool(
    knowledge: Knowledge, endpoint: str, taken: Sequence[TrialEffect], asked: AskedPool, out: tuple[LeftOut, ...]
) -> EffectPool:
    if not taken:
        return EffectPool(endpoint, (), out, None, None, (), None)
    rows = [effect.contrast() for effect in taken]
    values, errors = [row.effect for row in rows], [row.standard_error for row in rows]
    labels = [effect.trial for effect in taken]
    groups = [PROPERTIES[asked.by](knowledge, effect) for effect in taken] if asked.by else []
    parts = subgroups(values, errors, groups, labels, settings=asked.settings) if len(set(groups)) > 1 else None
    steps = leave_one_out(values, errors, labels, asked.settings) if asked.leave_one_out and len(rows) > 1 else ()
    enough = len(rows) >= FEWEST_OF_A_LINE and len({round(e, 12) for e in errors}) > 1
    return EffectPool(
        *(endpoint, tuple(taken), out, exponentiated(pool_effects(values, errors, labels, asked.settings), "hazard ratio")),
        *(parts, tuple(Step(step.label, exponentiated(step.pool, "hazard ratio")) for step in steps)),
        egger(values, errors) if enough else None,
    )
