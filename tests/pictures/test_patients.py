"""Swimmer, waterfall, flow of lines and response rates: each patient in place, none lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pictures.drawn import Drawn, scale
from tests.pictures.samples import FLOW, RATES, STEPS, SWIMMERS, WATERFALL, drawn
from thirdline.interfaces import pictures as p
from thirdline.interfaces.pictures.swimmer import name_place
from thirdline.statistics.estimates import Estimate


def test_lines_and_events_stand_at_their_times() -> None:
    picture = Drawn(drawn("swimmers"))
    x = scale({value: at[0] for value, at in picture.ticks().items()})
    for name, start, end in (("line-0-0", 0, 10), ("line-0-1", 12, 40), ("line-1-0", 0, 20), ("followed-1", 0, 25)):
        span = picture.span(name)
        assert (span.left, span.right) == pytest.approx((x(start), x(end)), abs=0.01)
    for name, at in (("event-0-0", 2), ("event-0-1", 10), ("event-0-2", 30), ("event-1-0", 25)):
        assert picture.marker(name)[0] == pytest.approx(x(at), abs=0.01)
    assert picture.names("event-1-1") == []
    assert picture.names("ongoing-") == ["ongoing-0"]


def test_swimmers_are_told() -> None:
    told = drawn("swimmers").alternative
    assert (
        "P1: VRd (PI + IMiD) 0–10; DRd (Anti-CD38) 12, no end recorded; Response 2; Progression 10; Complete response 30"
        in told
    )
    assert "P2: Anti-CD38 0–20; Death 25; Transplant at an unknown time; followed to 25" in told


def test_classes_are_told_apart_by_hatch_as_well() -> None:
    picture = Drawn(drawn("swimmers"))
    assert "url(#" not in picture.style("line-0-0")
    assert "url(#" in picture.style("line-0-1")


def test_a_name_keeps_clear_of_markers() -> None:
    assert name_place("DRd", (0, 100), []) == 3
    beside = name_place("DRd", (0, 100), [10])
    assert beside is not None and beside > 15.5
    assert name_place("DRd", (0, 15), []) is None
    assert name_place("", (0, 100), []) is None
    assert name_place("DRd", (0, 60), [10, 20, 30, 40, 50]) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (p.Therapy(5, 3, "PI"), "ends at 3, before its start at 5"),
        (p.Therapy(5, 90, "PI"), "after the last follow-up at 40"),
    ],
)
def test_a_line_that_cannot_be_is_refused(line: p.Therapy, said: str) -> None:
    with pytest.raises(p.PictureError, match=f"P1, line 1: {said}|P1, line 1: .*{said}"):
        p.swimmer_plot(replace(SWIMMERS, patients=(replace(SWIMMERS.patients[0], lines=(line,)),)))


def test_bars_fall_from_the_worst_and_are_as_long_as_their_change() -> None:
    picture = Drawn(drawn("waterfall"))
    y = scale({value: at[1] for value, at in picture.ticks().items()})
    for name, percent in (("bar-0", 100), ("bar-1", 20), ("bar-3", -55.5), ("bar-4", -100)):
        span = picture.span(name)
        ends = sorted((y(0), y(percent)))
        assert (span.top, span.bottom) == pytest.approx(ends, abs=0.01)
    lefts = [picture.span(f"bar-{i}").left for i in range(5)]
    assert lefts == sorted(lefts)
    assert picture.points("threshold-0")[0][1] == pytest.approx(y(-50), abs=0.01)


def test_a_bar_beyond_the_scale_has_its_figure_and_one_without_a_value_its_place() -> None:
    picture = Drawn(drawn("waterfall"))
    assert picture.said("beyond-0") == "240"
    assert picture.said("unknown-5") == "NE"
    assert picture.names("zero-") == ["zero-2"]
    assert {"CR (1)", "PR (2)", "PD (3)"} <= set(picture.texts)


def test_the_waterfall_is_told() -> None:
    told = drawn("waterfall").alternative
    assert "P4: 240.0%, PD. P2: 20.0%, PD. P5: 0.0%, PR. P6: −55.5%, PR. P1: −100.0%, CR. P3: not estimable, PD" in told


@pytest.mark.parametrize(
    ("change", "said"),
    [(p.Change("P1", -101, "CR"), "none can be below"), (p.Change("P1", -10, "MR"), "'MR' is not among CR, PR, PD")],
)
def test_a_change_that_cannot_be_is_refused(change: p.Change, said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        p.waterfall_plot(replace(WATERFALL, changes=(change,)))


def test_heights_are_patients_and_ribbons_join_them() -> None:
    picture = Drawn(drawn("flow"))
    tall = {(1, 0): 80, (1, 1): 40, (2, 2): 85, (2, 0): 15, (2, 3): 20, (3, 0): 30, (3, 3): 25, (3, 4): 45}
    one = picture.span("stock-1-0").height / 80
    for (line, order), n in tall.items():
        assert picture.span(f"stock-{line}-{order}").height == pytest.approx(n * one, abs=0.01)
    for i, step in enumerate(STEPS):
        points = picture.points(f"step-{i}")
        assert points[-2][1] - points[0][1] == pytest.approx(step.patients * one, abs=0.01)
    assert len(picture.names("stock-")) == len(tall)


def test_the_flow_is_told_and_its_counts_are_drawn() -> None:
    told, texts = drawn("flow").alternative, Drawn(drawn("flow")).texts
    for s in STEPS:
        assert f"Line {s.line}: {s.source} → {s.target}, {s.patients} patients" in told
    assert {"80", "40", "85", "15", "20", "30", "25", "45", "Line 1", "Line 2", "Line 3"} <= set(texts)


def test_ends_of_the_last_line_are_after_it() -> None:
    steps = (p.Step(1, "PI", "Death", 3), p.Step(1, "PI", "Followed", 4))
    assert "After line 1" in Drawn(p.line_flow(replace(FLOW, steps=steps))).texts


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (p.Step(2, "PI", "Death", 1), "line 2, PI: 15 patients came and 16 are accounted for"),
        (p.Step(1, "X", "Death", 1), "X is not among the classes"),
        (p.Step(1, "PI", "X", 1), "X is neither a class nor an exit"),
        (p.Step(1, "PI", "Death", 0), "0 patients in line 1"),
        (p.Step(2, "IMiD", "Death", 4), "line 2, IMiD: nobody came to it from line 1"),
    ],
)
def test_patients_that_vanish_or_appear_are_refused(step: p.Step, said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        p.line_flow(replace(FLOW, steps=(*STEPS, step)))


def test_rates_and_intervals_stand_where_their_figures_are() -> None:
    picture = Drawn(drawn("rates"))
    x = scale({value / 100: at[0] for value, at in picture.ticks().items()})
    assert picture.span("bar-0").right == pytest.approx(x(0.32), abs=0.01)
    span = picture.span("interval-1")
    assert (span.left, span.right) == pytest.approx((x(0.19), x(0.35)), abs=0.01)
    assert picture.names("bar-2") == []
    assert [picture.said(f"figures-{i}") for i in range(3)] == [
        "31/97; 32.0% (21.7–43.6)", "32/122; 26.2% (19.0–35.0)", "NE/12; not estimable",
    ]  # fmt: skip
    assert "Whiskers: 95% CI, Clopper-Pearson." in picture.texts


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (p.Rate("A", 1, 2, Estimate(0.5, 0.1, 1.04)), "upper limit 1.04 is not between 0 and 1"),
        (p.Rate("A", 3, 2, Estimate(0.5)), "3 of 2"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(rate: p.Rate, said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        p.rate_bars(replace(RATES, rates=(rate,)))
