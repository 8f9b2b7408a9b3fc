"""A trial as a record of knowledge: its arms, whom it took, what it found at each data cut, and whom it may still take.

Every figure keeps the level of its interval, its endpoint, assessor and analysis set as the source prints them; a cut
is never overwritten by a later one, and one cut of a trial is marked `current`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from thirdline.knowledge.kinds import Amount, Frozen, Id, Names, Need, Percent, Record, Row, Text, Word

Count = Annotated[int, Field(ge=0)]
Endpoint = Literal[
    "pfs", "os", "ttp", "efs", "dfs", "rfs", "dor", "ttnt", "orr", "cr", "scr", "vgpr", "pr", "mr", "sd", "pd", "cbr",
    "mrd_negative", "mrd_sustained", "relapse", "crs", "crs_severe", "neurotoxicity", "neurotoxicity_severe", "death",
    "adverse_event", "disease_control", "line_reached",
]  # fmt: skip
Comparator = Literal["<", "<=", ">", ">="]


class Oddity(Frozen):
    """Something a source prints that looks like an error, and why it is held all the same (`trial_checks`)."""

    what: Literal["estimate_outside", "asymmetric", "against_figures", "no_whole_count", "beyond_possible"]
    why: Names


class Arm(Row):
    """One group of a trial. `node` is what it is called in a network of treatments (null: no node, as a mixture is);
    `lumped` the broader node that it is counted as where nearly equal treatments are taken as one."""

    id: Id
    names: Names
    role: Literal["experimental", "control", "single", "cohort", "pool"]
    regimen: Id | None = None
    drugs: tuple[Id, ...] = ()
    node: Text | None = None
    lumped: Text | None = None
    n: Count | None = None
    n_treated: Count | None = None
    mixture_of: tuple[Text, ...] = ()


class Share(Row):
    """A share of the trial's patients with a property, for `arm` or for all: percent, count, or both.

    `stated` says in words what no word of `what` and `value` can; `other` needs it.
    """

    what: Literal[
        "refractory_to_drug", "refractory_to_class", "exposed_to_drug", "exposed_to_class", "triple_class_refractory",
        "penta_refractory", "refractory_to_last_line", "prior_transplant", "high_risk_cytogenetics",
        "extramedullary_disease", "female", "male", "iss_3", "double_refractory", "standard_risk_cytogenetics", "other",
    ]  # fmt: skip
    value: Word | Id | None = None
    stated: Names | None = None
    arm: Id | None = None
    percent: Percent | None = None
    n: Count | None = None
    of: Count | None = None
    comparator: Comparator | None = None
    odd: tuple[Oddity, ...] = ()

    @model_validator(mode="after")
    def other_is_stated(self) -> Share:
        if self.what == "other" and self.stated is None:
            raise ValueError("what: other says in 'stated' of whom the share is")
        return self


class Population(Row):
    """Whom the trial took, as it reports them: prior lines, age, and shares."""

    prior_lines_at_least: Count | None = None
    prior_lines_at_most: Count | None = None
    prior_lines_median: Amount | None = None
    age_median: Amount | None = None
    shares: tuple[Share, ...] = ()
    stated: Names | None = None


class Printed(Frozen):
    """The figures of an effect as the source prints them, control against experimental."""

    estimate: Amount
    low: Amount | None = None
    high: Amount | None = None


class Effect(Row):
    """A contrast of two arms: `experimental` against `control`, as a ratio below 1 where the experimental arm does better
    on a bad event. A source that prints the other direction is turned round: `turned` says so, `printed` holds its own
    figures. `level_not_stated`: the source prints an interval without its level, so that no standard error follows from it.
    `adjusted`: the analysis weights, adjusts or leaves out so that it is not the plain randomised contrast."""

    endpoint: Endpoint
    assessor: Literal["independent", "investigator", "central", "not_stated"] = "not_stated"
    analysis_set: Text = "not stated"
    group: Names | None = None
    experimental: Id
    control: Id
    measure: Literal["hazard_ratio", "odds_ratio", "risk_ratio", "risk_difference"]
    estimate: Amount
    low: Amount | None = None
    high: Amount | None = None
    level: Percent | None = None
    level_not_stated: bool = False
    p_value: Text | None = None
    turned: bool = False
    printed: Printed | None = None
    adjusted: bool = False
    odd: tuple[Oddity, ...] = ()


class Figure(Row):
    """A figure of one arm: a share of its patients, a median time in months, or survival at a time.

    `of` is the denominator where it differs from the arm's number; `not_reached` is a median that was not reached.
    `comparator` is a sign printed before the estimate; `p_value` is of this figure with that of the arm `against`.
    """

    endpoint: Endpoint
    arm: Id
    measure: Literal["percent", "median_months", "percent_at_months", "mean_months"]
    event: Text | None = None
    assessor: Literal["independent", "investigator", "central", "not_stated"] = "not_stated"
    group: Names | None = None
    at_months: Amount | None = None
    estimate: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    level: Percent | None = None
    level_not_stated: bool = False
    standard_error: Amount | None = None
    n: Count | None = None
    of: Count | None = None
    not_reached: bool = False
    comparator: Comparator | None = None
    p_value: Text | None = None
    against: Id | None = None
    odd: tuple[Oddity, ...] = ()

    @model_validator(mode="after")
    def says_something(self) -> Figure:
        if self.estimate is None and self.n is None and not self.not_reached:
            raise ValueError("a figure needs an estimate, a count 'n', or 'not_reached: true'")
        if (self.measure == "percent_at_months") != (self.at_months is not None):
            raise ValueError("percent_at_months, and it alone, takes 'at_months'")
        return self


class Cut(Row):
    """What was known at one data cut; cuts stand in order of time.

    `current` marks the one that counts: the latest whose interval was quoted or read, and not only remembered.
    `published` names the publication, `paper` its record among the sources. A row's citation is its own, else its cut's,
    else that of all cuts (`Trial.citation_key`).
    """

    id: Id
    current: bool = False
    published: Text
    paper: Id | None = None
    data_cut: date | None = None
    follow_up_months: Amount | None = None
    analysis: Text = "not stated"
    effects: tuple[Effect, ...] = ()
    figures: tuple[Figure, ...] = ()


class Status(Row):
    """How far the trial was on a day."""

    status: Literal["planned", "recruiting", "active_not_recruiting", "completed", "terminated", "withdrawn", "unknown"]
    as_of: date | None = None
    as_stated: Text | None = None


class Kin(Frozen):
    """Another record of the same registration: it tells the `same` patients again, or `some` of them, or `other` ones.

    The record that is named is the retelling; where patients are the same, it takes no part in networks and pools.
    """

    record: Id
    patients: Literal["same", "other", "some"]


class Trial(Record):
    """A trial, series or published pool, in one record of all its cuts."""

    facts = ("registrations", "design", "n_randomised", "arms", "population", "needs", "asks_also", "status", "cuts")

    disease: Word
    names: Names
    synonyms: tuple[Text, ...] = ()
    registrations: tuple[Text, ...] = ()
    kin: tuple[Kin, ...] = ()
    design: Literal["randomised", "single_arm", "cohort", "case_series", "meta_analysis", "planned"]
    phase: Text | None = None
    open_label: bool | None = None
    n_randomised: Count | None = None
    arms: tuple[Arm, ...]
    population: Population | None = None
    needs: tuple[Need, ...] = ()
    asks_also: tuple[Names, ...] = ()
    status: tuple[Status, ...] = ()
    cuts: tuple[Cut, ...] = ()

    def current(self) -> Cut | None:
        """The cut that counts; None where the record holds none."""
        return next((cut for cut in self.cuts if cut.current), None)

    def cuts_in_order(self) -> list[Cut]:
        """The cut that counts, then the others, the latest first."""
        latest_first = self.cuts[::-1]
        return sorted(latest_first, key=lambda cut: not cut.current)

    def arm(self, id: str) -> Arm:
        """An arm by its id."""
        return next(arm for arm in self.arms if arm.id == id)

    def citation_key(self, cut: Cut, row: Row) -> str:
        """The name under `cites` of the citation that a row of a cut rests on."""
        return row.cite or cut.cite or "cuts"

    def effects(self) -> Iterator[tuple[Cut, Effect]]:
        """Every effect with the cut it stands in."""
        return ((cut, effect) for cut in self.cuts for effect in cut.effects)

    @model_validator(mode="after")
    def arms_known(self) -> Trial:
        named = {e.experimental for _, e in self.effects()} | {e.control for _, e in self.effects()}
        named |= {id for cut in self.cuts for f in cut.figures for id in (f.arm, f.against) if id}
        named |= {s.arm for s in (self.population.shares if self.population else ()) if s.arm}
        strange = named - {arm.id for arm in self.arms}
        if strange:
            raise ValueError(f"{sorted(strange)} are no arms of this trial; allowed: {[arm.id for arm in self.arms]}")
        return self

    @model_validator(mode="after")
    def one_current(self) -> Trial:
        if self.cuts and sum(cut.current for cut in self.cuts) != 1:
            raise ValueError("exactly one cut must be marked 'current: true'")
        return self
