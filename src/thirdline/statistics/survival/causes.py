"""Events of several causes, checked: which cause ended each row's follow-up, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.survival.rows import FollowUp, Ints, labels

CENSORED = 0
"""The cause that stands for "still free of any event when last seen", where the caller names none."""


@dataclass(frozen=True, eq=False)
class Causes:
    """The distinct causes in order, and the number of each row's (-1: censored)."""

    names: tuple[Any, ...]
    of: Ints

    def number(self, cause: Any) -> int:
        """Which of the causes is meant; `StatisticsError` where none is so called."""
        if cause not in self.names:
            named = ", ".join(repr(c) for c in self.names) or "none"
            raise StatisticsError([f"of: found {cause!r}; allowed: a cause that happens: {named}"])
        return self.names.index(cause)


def causes(cause: ArrayLike, rows: int, censored: Any = CENSORED) -> Causes:
    """A column of causes, in which `censored` (0) means that none happened."""
    names, place = labels(cause, "cause", rows)
    if any(isinstance(name, str) for name in names) and not isinstance(censored, str):
        raise StatisticsError(["cause: found text; allowed: text if `censored` is the text for those without event"])
    kept = [k for k, name in enumerate(names) if name != censored]
    number = np.full(len(names), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    return Causes(tuple(names[k] for k in kept), number[place])


def kept_causes(found: Causes, weights: ArrayLike | None, seen: FollowUp) -> Ints:
    """The causes of the rows that a follow-up kept (rows of weight 0 are left out)."""
    return found.of[np.asarray(weights, dtype=np.float64) > 0] if weights is not None and seen.left_out else found.of
