"""DuckDB as it is set here: what it must not rewrite."""

from __future__ import annotations

from datetime import date

import pytest

from thirdline import statements
from thirdline.engines.duckdb import DuckDB

FIRST, LATER = date(2020, 6, 1), date(2021, 6, 1)
TESTS = f"""
create table tests as select * from (values
    ('free', 1, date '{FIRST}', false, true), ('free', 1, date '{LATER}', false, true),
    ('back', 1, date '{FIRST}', false, true), ('back', 1, date '2020-12-01', true, null),
    ('between', 1, date '{FIRST}', false, true), ('between', 1, date '2020-12-01', true, null),
    ('between', 1, date '{LATER}', false, true)
) v(patient, line, tested_on, positive, usable)
"""
SUSTAINED = """
select a.patient, a.tested_on, b.tested_on,
    row_number() over (partition by a.patient order by b.tested_on, a.tested_on) as place
from tests a
cross join rules r
join tests b on b.patient = a.patient and b.line = a.line and b.tested_on >= plus_months(a.tested_on, r.months)
left join tests p
  on p.patient = a.patient and p.line = a.line and p.positive and p.tested_on > a.tested_on and p.tested_on < b.tested_on
where not a.positive and a.usable and not b.positive and b.usable and p.patient is null
"""


@pytest.mark.parametrize("hastened", [False, True])
def test_a_rule_joined_crosswise_stays_with_rows_that_find_no_match(hastened: bool) -> None:
    """DuckDB 2.0.0, left to choose the order of joins, returns no row here (decision 0019)."""
    engine = DuckDB()
    if hastened:
        engine.hasten()
    engine.connection.execute("create table rules as select 12 as months")
    engine.connection.execute(TESTS)
    for lane in engine.lanes():
        assert lane.connection.execute(SUSTAINED).fetchall() == [("free", FIRST, LATER, 1)]


def test_statements_of_many_patients_are_not_all_kept() -> None:
    engine = DuckDB()
    for n in range(statements.MOST_PARSED + 50):
        engine.materialise("cut_rows", f"select 'p{n}' as patient")
    assert statements.parsed.cache_info().currsize <= statements.MOST_PARSED
    assert engine.rows("cut_rows") == [(f"p{statements.MOST_PARSED + 49}",)]
