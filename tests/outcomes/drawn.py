"""Rows of derived tables for tests: waits drawn as days and how they ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

START = date(2020, 1, 1)
DEPTHS = {"NE": 0, "PD": 1, "SD": 2, "MR": 3, "PR": 4, "VGPR": 5, "CR": 6, "sCR": 7}
CATEGORIES = [{"response": name, "depth": depth, "needs_confirmation": depth > 2} for name, depth in DEPTHS.items()]
Wait = tuple[str, int | None, str]
ENDED = {"event": "progression", "competing": "death", "censored": "last_assessment", "left_out": "died_before_start"}


def times(waits: Iterable[Wait], endpoint: str = "pfs", line: int = 1, **more: Any) -> list[Mapping[str, Any]]:
    """`endpoint_times` from (patient, days, how it ended)."""
    return [
        {
            "patient": patient, "line": line, "endpoint": endpoint, "started_on": START, "days": days, "ends_as": ends_as,
            "event": ENDED[ends_as] if ends_as in ("event", "competing") else None,
            "censored_because": None if ends_as in ("event", "competing") else ENDED[ends_as],
            "observed_from": START, **more,
        }
        for patient, days, ends_as in waits
    ]  # fmt: skip


def groups(of: Mapping[str, str], grouping: str = "refractory_tier", line: int = 1) -> list[Mapping[str, Any]]:
    """`outcome_groups` from each patient's group."""
    return [{"patient": patient, "line": line, "grouping": grouping, "value": value} for patient, value in of.items()]
