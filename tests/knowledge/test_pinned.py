"""No number of regimens, adjustments, labels, analytes or trials changes unnoticed."""

from __future__ import annotations

import csv

from tests.golden.pinned.make import FILE, numbers
from thirdline.knowledge import Knowledge


def test_every_number_is_as_pinned(knowledge: Knowledge) -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        pinned = [(row["record"], row["where"], row["number"]) for row in csv.DictReader(file)]
    found = list(numbers(knowledge))
    assert set(found) - set(pinned) == set(), "new or changed numbers; run tests.golden.pinned.make if they are meant"
    assert set(pinned) - set(found) == set(), "numbers that are gone; run tests.golden.pinned.make if that is meant"
    assert len(found) == len(pinned) > 0
