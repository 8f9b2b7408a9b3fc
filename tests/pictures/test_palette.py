"""Colours stand out from white, from one another to any eye, and never stand alone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from thirdline.interfaces.pictures.funnel import GREYS
from thirdline.interfaces.pictures.palette import INK, LOOKS, PAPER, QUIET, RULE, contrast, look, tint

SEEN = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
}
"""Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB."""
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])
APART = 25.0
"""What the palette says of itself (CIE 1976); below 10 small marks are hard to tell apart."""


def lab(color: str, eye: str) -> np.ndarray:
    """The colour as that eye sees it, in CIE L*a*b*."""
    rgb = np.array(to_rgb(color))
    linear = SEEN[eye] @ np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    x, y, z = (XYZ @ np.clip(linear, 0, 1)) / np.array([0.95047, 1.0, 1.08883])
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


@pytest.mark.parametrize("color", [one.color for one in LOOKS] + [RULE])
def test_marks_stand_out_from_white(color: str) -> None:
    assert contrast(color) >= 3


@pytest.mark.parametrize("ink", [INK, QUIET])
def test_text_stands_out_from_white(ink: str) -> None:
    assert contrast(ink) >= 4.5


@pytest.mark.parametrize("one", LOOKS, ids=lambda one: one.color)
def test_ink_is_read_on_every_tint_and_the_edge_stands_out_from_its_own_tint(one) -> None:
    assert contrast(INK, tint(one.color)) >= 4.5
    assert contrast(one.color, PAPER) >= 3


@pytest.mark.parametrize("grey", GREYS)
def test_points_stand_out_from_every_contour(grey: str) -> None:
    assert contrast(LOOKS[0].color, grey) >= 3


@pytest.mark.parametrize("eye", SEEN)
def test_any_two_colours_are_told_apart_by_any_eye(eye: str) -> None:
    for one, other in combinations(LOOKS, 2):
        assert np.linalg.norm(lab(one.color, eye) - lab(other.color, eye)) >= APART, (one.color, other.color)


def test_colour_never_stands_alone() -> None:
    assert (
        len({str(one.line) for one in LOOKS})
        == len({one.marker for one in LOOKS})
        == len({one.hatch for one in LOOKS})
        == len(LOOKS)
    )


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#777777") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ff0000", "#0000ff") == contrast("#0000ff", "#ff0000") == pytest.approx(2.149, abs=0.001)


def test_tints_and_looks_come_round() -> None:
    assert tint("#000000", 0) == "#ffffff"
    assert tint("#000000", 1) == "#000000"
    assert look(8) == look(0)
