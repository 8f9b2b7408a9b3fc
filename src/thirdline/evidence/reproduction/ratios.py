"""Figures that follow from the hazard ratios in the records of trials: risk reductions, P values, networks."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log

from scipy import stats

from thirdline.evidence.effects import Selection, effects_of
from thirdline.evidence.reproduction.counts import shown_p
from thirdline.evidence.reproduction.rounding import Verdict, judged, spread
from thirdline.evidence.reproduction.rows import Reason, Result
from thirdline.knowledge import Knowledge
from thirdline.knowledge import reproductions as kinds
from thirdline.knowledge.trials import Effect, Trial
from thirdline.statistics.network import Contrast, network

HUNDRED = 100.0


class NoSuchEffect(LookupError):
    """The records hold no such effect; the message says which trial, endpoint and cut."""


def effect_of(wanted: kinds.InTrial, knowledge: Knowledge) -> Effect:
    """The effect that a figure names: of the whole population, at its cut or the current one."""
    trial = knowledge.of("trials").get(wanted.trial)
    held = [] if trial is None else list(_effects(trial, wanted))
    if not held:
        raise NoSuchEffect(f"{wanted.trial}: {wanted.endpoint}" + (f" ({wanted.cut})" if wanted.cut else ""))
    return held[0]


def _effects(trial: Trial, wanted: kinds.InTrial) -> Iterator[Effect]:
    for cut, effect in trial.effects():
        at = cut.id == wanted.cut if wanted.cut else cut.current
        if at and effect.endpoint == wanted.endpoint and effect.measure == "hazard_ratio" and effect.group is None:
            yield effect


def risk_reduction(figure: kinds.RiskReduction, knowledge: Knowledge) -> Result:
    """100 (1 - hazard ratio)."""
    effect = effect_of(figure.hazard_ratio, knowledge)
    between = spread(lambda ratio: HUNDRED * (1 - ratio), (effect.estimate,))
    exact = HUNDRED * (1 - float(effect.estimate))
    reason = Reason.of("from_hazard_ratio", trial=figure.hazard_ratio.trial, ratio=shown(effect))
    return Result(f"{exact:.1f}", judged(exact, figure.printed, figure.sign, between), (reason,))


def p_value_of_ratio(figure: kinds.PValueOfRatio, knowledge: Knowledge) -> Result:
    """The two-sided P value of a ratio of 1: log ratio over the standard error that its interval implies."""
    effect = effect_of(figure.ratio, knowledge)
    if effect.low is None or effect.high is None or effect.level is None:
        return Result("–", "not_recomputable", (Reason.of("no_interval", trial=figure.ratio.trial),))
    z = float(stats.norm.ppf(0.5 + float(effect.level) / HUNDRED / 2))

    def p_value(ratio: float, low: float, high: float) -> float:
        return float(2 * stats.norm.sf(abs(log(ratio)) * 2 * z / (log(high) - log(low))))

    inputs = (effect.estimate, effect.low, effect.high)
    exact, between = p_value(*map(float, inputs)), spread(p_value, inputs)
    verdict = judged(exact, figure.printed, figure.sign, between)
    reasons = [Reason.of("p_from_interval", trial=figure.ratio.trial, ratio=shown(effect))]
    reasons += [Reason.of("p_allowed", low=shown_p(between[0]), high=shown_p(between[1]))]
    if verdict == "differs" and judged(exact / 2, figure.printed, figure.sign, _half(between)) != "differs":
        reasons.append(Reason.of("one_sided", p=shown_p(exact / 2)))
    return Result(shown_p(exact), verdict, tuple(reasons))


def _half(between: tuple[float, float]) -> tuple[float, float]:
    return between[0] / 2, between[1] / 2


def shown(effect: Effect) -> str:
    """A ratio as trials print it: 0.59 (0.45–0.78)."""
    limits = f" ({effect.low}–{effect.high})" if effect.low is not None and effect.high is not None else ""
    return f"{effect.estimate}{limits}"


def network_effect(figure: kinds.NetworkEffect, knowledge: Knowledge) -> Result:
    """A risk reduction by a network of the trials at hand, common effect: what joins two treatments, direct or not."""
    parts = network([_contrast(each, knowledge) for each in figure.trials])
    joined = next((part for part in parts if figure.experimental in part.treatments), None)
    if joined is None:
        raise NoSuchEffect(figure.experimental)
    found = joined.compare(figure.experimental, figure.control, "common")
    reasons = [Reason.of("network", n=len(figure.trials))]
    if figure.left_out:
        en, ru = ("; ".join(getattr(left, lang) for left in figure.left_out) for lang in ("en", "ru"))
        reasons.append(Reason.of("left_out", en=en, ru=ru))
    if found.value is None or found.low is None or found.high is None:
        return Result("–", "not_recomputable", (Reason.of("not_joined"), *reasons))
    ratio = exp(found.value)
    shown_ratio = f"{HUNDRED * (1 - ratio):.1f} (HR {ratio:.3f} [{exp(found.low):.3f}; {exp(found.high):.3f}])"
    verdict: Verdict = judged(HUNDRED * (1 - ratio), figure.printed, figure.sign)
    return Result(shown_ratio, verdict, tuple(reasons))


def _contrast(wanted: kinds.InTrial, knowledge: Knowledge) -> Contrast:
    """The row of the network that a trial's record gives."""
    taken = effects_of(knowledge, Selection((wanted.endpoint,), wanted.cut or "current")).taken
    found = next((effect for effect in taken if effect.trial == wanted.trial), None)
    if found is None:
        raise NoSuchEffect(f"{wanted.trial}: {wanted.endpoint}" + (f" ({wanted.cut})" if wanted.cut else ""))
    return found.contrast()
