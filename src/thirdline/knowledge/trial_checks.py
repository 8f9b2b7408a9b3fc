"""Do the figures of a trial hold together?

Typing errors in a table of trials are silent: they look like results. These checks refuse what cannot be (limits the
wrong way round, an interval without its level, arms that do not add up) and what seldom is: an estimate outside its
interval or off its middle, a ratio against the medians beside it, a percentage that no whole number of patients gives.
The second sort can stand in print; then the row says so under `odd`, with the reason, and is held. How far a figure may
be off is told by its printed digits alone: 0.63 is anything from 0.625 to 0.635.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import NamedTuple

from thirdline.knowledge.trials import Arm, Cut, Effect, Figure, Share, Trial

RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio")
TIMES = ("pfs", "os", "ttp", "efs", "dfs", "rfs", "dor", "ttnt", "relapse", "death")
"""Endpoints that a hazard ratio can be of."""
SHARES = ("percent", "percent_at_months")
Range = tuple[Decimal, Decimal]


class Doubt(NamedTuple):
    """What looks wrong in a row: by the word under which the row may say that it is printed so, in words, and the mend."""

    what: str
    found: str


def problems(trial: Trial) -> Iterator[str]:
    """Everything that does not hold in one trial: file, key, what was found, what is allowed, how to mend."""
    for problem in (*_arms(trial), *_order(trial), *_rows(trial)):
        yield f"trials/{trial.id}.yaml: {problem}"


def spread(value: Decimal) -> Range:
    """The numbers that are printed as this one."""
    exponent = value.as_tuple().exponent
    half = Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)
    return value - half, value + half


def _arms(trial: Trial) -> Iterator[str]:
    counts = [arm.n for arm in trial.arms if arm.role != "pool"]
    known = [n for n in counts if n is not None]
    if trial.n_randomised is not None and len(known) == len(counts) and sum(known) != trial.n_randomised:
        yield (
            f"n_randomised: {trial.n_randomised} is not the sum of the arms, {' + '.join(map(str, known))} = {sum(known)}; "
            "every arm counts, but those of role 'pool'. Correct the total or the arms."
        )


def _order(trial: Trial) -> Iterator[str]:
    """Cuts stand in order of time, and no later one tells the current cut's endpoints anew."""
    dated = [cut for cut in trial.cuts if cut.data_cut]
    for one, next_one in pairwise(dated):
        if one.data_cut > next_one.data_cut:  # type: ignore[operator]
            yield (
                f"cuts: {one.id!r} of {one.data_cut} stands before {next_one.id!r} of {next_one.data_cut}; the oldest comes "
                "first. Put them in order, or correct 'data_cut'."
            )
    current = trial.current()
    told = _endpoints(current) if current else set()
    for cut in dated:
        again = sorted(told & _endpoints(cut))
        if current and current.data_cut and cut.data_cut > current.data_cut and again:  # type: ignore[operator]
            yield (
                f"cuts: {current.id!r} of {current.data_cut} is marked current, but {cut.id!r} of {cut.data_cut} tells "
                f"{', '.join(again)} anew; the current cut is the latest one. Move 'current: true'."
            )


def _endpoints(cut: Cut) -> set[str]:
    return {effect.endpoint for effect in cut.effects}


def _rows(trial: Trial) -> Iterator[str]:
    for cut in trial.cuts:
        for n, effect in enumerate(cut.effects):
            where = f"cuts.{cut.id}.effects.{n} ({effect.endpoint}, {effect.experimental} against {effect.control})"
            yield from _told(where, _limits(effect), _effect(trial, effect), _effect_doubts(effect, cut), effect)
        for n, figure in enumerate(cut.figures):
            where = f"cuts.{cut.id}.figures.{n} ({figure.endpoint}, {figure.arm})"
            yield from _told(where, _limits(figure), _count(figure), _figure_doubts(figure, trial), figure)
    for n, share in enumerate(trial.population.shares if trial.population else ()):
        where = f"population.shares.{n} ({share.what} {share.value or ''})".replace(" )", ")")
        yield from _told(where, (), _count(share), _whole(share, _denominators(share, trial)), share)


def _told(
    where: str, limits: Iterable[str], errors: Iterable[str], doubts: Iterable[Doubt], row: Effect | Figure | Share
) -> Iterator[str]:
    """Errors, doubts that the row does not admit to, and admissions without a doubt."""
    yield from (f"{where}: {error}" for error in (*limits, *errors))
    excused = {odd.what for odd in row.odd}
    doubts = tuple(doubts)
    for doubt in doubts:
        if doubt.what not in excused:
            yield (
                f"{where}: {doubt.found} Correct the figure; if it is printed so, say why it is held: "
                f"odd: [{{what: {doubt.what}, why: {{en: …, ru: …}}}}]."
            )
    for what in sorted(excused - {doubt.what for doubt in doubts}):
        yield f"{where}: odd: {what} excuses nothing here; allowed is what these checks find. Take it out."


def _limits(row: Effect | Figure) -> Iterator[str]:
    if row.low is not None and row.high is not None and row.low > row.high:
        yield f"low: {row.low} lies above high: {row.high}; low is the lower limit. Exchange or correct them."
    if (row.low is not None or row.high is not None) and row.level is None:
        yield "level: missing, though an interval stands; allowed: 0 to 100, as printed (95, but also 99 or 95.4). Add it."
    if row.level is not None and not 0 < row.level < 100:
        yield f"level: {row.level} is no level of an interval; allowed: above 0 and below 100, in percent. Correct it."


def _effect(trial: Trial, effect: Effect) -> Iterator[str]:
    """What must hold of an effect: its arms, its measure, and that it was turned round rightly."""
    roles = {arm.id: arm.role for arm in trial.arms}
    if effect.experimental == effect.control:
        yield f"control: {effect.control!r} is the experimental arm too; allowed: another arm. Correct one of them."
    elif roles.get(effect.experimental) == "control" and roles.get(effect.control) == "experimental":
        yield (
            f"experimental: {effect.experimental!r} is the control arm of this trial; an effect is of the experimental arm "
            "against the control. Turn it round (turned: true, printed: the figures of the source), or correct the roles."
        )
    if effect.measure == "hazard_ratio" and effect.endpoint not in TIMES:
        yield f"measure: a hazard ratio cannot be of {effect.endpoint}; allowed: {', '.join(TIMES)}. Correct one of them."
    for name, value in (("estimate", effect.estimate), ("low", effect.low), ("high", effect.high)):
        if effect.measure in RATIOS and value == 0:
            yield f"{name}: a ratio of 0 has no logarithm; allowed: above 0. Correct it, or leave it out."
    yield from _turned(effect)


def _turned(effect: Effect) -> Iterator[str]:
    if effect.turned != (effect.printed is not None):
        yield "turned: stands with 'printed', the figures of the source before they were turned round. Add the other one."
    if effect.printed is None or effect.measure not in RATIOS:
        return
    printed = effect.printed
    for name, here, there in (
        ("estimate", effect.estimate, printed.estimate),
        ("low", effect.low, printed.high),
        ("high", effect.high, printed.low),
    ):
        if (here is None) != (there is None) or (here and there and not _meet(spread(here), _inverse(spread(there)))):
            yield (
                f"{name}: {here} is not the inverse of what is printed, {there}; turned round, the lower limit comes of the "
                "upper one. Correct the figure."
            )


def _inverse(range_: Range) -> Range:
    low, high = range_
    return 1 / high, (1 / low if low > 0 else Decimal("Infinity"))


def _meet(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _effect_doubts(effect: Effect, cut: Cut) -> Iterator[Doubt]:
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
    if not _meet((low, high), spread(told.estimate)):
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


def _count(row: Figure | Share) -> Iterator[str]:
    if row.n is not None and row.of is not None and row.n > row.of:
        yield f"n: {row.n} of {row.of} are more than all; allowed: up to the denominator. Correct one of them."


def _figure_doubts(figure: Figure, trial: Trial) -> Iterator[Doubt]:
    yield from _outside(figure)
    yield from _beyond(figure)
    if figure.measure == "percent":
        yield from _whole(figure, _denominators(figure, trial))


def _beyond(figure: Figure) -> Iterator[Doubt]:
    most = Decimal(100) if figure.measure in SHARES else None
    for name, value in (("estimate", figure.estimate), ("low", figure.low), ("high", figure.high)):
        if value is not None and (value < 0 or (most is not None and value > most)):
            allowed = "0 to 100 percent" if most else "0 or more"
            yield Doubt("beyond_possible", f"{name}: {value} cannot be; allowed: {allowed}.")
            return


def _denominators(row: Figure | Share, trial: Trial) -> tuple[int, ...]:
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
