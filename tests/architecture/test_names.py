"""Names and sizes: what the files themselves must be, whatever they say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.spec.conftest  # noqa: F401 - registers every case
from tests.spec.drawn import CASES
from thirdline.flow import derivations
from thirdline.tables import DERIVED, OPTION_TRIALS, OUTCOMES, TABLES, TRIAL_ANSWERS, Table

ROOT = Path(__file__).parents[2]
SOURCES = sorted(file for folder in ("src", "tools") for file in (ROOT / folder).rglob("*.py"))
MODULES = sorted([*SOURCES, *(ROOT / "tests").rglob("*.py")])
MOST_LINES = 500
DRAWN_TEXT = set((ROOT / "tests/spec/cases").glob("*.py"))  # tables, not code
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "core"}
EMPTY_VERBS = ("get_", "compute_", "process_", "handle_")
DRAWN_ELSEWHERE = {"doses": ROOT / "tests" / "schedule"}


def named(file: Path) -> str:
    """A file as people name it."""
    return str(file.relative_to(ROOT))


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """The functions and classes of a module that others may use."""
    yield from (n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_"))


@pytest.mark.parametrize("table", [t.name for t in (*DERIVED, *OUTCOMES, *TRIAL_ANSWERS, *OPTION_TRIALS)])
def test_every_derived_table_has_its_derivation(table: str) -> None:
    assert table in derivations()


@pytest.mark.parametrize("table", [t.name for t in (*DERIVED, *OUTCOMES, *TRIAL_ANSWERS, *OPTION_TRIALS)])
def test_every_derived_table_is_drawn_by_a_spec_case(table: str) -> None:
    drawn = any(table in case.expected for case in CASES)
    elsewhere = DRAWN_ELSEWHERE.get(table)
    assert drawn or (elsewhere and any(table in f.read_text(encoding="utf-8") for f in elsewhere.glob("*.py")))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_key_names_columns_in_their_order_and_because_comes_last(table: Table) -> None:
    assert table.key == tuple(name for name in table.names if name in table.key)
    assert "because" not in table.names[:-1]


@pytest.mark.parametrize("file", [f for f in MODULES if f not in DRAWN_TEXT], ids=named)
def test_a_module_is_small_enough_to_read(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_a_name_says_what_is_inside(file: Path) -> None:
    assert not {*file.relative_to(ROOT).with_suffix("").parts} & EMPTY_NAMES


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_a_module_imports_by_name(file: Path) -> None:
    imports = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    assert not [node.module for node in imports for alias in node.names if alias.name == "*"]


@pytest.mark.parametrize("file", [f for f in SOURCES if f.read_text(encoding="utf-8").strip()], ids=named)
def test_every_module_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", SOURCES, ids=named)
def test_every_public_function_and_class_says_what_it_does(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert not [node.name for node in public(tree) if not ast.get_docstring(node)]


@pytest.mark.parametrize("file", SOURCES, ids=named)
def test_a_function_is_not_named_by_an_empty_verb(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert not [node.name for node in public(tree) if node.name.startswith(EMPTY_VERBS)]
