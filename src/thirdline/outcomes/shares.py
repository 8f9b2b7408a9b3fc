"""Shares of lines: response rates, MRD negativity and sustained MRD, with exact intervals.

Question answered: in how many of all lines was it seen? Lines that could not be evaluated stay in the denominator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thirdline.knowledge.endpoints import ShareEndpoint
from thirdline.outcomes.cohort import check, grouped, lines_of, told_in_order
from thirdline.outcomes.results import ALL, UNKNOWN, Outcomes, Question, Rows, ShareOutcome, Tables
from thirdline.outcomes.suppression import suppressed
from thirdline.statistics import Estimate, StatisticsError
from thirdline.statistics.exact import clopper_pearson

NOBODY = "nobody_evaluated"
"""The word for a share that says nothing: none of the lines was evaluated or tested."""


@dataclass(frozen=True)
class Line:
    """One line: whether it has what is counted, whether it could be evaluated, whether a better response awaits."""

    has: bool
    evaluated: bool
    pending: bool


def shares(tables: Tables, asked: Question) -> Outcomes:
    """The share of each group; small counts hidden where asked.

    `tables` holds `response_outcomes` and `categories`, or `mrd_outcomes`; and `outcome_groups` where lines are parted.
    Raises StatisticsError for a question that cannot be asked.
    """
    check(asked)
    if asked.landmark_days is not None or asked.delayed_entry:
        raise StatisticsError(
            [f"{asked.endpoint.id}: a share of lines has no landmark and no entry; ask for a time instead"]
        )
    groups = grouped(tables, asked)
    parted: dict[str, list[Line]] = {}
    for row, line in _lines(tables, asked):
        group = groups.get((row["patient"], row["line"]), UNKNOWN) if asked.by else ALL
        parted.setdefault(group, []).append(line)
    told = tuple(_outcome(group, parted[group], asked) for group in told_in_order(parted, asked))
    return suppressed(Outcomes(asked, told))


def _lines(tables: Tables, asked: Question) -> Iterable[tuple[Mapping[str, Any], Line]]:
    """Every line asked for with what it shows."""
    endpoint = asked.endpoint
    if not isinstance(endpoint, ShareEndpoint):
        raise StatisticsError([f"{endpoint.id}: a time, not a share of lines"])
    if endpoint.counts == "response":
        least, depth = _least(tables["categories"], endpoint), _depths(tables["categories"])
        rows = lines_of(tables["response_outcomes"], asked)
        return ((row, _answered(row, least, depth)) for row in rows)
    column = endpoint.counts.removeprefix("mrd_")
    rows = lines_of(tables["mrd_outcomes"], asked)
    return ((row, Line(row[column] is True, row[column] is not None, False)) for row in rows)


def _answered(row: Mapping[str, Any], least: int, depth: Mapping[str, int]) -> Line:
    has = row["depth"] >= least
    return Line(has, row["evaluable"], not has and depth.get(row["unconfirmed"], 0) >= least)


def _least(categories: Rows, endpoint: ShareEndpoint) -> int:
    return _depths(categories)[str(endpoint.response_at_least)]


def _depths(categories: Rows) -> dict[str, int]:
    return {row["response"]: row["depth"] for row in categories}


def _outcome(group: str, lines: Sequence[Line], asked: Question) -> ShareOutcome:
    n, n_with = len(lines), sum(line.has for line in lines)
    evaluated = sum(line.evaluated for line in lines)
    pending = sum(line.pending for line in lines)
    if not evaluated:
        return ShareOutcome(group, n, n_with, 0, pending, Estimate(None, level=asked.level), notes=(NOBODY,))
    share, of_evaluated = (clopper_pearson(n_with, of, asked.level) for of in (n, evaluated))
    return ShareOutcome(group, n, n_with, evaluated, pending, share, of_evaluated)
