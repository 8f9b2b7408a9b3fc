"""What is decided at each visit: regimens by line, transplant, maintenance, stops and the next line.

A regimen is given until the reading confirms progression, its visits are over, it brings no response, or toxicity stops
it. Nothing planned (transplant, maintenance) is begun while a rise awaits its second value. The next line always holds
a drug that the line before did not. Every drug ends before the next line opens, so that the lines are known as drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from thirdline.synth.parameters import NONE, SLOTS, Bools, Floats, Ints, Parameters
from thirdline.synth.reading import NEVER, Reading

WAITING, REGIMEN, COLLECTED, TRANSPLANTED, MAINTENANCE, WATCHED, OVER = range(7)
"""What a patient is in: waiting for a line, on its regimen, before and after transplant, maintained, watched, no more."""
STOPS = ("", "progression", "toxicity", "completed", "no_response", "transplant", "death")
"""Why a drug was stopped, by code; an empty word where it was not."""
PROGRESSION, TOXICITY, COMPLETED, NO_RESPONSE, TRANSPLANT, DEATH = range(1, 7)
OPENED = ("first", "changed_regimen", "added_drug", "substituted_drug", "restarted", "progression")
"""How a line was opened, by code."""
FIRST, CHANGED, ADDED, SUBSTITUTED, RESTARTED, PROGRESSED = range(6)


class Stretch(NamedTuple):
    """Drugs given, one element a stretch; `until` is NEVER while it goes on."""

    patient: Ints
    line: Ints
    drug: Ints
    start: Ints
    until: Ints
    why: Ints


class Opening(NamedTuple):
    """Lines opened, one element a line; `use` is the row of the regimen's use."""

    patient: Ints
    line: Ints
    on: Ints
    use: Ints
    by: Ints


class Graft(NamedTuple):
    """Transplants, one element each; `first` of their line, before which cells were collected."""

    patient: Ints
    line: Ints
    on: Ints
    first: Bools


@dataclass
class Care:
    """The state of every patient's treatment; see the module."""

    with_: Parameters
    fit: Bools
    n: int = field(init=False)
    stretches: list[Stretch] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    grafts: list[Graft] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.n = len(self.fit)
        n_drugs, most = len(self.with_.drugs.ids), self.with_.cohort.care.most_lines
        self.phase, self.gap = np.full(self.n, WAITING), np.zeros(self.n, dtype=np.int64)
        self.visits, self.use = np.zeros(self.n, dtype=np.int64), np.full(self.n, -1)
        self.planned, self.waited = np.zeros(self.n, dtype=np.int64), np.zeros(self.n, dtype=np.int64)
        self.drug, self.start = np.full((self.n, SLOTS), -1), np.full((self.n, SLOTS), NEVER)
        self.grafted_on, self.tandem = np.full(self.n, -NONE), np.zeros(self.n, dtype=bool)
        self.held = np.zeros((self.n, most + 1), dtype=np.int64)
        self.from_, self.until = np.full((self.n, n_drugs), NEVER), np.full((self.n, n_drugs), NEVER)

    @property
    def _settled(self) -> Bools:
        """Who has been on the line long enough for a change to be one."""
        return self.visits >= self.with_.cohort.care.decided_after_visits

    def exposed(self) -> Bools:
        """Which classes each patient is being given."""
        given = np.zeros((self.n, len(self.with_.drugs.classes)), dtype=bool)
        who, slot = np.nonzero(self.drug >= 0)
        given[who, self.with_.drugs.class_of[self.drug[who, slot]]] = True
        return given

    def decide(self, rng: np.random.Generator, here: Bools, day: Ints, reading: Reading, seen: Ints) -> tuple[Bools, Bools]:
        """One visit's decisions; `seen` is the line's deepest category so far. Who is transplanted, who starts a line."""
        chance = rng.random((7, self.n))
        self.visits += here & (reading.line > 0)
        self._after_progression(here, day, reading, chance[0], chance[1])
        calm = here & ~reading.progressed
        quiet = calm & ~reading.suspected
        maintained = self._after_transplant(quiet, day, reading.line, chance[2], rng)
        grafted = self._transplant(calm, quiet, day, reading.line, chance[5])
        self._on_maintenance(calm & ~maintained, day, reading.line, chance[3])
        self._on_regimen(calm, quiet, day, reading, seen, chance)
        return grafted, self._due(here)

    def open(self, rng: np.random.Generator, which: Bools, day: Ints, reading: Reading) -> tuple[Bools, Ints]:
        """Open the next line of these patients with a drawn regimen: who did, and on which day."""
        jitter = self.with_.cohort.care.start_jitter_days
        offset = rng.integers(0, jitter + 1, size=(self.n, SLOTS + 1))
        use, able = self._choose(rng, which, reading.line)
        self.phase = np.where(which & ~able, OVER, self.phase)
        on = day + offset[:, SLOTS]
        drugs = np.where(able[:, None], self.with_.regimens.slots[use], -1)
        starts = on[:, None] + np.where(self._leads(drugs, reading.line), 0, offset[:, :SLOTS])
        self._tell_opening(able, on, use, reading.line)
        self.use, self.phase = np.where(able, use, self.use), np.where(able, REGIMEN, self.phase)
        self.visits = np.where(able, 0, self.visits)
        span = self.with_.cohort.care.induction_visits
        drawn = rng.integers(span[0], span[1] + 1, size=self.n)
        first = self.with_.regimens.setting[use] == "first_transplant"
        self.planned = np.where(able, np.where(first, drawn, self.with_.regimens.visits[use]), self.planned)
        self.from_[able], self.until[able] = NEVER, NEVER
        self.grafted_on = np.where(able, -NONE, self.grafted_on)
        self._give(drugs, starts, reading.line + able)
        return able, on

    def close(self, died_on: Ints, line: Ints) -> None:
        """The record ends: what is given ends with death, or goes on."""
        self._stop((died_on != NEVER), died_on, line, DEATH)
        self._stop(np.ones(self.n, dtype=bool), np.full(self.n, NEVER), line, 0)

    def _after_progression(self, here: Bools, day: Ints, reading: Reading, end: Floats, gap: Floats) -> None:
        of = self.with_.cohort.care
        met = here & reading.progressed & (self.phase != WAITING) & (self.phase != OVER) & self._settled
        self._stop(met, day, reading.line, PROGRESSION)
        over = met & ((end < of.no_further_line) | (reading.line >= of.most_lines))
        self._wait(met, gap)
        self.phase = np.where(over, OVER, self.phase)

    def _after_transplant(self, quiet: Bools, day: Ints, line: Ints, chance: Floats, rng: np.random.Generator) -> Bools:
        of, rows = self.with_.cohort.care, self.with_.cohort.maintenance
        weight = np.array([row.weight for row in rows])
        codes = np.array([self.with_.drugs.ids.index(row.drug) for row in rows])
        chosen = codes[rng.choice(len(rows), size=self.n, p=weight / weight.sum())]
        offset = rng.integers(0, of.start_jitter_days + 1, size=self.n)
        self.waited += self.phase == TRANSPLANTED
        due = quiet & (self.phase == TRANSPLANTED) & (self.waited >= of.maintenance_after_visits)
        begun = due & (chance < of.maintenance_share)
        drugs, starts = np.full((self.n, SLOTS), -1), np.full((self.n, SLOTS), NEVER)
        drugs[:, 0], starts[:, 0] = np.where(begun, chosen, -1), day + offset
        self._give(drugs, starts, line)
        self.phase = np.where(begun, MAINTENANCE, np.where(due, WATCHED, self.phase))
        return begun

    def _transplant(self, calm: Bools, quiet: Bools, day: Ints, line: Ints, chance: Floats) -> Bools:
        """The first transplant a visit after induction, and where one was planned the second soon after it."""
        of = self.with_.cohort.care
        first = calm & (self.phase == COLLECTED)
        second = calm & (self.phase == TRANSPLANTED) & self.tandem & (self.waited == of.tandem_after_visits)
        done = (first | second) & quiet
        self._ride(done, day + of.transplant_after_days - of.conditioning_before_days, line, of.transplant_drug)
        mobilised = first & done & (chance < of.mobilisation_share)
        self._ride(mobilised, day + of.transplant_after_days - of.mobilisation_before_days, line, of.mobilisation_drug)
        who = np.flatnonzero(done)
        self.grafts.append(Graft(who, line[who], day[who] + of.transplant_after_days, first[who]))
        self.grafted_on = np.where(done, day + of.transplant_after_days, self.grafted_on)
        self.tandem = np.where(first, chance > 1 - of.tandem_share, self.tandem & ~second)
        self.phase = np.where(done, TRANSPLANTED, np.where(first, WATCHED, self.phase))
        self.waited = np.where(done, 0, self.waited)
        return done

    def _ride(self, which: Bools, on: Ints, line: Ints, drug: str) -> None:
        """A drug given for one day around a transplant; its line is told below zero."""
        who = np.flatnonzero(which)
        code = np.full(len(who), self.with_.drugs.ids.index(drug))
        self.stretches.append(Stretch(who, -line[who], code, on[who], on[who], np.zeros(len(who), dtype=np.int64)))

    def _on_maintenance(self, calm: Bools, day: Ints, line: Ints, chance: Floats) -> None:
        stopped = calm & (self.phase == MAINTENANCE) & (chance < self.with_.cohort.care.regimen_stopped_per_visit)
        self._stop(stopped, day, line, TOXICITY)
        self.phase = np.where(stopped, WATCHED, self.phase)

    def _on_regimen(self, calm: Bools, quiet: Bools, day: Ints, reading: Reading, seen: Ints, chance: Floats) -> None:
        of, line = self.with_.cohort.care, reading.line
        on = calm & (self.phase == REGIMEN) & self._settled
        toxic = on & (chance[4] < of.regimen_stopped_per_visit)
        depths = self.with_.rules.depths
        vain = on & ~toxic & quiet & (self.visits >= of.no_response_visits) & (seen == depths["SD"])
        done = on & ~toxic & ~vain & quiet & (self.planned > 0) & (self.visits >= self.planned)
        to_graft = done & (self.with_.regimens.setting[self.use] == "first_transplant")
        self._stop(toxic, day, line, TOXICITY)
        self._stop(vain, day, line, NO_RESPONSE)
        self._stop(to_graft, day, line, TRANSPLANT)
        self._stop(done & ~to_graft, day, line, COMPLETED)
        self._stop_one(on & ~toxic & ~vain & ~done & (chance[5] < of.drug_stopped_per_visit), day, line, chance[6])
        self.phase = np.where(to_graft, COLLECTED, np.where(toxic | (done & ~to_graft), WATCHED, self.phase))
        switched = (vain | (toxic & (chance[6] < of.switched_after_toxicity))) & (line < of.most_lines)
        self._wait(switched, chance[5])

    def _wait(self, which: Bools, chance: Floats) -> None:
        gap = (chance * (self.with_.cohort.care.most_gap_visits + 1)).astype(np.int64)
        self.phase, self.gap = np.where(which, WAITING, self.phase), np.where(which, gap, self.gap)

    def _due(self, here: Bools) -> Bools:
        """Who starts a line at this visit; the others who wait come one visit nearer."""
        waiting = here & (self.phase == WAITING)
        due = waiting & (self.gap == 0)
        self.gap -= waiting & ~due
        return due

    def _choose(self, rng: np.random.Generator, which: Bools, line: Ints) -> tuple[Ints, Bools]:
        """A use of a regimen for each patient, by weight, among those with a drug that the line did not hold."""
        of, rows = self.with_.regimens, np.arange(self.n)
        setting = np.where(line > 0, "later", np.where(self.fit, "first_transplant", "first_other"))
        new = (of.treats[None, :] & ~self.held[rows, line][:, None]) != 0
        weight = np.where(new & (of.setting[None, :] == setting[:, None]), of.weight[None, :], 0).cumsum(axis=1)
        drawn = rng.random(self.n) * weight[:, -1]
        return (weight <= drawn[:, None]).sum(axis=1).clip(max=len(of.ids) - 1), which & (weight[:, -1] > 0)

    def _leads(self, drugs: Ints, line: Ints) -> Bools:
        """The first treating drug of each regimen that the line before did not hold: its start opens the line."""
        held = self.held[np.arange(self.n), line]
        new = (drugs >= 0) & self.with_.drugs.treating[drugs] & (((held[:, None] >> np.maximum(drugs, 0)) & 1) == 0)
        return new & (new.cumsum(axis=1) == 1)

    def _tell_opening(self, able: Bools, on: Ints, use: Ints, line: Ints) -> None:
        treats = np.where(able, self.with_.regimens.treats[use], 0)
        by = self._opened_by(on, treats, line)
        who = np.flatnonzero(able)
        self.openings.append(Opening(who, line[who] + 1, on[who], use[who], by[who]))
        self.held[who, line[who] + 1] = treats[who]

    def _opened_by(self, on: Ints, treats: Ints, line: Ints) -> Ints:
        """How the next line opens: by what goes on, what is exchanged, and what a line before the last held."""
        rules, codes = self.with_.rules.lines, np.arange(len(self.with_.drugs.ids))
        shared = (((treats[:, None] >> codes) & 1) == 1) & (self.from_ != NEVER) & self.with_.drugs.treating
        others = ~shared & (self.from_ != NEVER) & self.with_.drugs.treating
        begun = np.where(shared, self.from_, NEVER).max(axis=1)
        exchanged = (others & (self.until >= begun[:, None])).any(axis=1)
        went_on = np.where(shared.any(axis=1), np.where(exchanged, SUBSTITUTED, ADDED), CHANGED)
        before = np.arange(self.held.shape[1])[None, :] < line[:, None]
        again = (before & (self.held != 0) & ((treats[:, None] & ~self.held) == 0)).any(axis=1)
        by = np.where(again, RESTARTED, went_on)
        by = np.where(on - self.grafted_on <= rules.consolidation_days, PROGRESSED, by)
        return np.where(line == 0, FIRST, by)

    def _give(self, drugs: Ints, starts: Ints, line: Ints) -> None:
        """Begin the drugs of the slots that name one."""
        begun = drugs >= 0
        who, _ = np.nonzero(begun)
        codes = drugs[begun]
        self.drug, self.start = np.where(begun, drugs, self.drug), np.where(begun, starts, self.start)
        self.from_[who, codes] = starts[begun]
        treating = self.with_.drugs.treating[codes]
        np.bitwise_or.at(self.held, (who[treating], line[who[treating]]), np.left_shift(1, codes[treating]))

    def _stop(self, which: Bools, on: Ints, line: Ints, why: int) -> None:
        self._stop_slots(which[:, None] & (self.drug >= 0), on, line, why)

    def _stop_one(self, which: Bools, on: Ints, line: Ints, chance: Floats) -> None:
        """Stop one of several treating drugs."""
        treating = (self.drug >= 0) & self.with_.drugs.treating[self.drug]
        n = treating.sum(axis=1)
        nth = 1 + np.floor(chance * np.maximum(n, 1)).astype(np.int64)
        chosen = treating & (treating.cumsum(axis=1) == nth[:, None])
        self._stop_slots(chosen & (which & (n > 1))[:, None], on, line, TOXICITY)

    def _stop_slots(self, which: Bools, on: Ints, line: Ints, why: int) -> None:
        who, _ = np.nonzero(which)
        codes = self.drug[which]
        self.until[who, codes] = on[who]
        self.stretches.append(Stretch(who, line[who], codes, self.start[which], on[who], np.full(len(who), why)))
        self.drug = np.where(which, -1, self.drug)
