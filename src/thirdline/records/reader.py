"""From a record in any form to its tables: found cells as text, looked-up words, then one SQL file a table."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import duckdb

from thirdline import tables
from thirdline.records import accounting, fhir, files, imported, lookups, omop
from thirdline.records.errors import RecordError
from thirdline.records.form import form_of, strangers_in, tables_in
from thirdline.records.layout import LAYOUTS, Layout
from thirdline.records.parts import PATIENT, Part
from thirdline.records.words import Words
from thirdline.statements import remembering

INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
NUMBERS = ("DOUBLE", "DECIMAL", *INTEGERS)
TYPES = {"text": "varchar", "date": "date", "decimal": "decimal(18, 4)", "integer": "integer", "boolean": "boolean"}
NARROW = 18, 7
"""Digits in all, and behind the point, of a decimal that the engine keeps in 64 bits and number_of would not round."""
WORKING = ("known_words", "finding_values", "conversions", "analyte_parts")


def read(con: duckdb.DuckDBPyConnection, path: Path, words: Words, part: Part | None = None) -> None:
    """Create the input tables of `thirdline.tables` and `issues` in `con` from the record at `path`, or from a part of it.

    Question answered: what was observed? Every table of INPUTS is there afterwards, empty when the record has none;
    quantities stand in their analyte's own unit. Nulls: what is empty or cannot be used; each use of a null that was
    not empty is a row of `issues`. Tables of these names in `con` are replaced, all or none.
    Errors: RecordError for a record that cannot be used at all; `con` is then as it was.
    """
    path, con = Path(path), remembering(con)
    try:
        if form_of(path) in ("bundle", "bulk"):
            fhir.land(con, path)
        con.execute("begin transaction")
        _read(con, path, words, part)
        con.execute("commit")
    except BaseException as error:
        with suppress(duckdb.Error):
            con.execute("rollback")
        if isinstance(error, OSError):
            raise RecordError(f"{path}: cannot be opened: {error.strerror}; check that it may be read") from None
        raise
    finally:
        omop.release(con)
        fhir.clear(con)


def _read(con: duckdb.DuckDBPyConnection, path: Path, words: Words, part: Part | None) -> None:
    con.execute(_sql("macros"))
    _create(con, tables.TABLES["issues"])
    accounting.begin(con)
    match form_of(path):
        case "imported":
            imported.take(con, path, words, part)
            _clear(con)
            return
        case "tables":
            rows = _find_tables(con, path, part)
        case "bundle" | "bulk":
            rows = _find_fhir(con, path, words)
        case "omop":
            rows = _find_omop(con, path, words)
    found = {table for table, n in rows.items() if n}
    lookups.fill(con, words, found)
    for table in tables.INPUTS:
        if table.name in found:
            _derive(con, table)
        else:
            _create(con, table)
    lookups.name_wrong_codes(con, words)
    accounting.close(con, found)
    if "measurements" in found:
        con.execute(_sql("summed_parts"))
    _clear(con)


@cache
def _sql(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def _create(con: duckdb.DuckDBPyConnection, table: tables.Table) -> None:
    columns = ", ".join(f'"{column.name}" {TYPES[column.type]}' for column in table.columns)
    con.execute(f"create or replace table {table.name} ({columns})")


def _find_tables(con: duckdb.DuckDBPyConnection, folder: Path, part: Part | None) -> dict[str, int]:
    """Every file that is there as a table of text, and how many rows it has."""
    there, told, rows = tables_in(folder), part is None or part.first, dict[str, int]()
    for layout in LAYOUTS.values():
        if layout.table not in there:
            continue
        found = files.opened(con, there[layout.table])
        strangers = _check_columns(layout, found)
        if told:
            lookups.insert(con, "issues", strangers)
        where = part.where(files.sql_name(found.columns[PATIENT])) if part else "true"
        try:
            rows[layout.table] = _find(con, layout, found.rows, found.columns, where)
        except (duckdb.InvalidInputException, duckdb.IOException) as error:
            raise files.broken(found.path, error) from None
        accounting.count_file(con, found.path.name, layout.table, rows[layout.table])
    strangers = [(None, path.stem, "file", "file", path.name, "unknown_file", "not read") for path in strangers_in(folder)]
    lookups.insert(con, "issues", strangers if told else [])
    return rows


def _check_columns(layout: Layout, found: files.Found) -> list[tuple[object, ...]]:
    """The issues of columns that the contract does not know. Raises RecordError where a required one is missing."""
    if missing := [name for name in layout.required if name not in found.columns]:
        raise RecordError(
            f"{found.path.name}: column {', '.join(missing)} is missing; found {', '.join(found.columns) or 'none'}; "
            f"required {', '.join(layout.required)}"
        )
    strangers = [name for name in found.columns if name not in layout.columns]
    return [(None, layout.table, "header", name or "unnamed", name, "unknown_column", "not read") for name in strangers]


def _find_fhir(con: duckdb.DuckDBPyConnection, path: Path, words: Words) -> dict[str, int]:
    rows = {
        table: _find(con, LAYOUTS[table], f"({relation})", {name: name for name in LAYOUTS[table].columns})
        for table, relation in fhir.relations(con, words).items()
    }
    fhir.account(con, path)
    return rows


def _find_omop(con: duckdb.DuckDBPyConnection, path: Path, words: Words) -> dict[str, int]:
    rows: dict[str, int] = {}

    def take(table: str, relation: str, names: tuple[str, ...]) -> None:
        rows[table] = _find(con, LAYOUTS[table], relation, {name: name for name in names})

    omop.find(con, path, words, take)
    return rows


def _find(con: duckdb.DuckDBPyConnection, layout: Layout, rows: str, columns: dict[str, str], where: str = "true") -> int:
    """found_<table>: its cells, empty ones null; how many rows it has.

    Beside a date `x` stands `x_date`, beside a number `x_number`: null where the cell holds no date or number. A cell is
    trimmed text, but dates and numbers that come as such (Parquet) stay what they are.
    """
    types = _types(con, rows)
    cells = ", ".join(f"{_cell(name, layout, columns, types)} as {name}" for name in layout.columns)
    typed = [f"iso_date({name}) as {name}_date" for name in layout.dates]
    typed += [f"{_number(columns.get(name, name), types)}({name}) as {name}_number" for name in layout.numbers]
    made = con.execute(
        f"""
        create or replace temp table found_{layout.table} as
        select {", ".join(["*", *typed])} from (select {cells} from {rows} where {where})
        """
    ).fetchone()
    return int(made[0]) if made else 0


def _types(con: duckdb.DuckDBPyConnection, rows: str) -> dict[str, str]:
    """The type of each column that a Parquet file gives; what comes in any other way is text."""
    if not rows.startswith("read_parquet("):
        return {}
    return {name: kind for name, kind, *_ in con.execute(f"describe select * from {rows}").fetchall()}


def _cell(name: str, layout: Layout, columns: dict[str, str], types: dict[str, str]) -> str:
    if name not in columns:
        return "cast(null as varchar)"
    column, kind = files.sql_name(columns[name]), types.get(columns[name], "VARCHAR").partition("(")[0]
    if (name in layout.dates and kind == "DATE") or (name in layout.numbers and kind in NUMBERS):
        return column
    return f"cell_of(cast({column} as varchar))"


def _number(column: str, types: dict[str, str]) -> str:
    """The macro that takes a column for a number: a decimal of few digits is one already."""
    digits = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", types.get(column, ""))
    few = digits and int(digits[1]) <= NARROW[0] and int(digits[2]) <= NARROW[1]
    return "held_number" if few else "number_of"


def _derive(con: duckdb.DuckDBPyConnection, table: tables.Table) -> None:
    """Run the table's SQL, name its rows, keep what can be kept and say what became of the rest."""
    beside = _read_rows(con, table)
    con.execute(f"create or replace temp view found_rows as select f.rowid as place, f as cells from found_{table.name} f")
    con.execute(f"create or replace temp table shared_names as {_sql('shared_names')}")
    con.execute(f"create or replace temp view named_rows as {_sql('rows')}")
    con.execute(
        f"""
        insert into issues
        select patient, '{table.name}', row, it.column, it.found, it.problem, it.treated_as
        from ({_sql("issues")})
        """
    )
    _keep(con, table, beside)
    con.execute("drop view named_rows; drop view found_rows; drop view read_rows; drop table shared_names")


def _read_rows(con: duckdb.DuckDBPyConnection, table: tables.Table) -> list[str]:
    """Every row that was read, in the table itself, with columns beside those of its contract: their names.

    `problems` of a row that is left out are the one reason why. The view read_rows is the same rows, each called by its
    `base`.
    """
    kept = {column.name: f'cast("{column.name}" as {TYPES[column.type]})' for column in table.columns}
    told = "list_filter(problems, lambda it: it is not null)"
    made = {
        "row": "replace(base, ';', ',')",
        "place": "place",
        "given": "given",
        "copies": "copies" if table.name == "patients" else "1",
        "left_out": "left_out is not null",
        "problems": f"case when left_out is not null then [left_out] else {told} end",
    }
    columns = ", ".join(f'{cell} as "{name}"' for name, cell in {**kept, **made}.items())
    con.execute(f"create or replace table {table.name} as select {columns} from ({_sql(table.name)})")
    con.execute(f"create or replace temp view read_rows as select * rename (row as base) from {table.name}")
    return [name for name in made if name not in kept]


def _keep(con: duckdb.DuckDBPyConnection, table: tables.Table, beside: list[str]) -> None:
    """Leave in the table what is no copy and not left out, under its own name; where that is all, it is not written anew."""
    changed = f"select 1 from {table.name} where left_out union all select 1 from shared_names limit 1"
    if con.execute(changed).fetchone():
        columns = ", ".join(f'"{name}"' for name in table.names)
        con.execute(f"create or replace table {table.name} as select {columns} from named_rows where not left_out")
    else:
        con.execute("; ".join(f"alter table {table.name} drop column {name}" for name in beside))


def _clear(con: duckdb.DuckDBPyConnection) -> None:
    made = (*WORKING, *(f"found_{table}" for table in LAYOUTS))
    drops = [f"drop table if exists temp.{name}" for name in made]
    drops += [f"drop macro temp.{name}" for name in re.findall(r"temp macro (\w+)", _sql("macros"))]
    con.execute("; ".join(drops))
