"""A cohort of any size into a record folder, block by block; memory holds one block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from thirdline.knowledge import Knowledge
from thirdline.synth import forms, mess
from thirdline.synth.given import by_dose, given
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
    """What is asked for: how many patients, of which seed, with which kinds of mess; in which form.

    `files` is `parquet` or `csv` for `tables`; the other forms, `fhir` and `omop`, have their own.
    """

    n: int
    seed: int
    mess: tuple[str, ...] = ()
    files: str = "parquet"
    form: str = "tables"
    cohort: str = COHORT


def write(wanted: Wanted, knowledge: Knowledge, out: Path, scratch: Path, progress: Progress) -> dict[str, int]:
    """Write the cohort's tables into `out`; gives back the number of rows of each. `progress` hears of patients done."""
    if wanted.form == "tables":
        return _write_tables(wanted, knowledge, out, scratch, progress)
    tables = scratch / "tables"
    tables.mkdir()
    counts = _write_tables(replace(wanted, files="parquet"), knowledge, tables, scratch, progress)
    (tables / TRUTH).rename(out / TRUTH)
    with connect(scratch) as connection:
        written = forms.write(wanted.form, tables, out, connection, knowledge)
    return {**written, **{name: n for name, n in counts.items() if name.startswith(TRUTH)}}


def _write_tables(wanted: Wanted, knowledge: Knowledge, out: Path, scratch: Path, progress: Progress) -> dict[str, int]:
    with_ = Parameters.of(knowledge, wanted.cohort)
    asked = mess.Mess.of(wanted.mess, wanted.seed, with_.cohort, knowledge)
    with connect(scratch) as connection:
        parts = Parts(scratch, connection)
        for number, before in enumerate(range(0, wanted.n, BLOCK)):
            _write_block(with_, asked, parts, (number, before, wanted.n - before))
            progress(min(before + BLOCK, wanted.n), wanted.n)
        return parts.join(out, wanted.files)


def _write_block(with_: Parameters, asked: mess.Mess, parts: Parts, which: tuple[int, int, int]) -> None:
    """One block: its record, messed up where asked, and its truth. `which`: number, patients before it, patients wanted."""
    number, before, most = which
    block = simulate(with_, asked.seed, number)
    rows = given(block)
    observed = record(block, by_dose(block, rows) if mess.CHARTING in asked.kinds else rows)
    for name, columns in observed.items():
        parts.lay(name, columns, before, most)
    if asked.of_text:
        mess.make(parts.connection, asked)
        parts.keep("mess", TRUTH)
    for name in observed:
        parts.keep(name, query=mess.shown(name) if asked.of_text else "")
    for name, columns in truth(block, rows).items():
        parts.lay(name, columns, before, most)
        parts.keep(name, TRUTH)
