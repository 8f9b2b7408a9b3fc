"""A real browser for the report: Debian's chromium, started once, with every request but the page itself refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.report import courses
from thirdline.interfaces.report import page


@dataclass
class Opened:
    """A report in the browser, and what went wrong while it opened."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@cache
def html(name: str, lang: str) -> str:
    """A course's report, written once."""
    return page(getattr(courses, f"{name}_course")(lang))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens a course's report from a file; nothing else can be fetched."""
    contexts = []

    def open_report(name: str = "long", lang: str = "en", width: int = 1280, script: bool = True) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        contexts.append(context)
        file = tmp_path / f"{name}-{lang}.html"
        file.write_text(html(name, lang), encoding="utf-8")
        report = Opened(context.new_page())

        def refuse(route: Route) -> None:
            if route.request.url.startswith(file.as_uri()):
                return route.continue_()
            report.requests.append(route.request.url)
            return route.abort()

        report.page.route("**/*", refuse)
        report.page.on("console", lambda m: report.complaints.append(m.text) if m.type in ("error", "warning") else None)
        report.page.on("pageerror", lambda e: report.complaints.append(str(e)))
        report.page.goto(file.as_uri())
        return report

    yield open_report
    for context in contexts:
        context.close()
