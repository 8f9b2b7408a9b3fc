"""One block of patients, from diagnosis to the end of their record: what happened, what was read, what was decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from thirdline.synth.care import Care
from thirdline.synth.disease import Disease
from thirdline.synth.markers import Sample, Secretion, sample
from thirdline.synth.parameters import (
    LIGHT,
    MARROW,
    NONE,
    SERUM,
    URINE,
    Bools,
    Floats,
    Ints,
    Parameters,
    tenths,
)
from thirdline.synth.people import People
from thirdline.synth.reading import NEVER, Reading, depth_of
from thirdline.synth.signs import Signs

BLOCK = 2_000
"""Patients drawn together: part of what a seed means."""


@dataclass
class Block:
    """Everything that happened to a block: per visit (lists, one array a visit) and per patient."""

    with_: Parameters
    key: tuple[int, int]
    people: People
    secretion: Secretion
    care: Care
    reading: Reading
    visits: dict[str, list[np.ndarray]] = field(default_factory=lambda: defaultdict(list))
    died_on: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    by_disease: Bools = field(default_factory=lambda: np.empty(0, dtype=bool))
    last_seen_on: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def stacked(self, name: str) -> np.ndarray:
        """What was noted at every visit, first axis the visit."""
        return np.stack(self.visits[name])


def simulate(with_: Parameters, seed: int, number: int, size: int = BLOCK) -> Block:
    """Draw block `number` of a seed. The same block whatever else is drawn."""
    rng = np.random.default_rng([seed, number])
    people = People.drawn(rng, with_, size)
    secretion = Secretion.drawn(rng, with_, size)
    disease = Disease.diagnosed(rng, with_, people.growth_factor(with_))
    block = Block(with_, (seed, number), people, secretion, Care(with_, people.fit), Reading(with_.rules, size))
    _Walk(rng, block, disease).walk()
    return block


class _Walk:
    """One pass through all visits of a block."""

    def __init__(self, rng: np.random.Generator, block: Block, disease: Disease) -> None:
        self.rng, self.block, self.disease, self.with_ = rng, block, disease, block.with_
        size = len(block.people.born_on)
        self.size, self.signs, self.seen = size, Signs(size), np.zeros(size, dtype=np.int64)
        self.alive = np.ones(size, dtype=bool)
        self.day = block.people.diagnosed_on
        self.died_on, self.by_disease = np.full(size, NEVER), np.zeros(size, dtype=bool)
        self.contact = self.with_.cohort.follow_up.last_contact_days
        self.last_seen_on = self.day + self.contact

    def walk(self) -> None:
        """Visit after visit until nobody comes."""
        for number in range(int(self.block.people.n_visits.max())):
            here = self._arrive(number)
            if here.any():
                self._visit(number, here)
        block, line = self.block, self.block.reading.line
        self.by_disease &= line > 0
        block.reading.close(np.where(self.by_disease, self.died_on, NEVER))
        block.care.close(self.died_on, line)
        block.died_on, block.by_disease = self.died_on, self.by_disease
        block.last_seen_on = np.where(self.died_on != NEVER, self.died_on, self.last_seen_on)

    def _arrive(self, number: int) -> Bools:
        """Who comes to this visit, on which day, and with what burden; death and loss come before it."""
        follow, chance = self.with_.cohort.follow_up, self.rng.random((4, self.size))
        jitter = self.rng.integers(-follow.jitter_days, follow.jitter_days + 1, size=self.size)
        expected = self.alive & (number < self.block.people.n_visits)
        if number == 0:
            return expected
        former, self.day = self.day, self.block.people.diagnosed_on + follow.visit_days * number + jitter
        self.disease.advance(self.block.care.exposed(), self.with_)
        self._die(expected, former + self.contact, chance)
        self.alive &= ~(expected & (chance[3] < follow.lost))
        return expected & self.alive

    def _die(self, expected: Bools, after: Ints, chance: Floats) -> None:
        of = self.with_.cohort.deaths
        disease = of.per_burden * np.maximum(self.disease.burden - of.bearable_burden, 0)
        dies = expected & (chance[0] < of.any_cause + disease)
        on = after + 1 + np.floor(chance[1] * (self.day - after)).astype(np.int64)
        self.died_on = np.where(dies, on, self.died_on)
        self.by_disease |= dies & (chance[2] * (of.any_cause + disease) < disease)
        self.alive &= ~dies

    def _visit(self, number: int, here: Bools) -> None:
        block, reading = self.block, self.block.reading
        read = sample(self.rng, self.with_, block.secretion, self.disease.burden)
        self.last_seen_on = np.where(here, self.day + self.contact, self.last_seen_on)
        fixed = self._fixations(read, here)
        measured = block.secretion.made & here[:, None]
        measured[:, MARROW] = here & self._marrow_due(number, fixed["serum"])
        level = read.values.copy()
        abnormal = read.abnormal(block.secretion.kappa, self.with_)
        level[:, LIGHT] = np.where(abnormal, read.involved, NEVER)
        self._note(measured=measured, values=read.values, involved=read.involved, uninvolved=read.uninvolved)
        self._note(
            line=reading.line.copy(),
            day=self.day,
            here=here,
            on_treatment=np.logical_or.reduce(block.care.drug >= 0, axis=1),
        )
        self._note(burden=self.disease.burden, **{f"fixed_{name}": word for name, word in fixed.items()})
        risen = reading.read(read.values, level, measured, self.day)
        fresh = self._lesions(here) & ~reading.progressed
        reading.see(fresh, self.day)
        self._assess(read, measured, fixed, (np.logical_or.reduce(risen, axis=1), fresh))
        grafted, due = block.care.decide(self.rng, here, self.day, reading, self.seen)
        self.disease.transplant(grafted, self.with_)
        opened, on = block.care.open(self.rng, due, self.day, reading)
        reading.open_line(opened, on)
        self.signs.forget(opened)
        self.seen[opened] = 0
        self._note(opened=opened)

    def _note(self, **what: np.ndarray) -> None:
        for name, array in what.items():
            self.block.visits[name].append(array)

    def _fixations(self, read: Sample, here: Bools) -> dict[str, Ints]:
        """Immunofixation where nothing is measured any more: 0 not done, 1 negative, 2 positive."""
        made, of = self.block.secretion.made, self.with_.cohort.laboratory
        chains_only = made[:, LIGHT] & ~made[:, SERUM]
        settled = chains_only & read.normal(self.block.secretion.kappa, self.with_)
        serum = here & ((made[:, SERUM] & (read.values[:, SERUM] == 0)) | settled)
        urine = here & ((made[:, URINE] & (read.values[:, URINE] == 0)) | (settled & ~made[:, URINE]))
        return {
            "serum": np.where(serum, np.where(read.serum_present >= float(of.fixation_positive), 2, 1), 0),
            "urine": np.where(urine, np.where(read.urine_present >= float(of.urine_fixation_positive), 2, 1), 0),
        }

    def _lesions(self, here: Bools) -> Bools:
        """Who is found to have a new bone lesion at this visit of a line; what is made of it is noted."""
        chance = self.with_.cohort.laboratory.new_bone_lesion_per_burden * self.disease.burden
        found = here & (self.block.reading.line > 0) & (self.rng.random(self.size) < chance)
        self._note(new_lesion=found.astype(np.int64))
        return found

    def _marrow_due(self, number: int, fixed: Ints) -> Bools:
        """At diagnosis; again and again where nothing is secreted; once in a line when fixation has become negative."""
        every = self.with_.cohort.laboratory.marrow_every_visits
        silent = ~self.block.secretion.secretes & (number % every == 0)
        late = (self.block.care.visits >= every) & (self.block.reading.line > 0)
        return np.full(self.size, number == 0) | silent | (late & (fixed == 1) & (self.signs.marrow == NONE))

    def _assess(self, read: Sample, measured: Bools, fixed: dict[str, Ints], worse: tuple[Bools, Bools]) -> None:
        """The category that this visit shows, and whether another must show it too; `worse`: markers risen, a new lesion."""
        reading, depths = self.block.reading, self.with_.rules.depths
        within = reading.line > 0
        self._read_signs(read, measured, fixed, within)
        depth, deepest = depth_of(self.with_.rules, reading, read.values, measured)
        complete, stringent = self._complete(read, measured)
        complete &= deepest | (depth == 0)
        stringent &= complete
        depth = np.where(stringent, depths["sCR"], np.where(complete, depths["CR"], depth))
        risen, fresh = worse
        worse_now = risen | reading.progressed
        telling = (SERUM, URINE, MARROW)
        assessed = measured[:, telling].any(axis=1) | (measured & reading.followed).any(axis=1)
        assessed |= (fixed["serum"] > 0) | (fixed["urine"] > 0) | (risen & ~reading.progressed) | fresh
        none = ~reading.followed.any(axis=1)
        repeats = complete | (reading.followed & self.with_.rules.repeated).any(axis=1) | none
        self._note(assessed=assessed & within, depth=np.where(worse_now, depths["PD"], depth), repeats=repeats | worse_now)
        self.seen = np.where(within & ~worse_now & assessed, np.maximum(self.seen, depth), self.seen)

    def _read_signs(self, read: Sample, measured: Bools, fixed: dict[str, Ints], within: Bools) -> None:
        signs, of = self.signs, self.with_.cohort.laboratory
        for name, words, on in (("serum", signs.serum, signs.serum_on), ("urine", signs.urine, signs.urine_on)):
            done = within & (fixed[name] > 0)
            words[done], on[done] = fixed[name][done], self.day[done]
        taken = within & measured[:, MARROW]
        signs.marrow[taken] = read.values[taken, MARROW]
        clonal = np.where(self.disease.burden < of.clonal_absent_below, 1, 2)
        signs.clonal[taken] = clonal[taken]
        self._note(clonal=np.where(measured[:, MARROW], clonal, 0))

    def _complete(self, read: Sample, measured: Bools) -> tuple[Bools, Bools]:
        """The signs of complete and of stringent complete response; a fixation holds while its marker stays at nothing."""
        signs, rules, reading = self.signs, self.with_.rules, self.block.reading
        valid = rules.profile.immunofixation_days
        gone = ~measured | (read.values == 0)
        serum = (signs.serum == 1) & (self.day - signs.serum_on <= valid) & gone[:, SERUM]
        urine_read = (signs.urine > 0) & (self.day - signs.urine_on <= valid)
        urine = gone[:, URINE] & np.where(urine_read, signs.urine == 1, ~reading.followed[:, URINE])
        marrow = signs.marrow < tenths(rules.response.marrow_complete_below)
        normal = measured[:, LIGHT] & read.normal(self.block.secretion.kappa, self.with_)
        complete = serum & urine & marrow & (normal | ~reading.followed[:, LIGHT])
        return complete, normal & (signs.clonal == 1)
