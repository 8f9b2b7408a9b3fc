"""The plain reading of progression, with each caution on its own and at its boundaries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from thirdline import DEFAULT_PRACTICE
from thirdline.knowledge import load
from tools.validate.ifm import thresholds
from tools.validate.nadirs import NAIVE, Caution, first_progression, without_zeros

RULE = thresholds(load(), load().of("practices")[DEFAULT_PRACTICE].in_force.response)
LOW = Caution(low_confirmed=True, rise_confirmed=False, zeros=0)
RISE = Caution(low_confirmed=False, rise_confirmed=True, zeros=0)
ZEROS = Caution(low_confirmed=False, rise_confirmed=False, zeros=1)
FULL = Caution(low_confirmed=True, rise_confirmed=True, zeros=2, days=60)


def drawn(text: str) -> list[tuple[int, Decimal]]:
    """A series drawn as `day:value` words."""
    return [(int(day), Decimal(value)) for day, value in (word.split(":") for word in text.split())]


@pytest.mark.parametrize(
    ("caution", "series", "day"),
    [
        (NAIVE, "0:30 30:10 60:15", 60),  # 5 g/L and 25 percent over the low
        (NAIVE, "0:30 30:10 60:14.9", None),
        (NAIVE, "0:48 30:40 60:50", 60),  # 25 percent
        (NAIVE, "0:48 30:40 60:49.9", None),
        (NAIVE, "0:70 30:50 60:60", 60),  # from 50 g/L on, 10 g/L alone
        (NAIVE, "0:70 30:50 60:59.9", None),
        (NAIVE, "0:30 30:0 60:25", 60),  # a lone zero is taken for the low
        (ZEROS, "0:30 30:0 60:25", None),
        (ZEROS, "0:30 30:0 60:0 90:25", 90),  # two are not alone
        (LOW, "0:30 30:10 60:16", None),  # nothing confirms the low of 10
        (LOW, "0:30 30:10 45:11 60:16", 60),
        (LOW, "0:30 30:10 45:11 60:15.9", None),  # 5 g/L above 11, the higher of the two
        (LOW, "0:20 30:30", 30),  # the baseline counts as confirmed
        (RISE, "0:30 30:10 60:16 90:12", None),
        (RISE, "0:30 30:10 60:16 90:15", 60),
        (RISE, "0:30 30:10 60:16", None),  # no next value, not confirmed
        (FULL, "0:30 30:0 60:25 90:26", None),
        (FULL, "0:30 30:10 45:10 60:16 75:0 90:17", 60),  # the zero between does not deny the rise
        (FULL, "0:30 10:0 20:0 60:20 70:21", None),  # a run whose neighbours lie 60 days apart
        (FULL, "0:30 10:0 20:0 61:20 70:21", 61),
        (FULL, "0:30 10:0 20:0 30:0 60:20 80:21", 60),  # a run of three where two may be set apart
        (FULL, "0:30", None),
    ],
)
def test_the_first_progression(caution: Caution, series: str, day: int | None) -> None:
    assert first_progression(drawn(series), caution, RULE) == day


@pytest.mark.parametrize(
    ("longest", "kept"),
    [(0, "0:5 1:0 2:4 3:0 4:0 5:3 6:0"), (1, "0:5 2:4 3:0 4:0 5:3 6:0"), (2, "0:5 2:4 5:3 6:0")],
)
def test_zeros_are_set_apart_between_positive_values_only(longest: int, kept: str) -> None:
    assert without_zeros(drawn("0:5 1:0 2:4 3:0 4:0 5:3 6:0"), longest) == drawn(kept)


def test_a_series_that_starts_at_zero_keeps_it() -> None:
    assert without_zeros(drawn("0:0 1:5 2:0"), 1) == drawn("0:0 1:5 2:0")
