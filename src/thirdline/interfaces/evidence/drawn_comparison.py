"""A comparison as a picture: its trials, the direct, the indirect and the combined estimate, on each endpoint."""

from __future__ import annotations

from thirdline.evidence.comparisons import Compared, Sided, turned
from thirdline.interfaces.evidence.drawn import headed, notes, unverified
from thirdline.interfaces.evidence.saying import Say, dagger, exponentiated
from thirdline.interfaces.pictures import Forest, ForestGroup, ForestRow, Picture, PictureError, forest
from thirdline.statistics import Estimate


def comparison_forest(found: Compared, say: Say) -> Picture:
    """The trials that compare the two and what the network says; `PictureError` where nothing joins the two."""
    groups = tuple(_group(side, found, say) for side in found.sides if side.joined)
    if not groups:
        raise PictureError([f"compare: no chain of trials joins {found.treatment} and {found.comparator}; nothing to draw"])
    left, right = say("forest.favours").split("|")
    apart = tuple(say("compare.apart", endpoint=say.endpoint(side.endpoint)) for side in found.sides if not side.joined)
    title = say("compare.title", treatment=found.treatment, comparator=found.comparator)
    return forest(
        Forest(title, say("ratio"), groups, favours=(left, right), level=found.evidence.asked.settings.level,
               notes=(*apart, *_rests_on(found, say), *notes(found.evidence, say), *_unverified(found, say))),
        say.lang,
    )  # fmt: skip


def _rests_on(found: Compared, say: Say) -> list[str]:
    """The trials that carry each endpoint, with their cuts."""
    return [
        say("compare.rests", endpoint=say.endpoint(side.endpoint), trials=", ".join(say.effect(e) for e, _ in side.rests_on))
        for side in found.sides
        if side.joined
    ]


def _unverified(found: Compared, say: Say) -> list[str]:
    doubtful = [e for side in found.sides for e, _ in side.rests_on if e.checked == "unverified"]
    return [unverified(doubtful, say)] if doubtful else []


def _group(side: Sided, found: Compared, say: Say) -> ForestGroup:
    rows = [_trial(side, i, found, say) for i in range(len(side.direct))]
    split, treatment = side.split, found.treatment
    assert split is not None
    if split.direct is not None and len(side.direct) > 1:
        rows.append(_row(say("compare.direct"), turned(split.direct.estimate, split, treatment), False))
    if split.indirect is not None:
        rows.append(_row(say("compare.indirect"), turned(split.indirect, split, treatment), side.unverified))
    if side.basis == "mixed":
        rows.append(_row(say("compare.combined"), side.combined, side.unverified))
    return ForestGroup(headed(say.endpoint_name(side.endpoint)), tuple(rows))


def _row(label: str, estimate: Estimate | None, doubtful: bool) -> ForestRow:
    return ForestRow(label + dagger(doubtful), Estimate(None) if estimate is None else exponentiated(estimate))


def _trial(side: Sided, i: int, found: Compared, say: Say) -> ForestRow:
    effect = side.direct[i]
    printed = Estimate(float(effect.estimate), float(effect.low), float(effect.high), float(effect.level) / 100)
    if effect.experimental != found.treatment:
        assert printed.value and printed.low and printed.high
        printed = Estimate(1 / printed.value, 1 / printed.high, 1 / printed.low, printed.level)
    return ForestRow(f"{say.trial(effect.trial)}, {effect.cut}{dagger(effect.checked == 'unverified')}", printed)
