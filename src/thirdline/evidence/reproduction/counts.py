"""Counts and percentages: sums, shares of a number of patients, and percentages that no number of patients gives."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from thirdline.evidence.reproduction.rounding import Verdict, judged, rounds_to, spread, unit
from thirdline.evidence.reproduction.rows import Reason, Result
from thirdline.knowledge import reproductions as kinds
from thirdline.statistics.estimates import LEVEL
from thirdline.statistics.exact import clopper_pearson, fisher

HUNDRED = 100.0
MOST_TOTALS = 6
"""How many other totals are named; more say nothing."""


def fisher_exact(figure: kinds.FisherExact) -> Result:
    """The two-sided P value of Fisher's exact test: tables no likelier than the one seen (Fisher 1935)."""
    first, second = figure.groups
    p = fisher(((first.n, first.of - first.n), (second.n, second.of - second.n))).p_value
    seen = "; ".join(f"{group.n}/{group.of}" for group in figure.groups)
    return Result(shown_p(p), judged(p, figure.printed, figure.sign), (Reason.of("fisher", seen=seen),))


def percent_of_count(figure: kinds.PercentOfCount) -> Result:
    """The percentage of a count, with its exact interval (Clopper and Pearson 1934)."""
    percent = HUNDRED * figure.n / figure.of
    interval = clopper_pearson(figure.n, figure.of)
    low, high = HUNDRED * (interval.low or 0), HUNDRED * (interval.high or 1)
    verdict = judged(percent, figure.printed, figure.sign)
    reasons = [Reason.of("exact_interval", level=round(HUNDRED * LEVEL))]
    if verdict == "differs" and abs(percent - float(figure.printed)) < unit(figure.printed):
        reasons.insert(0, Reason.of("last_digit"))
    return Result(f"{figure.n}/{figure.of} = {percent:.2f} [{low:.1f}; {high:.1f}]", verdict, tuple(reasons))


def counts_of(percent: Decimal, of: int) -> int | None:
    """The number of patients whose share rounds to the percentage; None where no number does.

    >>> counts_of(Decimal("95.5"), 154), counts_of(Decimal("95.5"), 153)
    (147, None)
    """
    near = round(float(percent) * of / HUNDRED)
    fitting = (n for n in (near, near - 1, near + 1) if 0 <= n <= of and rounds_to(HUNDRED * n / of, percent))
    return next(fitting, None)


def says_something(percent: Decimal, of: int) -> bool:
    """Whether the group is small enough for some percentage of these digits to be impossible."""
    return HUNDRED / of > unit(percent)


def possible_percents(figure: kinds.PossiblePercents) -> Result:
    """Whether whole numbers of patients give each percentage of a group whose number is known."""
    telling = [percent for percent in figure.printed if says_something(percent, figure.of)]
    misfits = [percent for percent in telling if counts_of(percent, figure.of) is None]
    reasons = [_misfit(percent, figure.of) for percent in dict.fromkeys(misfits)]
    if misfits:
        reasons += _other_totals(figure.printed, figure.of)
    untold = [percent for percent in figure.printed if percent not in telling]
    if untold:
        word = "any_percent" if telling else "all_any_percent"
        reasons.append(Reason.of(word, percents=listed(dict.fromkeys(untold)), of=figure.of))
    if figure.from_trial:
        reasons.append(Reason.of("number_from_trial", trial=figure.from_trial, of=figure.of))
    return Result(_counts(figure.printed, figure.of), _verdict(telling, misfits), tuple(reasons))


def _verdict(telling: list[Decimal], misfits: list[Decimal]) -> Verdict:
    return "differs" if misfits else "agrees" if telling else "not_recomputable"


def _misfit(percent: Decimal, of: int) -> Reason:
    """No number of patients gives the percentage: the two that come nearest."""
    below = int(float(percent) * of / HUNDRED)
    near = "; ".join(f"{n}/{of} = {HUNDRED * n / of:.2f}" for n in (below, below + 1) if n <= of)
    return Reason.of("no_count", percent=percent, near=near)


def _other_totals(percents: Iterable[Decimal], at_most: int) -> list[Reason]:
    """Smaller numbers of patients that give all the percentages."""
    totals = totals_of(percents, at_most)
    if not totals:
        return [Reason.of("no_total", at_most=at_most)]
    shown = totals[-MOST_TOTALS:]
    return [Reason.of("other_totals", totals=listed(shown) if len(totals) <= MOST_TOTALS else f"…; {listed(shown)}")]


def totals_of(percents: Iterable[Decimal], at_most: int) -> list[int]:
    """Every number of patients up to so many that gives all the percentages."""
    wanted = tuple(percents)
    return [of for of in range(1, at_most + 1) if all(counts_of(percent, of) is not None for percent in wanted)]


def _counts(percents: Iterable[Decimal], of: int) -> str:
    found = ((percent, counts_of(percent, of)) for percent in percents)
    return "; ".join("–" if n is None or not says_something(percent, of) else f"{n}/{of}" for percent, n in found)


def shared_denominator(figure: kinds.SharedDenominator) -> Result:
    """Which numbers of patients give all the percentages of a group whose number is not printed."""
    totals = totals_of(figure.printed, figure.at_most)
    if not totals:
        return Result("–", "differs", (Reason.of("no_total", at_most=figure.at_most),))
    shown = listed(totals[:MOST_TOTALS]) + ("; …" if len(totals) > MOST_TOTALS else "")
    return Result(f"n = {shown}", "agrees", (Reason.of("totals", n=len(totals), at_most=figure.at_most),))


def sum_of_counts(figure: kinds.SumOfCounts) -> Result:
    """Whether counts add up."""
    total = sum(figure.parts)
    missing = figure.printed - total
    reasons = () if not missing else (Reason.of("missing_patients" if missing > 0 else "surplus_patients", n=abs(missing)),)
    return Result(f"{' + '.join(map(str, figure.parts))} = {total}", "differs" if missing else "agrees", reasons)


def sum_of_percents(figure: kinds.SumOfPercents) -> Result:
    """Whether percentages add up, as far as their roundings allow."""
    total = sum(figure.parts)
    between = spread(lambda *parts: float(sum(parts)), figure.parts)
    verdict: Verdict = "agrees" if total == figure.printed else judged(float(total), figure.printed, between=between)
    if verdict == "agrees" and total != figure.printed:
        verdict = "agrees_within_rounding"
    allowed = Reason.of("sum_allowed", low=f"{between[0]:g}", high=f"{between[1]:g}")
    return Result(f"{' + '.join(map(str, figure.parts))} = {total}", verdict, (allowed,) if verdict == "differs" else ())


def percent_of_groups(figure: kinds.PercentOfGroups) -> Result:
    """The percentage of all from its groups' percentages, weighted by their numbers."""
    numbers = [group.of for group in figure.groups]

    def pooled(*percents: float) -> float:
        return sum(percent * of for percent, of in zip(percents, numbers, strict=True)) / sum(numbers)

    percents = [group.percent for group in figure.groups]
    between, exact = spread(pooled, percents), pooled(*map(float, percents))
    verdict = judged(exact, figure.printed, between=between)
    return Result(f"{exact:.2f}", verdict, (Reason.of("weighted", low=f"{between[0]:.2f}", high=f"{between[1]:.2f}"),))


def nested_counts(figure: kinds.NestedCounts) -> Result:
    """Whether categories that contain each other never shrink."""
    wrong = [f"{later} < {earlier}" for earlier, later in pairwise(figure.printed) if later < earlier]
    shown = " ≤ ".join(map(str, figure.printed))
    return Result(shown if not wrong else "; ".join(wrong), "differs" if wrong else "agrees", (Reason.of("nested"),))


def part_of_whole(figure: kinds.PartOfWhole) -> Result:
    """Whether a part is not larger than the words leave of the whole."""
    share = HUNDRED * float(figure.printed / figure.whole)
    verdict: Verdict = "agrees" if share <= float(figure.at_most_percent) else "differs"
    return Result(f"{share:.0f}", verdict, (Reason.of("part", whole=figure.whole, most=figure.at_most_percent),))


def listed(values: Iterable[object]) -> str:
    """Values in a row, parted so that a decimal comma does no harm."""
    return "; ".join(map(str, values))


def shown_p(p: float) -> str:
    """A P value in two significant digits.

    >>> shown_p(0.00738), shown_p(3.2e-11)
    ('0.0074', '3.2e-11')
    """
    return f"{p:.2g}"
