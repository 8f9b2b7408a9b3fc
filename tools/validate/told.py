"""The report in its forms: lines for a terminal, Markdown and a page for people, figures for programs."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from rich import box
from rich.console import Console
from rich.table import Table as Grid

from tools.validate.section import Block, Drawing, Prose, Section, Table

NUMBER = re.compile(r"-?[\d,.]*( %)?")
TITLE = "Thirdline against data that nobody in it wrote"
KEPT = (
    "Written by `make validate DATA=folder`; figures only. The data themselves and whatever shows a single patient stay"
    " outside the project, in the report under `out/validation/`."
)


def say(sections: Sequence[Section], console: Console) -> None:
    """Print sentences and tables; long tables are cut, and say so."""
    for section in sections:
        console.rule(f"[bold]{section.title}")
        for block in section.blocks:
            if isinstance(block, Prose):
                console.print(block.text, highlight=False, markup=False)
            elif isinstance(block, Table) and not block.local:
                console.print(_grid(block))
            console.print() if not isinstance(block, Drawing) else None


def markdown(sections: Sequence[Section]) -> str:
    """The kept report for a reader of the repository; drawings are files beside it."""
    lines = [f"# {TITLE}", "", KEPT, ""]
    for section in sections:
        lines += [f"## {section.title}", ""]
        for block in section.kept().blocks:
            lines += [*_markdown(block), ""]
    return "\n".join(lines).rstrip() + "\n"


def page(sections: Sequence[Section], local: bool) -> str:
    """The report as one document with nothing beside it; with `local`, single patients too."""
    shown = sections if local else [section.kept() for section in sections]
    style = files("thirdline.interfaces.report").joinpath("report.css").read_text(encoding="utf-8") + _asset("page.css")
    template = _templates().get_template("page.html.j2")
    reading = {"cell": _cell, "kind": _kind, "numeric": _numeric}
    return template.render(title=TITLE, sections=shown, local=local, style=Markup(style), policy=_policy(style), **reading)


def drawings(sections: Sequence[Section]) -> dict[str, str]:
    """The kept drawings by the name of their file."""
    return {f"{b.name}.svg": b.svg + "\n" for s in sections for b in s.kept().blocks if isinstance(b, Drawing)}


def _grid(table: Table) -> Grid:
    grid = Grid(title=table.caption, title_justify="left", box=box.SIMPLE_HEAD)
    for name, numeric in zip(table.columns, _numeric(table), strict=True):
        grid.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(_cell(value) for value in row))
    return grid


def _numeric(table: Table) -> list[bool]:
    """Which columns hold numbers and nothing else."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    return [all(NUMBER.fullmatch(_cell(value)) for value in column) for column in columns]


def _markdown(block: Block) -> Iterator[str]:
    if isinstance(block, Prose):
        yield block.text
    elif isinstance(block, Drawing):
        yield f"![{_flat(block.caption)}: {_flat(block.said)}]({block.name}.svg)"
    elif block.rows:
        yield f"**{_flat(block.caption)}**"
        yield ""
        yield "| " + " | ".join(_flat(name) for name in block.columns) + " |"
        yield "| " + " | ".join("--:" if numeric else "---" for numeric in _numeric(block)) + " |"
        for row in block.rows:
            yield "| " + " | ".join(_flat(_cell(value)) for value in row) + " |"
    else:
        yield f"**{_flat(block.caption)}**: none."


def _cell(value: Any) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _flat(text: str) -> str:
    """Text that cannot break a Markdown table."""
    return escape(" ".join(text.split()), quote=False).replace("|", "\\|")


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _policy(style: str) -> str:
    """A content security policy that allows this style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _asset(name: str) -> str:
    return files("tools.validate").joinpath("templates", name).read_text(encoding="utf-8")


def _templates() -> Environment:
    loader = PackageLoader("tools.validate")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
