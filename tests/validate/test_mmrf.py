"""The registry's file and its warts, the two simple rules, and the class of every difference, on invented courses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.validate.conftest import mmrf_text
from thirdline.knowledge import Knowledge
from tools.validate import measures, mmrf, mmrf_report
from tools.validate.baselines import row_numbers, window_and_gap
from tools.validate.disagreements import MEANINGS, differences
from tools.validate.mmrf import Given
from tools.validate.section import DataError, Table


def compared(folder: Path, rows: dict[str, tuple[str, ...]], knowledge: Knowledge) -> measures.Compared:
    """These cases as read, derived, and set beside the registry's labels."""
    (folder / mmrf.FILE).write_text(mmrf_text(rows), encoding="utf-8")
    cases = mmrf.read(folder)
    return measures.side_by_side(cases, mmrf.record(cases, knowledge), knowledge)


def given(*words: str) -> list[Given]:
    """Treatments drawn as `part drug start end`, a dash for no recorded end."""
    rows = [word.split() for word in words]
    return [Given(part, drug, None, int(start), None if end == "-" else int(end)) for part, drug, start, end in rows]


@pytest.mark.parametrize(
    ("text", "day"), [("91.0", 91), ("91", 91), ("-3.0", -3), ("'--", None), ("", None), ("inf", None), ("nan", None)]
)
def test_a_day_is_whole_or_missing(text: str, day: int | None) -> None:
    assert mmrf.day(text, "here") == day


@pytest.mark.parametrize("text", ["1.5", "soon"])
def test_what_is_no_day_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(DataError, match=r"file, line 7: .* is no day; expected are whole days"):
        mmrf.day(text, "file, line 7")


def test_a_label_is_an_ordinal_or_missing() -> None:
    assert mmrf.line_number("Second line of therapy", "here") == 2
    assert mmrf.line_number("'--", "here") is None
    with pytest.raises(DataError, match="'Maintenance' is no line"):
        mmrf.line_number("Maintenance", "here")


def test_the_file_is_read_with_its_warts(tmp_path: Path) -> None:
    rows = {"a": ("First Bortezomib 1 -", "Second SCT 200 200", "- - - -"), "b": ("First Other - -",)}
    (tmp_path / mmrf.FILE).write_text(mmrf_text(rows), encoding="utf-8")
    a, b = mmrf.read(tmp_path)
    assert [(t.agent, t.start, t.end, t.line) for t in a.treatments] == [
        ("Bortezomib", 1, None, 1), (None, 200, 200, 2), (None, None, None, None),
    ]  # fmt: skip
    assert [bool(t.transplant) for t in a.treatments] == [False, True, False]
    assert a.starts == {1: 1, 2: 200}
    assert b.starts == {}


def test_agents_and_transplants_are_known_by_our_own_words(tmp_path: Path, knowledge: Knowledge) -> None:
    agents = [
        "Dexamethasone",
        "Lenalidomide",
        "Bortezomib",
        "Cyclophosphamide",
        "Carfilzomib",
        "Melphalan",
        "Pomalidomide",
        "Prednisone",
        "Daratumumab",
        "Thalidomide",
        "Ixazomib",
        "Elotuzumab",
        "Doxorubicin",
        "Bendamustine",
        "Panobinostat",
        "Vincristine",
    ]
    rows = {"a": (*(f"First {agent} {n} {n}" for n, agent in enumerate(agents, 1)), "First SCT 100 100", "First Other 5 5")}
    (tmp_path / mmrf.FILE).write_text(mmrf_text(rows), encoding="utf-8")
    engine = mmrf.record(mmrf.read(tmp_path), knowledge)
    ask = engine.connection.execute
    assert ask("select count(distinct drug) from exposures").fetchall() == [(len(agents),)]
    assert ask("select procedure from procedures").fetchall() == [("autologous_transplant",)]
    assert ask("select found, problem from record_issues").fetchall() == [("Other", "unknown_drug")]


def test_a_row_number_opens_a_line_at_every_new_day() -> None:
    rows = given(
        "treating a 1 50",
        "treating b 1 50",
        "steroid s 20 50",
        "treating c 30 50",
        "transplant t 99 99",
        "treating a 200 250",
    )
    assert row_numbers(rows) == [1, 30, 200]


@pytest.mark.parametrize(
    ("rows", "starts"),
    [
        (("treating a 1 50", "treating b 29 50"), [1]),  # within 28 days
        (("treating a 1 50", "treating b 30 50"), [1, 30]),
        (("treating a 1 50", "treating a 230 250"), [1]),  # a gap of 180 days
        (("treating a 1 50", "treating a 231 250"), [1, 231]),
        (("treating a 1 -", "treating a 900 950"), [1]),  # no recorded end, no gap
        (("steroid s 1 50", "treating a 60 90"), [60]),
    ],
)
def test_window_and_gap(rows: tuple[str, ...], starts: list[int]) -> None:
    assert window_and_gap(given(*rows)) == starts


VD = ("First Bortezomib 1 200", "First Dexamethasone 1 200")
TRANSPLANTED = ("First Bortezomib 1 100", "First Lenalidomide 1 100", "First Melphalan 149 149", "First SCT 150 150")
DIFFERENCES = {
    "before_first_label": (("- Bortezomib 1 100", "First Pomalidomide 200 300", "First Dexamethasone 200 300"), "ours"),
    "later_transplant": ((*TRANSPLANTED, "First SCT 280 280"), "ours"),
    "late_transplant": ((*VD[:1], "First SCT 400 400"), "ours"),
    "mobilisation_alone": ((*VD, "First Cyclophosphamide 230 231"), "ours"),
    "conditioning_alone": ((*VD, "First Melphalan 230 231"), "ours"),
    "earlier_regimen_again": (
        (
            *VD,
            "Second Pomalidomide 300 350",
            "Second Dexamethasone 300 350",
            "Second Bortezomib 400 450",
            "Second Dexamethasone 400 450",
        ),
        "ours",
    ),
    "after_transplant": ((*TRANSPLANTED, "First Carfilzomib 300 400", "First Dexamethasone 300 400"), "ours"),
    "maintenance_not_planned": ((*VD, "First Lenalidomide 230 300", "First Dexamethasone 230 300"), "ours"),
    "no_end_recorded": (("First Bortezomib 1 -", "First Cyclophosphamide 100 300"), "ours"),
    "before_transplant": ((*VD, "First Carfilzomib 210 260", "First Cyclophosphamide 210 260", "First SCT 300 300"), "ours"),
    "after_pause": ((*VD, "First Cyclophosphamide 400 500", "First Pomalidomide 400 500"), "ours"),
    "drug_added": ((*VD, "First Lenalidomide 90 200"), "ours"),
    "swap_within_class": ((*VD[:1], "First Lenalidomide 1 300", "First Carfilzomib 201 300"), "ours"),
    "drug_exchanged": ((*VD[:1], "First Lenalidomide 1 300", "First Daratumumab 201 300"), "ours"),
    "changed_regimen": ((*VD, "First Cyclophosphamide 230 300", "First Pomalidomide 230 300"), "ours"),
    "labels_same_day": ((*VD, "Second Bortezomib 1 200"), "theirs"),
    "nothing_counts": ((*VD, "Second Dexamethasone 300 350"), "theirs"),
    "transplant_alone": (("First Bortezomib 1 100", "Second Melphalan 149 149", "Second SCT 150 150"), "theirs"),
    "same_drugs_again": ((*VD, "Second Bortezomib 300 350"), "theirs"),
    "maintenance_as_line": ((*VD, "Second Lenalidomide 250 900"), "theirs"),
    "consolidation_as_line": ((*TRANSPLANTED, "Second Carfilzomib 200 260", "Second Dexamethasone 200 260"), "theirs"),
    "within_window": (("First Bortezomib 1 100", "Second Lenalidomide 20 100"), "theirs"),
}


@pytest.mark.parametrize("named", DIFFERENCES)
def test_every_class_has_its_course(named: str, tmp_path: Path, knowledge: Knowledge) -> None:
    rows, whose = DIFFERENCES[named]
    (both,) = compared(tmp_path, {"case": rows}, knowledge).both
    assert (whose, named) in {(d.whose, d.named) for d in differences(both)}
    assert (whose, named) in MEANINGS


def test_a_line_seen_by_both_on_other_days_is_told_once_on_each_side(tmp_path: Path, knowledge: Knowledge) -> None:
    rows = (*VD, "Second Dexamethasone 300 350", "Second Pomalidomide 340 400")
    (both,) = compared(tmp_path, {"case": rows}, knowledge).both
    assert [(d.whose, d.named, d.day) for d in differences(both)] == [
        ("ours", "dated_otherwise", 340), ("theirs", "dated_otherwise", 300),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "same"), [(331, True), (332, False)])
def test_starts_agree_up_to_thirty_days(day: int, same: bool, tmp_path: Path, knowledge: Knowledge) -> None:
    rows = (*VD, "Second Dexamethasone 301 350", f"Second Pomalidomide {day} 400")
    (both,) = compared(tmp_path, {"case": rows}, knowledge).both
    assert both.same is same
    assert bool(differences(both)) is not same


def test_the_report_counts_what_it_compares(data: Path, knowledge: Knowledge) -> None:
    section = mmrf_report.report(data, knowledge)
    figures = section.figures
    assert (figures["n_patients"], figures["n_compared"], figures["n_same"]) == (3, 2, 1)
    assert figures["agreement"]["derived"]["same_number"] == 0.5
    assert figures["agreement"]["derived"]["n_lines"] == 4
    assert figures["differences"] == {"ours: drug_added": 1}


def test_another_parameter_gives_another_row(data: Path, knowledge: Knowledge) -> None:
    section = mmrf_report.report(data, knowledge)
    (varied,) = [b for b in section.blocks if isinstance(b, Table) and b.caption.startswith("What if one parameter")]
    lines = {row[:2]: row[2] for row in varied.rows}
    assert lines["as it is", None] == 4
    assert lines["regimen_window_days", 90] == 3


def test_the_parameters_are_told_with_their_reasons(data: Path, knowledge: Knowledge) -> None:
    section = mmrf_report.report(data, knowledge)
    (defaults,) = [b for b in section.blocks if isinstance(b, Table) and b.caption.startswith("The default parameters")]
    assert all(all(row) for row in defaults.rows)
    assert ("regimen_window_days", 28) in [row[:2] for row in defaults.rows]
