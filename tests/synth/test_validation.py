"""The validation against known truth counts what it says it counts."""

from __future__ import annotations

import pytest

from thirdline.knowledge import Knowledge
from thirdline.synth.cohort import Wanted
from tools.validate import synthetic

N = 60


def test_without_mess_all_is_found_and_all_that_is_found_is_true(knowledge: Knowledge) -> None:
    found = synthetic.measured(Wanted(N, 11), knowledge)
    assert {name: pair for name, pair in found.items() if name != "state"} == dict.fromkeys(
        [name for name in synthetic.COMPARED if name != "state"], (1.0, 1.0)
    )


def test_lost_visits_cost_responses_and_no_lines(knowledge: Knowledge) -> None:
    found = synthetic.measured(Wanted(N, 11, ("missing_visits",)), knowledge)
    assert found["lines"] == (1.0, 1.0)
    assert all(share is not None and share < 1 for share in found["best response"])


def test_the_report_has_a_row_for_each_run_and_a_column_for_each_comparison() -> None:
    told = synthetic.report(20, 11, ("lone_zeros",))
    assert [row["mess"] for row in told["precision"]] == ["none", "lone_zeros", "all"]
    assert set(told["sensitivity"][0]) == {"mess", *synthetic.COMPARED}
    assert told["text"].startswith("20 synthetic patients (seed 11)")


@pytest.mark.parametrize(("share", "cell"), [(None, "None"), (1.0, "1.000"), ("none", "none")])
def test_cells_of_the_printed_grid(share: object, cell: str) -> None:
    assert synthetic._cell(share) == cell
