"""One derived row told in full: its values, and every ground down to the words of its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from thirdline.explain import FactGround, Ground, RowGround, grounds
from thirdline.interfaces.report.model import Course
from thirdline.tables import DERIVED, OPTION_TRIALS, TABLES


class NoSuchRow(LookupError):
    """The row asked for is not there; the message says which are."""


def told(course: Course, table: str, key: Sequence[str]) -> str:
    """The rows of the table that hold every word of the key, each with its grounds."""
    names = [t.name for t in (*DERIVED, *OPTION_TRIALS) if t.name in course.tables]
    if table not in names:
        raise NoSuchRow(f"no derived table is called {table!r}; allowed: {', '.join(names)}")
    held = course.rows(table)
    found = [row for row in held if all(word in {str(v) for v in row.values()} for word in key)]
    if not found:
        ids = "; ".join(" ".join(str(row[k]) for k in TABLES[table].key[1:]) for row in held)
        raise NoSuchRow(
            f"{table} of {course.patient} has no row with {' '.join(key) or 'anything'}; it has: {ids or 'none'}"
        )
    return "\n".join("\n".join(_row(course, table, row)) for row in found) + "\n"


def _row(course: Course, table: str, row: dict[str, Any]) -> Iterator[str]:
    yield f"{table}: " + ", ".join(f"{k} {v}" for k, v in row.items() if k not in ("because", "patient") and v is not None)
    for ground in grounds(str(row.get("because") or ""), course.knowledge, course.tables, course.lang):
        yield from (f"  {line}" for line in _ground(ground))


def _ground(ground: Ground) -> Iterator[str]:
    match ground:
        case FactGround():
            cite = ground.citation
            yield f"{ground.name} ({ground.record}#{ground.fact})"
            yield f"    {ground.source.title} ({ground.source.published}); {cite.at}; {cite.checked}"
            if cite.quote:
                yield f"    « {cite.quote} »"
            yield from (f"    {words}" for words in (cite.reading, cite.judgment) if words)
        case RowGround():
            values = ", ".join(
                f"{k} {v}" for k, v in ground.values.items() if v is not None and k not in ("patient", "row", "because")
            )
            yield f"{ground.table}:{ground.row}" + (f"  {values}" if values else "")
        case _:
            yield ground.words
