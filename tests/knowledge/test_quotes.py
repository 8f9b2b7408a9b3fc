"""Quoted words are looked for in the texts of their sources."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from thirdline.knowledge import Knowledge
from thirdline.knowledge.kinds import Citation, Names, Record, Source
from thirdline.knowledge.quotes import check_quotes

TEXT = "Refractory disease is pro-\ngression within\n\n60 days, re\u00adfractory to bortezomib-\nbased therapy. 25-49% \n"


def quoting(quote: str, text: str | None = "lecture.txt", checked: str = "quoted") -> Knowledge:
    """Knowledge of one record with one citation, of one source."""
    source = Source(id="lecture", title="A lecture", kind="slides", language="en", published="2020", text=text)
    cite = Citation(source="lecture", at="slide 1", quote=quote, checked=checked)  # type: ignore[arg-type]
    record = Record(id="claim", remark=Names(en="x", ru="x"), cites={"statement": cite})
    kinds = {"sources": {"lecture": source}, "mechanisms": {"claim": record}}
    return Knowledge(MappingProxyType({kind: MappingProxyType(records) for kind, records in kinds.items()}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lecture.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "quote",
    [
        "Refractory disease",
        "within 60 days",
        "within\n60   days",
        "refractory DISEASE",
        "progression within 60 days",
        "refractory to bortezomib",
        "bortezomib- based therapy",
        "25-49%",
    ],
)
def test_words_that_are_there_are_found(quote: str, folder: Path) -> None:
    assert check_quotes(quoting(quote), folder) == []


@pytest.mark.parametrize("quote", ["within 61 days", "within60 days", "25 - 49%", "disease is refractory"])
def test_words_that_are_not_there_are_told(quote: str, folder: Path) -> None:
    assert check_quotes(quoting(quote), folder) == [
        f"mechanisms/claim.yaml: cites.statement: not found in lecture.txt: {quote!r}. Quote the words as they stand there."
    ]


def test_only_what_is_checked_by_its_words_is_looked_for(folder: Path) -> None:
    assert check_quotes(quoting("elsewhere", checked="read"), folder) == []
    assert check_quotes(quoting("elsewhere", text=None), folder) == []


def test_a_text_that_is_not_there_is_told(tmp_path: Path) -> None:
    (problem,) = check_quotes(quoting("Refractory disease"), tmp_path)
    assert problem.startswith("mechanisms/claim.yaml: cites.statement: lecture.txt is not in ")
    assert problem.endswith("Put the text there, or correct sources/lecture.yaml.")
