"""Arms of trials as tables: what a patient is held against to tell how near the trials of each option come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from thirdline.knowledge.arms import (
    KINDS,
    Option,
    Scheme,
    active_drugs,
    entry_of,
    evidence_of,
    had,
    lines_of,
    options_from,
    shares_of,
    telling_arms,
)  # fmt: skip
from thirdline.knowledge.criteria import ClassScheme, Lines, Practice, Refractory, Staging, TierRow
from thirdline.knowledge.kinds import Need
from thirdline.knowledge.loader import Knowledge
from thirdline.knowledge.tabulate import Rows, asked_of, fact, practice_of
from thirdline.knowledge.trial_tables import diseases_of
from thirdline.knowledge.trials import Arm, Cut, Trial

HIGH_RISK_BY = "r_iss"
"""The staging system whose words say which findings are of high risk; trials use this list or a longer one."""
HIGH_RISK, EXTRAMEDULLARY, PRESENT = "high_risk_cytogenetics", "extramedullary_disease", "present"
SUMMED = {"double": "double_refractory", "penta": "penta_refractory"}
"""Tiers of the practice, and the words by which trials tell the share of them."""


def arm_tables(knowledge: Knowledge, practice_id: str, laid: Mapping[str, Iterable[tuple[Any, ...]]]) -> dict[str, Rows]:
    """The rows of the tables that `option_trials` reads of knowledge, under one practice.

    `laid` holds the rows of `option_drugs` and `questions` as they are laid; the questions given back are these and those
    that arms ask besides.
    """
    practice = practice_of(knowledge, practice_id)
    scheme = scheme_of(knowledge, practice)
    arms = list(telling_arms(knowledge))
    needs = [row for trial, arm, _ in arms for row in _needs(trial, arm)]
    asked = {row[0]: row for row in (*laid["questions"], *((r[5], r[2], r[7], r[4], r[8]) for r in needs))}
    return {
        "trial_arms": [row for each in arms for row in _arm(*each)],
        "option_arms": _options(knowledge, arms, options_from(laid["option_drugs"]), scheme),
        "arm_drugs": [(t.id, a.id, drug) for t, a, _ in arms for drug in active_drugs(knowledge, a, scheme)],
        "arm_shares": [row for trial, arm, _ in arms for row in _shares(knowledge, trial, arm, scheme)],
        "arm_needs": needs,
        "feature_findings": _features(knowledge, practice),
        "questions": list(asked.values()),
    }


def scheme_of(knowledge: Knowledge, practice: Practice) -> Scheme:
    """What the criteria of a practice say of words that sum classes up, and of drugs before a cell product."""
    tiers = knowledge.criterion(practice.in_force.refractory, Refractory).tiers
    lines = knowledge.criterion(practice.in_force.lines, Lines)
    classes = {word: _in_every(tier, tiers) for tier, word in SUMMED.items()}
    classes["triple_class_refractory"] = knowledge.criterion(practice.in_force.class_scheme, ClassScheme).classes
    cells = frozenset(d.id for d in knowledge.of("drugs").values() if d.drug_class in lines.cell_products)
    return Scheme(classes, cells, frozenset(lines.lymphodepletion_drugs))


def _in_every(tier: str, tiers: Iterable[TierRow]) -> tuple[str, ...]:
    """The classes that every way of reaching a tier asks for."""
    ways: dict[int, set[str]] = {}
    for row in tiers:
        if row.tier == tier:
            ways.setdefault(row.alternative, set()).add(row.drug_class)
    return tuple(sorted(set.intersection(*ways.values()))) if ways else ()


def _arm(trial: Trial, arm: Arm, cut: Cut) -> Rows:
    """One row for each disease that the trial takes."""
    evidence = evidence_of(trial, arm)
    size = trial.n_randomised if trial.n_randomised is not None else arm.n
    n_conditions = sum(need.need != "diagnosis" for need in trial.needs)
    told = (cut.id, evidence, KINDS.index(evidence), arm.n, size, *lines_of(trial), n_conditions, fact(trial, "arms", arm))
    return [(trial.id, arm.id, disease, *told) for disease in diseases_of(trial)]


def _options(knowledge: Knowledge, arms: list[tuple[Trial, Arm, Cut]], options: list[Option], scheme: Scheme) -> Rows:
    return [(option.id, t.id, arm.id) for option in options for t, arm, _ in arms if had(knowledge, option, arm, scheme)]


def _shares(knowledge: Knowledge, trial: Trial, arm: Arm, scheme: Scheme) -> Rows:
    found = shares_of(knowledge, trial, arm, scheme)
    return [(trial.id, arm.id, what, word, held.percent, held.at_least, held.fact) for (what, word), held in found.items()]


def _needs(trial: Trial, arm: Arm) -> Rows:
    """One row for each disease, each condition and each word of it."""
    found = list(entry_of(trial, arm))
    cited: dict[Need, str] = dict(found)
    return [
        (trial.id, arm.id, disease, part, asked[1], question, cited[need], asked[0], asked[2])
        for disease in diseases_of(trial)
        for part, question, need, asked in asked_of(disease, cited)
    ]


def _features(knowledge: Knowledge, practice: Practice) -> Rows:
    """Which findings show a feature of which trials tell the share."""
    staging = [knowledge.criterion(id, Staging) for id in practice.in_force.staging]
    findings = {f.word for f in knowledge.of("findings").values()}
    words = {
        (HIGH_RISK, row.item, PRESENT): fact(s, "conditions", row)
        for s in staging if s.system == HIGH_RISK_BY
        for row in s.conditions if row.item in findings and row.is_word == PRESENT
    }  # fmt: skip
    return [*((*key, cited) for key, cited in words.items()), (EXTRAMEDULLARY, EXTRAMEDULLARY, PRESENT, None)]
