"""What all pictures have in common: text as text, told in words, the same bytes again, both languages, nothing overlapping."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import matplotlib as mpl
import pytest

from tests.pictures.drawn import SVG, Drawn
from tests.pictures.samples import DRAWINGS, drawn
from thirdline.interfaces import pictures as p
from thirdline.interfaces.pictures.lettering import SMALL
from thirdline.interfaces.words import LANGS, Lang

EACH = [(name, lang) for name in DRAWINGS for lang in LANGS]
LEAST_PIXELS = {"forest": 5.6, "forest of forty": 6.0}
"""Of the smallest letters on a phone: 6.8 pixels, fewer only where a forest plot has all its columns."""
PHONE = 390


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_a_picture_says_what_it_is(name: str, lang: Lang) -> None:
    picture = drawn(name, lang)
    root = Drawn(picture).root
    assert root.get("role") == "img"
    assert root.get("lang") == lang == picture.lang
    told = {e.get("id"): e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert told == {root.get("aria-labelledby"): picture.title, root.get("aria-describedby"): picture.alternative}


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_the_title_is_drawn_as_text(name: str, lang: Lang) -> None:
    assert drawn(name, lang).title in " ".join(Drawn(drawn(name, lang)).texts)


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_input_gives_the_same_bytes_and_no_date(name: str) -> None:
    draw, data = DRAWINGS[name]
    again = draw(data, "en")
    assert again.svg == drawn(name).svg
    assert again == drawn(name)
    assert "date" not in again.svg
    assert again.png(40) == drawn(name).png(40)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_png_is_as_large_as_asked(name: str) -> None:
    picture = drawn(name)
    wide = float(str(Drawn(picture).root.get("width")).removesuffix("pt"))
    png = picture.png(36)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == pytest.approx(wide / 2, abs=1)


def test_drawing_leaves_the_settings_of_others_alone() -> None:
    before = {key: mpl.rcParams[key] for key in mpl.rcParams}
    draw, data = DRAWINGS["rates"]
    with mpl.rc_context({"font.size": 31.0, "lines.linewidth": 9.0}):
        assert draw(data, "en").svg == drawn("rates").svg
        assert mpl.rcParams["font.size"] == 31.0
    assert {key: mpl.rcParams[key] for key in mpl.rcParams} == before


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_no_text_is_smaller_than_the_least_and_none_leaves_the_sheet(name: str, lang: Lang) -> None:
    picture = Drawn(drawn(name, lang))
    wide, high = (float(str(picture.root.get(side)).removesuffix("pt")) for side in ("width", "height"))
    for one in picture.lettered:
        assert one.size >= SMALL, one
        assert one.size * PHONE / wide >= LEAST_PIXELS.get(name, 6.8), (one, wide)
        assert one.box.left >= 0, one
        assert one.box.right <= wide + 0.5, one
        assert one.box.top >= 0 and one.box.bottom <= high, one


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_no_text_stands_over_another(name: str, lang: Lang) -> None:
    picture = Drawn(drawn(name, lang))
    level = [one for one in picture.lettered if one.text.strip()]
    over = [(a.text, b.text) for a, b in combinations(level, 2) if a.box.meets(b.box, -1.6)]
    assert over == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_russian_has_decimal_commas_and_english_points(name: str) -> None:
    en, ru = drawn(name, "en").alternative, drawn(name, "ru").alternative
    assert re.findall(r"\d,\d(?!\d\d)", en) == []
    ours = re.findall(r"(?<![\w+.])\d+\.\d+(?! mg)", ru)
    assert ours == []
    assert len(re.findall(r"\d\.\d", en.replace("2.5 mg", ""))) == len(re.findall(r"\d,\d", ru))
    assert re.search("[а-яё]", ru)


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_no_key_of_the_program_is_left(name: str, lang: Lang) -> None:
    told = " ".join([*Drawn(drawn(name, lang)).texts, drawn(name, lang).alternative])
    assert re.findall(r"\b[a-z]+_[a-z]+\b|\{\w*\}|\bNone\b|\bnan\b", told) == []


def test_names_inside_do_not_meet_on_one_page() -> None:
    named = [set(re.findall(r'\bid="([^"]+)"', drawn(name, lang).svg)) for name, lang in EACH]
    assert all(not (a & b) for a, b in combinations(named, 2))
    for name, lang in EACH:
        assert all(one.startswith(drawn(name, lang).key) for one in re.findall(r'\bid="([^"]+)"', drawn(name, lang).svg))


def test_markup_in_a_name_stays_text() -> None:
    evil = '<script>alert("x")</script> & $\\alpha$'
    data: Any = DRAWINGS["rates"][1]
    picture = p.rate_bars(replace(data, title=evil, rates=(replace(data.rates[0], label="$x^2$ <b>"),)))
    root = Drawn(picture).root
    assert root.findall(f".//{SVG}script") == []
    assert evil in Drawn(picture).texts
    assert "$x^2$ <b>" in Drawn(picture).texts


EMPTY: list[tuple[Any, str]] = [
    (lambda: p.forest(p.Forest("t", "HR", ())), "no study"),
    (lambda: p.network_graph(p.NetworkGraph("t", (), ())), "no treatment"),
    (lambda: p.league_table(p.League("t", ("A",), p.Endpoint("PFS", ()), None, "HR")), "at least two"),
    (lambda: p.league_html(p.League("t", ("A",), p.Endpoint("PFS", ()), None, "HR")), "at least two"),
    (lambda: p.rank_curves(p.RankCurves("t", (), "SUCRA")), "no treatment"),
    (lambda: p.survival_curves(p.TimeCurves("t", "PFS", (), (0, 1), "months")), "no group"),
    (lambda: p.swimmer_plot(p.Swimmers("t", (), "months", "start")), "no patient"),
    (lambda: p.waterfall_plot(p.Waterfall("t", "m", (), ("PR",))), "no patient"),
    (lambda: p.line_flow(p.LineFlow("t", (), (), ())), "no step"),
    (lambda: p.funnel_plot(p.Funnel("t", "HR", (p.FunnelPoint("A", None, 0.1),), None)), "no study"),
    (lambda: p.rate_bars(p.Rates("t", "ORR", (), "Wilson")), "no group"),
]


@pytest.mark.parametrize(("draw", "said"), EMPTY)
def test_nothing_to_draw_is_said(draw: Any, said: str) -> None:
    with pytest.raises(p.PictureError, match=said):
        draw()
