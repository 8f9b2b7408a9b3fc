"""The interface's texts: the same keys in both languages, numbers with their nouns, and nothing missing in silence."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from thirdline.interfaces.words import MissingTextError, words
from thirdline.knowledge import criteria


def _flat(texts: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(texts, dict) and "one" not in texts:
        for name, part in texts.items():
            yield from _flat(part, f"{key}.{name}" if key else name)
    else:
        yield key, texts


def _blanks(text: Any) -> set[str]:
    parts = text.values() if isinstance(text, dict) else text if isinstance(text, list) else [text]
    return {name for part in parts for _, name, _, _ in Formatter().parse(str(part)) if name}


EN, RU = (dict(_flat(words(lang).texts)) for lang in ("en", "ru"))


def test_both_languages_hold_the_same_keys() -> None:
    assert set(EN) == set(RU)


def test_every_text_is_text() -> None:
    assert [key for texts in (EN, RU) for key, text in texts.items() if not isinstance(text, str | dict | list)] == []


def test_a_text_has_the_same_blanks_in_both_languages() -> None:
    keys = [key for key in EN if not key.startswith(("units.", "format."))]
    assert [key for key in keys if _blanks(EN[key]) != _blanks(RU[key])] == []


def test_a_missing_text_raises() -> None:
    with pytest.raises(MissingTextError, match=r"no text is called report\.nowhere"):
        words("en")("report.nowhere")
    with pytest.raises(MissingTextError, match="is not a text"):
        words("en")("report")
    with pytest.raises(MissingTextError, match="no language"):
        words("de")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lang", "n", "said"),
    [
        ("en", 1, "1 line of therapy"), ("en", 4, "4 lines of therapy"), ("ru", 1, "1 линия терапии"),
        ("ru", 2, "2 линии терапии"), ("ru", 5, "5 линий терапии"), ("ru", 11, "11 линий терапии"),
        ("ru", 21, "21 линия терапии"), ("ru", 112, "112 линий терапии"),
    ],
)  # fmt: skip
def test_a_noun_takes_the_form_its_number_asks_for(lang: Any, n: int, said: str) -> None:
    assert words(lang).count("counts.lines", n) == said


@pytest.mark.parametrize(
    "model", [criteria.Response, criteria.Measurable, criteria.AssessmentProfile, criteria.Lines, criteria.Refractory,
              criteria.ClassScheme, criteria.Staging, criteria.Interference, criteria.Practice],
)  # fmt: skip
def test_every_fact_of_a_criterion_has_its_words(model: Any) -> None:
    assert [f for f in model.facts if not words("en").term("facts", f)] == []
