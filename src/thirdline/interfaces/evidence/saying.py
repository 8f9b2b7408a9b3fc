"""How evidence is put into words: ratios with their intervals, trials with their cuts, daggers for what was not checked."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from thirdline.evidence.effects import LeftOut, TrialEffect
from thirdline.evidence.naming import short_name
from thirdline.evidence.networks import EndpointEvidence
from thirdline.interfaces.pictures.voice import Voice, known
from thirdline.interfaces.words import Lang, Words, words
from thirdline.knowledge import Knowledge
from thirdline.statistics import Estimate
from thirdline.statistics.estimates import LEVEL

WIDTH = 110
TOPIC = "evidence"
DAGGER = "†"
MOST_NAMED = 3
"""So many trials that an estimate rests on are named in a cell; JSON names all."""
USUAL_LEVEL = 100 * LEVEL


@dataclass(frozen=True)
class Say:
    """The texts and numbers of one language, and the names that knowledge gives."""

    lang: Lang
    knowledge: Knowledge

    @cached_property
    def words(self) -> Words:
        """The texts of evidence."""
        return words(self.lang, TOPIC)

    @cached_property
    def voice(self) -> Voice:
        """Numbers as pictures print them."""
        return Voice(self.lang)

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key, its blanks filled in."""
        return self.words(key, **values)

    def count(self, key: str, n: int) -> str:
        """A number with its noun."""
        return self.words.count(f"counts.{key}", n)

    def endpoint(self, word: str) -> str:
        """An endpoint's short name."""
        return self.words.term("endpoints", word) or word

    def endpoint_name(self, word: str) -> str:
        """An endpoint's full name with its short one."""
        name = self.words.term("endpoint_names", word)
        return f"{name} ({self.endpoint(word)})" if name else self.endpoint(word)

    def word(self, vocabulary: str, word: str) -> str:
        """A word of a vocabulary by its name; the word itself where the vocabulary has no such one."""
        terms = self.knowledge.of("vocabularies")[vocabulary].words
        return next((str(getattr(term, self.lang)) for term in terms if term.word == word), word)

    def method(self, text: str) -> str:
        """How a statistic names its method, in this language as far as there are words for it."""
        return text if self.lang == "en" else "; ".join(phrase(part) for part in text.split("; "))

    def trial(self, id: str) -> str:
        """A trial's short name."""
        return short_name(self.knowledge.of("trials")[id], self.lang)

    def trials(self, ids: Iterable[str]) -> str:
        """Short names, each once."""
        return "; ".join(dict.fromkeys(self.trial(id) for id in ids))

    def drug(self, id: str) -> str:
        """A drug's name; the id where knowledge has no such drug."""
        drug = self.knowledge.of("drugs").get(id)
        return str(getattr(drug.names, self.lang)) if drug else id

    def effect(self, effect: TrialEffect) -> str:
        """A trial with its cut; the dagger where the figure was not checked."""
        return f"{self.trial(effect.trial)} {effect.cut}{dagger(effect.checked == 'unverified')}"

    def ratio(self, estimate: Estimate | None, mark: bool = False) -> str:
        """A log ratio told as a ratio with its interval; that it cannot be estimated, where it cannot."""
        if estimate is None or not known(estimate.value):
            return self("not_estimable")
        return self.voice.estimate(exponentiated(estimate), "ratio") + dagger(mark)

    def printed(self, effect: TrialEffect) -> str:
        """The effect as printed, with the level where it is not the usual one."""
        digits = max(2, *(len(f"{x.normalize():f}".partition(".")[2]) for x in (effect.low, effect.high)))
        digits = min(digits, 3)
        low, value, high = (self.voice.number(float(x), digits) for x in (effect.low, effect.estimate, effect.high))
        level = "" if float(effect.level) == USUAL_LEVEL else f" [{self.voice.brief(float(effect.level))} %]"
        return f"{value} ({low}–{high}){level}{dagger(effect.checked == 'unverified')}"

    def number(self, value: float | None, digits: int = 2) -> str:
        """A number, or that it cannot be estimated."""
        return self.voice.number(value, digits) if known(value) and value is not None else self("not_estimable")

    def share(self, value: float | None) -> str:
        """A share as per cent without decimals, or that it cannot be estimated."""
        return self.voice.percent(value, 0) if known(value) and value is not None else self("not_estimable")

    def rests_on(self, side: EndpointEvidence, treatment: str, comparator: str) -> str:
        """The trials that carry an estimate with their cuts, the heaviest first; the others are counted."""
        found = [effect for effect, _ in side.rests_on(treatment, comparator)]
        named = ", ".join(self.effect(effect) for effect in found[:MOST_NAMED])
        return f"{named}, +{len(found) - MOST_NAMED}" if len(found) > MOST_NAMED else named


_NUMBER = re.compile(r"(?<![A-Za-z\d.])-?\d+(?:\.\d+)?(?:e-?\d+)?")


def phrase(part: str) -> str:
    """One phrase of a method in Russian: looked up with its numbers taken out, which then go back in."""
    known_as = words("ru", "methods").texts["phrases"]
    plain, stop = (part.removesuffix("."), ".") if part not in known_as and part.endswith(".") else (part, "")
    for text, end in ((part, ""), (plain, stop)):
        found = known_as.get(_NUMBER.sub("{}", text))
        if found is not None:
            return found.format(*(number.replace(".", ",") for number in _NUMBER.findall(text))) + end
    return part


def dagger(wanted: bool) -> str:
    """The mark of a figure that was not checked against its source."""
    return DAGGER if wanted else ""


def exponentiated(estimate: Estimate) -> Estimate:
    """A log ratio as a ratio; the standard error stays behind."""
    value, low, high = (None if x is None else math.exp(x) for x in (estimate.value, estimate.low, estimate.high))
    return replace(estimate, value=value, low=low, high=high, standard_error=None)


def wrapped(text: str, indent: str = "") -> list[str]:
    """Lines of a paragraph."""
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent or "", break_long_words=False)


def left_out_lines(rows: Sequence[LeftOut], endpoint: str, say: Say) -> Iterator[str]:
    """The trials left out, by reason, every one named."""
    if not rows:
        yield say("network.left_none", endpoint=say.endpoint(endpoint))
        return
    yield say("network.left_out", endpoint=say.endpoint(endpoint), trials=say.count("trials", len({r.trial for r in rows})))
    for reason in dict.fromkeys(row.reason for row in rows):
        own = [row.trial for row in rows if row.reason == reason]
        yield from wrapped(f"{say(f'reasons.{reason}')} ({len(own)}): {say.trials(own)}", "  ")
