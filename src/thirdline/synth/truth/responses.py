"""What each visit showed, which later visit confirmed it, and the best confirmed category of each line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.synth.parameters import Bools, Ints, Rules
from thirdline.synth.reading import NEVER
from thirdline.synth.rows import Column, Columns, always, word
from thirdline.synth.simulation import Block
from thirdline.synth.truth.lines import SIMULATED, History
from thirdline.synth.truth.progressions import CLINICAL, Told


@dataclass(frozen=True)
class Seen:
    """Per visit and patient: the line judged, the day, the category's depth, whether it must be repeated; the next depth.

    `next_on` is NEVER where no later visit of the line can be evaluated.
    """

    assessed: Bools
    line: Ints
    day: Ints
    depth: Ints
    repeats: Bools
    next_on: Ints
    next_depth: Ints
    confirmed_on: Ints


@dataclass(frozen=True)
class Best:
    """Per patient and line, as depths: the best confirmed, one seen once and better (0: none); and their days."""

    depth: Ints
    achieved_on: Ints
    pending: Ints
    last_seen_on: Ints
    last_depth: Ints


def seen(block: Block, told: Told) -> Seen:
    """Read the visits backwards: each is confirmed by the next of its line that can be evaluated."""
    names = ("assessed", "line", "day", "depth", "repeats")
    assessed, line, day, depth, repeats = (_with_death(block, told, name) for name in names)
    repeats = repeats & np.isin(depth, _repeated(block))
    next_on, next_depth = np.full(day.shape, NEVER), np.zeros(day.shape, dtype=np.int64)
    following = (
        np.full(day.shape[1], NEVER),
        np.zeros(day.shape[1], dtype=np.int64),
        np.zeros(day.shape[1], dtype=np.int64),
    )
    for visit in range(len(day) - 1, -1, -1):
        on, deep, of_line = following
        same = assessed[visit] & (of_line == line[visit])
        next_on[visit], next_depth[visit] = np.where(same, on, NEVER), np.where(same, deep, 0)
        counts = assessed[visit] & (depth[visit] > 0)
        now = (day[visit], depth[visit], line[visit])
        following = tuple(np.where(counts, new, old) for new, old in zip(now, following, strict=True))
    confirmed_on = _confirmed(block, told, (line, day, depth, repeats), (next_on, next_depth))
    return Seen(assessed, line, day, depth, repeats, next_on, next_depth, confirmed_on)


def _with_death(block: Block, told: Told, name: str) -> np.ndarray:
    """What was noted at every visit, and as a last one the day of a death that itself is the progression."""
    noted = block.stacked(name)
    died = np.zeros(noted.shape[1], dtype=bool)
    died[told.rows.patient[told.rows.marker == CLINICAL]] = True
    last = {
        "assessed": died,
        "line": block.reading.line,
        "day": block.died_on,
        "depth": np.full(len(died), block.with_.rules.depths["PD"]),
        "repeats": np.ones(len(died), dtype=bool),
    }
    if name == "assessed":
        noted = noted & block.stacked("here")
    return np.concatenate([noted, last[name][None].astype(noted.dtype)])


def _repeated(block: Block) -> list[int]:
    return [row.depth for row in block.with_.rules.response.categories if row.needs_confirmation]


def _confirmed(block: Block, told: Told, row: tuple[np.ndarray, ...], following: tuple[Ints, Ints]) -> Ints:
    """The day that confirms each category; progression is confirmed as the reading told it."""
    (line, day, depth, repeats), (next_on, next_depth) = row, following
    patient = np.arange(day.shape[1])[None, :]
    first, proof = told.on[patient, line], told.confirmed_on[patient, line]
    worse = depth == block.with_.rules.depths["PD"]
    shown = np.where(next_depth >= depth, next_on, NEVER)
    by_rule = np.where(depth == 0, NEVER, np.where(repeats, shown, day))
    return np.where(worse, np.where((first != NEVER) & (day >= first), proof, NEVER), by_rule)


def best(of: Seen, told: Told, rules: Rules) -> Best:
    """Each visit confirms the lesser of itself and the next; stable disease needs no second."""
    shape = told.on.shape
    depth, achieved, pending, last_on, last_depth = (np.zeros(shape, dtype=np.int64) for _ in range(5))
    achieved[:], last_on[:] = NEVER, NEVER
    for visit in range(len(of.day)):
        counted = np.flatnonzero(of.assessed[visit] & (of.depth[visit] > 0))
        at = (counted, of.line[visit, counted])
        last_on[at], last_depth[at] = of.day[visit, counted], of.depth[visit, counted]
        _better(of, visit, told, rules, (depth, achieved))
    _await(of, told, rules, depth, pending)
    return Best(depth, achieved, pending, last_on, last_depth)


def _before_progression(of: Seen, visit: int, told: Told, rules: Rules) -> Ints:
    """The patients whose category of this visit counts towards the best of its line."""
    who = np.arange(of.day.shape[1])
    first = told.on[who, of.line[visit]]
    good = of.assessed[visit] & (of.depth[visit] > rules.worse)
    return np.flatnonzero(good & ((first == NEVER) | (of.day[visit] < first)))


def _better(of: Seen, visit: int, told: Told, rules: Rules, so_far: tuple[Ints, Ints]) -> None:
    depth, achieved = so_far
    who = _before_progression(of, visit, told, rules)
    own, following = of.depth[visit, who], of.next_depth[visit, who]
    shown = np.maximum(np.minimum(own, rules.stable), np.minimum(own, following))
    shown = np.where(of.repeats[visit, who], shown, own)
    at = (who, of.line[visit, who])
    better = shown > depth[at]
    depth[at] = np.where(better, shown, depth[at])
    achieved[at] = np.where(better, of.day[visit, who], achieved[at])


def _await(of: Seen, told: Told, rules: Rules, depth: Ints, pending: Ints) -> None:
    """What only the last visit of a line shows awaits its confirmation."""
    for visit in range(len(of.day)):
        who = _before_progression(of, visit, told, rules)
        at = (who, of.line[visit, who])
        once = (of.next_on[visit, who] == NEVER) & (of.depth[visit, who] > depth[at])
        pending[at] = np.where(once, of.depth[visit, who], pending[at])


def _words(block: Block) -> tuple[str, ...]:
    by = {row.depth: row.response for row in block.with_.rules.response.categories}
    return tuple(by[depth] for depth in range(len(by)))


def columns(block: Block, of: Seen) -> Columns:
    """The table `responses`."""
    patient, visit = np.nonzero(of.assessed.T)
    confirmed_on = of.confirmed_on[visit, patient]
    return {
        "patient": Column(patient, "patient"),
        "line": Column(of.line[visit, patient], "number"),
        "assessed_on": Column(of.day[visit, patient], "day"),
        "response": word(of.depth[visit, patient], _words(block)),
        "confirmed": Column((confirmed_on != NEVER).astype(np.int64), "truth"),
        "confirmed_on": Column(confirmed_on, "day"),
        "because": always(len(patient), SIMULATED),
    }


def final(of: Best, told: Told, rules: Rules) -> tuple[Ints, Ints]:
    """The best category as a depth and its day: progression where nothing else was seen, 0 where nothing at all."""
    only_worse = (of.depth == 0) & (told.on != NEVER)
    return np.where(only_worse, rules.worse, of.depth), np.where(only_worse, told.on, of.achieved_on)


def best_columns(block: Block, history: History, of: Best, told: Told) -> Columns:
    """The table `best_responses`."""
    patient, line = np.nonzero(history.opened_on != NEVER)
    depth, on = final(of, told, block.with_.rules)
    pending = of.pending[patient, line]
    return {
        "patient": Column(patient, "patient"),
        "line": Column(line, "number"),
        "best": word(depth[patient, line], _words(block)),
        "achieved_on": Column(on[patient, line], "day"),
        "unconfirmed": word(np.where(pending > 0, pending, -1), _words(block)),
        "because": always(len(patient), SIMULATED),
    }
