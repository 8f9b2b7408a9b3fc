"""Where each patient stands on the last day of the record."""

from __future__ import annotations

import numpy as np

from thirdline.synth.parameters import Bools, Ints
from thirdline.synth.reading import NEVER
from thirdline.synth.rows import Column, Columns, always, word
from thirdline.synth.simulation import Block
from thirdline.synth.truth.lines import SIMULATED, History, named
from thirdline.synth.truth.progressions import Told
from thirdline.synth.truth.refractoriness import Failed
from thirdline.synth.truth.responses import Best, final

STATES = (
    "newly_diagnosed", "unknown", "stable", "responding", "progression_suspected", "relapsed", "refractory",
    "primary_refractory", "relapsed_refractory",
)  # fmt: skip


def columns(block: Block, history: History, told: Told, best: Best, failed: Failed) -> Columns:
    """The table `status`."""
    drugs, n = block.with_.drugs, len(history.n_lines)
    failing = failed.since != NEVER
    by_class = np.stack([failing[:, drugs.class_of == at].sum(axis=1) for at in range(len(drugs.classes))], axis=1)
    tiers, tier = _tier(block, by_class)
    return {
        "patient": Column(np.arange(n), "patient"),
        "as_of": Column(history.last_on, "day"),
        "n_lines": Column(history.n_lines, "number"),
        "state": word(_state(block, history, told, best, failed), STATES),
        "refractory_drugs": _sets(failing, drugs.ids),
        "refractory_classes": _sets(by_class > 0, drugs.classes),
        "refractory_tier": word(tier, tiers),
        "triple_class_refractory": Column(_meets_scheme(block, by_class).astype(np.int64), "truth"),
        "because": always(n, SIMULATED),
    }


def _meets_scheme(block: Block, by_class: Ints) -> Bools:
    """Refractory to a drug of every class of the scheme."""
    wanted, classes = block.with_.rules.scheme, block.with_.drugs.classes
    met = [
        by_class[:, classes.index(name)] > 0 if name in classes else np.zeros(len(by_class), dtype=bool) for name in wanted
    ]
    return np.logical_and.reduce(met)


def _sets(holds: Bools, names: tuple[str, ...]) -> Column:
    sets, which = np.unique(holds @ (1 << np.arange(len(names))), return_inverse=True)
    return word(which, tuple(named(int(bits), names) for bits in sets))


def _tier(block: Block, by_class: Ints) -> tuple[tuple[str, ...], Ints]:
    """The deepest tier of which one alternative is met in every class that it names."""
    rows, classes = block.with_.rules.refractory.tiers, block.with_.drugs.classes
    tiers = ("none", *dict.fromkeys(row.tier for row in sorted(rows, key=lambda row: row.depth)))
    tier = np.zeros(len(by_class), dtype=np.int64)
    for name, alternative in sorted({(row.tier, row.alternative) for row in rows}, key=lambda key: tiers.index(key[0])):
        asked = [row for row in rows if (row.tier, row.alternative) == (name, alternative)]
        known = [row for row in asked if row.drug_class in classes]
        counts = [by_class[:, classes.index(row.drug_class)] >= row.at_least for row in known]
        met = np.logical_and.reduce(counts) if len(known) == len(asked) else np.zeros(len(tier), dtype=bool)
        tier = np.where(met, tiers.index(name), tier)
    return tiers, tier


def _state(block: Block, history: History, told: Told, best: Best, failed: Failed) -> Ints:
    """From the last line: progression and when, no response, a suspicion, or the depth reached."""
    rules = block.with_.rules
    least, window = rules.depths[rules.refractory.response_at_least], rules.refractory.window_days
    who, last = np.arange(len(history.n_lines)), history.n_lines
    depth, _ = final(best, told, rules)
    begun = history.opened_on != NEVER
    ever = (begun & (depth >= least)).any(axis=1)
    unclear = (begun & (depth == 0)).any(axis=1)
    on, deep, pending = told.on[who, last], depth[who, last], best.pending[who, last]
    resting = np.where(deep > 0, STATES.index("stable"), STATES.index("unknown"))
    resting = np.where((deep >= least) | (pending >= least), STATES.index("responding"), resting)
    resting = np.where(best.last_depth[who, last] == rules.worse, STATES.index("progression_suspected"), resting)
    failing = np.where(unclear, STATES.index("refractory"), STATES.index("primary_refractory"))
    failing = np.where(ever, STATES.index("relapsed_refractory"), failing)
    state = np.where((on != NEVER) | failed.unanswered[who, last], failing, resting)
    state = np.where((on != NEVER) & (on > history.ended_on[who, last] + window), STATES.index("relapsed"), state)
    return np.where(last == 0, STATES.index("newly_diagnosed"), state)
