"""The report as a reader has it: in a browser, without a network, on a screen, a phone and paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.report import courses
from tests.report.conftest import Opened

Open = Callable[..., Opened]
LANGS = ("en", "ru")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"

POINTS = """() => echarts.getInstanceByDom(document.getElementById('chart')).getOption().series
  .filter(s => s.type === 'scatter' && s.yAxisIndex > 1).flatMap(s => s.data.map(d => d.value))"""
CELLS = "[...document.querySelectorAll('.drawn-measured tbody tr')].map(r => [...r.cells].map(c => c.textContent))"


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["long", "short", "empty"])
def test_it_opens_without_a_network_and_without_a_complaint(opened: Open, name: str, lang: str) -> None:
    report = opened(name, lang)
    assert report.complaints == []
    assert report.requests == []
    assert report.page.locator("html").get_attribute("lang") == lang


@pytest.mark.parametrize("lang", LANGS)
def test_the_chart_draws_lanes_and_markers_as_text_in_svg(opened: Open, lang: str) -> None:
    drawn = opened("long", lang).page.locator("#chart svg text").all_text_contents()
    wanted = {
        "en": {"bortezomib", "1 · VRd", "VGPR", "Serum M-protein, g/L", "Urine M-protein, mg/24 h", "14 Sep 2020", "ASCT"},
        "ru": {"1 · VRd", "ОХЧО", "М-протеин сыворотки, г/л", "М-протеин мочи, мг/24 ч", "14.09.2020", "аутоТГСК"},
    }
    told = {text.replace("\u00a0", " ").strip() for text in drawn}
    assert wanted[lang] <= told


def test_one_value_and_one_line_are_drawn_too(opened: Open) -> None:
    drawn = opened("short").page.locator("#chart svg text").all_text_contents()
    assert {"52.4", "1 · VRd", "Serum M-protein, g/L"} <= set(drawn)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["long", "hostile"])
def test_a_phone_needs_no_sideways_scrolling(opened: Open, name: str, lang: str) -> None:
    page = opened(name, lang, width=390).page
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_chart_follows_the_width_of_the_page(opened: Open) -> None:
    page = opened().page
    wide = page.evaluate("document.querySelector('#chart svg').getBoundingClientRect().width")
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("Number(document.getElementById('chart').dataset.drawn) < 390")
    assert page.evaluate("document.querySelector('#chart svg').getBoundingClientRect().width") < 390 < wide


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_tells_every_value_drawn_and_no_other(opened: Open, lang: str) -> None:
    page = opened("long", lang).page
    drawn = sorted(round(float(value), 6) for _, value in page.evaluate(POINTS))
    told = [row[3] for row in page.evaluate(CELLS)]
    assert sorted(float(value.replace(",", ".")) for value in told) == drawn
    kept = {"serum_m_protein", "urine_m_protein", "kappa_flc", "lambda_flc", "bone_marrow_plasma_cells"}
    assert sorted(float(Decimal(m["value"])) for m in courses.MEASUREMENTS if m["analyte"] in kept) == drawn


def test_every_row_of_the_table_has_its_unit(opened: Open) -> None:
    rows = opened().page.evaluate(CELLS)
    assert {(row[2], row[4]) for row in rows} == {
        ("Serum M-protein", "g/L"), ("Urine M-protein", "mg/24 h"), ("κ (involved)", "mg/L"), ("λ (uninvolved)", "mg/L"),
        ("Bone marrow plasma cells", "%"),
    }  # fmt: skip
    assert [row[5] for row in rows if row[0] == "19\u00a0Aug\u00a02019"] == ["suspect, not used"]


def test_without_script_the_table_stands_for_the_chart(opened: Open) -> None:
    page = opened(script=False).page
    assert page.locator(".noscript").is_visible()
    page.locator("#timeline-table > summary").click()
    assert page.locator(".drawn-measured tbody tr").first.is_visible()


def test_a_point_says_its_value_its_date_and_its_day(opened: Open) -> None:
    page = opened().page
    at = page.evaluate(
        """() => { const chart = echarts.getInstanceByDom(document.getElementById('chart'));
        const place = chart.convertToPixel({gridIndex: 2}, [Date.UTC(2018, 1, 20), 52.4]);
        const box = document.getElementById('chart').getBoundingClientRect();
        scrollTo({top: box.top + place[1] - 300, behavior: 'instant'});
        const now = document.getElementById('chart').getBoundingClientRect();
        return [now.left + place[0], now.top + place[1]]; }"""
    )
    page.mouse.move(at[0] - 20, at[1] - 20)
    page.mouse.move(at[0], at[1])
    tip = page.locator(".tip")
    tip.wait_for(timeout=2000)
    assert tip.inner_text().replace("\u00a0", " ").split("\n") == [
        "Serum M-protein", "52.4 g/L", "20 Feb 2018, day 0 since diagnosis",
    ]  # fmt: skip


def test_light_chains_can_be_seen_on_a_logarithmic_axis(opened: Open) -> None:
    report = opened()
    kinds = "echarts.getInstanceByDom(document.getElementById('chart')).getOption().yAxis.map(a => a.type)"
    assert "log" not in report.page.evaluate(kinds)
    report.page.locator("#logarithmic").check()
    assert report.page.evaluate(kinds).count("log") == 1
    assert report.complaints == []


def test_a_link_opens_what_it_points_to(opened: Open) -> None:
    page = opened().page
    target = page.locator("#response-3-2021-09-13")
    assert not target.is_visible()
    page.evaluate("location.hash = 'response-3-2021-09-13'")
    target.locator(".grounds").wait_for()
    assert "VGPR" in target.inner_text()


@pytest.mark.parametrize(("name", "lang"), [("long", "en"), ("short", "ru"), ("empty", "ru")])
def test_axe_finds_nothing(opened: Open, name: str, lang: str) -> None:
    page = opened(name, lang).page
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.evaluate(axe())
    found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found["violations"]] == []


def test_headings_go_down_one_step_at_a_time(opened: Open) -> None:
    levels = opened().page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_key_leads_past_the_head(opened: Open) -> None:
    page = opened().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#report"


@pytest.mark.parametrize("name", ["long", "short"])
def test_paper_shows_the_grounds_and_the_screen_gets_its_own_back(opened: Open, name: str) -> None:
    page = opened(name).page
    shut = page.locator("details:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("#chart").get_attribute("data-drawn") == "686"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() == shut > 0


def test_it_prints_on_a4_with_the_timeline_on_the_first_page(opened: Open) -> None:
    pdf = opened().page.pdf(prefer_css_page_size=True, print_background=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert pdf.startswith(b"%PDF")
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {(595, 842)}
    assert len(sizes) <= 20


@pytest.mark.parametrize("lang", LANGS)
def test_markup_in_a_record_stays_text(opened: Open, lang: str) -> None:
    report = opened("hostile", lang)
    page = report.page
    assert report.complaints == []
    assert report.requests == []
    assert page.title().endswith(courses.EVIL)
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3
    assert courses.EVIL in page.locator("h1").inner_text()


@pytest.mark.parametrize("lang", LANGS)
def test_no_key_of_the_program_is_left_in_the_text(opened: Open, lang: str) -> None:
    page = opened("long", lang).page
    sources_own = "'.raw, .ground .place'"  # a place may be a column of the source's table
    page.evaluate(f"document.querySelectorAll({sources_own}).forEach(e => e.remove())")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    text = page.locator("body").inner_text()
    assert re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b|report\.\w+|\{\w*\}|\bNone\b", text) == []


def test_the_russian_page_speaks_russian(opened: Open) -> None:
    page = opened("long", "ru").page
    own = page.locator("h2, dt, caption, nav a, .why-mark, .verdict, .key li, .checked, .tag, .limits li, .decides")
    told = {text.strip() for text in own.all_text_contents()}
    assert len(told) > 60
    assert [text for text in told if not re.search("[а-яА-Я]", text)] == []


@pytest.mark.parametrize(
    ("lang", "figures", "differs", "joined"),
    [
        ("en", "PFS HR 0.531 (0.318–0.889) [99 %] against Kd", "this patient has had 5 prior lines, the trial took 1 to 3",
         "compared in a trial with Kd (IKEMA)"),
        ("ru", "ВБП ОР 0,531 (0,318–0,889) [99 %] против Kd", "у пациента 5 прежних линий, в исследование брали после 1–3",
         "сравнивали в исследовании с Kd (IKEMA)"),
    ],
)  # fmt: skip
def test_beside_an_option_stand_its_trials_with_their_grounds(
    opened: Open, lang: str, figures: str, differs: str, joined: str
) -> None:
    option = opened("long", lang).page.locator("#option-isakd .choice-trials")
    told = option.inner_text().replace("\u00a0", " ")
    assert "IKEMA" in told and figures in told and differs in told and joined in told
    grounds = option.locator("details.why").first
    assert not grounds.locator(".ground").first.is_visible()
    grounds.locator("summary").click()
    assert grounds.locator(".ground-fact .cite").first.is_visible()
    assert grounds.locator(".ground-row").first.is_visible()


def test_no_trial_stands_beside_an_option_that_is_excluded(opened: Open) -> None:
    page = opened().page
    assert page.locator("#option-isapd").count() == 1
    assert page.locator("#option-isapd .choice-trials").count() == 0
