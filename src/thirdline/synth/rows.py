"""The observed record of a block as columns of whole numbers, with the words that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from thirdline.synth.care import STOPS
from thirdline.synth.charting import CENT, charting
from thirdline.synth.given import Given
from thirdline.synth.parameters import LIGHT, MARROW, SCALE, SERUM, URINE, Ints, Parameters
from thirdline.synth.reading import NEVER
from thirdline.synth.simulation import Block

Kind = Literal["patient", "id", "word", "day", "hundredths", "number", "truth"]
NO_WORD = -1
PANEL_STREAM = 1
"""The panel is drawn apart from the course, so that a change of one leaves the other as it was."""


@dataclass(frozen=True)
class Column:
    """Whole numbers and what they are: a patient's number, a row's, the code of a word, a day, hundredths."""

    values: np.ndarray
    kind: Kind
    words: tuple[str | None, ...] = ()


Columns = dict[str, Column]


def record(block: Block, rows: Given) -> dict[str, Columns]:
    """Every table of the record."""
    return {
        "patients": _patients(block),
        "exposures": _exposures(block, rows),
        "measurements": _measurements(block),
        "findings": _findings(block),
        "procedures": _procedures(block),
        "events": _events(rows, block.with_),
    }


def word(values: np.ndarray, words: tuple[str | None, ...]) -> Column:
    """Codes of words."""
    return Column(values, "word", words)


def always(n: int, text: str | None) -> Column:
    """The same word, or nothing, in every row."""
    return Column(np.zeros(n, dtype=np.int64), "word", (text,))


def numbered(patient: Ints) -> Ints:
    """1, 2, 3 … within each patient; rows must stand by patient."""
    firsts = np.searchsorted(patient, patient, side="left")
    return np.arange(len(patient)) - firsts + 1


def _patients(block: Block) -> Columns:
    people, rows = block.people, block.with_.cohort.isotypes
    n = len(people.born_on)
    isotype = block.secretion.isotype
    return {
        "patient": Column(np.arange(n), "patient"),
        "born_on": Column(people.born_on, "day"),
        "sex": word(people.female.astype(np.int64), ("male", "female")),
        "diagnosis": always(n, block.with_.cohort.disease),
        "diagnosed_on": Column(people.diagnosed_on, "day"),
        "heavy_chain": word(isotype, tuple(row.heavy_chain for row in rows)),
        "light_chain": word(isotype, tuple(row.light_chain for row in rows)),
        "centre": word(people.centre, tuple(f"centre {at}" for at in range(block.with_.cohort.people.centres + 1))),
        "died_on": Column(block.died_on, "day"),
        "last_seen_on": Column(block.last_seen_on, "day"),
    }


def _exposures(block: Block, rows: Given) -> Columns:
    doses = charting(block.with_).doses
    planned = np.where(rows.riding, NO_WORD, rows.use)
    amount = np.where(rows.dose >= 0, doses.amount[rows.dose], NEVER)
    return {
        "patient": Column(rows.patient, "patient"),
        "drug": word(rows.drug, block.with_.drugs.ids),
        "started_on": Column(rows.start, "day"),
        "ended_on": Column(rows.until, "day"),
        "amount": Column(amount, "hundredths"),
        "unit": word(rows.dose, doses.unit),
        "route": word(rows.dose, doses.route),
        "regimen": word(planned, block.with_.regimens.ids),
        "stopped_because": word(np.where(rows.why > 0, rows.why, NO_WORD), STOPS),
    }


def _measurements(block: Block) -> Columns:
    with_, panel = block.with_, block.with_.cohort.panel
    markers = ("serum_m_protein", "urine_m_protein", "kappa_flc", "lambda_flc", "bone_marrow_plasma_cells")
    parts = [*_markers(block), *_panel(block, len(markers))]
    patient, on, analyte, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((analyte, on, patient))
    patient, analyte = patient[order], analyte[order]
    words = (*markers, *(row.analyte for row in panel))
    lower = np.array([NEVER] * len(markers) + [_cents(row.lower_normal) for row in panel])
    upper = np.array([NEVER] * len(markers) + [_cents(row.upper_normal) for row in panel])
    units = {record.word: record.unit for record in with_.knowledge.of("analytes").values()}
    return {
        "patient": Column(patient, "patient"),
        "measurement": Column(numbered(patient), "id", ("m",)),
        "analyte": word(analyte, words),
        "measured_on": Column(on[order], "day"),
        "value": Column(value[order], "hundredths"),
        "unit": word(analyte, tuple(units[name] for name in words)),
        "lower_normal": Column(lower[analyte], "hundredths"),
        "upper_normal": Column(upper[analyte], "hundredths"),
        "method": always(len(patient), None),
    }


def _cents(amount) -> int:
    return NEVER if amount is None else int(amount * CENT)


def _markers(block: Block):
    """(patient, day, analyte, value) of every marker that was measured."""
    measured, values, day = (block.stacked(name) for name in ("measured", "values", "day"))
    involved, uninvolved = block.stacked("involved"), block.stacked("uninvolved")
    kappa = np.where(block.secretion.kappa, involved, uninvolved)
    lambda_ = np.where(block.secretion.kappa, uninvolved, involved)
    read = (
        (SERUM, values[..., SERUM]),
        (URINE, values[..., URINE]),
        (LIGHT, kappa),
        (LIGHT, lambda_),
        (MARROW, values[..., MARROW]),
    )
    for analyte, (marker, amounts) in enumerate(read):
        visit, patient = np.nonzero(measured[..., marker])
        found = amounts[visit, patient] * (CENT // SCALE)
        yield patient, day[visit, patient], np.full(len(patient), analyte), found


def _panel(block: Block, first: int):
    """(patient, day, analyte, value) of the panel: every few visits, and where a line was opened."""
    here, opened, day = block.stacked("here"), block.stacked("opened"), block.stacked("day")
    every = block.with_.cohort.laboratory.panel_every_visits
    due = here & (opened | (np.arange(len(here)) % every == 0)[:, None])
    visit, patient = np.nonzero(due)
    rng = np.random.default_rng([*block.key, PANEL_STREAM])
    burden, treated = block.stacked("burden")[visit, patient], block.stacked("on_treatment")[visit, patient]
    for at, row in enumerate(block.with_.cohort.panel):
        level = row.level + row.per_burden * burden + row.per_treatment * treated + row.sd * rng.standard_normal(len(visit))
        fine = 10**row.decimals
        value = np.rint(np.maximum(level, row.least) * fine).astype(np.int64) * (CENT // fine)
        yield patient, day[visit, patient], np.full(len(visit), first + at), value


def _findings(block: Block) -> Columns:
    rows = block.with_.cohort.findings
    kinds = (*(row.finding for row in rows), "ecog", "serum_immunofixation", "urine_immunofixation", "clonal_plasma_cells")
    kinds = (*kinds, "reported_progression", "new_bone_lesion")
    values = ("absent", "present", "negative", "positive", "death", "0", "1", "2", "3", "4")
    parts = [*_at_diagnosis(block, values), *_later(block, kinds, values)]
    patient, on, kind, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((kind, on, patient))
    patient = patient[order]
    return {
        "patient": Column(patient, "patient"),
        "finding": Column(numbered(patient), "id", ("f",)),
        "kind": word(kind[order], kinds),
        "found_on": Column(on[order], "day"),
        "value": word(value[order], values),
    }


def _at_diagnosis(block: Block, values: tuple[str, ...]):
    people, n_kinds = block.people, len(block.with_.cohort.findings)
    everyone = np.arange(len(people.born_on))
    for kind in range(n_kinds):
        yield everyone, people.diagnosed_on, np.full(len(everyone), kind), people.findings[:, kind].astype(np.int64)
    yield everyone, people.diagnosed_on, np.full(len(everyone), n_kinds), values.index("0") + people.ecog


def _later(block: Block, kinds: tuple[str, ...], values: tuple[str, ...]):
    day = block.stacked("day")
    for name, noted, first in (
        ("serum_immunofixation", "fixed_serum", values.index("negative")),
        ("urine_immunofixation", "fixed_urine", values.index("negative")),
        ("clonal_plasma_cells", "clonal", values.index("absent")),
        ("new_bone_lesion", "new_lesion", values.index("present")),
    ):
        words = block.stacked(noted)
        visit, patient = np.nonzero(words)
        found = words[visit, patient] - 1 + first
        yield patient, day[visit, patient], np.full(len(patient), kinds.index(name)), found
    dead = np.flatnonzero(block.by_disease)
    kind = np.full(len(dead), kinds.index("reported_progression"))
    yield dead, block.died_on[dead], kind, np.full(len(dead), values.index("death"))


def _procedures(block: Block) -> Columns:
    words = ("autologous_transplant", "bone_marrow_aspiration", "stem_cell_collection")
    visit, taken = np.nonzero(block.stacked("measured")[..., MARROW])
    grafted, grafted_on, first = (np.concatenate(parts) for parts in zip(*_grafts(block), strict=True))
    collected_on = grafted_on[first] - block.with_.cohort.care.collection_before_days
    patient = np.concatenate([grafted, taken, grafted[first]])
    on = np.concatenate([grafted_on, block.stacked("day")[visit, taken], collected_on])
    kind = np.repeat([0, 1, 2], [len(grafted), len(taken), len(collected_on)])
    order = np.lexsort((kind, on, patient))
    return {
        "patient": Column(patient[order], "patient"),
        "procedure": word(kind[order], words),
        "performed_on": Column(on[order], "day"),
    }


def _grafts(block: Block) -> Iterator[tuple[np.ndarray, ...]]:
    """(patient, day, whether the first of the line) of the transplants."""
    return ((graft.patient, graft.on, graft.first) for graft in block.care.grafts)


def _events(rows: Given, with_: Parameters) -> Columns:
    """What stopped a drug for toxicity; which toxicity it was, the generator does not draw."""
    toxic = np.flatnonzero(rows.why == STOPS.index("toxicity"))
    return {
        "patient": Column(rows.patient[toxic], "patient"),
        "event": always(len(toxic), "Investigations - Other, specify"),
        "started_on": Column(rows.until[toxic], "day"),
        "ended_on": Column(np.full(len(toxic), NEVER), "day"),
        "grade": Column(np.full(len(toxic), NEVER), "number"),
        "attributed_to": word(rows.drug[toxic], with_.drugs.ids),
    }
