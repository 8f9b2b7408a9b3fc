"""Bulk FHIR by the engine: whole files in one pass, strictly, with the columns of `shapes`.

A file that does not read so (of a line over 16 MiB, say) is left to be read line by line, and so is one of which the engine
may have read something otherwise than it is written: it turns JSON numbers into doubles, and takes an object where a word
belongs for its text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from thirdline.records.fhir.landing import LANDED, TABLES, Con, insert_others, insert_resources, no_table
from thirdline.records.fhir.shapes import SHAPES, TEXT, Shape, sql_type
from thirdline.records.files import literal_path, sql_text

DOUBTED = r"^[<>=]*-?\d{10}\d*\.\d{6}|^-?(NaN|nan|[Ii]nf)"
"""Numbers that may have lost digits as doubles (see `_doubts`), and those that JSON does not know."""
SHORTEST_LONG, FIRST_LETTER = 17, "I"
"""How many bytes a number of that many digits has at least; the first letter that DOUBTED has (a sign goes before it)."""
NUMBERS = {"fhir_observations": ("value", "low", "high"), "fhir_given": ("amount",)}
"""Landing table -> its columns that hold JSON numbers."""


def land_bulk(con: Con, paths: Sequence[Path], numbers: Sequence[int], kind: str) -> list[int]:
    """Land the files of these numbers, which begin with a resource of that type; those left to be read by lines.

    They are tried together, then one by one, then type by type.
    """
    if _landed(con, numbers, lambda: _land_alike(con, paths, numbers, kind)):
        return []
    if len(numbers) > 1:
        return [left for number in numbers for left in land_bulk(con, paths, [number], kind)]
    return [] if _landed(con, numbers, lambda: _land_mixed(con, paths, numbers)) else list(numbers)


def _landed(con: Con, numbers: Sequence[int], attempt: Callable[[], bool]) -> bool:
    """Whether the files could be read so; where not, nothing of them is left."""
    with suppress(duckdb.InvalidInputException, duckdb.IOException):
        if attempt():
            return True
    for table in LANDED:
        con.execute(f"delete from {table} where file in ({_listed(numbers)})")
    return False


def _land_alike(con: Con, paths: Sequence[Path], numbers: Sequence[int], kind: str) -> bool:
    """Whether all lines are resources of that type, and certainly read as they are written."""
    if kind not in SHAPES:
        return False
    insert_resources(con, kind, f"select {_row(numbers)} from {_read(paths, numbers, SHAPES[kind])}")
    return not _doubts(con, kind, numbers)


def _land_mixed(con: Con, paths: Sequence[Path], numbers: Sequence[int]) -> bool:
    """The same, each type of resource by its own pass; types without a table are only counted."""
    counted = f"""select "resourceType", count(*) from {_read(paths, numbers, {"resourceType": TEXT})} group by all"""
    kinds = con.execute(counted).fetchall()
    if any(kind is None or kind == "Bundle" or kind.startswith(("{", "[")) for kind, _ in kinds):
        return False
    read = [kind for kind, _ in kinds if kind in SHAPES]
    for kind in read:
        source = _read(paths, numbers, SHAPES[kind])
        insert_resources(con, kind, f"""select {_row(numbers)} from {source} where "resourceType" = {sql_text(kind)}""")
    others = [(numbers[0], None, kind, None, *no_table(kind), None, n) for kind, n in kinds if kind not in SHAPES]
    insert_others(con, others)
    return not any(_doubts(con, kind, numbers, others=read) for kind in read)


def _row(numbers: Sequence[int]) -> str:
    file = f"[{_listed(numbers)}][cast(file_index as bigint) + 1]"
    return f"""{file} as file, cast(null as bigint) as line, cast(null as bigint) as "of", *"""


def _read(paths: Sequence[Path], numbers: Sequence[int], shape: dict[str, Shape]) -> str:
    files = ", ".join(literal_path(paths[number]) for number in numbers)
    columns = ", ".join(f"{sql_text(name)}: {sql_text(sql_type(each))}" for name, each in shape.items())
    return f"read_json([{files}], columns = {{{columns}}}, format = 'newline_delimited')"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _doubts(con: Con, kind: str, numbers: Sequence[int], others: Sequence[str] = ()) -> bool:
    """Whether a row is of another type, holds an object for a word, or a number that a double cannot hold.

    A number that was written with up to 15 digits comes back as it was; a longer one to the seventh decimal, which is the
    last that a table holds, while it is below 10^9.
    """
    table = TABLES[kind]
    kinds = ", ".join(map(sql_text, [kind, *others]))
    doubts = [
        f"(kind in ({kinds})) is not true",
        *(f"{name}[1] in ('{{', '[')" for name in ("id", "patient")),
        "refused.outcome = 'misread'",
        *(_doubted(f'"{name}"') for name in NUMBERS.get(table, ())),
    ]
    rows = f"select 1 from {table} where file in ({_listed(numbers)}) and ({' or '.join(doubts)}) limit 1"
    return con.execute(rows).fetchone() is not None


def _doubted(column: str) -> str:
    """Whether a text is DOUBTED; most are too short for it, and none of its words."""
    perhaps = f"strlen({column}) >= {SHORTEST_LONG} or {column} >= '{FIRST_LETTER}' or starts_with({column}, '-')"
    return f"(({perhaps}) and regexp_matches({column}, '{DOUBTED}'))"
