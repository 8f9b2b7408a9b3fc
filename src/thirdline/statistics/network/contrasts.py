"""What goes into a network: one row for each comparison that a trial reports.

Question answered: which rows can be used as they stand, and what is wrong with the others?
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Real

from scipy.stats import norm

from thirdline.statistics.estimates import StatisticsError


@dataclass(frozen=True)
class Contrast:
    """One comparison of one trial: `effect` of `treatment` against `comparator`, on the log scale for ratios.

    A trial with more than two arms has several rows: all its comparisons, or enough of them to join its arms. Where the
    standard errors given do not determine the variance of each arm (two rows of a three-arm trial, say),
    `comparator_variance` is the variance of the comparator's own arm on the scale of the effect, which is the covariance
    of the two rows that share it: 1 / events + 1 / non-events for a log odds ratio, sd**2 / n for a mean difference.
    """

    trial: str
    treatment: str
    comparator: str
    effect: float
    standard_error: float
    comparator_variance: float | None = None


@dataclass(frozen=True)
class RatioInterval:
    """A ratio as papers print it: hazard, odds or risk ratio, its limits, and the level of the limits."""

    ratio: float
    low: float
    high: float
    level: float


def contrast_from_ratio(trial: str, treatment: str, comparator: str, printed: RatioInterval) -> Contrast:
    """Which row of a network is a ratio printed with its interval?

    effect = log(ratio), standard error = (log(high) - log(low)) / (2 z), z the normal quantile of the printed level. The
    level has no default: half of the intervals of interim analyses are not at 95 %.
    Errors: limits reversed, not positive, the ratio outside of them, a level that is no share.
    Misleads where the interval is not of the Wald type, or where a low limit is printed with one digit.

    >>> row = contrast_from_ratio("POLLUX", "DRd", "Rd", RatioInterval(0.37, 0.27, 0.52, 0.95))
    >>> round(row.effect, 4), round(row.standard_error, 4)
    (-0.9943, 0.1672)
    """
    problems = tuple(_ratio_problems(printed))
    if problems:
        raise StatisticsError(f"trial {trial}, {treatment} against {comparator}: {problem}" for problem in problems)
    width = math.log(printed.high) - math.log(printed.low)
    error = width / (2 * float(norm.ppf((1 + printed.level) / 2)))
    return Contrast(trial, treatment, comparator, math.log(printed.ratio), error)


def _ratio_problems(printed: RatioInterval) -> Iterable[str]:
    if printed.level is None or not 0 < printed.level < 1:
        yield f"level {printed.level}; a share between 0 and 1 is needed, such as 0.95, as printed with the interval"
    if not all(is_number(x) and x > 0 for x in (printed.ratio, printed.low, printed.high)):
        yield f"{printed.ratio} ({printed.low} to {printed.high}); a ratio and its limits are positive numbers"
    elif printed.low >= printed.high:
        yield f"limits {printed.low} to {printed.high} are reversed or equal; give the lower limit first"
    elif not printed.low <= printed.ratio <= printed.high:
        yield f"ratio {printed.ratio} is outside its interval {printed.low} to {printed.high}; check the three figures"


def is_number(value: object) -> bool:
    """A finite number of any kind; not True or False."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def rows_by_trial(contrasts: Sequence[Contrast]) -> dict[str, list[Contrast]]:
    """The rows of each trial, once every row has been found usable by itself; else StatisticsError naming the rows."""
    if not contrasts:
        raise StatisticsError(["no contrast was given; a network needs at least one row"])
    problems = [text for number, row in enumerate(contrasts, 1) for text in _row_problems(number, row)]
    if not problems:
        problems = _repeated(contrasts)
    if problems:
        raise StatisticsError(problems)
    trials: dict[str, list[Contrast]] = defaultdict(list)
    for row in contrasts:
        trials[row.trial].append(row)
    return dict(trials)


def row_name(number: int, row: Contrast) -> str:
    """How a message names a row: its number, its trial, and what is compared."""
    return f"row {number} (trial {row.trial!r}, {row.treatment!r} against {row.comparator!r})"


def _row_problems(number: int, row: Contrast) -> Iterable[str]:
    name = row_name(number, row)
    for what, word in (("trial", row.trial), ("treatment", row.treatment), ("comparator", row.comparator)):
        if not isinstance(word, str) or not word.strip():
            yield f"{name}: {what} is {word!r}; a name is needed"
        elif word != word.strip():
            yield f"{name}: {what} {word!r} has blanks around it, which would make it another one; take them away"
    if row.treatment == row.comparator:
        yield f"{name}: a treatment is compared with itself; leave the row out or correct a name"
    if not is_number(row.effect):
        yield f"{name}: effect is {row.effect!r}; a finite number is needed, or leave the row out"
    if not is_number(row.standard_error) or row.standard_error <= 0:
        yield f"{name}: standard error is {row.standard_error!r}; a positive number is needed, or leave the row out"
    if row.comparator_variance is not None and not (is_number(row.comparator_variance) and row.comparator_variance > 0):
        yield f"{name}: comparator_variance is {row.comparator_variance!r}; a positive number or None is allowed"


def _repeated(contrasts: Sequence[Contrast]) -> list[str]:
    seen: dict[tuple[str, frozenset[str]], int] = {}
    problems = []
    for number, row in enumerate(contrasts, 1):
        key = (row.trial, frozenset((row.treatment, row.comparator)))
        first = seen.setdefault(key, number)
        if first != number:
            problems.append(
                f"{row_name(number, row)}: the same comparison of that trial stands in row {first} already (which of "
                "the two is named first does not matter); keep one of them, or give separate trials separate names"
            )
    return problems


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Treatments in the order in which every table shows them: by the alphabet, capitals not counting."""
    return tuple(sorted(set(names), key=lambda name: (name.casefold(), name)))
