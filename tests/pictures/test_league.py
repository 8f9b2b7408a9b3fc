"""A league table holds every pair once, column against row, both endpoints together, as a picture and as HTML."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.pictures.drawn import Drawn
from tests.pictures.samples import LEAGUE, drawn
from thirdline.interfaces import pictures as p
from thirdline.interfaces.pictures.league import cells, fill_of
from thirdline.interfaces.pictures.palette import INK, PAPER, QUIET, contrast
from thirdline.statistics.estimates import Estimate


class Table(HTMLParser):
    """The rows of an HTML table as lists of texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        self.inside = tag in ("td", "th")
        if self.inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def test_each_cell_stands_under_its_column_beside_its_row() -> None:
    picture = Drawn(drawn("league"))
    heads = {one.text: one for one in picture.lettered if one.bold and one.text in LEAGUE.treatments}
    for r, k in [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]:
        first = picture.span(f"cell-0-{r}-{k}")
        assert first.top < picture.span(f"cell-1-{r}-{k}").top
        head = next(one for one in picture.lettered if one.text == LEAGUE.treatments[k] and one.anchor == "middle")
        assert first.left < head.x < first.right
        side = next(one for one in picture.lettered if one.text == LEAGUE.treatments[r] and one.anchor == "start")
        assert first.top < side.baseline < picture.span(f"cell-1-{r}-{k}").bottom
    assert set(heads) == set(LEAGUE.treatments)


@pytest.mark.parametrize(
    ("cell", "value", "interval"),
    [
        ("cell-0-2-0", "0.37 ▲", "0.27–0.52"),
        ("cell-1-2-0", "0.73 ▲", "0.58–0.91"),
        ("cell-1-2-1", "1.10 ◅", "0.90–1.34"),
        ("cell-0-1-0", "0.54 ▲", "0.37–0.79"),
        ("cell-0-3-2", "0.35 ▲", "0.28–0.997"),
    ],
)
def test_figures_and_marks(cell: str, value: str, interval: str) -> None:
    picture = Drawn(drawn("league"))
    assert picture.said(f"{cell}-value") == value
    assert picture.said(f"{cell}-interval") == interval


def test_a_comparison_given_the_other_way_is_turned_round() -> None:
    """KRd against DRd was 1.86 (1.27–2.73); DRd heads the column, so the cell says 1/1.86 with the limits changed over."""
    turned = cells(LEAGUE, LEAGUE.first)[0]
    assert turned.estimate is not None
    assert (turned.estimate.value, turned.estimate.low, turned.estimate.high) == pytest.approx(
        (1 / 1.86, 1 / 2.73, 1 / 1.27)
    )
    assert turned.basis == "indirect"


def test_differences_are_turned_by_their_sign() -> None:
    data = p.League(
        "t", ("A", "B"), p.Endpoint("E", (p.Comparison("B", "A", Estimate(2.0, 1.0, 3.0)),), False), None, "MD", 0.0
    )
    (cell,) = cells(data, data.first)
    assert cell.estimate is not None
    assert (cell.estimate.value, cell.estimate.low, cell.estimate.high) == (-2, -3, -1)
    assert (cell.direction, cell.excludes) == ("row", True)
    assert "No other endpoint is given beside this one." in Drawn(p.league_table(data)).texts


def test_what_is_not_reported_is_said_beside_what_is() -> None:
    picture = Drawn(drawn("league"))
    assert picture.texts.count("OS: NE") == 4
    assert "OS, DRd against Dex: OS: NE" in drawn("league").alternative


def test_an_interval_that_touches_one_does_not_exclude_it() -> None:
    data = replace(LEAGUE, first=p.Endpoint("PFS", (p.Comparison("DRd", "KRd", Estimate(0.8, 0.6, 1.0)),)))
    assert not cells(data, data.first)[0].excludes
    assert Drawn(p.league_table(data)).said("cell-0-1-0-value") == "0.80 △"


def test_no_difference_favours_nobody() -> None:
    data = replace(LEAGUE, first=p.Endpoint("PFS", (p.Comparison("DRd", "KRd", Estimate(1.0, 0.6, 1.6)),)))
    assert cells(data, data.first)[0].direction == "neither"
    assert "1.00 (0.60–1.60), no difference" in p.league_table(data).alternative


def test_every_cell_is_told_with_its_verdict() -> None:
    told = drawn("league").alternative
    assert "PFS, DRd against Rd: 0.37 (0.27–0.52), favours DRd, the interval excludes no difference, direct" in told
    assert "OS, KRd against Rd: 1.10 (0.90–1.34), favours Rd, the interval includes no difference" in told


def test_four_tints_tell_direction_and_certainty_and_text_on_them_is_read() -> None:
    fills = {fill_of(cell) for e in (LEAGUE.first, LEAGUE.second) if e for cell in cells(LEAGUE, e)}
    assert len(fills) == 3  # blue for certain, orange for uncertain, paper for what is not reported
    assert all(contrast(ink, fill) >= 4.5 for fill in fills for ink in (INK,))
    assert contrast(QUIET, PAPER) >= 4.5


def test_html_holds_the_same() -> None:
    table = Table(p.league_html(LEAGUE)).rows
    assert table[0] == ["Row", "", "DRd", "KRd", "Rd"]
    assert table[1][:3] == ["KRd", "PFS", "0.54 (0.37–0.79) ▲"]
    assert table[2][:2] == ["OS", "OS: NE"]
    assert table[3] == ["Rd", "PFS", "0.37 (0.27–0.52) ▲", "0.69 (0.57–0.83) ▲", ""]
    assert table[4] == ["OS", "0.73 (0.58–0.91) ▲", "1.10 (0.90–1.34) ◅", ""]
    assert {len(row) for row in table[1::2]} == {5}


def test_html_in_russian_and_escaped() -> None:
    html = p.league_html(replace(LEAGUE, title="<b>&"), "ru")
    assert "0,37 (0,27–0,52) ▲" in html
    assert "&lt;b&gt;&amp;" in html and "<b>" not in html
    assert 'lang="ru"' in html


@pytest.mark.parametrize(
    ("comparisons", "said"),
    [
        ((p.Comparison("DRd", "X", Estimate(0.5)),), "X is not among the treatments"),
        ((p.Comparison("DRd", "Rd", Estimate(0.5)), p.Comparison("Rd", "DRd", Estimate(2.0))), "given twice"),
        ((p.Comparison("DRd", "Rd", Estimate(-0.5)),), "must be above 0"),
    ],
)
def test_what_does_not_fit_is_refused(comparisons: tuple[p.Comparison, ...], said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        p.league_table(replace(LEAGUE, first=p.Endpoint("PFS", comparisons)))


def test_a_treatment_named_twice_is_refused() -> None:
    with pytest.raises(p.PictureError, match="named twice"):
        p.league_table(replace(LEAGUE, treatments=("DRd", "DRd", "KRd", "Rd", "Dex")))
