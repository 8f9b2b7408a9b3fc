"""Does a site's mapping file add what it says, and is every row that cannot hold refused with its line?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from thirdline import records
from thirdline.records import RecordError, Words
from thirdline.records.mapping import COLUMNS

from . import omop
from .conftest import Reading, found, measured, write
from .omop import PERSON, drug, lab, outcomes

Mapped = Callable[..., Words]


@pytest.fixture
def mapped(tmp_path: Path, words: Words) -> Mapped:
    """The words with a file of these rows; each row is text as it stands in the file."""

    def with_rows(*rows: str, header: str = ",".join(COLUMNS), encoding: str = "utf-8") -> Words:
        file = tmp_path / "mapping.csv"
        file.write_text("\n".join([header, *rows, ""]), encoding=encoding)
        return words.with_mapping(file)

    return with_rows


def read(folder: Path, words: Words, **tables: list[dict[str, Any]]) -> Reading:
    con = duckdb.connect(config={"threads": 1})
    records.read(con, write(folder / "record", tables), words)
    return Reading(con)


def read_omop(folder: Path, words: Words, **tables: list[dict[str, Any]]) -> Reading:
    con = duckdb.connect(config={"threads": 1})
    records.read(con, omop.write_csv(folder / "cdm", {"person": [PERSON], **tables}), words)
    return Reading(con)


def test_local_codes_are_read(tmp_path: Path, mapped: Mapped) -> None:
    words = mapped(
        "analyte,local,LAB-4711,serum_m_protein,", "drug,,BORT 35,Velcade,", "unit,,g p. d.,g/dL,",
        "serum_immunofixation,,IFX neg,negative,", "finding,,IFX,serum_immunofixation,", "procedure,,OPS 8-805,ASCT,",
    )  # fmt: skip
    reading = read(
        tmp_path, words,
        measurements=[measured("lab 4711", "1.2", "g p. d.")],
        exposures=[{"drug": "bort-35", "started_on": "2020-01-01"}],
        findings=[found("IFX", "ifx NEG")],
        procedures=[{"procedure": "OPS 8-805", "performed_on": "2020-01-01"}],
    )  # fmt: skip
    assert (reading.one("measurements")["analyte"], reading.one("measurements")["value"]) == ("serum_m_protein", 12)
    assert reading.one("exposures")["drug"] == "bortezomib"
    assert reading.one("findings")["value"] == "negative"
    assert reading.one("procedures")["procedure"] == "autologous_transplant"
    assert reading.problems() == []


@pytest.mark.parametrize(("unit", "value"), [("", 12), ("g/L", pytest.approx(1.2))])
def test_a_unit_of_the_file_stands_in_for_a_missing_one_only(unit: str, value: Any, tmp_path: Path, mapped: Mapped) -> None:
    words = mapped("analyte,,4711,serum_m_protein,g/dL")
    reading = read(tmp_path, words, measurements=[measured("4711", "1.2", unit)])
    assert float(reading.one("measurements")["value"]) == value
    assert reading.problems() == []


def test_codes_of_omop_by_their_source_and_by_their_concept(tmp_path: Path, mapped: Mapped) -> None:
    words = mapped(
        "analyte,local,4711,serum_m_protein,g/dL", "analyte,omop,2000000001,kappa_flc,", "drug,,77,bortezomib,",
        "unit,omop,2000000002,g/dL,",
    )  # fmt: skip
    reading = read_omop(
        tmp_path, words,
        measurement=[
            lab(0, "1.2", "", measurement_id=1, measurement_source_value="4711"),
            lab(2000000001, "5", 8751, measurement_id=2),
            lab(3046299, "2", 2000000002, measurement_id=3, measurement_date="2020-02-01"),
        ],
        drug_exposure=[drug(0, drug_source_value="77")],
    )  # fmt: skip
    assert [(row["analyte"], row["value"]) for row in reading.rows("measurements")] == [
        ("serum_m_protein", 12), ("kappa_flc", 5), ("serum_m_protein", 20),
    ]  # fmt: skip
    assert reading.one("exposures")["drug"] == "bortezomib"
    assert outcomes(reading, "measurement") == {"read": 3, "used": 3}


def test_a_concept_id_of_the_file_is_no_word_elsewhere(mapped: Mapped) -> None:
    words = mapped("analyte,omop,2000000001,kappa_flc,")
    assert words.coded("omop", "analyte", "2000000001") == "kappa_flc"
    assert words.resolve("analyte", "2000000001") is None


def test_the_words_themselves_are_left_as_they_were(words: Words, mapped: Mapped) -> None:
    more = mapped("drug,,BORT 35,bortezomib,")
    assert (words.resolve("drug", "BORT 35"), more.resolve("drug", "BORT 35")) == (None, "bortezomib")
    assert words.edition == more.edition


@pytest.mark.parametrize("header", ["list;code;means", "List\tCode\tMeans", "\ufefflist,code,means"])
def test_files_as_spreadsheets_write_them(header: str, mapped: Mapped) -> None:
    row = "drug,BORT 35,bortezomib".replace(",", ";" if ";" in header else "\t" if "\t" in header else ",")
    assert mapped(row, "", header=header).resolve("drug", "bort 35") == "bortezomib"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("analyte,,X1,serum_m_proten,", "line 2: 'serum_m_proten' is no analyte; near it: serum_m_protein"),
        ("drugs,,X1,bortezomib,", "line 2: no list is called 'drugs'; allowed: sex, diagnosis"),
        ("drug,,,bortezomib,", "line 2: code is empty; fill it or take the row out"),
        ("drug,,X1,,", "line 2: means is empty"),
        ("analyte,,33358-3,urine_m_protein,", "line 2: '33358-3' already means 'serum_m_protein'; the file adds codes"),
        ("drug,,Velcade,carfilzomib,", "line 2: 'Velcade' already means 'bortezomib'"),
        ("analyte,omop,3046299,kappa_flc,", "line 2: '3046299' already means 'serum_m_protein'"),
        ("analyte,,26098-4,bone_marrow_plasma_cells,", "line 2: '26098-4' is known to be used wrongly (Ankle radiograph"),
        ("analyte,loinc,12345-6,calcium,", "line 2: '12345-6' has the shape of a LOINC code but not its check digit"),
        ("unit,,gm/dL,mg/dL,", "line 2: 'gm/dL' already means 'g/dL'"),
        ("unit,,X1,bananas,", "line 2: 'bananas' is no unit"),
        ("drug,,X1,bortezomib,mg", "line 2: a unit belongs to an analyte, not to a drug; leave it empty"),
        ("analyte,,X1,serum_m_protein,mmol/L", "line 2: 'mmol/L' does not measure serum_m_protein; use a UCUM unit that converts to g/L"),
        ("mrd,,X1,perhaps,", "line 2: 'perhaps' is no mrd"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_hold_is_refused(row: str, said: str, mapped: Mapped) -> None:
    with pytest.raises(RecordError) as refused:
        mapped(row)
    assert str(refused.value).startswith(f"mapping.csv: {said}")
    assert "\n" not in str(refused.value)


def test_a_local_code_may_look_like_loinc_when_it_says_so(mapped: Mapped) -> None:
    assert mapped("analyte,local,12345-6,calcium,").site["analyte"] == {"12345 6": "calcium"}


def test_two_meanings_of_one_code_are_refused_by_both_lines(mapped: Mapped) -> None:
    with pytest.raises(RecordError, match="line 3: 'X1' already means 'calcium' in line 2; keep one of the rows"):
        mapped("analyte,,X1,calcium,", "analyte,,X1,albumin,")


def test_what_knowledge_says_already_may_be_said_again(mapped: Mapped) -> None:
    assert mapped("drug,,Velcade,bortezomib,").resolve("drug", "Velcade") == "bortezomib"


def test_the_first_problem_is_told_with_the_number_of_the_others(mapped: Mapped) -> None:
    with pytest.raises(RecordError, match=r"line 2: .* \(and 2 more\)$"):
        mapped("drug,,X1,snake oil,", "drug,,X2,snake oil,", "mood,,X3,blue,")


@pytest.mark.parametrize(
    ("header", "said"), [("list,code", "column means is missing"), ("list,code,means,colour", "column colour is not known")]
)
def test_a_header_that_cannot_be_read_is_refused(header: str, said: str, mapped: Mapped) -> None:
    with pytest.raises(RecordError, match=said):
        mapped(header=header)


def test_a_file_that_is_not_there_is_refused(words: Words, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no such file; give the mapping as CSV with the columns list"):
        words.with_mapping(tmp_path / "nowhere.csv")


def test_another_encoding_is_refused(mapped: Mapped) -> None:
    with pytest.raises(RecordError, match=r"mapping\.csv: not UTF-8"):
        mapped("drug,,Бортезомиб 3,bortezomib,", encoding="cp1251")
