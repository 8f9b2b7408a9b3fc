"""From an OMOP database to the rows found for each table of the record."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb

from thirdline.records import accounting, files, lookups
from thirdline.records.omop import codes, database
from thirdline.records.omop.tables import COLUMNS, COUNTED
from thirdline.records.words import Words

FOUND = {
    "patients": ("patient", "born_on", "sex", "diagnosis", "diagnosed_on", "centre", "died_on", "last_seen_on"),
    "exposures": ("patient", "drug", "started_on", "ended_on", "route", "regimen", "stopped_because"),
    "measurements": ("patient", "measurement", "analyte", "measured_on", "value", "unit", "lower_normal", "upper_normal"),
    "findings": ("patient", "finding", "kind", "found_on", "value"),
    "procedures": ("patient", "procedure", "performed_on"),
}
"""The tables that an OMOP database fills, and the columns it has for each."""


Take = Callable[[str, str, tuple[str, ...]], None]
"""Takes the rows found for a table: the table, SQL that yields them, their columns."""


def find(con: duckdb.DuckDBPyConnection, path: Path, words: Words, take: Take) -> None:
    """Hand the rows of the database to each table of the record that it may fill.

    What becomes of every row of the database is entered in the ledgers of `records.accounting`; what is not read, in
    `issues`. Raises RecordError when the database cannot be used; the transaction is then to be rolled back. An attached
    database is let go by `release`, after the transaction.
    """
    try:
        held = database.lay_out(con, path)
        codes.fill(con, words)
        for table, columns in FOUND.items():
            take(table, f"({_sql(table)})", columns)
        _count(con, held)
        _name_unmapped(con)
    except database.BROKEN as error:
        raise _broken(path, error) from None
    strangers = database.strangers(path, held.values())
    rows = [(None, name.lower().split(".")[0], "file", "file", name, "unknown_file", "not read") for name in strangers]
    lookups.insert(con, "issues", rows)
    _clear(con)


def _clear(con: duckdb.DuckDBPyConnection) -> None:
    for name in codes.TABLES:
        con.execute(f"drop table temp.{name}")
    for table in COLUMNS:
        con.execute(f"drop view temp.omop_{table}")


@cache
def _sql(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def _count(con: duckdb.DuckDBPyConnection, held: dict[str, database.Held]) -> None:
    outcomes: dict[str, list[tuple[str, int]]] = {}
    for kind, outcome, rows in con.execute(_sql("counts")).fetchall():
        outcomes.setdefault(kind, []).append((outcome, rows))
    for table in COUNTED:
        if table in held:
            (rows,) = con.execute(f"select count(*) from omop_{table}").fetchone() or (0,)
            accounting.count(con, held[table].place, table, [(accounting.READ, rows), *sorted(outcomes.get(table, []))])


def _name_unmapped(con: duckdb.DuckDBPyConnection) -> None:
    """Each code without a meaning: in the ledger of words, and once in `issues`, where its rows are not handed on."""
    con.execute(
        """
        insert into import_words
        select list, case when concept is not null or source_concept is not null then 'omop' end,
            case when list = 'drug' then shown else coalesce(concept, source_concept, source, shown) end, shown,
            cast(sum(rows) as bigint), min(concat(kind, '/', example))
        from omop_meanings where word is null and kind <> 'drug_era' group by all
        """
    )
    con.execute(
        """
        insert into issues by name
        select null as patient, kind as "table", coalesce(concat(kind, '/', example), shown) as row, 'concept' as "column",
            shown as found, outcome as problem, concat('not read: ', rows, ' rows') as treated_as
        from omop_meanings where word is null and outcome <> 'used'
        """
    )


def _broken(path: Path, error: duckdb.Error) -> Exception:
    """The file at fault, as the engine names it, in one clear line."""
    named = next((each for each in sorted(path.iterdir()) if each.name in str(error)), path) if path.is_dir() else path
    return files.broken(named, error)
