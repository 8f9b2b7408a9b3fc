"""Two treatments side by side: what trials say of them directly, what others say through a chain, and in whom.

Question answered: is one better than the other, on progression and on survival, on what does that rest, and how alike were
the patients of the trials it rests on?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from thirdline.evidence.arm_counts import ArmCount, ArmLeftOut, counts_of
from thirdline.evidence.effects import TrialEffect
from thirdline.evidence.naming import named, nodes_of
from thirdline.evidence.networks import (
    FEW_DEGREES,
    TIME_TO_PROGRESSION,
    Asked,
    EndpointEvidence,
    NetworkEvidence,
    networks_of,
)
from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Arm, Population, Share, Trial
from thirdline.statistics import Estimate, StatisticsError
from thirdline.statistics.network import Heterogeneity, Split, node_split

RATES = ("orr", "cr")
"""The shares of patients told beside a comparison."""
Limit = Literal[
    "indirect_only", "through_steps", "one_trial", "not_estimable_heterogeneity", "few_degrees", "ttp_for_pfs", "unverified",
    "inconsistent", "other_lines", "levels", "no_os",
]  # fmt: skip
CONTRADICTION = 0.1
"""A P value of direct against indirect evidence below this is told as a contradiction; such tests have little power."""


@dataclass(frozen=True)
class Sided:
    """One endpoint of a comparison; estimates are log ratios of `treatment` against `comparator`.

    `joined` is false where no chain of trials joins the two: then nothing is estimated, and `reached` holds what each is
    connected to. `steps` are the direct comparisons of the shortest chain. `rests_on` are the effects behind it.
    """

    endpoint: str
    joined: bool
    reached: tuple[tuple[str, ...], tuple[str, ...]]
    combined: Estimate | None
    common: Estimate | None
    split: Split | None
    basis: str | None
    steps: tuple[str, ...]
    direct: tuple[TrialEffect, ...]
    rests_on: tuple[tuple[TrialEffect, float], ...]
    heterogeneity: Heterogeneity | None

    @property
    def unverified(self) -> bool:
        """Whether a figure behind it was not checked against its source."""
        return any(effect.checked == "unverified" for effect, _ in self.rests_on)


@dataclass(frozen=True)
class Patients:
    """Whom a trial took, as far as its record says; `rates` are the counts of the arm, which had the treatment `node`."""

    trial: str
    arm: str
    node: str
    n: int | None
    population: Population | None
    shares: tuple[Share, ...]
    rates: tuple[ArmCount | ArmLeftOut, ...]


@dataclass(frozen=True)
class Said:
    """A limit of a comparison: a closed word, the endpoint it is of, and what fills its blanks."""

    limit: Limit
    endpoint: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Compared:
    """`treatment` against `comparator` on each endpoint, and what must be known with it.

    `patients` are the arms of the trials behind the estimates, those in between included; where nothing joins the two, of
    all trials that hold either of them.
    """

    treatment: str
    comparator: str
    sides: tuple[Sided, ...]
    patients: tuple[Patients, ...]
    limits: tuple[Said, ...]
    evidence: NetworkEvidence


def compared(knowledge: Knowledge, treatment: str, comparator: str, asked: Asked) -> Compared:
    """One treatment against another: direct, indirect and combined, with overall survival, responses and patients.

    Direct evidence is every trial that compares the two; the indirect part is what the network says without them, by
    back-calculation (`node_split`). Errors: StatisticsError for a name that is no node (the nearest are told), and for a
    treatment against itself. Misleads: see `networks_of`; response rates of arms of different trials are not compared by
    chance, and only stand side by side.
    """
    evidence = networks_of(knowledge, asked)
    called = nodes_of(knowledge, evidence.first.taken)
    first, second = (named("treatment", text, called) for text in (treatment, comparator))
    if first == second:
        raise StatisticsError([f"compare: {first} against itself; name two treatments"])
    sides = tuple(_sided(side, first, second) for side in evidence.sides)
    patients = _patients(knowledge, evidence, sides, {first, second})
    return Compared(first, second, sides, patients, tuple(_limits(sides, patients, evidence)), evidence)


def _sided(side: EndpointEvidence, first: str, second: str) -> Sided:
    here, there = side.of(first), side.of(second)
    reached = (here.treatments if here else (), there.treatments if there else ())
    if here is None or here is not there:
        return Sided(side.endpoint, False, reached, None, None, None, None, (), (), (), None)
    pair = (first, second) if here.treatments.index(first) < here.treatments.index(second) else (second, first)
    split = next(s for s in node_split(here, side.model_of(here)) if (s.treatment, s.comparator) == pair)
    return Sided(
        *(side.endpoint, True, reached, side.compare(first, second), here.compare(first, second, "common")),
        *(split, side.basis(first, second), _chain(here.edges, first, second), side.direct(first, second)),
        *(side.rests_on(first, second), here.heterogeneity),
    )


def turned(estimate: Estimate | None, split: Split, treatment: str) -> Estimate | None:
    """An estimate of a split told of `treatment`, whichever of the two the split names first."""
    if estimate is None or split.treatment == treatment or estimate.value is None:
        return estimate
    assert estimate.low is not None and estimate.high is not None
    return Estimate(
        *(-estimate.value, -estimate.high, -estimate.low, estimate.level),
        *(estimate.standard_error, estimate.method, estimate.notes),
    )


def _chain(edges: Iterable[tuple[str, str]], first: str, second: str) -> tuple[str, ...]:
    """The treatments of the shortest chain of direct comparisons, both ends included."""
    beside: dict[str, list[str]] = {}
    for a, b in edges:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    came, at = {first: first}, [first]
    while at and second not in came:
        steps = [(node, name) for node in at for name in sorted(beside[node]) if name not in came]
        came |= {name: node for node, name in reversed(steps)}
        at = [name for _, name in steps]
    chain = [second]
    while chain[-1] != first:
        chain.append(came[chain[-1]])
    return tuple(reversed(chain))


def _patients(
    knowledge: Knowledge, evidence: NetworkEvidence, sides: Iterable[Sided], pair: set[str]
) -> tuple[Patients, ...]:
    """The arms of the trials behind the estimates, in the order of trials; without an estimate, those of the two."""
    behind = {effect.trial for side in sides for effect, _ in side.rests_on}
    arms = {
        (effect.trial, id): node
        for effect in evidence.first.taken
        for node, id in ((effect.experimental, effect.experimental_arm), (effect.control, effect.control_arm))
        if (effect.trial in behind if behind else node in pair)
    }
    return tuple(_of_arm(knowledge, knowledge.of("trials")[trial], id, node) for (trial, id), node in arms.items())


def _of_arm(knowledge: Knowledge, trial: Trial, id: str, node: str) -> Patients:
    arm: Arm = trial.arm(id)
    shares = trial.population.shares if trial.population else ()
    rates = tuple(count for endpoint in RATES for count in counts_of(knowledge, [(trial, arm)], endpoint))
    return Patients(trial.id, id, node, arm.n, trial.population, tuple(s for s in shares if s.arm in (None, id)), rates)


def _limits(sides: tuple[Sided, ...], patients: tuple[Patients, ...], evidence: NetworkEvidence) -> Iterator[Said]:
    for side in sides:
        yield from _limits_of(side)
    if evidence.beside is not None and not sides[-1].joined:
        yield Said("no_os", sides[-1].endpoint)
    if any(side.joined and side.basis != "direct" for side in sides) and _lines_differ(patients):
        yield Said("other_lines", sides[0].endpoint)


def _limits_of(side: Sided) -> Iterator[Said]:
    """What must be known with one endpoint."""
    if not side.joined or side.heterogeneity is None:
        return
    if side.basis == "indirect":
        yield Said("indirect_only", side.endpoint)
    if len(side.steps) > 2:
        yield Said("through_steps", side.endpoint, (("n", str(len(side.steps) - 1)), ("chain", " – ".join(side.steps))))
    if len(side.rests_on) == 1:
        yield Said("one_trial", side.endpoint, (("trial", side.rests_on[0][0].trial),))
    if side.heterogeneity.df < 1:
        yield Said("not_estimable_heterogeneity", side.endpoint)
    elif side.heterogeneity.df < FEW_DEGREES:
        yield Said("few_degrees", side.endpoint, (("df", str(side.heterogeneity.df)),))
    if side.split and side.split.p_value is not None and side.split.p_value < CONTRADICTION:
        yield Said("inconsistent", side.endpoint)
    yield from _limits_of_inputs(side)


def _limits_of_inputs(side: Sided) -> Iterator[Said]:
    effects = [effect for effect, _ in side.rests_on]
    stand_in = [e.trial for e in effects if e.endpoint == TIME_TO_PROGRESSION != side.endpoint]
    if stand_in:
        yield Said("ttp_for_pfs", side.endpoint, (("trials", ", ".join(stand_in)),))
    doubtful = [e.trial for e in effects if e.checked == "unverified"]
    if doubtful:
        yield Said("unverified", side.endpoint, (("trials", ", ".join(doubtful)),))
    other = [f"{e.trial} {e.level.normalize():f} %" for e in effects if e.level != 95]
    if other:
        yield Said("levels", side.endpoint, (("trials", ", ".join(other)),))


def _lines_differ(patients: tuple[Patients, ...]) -> bool:
    """Whether the trials asked for different numbers of prior lines, or one of them does not say."""
    lines = {_lines(one.population) for one in patients}
    return len(lines) > 1 or (None, None) in lines


def _lines(population: Population | None) -> tuple[int | None, int | None]:
    return (population.prior_lines_at_least, population.prior_lines_at_most) if population else (None, None)
