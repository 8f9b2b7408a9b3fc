"""The manual: tables, from the contracts, the derivations' headers and the spec cases; and the keys of knowledge.

Run it by `python -m tools.manual`; with `--check` (in `make check`) it only says whether the pages of docs/manual are
up to date, and what to do when they are not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import tests.spec.conftest  # noqa: F401 - registers every case
from tests.spec.drawn import CASES
from thirdline.flow import Derivation, derivations
from thirdline.knowledge import Knowledge, load
from thirdline.schedule import contracts
from thirdline.tables import DERIVED, ENDPOINTS, INPUTS, KNOWLEDGE, OUTCOMES, STAGES, Table
from tools.keys import keys

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs/manual"
TYPES = {"text": "text", "date": "date", "decimal": "number", "integer": "whole number", "boolean": "true or false"}
OPENING = """# Tables

Written by `python -m tools.manual` from `src/thirdline/tables/`, the headers of the SQL files and the spec cases;
change those, not this page.

Every table has a key: columns unique together. A null is never a value: where a column can be null, its meaning is
told. `row` is the id of a row of the record, made from its content when the record gives none. `because` names what
decided a row: `record#citation` for a fact of knowledge, `table:row` for a row, and words that stand for themselves.
"""


def manual(knowledge: Knowledge) -> str:
    """The whole page."""
    stages = [d for d in derivations().values() if d.name not in {t.name for t in (*DERIVED, *OUTCOMES)}]
    contracted = {table.name: table for table in (*STAGES, *contracts.STAGES)}
    parts = [
        OPENING,
        "## What a record holds\n",
        *(_table(table) for table in INPUTS),
        *_analytes(knowledge),
        "## What is derived\n",
        *(_derived(table) for table in DERIVED),
        "## What is derived for outcomes\n\nOnly where outcomes are asked for.\n",
        *(_derived(table) for table in OUTCOMES),
        "## What a calendar is asked\n",
        *(_table(table) for table in contracts.REQUESTS),
        "## Steps between\n\nTables that derivations pass on to each other; they may change from version to version.\n",
        *(_stage(stage, contracted.get(stage.name)) for stage in stages),
        "## Knowledge as tables\n\nThe rows of the editions that the practice names.\n",
        *(_table(table) for table in (*KNOWLEDGE, *ENDPOINTS, *contracts.KNOWLEDGE)),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _table(table: Table) -> str:
    return f"### {table.name}\n\n{table.about} Key: {', '.join(table.key)}.\n\n{_columns(table)}\n"


def _derived(table: Table) -> str:
    derivation = derivations().get(table.name)
    told = _told(derivation) if derivation else []
    return "\n\n".join(
        [f"### {table.name}", *told, f"Key: {', '.join(table.key)}.", _columns(table), *_sentences(table.name)]
    )


def _stage(stage: Derivation, contract: Table | None) -> str:
    columns = [f"Key: {', '.join(contract.key)}.", _columns(contract)] if contract else []
    return "\n\n".join([f"### {stage.name}", *_told(stage), *columns])


def _told(derivation: Derivation) -> list[str]:
    """The header of a derivation: its question, its rule, what a null means, what it reads."""
    lines = [line.removeprefix("--").strip() for line in _header(derivation.sql)]
    text = "\n".join(lines)
    question = lines[0].partition(": ")[2]
    rule = " ".join(text.partition("\n\n")[2].partition("\nReads:")[0].split())
    nulls = " ".join(re.split(r"^Nulls:", text, flags=re.MULTILINE)[-1].split())
    where = f"[`{derivation.layer}/{derivation.name}.sql`](../../src/thirdline/{derivation.layer}/{derivation.name}.sql)"
    return [f"**{question}**", rule, f"Nulls: {nulls}", f"Reads {', '.join(derivation.reads)}. {where}"]


def _header(sql: str) -> Iterator[str]:
    for line in sql.splitlines():
        if not line.startswith("--"):
            return
        yield line


def _columns(table: Table) -> str:
    rows = [(f"`{c.name}`", TYPES[c.type], c.null or "never null") for c in table.columns]
    return _grid(("column", "holds", "null means"), rows)


def _sentences(name: str) -> list[str]:
    """The sentences of the spec cases that draw the table."""
    said = [f"- {case.sentence}" for case in CASES if name in case.expected]
    return ["True, and tested on both engines:", "\n".join(said)] if said else []


def _analytes(knowledge: Knowledge) -> Iterator[str]:
    rows = [
        (f"`{a.word}`", f"`{a.unit}`", a.names.en, a.names.ru)
        for a in sorted(knowledge.of("analytes").values(), key=lambda a: a.word)
    ]
    yield "#### Analytes and their units\n\nAny unit that UCUM can turn into the canonical one is accepted and converted.\n"
    yield _grid(("analyte", "canonical unit", "English", "Russian"), rows)


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with `--check` say whether they are up to date (1 when one is not)."""
    pages = {MANUAL / "tables.md": manual(load()), MANUAL / "knowledge.md": keys()}
    if "--check" in arguments:
        stale = [p for p, text in pages.items() if not p.is_file() or p.read_text(encoding="utf-8") != text]
        for page in stale:
            print(f"{page.relative_to(ROOT)} is out of date. Run: .venv/bin/python -m tools.manual")
        return 1 if stale else 0
    MANUAL.mkdir(parents=True, exist_ok=True)
    for page, text in pages.items():
        page.write_text(text, encoding="utf-8")
        print(f"wrote {page.relative_to(ROOT)}: {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
