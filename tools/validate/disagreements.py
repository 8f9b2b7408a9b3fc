"""Why do the derived lines and a registry's lines differ? Every difference gets one named class, by rule.

`ours` is a derived start that the registry has not, `theirs` a registry start that was not derived. A class tells what
happened in the treatments that day; it does not say who is right. The file holds no response and no progression, on
which investigators draw lines, so that most classes are one sentence: the rule had to decide by the drugs alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.validate.both import Both
from tools.validate.mmrf import Line


@dataclass(frozen=True)
class Difference:
    """One start that only one of the two has: whose, in which class, on which day, and the drugs before and after."""

    patient: str
    whose: str
    named: str
    day: int
    pattern: str


def differences(both: Both) -> list[Difference]:
    """Every difference of one patient, classified."""
    elsewhere = _dated_otherwise(both)
    told = []
    for line in both.ours:
        named = "dated_otherwise" if line.number in elsewhere.values() else _named(OURS, both, line)
        told.append(Difference(both.case.id, "ours", named, line.start, _pattern(both, line.start)))
    for n in both.theirs:
        named = "dated_otherwise" if n in elsewhere else _named(THEIRS, both, n)
        start = both.case.starts[n]
        told.append(Difference(both.case.id, "theirs", named, start, _pattern(both, start)))
    return told


def _dated_otherwise(both: Both) -> dict[int, int]:
    """Registry lines within which our own line starts, too late to be matched: both saw the line, on other days."""
    starts, left = both.case.starts, list(both.ours)
    found = {}
    for n in both.theirs:
        end = min((start for start in starts.values() if start > starts[n]), default=None)
        inside = [line for line in left if line.start > starts[n] and (end is None or line.start < end)]
        if inside:
            found[n] = inside[0].number
            left.remove(inside[0])
    return found


def _named(classes: Mapping[str, tuple[str, Callable[[Both, Any], bool]]], both: Both, what: Any) -> str:
    """The first class that holds; the last one always does."""
    return next(name for name, (_, holds) in classes.items() if holds(both, what))


def _pattern(both: Both, start: int) -> str:
    """The drugs that the line held before, and those that begin on this day, without a day or a name."""
    before = {g.drug for g in both.held(start) if g.drug}
    after = {g.drug or "transplant" for g in both.opening(start) if g.start == start}
    return f"{'+'.join(sorted(before)) or 'nothing'} → {'+'.join(sorted(after)) or 'nothing that counts'}"


def _briefly(both: Both, line: Line, drugs: Sequence[str]) -> bool:
    """Whether the line opens with a few days of these drugs alone."""
    opening, longest = both.opening(line.start), both.setting.rules.conditioning_days
    short = all(g.end is not None and g.end - g.start <= longest for g in opening)
    return bool(opening) and short and all(g.drug in drugs for g in opening)


def _without_end(both: Both, line: Line) -> bool:
    later = {g.drug for g in both.course.given if g.start >= line.start}
    return any(g.end is None and g.drug not in later for g in both.held(line.start))


def _after_pause(both: Both, line: Line) -> bool:
    ends = [g.start if g.end is None else g.end for g in both.held(line.start)]
    pause = line.start - max(ends, default=line.start)
    return line.opened_by == "changed_regimen" and pause > both.setting.rules.maintenance_gap_days


def _before_transplant(both: Both, line: Line) -> bool:
    former, planned = both.former(line.start), both.setting.rules.planned_transplant_days
    return former is not None and bool(both.transplants(line.start, former.start + planned))


def _after_transplant(both: Both, line: Line) -> bool:
    former = both.former(line.start)
    return former is not None and bool(both.transplants(former.start, line.start))


def _single_maintenance(both: Both, line: Line) -> bool:
    drugs = {g.drug for g in both.opening(line.start) if g.part == "treating"}
    return line.opened_by == "changed_regimen" and len(drugs) == 1 and drugs <= set(both.setting.rules.maintenance_drugs)


def _same_classes(both: Both, line: Line) -> bool:
    former = both.former(line.start)
    new = {g.drug_class for g in both.opening(line.start) if former and g.drug and g.drug not in former.drugs}
    gone = {g.drug_class for g in both.held(line.start) if g.drug and g.drug not in line.drugs}
    return bool(new) and new <= gone


def _uncountable(both: Both, n: int) -> bool:
    return not both.counting(n) and not any(t.transplant for t in both.labelled(n))


def _kept_in_line(both: Both, n: int) -> bool:
    """Whether the derived line that stands on that day holds the registry line's drugs."""
    standing = both.former(both.case.starts[n] + 1)
    return standing is not None and both.counting(n) <= set(standing.drugs)


def _given_before(both: Both, n: int) -> bool:
    before = {g.drug for g in both.held(both.case.starts[n]) if g.drug}
    return bool(both.counting(n)) and both.counting(n) <= before


def _transplant_alone(both: Both, n: int) -> bool:
    drugs = both.counting(n) - set(both.setting.rules.conditioning_drugs)
    return any(t.transplant for t in both.labelled(n)) and not drugs


def _maintenance(both: Both, n: int) -> bool:
    drugs = both.counting(n)
    return len(drugs) == 1 and drugs <= set(both.setting.rules.maintenance_drugs) and _kept_in_line(both, n)


def _consolidation(both: Both, n: int) -> bool:
    start = both.case.starts[n]
    return bool(both.transplants(start - both.setting.rules.consolidation_days, start)) and _kept_in_line(both, n)


def _in_window(both: Both, n: int) -> bool:
    start = both.case.starts[n]
    standing = both.former(start + 1)
    return standing is not None and start <= standing.start + both.setting.rules.regimen_window_days


def _same_day(both: Both, n: int) -> bool:
    return list(both.case.starts.values()).count(both.case.starts[n]) > 1


OURS: dict[str, tuple[str, Callable[[Both, Line], bool]]] = {
    "before_first_label": (
        "treatment before the first day that the registry labels",
        lambda _, line: line.opened_by == "first",
    ),
    "later_transplant": (
        "a second transplant, too late for a tandem",
        lambda b, line: line.opened_by == "transplant" and _after_transplant(b, line),
    ),
    "late_transplant": ("a first transplant, too late to have been planned", lambda _, line: line.opened_by == "transplant"),
    "mobilisation_alone": (
        "a few days of a mobilising drug, with no transplant soon after",
        lambda b, line: _briefly(b, line, b.setting.rules.mobilisation_drugs),
    ),
    "conditioning_alone": (
        "a few days of a conditioning drug, with no recorded transplant",
        lambda b, line: _briefly(b, line, b.setting.rules.conditioning_drugs),
    ),
    "earlier_regimen_again": ("a regimen of an earlier line, given again", lambda _, line: line.opened_by == "restarted"),
    "after_transplant": (
        "treatment after a transplant that is neither consolidation nor maintenance by rule",
        _after_transplant,
    ),
    "maintenance_not_planned": (
        "one maintenance drug, accompanied or too late to be maintenance by rule",
        _single_maintenance,
    ),
    "no_end_recorded": ("drugs without a recorded end, which count as stopped when others start", _without_end),
    "before_transplant": ("induction changed before a transplant that was still in time", _before_transplant),
    "after_pause": ("other drugs, after a pause longer than maintenance may wait", _after_pause),
    "drug_added": ("a drug added, the others going on", lambda _, line: line.opened_by == "added_drug"),
    "swap_within_class": ("a drug exchanged for another of its class", _same_classes),
    "drug_exchanged": ("a drug exchanged for one of another class", lambda _, line: line.opened_by == "substituted_drug"),
    "changed_regimen": ("every drug stopped, others started", lambda _, line: line.opened_by == "changed_regimen"),
    "other": ("none of these", lambda _both, _line: True),
}
THEIRS: dict[str, tuple[str, Callable[[Both, int], bool]]] = {
    "labels_same_day": ("two labels begin on one day", _same_day),
    "nothing_counts": ("it begins with steroids alone, or with drugs without a name", _uncountable),
    "within_window": ("drugs that start within the regimen window", _in_window),
    "transplant_alone": ("a transplant counted as a line of its own", _transplant_alone),
    "same_drugs_again": ("drugs that the line had held already, given again", _given_before),
    "maintenance_as_line": ("one maintenance drug, which the rule keeps in its line", _maintenance),
    "consolidation_as_line": ("treatment soon after a transplant, which the rule keeps in its line", _consolidation),
    "other": ("none of these", lambda _both, _n: True),
}
DATED_OTHERWISE = "both open a line here, further apart than the days allowed"
MEANINGS = {
    **{("ours", name): meaning for name, (meaning, _) in OURS.items()},
    **{("theirs", name): meaning for name, (meaning, _) in THEIRS.items()},
    **{(whose, "dated_otherwise"): DATED_OTHERWISE for whose in ("ours", "theirs")},
}
