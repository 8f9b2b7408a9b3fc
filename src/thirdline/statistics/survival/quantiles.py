"""When does a curve fall to a level? R's rule, with its midpoint."""

from __future__ import annotations

import numpy as np

from thirdline.statistics.survival.rows import Floats

CLOSE = float(np.sqrt(np.finfo(np.float64).eps))
"""Two shares nearer than this are one (1.5e-8, as R's `quantile.survfit` has it): 0.7 x 5/7 is a half."""


def quantile(times: Floats, curve: Floats, p: float) -> float | None:
    """The first time at which a share `p` is gone; None where the curve never falls so far.

    Where the curve runs flat at exactly 1 - p, the middle of that stretch, up to the last time where it never falls
    again. R's `quantile.survfit` does so; its `print` gives the beginning of a stretch that lasts to the end.
    Unknown values of the curve (NaN) are passed over.

    >>> quantile(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.75, 0.5, 0.25, 0.25]), 0.5)
    2.5
    """
    gone = np.where(np.isnan(curve), -1.0, 1 - curve)
    reached = np.flatnonzero(gone >= p - CLOSE)
    if not len(reached):
        return None
    passed = np.flatnonzero(gone >= p + CLOSE)
    start = times[reached[0]]
    exact = abs(gone[reached[0]] - p) < CLOSE
    end = start if not exact else times[passed[0]] if len(passed) else times[-1]
    return float((start + end) / 2)
