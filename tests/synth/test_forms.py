"""The same record as tables, bulk FHIR and OMOP."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.synth.conftest import Drawn, rows
from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from thirdline.synth.mess import KINDS

N = 40
TRUTH = ("best_responses", "lines", "progressions", "refractoriness", "responses", "status")
OMOP = {
    "patients": ("person", "condition_occurrence", "observation_period"),
    "exposures": ("drug_exposure",),
    "measurements": ("measurement",),
    "findings": ("observation",),
    "procedures": ("procedure_occurrence",),
}


def resources(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.ndjson")):
        for line in path.read_text(encoding="utf-8").splitlines():
            resource = json.loads(line)
            assert resource["resourceType"] == path.stem
            yield resource


def nothings(part: Any) -> bool:
    """Whether a null or an empty list stands anywhere: FHIR allows neither."""
    if isinstance(part, dict):
        return any(map(nothings, part.values()))
    if isinstance(part, list):
        return not part or any(map(nothings, part))
    return part is None or part == ""


def count(folder: Path, table: str) -> int:
    return rows(f"select count(*) from read_parquet('{{of}}/{table}.parquet')", of=folder)[0][0]


@pytest.mark.parametrize("mess", [(), KINDS], ids=["clean", "messy"])
def test_every_row_is_a_resource(drawn: Drawn, mess: tuple[str, ...]) -> None:
    tables, fhir = drawn(N, mess=mess), drawn(N, mess=mess, form="fhir")
    found = Counter(each["resourceType"] for each in resources(fhir))
    assert found["Patient"] == found["Condition"] == found["Encounter"] == N
    assert found["MedicationStatement"] + found["MedicationAdministration"] == count(tables, "exposures")
    assert found["Procedure"] == count(tables, "procedures")
    chains = "select count(heavy_chain) + count(light_chain) from read_parquet('{of}/patients.parquet')"
    assert found["Observation"] == count(tables, "measurements") + count(tables, "findings") + rows(chains, of=tables)[0][0]


@pytest.mark.parametrize("mess", [(), KINDS], ids=["clean", "messy"])
def test_no_line_holds_nothing(drawn: Drawn, mess: tuple[str, ...]) -> None:
    assert [each["id"] for each in resources(drawn(N, mess=mess, form="fhir")) if nothings(each)] == []


def test_observations_have_both_codings_and_the_value_as_written(drawn: Drawn) -> None:
    observed = [each for each in resources(drawn(N, form="fhir")) if each["resourceType"] == "Observation"]
    serum = [each for each in observed if each["code"]["coding"][-1]["code"] == "serum_m_protein"]
    assert {tuple(coding["system"] for coding in each["code"]["coding"]) for each in serum} == {
        ("http://loinc.org", "https://thirdline.example/analyte")
    }
    written = "select sum(value) from read_parquet('{of}/measurements.parquet') where analyte = 'serum_m_protein'"
    assert sum(round(each["valueQuantity"]["value"] * 10) for each in serum) == rows(written, of=drawn(N))[0][0] * 10


def test_a_bound_has_a_comparator(drawn: Drawn) -> None:
    observed = resources(drawn(N, mess=("comparators",), form="fhir"))
    bounds = [each["valueQuantity"] for each in observed if "comparator" in each.get("valueQuantity", {})]
    assert {(each["comparator"], each["value"], each["unit"]) for each in bounds} == {
        ("<", 1.0, "g/L"),
        ("<", 40.0, "mg/(24.h)"),
    }


@pytest.mark.parametrize("mess", [(), KINDS], ids=["clean", "messy"])
def test_every_row_is_a_row_of_the_model(drawn: Drawn, mess: tuple[str, ...]) -> None:
    tables, omop = drawn(N, mess=mess), drawn(N, mess=mess, form="omop")
    for table, models in OMOP.items():
        assert {count(omop, model) for model in models} == {count(tables, table)}
    dead = "select count(died_on) from read_parquet('{of}/patients.parquet')"
    assert count(omop, "death") == rows(dead, of=tables)[0][0]


def test_concepts_and_sources_stand_side_by_side(drawn: Drawn) -> None:
    query = """
        select distinct measurement_concept_id, measurement_source_value, unit_concept_id, unit_source_value
        from read_parquet('{of}/measurement.parquet') where unit_source_value = 'g/L' and measurement_concept_id = 3046299
    """
    assert rows(query, of=drawn(N, form="omop")) == [(3046299, "33358-3", 8636, "g/L")]


READ = {
    "patients": "born_on, sex, diagnosis, diagnosed_on, centre, died_on, last_seen_on",
    "exposures": "drug, started_on, ended_on, route, stopped_because",
    "measurements": "analyte, measured_on, value, unit, lower_normal, upper_normal",
    "findings": "kind, found_on, value",
    "procedures": "procedure, performed_on",
}
"""What every form has a place for."""
FHIR_ALONE = {
    "patients": "heavy_chain, light_chain",
    "exposures": "amount, unit",
    "events": "event, started_on, attributed_to",
}


def canonical(engine: DuckDB, table: str, columns: str) -> list[tuple]:
    """The rows as read, whatever a form calls the patients."""
    number = "cast(ltrim(patient, 'S') as bigint)"
    return engine.connection.execute(f"select {number}, {columns} from {table} order by all").fetchall()


@pytest.mark.parametrize(("form", "mess"), [("fhir", ()), ("omop", ()), ("fhir", KINDS)])
def test_every_form_is_read_as_the_same_record(drawn: Drawn, knowledge: Knowledge, form: str, mess: tuple[str, ...]) -> None:
    tables, other = (run.open_record(drawn(N, mess=mess, **how), knowledge) for how in ({}, {"form": form}))
    for table, columns in (*READ.items(), *(FHIR_ALONE.items() if form == "fhir" else ())):
        assert canonical(other, table, columns) == canonical(tables, table, columns) != []


@pytest.mark.parametrize("form", ["fhir", "omop"])
def test_the_truth_stands_beside_every_form(drawn: Drawn, form: str) -> None:
    truth = drawn(N, form=form) / "truth"
    assert sorted(path.stem for path in truth.iterdir()) == list(TRUTH)
    for table in TRUTH:
        assert (truth / f"{table}.parquet").read_bytes() == (drawn(N) / "truth" / f"{table}.parquet").read_bytes()
