"""Individual patients from a published curve: `thirdline evidence reconstruct`, told with repairs and agreement.

Question answered: which patients give this curve and these numbers at risk, what was mended to get them, and how well
do they agree with what is printed?
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from thirdline.interfaces.evidence.columns import Columns, columns_of
from thirdline.interfaces.evidence.saying import Say, phrase, wrapped
from thirdline.interfaces.outcomes_text import grid
from thirdline.interfaces.outcomes_text import plain as as_plain
from thirdline.interfaces.pictures import TimeCurve, TimeCurves
from thirdline.interfaces.words import words
from thirdline.statistics import StatisticsError
from thirdline.statistics.estimates import LEVEL, Estimate
from thirdline.statistics.reconstruction import Published, Reconstruction, Tolerances, reconstruct
from thirdline.statistics.reconstruction.curve import Clean, cleaned
from thirdline.statistics.survival import Curve, kaplan_meier

TOPIC = "reconstruction"
CURVE, RISK = ("time", "survival"), ("time", "at_risk")
OF_RISKS = ("risk table", "at_risk")
HALF = 0.5
ROW = re.compile(r"(?:point|risk table, row|at_risk, row) (\d+)")
"""How the statistic names a row of its input."""


@dataclass(frozen=True)
class Asked:
    """The files, the total of events where the paper prints it, the arm's name and the level of intervals."""

    curve: Path
    risk: Path
    events: int | None = None
    arm: str = ""
    level: float = LEVEL


@dataclass(frozen=True)
class Rebuilt:
    """The patients, the curve that was read (repaired), and the curve that the patients give."""

    asked: Asked
    result: Reconstruction
    printed: Clean
    curve: Curve


def rebuilt(asked: Asked) -> Rebuilt:
    """The patients of a published curve. Raises StatisticsError that names file and row."""
    points, risks = columns_of(asked.curve, CURVE), columns_of(asked.risk, RISK)
    published = Published(
        points.numbers("time"), points.numbers("survival"), risks.numbers("time"), risks.numbers("at_risk"),
        asked.events, asked.arm,
    )  # fmt: skip
    try:
        result = reconstruct(published)
    except StatisticsError as error:
        raise StatisticsError([_placed(problem, points, risks) for problem in error.problems]) from None
    curve = kaplan_meier(result.times, result.events, level=asked.level)
    return Rebuilt(asked, result, cleaned(published, Tolerances()), curve)


def _placed(problem: str, points: Columns, risks: Columns) -> str:
    """A problem with the file and the row in which it is; the statistic counts rows without the heading."""
    if problem.startswith("total_events"):
        return problem.replace("total_events", "--events", 1)
    held = risks if problem.startswith(OF_RISKS) else points
    numbered = ROW.match(problem)
    if not numbered:
        return f"{held.path.name}, {problem}"
    return f"{held.path.name}, row {held.lines[int(numbered[1]) - 1].row}{problem[numbered.end() :]}"


# In words ------------------------------------------------------------------------------------------------------------


def text(found: Rebuilt, say: Say) -> str:
    """Patients and events, the median, what was repaired, the agreement, and what the patients are not."""
    told, result = words(say.lang, TOPIC), found.result
    n, events = len(result.times), result.agreement.events
    lines = wrapped(told("head", n=n, events=events, censored=n - events, arm=result.arms[0] or found.asked.curve.name))
    median = found.curve.median()
    level = say.voice.level(median.level)
    shown = told("not_reached") if median.value is None else say.voice.estimate(median, "time")
    lines += [*wrapped(told("median", median=shown, level=level)), *wrapped(told("method")), "", told("repairs_head")]
    lines += [line for repair in result.repairs for line in wrapped(f"- {_said(repair, say)}", "  ")] or [
        f"  {told('none')}"
    ]
    lines += ["", told("agreement_head"), *_agreement(found, say), ""]
    for note in result.notes:
        lines += wrapped(_said(note, say))
    return "\n".join([*lines, *wrapped(told("limits"))]) + "\n"


def _said(sentence: str, say: Say) -> str:
    return sentence if say.lang == "en" else phrase(sentence)


def _agreement(found: Rebuilt, say: Say) -> Iterator[str]:
    """How far the rebuilt curve lies from the printed one, and the numbers at risk of both."""
    told, fit = words(say.lang, TOPIC), found.result.agreement
    for name in ("rmse", "mean_absolute", "largest_absolute", "largest_anywhere"):
        yield from wrapped(f"{told(name)}: {say.voice.number(getattr(fit, name), 4)}", "  ")
    yield from wrapped(told("accurate" if fit.accurate else "not_accurate"), "  ")
    if fit.events_printed is not None:
        yield from wrapped(told("events", printed=fit.events_printed, rebuilt=fit.events), "  ")
    rows = [[say.voice.brief(row.time), str(row.printed), str(row.reconstructed)] for row in fit.risks]
    for line in grid([[told("time"), told("risk_printed"), told("risk_rebuilt")], *rows]):
        yield f"  {line}"


def individuals(found: Rebuilt) -> str:
    """The patients as CSV: time, event (1, or 0 where the time was cut), arm."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("time", "event", "arm"))
    result = found.result
    rows.writerows(zip(map(repr, result.times.tolist()), result.events.astype(int).tolist(), result.arms, strict=True))
    return written.getvalue()


def plain(found: Rebuilt) -> dict[str, Any]:
    """The answer for programs: agreement, repairs, notes, the curve and the patients."""
    result, fit = found.result, found.result.agreement
    return {
        "arm": found.asked.arm, "patients": len(result.times), "events": fit.events, "method": result.method,
        "repairs": list(result.repairs), "notes": list(result.notes), "agreement": {**asdict(fit), "accurate": fit.accurate},
        "median": as_plain(found.curve.median()), "curve": as_plain(found.curve),
        "individuals": {"time": as_plain(result.times), "event": as_plain(result.events.astype(int))},
    }  # fmt: skip


def drawn(found: Rebuilt, say: Say) -> TimeCurves:
    """The curve that the patients give, over the points that were read."""
    told, printed, fit = words(say.lang, TOPIC), found.printed, found.result.agreement
    end = float(printed.times[-1])
    at = tuple(dict.fromkeys([*(row.time for row in fit.risks), end]))
    risks: dict[float, int] = {row.time: row.printed for row in fit.risks}
    curve = found.curve
    points = TimeCurve(
        told("picture.printed"), tuple(map(float, printed.times)), tuple(map(float, printed.survival)),
        at_risk=tuple(risks.get(t) for t in at), events=fit.events_printed, patients=fit.risks[0].printed,
        median=_read_off(printed), ends_at=end,
    )  # fmt: skip
    return TimeCurves(
        title=told("picture.title", arm=found.asked.arm or found.asked.curve.stem),
        endpoint=told("picture.survival"),
        curves=(_rebuilt_curve(curve, at, told("picture.rebuilt")), points),
        risk_times=at,
        unit=told("picture.unit"),
        level=curve.level,
        notes=(told("picture.note", rmse=say.voice.number(fit.rmse, 4)), told("limits")),
    )


def _read_off(printed: Clean) -> Estimate:
    """The first time at which the printed curve stands at one half or below, without an interval."""
    below = printed.times[printed.survival <= HALF]
    return Estimate(float(below[0])) if len(below) else Estimate(None)


def _rebuilt_curve(curve: Curve, at: tuple[float, ...], label: str) -> TimeCurve:
    low, high = ([None if x != x else float(x) for x in side] for side in (curve.low, curve.high))
    times = tuple(float(t) for t in curve.times)
    censored = tuple(t for t, n in zip(times, curve.n_censored, strict=True) if n > 0)
    return TimeCurve(
        label, times, tuple(map(float, curve.survival)), tuple(low), tuple(high), censored,
        tuple(int(n) for n in curve.at_risk(list(at))), int(curve.at_risk([0.0])[0]), int(curve.n_events.sum()),
        curve.median(), times[-1],
    )  # fmt: skip
