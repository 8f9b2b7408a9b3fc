"""Trials as tables: what each asks of a patient, and how far it was when that was last known."""

from __future__ import annotations

from datetime import date
from typing import Any

from thirdline.knowledge.loader import Knowledge
from thirdline.knowledge.tabulate import Rows, asked_of, fact
from thirdline.knowledge.trials import Status, Trial

UNKNOWN = Status(status="unknown")
ENTERED = ("randomised", "single_arm", "planned")
"""Designs that take patients; a series looked back on and a pool of others take none."""


def trial_tables(knowledge: Knowledge, questions: Rows) -> dict[str, Rows]:
    """The rows of `trials` and `trial_needs`; with `questions`, those given and those that trials ask besides."""
    trials: list[Trial] = [trial for trial in knowledge.of("trials").values() if trial.design in ENTERED]
    needs = [row for trial in trials for row in _needs(trial)]
    asked = {row[0]: row for row in (*questions, *((question, disease, *of) for _, disease, question, _, _, *of in needs))}
    return {
        "trials": [row for trial in trials for row in _trial(trial)],
        "trial_needs": needs,
        "questions": list(asked.values()),
    }


def diseases_of(trial: Trial) -> tuple[str, ...]:
    """The diagnoses that the trial takes: those it asks for, else its own disease."""
    asked = [word for need in trial.needs if need.need == "diagnosis" for word in need.any_of or (need.value or "",)]
    return tuple(asked) or (trial.disease,)


def _trial(trial: Trial) -> list[tuple[Any, ...]]:
    """One row for each disease that the trial takes."""
    last = max(trial.status, key=lambda each: each.as_of or date.min, default=UNKNOWN)
    cited = fact(trial, "status", last) if trial.status else None
    return [(trial.id, disease, last.status, last.as_of, len(trial.needs), cited) for disease in diseases_of(trial)]


def _needs(trial: Trial) -> list[tuple[Any, ...]]:
    """One row for each disease, each need and each word of it."""
    return [
        (trial.id, disease, question, part, fact(trial, "needs", need), *asked)
        for disease in diseases_of(trial)
        for part, question, need, asked in asked_of(disease, trial.needs)
    ]
