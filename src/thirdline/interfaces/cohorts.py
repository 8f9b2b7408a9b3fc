"""A synthetic cohort into a record folder, whole or not at all, with progress by patients."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from thirdline import __version__
from thirdline.interfaces import whole
from thirdline.interfaces.asjson import dumps
from thirdline.interfaces.progress import rows_told
from thirdline.interfaces.words import Words
from thirdline.knowledge import Knowledge
from thirdline.synth.cohort import Progress, Wanted, write

TOLD_TIMES = 10
"""How often progress is told where there is no terminal."""


def draw_into(out: Path, wanted: Wanted, knowledge: Knowledge, words: Words, quiet: bool) -> dict[str, object]:
    """Draw the cohort into the folder; gives back what was made.

    Raises KnowledgeError or OSError; the folder then stands as it stood.
    """
    with whole.folder(out) as made, _progress(words, wanted.n, quiet) as progress:
        counts = write(wanted, knowledge, made, whole.scratch(made), progress)
        sheet = {
            "version": __version__, "knowledge": knowledge.digest(), "cohort": wanted.cohort, "patients": wanted.n,
            "seed": wanted.seed, "mess": wanted.mess, "form": wanted.form, "rows": counts,
        }  # fmt: skip
        (made / whole.MADE).write_text(dumps(sheet), encoding="utf-8")
    return sheet


def told(out: Path, sheet: dict[str, object], words: Words) -> str:
    """What was made, in one line for a person."""
    counts = sheet["rows"]
    assert isinstance(counts, dict)
    rows = sum(n for name, n in counts.items() if "/" not in name)
    return words(
        "synth.made",
        out=out,
        patients=words.count("synth.patients", int(str(sheet["patients"]))),
        rows=rows_told(words, rows),
    )


@contextmanager
def _progress(words: Words, total: int, quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, a line now and then elsewhere, nothing when asked to be quiet."""
    if quiet:
        yield lambda _done, _of: None
    elif not sys.stderr.isatty():
        yield lambda done, of: _line(words, done, of)
    else:
        from rich.console import Console
        from rich.progress import Progress as Bars

        with Bars(console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(words("synth.drawing"), total=total)
            yield lambda done, _of: bars.update(task, completed=done)


def _line(words: Words, done: int, of: int) -> None:
    """One line for every tenth, and for the last."""
    from thirdline.synth.simulation import BLOCK

    before = max(done - BLOCK, 0)
    if done == of or before * TOLD_TIMES // of < done * TOLD_TIMES // of:
        print(words("synth.progress", done=done, of=of), file=sys.stderr, flush=True)
