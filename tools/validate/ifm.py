"""Serum M-protein of a trial (`ifm_m_protein.csv`): who progresses early, and what the cautions of the rule prevent.

The file holds subject, days since start and serum M-protein. A record is made of it: every patient starts one line on
day zero, of the drugs that the trial gave, with no recorded end. The drugs decide nothing that is reported here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from tools.validate.made_record import day_of, found_rows, on, opened
from tools.validate.nadirs import Threshold
from tools.validate.section import DataError

FILE = "ifm_m_protein.csv"
COLUMNS = ("subject", "cum_day_diff", "spike")
MARKER, UNIT = "serum_m_protein", "g/L"
REGIMEN = "vrd"
WANTED = ("best_responses", "responses", "progressions", "measurable", "baselines", "suspect_values", "issues")
Value = tuple[int, Decimal]


@dataclass(frozen=True)
class Progression:
    """A confirmed progression as derived, in days."""

    day: int
    confirmed: int | None
    reference_day: int | None
    reference: Decimal | None
    value: Decimal | None


@dataclass(frozen=True)
class Derived:
    """What the derivations say of the trial under one profile."""

    best: Mapping[str, str]
    progressions: Mapping[str, Progression]
    followed: frozenset[str]
    suspect: Mapping[str, frozenset[int]]
    issues: Mapping[str, int]


@dataclass(frozen=True)
class Trial:
    """The values as recorded, and as one value a day; a day whose values contradict each other has none."""

    found: tuple[tuple[str, int, Decimal], ...]
    series: Mapping[str, tuple[Value, ...]]


def read(data: Path) -> Trial:
    """The trial's values; DataError when there are none, or names the line that holds no number."""
    found = tuple((row["subject"], *_value(row, f"{data / FILE}, line {n}")) for n, row in found_rows(data / FILE, COLUMNS))
    if not any(value > 0 for _, day, value in found if day == 0):
        raise DataError(f"{data / FILE}: no value above zero on day 0, so nothing to follow. Give the trial's own file.")
    days: dict[str, dict[int, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    for subject, day, value in found:
        days[subject][day].add(value)
    return Trial(found, {subject: _agreed(values) for subject, values in days.items()})


def record(trial: Trial, knowledge: Knowledge) -> DuckDB:
    """The trial as a record, read into canonical tables."""
    drugs = knowledge.of("regimens")[REGIMEN].drugs
    return opened(
        {
            "patients": ("patient,diagnosis", ((s, "multiple_myeloma") for s in trial.series)),
            "exposures": ("patient,drug,started_on,ended_on", ((s, d, on(0), "") for s in trial.series for d in drugs)),
            "measurements": (
                "patient,analyte,measured_on,value,unit",
                ((s, MARKER, on(day), str(value), UNIT) for s, day, value in trial.found),
            ),
        },
        knowledge,
    )


def derived(engine: DuckDB, knowledge: Knowledge, profile: str) -> Derived:
    """Responses, progressions and what was set apart, by the one path that every record takes."""
    run.derive(engine, knowledge, run.Asked(profile=profile), WANTED)
    ask = engine.connection.execute
    told = ask(
        "select patient, progressed_on, confirmed_on, reference_on, reference_value, value from progressions"
        " where confirmed_on is not null order by patient, progressed_on desc"
    ).fetchall()
    suspect: dict[str, set[int]] = defaultdict(set)
    for patient, when in ask("select patient, assessed_on from suspect_values").fetchall():
        suspect[patient].add(day_of(when) or 0)
    return Derived(
        best=dict(ask("select patient, best from best_responses").fetchall()),
        progressions={p: Progression(day_of(d) or 0, day_of(c), day_of(r), low, v) for p, d, c, r, low, v in told},
        followed=frozenset(p for (p,) in ask("select distinct patient from measurable").fetchall()),
        suspect={patient: frozenset(days) for patient, days in suspect.items()},
        issues=Counter(dict(ask("select problem, count(*) from issues group by problem order by problem").fetchall())),
    )


def thresholds(knowledge: Knowledge, criterion: str) -> tuple[Threshold, ...]:
    """The thresholds of progression by serum M-protein, from knowledge."""
    rows = knowledge.of("criteria")[criterion].progression_thresholds
    return tuple(Threshold(r.lowest_from, r.lowest_below, r.rise_percent, r.rise_amount) for r in rows if r.marker == MARKER)


def _agreed(values: Mapping[int, set[Decimal]]) -> tuple[Value, ...]:
    """One value a day, in order, where the day's values are one."""
    return tuple((day, next(iter(found))) for day, found in sorted(values.items()) if len(found) == 1)


def _value(row: Mapping[str, str], place: str) -> tuple[int, Decimal]:
    try:
        day, value = int(row["cum_day_diff"]), Decimal(row["spike"])
    except (ValueError, InvalidOperation):
        day, value = -1, Decimal("NaN")
    if day < 0 or not value.is_finite() or value < 0:
        found = f"cum_day_diff {row['cum_day_diff']!r}, spike {row['spike']!r}"
        raise DataError(f"{place}: {found}; expected are whole days and {UNIT}, neither below zero. Mend the line.")
    return day, value
