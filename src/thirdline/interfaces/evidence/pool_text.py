"""Pools in words: every trial or arm with its cut, the pooled figures with estimator, transformation and interval method."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import exp

from thirdline.evidence.effects import TrialEffect
from thirdline.evidence.pools import AskedPool, EffectPool, PoolEvidence
from thirdline.evidence.rates import AskedRate, RateEvidence
from thirdline.interfaces.evidence.network_text import joined
from thirdline.interfaces.evidence.saying import Say, dagger, left_out_lines, wrapped
from thirdline.interfaces.outcomes_text import grid
from thirdline.interfaces.pictures.voice import Scale
from thirdline.statistics import Estimate
from thirdline.statistics.pooling import Pool, Study


def pool_text(evidence: PoolEvidence, say: Say) -> str:
    """The whole answer to `evidence pool` of effects."""
    parts = [list(_side(side, evidence.asked, say)) for side in evidence.sides]
    doubtful = any(effect.checked == "unverified" for side in evidence.sides for effect in side.taken)
    return joined([*parts, [say("unverified")] if doubtful else []])


def what(asked: AskedPool, say: Say) -> str:
    """What is pooled, in words."""
    if asked.contrast:
        return say("pool.contrast", first=asked.contrast[0], second=asked.contrast[1])
    if asked.adding:
        return say("pool.adding", drug=say.drug(asked.adding))
    return say("pool.adding_class", name=say.word("drug-classes", asked.adding_class or ""))


def _side(side: EffectPool, asked: AskedPool, say: Say) -> Iterator[str]:
    if side.pool is None:
        yield say("pool.effects_none", endpoint=say.endpoint_name(side.endpoint))
        return
    effects = say.count("effects", len(side.taken))
    yield from wrapped(say("pool.title", effects=effects, endpoint=say.endpoint_name(side.endpoint), what=what(asked, say)))
    yield from grid([_heads(side, say), *(_row(effect, side.pool, say) for effect in side.taken)])
    yield from pooled_lines(side.pool, say, "ratio")
    yield from _turned(side, say)
    yield from _parts(side, asked, say)
    yield from without_lines({say.trial(step.label): step.pool for step in side.without}, say, "ratio")
    if side.asymmetry:
        test = side.asymmetry.test
        told = say("pool.asymmetry", method=say.method(test.method), p=say.voice.p_value(test.p_value),
                   notes=" ".join(say.method(note) for note in test.notes))  # fmt: skip
        yield from wrapped(told)
    yield from _missing(side, say)


def _heads(side: EffectPool, say: Say) -> list[str]:
    return [*(say(f"columns.{name}") for name in ("trial", "cut", "comparison")),
            f"{say.endpoint(side.endpoint)} {say('ratio')}",
            say("columns.weight_common"), say("columns.weight_random")]  # fmt: skip


def _row(effect: TrialEffect, pool: Pool, say: Say) -> list[str]:
    study = study_of(pool, effect.trial)
    between = say("pool.contrast", first=effect.experimental, second=effect.control)
    met = "" if effect.endpoint == "pfs" else f" ({say.endpoint(effect.endpoint)})" if effect.endpoint == "ttp" else ""
    weights = [say.share(weight) for weight in (study.weight_common, study.weight_random)]
    return [say.trial(effect.trial), effect.cut, between, say.printed(effect) + met, *weights]


def study_of(pool: Pool, label: str) -> Study:
    """The study of that label."""
    return next(study for study in pool.studies if study.label == label)


def pooled_lines(pool: Pool, say: Say, scale: Scale) -> Iterator[str]:
    """The pooled figures, how much the studies differ, and by which methods."""
    if len(pool.studies) == 1:
        yield say("pool.one")
        return
    told = {name: say.voice.estimate(getattr(pool, name), scale) for name in ("common", "random")}
    told["prediction"] = _range(pool, say, scale)
    figures = [[say(f"pool.{name}"), figure] for name, figure in told.items()]
    yield from grid(figures)
    q = {"q": say.number(pool.q), "df": pool.df, "p": say.voice.p_value(pool.p_value)}
    yield say("pool.heterogeneity", i2=say.share(pool.i2.value), tau2=say.number(pool.tau2.value, 3), **q)
    yield from wrapped(say("pool.method", method=say.method(pool.method)))
    notes = (*pool.notes, *pool.random.notes, *pool.prediction.notes, *pool.tau2.notes)
    for note in dict.fromkeys(notes):
        yield from wrapped(say.method(note))


def _range(pool: Pool, say: Say, scale: Scale) -> str:
    found = pool.prediction
    if found.low is None or found.high is None:
        return say("not_estimable")
    return say.voice.interval(found.low, found.high, scale)


def _turned(side: EffectPool, say: Say) -> Iterator[str]:
    trials = say.knowledge.of("trials")
    turned = [e.trial for e in side.taken if trials[e.trial].arm(e.experimental_arm).role == "control"]
    if turned:
        yield from wrapped(say("pool.turned", trials=say.trials(turned)))


def _parts(side: EffectPool, asked: AskedPool, say: Say) -> Iterator[str]:
    if side.parts is None:
        return
    yield say("pool.parts", by=say(f"properties.{asked.by}"))
    rows = []
    for label, pool in side.parts.pools.items():
        shown = pool.random if pool.random.value is not None else pool.common
        low, value, high = (None if x is None else exp(x) for x in (shown.low, shown.value, shown.high))
        model = "random" if shown is pool.random else "common"
        interval = say.voice.interval(low, high, "ratio") if low is not None else ""
        rows.append(
            [label, say.count("trials", len(pool.studies)), f"{say.number(value)} ({interval})", say(f"pool.{model}")]
        )
    yield from grid(rows)
    test = side.parts.between
    if test.p_value is None:
        yield say("pool.between_unknown")
    else:
        yield from wrapped(say("pool.between", p=say.voice.p_value(test.p_value), method=say.method(test.method)))


def without_lines(pools: Mapping[str, Pool], say: Say, scale: Scale) -> Iterator[str]:
    """The pools that are left without each study in turn."""
    if not pools:
        return
    yield say("pool.without")
    yield from grid([[label, say.voice.estimate(_shown(pool), scale)] for label, pool in pools.items()])


def _shown(pool: Pool) -> Estimate:
    """The random-effects mean; the common one where there is none."""
    return pool.random if pool.random.value is not None else pool.common


def _missing(side: EffectPool, say: Say) -> Iterator[str]:
    if side.endpoint == "os" and side.left_out:
        told = say(
            "pool.not_in", endpoint=say.endpoint(side.endpoint), trials=say.trials(row.trial for row in side.left_out)
        )
        yield from wrapped(told)
    elif side.left_out:
        yield from left_out_lines(side.left_out, side.endpoint, say)


def rate_text(evidence: RateEvidence, say: Say) -> str:
    """The whole answer to `evidence pool` of proportions."""
    return joined([_rates(evidence, say), list(_rate_parts(evidence, say)), list(_rates_left_out(evidence, say))])


def what_arms(asked: AskedRate, say: Say) -> str:
    """Which arms are pooled, in words."""
    told = {
        "drug": say.drug(asked.drug or ""),
        "drug_class": say.word("drug-classes", asked.drug_class or ""),
        "target": say.word("targets", asked.target or ""),
    }
    return ", ".join(say(f"rate.what.{name}", name=text) for name, text in told.items() if getattr(asked, name))


def _rates(evidence: RateEvidence, say: Say) -> list[str]:
    asked, pool = evidence.asked, evidence.pool
    arms = say.count("arms", len(evidence.taken))
    title = wrapped(say("rate.title", arms=arms, endpoint=say.endpoint(asked.endpoint), what=what_arms(asked, say)))
    if pool is None:
        return [*title, say("rate.none")]
    columns = ("trial", "arm", "cut", "n", "share", "printed", "weight")
    rows = [_rate_row(evidence, pool, i, say) for i in range(len(evidence.taken))]
    doubtful = [say("unverified")] if any(row.checked == "unverified" for row in evidence.taken) else []
    table = grid([[say(f"columns.{name}") for name in columns], *rows])
    return [*title, *table, *pooled_lines(pool, say, "share"), *wrapped(say("rate.selection")), *doubtful]


def _rate_row(evidence: RateEvidence, pool: Pool, i: int, say: Say) -> list[str]:
    row, study = evidence.taken[i], pool.studies[i]
    share = f"{say.voice.percent(study.value)} ({say.voice.interval(study.low, study.high, 'share')})"
    printed = "" if row.printed is None else f"{row.printed}".replace(".", say.voice("format.decimal"))
    basis = say(f"rate.basis.{row.basis}", printed=printed) + (f"; {row.event}" if row.event else "")
    weight = study.weight_random if study.weight_random is not None else study.weight_common
    told = "" if weight is None else say.share(weight)
    counted = say("rate.all_patients", events=row.events, of=row.of) + dagger(row.checked == "unverified")
    return [say.trial(row.trial), row.arm, row.cut, counted, share, basis, told]


def _rate_parts(evidence: RateEvidence, say: Say) -> Iterator[str]:
    if evidence.parts:
        yield say("pool.parts", by=say(f"properties.{evidence.asked.by}"))
        rows = [
            [_part(p.label, evidence, say), say.count("arms", p.n_arms), say.voice.estimate(_shown(p.pool), "share")]
            for p in evidence.parts
        ]
        yield from grid(rows)
    yield from without_lines({part.label: part.pool for part in evidence.without}, say, "share")


def _decimals(found: str, say: Say) -> str:
    """What was found, with the decimal mark of the language."""
    return re.sub(r"(?<=\d)\.(?=\d)", say.voice("format.decimal"), found)


def _part(label: str, evidence: RateEvidence, say: Say) -> str:
    """A part's name: drugs and trials by theirs."""
    if evidence.asked.by == "drug":
        return " + ".join(say.drug(id) for id in label.split(" + "))
    return say.trial(label) if evidence.asked.by == "trial" else label


def _rates_left_out(evidence: RateEvidence, say: Say) -> Iterator[str]:
    rows = evidence.left_out
    if not rows:
        return
    yield say("rate.left_out", arms=say.count("arms", len(rows)))
    for reason in dict.fromkeys(row.reason for row in rows):
        own = [row for row in rows if row.reason == reason]
        shown = reason in ("several_counts", "no_count", "inexact", "part_of_arm", "no_denominator")
        told = [
            f"{say.trial(r.trial)} {r.arm}{f' {r.cut}' if r.cut else ''}{f' ({_decimals(r.found, say)})' if shown else ''}"
            for r in own
        ]
        yield from wrapped(f"{say(f'reasons.{reason}')} ({len(own)}): {', '.join(told)}", "  ")
