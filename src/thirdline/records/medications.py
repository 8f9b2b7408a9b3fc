"""Which drugs were given, by a FHIR MedicationAdministration, MedicationStatement or MedicationRequest?"""

from __future__ import annotations

from typing import Any

from thirdline.records.fhir import at, label, many, start, text, unit
from thirdline.records.flat import Bundle, Row, Unused


def administration(bundle: Bundle, resource: Any) -> None:
    """Given over the period, or on the one day."""
    ended = text(resource, "effectivePeriod", "end") or text(resource, "effectiveDateTime")
    bundle.flat.rows["exposures"].append(
        {
            **_medication(bundle, resource),
            "started_on": start(resource, "effective"),
            "ended_on": ended,
            "amount": text(resource, "dosage", "dose", "value"),
            "unit": unit(at(resource, "dosage", "dose")),
            "route": label(at(resource, "dosage", "route")),
        }
    )


def statement(bundle: Bundle, resource: Any) -> None:
    """Taken over the period; from the day said where there is only a day."""
    bundle.flat.rows["exposures"].append(
        {
            **_medication(bundle, resource),
            "started_on": start(resource, "effective"),
            "ended_on": text(resource, "effectivePeriod", "end"),
            **_dosage(at(resource, "dosage", 0)),
        }
    )


def request(bundle: Bundle, resource: Any) -> None:
    """An order counts from the start of its period, else from the day it was written."""
    dosage = at(resource, "dosageInstruction", 0)
    period = at(dosage, "timing", "repeat", "boundsPeriod")
    bundle.flat.rows["exposures"].append(
        {
            **_medication(bundle, resource),
            "started_on": text(period, "start") or text(resource, "authoredOn"),
            "ended_on": text(period, "end"),
            **_dosage(dosage),
        }
    )


def medication(bundle: Bundle, resource: Any) -> Unused | None:
    """A Medication is used by what refers to it; one that nothing refers to is not used."""
    references = {text(each, "medicationReference", "reference") for each in bundle.resources.values()}
    names = {name for name, each in bundle.resources.items() if each is resource}
    return None if names & references else ("reference", None)


def _medication(bundle: Bundle, resource: Any) -> Row:
    contained = {f"#{text(each, 'id')}": each for each in many(resource, "contained")}
    reference = text(resource, "medicationReference", "reference") or ""
    pointed = contained.get(reference) or bundle.resources.get(reference)
    concept = at(resource, "medicationCodeableConcept") or at(pointed, "code")
    return {
        "patient": bundle.patient(resource),
        "drug": bundle.meant("drug", concept) or text(resource, "medicationReference", "display"),
        "stopped_because": bundle.meant("stop_reason", at(resource, "statusReason", 0) or at(resource, "statusReason")),
    }


def _dosage(dosage: Any) -> Row:
    dose = at(dosage, "doseAndRate", 0, "doseQuantity")
    return {"amount": text(dose, "value"), "unit": unit(dose), "route": label(at(dosage, "route"))}
