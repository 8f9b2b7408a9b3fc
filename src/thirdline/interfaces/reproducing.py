"""Published figures, recomputed: as a table for a terminal, as rows for programs, as a page of what does not come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import groupby
from textwrap import wrap

from thirdline.evidence.reproduction import VERDICTS, Reason, Reproduced, Verdict, reproduce
from thirdline.interfaces.asjson import dumps
from thirdline.interfaces.words import Words
from thirdline.knowledge import Knowledge
from thirdline.knowledge.kinds import Names

WIDTHS = (41, 16, 24, 16)
"""Columns of the table: with a space between, a line of 100."""
INDENT = 4


class NotKnown(LookupError):
    """No record or figure is called so; the message names the nearest."""


def chosen(knowledge: Knowledge, words: Words, id: str | None, only: Verdict | None) -> list[Reproduced]:
    """The figures of that record, or that one figure, or all; with that verdict, or any. `NotKnown` for another id."""
    rows = list(reproduce(knowledge))
    if id is not None:
        ids = [*dict.fromkeys(row.record for row in rows), *(row.id for row in rows)]
        if id not in ids:
            raise NotKnown(words("unknown", id=id, near=", ".join(get_close_matches(id, ids, n=5, cutoff=0.3) or ids[:5])))
        rows = [row for row in rows if id in (row.record, row.id)]
    return [row for row in rows if only in (None, row.result.verdict)]


def table(rows: Sequence[Reproduced], words: Words) -> str:
    """The figures by place, with reasons where one does not simply agree, and counts by verdict at the end."""
    if not rows:
        return words("none") + "\n"
    lines = [_line(words.listing("columns")), _line(["─" * width for width in WIDTHS])]
    for _, of_place in groupby(rows, key=lambda row: row.record):
        lines += _place(list(of_place), words)
    return "\n".join(line.rstrip() for line in (*lines, "", *counts(rows, words))) + "\n"


def counts(rows: Sequence[Reproduced], words: Words) -> Iterator[str]:
    """How many figures, and how many of each verdict."""
    found = Counter(row.result.verdict for row in rows)
    said = ", ".join(words.count(f"counted.{verdict}", found[verdict]) for verdict in VERDICTS if found[verdict])
    yield from wrap(f"{words.count('figures', len(rows))}: {said}.", sum(WIDTHS) + len(WIDTHS) - 1)


def _place(rows: Sequence[Reproduced], words: Words) -> Iterator[str]:
    first = rows[0]
    yield ""
    yield f"{said(first.place, words)} [{first.record}]"
    yield from wrap(f"{first.cited.source}: {first.cited.at}", sum(WIDTHS))
    for row in rows:
        cells = (said(row.names, words), numbers(row.printed, words), numbers(row.result.recomputed, words))
        yield from _wrapped([*cells, words(f"verdicts.{row.result.verdict}")])
        if row.result.verdict != "agrees":
            for text in explained(row, words):
                yield from wrap(text, sum(WIDTHS), initial_indent=" " * INDENT, subsequent_indent=" " * INDENT)


def _wrapped(cells: Sequence[str]) -> Iterator[str]:
    """One row of the table, on as many lines as its longest cell needs."""
    columns = [wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    for i in range(max(map(len, columns))):
        yield _line([column[i] if i < len(column) else "" for column in columns])


def _line(cells: Iterable[str]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))


def explained(row: Reproduced, words: Words) -> list[str]:
    """The reasons of a verdict, one sentence each, and the likely cause in print."""
    sentences = [reason(each, words) for each in row.result.reasons]
    return [*sentences, words("likely", text=said(row.likely, words))] if row.likely else sentences


def reason(given: Reason, words: Words) -> str:
    """One reason in the reader's language."""
    values = {
        name: value if name in ("en", "ru", "trial", "what") else numbers(value, words) for name, value in given.values
    }
    return words(f"reasons.{given.word}", **values)


def said(names: Names, words: Words) -> str:
    """A name in the reader's language."""
    return getattr(names, words.lang)


def numbers(text: str, words: Words) -> str:
    """Numbers with the decimal sign of the language."""
    return re.sub(r"(?<=\d)\.(?=\d)", ",", text) if words.lang == "ru" else text


def as_json(rows: Iterable[Reproduced], words: Words) -> str:
    """The rows for programs: closed words as they are, sentences in the language asked for."""
    return dumps([_plain(row, words) for row in rows])


def _plain(row: Reproduced, words: Words) -> dict[str, object]:
    return {
        "id": row.id, "record": row.record, "figure": row.figure, "kind": row.kind, "name": said(row.names, words),
        "place": said(row.place, words), "source": row.cited.source, "at": row.cited.at, "quote": row.cited.quote,
        "printed": row.printed, "recomputed": row.result.recomputed, "verdict": row.result.verdict,
        "reasons": [{"word": each.word, "text": reason(each, words)} for each in row.result.reasons],
        "likely": said(row.likely, words) if row.likely else None,
    }  # fmt: skip


def page(rows: Sequence[Reproduced], knowledge: Knowledge, words: Words) -> str:
    """What does not come out, and what cannot be recomputed, as a Markdown page."""
    lines = [f"# {words('page.title')}", "", words("page.about").strip(), "", *counts(rows, words)]
    differing = [row for row in rows if row.result.verdict == "differs"]
    for _, of_place in groupby(differing, key=lambda row: row.record):
        lines += _section(list(of_place), knowledge, words)
    lines += ["", f"## {words('page.without')}", ""]
    for row in rows:
        if row.result.verdict == "not_recomputable":
            reasons = " ".join(explained(row, words))
            lines.append(f"- `{row.id}`: {said(row.names, words)}, {numbers(row.printed, words)}. {reasons}")
    return "\n".join(lines) + "\n"


def _section(rows: Sequence[Reproduced], knowledge: Knowledge, words: Words) -> Iterator[str]:
    """The findings of one place as a table."""
    first, columns = rows[0], words.listing("page.columns")
    source = knowledge.of("sources")[first.cited.source].title
    yield from ("", f"## {said(first.place, words)}", "", words("page.where", source=source, at=first.cited.at), "")
    yield _cells(columns)
    yield _cells(["---"] * len(columns))
    for row in rows:
        reasons = " ".join(reason(each, words) for each in row.result.reasons)
        likely = said(row.likely, words) if row.likely else ""
        printed, found = numbers(row.printed, words), numbers(row.result.recomputed, words)
        yield _cells([said(row.names, words), printed, found, reasons, likely])


def _cells(texts: Iterable[str]) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"
