"""How well do ways to tell lines apart agree with the registry? The derivation, two simple rules, and other parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from thirdline import DEFAULT_PRACTICE
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from tools.validate import mmrf
from tools.validate.agreement import exact_share, matched, weighted_kappa
from tools.validate.baselines import GAP_DAYS, WINDOW_DAYS, row_numbers, window_and_gap
from tools.validate.both import WITHIN_DAYS, Both, Setting
from tools.validate.mmrf import Case, Course

Starts = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Compared:
    """The registry's patients, their derived courses, and the setting in which they are told apart."""

    cases: tuple[Case, ...]
    courses: Mapping[str, Course]
    setting: Setting

    @property
    def both(self) -> list[Both]:
        """The patients of whom both say something."""
        return [Both(c, self.courses[c.id], self.setting) for c in self.cases if c.id in self.courses and c.starts]

    @property
    def derived(self) -> Starts:
        """The derived starts of each patient."""
        return {b.case.id: [line.start for line in b.course.lines] for b in self.both}


def side_by_side(cases: tuple[Case, ...], engine: DuckDB, knowledge: Knowledge) -> Compared:
    """The patients with their derived courses, under the line criterion in force."""
    criterion = knowledge.of("practices")[DEFAULT_PRACTICE].in_force.lines
    words = {str(id).casefold(): str(id) for id in knowledge.of("drugs")}
    courses = mmrf.derived(engine, knowledge)
    return Compared(cases, courses, Setting(knowledge.of("criteria")[criterion], words))


def rivals(compared: Compared) -> dict[str, Starts]:
    """The derivation and the two simple ways to number lines."""
    given = {b.case.id: b.course.given for b in compared.both}
    return {
        "derived": compared.derived,
        "row number over regimens": {id: row_numbers(g) for id, g in given.items()},
        f"window {WINDOW_DAYS}, gap {GAP_DAYS} days": {id: window_and_gap(g) for id, g in given.items()},
    }


def numbers(compared: Compared, starts: Starts) -> dict[str, float | int | None]:
    """How well these starts agree with the registry: in the number of lines, and day by day."""
    pairs = [(len(b.case.starts), len(starts[b.case.id])) for b in compared.both]
    found, lines, own, found_later, lines_later, own_later = _found(compared, starts)
    return {
        "n_lines": sum(n for _, n in pairs),
        "same_number": _rounded(exact_share(pairs)),
        "kappa": _rounded(weighted_kappa(pairs, "none")),
        "kappa_linear": _rounded(weighted_kappa(pairs, "linear")),
        "kappa_quadratic": _rounded(weighted_kappa(pairs, "quadratic")),
        "starts_found": _rounded(found / lines if lines else None),
        "starts_found_after_first": _rounded(found_later / lines_later if lines_later else None),
        "own_in_registry": _rounded(found / own if own else None),
        "own_in_registry_after_first": _rounded(found_later / own_later if own_later else None),
    }


def varied(knowledge: Knowledge, id: str, changes: Mapping[str, int]) -> Knowledge:
    """The same knowledge with other numbers in one criterion."""
    criteria = knowledge.of("criteria")
    other = criteria[id].model_copy(update=dict(changes))
    return Knowledge(MappingProxyType({**knowledge.records, "criteria": MappingProxyType({**criteria, id: other})}))


def _found(compared: Compared, starts: Starts) -> tuple[int, int, int, int, int, int]:
    """Starts that found each other, registry's and own; in all, then after the first line of each."""
    totals = [0] * 6
    for both in compared.both:
        theirs, own = sorted(both.case.starts.values()), sorted(starts[both.case.id])
        for place, (one, other) in enumerate(((theirs, own), (theirs[1:], own[1:]))):
            counts = (len(matched(one, other, WITHIN_DAYS)), len(one), len(other))
            for n, count in enumerate(counts):
                totals[3 * place + n] += count
    return totals[0], totals[1], totals[2], totals[3], totals[4], totals[5]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
