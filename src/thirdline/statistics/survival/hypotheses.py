"""What a test of a hypothesis gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from scipy import stats

from thirdline.statistics.survival.rows import Floats

RANK = 1e-9
"""A direction whose share of a correlation matrix is below this has no variance: it cannot be tested."""


@dataclass(frozen=True)
class Test:
    """A chi-square test. `statistic` and `p_value` are None where nothing can be tested; notes say why.

    `observed` and `expected` are by group, in the order of `groups`; weighted where the test is.
    """

    __test__: ClassVar[bool] = False

    statistic: float | None
    df: int
    p_value: float | None
    method: str
    groups: tuple[Any, ...] = ()
    observed: tuple[float, ...] = ()
    expected: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()


def chi_square(score: Floats, variance: Floats) -> tuple[float | None, int, float | None]:
    """The statistic u' V⁻ u with as many degrees of freedom as V has directions with variance."""
    scale = np.sqrt(np.clip(np.diag(variance), 0, None))
    kept = scale > 0
    if not np.any(kept):
        return None, 0, None
    scale = scale[kept]
    roots, turns = np.linalg.eigh(variance[np.ix_(kept, kept)] / np.outer(scale, scale))
    along = (score[kept] / scale) @ turns
    true = roots > RANK * len(roots)
    statistic, df = float(np.sum(along[true] ** 2 / roots[true])), int(np.sum(true))
    return statistic, df, float(stats.chi2.sf(statistic, df))
