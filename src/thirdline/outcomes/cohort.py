"""Rows of derived tables as one cohort: who is in it, in which group, and who was left out and why.

Question answered: whose time is counted, from when, and beside whom? Whoever is left out is counted by reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from thirdline.outcomes.landmark import status_by
from thirdline.outcomes.results import ALL, UNKNOWN, Question, Tables, Waited
from thirdline.statistics import StatisticsError


@dataclass(frozen=True)
class Cohort:
    """Those whose time is counted, and how many were left out for each reason."""

    waited: tuple[Waited, ...]
    left_out: Mapping[str, int]

    def of(self, group: str) -> Cohort:
        """The part of one group."""
        return Cohort(tuple(w for w in self.waited if w.group == group), self.left_out)


def gathered(tables: Tables, asked: Question) -> Cohort:
    """The cohort that a question is asked of. Raises StatisticsError for a question that cannot be asked.

    Reasons to be left out: `died_before_start` by the record; `never_observed` and `ended_before_observed` with delayed
    entry; `event_by_landmark`, `competing_by_landmark` and `censored_by_landmark` with a landmark: on that day or before.
    """
    check(asked)
    left_out: Counter[str] = Counter()
    kept: list[Waited] = []
    groups = grouped(tables, asked)
    for row in tables["endpoint_times"]:
        if _asked_for(row, asked):
            waited = _waited(row, asked, groups)
            reason = waited if isinstance(waited, str) else _left_behind(waited, asked)
            if reason:
                left_out[reason] += 1
            elif isinstance(waited, Waited):
                kept.append(_from_landmark(waited, asked))
    if asked.by_landmark:
        kept = list(status_by(tables, asked, kept))
    return Cohort(tuple(kept), dict(sorted(left_out.items())))


def check(asked: Question) -> None:
    """Refuse what cannot be asked, saying what can."""
    problems = [
        *(["landmark: found a day below 0; allowed: 0 or later"] if (asked.landmark_days or 0) < 0 else []),
        *([f"by: found {asked.by!r} without a landmark; name the day: what is shown later belongs to those who lived to "
           "show it"] if asked.by_landmark and asked.landmark_days is None else []),
        *(["suppress below: found a number below 0; allowed: 0 (nothing is hidden) or more"]
          if asked.suppress_below < 0 else []),
        *(f"at: found {t:g} months; allowed: more than 0" for t in asked.at_months if t <= 0),
    ]  # fmt: skip
    if problems:
        raise StatisticsError(problems)


def grouped(tables: Tables, asked: Question) -> dict[tuple[str, int], str]:
    """The group of each line by what was known when it opened. Raises StatisticsError for a grouping nobody knows."""
    if asked.by is None or asked.by_landmark:
        return {}
    rows = tables["outcome_groups"]
    found = {(row["patient"], row["line"]): row["value"] for row in rows if row["grouping"] == asked.by}
    if rows and not found:
        allowed = sorted({row["grouping"] for row in rows} | {"response", "mrd"})
        raise StatisticsError([f"by: found {asked.by!r}; allowed: {', '.join(allowed)}"])
    return found


def told_in_order(groups: Iterable[str], asked: Question) -> list[str]:
    """Groups in the order asked for, the rest by their numbers and letters, what is unknown last."""
    rank = {value: n for n, value in enumerate(asked.order)}
    return sorted(set(groups), key=lambda g: (g == UNKNOWN, rank.get(g, len(rank)), _natural(g)))


def _natural(text: str) -> list[tuple[int, str]]:
    """`centre 2` before `centre 10`."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text) if part]


def _asked_for(row: Mapping[str, Any], asked: Question) -> bool:
    """A row of the endpoint and of the line asked for; the course from diagnosis has line 0 whatever line is asked for."""
    return row["endpoint"] == asked.endpoint.id and (asked.line is None or row["line"] in (0, asked.line))


def _waited(row: Mapping[str, Any], asked: Question, groups: Mapping[tuple[str, int], str]) -> Waited | str:
    """One wait from its row, or why it is none."""
    if row["days"] is None:
        return str(row["censored_because"])
    if asked.delayed_entry and row["observed_from"] is None:
        return "never_observed"
    entered = max((row["observed_from"] - row["started_on"]).days, 0) if asked.delayed_entry else 0
    group = groups.get((row["patient"], row["line"]), UNKNOWN) if asked.by else ALL
    told = (row["days"], row["ends_as"], row["event"], row["censored_because"], entered, group)
    return Waited(row["patient"], row["line"], row["started_on"], *told)


def _left_behind(waited: Waited, asked: Question) -> str:
    """Why a wait is not counted: over by the landmark, or before anybody watched; empty when it is."""
    if asked.landmark_days is not None and waited.days <= asked.landmark_days:
        return f"{waited.ends_as}_by_landmark"
    return "ended_before_observed" if asked.delayed_entry and waited.days <= waited.entered else ""


def _from_landmark(waited: Waited, asked: Question) -> Waited:
    """The wait counted from the landmark on."""
    past = asked.landmark_days or 0
    return replace(waited, days=waited.days - past, entered=max(waited.entered - past, 0))


def lines_of(rows: Iterable[Mapping[str, Any]], asked: Question) -> Iterator[Mapping[str, Any]]:
    """The rows of the line asked for."""
    return (row for row in rows if asked.line is None or row["line"] == asked.line)
