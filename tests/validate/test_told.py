"""The command and what it writes: messages for people, figures kept, patients left out, everything or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.validate.conftest import CASES, SERIES
from tools.validate import __main__ as command
from tools.validate import foreign, told
from tools.validate.section import DataError, Prose, Section, Table, share, table


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Where figures are kept, and where the local report goes; without the parts that need more than a moment."""
    parts = command.parts
    monkeypatch.setattr(command, "parts", lambda *given: parts(*given)[:2])
    return tmp_path / "kept", tmp_path / "local"


def ran(data: Path | None, folders: tuple[Path, Path]) -> int:
    """The command's exit status."""
    words = [] if data is None else [str(data)]
    return command.main([*words, "--docs", str(folders[0]), "--out", str(folders[1])])


def test_figures_are_kept_and_patients_are_not(
    data: Path, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(data, folders) == 0
    kept = {file.name: file.read_text(encoding="utf-8") for file in folders[0].iterdir()}
    assert set(kept) == {"README.md", "index.html", "figures.json", "ifm-progression.svg", "ifm-best.svg", "mmrf-lines.svg"}
    named = ("lone-zero", "zero-run", "relapses", "low-serum", "undated")
    assert set(named) <= {*SERIES, *CASES}
    assert not [(file, name) for file, text in kept.items() for name in named if name in text]
    local = (folders[1] / "index.html").read_text(encoding="utf-8")
    assert "zero-run" in local and "Do not publish it" in local
    assert "as derived, 2 do" in " ".join(capsys.readouterr().out.split())


def test_figures_say_what_made_them(data: Path, folders: tuple[Path, Path]) -> None:
    ran(data, folders)
    figures = json.loads((folders[0] / "figures.json").read_text(encoding="utf-8"))
    assert set(figures["made_by"]["data"]) == {"ifm_m_protein.csv", "mmrf_treatments.csv"}
    assert figures["ifm"]["progressed"]["naive"]["before_180"] == 4
    assert figures["mmrf"]["n_compared"] == 2


@pytest.mark.parametrize(
    ("named", "said"),
    [(None, "no folder of validation data is named"), ("nowhere", "nowhere is no folder"), (".", "no such file")],
)
def test_without_data_it_says_what_to_do(
    named: str | None, said: str, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert ran(None if named is None else tmp_path / named, folders) == 1
    message = " ".join(capsys.readouterr().err.split())
    assert said in message and "make validate DATA=" in message
    assert not folders[0].exists() and not folders[1].exists()


def test_a_file_without_its_columns_is_named(
    data: Path, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "mmrf_treatments.csv").write_text("patient,drug\na,b\n", encoding="utf-8")
    assert ran(data, folders) == 1
    assert "no column case_submitter_id" in capsys.readouterr().err
    assert not folders[0].exists()


def test_the_page_lets_no_text_become_markup_and_fetches_nothing() -> None:
    cells = (Prose("<script>alert(1)</script>"), table("t", "a | b", [("<b>x</b>", 1)]))
    page = told.page([Section("s", "<i>", cells)], local=False)
    assert "<script" not in page and "<b>x" not in page and "<i>" not in page
    assert "default-src &#39;none&#39;" in page and "http" not in page.replace("http-equiv", "")


def test_markdown_keeps_a_table_a_table() -> None:
    text = told.markdown(
        [Section("s", "S", (table("t", "a | b", [("x | y\nz", None), ("w", 1234), ("v", 0.25)]), Table("u", ("a",), ())))]
    )
    assert (
        "| x \\| y z |  |" in text
        and "| --- | --: |" in text
        and "| w | 1,234 |" in text
        and "| v | 0.250 |" in text
        and "**u**: none." in text
    )


def test_an_answer_in_plain_values_becomes_a_section() -> None:
    answer: Mapping[str, Any] = {
        "text": "One.\n\nTwo.",
        "n_cases": 3,
        "terms": [{"term": "anaemia", "agrees": 2}, {"term": "x", "agrees": 1, "why": ["a", "b"]}],
        "kinds": {"zeros": {"sensitivity": 0.5}},
        "long": [{"n": n} for n in range(100)],
        "disagreements": [{"case": "one", "why": "said"}],
    }
    section = foreign.section("id", "Title", answer)
    prose, tables = [b for b in section.blocks if isinstance(b, Prose)], [b for b in section.blocks if isinstance(b, Table)]
    assert [p.text for p in prose] == ["One.", "Two."]
    assert [t.caption for t in tables] == ["Figures", "terms", "kinds", "long", "disagreements"]
    assert tables[1].rows == (("anaemia", 2, None), ("x", 1, "a, b"))
    assert [t.local for t in tables] == [False, False, False, True, True]
    terms = [{"term": "anaemia", "agrees": 2}, {"term": "x", "agrees": 1, "why": ["a", "b"]}]
    assert section.figures == {"n_cases": 3, "terms": terms, "kinds": {"zeros": {"sensitivity": 0.5}}}


def test_a_validation_that_is_not_there_is_said_to_be_absent() -> None:
    section = command._answered("not_written_yet", "Title")
    assert [block.text for block in section.blocks if isinstance(block, Prose)] == ["Not there in this checkout."]


def test_a_share_of_nothing_is_empty() -> None:
    assert share(1, 3) == "33.3 %"
    assert share(0, 0) == ""


def test_a_data_error_is_a_value_error() -> None:
    assert issubclass(DataError, ValueError)
