"""What was published by a day: trials as somebody could have known them then.

Question answered: which data cuts of a trial stood in print on that day? A source that gives only its year counts from
the end of that year on; a cut whose publication carries no year is not used, and is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Cut, Trial

_DAY = re.compile(r"\b((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?\b")


@dataclass(frozen=True)
class Known:
    """Knowledge cut to a day: `later` trials of which nothing was in print yet, and cuts that carry no year (`undated`)."""

    knowledge: Knowledge
    later: tuple[str, ...]
    undated: tuple[str, ...]


def known_on(knowledge: Knowledge, day: date) -> Known:
    """Knowledge with those cuts of trials only that were published on or before `day`."""
    trials = knowledge.of("trials")
    dated = {id: {cut.id: published_on(knowledge, cut) for cut in trial.cuts} for id, trial in trials.items()}
    kept = {id: _cut_to(trial, dated[id], day) for id, trial in trials.items()}
    return Known(
        Knowledge(MappingProxyType({**knowledge.records, "trials": MappingProxyType(kept)})),
        later=tuple(id for id, trial in trials.items() if trial.cuts and not kept[id].cuts),
        undated=tuple(f"{id}/{cut}" for id, cuts in dated.items() for cut, on in cuts.items() if on is None),
    )


def published_on(knowledge: Knowledge, cut: Cut) -> date | None:
    """The latest day on which the publication of a cut can have appeared; None where neither it nor its source says."""
    source = knowledge.of("sources").get(cut.paper) if cut.paper else None
    found = [day for text in (source.published if source else "", cut.published) if (day := _last_day(text))]
    return next(iter(found), None)


def _last_day(text: str) -> date | None:
    """The last day that a text names: 2016-10-06, or the last of 2016-10, or of 2016.

    >>> _last_day("N Engl J Med 2016;375:1319"), _last_day("2016-02")
    (datetime.date(2016, 12, 31), datetime.date(2016, 2, 28))
    """
    found = _DAY.search(text)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None or not 1 <= month <= 12:
        return date(year, 12, 31)
    return date(year, month, day or 28)


def _cut_to(trial: Trial, dates: dict[str, date | None], day: date) -> Trial:
    cuts = tuple(cut for cut in trial.cuts if (on := dates[cut.id]) is not None and on <= day)
    return trial.model_copy(update={"cuts": cuts})
