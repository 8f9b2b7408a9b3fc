"""What the published rules make of each value as it comes: the clinician's reading, kept up from visit to visit.

Written from the criteria's text for one value after another, in whole tenths; it knows no value that is still to come.
Of each patient and marker it keeps the baseline of the line, the lowest confirmed value, and a rise that awaits its
second value. A rise is told with the lowest value it was measured from, and confirmed by the next value of that marker
that has risen as far, also under new therapy.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from thirdline.synth.parameters import MARKERS, NONE, SERUM, URINE, Bools, Ints, Rules, tenths

NEVER = -1
"""No day."""
LESION = len(MARKERS)
"""Imaging, told among the markers: it needs no value and no repeat."""


@dataclass(frozen=True)
class Rise:
    """Rises told together, one element each; `confirmed_on` is NEVER where the next value did not show it."""

    patient: Ints
    line: Ints
    marker: Ints
    on: Ints
    confirmed_on: Ints
    reference_on: Ints
    reference: Ints
    value: Ints


def has_risen(rules: Rules, value: Ints, lowest: Ints) -> Bools:
    """Progression: a rise by percentage and amount from the lowest confirmed value. Last axis: `MARKERS`."""
    risen = np.zeros(value.shape, dtype=bool)
    for row in rules.response.progression_thresholds:
        if row.marker not in MARKERS:
            continue
        at = MARKERS.index(row.marker)
        v, low, amount = value[..., at], lowest[..., at], tenths(row.rise_amount)
        within = (np.maximum(low, 0) >= tenths(row.lowest_from)) & (low < NONE)
        if row.lowest_below is not None:
            within &= low < tenths(row.lowest_below)
        enough = v - low > amount if row.amount_exceeded else v - low >= amount
        by_percent = v * 100 >= low * (100 + int(row.rise_percent))
        risen[..., at] |= within & (v > low) & enough & by_percent & (v >= tenths(row.value_at_least))
    return risen


@dataclass
class Reading:
    """The state of every patient and marker; see the module."""

    rules: Rules
    n: int
    line: Ints = field(init=False)
    started_on: Ints = field(init=False)
    progressed: Bools = field(init=False)
    rises: list[Rise] = field(default_factory=list)

    def __post_init__(self) -> None:
        def none(value: int) -> Ints:
            return np.full((self.n, len(MARKERS)), value, dtype=np.int64)

        self.line, self.started_on = np.zeros(self.n, dtype=np.int64), np.full(self.n, NONE)
        self.progressed = np.zeros(self.n, dtype=bool)
        self.last, self.last_on, self.last_level = none(NONE), none(-NONE), none(-NONE)
        self.base, self.low, self.low_on = none(NONE), none(NONE), none(NEVER)
        self.former, self.former_on = none(NONE), none(NEVER)
        self.followed = np.zeros((self.n, len(MARKERS)), dtype=bool)
        self.counts = np.ones((self.n, len(MARKERS)), dtype=bool)
        self.risen_on, self.risen_line, self.risen = none(NEVER), none(0), none(0)
        self.risen_from, self.risen_from_on = none(NONE), none(NEVER)

    def read(self, values: Ints, level: Ints, measured: Bools, day: Ints) -> Bools:
        """Take in one visit's values; `level` is what is held against the least measurable value.

        Gives back which markers stand risen in the patient's line, by a criterion that counts there.
        """
        self._resolve(values, measured, day)
        risen = measured & self.counts & (self.line > 0)[:, None] & has_risen(self.rules, values, self.low)
        self._tell(risen & ~self.rules.repeated, values, day)
        self._await(risen & self.rules.repeated, values, day)
        self._lower(values, measured & (self.line > 0)[:, None], day)
        days = np.broadcast_to(day[:, None], measured.shape)
        self.last, self.last_on = np.where(measured, values, self.last), np.where(measured, days, self.last_on)
        self.last_level = np.where(measured, level, self.last_level)
        return risen

    def see(self, lesion: Bools, day: Ints) -> None:
        """A new lesion is progression, by itself; what follows a confirmed progression of the line is not told again."""
        who = np.flatnonzero(lesion & ~self.progressed)
        on, nothing = day[who], np.full(len(who), NEVER)
        self.rises.append(Rise(who, self.line[who], np.full(len(who), LESION), on, on, nothing, nothing, nothing))
        self.progressed |= lesion

    def open_line(self, which: Bools, started_on: Ints) -> None:
        """A line opens: its baselines are the last values before it, if they are not too old."""
        oldest = (started_on - self.rules.profile.baseline_before_days)[:, None]
        here = which[:, None]
        has = here & (self.last_on >= oldest)
        self.line, self.started_on = self.line + which, np.where(which, started_on, self.started_on)
        self.progressed &= ~which
        self.base = np.where(has, self.last, np.where(here, NONE, self.base))
        self.low, self.low_on = np.where(here, self.base, self.low), np.where(here, self.last_on, self.low_on)
        self.former = np.where(here, NONE, self.former)
        able = has & (self.last_level >= self.rules.measurable_from) & (self.base > 0)
        route = np.where(able, self.rules.routes, NONE).min(axis=1)
        self.followed = np.where(here, able & (self.rules.routes == route[:, None]), self.followed)
        self.counts = np.where(here, self.rules.routes <= route[:, None], self.counts)

    @property
    def suspected(self) -> Bools:
        """Whether a rise in the patient's line awaits its second value."""
        return ((self.risen_on != NEVER) & (self.risen_line == self.line[:, None])).any(axis=1)

    def close(self, died_on: Ints) -> Bools:
        """The record ends: death from progression (a day, else NEVER) confirms a rise that nothing came after."""
        waiting = self.risen_on != NEVER
        dead = (died_on != NEVER)[:, None]
        days = np.broadcast_to(died_on[:, None], waiting.shape)
        self._finish(waiting, np.where(dead, days, NEVER))
        return (waiting & dead & (self.risen_line == self.line[:, None])).any(axis=1)

    def _resolve(self, values: Ints, measured: Bools, day: Ints) -> None:
        """Rises that awaited these values: shown again from the same lowest value, or not."""
        waiting = measured & (self.risen_on != NEVER)
        again = waiting & has_risen(self.rules, values, self.risen_from)
        self.progressed |= (again & (self.risen_line == self.line[:, None])).any(axis=1)
        self._finish(waiting, np.where(again, day[:, None], NEVER))
        self.risen_on = np.where(waiting, NEVER, self.risen_on)

    def _finish(self, waiting: Bools, confirmed_on: Ints) -> None:
        who, marker = np.nonzero(waiting)
        self.rises.append(
            Rise(
                who, self.risen_line[waiting], marker, self.risen_on[waiting], confirmed_on[waiting],
                self.risen_from_on[waiting], self.risen_from[waiting], self.risen[waiting],
            )
        )  # fmt: skip

    def _tell(self, risen: Bools, values: Ints, day: Ints) -> None:
        """Rises that need no second value."""
        who, marker = np.nonzero(risen)
        on = day[who]
        self.rises.append(Rise(who, self.line[who], marker, on, on, self.low_on[risen], self.low[risen], values[risen]))
        self.progressed |= risen.any(axis=1)

    def _await(self, risen: Bools, values: Ints, day: Ints) -> None:
        self.risen_on = np.where(risen, day[:, None], self.risen_on)
        self.risen_line = np.where(risen, self.line[:, None], self.risen_line)
        self.risen = np.where(risen, values, self.risen)
        self.risen_from = np.where(risen, self.low, self.risen_from)
        self.risen_from_on = np.where(risen, self.low_on, self.risen_from_on)

    def _lower(self, values: Ints, measured: Bools, day: Ints) -> None:
        """The lowest confirmed value: at or below it stand two consecutive ones, or one of a marker that needs no repeat."""
        days = np.broadcast_to(day[:, None], values.shape)
        level = np.where(self.rules.repeated, np.maximum(self.former, values), values)
        level_on = np.where(self.rules.repeated, self.former_on, days)
        lower = measured & (level < self.low)
        self.low, self.low_on = np.where(lower, level, self.low), np.where(lower, level_on, self.low_on)
        self.former, self.former_on = np.where(measured, values, self.former), np.where(measured, days, self.former_on)


def depth_of(rules: Rules, reading: Reading, values: Ints, measured: Bools) -> tuple[Ints, Bools]:
    """The category that the followed markers show, as its depth (0: cannot be told), and whether none could be deeper."""
    ends = {row.marker: 0 for row in rules.response.response_levels}
    read = reading.followed & measured
    beside = measured[:, URINE] & ~reading.followed[:, URINE] & reading.followed[:, SERUM]
    shown = np.full(values.shape, rules.depths["SD"])
    for row in rules.response.response_levels:
        if row.marker not in MARKERS:
            continue
        at, depth = MARKERS.index(row.marker), rules.depths[row.response]
        ends[row.marker] = max(ends[row.marker], depth)
        reached = np.zeros(len(values), dtype=bool)
        if row.fall_percent is not None:
            fallen = values[:, at] * 100 <= reading.base[:, at] * (100 - int(row.fall_percent))
            reached |= fallen & reading.followed[:, at]
        if row.or_below is not None:
            reached |= values[:, at] < tenths(row.or_below)
        shown[:, at] = np.where(reached, np.maximum(shown[:, at], depth), shown[:, at])
    counted = read.copy()
    counted[:, URINE] |= beside & read[:, SERUM]
    depth = np.where(counted, shown, NONE).min(axis=1)
    deepest = (~counted | (shown >= np.array([ends[marker] for marker in MARKERS]))).all(axis=1)
    told = np.logical_or.reduce(read, axis=1)
    return np.where(told, depth, 0), deepest & told
