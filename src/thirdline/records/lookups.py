"""What do the distinct words, values and units of a record mean? Small tables that the SQL of each table joins.

known_words(list, found, word), finding_values(kind, found, value, opposite) and
conversions(analyte, found, reported_unit, canonical_unit, factor, shift, at_least, at_most) hold only what resolves;
analyte_parts(part, whole) holds the analytes that are summed into another where they alone are reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import duckdb

from thirdline.records.units import conversion, understood
from thirdline.records.words import Words, plain

COLUMNS = (
    ("sex", "patients", "sex"),
    ("diagnosis", "patients", "diagnosis"),
    ("heavy_chain", "patients", "heavy_chain"),
    ("light_chain", "patients", "light_chain"),
    ("drug", "exposures", "drug"),
    ("stop_reason", "exposures", "stopped_because"),
    ("analyte", "measurements", "analyte"),
    ("finding", "findings", "kind"),
    ("procedure", "procedures", "procedure"),
    ("lesion_kind", "lesions", "kind"),
    ("grade", "events", "grade"),
)
"""Which list the words of which found column belong to."""


def fill(con: duckdb.DuckDBPyConnection, words: Words, found: Collection[str]) -> None:
    """Create the lookup tables that the tables found ask for. Python sees distinct words only."""
    if "measurements" in found:
        _fill_units(con, words)
    _fill_words(con, words, found)
    if "findings" in found:
        _fill_values(con, words)
    if "measurements" in found:
        _fill_conversions(con, words)
        _fill_parts(con, words)


def name_wrong_codes(con: duckdb.DuckDBPyConnection, words: Words) -> None:
    """Call an unknown analyte or finding in `issues` by its own problem where its code must not be read."""
    unknown = "problem in ('unknown_analyte', 'unknown_finding')"
    found = con.execute(f"select distinct found from issues where {unknown}").fetchall()
    wrong = [(text, problem) for (text,) in found if (problem := words.wrong_code(text))]
    if wrong:
        con.execute("create or replace temp table wrong_codes (found varchar, problem varchar)")
        insert(con, "wrong_codes", wrong)
        con.execute(
            f"update issues set problem = w.problem from wrong_codes w where w.found = issues.found and issues.{unknown}"
        )
        con.execute("drop table wrong_codes")


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of text cells in one statement, cast to the types of the table."""
    columns = [[None if cell is None else str(cell) for cell in column] for column in zip(*rows, strict=True)]
    if columns:
        con.execute(f"insert into {table} select {', '.join(['unnest(?::varchar[])'] * len(columns))}", columns)


def _fill_units(con: duckdb.DuckDBPyConnection, words: Words) -> None:
    """The unit that the site's mapping file gives a code stands in for a missing one."""
    if not words.site_units:
        return
    found = con.execute(
        "select distinct analyte from found_measurements where unit is null and analyte is not null"
    ).fetchall()
    units = [(text, unit) for (text,) in found if (unit := words.site_units.get(plain(text)))]
    con.execute("create or replace temp table site_units (found varchar, unit varchar)")
    insert(con, "site_units", units)
    con.execute(
        "update found_measurements f set unit = s.unit from site_units s where s.found = f.analyte and f.unit is null"
    )
    con.execute("drop table site_units")


def _fill_words(con: duckdb.DuckDBPyConnection, words: Words, found: Collection[str]) -> None:
    con.execute("create or replace temp table known_words (list varchar, found varchar, word varchar)")
    asked = " union all ".join(
        f"select distinct '{list_}', {column} from found_{table} where {column} is not null"
        for list_, table, column in COLUMNS
        if table in found
    )
    texts = con.execute(asked).fetchall() if asked else []
    rows = [(list_, text, word) for list_, text in texts if (word := words.resolve(list_, text))]
    insert(con, "known_words", rows)


def _fill_values(con: duckdb.DuckDBPyConnection, words: Words) -> None:
    con.execute("create or replace temp table finding_values (kind varchar, found varchar, value varchar, opposite boolean)")
    found = con.execute(
        """
        select distinct k.word, f.value from found_findings f
        join known_words k on k.list = 'finding' and k.found = f.kind where f.value is not null
        """
    ).fetchall()
    rows = [(kind, text, value, kind in words.opposites) for kind, text in found if (value := words.value(kind, text))]
    insert(con, "finding_values", rows)


def _fill_conversions(con: duckdb.DuckDBPyConnection, words: Words) -> None:
    con.execute(
        """
        create or replace temp table conversions (
            analyte varchar, found varchar, reported_unit varchar, canonical_unit varchar, factor decimal(18, 11),
            shift decimal(20, 7), at_least decimal(18, 4), at_most decimal(18, 4)
        )
        """
    )
    found = con.execute(
        """
        select distinct a.word, f.unit from found_measurements f
        join known_words a on a.list = 'analyte' and a.found = f.analyte
        """
    ).fetchall()
    insert(con, "conversions", [row for word, unit in found if (row := _conversion_row(words, word, unit))])


def _fill_parts(con: duckdb.DuckDBPyConnection, words: Words) -> None:
    con.execute("create or replace temp table analyte_parts (part varchar, whole varchar)")
    insert(con, "analyte_parts", [(each.word, each.part_of) for each in words.analytes.values() if each.part_of])


def _conversion_row(words: Words, word: str, unit: str | None) -> tuple[object, ...] | None:
    analyte = words.analytes[word]
    if (line := conversion(unit, analyte, words.units)) is None:
        return None
    possible = analyte.possible
    meant = understood(unit, analyte, words.units)
    return word, unit, meant, analyte.unit, line.factor, line.shift, possible.at_least, possible.at_most
