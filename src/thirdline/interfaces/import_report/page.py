"""One document that says what became of every row of a record. It fetches nothing and runs nothing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from thirdline import __version__
from thirdline.interfaces.importing import Ledger, balance, sections
from thirdline.interfaces.report.page import policy
from thirdline.interfaces.words import Lang, words
from thirdline.knowledge import Knowledge

NUMBERS = {"files": (2, 3), "tables": (1, 2), "words": (4,), "conversions": (3,), "problems": (2,), "quarantine": (1,)}
"""The columns of each section that hold numbers."""


def page(said: Ledger, knowledge: Knowledge, lang: Lang) -> str:
    """The report as one HTML document."""
    style = files("thirdline.interfaces.report").joinpath("report.css").read_text(encoding="utf-8")
    return (
        _templates()
        .get_template("import.html.j2")
        .render(
            w=words(lang),
            lang=lang,
            said=said,
            balance=balance(said, lang),
            sections=sections(said, knowledge, lang),
            numbers=NUMBERS,
            policy=policy(style, []),
            style=Markup(style),
            made=f"{__version__}, {knowledge.digest()}",
        )
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("thirdline.interfaces.import_report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
