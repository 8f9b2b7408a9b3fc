"""Pooled percentages: what the studies at hand give, and whether two pooled percentages differ as printed."""

from __future__ import annotations

from decimal import Decimal
from math import log

from scipy import stats

from thirdline.evidence.reproduction.counts import shown_p
from thirdline.evidence.reproduction.rounding import judged, spread
from thirdline.evidence.reproduction.rows import Reason, Result
from thirdline.knowledge import reproductions as kinds
from thirdline.statistics.pooling.proportions import pool_proportions

HUNDRED = 100.0


def pooled_proportion(figure: kinds.PooledProportion) -> Result:
    """The pool of the studies at hand (binomial-normal model). A verdict only where all studies are at hand."""
    pool = pool_proportions(
        [study.n for study in figure.studies], [study.of for study in figure.studies], transformation="glmm"
    )
    found = pool.random
    if found.value is None or found.low is None or found.high is None:
        return Result("–", "not_recomputable", (Reason.of("not_pooled"),))
    value, low, high = (HUNDRED * x for x in (found.value, found.low, found.high))
    patients = sum(study.of for study in figure.studies)
    reasons = [Reason.of("pooled", n=len(figure.studies), of=figure.n_studies, patients=patients)]
    complete = len(figure.studies) == figure.n_studies
    verdict = judged(value, figure.printed, figure.sign) if complete else "not_recomputable"
    if not complete:
        reasons.append(Reason.of("pool_within" if low <= float(figure.printed) <= high else "pool_outside"))
    return Result(f"{value:.1f} [{low:.1f}; {high:.1f}]", verdict, tuple(reasons))


def difference_of_proportions(figure: kinds.DifferenceOfProportions) -> Result:
    """The two-sided P value of two pooled percentages being equal, from their intervals on the logit scale."""
    first, second = figure.groups
    z = [float(stats.norm.ppf(0.5 + float(group.level) / HUNDRED / 2)) for group in figure.groups]

    def p_value(*x: float) -> float:
        logits = [_logit(value) for value in x]
        errors = ((logits[2] - logits[1]) / (2 * z[0]), (logits[5] - logits[4]) / (2 * z[1]))
        return float(2 * stats.norm.sf(abs(logits[0] - logits[3]) / (errors[0] ** 2 + errors[1] ** 2) ** 0.5))

    inputs: tuple[Decimal, ...] = (first.value, first.low, first.high, second.value, second.low, second.high)
    exact = p_value(*map(float, inputs))
    verdict = judged(exact, figure.printed, figure.sign, spread(p_value, inputs))
    return Result(shown_p(exact), verdict, (Reason.of("logit_difference"),))


def _logit(percent: float) -> float:
    return log(percent / (HUNDRED - percent))
