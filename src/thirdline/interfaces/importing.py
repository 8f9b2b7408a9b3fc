"""The import of a record: what became of every row, in plain text and as JSON, and its tables kept for later runs.

Question answered: was everything read, and if not, what was not, how often, and why? Every figure is counted by the reading
itself (`thirdline.records.accounting`); nothing is read twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thirdline import __version__, run
from thirdline.engines.duckdb import DuckDB
from thirdline.interfaces import whole
from thirdline.interfaces.asjson import dumps
from thirdline.interfaces.words import Lang, Words, words
from thirdline.knowledge import Knowledge
from thirdline.records import accounting, imported
from thirdline.tables import INPUTS

IMPORT = "import.json"
MOST = 20
"""How many rows of a long section a person is shown; JSON holds all."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """What reading a record wrote down. Each list holds rows in the names of `records.accounting`, the largest first.

    problems: problem, table, rows and one example of the record's issues. imbalances: where rows are lost; none, always.
    """

    record: str
    rows: list[Row]
    quarantine: list[Row]
    words: list[Row]
    conversions: list[Row]
    problems: list[Row]
    imbalances: list[Row]


@dataclass(frozen=True)
class Section:
    """One part of the report: a table with a heading, or the sentence that says why there is none."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    nothing: str
    more: str = ""


def ledger(engine: DuckDB, record: Path) -> Ledger:
    """What was written down while the engine's record was read."""
    largest = "order by rows desc, 1, 2, 3"
    return Ledger(
        record=record.name,
        rows=_select(engine, "select * from import_rows order by file nulls last, kind, outcome"),
        quarantine=_select(engine, "select * from import_quarantine order by all"),
        words=_select(engine, f"select * from import_words {largest}"),
        conversions=_select(engine, f"select * from import_conversions {largest}"),
        problems=_select(
            engine,
            """select problem, "table", count(*) as rows, min(case when "table" <> 'patients' then row end) as example
            from record_issues group by all """
            + largest,
        ),
        imbalances=[vars(each) for each in accounting.imbalances(engine.connection)],
    )


def as_json(said: Ledger, knowledge: Knowledge) -> str:
    """The ledger as JSON, with what made it."""
    return dumps({"version": __version__, "knowledge": knowledge.digest(), **vars(said)})


def text(said: Ledger, knowledge: Knowledge, lang: Lang) -> str:
    """The ledger for a terminal."""
    say = words(lang)
    parts = [[say("import.title", record=said.record), balance(said, lang)]]
    parts += [list(_as_text(section)) for section in sections(said, knowledge, lang)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def balance(said: Ledger, lang: Lang) -> str:
    """Whether every row that was read is used or left for a named reason."""
    say = words(lang)
    if lost := said.imbalances:
        return say("import.unbalanced", kind=lost[0]["kind"], read=lost[0]["read"], accounted=lost[0]["accounted"])
    read = sum(row["rows"] for row in said.rows if row["outcome"] == accounting.READ and row["file"])
    return say("import.balanced", read=number(read, say))


def sections(said: Ledger, knowledge: Knowledge, lang: Lang) -> list[Section]:
    """The parts of the report in the order in which they are read."""
    say = words(lang)
    name = Outcomes(knowledge, lang)
    return [
        _section(say, "files", _balanced([row for row in said.rows if row["file"]], name, say)),
        _section(say, "tables", [row[1:] for row in _balanced([row for row in said.rows if not row["file"]], name, say)]),
        _section(say, "words", [_word(row, say) for row in said.words]),
        _section(say, "conversions", [_conversion(row, say) for row in said.conversions]),
        _section(say, "problems", [_problem(row, name, say) for row in said.problems]),
        _section(say, "quarantine", [(r["file"], str(r["line"] or ""), r["reason"]) for r in said.quarantine]),
    ]  # fmt: skip


class Outcomes:
    """What became of rows, in words."""

    def __init__(self, knowledge: Knowledge, lang: Lang) -> None:
        self.say, self.lang = words(lang), lang
        self.terms = {term.word: term for term in knowledge.of("vocabularies")["issue-problems"].words}

    def __call__(self, word: str) -> str:
        """The outcome or problem as a person reads it; the word itself where it has no text."""
        if said := self.say.term("import.outcomes", word):
            return said
        term = self.terms.get(word)
        return str(getattr(term, self.lang)) if term else word


def write_into(out: Path, engine: DuckDB, said: Ledger, knowledge: Knowledge) -> str:
    """Keep the canonical tables, the issues and the ledgers as Parquet, whole or not at all; say what was written."""
    counts = {}
    with whole.folder(out) as made:
        engine.materialise("issues", "select * from record_issues")
        for name in imported.TABLES:
            engine.write(name, made / f"{name}.parquet", "parquet")
            counts[name] = engine.count(name)
        leave(made, said, knowledge)
        sheet = {"version": __version__, "knowledge": knowledge.digest(), imported.EDITION: run.words_of(knowledge).edition}
        (made / whole.MADE).write_text(dumps({**sheet, "rows": counts}), encoding="utf-8")
    return f"{out}: " + ", ".join(f"{table.name} {counts[table.name]}" for table in INPUTS)


def leave(folder: Path, said: Ledger, knowledge: Knowledge) -> None:
    """Put the ledger into a folder that is being made, as `import.json`."""
    (folder / IMPORT).write_text(as_json(said, knowledge), encoding="utf-8")


def number(n: int, say: Words) -> str:
    """A count with its thousands set apart."""
    return f"{n:,}".replace(",", say("progress.thousands"))


def _select(engine: DuckDB, query: str) -> list[Row]:
    result = engine.connection.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _section(say: Words, name: str, rows: list[tuple[Any, ...]]) -> Section:
    """A section of at most MOST rows, except those of the balance, which is shown whole."""
    shown = rows if name in ("files", "tables") else rows[:MOST]
    more = say("import.more", n=number(len(rows) - len(shown), say)) if len(rows) > len(shown) else ""
    cells = [tuple("" if cell is None else str(cell) for cell in row) for row in shown]
    part = f"import.{name}"
    return Section(name, say(f"{part}.title"), tuple(say.listing(f"{part}.columns")), cells, say(f"{part}.nothing"), more)


def _balanced(rows: list[Row], name: Outcomes, say: Words) -> list[tuple[str, ...]]:
    """file, kind, read, used, and the rest with its reasons."""
    kinds: dict[tuple[str | None, str], dict[str, int]] = {}
    for row in rows:
        kinds.setdefault((row["file"], row["kind"]), {})[row["outcome"]] = row["rows"]
    return [
        (
            file or "", kind, number(of.get(accounting.READ, 0), say), number(of.get(accounting.USED, 0), say),
            "; ".join(f"{name(o)}: {number(n, say)}" for o, n in of.items() if o not in (accounting.READ, accounting.USED)),
        )
        for (file, kind), of in kinds.items()
    ]  # fmt: skip


def _word(row: Row, say: Words) -> tuple[str | None, ...]:
    shown = row["display"] if row["display"] != row["found"] else None
    return row["list"], row["system"], row["found"], shown, number(row["rows"], say), row["example"]


def _conversion(row: Row, say: Words) -> tuple[str, ...]:
    return row["analyte"], row["found"], row["canonical"], number(row["rows"], say)


def _problem(row: Row, name: Outcomes, say: Words) -> tuple[str | None, ...]:
    return row["table"], name(row["problem"]), number(row["rows"], say), row["example"]


def _as_text(section: Section) -> Iterator[str]:
    yield section.title
    if not section.rows:
        yield f"  {section.nothing}"
        return
    table = [section.columns, *section.rows]
    widths = [max(len(row[n]) for row in table) for n in range(len(section.columns))]
    for row in table:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    if section.more:
        yield f"  {section.more}"
