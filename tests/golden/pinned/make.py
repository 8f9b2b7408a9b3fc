"""Every number of regimens, dose adjustments, labels and trials, pinned: a change of one must be a change of this file too.

Question answered: did a number of knowledge change without anyone meaning it? The doses that were transcribed a second
time from their sources are checked against that (tests/schedule/transcribed.csv); the others have been entered once,
and are only pinned here. Run `python -m tests.golden.pinned.make` after a deliberate change, and say why in CHANGELOG.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from thirdline.knowledge import Knowledge, load

FILE = Path(__file__).with_name("pinned.csv")
KINDS = ("regimens", "adjustments", "labels", "analytes", "trials")


def numbers(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """(record, where in it, number) of every number of these kinds, in order."""
    for kind in KINDS:
        for id, record in sorted(knowledge.of(kind).items()):
            for where, value in _walk(record.model_dump(), ""):
                yield f"{kind}/{id}", where, str(value)


def _walk(part: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _walk(value, f"{where}.{key}".lstrip("."))
    elif isinstance(part, list | tuple):
        for n, value in enumerate(part):
            yield from _walk(value, f"{where}[{n}]")
    elif isinstance(part, int | Decimal) and not isinstance(part, bool):
        yield where, part


def main() -> None:
    """Write the file anew."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("record", "where", "number"))
        writer.writerows(numbers(load()))


if __name__ == "__main__":
    main()
