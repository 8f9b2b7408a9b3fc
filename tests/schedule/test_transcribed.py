"""Double entry: schedules transcribed from the references and seeds by a second hand, against those of knowledge.

`transcribed.csv` was written from mm_regimens.json, ball.json, gd2.json and the two seeds, without the records of
knowledge. `cycles` is `1`, `2-6` or `7+`; a route that the source does not print is empty and not compared; `whole`
says whether the source gives all days of that drug. Where the two hands differ, neither is bent: see DISAGREEMENTS.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from thirdline.knowledge import Knowledge
from thirdline.knowledge.kinds import Schedule
from thirdline.schedule.calendar import choose, plan

START = date(2024, 2, 26)
TEXT = (Path(__file__).parent / "transcribed.csv").read_text(encoding="utf-8")
TRANSCRIBED = list(csv.DictReader(TEXT.splitlines()))
SCHEDULES = {key: list(rows) for key, rows in groupby(TRANSCRIBED, key=lambda r: (r["regimen"], r["schedule"]))}
DISAGREEMENTS = {
    ("vd", "boston-control"): "the slide prints bortezomib on days 1, 8, 15, 22 for the whole arm, also beside 21-day "
    "dexamethasone; knowledge takes them for cycle 9 on, and 1, 4, 8, 11 (not printed there) before",
}
CASES = [
    pytest.param(*key, id=":".join(key), marks=pytest.mark.xfail(reason=DISAGREEMENTS[key], strict=True))
    if key in DISAGREEMENTS
    else pytest.param(*key, id=":".join(key))
    for key in SCHEDULES
]
DATED = [pytest.param(*key, id=":".join(key)) for key, rows in SCHEDULES.items() if rows[0]["cycle_days"]]
Given = tuple[int, int, str, Decimal | None, str | None, str | None]


def _days(text: str) -> list[int]:
    if "-" in text[1:] and " " not in text:
        first, last = text.split("-")
        return list(range(int(first), int(last) + 1))
    return [int(day) for day in text.split()]


def _cycles(text: str, last: int) -> range:
    if text.endswith("+"):
        return range(int(text[:-1]), last + 1)
    first, _, until = text.partition("-")
    return range(int(first), min(int(until or first), last) + 1)


def _shown(rows: list[dict[str, str]], schedule: Schedule) -> int:
    """Cycles enough to see every printed change, and one more."""
    printed = [int(part) for r in rows for part in r["cycles"].rstrip("+").split("-")]
    return min(max(printed) + 2, schedule.n_cycles or 99)


def _written(rows: list[dict[str, str]], last: int) -> Iterator[Given]:
    for r in rows:
        for cycle in _cycles(r["cycles"], last):
            for day in _days(r["days"]):
                yield cycle, day, r["drug"], Decimal(r["amount"]), r["unit"], r["route"]


@pytest.mark.parametrize(("regimen", "schedule"), CASES)
def test_knowledge_gives_what_a_second_hand_transcribed(knowledge: Knowledge, regimen: str, schedule: str) -> None:
    rows = SCHEDULES[regimen, schedule]
    last = _shown(rows, choose(knowledge, regimen, schedule).schedule)
    planned = plan(knowledge, regimen, START, cycles=last, schedule=schedule)
    routed = {r["drug"] for r in rows if r["route"]}
    given = {(d.cycle, d.day, d.drug, d.amount, d.unit, d.route if d.drug in routed else "") for d in planned}
    assert set(_written(rows, last)) - given == set(), "transcribed, not planned"
    whole = {r["drug"] for r in rows if r["whole"] == "yes"}
    assert {g for g in given if g[2] in whole} - set(_written(rows, last)) == set(), "planned, not transcribed"


@pytest.mark.parametrize(("regimen", "schedule"), DATED)
def test_dates_follow_the_transcribed_lengths_of_cycles(knowledge: Knowledge, regimen: str, schedule: str) -> None:
    rows = SCHEDULES[regimen, schedule]
    last = _shown(rows, choose(knowledge, regimen, schedule).schedule)
    lengths = {cycle: int(r["cycle_days"]) for r in rows for cycle in _cycles(r["cycles"], last)}
    planned = plan(knowledge, regimen, START, cycles=last, schedule=schedule)
    assert lengths.keys() == {d.cycle for d in planned}
    for d in planned:
        assert d.on == START + timedelta(days=sum(lengths[c] for c in range(1, d.cycle)) + d.day - 1), d
