"""The criteria: rules whose shape is a derivation and whose numbers are here, one model for each thing defined.

A criterion's id ends with its edition; a practice names which criteria are in force.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from thirdline.knowledge.kinds import Amount, Days, Frozen, Id, Names, Percent, Record, Row, Text, Word

Marker = Literal["serum_m_protein", "urine_m_protein", "flc_difference", "bone_marrow", "lesion", "circulating_plasma_cells"]
Category = Literal["sCR", "CR", "VGPR", "PR", "MR", "SD", "PD", "NE"]
Profile = Literal["strict", "real_world"]
ToxicityReference = Literal["amount", "upper_normal", "lower_normal", "baseline"]


class Criterion(Record):
    """A rule of one edition; `defines` says which."""

    names: Names
    disease: Word


class CategoryRow(Row):
    """A response category, its depth, and whether a second assessment must show it."""

    response: Category
    depth: Annotated[int, Field(ge=0)]
    needs_confirmation: bool


class ResponseLevel(Row):
    """What a marker must reach for a category: a fall from baseline, or (urine) a value below a limit."""

    marker: Marker
    response: Category
    fall_percent: Percent | None = None
    or_below: Amount | None = None


class ProgressionThreshold(Row):
    """What a marker's rise from its lowest confirmed value must reach, where that value lies in a range."""

    marker: Marker
    lowest_from: Amount
    lowest_below: Amount | None = None
    rise_percent: Percent
    rise_amount: Amount
    amount_exceeded: bool = False
    value_at_least: Amount = Decimal(0)


class MarkerRow(Row):
    """A marker: its route (1 serum and urine, 2 light chains, 3 marrow, 4 circulating cells) and whether to repeat it."""

    marker: Marker
    route: Annotated[int, Field(ge=0)]
    needs_confirmation: bool


class RatioRange(Frozen):
    """The normal free light-chain ratio (kappa over lambda), both ends normal."""

    lowest: Decimal
    highest: Decimal


class Response(Criterion):
    """Response, progression and clinical relapse."""

    facts = (
        "categories", "markers", "response_levels", "progression_thresholds", "normal_flc_ratio",
        "marrow_complete_below", "lesion_spd_rise_percent", "lesion_diameter_rise_percent",
        "lesion_short_axis_above", "relapse_calcium_above", "relapse_haemoglobin_fall", "relapse_creatinine_rise",
    )  # fmt: skip
    defines: Literal["response"]
    categories: tuple[CategoryRow, ...]
    markers: tuple[MarkerRow, ...]
    response_levels: tuple[ResponseLevel, ...]
    progression_thresholds: tuple[ProgressionThreshold, ...]
    normal_flc_ratio: RatioRange
    marrow_complete_below: Percent
    lesion_spd_rise_percent: Percent
    lesion_diameter_rise_percent: Percent
    lesion_short_axis_above: Amount
    relapse_calcium_above: Amount
    relapse_haemoglobin_fall: Amount
    relapse_creatinine_rise: Amount


class MeasurableLevel(Row):
    """The least value at which a marker can be followed."""

    marker: Marker
    at_least: Amount


class Measurable(Criterion):
    """Measurable disease at the start of a line."""

    facts = ("levels",)
    defines: Literal["measurable"]
    levels: tuple[MeasurableLevel, ...]


class AssessmentProfile(Criterion):
    """How gaps in the record are treated when response is assessed."""

    facts = (
        "baseline_before_days", "baseline_after_days", "visit_days", "immunofixation_days",
        "missing_marker_accepted", "missing_urine_accepted", "longest_zero_run", "zero_run_days",
    )  # fmt: skip
    defines: Literal["profile"]
    profile: Profile
    baseline_before_days: Days
    baseline_after_days: Days
    visit_days: Days
    immunofixation_days: Days
    missing_marker_accepted: bool
    missing_urine_accepted: bool
    longest_zero_run: Annotated[int, Field(ge=1)]
    zero_run_days: Days


class Lines(Criterion):
    """Lines of therapy; what data do not say (what was planned) is inferred by these parameters."""

    facts = (
        "treating_classes", "steroid_classes", "conditioning_drugs", "mobilisation_drugs", "lymphodepletion_drugs",
        "maintenance_drugs", "cell_products", "regimen_window_days", "planned_transplant_days", "tandem_days",
        "consolidation_days", "maintenance_gap_days", "conditioning_days", "mobilisation_days",
        "lymphodepletion_days", "bridging_days", "dose_gap_days",
    )  # fmt: skip
    defines: Literal["lines"]
    treating_classes: tuple[Word, ...]
    steroid_classes: tuple[Word, ...]
    conditioning_drugs: tuple[Id, ...]
    mobilisation_drugs: tuple[Id, ...]
    lymphodepletion_drugs: tuple[Id, ...]
    maintenance_drugs: tuple[Id, ...]
    cell_products: tuple[Word, ...]
    regimen_window_days: Days
    planned_transplant_days: Days
    tandem_days: Days
    consolidation_days: Days
    maintenance_gap_days: Days
    conditioning_days: Days
    mobilisation_days: Days
    lymphodepletion_days: Days
    bridging_days: Days
    dose_gap_days: Days


class TierRow(Row):
    """One demand of a tier: at least so many refractory drugs of a class; alternatives are numbered."""

    tier: Literal["single", "double", "triple", "tetra", "penta"]
    depth: Annotated[int, Field(ge=1)]
    alternative: Annotated[int, Field(ge=1)]
    drug_class: Word
    at_least: Annotated[int, Field(ge=1)]


class Refractory(Criterion):
    """Refractory disease, by drug, class and tier."""

    facts = ("window_days", "response_at_least", "shortest_exposure_days", "uncounted_classes", "tiers")
    defines: Literal["refractory"]
    window_days: Days
    response_at_least: Category
    shortest_exposure_days: Days
    uncounted_classes: tuple[Word, ...]
    tiers: tuple[TierRow, ...]


class ClassScheme(Criterion):
    """A scheme that counts classes, not drugs: refractory to at least one drug of each."""

    facts = ("classes",)
    defines: Literal["class_scheme"]
    classes: tuple[Word, ...]


class StageCondition(Row):
    """One condition of a stage. Conditions of an alternative hold together; any alternative gives the stage."""

    stage: Text
    rank: Annotated[int, Field(ge=1)]
    alternative: Annotated[int, Field(ge=1)]
    item: Word
    is_word: Text | None = None
    at_least: Decimal | None = None
    more_than: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None


class StagePoints(Row):
    """Points for an item's word; every item must be known before they are added."""

    item: Word
    is_word: Text
    points: Decimal


class Staging(Criterion):
    """A staging system; stages are tried by rank, and the last needs no condition."""

    facts = ("conditions", "points", "otherwise", "window_days")
    defines: Literal["staging"]
    system: Word
    conditions: tuple[StageCondition, ...]
    points: tuple[StagePoints, ...] = ()
    otherwise: Text | None = None
    window_days: Days
    reported_as: Word


class Interference(Criterion):
    """When a therapeutic antibody may pass for the patient's own M-protein."""

    facts = ("m_protein_at_most", "washout_days", "settled_by")
    defines: Literal["interference"]
    m_protein_at_most: Amount
    washout_days: Days
    settled_by: Names


class BodySurface(Criterion):
    """Body surface area from height and weight: the root of height times weight over a divisor."""

    facts = ("divisor",)
    defines: Literal["body_surface"]
    divisor: Amount


class CalciumCorrection(Frozen):
    """How total calcium is corrected: so much mmol/L for each g/L of albumin below its usual value (g/L)."""

    albumin: Amount
    per_gram: Amount


class ToxicityGrades(Frozen):
    """The number of each grade that a measurement can tell."""

    mild: Annotated[int, Field(ge=1)]
    moderate: Annotated[int, Field(ge=1)]
    severe: Annotated[int, Field(ge=1)]
    life_threatening: Annotated[int, Field(ge=1)]


class ToxicityLadder(Row):
    """Grades of one term by one measure, from `grade_1` up: the rungs that a value must pass, above or below.

    A rung is an `amount` (in `unit`), or a multiple of the value's limit of normal or of its baseline (`by` times), or a
    distance from it (`by` plus, in `unit`), or a change by percent. `closed`: reaching the rung passes it. `abnormal`: only
    of values that are beyond their limit of normal. `baseline_above`, `baseline_at_most` (times its own upper limit),
    `baseline_below` (times its own lower limit) and `baseline_missing` (only without one, only with one) say of which
    baselines the ladder speaks.
    `clinical`: what else the words ask no laboratory sees, so that the ladder only tells what cannot be excluded; `up_to`:
    the worst grade that, once a rung is passed, such signs can make of it. The citation is named as the term.
    """

    term: Word
    analyte: Word
    above: ToxicityReference | None = None
    below: ToxicityReference | None = None
    by: Literal["times", "plus", "percent"] = "times"
    grade_1: Amount | None = None
    grade_2: Amount | None = None
    grade_3: Amount | None = None
    grade_4: Amount | None = None
    unit: Text | None = None
    closed: bool = False
    abnormal: bool = False
    baseline_above: Amount | None = None
    baseline_at_most: Amount | None = None
    baseline_below: Amount | None = None
    baseline_missing: bool | None = None
    from_age: Annotated[int, Field(ge=0)] | None = None
    clinical: bool = False
    up_to: Annotated[int, Field(ge=1, le=4)] | None = None

    @property
    def rungs(self) -> tuple[Decimal | None, ...]:
        """The rungs of grades 1 to 4."""
        return self.grade_1, self.grade_2, self.grade_3, self.grade_4

    @model_validator(mode="before")
    @classmethod
    def cited_by_term(cls, given: Any) -> Any:
        return {"cite": given.get("term"), **given} if isinstance(given, dict) else given

    @model_validator(mode="after")
    def one_way_up(self) -> ToxicityLadder:
        reference = self.above or self.below
        if (self.above is None) == (self.below is None):
            raise ValueError("a ladder goes either 'above' or 'below' one reference")
        if (self.unit is not None) != (reference == "amount" or self.by == "plus"):
            raise ValueError("'unit' belongs to amounts and to 'by: plus', and to nothing else")
        rungs = [rung for rung in self.rungs if rung is not None]
        falling = self.below is not None and self.by == "times"
        if not rungs or rungs != sorted(set(rungs), reverse=falling):
            raise ValueError("a ladder has rungs, and each lies beyond the one before")
        return self


class Toxicity(Record):
    """Grades of the terms of adverse events that measurements tell, in one edition; of any disease."""

    facts = ("grades", "ladders", "calcium_correction")
    defines: Literal["toxicity"]
    names: Names
    edition: Text
    grades: ToxicityGrades
    ladders: tuple[ToxicityLadder, ...]
    calcium_correction: CalciumCorrection


AnyCriterion = Annotated[
    Response
    | Measurable
    | AssessmentProfile
    | Lines
    | Refractory
    | ClassScheme
    | Staging
    | Interference
    | BodySurface
    | Toxicity,
    Field(discriminator="defines"),
]


class Precondition(Row):
    """What must be so for the practice's table to apply."""

    finding: Word
    value: Text


class CellOption(Row):
    """One option of a cell, as printed: outside brackets or within; `marks` are its footnotes."""

    option: Id
    in_brackets: bool = False
    marks: tuple[Id, ...] = ()


class Group(Frozen):
    """A group of drugs or classes, of which the disease is refractory to at least one."""

    any_of: tuple[Text, ...]


class Cell(Row):
    """One cell of the selection table."""

    id: Id
    names: Names
    groups: tuple[Group, ...]
    not_refractory_to: tuple[Word, ...] = ()
    depth: Annotated[int, Field(ge=1)]
    contraindications: Literal["none", "present", "either"]
    options: tuple[CellOption, ...]


class Approach(Frozen):
    """An option that is not one regimen: a way of treating, and the drugs of which it needs at least one."""

    id: Id
    names: Names
    needs_one_of: tuple[Id, ...] = ()


class Footnote(Row):
    """What a mark asks: for whom, and which drug takes its place."""

    id: Id
    names: Names
    refractory_to: Id
    finding: Word
    value: Text
    drug_instead: Id


class InForce(Frozen):
    """The editions in force under a practice."""

    response: Id
    measurable: Id
    lines: Id
    refractory: Id
    class_scheme: Id
    interference: Id
    body_surface: Id
    toxicity: Id
    staging: tuple[Id, ...]
    profiles: tuple[Id, ...]


class Practice(Record):
    """Editions in force, and the table by which options are chosen."""

    facts = ("preconditions", "cells", "footnotes")
    names: Names
    disease: Word
    in_force: InForce
    profile: Profile
    adjustments: tuple[Id, ...]
    preconditions: tuple[Precondition, ...]
    cells: tuple[Cell, ...]
    footnotes: tuple[Footnote, ...]
    approaches: tuple[Approach, ...]

    @model_validator(mode="after")
    def marks_known(self) -> Practice:
        known = {footnote.id for footnote in self.footnotes}
        strange = {mark for cell in self.cells for option in cell.options for mark in option.marks} - known
        if strange:
            raise ValueError(f"options are marked {sorted(strange)}, but 'footnotes' has {sorted(known)}")
        return self
