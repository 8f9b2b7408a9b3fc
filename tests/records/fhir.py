"""FHIR in a few lines: concepts, quantities, resources, and files of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LOINC, SNOMED, UCUM = "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org"
RXNORM, ATC = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://www.whocc.no/atc"

Resource = dict[str, Any]


def concept(*codings: tuple[str, str], text: str | None = None) -> Resource:
    return {"coding": [{"system": s, "code": c} for s, c in codings], **({"text": text} if text else {})}


def quantity(value: float | str, unit: str, **more: str) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit, **more}


def of(patient: str = "p1") -> Resource:
    return {"subject": {"reference": f"Patient/{patient}"}}


def patient(id_: str = "p1", **more: Any) -> Resource:
    return {"resourceType": "Patient", "id": id_, "birthDate": "1960-05-01", **more}


def observation(code: Any, on: str = "2020-01-05", id_: str = "o1", **more: Any) -> Resource:
    resource = {"resourceType": "Observation", "id": id_, "status": "final", "code": code, **of()}
    return {**resource, "effectiveDateTime": on, **more}


def given_drug(kind: str = "MedicationAdministration", drug: str = "bortezomib", **more: Any) -> Resource:
    resource = {"resourceType": kind, "id": "m1", "status": "completed", **of()}
    return {**resource, "medicationCodeableConcept": {"text": drug}, "effectiveDateTime": "2020-01-05", **more}


def ndjson(path: Path, lines: Iterable[Resource | str]) -> Path:
    """A file of one resource a line; a line given as text stands as it is."""
    text = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
    data = text.encode("utf-8", "surrogateescape")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def bundle(path: Path, entries: Iterable[Any], **more: Any) -> Path:
    """A bundle of these entries; a resource alone is an entry without address."""
    wrapped = [{"resource": each} if "resourceType" in each else each for each in entries]
    path.write_text(json.dumps({"resourceType": "Bundle", "entry": wrapped, **more}), encoding="utf-8")
    return path


M_PROTEIN = concept((LOINC, "33358-3"))
IFE = concept((LOINC, "25700-6"))
KAPPA = concept((LOINC, "36916-5"))
