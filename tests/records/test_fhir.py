"""Does a bundle say the same as the tables, and does each resource end in a table or in the issues?"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from .conftest import PATIENT_CSV, Reading, found, measured, write
from .fhir import ATC, IFE, LOINC, M_PROTEIN, RXNORM, SNOMED, UCUM, concept, given_drug, observation, quantity

Read = Callable[..., Reading]
ReadPath = Callable[[Path], Reading]
BUNDLE = Path(__file__).with_name("bundle.json")


def test_the_same_facts_as_tables_and_as_bundle(tmp_path: Path, read_path: ReadPath) -> None:
    bundle = read_path(BUNDLE).everything()
    bundle["issues"] = [row for row in bundle["issues"] if row["table"] != "bundle"]
    tables = read_path(write(tmp_path / "record", PATIENT_CSV)).everything()
    for held in (bundle, tables):
        held["measurements"] = [{**row, "reported_unit": None} for row in held["measurements"]]
    assert bundle == tables
    assert {name: len(rows) for name, rows in tables.items()} == {
        "patients": 1,
        "exposures": 3,
        "measurements": 5,
        "findings": 2,
        "procedures": 1,
        "lesions": 0,
        "events": 0,
        "issues": 4,
    }


def test_what_the_example_does_not_use_is_named(read_path: ReadPath) -> None:
    unused = [
        (row["row"], row["column"], row["found"]) for row in read_path(BUNDLE).rows("issues") if row["table"] == "bundle"
    ]
    assert unused == [
        ("Condition/hypertension", "code", "Hypertension"),
        ("MedicationStatement/aspirin", "status", "not-taken"),
        ("Observation/wrong", "status", "entered-in-error"),
        ("Practitioner/doctor", "resourceType", "Practitioner"),
    ]


def test_a_patient(read_bundle: Read) -> None:
    patient = {
        "resourceType": "Patient",
        "id": "p1",
        "gender": "female",
        "birthDate": "1960-05-01",
        "deceasedDateTime": "2023-01-01T04:00:00Z",
        "managingOrganization": {"display": "Centre A"},
    }
    row = read_bundle(patient).one("patients")
    assert (row["sex"], row["born_on"], row["died_on"]) == ("female", date(1960, 5, 1), date(2023, 1, 1))
    assert row["centre"] == "Centre A"


@pytest.mark.parametrize(
    ("more", "on"),
    [
        ({"onsetDateTime": "2019-12-01"}, date(2019, 12, 1)),
        ({"onsetPeriod": {"start": "2019-12-02"}}, date(2019, 12, 2)),
        ({"recordedDate": "2019-12-03"}, date(2019, 12, 3)),
        (
            {
                "onsetDateTime": "2019-12-01",
                "extension": [
                    {
                        "url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate",
                        "valueDateTime": "2019-12-04",
                    }
                ],
            },
            date(2019, 12, 4),
        ),
        ({"onsetDateTime": "2019"}, None),
        ({}, None),
    ],
)
def test_a_diagnosis_and_its_day(more: dict[str, Any], on: date | None, read_bundle: Read) -> None:
    row = read_bundle({"resourceType": "Condition", "id": "c", "code": concept((SNOMED, "109989006")), **more}).one(
        "patients"
    )
    assert (row["diagnosis"], row["diagnosed_on"]) == ("multiple_myeloma", on)


def test_a_refuted_diagnosis_is_not_used(read_bundle: Read) -> None:
    refuted = {"verificationStatus": concept(("x", "refuted"))}
    reading = read_bundle({"resourceType": "Condition", "id": "c", "code": {"text": "MM"}, **refuted})
    assert reading.one("patients")["diagnosis"] is None
    assert reading.problems("bundle") == [("verificationStatus", "not_used", "refuted", "left out")]


def test_two_diagnoses_contradict_each_other(read_bundle: Read) -> None:
    conditions = [{"resourceType": "Condition", "id": word, "code": {"text": word}} for word in ("MM", "osteosarcoma")]
    reading = read_bundle(*conditions)
    assert reading.one("patients")["diagnosis"] is None
    assert ("diagnosis", "conflicting_values", "multiple_myeloma | osteosarcoma", "unknown") in reading.problems()


def test_a_quantity_with_its_limits_and_method(read_bundle: Read) -> None:
    limits = [{"low": quantity(0, "g/dL"), "high": quantity(0.5, "g/dL")}]
    row = read_bundle(
        observation(M_PROTEIN, valueQuantity=quantity(3.2, "g/dL"), referenceRange=limits, method={"text": "SPEP"})
    ).one("measurements")
    assert row == {
        "patient": "p1",
        "row": "o1",
        "analyte": "serum_m_protein",
        "measured_on": date(2020, 1, 5),
        "value": Decimal(32),
        "unit": "g/L",
        "reported_unit": "g/dL",
        "lower_normal": Decimal(0),
        "upper_normal": Decimal(5),
        "method": "SPEP",
    }


def test_limits_in_another_unit_are_not_taken(read_bundle: Read) -> None:
    limits = [{"low": quantity(0, "g/L"), "high": {"value": 0.5}}]
    row = read_bundle(observation(M_PROTEIN, valueQuantity=quantity(3.2, "g/dL"), referenceRange=limits)).one("measurements")
    assert (row["lower_normal"], row["upper_normal"]) == (None, Decimal(5))


def test_no_digit_is_lost_on_the_way(tmp_path: Path, read_path: ReadPath) -> None:
    text = json.dumps(
        {
            "resourceType": "Bundle",
            "entry": [
                {"resource": {"resourceType": "Patient", "id": "p1"}},
                {"resource": observation(concept((LOINC, "2276-4")), valueQuantity=quantity("@", "ug/L"))},
            ],
        }
    )
    (tmp_path / "bundle.json").write_text(text.replace('"@"', "9007199.1234000000000000001"))
    assert read_path(tmp_path / "bundle.json").one("measurements")["value"] == Decimal("9007199.1234")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"valueQuantity": quantity(0.1, "g/L", comparator="<")}, ("value", "comparator", "<0.1", "unknown")),
        ({"dataAbsentReason": {"text": "not performed"}}, ("value", "data_absent", "data absent: not performed", "unknown")),
        ({"valueString": "tall"}, ("value", "not_a_number", "tall", "unknown")),
        ({"valueCodeableConcept": {"text": "trace"}}, ("value", "not_a_number", "trace", "unknown")),
        ({}, ("value", "missing_value", None, "unknown")),
        ({"valueQuantity": {"value": 3}}, ("unit", "missing_unit", None, "unknown")),
    ],
)
def test_a_value_that_cannot_be_used(value: Any, problem: tuple[str, ...], read_bundle: Read) -> None:
    reading = read_bundle(observation(M_PROTEIN, **value))
    assert reading.one("measurements")["value"] is None
    assert problem in reading.problems()


@pytest.mark.parametrize(
    ("quantity_", "value"),
    [
        ({"value": 3.2, "unit": "g/dL"}, 32),
        ({"value": 3.2, "unit": "weird", "system": UCUM, "code": "g/dL"}, 32),
        ({"value": 3.2, "unit": "g/L", "system": "local", "code": "g/dL"}, Decimal("3.2")),
        ({"value": 3.2, "code": "g/dL"}, 32),
        ({"value": 1e-1, "unit": "g/dL"}, 1),
    ],
)
def test_which_unit_counts(quantity_: Any, value: Any, read_bundle: Read) -> None:
    assert read_bundle(observation(M_PROTEIN, valueQuantity=quantity_)).one("measurements")["value"] == value


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ({"valueCodeableConcept": concept((SNOMED, "10828004"))}, "positive"),
        ({"valueCodeableConcept": concept((LOINC, "LA6577-6"))}, "negative"),
        ({"valueCodeableConcept": concept(("local", "x"), text="Positive")}, "positive"),
        ({"valueCodeableConcept": concept((SNOMED, "10828004"), text="negative")}, None),
        ({"valueCodeableConcept": concept(("local", "10828004"))}, None),
        ({"valueString": "not detected"}, "negative"),
        ({"valueString": "monoclonal IgG kappa"}, None),
    ],
)
def test_an_immunofixation(value: Any, word: str | None, read_bundle: Read) -> None:
    reading = read_bundle(observation(IFE, **value))
    assert (reading.one("findings")["kind"], reading.one("findings")["value"]) == ("serum_immunofixation", word)
    assert len(reading.problems()) == (word is None)


@pytest.mark.parametrize(
    "value",
    [{"valueInteger": 1}, {"valueQuantity": {"value": 1}}, {"valueCodeableConcept": concept((LOINC, "LA9623-5"))}],
)
def test_ecog_in_any_form(value: Any, read_bundle: Read) -> None:
    assert read_bundle(observation(concept((LOINC, "89247-1")), **value)).one("findings")["value"] == "1"


def test_components_are_rows_of_their_own(read_bundle: Read) -> None:
    parts = [
        {"code": concept((LOINC, "36916-5")), "valueQuantity": quantity(100, "mg/L")},
        {"code": concept((LOINC, "33944-0")), "valueQuantity": quantity(1, "mg/dL")},
    ]
    rows = read_bundle(observation({"text": "free light chains"}, component=parts)).rows("measurements")
    assert [(row["row"], row["analyte"], row["value"]) for row in rows] == [
        ("o1/1", "kappa_flc", 100),
        ("o1/2", "lambda_flc", 10),
    ]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (concept((LOINC, "33944-0"), text="free kappa"), "33944-0 | free kappa"),
        (concept(("local", "3002")), "local|3002"),
        ({"text": "mood"}, "mood"),
        ({}, None),
    ],
)
def test_a_code_that_is_not_known_or_not_agreed(code: Any, problem: str | None, read_bundle: Read) -> None:
    reading = read_bundle(observation(code, valueQuantity=quantity(1, "mg/L")))
    assert reading.rows("measurements") == []
    assert reading.problems() == [("analyte", "unknown_analyte" if problem else "missing_value", problem, "left out")]


@pytest.mark.parametrize(
    ("effective", "day"),
    [
        ({"effectiveDateTime": "2020-03-01T23:59:00+03:00"}, date(2020, 3, 1)),
        ({"effectivePeriod": {"start": "2020-03-02", "end": "2020-03-03"}}, date(2020, 3, 2)),
        ({"effectiveInstant": "2020-03-04T00:00:00Z"}, date(2020, 3, 4)),
        ({"effectiveDateTime": "2020-03"}, None),
    ],
)
def test_when_it_was_observed(effective: Any, day: date | None, read_bundle: Read) -> None:
    resource = observation(M_PROTEIN, valueQuantity=quantity(3, "g/L"))
    del resource["effectiveDateTime"]
    assert read_bundle({**resource, **effective}).one("measurements")["measured_on"] == day


@pytest.mark.parametrize(
    "medication",
    [
        {"medicationCodeableConcept": concept((RXNORM, "358258"))},
        {"medicationCodeableConcept": concept((ATC, "L01XG01"))},
        {"medicationCodeableConcept": {"coding": [{"system": "local", "code": "7", "display": "Velcade"}]}},
        {"medicationCodeableConcept": {"text": "бортезомиб"}},
        {
            "medicationReference": {"reference": "#c"},
            "contained": [{"resourceType": "Medication", "id": "c", "code": {"text": "bortezomib"}}],
        },
        {"medicationReference": {"reference": "Medication/med"}},
        {"medicationReference": {"display": "bortezomib"}},
    ],
)
def test_a_drug_however_it_is_named(medication: Any, read_bundle: Read) -> None:
    resource = given_drug()
    del resource["medicationCodeableConcept"]
    med = {"resourceType": "Medication", "id": "med", "code": {"text": "Velcade"}}
    assert read_bundle({**resource, **medication}, med).one("exposures")["drug"] == "bortezomib"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (concept((RXNORM, "358258"), text="carfilzomib"), "358258 | carfilzomib"),
        (concept(("local", "358258")), "local|358258"),
        ({"text": "bortezomib 3.5 MG Injection"}, "bortezomib 3.5 MG Injection"),
    ],
)
def test_a_drug_is_not_guessed(code: Any, text: str, read_bundle: Read) -> None:
    reading = read_bundle(given_drug(medicationCodeableConcept=code))
    assert reading.one("exposures")["drug"] is None
    assert reading.problems() == [("drug", "unknown_drug", text, "left out of lines")]


@pytest.mark.parametrize(
    ("resource", "start", "end"),
    [
        (given_drug(), "2020-01-05", "2020-01-05"),
        (
            given_drug(effectiveDateTime=None, effectivePeriod={"start": "2020-02-01", "end": "2020-03-01"}),
            "2020-02-01",
            "2020-03-01",
        ),
        (given_drug("MedicationStatement"), "2020-01-05", None),
        (
            given_drug("MedicationStatement", effectiveDateTime=None, effectivePeriod={"start": "2020-02-01"}),
            "2020-02-01",
            None,
        ),
        (given_drug("MedicationRequest", authoredOn="2020-02-02"), "2020-02-02", None),
        (
            given_drug(
                "MedicationRequest",
                authoredOn="2020-02-02",
                dosageInstruction=[{"timing": {"repeat": {"boundsPeriod": {"start": "2020-02-05", "end": "2020-03-05"}}}}],
            ),
            "2020-02-05",
            "2020-03-05",
        ),
    ],
)
def test_from_when_to_when(resource: Any, start: str, end: str | None, read_bundle: Read) -> None:
    row = read_bundle(resource).one("exposures")
    assert (str(row["started_on"]), row["ended_on"] and str(row["ended_on"])) == (start, end)


def test_dose_route_and_reason(read_bundle: Read) -> None:
    reading = read_bundle(
        given_drug(dosage={"dose": quantity(1.3, "mg"), "route": {"text": "SC"}}, statusReason=[{"text": "toxicity"}]),
        given_drug(
            "MedicationStatement",
            dosage=[{"doseAndRate": [{"doseQuantity": quantity(2, "mg")}], "route": {"text": "SC"}}],
        ),
    )
    rows = {(row["amount"], row["unit"], row["route"], row["stopped_because"]) for row in reading.rows("exposures")}
    assert rows == {(Decimal("1.3"), "mg", "SC", "toxicity"), (Decimal(2), "mg", "SC", None)}


@pytest.mark.parametrize(
    ("resource", "column", "found_text"),
    [
        (observation(M_PROTEIN, status="entered-in-error"), "status", "entered-in-error"),
        (observation(M_PROTEIN, status="cancelled"), "status", "cancelled"),
        (given_drug(status="not-done"), "status", "not-done"),
        (given_drug("MedicationStatement", status="intended"), "status", "intended"),
        (given_drug("MedicationRequest", intent="plan"), "intent", "plan"),
        (given_drug("MedicationRequest", doNotPerform=True), "doNotPerform", "true"),
        (
            {"resourceType": "Procedure", "id": "x", "status": "not-done", "code": {"text": "ASCT"}},
            "status",
            "not-done",
        ),
        ({"resourceType": "Condition", "id": "x", "code": {"text": "Cough"}}, "code", "Cough"),
        ({"resourceType": "Medication", "id": "x", "code": {"text": "Velcade"}}, "reference", None),
        ({"resourceType": "CarePlan", "id": "x"}, "resourceType", "CarePlan"),
        ({"id": "x"}, "resourceType", None),
        (None, "resourceType", None),
    ],
)
def test_what_did_not_happen_is_not_used(resource: Any, column: str, found_text: str | None, read_bundle: Read) -> None:
    reading = read_bundle(resource)
    assert reading.problems() == [(column, "not_used", found_text, "left out")]
    assert [t for t in ("exposures", "measurements", "findings", "procedures") if reading.rows(t)] == []


def test_whose_resource_it_is(tmp_path: Path, read_path: ReadPath) -> None:
    address = "urn:uuid:7"
    entries = [
        {"fullUrl": address, "resource": {"resourceType": "Patient", "id": "p1"}},
        {"resource": {"resourceType": "Patient", "id": "p2"}},
        *(
            {"resource": {**given_drug(), "subject": {"reference": each}}}
            for each in (address, "Patient/p2", "http://here/fhir/Patient/p2", "Patient/p9")
        ),
        {"resource": {**given_drug(), "subject": None}},
    ]
    (tmp_path / "bundle.json").write_text(json.dumps({"resourceType": "Bundle", "entry": entries}))
    reading = read_path(tmp_path / "bundle.json")
    assert [row["patient"] for row in reading.rows("exposures")] == ["p1", "p2"]
    assert {problem for _, problem, _, _ in reading.problems()} == {"unknown_patient", "missing_patient", "duplicate"}


@pytest.mark.parametrize("entry", [{"fullUrl": "urn:uuid:7"}, {}])
def test_a_patient_without_id(entry: dict[str, str], tmp_path: Path, read_path: ReadPath) -> None:
    entries = [{**entry, "resource": {"resourceType": "Patient"}}, {"resource": {**given_drug(), "subject": None}}]
    (tmp_path / "bundle.json").write_text(json.dumps({"resourceType": "Bundle", "entry": entries}))
    reading = read_path(tmp_path / "bundle.json")
    assert reading.one("exposures")["patient"] == reading.one("patients")["patient"] == entry.get("fullUrl", "entry-0")


def test_a_procedure_on_its_first_day(read_bundle: Read) -> None:
    performed = {"performedPeriod": {"start": "2020-06-01", "end": "2020-06-02"}}
    row = read_bundle({"resourceType": "Procedure", "status": "completed", "code": {"text": "ASCT"}, **performed}).one(
        "procedures"
    )
    assert (row["procedure"], row["performed_on"]) == ("autologous_transplant", date(2020, 6, 1))


def test_a_bundle_of_400_is_read_quickly(tmp_path: Path, read_bundle: Read) -> None:
    many = [
        {
            **observation(M_PROTEIN, f"20{10 + n // 300}-{n % 12 + 1:02}-{n % 28 + 1:02}", valueQuantity=quantity(n, "g/L")),
            "id": f"o{n}",
        }
        for n in range(400)
    ]
    read_bundle(*many)
    began = time.perf_counter()
    assert len(read_bundle(*many).rows("measurements")) == 400
    assert time.perf_counter() - began < 2


def test_the_found_helpers_write_what_the_contract_names() -> None:
    assert measured("a", "1", "g/L").keys() == {"analyte", "measured_on", "value", "unit"}
    assert found("a", "1").keys() == {"kind", "found_on", "value"}
