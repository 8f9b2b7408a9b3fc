"""What reconstructed patients give against what the known patients give in R: medians, hazard ratio, log-rank."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thirdline.statistics.reconstruction import Individuals, Published, joined, reconstruct
from thirdline.statistics.survival import cox, kaplan_meier, log_rank

GOLDEN = json.loads((Path(__file__).parents[1] / "golden/reconstruction/curves.json").read_text(encoding="utf-8"))
CURVES = {"digitised": ("digitised", "risk"), "every event": ("exact", "risk_everywhere")}


def together(name: str, which: str) -> Individuals:
    """The reconstructed patients of all arms of one data set."""
    points, table = CURVES[which]
    arms = GOLDEN[name]["arms"]
    return joined([_arm(key, known[points], known[table]) for key, known in arms.items()])


def _arm(name: str, curve: dict[str, Any], table: dict[str, Any]) -> Individuals:
    return reconstruct(Published(curve["times"], curve["survival"], table["times"], table["at_risk"], arm=name))


def _second(made: Individuals, name: str) -> np.ndarray:
    return np.array(made.arms) == list(GOLDEN[name]["arms"])[1]


@pytest.mark.parametrize("name", GOLDEN)
def test_the_median_of_a_digitised_curve_misses_by_a_step_of_the_grid_at_most(name: str) -> None:
    made = together(name, "digitised")
    for key, known in GOLDEN[name]["arms"].items():
        mine = np.array(made.arms) == key
        found = kaplan_meier(made.times[mine], made.events[mine]).median().value
        step = known["digitised"]["times"][1]
        assert (found is None) == (known["median"] is None)
        assert found is None or abs(found - known["median"]) <= step


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("which", CURVES)
def test_hazard_ratio_and_log_rank_come_back(name: str, which: str) -> None:
    """Within 0.015 of the log hazard ratio, 1 % of its standard error, 0.1 of the root of the log-rank statistic."""
    known, made = GOLDEN[name], together(name, which)
    second = _second(made, name)
    fit = cox(made.times, made.events, second[:, None].astype(float), names=["arm"])
    ratio = fit.coefficients[0]
    assert ratio.value is not None and ratio.standard_error is not None
    assert ratio.value == pytest.approx(known["log_hazard_ratio"], abs=0.015)
    assert ratio.standard_error == pytest.approx(known["standard_error"], rel=0.01)
    found = log_rank(made.times, made.events, second)
    assert found.statistic is not None
    assert np.sqrt(found.statistic) == pytest.approx(np.sqrt(known["log_rank"]), abs=0.1)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_curve_of_every_event_comes_back_exactly(name: str) -> None:
    made = together(name, "every event")
    for key, known in GOLDEN[name]["arms"].items():
        mine = np.array(made.arms) == key
        curve = kaplan_meier(made.times[mine], made.events[mine])
        survival = dict(zip(curve.times, curve.survival, strict=True))
        died = {time for time, event in zip(known["time"], known["event"], strict=True) if event}
        exact = dict(zip(known["exact"]["times"], known["exact"]["survival"], strict=True))
        assert all(abs(survival[time] - exact[time]) < 1e-12 for time in died)
