"""Pools of proportions: how many of those treated so had a response, or a toxicity, over all trials that count it.

Question answered: what is the response rate of a drug, of a class, or of all that hit a target, over the arms at hand?
Only counts enter (`arm_counts`); the arms left out are named, for a pool of what is at hand is not a pool of all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from thirdline.evidence.arm_counts import ArmCount, ArmLeftOut, counts_of
from thirdline.evidence.naming import drugs_named, named
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arms import drugs_of
from thirdline.knowledge.trials import Arm, Trial
from thirdline.statistics import StatisticsError
from thirdline.statistics.pooling import TRANSFORMATIONS, Correction, Pool, Settings, pool_proportions
from thirdline.statistics.pooling.proportions import Transformation

SHARE_ENDPOINTS = (
    "orr", "cr", "scr", "vgpr", "pr", "mr", "sd", "pd", "cbr", "mrd_negative", "mrd_sustained", "disease_control", "relapse",
    "crs", "crs_severe", "neurotoxicity", "neurotoxicity_severe", "death",
)  # fmt: skip
"""Endpoints that are shares of patients. Adverse events are of many kinds and are not pooled under one name."""
Property = Callable[[Knowledge, ArmCount], str]
PROPERTIES: dict[str, Property] = {
    "drug": lambda _, row: " + ".join(row.drugs),
    "trial": lambda _, row: row.trial,
    "design": lambda knowledge, row: knowledge.of("trials")[row.trial].design,
    "phase": lambda knowledge, row: knowledge.of("trials")[row.trial].phase or "?",
    "basis": lambda _, row: row.basis,
    "checked": lambda _, row: row.checked,
}
"""Properties of arms by which a pool can be parted."""


@dataclass(frozen=True)
class AskedRate:
    """Which arms are pooled, and how. An arm is taken when one of its drugs is `drug`, is of `drug_class` and hits `target`
    (as far as they are given). `correction` is added to the cells of arms at 0 or 100 %, where asked for."""

    endpoint: str
    drug: str | None = None
    drug_class: str | None = None
    target: str | None = None
    by: str | None = None
    leave_one_out: bool = False
    transformation: Transformation = "glmm"
    correction: float | None = None
    disease: str = "multiple_myeloma"
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class Part:
    """The pool of one part, and of how many arms."""

    label: str
    n_arms: int
    pool: Pool


@dataclass(frozen=True, eq=False)
class RateEvidence:
    """The arms counted, those left out and why, their pool (None where none is left), parts, and pools without each arm."""

    asked: AskedRate
    taken: tuple[ArmCount, ...]
    left_out: tuple[ArmLeftOut, ...]
    pool: Pool | None
    parts: tuple[Part, ...]
    without: tuple[Part, ...]


def pooled_rate(knowledge: Knowledge, asked: AskedRate) -> RateEvidence:
    """The share of patients with an endpoint over the arms that are asked for.

    Errors: StatisticsError for an endpoint that is no share, names that mean nothing (the nearest are told), cells of 0 or
    100 % where the transformation cannot hold them. Misleads: arms of single-arm trials are no random sample, and which
    arms print a usable count is not chance.
    """
    _check(asked)
    asked, fits = _resolved(knowledge, asked)
    found = counts_of(knowledge, _arms(knowledge, asked, fits), asked.endpoint)
    counted = (_by_drugs(row, fits) for row in found if isinstance(row, ArmCount))
    taken = tuple(sorted(counted, key=lambda row: (row.trial, row.arm)))
    left_out = tuple(row for row in found if isinstance(row, ArmLeftOut))
    if not taken:
        return RateEvidence(asked, (), left_out, None, (), ())
    return RateEvidence(
        *(asked, taken, left_out, _pool(taken, asked)),
        _parts(knowledge, taken, asked),
        tuple(_without(taken, i, asked) for i in range(len(taken))) if asked.leave_one_out and len(taken) > 1 else (),
    )


def _check(asked: AskedRate) -> None:
    for what, found, allowed in (
        ("endpoint", asked.endpoint, SHARE_ENDPOINTS),
        ("transformation", asked.transformation, TRANSFORMATIONS),
        ("by", asked.by or "drug", tuple(PROPERTIES)),
    ):
        if found not in allowed:
            raise StatisticsError([f"{what}: found {found!r}; allowed: {', '.join(allowed)}"])
    if not any((asked.drug, asked.drug_class, asked.target)):
        raise StatisticsError(["pool: name a drug, a class of drugs or a target, by which arms are taken"])


def _by_drugs(row: ArmCount, fits: set[str]) -> ArmCount:
    """The arm with those of its drugs by which it was taken."""
    return replace(row, drugs=tuple(id for id in row.drugs if id in fits))


def _arms(knowledge: Knowledge, asked: AskedRate, fits: set[str]) -> list[tuple[Trial, Arm]]:
    """The arms asked for, of trials whose patients are told in no other record."""
    trials = [t for t in knowledge.of("trials").values() if t.disease == asked.disease]
    retold = {kin.record for trial in trials for kin in trial.kin if kin.patients != "other"}
    arms = ((t, arm) for t in trials if t.id not in retold for arm in t.arms)
    return [(trial, arm) for trial, arm in arms if fits & set(drugs_of(knowledge, arm))]


def _resolved(knowledge: Knowledge, asked: AskedRate) -> tuple[AskedRate, set[str]]:
    """What is asked in the ids of knowledge, and the drugs that meet all of it."""
    drugs = knowledge.of("drugs").values()
    drug = named("drug", asked.drug, drugs_named(knowledge)) if asked.drug else None
    kind = (
        named("class of drugs", asked.drug_class, {d.drug_class: d.drug_class for d in drugs}) if asked.drug_class else None
    )
    target = named("target", asked.target, {word: word for d in drugs for word in d.targets}) if asked.target else None
    fits = {
        d.id
        for d in drugs
        if drug in (None, d.id) and kind in (None, d.drug_class) and (target is None or target in d.targets)
    }
    return replace(asked, drug=drug, drug_class=kind, target=target), fits


def _pool(rows: Sequence[ArmCount], asked: AskedRate) -> Pool:
    events, totals = [row.events for row in rows], [row.of for row in rows]
    labels = [f"{row.trial}/{row.arm}" for row in rows]
    return pool_proportions(events, totals, labels, _settings(asked), asked.transformation)


def _settings(asked: AskedRate) -> Settings:
    if asked.correction is None:
        return asked.settings
    s = asked.settings
    return Settings(s.between, s.interval, s.level, s.prediction, Correction(asked.correction))


def _parts(knowledge: Knowledge, rows: Sequence[ArmCount], asked: AskedRate) -> tuple[Part, ...]:
    if asked.by is None:
        return ()
    groups: dict[str, list[ArmCount]] = {}
    for row in rows:
        groups.setdefault(PROPERTIES[asked.by](knowledge, row), []).append(row)
    return tuple(Part(label, len(own), _pool(own, asked)) for label, own in groups.items())


def _without(rows: Sequence[ArmCount], i: int, asked: AskedRate) -> Part:
    row = rows[i]
    return Part(f"{row.trial}/{row.arm}", len(rows) - 1, _pool([*rows[:i], *rows[i + 1 :]], asked))
