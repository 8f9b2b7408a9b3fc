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
    PictureError,
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
    return network_graph(
        NetworkGraph(
            title, nodes, tuple(edges), tuple(multi), notes=(*notes(evidence, say), *_inputs(first, first.networks, say))
        ),
        say.lang,
    )


def _precision(side: EndpointEvidence, pair: tuple[str, str]) -> float:
    return sum(1 / effect.contrast().standard_error ** 2 for effect in side.direct(*pair))


def _disease(evidence: NetworkEvidence, say: Say) -> str:
    return say.words.term("disease", evidence.asked.disease) or evidence.asked.disease


def notes(evidence: NetworkEvidence, say: Say) -> tuple[str, ...]:
    """What must stand under every picture: cuts, endpoints that stand in, where survival is known, what was left out."""
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
    return tuple(said)


def headed(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def behind(side: EndpointEvidence, pairs: Iterable[tuple[str, str]]) -> list[TrialEffect]:
    """The effects not checked against their source on which the estimates of these pairs rest."""
    found = {effect: None for pair in pairs for effect, _ in side.rests_on(*pair) if effect.checked == "unverified"}
    return list(found)


def unverified(effects: Iterable[TrialEffect], say: Say, key: str = "unverified") -> str:
    """The sentence of the dagger: which figures were not checked."""
    named = dict.fromkeys(f"{say.trial(e.trial)} {e.cut} {say.endpoint(e.endpoint)}" for e in effects)
    return say(f"picture.{key}", trials=", ".join(named))


def _inputs(side: EndpointEvidence, found: Iterable[Network], say: Say) -> list[str]:
    """Which inputs of these networks were not checked."""
    names = {trial.name for one in found for trial in one.trials}
    doubtful = [e for e in side.taken if e.trial in names and e.checked == "unverified"]
    return [unverified(doubtful, say, "unverified_inputs")] if doubtful else []


def _daggers(evidence: NetworkEvidence, pairs: Sequence[tuple[str, str]], say: Say) -> list[str]:
    """What the daggers of a picture mean."""
    doubtful = [effect for side in evidence.sides for effect in behind(side, pairs)]
    return [unverified(doubtful, say)] if doubtful else []


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
            notes=(*notes(evidence, say), *_daggers(evidence, _against(evidence, reference, show), say)),
            rows_are=say("columns.treatment").capitalize(),
        ),
        say.lang,
    )


def _against(evidence: NetworkEvidence, reference: str | None, show: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of a forest: every treatment shown, and the reference of its network."""
    return [
        (name, against)
        for found in evidence.first.networks
        if (against := reference_of(found, reference))
        for name in found.treatments
        if name != against and (not show or name in show)
    ]


def _method(evidence: NetworkEvidence, say: Say) -> str:
    methods = dict.fromkeys(f.effects(side.model_of(f)).method for side in evidence.sides for f in side.networks)
    return say("method", method=say.method("; ".join(methods)))


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
    if not evidence.first.networks:
        raise PictureError([f"{evidence.first.endpoint}: no trial gives an effect; there is nothing to draw"])
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
    pairs = [(one, other) for i, one in enumerate(names) for other in names[i + 1 :]]
    said = (say("league.reading"), *apart, *notes(evidence, say), *_daggers(evidence, pairs, say))
    level = evidence.asked.settings.level
    return league_table(League(title, names, first, second, say("ratio"), level=level, notes=said), say.lang)


def _endpoint(side: EndpointEvidence, names: Sequence[str], say: Say) -> Endpoint:
    pairs = [(one, other) for i, one in enumerate(names) for other in names[i + 1 :]]
    cells = [(one, other, side.compare(one, other)) for one, other in pairs]
    return Endpoint(
        say.endpoint(side.endpoint),
        tuple(
            Comparison(
                one, other, exponentiated(estimate), say(f"basis.{side.basis(one, other)}"), side.unverified(one, other)
            )
            for one, other, estimate in cells
            if estimate is not None and estimate.value is not None
        ),
    )


def ranks(evidence: NetworkEvidence, say: Say, show: Sequence[str] = ()) -> Picture:
    """How sure is the order of the treatments of one network? The order on survival stands in the notes."""
    side = evidence.first
    found = network_shown(evidence, show)
    drawn = rank_probabilities(found, seed=SEED, draws=DRAWS, model=side.model_of(found))
    scores = p_scores(found, side.model_of(found))
    chances = [tuple(float(p) for p in row) for row in drawn.probabilities]
    treatments = tuple(Ranked(name, row, scores.get(name)) for name, row in zip(drawn.treatments, chances, strict=True))
    said = (
        say("ranks.method", draws=DRAWS, seed=SEED),
        *_beside_scores(evidence, found, say),
        *notes(evidence, say),
        *_inputs(side, [found], say),
    )
    return rank_curves(
        RankCurves(say("ranks.title", endpoint=say.endpoint_name(side.endpoint)), treatments, "P-score", notes=said),
        say.lang,
    )


def _beside_scores(evidence: NetworkEvidence, shown: Network, say: Say) -> list[str]:
    """The order on survival of the networks that hold treatments of the one that is drawn."""
    side = evidence.beside
    told = []
    for found in side.networks if side else ():
        if side and len(set(found.treatments) & set(shown.treatments)) > 1:
            scores = ", ".join(f"{name} {say.number(s)}" for name, s in p_scores(found, side.model_of(found)).items())
            told.append(say("ranks.beside", endpoint=say.endpoint(side.endpoint), scores=scores))
    return told
