"""From the arms of trials to contrasts.

Question answered: given events or means by arm, which contrasts, with which standard errors, go into a network?
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network.contrasts import Contrast, is_number

CORRECTION = 0.5
"""Added to the cells of a trial with an empty one (Gart and Zweifel, Biometrika 1967; the default of metabin and
metafor)."""

Measure = Literal["OR", "RR", "RD", "MD", "SMD"]


@dataclass(frozen=True)
class BinaryArm:
    """`events` among `total` patients of one arm."""

    trial: str
    treatment: str
    events: float
    total: float


@dataclass(frozen=True)
class ContinuousArm:
    """Mean and standard deviation among `total` patients of one arm."""

    trial: str
    treatment: str
    mean: float
    sd: float
    total: float


Arm = BinaryArm | ContinuousArm


@dataclass(frozen=True)
class FromArms:
    """The contrasts, every pair of a trial's arms once, and `notes`: which trials were corrected or left out, and why."""

    contrasts: tuple[Contrast, ...]
    notes: tuple[str, ...]


def contrasts_from_arms(arms: Sequence[Arm], measure: Measure, *, correction: float = CORRECTION) -> FromArms:
    """Contrasts of all pairs of arms within each trial, ready for `network`.

    OR, RR (on the log scale), RD from BinaryArm; MD, SMD from ContinuousArm. Variances: sums over arms of
    OR 1/e + 1/(n - e); RR 1/e - 1/n; RD p(1 - p)/n; MD sd2/n. SMD is Cohen's d with the deviation pooled over all arms of
    the trial and variance 1/n1 + 1/n2 + d2 / (2N), which stays consistent in multi-arm trials (Crippa and Orsini 2016;
    Hedges' g does not). `correction` is added to events and non-events of every arm of a trial in which an arm has no event
    or nothing but events (RR: to events and totals; RD: for the variance only). Conventions of pairwise() in R package meta.
    A trial in which no arm has an event, or all arms nothing else, is left out of OR and RR with a note. Errors:
    StatisticsError naming the row: one arm, a treatment twice, events outside 0 to total, kinds that do not fit. Misleads
    with rare events, where the correction decides the estimate.

    >>> arms = [BinaryArm("1", "A", 10, 100), BinaryArm("1", "B", 20, 100)]
    >>> row = contrasts_from_arms(arms, "OR").contrasts[0]
    >>> round(row.effect, 4), round(row.standard_error, 4)
    (-0.8109, 0.4167)
    """
    kind = ContinuousArm if measure in ("MD", "SMD") else BinaryArm
    problems = [text for number, arm in enumerate(arms, 1) for text in _arm_problems(number, arm, kind)]
    if not problems:
        problems = [text for name, group in _by_trial(arms).items() for text in _trial_problems(name, group)]
    if measure not in ("OR", "RR", "RD", "MD", "SMD"):
        problems = [f"measure is {measure!r}; allowed: OR, RR, RD, MD, SMD"]
    if correction < 0:
        problems.append(f"correction is {correction}; 0 or more is allowed")
    if problems:
        raise StatisticsError(problems)
    contrasts: list[Contrast] = []
    notes: list[str] = []
    for name, group in _by_trial(arms).items():
        rows, note = _continuous(group, measure) if kind is ContinuousArm else _binary(name, group, measure, correction)
        contrasts.extend(rows)
        notes.extend(note)
    return FromArms(tuple(contrasts), tuple(notes))


def _by_trial(arms: Sequence[Arm]) -> dict[str, list]:
    groups: dict[str, list] = defaultdict(list)
    for arm in arms:
        groups[arm.trial].append(arm)
    return groups


def _arm_problems(number: int, arm: Arm, kind: type) -> Iterable[str]:
    name = f"arm {number} (trial {arm.trial!r}, {arm.treatment!r})"
    if not isinstance(arm, kind):
        yield f"{name}: the measure needs {kind.__name__}, this is {type(arm).__name__}"
        return
    figures = (arm.events, arm.total) if isinstance(arm, BinaryArm) else (arm.mean, arm.sd, arm.total)
    if not all(is_number(x) for x in figures):
        yield f"{name}: {figures} holds what is no number; leave the arm out or correct it"
    elif arm.total <= 0:
        yield f"{name}: total is {arm.total}; at least one patient is needed"
    elif isinstance(arm, BinaryArm) and not 0 <= arm.events <= arm.total:
        yield f"{name}: {arm.events} events among {arm.total}; 0 to {arm.total} are possible"
    elif isinstance(arm, ContinuousArm) and (arm.sd <= 0 or arm.total < 2):
        yield f"{name}: sd is {arm.sd} in {arm.total}; a positive deviation of two or more patients is needed"


def _trial_problems(name: str, group: list[Arm]) -> Iterable[str]:
    treatments = [arm.treatment for arm in group]
    if len(group) < 2:
        yield f"trial {name!r} has one arm, {treatments[0]!r}; a comparison needs two, leave it out"
    for repeated in sorted({t for t in treatments if treatments.count(t) > 1}):
        yield f"trial {name!r} has the treatment {repeated!r} twice; join the arms or tell them apart"


Side = tuple[float, float]


def _binary(name: str, group: list[BinaryArm], measure: str, correction: float) -> tuple[list[Contrast], list[str]]:
    if measure != "RD" and (all(a.events == 0 for a in group) or all(a.events == a.total for a in group)):
        what = "no arm has an event" if group[0].events == 0 else "all patients of all arms have the event"
        return [], [f"trial {name!r} left out: {what}, which says nothing of a ratio"]
    empty = any(arm.events in (0, arm.total) for arm in group)
    pairs = list(combinations([(arm.treatment, *SIDES[measure](arm, correction if empty else 0.0)) for arm in group], 2))
    if not all(math.isfinite(x - y) and v + w > 0 for (_, x, v), (_, y, w) in pairs):
        raise StatisticsError(
            [f"trial {name!r}: empty cells leave a comparison without a variance; correct or leave it out"]
        )
    notes = [f"trial {name!r}: {correction:g} added to its cells, one being empty"] if empty and correction else []
    return [Contrast(name, a, b, x - y, math.sqrt(v + w)) for (a, x, v), (b, y, w) in pairs], notes


def _log_odds(arm: BinaryArm, add: float) -> Side:
    events, others = arm.events + add, arm.total - arm.events + add
    if not events or not others:
        return math.nan, math.nan
    return math.log(events / others), 1 / events + 1 / others


def _log_risk(arm: BinaryArm, add: float) -> Side:
    events, total = arm.events + add, arm.total + add
    if not events:
        return math.nan, math.nan
    return math.log(events / total), 1 / events - 1 / total


def _risk(arm: BinaryArm, add: float) -> Side:
    share = (arm.events + add) / (arm.total + 2 * add)
    return arm.events / arm.total, share * (1 - share) / (arm.total + 2 * add)


SIDES: dict[str, Callable[[BinaryArm, float], Side]] = {"OR": _log_odds, "RR": _log_risk, "RD": _risk}


def _continuous(group: list[ContinuousArm], measure: str) -> tuple[list[Contrast], list[str]]:
    if measure == "MD":
        return [
            Contrast(
                a.trial, a.treatment, b.treatment, a.mean - b.mean, math.hypot(*(x.sd / math.sqrt(x.total) for x in (a, b)))
            )
            for a, b in combinations(group, 2)
        ], []
    total = sum(arm.total for arm in group)
    pooled = math.sqrt(sum((arm.total - 1) * arm.sd**2 for arm in group) / (total - len(group)))
    return [_standardised(a, b, pooled, total) for a, b in combinations(group, 2)], []


def _standardised(a: ContinuousArm, b: ContinuousArm, pooled: float, total: float) -> Contrast:
    d = (a.mean - b.mean) / pooled
    return Contrast(a.trial, a.treatment, b.treatment, d, math.sqrt(1 / a.total + 1 / b.total + d**2 / (2 * total)))
