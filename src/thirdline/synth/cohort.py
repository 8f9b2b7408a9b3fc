"""A cohort of any size into a record folder, block by block; memory holds one block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from thirdline.knowledge import Knowledge
from thirdline.synth.given import given
from thirdline.synth.parameters import COHORT, Parameters
from thirdline.synth.rows import record
from thirdline.synth.simulation import BLOCK, simulate
from thirdline.synth.truth import truth
from thirdline.synth.writing import Parts, connect

Progress = Callable[[int, int], None]
TRUTH = "truth"
"""The side folder of the truth; a record's own tables stand beside it."""


@dataclass(frozen=True)
class Wanted:
    """What is asked for: how many patients, of which seed, in which form (`parquet` or `csv`)."""

    n: int
    seed: int
    form: str = "parquet"
    cohort: str = COHORT


def write(wanted: Wanted, knowledge: Knowledge, out: Path, scratch: Path, progress: Progress) -> dict[str, int]:
    """Write the cohort's tables into `out`; gives back the number of rows of each. `progress` hears of patients done."""
    with_ = Parameters.of(knowledge, wanted.cohort)
    with connect(scratch) as connection:
        parts = Parts(scratch, connection)
        for number, before in enumerate(range(0, wanted.n, BLOCK)):
            block = simulate(with_, wanted.seed, number)
            rows = given(block)
            for name, columns in record(block, rows).items():
                parts.lay(name, columns, before, wanted.n - before)
                parts.keep(name)
            for name, columns in truth(block, rows).items():
                parts.lay(name, columns, before, wanted.n - before)
                parts.keep(name, TRUTH)
            progress(min(before + BLOCK, wanted.n), wanted.n)
        return parts.join(out, wanted.form)
