"""Write the synthetic example records: one patient for every tier of refractoriness, one for every cell of the table.

    python tests/golden/synthetic/make.py [FOLDER]

Standard library only and no chance in it: the same files come out each time. What must be derived is written from the
definitions and the printed table, not from a run, into `about/expected.csv`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

EXAMPLES = Path(__file__).parents[3] / "examples"
VISIT = timedelta(days=28)
SHAPE = (1, 0.75, 0.5, 0.42, 0.4, 0.4)
"""The M-protein at each visit of a line that answers, as a share of its first value."""
RISE = (7, 13)
"""g/L above the lowest value at the two visits that show progression."""
REGIMENS = {
    "Rd": "lenalidomide dexamethasone",
    "Vd": "bortezomib dexamethasone",
    "VRd": "bortezomib lenalidomide dexamethasone",
    "Kd": "carfilzomib dexamethasone",
    "Pd": "pomalidomide dexamethasone",
    "KPd": "carfilzomib pomalidomide dexamethasone",
    "Dara": "daratumumab",
    "DVRd": "bortezomib daratumumab lenalidomide dexamethasone",
}
COLUMNS = {
    "patients": "patient born_on sex diagnosis diagnosed_on heavy_chain light_chain centre died_on last_seen_on",
    "exposures": "patient drug started_on ended_on amount unit route regimen stopped_because",
    "measurements": "patient measurement analyte measured_on value unit lower_normal upper_normal method",
    "findings": "patient finding kind found_on value",
    "about/expected": "table patient column value",
}


@dataclass(frozen=True)
class Course:
    """One synthetic patient: regimens in order, each failing while given, or the last one relapsing months after its end."""

    patient: str
    about: str
    regimens: str
    expected: dict[str, str]
    contraindication: str | None = None
    fails: bool = True


def status(tier: str, drugs: str = "", triple_class: bool = False) -> dict[str, str]:
    return {
        "status.refractory_tier": tier,
        "status.refractory_drugs": drugs,
        "status.triple_class_refractory": str(triple_class).lower(),
    }


TIERS = (
    Course("none", "VRd, then relapse eight months after its end", "VRd", status("none"), fails=False),
    Course("single", "progression on Rd", "Rd", status("single", "lenalidomide")),
    Course("double", "progression on VRd", "VRd", status("double", "bortezomib+lenalidomide")),
    Course("triple-two-proteasome-inhibitors", "progression on VRd and on Kd", "VRd Kd",
           status("triple", "bortezomib+carfilzomib+lenalidomide")),
    Course("triple-two-immunomodulators", "progression on VRd and on Pd", "VRd Pd",
           status("triple", "bortezomib+lenalidomide+pomalidomide")),
    Course("tetra", "progression on VRd, Kd and Pd", "VRd Kd Pd",
           status("tetra", "bortezomib+carfilzomib+lenalidomide+pomalidomide")),
    Course("penta", "progression on VRd, KPd and daratumumab", "VRd KPd Dara",
           status("penta", "bortezomib+carfilzomib+daratumumab+lenalidomide+pomalidomide", True)),
    Course("triple-class", "progression on DVRd: double by the slides, triple-class by the modern scheme", "DVRd",
           status("double", "bortezomib+daratumumab+lenalidomide", True)),
)  # fmt: skip


def offers(recommended: str, alternative: str = "", excluded: str = "") -> dict[str, str]:
    verdicts = {"recommended": recommended, "alternative": alternative, "excluded": excluded}
    return {f"options.{option}": verdict for verdict, options in verdicts.items() for option in options.split()}


CAR_T = "ciltacabtagene-autoleucel"
CELLS = (
    Course("one-group-immunomodulator-fit", "progression on Rd", "Rd",
           offers("dvd", "dpd elopd pcd pvd kpd vcd isakd"), "none"),
    Course("one-group-immunomodulator-unfit", "progression on Rd, neuropathy", "Rd",
           offers("vd", "pd kd dd isakd"), "thalidomide"),
    Course("one-group-proteasome-inhibitor-fit", "progression on Vd", "Vd",
           offers("drd", "elord krd isakd"), "none"),
    Course("one-group-proteasome-inhibitor-unfit", "progression on Vd, neuropathy", "Vd",
           offers("rd", "pd kd dd isakd"), "thalidomide"),
    Course("two-groups-fit", "progression on VRd", "VRd",
           offers("dpd dpcd kpd", f"elopd ipd isakd {CAR_T}", "krd"), "none"),
    Course("two-groups-unfit", "progression on VRd, neuropathy", "VRd",
           offers("kd pd daratumumab", f"isakd {CAR_T}"), "thalidomide"),
    Course("three-groups-carfilzomib-fit", "progression on VRd and Kd", "VRd Kd",
           offers("dpd dpcd elopd", f"isapd {CAR_T}", "isakd"), "none"),
    Course("three-groups-carfilzomib-unfit", "progression on VRd and Kd, neuropathy", "VRd Kd",
           offers("pd daratumumab", f"isapd {CAR_T}", "isakd"), "thalidomide"),
    Course("three-groups-pomalidomide-fit", "progression on VRd and Pd", "VRd Pd",
           offers("daratumumab-based alkylator-based", f"isakd {CAR_T}", "panovd isapd"), "none"),
    Course("three-groups-pomalidomide-unfit", "progression on VRd and Pd, neuropathy", "VRd Pd",
           offers("daratumumab kd", f"isakd {CAR_T}", "isapd"), "thalidomide"),
    Course("four-groups", "progression on VRd and KPd", "VRd KPd",
           offers("clinical-trial daratumumab-based alkylator-based bendamustine-based panobinostat-based vend "
                  "anthracycline-based selinexor-based allogeneic-transplant car-t anti-pd1-based belantamab",
                  CAR_T, "venvd isakd isapd"), "none"),
)  # fmt: skip
README = """# {name}

**Synthetic.** No patient stands behind these rows: `tests/golden/synthetic/make.py` writes them, always the same.

{about}
Each line answers with a partial response and fails by a confirmed rise of the serum M-protein (g/L, every 28 days)
while it is given. Doses are left out.
`about/expected.csv` holds what must be derived: `column` is a column of `status`, or, for `options`, the option whose verdict
is the value.

| patient | course |
| --- | --- |
{rows}
"""
RECORDS = {
    "synthetic-tiers": ("One patient for every tier of refractoriness of the lecture slides of 2020.", TIERS),
    "synthetic-cells": ("One patient for every cell of the slides' table of options, and what is left to each.", CELLS),
}


def values(first: float, fails: bool) -> list[float]:
    """The M-protein at each visit of a line, in g/L."""
    falling = [round(first * share, 1) for share in SHAPE]
    return falling + [round(falling[-1] + rise, 1) for rise in RISE] if fails else falling


def rows(course: Course, number: int) -> dict[str, list[tuple[str, ...]]]:
    """Every table's rows of one patient."""
    began = day = end = date(2024, 6, 3) + timedelta(days=30 * number)
    made: dict[str, list[tuple[str, ...]]] = {name: [] for name in COLUMNS}
    series: list[tuple[date, float]] = []
    first = 40.0 + number
    for name in course.regimens.split():
        line: list[tuple[date, float]] = [(day + VISIT * n, value) for n, value in enumerate(values(first, course.fails))]
        end = line[-1][0]
        reason = "" if course.fails else "completed"
        made["exposures"] += [
            (course.patient, drug, str(day), str(end), "", "", "", name, reason) for drug in REGIMENS[name].split()
        ]
        series += line
        day, first = end + VISIT / 2, line[-1][1]
    if not course.fails:
        series += [(end + VISIT * n, value) for n, value in ((3, series[-1][1]), (6, series[-1][1]), (9, 30.0), (10, 35.0))]
    made["measurements"] = [
        (course.patient, f"{course.patient}-m{n}", "serum_m_protein", str(on), f"{value:.1f}", "g/L", "", "", "")
        for n, (on, value) in enumerate(series, 1)
    ]
    found = {"plasma_cell_leukaemia": "absent", "extramedullary_disease": "absent"}
    if course.contraindication:
        found["contraindication"] = course.contraindication
    last = series[-1][0]
    made["findings"] = [
        (course.patient, f"{course.patient}-f{n}", kind, str(last), value)
        for n, (kind, value) in enumerate(found.items(), 1)
    ]
    sex, chain = ("female", "kappa") if number % 2 else ("male", "lambda")
    made["patients"] = [
        (course.patient, str(date(1952 + number, 3, 1)), sex, "multiple_myeloma", str(began - VISIT), "IgG", chain,
         "synthetic", "", str(last))
    ]  # fmt: skip
    made["about/expected"] = [(*key.split("."), value) for key, value in course.expected.items()]
    made["about/expected"] = [(table, course.patient, column, value) for table, column, value in made["about/expected"]]
    return made


def write(folder: Path) -> None:
    """Write both records into a folder."""
    for name, (about, courses) in RECORDS.items():
        record = folder / name
        (record / "about").mkdir(parents=True, exist_ok=True)
        made = [rows(course, n) for n, course in enumerate(courses)]
        for table, columns in COLUMNS.items():
            _csv(record / f"{table}.csv", columns.split(), (row for each in made for row in each[table]))
        listed = "\n".join(f"| {c.patient} | {c.about} |" for c in courses)
        (record / "README.md").write_text(README.format(name=name, about=about, rows=listed), encoding="utf-8")


def _csv(path: Path, columns: list[str], lines: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
