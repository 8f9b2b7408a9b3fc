"""A FHIR bundle being flattened: what its readers know, and what they leave behind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from thirdline.records.fhir import candidates, label, text
from thirdline.records.words import Words

Row = dict[str, str | None]
Unused = tuple[str, str | None]


@dataclass
class Flat:
    """Found rows by table, and rows of `issues` for what was not used."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    issues: list[tuple[str | None, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class Bundle:
    """A bundle being flattened: its resources by every reference that may point to them."""

    words: Words
    patients: dict[str, str]
    resources: dict[str, Any]
    flat: Flat

    def patient(self, resource: Any) -> str | None:
        """Whose resource it is; the only patient's when it does not say, None when that leaves a choice."""
        reference = text(resource, "subject", "reference") or text(resource, "patient", "reference")
        if reference:
            local = "/".join(reference.split("/")[-2:])
            return self.patients.get(reference) or self.patients.get(local, reference)
        only = set(self.patients.values())
        return only.pop() if len(only) == 1 else None

    def meant(self, list_: str, concept: Any) -> str | None:
        """The word of that list the concept means, else how it names itself; all its names where they disagree."""
        named = candidates(concept)
        if word := self.words.agreed(list_, named):
            return word
        return " | ".join(named) if any(self.words.resolve(list_, each) for each in named) else label(concept)
