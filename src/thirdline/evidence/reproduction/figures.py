"""Figures against figures: ratios, differences, another printing, an estimate and its own interval."""

from __future__ import annotations

from thirdline.evidence.reproduction.rounding import Verdict, judged, spread
from thirdline.evidence.reproduction.rows import Reason, Result
from thirdline.knowledge import reproductions as kinds


def ratio_of_figures(figure: kinds.RatioOfFigures) -> Result:
    """The ratio of two printed figures."""
    first, second = figure.figures
    between, exact = spread(lambda a, b: a / b, figure.figures), float(first / second)
    verdict = judged(exact, figure.printed, figure.sign, between)
    return Result(f"{first} / {second} = {exact:.2f}", verdict, (_allowed(between),))


def difference_of_figures(figure: kinds.DifferenceOfFigures) -> Result:
    """The difference of two printed figures."""
    first, second = figure.figures
    between, exact = spread(lambda a, b: a - b, figure.figures), float(first - second)
    verdict = judged(exact, figure.printed, figure.sign, between)
    return Result(f"{first} − {second} = {first - second}", verdict, (_allowed(between),))


def ratio_from_medians(figure: kinds.RatioFromMedians) -> Result:
    """The hazard ratio of two medians if hazards were constant: the inverse of their ratio. Never a verdict."""
    treated, control = figure.medians
    between = spread(lambda a, b: b / a, figure.medians)
    exact = float(control / treated)
    reasons = (Reason.of("constant_hazard"), _allowed(between))
    return Result(f"{control} / {treated} = {exact:.2f}", "not_recomputable", reasons)


def printed_elsewhere(figure: kinds.PrintedElsewhere) -> Result:
    """The same figure in another place."""
    other = figure.elsewhere.value
    return Result(str(other), "agrees" if other == figure.printed else "differs", (Reason.of("elsewhere"),))


def estimate_in_interval(figure: kinds.EstimateInInterval) -> Result:
    """Whether an estimate lies within its own interval; on a limit it does so only by rounding."""
    inside = figure.low <= figure.printed and (figure.high is None or figure.printed <= figure.high)
    on_limit = figure.printed in (figure.low, figure.high)
    verdict: Verdict = "differs" if not inside else "agrees_within_rounding" if on_limit else "agrees"
    word = "outside_interval" if not inside else "on_limit" if on_limit else "inside_interval"
    return Result(f"[{figure.low}; {'–' if figure.high is None else figure.high}]", verdict, (Reason.of(word),))


def not_at_hand(figure: kinds.NotAtHand) -> Result:
    """A figure that cannot be computed here."""
    return Result("–", "not_recomputable", (Reason.of("not_at_hand", en=figure.missing.en, ru=figure.missing.ru),))


def _allowed(between: tuple[float, float]) -> Reason:
    """What the roundings of the inputs allow."""
    return Reason.of("allowed", low=f"{between[0]:.2f}", high=f"{between[1]:.2f}")
