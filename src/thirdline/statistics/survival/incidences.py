"""What share has had an event of one cause by each time, where another cause may come first?

Aalen-Johansen: F(t) is the sum over event times of S(t-) d/n, S the Kaplan-Meier curve of any cause, d the events of this
cause; tied events of several causes are exact, nothing is moved. The variance is the infinitesimal jackknife, which
without delayed entry is Greenwood's; limits are taken on log(-log F). Sources: Aalen and Johansen, Scand J Stat
1978;5:141-150; Marubini and Valsecchi, Analysing Survival Data, section 10.2; Kalbfleisch and Prentice, 2nd ed., section
8.2. Agrees with R's `survfit` of a factor of causes; `cmprsk::cuminc` has the same shares and a slightly smaller variance
at ties.

It misleads where one cause is shown without the others: F of all causes and S add to 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from thirdline.statistics.estimates import LEVEL, Estimate, StatisticsError
from thirdline.statistics.survival.causes import CENSORED, causes, kept_causes
from thirdline.statistics.survival.curves import entry_notes
from thirdline.statistics.survival.influence import Influence, summed_products
from thirdline.statistics.survival.limits import Interval, limits
from thirdline.statistics.survival.risk import RiskTable, risk_table
from thirdline.statistics.survival.rows import Bools, Floats, FollowUp, checked_times, follow_up, share


@dataclass(frozen=True, eq=False)
class Incidence:
    """Cumulative incidence of one cause at each distinct time of exit, ascending. Limits are NaN before its first event.

    `n_events` are those of this cause. `emptied`: as in `Curve`.
    """

    cause: Any
    times: Floats
    incidence: Floats
    low: Floats
    high: Floats
    standard_error: Floats
    n_at_risk: Floats
    n_events: Floats
    level: float
    method: str
    notes: tuple[str, ...]
    emptied: float | None
    complete: bool

    def at(self, t: float) -> Estimate:
        """The share by a time. None after the end of follow-up (unless all had an event), or where the risk set emptied."""
        blank = Estimate(None, level=self.level, method=self.method, notes=self.notes)
        k = int(np.searchsorted(self.times, checked_times([t])[0], side="right")) - 1
        if t > self.times[-1] and not self.complete:
            why = f"Nobody was followed to {t:g}: follow-up ends at {self.times[-1]:g}."
            return replace(blank, notes=(*self.notes, why))
        if self.emptied is not None and t >= self.emptied:
            return replace(
                blank, notes=(*self.notes, f"Not estimable at {t:g}: the risk set had emptied at {self.emptied:g}.")
            )
        if k < 0 or self.incidence[k] == 0:
            return replace(blank, value=0.0, standard_error=0.0, notes=(*self.notes, "No such event by then: no limits."))
        value, error = float(self.incidence[k]), float(self.standard_error[k])
        ends = (None if np.isnan(a[k]) else float(a[k]) for a in (self.low, self.high))
        return replace(blank, value=value, low=next(ends), high=next(ends), standard_error=error)


def aalen_johansen(
    time: ArrayLike,
    cause: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    level: float = LEVEL,
    interval: Interval = "log-log",
    censored: Any = CENSORED,
) -> dict[Any, Incidence]:
    """Cumulative incidence of each cause that happens, by cause.

    `cause` of each row's event; `censored` (0) where none happened. Other arguments and errors as in `kaplan_meier`.

    >>> found = aalen_johansen([1, 2, 2, 4, 5], [1, 2, 0, 1, 0])
    >>> [round(float(f), 2) for f in found[1].incidence], [round(float(f), 2) for f in found[2].incidence]
    ([0.2, 0.2, 0.5, 0.5], [0.0, 0.2, 0.2, 0.2])
    """
    times = checked_times(time)
    found = causes(cause, len(times), censored)
    seen = follow_up(times, found.of >= 0, entry, weights)
    of, risk = kept_causes(found, weights, seen), risk_table(seen)
    if not found.names:
        raise StatisticsError(["cause: found only censored rows; allowed: at least one event of a cause"])
    share(level, "level")
    entered = "" if entry is None else " with delayed entry"
    method = f"Aalen-Johansen{entered}, variance by the infinitesimal jackknife, {interval} interval"
    blank = Estimate(None, level=level, method=method, notes=entry_notes(seen, risk))
    return {name: _incidence(name, of == k, (seen, risk), blank, interval) for k, name in enumerate(found.names)}


def _incidence(name: Any, mine: Bools, who: tuple[FollowUp, RiskTable], blank: Estimate, interval: Interval) -> Incidence:
    seen, risk = who
    events = np.bincount(risk.place[mine], seen.weights[mine], len(risk.times))
    survival = np.cumprod((risk.at_risk - risk.events) / risk.at_risk)
    before = np.append(1.0, survival[:-1])
    incidence = np.cumsum(before * events / risk.at_risk)
    error = np.sqrt(_variance(seen, risk, (mine, events), before, incidence))
    low, high = limits(incidence, error, blank.level, interval)
    return Incidence(
        cause=name,
        times=risk.times,
        incidence=incidence,
        low=low,
        high=high,
        standard_error=error,
        n_at_risk=risk.at_risk if seen.weight is not None else risk.at_risk.astype(np.int64),
        n_events=events if seen.weight is not None else events.astype(np.int64),
        level=blank.level,
        method=blank.method,
        notes=blank.notes,
        emptied=risk.emptied,
        complete=bool(survival[-1] == 0),
    )


def _variance(seen: FollowUp, risk: RiskTable, cause: tuple[Bools, Floats], before: Floats, incidence: Floats) -> Floats:
    """A row moves F(t) through the events of the cause, and through the survival that all later ones are multiplied by."""
    mine, events = cause
    left = risk.at_risk - risk.events
    each = np.divide(1.0, left, out=np.zeros(len(left)), where=left > 0)
    running = each * risk.events / risk.at_risk
    direct = before / risk.at_risk
    jump = np.where(mine, direct[risk.place], 0.0) + np.where(seen.event, (incidence * each)[risk.place], 0.0)
    gained = Influence(jump, direct * events / risk.at_risk + incidence * running)
    lost = Influence(np.where(seen.event, each[risk.place], 0.0), running)
    terms = [summed_products(risk, seen.weights, a, b) for a, b in ((gained, gained), (gained, lost), (lost, lost))]
    return np.maximum(terms[0] - 2 * incidence * terms[1] + incidence**2 * terms[2], 0.0)
