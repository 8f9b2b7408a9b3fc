"""Networks of drugs instead of regimens: what each drug adds, where effects add up.

Question answered: if a combination is worth the sum of its drugs, how much is each worth, and does the sum hold? Regimens
are taken apart into the drugs that the record of each arm names; doses and schedules do not count. Trials that share a
drug then join networks that no trial joins, which is an assumption, and said to be one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from thirdline.evidence.effects import LeftOut, TrialEffect
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arms import drugs_of
from thirdline.knowledge.trials import Trial
from thirdline.statistics.network import Additive, ComponentNetwork, Settings, component_network

SEPARATOR = "+"


@dataclass(frozen=True, eq=False)
class AdditiveEvidence:
    """The additive network of drugs, the effects in it, and the trials that it cannot hold (arms of the same drugs, or of
    drugs that the record does not name). `network` is None where nothing is left."""

    network: ComponentNetwork | None
    taken: tuple[TrialEffect, ...]
    left_out: tuple[LeftOut, ...]


def additive_of(knowledge: Knowledge, taken: Iterable[TrialEffect], settings: Settings) -> AdditiveEvidence:
    """The effects of a network told by drugs: treatments are sums of drugs (`bortezomib+dexamethasone`)."""
    rows = [_by_drugs(knowledge, effect) for effect in taken]
    kept = tuple(row for row in rows if isinstance(row, TrialEffect))
    found = component_network([e.contrast() for e in kept], Additive(SEPARATOR), settings=settings) if kept else None
    return AdditiveEvidence(found, kept, tuple(row for row in rows if isinstance(row, LeftOut)))


def _by_drugs(knowledge: Knowledge, effect: TrialEffect) -> TrialEffect | LeftOut:
    trial: Trial = knowledge.of("trials")[effect.trial]
    experimental, control = (
        SEPARATOR.join(sorted(drugs_of(knowledge, trial.arm(id)))) for id in (effect.experimental_arm, effect.control_arm)
    )
    if not experimental or not control:
        return LeftOut(effect.trial, "no_node", "the drugs of an arm are not named")
    if experimental == control:
        return LeftOut(effect.trial, "same_node", f"both arms are {control}")
    return replace(effect, experimental=experimental, control=control)
