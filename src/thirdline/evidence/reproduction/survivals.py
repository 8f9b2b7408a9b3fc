"""Survivals with standard errors or intervals: how many patients can stand behind them, and do they differ?

Without censoring the standard error of a survival S of n patients is sqrt(S (1 - S) / n), and censoring only adds to
it (Peto 1977, Br J Cancer 35:1). A printed standard error so names the fewest patients that were needed to get it: more
than the group holds is impossible.
"""

from __future__ import annotations

from math import log

from scipy import stats

from thirdline.evidence.reproduction.counts import shown_p
from thirdline.evidence.reproduction.rounding import Verdict, judged, spread
from thirdline.evidence.reproduction.rows import Reason, Result
from thirdline.knowledge import reproductions as kinds

HUNDRED = 100.0


def patients_behind(percent: float, standard_error: float) -> float:
    """The number of uncensored patients whose survival has this standard error, both in percent.

    >>> round(patients_behind(81, 6), 1)
    42.8
    """
    return percent * (HUNDRED - percent) / standard_error**2


def standard_error_of_survival(figure: kinds.StandardErrorOfSurvival) -> Result:
    """Whether the group holds the patients that its standard errors ask for; several groups add up."""
    inputs = [x for each in figure.printed for x in (each.percent, each.standard_error)]

    def needed(*values: float) -> float:
        return sum(patients_behind(p, se) for p, se in zip(values[::2], values[1::2], strict=True))

    return _enough(needed(*map(float, inputs)), spread(needed, inputs), figure.of)


def interval_of_survival(figure: kinds.IntervalOfSurvival) -> Result:
    """Whether the group holds the patients that a log-log interval of a survival asks for (Kalbfleisch, Prentice 1980)."""
    given = figure.printed
    z = float(stats.norm.ppf(0.5 + float(given.level) / HUNDRED / 2))

    def needed(percent: float, low: float, high: float) -> float:
        width = log(-log(low / HUNDRED)) - log(-log(high / HUNDRED))
        standard_error = width / (2 * z) * -percent * log(percent / HUNDRED)
        return patients_behind(percent, standard_error)

    inputs = (given.value, given.low, given.high)
    return _enough(needed(*map(float, inputs)), spread(needed, inputs), figure.of)


def _enough(needed: float, between: tuple[float, float], of: int) -> Result:
    verdict: Verdict = "agrees" if needed <= of else "agrees_within_rounding" if between[0] <= of else "differs"
    reason = Reason.of("patients_needed", of=of, low=f"{between[0]:.0f}", high=f"{between[1]:.0f}")
    return Result(f"n ≥ {needed:.0f}", verdict, (reason,))


def heterogeneity_of_survival(figure: kinds.HeterogeneityOfSurvival) -> Result:
    """The P value of equal survivals: Cochran's Q of the printed survivals, weighted by their standard errors."""
    inputs = [x for each in figure.groups for x in (each.percent, each.standard_error)]

    def p_value(*values: float) -> float:
        survivals, weights = values[::2], [1 / se**2 for se in values[1::2]]
        mean = sum(w * s for w, s in zip(weights, survivals, strict=True)) / sum(weights)
        q = sum(w * (s - mean) ** 2 for w, s in zip(weights, survivals, strict=True))
        return float(stats.chi2.sf(q, len(survivals) - 1))

    exact, between = p_value(*map(float, inputs)), spread(p_value, inputs)
    verdict = judged(exact, figure.printed, figure.sign, between)
    return Result(shown_p(exact), verdict, (Reason.of("cochran", df=len(figure.groups) - 1),))
