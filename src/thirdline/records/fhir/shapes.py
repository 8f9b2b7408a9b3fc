"""Which elements of each FHIR R4 resource are read, and in what shape?

A shape is TEXT (one primitive), RAW (whatever stands there, as JSON), a list of one shape, or elements by name. One
shape is three things: the columns of `read_json`, the structure of `from_json`, and what a broken line is checked
against. Elements that are not named here are not looked at.
"""

from __future__ import annotations

from typing import TypeAlias

Shape: TypeAlias = "str | list[Shape] | dict[str, Shape]"

TEXT, RAW = "VARCHAR", "JSON"


class Repeated(dict):
    """A JSON object in which a name stands twice: nobody can say which of the two is meant."""


CONCEPT: Shape = {"coding": [{"system": TEXT, "code": TEXT, "display": TEXT}], "text": TEXT}
QUANTITY: Shape = {"value": TEXT, "comparator": TEXT, "unit": TEXT, "system": TEXT, "code": TEXT}
PERIOD: Shape = {"start": TEXT, "end": TEXT}
REFERENCE: Shape = {"reference": TEXT, "display": TEXT}
LIMITS: Shape = [{"low": QUANTITY, "high": QUANTITY, "type": CONCEPT}]

RESOURCE: dict[str, Shape] = {"resourceType": TEXT, "id": TEXT, "modifierExtension": RAW}

VALUE: dict[str, Shape] = {
    "valueQuantity": QUANTITY,
    "valueCodeableConcept": CONCEPT,
    "valueString": TEXT,
    "valueInteger": TEXT,
    "valueBoolean": TEXT,
    "valueDateTime": TEXT,
    "valueTime": TEXT,
    "valueRange": RAW,
    "valueRatio": RAW,
    "valuePeriod": RAW,
    "valueSampledData": RAW,
    "dataAbsentReason": CONCEPT,
    "referenceRange": LIMITS,
}

EFFECTIVE: dict[str, Shape] = {"effectiveDateTime": TEXT, "effectivePeriod": PERIOD}

MEDICATED: dict[str, Shape] = {
    "status": TEXT,
    "subject": REFERENCE,
    "medicationCodeableConcept": CONCEPT,
    "medicationReference": REFERENCE,
    "contained": [RAW],
}

DOSAGE: Shape = {"route": CONCEPT, "doseAndRate": [{"doseQuantity": QUANTITY}]}
TIMED_DOSAGE: Shape = {**DOSAGE, "timing": {"repeat": {"boundsPeriod": PERIOD}}}

SHAPES: dict[str, dict[str, Shape]] = {
    "Patient": {
        **RESOURCE,
        "gender": TEXT,
        "birthDate": TEXT,
        "deceasedDateTime": TEXT,
        "deceasedBoolean": TEXT,
        "managingOrganization": REFERENCE,
    },
    "Condition": {
        **RESOURCE,
        "verificationStatus": CONCEPT,
        "code": CONCEPT,
        "subject": REFERENCE,
        "onsetDateTime": TEXT,
        "onsetPeriod": PERIOD,
        "recordedDate": TEXT,
        "extension": [{"url": TEXT, "valueDateTime": TEXT}],
    },
    "Observation": {
        **RESOURCE,
        **EFFECTIVE,
        "effectiveInstant": TEXT,
        "effectiveTiming": {"event": [TEXT]},
        **VALUE,
        "status": TEXT,
        "code": CONCEPT,
        "subject": REFERENCE,
        "method": CONCEPT,
        "bodySite": RAW,
        "focus": [REFERENCE],
        "specimen": RAW,
        "hasMember": RAW,
        "contained": [RAW],
        "component": [{"code": CONCEPT, **VALUE}],
    },
    "DiagnosticReport": {
        **RESOURCE,
        **EFFECTIVE,
        "effectiveInstant": TEXT,
        "status": TEXT,
        "code": CONCEPT,
        "subject": REFERENCE,
        "conclusionCode": [CONCEPT],
        "contained": [RAW],
    },
    "Medication": {**RESOURCE, "status": TEXT, "code": CONCEPT},
    "MedicationAdministration": {
        **RESOURCE,
        **MEDICATED,
        **EFFECTIVE,
        "statusReason": [CONCEPT],
        "dosage": {"route": CONCEPT, "dose": QUANTITY},
    },
    "MedicationStatement": {**RESOURCE, **MEDICATED, **EFFECTIVE, "statusReason": [CONCEPT], "dosage": [DOSAGE]},
    "MedicationRequest": {
        **RESOURCE,
        **MEDICATED,
        "intent": TEXT,
        "doNotPerform": TEXT,
        "statusReason": CONCEPT,
        "authoredOn": TEXT,
        "dosageInstruction": [TIMED_DOSAGE],
    },
    "MedicationDispense": {
        **RESOURCE,
        **MEDICATED,
        "statusReasonCodeableConcept": CONCEPT,
        "whenPrepared": TEXT,
        "whenHandedOver": TEXT,
        "daysSupply": QUANTITY,
        "dosageInstruction": [DOSAGE],
    },
    "Procedure": {
        **RESOURCE,
        "status": TEXT,
        "code": CONCEPT,
        "subject": REFERENCE,
        "performedDateTime": TEXT,
        "performedPeriod": PERIOD,
    },
    "Encounter": {**RESOURCE, "status": TEXT, "subject": REFERENCE, "period": PERIOD},
    "AdverseEvent": {
        **RESOURCE,
        "actuality": TEXT,
        "event": CONCEPT,
        "subject": REFERENCE,
        "date": TEXT,
        "detected": TEXT,
        "recordedDate": TEXT,
        "severity": CONCEPT,
        "suspectEntity": [{"instance": REFERENCE}],
        "extension": [{"url": TEXT, "valueCodeableConcept": CONCEPT}],
    },
}
"""Resource type -> its elements. A type that is not here has no table in a record."""


def sql_type(shape: Shape) -> str:
    """The shape as a type of DuckDB."""
    if isinstance(shape, str):
        return shape
    if isinstance(shape, list):
        return f"{sql_type(shape[0])}[]"
    fields = (f'"{name}" {sql_type(each)}' for name, each in shape.items())
    return f"STRUCT({', '.join(fields)})"


def misfit(shape: Shape, value: object, where: str = "") -> str | None:
    """Where a parsed value is not of that shape, in one line that holds none of its text; None where it fits."""
    if value is None or shape == RAW:
        return None
    if isinstance(shape, str):
        return _wrong(where, "one value", value) if isinstance(value, (dict, list)) else None
    if isinstance(shape, list):
        return _misfit_of_list(shape[0], value, where)
    return _misfit_of_object(shape, value, where)


def _misfit_of_object(shape: dict[str, Shape], value: object, where: str) -> str | None:
    if not isinstance(value, dict):
        return _wrong(where, "an object", value)
    if isinstance(value, Repeated):
        return f"{where or 'the resource'}: a name stands twice"
    for name, each in value.items():
        if name in shape and (found := misfit(shape[name], each, f"{where}.{name}" if where else name)):
            return found
    return None


def _misfit_of_list(shape: Shape, value: object, where: str) -> str | None:
    if not isinstance(value, list):
        return _wrong(where, "a list", value)
    for n, each in enumerate(value):
        if found := misfit(shape, each, f"{where}[{n}]"):
            return found
    return None


def _wrong(where: str, wanted: str, value: object) -> str:
    found = {dict: "an object", list: "a list"}.get(type(value), "one value")
    return f"{where or 'the resource'}: {wanted} belongs here, not {found}"
