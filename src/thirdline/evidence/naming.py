"""What a person may call a treatment, a trial or a drug, and what is meant by it.

Question answered: which node, trial or drug does this name mean; and if none, which come nearest?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Literal

from thirdline.evidence.effects import TrialEffect
from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Arm, Trial
from thirdline.statistics import StatisticsError

NEAREST = 5
"""So many near names are told."""
NEAR = 0.4
"""How alike a name must be to be told (difflib's ratio)."""


def nodes_of(knowledge: Knowledge, taken: Iterable[TrialEffect]) -> dict[str, str]:
    """Each name that a node goes by, in lower case: its own, and its regimen's id and names where no other node has them."""
    own: dict[str, str] = {}
    regimens: dict[str, set[str]] = {}
    for effect in taken:
        trial: Trial = knowledge.of("trials")[effect.trial]
        for node, arm in ((effect.experimental, effect.experimental_arm), (effect.control, effect.control_arm)):
            own[node.casefold()] = node
            for name in _regimen_names(knowledge, trial.arm(arm)):
                regimens.setdefault(name, set()).add(node)
    return {name: next(iter(nodes)) for name, nodes in regimens.items() if len(nodes) == 1} | own


def _regimen_names(knowledge: Knowledge, arm: Arm) -> Iterable[str]:
    if arm.regimen is None:
        return ()
    regimen = knowledge.of("regimens")[arm.regimen]
    return (arm.regimen.casefold(), regimen.names.en.casefold(), regimen.names.ru.casefold())


def trials_named(knowledge: Knowledge, disease: str) -> dict[str, str]:
    """Each name that a trial goes by, in lower case: its id, its short name, its registrations.

    A registration that several records share means the one that tells its patients first, not those that tell them again.
    """
    trials = [trial for trial in knowledge.of("trials").values() if trial.disease == disease]
    retold = {kin.record for trial in trials for kin in trial.kin if kin.patients != "other"}
    called = {trial.id: trial.id for trial in trials}
    for trial in sorted(trials, key=lambda each: (each.id in retold, each.id)):
        names = (short_name(trial), *trial.registrations, *trial.synonyms)
        called |= {name.casefold(): trial.id for name in names if name.casefold() not in called}
    return called


def short_name(trial: Trial, lang: Literal["en", "ru"] = "en") -> str:
    """The name of a trial without what it was about: POLLUX."""
    name: str = getattr(trial.names, lang)
    return name.partition(":")[0]


def drugs_named(knowledge: Knowledge) -> dict[str, str]:
    """Each name that a drug goes by, in lower case: its id, names and synonyms."""
    called: dict[str, str] = {}
    for drug in knowledge.of("drugs").values():
        names = (drug.id, drug.names.en, drug.names.ru, *drug.synonyms.en, *drug.synonyms.ru)
        called |= {name.casefold(): drug.id for name in names if name.casefold() not in called}
    return called


def named(what: str, text: str, called: Mapping[str, str]) -> str:
    """What a name means. StatisticsError: the nearest names where it means nothing."""
    found = called.get(text.strip().casefold())
    if found is None:
        near = get_close_matches(text.casefold(), called, NEAREST, NEAR)
        nearest = list(dict.fromkeys(called[name] for name in near)) or sorted(set(called.values()))
        raise StatisticsError([f"{what}: found {text!r}; nearest: {', '.join(nearest)}"])
    return found
