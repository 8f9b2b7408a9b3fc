"""Individual data from published curves: what is refused, what is repaired and said, and what comes back exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.reconstruction import Published, Reconstruction, Tolerances, joined, reconstruct
from thirdline.statistics.reconstruction.agreement import survival_of

GOLDEN = json.loads((Path(__file__).parents[1] / "golden/reconstruction/curves.json").read_text(encoding="utf-8"))
ARMS = [(name, arm) for name, data in GOLDEN.items() for arm in data["arms"]]
TIMES, SURVIVAL = [0, 2, 4, 6, 8], [1, 0.9, 0.7, 0.6, 0.5]


def arm(name: str, which: str) -> dict[str, Any]:
    return GOLDEN[name]["arms"][which]


def rebuilt(times: Any = TIMES, survival: Any = SURVIVAL, risk: Any = ((0, 10), (4, 8)), **more: Any) -> Reconstruction:
    risk_times, at_risk = zip(*risk, strict=True)
    return reconstruct(Published(times, survival, risk_times, at_risk, **more))


def refused(*args: Any, **more: Any) -> str:
    with pytest.raises(StatisticsError) as error:
        rebuilt(*args, **more)
    return str(error.value)


@pytest.mark.parametrize(("name", "which"), ARMS)
def test_with_numbers_at_risk_at_every_time_each_event_comes_back(name: str, which: str) -> None:
    known = arm(name, which)
    table, curve = known["risk_everywhere"], known["exact"]
    made = reconstruct(Published(curve["times"], curve["survival"], table["times"], table["at_risk"], arm=which))
    time, event = np.array(known["time"], dtype=float), np.array(known["event"])
    assert np.array_equal(np.sort(made.times[made.events]), np.sort(time[event]))
    assert all(row.printed == row.reconstructed for row in made.agreement.risks)
    assert made.agreement.rmse < 1e-12 and made.agreement.largest_anywhere < 1e-12
    assert (len(made.times), made.repairs, made.notes) == (known["n"], (), ())
    assert set(made.arms) == {which}


@pytest.mark.parametrize(("name", "which"), ARMS)
def test_a_digitised_curve_gives_its_numbers_and_nearly_its_events(name: str, which: str) -> None:
    known = arm(name, which)
    curve, table = known["digitised"], known["risk"]
    made = reconstruct(Published(curve["times"], curve["survival"], table["times"], table["at_risk"], known["events"]))
    assert made.agreement.accurate
    assert made.agreement.rmse < 0.01
    assert abs(made.agreement.events - known["events"]) <= 1
    assert all(abs(row.printed - row.reconstructed) <= 1 for row in made.agreement.risks)
    assert len(made.times) == known["n"]


def test_events_are_counted_by_hand() -> None:
    """0.9 of ten is one event; one leaves before 4, where eight are printed; 0.7 takes two of eight (1.8), 0.6 one of
    six (0.7). After 4 the mean rate of one in four months takes one at 6, and 0.5 asks for 0.4 of four: none."""
    made = rebuilt()
    assert made.times[made.events].tolist() == [2, 4, 4, 6]
    assert made.times[~made.events].tolist() == [2, 6, 8, 8, 8, 8]
    assert made.agreement.largest_absolute == pytest.approx(0.0625)


def test_censored_patients_part_their_interval_into_equal_pieces() -> None:
    made = rebuilt([0, 10], [1, 1], ((0, 10), (6, 8), (10, 8)))
    assert made.times.tolist() == [2, 4, *[10] * 8]
    assert not made.events.any()


def test_after_the_last_number_patients_leave_at_the_mean_rate_before() -> None:
    made = rebuilt([0, 5, 10], [1, 1, 1], ((0, 20), (5, 15)))
    assert int(np.sum(made.times < 5)) == 5
    assert int(np.sum((made.times > 5) & (made.times < 10))) == 5


def test_a_total_of_events_decides_the_last_interval() -> None:
    free = rebuilt([0, 1, 2, 3], [1, 0.9, 0.6, 0.3], ((0, 20),))
    told = rebuilt([0, 1, 2, 3], [1, 0.9, 0.6, 0.3], ((0, 20),), total_events=10)
    assert free.agreement.events == 14 and "nobody is censored before the end" in free.notes[0]
    assert told.agreement.events == 10 and told.notes == ()
    assert told.agreement.events_printed == 10


def test_a_total_that_cannot_be_met_is_said() -> None:
    made = rebuilt(total_events=9)
    assert any(note.startswith("9 events are printed; ") for note in made.notes)


def test_a_number_at_risk_that_cannot_be_met_is_said() -> None:
    made = rebuilt(risk=((0, 10), (4, 10)))
    assert "At 4 the table prints 10 at risk; reconstructed are 9." in made.notes


def test_nobody_is_left_where_the_table_says_so() -> None:
    made = rebuilt([0, 2, 4], [1, 0.5, 0.5], ((0, 4), (2, 4), (6, 0)))
    assert (made.agreement.events, int(np.sum(made.times >= 6))) == (2, 0)
    assert "past the last point" in made.repairs[0]


def test_a_curve_that_reaches_zero_takes_everybody() -> None:
    made = rebuilt([0, 1, 2], [1, 0.5, 0], ((0, 4),))
    assert made.events.all() and made.times.tolist() == [1, 1, 2, 2]


def test_points_past_zero_survival_have_nobody() -> None:
    assert rebuilt([0, 1, 2, 3], [1, 0.5, 0, 0], ((0, 4), (3, 0))).agreement.events == 4


@pytest.mark.parametrize(
    ("times", "survival", "said"),
    [
        (TIMES, [100, 90, 70, 60, 50], "read as percent"),
        ([0, 4, 2, 6, 8], [1, 0.7, 0.9, 0.6, 0.5], "sorted by time"),
        ([0, 2, 4, 4, 6, 8], [1, 0.9, 0.9, 0.7, 0.6, 0.5], "1 point(s) repeated a time"),
        ([2, 4, 6, 8], SURVIVAL[1:], "(0, 1) was added"),
        (TIMES, [0.99, 0.9, 0.7, 0.6, 0.5], "at time 0 was 0.99"),
        (TIMES, [1.01, 0.9, 0.7, 0.6, 0.5], "1 survival value(s) beyond 0 and 1 (the farthest 1.01)"),
        ([-0.1, 2, 4, 6, 8], SURVIVAL, "left of time 0"),
    ],
)
def test_a_repair_is_said_and_changes_nothing_else(times: Any, survival: Any, said: str) -> None:
    made, clean = rebuilt(times, survival), rebuilt()
    assert len(made.repairs) == 1 and said in made.repairs[0]
    assert made.times.tolist() == clean.times.tolist() and made.events.tolist() == clean.events.tolist()


def test_rising_clicks_move_to_the_nearest_curve_that_never_rises() -> None:
    made = rebuilt(TIMES, [1, 0.70, 0.71, 0.6, 0.5])
    assert made.repairs == (
        "Survival rose at 1 point(s); 2 point(s) were moved to the nearest curve that never rises, by at most 0.005.",
    )


def test_one_click_too_low_does_not_pull_the_rest_down() -> None:
    """A running minimum would keep 0.884 for the three clicks after it; the nearest falling curve is at 0.896."""
    times, survival = list(range(7)), [1, 0.90, 0.884, 0.90, 0.90, 0.90, 0.80]
    made = rebuilt(times, survival, ((0, 1000),))
    assert survival_of(made.times, made.events, np.array([5.0]))[0] == pytest.approx(0.896, abs=1e-9)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"risk": ((0, 10), (4, 11))}, "row 2: 11 at risk after 10"),
        ({"risk": ((1, 10), (4, 8))}, "row 1: time 1; allowed: 0"),
        ({"risk": ((0, 10), (4, 8), (4, 7))}, "row 3: time 4 is not after"),
        ({"risk": ((0, 0),)}, "allowed: 1 or more"),
        ({"risk": ((0, 10), (4, 7.5))}, "row 2: 7.5; allowed: whole numbers"),
        ({"risk": ((0, 10), (4, 0))}, "nobody at risk at 4, yet survival falls from 0.9 to 0.5"),
        ({"survival": [1, 0.9, 0.7, 0.8, 0.5]}, "survival rises from 0.7 to 0.8 at time 6"),
        ({"survival": [0.8, 0.8, 0.7, 0.6, 0.5]}, "survival at time 0 is 0.8"),
        ({"survival": [1, 0.9, 0.7, 0.6, -0.2]}, "point 5: survival -0.2"),
        ({"survival": [1.3, 0.9, 0.7, 0.6, 0.5]}, "point 1: survival 1.3"),
        ({"survival": [1, 0.9, 0.7, 0.6, float("nan")]}, "row 5: not a finite number"),
        ({"times": [-4, 2, 4, 6, 8]}, "point 1: time -4 lies before 0"),
        ({"times": [0, 0, 0, 0, 0]}, "no time after 0"),
        ({"times": [0, 2]}, "shapes (2,) and (5,)"),
        ({"total_events": 11}, "total_events: 11; allowed: 0 to 10"),
        ({"total_events": -1}, "total_events: -1"),
    ],
)
def test_what_cannot_be_is_refused_by_its_row(changes: dict[str, Any], said: str) -> None:
    assert said in refused(**changes)


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(StatisticsError) as error:
        rebuilt(survival=[1, 0.9, 0.7, 0.6, -0.2], risk=((0, 10), (4, 11)))
    assert len(error.value.problems) == 2


def test_tolerances_are_the_callers() -> None:
    rising = Published(TIMES, [1, 0.7, 0.75, 0.6, 0.5], [0], [10])
    with pytest.raises(StatisticsError):
        reconstruct(rising)
    assert reconstruct(rising, Tolerances(rise=0.1)).repairs


def test_arms_join_in_their_order() -> None:
    both = joined([rebuilt(arm="A"), rebuilt(arm="B")])
    assert both.arms == ("A",) * 10 + ("B",) * 10
    assert len(both.times) == len(both.events) == 20


def test_a_poor_agreement_is_said() -> None:
    made = rebuilt([0, 1, 2], [1, 0.7, 0.3], ((0, 1),))
    assert not made.agreement.accurate
    assert "misses the points" in made.notes[-1]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_laws(data: st.DataObject) -> None:
    """The number of patients is the arm's; survival never rises; the unit of time and the scale of survival do not matter."""
    n = data.draw(st.integers(2, 80))
    drops = data.draw(st.lists(st.floats(0, 0.3), min_size=1, max_size=15))
    survival = np.round(np.concatenate(([1.0], np.cumprod(1 - np.array(drops)))), 3)
    times = np.arange(len(survival), dtype=float)
    left = data.draw(st.integers(1, n))
    risk = ([0.0, float(max(len(times) // 2, 1))], [n, left])
    made = reconstruct(Published(times, survival, *risk))
    assert len(made.times) == n and made.agreement.events == int(made.events.sum())
    assert np.all(np.diff(made.times) >= 0)
    days = reconstruct(Published(times * 8, survival * 100, [t * 8 for t in risk[0]], risk[1]))
    assert np.allclose(days.times, made.times * 8) and days.events.tolist() == made.events.tolist()
