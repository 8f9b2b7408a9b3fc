"""How pictures print numbers and say words, in English and in Russian.

Question answered: how does the field print this figure in that language? `HR 0.39 (0.28–0.53)`; in Russian a decimal
comma and a space before the per cent sign. What cannot be estimated is said so; it is never a dash, a zero or a gap.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from thirdline.interfaces.words import Lang, Words, words
from thirdline.statistics.estimates import Estimate

Scale = Literal["ratio", "difference", "share", "time"]
"""Ratios (hazard, odds, risk), differences, shares from 0 to 1 printed as per cent, and times in a picture's unit."""

SMALLEST_P = 0.0001
"""A P value below is printed as less than this one, as journals do."""


def known(value: float | None) -> bool:
    """Whether there is a number at all: neither None nor NaN."""
    return value is not None and not math.isnan(value)


@dataclass(frozen=True)
class Voice:
    """The words and the numbers of one language."""

    lang: Lang

    @cached_property
    def words(self) -> Words:
        """The texts of the pictures."""
        return words(self.lang, "pictures")

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key, its blanks filled in."""
        return self.words(key, **values)

    def count(self, key: str, n: int) -> str:
        """A number with its noun: 1 trial, 5 trials; 1 исследование, 5 исследований."""
        return self.words.count(f"counts.{key}", n)

    def listing(self, parts: list[str]) -> str:
        """The parts, separated by semicolons (commas are decimal marks in Russian)."""
        return "; ".join(parts)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with so many decimals, the language's decimal mark and a real minus sign."""
        if math.isinf(value):
            return "∞" if value > 0 else "−∞"
        said = f"{value:.{digits}f}"
        said = said.lstrip("-") if float(said) == 0 else said.replace("-", "−")
        return said.replace(".", self("format.decimal"))

    def brief(self, value: float) -> str:
        """A number as short as it can be said: ticks and levels (0.25, 1, 95.4)."""
        return f"{value:.4g}".replace("-", "−").replace(".", self("format.decimal"))

    def percent(self, share: float, digits: int = 1) -> str:
        """A share from 0 to 1 as per cent: 64.1%; 64,1 %."""
        return self("format.percent", number=self.number(100 * share, digits))

    def p_value(self, p: float | None) -> str:
        """`p = 0.032`, `p < 0.0001`, or that it is not estimable."""
        if not known(p):
            return self("format.p_unknown")
        assert p is not None
        if p < SMALLEST_P:
            return f"p\u00a0<\u00a0{self.number(SMALLEST_P, 4)}"
        digits = 2 if p >= 0.095 else min(4, 1 - math.floor(math.log10(p)))
        return f"p\u00a0=\u00a0{self.number(p, digits)}"

    def value(self, value: float | None, scale: Scale) -> str:
        """One figure on its scale; the short word for what is not estimable."""
        if not known(value):
            return self("format.unknown_short")
        assert value is not None
        if scale == "share":
            return self.number(100 * value, 1)
        if scale == "time":
            return self.number(value, 1)
        return self._ratio(value) if scale == "ratio" else self.number(value, 2)

    def interval(self, low: float | None, high: float | None, scale: Scale) -> str:
        """0.28–0.53; with a minus sign in it, in words: −0.30 to 0.12."""
        key = "format.range_words" if any(known(x) and x < 0 for x in (low, high)) else "format.range"  # type: ignore[operator]
        return self(key, low=self._limit(low, scale), high=self._limit(high, scale))

    def _limit(self, limit: float | None, scale: Scale) -> str:
        """A limit; one more decimal where rounding would hide on which side of no effect it lies (0.997, not 1.00)."""
        if scale == "ratio" and known(limit) and limit is not None and 0.0005 <= abs(limit - 1) < 0.005:
            return self.number(limit, 3)
        return self.value(limit, scale)

    def estimate(self, estimate: Estimate | None, scale: Scale) -> str:
        """0.39 (0.28–0.53); 64.1% (54.0–73.2); or that it is not estimable."""
        if estimate is None or not known(estimate.value):
            return self("format.unknown")
        assert estimate.value is not None
        point = self.percent(estimate.value) if scale == "share" else self.value(estimate.value, scale)
        if not (known(estimate.low) or known(estimate.high)):
            return point
        return f"{point} ({self.interval(estimate.low, estimate.high, scale)})"

    def level(self, level: float) -> str:
        """95% CI; 95 % ДИ."""
        return self("format.level", level=self("format.percent", number=self.brief(round(100 * level, 6))))

    def _ratio(self, value: float) -> str:
        if 0 < value < 0.005:
            return f"<{self.number(0.01, 2)}"
        return self.number(value, 2 if value < 10 else 1 if value < 100 else 0)
