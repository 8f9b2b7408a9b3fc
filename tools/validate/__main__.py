"""Run every validation and write the report: `python -m tools.validate DATA`, or `make validate DATA=folder`.

Printed as it goes; figures to `docs/validation/` (kept), everything else to `out/validation/` (never kept). Nothing is
written unless every validation ran.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console

from thirdline import DEFAULT_PRACTICE, __version__
from thirdline.knowledge import Knowledge, load
from tools.validate import foreign, ifm, ifm_report, mmrf, mmrf_report, told
from tools.validate.section import DataError, Prose, Section

ROOT = Path(__file__).parents[2]
SYNTHETIC_PATIENTS, SYNTHETIC_SEED = 500, 1
USED = (ifm.FILE, mmrf.FILE, "ctcae_4_cases.csv")


@dataclass(frozen=True)
class Part:
    """One validation: its section's id and title, and what tells it."""

    id: str
    title: str
    run: Callable[[], Section]


def parts(data: Path, knowledge: Knowledge, n_patients: int) -> tuple[Part, ...]:
    """The validations, in the order of the report."""
    toxicity, cohort = "Laboratory toxicity grades against published cases", "Synthetic cohorts with known truth"
    return (
        Part("ifm", "early progression and response of a trial", lambda: ifm_report.report(data, knowledge)),
        Part("mmrf", "lines of therapy of a registry", lambda: mmrf_report.report(data, knowledge)),
        Part("ctcae", "laboratory toxicity", lambda: _answered("ctcae", toxicity, data)),
        Part("synthetic", "synthetic cohorts", lambda: _answered("synthetic", cohort, n_patients, SYNTHETIC_SEED)),
    )


def main(words: Sequence[str] | None = None) -> int:
    """Run, print and write; 0 when every validation ran, 1 when the data cannot be used, 2 on usage."""
    asked = _asked(words)
    progress = Console(stderr=True)
    try:
        if asked.data is None or not asked.data.is_dir():
            raise DataError(_no_folder(asked.data))
        knowledge = load()
        sections = [_ran(part, progress) for part in parts(asked.data, knowledge, asked.patients)]
    except DataError as fault:
        progress.print(f"validate: {fault}", style="red", highlight=False, markup=False)
        return 1
    told.say(sections, Console(width=None if sys.stdout.isatty() else 160))
    for folder, kept in (
        (asked.docs, _kept(sections, asked.data, knowledge)),
        (asked.out, {"index.html": told.page(sections, True)}),
    ):
        _write(folder, kept)
        progress.print(f"written: {folder}", highlight=False)
    return 0


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.validate", description="Validate against data nobody here wrote.")
    parser.add_argument("data", nargs="?", type=Path, help="the folder that holds the validation data")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs" / "validation", help="where figures are kept")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "validation", help="where the local report goes")
    parser.add_argument("--patients", type=int, default=SYNTHETIC_PATIENTS, help="how many synthetic patients")
    return parser.parse_args(words)


def _no_folder(data: Path | None) -> str:
    found = "no folder of validation data is named" if data is None else f"{data} is no folder"
    return f"{found}. Name one that holds {', '.join(USED)}: make validate DATA=folder"


def _ran(part: Part, progress: Console) -> Section:
    progress.print(f"{part.title} …", highlight=False)
    began = time.perf_counter()
    section = part.run()
    progress.print(f"{part.title}: {time.perf_counter() - began:.1f} s", highlight=False)
    return section


def _answered(name: str, title: str, *asked: Any) -> Section:
    """The section of a validation that answers in plain values; a sentence where this checkout has none."""
    module = f"tools.validate.{name}"
    try:
        report = import_module(module).report
    except ModuleNotFoundError as fault:
        if fault.name != module:
            raise
        return Section(name, title, (Prose("Not there in this checkout."),))
    return foreign.section(name, title, report(*asked))


def _kept(sections: Sequence[Section], data: Path, knowledge: Knowledge) -> dict[str, str]:
    """The files kept with the project."""
    made_of = {file: hashlib.sha256((data / file).read_bytes()).hexdigest()[:16] for file in USED if (data / file).is_file()}
    figures = {
        "made_by": {
            "thirdline": __version__,
            "knowledge": knowledge.digest(),
            "practice": DEFAULT_PRACTICE,
            "data": made_of,
        },
        **{section.id: section.figures for section in sections},
    }
    text = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
    pages = {"README.md": told.markdown(sections), "index.html": told.page(sections, False), "figures.json": text}
    return {**pages, **told.drawings(sections)}


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
