"""Printed figures that can be computed again: what is printed, from which printed inputs, by which computation.

One record holds the figures of one place (a slide, a table, a paragraph). Each figure names its computation by a closed
word, gives the inputs that the place prints (or the trial whose record holds them), and the printed result with its
digits. No result is stored: `thirdline reproduce` computes it. `likely` is a reader's guess at what went wrong in print,
and is never used in the computation.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from thirdline.knowledge.kinds import Amount, Frozen, Id, Names, Percent, Record, Row, Text

Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
Sign = Literal["equals", "below", "above", "about"]


class Counted(Frozen):
    """So many of so many."""

    n: Count
    of: Number

    @model_validator(mode="after")
    def part_of_it(self) -> Counted:
        if self.n > self.of:
            raise ValueError(f"{self.n} of {self.of}; the part is larger than the whole")
        return self


class Share(Frozen):
    """A printed percentage of a group."""

    percent: Percent
    of: Number


class Survival(Frozen):
    """A printed survival with its standard error, both in percent."""

    percent: Percent
    standard_error: Amount


class Interval(Frozen):
    """A printed figure with its limits."""

    value: Decimal
    low: Decimal
    high: Decimal
    level: Percent = Decimal(95)


class InTrial(Frozen):
    """An effect in the record of a trial: the endpoint, and the cut (null: the current one)."""

    trial: Id
    endpoint: Text = "pfs"
    cut: Id | None = None


class Elsewhere(Row):
    """The figure as another place prints it; `cite` names that place among the record's citations."""

    value: Decimal

    @model_validator(mode="after")
    def somewhere(self) -> Elsewhere:
        if self.cite is None:
            raise ValueError("the other place needs its 'cite'")
        return self


class Figure(Row):
    """What all printed figures share. `sign` is how the result is printed: `< 0.0001` is `below`."""

    id: Id
    names: Names
    sign: Sign = "equals"
    likely: Names | None = None


class FisherExact(Figure):
    """A P value of two counts."""

    kind: Literal["fisher_exact"]
    groups: tuple[Counted, Counted]
    printed: Amount


class PercentOfCount(Figure):
    """A percentage whose count is printed beside it."""

    kind: Literal["percent_of_count"]
    n: Count
    of: Number
    printed: Percent


class PossiblePercents(Figure):
    """Percentages of one group whose counts are not printed: does a whole number of patients give each?

    `from_trial` says that the group's number is not on this page and was taken from the trial's record.
    """

    kind: Literal["possible_percents"]
    of: Number
    printed: tuple[Percent, ...]
    from_trial: Id | None = None


class SharedDenominator(Figure):
    """Percentages of one group whose number is not printed; `at_most` is how many the page leaves for it."""

    kind: Literal["shared_denominator"]
    at_most: Number
    printed: tuple[Percent, ...]


class SumOfCounts(Figure):
    """Counts that should add up to a printed number."""

    kind: Literal["sum_of_counts"]
    parts: tuple[Count, ...]
    printed: Count


class SumOfPercents(Figure):
    """Percentages that should add up to a printed one, or to a hundred."""

    kind: Literal["sum_of_percents"]
    parts: tuple[Percent, ...]
    printed: Percent = Decimal(100)


class PercentOfGroups(Figure):
    """A percentage of all that should be the mean of its groups' percentages, weighted by their numbers."""

    kind: Literal["percent_of_groups"]
    groups: tuple[Share, ...]
    printed: Percent


class NestedCounts(Figure):
    """Counts printed with `at least`, from the strictest category to the loosest: none may be below the one before."""

    kind: Literal["nested_counts"]
    printed: tuple[Count, ...]


class PartOfWhole(Figure):
    """A percentage that is a part of another one; `at_most_percent` is how much of it the words leave."""

    kind: Literal["part_of_whole"]
    printed: Percent
    whole: Percent
    at_most_percent: Percent = Decimal(100)


class RatioOfFigures(Figure):
    """`Six times as many`: two printed figures and the printed ratio of the first to the second."""

    kind: Literal["ratio_of_figures"]
    figures: tuple[Amount, Amount]
    printed: Amount


class DifferenceOfFigures(Figure):
    """Two printed figures and the printed difference of the first from the second."""

    kind: Literal["difference_of_figures"]
    figures: tuple[Amount, Amount]
    printed: Decimal


class PrintedElsewhere(Figure):
    """A figure that another place prints too."""

    kind: Literal["printed_elsewhere"]
    printed: Decimal
    elsewhere: Elsewhere


class EstimateInInterval(Figure):
    """An estimate that must lie within its own interval."""

    kind: Literal["estimate_in_interval"]
    printed: Decimal
    low: Decimal
    high: Decimal | None = None


class RiskReduction(Figure):
    """A risk reduction in percent: one minus the hazard ratio of a trial."""

    kind: Literal["risk_reduction_from_hazard_ratio"]
    hazard_ratio: InTrial
    printed: Percent


class PValueOfRatio(Figure):
    """A P value from the ratio and interval in a trial's record."""

    kind: Literal["p_value_of_ratio"]
    ratio: InTrial
    printed: Amount


class NetworkEffect(Figure):
    """A risk reduction in percent from a network of trials; `left_out` names what the published network held besides.

    Treatments are called by the nodes of the trials' records, by the broader one where there are two.
    """

    kind: Literal["network_effect"]
    trials: tuple[InTrial, ...]
    experimental: Text
    control: Text
    printed: Percent
    left_out: tuple[Names, ...] = ()


class StandardErrorOfSurvival(Figure):
    """A survival with its standard error: how many patients at most can stand behind it?"""

    kind: Literal["standard_error_of_survival"]
    printed: tuple[Survival, ...]
    of: Number


class IntervalOfSurvival(Figure):
    """A survival with its interval: how many patients at most can stand behind it?"""

    kind: Literal["interval_of_survival"]
    printed: Interval
    of: Number


class HeterogeneityOfSurvival(Figure):
    """A P value for the difference of survivals that are printed with their standard errors."""

    kind: Literal["heterogeneity_of_survival"]
    groups: tuple[Survival, ...]
    printed: Amount


class DifferenceOfProportions(Figure):
    """A P value for the difference of two pooled percentages that are printed with their intervals."""

    kind: Literal["difference_of_pooled_proportions"]
    groups: tuple[Interval, Interval]
    printed: Amount


class PooledProportion(Figure):
    """A pooled percentage: the studies at hand, and how many stood behind the printed one."""

    kind: Literal["pooled_proportion"]
    studies: tuple[Counted, ...]
    n_studies: Number
    printed: Percent


class RatioFromMedians(Figure):
    """A hazard ratio beside two medians: what a constant hazard would give (experimental first)."""

    kind: Literal["hazard_ratio_from_medians"]
    medians: tuple[Amount, Amount]
    printed: Amount


class NotAtHand(Figure):
    """A figure whose inputs are not at hand: which they are."""

    kind: Literal["not_at_hand"]
    printed: Text
    missing: Names


AnyFigure = Annotated[
    FisherExact | PercentOfCount | PossiblePercents | SharedDenominator | SumOfCounts | SumOfPercents | PercentOfGroups
    | NestedCounts | PartOfWhole | RatioOfFigures | DifferenceOfFigures | PrintedElsewhere | EstimateInInterval
    | RiskReduction | PValueOfRatio | NetworkEffect | StandardErrorOfSurvival | IntervalOfSurvival
    | HeterogeneityOfSurvival | DifferenceOfProportions | PooledProportion | RatioFromMedians | NotAtHand,
    Field(discriminator="kind"),
]  # fmt: skip


class Reproduction(Record):
    """The printed figures of one place."""

    facts = ("figures",)

    names: Names
    figures: tuple[AnyFigure, ...]

    @model_validator(mode="after")
    def one_of_each(self) -> Reproduction:
        ids = [figure.id for figure in self.figures]
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise ValueError(f"{twice} stand twice among the figures; each id may stand once")
        return self

    def trials(self) -> tuple[str, ...]:
        """The trials whose records the figures are computed from."""
        named: list[str] = []
        for figure in self.figures:
            match figure:
                case RiskReduction():
                    named.append(figure.hazard_ratio.trial)
                case PValueOfRatio():
                    named.append(figure.ratio.trial)
                case NetworkEffect():
                    named += [each.trial for each in figure.trials]
                case PossiblePercents() if figure.from_trial:
                    named.append(figure.from_trial)
                case _:
                    pass
        return tuple(dict.fromkeys(named))
