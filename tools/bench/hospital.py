"""What a hospital exports, drawn: Observations in bulk, and one patient's bundle.

Each Observation has two codings, a reference range and an interpretation; one in ten holds no quantity.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PER_PATIENT = 100
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
CODES = (
    ("33358-3", "M-protein", "g/L"), ("36916-5", "Kappa free", "mg/L"), ("33944-0", "Lambda free", "mg/L"),
    ("718-7", "Haemoglobin", "g/dL"), ("777-3", "Platelets", "10*9/L"), ("2160-0", "Creatinine", "mg/dL"),
)  # fmt: skip
SYSTEM = "http://terminology.hl7.org/CodeSystem"


def patients(n: int) -> Iterator[dict[str, Any]]:
    """Patients by number."""
    for each in range(n):
        yield {"resourceType": "Patient", "id": f"p{each}", "gender": "female", "birthDate": "1950-01-01"}


def observations(n: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Laboratory results as a hospital exports them."""
    for number in range(n):
        code, name, unit = chance.choice(CODES)
        local = {"system": "urn:local", "code": f"L{number % len(CODES)}", "display": name}
        day = f"{2010 + number % PER_PATIENT // 12}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield {
            "resourceType": "Observation",
            "id": f"o{number}",
            "meta": {"versionId": "1", "lastUpdated": "2024-01-01T00:00:00Z", "profile": [f"{LOINC}/profile"]},
            "status": "final",
            "category": [{"coding": [{"system": SYSTEM, "code": "laboratory"}]}],
            "code": {"coding": [{"system": LOINC, "code": code, "display": name}, local]},
            "subject": {"reference": f"Patient/p{number // PER_PATIENT}"},
            "effectiveDateTime": f"{day}T08:00:00Z",
            "interpretation": [{"coding": [{"system": SYSTEM, "code": "N"}]}],
            "referenceRange": [{"low": _measured(1.5, unit), "high": _measured(40, unit), "text": "1.5-40"}],
            **_value(chance, unit),
        }


def export(folder: Path, n: int) -> Path:
    """A bulk export of n Observations and their patients; its file of Observations."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {"Patient": patients(n // PER_PATIENT + 1), "Observation": observations(n, random.Random(n))}
    for kind, resources in drawn.items():
        with (folder / f"{kind}.ndjson").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(each) + "\n" for each in resources)
    return folder / "Observation.ndjson"


def bundle(path: Path, entries: int) -> Path:
    """One patient's bundle of so many entries."""
    tests = ({**each, "subject": {"reference": "Patient/p0"}} for each in observations(entries - 1, random.Random(entries)))
    found = [{"resource": each} for each in (*patients(1), *tests)]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": found}), encoding="utf-8")
    return path


def _measured(number: float, unit: str) -> dict[str, Any]:
    return {"value": number, "unit": unit, "system": UCUM, "code": unit}


def _value(chance: random.Random, unit: str) -> dict[str, Any]:
    """A quantity nine times of ten, else a word."""
    if chance.random() < 0.9:
        return {"valueQuantity": _measured(round(chance.uniform(1, 99), 2), unit)}
    return {"valueCodeableConcept": {"coding": [{"system": LOINC, "code": "LA6576-8", "display": "Positive"}]}}
