"""From landed FHIR resources to the found rows of each table of a record: words are looked up, then joined."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from thirdline.records.fhir import concepts
from thirdline.records.fhir.landing import has_rows, sql
from thirdline.records.lookups import insert
from thirdline.records.words import Words

Con = duckdb.DuckDBPyConnection

SOURCES = {
    "patients": ("fhir_patients",),
    "exposures": ("fhir_given",),
    "measurements": ("fhir_observations",),
    "findings": ("fhir_observations",),
    "procedures": ("fhir_procedures",),
    "lesions": ("fhir_codes where lesion is not null",),
    "events": ("fhir_adverse_events", "fhir_patients where died = 'true'"),
}
"""Table of a record -> without which rows it has none: a bundle seldom has all, and is read in the time a query takes."""

DERIVED = {
    "fhir_drugs": "fhir_given",
    "fhir_carried_out": "fhir_given where kind = 'MedicationRequest'",
    "fhir_diagnoses": "fhir_conditions",
}
"""Table that is derived from the landed ones and the words -> without which rows it is empty."""

ASKED = {
    "fhir_observations": {"code": ("code",), "label": ("method", "concept", "absent"), "lesion_kind": ("body_site",)},
    "fhir_conditions": {"diagnosis": ("code",)},
    "fhir_given": {"drug": ("drug", "named"), "label": ("route",), "stop_reason": ("reason",)},
    "fhir_medications": {"drug": ("code",)},
    "fhir_procedures": {"procedure": ("code",)},
    "fhir_adverse_events": {"label": ("code", "severity"), "grade": ("grade",)},
}
"""Landing table -> list of words -> columns whose concepts are looked up in it; `code` asks for several lists."""


def relations(con: Con, words: Words) -> dict[str, str]:
    """SQL that yields the found rows of each table of a record that has any."""
    con.execute(sql("meanings"))
    _fill_meanings(con, words)
    _fill_values(con, words)
    for name, source in DERIVED.items():
        if has_rows(con, source):
            con.execute(f"insert into {name} by name {sql(name)}")
    return {table: sql(f"found_{table}") for table, sources in SOURCES.items() if any(has_rows(con, s) for s in sources)}


def _fill_meanings(con: Con, words: Words) -> None:
    asked = _asked(con)
    insert(con, "fhir_codes", [_code_row(words, concept) for sort, concept in asked if sort == "code"])
    insert(con, "fhir_meanings", [row for sort, concept in asked if sort != "code" for row in _rows(words, sort, concept)])


def _asked(con: Con) -> list[tuple[str, str]]:
    """Every distinct concept, and the list in which it is asked for."""
    each = [
        f"select '{list_}', {column} from {table} where {column} is not null and refused is null"
        for table, lists in ASKED.items()
        if has_rows(con, table)
        for list_, columns in lists.items()
        for column in columns
    ]
    return con.execute(f"select distinct * from ({' union all '.join(each)})").fetchall() if each else []


def _code_row(words: Words, concept: str) -> tuple[str | None, ...]:
    analyte, finding = (concepts.meaning(words, list_, concept) for list_ in ("analyte", "finding"))
    lesion, _ = concepts.meaning(words, "lesion_measure", concept)
    return concept, *analyte, *finding, lesion, concepts.chain(concept), concepts.site_unit(words, concept)


def _rows(words: Words, sort: str, concept: str) -> Iterable[tuple[str | None, ...]]:
    if sort == "label":
        return [(sort, concept, None, concepts.says(concept))]
    if sort == "diagnosis":
        return [(list_, concept, *each) for list_, each in concepts.diagnosis(words, concept).items()]
    return [(sort, concept, *concepts.meaning(words, sort, concept))]


def _fill_values(con: Con, words: Words) -> None:
    if not has_rows(con, "fhir_observations"):
        return
    values = con.execute(sql("asked_values")).fetchall()
    insert(con, "fhir_values", [_value_row(words, *row) for row in values])
    if has_rows(con, "fhir_codes where lesion is not null"):
        lengths = con.execute(sql("asked_lengths")).fetchall()
        insert(con, "fhir_lengths", [(*row, concepts.millimetres(words, *row)) for row in lengths])


def _value_row(words: Words, kind: str | None, concept: str | None, text: str | None) -> tuple[str | None, ...]:
    said = concepts.value(words, kind, concept, text)
    return kind, concept, text, said, *(concepts.implied(words, kind, said) or (None, None))
