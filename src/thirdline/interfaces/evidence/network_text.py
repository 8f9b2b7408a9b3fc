"""A network in words: what is connected to what, what was left out and why, then the estimates and what carries them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from thirdline.evidence.additive import AdditiveEvidence
from thirdline.evidence.effects import TrialEffect
from thirdline.evidence.networks import FEW_DEGREES, EndpointEvidence, NetworkEvidence, reference_of
from thirdline.interfaces.evidence.saying import Say, left_out_lines, wrapped
from thirdline.interfaces.outcomes_text import grid
from thirdline.statistics import Estimate
from thirdline.statistics.network import Network, inconsistency, p_scores

DIFFER = 0.1
"""Below this P value of Q the trials differ by more than chance is likely to make them."""
REFUSED = 0.05
"""Below this P value the trials contradict the sum of drugs."""


def network_text(evidence: NetworkEvidence, say: Say, reference: str | None, show: Sequence[str] = ()) -> str:
    """The whole answer to `evidence network`."""
    parts = [*opening(evidence, say), list(estimates(evidence, say, reference, show)), list(_inputs(evidence, say))]
    return joined([*parts, closing(evidence, say)])


def joined(parts: Iterable[Iterable[str]]) -> str:
    """Paragraphs, an empty line between two."""
    return "\n\n".join("\n".join(lines) for lines in (list(part) for part in parts) if lines) + "\n"


def opening(evidence: NetworkEvidence, say: Say) -> list[list[str]]:
    """What stands before every table: what was asked, what is connected to what, and which trials were left out and why."""
    return [list(head(evidence, say)), list(connected(evidence, say)), *left_out(evidence, say)]


def head(evidence: NetworkEvidence, say: Say) -> Iterator[str]:
    """What was asked."""
    asked = evidence.asked
    beside = {"beside": say.endpoint_name(evidence.beside.endpoint)} if evidence.beside else {}
    key = "network.title_beside" if beside else "network.title"
    yield from wrapped(say(key, endpoint=say.endpoint_name(asked.endpoint), **beside))
    key = f"network.cut.{asked.cut if asked.cut in ('current', 'first') else 'named'}"
    yield from wrapped(say(key, cut=asked.cut))
    if asked.as_of is not None:
        key = "network.as_of" if evidence.undated else "network.as_of_all"
        yield from wrapped(say(key, day=asked.as_of.isoformat(), undated=", ".join(evidence.undated)))
    yield from _time_to_progression(evidence, say)


def _time_to_progression(evidence: NetworkEvidence, say: Say) -> Iterator[str]:
    stand_in = [effect.trial for effect in evidence.first.taken if effect.endpoint != evidence.first.endpoint]
    if stand_in:
        yield from wrapped(say("network.ttp_in", trials=say.trials(stand_in)))
    elif evidence.asked.endpoint == "pfs" and not evidence.asked.with_ttp:
        yield from wrapped(say("network.ttp_out"))


def connected(evidence: NetworkEvidence, say: Say) -> Iterator[str]:
    """What is connected to what, endpoint by endpoint."""
    yield say("network.connected")
    for side in evidence.sides:
        yield from _connected(side, say)
    if len(evidence.first.networks) > 1:
        yield from wrapped(say("network.apart"))


def _connected(side: EndpointEvidence, say: Say) -> Iterator[str]:
    endpoint = say.endpoint(side.endpoint)
    if not side.taken:
        yield f"{endpoint}: {say('network.nothing')}"
        return
    trials = say.count("trials", len({effect.trial for effect in side.taken}))
    compared = say.count("comparisons", sum(len(found.edges) for found in side.networks))
    parts = say.count("networks", len(side.networks))
    yield from wrapped(say("network.formed", trials=trials, comparisons=compared, endpoint=endpoint, parts=parts))
    for number, found in enumerate(side.networks, 1):
        counted = {
            "treatments": say.count("treatments", len(found.treatments)),
            "trials": say.count("trials", len(found.trials)),
        }
        yield from wrapped(say("network.part", n=number, names=", ".join(found.treatments), **counted), "  ")


def left_out(evidence: NetworkEvidence, say: Say) -> list[list[str]]:
    """The trials left out on each endpoint, and why."""
    return [list(left_out_lines(side.left_out, side.endpoint, say)) for side in evidence.sides]


def estimates(evidence: NetworkEvidence, say: Say, reference: str | None, show: Sequence[str] = ()) -> Iterator[str]:
    """Every treatment against the reference of its network, on each endpoint, with the trials that it rests on."""
    known = [name for found in evidence.first.networks for name in found.treatments]
    if reference is not None and reference not in known:
        yield from wrapped(say("network.no_reference", reference=reference))
    for number, found in enumerate(evidence.first.networks, 1):
        against = reference_of(found, reference)
        shown = [name for name in ranked(evidence.first, found) if name != against and (not show or name in show)]
        if shown:
            yield say("network.of_network", n=number, reference=against)
            yield from grid([_columns(evidence, say), *(_row(evidence, say, name, against) for name in shown)])
            yield from heterogeneity_lines(evidence.first, found, say)
            yield ""
    yield from beside_lines(evidence, say)


def ranked(side: EndpointEvidence, found: Network) -> tuple[str, ...]:
    """The treatments of a network, best first by P-score."""
    return tuple(p_scores(found, side.model_of(found)))


def _columns(evidence: NetworkEvidence, say: Say) -> list[str]:
    endpoints = [f"{say.endpoint(side.endpoint)} {say('ratio')}" for side in evidence.sides]
    return [say("columns.treatment"), *endpoints, say("columns.evidence"), say("columns.trials")]


def _row(evidence: NetworkEvidence, say: Say, name: str, against: str) -> list[str]:
    first = evidence.first
    cells = [ratio_of(side, say, name, against) for side in evidence.sides]
    return [name, *cells, say(f"basis.{first.basis(name, against)}"), say.rests_on(first, name, against)]


def ratio_of(side: EndpointEvidence, say: Say, treatment: str, comparator: str) -> str:
    """The ratio of two treatments; or that no trial reports the endpoint, or that no chain joins the two."""
    estimate: Estimate | None = side.compare(treatment, comparator)
    if estimate is None:
        reported = all(side.of(name) is not None for name in (treatment, comparator))
        return say("not_joined" if reported else "not_told")
    return say.ratio(estimate, side.unverified(treatment, comparator))


def heterogeneity_lines(side: EndpointEvidence, found: Network, say: Say) -> Iterator[str]:
    """How far the trials of a network differ, whether that can be known, and whether designs contradict each other."""
    h, endpoint, model = found.heterogeneity, _of_network(side, found, say), say(f"model.{side.model_of(found)}")
    believed = found.settings.tau is not None or found.settings.prior is not None
    if h.df < 1:
        yield from wrapped(say("heterogeneity.none", endpoint=endpoint, model=model))
    else:
        figures = {"q": say.number(h.q), "df": h.df, "p": say.voice.p_value(h.p_value), "i2": say.share(h.i2.value)}
        tau = _with_interval(h.tau, say)
        yield from wrapped(say("heterogeneity.q", endpoint=endpoint, model=model, tau=tau, **figures))
        if h.df < FEW_DEGREES and not believed:
            yield from wrapped(say("heterogeneity.few", df=h.df))
        if side.model_of(found) == "common" and h.p_value is not None and h.p_value < DIFFER:
            yield from wrapped(say("heterogeneity.too_narrow", endpoint=endpoint))
    if believed:
        yield from wrapped(
            say("heterogeneity.set", tau=say.number(h.tau.value), method=say.method(h.tau2.method), model=model)
        )
    yield from _contradictions(found, endpoint, say)


def _of_network(side: EndpointEvidence, found: Network, say: Say) -> str:
    """The endpoint, and of which network, where there are several."""
    endpoint = say.endpoint(side.endpoint)
    return endpoint if len(side.networks) == 1 else say("network.named_of", endpoint=endpoint, reference=reference_of(found))


def _with_interval(tau: Estimate, say: Say) -> str:
    interval = f" ({say.number(tau.low)}–{say.number(tau.high)})" if tau.low is not None and tau.high is not None else ""
    return say.number(tau.value) + interval


def _contradictions(found: Network, endpoint: str, say: Say) -> Iterator[str]:
    between = inconsistency(found).between
    if between.df > 0:
        figures = {"q": say.number(between.q), "df": between.df, "p": say.voice.p_value(between.p_value)}
        yield from wrapped(say("heterogeneity.between_designs", endpoint=endpoint, **figures))
    elif found.heterogeneity.df > 0:
        yield say("heterogeneity.no_loops", endpoint=endpoint)


def beside_lines(evidence: NetworkEvidence, say: Say) -> Iterator[str]:
    """How far the trials differ on overall survival, network by network."""
    side = evidence.beside
    if side is not None:
        for found in side.networks:
            yield from heterogeneity_lines(side, found, say)


def _inputs(evidence: NetworkEvidence, say: Say) -> Iterator[str]:
    """Every effect that entered, with its trial and cut."""
    yield say("network.inputs")
    names = ("trial", "cut", "comparison")
    heads = [say(f"columns.{name}") for name in names] + ["", say("ratio")]
    rows = [_input(effect, say) for side in evidence.sides for effect in side.taken]
    yield from grid([heads, *rows])


def _input(effect: TrialEffect, say: Say) -> list[str]:
    between = say("pool.contrast", first=effect.experimental, second=effect.control)
    return [say.trial(effect.trial), effect.cut, between, say.endpoint(effect.endpoint), say.printed(effect)]


def closing(evidence: NetworkEvidence, say: Say) -> list[str]:
    """Method, level and the dagger's meaning."""
    methods = dict.fromkeys(found.effects(side.model_of(found)).method for side in evidence.sides for found in side.networks)
    lines = wrapped(say("method", method=say.method("; ".join(methods)))) if methods else []
    lines += wrapped(say("interval", level=say.voice.level(evidence.asked.settings.level)))
    doubtful = any(effect.checked == "unverified" for side in evidence.sides for effect in side.taken)
    return [*lines, *([say("unverified")] if doubtful else [])]


def additive_text(found: AdditiveEvidence, endpoint: str, say: Say) -> list[str]:
    """What each drug adds, whether the sum holds, and what is left out of it."""
    lines = [say("additive.title", endpoint=say.endpoint(endpoint)), *wrapped(say("additive.assumption"))]
    for reason in dict.fromkeys(row.reason for row in found.left_out):
        own = say.trials(row.trial for row in found.left_out if row.reason == reason)
        lines += wrapped(say("additive.left_out", reason=say(f"reasons.{reason}"), trials=own))
    if found.network is None:
        return [*lines, say("network.nothing")]
    model = found.network.random or found.network.common
    rows = [[say.drug(id), say.ratio(estimate)] for id, estimate in model.components.items()]
    return [*lines, *grid([[say("columns.drug"), say("ratio")], *rows]), *_sum_holds(found, say)]


def _sum_holds(found: AdditiveEvidence, say: Say) -> Iterator[str]:
    assert found.network is not None
    test = found.network.difference
    if test.df < 1 or test.p_value is None:
        yield say("additive.untested")
        return
    yield from wrapped(say("additive.difference", q=say.number(test.q), df=test.df, p=say.voice.p_value(test.p_value)))
    if test.p_value < REFUSED:
        yield say("additive.refused")
