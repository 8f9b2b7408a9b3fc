"""Pictures of a record: who is drawn, who is not and why, in both languages; no identifiers unless asked for."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from thirdline.interfaces.cli import app
from thirdline.interfaces.demo import examples
from thirdline.interfaces.pictures import LineFlow, Swimmers, Waterfall
from thirdline.interfaces.record_pictures import flows, swimmers, waterfalls
from thirdline.interfaces.record_pictures.asked import How, Shown, shown, spread_evenly
from thirdline.interfaces.words import LANGS, Lang
from thirdline.knowledge import Knowledge
from thirdline.outcomes.line_flows import NO_DRUG, OTHER, FlowQuestion, line_flows
from thirdline.records import RecordError
from thirdline.run import Asked
from thirdline.statistics import StatisticsError

TIERS = examples() / "synthetic-tiers"
CASE = examples() / "ryabukhina-2023"
KINDS = ("swimmer", "waterfall", "flow")
Rows = list[dict[str, Any]]


def run(*arguments: object, status: int = 0) -> str:
    told = CliRunner().invoke(app, ["picture", *(str(a) for a in arguments)])
    assert told.exit_code == status, told.output
    return told.output


def of(tables: dict[str, Rows], knowledge: Knowledge, lang: Lang = "en", as_of: date | None = None) -> Shown:
    return Shown(Path("record"), tables, knowledge, Asked(as_of=as_of), lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_picture_is_written_in_both_languages_without_identifiers(kind: str, lang: Lang, tmp_path: Path) -> None:
    for form in ("svg", "png"):
        out = tmp_path / f"drawn.{form}"
        assert str(out) in run(kind, TIERS, "-o", out, "--lang", lang)
        assert out.stat().st_size > 1000
    text = (tmp_path / "drawn.svg").read_text(encoding="utf-8")
    assert f'lang="{lang}"' in text
    ids = [line.split(",")[0] for line in (TIERS / "patients.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert [id for id in ids if f">{id}<" in text or f"{id}:" in text.partition("</desc>")[0]] == []
    cyrillic = bool(re.search("[а-яё]{4}", text))
    assert cyrillic == (lang == "ru")


@pytest.mark.parametrize("kind", ["swimmer", "waterfall"])
def test_identifiers_are_shown_when_asked_for_and_that_is_said(kind: str, tmp_path: Path) -> None:
    out = tmp_path / "drawn.svg"
    run(kind, TIERS, "-o", out, "--with-ids")
    text = out.read_text(encoding="utf-8")
    assert "treat the picture as patient data" in " ".join(text.split())
    ids = [line.split(",")[0] for line in (TIERS / "patients.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert [id for id in ids if f"{id}: " not in text] == []


@pytest.mark.parametrize("kind", ["swimmer", "waterfall"])
def test_single_patients_cannot_be_drawn_with_small_counts_hidden(kind: str, tmp_path: Path) -> None:
    out = tmp_path / "drawn.svg"
    assert "single patients" in " ".join(run(kind, TIERS, "-o", out, "--suppress-below", 5, status=2).split())
    assert not out.exists()


def test_the_name_of_the_file_says_the_form(tmp_path: Path) -> None:
    assert "FILE.svg or FILE.png" in run("flow", TIERS, "-o", tmp_path / "drawn.gif", status=2)


def test_a_record_that_cannot_be_drawn_says_so(tmp_path: Path) -> None:
    told = run("waterfall", CASE, "-o", tmp_path / "drawn.svg", status=1)
    assert "measurable marker" in told and "Not evaluable: 1" in told


def test_few_patients_are_not_told_as_a_flow(tmp_path: Path) -> None:
    assert "no count below 9" in run("flow", TIERS, "-o", tmp_path / "drawn.svg", "--suppress-below", 9, status=2)
    run("flow", TIERS, "-o", tmp_path / "drawn.svg", "--suppress-below", 8)


def test_the_published_case_goes_through_four_lines(knowledge: Knowledge) -> None:
    found = flows.flow(shown(CASE, knowledge, Asked(), flows.TABLES, "en"), How(7, 5))
    assert [(s.line, s.source, s.target, s.patients) for s in found.steps] == [
        (1, "PI + alkylating agent", "PI + IMiD", 1),
        (2, "PI + IMiD", "IMiD + anti-SLAMF7", 1),
        (3, "IMiD + anti-SLAMF7", "IMiD + anti-CD38", 1),
        (4, "IMiD + anti-CD38", "No end of treatment recorded", 1),
    ]


def test_derived_tables_give_the_same_picture_as_the_record(knowledge: Knowledge, tmp_path: Path) -> None:
    out = tmp_path / "derived"
    assert CliRunner().invoke(app, ["course", str(TIERS), "-o", str(out), "--outcomes", "--quiet"]).exit_code == 0
    for kind in KINDS:
        written = [tmp_path / f"{kind}-{n}.svg" for n in range(2)]
        for source, file in zip((TIERS, out), written, strict=True):
            run(kind, source, "-o", file)
        assert written[0].read_bytes() == written[1].read_bytes()


# Swimmers ----------------------------------------------------------------------------------------------------------


def course(patient: str, months: int, ends_as: str = "ended", classes: str | None = "immunomodulator") -> dict[str, Rows]:
    """One line of so many months of 30 days, with what came after it."""
    start, end = date(2020, 1, 1), date.fromordinal(date(2020, 1, 1).toordinal() + 30 * months)
    line = {"patient": patient, "line": 1, "started_on": start, "ended_on": end, "regimen": None}
    step = {"patient": patient, "line": 1, "classes": classes, "ends_as": ends_as, "followed_to": end}
    return {"lines": [line], "line_steps": [step], "line_marks": [], "status": [{"patient": patient, "n_lines": 1}]}


def together(*some: dict[str, Rows]) -> dict[str, Rows]:
    return {name: [row for tables in some for row in tables[name]] for name in some[0]}


def mark(patient: str, kind: str, on: date, depth: int | None = None) -> dict[str, Any]:
    return {"patient": patient, "line": 1, "mark": kind, "marked_on": on, "depth": depth}


def swum(tables: dict[str, Rows], knowledge: Knowledge, most: int = 40) -> Swimmers:
    return swimmers.swimmers(of(tables, knowledge), How(most))


def test_who_is_not_drawn_is_counted_and_the_drawn_are_spread(knowledge: Knowledge) -> None:
    none = {"patient": "nobody", "n_lines": 0}
    tables = together(*(course(f"p{n:02}", n) for n in range(1, 12)))
    tables["status"].append(none)
    found = swum(tables, knowledge, 3)
    assert [round(p.followed_to) for p in found.patients] == [11, 6, 1]
    assert [p.label for p in found.patients] == ["Patient 1", "Patient 2", "Patient 3"]
    assert found.notes[0].startswith("3 of 11") and "8 are not drawn" in found.notes[0]
    assert "1 patient" in found.notes[1]


def test_a_partial_response_is_open_a_complete_one_filled_and_stable_disease_none(knowledge: Knowledge) -> None:
    tables = together(course("a", 8))
    tables["line_marks"] = [mark("a", "response", date(2020, 3, 1), depth) for depth in (2, 3, 4, 5, 6, 7)]
    kinds = [event.kind for event in swum(tables, knowledge).patients[0].events]
    assert kinds == ["response", "response", "complete_response", "complete_response"]


def test_an_arrow_only_where_no_end_is_recorded_and_the_patient_lives(knowledge: Knowledge) -> None:
    for ends_as, is_open in (("no_end_recorded", True), ("ended", False), ("death", False)):
        assert (swum(course("a", 3, ends_as), knowledge).patients[0].lines[0].end is None) == is_open


def test_what_is_marked_after_the_last_day_is_still_drawn(knowledge: Knowledge) -> None:
    tables = course("a", 1)
    tables["line_marks"] = [mark("a", "death", date(2021, 1, 1))]
    found = swum(tables, knowledge).patients[0]
    assert found.events[0].at == found.followed_to == pytest.approx(366 / 30.4375, abs=0.01)


def test_more_classes_than_eyes_tell_apart_are_told_together(knowledge: Knowledge) -> None:
    classes = [f"class_{n}" for n in range(9)]
    found = swum(together(*(course(f"p{n}", 3, classes=word) for n, word in enumerate(classes))), knowledge)
    told = Counter(p.lines[0].regimen_class for p in found.patients)
    assert len(told) == 8 and told["Other classes"] == 2
    eight = swum(together(*(course(f"p{n}", 3, classes=word) for n, word in enumerate(classes[:8]))), knowledge)
    assert "Other classes" not in {p.lines[0].regimen_class for p in eight.patients}


def test_a_record_without_lines_has_no_swimmers(knowledge: Knowledge) -> None:
    tables: dict[str, Rows] = {"lines": [], "line_steps": [], "line_marks": [], "status": [{"patient": "a", "n_lines": 0}]}
    with pytest.raises(RecordError, match="no patient has a line"):
        swum(tables, knowledge)
    with pytest.raises(RecordError, match="no patient has a line"):
        flows.flow(of(tables, knowledge), How(7, 5))


# Waterfalls --------------------------------------------------------------------------------------------------------


def change(patient: str, line: int, percent: float | None, **more: Any) -> dict[str, Any]:
    return {
        "patient": patient,
        "line": line,
        "marker": "serum_m_protein",
        "percent_change": percent,
        "decides": True,
        **more,
    }


def fallen(rows: Rows, bests: list[tuple[str, int, str]], knowledge: Knowledge, how: How) -> Waterfall:
    tables = {
        "best_changes": rows,
        "response_outcomes": [{"patient": p, "line": n, "best": best} for p, n, best in bests],
        "status": [{"patient": p, "n_lines": 1} for p in sorted({*(p for p, *_ in bests), "nobody"})],
    }
    return waterfalls.waterfall(of(tables, knowledge), how)


BESTS = [("a", 1, "PR"), ("a", 2, "SD"), ("b", 1, "PD"), ("c", 1, "NE"), ("d", 1, "NE")]
CHANGES = [
    change("a", 1, -60.0), change("a", 2, -10.0), change("b", 1, 40.0), change("b", 1, -90.0, decides=False),
    change("c", 1, None),
]  # fmt: skip


def test_the_last_line_of_each_patient_is_drawn_by_the_marker_that_decides(knowledge: Knowledge) -> None:
    found = fallen(CHANGES, BESTS, knowledge, How(400, with_ids=True))
    assert [(c.label, c.percent, c.response) for c in found.changes] == [("b", 40.0, "PD"), ("a", -10.0, "SD")]
    assert found.responses == ("SD", "PD")
    said = " ".join(found.notes)
    assert "drawn: 2. Of these without a measurable marker at the start of the line: 1; without a usable value" in said
    assert "after it: 1." in said and "not counted: 1 patient" in said


def test_a_line_asked_for_is_drawn_of_those_who_had_it(knowledge: Knowledge) -> None:
    found = fallen(CHANGES, BESTS, knowledge, How(400, line=2))
    assert [(c.label, c.percent) for c in found.changes] == [("Patient 1", -10.0)]
    assert "not counted: 4 patients" in " ".join(found.notes)


def test_thresholds_are_drawn_where_all_markers_share_them(knowledge: Knowledge) -> None:
    found = fallen(CHANGES, BESTS, knowledge, How(400))
    assert {(t.label, t.percent) for t in found.thresholds} == {("MR", -25.0), ("PR", -50.0), ("VGPR", -90.0)}
    chains = [change("a", 2, -10.0, marker="flc_difference"), change("b", 1, 40.0)]
    assert {t.label for t in fallen(chains, BESTS, knowledge, How(400)).thresholds} == {"PR", "VGPR"}
    urine = [change("a", 2, -10.0, marker="urine_m_protein"), change("b", 1, 40.0)]
    mixed = fallen(urine, BESTS, knowledge, How(400))
    assert mixed.thresholds == () and "different limits" in " ".join(mixed.notes)


def test_no_more_bars_than_asked_for(knowledge: Knowledge) -> None:
    found = fallen(CHANGES, BESTS, knowledge, How(1))
    assert len(found.changes) == 1 and "1 of 2 are drawn" in found.notes[0]


def test_items_are_spread_over_their_order() -> None:
    assert spread_evenly("abc", 3) == ["a", "b", "c"]
    assert spread_evenly("abcde", 1) == ["a"]
    assert spread_evenly(range(101), 3) == [0, 50, 100]


# Flows -------------------------------------------------------------------------------------------------------------

ASKED = FlowQuestion(last_line=3, most_classes=7)


def step(patient: str, line: int, classes: str | None, ends_as: str, on: date = date(2020, 6, 1)) -> dict[str, Any]:
    return {"patient": patient, "line": line, "classes": classes, "ends_as": ends_as, "followed_to": on}


def steps(*some: tuple[int, str, str, str]) -> Rows:
    """So many patients each, with the classes of one or two lines and the end."""
    found: Rows = []
    for n, first, second, end in some:
        for _ in range(n):
            patient = f"p{len(found):04}"
            found.append(step(patient, 1, first, "next_line" if second else end))
            found += [step(patient, 2, second, end)] if second else []
    return found


def test_everybody_of_a_line_is_counted_once_in_what_came_after() -> None:
    rows = steps((5, "x", "y", "death"), (3, "x", "", "ended"), (2, "y", "x", "no_end_recorded"))
    found = line_flows(rows, ASKED)
    assert {(s.line, s.source, s.target): s.patients for s in found.streams} == {
        (1, "x", "y"): 5, (1, "x", "ended"): 3, (1, "y", "x"): 2, (2, "y", "death"): 5, (2, "x", "no_end_recorded"): 2,
    }  # fmt: skip
    assert (found.patients, found.n_other) == (10, 0)
    assert found.classes == ("x", "y") and found.exits == ("no_end_recorded", "ended", "death")


def test_the_order_of_rows_does_not_matter() -> None:
    rows = steps((5, "x", "y", "death"), (3, "x", "", "ended"), (2, "y", "x", "no_end_recorded"))
    assert line_flows(rows[::-1], ASKED) == line_flows(rows, ASKED)


def test_lines_beyond_the_last_are_an_exit() -> None:
    rows = [step("p", n, "x", "next_line" if n < 5 else "ended") for n in range(1, 6)]
    assert line_flows(rows, ASKED).streams[-1].target == "next_line"
    assert line_flows(rows, FlowQuestion(5, 7)).streams[-1].target == "ended"


def test_rare_classes_are_told_together_and_a_transplant_alone_by_name() -> None:
    rows = [*steps((3, "x", "", "ended"), (2, "y", "", "ended"), (1, "z", "", "ended")), step("t", 1, None, "ended")]
    found = line_flows(rows, FlowQuestion(3, 2))
    assert found.classes == ("x", "y", OTHER) and found.n_other == 2
    assert NO_DRUG in line_flows(rows, ASKED).classes


@pytest.mark.parametrize(("days", "target"), [(182, "ended"), (183, "lost")])
def test_lost_is_who_was_not_heard_of_for_longer_than_a_gap_before_the_cut(days: int, target: str) -> None:
    until = date.fromordinal(date(2020, 6, 1).toordinal() + days)
    rows = steps((1, "x", "", "ended"))
    assert line_flows(rows, FlowQuestion(3, 7, 182, until)).streams[0].target == target
    assert line_flows(rows, FlowQuestion(3, 7, 182)).streams[0].target == "ended"
    assert line_flows(rows, FlowQuestion(3, 7, None, until)).streams[0].target == "ended"
    dead = steps((1, "x", "", "death"))
    assert line_flows(dead, FlowQuestion(3, 7, 182, until)).streams[0].target == "death"


@pytest.mark.parametrize("least", [2, 3, 5, 10])
def test_no_small_count_is_told_nor_left_by_subtraction(least: int) -> None:
    rows = steps(
        (30, "x", "y", "ended"), (4, "x", "y", "death"), (2, "x", "", "death"), (1, "y", "", "ended"),
        (3, "y", "x", "death"), (9, "z", "", "ended"), (1, "z", "x", "ended"), (1, "w", "", "death"),
    )  # fmt: skip
    found = line_flows(rows, FlowQuestion(3, 7, suppress_below=least))
    assert all(s.patients >= least for s in found.streams)
    came: Counter[tuple[int, str]] = Counter()
    went: Counter[tuple[int, str]] = Counter()
    for s in found.streams:
        came[s.line + 1, s.target] += s.patients
        went[s.line, s.source] += s.patients
    assert sum(n for (line, _), n in went.items() if line == 1) == len({row["patient"] for row in rows})
    assert all(came[at] == n for at, n in went.items() if at[0] > 1)
    assert sum(s.patients for s in found.streams if s.target in found.exits) == len({row["patient"] for row in rows})


def test_a_class_with_few_in_line_one_is_joined() -> None:
    found = line_flows(steps((9, "x", "", "ended"), (1, "y", "", "ended")), FlowQuestion(3, 7, suppress_below=5))
    assert [(s.source, s.patients) for s in found.streams] == [(OTHER, 10)]
    with pytest.raises(StatisticsError, match="4 patients with a line"):
        line_flows(steps((4, "x", "", "ended")), FlowQuestion(3, 7, suppress_below=5))


@pytest.mark.parametrize("lang", LANGS)
def test_the_flow_says_what_it_cannot_tell(lang: Lang, knowledge: Knowledge) -> None:
    tables = {"line_steps": steps((6, "immunomodulator", "", "ended")), "status": [{"patient": "q", "n_lines": 0}]}
    say = of(tables, knowledge, lang).words

    def noted(as_of: date | None, suppress: int) -> LineFlow:
        return flows.flow(of(tables, knowledge, lang, as_of), How(7, 5, suppress_below=suppress))

    assert say("flow.no_cut") in noted(None, 0).notes
    told = noted(date(2022, 1, 1), 3)
    assert [s.target for s in told.steps] == [say("exits.lost")]
    assert any("182" in note for note in told.notes)
    assert say("flow.no_line", patients=say("few", below=3)) in told.notes
    assert say("flow.hidden", below=3) in told.notes
