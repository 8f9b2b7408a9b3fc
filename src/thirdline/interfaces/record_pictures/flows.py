"""A record as a flow of lines of therapy: classes of drugs by line, and how patients leave."""

from __future__ import annotations

from collections.abc import Iterator

from thirdline.interfaces.pictures import LineFlow, Step
from thirdline.interfaces.record_pictures.asked import How, Shown
from thirdline.knowledge.endpoints import TimeEndpoint
from thirdline.outcomes.line_flows import EXITS, FlowQuestion, LineFlows, line_flows
from thirdline.records import RecordError

TABLES = ("line_steps", "status")


def flow(shown: Shown, how: How) -> LineFlow:
    """The flow; RecordError where nobody has a line, StatisticsError where too few have for what is to be hidden."""
    asked = FlowQuestion(how.line or 1, how.most, _lost_after(shown), shown.asked.as_of, how.suppress_below)
    found = line_flows(shown.tables["line_steps"], asked)
    if not found.streams:
        raise RecordError(shown.words("nothing", record=shown.record))
    named = {word: shown.classes(word) for word in found.classes}
    named |= {word: shown.words(f"exits.{word}", n=asked.last_line + 1) for word in found.exits}
    return LineFlow(
        title=shown.words("flow.title", patients=shown.count("patients", found.patients)),
        classes=tuple(named[word] for word in found.classes),
        exits=tuple(named[word] for word in found.exits),
        steps=tuple(Step(s.line, named[s.source], named[s.target], s.patients) for s in found.streams),
        notes=tuple(_notes(shown, found)),
    )


def _lost_after(shown: Shown) -> int | None:
    """The longest gap in assessment that an endpoint of knowledge bears; none, nobody is called lost."""
    endpoints = (e for e in shown.knowledge.of("endpoints").values() if isinstance(e, TimeEndpoint))
    return max((e.longest_gap_days for e in endpoints if e.longest_gap_days is not None), default=None)


def _notes(shown: Shown, found: LineFlows) -> Iterator[str]:
    say, asked = shown.words, found.question
    (rules,) = shown.laid("line_rules")
    yield say("flow.reads", days=rules["regimen_window_days"])
    if found.n_other:
        others = shown.count("combinations", found.n_other)
        yield say("flow.named", named=asked.most_classes, others=others)
    if asked.until is None:
        yield say("flow.no_cut")
    elif asked.lost_after_days is not None:
        yield say("flow.lost", days=asked.lost_after_days, until=shown.speech.date(asked.until))
    if EXITS[0] in found.exits:
        yield say("flow.last", n=asked.last_line)
    few = 0 < shown.without_line < asked.suppress_below
    if shown.without_line:
        n = say("few", below=asked.suppress_below) if few else shown.count("patients", shown.without_line)
        yield say("flow.no_line", patients=n)
    if asked.suppress_below > 1:
        yield say("flow.hidden", below=asked.suppress_below)
