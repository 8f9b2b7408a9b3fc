"""Which tables and columns of the OMOP CDM are read? The shape of the model, and no code of it.

`omop_<table>` is a view with exactly these columns, all of them text, empty cells null; a table or column that the
database lacks is there and empty. `person` alone is required.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Coded:
    """A clinical table whose rows are told apart by concept: its id, person, concept, source and lists of words."""

    table: str
    stem: str
    lists: tuple[str, ...]

    @property
    def id(self) -> str:
        """The column that names the row."""
        return f"{self.table}_id"


CODED = (
    Coded("condition_occurrence", "condition", ("diagnosis", "finding")),
    Coded("drug_exposure", "drug", ("drug",)),
    Coded("drug_era", "drug", ("drug",)),
    Coded("measurement", "measurement", ("analyte", "finding")),
    Coded("observation", "observation", ("finding", "analyte")),
    Coded("procedure_occurrence", "procedure", ("procedure",)),
)

OBSERVED = ("value_as_number", "value_as_concept_id", "unit_concept_id", "unit_source_value", "value_source_value")

COLUMNS: dict[str, tuple[str, ...]] = {
    "person": (
        "person_id", "gender_concept_id", "gender_source_value", "year_of_birth", "month_of_birth", "day_of_birth",
        "birth_datetime", "care_site_id",
    ),
    "death": ("person_id", "death_date", "death_datetime"),
    "care_site": ("care_site_id", "care_site_name"),
    "visit_occurrence": ("person_id", "visit_start_date", "visit_start_datetime", "visit_end_date", "visit_end_datetime"),
    "observation_period": ("person_id", "observation_period_end_date"),
    "condition_occurrence": (
        "condition_occurrence_id", "person_id", "condition_concept_id", "condition_source_concept_id",
        "condition_source_value", "condition_start_date", "condition_start_datetime",
    ),
    "drug_exposure": (
        "drug_exposure_id", "person_id", "drug_concept_id", "drug_source_concept_id", "drug_source_value",
        "drug_exposure_start_date", "drug_exposure_start_datetime", "drug_exposure_end_date", "drug_exposure_end_datetime",
        "stop_reason", "route_concept_id", "route_source_value",
    ),
    "drug_era": ("drug_era_id", "person_id", "drug_concept_id", "drug_era_start_date", "drug_era_end_date"),
    "measurement": (
        "measurement_id", "person_id", "measurement_concept_id", "measurement_source_concept_id",
        "measurement_source_value", "measurement_date", "measurement_datetime", "operator_concept_id", *OBSERVED,
        "range_low", "range_high",
    ),
    "observation": (
        "observation_id", "person_id", "observation_concept_id", "observation_source_concept_id",
        "observation_source_value", "observation_date", "observation_datetime", "value_as_string", *OBSERVED,
    ),
    "procedure_occurrence": (
        "procedure_occurrence_id", "person_id", "procedure_concept_id", "procedure_source_concept_id",
        "procedure_source_value", "procedure_date", "procedure_datetime",
    ),
    "episode": (
        "episode_id", "person_id", "episode_concept_id", "episode_object_concept_id", "episode_source_value",
    ),
    "episode_event": ("episode_id", "event_id", "episode_event_field_concept_id"),
    "concept": ("concept_id", "concept_name", "vocabulary_id", "concept_code"),
    "concept_ancestor": ("ancestor_concept_id", "descendant_concept_id"),
    "concept_relationship": ("concept_id_1", "concept_id_2", "relationship_id", "invalid_reason"),
    "drug_strength": ("drug_concept_id", "ingredient_concept_id"),
}  # fmt: skip

VOCABULARY = ("concept", "concept_ancestor", "concept_relationship", "drug_strength")
"""Tables of the vocabulary: looked into, never counted; as files they hold tabs and no quoting."""

COUNTED = tuple(name for name in COLUMNS if name not in (*VOCABULARY, "care_site", "episode_event"))
"""Tables whose rows are facts about patients: each is accounted for."""


def is_id(column: str) -> bool:
    """Whether a column holds whole numbers that name something, or a part of a date."""
    return column.endswith(("_id", "_id_1", "_id_2", "_of_birth"))
