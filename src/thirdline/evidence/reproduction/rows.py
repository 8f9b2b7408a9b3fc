"""The row that a recomputed figure is: what is printed where, what comes out, the verdict and its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from thirdline.evidence.reproduction.rounding import Verdict
from thirdline.knowledge.kinds import Citation, Names


@dataclass(frozen=True)
class Reason:
    """Why the verdict is so: a closed word, whose text both languages have, and the values it names."""

    word: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, word: str, **values: object) -> Reason:
        """The reason with its values as text."""
        return cls(word, tuple((name, str(value)) for name, value in values.items()))


@dataclass(frozen=True)
class Result:
    """What a computation gives: the figure as text (a decimal point, no words), the verdict, reasons."""

    recomputed: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Reproduced:
    """One printed figure, recomputed. `likely` is a reader's guess at what went wrong in print, or None."""

    record: str
    figure: str
    kind: str
    place: Names
    names: Names
    cited: Citation
    printed: str
    result: Result
    likely: Names | None = field(default=None)

    @property
    def id(self) -> str:
        """The figure's address: record, then figure."""
        return f"{self.record}/{self.figure}"
