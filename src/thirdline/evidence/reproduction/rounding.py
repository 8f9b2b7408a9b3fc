"""Does a computed figure agree with a printed one, when both the printed result and its inputs were rounded?

A printed figure stands for everything that rounds to it: half a unit of its last digit to either side. The possible
results are those between the extremes that the inputs' roundings allow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import product
from typing import Literal

from thirdline.knowledge.reproductions import Sign

Verdict = Literal["agrees", "agrees_within_rounding", "differs", "not_recomputable"]
VERDICTS: tuple[Verdict, ...] = ("agrees", "agrees_within_rounding", "differs", "not_recomputable")
SLACK = 1e-9
"""Share of a unit that floating point may miss."""


def unit(printed: Decimal) -> float:
    """One unit of the last printed digit.

    >>> unit(Decimal("16.4")), unit(Decimal("31"))
    (0.1, 1.0)
    """
    return 10.0 ** int(printed.as_tuple().exponent)


def rounds_to(exact: float, printed: Decimal) -> bool:
    """Whether the exact figure, rounded to the printed digits, is the printed one; a tie may go either way.

    >>> rounds_to(16.43, Decimal("16.4")), rounds_to(51.456, Decimal("52"))
    (True, False)
    """
    return abs(exact - float(printed)) <= unit(printed) * (0.5 + SLACK)


def spread(figure: Callable[..., float], inputs: Sequence[Decimal]) -> tuple[float, float]:
    """The smallest and the largest result when each input may be anything that rounds to what is printed.

    The extremes are looked for at the corners of what the roundings allow. That is exact for functions that rise or fall
    throughout in each input; where one turns between (Cochran's Q of survivals that are all but equal) the range is
    too narrow, so that a figure may be said to differ where it just would not.
    """
    ends = [(float(x) - unit(x) / 2, float(x) + unit(x) / 2) for x in inputs]
    results = [figure(*corner) for corner in product(*ends)]
    return min(results), max(results)


def judged(exact: float, printed: Decimal, sign: Sign = "equals", between: tuple[float, float] | None = None) -> Verdict:
    """The verdict on a printed figure: by the result of the inputs as printed, then by all results they allow.

    >>> judged(0.00047, Decimal("0.0004"), between=(0.0003, 0.0007))
    'agrees_within_rounding'
    """
    low, high = between or (exact, exact)
    limit = float(printed)
    match sign:
        case "below":
            ranked = (exact < limit, low < limit)
        case "above":
            ranked = (exact > limit, high > limit)
        case _:
            half = unit(printed) * (0.5 + SLACK)
            ranked = (rounds_to(exact, printed), low - half <= limit <= high + half)
    return "agrees" if ranked[0] else "agrees_within_rounding" if ranked[1] else "differs"
