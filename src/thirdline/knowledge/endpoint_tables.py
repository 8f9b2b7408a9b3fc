"""Endpoints as tables: what the derivations of outcomes join, under one practice.

Question answered: which start, events and censoring make up each endpoint, and which numbers do MRD and age groups rest
on? A depth of response is that of the criterion which the practice has in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

from thirdline.knowledge.criteria import Response
from thirdline.knowledge.endpoints import AgeGroups, MrdRules, TimeEndpoint
from thirdline.knowledge.loader import Knowledge, KnowledgeError
from thirdline.knowledge.tabulate import Rows, practice_of

R = TypeVar("R")


def endpoint_tables(knowledge: Knowledge, practice_id: str, wanted: tuple[str, ...] = ()) -> dict[str, Rows]:
    """The rows of every knowledge table that outcomes read, by its name; of the endpoints wanted, or of all.

    Raises KnowledgeError where what all rest on is missing.
    """
    response = knowledge.criterion(practice_of(knowledge, practice_id).in_force.response, Response)
    depths = {row.response: row.depth for row in response.categories}
    records = list(knowledge.of("endpoints").values())
    timed = [e for e in records if isinstance(e, TimeEndpoint) and (not wanted or e.id in wanted)]
    mrd = _the_one(records, MrdRules)
    return {
        "endpoints": [
            (e.id, e.starts, e.censored_at, e.observed == "whole_course", depths.get(e.response_at_least or ""),
             e.longest_gap_days)
            for e in timed
        ],
        "endpoint_events": [row for e in timed for row in _events(e)],
        "mrd_rules": [(mrd.id, mrd.sustained_months)],
        "mrd_sensitivities": [(word,) for word in mrd.sensitivities],
        "age_groups": list(_ages(_the_one(records, AgeGroups))),
    }  # fmt: skip


def _the_one(records: list[object], kind: type[R]) -> R:
    """The only record of a kind."""
    found = [record for record in records if isinstance(record, kind)]
    if len(found) != 1:
        raise KnowledgeError([f"endpoints: {len(found)} records are {kind.__name__}; one must be. Keep one of them."])
    return found[0]


def _events(e: TimeEndpoint) -> Iterator[tuple[str, str, str, int]]:
    """What ends the wait of an endpoint, in the order in which events of one day are told."""
    told = [(event, "event") for event in e.events] + [(event, "competing") for event in e.competing]
    return ((e.id, event, role, place) for place, (event, role) in enumerate(told, 1))


def _ages(groups: AgeGroups) -> Iterator[tuple[str, int, int | None]]:
    """Each group's name, the age from which and the age below which it reaches."""
    first, *_, last = groups.from_ages
    yield f"<{first}", 0, first
    yield from ((f"{young}-{old - 1}", young, old) for young, old in pairwise(groups.from_ages))
    yield f">={last}", last, None
