"""Is every unusable record refused in one clear line that says what, where, what is allowed and what to do?"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from thirdline.records import RecordError
from thirdline.records.files import LONGEST_LINE, PIECE, check_text

from .conftest import Reading, write, write_bundle

ReadPath = Callable[[Path], Reading]


@pytest.fixture
def refused(read_path: ReadPath) -> Callable[[Path], str]:
    """The message with which the record at a path is refused: one line, without the cells of the record."""

    def message(path: Path) -> str:
        with pytest.raises(RecordError) as caught:
            read_path(path)
        said = str(caught.value)
        assert "\n" not in said
        assert "secret" not in said.lower()
        return said

    return message


Refused = Callable[[Path], str]


def folder(tmp_path: Path, **files: bytes | str) -> Path:
    """A record folder with a sound patients table and these files beside it (`__` stands for the dot)."""
    record = write(tmp_path / "record", {"patients": [{}]})
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (record / name.replace("__", ".")).write_bytes(data)
    return record


def test_a_path_where_nothing_is(tmp_path: Path, refused: Refused) -> None:
    assert "there is no such file or folder; give a folder with patients.csv" in refused(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["record.xlsx", "record", "patients.csv"])
def test_a_file_that_is_no_record(name: str, tmp_path: Path, refused: Refused) -> None:
    (tmp_path / name).write_text("patient\n")
    assert f"{name}: not a record; give a folder with patients.csv" in refused(tmp_path / name)


def test_an_empty_folder(tmp_path: Path, refused: Refused) -> None:
    assert "no patients table (patients.csv or patients.parquet); found nothing" in refused(tmp_path)


def test_a_folder_without_patients_lists_what_is_there(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "Patients.csv").write_text("patient\n")
    assert "no patients table (patients.csv or patients.parquet); found Patients.csv" in refused(tmp_path)


def test_a_table_there_twice(tmp_path: Path, refused: Refused) -> None:
    record = folder(tmp_path, patients__parquet=b"PAR1")
    assert "patients is there as CSV and as Parquet; keep one of them" in refused(record)


def test_cp1251_names_the_byte(tmp_path: Path, refused: Refused) -> None:
    text = "patient,centre\np1,secret\np2,"
    record = folder(tmp_path, patients__csv=text.encode() + "Москва\n".encode("cp1251"))
    said = refused(record)
    assert f"patients.csv: not UTF-8 at byte {len(text)}; convert it, for example `iconv -f CP1251 -t UTF-8" in said


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf_16(encoding: str, tmp_path: Path, refused: Refused) -> None:
    said = refused(folder(tmp_path, findings__csv="patient,kind,found_on,value\n".encode(encoding)))
    assert said.startswith("findings.csv: ")
    assert "UTF-8" in said


@pytest.mark.parametrize("tail", [b"\xd0", b"\xd0\n"])
def test_a_character_cut_in_half_at_the_end(tail: bytes, tmp_path: Path, refused: Refused) -> None:
    assert "patients.csv: not UTF-8 at byte 11" in refused(folder(tmp_path, patients__csv=b"patient\np1," + tail))


def test_a_character_across_two_pieces_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"x\n" * (PIECE // 2 - 1) + b"x" + "ж".encode() * 10)
    check_text(path)


def test_a_bad_byte_in_a_later_piece_is_named(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"x\n" * PIECE + b"\xff")
    with pytest.raises(RecordError, match=f"not UTF-8 at byte {2 * PIECE};"):
        check_text(path)


def test_a_zero_byte(tmp_path: Path, refused: Refused) -> None:
    assert "patients.csv: byte 9 is zero" in refused(folder(tmp_path, patients__csv=b"patient\np\x001\n"))


def test_an_open_quote(tmp_path: Path, refused: Refused) -> None:
    said = refused(folder(tmp_path, patients__csv='patient,centre\np1,"secret\np2,x\n'))
    assert said == "patients.csv: line 2: a quote is not closed; double each quote inside a quoted cell"


def test_an_open_quote_in_the_header(tmp_path: Path, refused: Refused) -> None:
    said = refused(folder(tmp_path, patients__csv='"patient,centre\n' + "p1,secret\n" * 50_000))
    assert "patients.csv" in said
    assert "quote" in said


@pytest.mark.parametrize(("row", "n"), [("p2,a,secret", 3), ("p2", 1)])
def test_too_many_or_too_few_columns(row: str, n: int, tmp_path: Path, refused: Refused) -> None:
    said = refused(folder(tmp_path, patients__csv=f"patient,centre\np1,x\n{row}\n"))
    assert said.startswith(f"patients.csv: line 3: {n} columns where the header names 2; put cells that hold a comma")


def test_mixed_line_ends(tmp_path: Path, refused: Refused) -> None:
    said = refused(folder(tmp_path, patients__csv=b"patient,centre\r\np1,x\np2,x\r\n"))
    assert "patients.csv: some line: not regular CSV (RFC 4180: commas, double quotes, one kind of line end)" in said


def test_a_missing_column_lists_found_and_required(tmp_path: Path, refused: Refused) -> None:
    said = refused(folder(tmp_path, findings__csv="patient,kind,date\n"))
    assert said == (
        "findings.csv: column found_on, value is missing; found patient, kind, date; required patient, kind, found_on, value"
    )


@pytest.mark.parametrize("content", ["", "\n"])
def test_an_empty_file(content: str, tmp_path: Path, refused: Refused) -> None:
    assert "patients.csv: column patient is missing" in refused(folder(tmp_path, patients__csv=content))


def test_semicolons_show_in_what_was_found(tmp_path: Path, refused: Refused) -> None:
    assert "found patient;centre; required patient" in refused(folder(tmp_path, patients__csv="patient;centre\np1;x\n"))


def test_two_columns_of_one_name(tmp_path: Path, refused: Refused) -> None:
    assert "two columns have the same name" in refused(folder(tmp_path, patients__csv="patient,Patient\np1,p2\n"))


@pytest.mark.parametrize("content", [b"", b"PAR1", b"patient\np1\n", b"PAR1" + b"\x00" * 100 + b"PAR1"])
def test_parquet_that_is_none(content: bytes, tmp_path: Path, refused: Refused) -> None:
    said = refused(folder(tmp_path, findings__parquet=content))
    assert said == "findings.parquet: not a whole Parquet file; write it again as Parquet, or as findings.csv"


def test_a_file_that_may_not_be_opened(tmp_path: Path, refused: Refused) -> None:
    record = folder(tmp_path)
    (record / "findings.csv").mkdir()
    assert "cannot be opened: Is a directory; check that it may be read" in refused(record)


def test_a_line_of_a_hundred_megabytes_fails_fast_in_little_memory(tmp_path: Path, refused: Refused) -> None:
    record = folder(tmp_path)
    with (record / "patients.csv").open("wb") as file:
        file.write(b'patient,centre\np1,"')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    began = time.monotonic()
    said = refused(record)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert f"patients.csv: a line is longer than {LONGEST_LINE} bytes" in said
    assert time.monotonic() - began < 5
    assert peak < 20_000_000


@pytest.mark.parametrize(("length", "fits"), [(LONGEST_LINE, True), (LONGEST_LINE + 1, False)])
def test_the_longest_line(length: int, fits: bool, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a\n" + b"x" * length + b"\n" + b"b\n")
    with nullcontext() if fits else pytest.raises(RecordError):
        check_text(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON (line 1, column 1)"),
        (b"{", "not JSON (line 1, column 2)"),
        (b'{"a": NaN}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe{\x00", "not UTF-8 at byte 0"),
        ('{"a": "Москва"}'.encode("cp1251"), "not UTF-8 at byte 7"),
        (b"[]", "not a FHIR Bundle"),
        (b"3", "not a FHIR Bundle"),
        (b'{"resourceType": "Patient", "id": "secret"}', "not a FHIR Bundle"),
        (b'{"resourceType": "Bundle"}', "the bundle holds no Patient"),
        (b'{"resourceType": "Bundle", "entry": [null, 3, {}, {"resource": null}]}', "the bundle holds no Patient"),
    ],
)
def test_json_that_is_no_bundle(content: bytes, said: str, tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "bundle.json").write_bytes(content)
    assert f"bundle.json: {said}" in refused(tmp_path / "bundle.json")


@pytest.mark.parametrize(
    "resource",
    [
        None,
        3,
        [],
        {},
        {"resourceType": 7},
        {"resourceType": "Observation", "code": [], "valueQuantity": 3, "component": {"a": 1}},
        {"resourceType": "Observation", "code": {"coding": [None, {"code": 3}]}, "component": [None, 4]},
        {"resourceType": "Condition", "code": "x", "extension": [3]},
        {"resourceType": "MedicationAdministration", "medicationReference": "x", "dosage": []},
        {"resourceType": "MedicationRequest", "dosageInstruction": {"timing": 1}},
        {"resourceType": "MedicationStatement", "contained": [1], "statusReason": 2},
        {"resourceType": "Procedure", "subject": "p1", "performedPeriod": []},
        {"resourceType": "Medication"},
    ],
    ids=str,
)
def test_a_resource_of_another_shape_never_raises(resource: object, tmp_path: Path, read_path: ReadPath) -> None:
    reading = read_path(write_bundle(tmp_path / "bundle.json", (resource,)))
    assert reading.one("patients")["patient"] == "p1"
    assert reading.rows("issues")
