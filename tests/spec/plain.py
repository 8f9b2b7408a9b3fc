"""The rules read once more, slowly and plainly, for one patient and one marker; written from their text, not from the SQL.

A series is a list of (day, value), the first of which is the baseline. Categories are compared by their place in DEPTH.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

Series = list[tuple[int, Decimal]]
Treatment = tuple[str, int, int]
DEPTH = ("NE", "PD", "SD", "MR", "PR", "VGPR", "CR", "sCR")


def category(baseline: Decimal, value: Decimal) -> str:
    """Serum M-protein: a fall of 90, 50 or 25 percent from baseline, closed; else stable."""
    fallen = (baseline - value) / baseline * 100
    return "VGPR" if fallen >= 90 else "PR" if fallen >= 50 else "MR" if fallen >= 25 else "SD"


def lowest_confirmed(series: Series, n: int) -> Decimal:
    """The lowest level at or below which two consecutive values stood before the n-th; the baseline counts as confirmed."""
    followed = [value for _, value in series[1:n]]
    pairs = [max(pair) for pair in pairwise(followed)]
    return min([series[0][1], *pairs])


def risen(lowest: Decimal, value: Decimal) -> bool:
    """25 percent and 5 g/L above the lowest; where that is 50 g/L or more, 10 g/L suffice."""
    if lowest >= 50:
        return value >= lowest + 10
    return value >= lowest * Decimal("1.25") and value >= lowest + 5


def progressions(series: Series) -> list[tuple[int, int | None]]:
    """Days of progression with the day that confirmed each, up to the first that was confirmed."""
    found: list[tuple[int, int | None]] = []
    for n in range(1, len(series)):
        lowest = lowest_confirmed(series, n)
        if not risen(lowest, series[n][1]):
            continue
        again = n + 1 < len(series) and risen(lowest, series[n + 1][1])
        found.append((series[n][0], series[n + 1][0] if again else None))
        if again:
            break
    return found


def responses(series: Series) -> list[tuple[int, str, bool]]:
    """The category of each assessment, and whether it is confirmed: by the next that is at least as deep; SD by itself."""
    progressed = dict(progressions(series))
    ended = min((day for day, confirmed in progressed.items() if confirmed), default=None)
    named = [
        (day, "PD" if day in progressed or (ended is not None and day > ended) else category(series[0][1], value))
        for day, value in series[1:]
    ]
    told = []
    for n, (day, name) in enumerate(named):
        following = named[n + 1][1] if n + 1 < len(named) else "NE"
        if name == "PD":
            confirmed = ended is not None and day >= ended
        else:
            confirmed = name == "SD" or DEPTH.index(following) >= DEPTH.index(name)
        told.append((day, name, confirmed))
    return told


def best(series: Series) -> str:
    """The deepest category that two consecutive assessments reach before confirmed progression; stable disease needs one."""
    ended = min((day for day, confirmed in progressions(series) if confirmed), default=None)
    told = responses(series)
    reached = []
    for n, (day, name, _) in enumerate(told):
        if name == "PD" or (ended is not None and day >= ended):
            continue
        following = told[n + 1][1] if n + 1 < len(told) else "NE"
        reached.append(max("SD", min(name, following, key=DEPTH.index), key=DEPTH.index))
    if reached:
        return max(reached, key=DEPTH.index)
    return "NE" if ended is None else "PD"


def openings(treatments: list[Treatment]) -> list[int]:
    """The days on which lines open, for drugs that are never planned: a regimen, and the first drug that is not of it."""
    opened: list[int] = []
    day = min((start for _, start, _ in treatments), default=None)
    while day is not None:
        opened.append(day)
        regimen = {drug for drug, start, end in treatments if day <= start <= day + 28 or start < day < end}
        day = min((start for drug, start, _ in treatments if start > day + 28 and drug not in regimen), default=None)
    return opened
