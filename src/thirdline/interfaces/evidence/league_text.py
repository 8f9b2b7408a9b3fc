"""A league table in words: every pair of each network, on progression and on survival, the best treatment first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thirdline.evidence.networks import EndpointEvidence, NetworkEvidence
from thirdline.interfaces.evidence.network_text import (
    beside_lines,
    closing,
    heterogeneity_lines,
    joined,
    opening,
    ranked,
    ratio_of,
)
from thirdline.interfaces.evidence.saying import Say, wrapped
from thirdline.interfaces.outcomes_text import grid
from thirdline.statistics.network import Network, p_scores


def league_text(evidence: NetworkEvidence, say: Say, show: Sequence[str] = ()) -> str:
    """The whole answer to `evidence league`; `show` names the treatments told, all by default."""
    tables = [list(_table(evidence, number, say, show)) for number in range(len(evidence.first.networks))]
    differ = list(beside_lines(evidence, say))
    return joined([*opening(evidence, say), _title(evidence, say), *tables, differ, closing(evidence, say)])


def _title(evidence: NetworkEvidence, say: Say) -> list[str]:
    first = say.endpoint(evidence.first.endpoint)
    if evidence.beside is None:
        return [say("league.title_one", endpoint=first), *wrapped(say("league.reading"))]
    title = say("league.title", endpoint=first, beside=say.endpoint(evidence.beside.endpoint))
    return [title, *wrapped(say("league.reading"))]


def _table(evidence: NetworkEvidence, number: int, say: Say, show: Sequence[str]) -> Iterator[str]:
    found = evidence.first.networks[number]
    names = [name for name in ranked(evidence.first, found) if not show or name in show]
    if len(names) < 2:
        yield from (say("league.alone", treatment=name) for name in names)
        return
    yield from _orders(evidence, found, names, say)
    heads = [say("columns.comparison"), *(f"{say.endpoint(side.endpoint)} {say('ratio')}" for side in evidence.sides)]
    rows = [_row(evidence, say, one, other) for i, one in enumerate(names) for other in names[i + 1 :]]
    yield from grid([[*heads, say("columns.evidence"), say("columns.trials")], *rows])
    yield from heterogeneity_lines(evidence.first, found, say)


def _row(evidence: NetworkEvidence, say: Say, one: str, other: str) -> list[str]:
    cells = [ratio_of(side, say, one, other) for side in evidence.sides]
    basis = say(f"basis.{evidence.first.basis(one, other)}")
    return [say("pool.contrast", first=one, second=other), *cells, basis, say.rests_on(evidence.first, one, other)]


def _orders(evidence: NetworkEvidence, found: Network, names: Sequence[str], say: Say) -> Iterator[str]:
    """The order on the endpoint asked for, and that on survival, where it is known."""
    endpoint = say.endpoint(evidence.first.endpoint)
    yield from wrapped(say("league.order", endpoint=endpoint, names=_scores(evidence.first, found, names, say)))
    beside = evidence.beside
    for other in beside.networks if beside else ():
        shared = [name for name in names if name in other.treatments]
        if len(shared) > 1:
            assert beside is not None
            told = _scores(beside, other, shared, say)
            yield from wrapped(say("league.order_beside", endpoint=say.endpoint(beside.endpoint), names=told))


def _scores(side: EndpointEvidence, found: Network, names: Sequence[str], say: Say) -> str:
    scores = p_scores(found, side.model_of(found))
    return ", ".join(f"{name} {say.number(score)}" for name, score in scores.items() if name in names)
