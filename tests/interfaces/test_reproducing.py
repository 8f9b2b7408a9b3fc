"""`thirdline reproduce`: the table, the rows, the page of findings, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from thirdline.evidence.reproduction import VERDICTS, reproduce
from thirdline.interfaces.cli import app
from thirdline.interfaces.reproducing import reason
from thirdline.interfaces.words import LANGS, words
from thirdline.knowledge import Knowledge

ROOT = Path(__file__).parents[2]
RECORD = "van-beurden-tan-2017-slide"


def call(*args: str) -> Result:
    result = CliRunner().invoke(app, ["reproduce", *args])
    assert result.exit_code == 0, result.output
    return result


def test_the_table_shows_printed_recomputed_and_verdict() -> None:
    text = call(RECORD).stdout
    assert "DRd against bortezomib-dexamethasone:     81               76.3 (HR 0.237 [0.153;   DIFFERS" in text
    assert "Left out: the thalidomide trials" in text
    assert text.splitlines()[-1] == "3 printed figures or rows of figures: 2 agree, 1 differs."


def test_the_table_speaks_russian() -> None:
    text = call(RECORD, "--lang", "ru").stdout
    assert "76,3 (HR 0,237 [0,153;   РАСХОДИТСЯ" in text
    assert text.splitlines()[-1] == "3 напечатанных показателя или строки показателей: 2 совпадают, 1 расходится."


@pytest.mark.parametrize("lang", LANGS)
def test_no_line_is_wider_than_a_hundred(lang: str) -> None:
    assert max(len(line) for line in call("--lang", lang).stdout.splitlines()) <= 100


def test_one_verdict_alone() -> None:
    rows = json.loads(call("--only", "differs", "--json").stdout)
    assert {row["verdict"] for row in rows} == {"differs"}
    assert "No figure has this verdict." in call("symposium-polls-2025", "--only", "differs").stdout


def test_one_figure_alone() -> None:
    rows = json.loads(call("sustained-mrd-2018/castor-12-p", "--json").stdout)
    assert [(row["printed"], row["recomputed"], row["verdict"]) for row in rows] == [("0.0074", "0.0074", "agrees")]
    assert rows[0]["quote"] == "Устойчивая ≥12 месяцев 37 (12.9) 1 (0.4) <0.0001 8 (3.2) 0 0.0074"
    assert rows[0]["reasons"] == [{"word": "fisher", "text": "Fisher's exact test, two-sided, of 8/251; 0/247."}]


def test_every_row_names_its_place() -> None:
    rows = json.loads(call("--json").stdout)
    assert all(row["source"] and row["at"] and row["name"] and row["printed"] for row in rows)


def test_an_unknown_id_is_refused_with_those_near() -> None:
    result = CliRunner().invoke(app, ["reproduce", "sustained-mrd"])
    assert result.exit_code == 2
    assert "sustained-mrd-2018" in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_the_page_of_findings_is_what_the_command_prints() -> None:
    said = "Run: thirdline reproduce --markdown > docs/findings.md"
    assert (ROOT / "docs/findings.md").read_text(encoding="utf-8") == call("--markdown").stdout, said


def test_both_languages_have_the_same_texts() -> None:
    folder = ROOT / "src/thirdline/interfaces/words"
    en, ru = (yaml.safe_load((folder / f"reproducing.{lang}.yaml").read_text(encoding="utf-8")) for lang in LANGS)
    assert _keys(en) - {"one", "few", "many"} == _keys(ru) - {"one", "few", "many"}


def _keys(part: Any) -> set[str]:
    return set(part) | {key for value in part.values() for key in _keys(value)} if isinstance(part, dict) else set()


@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_and_verdict_has_its_words(knowledge: Knowledge, lang: Any) -> None:
    said = words(lang, "reproducing")
    texts = {each.word: reason(each, said) for row in reproduce(knowledge) for each in row.result.reasons}
    assert not [word for word, text in texts.items() if "{" in text or not text.endswith(".")]
    assert all(said(f"verdicts.{verdict}") and said.count(f"counted.{verdict}", 5) for verdict in VERDICTS)
