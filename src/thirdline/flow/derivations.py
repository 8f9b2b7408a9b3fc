"""Which table comes from which.

Question answered: what must run, in what order, for the tables asked for? Each derivation is one SQL file named as its
table; its header says `Reads:`, and `Empty without:` where no row can come of it unless each of these tables has some,
`Empty unless one of:` where none can come unless at least one of these has.
A derivation that reads `<table>_before` sees that table as it stood in the round before, empty at first: its own
(`stage_steps_before`), and it is repeated as often as `Steps:` says; or a later table (`progressions_before`), and the
round is repeated until the reader's rows no longer change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from thirdline.tables import TABLES

LAYERS = ("course", "options", "schedule", "outcomes")
BEFORE = "_before"


@dataclass(frozen=True)
class Derivation:
    """One SQL file: the table it makes, the tables it reads, its text."""

    name: str
    layer: str
    sql: str
    reads: tuple[str, ...]
    empty_without: tuple[str, ...] = ()
    empty_unless_one_of: tuple[str, ...] = ()
    n_steps: int | None = None

    @property
    def steps(self) -> bool:
        """Whether it is one step, repeated."""
        return self.name + BEFORE in self.reads

    @property
    def needs(self) -> tuple[str, ...]:
        """The tables it reads of this round."""
        return tuple(r for r in self.reads if not r.endswith(BEFORE))

    @property
    def before(self) -> tuple[str, ...]:
        """The tables that it reads as they stood in the round before, its own among them."""
        return tuple(r.removesuffix(BEFORE) for r in self.reads if r.endswith(BEFORE))

    @property
    def looks_back(self) -> tuple[str, ...]:
        """The other tables that it reads as they stood in the round before; they come later."""
        return tuple(name for name in self.before if name != self.name)

    def among(self, patients: str) -> str:
        """The text for the patients of a query alone: every table of patients that it reads is cut to theirs."""
        cut = ",\n".join(
            f"{name} as (select * from {name} where patient in ({patients}))" for name in self.reads if _of_patients(name)
        )
        return f"with {cut}\nselect * from (\n{self.sql}\n) among"


def _of_patients(name: str) -> bool:
    """Whether a table holds rows of patients: every one does but those of knowledge."""
    table = TABLES.get(name.removesuffix(BEFORE))
    return table is None or "patient" in table.names


def listed(heading: str, text: str) -> tuple[str, ...]:
    """The tables listed after a heading of the header, `-- Reads:` say, which may run over several comment lines."""
    found = re.search(rf"^-- {heading}:((?:[^\n]*\n-- {{2,}})*[^\n]*)", text, re.MULTILINE)
    return tuple(re.findall(r"\w+", found.group(1))) if found else ()


@cache
def derivations() -> dict[str, Derivation]:
    """Every derivation by the name of its table."""
    found = {}
    for layer in LAYERS:
        for file in sorted((files("thirdline") / layer).iterdir(), key=lambda f: f.name):
            if file.name.endswith(".sql"):
                text = file.read_text(encoding="utf-8")
                name = file.name.removesuffix(".sql")
                steps = re.search(r"^-- Steps: (\d+)$", text, re.MULTILINE)
                n_steps = int(steps[1]) if steps else None
                found[name] = Derivation(
                    name, layer, text, listed("Reads", text), listed("Empty without", text),
                    listed("Empty unless one of", text), n_steps,
                )  # fmt: skip
    return found


def order(wanted: Iterable[str]) -> list[Derivation]:
    """The derivations needed for the tables asked for, each after those it reads."""
    known, done = derivations(), {}

    wanted = tuple(wanted)

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"tables read each other in a circle: {' -> '.join((*above, name))}")
        if name in known and name not in done:
            for read in known[name].needs:
                visit(read, (*above, name))
            done[name] = known[name]

    for name in (*_looked_back_at(wanted), *wanted):
        visit(name, ())
    return _hoisted(list(done.values()))


def _hoisted(stages: list[Derivation]) -> list[Derivation]:
    """What a repeated stretch holds but does not change comes before it, and so runs once."""
    for first, last in _spans(stages):
        changing = {name + BEFORE for stage in stages[first : last + 1] for name in stage.before}
        fixed: list[Derivation] = []
        repeated: list[Derivation] = []
        for stage in stages[first : last + 1]:
            again = changing.intersection(stage.reads)
            (repeated if again else fixed).append(stage)
            changing |= {stage.name} if again else set()
        stages = [*stages[:first], *fixed, *repeated, *stages[last + 1 :]]
    return stages


def _looked_back_at(wanted: Iterable[str]) -> list[str]:
    """The later tables that a derivation needed for those asked for looks back at; they come first."""
    known, seen, open_ = derivations(), set(), list(wanted)
    while open_:
        name = open_.pop()
        if name in known and name not in seen:
            seen.add(name)
            open_ += (*known[name].needs, *known[name].looks_back)
    return sorted({later for name in seen for later in known[name].looks_back})


def stretches(stages: list[Derivation]) -> list[list[Derivation]]:
    """The stages in order, those that are repeated together in one stretch."""
    stretches, done = [], 0
    for first, last in _spans(stages):
        stretches += [[stage] for stage in stages[done:first]] + [stages[first : last + 1]]
        done = last + 1
    return stretches + [[stage] for stage in stages[done:]]


def _spans(stages: list[Derivation]) -> list[tuple[int, int]]:
    """From the first reader of a table as it stood before, to that table: the stretches of stages that are repeated."""
    place = {stage.name: n for n, stage in enumerate(stages)}
    spans: dict[str, tuple[int, int]] = {}
    for n, stage in enumerate(stages):
        for name in stage.before:
            spans[name] = (min(n, spans.get(name, (n,))[0]), place[name])
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans.values()):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
