"""Every command is documented: in the README's table or its text, and with a sentence of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.main import get_command

from thirdline.interfaces.cli import app

ROOT = Path(__file__).parents[2]
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_the_command(name: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"thirdline {name}" in text or f"make {name}" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_says_what_it_does(name: str) -> None:
    assert (COMMANDS[name].help or "").strip().endswith((".", "citations."))
