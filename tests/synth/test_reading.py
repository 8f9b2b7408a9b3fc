"""The generator's own reading of the rules, held against their boundaries and against another plain reading."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec import plain
from thirdline.knowledge import load
from thirdline.synth.parameters import LIGHT, MARKERS, MARROW, NONE, SERUM, URINE, Rules
from thirdline.synth.reading import NEVER, Reading, depth_of, has_risen

RULES = Rules.of(load())


def marker(at: int, value: float) -> np.ndarray:
    """One patient's values: the one marker in tenths, the others nothing."""
    values = np.full((1, len(MARKERS)), NONE)
    values[0, at] = round(value * 10)
    return values


@pytest.mark.parametrize(
    ("at", "lowest", "value", "risen"),
    [
        (SERUM, 20, 25, True),
        (SERUM, 20, 24.9, False),
        (SERUM, 0, 5, True),
        (SERUM, 40, 50, True),
        (SERUM, 40, 49.9, False),
        (SERUM, 50, 60, True),
        (SERUM, 50, 59.9, False),
        (URINE, 100, 300, True),
        (URINE, 100, 299, False),
        (URINE, 1000, 1250, True),
        (URINE, 1000, 1249, False),
        (LIGHT, 100, 200.1, True),
        (LIGHT, 100, 200, False),
        (LIGHT, -5, 95, False),
        (LIGHT, -5, 95.1, True),
        (MARROW, 20, 30, True),
        (MARROW, 20, 29, False),
    ],
)
def test_a_rise_is_progression_from_its_limit_on(at: int, lowest: float, value: float, risen: bool) -> None:
    values = np.where(np.arange(len(MARKERS)) == at, marker(at, value), 0)
    assert has_risen(RULES, values, marker(at, lowest))[0, at] == risen


def test_nothing_has_risen_from_no_lowest_value() -> None:
    assert not has_risen(RULES, np.full((1, len(MARKERS)), 10_000), np.full((1, len(MARKERS)), NONE)).any()


def followed(series: list[tuple[int, float]], at: int = SERUM) -> Reading:
    """A line opened on the first value, which is its baseline, and read to the end."""
    reading = Reading(RULES, 1)
    for n, (day, value) in enumerate(series):
        values = np.where(np.arange(len(MARKERS)) == at, marker(at, value), 0)
        reading.read(values, values, np.arange(len(MARKERS))[None, :] == at, np.array([day]))
        if n == 0:
            reading.open_line(np.array([True]), np.array([day]))
    reading.close(np.array([NEVER]))
    return reading


def rises(reading: Reading) -> list[tuple[int, int | None]]:
    """(day, day of confirmation), up to the first that was confirmed."""
    told = sorted((int(on), int(by)) for rise in reading.rises for on, by in zip(rise.on, rise.confirmed_on, strict=True))
    confirmed = min((on for on, by in told if by != NEVER), default=None)
    return [(on, None if by == NEVER else by) for on, by in told if confirmed is None or on <= confirmed]


values = st.integers(100, 900) | st.integers(0, 100)


@given(st.integers(100, 900), st.lists(values, min_size=1, max_size=12))
def test_two_plain_readings_find_the_same_progressions(first: int, later: list[int]) -> None:
    series = [(28 * n, tenth / 10) for n, tenth in enumerate([first, *later])]
    exact = [(day, Decimal(tenth) / 10) for (day, _), tenth in zip(series, [first, *later], strict=True)]
    assert rises(followed(series)) == plain.progressions(exact)


@given(st.integers(100, 900), st.integers(0, 900))
def test_two_plain_readings_find_the_same_category(first: int, value: int) -> None:
    reading = followed([(0, first / 10)])
    measured = np.arange(len(MARKERS))[None, :] == SERUM
    depth, _ = depth_of(RULES, reading, np.where(measured, value, 0), measured)
    assert depth[0] == RULES.depths[plain.category(Decimal(first), Decimal(value))]


def test_what_is_not_measurable_is_not_followed_and_cannot_be_told() -> None:
    measured = np.arange(len(MARKERS))[None, :] == SERUM
    for first, depth in ((9.9, 0), (10, RULES.depths["SD"])):
        reading = followed([(0, first)])
        assert depth_of(RULES, reading, marker(SERUM, first), measured)[0][0] == depth


def test_a_baseline_older_than_the_profile_allows_is_none() -> None:
    oldest = RULES.profile.baseline_before_days
    for days, has in ((oldest, True), (oldest + 1, False)):
        reading = Reading(RULES, 1)
        measured = np.arange(len(MARKERS))[None, :] == SERUM
        reading.read(marker(SERUM, 30), marker(SERUM, 30), measured, np.array([0]))
        reading.open_line(np.array([True]), np.array([days]))
        assert (reading.base[0, SERUM] < NONE) == has


def test_a_rise_is_confirmed_under_the_next_line_and_told_of_the_line_in_which_it_began() -> None:
    reading = followed([(0, 30), (28, 40)])
    assert rises(reading) == [(28, None)]
    again = Reading(RULES, 1)
    measured = np.arange(len(MARKERS))[None, :] == SERUM
    for day, value, opens in ((0, 30, True), (28, 40, True), (56, 41, False)):
        again.read(marker(SERUM, value), marker(SERUM, value), measured, np.array([day]))
        again.open_line(np.array([opens]), np.array([day]))
    told = [(int(r.line[0]), int(r.on[0]), int(r.confirmed_on[0])) for r in again.rises if len(r.on)]
    assert told == [(1, 28, 56)]
    assert not again.progressed[0]


def test_death_from_progression_confirms_a_rise_that_nothing_came_after() -> None:
    reading = Reading(RULES, 1)
    measured = np.arange(len(MARKERS))[None, :] == SERUM
    reading.read(marker(SERUM, 30), marker(SERUM, 30), measured, np.array([0]))
    reading.open_line(np.array([True]), np.array([0]))
    reading.read(marker(SERUM, 40), marker(SERUM, 40), measured, np.array([28]))
    reading.close(np.array([33]))
    assert rises(reading) == [(28, 33)]
