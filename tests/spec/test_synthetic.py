"""The synthetic examples: what must be derived is derived, and the script that wrote them writes them again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.golden.synthetic import make
from thirdline import run
from thirdline.knowledge import Knowledge
from thirdline.tables import TABLES


@pytest.mark.parametrize("record", make.RECORDS)
def test_what_is_expected_is_derived(record: str, knowledge: Knowledge) -> None:
    pytest.importorskip("thirdline.records")
    engine = run.open_record(make.EXAMPLES / record, knowledge)
    run.derive(engine, knowledge, run.Asked())
    derived = {
        **{
            ("status", row["patient"], column): _text(value)
            for row in _rows(engine, "status")
            for column, value in row.items()
        },
        **{("options", row["patient"], row["option"]): row["verdict"] for row in _rows(engine, "options")},
    }
    with (make.EXAMPLES / record / "about" / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {(row["table"], row["patient"], row["column"]): row["value"] for row in csv.DictReader(file)}
    assert {key: derived.get(key) for key in expected} == expected
    if any(table == "options" for table, _, _ in expected):
        assert {key for key in derived if key[0] == "options"} == {key for key in expected if key[0] == "options"}


@pytest.mark.parametrize("record", make.RECORDS)
def test_nothing_in_them_is_set_aside(record: str, knowledge: Knowledge) -> None:
    engine = run.open_record(make.EXAMPLES / record, knowledge)
    assert [row for row in engine.rows("record_issues", ("table",)) if row[1] != "expected"] == []


def test_the_script_writes_the_same_files_again(tmp_path: Path) -> None:
    make.write(tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {path: (make.EXAMPLES / path).read_bytes() for path in written}
    kept = {
        path.relative_to(make.EXAMPLES)
        for name in make.RECORDS
        for path in (make.EXAMPLES / name).rglob("*")
        if path.is_file()
    }
    assert kept == set(written)


def _rows(engine: run.DuckDB, name: str) -> list[dict[str, object]]:
    table = TABLES[name]
    return [dict(zip(table.names, row, strict=True)) for row in engine.rows(name, table.key)]


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
