"""The page in a browser: readable by everyone, at any width, and from nothing but itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.report.test_browser import axe
from thirdline.knowledge import Knowledge
from tools.validate import ifm_report, mmrf_report, told


@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_is_accessible_and_fits(width: int, browser: Browser, data: Path, knowledge: Knowledge) -> None:
    sections = [ifm_report.report(data, knowledge), mmrf_report.report(data, knowledge)]
    file = data / "page.html"
    file.write_text(told.page(sections, local=True), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe())
    found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found["violations"]] == []
    assert complaints == []
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert asked == [file.as_uri()]
    context.close()
