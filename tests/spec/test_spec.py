"""Every spec case, alone on DuckDB; and all of a group stacked as one cohort, where each must come out the same."""

from __future__ import annotations

from itertools import groupby

import pytest

from tests.spec.drawn import CASES, Case, derive, differences, lay
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge


def _key(case: Case) -> str:
    return str(case.group)


GROUPS = [list(cases) for _, cases in groupby(sorted(CASES, key=_key), key=_key)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_case(case: Case, knowledge: Knowledge) -> None:
    engine = DuckDB()
    lay(engine, [case], prefixed=False)
    derive(engine, knowledge, case)
    assert differences(engine, case) == []


@pytest.mark.parametrize("cases", GROUPS, ids=lambda cases: str(cases[0].group))
def test_stacked_cases_do_not_affect_each_other(cases: list[Case], knowledge: Knowledge) -> None:
    engine = DuckDB()
    lay(engine, cases, prefixed=True)
    derive(engine, knowledge, cases[0])
    assert [d for case in cases for d in differences(engine, case, f"{case.sentence}/")] == []
