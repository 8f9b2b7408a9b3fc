"""The SQL lint refuses what the two engines read differently, one text for each rule; and every derivation passes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import sql_lint
from tools.sql_lint import Text, derivation_files, main, problems

HEADER = "-- stays: How long did each stay last?\n--\n-- Reads: visits\n-- Nulls: none.\n"


def found(query: str, header: str = HEADER) -> str:
    """What the lint says of a query under a sound header."""
    return "; ".join(f"{p.line}: {p.words}" for p in problems(Text("stays", header + query)))


def ordered(by: str, frame: str = "") -> str:
    """A query with one window ordered so."""
    return f"select row_number() over (partition by patient order by {by} {frame}) as place from visits"


@pytest.mark.parametrize(
    "query",
    [
        "select patient, days_between(seen_on, left_on) as days from visits",
        "with kept as (select * from visits) select * from kept",
        "select value * 100 >= former * (100 + 1) as risen from visits",
        "select value / nullif(former, 0) as share from visits",
        "select value / 100 as share from visits",
        "select cast(value as decimal(18, 4)) as value from visits",
        "select count(distinct drug) as n, 'interval 3 (ids)' as words from visits",
        ordered("seen_on asc nulls last, row desc nulls first"),
        ordered("seen_on asc nulls last", "rows between 1 preceding and 1 preceding"),
        ordered("abs(days_between(seen_on, left_on)) asc nulls last"),
    ],
)
def test_what_both_engines_read_alike_passes(query: str) -> None:
    assert found(query) == ""


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace("stays:", "visits:"), "the first line must read '-- stays: ...?'"),
        (HEADER.replace("last?", "last."), "the first line must read '-- stays: ...?'"),
        (HEADER.replace("-- Nulls: none.\n", ""), "the header lacks '-- Nulls: '"),
        ("-- stays: How long?\n-- Nulls: none.\n", "the header lacks '-- Reads: '"),
        (HEADER.replace("Reads: visits", "Reads: visits, lines"), "'Reads:' lists lines, which is not read"),
        (HEADER.replace("Reads: visits", "Reads: lines"), "reads visits, which 'Reads:' does not list"),
        (HEADER.replace("Reads: visits", "Reads: visits, visits"), "'Reads:' lists visits twice"),
        (HEADER + "-- Empty without: lines\n", "'Empty without:' lists lines, which 'Reads:' does not list"),
        (
            HEADER + "-- Empty unless one of: visits, lines\n",
            "'Empty unless one of:' lists lines, which 'Reads:' does not list",
        ),
        (HEADER + "-- Empty unless one of: visits\n", "'Empty unless one of:' lists one table; write 'Empty without:'"),
    ],
)
def test_a_header_that_does_not_tell_the_truth_is_refused(header: str, said: str) -> None:
    assert said in found("select * from visits", header)


def test_what_is_read_may_run_over_several_lines_and_leaves_out_the_parts_of_the_query() -> None:
    header = HEADER.replace("Reads: visits", "Reads: visits,\n--   lines")
    assert found("with kept as (select * from visits) select * from kept join lines on true", header) == ""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select from where", "cannot read it"),
        ("select * from visits; select * from visits", "one query"),
        ("select * exclude (patient) from visits", "a star stands alone"),
        ("select * replace (1 as patient) from visits", "a star stands alone"),
        ("select concat(a, b) as ab from visits", "concat(): it skips nulls"),
        ("select bool_and(met) as met from visits", "bool_and(): it passes over unknown"),
        ("select bool_or(met) as met from visits", "bool_or(): it passes over unknown"),
        ("select first(drug) as drug from visits", "first(): ties fall by luck"),
        ("select last(drug) as drug from visits", "last(): ties fall by luck"),
        ("select any_value(drug) as drug from visits", "any_value(): ties fall by luck"),
        ("select arg_min(drug, seen_on) as drug from visits", "arg_min(): ties fall by luck"),
        ("select median(value) as value from visits", "median(): it is not among the functions"),
        ("select value / former as share from visits", "write nullif(former, 0)"),
        ("select value % former as rest from visits", "write nullif(former, 0)"),
        ("select mod(value, former) as rest from visits", "write nullif(former, 0)"),
        ("select value / 0 as share from visits", "write nullif(0, 0)"),
        ("select seen_on + interval 30 day as until from visits", "an interval literal"),
        ("select value >= 50 as high from visits", "the number 50: it belongs into knowledge"),
        ("select value >= 0.5 as high from visits", "the number 0.5: it belongs into knowledge"),
        ("select cast(value as integer) as value from visits", "a cast to integer rounds"),
        ("select cast(value as bigint) as value from visits", "a cast to integer rounds"),
        ("select value::int as value from visits", "a cast to integer rounds"),
        ("select try_cast(value as smallint) as value from visits", "a cast to integer rounds"),
        (ordered("seen_on"), "order by seen_on: say asc or desc"),
        (ordered("seen_on asc"), "order by seen_on asc: say asc or desc"),
        (ordered("seen_on nulls last"), "order by seen_on nulls last: say asc or desc"),
        (ordered("seen_on asc nulls last, row"), "order by row: say asc or desc"),
        (ordered("seen_on", "rows between 1 preceding and 1 preceding"), "order by seen_on: say asc or desc"),
        ("select * from visits where drug = 'bortezomib'", "'bortezomib' is a record of knowledge"),
        ("select * from visits where regimen = 'vrd'", "'vrd' is a record of knowledge"),
        ("select * from visits where criterion = 'imwg-response-2016'", "'imwg-response-2016' is a record of knowledge"),
    ],
)
def test_what_the_engines_read_differently_or_knowledge_should_hold_is_refused(query: str, said: str) -> None:
    assert said in found(query)


def chained(n: int) -> str:
    """A query of so many windows, each over the rows of the one before."""
    step = "select *, lag(value) over (order by row asc nulls last) as value_{n} from {source}"
    parts = [f"step_{i} as ({step.format(n=i, source=f'step_{i - 1}' if i else 'visits')})" for i in range(n)]
    return f"with {', '.join(parts)} select * from step_{n - 1}"


def test_ten_windows_may_depend_on_each_other_and_eleven_may_not() -> None:
    assert found(chained(10)) == ""
    assert "11 windows depend on each other" in found(chained(11))


def test_windows_beside_each_other_do_not_add_up() -> None:
    beside = ", ".join(f"lag(value) over (order by row asc nulls last) as value_{n}" for n in range(20))
    assert found(f"select {beside} from visits") == ""


def test_a_problem_names_its_line() -> None:
    assert found("select\n    value / former as share\nfrom visits").startswith("6: ")


@pytest.mark.parametrize("rule", sql_lint.RULES, ids=lambda rule: rule.__name__)
def test_every_rule_says_what_it_asks(rule: sql_lint.Rule) -> None:
    assert rule.__doc__


@pytest.mark.parametrize("file", derivation_files(), ids=lambda file: file.stem)
def test_every_derivation_passes(file: Path) -> None:
    assert problems(sql_lint.read(file)) == []


def test_the_command_names_file_line_and_number_of_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "stays.sql"
    file.write_text(HEADER + "select value / former as share from visits\n")
    assert main([str(file)]) == 1
    assert capsys.readouterr().out == (
        f"{file}:5: the divisor former may be zero; write nullif(former, 0)\nSQL lint: 1 derivations, 1 problems\n"
    )
