"""How many patients went from which classes of drugs to which, line by line, and how many left, and why.

Question answered: of the patients who began a line with these classes, how many came to a next line and with what, died,
were lost, or are still followed? Every patient of a line is counted once, in what came after it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from thirdline.outcomes.results import Rows
from thirdline.outcomes.suppression import also_hidden
from thirdline.statistics import StatisticsError

NO_DRUG, OTHER = "no_drug", "other"
"""Classes of a line that opened with a transplant and no drug; and all that are not told by name."""
Exit = Literal["next_line", "no_end_recorded", "ended", "lost", "death", "hidden"]
EXITS: tuple[Exit, ...] = ("next_line", "no_end_recorded", "ended", "lost", "death", "hidden")
"""What is no class of the next line: one beyond the last line counted, a line without a recorded end, one that is over, no
news for too long, death, and what is not told because few stand behind it."""


@dataclass(frozen=True)
class FlowQuestion:
    """What is asked of the lines of a cohort.

    `last_line`: lines after it are counted as a way out. `most_classes`: so many classes are told by name.
    `lost_after_days`: who was last heard of longer before `until`, the day on which the data were cut, is lost; where
    either is null nobody is called so: without a cut, a record that ends early says nothing. Counts from 1 to
    `suppress_below` - 1 are not told.
    """

    last_line: int
    most_classes: int
    lost_after_days: int | None = None
    until: date | None = None
    suppress_below: int = 0


@dataclass(frozen=True)
class Stream:
    """So many patients went from the classes of a line to those of the next, or to an exit."""

    line: int
    source: str
    target: str
    patients: int


@dataclass(frozen=True)
class LineFlows:
    """The streams; the classes told by name, the most frequent first; how many are in `other`; and how it was asked."""

    streams: tuple[Stream, ...]
    classes: tuple[str, ...]
    n_other: int
    patients: int
    question: FlowQuestion

    @property
    def exits(self) -> tuple[str, ...]:
        """The exits that anybody took, in order."""
        taken = {stream.target for stream in self.streams}
        return tuple(exit for exit in EXITS if exit in taken)


def line_flows(steps: Rows, question: FlowQuestion) -> LineFlows:
    """The streams of the rows of `line_steps`.

    Each count shown is one of patients who came through counts that are shown: where a stream is hidden its patients are
    counted as `hidden` and not followed further, so that what comes in goes out and nothing can be had by
    subtraction. In the first line classes that few had are joined with `other`. Without lines there are no streams.
    Raises StatisticsError when fewer patients than `suppress_below` have a line.
    """
    journeys = _journeys(steps)
    _refuse_few(len(journeys), question)
    called = _called(steps, question)
    current = _first(journeys, called, question.suppress_below)
    streams: list[Stream] = []
    for line in range(1, question.last_line + 1):
        targets = {p: _target(journeys[p], line, called, question) for p in current}
        told = _told(line, current, targets, question.suppress_below)
        streams += told
        shown = {(stream.source, stream.target) for stream in told}
        current = {p: t for p, t in targets.items() if t not in EXITS and (current[p], t) in shown}
    names = tuple(dict.fromkeys(name for name in called.values() if name != OTHER))
    others = sum(name == OTHER for name in called.values())
    used = {stream.source for stream in streams}
    classes = tuple(name for name in (*names, OTHER) if name in used)
    return LineFlows(tuple(streams), classes, others, len(journeys), question)


def _refuse_few(n: int, question: FlowQuestion) -> None:
    least = question.suppress_below
    if 0 < n < least:
        raise StatisticsError(
            [f"record: {n} patients with a line, and no count below {least} may be told. Ask a larger record, or name less."]
        )


def _journeys(steps: Rows) -> dict[str, dict[int, Mapping]]:
    found: dict[str, dict[int, Mapping]] = defaultdict(dict)
    for row in steps:
        found[row["patient"]][row["line"]] = row
    return found


def _called(steps: Rows, question: FlowQuestion) -> dict[str, str]:
    """Each combination of classes by the name under which it is told, the most frequent first; ties by name."""
    counts = Counter(row["classes"] or NO_DRUG for row in steps if row["line"] <= question.last_line)
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: name if place < question.most_classes else OTHER for place, name in enumerate(ranked)}


def _first(journeys: Mapping[str, Mapping[int, Mapping]], called: Mapping[str, str], least: int) -> dict[str, str]:
    """The classes with which each patient began; those that few began with are joined."""
    began = {p: called[lines[1]["classes"] or NO_DRUG] for p, lines in journeys.items()}
    counts = Counter(began.values())
    names, small = sorted(counts), {name for name, n in counts.items() if n < least}
    joining = small | {OTHER} if small else small
    gone = also_hidden([counts[name] for name in names], [name in joining for name in names], least)
    joined = {name for name, hidden in zip(names, gone, strict=True) if hidden}
    return {p: OTHER if name in joined else name for p, name in began.items()}


def _target(lines: Mapping[int, Mapping], line: int, called: Mapping[str, str], question: FlowQuestion) -> str:
    """What came after a line of a patient."""
    row = lines[line]
    if row["ends_as"] == "next_line" and line < question.last_line:
        return called[lines[line + 1]["classes"] or NO_DRUG]
    return "lost" if row["ends_as"] in ("no_end_recorded", "ended") and _silent(row, question) else row["ends_as"]


def _silent(row: Mapping, question: FlowQuestion) -> bool:
    """Whether nothing was heard of a patient for too long before the cut."""
    if question.until is None or question.lost_after_days is None:
        return False
    return (question.until - row["followed_to"]).days > question.lost_after_days


def _told(line: int, sources: Mapping[str, str], targets: Mapping[str, str], least: int) -> list[Stream]:
    """The streams out of a line's classes; from each of them, small ones joined as hidden."""
    found: list[Stream] = []
    counts = Counter((sources[p], targets[p]) for p in sources)
    for source in sorted({s for s, _ in counts}):
        own = sorted((target, n) for (s, target), n in counts.items() if s == source)
        gone = also_hidden([n for _, n in own], [0 < n < least for _, n in own], least)
        found += [Stream(line, source, t, n) for (t, n), hidden in zip(own, gone, strict=True) if not hidden]
        if left := sum(n for (_, n), hidden in zip(own, gone, strict=True) if hidden):
            found.append(Stream(line, source, "hidden", left))
    return found
