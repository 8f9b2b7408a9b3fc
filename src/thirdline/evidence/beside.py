"""What trials say of one option, to stand beside it: figures of an arm, and by what trials it is joined to other options.

Question answered: of the patients who had this, how long did they go without progression and live, how many responded, by
what comparison, at which data cut, and how was that checked; and is an estimate of this option against another one direct,
through a chain of trials, or is there none?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from thirdline.evidence.effects import Selection, TrialEffect, effects_of
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arms import Option, Scheme, had
from thirdline.knowledge.kinds import Names
from thirdline.knowledge.trials import Arm, Cut, Effect, Figure, Trial

PROGRESSION = ("pfs", "ttp")
"""Endpoints told of progression, in order of preference; the second does not count deaths, and is told by its own name."""
SURVIVAL = ("os",)
RESPONSE = ("orr",)
Join = Literal["direct", "indirect", "none", "no_node"]


@dataclass(frozen=True)
class Told:
    """One printed figure: `measure` is that of `Effect` or of `Figure`; `against` the arm that a ratio compares with.

    `odd`: what the source prints looks like an error, and why it is held all the same; to be said beside the figure.
    """

    endpoint: str
    measure: str
    estimate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    level: Decimal | None
    cut: str
    published: str
    checked: str
    citation: str
    against: str | None = None
    adjusted: bool = False
    at_months: Decimal | None = None
    not_reached: bool = False
    comparator: str | None = None
    n: int | None = None
    of: int | None = None
    odd: tuple[Names, ...] = ()

    @property
    def level_unknown(self) -> bool:
        """Whether an interval is printed and its level is not."""
        return self.low is not None and self.level is None


@dataclass(frozen=True)
class ArmTold:
    """What is told of one arm: progression, survival, response; a ratio against its control before the arm's own figure.

    `survival` is empty where no overall survival is known: that is to be said wherever `progression` is shown.
    """

    trial: str
    arm: str
    progression: tuple[Told, ...]
    survival: tuple[Told, ...]
    response: tuple[Told, ...]

    @property
    def figures(self) -> tuple[Told, ...]:
        """All of them, in the order in which they are shown."""
        return (*self.progression, *self.survival, *self.response)


def arm_told(knowledge: Knowledge, trial_id: str, arm_id: str) -> ArmTold:
    """The figures of an arm at the cut that counts; where that does not tell an endpoint, at the latest one that does.

    Only figures of the whole arm: subgroups are left out. Misleads: an arm's own figure is compared with nothing.
    """
    trial = knowledge.of("trials")[trial_id]
    arm = trial.arm(arm_id)
    found = [_of_endpoints(trial, arm, endpoints) for endpoints in (PROGRESSION, SURVIVAL, RESPONSE)]
    return ArmTold(trial_id, arm_id, *found)


def _of_endpoints(trial: Trial, arm: Arm, endpoints: Iterable[str]) -> tuple[Told, ...]:
    """The ratio and the arm's own figure of the first endpoint that is told."""
    for endpoint in endpoints:
        ratio, own = _first(_ratios(trial, arm, endpoint)), _first(_own(trial, arm, endpoint))
        if ratio or own:
            return tuple(each for each in (ratio, own) if each)
    return ()


def _first(found: Iterator[Told]) -> Told | None:
    """The first figure that does not look like an error, whatever the cut; where all do, the first."""
    told = list(found)
    return next((each for each in told if not each.odd), next(iter(told), None))


def _ratios(trial: Trial, arm: Arm, endpoint: str) -> Iterator[Told]:
    for cut in trial.cuts_in_order():
        told = [e for e in cut.effects if e.endpoint == endpoint and e.group is None and e.experimental == arm.id]
        yield from (
            _ratio(trial, cut, effect) for effect in sorted(told, key=lambda e: (e.adjusted, e.measure != "hazard_ratio"))
        )


def _ratio(trial: Trial, cut: Cut, effect: Effect) -> Told:
    key = trial.citation_key(cut, effect)
    return Told(
        *(effect.endpoint, effect.measure, effect.estimate, effect.low, effect.high, effect.level, cut.id, cut.published),
        *(trial.cites[key].checked, f"{trial.id}#{key}", effect.control, effect.adjusted),
        odd=tuple(odd.why for odd in effect.odd),
    )


def _own(trial: Trial, arm: Arm, endpoint: str) -> Iterator[Told]:
    """The arm's own figures: a median before survival at a time, the latest of these; a share where it is one."""
    for cut in trial.cuts_in_order():
        told = [f for f in cut.figures if f.endpoint == endpoint and f.arm == arm.id and f.group is None and f.event is None]
        yield from (_figure(trial, cut, figure) for figure in sorted(told, key=_preference))


def _preference(figure: Figure) -> tuple[bool, Decimal]:
    return figure.measure == "percent_at_months", -(figure.at_months or Decimal(0))


def _figure(trial: Trial, cut: Cut, figure: Figure) -> Told:
    key = trial.citation_key(cut, figure)
    return Told(
        *(figure.endpoint, figure.measure, figure.estimate, figure.low, figure.high, figure.level, cut.id, cut.published),
        *(trial.cites[key].checked, f"{trial.id}#{key}", None, False, figure.at_months, figure.not_reached),
        *(figure.comparator, figure.n, figure.of, tuple(odd.why for odd in figure.odd)),
    )


class Joined(NamedTuple):
    """How one option is joined to another, and by which trials where it is directly."""

    other: str
    how: Join
    trials: tuple[str, ...]


class Joints:
    """By which trials the options of one disease are joined, on progression-free survival."""

    def __init__(self, knowledge: Knowledge, disease: str, scheme: Scheme) -> None:
        self._knowledge, self._scheme = knowledge, scheme
        self._taken = effects_of(knowledge, Selection(("pfs",), disease=disease)).taken
        self._parts = _parts(self._taken)
        self._arms = list(_arms(knowledge, self._taken))
        self._known: dict[Option, frozenset[str]] = {}

    def of(self, option: Option, others: Iterable[Option]) -> list[Joined]:
        """How an option is joined to each of the others: `no_node` where one of the two is an approach, or in no network."""
        return [self._joined(option, other) for other in others if other.id != option.id]

    def holds(self, option: Option) -> bool:
        """Whether an option is a treatment of any network."""
        return bool(self._nodes(option))

    def _joined(self, option: Option, other: Option) -> Joined:
        here, there = self._nodes(option), self._nodes(other)
        if not here or not there:
            return Joined(other.id, "no_node", ())
        between = dict.fromkeys(e.trial for e in self._taken if _compares(e, here, there))
        if between:
            return Joined(other.id, "direct", tuple(between))
        met = {self._parts[node] for node in here} & {self._parts[node] for node in there}
        return Joined(other.id, "indirect" if met else "none", ())

    def _nodes(self, option: Option) -> frozenset[str]:
        """The treatments as which an option counts in trials; none for an approach, which is several."""
        if option not in self._known:
            nodes = (
                node for node, arm in self._arms if not option.one_of and had(self._knowledge, option, arm, self._scheme)
            )
            self._known[option] = frozenset(nodes)
        return self._known[option]


def _arms(knowledge: Knowledge, taken: Iterable[TrialEffect]) -> Iterator[tuple[str, Arm]]:
    """Each arm of the effects, with the treatment as which it counts."""
    for effect in taken:
        trial: Trial = knowledge.of("trials")[effect.trial]
        yield effect.experimental, trial.arm(effect.experimental_arm)
        yield effect.control, trial.arm(effect.control_arm)


def _compares(effect: TrialEffect, here: frozenset[str], there: frozenset[str]) -> bool:
    pair = (effect.experimental, effect.control)
    return (pair[0] in here and pair[1] in there) or (pair[1] in here and pair[0] in there)


def _parts(taken: Iterable[TrialEffect]) -> Mapping[str, str]:
    """Each treatment with the name of the connected part in which it stands."""
    part: dict[str, str] = {}
    for effect in taken:
        ends = (effect.experimental, effect.control)
        names = {part.get(node, node) for node in ends}
        into = min(names)
        part |= {node: into for node, name in part.items() if name in names} | dict.fromkeys(ends, into)
    return part
