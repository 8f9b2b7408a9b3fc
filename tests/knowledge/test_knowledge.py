"""Knowledge as it is: cited, resolvable, in UCUM, named once."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest
from ucumvert import PintUcumRegistry

from thirdline.knowledge import Knowledge
from thirdline.knowledge.quotes import quoted
from thirdline.knowledge.tabulate import tabulate
from thirdline.records import Words
from thirdline.tables import KNOWLEDGE, TABLES

REGIMENS = {
    "Kd 20/56 twice weekly": "kd", "Kd 20/70 weekly": "kd", "KRd": "krd", "DKd": "dkd", "IsaKd": "isakd", "IsaPd": "isapd",
    "DRd": "drd", "DVd": "dvd", "DPd": "dpd", "EloRd": "elord", "EloPd": "elopd", "IRd": "ird", "PVd": "pvd", "Pd": "pd",
    "Vd": "vd", "VCd (CyBorD weekly)": "vcd", "SVd": "svd", "Sd": "sd", "SPd": "spd", "PanoVd": "panovd", "Ven-Vd": "venvd",
    "Ven-dex": "vend", "Belantamab mono": "belantamab", "BVd": "bvd", "BPd": "bpd", "ide-cel LD": "idecabtagene-vicleucel",
    "cilta-cel LD": "ciltacabtagene-autoleucel", "VMP (VISTA)": "vmp", "DCEP": "dcep", "VTD-PACE": "vtd-pace",
    "Benda-Vd (Ludwig)": "bendavd", "Benda-Rd": "bendard", "Teclistamab step-up": "teclistamab",
    "Elranatamab step-up": "elranatamab",
}  # fmt: skip
"""The regimens whose doses the reference lists, and the record that holds each."""
DRUG_WORDS = {
    "Velcade": "bortezomib", "Велкейд": "bortezomib", "бортезомиб": "bortezomib", "bortezomib": "bortezomib",
    "L01XG01": "bortezomib", "VELCADE": "bortezomib", "Kyprolis": "carfilzomib", "леналидомид": "lenalidomide",
    "Darzalex": "daratumumab", "даратумумаб": "daratumumab", "pegylated liposomal doxorubicin": "pegylated-liposomal-doxorubicin",
}  # fmt: skip


@pytest.fixture(scope="module")
def words(knowledge: Knowledge) -> Words:
    return Words.of(*(knowledge.of(kind).values() for kind in ("drugs", "analytes", "findings", "codes", "vocabularies")))


def test_every_kind_has_records(knowledge: Knowledge) -> None:
    assert [kind for kind, records in knowledge.records.items() if not records] == []


@pytest.mark.parametrize(("name", "id"), REGIMENS.items())
def test_the_reference_regimens_have_schedules(name: str, id: str, knowledge: Knowledge) -> None:
    assert knowledge.of("regimens")[id].schedules, name


def test_the_reference_lists_34_regimens() -> None:
    assert len(REGIMENS) == 34


@pytest.mark.parametrize("id", [id for id, n in Counter(REGIMENS.values()).items() if n > 1])
def test_a_regimen_listed_twice_has_a_schedule_for_each(id: str, knowledge: Knowledge) -> None:
    assert len(knowledge.of("regimens")[id].schedules) >= Counter(REGIMENS.values())[id]


@pytest.mark.parametrize(("found", "drug"), DRUG_WORDS.items())
def test_drug_words_resolve(found: str, drug: str, words: Words) -> None:
    assert words.resolve("drug", found) == drug


def test_car_is_a_receptor_and_no_drug(words: Words) -> None:
    assert words.resolve("drug", "CAR") is None


def test_every_name_and_synonym_of_a_drug_is_its_own(knowledge: Knowledge, words: Words) -> None:
    for drug in knowledge.of("drugs").values():
        for found in (drug.id, drug.names.en, drug.names.ru, *drug.synonyms.en, *drug.synonyms.ru):
            assert words.resolve("drug", found) == drug.id, found


def test_every_name_of_a_regimen_is_its_own(knowledge: Knowledge) -> None:
    named = Counter(
        word
        for r in knowledge.of("regimens").values()
        for word in {x.casefold() for x in (r.id, r.names.en, r.names.ru, *r.synonyms)}
    )
    assert [word for word, n in named.items() if n > 1] == []


def test_units_are_ucum(knowledge: Knowledge) -> None:
    ucum = PintUcumRegistry()
    for analyte in knowledge.of("analytes").values():
        assert ucum.from_ucum(analyte.unit) is not None, analyte.id


def test_possible_ranges_are_ranges(knowledge: Knowledge) -> None:
    assert [a.id for a in knowledge.of("analytes").values() if not a.possible.at_least < a.possible.at_most] == []


def test_molar_mass_stands_where_substance_is_counted(knowledge: Knowledge) -> None:
    assert [
        a.id for a in knowledge.of("analytes").values() if "mol" in a.unit and not (a.molar_mass or 0) > Decimal(0)
    ] == []


def test_compositions_are_unique_within_a_disease(knowledge: Knowledge) -> None:
    named = Counter((r.disease, r.drugs) for r in knowledge.of("regimens").values())
    assert [composition for composition, n in named.items() if n > 1] == []


def test_schedule_ids_are_unique_within_a_regimen(knowledge: Knowledge) -> None:
    for regimen in knowledge.of("regimens").values():
        ids = [schedule.id for schedule in regimen.schedules]
        assert len(ids) == len(set(ids)), regimen.id


def test_every_dose_falls_on_a_day_and_amounts_are_ordered(knowledge: Knowledge) -> None:
    for regimen in knowledge.of("regimens").values():
        for dose in (dose for schedule in regimen.schedules for dose in schedule.doses):
            assert dose.on_days(), regimen.id
            assert dose.on_days() == tuple(sorted(set(dose.on_days()))), regimen.id
            assert dose.amount_to is None or (dose.amount is not None and dose.amount < dose.amount_to), regimen.id
            assert dose.to_cycle is None or dose.from_cycle <= dose.to_cycle, regimen.id


def test_bands_of_an_adjustment_do_not_overlap(knowledge: Knowledge) -> None:
    for adjustment in knowledge.of("adjustments").values():
        for drug in {getattr(band, "instead_of", None) for band in adjustment.bands}:
            held = [b for b in adjustment.bands if b.instead_of == drug]
            edges = sorted({x for b in held for x in (b.at_least, b.more_than, b.below, b.at_most) if x is not None})
            for value in (y for x in edges for y in (x - Decimal("0.01"), x, x + Decimal("0.01"))):
                assert sum(_within(b, value) for b in held) <= 1, (adjustment.id, value)


def _within(band: object, x: Decimal) -> bool:
    at_least, more_than, below, at_most = (getattr(band, name) for name in ("at_least", "more_than", "below", "at_most"))
    return (
        (at_least is None or x >= at_least)
        and (more_than is None or x > more_than)
        and (below is None or x < below)
        and (at_most is None or x <= at_most)
    )


def test_sources_with_a_text_name_a_file(knowledge: Knowledge) -> None:
    texts = [source.text for source in knowledge.of("sources").values() if source.text]
    assert len(texts) == len(set(texts)) == 5
    assert all(re.fullmatch(r"\d{3}_[0-9a-f]{16}\.txt", text) for text in texts)


def test_what_is_quoted_is_quoted_from_a_source_with_a_text(knowledge: Knowledge) -> None:
    assert [where for where, cite in quoted(knowledge) if not knowledge.of("sources")[cite.source].text] == []


def test_general_knowledge_is_never_called_read(knowledge: Knowledge) -> None:
    for records in knowledge.records.values():
        for record in records.values():
            for key, cite in record.cites.items():
                assert cite.source not in ("general-knowledge", "thirdline-judgment") or cite.checked == "unverified", (
                    record.id,
                    key,
                )


def test_loinc_check_digits_hold_unless_invalid(knowledge: Knowledge) -> None:
    for code_list in (each for each in knowledge.of("codes").values() if each.system == "loinc"):
        for row in code_list.codes:
            assert re.fullmatch(r"\d{1,7}-\d", row.code), row.code
            assert row.how == "INVALID" or _mod10(row.code), row.code


def _mod10(code: str) -> bool:
    """The check digit of LOINC: Luhn's, over all digits."""
    digits = [int(d) for d in reversed(code.replace("-", ""))]
    return sum(d if n % 2 == 0 else sum(divmod(2 * d, 10)) for n, d in enumerate(digits)) % 10 == 0


def test_codes_are_listed_once(knowledge: Knowledge) -> None:
    for code_list in knowledge.of("codes").values():
        assert [code for code, n in Counter(row.code for row in code_list.codes).items() if n > 1] == []


def test_atc_codes_have_their_shape(knowledge: Knowledge) -> None:
    for drug in knowledge.of("drugs").values():
        assert all(re.fullmatch(r"[A-Z]\d{2}[A-Z]{2}\d{2}", code) for code in drug.codes.atc), drug.id
        assert all(code.isdigit() for code in drug.codes.rxnorm), drug.id


def test_finding_words_and_values_are_listed_once(knowledge: Knowledge) -> None:
    kinds = Counter(finding.word for finding in knowledge.of("findings").values())
    assert [word for word, n in kinds.items() if n > 1] == []
    for finding in knowledge.of("findings").values():
        assert finding.id == finding.word.replace("_", "-")
        assert len({value.value for value in finding.values}) == len(finding.values)


@pytest.mark.parametrize("finding", ["finding_present", "finding_absent"])
def test_what_a_label_finds_can_be_present_or_absent(finding: str, knowledge: Knowledge) -> None:
    allowed = {f.word: {value.value for value in f.values} for f in knowledge.of("findings").values()}
    for label in knowledge.of("labels").values():
        for need in (need for need in label.needs if need.need == finding):
            for word in need.any_of or (need.value,):
                assert allowed[word] in ({"present", "absent"}, {"positive", "negative"}), (label.id, word)


def test_a_practice_asks_for_values_its_findings_have(knowledge: Knowledge) -> None:
    allowed = {f.word: {value.value for value in f.values} for f in knowledge.of("findings").values()}
    for practice in knowledge.of("practices").values():
        for row in (*practice.preconditions, *practice.footnotes):
            assert row.value in allowed[row.finding]


def test_a_label_asks_for_one_disease_first(knowledge: Knowledge) -> None:
    for label in knowledge.of("labels").values():
        assert [need.need for need in label.needs].count("diagnosis") == 1, label.id
        assert label.in_force_from is None or label.in_force_until is None or label.in_force_from <= label.in_force_until


def test_a_label_with_a_regimen_has_its_drug_in_it(knowledge: Knowledge) -> None:
    for label in knowledge.of("labels").values():
        assert label.regimen is None or label.drug in knowledge.of("regimens")[label.regimen].drugs, label.id


def test_the_table_has_eleven_cells(knowledge: Knowledge) -> None:
    cells = knowledge.of("practices")["refractory-myeloma-2020"].cells
    assert Counter(cell.depth for cell in cells) == {1: 4, 2: 2, 3: 4, 4: 1}
    assert len({cell.id for cell in cells}) == 11


@pytest.mark.parametrize("name", [table.name for table in KNOWLEDGE])
def test_knowledge_tables_hold_their_columns_and_keys(name: str, knowledge: Knowledge) -> None:
    table, rows = TABLES[name], tabulate(knowledge, "refractory-myeloma-2020")[name]
    assert rows
    assert {len(row) for row in rows} == {len(table.names)}
    keys = Counter(tuple(row[table.names.index(column)] for column in table.key) for row in rows)
    assert [key for key, n in keys.items() if n > 1] == []


def test_every_row_of_knowledge_says_its_fact(knowledge: Knowledge) -> None:
    for name, rows in tabulate(knowledge, "refractory-myeloma-2020").items():
        if "fact" in TABLES[name].names:
            for record, _, field in (str(row[TABLES[name].names.index("fact")]).partition("#") for row in rows):
                assert knowledge.cited(record, field), (name, record, field)


def test_an_id_is_found_in_the_first_kind_that_has_it_and_in_sources_last(knowledge: Knowledge) -> None:
    assert type(knowledge.find("durie-salmon-1975")).__name__ == "Staging"
    assert type(knowledge.find("daratumumab")).__name__ == "Drug"
    assert knowledge.find("no-such-id") is None
