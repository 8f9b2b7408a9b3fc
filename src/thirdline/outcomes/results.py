"""What is asked of a cohort, and what comes back: one frozen outcome for each group, and what was left out of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from thirdline.knowledge.endpoints import Endpoint
from thirdline.statistics import LEVEL, Estimate
from thirdline.statistics.survival import Curve, Test

DAYS_A_MONTH = 365.25 / 12
"""A month of mean length, 30.4375 days, as in the FDA's tables of progression-free survival."""
ALL = "all"
"""The one group of a cohort that is not parted."""
UNKNOWN = "unknown"
"""The group of those whose group is not known."""
LandmarkStatus = Literal["response", "mrd"]
Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]
"""Rows of derived tables as mappings of their contract's columns, by the table's name."""


@dataclass(frozen=True)
class Question:
    """What is asked of a cohort.

    `by` is a grouping of `outcome_groups`, or with a landmark `response` or `mrd`: what had been shown by that day.
    `line` null is every line. `order` are the groups' values in the order in which they are told; the rest follow.
    `restricted_months`: up to when the mean is restricted. `delayed_entry`: at risk only from the first observation on.
    """

    endpoint: Endpoint
    by: str | None = None
    line: int | None = None
    at_months: tuple[float, ...] = ()
    landmark_days: int | None = None
    restricted_months: float | None = None
    delayed_entry: bool = False
    hazard_ratios: bool = False
    suppress_below: int = 0
    level: float = LEVEL
    order: tuple[str, ...] = ()

    @property
    def by_landmark(self) -> bool:
        """Whether groups are what had been shown by the landmark day."""
        return self.by in ("response", "mrd")


@dataclass(frozen=True)
class Waited:
    """One line's wait: its days, how it ended, from which day on it was watched, and its group."""

    patient: str
    line: int
    started_on: date
    days: int
    ends_as: str
    event: str | None
    censored_because: str | None
    entered: int
    group: str


@dataclass(frozen=True)
class AtTime:
    """A share at a time in months, and how many were at risk just before it; null: hidden, or not estimable."""

    months: float
    estimate: Estimate
    n_at_risk: int | None


@dataclass(frozen=True)
class Steps:
    """A curve of which only those points are left that stand for enough events: what is drawn where counts are hidden."""

    times: tuple[float, ...]
    survival: tuple[float, ...]
    n_at_risk: tuple[int | None, ...]
    level: float = LEVEL
    method: str = ""


@dataclass(frozen=True)
class TimeOutcome:
    """What became of one group. Counts are null where they are hidden; `hidden` says that everything is.

    `ended` counts each event, competing event and reason for which a time was cut. `follow_up` is the median time to
    being cut, events taken as cutting it (reverse Kaplan-Meier). `incidence` are the shares with the event at the asked
    times, competing events counted as such; empty where the endpoint knows none.
    """

    group: str
    n: int | None = None
    n_events: int | None = None
    ended: Mapping[str, int] | None = None
    median: Estimate | None = None
    follow_up: Estimate | None = None
    at: tuple[AtTime, ...] = ()
    incidence: tuple[AtTime, ...] = ()
    restricted_mean: Estimate | None = None
    hazard_ratio: Estimate | None = None
    curve: Curve | Steps | None = field(default=None, repr=False)
    hidden: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShareOutcome:
    """How many lines of one group have what is counted: of all, and of those evaluated or tested.

    `n_pending` are lines whose better response was seen once and awaits confirmation; they are not counted.
    """

    group: str
    n: int | None = None
    n_with: int | None = None
    n_evaluated: int | None = None
    n_pending: int | None = None
    share: Estimate | None = None
    share_of_evaluated: Estimate | None = None
    hidden: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcomes:
    """The answer: groups in order, the tests across them, and what was left out and why (null: hidden).

    `notes` are words of a closed list: `several_lines`, `competing_cuts`, `hidden`.
    """

    question: Question
    groups: tuple[TimeOutcome, ...] | tuple[ShareOutcome, ...]
    log_rank: Test | None = None
    gray: Test | None = None
    left_out: Mapping[str, int | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
