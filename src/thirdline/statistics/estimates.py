"""What every statistic gives back: a frozen estimate that says how it was made, or why it could not be.

Question answered: which figure, between which limits, at which level, by which method, and what must be known with it?
Statistics take arrays and give frozen results: no table, no engine, no plot, no global state, no random draw without
a seed handed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEVEL = 0.95
"""The confidence level where the caller names none."""


@dataclass(frozen=True)
class Estimate:
    """One figure with its interval.

    `value`, `low`, `high` and `standard_error` are None where they cannot be estimated; a limit may be infinite where
    that is what the method says. `level` is a share (0.95), `method` names estimator, transformation and interval, and
    `notes` say what was left out, repaired or not estimable, one sentence each.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    standard_error: float | None = None
    method: str = ""
    notes: tuple[str, ...] = ()


class StatisticsError(ValueError):
    """Input that no estimate can be made of. Each problem: where, what was found, what is allowed, what to do."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
