"""What a record of knowledge may hold: one frozen model a kind, unknown keys refused.

Every kind names its *facts* (`Record.facts`): the fields that must carry a citation in `cites`.
A row of a fact may name another citation of the same record with `cite`; otherwise the field's own is meant.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:_[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]
Amount = Annotated[Decimal, Field(ge=0)]
Days = Annotated[int, Field(ge=0)]


class Frozen(BaseModel):
    """A part of a record: immutable, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(Frozen):
    """A label for people, in both languages."""

    en: Text
    ru: Text


class Citation(Frozen):
    """Where a fact was found, in whose words, and how that was checked."""

    source: Id
    at: Text
    quote: Text | None = None
    reading: Text | None = None
    judgment: Text | None = None
    checked: Literal["quoted", "read", "unverified"]

    @model_validator(mode="after")
    def quoted_means_quoted(self) -> Citation:
        if self.checked == "quoted" and not self.quote:
            raise ValueError("checked: quoted needs the words themselves in 'quote'")
        return self


class Row(Frozen):
    """One row of a fact; `cite` names another citation of this record than the field's own."""

    cite: Text | None = None


class Record(Frozen):
    """One record of knowledge: one file, its id the file's stem."""

    facts: ClassVar[tuple[str, ...]] = ()

    id: Id
    remark: Names | None = None
    cites: dict[Text, Citation] = {}


class Source(Record):
    """One document in one fixed version."""

    title: Text
    kind: Literal["paper", "label", "guideline", "registry", "slides", "web", "table", "judgment"]
    language: Literal["en", "ru"]
    published: Text
    authors: Text | None = None
    doi: Text | None = None
    pmid: Text | None = None
    url: Text | None = None
    text: Annotated[str, StringConstraints(pattern=r"^\S+\.txt$")] | None = None


class Vocabulary(Record):
    """A closed list of words with their names in both languages."""

    class Term(Frozen):
        word: Text
        en: Text
        ru: Text
        short_en: Text | None = None
        short_ru: Text | None = None

    words: tuple[Term, ...]


class Codes(Frozen):
    """A drug's codes; an empty list says that none was found."""

    atc: tuple[Text, ...]
    rxnorm: tuple[Text, ...]
    omop: tuple[int, ...]


class Synonyms(Frozen):
    """Brand names and abbreviations as written in each language."""

    en: tuple[Text, ...] = ()
    ru: tuple[Text, ...] = ()


class Drug(Record):
    """A drug or cell product: what it is, what it is called, how other systems code it."""

    facts = ("drug_class", "targets", "mechanism", "codes", "isotype")

    names: Names
    synonyms: Synonyms = Synonyms()
    drug_class: Word
    targets: tuple[Word, ...] = ()
    mechanism: Names | None = None
    codes: Codes
    isotype: Literal["IgG kappa", "IgG lambda"] | None = None


class DayRange(Frozen):
    """Days `first` to `last` of the cycle, every `every` days."""

    first: int
    last: int
    every: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def ordered(self) -> DayRange:
        if self.last < self.first:
            raise ValueError("'last' lies before 'first'")
        return self

    def days(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1, self.every))


class Dose(Row):
    """What is given on which days of which cycles; `amount` null means the source names no dose."""

    drug: Id
    amount: Amount | None
    amount_to: Amount | None = None
    unit: Literal["mg", "mg/kg", "mg/m2", "ug", "ug/m2", "ug/kg", "g/m2", "cells", "cells/kg", "U/m2"]
    route: Literal["IV", "SC", "PO", "IV or SC", "PO or IV", "CIV", "IT", "IM"]
    days: tuple[int, ...] | DayRange
    from_cycle: Annotated[int, Field(ge=0)] = 1
    to_cycle: Annotated[int, Field(ge=0)] | None = None
    at_most: Amount | None = None
    duration_minutes: int | None = None
    note: Names | None = None

    def on_days(self) -> tuple[int, ...]:
        return self.days.days() if isinstance(self.days, DayRange) else self.days


class Premedication(Row):
    """Given before a drug of the regimen; what is known of amount, route and time."""

    before: Id
    drug: Id
    amount: Amount | None = None
    unit: Text | None = None
    route: Text | None = None
    minutes_before: int | None = None
    first_dose_only: bool = False
    note: Names | None = None


class Cap(Row):
    """The largest body surface on which a dose is calculated."""

    drug: Id
    body_surface_at_most: Amount


class WeightRange(Frozen):
    """A range of body weight in kg. Bounds: `at_least` <= x, `more_than` < x, x < `below`, x <= `at_most`."""

    at_least: Decimal | None = None
    more_than: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None

    def holds(self, kilograms: Decimal) -> bool:
        """Whether the weight lies within the range."""
        over = (self.at_least is None or kilograms >= self.at_least) and (
            self.more_than is None or kilograms > self.more_than
        )
        return (
            over and (self.below is None or kilograms < self.below) and (self.at_most is None or kilograms <= self.at_most)
        )


class Schedule(Frozen):
    """One way of giving a regimen; a regimen may have several, the first is the one meant by its name.

    `weight` says for patients of which weight it is meant; null is for all.
    """

    id: Id
    names: Names | None = None
    cycle_days: Annotated[int, Field(ge=1)]
    n_cycles: Annotated[int, Field(ge=1)] | None = None
    later_cycle_days: Annotated[int, Field(ge=1)] | None = None
    later_from_cycle: int | None = None
    weight: WeightRange | None = None
    doses: tuple[Dose, ...]
    caps: tuple[Cap, ...] = ()
    premedication: tuple[Premedication, ...] = ()
    remark: Names | None = None

    @model_validator(mode="after")
    def days_fit(self) -> Schedule:
        for dose in self.doses:
            later = self.later_from_cycle is not None and dose.from_cycle >= self.later_from_cycle
            length = self.later_cycle_days if later and self.later_cycle_days else self.cycle_days
            outside = [d for d in dose.on_days() if d > length]
            if outside:
                raise ValueError(f"{dose.drug}: days {outside} lie outside a cycle of {length} days")
        return self


class Regimen(Record):
    """Drugs given together; with schedules where a source prints one, composition only where none does."""

    facts = ("drugs", "schedules")

    disease: Word
    names: Names
    synonyms: tuple[Text, ...] = ()
    drugs: tuple[Id, ...]
    schedules: tuple[Schedule, ...] = ()

    @model_validator(mode="after")
    def drugs_known(self) -> Regimen:
        if list(self.drugs) != sorted(set(self.drugs)):
            raise ValueError("'drugs' must be sorted and without repeats")
        for schedule in self.schedules:
            strange = {d.drug for d in schedule.doses} - set(self.drugs)
            if strange:
                raise ValueError(f"schedule {schedule.id} doses {sorted(strange)}, not among 'drugs'")
        return self


class Band(Row):
    """A range of the quantity and what is given in it, bounded as a `WeightRange`."""

    at_least: Decimal | None = None
    more_than: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None
    instead_of: Amount | None = None
    amount: Amount
    unit: Literal["mg", "mg/kg", "mg/m2", "ug", "ug/m2"]
    every_days: Annotated[int, Field(ge=1)] | None = None
    note: Names | None = None


class Adjustment(Record):
    """A dose changed by age, kidney function or another quantity, by one authority or trial."""

    facts = ("bands",)

    names: Names
    drug: Id
    regimens: tuple[Id, ...] = ()
    authority: Literal["EU", "US", "RU", "trial"]
    quantity: Literal["age_years", "creatinine_clearance", "bmi", "bilirubin_times_uln"]
    bands: tuple[Band, ...]


class Mechanism(Record):
    """How a drug acts, or how disease resists it, as one source puts it."""

    facts = ("statement", "strength")

    kind: Literal["action", "resistance"]
    drugs: tuple[Id, ...] = ()
    classes: tuple[Word, ...] = ()
    property: Word | None = None
    statement: Names
    strength: Literal["+++", "++", "+", "-", "no_data"] | None = None

    @model_validator(mode="after")
    def linked(self) -> Mechanism:
        if not self.drugs and not self.classes:
            raise ValueError("a mechanism names at least one drug or class")
        return self


class Need(Row):
    """One thing asked of a patient: a word of the closed vocabulary and its operand."""

    need: Literal[
        "diagnosis",
        "age_at_least",
        "age_below",
        "prior_lines_at_least",
        "prior_lines_at_most",
        "exposed_to_drug",
        "exposed_to_class",
        "refractory_to_drug",
        "refractory_to_class",
        "progressed_on_last_line",
        "ecog_at_most",
        "finding_present",
        "finding_absent",
        "creatinine_clearance_at_least",
    ]
    value: Text | None = None
    amount: Decimal | None = None
    any_of: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def operand_fits(self) -> Need:
        of_amount = self.need.endswith(("_at_least", "_at_most", "_below"))
        of_word = not of_amount and self.need != "progressed_on_last_line"
        if of_amount != (self.amount is not None):
            raise ValueError(f"{self.need} takes {'an' if of_amount else 'no'} 'amount'")
        if of_word != (bool(self.value) != bool(self.any_of)) or (not of_word and (self.value or self.any_of)):
            raise ValueError(f"{self.need} takes {'either value or any_of' if of_word else 'no value and no any_of'}")
        return self


class Label(Record):
    """An indication: one drug, alone or in one regimen, by one authority, with what it asks of the patient."""

    facts = ("needs", "in_force_from", "in_force_until")

    names: Names
    drug: Id
    regimen: Id | None = None
    authority: Literal["RU", "EU", "US", "seed"]
    in_force_from: date | None = None
    in_force_until: date | None = None
    needs: tuple[Need, ...]


class CodeRow(Row):
    """One code of a code system and what it means here."""

    code: Text
    means: Text | None
    component: Text
    how: Literal["NAME", "MAP", "TABLE", "MEMORY", "INVALID"]


class CodeList(Record):
    """Codes of one system and what each means; INVALID rows, and rows that mean nothing, are reported, never read.

    `list` says of what: an `observation` is an analyte or a finding, a `unit` is UCUM, a `comparator` a sign.
    """

    facts = ("codes",)

    system: Literal["loinc", "omop", "snomed", "ncit"]
    list: Literal[
        "observation", "unit", "comparator", "answer", "sex", "diagnosis", "episode", "procedure", "stop_reason"
    ] = "observation"
    codes: tuple[CodeRow, ...]


class Possible(Frozen):
    """The range outside which a value cannot be of a living patient, in the canonical unit; both ends allowed."""

    at_least: Decimal
    at_most: Decimal


class Analyte(Record):
    """One measured quantity: its word in `measurements.analyte`, canonical UCUM unit and possible range.

    `part_of`: the analyte that is the sum of such parts where the laboratory reports the parts alone.
    """

    facts = ("unit", "molar_mass", "possible", "part_of")

    word: Word
    names: Names
    synonyms: Synonyms = Synonyms()
    unit: Text
    molar_mass: Decimal | None = None
    possible: Possible
    part_of: Word | None = None


class FindingValue(Frozen):
    """One allowed value of a finding."""

    value: Text
    en: Text
    ru: Text


class Finding(Record):
    """One kind of finding: its word in `findings.kind` and the values allowed; `open` kinds take knowledge ids."""

    word: Word
    names: Names
    open_to: Literal["drug_or_class"] | None = None
    values: tuple[FindingValue, ...]
