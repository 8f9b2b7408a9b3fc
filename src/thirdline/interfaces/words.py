"""The interface's own texts in English and Russian, read when first asked for.

Question answered: how does the interface say this in that language? A key that a language lacks raises, so that
no untranslated text reaches a reader; texts of diseases, drugs and criteria come from knowledge, not from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Lang = Literal["en", "ru"]
LANGS: tuple[Lang, ...] = ("en", "ru")


class MissingTextError(KeyError):
    """A text that a language does not have."""


@dataclass(frozen=True)
class Words:
    """The texts of one language, by dotted key."""

    lang: Lang
    texts: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key, its blanks filled in."""
        found = self._find(key)
        if not isinstance(found, str):
            raise MissingTextError(f"{self.lang}: {key} is not a text")
        return found.format(**values) if values else found

    def count(self, key: str, n: int) -> str:
        """The number with the form of the noun it asks for: 1 line, 4 lines; 1 линия, 4 линии, 5 линий."""
        forms = self._find(key)
        return str(forms[_form(self.lang, n)]).format(n=n)

    def term(self, section: str, word: str) -> str | None:
        """A closed word's text, or None when the section has no such word (data may hold any)."""
        found = self._find(section).get(word)
        return found if isinstance(found, str) else None

    def listing(self, key: str) -> list[str]:
        """A list of texts (months, weekdays, paragraphs)."""
        return list(self._find(key))

    def _find(self, key: str) -> Any:
        found: Any = self.texts
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise MissingTextError(f"{self.lang}: no text is called {key}")
            found = found[part]
        return found


@cache
def words(lang: Lang, topic: str = "") -> Words:
    """The texts of that language, of one topic (`pictures`) or of the whole interface; `MissingTextError` if none."""
    if lang not in LANGS:
        raise MissingTextError(f"no language is called {lang!r}; allowed: {', '.join(LANGS)}")
    name = f"{topic}.{lang}.yaml" if topic else f"{lang}.yaml"
    return Words(lang, yaml.safe_load(files("thirdline.interfaces").joinpath("words", name).read_text(encoding="utf-8")))


def _form(lang: Lang, n: int) -> str:
    if lang == "en":
        return "one" if n == 1 else "many"
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"
