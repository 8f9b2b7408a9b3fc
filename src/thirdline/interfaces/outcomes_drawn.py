"""Outcomes as curves to be drawn: each group's curve with numbers at risk, the definition beside it.

Question answered: what does `survival_curves` need to draw this answer? Where counts are hidden only the points that are
told are drawn, without marks for single cut times.
"""

from __future__ import annotations

from math import isnan

from thirdline.interfaces.outcomes_text import TOPIC, Speech, noted
from thirdline.interfaces.pictures import TimeCurve, TimeCurves
from thirdline.interfaces.words import Lang, words
from thirdline.knowledge import Knowledge
from thirdline.outcomes.results import Outcomes, Steps, TimeOutcome
from thirdline.statistics.survival import Curve

RISK_TIMES = 7
"""How many numbers at risk stand below a curve when no times are asked for."""


def drawn(answer: Outcomes, knowledge: Knowledge, lang: Lang) -> TimeCurves:
    """The curves of an answer about times; groups of which nothing may be shown are left out."""
    speech = Speech(words(lang, TOPIC), knowledge, lang)
    asked, endpoint = answer.question, answer.question.endpoint
    groups = [group for group in answer.groups if isinstance(group, TimeOutcome) and group.curve is not None]
    at = asked.at_months or _even(max((float(t) for g in groups if g.curve for t in g.curve.times), default=0.0))
    name = getattr(endpoint.names, lang)
    return TimeCurves(
        title=f"{name}: {speech.grouping(asked.by)}" if asked.by else name,
        endpoint=name,
        curves=tuple(_curve(group, at, speech.group(group.group, asked.by)) for group in groups),
        risk_times=tuple(dict.fromkeys((0.0, *at))),
        unit=speech.words("months"),
        p_value=answer.log_rank.p_value if answer.log_rank else None,
        test=speech.words("log_rank_name") if answer.log_rank else "",
        definition=getattr(endpoint.definition, lang),
        level=asked.level,
        notes=tuple(speech.words(f"notes.{note}", below=asked.suppress_below) for note in noted(answer)),
    )


def _even(last: float) -> tuple[float, ...]:
    """Times a whole number of half years apart, so that few enough fit."""
    apart = 6.0
    while last / apart > RISK_TIMES:
        apart *= 2
    return tuple(apart * k for k in range(1, int(last // apart) + 1))


def _curve(group: TimeOutcome, at: tuple[float, ...], label: str) -> TimeCurve:
    risk_times = tuple(dict.fromkeys((0.0, *at)))
    if isinstance(group.curve, Curve):
        return _whole(group, group.curve, risk_times, label)
    steps = group.curve if isinstance(group.curve, Steps) else Steps((), (), ())
    known = {0.0: group.n, **dict(zip(steps.times, steps.n_at_risk, strict=True))}
    times, shares = (0.0, *steps.times), (1.0, *steps.survival)
    at_risk = tuple(known.get(t) for t in risk_times)
    return TimeCurve(label, times, shares, at_risk=at_risk, patients=group.n, events=group.n_events, median=group.median)


def _whole(group: TimeOutcome, curve: Curve, risk_times: tuple[float, ...], label: str) -> TimeCurve:
    """A curve of which everything may be shown, from 1 on at the start."""
    start = not len(curve.times) or curve.times[0] > 0
    first, one, none = ((0.0,), (1.0,), (None,)) if start else ((), (), ())
    low, high = (tuple(None if isnan(v) else float(v) for v in side) for side in (curve.low, curve.high))
    return TimeCurve(
        label,
        (*first, *(float(t) for t in curve.times)),
        (*one, *(float(s) for s in curve.survival)),
        (*none, *low),
        (*none, *high),
        tuple(float(t) for t, n in zip(curve.times, curve.n_censored, strict=True) if n > 0),
        tuple(int(n) for n in curve.at_risk(list(risk_times))),
        group.n,
        group.n_events,
        group.median,
        float(curve.times[-1]),
    )
