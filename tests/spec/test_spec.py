"""Every spec case, alone on DuckDB; and all of a group stacked as one cohort, where each must come out the same."""

from __future__ import annotations

from functools import cache
from itertools import groupby

import pytest

from tests.spec.drawn import CASES, Case, derive, differences, lay
from thirdline import flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge, load


def _key(case: Case) -> str:
    return str(case.group)


GROUPS = [list(cases) for _, cases in groupby(sorted(CASES, key=_key), key=_key)]


@cache
def _laid(profile: str | None) -> DuckDB:
    """An engine that holds the knowledge in force under a profile; cases lay their own tables over each other's."""
    engine = DuckDB()
    run.lay(engine, load(), run.Asked(profile=profile))
    run.lay_on_request(engine, load(), run.Asked(profile=profile))
    return engine


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_case(case: Case) -> None:
    engine = _laid(case.profile)
    lay(engine, [case], prefixed=False)
    run.cut(engine, run.Asked(profile=case.profile, as_of=case.as_of))
    flow.derive(engine, case.expected)
    assert differences(engine, case) == []


@pytest.mark.parametrize("cases", GROUPS, ids=lambda cases: str(cases[0].group))
def test_stacked_cases_do_not_affect_each_other(cases: list[Case], knowledge: Knowledge) -> None:
    engine = DuckDB()
    lay(engine, cases, prefixed=True)
    derive(engine, knowledge, cases[0])
    assert [d for case in cases for d in differences(engine, case, f"{case.sentence}/")] == []
