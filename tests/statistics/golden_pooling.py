"""Golden figures of pooling, as R wrote them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

FOLDER = Path(__file__).parents[1] / "golden" / "pooling"
CLOSED = 1e-8
"""Tolerance of closed forms."""
ITERATED = 1e-6
"""Tolerance of maxima and roots; R's own stop is the coarser."""


@cache
def golden(name: str) -> dict[str, Any]:
    """The figures of one script."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def near(value: Any, tolerance: float = CLOSED) -> Any:
    """Equal within a tolerance, relative above 1 and absolute below."""
    return pytest.approx(value, rel=tolerance, abs=tolerance)


def errors(v: list[float]) -> list[float]:
    """Standard errors of variances."""
    return np.sqrt(v).tolist()
