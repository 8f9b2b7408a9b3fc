"""How studies are pooled: estimator of the between-study variance, interval, prediction, zero cells. Nothing hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from thirdline.statistics.estimates import LEVEL, StatisticsError

Estimator = Literal[
    "dersimonian-laird",
    "reml",
    "ml",
    "paule-mandel",
    "empirical-bayes",
    "sidik-jonkman",
    "hedges",
    "hunter-schmidt",
]
Interval = Literal["wald", "t", "hartung-knapp", "hartung-knapp-ad-hoc"]
Prediction = Literal["hts", "k-1", "normal"]
Where = Literal["zero-cells", "all-if-any", "all"]

SHORT: dict[str, Estimator] = {
    "dl": "dersimonian-laird",
    "pm": "paule-mandel",
    "eb": "empirical-bayes",
    "sj": "sidik-jonkman",
    "he": "hedges",
    "hs": "hunter-schmidt",
}
"""Short names by which the literature calls the estimators."""

HALF = 0.5
"""The usual continuity correction (Haldane 1956, Gart and Zweifel 1967). Added only where a caller asks."""


@dataclass(frozen=True)
class Correction:
    """A continuity correction: `add` to every cell of a study `to` which it applies.

    zero-cells: of the studies that hold a zero; all-if-any: of every study when one holds a zero; all: always.
    """

    add: float = HALF
    to: Where = "zero-cells"


@dataclass(frozen=True)
class Settings:
    """How to pool.

    between: estimator of the between-study variance by name (or its short name), or the variance itself as a number.
    interval: of the random-effects mean. wald: normal; t: t with k-1 degrees of freedom; hartung-knapp: t, standard
    error by the weighted spread of the studies; hartung-knapp-ad-hoc: the same, never narrower than t.
    prediction: t with k-2 degrees of freedom (hts: Higgins, Thompson, Spiegelhalter 2009), k-1, or normal.
    correction: of zero cells, where counts are pooled; None: none.
    """

    between: Estimator | Literal["dl", "pm", "eb", "sj", "he", "hs"] | float = "reml"
    interval: Interval = "hartung-knapp"
    level: float = LEVEL
    prediction: Prediction = "hts"
    correction: Correction | None = None

    def __post_init__(self) -> None:
        problems = [problem for problem in _problems(self) if problem]
        if problems:
            raise StatisticsError(problems)

    @property
    def estimator(self) -> Estimator | None:
        """Full name of the estimator; None where the variance was handed in."""
        if not isinstance(self.between, str):
            return None
        return SHORT.get(self.between, self.between)  # type: ignore[return-value]

    @property
    def given(self) -> float | None:
        """The between-study variance where it was handed in."""
        return None if isinstance(self.between, str) else float(self.between)


def _problems(settings: Settings) -> list[str | None]:
    between, allowed = settings.between, (*get_args(Estimator), *SHORT)
    bad_between = between not in allowed if isinstance(between, str) else not 0 <= between < float("inf")
    return [
        f"between: {between!r}; allowed: {', '.join(allowed)}, or a variance of 0 or more." if bad_between else None,
        _unless("interval", settings.interval, get_args(Interval)),
        _unless("prediction", settings.prediction, get_args(Prediction)),
        level_problem(settings.level),
        _correction_problem(settings.correction),
    ]


def _unless(name: str, found: str, allowed: tuple[str, ...]) -> str | None:
    return None if found in allowed else f"{name}: {found!r}; allowed: {', '.join(allowed)}."


def _correction_problem(correction: Correction | None) -> str | None:
    if correction is None:
        return None
    if not 0 < correction.add < float("inf"):
        return f"correction: add is {correction.add}; give a number above 0, or no correction (None)."
    return _unless("correction: to", correction.to, get_args(Where))


def level_problem(level: float | None) -> str | None:
    """What is wrong with a level, or None. A level is a share: 0.95, not 95."""
    if level is not None and 0 < level < 1:
        return None
    return f"level: {level}; give the confidence level as a share between 0 and 1 (0.95), as its source states it."
