"""What does a row of an OMOP database mean: its concept, its value and unit, its person, its dates?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Reading
from .omop import PERSON, drug, lab, outcomes, unmapped, vocabulary

ReadOmop = Callable[..., Reading]


# what a concept means


def test_a_concept_by_its_id_its_code_and_its_name(read_omop: ReadOmop) -> None:
    rows = [lab(c, "3", 0, measurement_id=c, unit_source_value="g/L") for c in (3046299, 2001, 2002, 2003)]
    reading = read_omop(
        measurement=rows,
        concept=vocabulary(
            (2001, "Protein.monoclonal", "LOINC", "33358-3"),
            (2002, "M-protein", "Local", "x"),
            (2003, "Mood", "Local", "33358-3"),
        ),
    )
    assert {row["row"] for row in reading.rows("measurements")} == {f"measurement/{c}" for c in (3046299, 2001, 2002)}
    assert unmapped(reading) == [("analyte", "2003", 1)]


def test_concept_0_is_read_by_its_source_concept_then_by_its_source_value(read_omop: ReadOmop) -> None:
    rows = [
        lab(0, "1", measurement_id=1, measurement_source_concept_id=2001),
        lab(0, "1", measurement_id=2, measurement_source_concept_id=2002, measurement_date="2020-01-06"),
        lab(0, "1", measurement_id=3, measurement_source_value="M-protein", measurement_date="2020-01-07"),
        lab(0, "1", measurement_id=4, measurement_source_value="33358-3", measurement_date="2020-01-08"),
    ]
    reading = read_omop(
        measurement=rows,
        concept=vocabulary(
            (2001, "lab 1", "Local", "1"), (2002, "M-protein", "Local", "2"), (2003, "x", "LOINC", "33358-3")
        ),
        concept_relationship=[{"concept_id_1": 2001, "concept_id_2": 2003, "relationship_id": "Maps to"}],
    )
    assert {row["analyte"] for row in reading.rows("measurements")} == {"serum_m_protein"}
    assert outcomes(reading, "measurement") == {"read": 4, "used": 4}


def test_a_named_concept_is_not_guessed_from_its_source_value(read_omop: ReadOmop) -> None:
    """Albumin in urine, called albumin by the laboratory, is no albumin in serum."""
    reading = read_omop(
        measurement=[lab(3012516, "300", 8751, measurement_source_value="albumin")],
        concept=vocabulary((3012516, "Albumin [Mass/volume] in Urine", "LOINC", "1754-1")),
    )
    assert reading.rows("measurements") == []
    assert outcomes(reading, "measurement") == {"read": 1, "unmapped_code": 1}
    assert unmapped(reading) == [("analyte", "3012516", 1)]


@pytest.mark.parametrize("source", ["3002", "358258", "1310317"])
def test_digits_of_a_source_value_say_nothing(source: str, read_omop: ReadOmop) -> None:
    reading = read_omop(drug_exposure=[drug(0, drug_source_value=source)])
    assert reading.one("exposures")["drug"] is None
    assert reading.problems() == [("drug", "unknown_drug", f"OMOP concept 0 ({source})", "left out of lines")]


def test_a_drug_that_the_database_does_not_name_is_read_by_its_source_value(read_omop: ReadOmop) -> None:
    assert read_omop(drug_exposure=[drug(42, drug_source_value="Velcade")]).one("exposures")["drug"] == "bortezomib"


def test_a_drug_that_the_database_names_is_not_guessed_from_its_source_value(read_omop: ReadOmop) -> None:
    reading = read_omop(
        drug_exposure=[drug(42, drug_source_value="Velcade")], concept=vocabulary((42, "a tracer", "RxNorm", "1"))
    )
    assert reading.one("exposures")["drug"] is None
    assert reading.problems() == [("drug", "unknown_drug", "a tracer", "left out of lines")]


def test_a_drug_concept_is_no_rxnorm_code(read_omop: ReadOmop) -> None:
    """10432 is thalidomide in RxNorm, and some other concept here."""
    assert read_omop(drug_exposure=[drug(10432)]).one("exposures")["drug"] is None


@pytest.mark.parametrize("by", ["concept_ancestor", "drug_strength"])
def test_a_clinical_drug_is_its_ingredient(by: str, read_omop: ReadOmop) -> None:
    names = {
        "concept_ancestor": ("descendant_concept_id", "ancestor_concept_id"),
        "drug_strength": ("drug_concept_id", "ingredient_concept_id"),
    }[by]
    reading = read_omop(
        drug_exposure=[drug(501, drug_exposure_id=1), drug(502, "2020-01-06", drug_exposure_id=2), drug(503, drug_exposure_id=3)],
        concept=vocabulary(
            (501, "bortezomib 3.5 MG Injection [Velcade]", "RxNorm", "1"), (502, "cyclophosphamide 50 MG", "RxNorm", "2"),
            (503, "kit of two", "RxNorm", "3"), (77, "cyclophosphamide", "RxNorm", "3002"), (88, "Antineoplastics", "ATC", "L01"),
        ),
        **{by: [dict(zip(names, pair, strict=True)) for pair in
                ((501, 1336825), (501, 88), (502, 77), (503, 1336825), (503, 77))]},
    )  # fmt: skip
    assert [row["drug"] for row in reading.rows("exposures")] == ["bortezomib", "cyclophosphamide", None]
    assert unmapped(reading) == [("drug", "kit of two", 1)]


def test_a_wrong_code_is_never_read(read_omop: ReadOmop) -> None:
    rows = [
        lab(0, "30", 8554, measurement_id=1, measurement_source_value="26098-4"),
        lab(0, "30", 8554, measurement_id=2, measurement_source_value="33944-8"),
        lab(2001, "30", 8554, measurement_id=3, measurement_source_value="plasma cells in bone marrow"),
    ]
    reading = read_omop(measurement=rows, concept=vocabulary((2001, "Bone marrow plasma cells", "LOINC", "26098-4")))
    assert reading.rows("measurements") == []
    assert outcomes(reading, "measurement") == {"read": 3, "wrong_code": 2, "bad_check_digit": 1}


# quantities


@pytest.mark.parametrize(
    ("unit", "more", "value"),
    [(8713, {}, 12), (8636, {}, Decimal("1.2")), (0, {"unit_source_value": "g/dL"}, 12), ("", {"unit_source_value": "г/л"}, Decimal("1.2")),
     (8792, {}, None), (8792, {"unit_source_value": "g/dL"}, None), (987654, {"unit_source_value": "g/dL"}, None), ("", {}, None)],
)  # fmt: skip
def test_a_unit_is_that_of_the_concept_else_of_the_source(
    unit: int | str, more: dict[str, str], value: Any, read_omop: ReadOmop
) -> None:
    assert read_omop(measurement=[lab(3046299, "1.2", unit, **more)]).one("measurements")["value"] == value


def test_a_unit_by_the_ucum_code_of_the_database(read_omop: ReadOmop) -> None:
    reading = read_omop(
        measurement=[lab(3046299, "1.2", 555)], concept=vocabulary((555, "gram per deciliter", "UCUM", "g/dL"))
    )
    assert reading.one("measurements")["value"] == 12


@pytest.mark.parametrize(
    ("operator", "source", "problem"),
    [(4171756, "", "comparator"), (4172704, "", "comparator"), (4171754, "", "comparator"), (4171755, "", "comparator"),
     (4172703, "", None), (0, "", None), (999, "", "not_a_number"), ("", "<3", "comparator"), ("", " ≤ 3", "comparator"),
     ("", "3", None), (4172703, "<3", None)],
)  # fmt: skip
def test_a_bound_is_no_value(operator: int | str, source: str, problem: str | None, read_omop: ReadOmop) -> None:
    reading = read_omop(measurement=[lab(3046299, "3", operator_concept_id=operator, value_source_value=source)])
    assert reading.one("measurements")["value"] == (None if problem else 3)
    assert [said for _, said, _, _ in reading.problems()] == ([problem] if problem else [])


def test_a_number_that_the_conversion_lost_is_read_with_its_own_unit(read_omop: ReadOmop) -> None:
    row = lab(3046299, "", 8636, value_source_value="1.2", unit_source_value="g/dL")
    assert read_omop(measurement=[row]).one("measurements")["value"] == 12


def test_normal_limits_are_in_the_unit_of_the_value(read_omop: ReadOmop) -> None:
    row = read_omop(measurement=[lab(3006906, "10", 8840, range_low="8.5", range_high="10.5")]).one("measurements")
    assert (row["value"], row["lower_normal"], row["upper_normal"]) == (
        Decimal("2.4951"),
        Decimal("2.1209"),
        Decimal("2.6199"),
    )


def test_percent_and_amount_of_m_protein_are_not_pooled(read_omop: ReadOmop) -> None:
    reading = read_omop(measurement=[lab(3046299, "30", 8554)])
    assert reading.one("measurements")["value"] is None


def test_bands_alone_are_summed(read_omop: ReadOmop) -> None:
    bands = [
        lab(concept, value, measurement_id=n) for n, (concept, value) in enumerate(((3029713, "10"), (3035797, "2.5")), 1)
    ]
    total = [row for row in read_omop(measurement=bands).rows("measurements") if row["analyte"] == "serum_m_protein"]
    assert [(row["value"], row["unit"]) for row in total] == [(Decimal("12.5"), "g/L")]


# findings, conditions, procedures


@pytest.mark.parametrize(
    ("answer", "text", "value"),
    [(9191, "", "positive"), (9189, "", "negative"), (45884084, "", "positive"), ("0", "neg", "negative"), ("", "Positive", "positive"),
     (777, "", "positive"), (778, "", None)],
)  # fmt: skip
def test_the_result_of_immunofixation(answer: int | str, text: str, value: str | None, read_omop: ReadOmop) -> None:
    row = lab(3017704, "", "", value_as_concept_id=answer, value_source_value=text)
    reading = read_omop(
        measurement=[row], concept=vocabulary((777, "Detected", "SNOMED", "1"), (778, "Fancy", "SNOMED", "2"))
    )
    assert reading.one("findings")["kind"] == "urine_immunofixation"
    assert reading.one("findings")["value"] == value


@pytest.mark.parametrize("number", ["1", "1.0"])
def test_a_performance_status_as_a_number(number: str, read_omop: ReadOmop) -> None:
    row = {
        "observation_id": 5,
        "person_id": 1,
        "observation_concept_id": 42,
        "observation_date": "2020-01-05",
        "value_as_number": number,
    }
    reading = read_omop(observation=[row], concept=vocabulary((42, "ECOG", "LOINC", "89247-1")))
    assert reading.one("findings") == {
        "patient": "1", "row": "observation/5", "kind": "ecog", "found_on": date(2020, 1, 5), "value": "1"
    }  # fmt: skip


def test_a_quantity_among_the_observations(read_omop: ReadOmop) -> None:
    row = {"observation_id": 5, "person_id": 1, "observation_concept_id": 3025315, "observation_date": "2020-01-05",
           "value_as_number": "80", "unit_concept_id": 9529}  # fmt: skip
    assert read_omop(observation=[row]).one("measurements")["value"] == 80


def condition(n: int, concept: int | str, on: str, source: str = "", person: int = 1) -> dict[str, Any]:
    return {"condition_occurrence_id": n, "person_id": person, "condition_concept_id": concept, "condition_start_date": on,
            "condition_source_value": source}  # fmt: skip


def test_the_disease_is_diagnosed_on_its_first_day(read_omop: ReadOmop) -> None:
    rows = [condition(1, 437233, "2020-03-01"), condition(2, 0, "2019-12-24", "C90.00"), condition(3, 4001, "2001-01-01")]
    reading = read_omop(condition_occurrence=rows)
    patient = reading.one("patients")
    assert (patient["diagnosis"], patient["diagnosed_on"]) == ("multiple_myeloma", date(2019, 12, 24))
    assert outcomes(reading, "condition_occurrence") == {"read": 3, "used": 2, "unmapped_code": 1}


def test_two_diseases_contradict_each_other(read_omop: ReadOmop) -> None:
    reading = read_omop(condition_occurrence=[condition(1, 437233, "2020-03-01"), condition(2, 133154, "2020-03-01")])
    assert reading.one("patients")["diagnosis"] is None
    assert ("diagnosis", "conflicting_values") in [(column, problem) for column, problem, _, _ in reading.problems()]


def test_a_procedure_by_its_name(read_omop: ReadOmop) -> None:
    row = {"procedure_occurrence_id": 1, "person_id": 1, "procedure_concept_id": 0, "procedure_source_value": "ASCT",
           "procedure_datetime": "2020-04-10 09:00:00"}  # fmt: skip
    reading = read_omop(procedure_occurrence=[row])
    assert (reading.one("procedures")["procedure"], reading.one("procedures")["performed_on"]) == (
        "autologous_transplant", date(2020, 4, 10),
    )  # fmt: skip


# persons


@pytest.mark.parametrize(
    ("birth", "born_on", "problems"),
    [
        ({"year_of_birth": 1960, "month_of_birth": 5, "day_of_birth": 1}, date(1960, 5, 1), []),
        ({"year_of_birth": 1960, "month_of_birth": 5}, None, ["partial_date"]),
        ({"year_of_birth": 1960}, None, ["partial_date"]),
        ({"year_of_birth": 1960, "birth_datetime": "1960-01-01 00:00:00"}, None, ["partial_date"]),
        ({"birth_datetime": "1960-05-01 00:00:00"}, date(1960, 5, 1), []),
        ({}, None, []),
    ],
)
def test_a_date_of_birth_is_as_precise_as_its_parts(
    birth: dict[str, Any], born_on: date | None, problems: list[str], read_omop: ReadOmop
) -> None:
    reading = read_omop(person=[{"person_id": 1, **birth}])
    assert reading.one("patients")["born_on"] == born_on
    assert [problem for _, problem, _, _ in reading.problems()] == problems


@pytest.mark.parametrize(
    ("gender", "source", "sex"), [(8507, "", "male"), (8532, "", "female"), (0, "F", "female"), ("8532.0", "", "female"), (8551, "", None)]
)  # fmt: skip
def test_the_sex(gender: int | str, source: str, sex: str | None, read_omop: ReadOmop) -> None:
    reading = read_omop(person=[{"person_id": 1, "gender_concept_id": gender, "gender_source_value": source}])
    assert reading.one("patients")["sex"] == sex


def test_death_centre_and_last_day(read_omop: ReadOmop) -> None:
    reading = read_omop(
        person=[{**PERSON, "care_site_id": 7}],
        care_site=[{"care_site_id": 7, "care_site_name": "Haematology"}],
        death=[{"person_id": 1, "death_datetime": "2023-01-02 03:04:05"}],
        visit_occurrence=[{"person_id": 1, "visit_start_date": "2022-11-01", "visit_end_date": ""}],
        observation_period=[{"person_id": 1, "observation_period_end_date": "2022-12-31"}],
    )
    patient = reading.one("patients")
    assert (patient["centre"], patient["died_on"], patient["last_seen_on"]) == (
        "Haematology", date(2023, 1, 2), date(2022, 12, 31),
    )  # fmt: skip
    assert reading.problems() == []


def test_two_days_of_death_contradict_each_other(read_omop: ReadOmop) -> None:
    reading = read_omop(death=[{"person_id": 1, "death_date": "2023-01-02"}, {"person_id": 1, "death_date": "2023-01-03"}])
    assert reading.one("patients")["died_on"] is None
    assert ("died_on", "conflicting_values") in [(column, problem) for column, problem, _, _ in reading.problems()]


def test_facts_of_a_person_who_is_not_there_make_no_patient(read_omop: ReadOmop) -> None:
    reading = read_omop(
        condition_occurrence=[condition(1, 437233, "2020-03-01", person=9)],
        death=[{"person_id": 9, "death_date": "2023-01-02"}],
        measurement=[lab(3046299, "3", person_id=9)],
    )
    assert [row["patient"] for row in reading.rows("patients")] == ["1"]
    assert outcomes(reading, "condition_occurrence") == {"read": 1, "unknown_patient": 1}
    assert outcomes(reading, "death") == {"read": 1, "unknown_patient": 1}
    assert reading.problems("measurements") == [("patient", "unknown_patient", "9", "left out")]


# drugs


def test_an_era_is_used_only_where_exposures_do_not_name_the_drug(read_omop: ReadOmop) -> None:
    eras = [
        {"drug_era_id": n, "person_id": 1, "drug_concept_id": concept, "drug_era_start_date": "2020-02-01",
         "drug_era_end_date": "2020-06-01"}
        for n, concept in enumerate((1336825, 19026972), 1)
    ]  # fmt: skip
    reading = read_omop(drug_exposure=[drug(1336825)], drug_era=eras)
    assert [(row["drug"], row["started_on"]) for row in reading.rows("exposures")] == [
        ("bortezomib", date(2020, 1, 5)), ("lenalidomide", date(2020, 2, 1)),
    ]  # fmt: skip
    assert outcomes(reading, "drug_era") == {"read": 2, "used": 1, "in_exposures": 1}


def test_an_unknown_drug_is_told_once_a_patient(read_omop: ReadOmop) -> None:
    rows = [drug(923645, f"2020-0{n}-01", drug_exposure_id=n, drug_source_value="omeprazole") for n in (1, 2, 3)]
    reading = read_omop(drug_exposure=rows)
    assert (reading.one("exposures")["drug"], reading.one("exposures")["started_on"]) == (None, date(2020, 1, 1))
    assert reading.problems() == [("drug", "unknown_drug", "omeprazole", "left out of lines")]
    assert unmapped(reading) == [("drug", "omeprazole", 3)]


def test_the_regimen_of_a_linked_episode(read_omop: ReadOmop) -> None:
    episodes = [
        {"episode_id": 1, "person_id": 1, "episode_concept_id": 32531, "episode_object_concept_id": 35806103},
        {"episode_id": 2, "person_id": 1, "episode_concept_id": 32531, "episode_source_value": "VRd"},
        {"episode_id": 3, "person_id": 1, "episode_concept_id": 32528},
    ]
    reading = read_omop(
        drug_exposure=[drug(1336825)],
        episode=episodes,
        episode_event=[{"episode_id": 1, "event_id": 1, "episode_event_field_concept_id": 1147094},
                       {"episode_id": 2, "event_id": 1, "episode_event_field_concept_id": 1147127}],
        concept=vocabulary((35806103, "Bortezomib and Dexamethasone (Vd)", "HemOnc", "1")),
    )  # fmt: skip
    assert reading.one("exposures")["regimen"] == "Bortezomib and Dexamethasone (Vd)"
    assert outcomes(reading, "episode") == {"read": 3, "used": 1, "not_linked": 1, "unmapped_code": 1}
