"""Each kind of mess does what it says, to the rows that its ledger names, and to no other."""

from __future__ import annotations

import pytest

from tests.synth.conftest import Drawn, rows
from thirdline.knowledge import Knowledge
from thirdline.synth.mess import ADDITIONS, CHARTING, KINDS, TABLES, asked_for

N = 60
CHANGING = tuple(kind for kind in KINDS if kind not in ADDITIONS and kind != CHARTING)
IDS = {"measurements": "measurement", "findings": "finding"}
LEDGER = "select * from read_parquet('{messy}/truth/mess.parquet')"


def cells(folder: str, table: str) -> str:
    return f"select columns(*)::varchar from read_parquet('{{{folder}}}/{table}.parquet')"


@pytest.mark.parametrize("kind", CHANGING)
def test_a_kind_alone_does_something(drawn: Drawn, kind: str) -> None:
    ledger = rows(f"select kind, count(*) from ({LEDGER}) group by kind", messy=drawn(N, mess=(kind,)))
    assert [found for found, _ in ledger] == [kind]


@pytest.mark.parametrize("kind", [kind for kind in CHANGING if kind != "missing_visits"])
@pytest.mark.parametrize("table", TABLES)
def test_only_the_cells_in_the_ledger_are_other_than_they_were(drawn: Drawn, kind: str, table: str) -> None:
    clean, messy = drawn(N), drawn(N, mess=(kind,))
    query = f"select columns(*)::varchar from read_parquet('{{of}}/{table}.parquet')"
    before, after = rows(query, of=clean), rows(query, of=messy)
    assert len(before) == len(after)
    names = [row[0] for row in rows(f"describe {query}", of=clean)]
    differing = [
        (old[0], name, old[at], new[at])
        for old, new in zip(before, after, strict=True)
        for at, name in enumerate(names)
        if old[at] != new[at]
    ]
    noted = rows(f'select patient, "column", was, became from ({LEDGER}) where "table" = \'{table}\'', messy=messy)
    assert sorted(differing, key=str) == sorted((row for row in noted if row[2] != row[3]), key=str)


def test_missing_visits_leave_nothing_of_the_day_but_the_first_day_and_death(drawn: Drawn) -> None:
    clean, messy = drawn(N), drawn(N, mess=("missing_visits",))
    count = "select count(*) from read_parquet('{of}/%s.parquet')"
    gone = {
        table: rows(count % table, of=clean)[0][0] - rows(count % table, of=messy)[0][0]
        for table in ("measurements", "findings")
    }
    noted = rows(f'select "table", count(*) from ({LEDGER}) group by 1', messy=messy)
    assert dict(noted) == gone
    days = "select patient, measured_on::varchar, count(*) from read_parquet('{of}/measurements.parquet') group by all"
    assert set(rows(days, of=messy)) < set(rows(days, of=clean))
    firsts = "select count(distinct patient) from read_parquet('{of}/measurements.parquet')"
    assert rows(firsts, of=messy) == rows(firsts, of=clean)


@pytest.mark.parametrize("kind", ADDITIONS)
@pytest.mark.parametrize("table", TABLES)
def test_additions_leave_every_row_that_was_there(drawn: Drawn, kind: str, table: str) -> None:
    clean, messy = drawn(N), drawn(N, mess=(kind,))
    assert rows(f"{cells('clean', table)} except all {cells('messy', table)}", clean=clean, messy=messy) == []
    more = rows(
        f"select count(*) from ({cells('messy', table)} except all {cells('clean', table)})", clean=clean, messy=messy
    )
    noted = rows(f"select count(*) from ({LEDGER}) where \"table\" = '{table}'", messy=messy)
    assert more == noted
    assert (noted[0][0] > 0) == (table in ADDITIONS[kind])


def test_one_kind_does_not_move_another(drawn: Drawn) -> None:
    of_ends = f"select patient, row, \"column\", was, became from ({LEDGER}) where kind = 'missing_ends' order by all"
    assert rows(of_ends, messy=drawn(N, mess=("missing_ends",))) == rows(
        of_ends, messy=drawn(N, mess=("missing_ends", "lone_zeros"))
    )


def test_mixed_units_are_right(drawn: Drawn, knowledge: Knowledge) -> None:
    from thirdline import run

    read = "select patient, row, analyte, measured_on, round(value, 1) from measurements where analyte like '%_protein' order by all"
    clean, messy = (run.open_record(drawn(N, mess=kinds), knowledge) for kinds in ((), ("mixed_units",)))
    assert messy.connection.execute(read).fetchall() == clean.connection.execute(read).fetchall()
    assert messy.connection.execute("select count(*) from record_issues where problem = 'unknown_unit'").fetchone() == (0,)


def test_names_of_drugs_are_all_known_and_words_that_name_none_are_not(drawn: Drawn, knowledge: Knowledge) -> None:
    from thirdline import run

    for kind, unknown in (("drug_names", False), ("unknown_drugs", True)):
        engine = run.open_record(drawn(N, mess=(kind,)), knowledge)
        found = engine.connection.execute("select count(*) from record_issues where problem = 'unknown_drug'").fetchone()
        assert (found != (0,)) == unknown


def test_centres_that_chart_doses_give_the_same_drugs_over_the_same_time(drawn: Drawn) -> None:
    spans = "select patient, drug, regimen, min(started_on) from read_parquet('{of}/exposures.parquet') group by all order by all"
    clean, messy = drawn(N), drawn(N, mess=(CHARTING,))
    assert rows(spans, of=clean) == rows(spans, of=messy)
    doses = "select count(*) from read_parquet('{of}/exposures.parquet') where started_on = ended_on"
    assert rows(doses, of=messy)[0][0] > 2 * rows(doses, of=clean)[0][0]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("none", ()),
        ("all", KINDS),
        ("lone_zeros", ("lone_zeros",)),
        ("duplicates, lone_zeros", ("lone_zeros", "duplicates")),
    ],
)
def test_kinds_are_asked_for_by_name(text: str, kinds: tuple[str, ...]) -> None:
    assert asked_for(text) == kinds


@pytest.mark.parametrize("text", ["", "zeros", "all,lone_zeros", "lone_zeros,"])
def test_a_kind_that_is_none_is_named_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="allowed: none, all, or any of administrations"):
        asked_for(text)
