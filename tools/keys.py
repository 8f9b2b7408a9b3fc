"""The keys that each kind of knowledge may hold, read from its models: a page for those who add records."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from thirdline.knowledge import cohorts, kinds
from thirdline.knowledge.loader import KINDS

OPENING = """# Keys of knowledge

Written by `python -m tools.manual` from `src/thirdline/knowledge/`; change those models, not this page.

One record is one YAML file below `knowledge/<kind>/`, its name the record's `id`. A key that is not listed here is
refused. A key marked *fact* needs a citation: under `cites`, by its name, or, for single rows, by the name that the row
gives in `cite`. **Bold** keys must be there.
"""
PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", Decimal: "number", date: "date"}
SPECIAL = {kinds.Id: "id (kebab-case)", kinds.Word: "word (snake_case)", kinds.Text: "text"}
RANGES = {
    cohorts.Share: "0 to 1",
    kinds.Percent: "0 to 100",
    kinds.Amount: "number, not negative",
    kinds.Days: "whole number of days",
}


def keys() -> str:
    """The whole page."""
    shown: dict[str, type[BaseModel]] = {}
    parts = [OPENING]
    for kind, adapter in KINDS.items():
        for model in _models(adapter._type):
            title = kind if len(_models(adapter._type)) == 1 else f"{kind}: {_defines(model)}"
            parts.append(_section(f"## {title}", model, shown))
    parts.append("# Parts of records\n")
    while shown:
        name = next(iter(shown))
        model = shown.pop(name)
        if f"### {name}\n" not in "\n".join(parts):
            parts.append(_section(f"### {name}", model, shown))
    return "\n".join(parts)


def _section(title: str, model: type[BaseModel], shown: dict[str, type[BaseModel]]) -> str:
    facts = getattr(model, "facts", ())
    about = " ".join((model.__doc__ or "").split())
    lines = [title, "", about, "", "| key | holds |", "| --- | --- |"]
    for name, field in model.model_fields.items():
        key = f"**`{name}`**" if field.is_required() else f"`{name}`"
        annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        holds = _words(annotation, shown) + (" *fact*" if name in facts else "")
        lines.append(f"| {key} | {holds.replace('|', chr(92) + '|')} |")
    return "\n".join([*lines, ""])


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models of a kind: one, or the members of a union."""
    if get_origin(annotation) is Annotated:
        return _models(get_args(annotation)[0])
    return [annotation] if isinstance(annotation, type) else list(get_args(annotation))


def _defines(model: type[BaseModel]) -> str:
    return str(get_args(model.model_fields["defines"].annotation)[0])


def _words(annotation: Any, shown: dict[str, type[BaseModel]]) -> str:
    """A type as people say it; models met on the way are kept to be shown."""
    for known, words in {**SPECIAL, **RANGES}.items():
        if annotation == known:
            return words
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        shown[annotation.__name__] = annotation
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return PLAIN[annotation] if annotation in PLAIN else _compound(annotation, shown)


def _compound(annotation: Any, shown: dict[str, type[BaseModel]]) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " ".join(f"`{word}`" for word in inner)
    if origin is Annotated:
        return _words(inner[0], shown)
    if origin is tuple:
        return f"list of {_words(inner[0], shown)}"
    if origin is dict:
        return f"by name: {_words(inner[1], shown)}"
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_alternatives(inner, shown)))
    raise TypeError(f"no words for {annotation}")


def _alternatives(inner: tuple[Any, ...], shown: dict[str, type[BaseModel]]) -> Iterator[str]:
    return (("nothing" if part is types.NoneType else _words(part, shown)) for part in inner)
