"""What a synthetic cohort is drawn from: the parameters of a disease that grows and answers, and of the care it gets.

Nothing here is a clinical rule: these numbers shape invented patients. Each section is a fact, cited like any other;
most are assumptions, marked `unverified`. A step is one visit interval.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from thirdline.knowledge.kinds import Amount, Frozen, Id, Names, Record, Row, Text, Word

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=0)]
ROUNDING = 1e-9
"""By how much shares that are written as decimals may miss their sum."""
Setting = Literal["first_transplant", "first_other", "later"]


class Spread(Frozen):
    """A quantity drawn log-normally: its median, and the standard deviation of its logarithm."""

    median: Positive
    log_sd: Annotated[float, Field(ge=0)]


class People(Frozen):
    """Who is drawn."""

    age_mean: Positive
    age_sd: Positive
    age_least: Positive
    age_most: Positive
    female: Share
    ecog_mean: Positive
    centres: Annotated[int, Field(ge=1)]
    diagnosed_from: date
    diagnosed_until: date


class FollowUp(Frozen):
    """How often and how long patients are seen. `lost` is the chance of each visit to be the last.

    A patient is last heard of some days after the last visit, when all that was begun there has been taken up.
    """

    visit_days: Annotated[int, Field(ge=21)]
    jitter_days: Annotated[int, Field(ge=0, le=3)]
    fewest_visits: Count
    mean_visits: Positive
    most_visits: Annotated[int, Field(ge=1)]
    lost: Share
    last_contact_days: Annotated[int, Field(ge=7)]


class Isotype(Row):
    """What the myeloma makes; `heavy_chain` and `light_chain` null together are a disease that secretes nothing."""

    heavy_chain: Text | None = None
    light_chain: Text | None = None
    share: Share
    serum: Spread | None = None
    light_chains: Spread | None = None
    urine: Spread | None = None
    urine_share: Share = 0


class Clone(Row):
    """One clone: its share of the disease at diagnosis and the chance that a class does not touch it."""

    share: Share
    resistant: Share


class Growth(Frozen):
    """How burden (1 at diagnosis) grows: per step, up to a capacity; what is left of a clone is never below `least`."""

    per_step: Spread
    at_diagnosis: Spread
    capacity: Positive
    least: Positive
    sensitivity_log_sd: Annotated[float, Field(ge=0)]
    resistant_sensitivity: Share


class Kill(Row):
    """What a class takes away per step, in units of the logarithm of burden, and the share of sensitivity lost per step."""

    drug_class: Word
    per_step: Annotated[float, Field(ge=0)]
    lost_per_step: Share


class RegimenUse(Row):
    """A regimen in a setting; `visits` null is until progression."""

    regimen: Id
    setting: Setting
    weight: Positive
    visits: Annotated[int, Field(ge=2)] | None = None


class MaintenanceUse(Row):
    """A maintenance drug and how often it is chosen."""

    drug: Id
    weight: Positive


class Care(Frozen):
    """What is decided when. Chances are per visit where a name ends with it.

    No regimen is given up before `decided_after_visits` of its line: what comes sooner belongs to it.
    """

    transplant_age_below: Positive
    transplant_share: Share
    induction_visits: tuple[int, int]
    transplant_kill: Positive
    transplant_drug: Id
    transplant_dose: Amount
    transplant_unit: Text
    transplant_after_days: Annotated[int, Field(ge=0, le=6)]
    conditioning_before_days: Annotated[int, Field(ge=0)]
    mobilisation_drug: Id
    mobilisation_dose: Amount
    mobilisation_unit: Text
    mobilisation_share: Share
    mobilisation_before_days: Annotated[int, Field(ge=0, le=20)]
    collection_before_days: Annotated[int, Field(ge=0, le=20)]
    tandem_share: Share
    tandem_after_visits: Annotated[int, Field(ge=1)]
    maintenance_share: Share
    maintenance_after_visits: Annotated[int, Field(ge=3)]
    drug_stopped_per_visit: Share
    regimen_stopped_per_visit: Share
    switched_after_toxicity: Share
    no_response_visits: Annotated[int, Field(ge=3)]
    most_gap_visits: Count
    no_further_line: Share
    most_lines: Annotated[int, Field(ge=1)]
    start_jitter_days: Annotated[int, Field(ge=0, le=3)]
    decided_after_visits: Annotated[int, Field(ge=2)]


class Deaths(Frozen):
    """The chance of death per visit: whatever the disease, and for each unit of burden above a bearable one."""

    any_cause: Share
    bearable_burden: Positive
    per_burden: Share


class Laboratory(Frozen):
    """How markers are read: relative error, and what is below the limit of detection is printed as zero.

    The chance of a new bone lesion is per visit and unit of burden.
    """

    error: Share
    serum_detected: Amount
    urine_detected: Amount
    fixation_positive: Amount
    urine_fixation_positive: Amount
    normal_light_chain: Spread
    serum_most: Positive
    marrow_most: Positive
    marrow_half_burden: Positive
    clonal_absent_below: Positive
    new_bone_lesion_per_burden: Share
    marrow_every_visits: Annotated[int, Field(ge=1)]
    panel_every_visits: Annotated[int, Field(ge=1)]


class PanelAnalyte(Row):
    """An analyte of the panel: its level without disease, what a unit of burden and treatment change, its normal range."""

    analyte: Word
    level: float
    sd: Positive
    per_burden: float
    per_treatment: float
    least: float
    decimals: Annotated[int, Field(ge=0, le=2)]
    lower_normal: Decimal | None = None
    upper_normal: Decimal | None = None


class FindingShare(Row):
    """A finding at diagnosis, how often it is there, and by what factor it makes the disease grow."""

    finding: Word
    present: Share
    growth_factor: Positive = 1


class OtherUnit(Row):
    """Another unit in which an analyte is written, by which the canonical value is multiplied, or another spelling."""

    analyte: Word
    unit: Text
    factor: Decimal


class MessRate(Row):
    """How often one kind of mess befalls one row that it can befall."""

    kind: Word
    rate: Share


class Cohort(Record):
    """The parameters of one synthetic cohort."""

    facts = (
        "people", "follow_up", "isotypes", "clones", "growth", "kills", "regimens", "maintenance", "care", "deaths",
        "laboratory", "panel", "findings", "mess", "other_units", "unreadable_drugs",
    )  # fmt: skip
    disease: Word
    names: Names
    people: People
    follow_up: FollowUp
    isotypes: tuple[Isotype, ...]
    clones: tuple[Clone, ...]
    growth: Growth
    kills: tuple[Kill, ...]
    regimens: tuple[RegimenUse, ...]
    maintenance: tuple[MaintenanceUse, ...]
    care: Care
    deaths: Deaths
    laboratory: Laboratory
    panel: tuple[PanelAnalyte, ...]
    findings: tuple[FindingShare, ...]
    mess: tuple[MessRate, ...]
    other_units: tuple[OtherUnit, ...]
    unreadable_drugs: tuple[Text, ...]

    @model_validator(mode="after")
    def shares_whole(self) -> Cohort:
        """Shares of a whole make one; a kind of mess has one rate."""
        for name, rows in (("isotypes", self.isotypes), ("clones", self.clones)):
            if abs(sum(row.share for row in rows) - 1) > ROUNDING:
                raise ValueError(f"the shares of {name!r} must add up to 1")
        if len({row.kind for row in self.mess}) < len(self.mess):
            raise ValueError("each kind of 'mess' may stand once")
        if self.people.diagnosed_until <= self.people.diagnosed_from:
            raise ValueError("'diagnosed_until' must lie after 'diagnosed_from'")
        return self
