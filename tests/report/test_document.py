"""The document itself: one file, allowed by digests only, the same every time, sources numbered and listed."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

import pytest

from tests.report.conftest import html
from tests.report.courses import long_course
from thirdline.interfaces.report import page

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_only_the_package_s_own_scripts_and_style_are_allowed(lang: str) -> None:
    text = html("long", lang)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    policy = policy.replace("&#39;", "'")
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    scripts = SCRIPT.findall(text)
    assert len(scripts) == 2
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert set(re.findall(r"sha256-[\w+/=]+", policy)) == {digest(part) for part in (*scripts, style)}


def test_nothing_is_fetched_and_nothing_is_styled_in_place() -> None:
    shell = re.sub(r"<(script|style)\b.*?</\1>", "", html("long", "en"), flags=re.DOTALL)
    assert re.findall(r'\b(?:src|srcset|action|style|on\w+)="', shell) == []
    assert set(re.findall(r'<link[^>]+href="([^"]+)"', shell)) == {"data:,"}


def test_the_same_course_gives_the_same_page() -> None:
    assert page(long_course()) == html("long", "en")


def test_every_citation_has_its_source() -> None:
    text = html("long", "en")
    cited = set(re.findall(r'href="#source-(\d+)"', text))
    assert cited == set(re.findall(r'<li id="source-(\d+)"', text))
    assert "https://doi.org/10.1016" in text


def test_every_link_within_the_page_leads_somewhere() -> None:
    text = html("long", "en")
    named = re.findall(r'\bid="([^"]+)"', text)
    assert len(named) == len(set(named))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(named)


def test_the_chart_library_comes_with_its_licence_and_is_small() -> None:
    vendor = files("thirdline.interfaces.report") / "vendor"
    assert len((vendor / "echarts.common.min.js").read_bytes()) < 800_000
    assert "Apache License" in (vendor / "LICENSE").read_text(encoding="utf-8")
    assert "Apache ECharts" in (vendor / "NOTICE").read_text(encoding="utf-8")
