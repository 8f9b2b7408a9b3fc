"""`make perturb` finds a number that no case holds, and only such."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.spec.drawn import Case, parse
from thirdline import DEFAULT_PRACTICE
from thirdline.knowledge import Knowledge
from thirdline.knowledge.tabulate import tabulate
from thirdline.tables import ENDPOINTS, KNOWLEDGE, Column
from tools.perturb import (
    COUNTED,
    TABLES_OF_INTEREST,
    Argument,
    Change,
    Cohort,
    affected,
    arguments,
    changes,
    report,
    steps,
    survivors,
)


def started(day: str) -> str:
    """Bortezomib from the first of January, and lenalidomide from another day."""
    return f"""
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2020-01-01 | 2020-06-01
    lenalidomide | {day}      | 2020-06-01
    """


ONE_LINE = "lines\nline | opened_by\n1 | first"
TWO_LINES = f"{ONE_LINE}\n2 | added_drug"
DAY_28 = Case("a drug started on day 28 belongs to the regimen", parse(started("2020-01-29")), parse(ONE_LINE), None, None)
DAY_29 = Case("a drug started on day 29 opens a line", parse(started("2020-01-30")), parse(TWO_LINES), None, None)


@pytest.fixture(scope="module")
def windows(knowledge: Knowledge) -> list[Change]:
    """The two changes of the regimen window."""
    held = tabulate(knowledge, DEFAULT_PRACTICE)
    return [c for c in changes(held, ["line_rules"]) if c.fact.endswith("#regimen_window_days")]


def test_a_number_that_only_one_side_of_its_boundary_holds_survives(windows: list[Change], knowledge: Knowledge) -> None:
    surviving = list(survivors(windows, [Cohort(knowledge, [DAY_28])]))
    assert [change.words for change in surviving] == ["regimen_window_days 28 → 29 in line_rules (lines-rajkumar-2015)"]


def test_a_number_with_both_sides_drawn_does_not_survive(windows: list[Change], knowledge: Knowledge) -> None:
    cohort = Cohort(knowledge, [DAY_28, DAY_29])
    assert cohort.failing == []
    assert list(survivors(windows, [cohort])) == []
    assert list(survivors(windows, [cohort])) == []  # everything was put back


def test_a_case_that_fails_unchanged_is_told_and_left_out(windows: list[Change], knowledge: Knowledge) -> None:
    wrong = Case("wrong", DAY_28.given, DAY_29.expected, None, None)
    cohort = Cohort(knowledge, [wrong, DAY_28])
    assert cohort.failing == ["wrong"]
    assert len(list(survivors(windows, [cohort]))) == 1


@pytest.mark.parametrize(
    ("name", "value", "others"),
    [
        ("window_days", 60, (61, 59)),
        ("or_below", Decimal("0.26"), (Decimal("0.27"), Decimal("0.25"))),
        ("at_least", Decimal(200), (Decimal(201), Decimal(199))),
        ("rise_percent", Decimal("2.5"), (Decimal("3.5"), Decimal("1.5"))),
        ("needs_confirmation", True, (False,)),
        ("at_least", None, ()),
    ],
)
def test_a_value_changes_by_its_smallest_step(name: str, value: object, others: tuple[object, ...]) -> None:
    assert steps(Column(name), value) == others


def test_a_change_reaches_what_reads_it_and_by_the_next_round_the_lines() -> None:
    assert "refractory_tiers_met" in affected("refractory_tiers")
    assert "lines" not in affected("refractory_tiers")
    assert "lines" in affected("progression_thresholds")
    assert "lines" not in affected("progression_thresholds", rounds=False)


def test_every_table_of_interest_is_knowledge_that_a_derivation_reads() -> None:
    assert set(TABLES_OF_INTEREST) <= {table.name for table in (*KNOWLEDGE, *ENDPOINTS)}
    assert [name for name in TABLES_OF_INTEREST if not affected(name)] == []
    assert {entry.partition(".")[0] for entry in COUNTED} <= set(TABLES_OF_INTEREST)


def test_every_row_of_a_list_is_taken_away_and_classes_as_the_criterion_lists_them(knowledge: Knowledge) -> None:
    held = tabulate(knowledge, DEFAULT_PRACTICE)
    taken = [c.words for c in changes(held, ["drug_roles"])]
    assert "without proteasome_inhibitor" in taken
    assert "without melphalan" in taken
    assert len([c for c in changes(held, ["class_schemes"]) if not c.new]) == len(held["class_schemes"])


def test_the_report_gives_the_reason_of_an_argued_survivor_and_names_one_that_is_not(windows: list[Change]) -> None:
    text = report(windows, 2, [Argument(fact="*#regimen_window_days", change="* → 29 *", reason="as an example")])
    assert "2 changes of knowledge, 0 noticed by a spec case, 2 not." in text
    assert "28 → 29 in line_rules (lines-rajkumar-2015): as an example" in text
    assert "28 → 27 in line_rules (lines-rajkumar-2015): **not argued: a case is missing**" in text


def test_an_argument_needs_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "argued.yaml"
    file.write_text("- {fact: 'a#b'}\n")
    with pytest.raises(TypeError):
        arguments(file)
    assert isinstance(arguments(), list)
