"""Is what is done in a quicker way, for speed, the same to the last digit and letter as by the plain rule?"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdline.records.reader import _sql

NUMBERS = st.one_of(
    st.decimals(-1100, 1100, places=2),
    st.decimals(-1000, 1000, places=7),
    st.decimals(-(10**12), 10**12, places=7),
)
FACTORS = st.one_of(
    st.decimals(Decimal("0.00000000001"), 110, places=11),
    st.sampled_from([Decimal(each) for each in ("1", "10", "0.01", "0.001", "0.00005", "0.005", "88.40169731259", "1000")]),
)
SHIFTS = st.sampled_from([Decimal(0), Decimal(0), Decimal("273.15")])
EDGES = ["998.99", "999", "999.99", "1000", "-998.995", "0.005", "0.01", "-0.01", "12.345", "0.0000001", "0"]
TIMES = ["99.99999999999", "100", "0.005", "0.00005", "0.015", "88.40169731259", "0.00000000001"]


@cache
def connected() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(_sql("macros"))
    return con


def differences(rows: list[tuple[Decimal, Decimal, Decimal]]) -> list[tuple[object, ...]]:
    numbers, factors, shifts = ([str(each) for each in column] for column in zip(*rows, strict=True))
    return (
        connected()
        .execute(
            """
        select number, factor, converted(number, factor, shift), multiplied_and_shifted(number, factor, shift)
        from (
            select unnest($1::decimal(20, 7)[]) as number, unnest($2::decimal(18, 11)[]) as factor,
                unnest($3::decimal(20, 7)[]) as shift
        )
        where converted(number, factor, shift) is distinct from multiplied_and_shifted(number, factor, shift)
        """,
            [numbers, factors, shifts],
        )
        .fetchall()
    )


@settings(deadline=None)
@given(st.lists(st.tuples(NUMBERS, FACTORS, SHIFTS), min_size=1, max_size=500))
def test_every_value_comes_out_as_by_the_rule(rows: list[tuple[Decimal, Decimal, Decimal]]) -> None:
    assert differences(rows) == []


def test_half_way_cases_and_edges_come_out_as_by_the_rule() -> None:
    assert differences([(Decimal(n), Decimal(f), Decimal(0)) for n in EDGES for f in TIMES]) == []


def test_no_usual_value_comes_out_otherwise() -> None:
    hundredths = [Decimal(n) / 100 for n in range(-99_900, 99_901, 7)]
    for factor in TIMES:
        assert differences([(n, Decimal(factor), Decimal(0)) for n in hundredths]) == []


BLANKS = " \t\n\r\u00a0"
NEIGHBOURS = "!\u00a1\u009f\x0b\x1f"
TEXTS = st.text(
    st.one_of(st.sampled_from(BLANKS + NEIGHBOURS + "1a"), st.characters(codec="utf-8", exclude_characters="\0"))
)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=200))
def test_a_cell_is_its_text_without_white_space_around_it(texts: list[str]) -> None:
    cells = connected().execute("select cell_of(text) from (select unnest($1::varchar[]) as text)", [texts]).fetchall()
    assert [cell for (cell,) in cells] == [text.strip(BLANKS) or None for text in texts]
