"""What in a trial's figures looks wrong, though it can stand in print?

An estimate outside its interval or off its middle, a ratio against the medians beside it, a percentage that no whole
number of patients gives, an interval beyond the possible. How far a figure may be off is told by its printed digits
alone: 0.63 is anything from 0.625 to 0.635. No tolerance stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from thirdline.knowledge.trials import Arm, Cut, Effect, Figure, Share, Trial

RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio")
SHARES = ("percent", "percent_at_months")
Range = tuple[Decimal, Decimal]


class Doubt(NamedTuple):
    """What looks wrong in a row: the word under which the row may say that it is printed so, and what was found."""

    what: str
    found: str


def spread(value: Decimal) -> Range:
    """The numbers that are printed as this one."""
    exponent = value.as_tuple().exponent
    half = Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)
    return value - half, value + half


def meet(one: Range, other: Range) -> bool:
    """Whether two ranges have a number in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def effect_doubts(effect: Effect, cut: Cut) -> Iterator[Doubt]:
    """What looks wrong in an effect."""
    yield from _outside(effect)
    if effect.low is not None and effect.high is not None and effect.low <= effect.high:
        yield from _asymmetric(effect)
    yield from _against_figures(effect, cut)


def _outside(row: Effect | Figure) -> Iterator[Doubt]:
    if row.estimate is None:
        return
    if (row.low is not None and row.estimate < row.low) or (row.high is not None and row.estimate > row.high):
        found = f"the estimate {row.estimate} lies outside its interval, {row.low} to {row.high}; allowed: within."
        yield Doubt("estimate_outside", found)


def _asymmetric(effect: Effect) -> Iterator[Doubt]:
    """The estimate is the geometric mean of a ratio's limits, the plain mean of a difference's, up to rounding.

    A Wald interval is symmetric on the scale on which it was made, whatever its level; so are nearly all that trials
    print. Of a figure that was turned round the printed digits count.
    """
    told = effect.printed or effect
    if told.low is None or told.high is None:
        return
    if effect.measure in RATIOS:
        low, high = ((max(a, Decimal(0)) * b).sqrt() for a, b in zip(spread(told.low), spread(told.high), strict=True))
    else:
        low, high = ((a + b) / 2 for a, b in zip(spread(told.low), spread(told.high), strict=True))
    if not meet((low, high), spread(told.estimate)):
        mean = "geometric mean" if effect.measure in RATIOS else "mean"
        found = (
            f"the estimate {told.estimate} is not the {mean} of its limits {told.low} and {told.high}, which lies between "
            f"{low:.4g} and {high:.4g}; allowed: as near as the printed digits."
        )
        yield Doubt("asymmetric", found)


def _against_figures(effect: Effect, cut: Cut) -> Iterator[Doubt]:
    """A ratio above 1 with the longer median, or below 1 with the shorter: direction wrong, or curves that cross."""
    null = 1 if effect.measure in RATIOS else 0
    if effect.estimate == null:
        return
    for one, other in _pairs(effect, cut):
        more = _more(one, other)
        if more is not None and (effect.estimate > null) != (more != (effect.measure == "hazard_ratio")):
            found = (
                f"the estimate {effect.estimate} and the figures beside it, {_shown(one)} against {_shown(other)}, point in "
                "opposite directions; allowed: the same direction."
            )
            yield Doubt("against_figures", found)
            return


def _pairs(effect: Effect, cut: Cut) -> Iterator[tuple[Figure, Figure]]:
    """Figures of both arms that tell of the same thing as the effect."""
    kinds = ("median_months", "percent_at_months") if effect.measure == "hazard_ratio" else ("percent",)
    like = [f for f in cut.figures if f.endpoint == effect.endpoint and f.group == effect.group and f.measure in kinds]
    for one in like:
        for other in like:
            same = (one.measure, one.at_months, one.event, one.assessor) == (
                (other.measure, other.at_months, other.event, other.assessor)
            )
            if one.arm == effect.experimental and other.arm == effect.control and same:
                yield one, other


def _more(one: Figure, other: Figure) -> bool | None:
    """Whether the first figure is the greater; None where that cannot be said."""
    if one.estimate is not None and other.estimate is not None:
        return None if one.estimate == other.estimate else one.estimate > other.estimate
    if one.not_reached == other.not_reached or one.measure != "median_months":
        return None
    return one.not_reached


def _shown(figure: Figure) -> str:
    return "not reached" if figure.estimate is None else str(figure.estimate)


def figure_doubts(figure: Figure, trial: Trial) -> Iterator[Doubt]:
    """What looks wrong in a figure of one arm."""
    yield from _outside(figure)
    yield from _beyond(figure)
    if figure.measure == "percent":
        yield from _whole(figure, denominators(figure, trial))


def _beyond(figure: Figure) -> Iterator[Doubt]:
    most = Decimal(100) if figure.measure in SHARES else None
    for name, value in (("estimate", figure.estimate), ("low", figure.low), ("high", figure.high)):
        if value is not None and (value < 0 or (most is not None and value > most)):
            allowed = "0 to 100 percent" if most else "0 or more"
            yield Doubt("beyond_possible", f"{name}: {value} cannot be; allowed: {allowed}.")
            return


def share_doubts(share: Share, trial: Trial) -> Iterator[Doubt]:
    """What looks wrong in a share of the population."""
    yield from _whole(share, denominators(share, trial))


def denominators(row: Figure | Share, trial: Trial) -> tuple[int, ...]:
    """The numbers of patients that a percentage can be of; none where the record does not say."""
    if row.of is not None:
        return (row.of,)
    if isinstance(row, Figure) and row.group is not None:
        return ()
    if row.arm is None:
        return (trial.n_randomised,) if trial.n_randomised else _sum(trial.arms)
    arm = trial.arm(row.arm)
    return tuple(n for n in (arm.n, arm.n_treated) if n)


def _sum(arms: tuple[Arm, ...]) -> tuple[int, ...]:
    counts = [arm.n for arm in arms if arm.role != "pool"]
    return () if None in counts else (sum(n for n in counts if n),)


def _whole(row: Figure | Share, denominators: tuple[int, ...]) -> Iterator[Doubt]:
    """A percentage is that of a whole number of patients, and of the one that stands beside it."""
    percent = row.estimate if isinstance(row, Figure) else row.percent
    if percent is None or row.comparator or not denominators or not 0 <= percent <= 100:
        return
    if not any(_gives(percent, row.n, of) for of in denominators):
        of = " or ".join(map(str, denominators))
        counted = f"{row.n} of {of} patients are not" if row.n is not None else f"no whole number of {of} patients is"
        yield Doubt("no_whole_count", f"{counted} {percent} %; allowed: the share of whole patients, rounded as printed.")


def _gives(percent: Decimal, n: int | None, of: int) -> bool:
    least, most = (share * of / 100 for share in spread(percent))
    if n is not None:
        return least <= n <= most
    return least.to_integral_value(ROUND_CEILING) <= most.to_integral_value(ROUND_FLOOR)
