"""Every printed figure with what comes out of it, pinned: a change of either must be a change of this file too.

Run `python -m tests.golden.reproduced.make` after a deliberate change, and `thirdline reproduce --markdown > docs/findings.md`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from thirdline.evidence.reproduction import Reproduced, reproduce
from thirdline.knowledge import load

FILE = Path(__file__).with_name("reproduced.csv")


def told(rows: Iterable[Reproduced]) -> Iterator[tuple[str, ...]]:
    """(figure, printed, recomputed, verdict, reasons) of each."""
    for row in rows:
        reasons = "; ".join(f"{each.word} {dict(each.values).get('near', '')}".strip() for each in row.result.reasons)
        yield row.id, row.printed, row.result.recomputed, row.result.verdict, reasons


def main() -> None:
    """Write the file anew."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(told(reproduce(load())))


if __name__ == "__main__":
    main()
