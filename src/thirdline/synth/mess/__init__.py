"""The mess of real records, each kind switchable: what it does to which rows, and the ledger of what was done.

A kind is one SQL file over the tables of a block as text. Changes are rows of (table, patient, row, column, was, became):
a cell that becomes another, or, where `column` is null, a row that is taken out. Additions are whole rows. Whether a row
is met is drawn from the seed, the kind, the patient and the row, so that one kind does not move another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from thirdline.knowledge import Knowledge
from thirdline.knowledge.cohorts import Cohort

CHARTING = "administrations"
"""The one kind that is no SQL: some centres chart every dose instead of a stretch (`given.by_dose`)."""
CHANGES = (
    "missing_visits", "unit_slips", "lone_zeros", "mixed_units", "missing_units", "comparators", "decimal_commas",
    "missing_ends", "drug_names", "unknown_drugs", "partial_dates",
)  # fmt: skip
ADDITIONS = {
    "near_duplicates": ("measurements",),
    "same_day_conflicts": ("measurements",),
    "duplicates": ("measurements", "findings", "exposures"),
}
ORDER = ("missing_visits", "unit_slips", "lone_zeros", "near_duplicates", "same_day_conflicts", *CHANGES[3:], "duplicates")
KINDS = (CHARTING, *ORDER)
TABLES = ("exposures", "measurements", "findings")
"""The tables that mess befalls."""


@dataclass(frozen=True)
class Mess:
    """The kinds asked for, with their rates, the words that they use, and the seed."""

    kinds: tuple[str, ...]
    seed: int
    cohort: Cohort
    spelled: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, kinds: Iterable[str], seed: int, cohort: Cohort, knowledge: Knowledge) -> Mess:
        """Which kinds, in their order."""
        asked = set(kinds)
        return cls(tuple(kind for kind in KINDS if kind in asked), seed, cohort, tuple(_spellings(knowledge)))

    def rate(self, kind: str) -> float:
        """How often the kind befalls a row."""
        return next(row.rate for row in self.cohort.mess if row.kind == kind)

    @property
    def of_text(self) -> tuple[str, ...]:
        """The kinds that are done to tables of text, in order."""
        return tuple(kind for kind in self.kinds if kind != CHARTING)


def asked_for(text: str) -> tuple[str, ...]:
    """`none`, `all`, or kinds parted by commas. Errors: ValueError that names what is allowed."""
    if text in ("none", "all"):
        return KINDS if text == "all" else ()
    kinds = [part.strip() for part in text.split(",")]
    if strange := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f"no such mess: {', '.join(map(repr, strange))}; allowed: none, all, or any of {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in kinds)


def _spellings(knowledge: Knowledge) -> Iterable[tuple[str, str]]:
    """(drug, a name of it in either language)."""
    for id, drug in knowledge.of("drugs").items():
        for name in (drug.names.en, drug.names.ru, *drug.synonyms.en, *drug.synonyms.ru):
            yield id, name


def make(connection: duckdb.DuckDBPyConnection, mess: Mess) -> None:
    """Make the mess in the tables of a block, which become text, and the table `mess` of what was done."""
    connection.execute("create or replace temp table mess (kind text, \"table\" text, patient text, row text, "
                       "\"column\" text, was text, became text)")  # fmt: skip
    for table in TABLES:
        _as_text(connection, table)
    _lay_words(connection, mess)
    for kind in mess.of_text:
        _lay_chance(connection, mess, kind)
        if kind in ADDITIONS:
            _add(connection, kind)
        else:
            _change(connection, kind)


def shown(table: str) -> str:
    """The table without the name of its rows that only the ledger needs."""
    return f"select * exclude (row) from {table}" if table in TABLES else f"select * from {table}"


def _as_text(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    row = {"exposures": "concat(drug, '/', started_on)", "measurements": "measurement", "findings": "finding"}[table]
    names = [name for name, *_ in connection.execute(f"describe {table}").fetchall()]
    cells = ", ".join(f"cast({name} as varchar) as {name}" for name in names)
    connection.execute(f"create or replace temp table {table} as select {cells}, cast({row} as varchar) as row from {table}")


def _lay_words(connection: duckdb.DuckDBPyConnection, mess: Mess) -> None:
    """What the SQL of the kinds uses besides: times(text, factor); other units, limits of detection, names of drugs."""
    of = mess.cohort
    product = "cast(cast(text_ as decimal(18, 4)) * factor_ as decimal(18, 4))"
    connection.execute(f"create or replace temp macro times(text_, factor_) as cast({product} as varchar)")
    _table(
        connection,
        "other_units",
        ("analyte", "unit", "factor"),
        [(u.analyte, u.unit, str(u.factor)) for u in of.other_units],
    )
    limits = (("serum_m_protein", of.laboratory.serum_detected), ("urine_m_protein", of.laboratory.urine_detected))
    _table(connection, "detected", ("analyte", "at_least"), [(analyte, str(least)) for analyte, least in limits])
    _table(connection, "spellings", ("drug", "name"), list(mess.spelled))
    _table(connection, "unreadable", ("name",), [(name,) for name in of.unreadable_drugs])


def _table(connection: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    cells = [list(column) for column in zip(*rows, strict=True)]
    chosen = ", ".join(f"unnest(?::varchar[]) as {column}" for column in columns)
    connection.execute(f"create or replace temp table {name} as select {chosen}", cells)


def _lay_chance(connection: duckdb.DuckDBPyConnection, mess: Mess, kind: str) -> None:
    """drawn(patient, row) between 0 and 1, and met(patient, row): whether the kind befalls it."""
    drawn = f"md5_number_lower(concat('{mess.seed}/{kind}/', patient_, '/', row_)) / 18446744073709551616.0"
    connection.execute(f"create or replace temp macro drawn(patient_, row_) as {drawn}")
    connection.execute(f"create or replace temp macro met(patient_, row_) as drawn(patient_, row_) < {mess.rate(kind)}")


@cache
def _sql(kind: str) -> str:
    return Path(__file__).with_name(f"{kind}.sql").read_text(encoding="utf-8")


def _add(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    for table in ADDITIONS[kind]:
        connection.execute(f"create or replace temp table added as {_sql(kind).replace('measurements', table)}")
        connection.execute(f"insert into mess select '{kind}', '{table}', patient, row, null, null, 'added' from added")
        connection.execute(f"insert into {table} by name from added")


def _change(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    connection.execute(f"create or replace temp table changed as {_sql(kind)}")
    connection.execute(f"insert into mess select '{kind}', * from changed")
    found = connection.execute('select distinct "table", "column" from changed').fetchall()
    for table, column in found:
        rows = f"changed c where c.\"table\" = '{table}' and c.patient = t.patient and c.row = t.row"
        if column is None:
            connection.execute(f"delete from {table} t using {rows}")
        else:
            connection.execute(f"update {table} t set {column} = c.became from {rows} and c.column = '{column}'")
