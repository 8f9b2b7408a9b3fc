"""Is every word resolved that means one thing, and none that means nothing or two things?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from thirdline.knowledge import kinds
from thirdline.records import Words
from thirdline.records.words import holds_check_digit, plain, unit_key

from .conftest import Reading, found, knowledge, measured

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    "word",
    [
        "bortezomib",
        "Bortezomib",
        "BORTEZOMIB",
        " bortezomib ",
        "Velcade",
        "бортезомиб",
        "Бортезомиб",
        "L01XG01",
        "l01xg01",
        "358258",
        "1336825",
    ],
)
def test_a_drug_by_any_of_its_names(word: str, words: Words) -> None:
    assert words.resolve("drug", word) == "bortezomib"


@pytest.mark.parametrize(
    "word", ["belantamab mafodotin", "belantamab-mafodotin", "Belantamab  Mafodotin", "belantamab_mafodotin"]
)
def test_hyphens_and_spaces_are_one(word: str, words: Words) -> None:
    assert words.resolve("drug", word) == "belantamab-mafodotin"


@pytest.mark.parametrize("drug", knowledge("drugs", kinds.Drug), ids=lambda each: each.id)
def test_every_drug_by_every_name_and_code(drug: kinds.Drug, words: Words) -> None:
    names = [drug.id, drug.names.en, drug.names.ru, *drug.synonyms.en, *drug.synonyms.ru]
    codes = [*drug.codes.atc, *drug.codes.rxnorm, *map(str, drug.codes.omop)]
    assert {words.resolve("drug", each.upper()) for each in (*names, *codes)} == {drug.id}


@pytest.mark.parametrize("word", ["", "borte", "bortezomib 3.5 mg", "?", "-"])
def test_a_drug_is_not_guessed(word: str, words: Words) -> None:
    assert words.resolve("drug", word) is None


@pytest.mark.parametrize(
    "kind", [*knowledge("analytes", kinds.Analyte), *knowledge("findings", kinds.Finding)], ids=lambda e: e.word
)
def test_every_analyte_and_finding_by_every_name(kind: Any, words: Words) -> None:
    list_ = "analyte" if isinstance(kind, kinds.Analyte) else "finding"
    synonyms = getattr(kind, "synonyms", kinds.Synonyms())
    names = [kind.word, kind.id, kind.names.en, kind.names.ru, *synonyms.en, *synonyms.ru]
    assert {words.resolve(list_, name) for name in names} == {kind.word}


CODES = [(each, row) for each in knowledge("codes", kinds.CodeList) for row in each.codes]


@pytest.mark.parametrize(("codes", "row"), CODES, ids=lambda each: getattr(each, "code", getattr(each, "id", None)))
def test_every_code_means_what_is_known_in_its_system_and_an_invalid_one_nothing(
    codes: kinds.CodeList, row: kinds.CodeRow, words: Words
) -> None:
    lists = ("analyte", "finding") if codes.list == "observation" else (codes.list,)
    meant = {words.coded(codes.system, list_, row.code) for list_ in lists} - {None}
    assert meant == ({row.means} - {None} if row.how != "INVALID" else set())
    if codes.list == "observation":
        assert {words.resolve(list_, row.code) for list_ in lists} - {None} == meant


def test_a_code_is_of_one_system_alone(words: Words) -> None:
    assert words.coded("rxnorm", "drug", "3002") == "cyclophosphamide"
    assert words.coded("omop", "drug", "3002") is None
    assert words.coded("omop", "drug", "1310317") == "cyclophosphamide"
    assert words.coded("rxnorm", "drug", "1310317") is None


@pytest.mark.parametrize(
    ("code", "holds"),
    [("33358-3", True), ("12345-5", True), ("33944-0", True), ("33944-8", False), ("32730-5", False), ("1-8", True),
     ("33358-4", False), ("33358", False), ("mood", False), ("", False), ("33358-33", False)],
)  # fmt: skip
def test_the_check_digit_of_loinc(code: str, holds: bool) -> None:
    assert holds_check_digit(code) is holds


def test_one_check_digit_of_ten_holds() -> None:
    for number in ("1", "26098", "104544", "98979"):
        assert sum(holds_check_digit(f"{number}-{digit}") for digit in range(10)) == 1


@pytest.mark.parametrize(
    ("found", "problem"),
    [("26098-4", "wrong_code"), ("33944-8", "bad_check_digit"), ("12345-6", "bad_check_digit"), ("33358-3", None),
     ("M-protein", None), ("2020-01-05", None), ("8792", None)],
)  # fmt: skip
def test_a_code_that_must_not_be_read(found: str, problem: str | None, words: Words) -> None:
    assert words.wrong_code(found) == problem


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("mrd", "Positive", "positive"),
        ("mrd", "neg", "negative"),
        ("mrd", "отрицательно", "negative"),
        ("mrd", "not detected", "negative"),
        ("del_17p", "detected", "present"),
        ("del_17p", "нет", "absent"),
        ("del_17p", "positive", None),
        ("mrd_sensitivity", "1e-5", "1e-5"),
        ("mrd_sensitivity", "1E-5", "1e-5"),
        ("mrd_sensitivity", "10^-5", "1e-5"),
        ("mrd_sensitivity", "10⁻⁵", "1e-5"),
        ("mrd_sensitivity", "0.00001", "1e-5"),
        ("mrd_sensitivity", "1e-9", None),
        ("ecog", "1", "1"),
        ("ecog", "5", None),
        ("reported_iss", "1", "I"),
        ("reported_iss", "IV", None),
        ("reported_r2_iss", "IV", "IV"),
        ("reported_durie_salmon", "iiia", "IIIA"),
        ("reported_response", "vgpr", "VGPR"),
        ("reported_response", "полный ответ", "CR"),
        ("reported_progression", "imaging", "imaging"),
        ("contraindication", "Velcade", "bortezomib"),
        ("contraindication", "proteasome_inhibitor", "proteasome_inhibitor"),
        ("contraindication", "proteasome inhibitor", "proteasome_inhibitor"),
        ("contraindication", "none", "none"),
        ("contraindication", "pollen", None),
        ("transplant_planned", "yes", "yes"),
        ("transplant_planned", "false", "no"),
    ],
)
def test_a_value_of_a_finding(kind: str, text: str, value: str | None, read: Read) -> None:
    reading = read(findings=[found(kind, text)])
    assert reading.one("findings")["value"] == value
    assert reading.problems() == ([] if value else [("value", "unknown_value", text, "unknown")])


@pytest.mark.parametrize("finding", knowledge("findings", kinds.Finding), ids=lambda each: each.word)
def test_every_allowed_value_is_itself(finding: kinds.Finding, words: Words) -> None:
    for allowed in finding.values:
        assert {words.value(finding.word, each) for each in (allowed.value, allowed.en, allowed.ru)} == {allowed.value}


@pytest.mark.parametrize("kind", ["mrd", "del_17p", "serum_immunofixation"])
def test_both_values_of_a_finding_on_one_day_are_not_used(kind: str, read: Read) -> None:
    rows = [found(kind, "detected", finding="a"), found(kind, "not detected", finding="b")]
    reading = read(findings=[*rows, found(kind, "detected", "2020-02-01")])
    assert sorted(str(row["value"]) for row in reading.rows("findings"))[:2] == ["None", "None"]
    assert {problem for _, problem, _, _ in reading.problems()} == {"conflicting_values"}
    assert len(reading.problems()) == 2


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [("contraindication", "bortezomib", "IMiD"), ("reported_progression", "imaging", "clinical")],
)
def test_findings_that_may_stand_together(kind: str, one: str, other: str, read: Read) -> None:
    reading = read(findings=[found(kind, one), found(kind, other)])
    assert None not in [row["value"] for row in reading.rows("findings")]
    assert reading.problems() == []


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "word"),
    [
        ("patients", {}, "sex", "F", "female"),
        ("patients", {}, "sex", "мужской", "male"),
        ("patients", {}, "sex", "unknown", None),
        ("patients", {}, "diagnosis", "MM", "multiple_myeloma"),
        ("patients", {}, "diagnosis", "C90.0", "multiple_myeloma"),
        ("patients", {}, "diagnosis", "headache", None),
        ("patients", {}, "heavy_chain", "igg", "IgG"),
        ("patients", {}, "heavy_chain", "none", "none"),
        ("patients", {}, "heavy_chain", "kappa", None),
        ("patients", {}, "light_chain", "Kappa", "kappa"),
        ("patients", {}, "light_chain", "κ", "kappa"),
        ("patients", {}, "light_chain", "IgG", None),
        ("exposures", {"drug": "bortezomib", "started_on": "2020-01-01"}, "stopped_because", "Toxicity", "toxicity"),
        ("exposures", {"drug": "bortezomib", "started_on": "2020-01-01"}, "stopped_because", "fashion", None),
        ("lesions", {"lesion": "L1", "measured_on": "2020-01-01"}, "kind", "non-target", "non_target"),
        ("lesions", {"lesion": "L1", "measured_on": "2020-01-01"}, "kind", "mole", None),
        ("lesions", {"lesion": "L1", "measured_on": "2020-01-01"}, "is_new", "Yes", True),
        ("lesions", {"lesion": "L1", "measured_on": "2020-01-01"}, "is_new", "0", False),
        ("lesions", {"lesion": "L1", "measured_on": "2020-01-01"}, "is_new", "maybe", None),
        ("events", {"event": "Anemia", "started_on": "2020-01-01"}, "grade", "5", 5),
        ("events", {"event": "Anemia", "started_on": "2020-01-01"}, "grade", "severe", 3),
        ("events", {"event": "Anemia", "started_on": "2020-01-01"}, "grade", "6", None),
    ],
)
def test_a_word_of_a_closed_list(table: str, row: dict[str, str], column: str, text: str, word: Any, read: Read) -> None:
    reading = read(**{table: [{**row, column: text}]})
    assert reading.one(table)[column] == word
    assert [each[0] for each in reading.problems()] == ([] if word is not None else [column])


@pytest.mark.parametrize(
    ("text", "word"),
    [("ASCT", "autologous_transplant"), ("сбор гемопоэтических стволовых клеток", "stem_cell_collection")],
)
def test_a_procedure_by_its_names(text: str, word: str, read: Read) -> None:
    row = {"procedure": text, "performed_on": "2020-01-01"}
    assert read(procedures=[row]).one("procedures")["procedure"] == word


def test_an_unknown_procedure_is_left_out_and_said(read: Read) -> None:
    reading = read(procedures=[{"procedure": "magic", "performed_on": "2020-01-01"}])
    assert reading.rows("procedures") == []
    assert reading.problems() == [("procedure", "unknown_word", "magic", "left out")]


def test_an_unknown_drug_stays_without_a_name(read: Read) -> None:
    reading = read(exposures=[{"drug": "snake oil", "started_on": "2020-01-01"}])
    assert reading.one("exposures")["drug"] is None
    assert reading.one("exposures")["row"] == "snake oil/2020-01-01"


def test_an_analyte_by_its_loinc_code(read: Read) -> None:
    assert read(measurements=[measured("33358-3", "3.2", "g/dL")]).one("measurements")["analyte"] == "serum_m_protein"


def test_an_invalid_code_is_reported_not_read(read: Read) -> None:
    reading = read(measurements=[measured("33944-8", "12", "mg/L")])
    assert reading.problems() == [("analyte", "bad_check_digit", "33944-8", "left out")]


def test_plain_and_unit_key() -> None:
    assert plain("  Serum\u00a0M–Protein_x ") == "serum m protein x"
    assert plain("Трёх") == plain("трех")
    assert unit_key(" x10⁹ / L ") == "x10^9/L"
    assert unit_key("µg/L") == unit_key("μg/L") == "ug/L"


def vocabularies() -> list[kinds.Vocabulary]:
    return list(knowledge("vocabularies", kinds.Vocabulary))


def small_drug(id_: str, *synonyms: str) -> kinds.Drug:
    names = {"en": id_, "ru": f"{id_}-ru"}
    codes = {"atc": (), "rxnorm": (), "omop": ()}
    return kinds.Drug.model_validate(
        {"id": id_, "names": names, "synonyms": {"en": synonyms}, "drug_class": "alkylator", "codes": codes}
    )


def test_a_word_of_two_drugs_is_refused() -> None:
    with pytest.raises(ValueError, match="'Same' means both 'one' and 'two'"):
        Words.of([small_drug("one", "same"), small_drug("two", "Same")], [], [], [], vocabularies())


@pytest.mark.parametrize("id_", ["sexes", "drug-classes", "units-spellings", "finding-values-spellings"])
def test_a_vocabulary_that_is_missing_is_refused(id_: str) -> None:
    with pytest.raises(ValueError, match=f"vocabulary '{id_}' is missing: add knowledge/vocabularies/{id_}.yaml"):
        Words.of([], [], [], [], [each for each in vocabularies() if each.id != id_])
