"""What became of each FHIR resource? Rows for `issues` and for the ledgers of the import."""

from __future__ import annotations

from pathlib import Path

import duckdb

from thirdline.records.accounting import QUARANTINED, READ, USED
from thirdline.records.fhir.landing import has_rows, sql
from thirdline.records.fhir.reading import files_of
from thirdline.records.lookups import insert

Con = duckdb.DuckDBPyConnection

SETTLED = (
    "patients",
    "conditions",
    "observations",
    "medications",
    "given",
    "procedures",
    "encounters",
    "adverse_events",
)
"""Landing tables of which settled_<table>.sql says what became of each row."""

UNUSED = """
    select patient, 'bundle', concat_ws('/', kind, coalesce(id, cast(line as varchar))),
        settled.element, settled.found, 'not_used', 'left out'
"""


def account(con: Con, path: Path) -> None:
    """Name every resource that was not used in `issues`, and enter what became of all in the ledgers of the import."""
    files = [(number, each.name) for number, each in enumerate(files_of(path))]
    con.execute("create or replace temp table fhir_files (file integer, name varchar)")
    con.execute("create or replace temp table fhir_outcomes (file integer, kind varchar, outcome varchar, rows bigint)")
    insert(con, "fhir_files", files)
    for name in SETTLED:
        if has_rows(con, f"fhir_{name}"):
            _settle(con, sql(f"settled_{name}"), "count(*)")
    if has_rows(con, "fhir_others"):
        _settle(con, "select *, refused as settled from fhir_others", "sum(rows)")
    if has_rows(con, "fhir_broken"):
        _quarantine(con)
    if has_rows(con, "fhir_conditions"):
        _count_codes(con)
    named = "from fhir_outcomes join fhir_files using (file)"
    con.execute(f"insert into import_rows select name, kind, outcome, rows {named}")
    con.execute(f"insert into import_rows select name, kind, '{READ}', cast(sum(rows) as bigint) {named} group by all")


def _settle(con: Con, settled: str, rows: str) -> None:
    outcomes = f"select file, kind, coalesce(settled.outcome, '{USED}'), {rows} from ({settled}) group by all"
    con.execute(f"insert into fhir_outcomes {outcomes}")
    con.execute(f"insert into issues {UNUSED} from ({settled}) where settled.element is not null")


def _quarantine(con: Con) -> None:
    outcomes = f"select file, coalesce(kind, 'unknown'), '{QUARANTINED}', count(*) from fhir_broken group by all"
    con.execute(f"insert into fhir_outcomes {outcomes}")
    con.execute("insert into import_quarantine select name, line, reason from fhir_broken join fhir_files using (file)")
    con.execute(
        """
        insert into issues
        select null, 'bundle', concat_ws('/', name, coalesce(kind, 'line'), cast(line as varchar)), 'line', reason,
            'broken_line', 'left out'
        from fhir_broken join fhir_files using (file)
        """
    )


def _count_codes(con: Con) -> None:
    """Conditions that are no diagnosis reach no table, where their codes would be counted."""
    con.execute(
        """
        insert into import_words
        select 'diagnosis', null, m.says, null, count(*), min(c.id)
        from fhir_conditions c join fhir_meanings m on m.list = 'diagnosis' and m.concept = c.code
        where c.refused is null and m.means is null
        group by all
        """
    )
