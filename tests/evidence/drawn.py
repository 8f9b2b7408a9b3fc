"""Trials drawn for tests: small enough to check by hand. Every interval is the ratio times and over 2, unless said."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Trial

NAMES = {"en": "A name", "ru": "Название"}
DRAWN = {"source": "general-knowledge", "at": "nowhere"}
QUOTED = DRAWN | {"checked": "quoted", "quote": "words"}
UNVERIFIED = DRAWN | {"checked": "unverified"}


def ratio(estimate: float, endpoint: str = "pfs", **more: Any) -> dict[str, Any]:
    """An effect of the experimental arm: the ratio, its half and its double, at 95 %."""
    limits = {"low": str(estimate / 2), "high": str(estimate * 2), "level": "95"}
    arms = {"experimental": "new", "control": "old"}
    return {"endpoint": endpoint, "measure": "hazard_ratio", "estimate": str(estimate)} | arms | limits | more


def share(arm: str, endpoint: str = "orr", **more: Any) -> dict[str, Any]:
    """A percentage of an arm."""
    return {"endpoint": endpoint, "arm": arm, "measure": "percent"} | more


def cut(*effects: dict[str, Any], id: str = "first", current: bool = True, **more: Any) -> dict[str, Any]:
    """A data cut of 2020."""
    return {"id": id, "current": current, "published": "Nowhere 2020", "effects": list(effects)} | more


def trial(id: str, new: str, old: str, *effects: dict[str, Any], **more: Any) -> Trial:
    """A randomised trial of one node against another, with one data cut, quoted, 50 patients an arm."""
    new_arm, old_arm = ({"names": NAMES, "n": 50} | {"id": i, "role": r, "node": n} for i, r, n in (
        ("new", "experimental", new), ("old", "control", old)))  # fmt: skip
    new_arm |= more.pop("new_arm", {})
    old_arm |= more.pop("old_arm", {})
    names = {"en": f"{id.upper()}: of {new}", "ru": f"{id.upper()}: о {new}"}
    base = {"id": id, "disease": "multiple_myeloma", "names": names, "design": "randomised", "cuts": [cut(*effects)]}
    cites = {"cuts": QUOTED, "unchecked": UNVERIFIED}
    return Trial.model_validate(base | {"arms": [new_arm, old_arm], "cites": cites} | more)


def knowing(*trials: Trial, beside: Knowledge | None = None) -> Knowledge:
    """Knowledge of these trials; of all else what `beside` knows."""
    records = dict(beside.records) if beside else {}
    return Knowledge(MappingProxyType(records | {"trials": MappingProxyType({each.id: each for each in trials})}))


def three_arms(*effects: dict[str, Any], **more: Any) -> Trial:
    """A trial of New, Old and High, the last with the drugs of New."""
    base = trial("t1", "DA", "A", **more).model_dump()
    high = base["arms"][0] | {"id": "high", "node": "DH"}
    return Trial.model_validate(base | {"arms": [*base["arms"], high], "cuts": [cut(*effects)]})
