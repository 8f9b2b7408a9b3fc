"""Invented data in the shapes of the real files, which no test needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from thirdline.knowledge import Knowledge, load

IFM_HEAD = "subject,cum_day_diff,spike"
MMRF_HEAD = (
    "case_submitter_id,age_at_diagnosis,gender,iss_stage,vital_status,days_to_death,days_to_last_follow_up,"
    "days_to_treatment_start,days_to_treatment_end,regimen_or_line_of_therapy,therapeutic_agents,treatment_or_therapy,"
    "treatment_type"
)
AUTOLOGOUS = "Stem Cell Transplantation, Autologous"

SERIES = {
    "answers": "0:40 30:20 60:2 90:2 300:2 330:3",
    "lone-zero": "0:40 30:0 60:20 90:18 120:16",
    "zero-run": "0:40 30:0 45:0 61:20 90:18 120:16",
    "short-run": "0:40 30:0 45:0 60:20 90:18 120:16",
    "relapses": "0:40 30:2 60:2 150:9 179:10 200:12",
    "low-serum": "0:4 30:3 60:2",
    "once": "0:30",
}


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


def ifm_text(series: dict[str, str]) -> str:
    """The trial's file for series drawn as `day:value` words."""
    rows = [f"{subject},{word.replace(':', ',')}" for subject, drawn in series.items() for word in drawn.split()]
    return "\n".join([IFM_HEAD, *rows]) + "\n"


def mmrf_row(case: str, words: str) -> str:
    """One row of the registry, drawn as `line agent start end`; a dash is missing, `SCT` a transplant."""
    line, agent, start, end = words.split()
    label = "'--" if line == "-" else f"{line} line of therapy"
    given = ("'--", "yes", f'"{AUTOLOGOUS}"') if agent == "SCT" else ("'--" if agent == "-" else agent, "yes", "'--")
    days = (f"{start}.0" if start != "-" else "inf", "'--" if end == "-" else end)
    return ",".join([case, "20000", "male", "I", "Alive", "'--", "900", *days, label, *given])


def mmrf_text(cases: Mapping[str, Iterable[str]]) -> str:
    """The registry's file for cases of drawn rows."""
    return "\n".join([MMRF_HEAD, *(mmrf_row(case, row) for case, rows in cases.items() for row in rows)]) + "\n"


CASES: dict[str, tuple[str, ...]] = {
    "same": (
        "First Bortezomib 1 100",
        "First Dexamethasone 1 100",
        "Second Pomalidomide 300 400",
        "Second Dexamethasone 300 400",
    ),
    "added": ("First Bortezomib 1 200", "First Dexamethasone 1 200", "First Lenalidomide 90 200"),
    "undated": ("First Carfilzomib - -",),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of invented data: a trial and a registry."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "ifm_m_protein.csv").write_text(ifm_text(SERIES), encoding="utf-8")
    (folder / "mmrf_treatments.csv").write_text(mmrf_text(CASES), encoding="utf-8")
    return folder
