"""Survival curves step where events are, tick where patients were censored, and count who was still followed."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from tests.pictures.drawn import Drawn, scale
from tests.pictures.samples import CURVES, INCIDENCE, SIX, drawn
from thirdline.interfaces import pictures as p
from thirdline.interfaces.pictures.spreading import spread
from thirdline.statistics.estimates import Estimate


@pytest.fixture
def curves() -> Drawn:
    return Drawn(drawn("curves"))


def axes(picture: Drawn):
    """From time and share to a place."""
    x = scale({float(said): at[0] for said, at in picture.axes_ticks("xtick")})
    y = scale({float(said) / 100: at[1] for said, at in picture.axes_ticks("ytick")})
    return lambda time, share: pytest.approx((x(time), y(share)), abs=0.01)


def test_a_curve_steps_at_its_events(curves: Drawn) -> None:
    at, corners = axes(curves), curves.points("curve-0")
    wanted = [(0, 1), (3, 1), (3, 0.9), (6, 0.9), (6, 0.7), (20, 0.7), (20, 0.5), (33, 0.5)]
    assert len(corners) == len(wanted)
    assert all(corner == at(*place) for corner, place in zip(corners, wanted, strict=True))


def test_incidence_starts_at_nothing_and_rises() -> None:
    picture = Drawn(drawn("incidence"))
    at = axes(picture)
    wanted = [(0, 0), (5, 0), (5, 0.2), (9, 0.2), (9, 0.45), (30, 0.45)]
    assert all(corner == at(*place) for corner, place in zip(picture.points("curve-0"), wanted, strict=True))


def test_censored_patients_are_ticks_on_the_curve(curves: Drawn) -> None:
    at = axes(curves)
    assert curves.markers("censored-0") == [at(10, 0.7), at(30, 0.5)]
    assert curves.markers("censored-1") == [at(10, 0.65), at(30, 0.45)]


def test_one_censored_at_an_event_stands_below_it() -> None:
    """Ties: who is censored when another has the event was at risk of it, so the tick is on the lower step."""
    curve = replace(CURVES.curves[0], censored=(6.0,))
    picture = Drawn(p.survival_curves(replace(CURVES, curves=(curve,))))
    assert picture.markers("censored-0") == [axes(picture)(6, 0.7)]


def test_bands_are_the_limits_and_have_a_gap_where_there_is_none(curves: Drawn) -> None:
    at = axes(curves)
    assert curves.names("band-0") == ["band-0-0", "band-0-1"]
    early, late = curves.points("band-0-0"), curves.points("band-0-1")
    wanted = [(0, 1), (3, 1), (3, 0.8), (6, 0.8), (6, 0.98), (3, 0.98), (3, 1), (0, 1)]
    assert all(corner == at(*place) for corner, place in zip(early, wanted[:-1], strict=False))
    assert [late[0], late[1], late[2], late[3]] == [at(20, 0.4), at(33, 0.4), at(33, 0.62), at(20, 0.62)]


def test_numbers_at_risk_stand_under_their_times(curves: Drawn) -> None:
    x = {said: at[0] for said, at in curves.axes_ticks("xtick")}
    for group, first in ((0, "40"), (1, "39")):
        assert [curves.said(f"risk-{group}-{n}") for n in range(4)] == [first, "21", "<5", "–"]
    placed = [one.x for one in curves.lettered if one.text in ("40", "39")]
    assert placed == [pytest.approx(x["0"], abs=0.01)] * 2


def test_figures_of_each_group(curves: Drawn) -> None:
    assert curves.said("summary-0-0") == "12/40"
    assert curves.said("summary-0-1") == "not reached (20.0–NE)"
    assert curves.said("summary-1-1") == "20.0 (6.0–NE)"
    assert "Hazard ratio, 1 against 0: 0.44 (0.35–0.55), 95% CI; log-rank: p = 0.032" in " ".join(curves.texts)
    assert CURVES.definition in curves.texts


def test_all_is_told() -> None:
    told = drawn("curves").alternative.replace("\u00a0", " ")
    for said in (
        "0: 100.0%, 12: 70.0%, 24: 50.0%", "0: 100.0%, 12: 65.0%, 24: 45.0%", "at risk at 0: 40, 12: 21, 24: <5, 36: –",
        "median, months (95% CI) 20.0 (6.0–NE)", "p = 0.032", "0.44 (0.35–0.55)", "Start: first day of the line",
    ):  # fmt: skip
        assert said in told


def test_told_in_russian() -> None:
    told = drawn("curves", "ru").alternative.replace("\u00a0", " ")
    assert "0: 100,0 %, 12: 70,0 %, 24: 50,0 %" in told
    assert "не достигнута (20,0–н/о)" in told


def test_more_than_three_groups_have_no_bands_and_it_is_said() -> None:
    picture = Drawn(drawn("six curves"))
    assert len(SIX.curves) == len(picture.names("curve-")) == 6
    assert picture.names("band-") == []
    assert "Intervals are not drawn for more than 3 groups." in " ".join(picture.texts)


def test_each_curve_has_a_line_style_of_its_own() -> None:
    picture = Drawn(drawn("six curves"))
    styles = []
    for i in range(6):
        style = next(str(e.get("style")) for e in picture.group(f"curve-{i}").iter() if e.get("style"))
        styles.append(style.split("stroke-dasharray: ")[1].split(";")[0] if "dasharray" in style else "")
    assert len(set(styles)) == 6


def test_what_lies_beyond_the_last_risk_time_is_not_drawn() -> None:
    picture = Drawn(p.survival_curves(replace(INCIDENCE, risk_times=(0.0, 8.0))))
    assert max(x for x, _ in picture.points("curve-0")) == pytest.approx(
        max(at[0] for _, at in picture.axes_ticks("xtick")), abs=0.01
    )


def test_without_numbers_at_risk_or_medians_there_are_no_such_tables() -> None:
    picture = Drawn(drawn("incidence"))
    assert picture.names("risk-") == picture.names("summary-0-1") == []
    assert picture.said("summary-0-0") == "NE/NE"


def test_a_group_without_events_stays_up() -> None:
    alone = p.TimeCurve("All censored", (), (), censored=(5.0, 9.0), patients=2, events=0, median=Estimate(None))
    picture = Drawn(p.survival_curves(p.TimeCurves("t", "OS", (alone,), (0, 12), "months")))
    assert [picture.points("curve-0")[0], picture.points("curve-0")[-1]] == [axes(picture)(0, 1), axes(picture)(9, 1)]
    assert "not reached" in picture.texts


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"shares": (0.9, 0.7)}, "2 shares for 3 times"),
        ({"low": (0.1,)}, "1 low for 3 times"),
        ({"times": (6.0, 3.0, 20.0)}, "times must ascend"),
        ({"at_risk": (1, 2)}, "2 numbers at risk for 4 times"),
        ({"shares": (0.9, 70.0, 0.5)}, "share 70.0 is not between 0 and 1"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(change: dict, said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        p.survival_curves(replace(CURVES, curves=(replace(CURVES.curves[0], **change),)))


def test_risk_times_are_needed() -> None:
    with pytest.raises(p.PictureError, match="at least two"):
        p.survival_curves(replace(CURVES, risk_times=(0.0,)))


def test_labels_are_spread_no_further_than_needed() -> None:
    assert spread([10, 50], [8, 8], (0, 100)) == [10, 50]
    assert spread([99, 100], [10, 10], (0, 100)) == [85, 95]
    assert spread([20, 20, 20], [10, 10, 10], (0, 100)) == [10, 20, 30]
    found = spread([1, 2, 90, 91, 92], [10] * 5, (0, 100))
    assert all(b - a >= 10 for a, b in itertools.pairwise(found))
    assert found[0] == 5 and found[-1] == 95
