"""Arms of trials as evidence for an option: which arms had it, what stands for the arm, and in whom.

Question answered: of which arms of which trials can it be said that their patients had this option, and nothing else; and
whom did these arms take: after how many lines, refractory to what, with which features of the disease?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from thirdline.knowledge.criteria import Practice
from thirdline.knowledge.kinds import Need
from thirdline.knowledge.loader import Knowledge
from thirdline.knowledge.tabulate import fact
from thirdline.knowledge.trials import Arm, Cut, Share, Trial

Evidence = Literal["randomised", "single_arm", "cohort", "case_series", "pool"]
KINDS: tuple[Evidence, ...] = ("randomised", "single_arm", "cohort", "case_series", "pool")
"""What an arm's figures rest on, the firmest first: an arm compared by chance, followed by plan, looked back on, pooled."""
WHOLE = ("single", "pool")
"""Roles of arms that hold all patients of a trial; its cohorts are parts of them."""
AT_LEAST = (">", ">=")
ALL = Decimal(100)
TENTH = Decimal("0.1")
CLASS = "refractory_to_class"
DRUG = "refractory_to_drug"
FEATURES = ("extramedullary_disease", "high_risk_cytogenetics")
"""Features of the disease of which trials report the share."""
ENTRY = (CLASS, DRUG, "exposed_to_class", "exposed_to_drug")
"""What the whole of an arm may have in common, so that a patient without it differs."""


@dataclass(frozen=True)
class Scheme:
    """What words that sum refractoriness up say of classes, and which drugs only make room for a cell product.

    `classes`: a word of `Share.what` and the classes to which whoever it is said of is refractory. `cells` are cell
    products, `room` the drugs given before them.
    """

    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cells: frozenset[str] = frozenset()
    room: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Held:
    """The share of an arm with a property, in percent; `at_least`: it may be larger, the source says no more."""

    percent: Decimal
    at_least: bool
    fact: str


def drugs_of(knowledge: Knowledge, arm: Arm) -> tuple[str, ...]:
    """The drugs of an arm: its own, or those of its regimen; none where the record names neither."""
    if arm.drugs or arm.regimen is None:
        return arm.drugs
    return knowledge.of("regimens")[arm.regimen].drugs


def evidence_of(trial: Trial, arm: Arm) -> Evidence:
    """What the figures of an arm rest on; a trial of doses of one drug, randomised or not, compares with nothing else."""
    if trial.design == "randomised":
        return "randomised" if arm.role == "experimental" else "single_arm"
    if trial.design == "meta_analysis":
        return "pool"
    return trial.design if trial.design in ("cohort", "case_series") else "single_arm"


def telling_arms(knowledge: Knowledge) -> Iterator[tuple[Trial, Arm, Cut]]:
    """The arms that had something tried on them and of which something is told, with the cut that counts.

    Not among them: controls; mixtures; patients told in another record; cohorts of a trial that tells them all together.
    """
    retold = {kin.record for trial in knowledge.of("trials").values() for kin in trial.kin if kin.patients != "other"}
    for trial in knowledge.of("trials").values():
        if trial.id not in retold and (cut := trial.current() or next(iter(trial.cuts[::-1]), None)):
            told = _arms_told(trial)
            yield from ((trial, arm, cut) for arm in trial.arms if arm.id in told and _counts(arm, trial, told))


def _counts(arm: Arm, trial: Trial, told: set[str]) -> bool:
    """Whether an arm is no control, no mixture, and no part of an arm with the same drugs of which something is told."""
    same = [each for each in trial.arms if (each.regimen, each.drugs) == (arm.regimen, arm.drugs)]
    part = arm.role not in WHOLE and any(each.role in WHOLE and each.id in told for each in same)
    return arm.role != "control" and not arm.mixture_of and bool(arm.regimen or arm.drugs) and not part


def _arms_told(trial: Trial) -> set[str]:
    figures = {figure.arm for cut in trial.cuts for figure in cut.figures}
    return figures | {arm for _, effect in trial.effects() for arm in (effect.experimental, effect.control)}


@dataclass(frozen=True)
class Option:
    """An option by its drugs: all of `drugs`, or, where it is an approach, one of `one_of` with whatever else."""

    id: str
    drugs: frozenset[str]
    one_of: frozenset[str] = frozenset()


def options_from(rows: Iterable[tuple[Any, ...]]) -> list[Option]:
    """Options from the rows of the table `option_drugs`."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for option, drug, _, needed, *_ in rows:
        found.setdefault(option, (set(), set()))[0 if needed else 1].add(drug)
    return [Option(id, frozenset(drugs), frozenset(one_of)) for id, (drugs, one_of) in found.items()]


def option_of(knowledge: Knowledge, practice: Practice, id: str) -> Option | None:
    """An option by its id: an approach of the practice, a regimen, or a drug alone; None where it is none of these."""
    approach = next((each for each in practice.approaches if each.id == id), None)
    if approach:
        return Option(id, frozenset(), frozenset(approach.needs_one_of)) if approach.needs_one_of else None
    regimen = knowledge.of("regimens").get(id)
    if regimen:
        return Option(id, frozenset(regimen.drugs))
    return Option(id, frozenset({id})) if id in knowledge.of("drugs") else None


def active_drugs(knowledge: Knowledge, arm: Arm, scheme: Scheme) -> list[str]:
    """The drugs of an arm that act on the disease: not those that make room for a cell product."""
    drugs = drugs_of(knowledge, arm)
    return [drug for drug in drugs if not (scheme.cells & set(drugs) and drug in scheme.room)]


def had(knowledge: Knowledge, option: Option, arm: Arm, scheme: Scheme) -> bool:
    """Whether an arm had an option: by its regimen's id, or by exactly its drugs; of an approach, one of its drugs."""
    if option.one_of:
        return not option.one_of.isdisjoint(active_drugs(knowledge, arm, scheme))
    return option.id == arm.regimen or option.drugs == frozenset(drugs_of(knowledge, arm))


def lines_of(trial: Trial) -> tuple[int | None, int | None, str | None]:
    """From how many to how many prior lines the trial took, and the fact that says so; no fact where none does."""
    told = trial.population
    if told and (told.prior_lines_at_least, told.prior_lines_at_most) != (None, None):
        return told.prior_lines_at_least, told.prior_lines_at_most, fact(trial, "population", told)
    asked = {need.need: need for need in trial.needs if need.need in ("prior_lines_at_least", "prior_lines_at_most")}
    least, most = (asked.get(word) for word in ("prior_lines_at_least", "prior_lines_at_most"))
    cited = next((fact(trial, "needs", need) for need in (least, most) if need), None)
    return _whole(least), _whole(most), cited


def _whole(need: Need | None) -> int | None:
    return None if need is None or need.amount is None else int(need.amount)


def shares_of(knowledge: Knowledge, trial: Trial, arm: Arm, scheme: Scheme) -> dict[tuple[str, str], Held]:
    """What share of an arm is refractory to each class, or has each feature; only what the record says.

    A condition of entry holds of all. Where the share of a class is not told, that of its drugs, or of a word that sums
    classes up (`double_refractory`), is the least that it can be.
    """
    exact: dict[tuple[str, str], Held] = {}
    least: dict[tuple[str, str], Held] = {}
    for key, held in _told(knowledge, trial, arm, scheme):
        into = least if held.at_least and held.percent < ALL else exact
        if key not in into or into[key].percent < held.percent:
            into[key] = Held(held.percent, into is least, held.fact)
    return {**least, **exact}


def _told(knowledge: Knowledge, trial: Trial, arm: Arm, scheme: Scheme) -> Iterator[tuple[tuple[str, str], Held]]:
    drugs = knowledge.of("drugs")
    for need in trial.needs:
        if need.value and need.need in (CLASS, DRUG):
            word = need.value if need.need == CLASS else drugs[need.value].drug_class
            yield (CLASS, word), Held(ALL, False, fact(trial, "needs", need))
    for share in _own(trial, arm):
        percent, cited = _percent(share), fact(trial, "population", share)
        for key, whole in _means(knowledge, share, scheme):
            yield key, Held(percent, not whole or share.comparator is not None, cited)


def _own(trial: Trial, arm: Arm) -> list[Share]:
    """The shares of an arm that mean what their word says, and no less than it."""
    shares = trial.population.shares if trial.population else ()
    plain = [s for s in shares if s.stated is None and s.comparator in (None, *AT_LEAST)]
    return [s for s in plain if s.arm in (None, arm.id) and (s.percent is not None or (s.n is not None and s.of))]


def _percent(share: Share) -> Decimal:
    """The share as printed, else from its count, to the tenth."""
    if share.percent is not None:
        return share.percent
    return (ALL * Decimal(share.n or 0) / Decimal(share.of or 1)).quantize(TENTH)


def _means(knowledge: Knowledge, share: Share, scheme: Scheme) -> Iterator[tuple[tuple[str, str], bool]]:
    """Of which properties a share tells, and whether it is their whole share or a part of it."""
    if share.what == CLASS and share.value:
        yield (CLASS, share.value), True
    if share.what == DRUG and share.value:
        yield (CLASS, knowledge.of("drugs")[share.value].drug_class), False
    if share.what in FEATURES:
        yield ("feature", share.what), True
    yield from (((CLASS, word), False) for word in scheme.classes.get(share.what, ()))


def entry_of(trial: Trial, arm: Arm) -> Iterator[tuple[Need, str]]:
    """What every patient of an arm had in common, as conditions with their facts: those of entry, and shares of the whole.

    Prior lines and the diagnosis are not among them: they are told as ranges and by the disease.
    """
    asked = [n for n in trial.needs if n.need not in ("diagnosis", "prior_lines_at_least", "prior_lines_at_most")]
    yield from ((need, fact(trial, "needs", need)) for need in asked)
    known = {(need.need, need.value) for need in asked}
    for share in _own(trial, arm):
        if share.what in ENTRY and _percent(share) == ALL and (share.what, share.value) not in known:
            yield Need.model_validate({"need": share.what, "value": share.value}), fact(trial, "population", share)
