"""Spontaneous reports: `thirdline evidence reports`, from rows of reports, or from an example that knowledge cites.

Question answered: is an event reported more often with a drug than with others, or how often was it reported after a
treatment, and what may be concluded of that? Reports are counted; pairs of drug and event stand beside them to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from thirdline.interfaces.evidence.columns import Columns, columns_of, refuse
from thirdline.interfaces.evidence.saying import Say, phrase, wrapped
from thirdline.interfaces.outcomes_text import grid
from thirdline.interfaces.words import Words, words
from thirdline.knowledge.kinds import Citation
from thirdline.knowledge.trials import Figure, Trial
from thirdline.statistics import Estimate
from thirdline.statistics.disproportionality import (
    Cells,
    Counted,
    Disproportionality,
    Reported,
    count_reports,
    disproportionality,
    reported,
)  # fmt: skip

TOPIC = "reports"
COLUMNS = ("report", "drug", "event")
NEAR = 0.5
"""How alike names must be to be offered instead."""


@dataclass(frozen=True)
class Example:
    """Cases that knowledge cites: the trial's record, the figure by its citation, and what its denominator counts."""

    trial: str
    cite: str
    counted: Literal["persons", "doses"]


EXAMPLES: Mapping[str, Example] = {"car-t": Example("fda-car-t-t-cell-malignancy-2023", "cases", "doses")}


@dataclass(frozen=True)
class Asked:
    """A drug and an event, by the very names of the rows, and the level of the intervals."""

    drug: str
    event: str
    level: float


@dataclass(frozen=True)
class Found:
    """What rows of reports say of a drug and an event, by reports and by pairs."""

    asked: Asked
    counted: Counted
    by_reports: Disproportionality
    by_pairs: Disproportionality


@dataclass(frozen=True)
class Cited:
    """What an example's counts say, with the record that cites them."""

    trial: Trial
    figure: Figure
    citation: Citation
    result: Reported


def found(path: Path, asked: Asked) -> Found:
    """The answer from a file of reports. Raises StatisticsError naming rows that cannot be counted, or names not found."""
    held = columns_of(path, COLUMNS)
    _refuse_gaps(held)
    rows = [(line.cells["report"], line.cells["drug"], line.cells["event"]) for line in held.lines]
    _refuse_unknown(path, "drug", asked.drug, [drug for _, drug, _ in rows])
    _refuse_unknown(path, "event", asked.event, [event for _, _, event in rows])
    counted = count_reports(rows, asked.drug, asked.event)
    _refuse_alone(path, asked, counted)
    results = [disproportionality(cells, asked.level) for cells in (counted.reports, counted.pairs)]
    return Found(asked, counted, *results)


def _refuse_gaps(held: Columns) -> None:
    refuse(
        held.path,
        [
            f"row {line.row}, {name}: found nothing; allowed: a word. A report without it stands on neither side: "
            "correct it, or leave the row out."
            for line in held.lines
            for name in COLUMNS
            if not line.cells[name]
        ],
    )


def _refuse_unknown(path: Path, column: str, asked: str, names: Sequence[str]) -> None:
    if asked in names:
        return
    known_as = sorted(set(names))
    folded = {name.casefold(): name for name in known_as}
    near = [folded[name] for name in get_close_matches(asked.casefold(), folded, 5, NEAR)] or known_as[:5]
    said = f"found no {column} {asked!r}; allowed: a name that the rows use, letter by letter, such as {', '.join(near)}."
    refuse(path, [f"{said} Name one of these."])


def _refuse_alone(path: Path, asked: Asked, counted: Counted) -> None:
    """With every report naming the drug there is nothing to hold it against."""
    if counted.reports.event_only + counted.reports.neither == 0:
        refuse(
            path,
            [
                f"found no report without {asked.drug!r}; allowed: reports with the drug and without it. "
                "Disproportionality compares the two: add the other reports of the database."
            ],
        )


def cited(say: Say, name: str, level: float) -> Cited:
    """The answer from an example of knowledge."""
    example = EXAMPLES[name]
    trial = say.knowledge.of("trials")[example.trial]
    assert isinstance(trial, Trial)
    figure = next(f for cut in trial.cuts if cut.current for f in cut.figures if f.cite == example.cite)
    arm = next(arm for arm in trial.arms if arm.id == figure.arm)
    treated = figure.of or arm.n
    assert figure.n is not None and treated is not None
    result = reported(figure.n, treated, counted=example.counted, level=level)
    return Cited(trial, figure, trial.cites[example.cite], result)


# In words ------------------------------------------------------------------------------------------------------------


def text(answer: Found, say: Say) -> str:
    """The counts, the measures, what can and what cannot be concluded."""
    told = words(say.lang, TOPIC)
    lines = [told("head", drug=answer.asked.drug, event=answer.asked.event), ""]
    lines += [*grid(_counts(answer.counted, told)), "", *grid(_measures(answer, say, told)), ""]
    lines += wrapped(told("method"))
    for note in (*answer.counted.notes, *answer.by_reports.notes, *_estimate_notes(answer.by_reports)):
        lines += wrapped(note if say.lang == "en" else phrase(note))
    return "\n".join([*lines, "", *_conclusions(answer.by_reports, told)]) + "\n"


def _counts(counted: Counted, told: Words) -> list[list[str]]:
    cells = [asdict(each) for each in (counted.reports, counted.pairs)]
    rows = [[told(f"cells.{name}"), *(str(each[name]) for each in cells)] for name in cells[0]]
    return [["", told("by_reports"), told("by_pairs")], *rows]


def _measures(answer: Found, say: Say, told: Words) -> list[list[str]]:
    level = say.voice.level(answer.asked.level)
    rows = [[told("measure", level=level), told("by_reports"), told("by_pairs_not_used")]]
    both = (answer.by_reports, answer.by_pairs)
    for name, scale in (("ror", "ratio"), ("ror_exact", "ratio"), ("prr", "ratio"), ("ic", "difference")):
        rows.append([told(f"measures.{name}"), *(_estimate(getattr(d, name), scale, say) for d in both)])
    rows.append([told("measures.chi2"), *(_chi2(d, say) for d in both)])
    return rows


def _estimate(estimate: Estimate, scale: Any, say: Say) -> str:
    """An estimate with its interval; one without a value may still have limits."""
    if estimate.value is None and estimate.low is None:
        return say("not_estimable")
    return say.voice.estimate(estimate, scale)


def _chi2(found: Disproportionality, say: Say) -> str:
    return (
        say("not_estimable") if found.chi2 is None else f"{say.number(found.chi2)}, {say.voice.p_value(found.chi2_p_value)}"
    )


def _estimate_notes(found: Disproportionality) -> Iterator[str]:
    """What stands with the estimates, but for the scale of their errors, which are not shown."""
    notes = (note for e in (found.ror, found.ror_exact, found.prr, found.ic) for note in e.notes)
    yield from dict.fromkeys(note for note in notes if "logarithm" not in note)


def _conclusions(result: Disproportionality | Reported, told: Words) -> Iterator[str]:
    for side in ("can", "cannot"):
        yield told(f"{side}_head")
        for word in getattr(result, side):
            yield from wrapped(f"- {told(f'{side}.{word}')}", "  ")


def cited_text(answer: Cited, say: Say) -> str:
    """The counts with the words of their source, the proportion, what can and what cannot be concluded."""
    told, result = words(say.lang, TOPIC), answer.result
    per = say.voice.estimate(_per(result.proportion), "time")
    source = say.knowledge.of("sources")[answer.citation.source].title
    counts = {"cases": result.cases, "treated": _grouped(result.treated)}
    lines = [*wrapped(getattr(answer.trial.names, say.lang)), ""]
    lines += wrapped(told(f"reported.{result.counted}", **counts))
    lines += wrapped(told("proportion", per=per, level=say.voice.level(result.proportion.level), n=_grouped(PER)))
    lines += wrapped(told("source", source=source, at=answer.citation.at, quote=answer.citation.quote))
    if answer.trial.remark:
        lines += wrapped(getattr(answer.trial.remark, say.lang))
    return "\n".join([*lines, "", *_conclusions(result, told)]) + "\n"


PER = 10_000
"""Proportions this small are told per so many."""


def _grouped(n: int) -> str:
    """A large number in groups of three digits."""
    return f"{n:,}".replace(",", "\u202f")


def _per(estimate: Estimate) -> Estimate:
    value, low, high = (None if x is None else PER * x for x in (estimate.value, estimate.low, estimate.high))
    return Estimate(value, low, high, estimate.level)


# As JSON -------------------------------------------------------------------------------------------------------------


def plain(answer: Found, say: Say) -> dict[str, Any]:
    """The answer for programs: counts, measures, statements by their ids and in words."""
    told = words(say.lang, TOPIC)
    sides = {"reports": answer.by_reports, "pairs": answer.by_pairs}
    return {
        "drug": answer.asked.drug, "event": answer.asked.event, "level": answer.asked.level,
        **{name: _plain_side(found) for name, found in sides.items()},
        "notes": [*answer.counted.notes, *answer.by_reports.notes], **_statements(answer.by_reports, told),
    }  # fmt: skip


def _plain_side(found: Disproportionality) -> dict[str, Any]:
    cells: Cells = found.cells
    measures = {name: asdict(getattr(found, name)) for name in ("ror", "ror_exact", "prr", "ic")}
    return {"cells": asdict(cells), **measures, "chi2": found.chi2, "chi2_p_value": found.chi2_p_value}


def _statements(result: Disproportionality | Reported, told: Words) -> dict[str, Any]:
    return {
        side: [{"id": word, "text": told(f"{side}.{word}")} for word in getattr(result, side)] for side in ("can", "cannot")
    }


def cited_plain(answer: Cited, say: Say) -> dict[str, Any]:
    """The example for programs, with its citation."""
    result, told = answer.result, words(say.lang, TOPIC)
    return {
        "trial": answer.trial.id, "cases": result.cases, "treated": result.treated, "counted": result.counted,
        "proportion": asdict(result.proportion), "rate": asdict(result.rate) if result.rate else None,
        "citation": answer.citation.model_dump(), **_statements(result, told),
    }  # fmt: skip
