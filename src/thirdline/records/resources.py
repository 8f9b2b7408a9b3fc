"""Which reader is for which type of FHIR resource?

Each adds rows of text cells to `Bundle.flat`. It answers None, or (element, found) when the resource cannot be used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thirdline.records.fhir import asserted_on, at, candidates, label, start, text
from thirdline.records.flat import Bundle, Row, Unused
from thirdline.records.medications import administration, medication, request, statement
from thirdline.records.observations import observation


def _patient(bundle: Bundle, resource: Any) -> None:
    bundle.flat.rows["patients"].append(
        {
            "patient": text(resource, "id"),
            "born_on": text(resource, "birthDate"),
            "sex": text(resource, "gender"),
            "died_on": text(resource, "deceasedDateTime"),
            "centre": text(resource, "managingOrganization", "display"),
        }
    )


def _condition(bundle: Bundle, resource: Any) -> Unused | None:
    """A Condition that is one of the diagnoses; two different ones end as conflicting values of the patient."""
    diagnosis = bundle.words.agreed("diagnosis", candidates(at(resource, "code")))
    if not diagnosis:
        return "code", label(at(resource, "code"))
    facts: Row = {"diagnosis": diagnosis, "diagnosed_on": asserted_on(resource)}
    patient = bundle.patient(resource)
    rows = [row for row in bundle.flat.rows["patients"] if row["patient"] == patient]
    if rows and "diagnosis" not in rows[0]:
        rows[0].update(facts)
    else:
        bundle.flat.rows["patients"].append({"patient": patient, **facts})
    return None


def _procedure(bundle: Bundle, resource: Any) -> None:
    bundle.flat.rows["procedures"].append(
        {
            "patient": bundle.patient(resource),
            "procedure": bundle.meant("procedure", at(resource, "code")),
            "performed_on": start(resource, "performed"),
        }
    )


READERS: dict[str, Callable[[Bundle, Any], Unused | None]] = {
    "Patient": _patient,
    "Condition": _condition,
    "Observation": observation,
    "MedicationAdministration": administration,
    "MedicationStatement": statement,
    "MedicationRequest": request,
    "Medication": medication,
    "Procedure": _procedure,
}
"""Resource type -> what adds its rows; it answers (element, found) when the resource cannot be used."""
