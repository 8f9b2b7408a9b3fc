"""Reports are counted, not pairs; and what reports cannot say is said."""
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportOptionalOperand=false, reportOperatorIssue=false
# pyright: reportCallIssue=false, reportAttributeAccessIssue=false
# (bad input is meant to be bad; figures of these cases exist)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.golden_pooling import golden, near
from thirdline.statistics import StatisticsError
from thirdline.statistics.disproportionality import Cells, count_reports, disproportionality, reported


@pytest.mark.parametrize("row", golden("exact")["disproportionality"], ids=lambda row: str(row["table"]))
def test_ratios_and_the_information_component_are_those_of_r(row):
    found = disproportionality(Cells(*row["table"]))
    assert found.cells.expected == near(row["expected"])
    assert (found.chi2, found.chi2_p_value) == near((row["chi2"], row["chi2_p"]))
    assert [found.ic.value, found.ic.low, found.ic.high] == near(row["ic"])
    for estimate, expected in ((found.ror, row["ror"]), (found.prr, row["prr"])):
        if expected:
            assert [estimate.value, estimate.low, estimate.high] == near(expected)
        else:
            assert (estimate.value, estimate.low, estimate.high) == (None, None, None)
            assert estimate.notes[0].startswith("A cell is 0")


def test_what_can_be_said_follows_the_lower_limit_of_the_information_component():
    more = disproportionality(Cells(25, 975, 150, 98850))
    assert more.can == ("reported-more-often-than-with-other-drugs",)
    assert more.notes == ()
    assert disproportionality(Cells(3, 40, 20, 5000)).notes == ()
    few = disproportionality(Cells(2, 10, 400, 9000))
    assert few.can == ("no-excess-of-reports-shown",)
    assert few.notes == (
        "Fewer than three reports of drug and event: read the exact odds ratio and the information component.",
    )
    assert more.cannot == few.cannot
    assert {"no-causality", "no-absence-of-risk", "no-incidence-without-denominator"} < set(few.cannot)


def test_a_zero_cell_keeps_the_information_component_and_the_exact_odds_ratio():
    found = disproportionality(Cells(4, 0, 20, 500))
    assert found.ror.value is None
    assert (found.prr.value, found.ror_exact.value) == (near(26), float("inf"))
    assert found.ic.low is not None
    nothing = disproportionality(Cells(0, 4, 0, 500))
    assert (nothing.chi2, nothing.ror_exact.value, nothing.prr.value) == (None, None, None)


def test_the_level_moves_the_limits():
    wide, narrow = (disproportionality(Cells(25, 975, 150, 98850), level) for level in (0.99, 0.9))
    for name in ("ror", "prr", "ic", "ror_exact"):
        assert getattr(wide, name).low < getattr(narrow, name).low < getattr(narrow, name).high < getattr(wide, name).high


ROWS = [
    ("r1", "A", "anaemia"),
    ("r1", "A", "fever"),
    ("r1", "B", "anaemia"),
    ("r1", "B", "fever"),
    ("r2", "A", "rash"),
    ("r3", "B", "anaemia"),
    ("r4", "B", "rash"),
    ("r4", "B", "rash"),
]


def test_reports_are_counted_once_and_pairs_shown_beside_them():
    found = count_reports(ROWS, "A", "anaemia")
    assert found.reports == Cells(1, 1, 1, 1)
    assert found.pairs == Cells(1, 2, 2, 2)
    assert found.notes == (
        "4 reports stand in 7 drug-event pairs; the reports are counted.",
        "1 rows repeat the same report, drug and event; they count once.",
    )


def test_long_reports_make_pairs_say_what_reports_do_not():
    """By reports the event stands with the drug as often as without; the other drug's reports are long, of other events."""
    reports = [(f"d{i}", "D", e) for i in range(20) for e in (["tumour"] if i < 10 else ["rash"])]
    others = [(f"o{i}", "O", e) for i in range(20) for e in (["tumour"] if i < 10 else [f"event {j}" for j in range(20)])]
    found = count_reports(reports + others, "D", "tumour")
    assert disproportionality(found.reports).ror.value == near(1)
    assert disproportionality(found.pairs).ror.value == near(20)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("1234567"), st.sampled_from("ABC"), st.sampled_from("xyz")), max_size=30))
def test_order_and_repeats_do_not_matter_and_every_report_stands_in_one_cell(rows):
    rows = [*rows, ("1", "A", "x")]
    found = count_reports(rows, "A", "x")
    assert found.reports.total == len({r for r, _, _ in rows})
    assert found.pairs.total == len(set(rows))
    again = count_reports([*rows[::-1], *rows], "A", "x")
    assert (again.reports, again.pairs) == (found.reports, found.pairs)


def test_rows_that_cannot_be_counted_are_named():
    with pytest.raises(StatisticsError) as caught:
        count_reports([("r1", "A", "x"), ("", "A", "x"), ("r2", "A", "")], "A", "z")
    assert [p.split(" ")[1].rstrip(":") for p in caught.value.problems[:2]] == ["2", "3"]
    assert caught.value.problems[2].startswith("event 'z' occurs in no row")
    with pytest.raises(StatisticsError, match="drug 'Q' occurs in no row"):
        count_reports(ROWS, "Q", "rash")


@pytest.mark.parametrize("cells", [Cells(0, 0, 3, 4), Cells(1, 2, 0, 0), Cells(-1, 2, 3, 4)])
def test_tables_without_a_comparison_are_refused(cells):
    with pytest.raises(StatisticsError, match="Cells"):
        disproportionality(cells)


def test_secondary_t_cell_malignancy_after_car_t_22_cases_in_34000_applications():
    """The question of the sources: what can be concluded, and what cannot."""
    found = reported(22, 34_000, counted="doses")
    expected = golden("exact")["one"][0]
    assert [found.proportion.low, found.proportion.high] == near(expected["clopper_pearson"])
    assert found.proportion.value == near(22 / 34_000)
    assert found.rate is None
    assert found.can == ("reporting-proportion", "lower-bound-if-every-case-counted-is-one")
    assert found.cannot == (
        "no-rate-without-person-time",
        "no-causality",
        "no-comparison-without-comparator",
        "under-reporting-unknown",
        "stimulated-reporting-possible",
        "latency-follow-up-incomplete",
        "denominator-counts-doses-not-persons",
    )


def test_a_rate_stands_on_assumed_person_time_alone():
    found, expected = reported(22, 34_000, person_time=68_000), golden("exact")["rate"][0]
    assert [found.rate.value, found.rate.low, found.rate.high] == near(
        [expected["value"], expected["low"], expected["high"]]
    )
    assert found.can[-1] == "rate-under-assumed-person-time"
    assert "no-rate-without-person-time" not in found.cannot
    assert "denominator-counts-doses-not-persons" not in found.cannot
    with pytest.raises(StatisticsError, match="counted: 'people'"):
        reported(1, 10, counted="people")


def test_an_excess_is_said_from_just_above_none_and_one_report_is_enough_for_a_ratio():
    found = disproportionality(Cells(10, 990, 300, 98_700))
    assert 0 < found.ic.low < 1
    assert found.can == ("reported-more-often-than-with-other-drugs",)
    assert disproportionality(Cells(1, 9, 5, 100)).prr.value == near(0.1 / (5 / 105))
    assert disproportionality(Cells(5, 9, 1, 100)).prr.value == near((5 / 14) * 101)
