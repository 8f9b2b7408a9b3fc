"""Confidence limits of a probability that was estimated with a standard error, on a named scale.

Question answered: between which probabilities does it lie? Names are those of R's `survfit` (conf.type):
"plain" p ± z s; "log" on log p; "log-log" on log(-log p); "logit" on log(p/(1-p)); "arcsin" on asin(sqrt p).
Sources: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., section 1.4; Borgan and
Liestøl, Scand J Stat 1990;17:35-41.

Null (NaN): at 0, where no scale has a limit; at 1, where only "plain" and "log" have one (1 to 1), which says no more
than that nothing has happened yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from scipy import stats

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.survival.rows import Floats

Interval = Literal["log-log", "log", "plain", "logit", "arcsin"]


def normal_quantile(level: float) -> float:
    """z of a two-sided interval: 1.96 at a level of 0.95."""
    return float(stats.norm.ppf(0.5 + level / 2))


def limits(p: Floats, standard_error: Floats, level: float, interval: Interval) -> tuple[Floats, Floats]:
    """Lower and upper limits of probabilities.

    >>> low, high = limits(np.array([0.81]), np.array([0.06]), 0.95, "log-log")
    >>> round(float(low[0]), 3), round(float(high[0]), 3)
    (0.657, 0.9)
    """
    if interval not in _SCALES:
        raise StatisticsError([f"interval: found {interval!r}; allowed: {', '.join(get_args(Interval))}"])
    margin = normal_quantile(level) * standard_error
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        low, high = _SCALES[interval](p, margin)
    none = p <= 0 if interval in ("plain", "log") else (p <= 0) | (p >= 1)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def _plain(p: Floats, margin: Floats) -> tuple[Floats, Floats]:
    return np.maximum(p - margin, 0), np.minimum(p + margin, 1)


def _log(p: Floats, margin: Floats) -> tuple[Floats, Floats]:
    return p * np.exp(-margin / p), np.minimum(p * np.exp(margin / p), 1)


def _log_log(p: Floats, margin: Floats) -> tuple[Floats, Floats]:
    away = margin / (p * -np.log(p))
    return p ** np.exp(away), p ** np.exp(-away)


def _logit(p: Floats, margin: Floats) -> tuple[Floats, Floats]:
    at, away = np.log(p / (1 - p)), margin / (p * (1 - p))
    return 1 / (1 + np.exp(away - at)), 1 / (1 + np.exp(-away - at))


def _arcsin(p: Floats, margin: Floats) -> tuple[Floats, Floats]:
    at, away = np.arcsin(np.sqrt(p)), margin / np.sqrt(p * (1 - p)) / 2
    return np.sin(np.maximum(at - away, 0)) ** 2, np.sin(np.minimum(at + away, np.pi / 2)) ** 2


_SCALES: dict[str, Callable[[Floats, Floats], tuple[Floats, Floats]]] = {
    "plain": _plain,
    "log": _log,
    "log-log": _log_log,
    "logit": _logit,
    "arcsin": _arcsin,
}
