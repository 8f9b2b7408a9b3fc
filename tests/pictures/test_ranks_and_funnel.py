"""Ranks as panels or as scores, and the funnel with its contours."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.pictures.drawn import Drawn, scale
from tests.pictures.samples import FUNNEL, RANKS, SCORES, drawn
from thirdline.interfaces import pictures as p


def test_panels_come_in_the_order_of_the_score() -> None:
    picture = Drawn(drawn("ranks"))
    heads = [one.text for one in picture.lettered if one.text in ("DRd", "KRd", "Dex")]
    assert heads == ["DRd", "KRd", "Dex"]
    assert {"SUCRA 90.0%", "SUCRA 55.0%", "SUCRA 5.0%"} <= set(picture.texts)


@pytest.mark.parametrize(("kind", "heights"), [("cumulative", (0.8, 1.0, 1.0)), ("rankogram", (0.8, 0.2, 0.0))])
def test_bars_are_the_probabilities(kind: str, heights: tuple[float, ...]) -> None:
    picture = Drawn(p.rank_curves(replace(RANKS, kind=kind)))
    ticks = [(float(said) / 100, at[1]) for said, at in picture.axes_ticks("ytick") if said]
    y = scale(dict(ticks[:3]))
    if kind == "cumulative":
        assert [at for _, at in picture.markers("curve-0")] == pytest.approx([y(h) for h in heights], abs=0.01)
    else:
        tops = [picture.span(name).height for name in ("bars-0-1", "bars-0-2", "bars-0-3")]
        assert tops == pytest.approx([y(0) - y(h) for h in heights], abs=0.01)


def test_scores_alone_are_bars_with_figures_and_one_unknown() -> None:
    picture = Drawn(drawn("scores"))
    first, last = picture.span("score-0"), picture.span("score-1")
    assert first.width / last.width == pytest.approx(0.9 / 0.05)
    assert {"90.0%", "5.0%", "not estimable", "P-score, %"} <= set(picture.texts)


def test_ranks_are_told() -> None:
    assert "DRd: SUCRA 90.0%; probability of rank 1: 80.0%, 2: 20.0%, 3: 0.0%" in drawn("ranks").alternative
    assert (
        drawn("scores").alternative
        == "Ranking of 3 treatments, the best first. DRd: P-score 90.0%. Dex: P-score 5.0%. KRd: P-score not estimable"
    )


@pytest.mark.parametrize(
    ("ranked", "said"),
    [
        (p.Ranked("A", (0.5, 0.5)), "2 rank probabilities for 1 treatments"),
        (p.Ranked("A", (0.9,)), "sum to 0.9"),
        (p.Ranked("A", (), 1.2), "score 1.2 is not between 0 and 1"),
    ],
)
def test_ranks_that_cannot_be_are_refused(ranked: p.Ranked, said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        p.rank_curves(replace(SCORES, treatments=(ranked,)))


def test_points_stand_at_effect_and_standard_error() -> None:
    picture = Drawn(drawn("funnel"))
    x = scale({float(said): at[0] for said, at in picture.axes_ticks("xtick")}, True)
    y = scale({float(said): at[1] for said, at in picture.axes_ticks("ytick")})
    for name, effect, error in (("point-0", -0.5, 0.1), ("point-1", 0.3, 0.4)):
        assert picture.marker(name) == pytest.approx((x(math.exp(effect)), y(error)), abs=0.02)
    assert picture.names("point-2") == []
    tip, edge = picture.points("funnel")[1], picture.points("funnel")[0]
    assert tip == pytest.approx((x(math.exp(-0.45)), y(0)), abs=0.02)
    error = 0.4 * 1.08
    assert edge == pytest.approx((x(math.exp(-0.45 - 1.959964 * error)), y(error)), abs=0.05)


def test_contours_are_about_no_effect_at_90_95_and_99_per_cent() -> None:
    picture = Drawn(drawn("funnel"))
    x = scale({float(said): at[0] for said, at in picture.axes_ticks("xtick")}, True)
    for n, z in ((0, 1.644854), (1, 1.959964), (2, 2.575829)):
        assert picture.span(f"contour-{n}-1").right == pytest.approx(x(math.exp(z * 0.4 * 1.08)), abs=0.05)
    assert {"p > 0.10", "0.05 < p ≤ 0.10", "0.01 < p ≤ 0.05", "p ≤ 0.01"} <= set(picture.texts)


def test_the_funnel_is_told() -> None:
    told = drawn("funnel").alternative.replace("\u00a0", " ")
    for said in (
        "HR by standard error",
        "pooled 0.64",
        "Egger: p = 0.20",
        "A: 0.61; Standard error 0.100",
        "not estimable: C",
    ):
        assert said in told


def test_a_standard_error_of_nothing_is_refused() -> None:
    with pytest.raises(p.PictureError, match="A: a standard error of 0"):
        p.funnel_plot(replace(FUNNEL, points=(p.FunnelPoint("A", 0.1, 0.0),)))


def test_differences_have_a_straight_axis() -> None:
    picture = Drawn(p.funnel_plot(replace(FUNNEL, ratio=False, measure="MD", pooled=None)))
    assert "MD" in picture.texts
    assert picture.names("funnel") == []
