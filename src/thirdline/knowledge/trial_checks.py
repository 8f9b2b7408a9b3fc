"""Do the figures of a trial hold together?

Typing errors in a table of trials are silent: they look like results. These checks refuse what cannot be (limits the
wrong way round, an interval without its level, arms that do not add up, one trial under two names) and what seldom is
(`trial_doubts`). The second sort can stand in print; then the row says so under `odd`, with the reason, and is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from thirdline.knowledge.trial_doubts import (
    RATIOS,
    Doubt,
    Range,
    denominators,
    effect_doubts,
    figure_doubts,
    meet,
    share_doubts,
    spread,
)
from thirdline.knowledge.trials import Cut, Effect, Figure, Share, Trial

TIMES = ("pfs", "os", "ttp", "efs", "dfs", "rfs", "dor", "ttnt", "relapse", "death")
"""Endpoints that a hazard ratio can be of."""


def problems(trials: Iterable[Trial]) -> Iterator[str]:
    """Everything that does not hold: file, key, what was found, what is allowed, how to mend."""
    trials = tuple(trials)
    for trial in trials:
        for problem in (*_arms(trial), *_order(trial), *_rows(trial)):
            yield f"trials/{trial.id}.yaml: {problem}"
    yield from _twice(trials)


def _twice(trials: Iterable[Trial]) -> Iterator[str]:
    """Trials that share a registration and do not say whether they share their patients too."""
    for one, other in combinations(trials, 2):
        shared = sorted(set(one.registrations) & set(other.registrations))
        if shared and not {one.id, other.id} & {kin.record for trial in (one, other) for kin in trial.kin}:
            yield (
                f"trials/{one.id}.yaml: registrations: {', '.join(shared)} is that of trials/{other.id}.yaml too; two "
                "records of one trial count its patients twice. Make them one, or say whose patients they are: kin: "
                f"[{{record: {other.id}, patients: same}}]; allowed: same, other, some."
            )


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
            yield from _told(where, _limits(effect), _effect(trial, effect), effect_doubts(effect, cut), effect)
        for n, figure in enumerate(cut.figures):
            where = f"cuts.{cut.id}.figures.{n} ({figure.endpoint}, {figure.arm})"
            yield from _told(where, _limits(figure), _count(figure, trial), figure_doubts(figure, trial), figure)
    for n, share in enumerate(trial.population.shares if trial.population else ()):
        where = f"population.shares.{n} ({share.what} {share.value or ''})".replace(" )", ")")
        yield from _told(where, (), _count(share, trial), share_doubts(share, trial), share)


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
    stands = row.low is not None or row.high is not None
    if stands and row.level is None and not row.level_not_stated:
        yield (
            "level: missing, though an interval stands; allowed: 0 to 100, as printed (95, but also 99 or 95.4). "
            "Add it; or level_not_stated: true, where the source prints none."
        )
    if row.level_not_stated and (row.level is not None or not stands):
        yield "level_not_stated: true, beside a level or without an interval; allowed: an interval alone. Take one out."
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
        if (here is None) != (there is None) or (here and there and not meet(spread(here), _inverse(spread(there)))):
            yield (
                f"{name}: {here} is not the inverse of what is printed, {there}; turned round, the lower limit comes of the "
                "upper one. Correct the figure."
            )


def _inverse(range_: Range) -> Range:
    low, high = range_
    return 1 / high, (1 / low if low > 0 else Decimal("Infinity"))


def _count(row: Figure | Share, trial: Trial) -> Iterator[str]:
    among = denominators(row, trial)
    if row.n is not None and among and row.n > max(among):
        yield f"n: {row.n} of {max(among)} are more than all; allowed: up to the denominator. Correct one of them."
