"""Which effects of which trials can be put side by side, and which cannot, and why?

From knowledge to rows: one `TrialEffect` for each contrast that a network or a pool may use, one `LeftOut` for each trial
that gives none, with a named reason. Nothing is estimated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Arm, Cut, Effect, Trial

if TYPE_CHECKING:
    from thirdline.statistics.network import Contrast

Reason = Literal[
    "not_randomised", "one_arm", "newly_diagnosed", "told_elsewhere", "no_results", "no_estimate", "cut_unknown",
    "endpoint_differs", "only_subgroups", "measure_differs", "mixture_control", "no_node", "same_node", "adjusted",
    "no_interval", "no_level", "asked_out", "published_later", "shared_arm",
]  # fmt: skip
T = TypeVar("T")
UNRANDOMISED = ("single_arm", "cohort", "case_series", "meta_analysis")
"""Designs that compare nothing by chance."""


@dataclass(frozen=True)
class Selection:
    """Which effects are asked for.

    `endpoints`: in order of preference; a trial gives the first that it can. `cut`: "current" is the cut marked so, or,
    where it does not tell the endpoint, the latest that does; "first" is the earliest that does; any other word is a
    cut's id. `lumped`: arms are called by their broader node where the record names one (bortezomib without
    dexamethasone as Vd). `disease` is a word of the diagnoses.
    """

    endpoints: tuple[str, ...] = ("pfs",)
    cut: str = "current"
    measure: str = "hazard_ratio"
    lumped: bool = True
    disease: str = "multiple_myeloma"


@dataclass(frozen=True)
class TrialEffect:
    """One contrast of one trial at one data cut, as printed, with all that must be known beside it.

    `experimental` against `control`, both as the nodes they count as; a ratio below 1 favours the experimental arm on a
    bad event. `low`, `high` and `level` (percent, as printed) belong together. `checked` says how the figures were
    checked, `citation` where they stand (`record#key`).
    """

    trial: str
    cut: str
    current: bool
    endpoint: str
    measure: str
    experimental: str
    control: str
    experimental_arm: str
    control_arm: str
    n_experimental: int | None
    n_control: int | None
    estimate: Decimal
    low: Decimal
    high: Decimal
    level: Decimal
    assessor: str
    adjusted: bool
    checked: str
    citation: str
    published: str

    def contrast(self) -> Contrast:
        """The row of a network: log ratio and its standard error, log(high / low) / 2 z, z of the printed level.

        Errors: StatisticsError naming the trial, where the figures are no interval of a ratio.
        """
        from thirdline.statistics.network import RatioInterval, contrast_from_ratio  # scipy takes a second to load

        printed = RatioInterval(float(self.estimate), float(self.low), float(self.high), float(self.level) / 100)
        return contrast_from_ratio(self.trial, self.experimental, self.control, printed)


@dataclass(frozen=True)
class LeftOut:
    """A trial that gives no effect: the reason as a closed word, and what was found."""

    trial: str
    reason: Reason
    found: str


class Effects(NamedTuple):
    """The effects taken, and the trials left out; every trial of the disease stands in one of them."""

    taken: tuple[TrialEffect, ...]
    left_out: tuple[LeftOut, ...]


def effects(knowledge: Knowledge, endpoint: str = "pfs", cut: str = "current") -> Effects:
    """Which effects on one endpoint do the randomised trials of relapsed myeloma give? See `effects_of` for more."""
    return effects_of(knowledge, Selection((endpoint,), cut))


def effects_of(knowledge: Knowledge, asked: Selection) -> Effects:
    """Which effects do the trials of knowledge give, in order of trial, and which trials give none?

    Misleads where endpoints are mixed: time to progression does not count deaths, so its ratio is not that of PFS.
    """
    trials = sorted((t for t in knowledge.of("trials").values() if t.disease == asked.disease), key=lambda t: t.id)
    retold = {kin.record for trial in trials for kin in trial.kin if kin.patients != "other"}
    taken: list[TrialEffect] = []
    left_out: list[LeftOut] = []
    for trial in trials:
        found = _told_elsewhere(trial) if trial.id in retold else _of_trial(trial, asked)
        if isinstance(found, LeftOut):
            left_out.append(found)
        else:
            taken += found
    return Effects(tuple(taken), tuple(left_out))


def _told_elsewhere(trial: Trial) -> LeftOut:
    return LeftOut(trial.id, "told_elsewhere", "its patients are those of another record of the same registration")


def _of_trial(trial: Trial, asked: Selection) -> list[TrialEffect] | LeftOut:
    """The effects of a trial on the first endpoint that gives any; else why the preferred one gives none."""
    barred = _barred(trial)
    if barred:
        return barred
    tried = [_of_endpoint(trial, endpoint, asked) for endpoint in asked.endpoints]
    given = next((found for found in tried if not isinstance(found, LeftOut)), None)
    if given:
        return given
    refusals = [found for found in tried if isinstance(found, LeftOut)]
    return next((refusal for refusal in refusals if refusal.reason != "endpoint_differs"), refusals[0])


def _barred(trial: Trial) -> LeftOut | None:
    """Why a trial can give no effect whatever is asked."""
    if trial.design in UNRANDOMISED:
        return LeftOut(trial.id, "not_randomised", f"design: {trial.design}")
    if len(trial.arms) < 2:
        return LeftOut(trial.id, "one_arm", f"arms: {', '.join(arm.id for arm in trial.arms)}")
    if (trial.population and trial.population.prior_lines_at_most == 0) or _untreated(trial):
        return LeftOut(trial.id, "newly_diagnosed", "patients without a prior line")
    if not trial.cuts:
        return LeftOut(trial.id, "no_results", f"design: {trial.design}, no data cut")
    if not any(cut.effects for cut in trial.cuts):
        return LeftOut(trial.id, "no_estimate", "figures of arms, but no ratio between them")
    return None


def _untreated(trial: Trial) -> bool:
    return any(need.need == "prior_lines_at_most" and need.amount == 0 for need in trial.needs)


def _of_endpoint(trial: Trial, endpoint: str, asked: Selection) -> list[TrialEffect] | LeftOut:
    telling = [cut for cut in trial.cuts if any(effect.endpoint == endpoint for effect in cut.effects)]
    if asked.cut not in ("current", "first", *(cut.id for cut in trial.cuts)):
        return LeftOut(trial.id, "cut_unknown", f"cuts: {', '.join(cut.id for cut in trial.cuts)}")
    cut = _cut(telling, asked.cut)
    if cut is None:
        told = sorted({effect.endpoint for _, effect in trial.effects()})
        return LeftOut(trial.id, "endpoint_differs", f"no effect on {endpoint}; effects on {', '.join(told)}")
    return _of_cut(trial, cut, [effect for effect in cut.effects if effect.endpoint == endpoint], asked)


def _cut(telling: list[Cut], asked: str) -> Cut | None:
    """The cut asked for, of those that tell the endpoint."""
    if asked in ("current", "first"):
        marked = [cut for cut in telling if cut.current] if asked == "current" else telling[:1]
        return next(iter(marked or telling[-1:]), None)
    return next((cut for cut in telling if cut.id == asked), None)


def _of_cut(trial: Trial, cut: Cut, told: list[Effect], asked: Selection) -> list[TrialEffect] | LeftOut:
    """The effects of one cut on one endpoint; one contrast of the same arms counts once, the first told."""
    usable: dict[tuple[str, str], TrialEffect] = {}
    refusals: list[LeftOut] = []
    for effect in told:
        reason = next(_reasons(trial, effect, asked), None)
        if reason:
            refusals.append(LeftOut(trial.id, *reason))
        else:
            row = _row(trial, cut, effect, asked)
            usable.setdefault((effect.experimental, effect.control), row)
    return list(usable.values()) or refusals[0]


def _reasons(trial: Trial, effect: Effect, asked: Selection) -> Iterator[tuple[Reason, str]]:
    """Why an effect cannot be used, the weightiest reason first."""
    arms = (trial.arm(effect.experimental), trial.arm(effect.control))
    nodes = [_node(arm, asked) for arm in arms]
    mixed = [arm for arm in arms if arm.mixture_of]
    if effect.group is not None:
        yield "only_subgroups", f"told for {effect.group.en} only"
    if mixed:
        yield "mixture_control", f"{mixed[0].id} is a mixture of {', '.join(mixed[0].mixture_of)}"
    if None in nodes:
        yield "no_node", f"{arms[nodes.index(None)].id} has no node"
    if nodes[0] == nodes[1]:
        yield "same_node", f"both arms count as {nodes[0]}"
    if effect.measure != asked.measure:
        yield "measure_differs", f"measure: {effect.measure}"
    if effect.adjusted:
        yield "adjusted", f"analysis: {effect.analysis_set}"
    if effect.low is None or effect.high is None:
        yield "no_interval", f"{effect.estimate}, without an interval"
    elif effect.level is None:
        yield "no_level", f"{effect.estimate} ({effect.low} to {effect.high}), without the level of the interval"


def _node(arm: Arm, asked: Selection) -> str | None:
    return arm.lumped if asked.lumped and arm.lumped else arm.node


def _row(trial: Trial, cut: Cut, effect: Effect, asked: Selection) -> TrialEffect:
    """The effect as a row; only of what `_reasons` has nothing against."""
    experimental, control = trial.arm(effect.experimental), trial.arm(effect.control)
    key = trial.citation_key(cut, effect)
    return TrialEffect(
        trial=trial.id,
        cut=cut.id,
        current=cut.current,
        endpoint=effect.endpoint,
        measure=effect.measure,
        experimental=_sure(_node(experimental, asked)),
        control=_sure(_node(control, asked)),
        experimental_arm=experimental.id,
        control_arm=control.id,
        n_experimental=experimental.n,
        n_control=control.n,
        estimate=effect.estimate,
        low=_sure(effect.low),
        high=_sure(effect.high),
        level=_sure(effect.level),
        assessor=effect.assessor,
        adjusted=effect.adjusted,
        checked=trial.cites[key].checked,
        citation=f"{trial.id}#{key}",
        published=cut.published,
    )


def _sure(value: T | None) -> T:
    """A value that was looked at before."""
    if value is None:
        raise ValueError("an effect without node or interval is no row")
    return value


def contrasts(taken: Iterable[TrialEffect]) -> tuple[Contrast, ...]:
    """The rows of a network, one for each effect."""
    return tuple(effect.contrast() for effect in taken)
