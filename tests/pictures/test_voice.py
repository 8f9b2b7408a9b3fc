"""Numbers as the field prints them, in both languages, and texts with the same keys."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from thirdline.interfaces.pictures.lettering import height_of, widest, width_of, wrap
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import LANGS, MissingTextError, words
from thirdline.statistics.estimates import Estimate

EN, RU = Voice("en"), Voice("ru")


@pytest.mark.parametrize(
    ("estimate", "scale", "en", "ru"),
    [
        (Estimate(0.39, 0.28, 0.53), "ratio", "0.39 (0.28–0.53)", "0,39 (0,28–0,53)"),
        (Estimate(0.13), "ratio", "0.13", "0,13"),
        (Estimate(12.34, 9.99, 104.0), "ratio", "12.3 (9.99–104)", "12,3 (9,99–104)"),
        (Estimate(0.004, 0.0, 0.02), "ratio", "<0.01 (0.00–0.02)", "<0,01 (0,00–0,02)"),
        (Estimate(0.8, 0.6, 0.997), "ratio", "0.80 (0.60–0.997)", "0,80 (0,60–0,997)"),
        (Estimate(0.8, 0.6, 1.0), "ratio", "0.80 (0.60–1.00)", "0,80 (0,60–1,00)"),
        (Estimate(1.2, 1.003, 1.4), "ratio", "1.20 (1.003–1.40)", "1,20 (1,003–1,40)"),
        (Estimate(-0.1, -0.3, 0.12), "difference", "−0.10 (−0.30 to 0.12)", "−0,10 (от −0,30 до 0,12)"),
        (Estimate(0.641, 0.54, 0.732), "share", "64.1% (54.0–73.2)", "64,1\u00a0% (54,0–73,2)"),
        (Estimate(11.25, 9.8, None), "time", "11.2 (9.8–NE)", "11,2 (9,8–н/о)"),
        (Estimate(None, 0.1, 0.2), "ratio", "not estimable", "не оценивается"),
        (Estimate(float("nan")), "ratio", "not estimable", "не оценивается"),
        (None, "ratio", "not estimable", "не оценивается"),
        (Estimate(0.5, 0.2, float("inf")), "ratio", "0.50 (0.20–∞)", "0,50 (0,20–∞)"),
    ],
)
def test_estimates(estimate: Estimate | None, scale: Any, en: str, ru: str) -> None:
    assert (EN.estimate(estimate, scale), RU.estimate(estimate, scale)) == (en, ru)


@pytest.mark.parametrize(
    ("p", "en"),
    [
        (0.00004, "p < 0.0001"), (0.0001, "p = 0.0001"), (0.0032, "p = 0.0032"), (0.0316, "p = 0.032"), (0.094, "p = 0.094"),
        (0.0951, "p = 0.10"), (0.2, "p = 0.20"), (1.0, "p = 1.00"), (None, "p not estimable"),
    ],
)  # fmt: skip
def test_p_values(p: float | None, en: str) -> None:
    assert EN.p_value(p).replace("\u00a0", " ") == en
    assert RU.p_value(p).replace("\u00a0", " ") == en.replace(".", ",").replace("not estimable", "не оценивается")


def test_levels_and_short_numbers() -> None:
    assert [EN.level(x) for x in (0.95, 0.954, 0.7)] == ["95% CI", "95.4% CI", "70% CI"]
    assert RU.level(0.954) == "95,4\u00a0% ДИ"
    assert [EN.brief(x) for x in (0.0, 1.0, 0.25, 12.0, -0.5, 1000.0)] == ["0", "1", "0.25", "12", "−0.5", "1000"]
    assert EN.number(-0.001, 2) == "0.00"
    assert EN.number(float("-inf")) == "−∞"


def test_known() -> None:
    assert [known(x) for x in (None, float("nan"), 0.0, 1.0)] == [False, False, True, True]


def _flat(texts: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(texts, dict) and "one" not in texts:
        for name, part in texts.items():
            yield from _flat(part, f"{key}.{name}")
    else:
        yield key, texts


def _blanks(text: Any) -> set[str]:
    return {
        name
        for part in (text.values() if isinstance(text, dict) else [text])
        for _, name, _, _ in Formatter().parse(part)
        if name
    }


def test_both_languages_hold_the_same_texts_with_the_same_blanks() -> None:
    en, ru = (dict(_flat(words(lang, "pictures").texts)) for lang in LANGS)
    assert set(en) == set(ru)
    assert [key for key in en if _blanks(en[key]) != _blanks(ru[key])] == []
    assert [key for key, text in en.items() if not isinstance(text, str | dict)] == []


def test_a_text_that_is_missing_raises() -> None:
    with pytest.raises(MissingTextError):
        EN("forest.nowhere")


def test_words_wrap_within_their_width_and_none_is_lost() -> None:
    text = "Карфилзомиб, леналидомид и дексаметазон против леналидомида и дексаметазона"
    lines = wrap(text, 90)
    assert " ".join(lines) == text
    assert widest(lines) <= 90
    assert all(width_of(f"{a} {b.split(' ')[0]}") > 90 for a, b in itertools.pairwise(lines))


def test_a_word_that_is_too_wide_breaks_at_its_hyphen_else_where_it_must() -> None:
    assert wrap("daratumumab-hyaluronidase", 80)[0] == "daratumumab-"
    broken = wrap("daratumumabhyaluronidase", 60)
    assert "".join(broken) == "daratumumabhyaluronidase"
    assert widest(broken) <= 60


def test_measures() -> None:
    assert width_of("") == widest([]) == 0
    assert width_of("DRd", 18) == pytest.approx(2 * width_of("DRd", 9), rel=0.05)
    assert width_of("DRd", 9, True) > width_of("DRd", 9)
    assert height_of(3, 10) == pytest.approx(38.4)
