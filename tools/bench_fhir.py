"""How long does it take to read FHIR, beside DuckDB's bare `read_json` of the same file in the same run?

`python -m tools.bench_fhir [OBSERVATIONS]` draws a bulk export (each Observation has two codings, a reference range, an
interpretation; one in ten holds no quantity), and a bundle of 400 entries. Figures are printed, never asserted. Bare means
`create table as select * from read_json(file)`, its schema found by itself.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from thirdline import records
from thirdline.knowledge import load
from thirdline.records import Words, fhir
from thirdline.records.files import sql_text
from thirdline.run import words_of

OBSERVATIONS, PER_PATIENT, BUNDLE, RUNS = 100_000, 100, 400, 5
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
CODES = (
    ("33358-3", "M-protein", "g/L"), ("36916-5", "Kappa free", "mg/L"), ("33944-0", "Lambda free", "mg/L"),
    ("718-7", "Haemoglobin", "g/dL"), ("777-3", "Platelets", "10*9/L"), ("2160-0", "Creatinine", "mg/dL"),
)  # fmt: skip


def cpu_seconds(action: Callable[[], object]) -> float:
    """Processor time of a call, which another process on the machine does not lengthen as it does the clock's."""
    began = resource.getrusage(resource.RUSAGE_SELF)
    action()
    ended = resource.getrusage(resource.RUSAGE_SELF)
    return ended.ru_utime - began.ru_utime + ended.ru_stime - began.ru_stime


def patients(n: int) -> Iterator[dict[str, Any]]:
    """Patients by number."""
    for each in range(n):
        yield {"resourceType": "Patient", "id": f"p{each}", "gender": "female", "birthDate": "1950-01-01"}


def observations(n: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Laboratory results as a hospital exports them."""
    for number in range(n):
        code, name, unit = chance.choice(CODES)
        yield {
            "resourceType": "Observation",
            "id": f"o{number}",
            "meta": {"versionId": "1", "lastUpdated": "2024-01-01T00:00:00Z", "profile": [f"{LOINC}/profile"]},
            "status": "final",
            "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem", "code": "laboratory"}]}],
            "code": {
                "coding": [
                    {"system": LOINC, "code": code, "display": name},
                    {"system": "urn:local", "code": f"L{number % 6}", "display": name},
                ]
            },
            "subject": {"reference": f"Patient/p{number // PER_PATIENT}"},
            "effectiveDateTime": f"{2010 + number % PER_PATIENT // 12}-{number % 12 + 1:02}-{number % 28 + 1:02}T08:00:00Z",
            "interpretation": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem", "code": "N"}]}],
            "referenceRange": [{"low": measured(1.5, unit), "high": measured(40, unit), "text": "1.5-40"}],
            **value(chance, unit),
        }


def measured(number: float, unit: str) -> dict[str, Any]:
    """A Quantity in that unit."""
    return {"value": number, "unit": unit, "system": UCUM, "code": unit}


def value(chance: random.Random, unit: str) -> dict[str, Any]:
    """A quantity nine times of ten, else a word."""
    if chance.random() < 0.9:
        return {"valueQuantity": measured(round(chance.uniform(1, 99), 2), unit)}
    return {"valueCodeableConcept": {"coding": [{"system": LOINC, "code": "LA6576-8", "display": "Positive"}]}}


def export(folder: Path, n: int) -> Path:
    """A bulk export of n Observations; its file of Observations."""
    drawn = {"Patient": patients(n // PER_PATIENT + 1), "Observation": observations(n, random.Random(n))}
    for kind, resources in drawn.items():
        with (folder / f"{kind}.ndjson").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(each) + "\n" for each in resources)
    return folder / "Observation.ndjson"


def bundle(path: Path) -> Path:
    """One patient's bundle of 400 entries."""
    entries = [*patients(1), *({**each, "subject": None} for each in observations(BUNDLE - 1, random.Random(BUNDLE)))]
    path.write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": each} for each in entries]}))
    return path


def bare(file: Path) -> float:
    """DuckDB's own reading of the file."""
    con = duckdb.connect()
    return cpu_seconds(lambda: con.execute(f"create table bare as select * from read_json({sql_text(str(file))})"))


def found(path: Path, words: Words) -> float:
    """From the files to the rows found for each table."""

    def flatten() -> None:
        fhir.land(con, path)
        for name, rows in fhir.relations(con, words).items():
            con.execute(f"create or replace temp table flat_{name} as {rows}")
        fhir.clear(con)

    con = duckdb.connect()
    return min(cpu_seconds(flatten) for _ in range(RUNS if path.is_file() else 1))


def whole(path: Path, words: Words) -> float:
    """From the files to the tables of a record, units converted and issues written; the connection is warm."""
    con = duckdb.connect()
    return median(cpu_seconds(lambda: records.read(con, path, words)) for _ in range(RUNS if path.is_file() else 1))


def main(n: int) -> None:
    """Print the figures of a bulk export of n Observations, and of a bundle."""
    words = words_of(load())
    with tempfile.TemporaryDirectory() as folder:
        (bulk := Path(folder) / "bulk").mkdir()
        file = export(bulk, n)
        megabytes = file.stat().st_size / 1e6
        single = bundle(Path(folder) / "bundle.json")
        one, one_whole = found(single, words), whole(single, words)  # first: the library of units is loaded once
        raw, flat, all_ = bare(file), found(bulk, words), whole(bulk, words)
    table = Table("what", "processor seconds", "times bare", title=f"FHIR: {n:,} Observations, {megabytes:.0f} MB")
    table.add_row("bare read_json", f"{raw:.2f}", "1.0")
    table.add_row("to the rows of each table", f"{flat:.2f}", f"{flat / raw:.2f}")
    table.add_row("to the record: units, issues, ledgers", f"{all_:.2f}", f"{all_ / raw:.2f}")
    table.add_row(f"a bundle of {BUNDLE} entries, to the rows of each table", f"{one:.3f}", "")
    table.add_row(f"a bundle of {BUNDLE} entries, to the record", f"{one_whole:.3f}", "")
    Console(width=120).print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else OBSERVATIONS)
