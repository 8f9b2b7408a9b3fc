"""Evidence as pictures: networks, forests of estimates, league tables and ranks, from the figures of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from thirdline.evidence.effects import TrialEffect
from thirdline.evidence.networks import EndpointEvidence, NetworkEvidence, patients_of, reference_of
from thirdline.interfaces.evidence.network_text import ranked
from thirdline.interfaces.evidence.saying import DAGGER, Say, exponentiated
from thirdline.interfaces.pictures import (
    Comparison,
    Edge,
    Endpoint,
    Forest,
    ForestGroup,
    ForestRow,
    League,
    MultiArm,
    NetworkGraph,
    Node,
    Picture,
    RankCurves,
    Ranked,
    forest,
    league_table,
    network_graph,
    rank_curves,
)
from thirdline.statistics import Estimate
from thirdline.statistics.network import Network, p_scores, rank_probabilities

SEED, DRAWS = 20_17, 20_000
"""Of the draws behind rank curves; both are printed beside them."""
MULTI = 3
"""Arms from which a trial is drawn as an area."""


def graph(evidence: NetworkEvidence, say: Say, reference: str | None) -> Picture:
    """What is connected to what: a circle a treatment, a line a comparison, networks that nothing joins in frames."""
    first = evidence.first
    patients = patients_of(first.taken)
    references = {reference_of(found, reference) for found in first.networks} if reference else set()
    edges = [Edge(a, b, n, _precision(first, (a, b))) for found in first.networks for (a, b), n in found.edges.items()]
    multi = [MultiArm(t.name, t.treatments) for f in first.networks for t in f.trials if len(t.treatments) >= MULTI]
    title = say("picture.network", disease=_disease(evidence, say), endpoint=say.endpoint_name(first.endpoint))
    nodes = tuple(Node(name, n, name in references) for name, n in patients.items())
    return network_graph(NetworkGraph(title, nodes, tuple(edges), tuple(multi), notes=notes(evidence, say)), say.lang)


def _precision(side: EndpointEvidence, pair: tuple[str, str]) -> float:
    return sum(1 / effect.contrast().standard_error ** 2 for effect in side.direct(*pair))


def _disease(evidence: NetworkEvidence, say: Say) -> str:
    return say.words.term("disease", evidence.asked.disease) or evidence.asked.disease


def notes(evidence: NetworkEvidence, say: Say, sides: Iterable[EndpointEvidence] | None = None) -> tuple[str, ...]:
    """What must stand under every picture: cuts, endpoints that stand in, what was left out, what was not checked."""
    first, beside = evidence.first, evidence.beside
    asked = evidence.asked
    key = f"network.cut.{asked.cut if asked.cut in ('current', 'first') else 'named'}"
    said = [say(key, cut=asked.cut)]
    if asked.as_of is not None:
        said.append(say("network.as_of_all", day=asked.as_of.isoformat()))
    stand_in = [effect.trial for effect in first.taken if effect.endpoint != first.endpoint]
    said += [say("network.ttp_in", trials=say.trials(stand_in))] if stand_in else []
    if beside is not None:
        known = len({effect.trial for effect in beside.taken})
        said.append(say("picture.beside_part", n=known, all=len({effect.trial for effect in first.taken})))
    left = len({row.trial for row in first.left_out})
    said += [say("picture.left_out", n=say.count("trials", left))] if left else []
    doubtful = [e for side in (sides or evidence.sides) for e in side.taken if e.checked == "unverified"]
    return (*said, *([unverified(doubtful, say)] if doubtful else []))


def unverified(effects: Sequence[TrialEffect], say: Say) -> str:
    """The sentence of the dagger: which figures were not checked."""
    named = dict.fromkeys(f"{say.trial(e.trial)} {e.cut} {say.endpoint(e.endpoint)}" for e in effects)
    return say("picture.unverified", trials=", ".join(named))


def network_forest(evidence: NetworkEvidence, say: Say, reference: str | None, show: Sequence[str] = ()) -> Picture:
    """Every treatment against the reference of its network, endpoint by endpoint, survival beneath progression."""
    groups = [
        group
        for number, found in enumerate(evidence.first.networks, 1)
        for side in evidence.sides
        if (group := _group(evidence, side, (number, found), say, reference, show)) is not None
    ]
    endpoint = say.endpoint_name(evidence.first.endpoint)
    single = len(evidence.first.networks) == 1
    against = reference_of(evidence.first.networks[0], reference) if single else ""
    title = say("forest.title", endpoint=endpoint, reference=against) if single else say("forest.title_all")
    left, right = say("forest.favours").split("|")
    return forest(
        Forest(
            *(title, say("ratio"), tuple(groups)),
            favours=(left, right),
            method=_method(evidence, say),
            level=evidence.asked.settings.level,
            notes=notes(evidence, say),
        ),
        say.lang,
    )


def _method(evidence: NetworkEvidence, say: Say) -> str:
    methods = dict.fromkeys(f.effects(side.model_of(f)).method for side in evidence.sides for f in side.networks)
    return say("method", method="; ".join(methods))


def _group(
    evidence: NetworkEvidence,
    side: EndpointEvidence,
    numbered: tuple[int, Network],
    say: Say,
    reference: str | None,
    show: Sequence[str],
) -> ForestGroup | None:
    number, found = numbered
    against = reference_of(found, reference)
    names = [name for name in ranked(evidence.first, found) if name != against and (not show or name in show)]
    rows = tuple(_forest_row(side, name, against, say) for name in names if side.of(name) is not None)
    if not rows or (side is not evidence.first and side.of(against) is None):
        return None
    return ForestGroup(say("forest.group", endpoint=say.endpoint(side.endpoint), n=number, reference=against), rows)


def _forest_row(side: EndpointEvidence, name: str, against: str, say: Say) -> ForestRow:
    basis = say(f"basis.{side.basis(name, against)}") if side.compare(name, against) else say("not_joined")
    label = f"{name}, {basis}" + (f" {DAGGER}" if side.unverified(name, against) else "")
    return ForestRow(label, shown(side.compare(name, against), side))


def shown(estimate: Estimate | None, side: EndpointEvidence) -> Estimate:
    """A log ratio as the picture prints it; an empty estimate where there is none."""
    level = side.networks[0].settings.level if side.networks else Estimate(None).level
    return Estimate(None, level=level) if estimate is None else exponentiated(estimate)


def network_shown(evidence: NetworkEvidence, show: Sequence[str]) -> Network:
    """The network that is drawn: the one that holds most of the treatments asked for, the largest by default."""
    return max(evidence.first.networks, key=lambda found: sum(name in show for name in found.treatments))


def league(evidence: NetworkEvidence, say: Say, show: Sequence[str] = ()) -> Picture:
    """The league table of one network, both endpoints in each cell."""
    found = network_shown(evidence, show)
    names = tuple(name for name in ranked(evidence.first, found) if not show or name in show)
    first = _endpoint(evidence.first, names, say)
    second = _endpoint(evidence.beside, names, say) if evidence.beside else None
    title = say("league.title_one", endpoint=first.label)
    if evidence.beside:
        title = say("league.title", endpoint=first.label, beside=say.endpoint(evidence.beside.endpoint))
    others = len(evidence.first.networks) - 1
    apart = (say("picture.other_networks", n=others),) if others else ()
    said = (say("league.reading"), *apart, *notes(evidence, say))
    level = evidence.asked.settings.level
    return league_table(League(title, names, first, second, say("ratio"), level=level, notes=said), say.lang)


def _endpoint(side: EndpointEvidence, names: Sequence[str], say: Say) -> Endpoint:
    pairs = [(one, other) for i, one in enumerate(names) for other in names[i + 1 :]]
    cells = [(one, other, side.compare(one, other)) for one, other in pairs]
    return Endpoint(
        say.endpoint(side.endpoint),
        tuple(
            Comparison(one, other, exponentiated(estimate), _basis(side, one, other, say))
            for one, other, estimate in cells
            if estimate is not None and estimate.value is not None
        ),
    )


def _basis(side: EndpointEvidence, one: str, other: str, say: Say) -> str:
    return say(f"basis.{side.basis(one, other)}") + (f" {DAGGER}" if side.unverified(one, other) else "")


def ranks(evidence: NetworkEvidence, say: Say, show: Sequence[str] = ()) -> Picture:
    """How sure is the order of the treatments of one network? The order on survival stands in the notes."""
    side = evidence.first
    found = network_shown(evidence, show)
    drawn = rank_probabilities(found, seed=SEED, draws=DRAWS, model=side.model_of(found))
    scores = p_scores(found, side.model_of(found))
    chances = [tuple(float(p) for p in row) for row in drawn.probabilities]
    treatments = tuple(Ranked(name, row, scores.get(name)) for name, row in zip(drawn.treatments, chances, strict=True))
    said = (say("ranks.method", draws=DRAWS, seed=SEED), *_beside_scores(evidence, say), *notes(evidence, say))
    return rank_curves(
        RankCurves(say("ranks.title", endpoint=say.endpoint_name(side.endpoint)), treatments, "P-score", notes=said),
        say.lang,
    )


def _beside_scores(evidence: NetworkEvidence, say: Say) -> list[str]:
    side = evidence.beside
    if side is None:
        return []
    told = []
    for found in side.networks:
        scores = ", ".join(f"{name} {say.number(s)}" for name, s in p_scores(found, side.model_of(found)).items())
        told.append(say("ranks.beside", endpoint=say.endpoint(side.endpoint), scores=scores))
    return told
