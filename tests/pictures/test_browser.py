"""Every drawing in a real browser: without a network, with its text as text, nothing cut off, nothing for axe to say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.pictures.samples import DRAWINGS, LEAGUE, drawn
from thirdline.interfaces.pictures import league_html
from thirdline.interfaces.words import LANGS, Lang

AXE = Path(__file__).parents[1] / "report" / "vendor" / "axe.min.js"

OUTSIDE = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(t => {
    const b = t.getBoundingClientRect();
    return b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1;
  }).map(t => t.textContent); })"""


def sheet(lang: Lang) -> str:
    """All drawings and the league table on one page, each as wide as the page lets it be."""
    svgs = "".join(f"<figure>{drawn(name, lang).inline}</figure>" for name in DRAWINGS)
    style = "<style>svg{max-width:100%;height:auto}figure{margin:0}body{margin:0;font-family:sans-serif}</style>"
    head = f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>t</title>{style}</head>"
    return f"{head}<body><main><h1>t</h1>{svgs}{league_html(LEAGUE, lang)}</main></body></html>"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 900}, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [390, 1000])
def test_all_drawings_open_with_every_text_inside_and_axe_finds_nothing(page: Page, lang: Lang, width: int) -> None:
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(sheet(lang))
    assert page.locator("svg[role=img]").count() == len(DRAWINGS)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OUTSIDE) == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found["violations"]] == []
    assert complaints == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_a_document_of_its_own(page: Page, tmp_path: Path, name: str) -> None:
    file = tmp_path / "picture.svg"
    file.write_text(drawn(name, "ru").svg, encoding="utf-8")
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.nodeName") == "svg"
    assert page.evaluate("document.querySelector('title').textContent") == drawn(name, "ru").title
    assert page.evaluate("document.querySelector('parsererror')") is None


def test_a_screen_reader_is_told_the_title_and_all_figures(page: Page) -> None:
    page.set_content(sheet("en"))
    picture = page.get_by_role("img", name=drawn("forest").title, exact=True).first
    told = picture.evaluate("e => document.getElementById(e.getAttribute('aria-describedby')).textContent")
    assert told == drawn("forest").alternative
