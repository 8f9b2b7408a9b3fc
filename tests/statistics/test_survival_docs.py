"""The examples in the docstrings of survival statistics give what they print."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from thirdline.statistics import survival

MODULES = [m.name for m in pkgutil.iter_modules(survival.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(f"{survival.__name__}.{name}")).failed == 0
