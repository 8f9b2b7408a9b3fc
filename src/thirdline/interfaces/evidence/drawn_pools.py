"""Pools as pictures: forests with weights and diamonds, funnels, and proportions with their counts."""

from __future__ import annotations

from thirdline.evidence.pools import EffectPool, PoolEvidence
from thirdline.evidence.rates import RateEvidence
from thirdline.interfaces.evidence.drawn import headed, unverified
from thirdline.interfaces.evidence.pool_text import study_of, what, what_arms
from thirdline.interfaces.evidence.saying import Say, dagger
from thirdline.interfaces.pictures import (
    Count,
    Forest,
    ForestGroup,
    ForestRow,
    Funnel,
    FunnelPoint,
    Heterogeneity,
    Picture,
    PictureError,
    Pooled,
    forest,
    funnel_plot,
)
from thirdline.statistics import Estimate
from thirdline.statistics.pooling import Pool


def pool_forest(evidence: PoolEvidence, say: Say) -> Picture:
    """The trials of each endpoint with weights and their pool, progression above survival."""
    groups = tuple(_group(side, say) for side in evidence.sides if side.pool is not None)
    first = evidence.first
    assert first.pool is not None
    title = say("pool.title", effects=say.count("effects", len(first.taken)), endpoint=say.endpoint_name(first.endpoint),
                what=what(evidence.asked, say))  # fmt: skip
    left, right = say("forest.favours").split("|")
    return forest(
        Forest(title, say("ratio"), groups, favours=(left, right), method=_method(first.pool, say),
               level=evidence.asked.settings.level, notes=_notes(evidence, say)),
        say.lang,
    )  # fmt: skip


def _method(pool: Pool, say: Say) -> str:
    return say("pool.method", method=say.method(pool.method))


def _group(side: EffectPool, say: Say) -> ForestGroup:
    assert side.pool is not None
    rows = []
    for effect in side.taken:
        study = study_of(side.pool, effect.trial)
        printed = Estimate(float(effect.estimate), float(effect.low), float(effect.high), float(effect.level) / 100)
        doubtful = dagger(effect.checked == "unverified")
        label = f"{say.trial(effect.trial)}, {effect.cut}{doubtful}"
        rows.append(ForestRow(label, printed, study.weight_common, study.weight_random))
    return ForestGroup(headed(say.endpoint_name(side.endpoint)), tuple(rows), _pooled(side.pool))


def _pooled(pool: Pool) -> Pooled:
    if len(pool.studies) == 1:
        return Pooled()
    differ = Heterogeneity(pool.q, pool.df, pool.p_value, pool.i2.value, pool.tau2.value)
    return Pooled(pool.common, pool.random, pool.prediction, differ)


def _notes(evidence: PoolEvidence, say: Say) -> tuple[str, ...]:
    said = []
    pools = [side.pool for side in evidence.sides if side.pool is not None and len(side.pool.studies) > 1]
    said += dict.fromkeys(say.method(note) for pool in pools for note in (*pool.random.notes, *pool.prediction.notes))
    for side in evidence.sides:
        if side.pool is None:
            said.append(say("pool.effects_none", endpoint=say.endpoint_name(side.endpoint)))
        elif side.endpoint == "os" and side.left_out:
            trials = say.trials(row.trial for row in side.left_out)
            said.append(say("pool.not_in", endpoint=say.endpoint(side.endpoint), trials=trials))
    stand_in = [e.trial for e in evidence.first.taken if e.endpoint != evidence.first.endpoint]
    said += [say("network.ttp_in", trials=say.trials(stand_in))] if stand_in else []
    doubtful = [e for side in evidence.sides for e in side.taken if e.checked == "unverified"]
    return (*said, *([unverified(doubtful, say)] if doubtful else []))


def pool_funnel(evidence: PoolEvidence, say: Say) -> Picture:
    """The trials of the endpoint asked for by their precision."""
    side = evidence.first
    rows = [(effect, effect.contrast()) for effect in side.taken]
    points = tuple(
        FunnelPoint(f"{say.trial(e.trial)} {e.cut}{dagger(e.checked == 'unverified')}", row.effect, row.standard_error)
        for e, row in rows
    )
    assert side.pool is not None
    analysis = side.pool.analysis or side.pool
    test = side.asymmetry.test if side.asymmetry else None
    title = say("picture.funnel", endpoint=say.endpoint_name(side.endpoint), what=what(evidence.asked, say))
    said = (*(say.method(note) for note in (test.notes if test else ())), *_survival(evidence, say), *_notes(evidence, say))
    tested = {"test": say.method(test.method.partition(":")[0]), "p_value": test.p_value} if test else {}
    return funnel_plot(Funnel(title, say("ratio"), points, analysis.common.value, notes=said, **tested), say.lang)


def _survival(evidence: PoolEvidence, say: Say) -> list[str]:
    """The pooled survival of the same trials, so that a funnel of progression does not stand without it."""
    side = evidence.beside
    if side is None or side.pool is None:
        return []
    shown = side.pool.random if side.pool.random.value is not None else side.pool.common
    model = say("pool.random") if shown is side.pool.random else say("pool.common")
    return [f"{say.endpoint_name(side.endpoint)}, {model}: {say.voice.estimate(shown, 'ratio')}"]


def rate_forest(evidence: RateEvidence, say: Say) -> Picture:
    """The arms with their counts and exact intervals, and their pool."""
    asked, pool = evidence.asked, evidence.pool
    if pool is None:
        raise PictureError([f"{asked.endpoint}: no arm gives a usable count; there is nothing to draw"])
    rows = []
    for row, study in zip(evidence.taken, pool.studies, strict=True):
        label = f"{say.trial(row.trial)}, {row.arm}, {row.cut}{dagger(row.checked == 'unverified')}"
        share = Estimate(study.value, study.low, study.high, asked.settings.level)
        rows.append(ForestRow(label, share, study.weight_common, study.weight_random, (Count(row.events, row.of),)))
    endpoint = say.endpoint(asked.endpoint)
    arms = say.count("arms", len(rows))
    title = say("rate.title", arms=arms, endpoint=endpoint, what=what_arms(asked, say))
    doubtful = (say("unverified"),) if any(row.checked == "unverified" for row in evidence.taken) else ()
    return forest(
        Forest(title, endpoint, (ForestGroup("", tuple(rows), _pooled(pool)),), scale="share",
               arms=(say("columns.n"),), method=_method(pool, say), level=asked.settings.level,
               notes=(say("rate.selection"), *(say.method(note) for note in pool.notes), *doubtful)),
        say.lang,
    )  # fmt: skip
