"""A large record derived part by part: the same course, the same ledger, whatever the parts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from thirdline.engines.duckdb import DuckDB
from thirdline.engines.limits import EngineError, Limits
from thirdline.interfaces import parted
from thirdline.interfaces.cli import app
from thirdline.interfaces.demo import examples
from thirdline.records import Part, RecordError

EXAMPLE = examples() / "synthetic-tiers"
FEW_ROWS = 60
ONE_LANE = Limits("1GB", 2)
TWO_LANES = Limits("2GB", 2)
MESSY = {
    "measurements": [
        {"patient": "", "analyte": "serum_m_protein", "measured_on": "2020-01-01", "value": "1", "unit": "g/L"},
        {"patient": "nobody", "analyte": "serum_m_protein", "measured_on": "2020-01-01", "value": "1", "unit": "g/L"},
        {"patient": "penta", "analyte": "no such thing", "measured_on": "2020-01-01", "value": "1", "unit": "g/L"},
        {"patient": "tetra", "analyte": "no such thing", "measured_on": "2020-01-01", "value": "1", "unit": "g/L"},
        {"patient": "double", "analyte": "serum_m_protein", "measured_on": "2020-01-01", "value": "1", "unit": "stone"},
        {"patient": "double", "analyte": "serum_m_protein", "measured_on": "2020-01-02", "value": "1", "unit": "g/dL"},
        {"patient": "double", "analyte": "serum_m_protein", "measured_on": "2020-01-02", "value": "1", "unit": "g/dL"},
    ]
}
"""Rows of nobody, of a stranger, of words unknown in two parts, a unit unknown, one converted, and its copy."""


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)) + MESSY.get(table.stem, [])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as Parquet, with messy rows, a column that is unknown, and a file that is none of ours."""
    folder = tmp_path_factory.mktemp("record")
    for table in sorted(EXAMPLE.glob("*.csv")):
        write(folder / f"{table.stem}.parquet", rows_of(table))
    write(folder / "strangers.parquet", [{"a": "1"}])
    return folder


def write(file: Path, rows: list[dict[str, str]], **more: str) -> None:
    names = list(rows[0])
    cells = [tuple(row.get(name) or None for name in names) for row in rows]
    con = duckdb.connect()
    con.execute(f"create table rows ({', '.join(f'{name} varchar' for name in names)}, colour varchar)")
    con.executemany(f"insert into rows values ({', '.join('?' * len(names))}, null)", cells)
    for column, kind in more.items():
        con.execute(f"alter table rows alter {column} type {kind}")
    con.execute(f"copy rows to '{file}' (format parquet)")


def course(record: Path, out: Path, *words: str) -> dict[str, object]:
    done = CliRunner().invoke(app, ["course", str(record), "-o", str(out), "--quiet", *words])
    assert done.exit_code == 0, done.output
    return json.loads((out / "made.json").read_text(encoding="utf-8"))


def in_parts(monkeypatch: pytest.MonkeyPatch, rows: int = FEW_ROWS) -> None:
    monkeypatch.setattr(parted, "ROWS_A_PART", rows)


@pytest.mark.parametrize("imported", [False, True], ids=["tables", "imported"])
def test_the_course_in_parts_is_the_course(
    imported: bool, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if imported:
        done = CliRunner().invoke(app, ["import", str(record), "-o", str(tmp_path / "imported")])
        assert done.exit_code == 0, done.output
        record = tmp_path / "imported"
    whole = course(record, tmp_path / "whole", "--format", "csv")
    in_parts(monkeypatch)
    parts = course(record, tmp_path / "parts", "--format", "csv")
    assert int(str(parts["read_in_parts"])) > 2
    assert "read_in_parts" not in whole
    for name in ("read", "rows", "issues", "input"):
        assert parts[name] == whole[name], name
    tables = sorted(file.name for file in (tmp_path / "whole").glob("*.csv"))
    assert len(tables) > 10
    for name in (*tables, "import.json"):
        assert (tmp_path / "parts" / name).read_text() == (tmp_path / "whole" / name).read_text(), name


def test_the_ledger_of_parts_holds_what_is_messy(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_parts(monkeypatch)
    course(record, tmp_path / "out")
    said = json.loads((tmp_path / "out" / "import.json").read_text(encoding="utf-8"))
    assert said["imbalances"] == []
    unknown = {row["found"]: row["rows"] for row in said["words"]}
    assert (unknown["no such thing"], unknown["stone"]) == (2, 1)
    problems = {(row["problem"], row["table"]): row["rows"] for row in said["problems"]}
    assert problems["unknown_file", "strangers"] == 1
    assert problems["unknown_column", "measurements"] == 1
    assert problems["duplicate", "measurements"] == 1


def test_progress_tells_each_part_and_its_numbers_never_fall(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts(monkeypatch)
    told = CliRunner().invoke(app, ["course", str(record), "-o", str(tmp_path / "out")]).stderr.splitlines()
    places = [int(line[1 : line.index("/")]) for line in told]
    assert places == sorted(places)
    assert places[-1] == int(told[-1][told[-1].index("/") + 1 : told[-1].index("]")])
    n = json.loads((tmp_path / "out" / "made.json").read_text())["read_in_parts"]
    assert sum("part of the record" in line for line in told) == n
    assert places == list(range(1, n + 2))


@pytest.mark.parametrize(
    ("limits", "lanes", "memory", "threads"),
    [
        (Limits("2GB", 4), 2, "1000000KB", 2),
        (Limits("1.9GB", 4), 1, "1900000KB", 4),
        (Limits("300MB", 2), 1, "300000KB", 2),
        (Limits("8GB", 3), 3, "2666666KB", 1),
    ],
)
def test_parts_share_the_cores_as_far_as_the_memory_goes(limits: Limits, lanes: int, memory: str, threads: int) -> None:
    shared = parted._lanes(limits)
    assert len(shared) == lanes
    assert {(each.memory, each.threads) for each in shared} == {(memory, threads)}


@pytest.mark.parametrize(("limits", "n"), [(ONE_LANE, 5), (TWO_LANES, 6)])
def test_every_lane_has_as_many_parts(limits: Limits, n: int, tmp_path: Path) -> None:
    write(tmp_path / "patients.parquet", [{"patient": f"p{n:02}", "diagnosis": "multiple_myeloma"} for n in range(15)])
    assert len(parted.parts(tmp_path, limits, 3)) == n


def test_a_part_that_fails_ends_the_run_and_leaves_nothing(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(engine: DuckDB, *_: object) -> None:
        raise EngineError("no room")

    in_parts(monkeypatch)
    monkeypatch.setattr(parted, "_put_aside", broken)
    done = CliRunner().invoke(app, ["course", str(record), "-o", str(tmp_path / "out"), "--quiet"])
    assert done.exit_code != 0 and "no room" in done.output
    assert not any(tmp_path.iterdir())


def test_every_id_stands_in_one_part(record: Path) -> None:
    parts = parted.parts(record, ONE_LANE, FEW_ROWS)
    ids = [row["patient"] for row in rows_of(EXAMPLE / "patients.csv")] + ["", "\U0010ffff", None]
    con = duckdb.connect()
    con.execute("create table ids (patient varchar)")
    con.executemany("insert into ids values (?)", [(id,) for id in ids])
    found = [id for part in parts for (id,) in con.execute(f"select patient from ids where {part.where()}").fetchall()]
    assert sorted(found, key=str) == sorted(ids, key=str)
    assert [part.first for part in parts] == [True] + [False] * (len(parts) - 1)
    assert Part(None, None).where() == "(true or patient is null)"


@pytest.mark.parametrize("id", [" a", "a ", "a\t", "\na", "a\r", "a\xa0", ""])
def test_ids_that_do_not_stand_as_they_are_read_keep_the_record_whole(id: str, tmp_path: Path) -> None:
    rows = [{"patient": f"p{n}", "diagnosis": "multiple_myeloma"} for n in range(9)]
    write(tmp_path / "patients.parquet", rows)
    assert len(parted.parts(tmp_path, ONE_LANE, 3)) == 3
    con = duckdb.connect()
    con.execute("create table rows as select ? as patient, 'multiple_myeloma' as diagnosis", [id])
    con.execute(f"copy (from rows union all from '{tmp_path}/patients.parquet' select patient, diagnosis) to "
                f"'{tmp_path}/more.parquet' (format parquet)")  # fmt: skip
    (tmp_path / "more.parquet").replace(tmp_path / "patients.parquet")
    assert parted.parts(tmp_path, ONE_LANE, 3) == []


def test_what_cannot_be_read_in_parts_is_read_whole(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "patients.parquet", [{"patient": f"{n}", "diagnosis": "x"} for n in range(9)], patient="integer")
    assert parted.parts(tmp_path, ONE_LANE, 3) == []
    assert parted.parts(EXAMPLE, Limits(), 3) == []
    assert parted.parts(record, Limits(), 10**6) == []
    in_parts(monkeypatch)
    assert "read_in_parts" not in course(record, tmp_path / "out", "--outcomes")


def test_a_record_that_is_broken_is_refused_as_ever(tmp_path: Path) -> None:
    (tmp_path / "patients.parquet").write_bytes(b"PAR1")
    with pytest.raises(RecordError, match=r"patients\.parquet: not a whole Parquet file"):
        parted.parts(tmp_path, Limits(), 3)
