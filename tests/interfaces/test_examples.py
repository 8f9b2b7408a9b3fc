"""Every example of one patient is told at a terminal and on a page, in both languages, whatever its record lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from thirdline.interfaces import one
from thirdline.interfaces.demo import examples
from thirdline.interfaces.patient_text import text
from thirdline.interfaces.report import page
from thirdline.interfaces.words import LANGS, Lang
from thirdline.knowledge import Knowledge

RECORDS = sorted(path for path in examples().iterdir() if path.is_dir() and not path.name.startswith("synthetic"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name)
def test_an_example_is_told(record: Path, lang: Lang, knowledge: Knowledge) -> None:
    shown = one.course(record, None, knowledge, lang)
    assert shown.patient in text(shown)
    assert shown.patient in page(one.with_calendar(shown))
