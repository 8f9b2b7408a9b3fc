"""Which drugs failed, when first, and how: each judged by its own first and last day in each line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.synth.parameters import Bools, Ints
from thirdline.synth.reading import NEVER
from thirdline.synth.rows import Column, Columns, always, word
from thirdline.synth.simulation import Block
from thirdline.synth.truth.lines import SIMULATED, History
from thirdline.synth.truth.progressions import Told
from thirdline.synth.truth.responses import Best

REASONS = ("no_response", "progressed_on_therapy", "progressed_within_window")
UNANSWERED, ON_THERAPY, WITHIN_WINDOW = range(len(REASONS))
LATE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Failed:
    """Per patient and drug: the day of the first failure (NEVER: none), its line and reason; lines that brought none."""

    since: Ints
    line: Ints
    reason: Ints
    unanswered: Bools


def failed(block: Block, history: History, told: Told, best: Best) -> Failed:
    """The earliest failure of every drug; on one day the lesser line, then progression before no response."""
    rules = block.with_.rules.refractory
    counted = (history.first != NEVER) & block.with_.drugs.counted
    on = told.on[:, :, None]
    worse = counted & (on != NEVER) & (on >= history.first) & (on <= history.last + rules.window_days)
    over = ~(counted & history.goes_on).any(axis=2) | _followed(history)
    least = block.with_.rules.depths[rules.response_at_least]
    vain = over & (best.depth > block.with_.rules.worse) & (best.depth < least) & (best.pending < least)
    long_enough = history.last - history.first >= rules.shortest_exposure_days
    unanswered = counted & vain[:, :, None] & long_enough
    since = np.where(worse, on, LATE)
    since = np.minimum(since, np.where(unanswered, best.last_seen_on[:, :, None], LATE))
    reason = np.where(on <= history.last, ON_THERAPY, WITHIN_WINDOW)
    reason = np.where(worse & (since == on), reason, UNANSWERED)
    first = since.argmin(axis=1)
    drugs = np.arange(since.shape[2])[None, :]
    patients = np.arange(len(since))[:, None]
    earliest = since[patients, first, drugs]
    return Failed(np.where(earliest == LATE, NEVER, earliest), first, reason[patients, first, drugs], unanswered.any(axis=2))


def _followed(history: History) -> Bools:
    """Which lines another line has followed."""
    return np.arange(history.opened_on.shape[1])[None, :] < history.n_lines[:, None]


def columns(block: Block, of: Failed) -> Columns:
    """The table `refractoriness`."""
    drugs = block.with_.drugs
    patient, drug = np.nonzero(of.since != NEVER)
    return {
        "patient": Column(patient, "patient"),
        "drug": word(drug, drugs.ids),
        "drug_class": word(drugs.class_of[drug], drugs.classes),
        "line": Column(of.line[patient, drug], "number"),
        "since": Column(of.since[patient, drug], "day"),
        "reason": word(of.reason[patient, drug], REASONS),
        "because": always(len(patient), SIMULATED),
    }
