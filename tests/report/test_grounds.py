"""Every part of a `because` is resolved, and what cannot be is shown as it stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.report.courses import REFRACTORY, RESPONSE, P, long_course
from thirdline.interfaces.report.grounds import Ground, Grounds
from thirdline.interfaces.report.speech import Speech


def grounds(lang: Any = "en") -> Grounds:
    course = long_course(lang)
    return Grounds(course, Speech(lang, course.knowledge))


def one(because: str, lang: Any = "en") -> Ground:
    (found,) = grounds(lang).of(because)
    return found


def test_a_fact_is_told_with_its_source_place_words_and_check() -> None:
    found = one(f"{REFRACTORY}#window_days")
    assert (found.kind, found.title) == ("fact", "Refractory myeloma and its tiers, as on the slides (IMWG 2015)")
    assert (found.value, found.checked, found.number) == ("60 days", "quoted", 1)
    assert found.quote == "течение 60 дней после ее окончания"
    assert found.quote_lang == "ru"
    assert found.place == "Слайд «Рефрактерная миелома (дефиниция)»"


def test_a_fact_speaks_the_language_of_the_report() -> None:
    found = one(f"{REFRACTORY}#window_days", "ru")
    assert found.title == "Рефрактерная миелома и её степени, как на слайдах (IMWG 2015)"
    assert found.value == "60 дней"


def test_a_cell_of_a_practice_is_told_by_its_name_and_own_citation() -> None:
    dotted, cited = one("refractory-myeloma-2020#cells.two-groups-fit"), one("refractory-myeloma-2020#two-groups-fit")
    assert dotted == cited
    assert "Refractory to lenalidomide and bortezomib or ixazomib" in dotted.text
    assert dotted.quote.startswith("DPd*")


def test_a_citation_of_a_row_is_told_as_the_fact_it_is_for() -> None:
    assert one(f"{RESPONSE}#lesion-mr").text == "what a marker must reach for a category"


@pytest.mark.parametrize(
    ("ref", "title", "text"),
    [
        ("measurements:serum-m-protein-1", "Measurement", "Serum M-protein 52.4 g/L, 20 Feb 2018"),
        ("exposures:e5", "Drug given", "lenalidomide 10 mg, from 20 Dec 2018 to 5 Oct 2020; disease progression"),
        ("findings:f1", "Finding", "t(4;14): absent, 20 Feb 2018"),
        ("procedures:p2", "Procedure", "autologous stem cell transplant, 14 Sep 2018"),
        (f"patients:{P}", "Patient", "multiple myeloma, IgG κ"),
        (f"refractoriness:{P}/lenalidomide", "Refractoriness", "lenalidomide, since 14 Sep 2020: progression on therapy"),
        ("lines:2", "Line", "2 · IRd, from 20 Oct 2020 to 1 Mar 2021"),
        (f"status:{P}", "Status", "Responding; triple refractory; 5 lines of therapy"),
    ],
)
def test_a_row_is_told_by_its_own_values(ref: str, title: str, text: str) -> None:
    found = one(ref)
    assert (found.kind, found.title, found.text.replace("\u00a0", " ")) == ("row", title, text)


@pytest.mark.parametrize(
    "part", ["measurements:gone", "no-such-record#fact", f"{RESPONSE}#no_such_fact", "words of some kind", "x:y"]
)
def test_what_cannot_be_resolved_is_shown_as_it_stands(part: str) -> None:
    assert (one(part).kind, one(part).text) == ("raw", part)


@pytest.mark.parametrize("before", ["confirmed: ", "confirmed by; "])
def test_a_note_stands_with_the_first_part_that_is_new_after_it(before: str) -> None:
    fact = f"{RESPONSE}#categories"
    told = grounds().of(f"{fact}; measurements:serum-m-protein-2; {before}{fact}; measurements:serum-m-protein-3")
    assert [(g.kind, g.note) for g in told] == [("fact", ""), ("row", ""), ("row", "confirmed by")]


def test_a_note_is_told_in_the_report_s_language() -> None:
    assert one("reported, not derived", "ru").text == "указано в записи, а не выведено из измерений"


def test_sources_are_numbered_as_they_are_cited_and_facts_told_again_are_marked() -> None:
    here = grounds()
    first = here.of(f"{REFRACTORY}#window_days; {RESPONSE}#categories")
    second = here.of(f"{REFRACTORY}#tiers; {RESPONSE}#categories")
    assert [g.number for g in first + second] == [1, 2, 1, 2]
    assert [g.again for g in first + second] == [False, False, False, True]


def test_unverified_facts_are_remembered_once() -> None:
    here = grounds()
    here.of(f"{REFRACTORY}#shortest_exposure_days", f"{REFRACTORY}#shortest_exposure_days; {REFRACTORY}#tiers")
    assert list(here.unverified) == [(REFRACTORY, "shortest_exposure_days")]


@pytest.mark.parametrize("because", [None, "", " ; "])
def test_nothing_gives_no_grounds(because: str | None) -> None:
    assert grounds().of(because) == []
