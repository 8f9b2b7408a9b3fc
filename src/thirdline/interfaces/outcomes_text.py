"""Outcomes in words and as JSON: the definition first, then the figures by group, then what they leave out."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from thirdline.interfaces.words import Lang, Words, words
from thirdline.knowledge import Knowledge
from thirdline.outcomes.results import UNKNOWN, AtTime, Outcomes, ShareOutcome, Steps, TimeOutcome
from thirdline.outcomes.shares import NOBODY
from thirdline.outcomes.suppression import HIDDEN
from thirdline.statistics import Estimate
from thirdline.statistics.survival import Curve, Test

WIDTH = 110
TOPIC = "outcomes"
SMALLEST_P = 0.0001
"""Below this a P value is printed as less than it."""


@dataclass(frozen=True)
class Speech:
    """The texts of one language, and numbers as that language writes them."""

    words: Words
    knowledge: Knowledge
    lang: Lang

    def number(self, value: float, digits: int) -> str:
        """A number with so many digits after the decimal sign."""
        return f"{value:.{digits}f}".replace(".", "," if self.lang == "ru" else ".")

    def percent(self, value: float) -> str:
        """A share in percent."""
        return self.words("percent", number=self.number(100 * value, 0))

    def months(self, found: Estimate | None) -> str:
        """A time in months with its interval."""
        if found is None or found.value is None:
            return self.words("not_reached") + (self._within(found, 1, 1) if found and found.low is not None else "")
        return self.number(found.value, 1) + self._within(found, 1, 1)

    def share(self, found: Estimate) -> str:
        """A share in percent, with its standard error where it has one, and its interval."""
        if found.value is None:
            return self.words("hidden" if HIDDEN in found.notes else "not_estimable")
        error = "" if found.standard_error is None else f" ± {self.number(100 * found.standard_error, 0)}"
        number = self.number(100 * found.value, 0) + error
        return self.words("percent", number=number) + self._within(found, 100, 0)

    def ratio(self, found: Estimate) -> str:
        """A hazard ratio with its interval."""
        return (
            self.words("not_estimable") if found.value is None else self.number(found.value, 2) + self._within(found, 1, 2)
        )

    def p(self, value: float) -> str:
        """A P value."""
        least = f"p < {self.number(SMALLEST_P, 4)}"
        return least if value < SMALLEST_P else f"p = {self.number(value, 4 if value < 0.001 else 3)}"

    def group(self, value: str, by: str | None) -> str:
        """A group's name: a regimen's own, else that of the word, else as it stands."""
        if by == "regimen" and value in self.knowledge.of("regimens"):
            return str(getattr(self.knowledge.of("regimens")[value].names, self.lang))
        return self.words.term("groups", value) or value

    def grouping(self, by: str) -> str:
        """What lines are grouped by."""
        return self.words.term("groupings", by) or by

    def _within(self, found: Estimate, scale: float, digits: int) -> str:
        ends = [
            self.words("not_estimable") if e is None else self.number(scale * e, digits) for e in (found.low, found.high)
        ]
        return "" if found.low is None and found.high is None else f" [{ends[0]}; {ends[1]}]"


def text(answers: Sequence[Outcomes], knowledge: Knowledge, lang: Lang) -> str:
    """Each answer for a person: what the endpoint means, the figures, the tests, what was left out."""
    speech = Speech(words(lang, TOPIC), knowledge, lang)
    parts = [part(answer, speech) for answer in answers for part in (_head, _figures, _tests, _limits)]
    return "\n\n".join("\n".join(lines) for lines in (list(part) for part in parts) if lines) + "\n"


def _head(answer: Outcomes, speech: Speech) -> Iterator[str]:
    endpoint, say, asked = answer.question.endpoint, speech.words, answer.question
    yield getattr(endpoint.names, speech.lang)
    yield from textwrap.wrap(getattr(endpoint.definition, speech.lang), WIDTH)
    for place, source in _sources(answer, speech):
        yield from textwrap.wrap(say("source", title=source, at=place[0], checked=say(f"checked.{place[1]}")), WIDTH)
    if getattr(endpoint, "starts", "") == "diagnosis":
        yield say("from_diagnosis")
    else:
        yield say("every_line") if asked.line is None else say("one_line", line=asked.line)
    if asked.by:
        key = "by_landmark" if asked.by_landmark else "by"
        yield say(key, grouping=speech.grouping(asked.by), day=asked.landmark_days)
    if asked.landmark_days is not None:
        yield say("landmark", day=asked.landmark_days)
    if asked.delayed_entry:
        yield say("delayed_entry")


def _sources(answer: Outcomes, speech: Speech) -> Iterator[tuple[tuple[str, str], str]]:
    """Place and check of each citation of the definition, with the source's title, each once."""
    sources = speech.knowledge.of("sources")
    cites = answer.question.endpoint.cites.values()
    yield from dict.fromkeys(((cite.at, cite.checked), sources[cite.source].title) for cite in cites)


def _figures(answer: Outcomes, speech: Speech) -> Iterator[str]:
    if not answer.groups:
        yield speech.words("nobody")
        return
    rows = [list(_row(group, answer, speech)) for group in answer.groups]
    heads = list(dict.fromkeys(head for row in rows for head, _ in row))
    told = [dict(row) for row in rows]
    yield from grid([heads, *([row.get(head, "") for head in heads] for row in told)])
    if any(isinstance(group, TimeOutcome) and group.at for group in answer.groups):
        yield speech.words("curve")
    yield from textwrap.wrap(_endings(answer, speech), WIDTH)


def _endings(answer: Outcomes, speech: Speech) -> str:
    """What ended the waits and why others were cut, over all groups; empty where any of it is hidden."""
    told = [group.ended if isinstance(group, TimeOutcome) else None for group in answer.groups]
    if any(ended is None for ended in told):
        return ""
    counts: Counter[str] = Counter()
    for ended in told:
        counts.update(ended or {})
    parts = "; ".join(f"{speech.words(f'endings.{word}')} {n}" for word, n in sorted(counts.items()))
    return speech.words("ended", parts=parts)


def grid(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as columns of equal width, two blanks between."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _row(group: TimeOutcome | ShareOutcome, answer: Outcomes, speech: Speech) -> Iterator[tuple[str, str]]:
    """A group's cells, each with its head."""
    say = speech.words
    yield say("columns.group"), speech.group(group.group, answer.question.by)
    yield say("columns.n"), _count(group.n, speech)
    if not group.hidden:
        yield from _share_cells(group, speech) if isinstance(group, ShareOutcome) else _time_cells(group, answer, speech)


def _time_cells(group: TimeOutcome, answer: Outcomes, speech: Speech) -> Iterator[tuple[str, str]]:
    say, asked = speech.words, answer.question
    yield say("columns.events"), _count(group.n_events, speech)
    if group.n_events is None:
        return
    level = say("level", level=speech.percent(asked.level))
    yield f"{say('columns.median')} [{level}]", speech.months(group.median)
    yield say("columns.follow_up"), speech.months(Estimate(group.follow_up.value) if group.follow_up else None)
    for point in group.at:
        yield say("columns.at", months=f"{point.months:g}"), _at(point, speech)
    for point in group.incidence:
        yield say("columns.incidence", months=f"{point.months:g}"), speech.share(point.estimate)
    if group.restricted_mean is not None and asked.restricted_months:
        found = group.restricted_mean
        told = say("not_estimable") if found.value is None else speech.months(found)
        yield say("columns.restricted_mean", months=f"{asked.restricted_months:g}"), told
    if asked.hazard_ratios and len(answer.groups) > 1:
        told = say("reference") if group.hazard_ratio is None else speech.ratio(group.hazard_ratio)
        yield say("columns.hazard_ratio"), told


def _at(point: AtTime, speech: Speech) -> str:
    at_risk = "" if point.n_at_risk is None else "; " + speech.words("at_risk", n=point.n_at_risk)
    return speech.share(point.estimate) + at_risk


def _share_cells(group: ShareOutcome, speech: Speech) -> Iterator[tuple[str, str]]:
    say = speech.words
    yield say("columns.with"), _count(group.n_with, speech)
    yield say("columns.share"), speech.share(group.share) if group.share else say("hidden")
    yield say("columns.evaluated"), _count(group.n_evaluated, speech)
    if group.share_of_evaluated:
        yield say("columns.share_of_evaluated"), speech.share(group.share_of_evaluated)
    if group.n_pending != 0:
        yield say("columns.pending"), _count(group.n_pending, speech)


def _count(n: int | None, speech: Speech) -> str:
    return speech.words("hidden") if n is None else str(n)


def _tests(answer: Outcomes, speech: Speech) -> Iterator[str]:
    for name, test in (("log_rank", answer.log_rank), ("gray", answer.gray)):
        if test is not None:
            yield from textwrap.wrap(_test(name, test, speech), WIDTH)
    method = next((g.median.method for g in answer.groups if isinstance(g, TimeOutcome) and g.median), None)
    method = method or next((g.share.method for g in answer.groups if isinstance(g, ShareOutcome) and g.share), None)
    if method:
        yield from textwrap.wrap(speech.words("method", method=method), WIDTH)


def _test(name: str, test: Test, speech: Speech) -> str:
    if test.statistic is None or test.p_value is None:
        return speech.words("no_test")
    return speech.words(name, statistic=speech.number(test.statistic, 2), df=test.df, p=speech.p(test.p_value))


def _limits(answer: Outcomes, speech: Speech) -> Iterator[str]:
    """What was left out, and what must be known with the figures."""
    say, below = speech.words, answer.question.suppress_below
    few = say("few", below=below)
    left = [say(f"reasons.{why}", n=few if n is None else n) for why, n in answer.left_out.items()]
    if left:
        yield from textwrap.wrap(say("left_out", parts="; ".join(left)), WIDTH)
    for note in noted(answer):
        yield from textwrap.wrap(say(f"notes.{note}", below=below), WIDTH)


def noted(answer: Outcomes) -> list[str]:
    """The words of what must be known with an answer."""
    unknown = ["unknown"] if any(group.group == UNKNOWN for group in answer.groups) else []
    return list(dict.fromkeys((*answer.notes, *unknown, *(n for g in answer.groups for n in g.notes if n == NOBODY))))


def printed(answers: Sequence[Outcomes], knowledge: Knowledge, lang: Lang) -> dict[str, Any]:
    """The answer for programs: definition, question, groups with their curves, tests, what was left out.

    What is shown beside it stands under `beside`.
    """
    first, *others = (_plain_answer(answer, lang) for answer in answers)
    return {**first, "beside": others, "knowledge": knowledge.digest()}


def _plain_answer(answer: Outcomes, lang: Lang) -> dict[str, Any]:
    endpoint, asked, say = answer.question.endpoint, answer.question, words(lang, TOPIC)
    return {
        "endpoint": {
            "id": endpoint.id,
            "name": getattr(endpoint.names, lang),
            "definition": getattr(endpoint.definition, lang),
            "cites": {name: cite.model_dump() for name, cite in endpoint.cites.items()},
        },
        "asked": {name: value for name, value in asdict(asked).items() if name not in ("endpoint", "order")},
        "groups": [_plain_group(group) for group in answer.groups],
        "log_rank": plain(answer.log_rank),
        "gray": plain(answer.gray),
        "left_out": dict(answer.left_out),
        "notes": [say(f"notes.{note}", below=asked.suppress_below) for note in noted(answer)],
    }


def _plain_group(group: TimeOutcome | ShareOutcome) -> dict[str, Any]:
    return {name: plain(getattr(group, name)) for name in type(group).__dataclass_fields__}


CURVE = ("times", "survival", "low", "high", "standard_error", "n_at_risk", "n_events", "n_censored")


def plain(value: Any) -> Any:
    """A result in the types that JSON has: arrays as lists, NaN and infinite as null, a curve by its columns."""
    if isinstance(value, Curve):
        return {name: plain(getattr(value, name)) for name in CURVE}
    if isinstance(value, Estimate | AtTime | Test | Steps):
        return {name: plain(getattr(value, name)) for name in type(value).__dataclass_fields__}
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(each) for each in _items(value)]
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return value


def _items(value: Any) -> Iterable[Any]:
    return value.tolist() if isinstance(value, np.ndarray) else value
