"""One patient's lines as derived and as the registry labels them, side by side, and which starts found each other.

Starts are matched one to one, the closest first, within a number of days; what is left over is a difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tools.validate.agreement import matched
from tools.validate.mmrf import Case, Course, Given, Line, Treatment

WITHIN_DAYS = 30
COUNTING = ("treating", "cell_product", "transplant")


@dataclass(frozen=True)
class Setting:
    """What the classes need to know besides the two courses: the rule's numbers, and which drugs have which role."""

    rules: Any
    words: Mapping[str, str]

    def given(self, treatments: Sequence[Treatment]) -> set[str]:
        """The drugs of registry rows, as ids."""
        return {drug for t in treatments if (drug := self.words.get((t.agent or "").casefold()))}


@dataclass(frozen=True)
class Both:
    """One patient's two courses side by side, and which starts found each other."""

    case: Case
    course: Course
    setting: Setting

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Registry start and derived start, matched."""
        return matched(list(self.case.starts.values()), [line.start for line in self.course.lines], WITHIN_DAYS)

    @cached_property
    def ours(self) -> list[Line]:
        """The derived lines whose start the registry has not."""
        taken = {derived for _, derived in self.pairs}
        return [line for line in self.course.lines if line.start not in taken]

    @cached_property
    def theirs(self) -> list[int]:
        """The registry's lines whose start was not derived."""
        left = [registry for registry, _ in self.pairs]
        return [n for n, start in self.case.starts.items() if start not in left or left.remove(start)]

    @property
    def same(self) -> bool:
        """Whether both say the same number of lines, each start within the days allowed."""
        return not self.ours and not self.theirs

    def former(self, start: int) -> Line | None:
        """The derived line that stood just before a day."""
        return max((line for line in self.course.lines if line.start < start), key=lambda line: line.start, default=None)

    def opening(self, start: int) -> list[Given]:
        """The treatments that count and begin within the regimen window of a day."""
        last = start + self.setting.rules.regimen_window_days
        return [g for g in self.course.given if g.part in COUNTING and start <= g.start <= last]

    def transplants(self, since: int, before: int) -> list[int]:
        """The days of transplants from one day until before another."""
        return [g.start for g in self.course.given if g.part == "transplant" and since <= g.start < before]

    def held(self, before: int) -> list[Given]:
        """What counts and was given in the derived line that stood before a day, until that day."""
        former = self.former(before)
        given = self.course.given if former else ()
        return [g for g in given if g.part in COUNTING and former and former.start <= g.start < before]

    def labelled(self, n: int) -> list[Treatment]:
        """The dated rows with which a registry line begins."""
        start = self.case.starts[n]
        last = start + self.setting.rules.regimen_window_days
        return [t for t in self.case.treatments if t.line == n and t.start is not None and start <= t.start <= last]

    def counting(self, n: int) -> set[str]:
        """The treating drugs with which a registry line begins."""
        drugs = {g.drug for g in self.course.given if g.part in COUNTING and g.drug}
        return self.setting.given(self.labelled(n)) & drugs
