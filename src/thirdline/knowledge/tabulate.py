"""Knowledge as tables: what derivations join, under one practice.

Question answered: which numbers are in force? Only the editions that the practice names become rows; every row
that decides carries its `fact`, written `record-id#field`, so that derived rows can say why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from thirdline.knowledge.criteria import (
    AssessmentProfile,
    ClassScheme,
    Interference,
    Lines,
    Measurable,
    Practice,
    Refractory,
    Response,
    StageCondition,
    Staging,
    Toxicity,
)  # fmt: skip
from thirdline.knowledge.kinds import Drug, Label, Need, Record, Regimen, Row
from thirdline.knowledge.loader import Knowledge, KnowledgeError
from thirdline.knowledge.toxicity import toxicity_tables

Rows = list[tuple[Any, ...]]


def tabulate(
    knowledge: Knowledge,
    practice_id: str,
    profile: str | None = None,
    as_of: date | None = None,
    toxicity: str | None = None,
) -> dict[str, Rows]:
    """The rows of every knowledge table, by its name; `profile` and `toxicity` replace the practice's own."""
    practice = practice_of(knowledge, practice_id)
    force = practice.in_force
    response = knowledge.criterion(force.response, Response)
    lines = _lines(knowledge, knowledge.criterion(force.lines, Lines))
    return {
        "run": [(as_of, practice.id)],
        **_drugs(knowledge),
        **lines,
        **_regimens(knowledge),
        **_response(response, knowledge.criterion(force.measurable, Measurable)),
        "assessment_profile": [_profile(knowledge, practice, profile)],
        **_refractory(knowledge.criterion(force.refractory, Refractory), response),
        "class_schemes": [(s.id, c) for s in [knowledge.criterion(force.class_scheme, ClassScheme)] for c in s.classes],
        **_staging([knowledge.criterion(id, Staging) for id in force.staging]),
        "interference_rules": [_interference(knowledge.criterion(force.interference, Interference))],
        **toxicity_tables(knowledge, knowledge.criterion(toxicity or force.toxicity, Toxicity)),
        **_practice(practice),
        **_options(knowledge, practice, lines["drug_roles"]),
        **_labels(knowledge),
    }


def practice_of(knowledge: Knowledge, id: str) -> Practice:
    """The practice of that id; the message lists those known."""
    practices = knowledge.of("practices")
    if id not in practices:
        raise KnowledgeError([f"no practice is called {id!r}; allowed: {', '.join(practices)}. Choose one of these."])
    return practices[id]


def fact(record: Record, field: str, row: Row | None = None) -> str:
    """How a fact is named in `because`: the record and the citation, a row's own before its field's."""
    return f"{record.id}#{row.cite if row is not None and row.cite else field}"


def _drugs(knowledge: Knowledge) -> dict[str, Rows]:
    drugs: list[Drug] = list(knowledge.of("drugs").values())
    return {
        "drug_facts": [(d.id, d.drug_class, *_isotype(d), fact(d, "isotype" if d.isotype else "drug_class")) for d in drugs]
    }


def _isotype(drug: Drug) -> tuple[str | None, str | None]:
    heavy, _, light = (drug.isotype or "").partition(" ")
    return heavy or None, light or None


def _lines(knowledge: Knowledge, c: Lines) -> dict[str, Rows]:
    def of_classes(role: str, classes: tuple[str, ...]) -> Rows:
        return [(d.id, role) for d in knowledge.of("drugs").values() if d.drug_class in classes]

    roles = of_classes("treating", c.treating_classes) + of_classes("steroid", c.steroid_classes)
    roles += of_classes("cell_product", c.cell_products)
    for role in ("conditioning", "mobilisation", "lymphodepletion", "maintenance"):
        roles += [(drug, role) for drug in getattr(c, f"{role}_drugs")]
    rules = (
        c.id, c.regimen_window_days, c.planned_transplant_days, c.tandem_days, c.consolidation_days,
        c.maintenance_gap_days, c.conditioning_days, c.mobilisation_days, c.lymphodepletion_days, c.bridging_days,
        c.dose_gap_days,
    )  # fmt: skip
    return {"drug_roles": roles, "line_rules": [rules]}


def _regimens(knowledge: Knowledge) -> dict[str, Rows]:
    regimens: list[Regimen] = list(knowledge.of("regimens").values())
    compositions = [(r.disease, "+".join(r.drugs), r.id) for r in regimens]
    return {
        "regimen_compositions": compositions,
    }


def _response(c: Response, m: Measurable) -> dict[str, Rows]:
    depth = {row.response: row.depth for row in c.categories}
    least = {row.marker: row for row in m.levels}
    ratio = c.normal_flc_ratio
    rules = (
        c.id, ratio.lowest, ratio.highest, c.marrow_complete_below, c.lesion_spd_rise_percent,
        c.lesion_diameter_rise_percent, c.lesion_short_axis_above, c.relapse_calcium_above,
        c.relapse_haemoglobin_fall, c.relapse_creatinine_rise,
    )  # fmt: skip
    return {
        "response_rules": [rules],
        "categories": [(r.response, r.depth, r.needs_confirmation) for r in c.categories],
        "markers": [
            (r.marker, r.route, r.needs_confirmation, l.at_least if l else None, fact(m, "levels", l))
            for r in c.markers for l in [least.get(r.marker)]
        ],
        "response_levels": [
            (r.marker, r.response, depth[r.response], r.fall_percent, r.or_below, fact(c, "response_levels", r))
            for r in c.response_levels
        ],
        "progression_thresholds": [
            (r.marker, r.lowest_from, r.lowest_below, r.rise_percent, r.rise_amount, r.amount_exceeded, r.value_at_least,
             fact(c, "progression_thresholds", r))
            for r in c.progression_thresholds
        ],
    }  # fmt: skip


def _profile(knowledge: Knowledge, practice: Practice, wanted: str | None) -> tuple[Any, ...]:
    profiles = [knowledge.criterion(id, AssessmentProfile) for id in practice.in_force.profiles]
    by_name = {p.profile: p for p in profiles}
    name = wanted or practice.profile
    if name not in by_name:
        raise KnowledgeError([f"no profile is called {name!r}; allowed: {', '.join(by_name)}. Choose one of these."])
    p = by_name[name]  # type: ignore[index]
    return (
        p.id, p.baseline_before_days, p.baseline_after_days, p.visit_days, p.immunofixation_days,
        p.missing_marker_accepted, p.missing_urine_accepted, p.longest_zero_run, p.zero_run_days,
    )  # fmt: skip


def _refractory(c: Refractory, response: Response) -> dict[str, Rows]:
    depth = {row.response: row.depth for row in response.categories}
    rules = (c.id, c.window_days, c.response_at_least, depth[c.response_at_least], c.shortest_exposure_days)
    return {
        "refractory_rules": [rules],
        "uncounted_classes": [(word,) for word in c.uncounted_classes],
        "refractory_tiers": [
            (t.tier, t.depth, t.alternative, t.drug_class, t.at_least, fact(c, "tiers", t)) for t in c.tiers
        ],
    }


def _staging(systems: list[Staging]) -> dict[str, Rows]:
    names = {s.system for s in systems}
    return {
        "stage_conditions": [
            (s.system, r.stage, r.rank, r.alternative, r.item, r.is_word, r.at_least, r.more_than, r.below, r.at_most,
             *_siblings(s, r), fact(s, "conditions", r))
            for s in systems for r in s.conditions
        ],
        "stage_items": list(dict.fromkeys(
            (s.system, i) for s in systems for i in (*(r.item for r in (*s.conditions, *s.points)), s.reported_as)
        )),
        "stage_points": [(s.system, p.item, p.is_word, p.points) for s in systems for p in s.points],
        "stage_systems": [
            (s.system, s.id, s.otherwise, s.reported_as, s.window_days,
             any(r.item in names for r in (*s.conditions, *s.points)),
             len({(r.rank, r.alternative) for r in s.conditions}), len({p.item for p in s.points}))
            for s in systems
        ],
    }  # fmt: skip


def _siblings(s: Staging, of: StageCondition) -> tuple[int, int]:
    """How many conditions its alternative has, and how many alternatives the stages before its own have."""
    return (
        sum(r.stage == of.stage and r.alternative == of.alternative for r in s.conditions),
        len({(r.rank, r.alternative) for r in s.conditions if r.rank < of.rank}),
    )


def _interference(c: Interference) -> tuple[Any, ...]:
    return (c.id, c.m_protein_at_most, c.washout_days, c.settled_by.en)


def _practice(p: Practice) -> dict[str, Rows]:
    groups = [(c.id, n, word, True) for c in p.cells for n, g in enumerate(c.groups, 1) for word in g.any_of]
    groups += [(c.id, 0, word, False) for c in p.cells for word in c.not_refractory_to]
    return {
        "practice_preconditions": [(r.finding, r.value, fact(p, "preconditions", r)) for r in p.preconditions],
        "practice_cells": [
            (c.id, p.disease, c.depth, len(c.groups), c.contraindications, fact(p, "cells", c)) for c in p.cells
        ],
        "practice_cell_groups": groups,
        "practice_options": [
            (c.id, o.option, o.in_brackets, o.marks[0] if o.marks else None) for c in p.cells for o in c.options
        ],
        "practice_footnotes": [
            (f.id, f.refractory_to, f.finding, f.value, f.drug_instead, fact(p, "footnotes", f)) for f in p.footnotes
        ],
    }


def _options(knowledge: Knowledge, p: Practice, roles: Rows) -> dict[str, Rows]:
    """The drugs of each option; those that only make room for a cell product of it are marked."""
    drugs = knowledge.of("drugs")
    regimens = {o.option for c in p.cells for o in c.options} & set(knowledge.of("regimens"))
    regimens |= {label.regimen for label in knowledge.of("labels").values() if label.regimen}
    needed = [(r, d, True) for r in sorted(regimens) for d in knowledge.of("regimens")[r].drugs]
    alone = {label.drug for label in knowledge.of("labels").values() if not label.regimen} - regimens
    needed += [(d, d, True) for d in sorted(alone)]
    one_of = [(a.id, d, False) for a in p.approaches for d in a.needs_one_of]
    n_one_of = Counter(o for o, *_ in one_of)
    with_cells = {o for o, d, _ in needed if (d, "cell_product") in roles}
    return {
        "option_drugs": [
            (o, d, drugs[d].drug_class, must, o in with_cells and (d, "lymphodepletion") in roles, n_one_of.get(o))
            for o, d, must in needed + one_of
        ]
    }


def _labels(knowledge: Knowledge) -> dict[str, Rows]:
    """What each label asks of a patient with each disease it is for, and each of these questions once a disease."""
    needs = [row for label in knowledge.of("labels").values() for row in _needs(label)]
    questions = {question: (question, disease, *asked) for _, disease, question, *_, asked in needs}
    return {
        "label_needs": [(label, disease, question, *rest, *asked) for label, disease, question, *rest, asked in needs],
        "questions": list(questions.values()),
    }


def _needs(label: Label) -> Iterator[tuple[Any, ...]]:
    """One row for each disease of the label, each of its needs and each word of that; what is asked comes last."""
    option, cited = label.regimen or label.drug, (label.authority, label.in_force_from, label.in_force_until)
    for disease in (word for need in label.needs if need.need == "diagnosis" for word in _words(need) if word):
        for part, question, need, asked in asked_of(disease, label.needs):
            n_words = len(_words(need))
            yield label.id, disease, question, option, *cited, part, n_words, fact(label, "needs", need), asked


def asked_of(disease: str, needs: Iterable[Need]) -> Iterator[tuple[int, str, Need, tuple[Any, ...]]]:
    """Each need, by its place and once for each of its words, with the question that it puts to patients of a disease."""
    for part, need in enumerate(needs, 1):
        for word in _words(need):
            asked = (need.need, word, need.amount)
            yield part, "/".join(str(each) for each in (disease, *asked) if each is not None), need, asked


def _words(need: Need) -> tuple[str | None, ...]:
    return need.any_of or (need.value,)
