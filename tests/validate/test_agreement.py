"""Agreement against published values and by its laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.validate.agreement import Weight, exact_share, matched, weighted_kappa

# Husbands' (rows) and wives' (columns) ratings, Hout, Duncan and Sobel 1987, as in R's vcd (SexualFun). vcd::Kappa prints
# 0.1293 unweighted and 0.2374 with equal spacing, which are linear weights.
SEXUAL_FUN = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))
# Artstein and Poesio 2008, Table 4, as scikit-learn's tests of cohen_kappa_score use it (0.8013), and the weighted
# example beside it there (0.9315 unweighted, 0.9412 linear, 0.9541 quadratic): counts of (one rater, the other).
TABLE_4 = {(0, 0): 46, (1, 0): 6, (1, 1): 32, (1, 2): 6, (2, 2): 10}
WEIGHTED = {(0, 0): 46, (1, 0): 4, (1, 1): 40, (2, 2): 10}

ratings = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=40)
days = st.lists(st.integers(0, 300), max_size=8)


def spread(counts: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Counts of pairs as one pair a subject."""
    return [pair for pair, n in counts.items() for _ in range(n)]


FUN = spread({(i, j): n for i, row in enumerate(SEXUAL_FUN) for j, n in enumerate(row)})


@pytest.mark.parametrize(
    ("pairs", "weight", "published"),
    [
        (FUN, "none", 0.1293),
        (FUN, "linear", 0.2374),
        (spread(TABLE_4), "none", 0.8013),
        (spread(WEIGHTED), "none", 0.9315),
        (spread(WEIGHTED), "linear", 0.9412),
        (spread(WEIGHTED), "quadratic", 0.9541),
    ],
)
def test_kappa_is_what_was_published(pairs: list[tuple[int, int]], weight: Weight, published: float) -> None:
    assert weighted_kappa(pairs, weight) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize("weight", ["none", "linear", "quadratic"])
def test_nothing_to_disagree_about_has_no_kappa(weight: Weight) -> None:
    assert weighted_kappa([(1, 1), (1, 1)], weight) is None
    assert weighted_kappa([], weight) is None


@given(ratings, st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_does_not_ask_who_rated_first(pairs: list[tuple[int, int]], weight: Weight) -> None:
    turned = [(other, one) for one, other in pairs]
    assert weighted_kappa(turned, weight) == pytest.approx(weighted_kappa(pairs, weight))


@given(ratings, st.integers(-3, 3), st.sampled_from(["linear", "quadratic"]))
def test_kappa_asks_only_for_distances(pairs: list[tuple[int, int]], shift: int, weight: Weight) -> None:
    moved = [(one + shift, other + shift) for one, other in pairs]
    assert weighted_kappa(moved, weight) == pytest.approx(weighted_kappa(pairs, weight))


def test_the_exact_share_is_a_share() -> None:
    assert exact_share([(1, 1), (1, 2), (3, 3), (4, 4)]) == 0.75
    assert exact_share([]) is None


def test_starts_match_up_to_the_last_day_allowed() -> None:
    assert matched([100], [130], 30) == [(100, 130)]
    assert matched([100], [131], 30) == []


def test_the_closest_are_matched_first_and_each_once() -> None:
    assert matched([1, 20], [18], 30) == [(20, 18)]
    assert matched([1, 1], [2], 30) == [(1, 2)]


@given(days, days)
def test_matching_uses_no_day_twice_and_none_too_far(expected: list[int], found: list[int]) -> None:
    pairs = matched(expected, found, 30)
    assert all(abs(e - f) <= 30 for e, f in pairs)
    for place, all_days in ((0, expected), (1, found)):
        used = [pair[place] for pair in pairs]
        assert all(used.count(day) <= all_days.count(day) for day in used)
