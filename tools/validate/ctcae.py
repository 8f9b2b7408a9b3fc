"""Laboratory toxicity grades against the published cases of another program: `python -m tools.validate.ctcae DATA`.

Question answered: where do the grades derived here differ from those that pharmaverse/admiral expects of CTCAE 4, and
why? `DATA/ctcae_4_cases.csv` stays where it is. Each case becomes a patient of a record: a drug from the day of the
baseline on, the baseline where the case has one, and the value a month later, with unit and limits as the case has
them. The record is read and derived as any other. What a case leaves out, the record leaves out.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from thirdline import run
from thirdline.knowledge import Knowledge, load
from tools.validate.section import DataError

FILE, CRITERION = "ctcae_4_cases.csv", "ctcae-4-03"
COLUMNS = ("TERM", "AVAL", "AVALU", "ANRLO", "ANRHI", "BASE", "PCHG", "EXPECTED", "TEST", "TESTNUM")
BASELINE_ON, VALUE_ON = "2020-02-01", "2020-03-01"
NO_TERM = ("", "not a term")
MEASURED_AS = {
    "hypercalcemia": "calcium_corrected",
    "hypercalcemia (ionized)": "calcium_ionized",
    "hypocalcemia": "calcium_corrected",
    "hypocalcemia (ionized)": "calcium_ionized",
    "hyperglycemia": "glucose",
    "hyperglycemia (fasting)": "glucose_fasting",
    "hypoglycemia": "glucose",
}
"""What a term is measured as, where several analytes tell it."""
SPELLED = {
    "g/l": "g/L", "g/dl": "g/dL", "mmol/l": "mmol/L", "umol/l": "umol/L", "mg/dl": "mg/dL", "ug/dl": "ug/dL",
    "10^9/l": "10^9/L", "10^8/l": "10*8/L", "10^3/ul": "10^3/uL", "10^3/ml": "10^3/mL", "1/ul": "/uL",
}  # fmt: skip
"""Units of the file, which are compared without regard to case there; others are left as they stand."""
SCALED = {"inr": Decimal("0.01")}
"""Cases of multiples only, whose values no living patient could have: value, limits and baseline alike."""


@dataclass(frozen=True)
class Case:
    """One case: what it gives, and the grade that it expects (null: none can be told)."""

    n: int
    term: str
    analyte: str
    cells: Mapping[str, str]
    unit: str

    @property
    def patient(self) -> str:
        return f"case-{self.n}"

    @property
    def expected(self) -> int | None:
        return int(self.cells["EXPECTED"]) if self.cells["EXPECTED"] else None

    def number(self, column: str) -> Decimal | None:
        """A number of the case, as the record will have it."""
        text = self.cells[column]
        return Decimal(text) * SCALED.get(self.analyte, Decimal(1)) if text else None

    @property
    def baseline(self) -> Decimal | None:
        """The baseline, or what it must have been for the percent change that the case gives."""
        value, change = self.number("AVAL"), self.cells["PCHG"]
        if change and value is not None:
            return value * 100 / (100 + Decimal(change))
        return self.number("BASE")

    @property
    def shown(self) -> str:
        """The case in one line."""
        parts = (("value", "AVAL"), ("unit", "AVALU"), ("lower", "ANRLO"), ("upper", "ANRHI"), ("baseline", "BASE"))
        told = [f"{name} {self.cells[column]}" for name, column in (*parts, ("change %", "PCHG")) if self.cells[column]]
        return f"{self.cells['TEST'].partition(':')[0].rpartition(' Test ')[2]}/{self.cells['TESTNUM']}: {', '.join(told)}"


@dataclass(frozen=True)
class Found:
    """A case with what was derived: the grade, and the worst that cannot be excluded."""

    case: Case
    grade: int | None
    at_most: int | None

    @property
    def agrees(self) -> bool:
        return self.grade == self.case.expected

    @property
    def reason(self) -> str:
        """Why it differs; the first argument that holds."""
        return next((reason for reason, holds in REASONS.items() if holds(self)), NOT_ARGUED)


NOT_ARGUED = "not argued"
PRINTED_WITHOUT = "the words print 150 mg/dL and 1.71 mmol/L without '>': the first value belongs to grade 1"
REASONS = {
    PRINTED_WITHOUT: lambda f: (
        f.case.term == "hypertriglyceridemia" and f.grade == 1 and f.case.cells["AVAL"] in ("150", "1.71")
    ),
    "CTCAE prints ionised calcium in mmol/L only: 4.0, 3.6 and 3.2 mg/dL are 0.998, 0.898 and 0.798 mmol/L, and so below "
    "1.0, 0.9 and 0.8; admiral grades by rounded limits in mg/dL": lambda f: (
        f.case.analyte == "calcium_ionized" and f.case.cells["AVALU"] == "mg/dL" and f.case.expected is not None
    ),
    "the unit differs from the one that admiral accepts, and is converted here": lambda f: (
        f.case.expected is None and f.grade is not None and f.case.cells["AVALU"]
    ),
    "admiral assumes the worst of what no laboratory sees (symptoms, consequences, anticoagulation); here the grade is at "
    "least what is measured, and the worst stands beside it": lambda f: (
        f.grade is not None and f.case.expected is not None and f.grade < f.case.expected <= (f.at_most or 0)
    ),
    "whether the limit of normal or the baseline counts depends on a baseline that the case lacks; admiral takes the "
    "limit": (
        lambda f: f.grade is None and f.case.term == "hemoglobin_increased" and not f.case.cells["BASE"]
    ),
    "the baseline counts only on anticoagulation: its absence hides no grade, the worst stands beside it": lambda f: (
        f.case.term == "inr_increased" and f.case.expected is None and f.grade is not None
    ),
}  # fmt: skip


def cases(data: Path, knowledge: Knowledge) -> tuple[list[Case], int]:
    """The cases of the file that name a term, and how many name none. DataError where the file cannot be used."""
    rows = _read(data / FILE)
    terms = {t.en.casefold(): t.word for t in knowledge.of("vocabularies")["ctcae-terms"].words}
    told_by = {ladder.term: str(ladder.analyte) for ladder in knowledge.of("criteria")[CRITERION].ladders}
    units = {a.word: a.unit for a in knowledge.of("analytes").values()}
    with_unit = {row["TERM"].casefold() for row in rows if row["AVALU"]}
    found = []
    for n, row in enumerate(rows, 2):
        name = row["TERM"].casefold()
        if name in NO_TERM:
            continue
        term = terms.get(name.partition(" (")[0])
        if term is None or term not in told_by:
            raise DataError(f"{FILE}, line {n}: {CRITERION} has no term {row['TERM']!r}; add it there, or correct the file")
        analyte: str = MEASURED_AS.get(name, told_by[term])
        unit = SPELLED.get(row["AVALU"].casefold(), row["AVALU"]) if name in with_unit else units[analyte]
        found.append(Case(n, term, analyte, row, unit))
    return found, len(rows) - len(found)


def _read(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        raise DataError(f"{file} is not there; DATA must be the folder that holds {FILE}")
    with file.open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
            raise DataError(f"{file}: columns {', '.join(missing)} are missing; it must have {', '.join(COLUMNS)}")
        return list(reader)


def write(folder: Path, held: Iterable[Case]) -> None:
    """The cases as a record of CSV tables."""
    held = list(held)
    _table(folder / "patients.csv", ("patient",), ((c.patient,) for c in held))
    drug = (("bortezomib", BASELINE_ON),)
    _table(folder / "exposures.csv", ("patient", "drug", "started_on"), ((c.patient, *row) for c in held for row in drug))
    columns = ("patient", "analyte", "measured_on", "value", "unit", "lower_normal", "upper_normal")
    _table(folder / "measurements.csv", columns, (row for c in held for row in _measured(c)))


def _measured(case: Case) -> Iterator[tuple[object, ...]]:
    limits = case.number("ANRLO"), case.number("ANRHI")
    for day, value in ((BASELINE_ON, case.baseline), (VALUE_ON, case.number("AVAL"))):
        if value is not None:
            row = (f"{value:f}"[:18], case.unit, *(f"{limit:f}" if limit is not None else None for limit in limits))
            yield case.patient, case.analyte, day, *row


def _table(file: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(names)
        writer.writerows(rows)


def graded(held: Sequence[Case], knowledge: Knowledge) -> list[Found]:
    """The cases as derived from their record."""
    with TemporaryDirectory() as folder:
        write(Path(folder), held)
        engine = run.open_record(Path(folder), knowledge)
    run.derive(engine, knowledge, run.Asked(toxicity=CRITERION), ["toxicities"])
    rows = {(row[0], row[1]): (row[3], row[4]) for row in engine.rows("toxicities") if str(row[2]) == VALUE_ON}
    return [Found(case, *rows.get((case.patient, case.term), (None, None))) for case in held]


def report(data: Path) -> dict[str, Any]:
    """What agrees, by term, and each disagreement with its reason; `text` says it in words."""
    knowledge = load()
    held, without = cases(data, knowledge)
    found = graded(held, knowledge)
    apart = [f for f in found if not f.agrees]
    reasons = Counter(f.reason for f in apart)
    return {
        "text": _text(len(found), without, apart, reasons),
        "cases": len(found) + without,
        "cases_without_a_term": without,
        "graded": len(found),
        "agree": len(found) - len(apart),
        "disagree": len(apart),
        "not_argued": reasons.get(NOT_ARGUED, 0),
        "reasons": [{"reason": reason, "cases": n} for reason, n in reasons.most_common()],
        "by_term": _by_term(found),
        "disagreements": [_told(f) for f in apart],
    }


def _text(n: int, without: int, apart: Sequence[Found], reasons: Mapping[str, int]) -> str:
    argued = len(apart) - reasons.get(NOT_ARGUED, 0)
    return (
        f"{n - len(apart)} of {n} cases of pharmaverse/admiral (CTCAE 4, laboratory values) get the grade expected there; "
        f"{len(apart)} do not, {argued} of them for a reason that is given. {without} further cases name no term, and "
        "expect no grade: nothing is asked of them.\n\n"
        "A grade here is what the measurements show at least. Units are read without regard to case, as in the file; where "
        "a whole test gives no unit, only multiples of limits count, and the analyte's own unit is taken. Values of INR are "
        "divided by 100, to be possible; only their multiples count. The cases of tests 8c and 10c are named after later "
        "editions, but ask for edition 4."
    )


def _by_term(found: Sequence[Found]) -> list[dict[str, Any]]:
    terms = sorted({f.case.term for f in found})
    of_term = {term: [f for f in found if f.case.term == term] for term in terms}
    return [{"term": t, "cases": len(fs), "agree": sum(f.agrees for f in fs)} for t, fs in of_term.items()]


def _told(f: Found) -> dict[str, Any]:
    unknown = "unknown"
    return {
        "term": f.case.term,
        "case": f.case.shown,
        "expected": unknown if f.case.expected is None else f.case.expected,
        "derived": unknown if f.grade is None else f.grade,
        "at_most": unknown if f.at_most is None else f.at_most,
        "reason": f.reason,
    }


def main(words: Sequence[str]) -> int:
    """Print the report, with `--json` as JSON; 1 when the data cannot be used, 2 on usage."""
    asked = [word for word in words if word != "--json"]
    if len(asked) != 1:
        print(f"usage: python -m tools.validate.ctcae DATA [--json]; DATA is the folder that holds {FILE}", file=sys.stderr)
        return 2
    try:
        told = report(Path(asked[0]))
    except DataError as fault:
        print(f"validate: {fault}", file=sys.stderr)
        return 1
    print(json.dumps(told, ensure_ascii=False, indent=1) if "--json" in words else _plain(told))
    return 0


def _plain(told: Mapping[str, Any]) -> str:
    lines = [told["text"], ""]
    lines += [f"{row['agree']:4} of {row['cases']:4}  {row['term']}" for row in told["by_term"]]
    for row in told["disagreements"]:
        worst = f" (at most {row['at_most']})" if row["at_most"] != row["derived"] else ""
        lines.append(
            f"{row['term']} {row['case']}: expected {row['expected']}, derived {row['derived']}{worst}: {row['reason']}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
