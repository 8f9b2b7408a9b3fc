"""Golden values of R, as tests/golden/survival/*.R wrote them, and how near to them is near enough."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.testing import assert_allclose

HERE = Path(__file__).parents[1] / "golden" / "survival"
CLOSED = 1e-8
"""Relative, for what a formula gives."""
ITERATED = 1e-6
"""Relative, for what a search ends at."""


@cache
def golden(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text())


def column(values: list[Any]) -> np.ndarray:
    """A column of R's, null and NA as NaN."""
    return np.array([np.nan if v in (None, "NA", "NaN", "Inf") else v for v in values], dtype=float)


def table(data: dict[str, list[float]]) -> dict[str, np.ndarray]:
    return {name: np.array(values, dtype=float) for name, values in data.items()}


def sure(value: float | None) -> float:
    """A figure that must be there."""
    assert value is not None
    return value


def same(found: Any, wanted: Any, rtol: float = CLOSED, atol: float = 1e-12) -> None:
    wanted = column(wanted) if isinstance(wanted, list) and not any(isinstance(v, list) for v in wanted) else wanted
    assert_allclose(np.asarray(found, dtype=float), np.asarray(wanted, dtype=float), rtol=rtol, atol=atol)
