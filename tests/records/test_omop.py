"""Is an OMOP database one record whatever it is written in, refused where it cannot be used, and accounted for to the row?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdline import records, run
from thirdline.knowledge import load
from thirdline.records import RecordError, accounting

from . import omop
from .conftest import Reading, all_words
from .omop import PERSON, lab, outcomes
from .test_laws import SOME

EXAMPLES = Path(__file__).parents[2] / "examples"
WITHOUT_LESIONS = ("ryabukhina-2023", "vrd-vasculitis-2018", "light-chain-escape-2016", "synthetic-tiers", "bechir-2016")
ReadPath = Callable[[Path], Reading]
ReadOmop = Callable[..., Reading]


# the same facts, however they are written


@pytest.mark.parametrize("example", WITHOUT_LESIONS)
def test_csv_parquet_and_duckdb_are_one_record(example: str, tmp_path: Path, read_path: ReadPath) -> None:
    database = omop.converted(EXAMPLES / example)
    as_csv = read_path(omop.write_csv(tmp_path / "csv", database)).everything()
    assert as_csv == read_path(omop.write_csv(tmp_path / "tsv", database, "\t")).everything()
    assert as_csv == read_path(omop.write_parquet(tmp_path / "parquet", database)).everything()
    assert as_csv == read_path(omop.write_duckdb(tmp_path / "cdm.duckdb", database)).everything()
    assert as_csv == read_path(omop.write_duckdb(tmp_path / "main.duckdb", database, "main")).everything()
    assert as_csv["measurements"] and as_csv["exposures"]


@pytest.mark.parametrize("example", WITHOUT_LESIONS)
def test_lines_and_responses_are_those_of_the_tables(example: str, tmp_path: Path) -> None:
    knowledge, derived = load(), []
    for record in (EXAMPLES / example, omop.write_csv(tmp_path / "cdm", omop.converted(EXAMPLES / example))):
        engine = run.open_record(record, knowledge)
        named = {row["patient"]: str(n) for n, row in enumerate(omop.rows_of(record, "patients"), 1)}
        run.derive(engine, knowledge, run.Asked(), ("lines", "responses"))
        derived.append(
            [
                sorted((named.get(row[0], row[0]), *row[1:-1]) for row in engine.rows(table, ("patient", "line")))
                for table in ("lines", "responses")
            ]
        )
    assert derived[0][0]
    assert derived[0] == derived[1]


def test_a_folder_of_parquet_parts_is_one_table(tmp_path: Path, read_path: ReadPath) -> None:
    folder = omop.write_parquet(tmp_path / "cdm", {"person": [PERSON], "measurement": [lab(3046299, "30")]})
    other = omop.write_parquet(tmp_path / "other", {"measurement": [lab(3046299, "20", measurement_date="2020-02-01")]})
    (folder / "measurement").mkdir()
    (folder / "measurement.parquet").rename(folder / "measurement" / "part-0.parquet")
    (other / "measurement.parquet").rename(folder / "measurement" / "part-1.parquet")
    assert [row["value"] for row in read_path(folder).rows("measurements")] == [30, 20]


@pytest.mark.parametrize("empty", ["", "NULL", "\\N", "nan"])
def test_empty_cells_as_exports_write_them(empty: str, read_omop: ReadOmop) -> None:
    reading = read_omop(
        measurement=[lab(3046299, "30", operator_concept_id=empty, range_low=empty, value_source_value=empty)]
    )
    row = reading.one("measurements")
    assert (row["value"], row["lower_normal"]) == (30, None)
    assert reading.problems() == []


def test_a_double_stays_the_decimal_it_means(tmp_path: Path, read_path: ReadPath) -> None:
    values = ["0.1", "1.005", "29.3", "12345.6789"]
    rows = [lab(3034860, v, 8751, measurement_id=n, measurement_date=f"2020-01-0{n}") for n, v in enumerate(values, 1)]
    reading = read_path(omop.write_parquet(tmp_path / "cdm", {"person": [PERSON], "measurement": rows}))
    assert [row["value"] for row in reading.rows("measurements")] == [Decimal(value) for value in values]


# databases that cannot be used, and their remains


def test_a_database_without_persons_is_refused(tmp_path: Path, read_path: ReadPath) -> None:
    with pytest.raises(RecordError, match="no person table; found measurement"):
        read_path(omop.write_duckdb(tmp_path / "cdm.duckdb", {"measurement": [lab(3046299, "3")]}))


def test_a_person_table_of_another_kind_is_refused(tmp_path: Path, read_path: ReadPath) -> None:
    (tmp_path / "person.csv").write_text("name,age\nsecret,1\n")
    with pytest.raises(RecordError, match=r"person\.csv: column person_id is missing"):
        read_path(tmp_path)


def test_a_table_there_twice_is_refused(tmp_path: Path, read_path: ReadPath) -> None:
    folder = omop.write_csv(tmp_path / "cdm", {"person": [PERSON]})
    omop.write_parquet(folder, {"person": [PERSON]})
    with pytest.raises(RecordError, match=r"person is there twice, as PERSON\.csv and as person\.parquet; keep one"):
        read_path(folder)


def test_a_broken_line_is_named(tmp_path: Path, read_path: ReadPath) -> None:
    folder = omop.write_csv(tmp_path / "cdm", {"person": [PERSON], "measurement": [lab(3046299, "3")]})
    with (folder / "MEASUREMENT.csv").open("a") as file:
        file.write("secret\r\n")
    with pytest.raises(RecordError, match=r"MEASUREMENT\.csv: line 3: ") as refused:
        read_path(folder)
    assert "secret" not in str(refused.value)


def test_a_view_is_refused(tmp_path: Path, read_path: ReadPath) -> None:
    file = omop.write_duckdb(tmp_path / "hospital.duckdb", {"person": [PERSON]})
    (tmp_path / "secret.csv").write_text("measurement_id\n1\n")
    with duckdb.connect(str(file)) as con:
        con.execute(f"create view cdm.measurement as from read_csv('{tmp_path}/secret.csv')")
    with pytest.raises(RecordError, match=r"hospital\.duckdb: measurement is a view, which may read other files"):
        read_path(file)


def test_what_is_not_read_is_named(tmp_path: Path, read_path: ReadPath) -> None:
    folder = omop.write_csv(tmp_path / "cdm", {"person": [PERSON]})
    (folder / "NOTE.csv").write_text("note_id\n1\n")
    assert read_path(folder).problems() == [("file", "unknown_file", "NOTE.csv", "not read")]


def test_vocabulary_files_have_tabs_and_bare_quotes(tmp_path: Path, read_path: ReadPath) -> None:
    folder = omop.write_csv(tmp_path / "cdm", {"person": [PERSON], "measurement": [lab(2001, "3")]})
    (folder / "CONCEPT.csv").write_text(
        'concept_id\tconcept_name\tvocabulary_id\tconcept_code\n2002\tTest of 3" size\tLocal\tx\n2001\tM-protein\tLocal\ty\n'
    )
    assert read_path(folder).one("measurements")["value"] == 3


def test_a_database_is_let_go_and_is_as_it_was(tmp_path: Path, read_path: ReadPath) -> None:
    file = omop.write_duckdb(tmp_path / "cdm.duckdb", {"person": [PERSON], "measurement": [lab(3046299, "3")]})
    before = file.read_bytes()
    reading = read_path(file)
    assert [
        row[0] for row in reading.con.execute("select database_name from duckdb_databases() where not internal").fetchall()
    ] == ["memory"]
    assert file.read_bytes() == before
    with duckdb.connect(str(file)) as con:
        con.execute("create table written (x int)")


def test_a_database_open_elsewhere_is_let_alone_after_a_failure(tmp_path: Path, read_path: ReadPath) -> None:
    file = omop.write_duckdb(tmp_path / "cdm.duckdb", {"measurement": [lab(3046299, "3")]})
    for _ in range(2):
        with pytest.raises(RecordError, match="no person table"):
            read_path(file)


# no row vanishes

CONCEPTS = st.sampled_from([0, "", 3046299, 3034860, 1336825, 437233, 999, 8792])
TEXTS = st.sampled_from(["", "M-protein", "Velcade", "33944-8", "26098-4", "C90.0", "mood", "ASCT", "4711"])
DAYS = st.sampled_from(["2020-01-05", "2020-01", "", "1900-01-01", "never"])
PEOPLE = st.sampled_from([1, 2, 9, ""])


def coded(table: str, stem: str, date_column: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[omop.Rows]:
    row = st.fixed_dictionaries(
        {f"{table}_id": st.integers(1, 3), "person_id": PEOPLE, f"{stem}_concept_id": CONCEPTS, f"{stem}_source_value": TEXTS,
         date_column: DAYS, **more}
    )  # fmt: skip
    return st.lists(row, max_size=6)


MESSY = st.fixed_dictionaries(
    {
        "person": st.lists(st.fixed_dictionaries({"person_id": PEOPLE, "year_of_birth": st.sampled_from([1960, ""])}), min_size=1, max_size=3),
        "condition_occurrence": coded("condition_occurrence", "condition", "condition_start_date"),
        "drug_exposure": coded("drug_exposure", "drug", "drug_exposure_start_date"),
        "drug_era": coded("drug_era", "drug", "drug_era_start_date"),
        "measurement": coded("measurement", "measurement", "measurement_date", value_as_number=st.sampled_from(["3", "x", ""]),
                             unit_concept_id=st.sampled_from([8636, 8713, 8792, 0, ""])),
        "observation": coded("observation", "observation", "observation_date", value_as_string=TEXTS),
        "procedure_occurrence": coded("procedure_occurrence", "procedure", "procedure_date"),
        "death": st.lists(st.fixed_dictionaries({"person_id": PEOPLE, "death_date": DAYS}), max_size=3),
        "visit_occurrence": st.lists(st.fixed_dictionaries({"person_id": PEOPLE, "visit_start_date": DAYS}), max_size=3),
        "episode": st.lists(st.fixed_dictionaries({"episode_id": st.integers(1, 2), "person_id": PEOPLE,
                                                   "episode_concept_id": st.sampled_from([32531, 1, ""])}), max_size=3),
    }
)  # fmt: skip


@SOME
@given(MESSY)
def test_read_is_used_and_named_reasons(database: omop.Database) -> None:
    con = duckdb.connect(config={"threads": 1})
    with tempfile.TemporaryDirectory() as folder:
        records.read(con, omop.write_csv(Path(folder) / "cdm", database), all_words())
    reading = Reading(con)
    assert accounting.imbalances(con) == []
    for table, rows in database.items():
        assert outcomes(reading, table).get("read", 0) == len(rows)
    handed_on = {
        row["kind"]: row["rows"] for row in reading.rows("import_rows") if row["outcome"] == "read" and not row["file"]
    }
    named = {kind: n for kind, n in handed_on.items() if kind in ("measurements", "findings", "procedures")}
    used = sum(outcomes(reading, table).get("used", 0) for table in ("measurement", "observation", "procedure_occurrence"))
    assert sum(named.values()) == used


def test_the_ledgers_know_an_imbalance(read_omop: ReadOmop) -> None:
    con = read_omop(measurement=[lab(3046299, "3")]).con
    assert accounting.imbalances(con) == []
    con.execute("update import_rows set rows = rows + 1 where kind = 'measurement' and outcome = 'read'")
    assert accounting.imbalances(con) == [accounting.Imbalance("MEASUREMENT.csv", "measurement", 2, 1)]
