"""Evidence as JSON: the same names in both languages, ratios as ratios, what cannot be estimated as null."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any

from thirdline.evidence.additive import AdditiveEvidence
from thirdline.evidence.arm_counts import ArmCount, ArmLeftOut
from thirdline.evidence.comparisons import Compared, Patients, Sided, turned
from thirdline.evidence.effects import TrialEffect
from thirdline.evidence.networks import Asked, EndpointEvidence, NetworkEvidence, reference_of
from thirdline.evidence.pools import EffectPool, PoolEvidence
from thirdline.evidence.rates import RateEvidence
from thirdline.interfaces.evidence.saying import exponentiated
from thirdline.interfaces.outcomes_text import plain
from thirdline.statistics import Estimate
from thirdline.statistics.network import Network, inconsistency, p_scores
from thirdline.statistics.pooling import Pool


def of_network(evidence: NetworkEvidence, reference: str | None, show: Sequence[str] = ()) -> dict[str, Any]:
    """The answer to `evidence network`: each endpoint with its networks, effects and estimates against the reference."""
    return {**_head(evidence), "endpoints": [_side(side, reference, show) for side in evidence.sides]}


def of_league(evidence: NetworkEvidence, show: Sequence[str] = ()) -> dict[str, Any]:
    """The answer to `evidence league`: the same, with every pair of each network."""
    sides = [{**_side(side, None, show), "pairs": _pairs(side, show)} for side in evidence.sides]
    return {**_head(evidence), "endpoints": sides}


def of_additive(found: AdditiveEvidence) -> dict[str, Any]:
    """What each drug adds, and whether the sum holds."""
    network = found.network
    model = (network.random or network.common) if network else None
    return {
        "drugs": {id: ratio(estimate) for id, estimate in model.components.items()} if model else {},
        "model": None if network is None else "random" if network.random else "common",
        "difference": asdict(network.difference) if network else None,
        "left_out": [asdict(row) for row in found.left_out],
        "notes": list(network.notes) if network else [],
    }


def _head(evidence: NetworkEvidence) -> dict[str, Any]:
    return {"asked": of_asked(evidence.asked), "undated": list(evidence.undated)}


def of_asked(asked: Asked) -> dict[str, Any]:
    """What was asked, in the words of the command line."""
    return {
        "endpoint": asked.endpoint, "with_ttp": asked.with_ttp, "cut": asked.cut,
        "as_of": asked.as_of and asked.as_of.isoformat(), "only": list(asked.only), "without": list(asked.without),
        "model": asked.model, "lumped": asked.lumped, "disease": asked.disease, "level": asked.settings.level,
        "between": asked.settings.between, "tau": asked.settings.tau,
        "prior": str(asked.settings.prior) if asked.settings.prior else None,
    }  # fmt: skip


def _side(side: EndpointEvidence, reference: str | None, show: Sequence[str]) -> dict[str, Any]:
    return {
        "endpoint": side.endpoint,
        "endpoints_met": list(side.endpoints),
        "effects": [of_effect(effect) for effect in side.taken],
        "left_out": [asdict(row) for row in side.left_out],
        "networks": [_network(side, found, reference, show) for found in side.networks],
    }


def of_effect(effect: TrialEffect) -> dict[str, Any]:
    """One effect as it entered, with its trial, cut and citation."""
    return {name: _number(value) for name, value in asdict(effect).items()}


def _number(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else float(value)


def _network(side: EndpointEvidence, found: Network, reference: str | None, show: Sequence[str]) -> dict[str, Any]:
    against = reference_of(found, reference)
    h = found.heterogeneity
    return {
        "treatments": list(found.treatments),
        "trials": [trial.name for trial in found.trials],
        "edges": [{"first": a, "second": b, "trials": n} for (a, b), n in found.edges.items()],
        "model": side.model_of(found),
        "heterogeneity": {
            "q": h.q if h.df > 0 else None, "df": h.df, "p_value": h.p_value, "i2": plain(h.i2), "tau": plain(h.tau),
            "estimable": h.tau2.value is not None and h.df > 0,
        },
        "inconsistency": _inconsistency(found),
        "p_scores": p_scores(found, side.model_of(found)),
        "reference": against,
        "estimates": [
            of_pair(side, name, against) for name in found.treatments if name != against and (not show or name in show)
        ],
        "notes": list(found.notes),
    }  # fmt: skip


def _inconsistency(found: Network) -> dict[str, Any]:
    test = inconsistency(found).between
    return {"q": test.q if test.df else None, "df": test.df, "p_value": test.p_value}


def of_pair(side: EndpointEvidence, treatment: str, comparator: str) -> dict[str, Any]:
    """One estimate: the ratio, on what it rests, and whether any of that was not checked."""
    return {
        "treatment": treatment,
        "comparator": comparator,
        "ratio": ratio(side.compare(treatment, comparator)),
        "basis": side.basis(treatment, comparator),
        "rests_on": _carried(side.rests_on(treatment, comparator)),
        "unverified": side.unverified(treatment, comparator),
    }


def _carried(rests_on: Sequence[tuple[TrialEffect, float]]) -> list[dict[str, Any]]:
    return [
        {"trial": e.trial, "cut": e.cut, "endpoint": e.endpoint, "checked": e.checked, "share": share}
        for e, share in rests_on
    ]


def ratio(estimate: Estimate | None) -> dict[str, Any] | None:
    """A log ratio as a ratio with its limits; the standard error stays on the log scale."""
    if estimate is None:
        return None
    return {**plain(exponentiated(estimate)), "log_standard_error": estimate.standard_error}


def _pairs(side: EndpointEvidence, show: Sequence[str]) -> list[dict[str, Any]]:
    names = [[n for n in p_scores(found, side.model_of(found)) if not show or n in show] for found in side.networks]
    return [of_pair(side, *pair) for own in names for pair in combinations(own, 2)]


def of_pool(evidence: PoolEvidence) -> dict[str, Any]:
    """The answer to `evidence pool` of effects."""
    asked = evidence.asked
    selection = {"contrast": asked.contrast, "adding": asked.adding, "adding_class": asked.adding_class, "by": asked.by}
    return {
        "asked": {**of_asked(asked.source), **plain(selection), "settings": asdict(asked.settings)},
        "endpoints": [_effect_pool(side) for side in evidence.sides],
    }


def _effect_pool(side: EffectPool) -> dict[str, Any]:
    parts = side.parts
    return {
        "endpoint": side.endpoint,
        "effects": [of_effect(effect) for effect in side.taken],
        "left_out": [asdict(row) for row in side.left_out],
        "pool": _pool(side.pool),
        "parts": {label: _pool(pool) for label, pool in parts.pools.items()} if parts else {},
        "between_parts": _test(parts.between) if parts else None,
        "without": {step.label: _pool(step.pool) for step in side.without},
        "asymmetry": _test(side.asymmetry.test) if side.asymmetry else None,
        "unverified": any(effect.checked == "unverified" for effect in side.taken),
    }


def _pool(pool: Pool | None) -> dict[str, Any] | None:
    if pool is None:
        return None
    return {
        "studies": [asdict(study) for study in pool.studies],
        "common": plain(pool.common), "random": plain(pool.random), "prediction": plain(pool.prediction),
        "tau2": plain(pool.tau2), "i2": plain(pool.i2), "h2": plain(pool.h2), "heterogeneity": _test(pool.heterogeneity),
        "scale": pool.scale, "method": pool.method, "notes": list(pool.notes),
    }  # fmt: skip


def _test(test: Any) -> dict[str, Any]:
    return {name: plain(getattr(test, name)) for name in ("statistic", "df", "p_value", "method", "notes")}


def of_rate(evidence: RateEvidence) -> dict[str, Any]:
    """The answer to `evidence pool` of proportions."""
    return {
        "asked": asdict(evidence.asked),
        "arms": [_arm(row) for row in evidence.taken],
        "left_out": [asdict(row) for row in evidence.left_out],
        "pool": _pool(evidence.pool),
        "parts": {part.label: _pool(part.pool) for part in evidence.parts},
        "without": {part.label: _pool(part.pool) for part in evidence.without},
        "unverified": any(row.checked == "unverified" for row in evidence.taken),
    }


def _arm(row: ArmCount | ArmLeftOut) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else _number(value) for name, value in asdict(row).items()}


def of_comparison(found: Compared) -> dict[str, Any]:
    """The answer to `evidence compare`."""
    return {
        "asked": of_asked(found.evidence.asked),
        "treatment": found.treatment,
        "comparator": found.comparator,
        "endpoints": [_sided(side, found.treatment) for side in found.sides],
        "patients": [_patients(one) for one in found.patients],
        "limits": [{"limit": said.limit, "endpoint": said.endpoint, **dict(said.values)} for said in found.limits],
    }


def _sided(side: Sided, treatment: str) -> dict[str, Any]:
    split = side.split
    return {
        "endpoint": side.endpoint,
        "joined": side.joined,
        "connected_to": [list(names) for names in side.reached],
        "combined": ratio(side.combined),
        "common": ratio(side.common),
        "direct": ratio(turned(split.direct.estimate, split, treatment)) if split and split.direct else None,
        "indirect": ratio(turned(split.indirect, split, treatment)) if split else None,
        "direct_share": split.share if split else None,
        "p_value_difference": split.p_value if split else None,
        "basis": side.basis,
        "chain": list(side.steps),
        "direct_effects": [of_effect(effect) for effect in side.direct],
        "rests_on": _carried(side.rests_on),
        "unverified": side.unverified,
    }


def _patients(one: Patients) -> dict[str, Any]:
    population = one.population
    return {
        "trial": one.trial,
        "arm": one.arm,
        "treatment": one.node,
        "n": one.n,
        "prior_lines": {
            name: _number(getattr(population, f"prior_lines_{name}")) if population else None
            for name in ("at_least", "at_most", "median")
        },
        "age_median": _number(population.age_median) if population else None,
        "shares": [
            {name: _number(value) for name, value in share.model_dump(include=SHARE).items()} for share in one.shares
        ],
        "rates": [_arm(row) for row in one.rates],
    }


SHARE = {"what", "value", "percent", "n", "of", "comparator", "arm"}
"""What is told of a share of a population."""
