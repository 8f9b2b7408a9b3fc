"""A forest plot draws what it was given: every figure, every place, every weight; and what it cannot, it says."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from tests.pictures.drawn import Drawn, scale
from tests.pictures.samples import FOREST, LONG_FOREST, SHARES, UNKNOWN, drawn
from thirdline.interfaces import pictures as p
from thirdline.statistics.estimates import Estimate

ROWS = [row for group in FOREST.groups for row in group.rows]
FIGURES = [
    "0.37 (0.27–0.52)", "0.53 (0.32–0.89) [99%]", "not estimable", "0.43 (0.33–0.56)", "0.39 (0.28–0.53)", "0.80 (0.02–40.0)",
    "0.41 (0.34–0.49)", "0.42 (0.33–0.54)", "(0.20–0.88)", "53/286", "116/283", "NE/22", "30.0%", "28.0%", "5.0%",
    "Heterogeneity: Q = 2.31, df = 1, p = 0.13; I² = 57%; τ² = not estimable",
    "Heterogeneity: Q = 5.50, df = 3, p = 0.14; I² = 45%; τ² = 0.021", "← favours drug", "favours control →",
    "Random effects: REML, Hartung-Knapp interval",
]  # fmt: skip


@pytest.fixture
def forest() -> Drawn:
    return Drawn(drawn("forest"))


def across(picture: Drawn, logarithmic: bool = True):
    """From a value to its x."""
    return scale({value: at[0] for value, at in picture.ticks().items()}, logarithmic)


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_stands_in_the_picture(forest: Drawn, figure: str) -> None:
    assert figure in " ".join(forest.texts)


@pytest.mark.parametrize("figure", FIGURES[:9] + FIGURES[9:17])
def test_every_figure_is_told(figure: str) -> None:
    told = drawn("forest").alternative.replace("\u00a0", " ")
    assert figure.removeprefix("NE/") in told


def test_figures_in_russian() -> None:
    told = Drawn(drawn("forest", "ru")).texts
    assert {"0,37 (0,27–0,52)", "0,53 (0,32–0,89) [99 %]", "не оценивается", "30,0 %", "HR (95 % ДИ)"} <= set(told)


@pytest.mark.parametrize(("line", "row"), [(1, 0), (2, 1), (8, 3)])
def test_squares_and_intervals_stand_where_their_figures_are(forest: Drawn, line: int, row: int) -> None:
    e, at = ROWS[row].estimate, across(forest)
    assert e.value is not None and e.low is not None and e.high is not None
    assert forest.marker(f"mark-{line}")[0] == pytest.approx(at(e.value), abs=0.01)
    span = forest.span(f"interval-{line}")
    assert (span.left, span.right) == pytest.approx((at(e.low), at(e.high)), abs=0.01)


def test_a_row_without_an_estimate_has_its_place_and_no_mark(forest: Drawn) -> None:
    assert "JCOG0904" in forest.texts
    assert forest.names("mark-3") == forest.names("interval-3") == []


def test_an_interval_that_leaves_the_axis_ends_in_arrows(forest: Drawn) -> None:
    assert set(forest.names("beyond-")) == {"beyond-9-low", "beyond-9-high"}
    span, pooled = forest.span("interval-9"), forest.span("beyond-9-low")
    assert span.left == pytest.approx(pooled.left, abs=0.01)


def test_a_point_beyond_limits_set_by_hand_is_an_arrow_alone() -> None:
    cut = Drawn(p.forest(replace(FOREST, limits=(0.38, 2.0))))
    assert cut.names("mark-1") == []
    assert "beyond-1-low" in cut.names("beyond-")
    assert "0.37 (0.27–0.52)" in cut.texts


def test_diamonds_and_the_prediction_interval(forest: Drawn) -> None:
    at = across(forest)
    common, random, prediction = forest.span("diamond-12"), forest.span("diamond-13"), forest.span("prediction-14")
    assert (common.left, common.right) == pytest.approx((at(0.34), at(0.49)), abs=0.01)
    assert (random.left, random.right) == pytest.approx((at(0.33), at(0.54)), abs=0.01)
    assert (prediction.left, prediction.right) == pytest.approx((at(0.2), at(0.88)), abs=0.01)
    assert forest.points("diamond-13")[1][0] == pytest.approx(at(0.42), abs=0.01)
    assert forest.span("pooled-line").left == pytest.approx(at(0.42), abs=0.01)
    assert forest.span("no-effect").left == pytest.approx(at(1), abs=0.01)


def test_squares_grow_with_their_weight() -> None:
    picture = Drawn(drawn("forest of forty"))
    sides = [max(x for x, _ in picture.shape(f"mark-{line}")) for line in range(40)]
    assert sides == sorted(sides)
    assert (2 * sides[-1], 2 * sides[0]) == pytest.approx((9.5, 3.0 + 6.5 * (1 / 40) ** 0.5), abs=0.01)


def test_forty_rows_have_room() -> None:
    picture = Drawn(drawn("forest of forty"))
    rows = sorted(one.baseline for one in picture.lettered if one.text.startswith("Trial "))
    assert len(rows) == 40
    assert min(b - a for a, b in itertools.pairwise(rows)) >= 13


def test_shares_have_a_straight_axis_from_0_to_100() -> None:
    picture = Drawn(drawn("forest of shares"))
    assert set(picture.ticks()) == {0, 0.2, 0.4, 0.6, 0.8, 1}
    assert picture.marker("mark-0")[0] == pytest.approx(across(picture, False)(0.32), abs=0.01)
    assert {"32.0% (21.7–43.6)", "0.0% (0.0–40.0)", "ORR, %"} <= set(picture.texts)


def test_differences_stand_about_zero_with_words_between_limits() -> None:
    data = p.Forest("t", "MD", (p.ForestGroup("", (p.ForestRow("A", Estimate(-0.1, -0.3, 0.12)),)),), scale="difference")
    picture = Drawn(p.forest(data))
    assert "−0.10 (−0.30 to 0.12)" in picture.texts
    assert picture.span("no-effect").left == pytest.approx(across(picture, False)(0), abs=0.01)


def test_an_infinite_limit_is_an_arrow_and_a_sign() -> None:
    data = p.Forest("t", "HR", (p.ForestGroup("", (p.ForestRow("A", Estimate(0.5, 0.2, float("inf"))),)),))
    picture = Drawn(p.forest(data))
    assert "0.50 (0.20–∞)" in picture.texts
    assert picture.names("beyond-") == ["beyond-0-high"]


def test_all_rows_not_estimable_is_still_a_picture() -> None:
    picture = Drawn(
        p.forest(p.Forest("t", "HR", (p.ForestGroup("", (p.ForestRow("A", UNKNOWN),)),), p.Pooled(random=UNKNOWN)))
    )
    assert picture.texts.count("not estimable") == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (p.ForestRow("A", Estimate(0.0, 0.0, 1.0)), "A: a ratio of 0 or less"),
        (p.ForestRow("A", Estimate(0.5, 0.6, 0.9)), "A: 0.5 is not between its limits 0.6 and 0.9"),
        (p.ForestRow("A", Estimate(0.5), arms=(p.Count(1, 2),)), "A: 1 counts, but 0 arms are named"),
    ],
)
def test_a_row_that_cannot_be_is_refused(row: p.ForestRow, said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        p.forest(p.Forest("t", "HR", (p.ForestGroup("", (row,)),)))


def test_samples_are_what_they_claim() -> None:
    assert len(LONG_FOREST.groups[0].rows) == 40
    assert SHARES.scale == "share"
