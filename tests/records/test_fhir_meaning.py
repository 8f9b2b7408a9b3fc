"""What do resources mean together: orders and what was given, diagnoses told twice, reports and what they hold?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from thirdline import records

from .conftest import Reading, all_words
from .fhir import IFE, LOINC, M_PROTEIN, RXNORM, SNOMED, bundle, concept, given_drug, observation, of, patient, quantity

Read = Callable[..., Reading]
ReadPath = Callable[[Path], Reading]
TUMOUR_SIZE, LONGEST, ANOTHER = (concept((LOINC, code)) for code in ("21889-1", "33728-7", "33729-5"))
STATUS = concept((LOINC, "97509-4"))


def myeloma(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "code": {"text": "multiple myeloma"}, **of(), **more}


def order(on: str = "2020-01-01", drug: str = "bortezomib", **more: Any) -> dict[str, Any]:
    medication = {"text": drug}
    return {"resourceType": "MedicationRequest", "medicationCodeableConcept": medication, "authoredOn": on, **of(), **more}


def until(day: str) -> dict[str, Any]:
    return {"dosageInstruction": [{"timing": {"repeat": {"boundsPeriod": {"start": "2020-01-01", "end": day}}}}]}


def outcomes(reading: Reading, kind: str) -> set[str]:
    rows = reading.con.execute("select outcome from import_rows where kind = ? and outcome <> 'read'", [kind]).fetchall()
    return {outcome for (outcome,) in rows}


# limits of normal


def limits(high: float, kind: str | None = None) -> dict[str, Any]:
    return {"high": {"value": high}, **({"type": {"coding": [{"code": kind}]}} if kind else {})}


@pytest.mark.parametrize(
    ("ranges", "upper"),
    [
        ([limits(1)], 1),
        ([limits(1, "normal")], 1),
        ([limits(1, "therapeutic")], None),
        ([limits(2, "therapeutic"), limits(1, "normal")], 1),
        ([limits(2, "therapeutic"), limits(1)], 1),
        ([limits(2), limits(1, "normal")], 1),
        ([limits(1), limits(2)], None),
        ([limits(1, "normal"), limits(2, "normal")], None),
        ([], None),
    ],
)
def test_which_range_is_the_normal_one(ranges: Any, upper: int | None, read_bundle: Read) -> None:
    row = read_bundle(observation(M_PROTEIN, valueQuantity=quantity(3, "g/L"), referenceRange=ranges)).one("measurements")
    assert row["upper_normal"] == upper


# values


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"valueRange": {"low": {"value": 2}, "high": {"value": 3.50}}}, "2..3.5"),
        ({"valueRange": {"high": {"value": 3}}}, "..3"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1:128"),
        ({"valueBoolean": False}, "false"),
        ({"valueTime": "08:00:00"}, "08:00:00"),
        ({"valueSampledData": {"origin": {"value": 0}}}, "sampled data"),
    ],
)
def test_what_is_no_number_is_told_as_found(value: Any, found: str, read_bundle: Read) -> None:
    reading = read_bundle(observation(M_PROTEIN, **value))
    assert reading.one("measurements")["value"] is None
    assert found in {text for _, _, text, _ in reading.problems()}


def test_an_absent_finding_says_why(read_bundle: Read) -> None:
    reading = read_bundle(observation(IFE, dataAbsentReason={"coding": [{"code": "not-performed"}]}))
    assert reading.one("findings")["value"] is None
    assert reading.problems() == [("value", "data_absent", "data absent: |not-performed", "unknown")]


def test_components_share_the_method(read_bundle: Read) -> None:
    part = [{"code": M_PROTEIN, "valueQuantity": quantity(3, "g/L")}]
    assert read_bundle(observation({"text": "panel"}, method={"text": "SPEP"}, component=part)).one("measurements")[
        "method"
    ] == ("SPEP")


@pytest.mark.parametrize(
    ("code", "diagnosis"),
    [
        (concept((SNOMED, "277571004")), "b_all"),
        ({"coding": [{"system": SNOMED, "code": "0", "display": "Multiple myeloma (disorder)"}]}, "multiple_myeloma"),
        ({"coding": [{"system": "local", "code": "0", "display": "Multiple myeloma (disorder)"}]}, None),
    ],
)
def test_snomed_names_and_their_tags(code: Any, diagnosis: str | None, read_bundle: Read) -> None:
    assert read_bundle(myeloma(code=code)).one("patients")["diagnosis"] == diagnosis


def test_a_code_of_the_site_is_read_by_its_mapping_file(tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_text("list,code,means,unit\nanalyte,4711,serum_m_protein,g/dL\n")
    con = duckdb.connect(config={"threads": 1})
    known = observation(concept(("local", "4711")), valueQuantity={"value": 3})
    unknown = observation(concept(("local", "4712")), id_="o2", valueQuantity={"value": 3})
    path = bundle(tmp_path / "b.json", [patient(), known, unknown])
    records.read(con, path, all_words().with_mapping(tmp_path / "map.csv"))
    row = Reading(con).one("measurements")
    assert (row["analyte"], row["value"], row["reported_unit"]) == ("serum_m_protein", 30, "g/dL")


def test_a_code_of_rxnorm_is_no_concept_id_of_omop(read_bundle: Read) -> None:
    assert read_bundle(given_drug(medicationCodeableConcept=concept((RXNORM, "1336825")))).one("exposures")["drug"] is None


# diagnoses


@pytest.mark.parametrize("status", ["unconfirmed", "provisional", "differential", "refuted", "entered-in-error"])
def test_a_diagnosis_that_is_not_confirmed_is_none(status: str, read_bundle: Read) -> None:
    reading = read_bundle(myeloma(verificationStatus={"coding": [{"code": status}]}))
    assert reading.one("patients")["diagnosis"] is None
    assert reading.problems("bundle") == [("verificationStatus", "not_used", status, "left out")]


def test_a_disease_told_at_each_visit_is_diagnosed_once(read_bundle: Read) -> None:
    days = ("2021-03-01", "2019-05-02", "2020-01-01")
    reading = read_bundle(*(myeloma(id=day, recordedDate=day) for day in days))
    assert reading.one("patients")["diagnosed_on"] == date(2019, 5, 2)
    assert reading.rows("issues") == []


def test_a_diagnosis_of_nobody_in_the_record(read_bundle: Read) -> None:
    reading = read_bundle(patient(), myeloma(id="c", **of("p9")))
    assert reading.one("patients")["diagnosis"] is None
    assert reading.problems("bundle") == [("subject", "not_used", "p9", "left out")]
    assert outcomes(reading, "Condition") == {"unknown_patient"}


@pytest.mark.parametrize(
    ("name", "heavy", "light"),
    [
        ("IgG kappa multiple myeloma", "IgG", "kappa"),
        ("Multiple myeloma, IgA-lambda", "IgA", "lambda"),
        ("Lambda multiple myeloma", None, "lambda"),
        ("multiple myeloma", None, None),
    ],
)
def test_chains_in_the_name_of_the_disease(name: str, heavy: str | None, light: str | None, read_bundle: Read) -> None:
    row = read_bundle(myeloma(code={"text": name})).one("patients")
    assert (row["diagnosis"], row["heavy_chain"], row["light_chain"]) == ("multiple_myeloma", heavy, light)


def test_chains_as_observations(read_bundle: Read) -> None:
    heavy = observation({"text": "heavy chain"}, valueCodeableConcept={"text": "IgA"})
    light = [observation({"text": "light chain"}, id_=word, valueString=word) for word in ("kappa", "lambda")]
    reading = read_bundle(myeloma(), heavy, *light)
    row = reading.one("patients")
    assert (row["diagnosis"], row["heavy_chain"], row["light_chain"]) == ("multiple_myeloma", "IgA", None)
    assert ("light_chain", "conflicting_values", "kappa | lambda", "unknown") in reading.problems()


# orders and what was given


@pytest.mark.parametrize(
    ("orders", "given", "drugs"),
    [
        (order(), given_drug(), 1),
        (order(), given_drug("MedicationStatement"), 1),
        (order(**until("2020-01-05")), given_drug(), 1),
        (order(**until("2020-01-04")), given_drug(), 2),
        (order("2020-01-05"), given_drug(), 1),
        (order("2020-01-06"), given_drug(), 2),
        (order(drug="Velcade"), given_drug(), 1),
        (order(drug="lenalidomide"), given_drug(), 2),
        (order(drug="tea"), given_drug(drug="tea"), 2),
        (order(), given_drug(status="not-done"), 1),
        (order(), given_drug(**of("p2")), 2),
    ],
)
def test_an_order_that_was_carried_out_is_told_once(orders: Any, given: Any, drugs: int, read_bundle: Read) -> None:
    reading = read_bundle(patient("p1"), patient("p2"), {"id": "r", **orders}, given)
    assert len(reading.rows("exposures")) == drugs


def test_an_order_that_was_carried_out_is_named(read_bundle: Read) -> None:
    reading = read_bundle({"id": "r", **order()}, given_drug())
    assert reading.problems() == [("intent", "not_used", "order", "left out")]
    assert outcomes(reading, "MedicationRequest") == {"order_carried_out"}


@pytest.mark.parametrize(
    ("supply", "end"),
    [({"value": 28, "unit": "d"}, date(2020, 1, 28)), ({"value": 4, "unit": "wk"}, None), (None, None), ({}, None)],
)
def test_a_dispense_lasts_as_long_as_its_supply(supply: Any, end: date | None, read_bundle: Read) -> None:
    handed = {"whenHandedOver": "2020-01-01T10:00:00Z", "whenPrepared": "2019-12-30", "daysSupply": supply}
    row = read_bundle(given_drug("MedicationDispense", **handed)).one("exposures")
    assert (row["started_on"], row["ended_on"]) == (date(2020, 1, 1), end)


# what befell the patient, and when the patient was seen


def test_an_adverse_event_and_its_grade(read_bundle: Read) -> None:
    event = {"resourceType": "AdverseEvent", "actuality": "actual", "event": {"text": "neuropathy"}, **of()}
    graded = {"url": "http://hl7.org/fhir/us/ctcae/StructureDefinition/ctcae-grade", "valueCodeableConcept": {"text": "3"}}
    reading = read_bundle(
        {**event, "date": "2020-02-01", "extension": [graded], "suspectEntity": [{"instance": {"display": "bortezomib"}}]},
        {**event, "date": "2020-03-01", "severity": {"coding": [{"code": "severe", "display": "Severe"}]}},
        {**event, "actuality": "potential", "date": "2020-04-01"},
    )
    rows = [(row["started_on"].month, row["event"], row["grade"], row["attributed_to"]) for row in reading.rows("events")]
    assert rows == [(2, "neuropathy", 3, "bortezomib"), (3, "neuropathy", None, None)]
    assert ("grade", "unknown_value", "severity Severe", "unknown") in reading.problems()
    assert outcomes(reading, "AdverseEvent") == {"used", "not_done"}


def test_death_without_a_day_is_an_event(read_bundle: Read) -> None:
    reading = read_bundle(patient(deceasedBoolean=True))
    assert (reading.one("events")["event"], reading.one("events")["started_on"]) == ("death", None)
    assert read_bundle(patient(deceasedBoolean=False)).rows("events") == []
    assert read_bundle(patient(deceasedDateTime="2020-01-01")).rows("events") == []


def test_last_seen_is_the_last_day_of_the_last_encounter(read_bundle: Read) -> None:
    visits = [
        {"status": "finished", "period": {"start": "2020-01-01", "end": "2020-01-09"}},
        {"status": "finished", "period": {"start": "2020-01-05"}},
        {"status": "planned", "period": {"start": "2021-01-01"}},
    ]
    reading = read_bundle(*({"resourceType": "Encounter", **of(), **each} for each in visits))
    assert reading.one("patients")["last_seen_on"] == date(2020, 1, 9)
    assert [problem for _, problem, _, _ in reading.problems()] == ["not_used"]


# reports, and what stands inside a resource


def test_observations_contained_in_a_report(read_bundle: Read) -> None:
    inside = {**observation(M_PROTEIN, id_="a", valueQuantity=quantity(30, "g/L"))}
    del inside["subject"]
    report = {"resourceType": "DiagnosticReport", "id": "r", "status": "final", "code": {"text": "SPEP"}, **of()}
    reading = read_bundle({**report, "contained": [inside, {"resourceType": "Specimen", "id": "s"}]})
    row = reading.one("measurements")
    assert (row["patient"], row["row"], row["value"]) == ("p1", "r#a", 30)
    assert outcomes(reading, "DiagnosticReport") == {"used"}
    assert read_bundle({**report, "status": "cancelled", "contained": [inside]}).rows("measurements") == []


def test_what_a_report_concludes_by_a_code(read_bundle: Read) -> None:
    report = {"resourceType": "DiagnosticReport", "id": "r", "status": "final", "effectiveDateTime": "2020-01-05", **of()}
    reading = read_bundle({**report, "code": IFE, "conclusionCode": [concept((SNOMED, "10828004"))]})
    assert (reading.one("findings")["kind"], reading.one("findings")["value"]) == ("serum_immunofixation", "positive")
    reading = read_bundle({**report, "code": {"text": "imaging"}, "conclusionCode": [{"text": "clear"}]})
    assert (reading.rows("findings"), outcomes(reading, "DiagnosticReport")) == ([], {"holds_no_value_itself"})


def test_a_panel_is_told_by_its_members(read_bundle: Read) -> None:
    reading = read_bundle(observation({"text": "CBC"}, hasMember=[{"reference": "Observation/1"}]))
    assert reading.rows("issues") == []
    assert outcomes(reading, "Observation") == {"holds_no_value_itself"}


def test_worsened_disease_is_reported_progression(read_bundle: Read) -> None:
    statuses = {"worse": "271299001", "better": "268910001"}
    reading = read_bundle(
        *(observation(STATUS, id_=id_, valueCodeableConcept=concept((SNOMED, code))) for id_, code in statuses.items())
    )
    assert [(row["row"], row["kind"], row["value"]) for row in reading.rows("findings")] == [
        ("better", "disease_status", "improved"),
        ("worse", "disease_status", "worsened"),
        ("worse/reported_progression", "reported_progression", "clinical"),
    ]


def test_a_lesion_in_millimetres(read_bundle: Read) -> None:
    sizes = [
        {"code": LONGEST, "valueQuantity": quantity(1.25, "cm")},
        {"code": {"text": "perpendicular diameter"}, "valueQuantity": quantity(5, "mm")},
        {"code": ANOTHER, "valueQuantity": quantity(3, "mm")},
    ]
    site = {"coding": [{"system": SNOMED, "code": "1"}], "text": "lymph node"}
    focus = {"focus": [{"reference": "BodyStructure/left"}], "bodySite": site}
    row = read_bundle(observation(TUMOUR_SIZE, component=sizes, **focus)).one("lesions")
    assert (row["lesion"], row["kind"], row["longest_mm"], row["perpendicular_mm"]) == (
        "BodyStructure/left",
        "node",
        Decimal("12.5"),
        5,
    )


def test_a_lesion_without_a_name_or_in_an_unknown_unit(read_bundle: Read) -> None:
    reading = read_bundle(observation(TUMOUR_SIZE, valueQuantity=quantity(2, "cm")))
    assert (reading.rows("lesions"), reading.problems()) == ([], [("lesion", "missing_value", None, "left out")])
    reading = read_bundle(observation(TUMOUR_SIZE, valueQuantity=quantity(2, "bananas"), focus=[{"display": "rib"}]))
    assert reading.one("lesions")["longest_mm"] is None
    assert ("longest_mm", "not_a_number", "2 bananas", "unknown") in reading.problems()


# references, versions and modifiers


@pytest.mark.parametrize(
    "reference",
    ["Patient/p1", "Patient/p1/_history/2", "http://here/fhir/Patient/p1", "http://here/fhir/Patient/p1/_history/3"],
)
def test_references_to_a_patient(reference: str, read_bundle: Read) -> None:
    resource = observation(M_PROTEIN, valueQuantity=quantity(3, "g/L"), subject={"reference": reference})
    assert read_bundle(patient("p1"), patient("p2"), resource).one("measurements")["patient"] == "p1"


@pytest.mark.parametrize("reference", ["urn:uuid:7", "Medication/m/_history/1", "http://here/Medication/m"])
def test_references_to_a_medication(reference: str, tmp_path: Path, read_path: ReadPath) -> None:
    drug = {"resourceType": "Medication", "id": "m", "code": {"text": "Velcade"}}
    given = {**given_drug(), "medicationCodeableConcept": None, "medicationReference": {"reference": reference}}
    path = bundle(tmp_path / "b.json", [patient(), {"fullUrl": "urn:uuid:7", "resource": drug}, given])
    reading = read_path(path)
    assert reading.one("exposures")["drug"] == "bortezomib"
    assert outcomes(reading, "Medication") == {"used"}


def test_a_history_counts_its_newest_versions_alone(tmp_path: Path, read_path: ReadPath) -> None:
    versions = [observation(M_PROTEIN, valueQuantity=quantity(value, "g/L")) for value in (31, 30)]
    gone = {"request": {"method": "DELETE", "url": "Observation/o2"}}
    was = observation(M_PROTEIN, "2020-02-01", id_="o2", valueQuantity=quantity(20, "g/L"))
    path = bundle(tmp_path / "b.json", [patient(), *versions, {**gone, "resource": None}, was], type="history")
    path.write_text(path.read_text().replace('{"resource": {"request"', '{"request"'))
    reading = read_path(path)
    assert reading.one("measurements")["value"] == 31
    assert outcomes(reading, "Observation") == {"used", "superseded"}
    assert outcomes(reading, "entry") == {"deleted"}


def test_a_bundle_in_a_bundle_is_opened(tmp_path: Path, read_path: ReadPath) -> None:
    inner = {"resourceType": "Bundle", "entry": [{"resource": patient()}]}
    assert read_path(bundle(tmp_path / "b.json", [inner])).one("patients")["patient"] == "p1"


def test_a_modifier_that_nobody_here_knows_sets_the_resource_aside(read_bundle: Read) -> None:
    modifier = [{"url": "http://local/negated", "valueBoolean": True}]
    reading = read_bundle(given_drug(modifierExtension=modifier))
    assert reading.rows("exposures") == []
    assert outcomes(reading, "MedicationAdministration") == {"modified"}
