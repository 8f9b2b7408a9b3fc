"""The rungs of CTCAE typed a second time, from the printed words and not from knowledge, as cases to draw.

Each row of `transcribed/toxicities.csv` is one patient under the editions it names. `values` are measured one after
another in a line that opens on the day of the baseline: `value:grade`, or `value:grade-worst that cannot be excluded`;
`at_most` is that worst for every grade above 0 of the row, and the grade itself where nothing is typed. Values, limits and
baseline stand in the unit of the row, as a laboratory would report them. The baseline shows `at_baseline`, against
itself. Other terms of the analyte are expected to show nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from tests.spec.drawn import Drawn
from thirdline.knowledge import load

FILE = Path(__file__).with_name("transcribed") / "toxicities.csv"
STARTED = date(2020, 2, 1)
FACTORS: dict[tuple[str, str], Callable[[Decimal], Decimal]] = {
    ("g/dL", "g/L"): lambda _: Decimal(10),
    ("mmol/L", "g/L"): lambda mass: mass / 1000,
    ("mg/dL", "mmol/L"): lambda mass: 10 / mass,
    ("mg/dL", "umol/L"): lambda mass: 10_000 / mass,
}
"""From a unit as reported to the canonical one, given the molar mass; read once more, not from the code under test."""
Expected = tuple[str, str]
knowledge = cache(load)


@dataclass(frozen=True)
class Transcribed:
    """One row of the file."""

    n: int
    cells: dict[str, str]

    @property
    def patient(self) -> str:
        return f"{self.cells['term']} {self.n}"

    def values(self) -> Iterator[tuple[date, str, Expected]]:
        """Day, value and what it shows: the baseline, where there is one, then the others."""
        at_most = self.cells["at_most"]
        if self.cells["baseline"]:
            yield STARTED, self.cells["baseline"], _expected(self.cells["at_baseline"], at_most)
        for day, token in enumerate(self.cells["values"].split(), 1):
            value, _, shown = token.partition(":")
            yield STARTED + timedelta(days=day), value, _expected(shown, at_most)


def _expected(shown: str, at_most: str) -> Expected:
    """The grade and the worst that cannot be excluded."""
    grade, _, worst = shown.partition("-")
    return grade, worst or (at_most if grade != "0" and at_most else grade)


@cache
def transcribed(edition: str) -> tuple[Transcribed, ...]:
    """The rows under one edition."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = (Transcribed(n, cells) for n, cells in enumerate(csv.DictReader(file), 2))
        return tuple(row for row in rows if edition in row.cells["editions"].split())


@cache
def terms_of(edition: str) -> dict[str, tuple[str, ...]]:
    """The terms that each analyte tells under an edition."""
    found: dict[str, dict[str, None]] = {}
    for row in transcribed(edition):
        found.setdefault(row.cells["analyte"], {})[row.cells["term"]] = None
    return {analyte: tuple(terms) for analyte, terms in found.items()}


def given(edition: str) -> Drawn:
    """Patients, one exposure each, and their measurements, as drawn tables."""
    rows = transcribed(edition)
    return {
        "patients": [{"patient": r.patient, "born_on": _born(r.cells["age"])} for r in rows],
        "exposures": [{"patient": r.patient, "drug": "bortezomib", "started_on": STARTED.isoformat()} for r in rows],
        "measurements": [cells for r in rows for cells in _measurements(r)],
    }


def expected(edition: str) -> list[dict[str, str | None]]:
    """What `toxicities` must hold of them."""
    return [
        {"patient": r.patient, "term": term, "assessed_on": day.isoformat(), "grade": grade, "grade_at_most": worst}
        for r in transcribed(edition)
        for day, _, shown in r.values()
        for term in terms_of(edition)[r.cells["analyte"]]
        for grade, worst in [shown if term == r.cells["term"] else ("0", "0")]
    ]


def _born(age: str) -> str | None:
    return f"{STARTED.year - int(age)}-01-01" if age else None


def _measurements(row: Transcribed) -> Iterator[dict[str, str | None]]:
    analyte, unit = row.cells["analyte"], row.cells["unit"]
    for day, value, _ in row.values():
        yield {
            "patient": row.patient,
            "analyte": analyte,
            "measured_on": day.isoformat(),
            "value": _canonical(value, unit, analyte),
            "reported_unit": unit,
            "lower_normal": _canonical(row.cells["lower"], unit, analyte),
            "upper_normal": _canonical(row.cells["upper"], unit, analyte),
        }


@cache
def _canonical(value: str, unit: str, analyte: str) -> str | None:
    """A reported value in the analyte's own unit, with the decimals that a record keeps."""
    record = next(a for a in knowledge().of("analytes").values() if a.word == analyte)
    mass = record.molar_mass or Decimal(0)
    factor = Decimal(1) if unit == record.unit else FACTORS[unit, record.unit](mass)
    return str((Decimal(value) * factor).quantize(Decimal("1e-4"), ROUND_HALF_UP)) if value else None
