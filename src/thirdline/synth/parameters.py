"""A cohort's record of knowledge, and the rules in force, as arrays: what every block of patients is drawn with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from thirdline import DEFAULT_PRACTICE
from thirdline.knowledge import Knowledge, KnowledgeError
from thirdline.knowledge.cohorts import Cohort
from thirdline.knowledge.criteria import AssessmentProfile, Lines, Measurable, Practice, Refractory, Response
from thirdline.knowledge.kinds import Regimen

COHORT = "synthetic-myeloma-2026"
MARKERS = ("serum_m_protein", "urine_m_protein", "flc_difference", "bone_marrow")
SERUM, URINE, LIGHT, MARROW = range(len(MARKERS))
SCALE = 10
"""Markers are whole tenths of their unit, so that every comparison is exact."""
NONE = 1 << 40
"""No value: above every value, so that it never lowers a minimum and no value has risen above it."""
EPOCH = date(2000, 1, 1)
"""Day 0."""
SLOTS = 4
"""The most drugs of a regimen."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Rules:
    """The published rules in force, as a clinician holds them."""

    response: Response
    measurable: Measurable
    profile: AssessmentProfile
    lines: Lines
    refractory: Refractory
    scheme: frozenset[str]

    @classmethod
    def of(cls, knowledge: Knowledge, practice_id: str = DEFAULT_PRACTICE) -> Rules:
        """The rules of a practice. Errors: KnowledgeError where the practice is unknown."""
        practice = knowledge.of("practices").get(practice_id)
        if not isinstance(practice, Practice):
            raise KnowledgeError([f"practices: {practice_id} is unknown; known: {', '.join(knowledge.of('practices'))}"])
        force = practice.in_force
        profiles = (knowledge.criterion(id, AssessmentProfile) for id in force.profiles)
        return cls(
            response=knowledge.criterion(force.response, Response),
            measurable=knowledge.criterion(force.measurable, Measurable),
            profile=next(profile for profile in profiles if profile.profile == practice.profile),
            lines=knowledge.criterion(force.lines, Lines),
            refractory=knowledge.criterion(force.refractory, Refractory),
            scheme=frozenset(knowledge.of("criteria")[force.class_scheme].classes),
        )

    @cached_property
    def routes(self) -> Ints:
        """The route of each of `MARKERS`."""
        by = {row.marker: row.route for row in self.response.markers}
        return np.array([by[marker] for marker in MARKERS])

    @cached_property
    def repeated(self) -> Bools:
        """Which of `MARKERS` need a second value."""
        by = {row.marker: row.needs_confirmation for row in self.response.markers}
        return np.array([by[marker] for marker in MARKERS])

    @cached_property
    def depths(self) -> dict[str, int]:
        """The depth of each category."""
        return {row.response: row.depth for row in self.response.categories}

    @property
    def stable(self) -> int:
        """The depth of stable disease."""
        return self.depths["SD"]

    @property
    def worse(self) -> int:
        """The depth of progressive disease."""
        return self.depths["PD"]

    @cached_property
    def measurable_from(self) -> Ints:
        """The least value at which each of `MARKERS` can be followed."""
        by = {row.marker: row.at_least for row in self.measurable.levels}
        return np.array([tenths(by[marker]) for marker in MARKERS])


def tenths(amount: Decimal) -> int:
    """An amount in the whole numbers in which markers are kept. Errors: KnowledgeError for a finer amount."""
    scaled = amount * SCALE
    if scaled != int(scaled):
        raise KnowledgeError([f"{amount}: markers of synthetic patients are kept in tenths of a unit; give a coarser limit"])
    return int(scaled)


@dataclass(frozen=True)
class Drugs:
    """The drugs of the cohort by code: id, class (a code too), whether it treats the disease, whether it can fail."""

    ids: tuple[str, ...]
    classes: tuple[str, ...]
    class_of: Ints
    treating: Bools
    counted: Bools


@dataclass(frozen=True)
class Regimens:
    """Each use of a regimen: its drugs (codes, -1 where it has fewer), its setting's weight, its visits (0: no end)."""

    ids: tuple[str, ...]
    slots: Ints
    treats: Ints
    setting: NDArray[np.str_]
    weight: Floats
    visits: Ints


@dataclass(frozen=True, eq=False)
class Parameters:
    """Everything a block is drawn with."""

    cohort: Cohort
    rules: Rules
    drugs: Drugs
    regimens: Regimens
    knowledge: Knowledge

    @classmethod
    def of(cls, knowledge: Knowledge, cohort_id: str = COHORT) -> Parameters:
        """The parameters of a cohort's record. Errors: KnowledgeError where a class of its drugs has no kill."""
        cohort, rules = knowledge.of("cohorts")[cohort_id], Rules.of(knowledge)
        drugs = _drugs(knowledge, cohort, rules)
        return cls(cohort, rules, drugs, _regimens(knowledge, cohort, drugs), knowledge)

    @cached_property
    def kill(self) -> Floats:
        """What each class takes away per step."""
        by = {row.drug_class: row.per_step for row in self.cohort.kills}
        return np.array([by[name] for name in self.drugs.classes])

    @cached_property
    def lost(self) -> Floats:
        """The share of sensitivity that a step of exposure to each class takes away."""
        by = {row.drug_class: row.lost_per_step for row in self.cohort.kills}
        return np.array([by[name] for name in self.drugs.classes])


def _drugs(knowledge: Knowledge, cohort: Cohort, rules: Rules) -> Drugs:
    used = {drug for row in cohort.regimens for drug in knowledge.of("regimens")[row.regimen].drugs}
    rides = {cohort.care.transplant_drug, cohort.care.mobilisation_drug}
    ids = tuple(sorted(rides | used | {row.drug for row in cohort.maintenance}))
    class_of = [knowledge.of("drugs")[id].drug_class for id in ids]
    classes = tuple(sorted(set(class_of)))
    if strange := set(classes) - {row.drug_class for row in cohort.kills}:
        raise KnowledgeError([f"cohorts/{cohort.id}.yaml: kills: no row for {', '.join(sorted(strange))}. Add one each."])
    return Drugs(
        ids,
        classes,
        np.array([classes.index(name) for name in class_of]),
        np.array([name in rules.lines.treating_classes for name in class_of]),
        np.array([name not in rules.refractory.uncounted_classes for name in class_of]),
    )


def _regimens(knowledge: Knowledge, cohort: Cohort, drugs: Drugs) -> Regimens:
    used: list[Regimen] = [knowledge.of("regimens")[row.regimen] for row in cohort.regimens]
    slots = np.full((len(used), SLOTS), -1)
    for at, regimen in enumerate(used):
        slots[at, : len(regimen.drugs)] = [drugs.ids.index(drug) for drug in regimen.drugs]
    return Regimens(
        ids=tuple(regimen.id for regimen in used),
        slots=slots,
        treats=np.array([bits(row[row >= 0][drugs.treating[row[row >= 0]]]) for row in slots]),
        setting=np.array([row.setting for row in cohort.regimens]),
        weight=np.array([row.weight for row in cohort.regimens]),
        visits=np.array([row.visits or 0 for row in cohort.regimens]),
    )


def bits(codes: Ints) -> int:
    """A set of drugs as bits of a whole number."""
    return int(np.bitwise_or.reduce(np.left_shift(1, codes), initial=0))
