"""The derivation run on rows laid by hand, where `plan` would not ask so."""

from __future__ import annotations

from datetime import date
from typing import Any

from thirdline import flow
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from thirdline.knowledge.schedules import schedule_tables
from thirdline.schedule import contracts
from thirdline.schedule.calendar import DoseRow

CONTRACTS = {t.name: t for t in (*contracts.REQUESTS, *contracts.KNOWLEDGE)}


def laid(knowledge: Knowledge, requests: list[tuple[Any, ...]], n_cycles: int = 2, **columns: Any) -> DuckDB:
    """An engine that holds the tables of schedules; `columns` overwrites a column of premedications."""
    regimens = sorted({r[1] for r in requests})
    rows = {**schedule_tables(knowledge, regimens, n_cycles=n_cycles), "dose_requests": requests}
    for name, value in columns.items():
        at = CONTRACTS["premedications"].names.index(name)
        rows["premedications"] = [(*r[:at], value, *r[at + 1 :]) for r in rows["premedications"]]
    engine = DuckDB()
    for name, table in CONTRACTS.items():
        engine.create(table, rows[name])
    flow.derive(engine, ["doses"])
    return engine


def request(patient: str, regimen: str, **known: Any) -> tuple[Any, ...]:
    """A row of `dose_requests`; what is not named is null, the start 3 April 2023, the cycles two."""
    asked = {"patient": patient, "regimen": regimen, "started_on": date(2023, 4, 3), "n_cycles": 2, **known}
    return tuple(asked.get(name) for name in CONTRACTS["dose_requests"].names)


def derived(knowledge: Knowledge, requests: list[tuple[Any, ...]], **columns: Any) -> list[DoseRow]:
    """The doses of these requests, all in one derivation."""
    engine = laid(knowledge, requests, **columns)
    rows = [DoseRow(*row) for row in engine.rows("doses")]
    engine.connection.close()
    return rows
