"""Two treatments side by side, in words."""

from __future__ import annotations

from collections.abc import Iterator

from thirdline.evidence.arm_counts import ArmCount, ArmLeftOut
from thirdline.evidence.comparisons import RATES, Compared, Patients, Said, Sided, turned
from thirdline.interfaces.evidence.network_text import closing, head, joined
from thirdline.interfaces.evidence.saying import DAGGER, Say, dagger, wrapped
from thirdline.interfaces.outcomes_text import grid
from thirdline.knowledge.trials import Population, Share
from thirdline.statistics.exact import clopper_pearson
from thirdline.statistics.network import Split


def compare_text(found: Compared, say: Say) -> str:
    """The whole answer to `evidence compare`."""
    opening = [say("compare.title", treatment=found.treatment, comparator=found.comparator), *head(found.evidence, say)]
    sides = [list(_side(side, found, say)) for side in found.sides]
    parts = [opening, _table(found, say), *sides, _rates(found, say), _populations(found, say), _limits(found, say)]
    return joined([*parts, closing(found.evidence, say)])


def _table(found: Compared, say: Say) -> list[str]:
    sides = [side for side in found.sides if side.joined]
    if not sides:
        return []
    rows = [["", *(f"{say.endpoint(side.endpoint)} {say('ratio')}" for side in sides)]]
    told = ("direct", "indirect", "combined", *(("common",) if _random(sides) else ()))
    for name in told:
        rows.append([say(f"compare.{name}"), *(_cell(name, side, found.treatment, say) for side in sides)])
    return list(grid(rows))


def _random(sides: list[Sided]) -> bool:
    """Whether a combined estimate is of random effects, so that the common effect beside it says more."""
    return any(side.combined != side.common for side in sides)


def _cell(name: str, side: Sided, treatment: str, say: Say) -> str:
    assert side.split is not None
    if name in ("combined", "common"):
        return say.ratio(getattr(side, name), side.unverified)
    return _direct(side, side.split, treatment, say) if name == "direct" else _indirect(side, side.split, treatment, say)


def _direct(side: Sided, split: Split, treatment: str, say: Say) -> str:
    if split.direct is None:
        return say("compare.no_direct")
    doubtful = any(effect.checked == "unverified" for effect in side.direct)
    return say.ratio(turned(split.direct.estimate, split, treatment), doubtful)


def _indirect(side: Sided, split: Split, treatment: str, say: Say) -> str:
    if split.indirect is None:
        return say("compare.no_indirect")
    own = {effect.trial for effect in side.direct}
    doubtful = any(effect.checked == "unverified" for effect, _ in side.rests_on if effect.trial not in own)
    return say.ratio(turned(split.indirect, split, treatment), doubtful)


def _side(side: Sided, found: Compared, say: Say) -> Iterator[str]:
    endpoint = say.endpoint(side.endpoint)
    if not side.joined:
        yield from _apart(side, found, say)
        return
    carried = [say("share", trial=say.effect(effect), share=say.share(share)) for effect, share in side.rests_on]
    yield from wrapped(say("compare.rests", endpoint=endpoint, trials=", ".join(carried)))
    yield from wrapped(say("compare.chain", endpoint=endpoint, chain=" – ".join(side.steps)))
    for effect in side.direct:
        between = say("pool.contrast", first=effect.experimental, second=effect.control)
        yield f"  {say.effect(effect).rstrip(DAGGER)}, {between}: {say.endpoint(effect.endpoint)} {say.printed(effect)}"
    if side.split and side.split.p_value is not None:
        yield say("compare.difference", p=say.voice.p_value(side.split.p_value))


def _apart(side: Sided, found: Compared, say: Say) -> Iterator[str]:
    """What each of the two is connected to, where nothing joins them."""
    yield from wrapped(say("compare.apart", endpoint=say.endpoint(side.endpoint)))
    for name, reached in zip((found.treatment, found.comparator), side.reached, strict=True):
        others = ", ".join(other for other in reached if other != name)
        key = "compare.reached" if others else "compare.reached_none"
        yield from wrapped(say(key, treatment=name, names=others, endpoint=say.endpoint(side.endpoint)), "  ")
    if side.endpoint == "pfs" and not found.evidence.asked.with_ttp:
        yield from wrapped(say("compare.try_ttp"))


def _rates(found: Compared, say: Say) -> list[str]:
    """Response rates of the arms that had the two treatments, each with its trial and cut."""
    rows = [
        [one.node, say.trial(one.trial), rate.cut or "", say.endpoint(endpoint_of(rate, i)), _rate(rate, say)]
        for one in _by_node(found)
        if one.node in (found.treatment, found.comparator)
        for i, rate in enumerate(one.rates)
        if isinstance(rate, ArmCount) or rate.reason != "endpoint_differs"
    ]
    return [say("compare.rates"), *grid(rows)] if rows else []


def _by_node(found: Compared) -> list[Patients]:
    """The arms of the first treatment, those of the second, then those in between."""
    order = (found.treatment, found.comparator)
    return sorted(found.patients, key=lambda one: (order.index(one.node) if one.node in order else len(order), one.trial))


def endpoint_of(rate: ArmCount | ArmLeftOut, place: int) -> str:
    """The endpoint of a rate, by its place where there is no count."""

    return rate.endpoint if isinstance(rate, ArmCount) else RATES[place]


def _rate(rate: ArmCount | ArmLeftOut, say: Say) -> str:
    if isinstance(rate, ArmLeftOut):
        return f"{rate.found.partition(':')[0]}; {say(f'reasons.{rate.reason}')}"
    estimate = say.voice.estimate(clopper_pearson(rate.events, rate.of), "share")
    return f"{rate.events}/{rate.of}; {estimate}{dagger(rate.checked == 'unverified')}"


def _populations(found: Compared, say: Say) -> list[str]:
    """Whom each trial took, one row a trial."""
    by_trial: dict[str, list[Patients]] = {}
    for one in _by_node(found):
        by_trial.setdefault(one.trial, []).append(one)
    rows = [[say.trial(id), _arms(own), _population(own, say)] for id, own in by_trial.items()]
    return [say("compare.population"), *grid(rows)]


def _arms(own: list[Patients]) -> str:
    return ", ".join(f"{one.node} n = {'?' if one.n is None else one.n}" for one in own)


def _population(own: list[Patients], say: Say) -> str:
    one = own[0]
    shares = dict.fromkeys(_share(share, say) for each in own for share in each.shares)
    if one.population is None:
        return f"{say('columns.lines')}: {say('compare.unknown_population')}"
    told = [f"{say('columns.lines')}: {_lines(one.population, say)}"]
    if one.population.age_median is not None:
        told.append(say("compare.age", age=say.voice.brief(float(one.population.age_median))))
    return "; ".join([*told, *shares])


def _lines(population: Population, say: Say) -> str:
    low, high = population.prior_lines_at_least, population.prior_lines_at_most
    key = {(True, True): "both", (True, False): "least", (False, True): "most"}.get((low is not None, high is not None))
    said = say(f"compare.lines.{key or 'unknown'}", low=low, high=high)
    if population.prior_lines_median is None:
        return said
    return f"{said} ({say('compare.lines_median', median=say.voice.brief(float(population.prior_lines_median)))})"


def _share(share: Share, say: Say) -> str:
    figure = f"{share.comparator or ''}{say.voice.brief(float(share.percent))} %" if share.percent is not None else ""
    counted = "" if share.n is None else f"{share.n}/{share.of}" if share.of is not None else f"{share.n}"
    return f"{_property(share, say)} {figure or counted}".rstrip()


def _property(share: Share, say: Say) -> str:
    if share.stated is not None:
        return str(getattr(share.stated, say.lang))
    return say(f"shares.{share.what}", value=_named(share.value or "", say))


def _named(word: str, say: Say) -> str:
    """A drug or a class by its name."""
    classes = say.knowledge.of("vocabularies")["drug-classes"].words
    return next((str(getattr(term, say.lang)) for term in classes if term.word == word), say.drug(word))


def _limits(found: Compared, say: Say) -> list[str]:
    lines = [line for said in found.limits for line in wrapped(_limit(said, say), "  ")]
    return [say("compare.limits"), *lines] if lines else []


def _limit(said: Said, say: Say) -> str:
    values = {name: _told(name, value, say) for name, value in said.values}
    return say(f"limits.{said.limit}", endpoint=say.endpoint(said.endpoint), **values)


def _told(name: str, value: str, say: Say) -> str:
    """Trials by their names; what stands behind a trial's id is kept."""
    if name not in ("trial", "trials"):
        return value
    parts = [part.partition(" ") for part in value.split(", ")]
    return ", ".join(f"{say.trial(id)}{space}{rest}" for id, space, rest in parts)
