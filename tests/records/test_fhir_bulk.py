"""Is bulk FHIR read whole: each line used, set aside for a reason, or in quarantine, and nothing otherwise than written?"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thirdline import records
from thirdline.records import RecordError, accounting
from thirdline.records.fhir import bulk, reading

from .conftest import Reading, all_words
from .fhir import IFE, KAPPA, M_PROTEIN, bundle, concept, given_drug, ndjson, observation, of, patient, quantity

ReadPath = Callable[[Path], Reading]
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ledger(reading: Reading) -> dict[tuple[str, str, str], int]:
    """Rows by file, kind and outcome, of files only."""
    rows = reading.con.execute("select file, kind, outcome, rows from import_rows where file is not null").fetchall()
    return {(file, kind, outcome): n for file, kind, outcome, n in rows}


def quarantined(reading: Reading) -> list[tuple[str, int | None, str]]:
    return reading.con.execute("select * from import_quarantine order by all").fetchall()


def protein(n: int, value: str = "31.5", **more: Any) -> dict[str, Any]:
    return observation(M_PROTEIN, f"2020-01-{n:02}", f"o{n}", valueQuantity=quantity(value, "g/L"), **more)


@pytest.mark.parametrize("suffix", ["ndjson", "ndjson.gz"])
def test_a_folder_by_content_and_not_by_name(suffix: str, tmp_path: Path, read_path: ReadPath) -> None:
    ndjson(tmp_path / f"a.000.{suffix}", [protein(1), protein(2)])
    ndjson(tmp_path / f"Observation-1.{suffix}", [patient("p1"), patient("p2")])
    ndjson(tmp_path / f"Patient.{suffix}", [protein(3), given_drug(), patient("p3")])
    reading = read_path(tmp_path)
    assert [row["patient"] for row in reading.rows("patients")] == ["p1", "p2", "p3"]
    assert [row["value"] for row in reading.rows("measurements")] == [Decimal("31.5")] * 3
    assert [row["drug"] for row in reading.rows("exposures")] == ["bortezomib"]
    assert ledger(reading)[f"Patient.{suffix}", "Observation", "used"] == 1
    assert quarantined(reading) == []
    assert accounting.imbalances(reading.con) == []


def test_a_single_file_of_all_types(tmp_path: Path, read_path: ReadPath) -> None:
    path = ndjson(tmp_path / "all.ndjson", [patient(), protein(1), {"resourceType": "CarePlan", "id": "c"}])
    reading = read_path(path)
    assert len(reading.rows("measurements")) == 1
    assert ledger(reading)["all.ndjson", "CarePlan", "no_table_for_it"] == 1


BROKEN = {
    "cut short": ('{"resourceType": "Observation", "id": "x"', "not JSON at column 42"),
    "a trailing comma": ('{"resourceType": "Observation",,}', "not JSON at column 32"),
    "two in a line": ('{"resourceType": "Observation"} {}', "not JSON at column 33"),
    "a list": ("[1, 2]", "not a FHIR resource"),
    "a number": ("3", "not a FHIR resource"),
    "null": ("null", "not a FHIR resource"),
    "no type": ('{"id": "x"}', "not a FHIR resource"),
    "no number": ('{"resourceType": "Observation", "valueQuantity": {"value": NaN}}', "not JSON: NaN"),
    "not UTF-8": ('{"resourceType": "Observation", "id": "\udcff"}', "not UTF-8 at byte 39"),
    "nested too deeply": ("[" * 100_000, "not JSON: nested too deeply"),
    "an object for a list": (
        json.dumps({**protein(9), "code": {"coding": {"code": "x"}}}),
        "code.coding: a list belongs here, not an object",
    ),
    "a word for an object": (json.dumps({**protein(9), "code": "x"}), "code: an object belongs here, not one value"),
    "an object for a word": (json.dumps({**protein(9), "id": {"a": 1}}), "id: one value belongs here, not an object"),
    "a list for a status": (json.dumps({**protein(9), "status": ["final"]}), "status: one value belongs here, not a list"),
    "a list for an object": (
        json.dumps({**protein(9), "component": [{"code": []}]}),
        "component[0].code: an object belongs here, not a list",
    ),
    "a name twice": (
        '{"resourceType": "Observation", "status": "final", "code": {"text": "a", "text": "b"}}',
        "code: a name stands twice",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_line_goes_to_quarantine_and_the_others_are_used(what: str, tmp_path: Path, read_path: ReadPath) -> None:
    line, reason = BROKEN[what]
    ndjson(tmp_path / "Patient.ndjson", [patient()])
    ndjson(tmp_path / "Observation.ndjson", [protein(1), "", line, protein(2)])
    reading = read_path(tmp_path)
    assert len(reading.rows("measurements")) == 2
    ((file, number, said),) = quarantined(reading)
    assert (file, number) == ("Observation.ndjson", 3)
    assert said.startswith(reason)
    assert [row["problem"] for row in reading.rows("issues")] == ["broken_line"]
    assert accounting.imbalances(reading.con) == []


def test_a_byte_order_mark_loses_no_line(tmp_path: Path, read_path: ReadPath) -> None:
    ndjson(tmp_path / "Patient.ndjson", ["\ufeff" + json.dumps(patient()), patient("p2")])
    reading = read_path(tmp_path)
    assert len(reading.rows("patients")) == 2
    assert quarantined(reading) == []


def test_a_line_longer_than_the_engine_reads_is_read(tmp_path: Path, read_path: ReadPath) -> None:
    scanned = protein(2, note=[{"text": "x" * (40 << 20)}])
    reading = read_path(ndjson(tmp_path / "a.ndjson", [patient(), protein(1), scanned, protein(3)]))
    assert len(reading.rows("measurements")) == 3
    assert quarantined(reading) == []
    assert accounting.imbalances(reading.con) == []


def test_a_small_export_takes_little_memory(tmp_path: Path) -> None:
    con = duckdb.connect(config={"memory_limit": "200MB", "threads": 2})
    records.read(con, ndjson(tmp_path / "a.ndjson", [patient(), protein(1)]), all_words())
    assert con.execute("select count(*) from measurements").fetchall() == [(1,)]


def test_a_packed_file_that_breaks_off(tmp_path: Path, read_path: ReadPath) -> None:
    ndjson(tmp_path / "Patient.ndjson", [patient()])
    path = ndjson(tmp_path / "Observation.ndjson.gz", [protein(n % 28 + 1, str(n)) for n in range(5000)])
    path.write_bytes(path.read_bytes()[:-4000])
    reading = read_path(tmp_path)
    ((file, number, reason),) = quarantined(reading)
    assert (file, reason) == ("Observation.ndjson.gz", "the packed file breaks off here; copy it again")
    assert number is not None
    assert ledger(reading)[file, "Observation", "used"] == number - 1 > 1000


def test_a_file_of_bundles_a_line(tmp_path: Path, read_path: ReadPath) -> None:
    lines = [{"resourceType": "Bundle", "entry": [{"resource": patient(id_)}]} for id_ in ("p1", "p2")]
    ndjson(tmp_path / "bundles.ndjson", lines)
    assert len(read_path(tmp_path).rows("patients")) == 2


def test_a_folder_of_bundles_and_of_resources(tmp_path: Path, read_path: ReadPath) -> None:
    bundle(tmp_path / "anna.json", [patient("anna"), protein(1, subject={"reference": "Patient/anna"})])
    bundle(tmp_path / "boris.json", [patient("boris"), {**given_drug(), "subject": None}, {"resourceType": "CarePlan"}])
    (tmp_path / "one.json").write_text(json.dumps(given_drug(id="m2", subject={"reference": "Patient/anna"})))
    ndjson(tmp_path / "lines.json", [protein(2, subject={"reference": "Patient/boris"})] * 2)
    (tmp_path / "cut.json").write_text('{"resourceType": "Bundle", "entry": [')
    reading = read_path(tmp_path)
    assert [row["patient"] for row in reading.rows("patients")] == ["anna", "boris"]
    assert [row["patient"] for row in reading.rows("measurements")] == ["anna", "boris"]
    assert ledger(reading)["cut.json", "unknown", "quarantined"] == 1
    assert accounting.imbalances(reading.con) == []


def test_bulk_without_a_patient_is_refused(tmp_path: Path, read_path: ReadPath) -> None:
    ndjson(tmp_path / "Observation.ndjson", [protein(1)])
    with pytest.raises(RecordError, match="its files hold no Patient"):
        read_path(tmp_path)


@pytest.mark.parametrize(
    "number",
    ["0.1", "0.10", "1.50", "31", "1e1", "2.5E-3", "123456.7890123", "9007199.1234000000000000001", "12345678.1234567"],
)
@pytest.mark.parametrize("form", ["ndjson", "json"])
def test_no_digit_is_lost(number: str, form: str, tmp_path: Path, read_path: ReadPath) -> None:
    ferritin = observation(concept(("http://loinc.org", "2276-4")), valueQuantity=quantity("@", "ug/L"))
    text = json.dumps(ferritin).replace('"@"', number)
    if form == "ndjson":
        ndjson(tmp_path / "Patient.ndjson", [patient()])
        path = ndjson(tmp_path / "Observation.ndjson", [text]).parent
    else:
        path = bundle(tmp_path / "b.json", [patient(), ferritin])
        path.write_text(path.read_text().replace('"@"', number))
    exact = Decimal(number).quantize(Decimal("1e-7"))
    found = read_path(path).one("measurements")["value"]
    assert found is None if exact > 10**7 else found == exact.quantize(Decimal("1e-4"))


def test_a_number_that_a_double_cannot_hold_is_read_as_written(tmp_path: Path, read_path: ReadPath) -> None:
    text = json.dumps(observation(M_PROTEIN, valueQuantity=quantity("@", "g/L"))).replace('"@"', "1234567890.123456789")
    ndjson(tmp_path / "Patient.ndjson", [patient()])
    ndjson(tmp_path / "Observation.ndjson", [text])
    ((_, problem, found, _),) = read_path(tmp_path).problems()
    assert (problem, found) == ("out_of_possible_range", "1234567890.123456789 g/L")


WHO = st.sampled_from([of("p1"), of("p2"), of("p9"), {}])
STATUS = st.sampled_from(["final", "final", "final", "entered-in-error", "cancelled"])
VALUE = st.one_of(
    st.decimals(0, 99, places=2).map(lambda each: {"valueQuantity": quantity(float(each), "g/L")}),
    st.sampled_from(
        [
            {},
            {"valueString": "positive"},
            {"valueCodeableConcept": {"text": "negative"}},
            {"dataAbsentReason": {"text": "unknown"}},
            {"component": [{"code": KAPPA, "valueQuantity": quantity(3, "mg/L")}, {"code": {"text": "?"}}]},
            {"hasMember": [{"reference": "Observation/1"}]},
        ]
    ),
)
OBSERVATIONS = st.builds(
    lambda code, day, status, who, value: {
        "resourceType": "Observation", "status": status, "code": code, "effectiveDateTime": day, **who, **value
    },
    st.sampled_from([M_PROTEIN, IFE, KAPPA, {"text": "mood"}, {}]),
    st.sampled_from(["2020-01-05", "2020-02", "2021-03-04T10:00:00Z"]),
    STATUS,
    WHO,
    VALUE,
)  # fmt: skip
DRUGS = st.builds(
    lambda kind, drug, who, day: {
        "resourceType": kind, "status": "completed", "medicationCodeableConcept": {"text": drug}, **who,
        "effectiveDateTime" if kind != "MedicationRequest" else "authoredOn": day,
    },
    st.sampled_from(["MedicationAdministration", "MedicationStatement", "MedicationRequest"]),
    st.sampled_from(["bortezomib", "Velcade", "tea"]),
    WHO,
    st.sampled_from(["2020-01-05", "2020-01-06", "2019"]),
)  # fmt: skip
OTHERS = st.sampled_from(
    [
        {"resourceType": "Condition", "code": {"text": "MM"}, **of("p1")},
        {"resourceType": "Condition", "code": {"text": "cough"}, **of("p1")},
        {"resourceType": "Procedure", "status": "completed", "code": {"text": "ASCT"}, **of("p2")},
        {"resourceType": "Encounter", "status": "finished", "period": {"end": "2021-01-01"}, **of("p1")},
        {"resourceType": "Medication", "code": {"text": "Velcade"}},
        {"resourceType": "AdverseEvent", "actuality": "actual", "event": {"text": "rash"}, **of("p1")},
        {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "report"}, **of("p1")},
        {"resourceType": "CarePlan"},
    ]
)
RESOURCES = st.lists(st.one_of(OBSERVATIONS, DRUGS, OTHERS), max_size=12)


def read(path: Path) -> Reading:
    con = duckdb.connect(config={"threads": 1})
    records.read(con, path, all_words())
    return Reading(con)


def numbered(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [patient("p1"), patient("p2"), *({**each, "id": f"r{n}"} for n, each in enumerate(resources))]


@SOME
@given(RESOURCES)
def test_what_is_read_is_used_or_has_a_named_reason(tmp_path_factory: Any, resources: list[dict[str, Any]]) -> None:
    reading = read(ndjson(tmp_path_factory.mktemp("law") / "all.ndjson", numbered(resources)))
    assert accounting.imbalances(reading.con) == []
    rows = ledger(reading)
    assert sum(n for (_, _, outcome), n in rows.items() if outcome == "read") == len(resources) + 2


@pytest.mark.parametrize("kind", ["Condition", "Procedure", "MedicationAdministration", "Observation"])
def test_resources_of_one_kind_that_say_the_same_are_counted_one_by_one(tmp_path: Path, kind: str) -> None:
    code = {"Condition": "MM", "Procedure": "ASCT", "Observation": "IFE"}.get(kind)
    said = {"code": {"text": code}} if code else {"medicationCodeableConcept": {"text": "Velcade"}}
    alike = {"resourceType": kind, "status": "completed", **said, **of("p1")}
    rows = ledger(read(ndjson(tmp_path / "all.ndjson", numbered([alike, alike, alike]))))
    assert sum(n for (_, each, outcome), n in rows.items() if (each, outcome) == (kind, "read")) == 3


@SOME
@given(RESOURCES)
def test_a_bundle_a_bulk_file_and_lines_one_by_one_say_the_same(
    tmp_path_factory: Any, resources: list[dict[str, Any]]
) -> None:
    folder, all_ = tmp_path_factory.mktemp("law"), numbered(resources)
    by_type: dict[str, list[dict[str, Any]]] = {}
    for each in all_:
        by_type.setdefault(each["resourceType"], []).append(each)
    (folder / "bulk").mkdir()
    for kind, some in by_type.items():
        ndjson(folder / "bulk" / f"{kind}.ndjson", some)
    said = [
        read(bundle(folder / "b.json", all_)).everything(),
        read(folder / "bulk").everything(),
        read(ndjson(folder / "lines.ndjson", [*all_, "{"])).everything(),
    ]
    for each in said:
        each["issues"] = [
            row for row in each["issues"] if row["column"] != "resourceType" and row["problem"] != "broken_line"
        ]
    assert said[0] == said[1] == said[2]


def test_a_sound_file_is_read_by_the_engine(tmp_path: Path, read_path: ReadPath, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[list[int]] = []

    def told(*given: Any) -> list[int]:
        left.append(bulk.land_bulk(*given))
        return left[-1]

    monkeypatch.setattr(reading, "land_bulk", told)
    ndjson(tmp_path / "Patient.ndjson", [patient()])
    ndjson(tmp_path / "Observation.ndjson", [protein(1)])
    ndjson(tmp_path / "Mixed.ndjson", [protein(2), given_drug(), {"resourceType": "CarePlan"}])
    read_path(tmp_path)
    assert left == [[], []]
