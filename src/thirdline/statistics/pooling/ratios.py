"""From a printed ratio with its interval to an effect with its standard error, and can the printed figures be true?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from scipy import stats

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.pooling.settings import level_problem

Printed = str | float | Decimal
"""A figure as printed. Text keeps its last zeros ("0.50"); a number is taken to have the decimals of its neighbours."""
SKEW = 0.1
"""Log-asymmetry, in standard errors, up to which an interval counts as symmetric though rounding does not explain it."""
COARSE = 0.1
"""Share by which rounding may change a standard error before it is said."""
HALF_UNIT = Decimal("0.5")
"""A printed figure stands for all within half a unit of its last decimal."""


@dataclass(frozen=True)
class Effect:
    """A ratio on the log scale.

    value: log of the printed ratio. standard_error: half the width of the log interval over the normal quantile of `level`;
    `standard_error_range`: its smallest and largest value within the rounding (None: a limit may be 0).
    asymmetry: log ratio less the middle of the log interval. consistent: the printed figures can belong to an interval
    that is symmetric on the log scale, given their decimals. symmetric: consistent, or off by no more than the tolerance.
    """

    value: float
    standard_error: float
    level: float
    asymmetry: float
    consistent: bool
    symmetric: bool
    standard_error_range: tuple[float, float] | None
    method: str
    notes: tuple[str, ...]


def effect_of(
    ratio: Printed, low: Printed, high: Printed, level: float | None, *, digits: int | None = None, tolerance: float = SKEW
) -> Effect:
    """The log effect and standard error of a printed ratio, its interval and the level of that interval.

    value = log(ratio); se = (log(high) - log(low)) / (2 z), z the normal quantile of the level. `digits`: decimals of the
    print where they cannot be seen in the figures. `tolerance`: asymmetry in standard errors that is let pass.
    Refuses a missing level (an interval of 99 % read as 95 % is a third too sure), a level given as per cent, limits in
    reverse, a ratio outside its interval, figures of 0 or less. An asymmetric interval is not refused: it may be a
    typing error, a profile-likelihood or bootstrap interval, or one carried over from another analysis; notes say so.

    >>> effect = effect_of("0.39", "0.28", "0.53", 0.95)
    >>> round(effect.value, 3), round(effect.standard_error, 3), effect.consistent
    (-0.942, 0.163, True)
    """
    r, a, b = (_decimal(name, x) for name, x in (("ratio", ratio), ("lower limit", low), ("upper limit", high)))
    sure = _checked(r, a, b, level)
    z = float(stats.norm.isf((1 - sure) / 2))
    error = (math.log(b) - math.log(a)) / (2 * z)
    asymmetry = math.log(r) - (math.log(a) + math.log(b)) / 2
    consistent = printed_consistent(ratio, low, high, digits=digits)
    within = _error_range(a, b, z, _half_units((ratio, low, high), digits))
    notes = (*_skew_notes(asymmetry / error, consistent, tolerance), *_coarse_notes(error, within))
    method = f"log ratio; standard error from the {sure * 100:g} % interval"
    symmetric = consistent or abs(asymmetry) <= tolerance * error
    return Effect(math.log(r), error, sure, asymmetry, consistent, symmetric, within, method, notes)


def printed_consistent(ratio: Printed, low: Printed, high: Printed, *, digits: int | None = None) -> bool:
    """Can these three printed figures be a ratio in the middle (on the log scale) of its interval, before rounding?

    Each figure stands for all within half a unit of its last decimal. The figures are consistent when some ratio, lower
    and upper limit among these satisfy ratio * ratio = low * high, low <= ratio <= high.

    >>> printed_consistent("0.39", "0.28", "0.53"), printed_consistent("0.50", "0.35", "1.04")
    (True, False)
    """
    figures = (_decimal("ratio", ratio), _decimal("lower limit", low), _decimal("upper limit", high))
    (r, a, b), (dr, da, db) = figures, _half_units((ratio, low, high), digits)
    smallest, largest = max(a - da, Decimal(0)) * max(b - db, Decimal(0)), (a + da) * (b + db)
    return max(r - dr, Decimal(0)) ** 2 <= largest and (r + dr) ** 2 >= smallest


def _decimal(name: str, figure: Printed) -> Decimal:
    try:
        found = Decimal(str(figure).strip())
    except InvalidOperation:
        raise StatisticsError([f"{name}: {figure!r} is no number; write it with a decimal point."]) from None
    if not found.is_finite() or found <= 0:
        raise StatisticsError([f"{name}: {figure}; a ratio and its limits are finite and above 0."])
    return found


def _half_units(figures: tuple[Printed, Printed, Printed], digits: int | None) -> tuple[Decimal, ...]:
    own = [_decimals(figure) for figure in figures]
    most = max(own)
    places = [
        digits if digits is not None else d if isinstance(f, str | Decimal) else most
        for f, d in zip(figures, own, strict=True)
    ]
    return tuple(HALF_UNIT.scaleb(-p) for p in places)


def _decimals(figure: Printed) -> int:
    exponent = Decimal(str(figure).strip()).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _checked(ratio: Decimal, low: Decimal, high: Decimal, level: float | None) -> float:
    found = f"{ratio} ({low} to {high})"
    problems = [f"{found}: the level of the interval is missing or no share. {p}" for p in [level_problem(level)] if p]
    if low >= high:
        problems.append(f"{found}: the limits are reversed or equal; give the lower one first, as the source prints them.")
    elif not low <= ratio <= high:
        problems.append(f"{found}: the ratio lies outside its interval; compare with the source.")
    if problems or level is None:
        raise StatisticsError(problems)
    return level


def _error_range(low: Decimal, high: Decimal, z: float, half: tuple[Decimal, ...]) -> tuple[float, float] | None:
    if low - half[1] <= 0:
        return None
    least = max(0.0, math.log(high - half[2]) - math.log(low + half[1])) if low + half[1] < high - half[2] else 0.0
    return least / (2 * z), (math.log(high + half[2]) - math.log(low - half[1])) / (2 * z)


def _skew_notes(skew: float, consistent: bool, tolerance: float) -> list[str]:
    if consistent:
        return []
    if abs(skew) <= tolerance:
        return [f"The interval is not symmetric on the log scale, by {skew:+.2f} standard errors: within the tolerance."]
    return [
        f"The interval is not symmetric on the log scale, by {skew:+.2f} standard errors, more than rounding explains: "
        "a typing error, another level, or an interval that is not of the Wald kind; compare with the source."
    ]


def _coarse_notes(error: float, within: tuple[float, float] | None) -> list[str]:
    if within is None:
        return ["The lower limit may be 0 within its rounding: the standard error is hardly known."]
    if within[1] - within[0] <= 2 * COARSE * error:
        return []
    return [f"Rounding of the print leaves the standard error between {within[0]:.3g} and {within[1]:.3g}."]
