"""The import report: its balance, its three forms and two languages, and a registry imported once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.interfaces.test_cli import call, refused
from tests.records import omop
from tests.records.conftest import found, measured, write
from thirdline import run
from thirdline.interfaces import importing
from thirdline.interfaces.demo import CASE, examples
from thirdline.interfaces.import_report import page
from thirdline.knowledge import load
from thirdline.records import imported
from thirdline.run import DERIVED_HERE
from thirdline.tables import INPUTS

EVIL = '<script>alert("x")</script>'
MESSY: dict[str, list[dict[str, Any]]] = {
    "patients": [{"born_on": "1960-05-01"}, {"patient": "p2", "sex": "x"}],
    "measurements": [
        measured("serum_m_protein", "3.5", "g/dL"),
        measured("serum_m_protein", "3.5", "g/dL"),
        measured("mood", "2", "1"),
        measured(EVIL, "2", "1"),
        measured("calcium", "2.4", "bananas"),
        measured("calcium", "2.4", "mmol/L", patient="p9"),
        measured("26098-4", "30", "%"),
    ],
    "findings": [found("ecog", "1")],
}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return write(tmp_path / "record", MESSY)


def ledger(record: Path) -> importing.Ledger:
    return importing.ledger(run.open_record(record, load()), record)


def outcomes(said: importing.Ledger, kind: str, file: str | None = None) -> dict[str, int]:
    return {row["outcome"]: row["rows"] for row in said.rows if (row["kind"], row["file"]) == (kind, file)}


def test_read_is_used_and_named_reasons(record: Path) -> None:
    said = ledger(record)
    assert said.imbalances == []
    assert outcomes(said, "measurements", "measurements.csv") == {"read": 7, "used": 7}
    assert outcomes(said, "measurements") == {
        "read": 7, "used": 2, "merged": 1, "unknown_analyte": 2, "unknown_patient": 1, "wrong_code": 1,
    }  # fmt: skip
    assert outcomes(said, "patients") == {"read": 2, "used": 2}


def test_words_units_and_problems_are_counted_with_an_example_that_is_no_patient(record: Path) -> None:
    said = ledger(record)
    words = {(row["list"], row["found"]): row["rows"] for row in said.words}
    assert words == {
        ("analyte", "mood"): 1,
        ("analyte", EVIL): 1,
        ("unit", "bananas"): 1,
        ("analyte", "26098-4"): 1,
        ("sex", "x"): 1,
    }
    assert [(row["analyte"], row["found"], row["canonical"], row["rows"]) for row in said.conversions] == [
        ("serum_m_protein", "g/dL", "g/L", 2)
    ]
    assert {row["problem"] for row in said.problems} >= {"unknown_unit", "duplicate", "unknown_word"}
    assert not {row["example"] for row in (*said.words, *said.problems)} & {"p1", "p2", "p9"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Every one of 10 rows read is used or left for a named reason."), ("ru", "Прочитано строк: 10.")],
)
def test_the_text_says_the_balance_in_both_languages(lang: str, said: str, record: Path) -> None:
    result = call("import", str(record), "--lang", lang)
    assert result.exit_code == 0, result.output
    assert said in result.output
    assert re.search(r"serum_m_protein +g/dL +g/L +2", result.output)
    assert re.search(r"analyte +mood +1 +mood/2020-01-05", result.output)


def test_json_holds_every_row(record: Path) -> None:
    said = json.loads(call("import", str(record), "--json").stdout)
    assert said["imbalances"] == []
    assert {row["found"] for row in said["words"]} == {"mood", EVIL, "bananas", "26098-4", "x"}
    assert {"version", "knowledge", "record", "rows", "quarantine", "conversions", "problems"} <= said.keys()


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_page_runs_nothing_fetches_nothing_and_escapes_the_record(lang: Any, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "import.html"
    assert call("import", str(record), "--html", str(file), "--lang", lang).exit_code == 0
    text = file.read_text(encoding="utf-8")
    shell = re.sub(r"<style\b.*?</style>", "", text, flags=re.DOTALL)
    assert f'<html lang="{lang}">' in text
    assert EVIL not in text and "&lt;script&gt;" in text
    assert "<script" not in shell
    assert re.findall(r'\b(?:src|srcset|action|style|on\w+)="', shell) == []
    assert "default-src &#39;none&#39;" in text


def test_every_table_of_the_page_has_its_heading_and_every_link_its_place(record: Path) -> None:
    text = page(ledger(record), load(), "en")
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', text)) <= set(ids)
    assert len(re.findall("<h1>", text)) == 1
    assert all('scope="col"' in head for head in re.findall(r"<thead>.*?</thead>", text))


def test_a_long_list_is_cut_for_people_and_whole_in_json(tmp_path: Path) -> None:
    rows = [measured(f"code {n}", "1", "g/L") for n in range(importing.MOST + 5)]
    record = write(tmp_path / "record", {"measurements": rows})
    said = call("import", str(record)).output
    assert len(re.findall(r"^  analyte +code \d+ ", said, re.MULTILINE)) == importing.MOST
    assert "and 5 more; JSON holds all" in said
    assert len(json.loads(call("import", str(record), "--json").stdout)["words"]) == importing.MOST + 5


def test_a_lost_row_is_said_aloud(record: Path) -> None:
    engine = run.open_record(record, load())
    engine.connection.execute("update import_rows set rows = rows + 1 where outcome = 'read' and kind = 'findings'")
    said = importing.ledger(engine, record)
    assert importing.balance(said, "en").startswith("Rows are lost: of findings, 2 were read and 1 are accounted for.")


def test_a_mapping_file_is_used_by_every_command_that_reads(record: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("list,code,means\nanalyte,mood,albumin\n")
    said = json.loads(call("import", str(record), "--mapping", str(mapping), "--json").stdout)
    assert "mood" not in {row["found"] for row in said["words"]}
    shown = json.loads(call("patient", str(record), "p1", "--mapping", str(mapping), "--json").stdout)
    assert "albumin" in {row["analyte"] for row in shown["measurements"]}
    assert call("course", str(record), "-o", str(tmp_path / "out"), "--mapping", str(mapping), "--quiet").exit_code == 0
    made = json.loads((tmp_path / "out" / "made.json").read_text())
    assert made["mapping"]["files"][0]["name"] == "mapping.csv"
    mapping.write_text("list,code,means\nanalyte,mood,sadness\n")
    assert "mapping.csv: line 2: 'sadness' is no analyte" in refused("import", str(record), "--mapping", str(mapping))


def test_course_leaves_the_import_beside_its_tables(record: Path, tmp_path: Path) -> None:
    assert call("course", str(record), "-o", str(tmp_path / "out"), "--quiet").exit_code == 0
    left = json.loads((tmp_path / "out" / importing.IMPORT).read_text())
    assert left["imbalances"] == []
    assert left["rows"] == json.loads(call("import", str(record), "--json").stdout)["rows"]


def _tables(folder: Path) -> dict[str, list[Any]]:
    con = duckdb.connect()
    return {name: con.execute(f"select * from '{folder / name}.parquet' order by all").fetchall() for name in DERIVED_HERE}


@pytest.mark.parametrize("form", ["tables", "omop"])
def test_a_record_imported_once_derives_the_same(form: str, tmp_path: Path) -> None:
    record, kept = examples() / CASE, tmp_path / "kept"
    if form == "omop":
        record = omop.write_csv(tmp_path / "cdm", omop.converted(record))
    first = call("import", str(record), "-o", str(kept))
    assert first.exit_code == 0, first.output
    assert imported.is_imported(kept)
    for source, out in ((record, "a"), (kept, "b")):
        assert call("course", str(source), "-o", str(tmp_path / out), "--quiet").exit_code == 0
    assert _tables(tmp_path / "a") == _tables(tmp_path / "b")
    again = json.loads(call("import", str(kept), "--json").stdout)
    once = json.loads(call("import", str(record), "--json").stdout)
    assert {**again, "record": ""} == {**once, "record": ""}


def test_an_import_of_other_words_is_refused(record: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert call("import", str(record), "-o", str(kept)).exit_code == 0
    made = json.loads((kept / "made.json").read_text())
    (kept / "made.json").write_text(json.dumps({**made, imported.EDITION: "other"}))
    assert "imported with other words of knowledge than these; import the record again" in refused(
        "patient", str(kept), "p1"
    )


def test_a_spoiled_import_is_refused(record: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert call("import", str(record), "-o", str(kept)).exit_code == 0
    (kept / "lesions.parquet").write_bytes(b"PAR1")
    said = refused("import", str(kept))
    assert "lesions.parquet" in said or "not as the import wrote it" in said


def test_an_import_into_a_folder_of_others_leaves_it_alone(record: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    refused("import", str(record), "-o", str(tmp_path / "mine"))
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_every_table_is_kept(record: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    call("import", str(record), "-o", str(kept))
    assert {f"{table.name}.parquet" for table in INPUTS} <= {file.name for file in kept.iterdir()}
