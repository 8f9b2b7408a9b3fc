"""Is an event reported with one drug more often than with others? And what may be concluded of spontaneous reports?

Reports are counted, not pairs of drug and event: a report that names five drugs and four events is one report and twenty
pairs, and long reports are the severe ones. Counting pairs changes all four cells (a published case: odds ratio 12.7 by
pairs, 2.84 by reports). Both counts are given, so that the difference is seen.

EBGM (DuMouchel's MGPS) is not here: its prior is fitted to all drug-event pairs of a whole database; from one table it
cannot be had, and a fixed prior would be an invention.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, cast

from scipy import stats

from thirdline.statistics.estimates import LEVEL, Estimate, StatisticsError
from thirdline.statistics.exact import Table, clopper_pearson, odds_ratio, poisson_rate

SHRINKAGE = 0.5
"""Added to observed and expected counts of the information component (Noren, Hopstadius and Bate 2013)."""
SMALL = 3
"""Reports below which large-sample intervals are not to be relied on (Evans, Waller and Davis 2001 ask for three)."""
FEW_REPORTS = "Fewer than three reports of drug and event: read the exact odds ratio and the information component."

Can = Literal[
    "reported-more-often-than-with-other-drugs",
    "no-excess-of-reports-shown",
    "reporting-proportion",
    "lower-bound-if-every-case-counted-is-one",
    "rate-under-assumed-person-time",
]
Cannot = Literal[
    "no-incidence-without-denominator",
    "no-rate-without-person-time",
    "no-causality",
    "no-absence-of-risk",
    "under-reporting-unknown",
    "stimulated-reporting-possible",
    "no-comparison-without-comparator",
    "latency-follow-up-incomplete",
    "denominator-counts-doses-not-persons",
]

Row = tuple[str, str, str]
"""Report id, drug, event."""


@dataclass(frozen=True)
class Cells:
    """Drug and event; drug without the event; the event without the drug; neither."""

    both: int
    drug_only: int
    event_only: int
    neither: int

    @property
    def total(self) -> int:
        """All that was counted."""
        return self.both + self.drug_only + self.event_only + self.neither

    @property
    def expected(self) -> float:
        """Drug and event together, were they independent."""
        return (self.both + self.drug_only) * (self.both + self.event_only) / self.total

    @property
    def table(self) -> Table:
        """With the drug, without it; with and without the event."""
        return (self.both, self.drug_only), (self.event_only, self.neither)


@dataclass(frozen=True)
class Counted:
    """The table by distinct reports (to be used) and by distinct drug-event pairs (to see what it would do)."""

    reports: Cells
    pairs: Cells
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Disproportionality:
    """How much more an event is reported with a drug than without, and the ids of what that does and does not say.

    ror: reporting odds ratio; ror_exact: the conditional one; prr: proportional reporting ratio, with `chi2` (Yates) and
    its P value; ic: information component, log2 of shrunk observed to expected.
    """

    cells: Cells
    ror: Estimate
    ror_exact: Estimate
    prr: Estimate
    chi2: float | None
    chi2_p_value: float | None
    ic: Estimate
    can: tuple[Can, ...]
    cannot: tuple[Cannot, ...]
    notes: tuple[str, ...]


def count_reports(rows: Iterable[Row], drug: str, event: str) -> Counted:
    """The two-by-two table of one drug and one event from rows (report id, drug, event).

    A report counts once, however many rows it has. Rows with an empty id, drug or event are refused: they cannot be
    counted on either side. Drug and event must occur, by the very name given.
    """
    kept = list(rows)
    _check_rows(kept, drug, event)
    with_drug, with_event = {r for r, d, _ in kept if d == drug}, {r for r, _, e in kept if e == event}
    reports = _cells({r for r, _, _ in kept}, with_drug.__contains__, with_event.__contains__)
    pairs = _cells(set(kept), lambda row: row[1] == drug, lambda row: row[2] == event)
    repeated = len(kept) - len(set(kept))
    notes = [f"{reports.total} reports stand in {pairs.total} drug-event pairs; the reports are counted."]
    if repeated:
        notes.append(f"{repeated} rows repeat the same report, drug and event; they count once.")
    return Counted(reports, pairs, tuple(notes))


def disproportionality(cells: Cells, level: float = LEVEL) -> Disproportionality:
    """Reporting odds ratio, proportional reporting ratio and information component of a table of reports.

    ror = ad / bc, log interval (van Puijenbroek et al. 2002). prr = (a / (a+b)) / (c / (c+d)), log interval, chi-squared
    with Yates' correction (Evans et al. 2001). ic = log2((a + 1/2) / (E + 1/2)), E = (a+b)(a+c)/N, limits from the gamma
    distribution of a + 1/2 events in E + 1/2 (Noren et al. 2013; the credible interval of the shrunk ratio). With a zero
    cell ror and prr are None or have no interval; ic stays. None of these is a risk, and none says that the drug did it.
    """
    _check(cells)
    statistic, p_value = _yates(cells)
    ic = _information(cells, level)
    return Disproportionality(
        cells,
        _ror(cells, level),
        odds_ratio(cells.table, level),
        _prr(cells, level),
        statistic,
        p_value,
        ic,
        ("reported-more-often-than-with-other-drugs",) if (ic.low or 0.0) > 0 else ("no-excess-of-reports-shown",),
        (
            "no-causality",
            "no-absence-of-risk",
            "no-incidence-without-denominator",
            "under-reporting-unknown",
            "stimulated-reporting-possible",
        ),
        (FEW_REPORTS,) if cells.both < SMALL else (),
    )


@dataclass(frozen=True)
class Reported:
    """Cases reported among those treated: a proportion with its exact interval, a rate where person-time is assumed."""

    cases: int
    treated: int
    counted: Literal["persons", "doses"]
    proportion: Estimate
    rate: Estimate | None
    can: tuple[Can, ...]
    cannot: tuple[Cannot, ...]


def reported(
    cases: int,
    treated: int,
    *,
    counted: Literal["persons", "doses"] = "persons",
    person_time: float | None = None,
    level: float = LEVEL,
) -> Reported:
    """What follows from a number of reported cases and a number treated, with no comparator?

    A reporting proportion with its exact interval, and a floor of the risk if each case is real and counted once. No rate
    unless `person_time` is assumed (the rate then is only as good as the assumption), no comparison, no cause. The
    interval tells of chance alone: not of cases never reported, reported twice, or yet to come.

    `counted`: what `treated` counts. Doses are not persons: the proportion of persons is then higher, by an unknown
    amount.

    >>> found = reported(22, 34000, counted="doses")
    >>> f"{found.proportion.value:.5f} ({found.proportion.low:.5f}-{found.proportion.high:.5f})", found.rate
    ('0.00065 (0.00041-0.00098)', None)
    """
    if counted not in ("persons", "doses"):
        raise StatisticsError([f"counted: {counted!r}; say whether `treated` counts persons or doses."])
    rate = None if person_time is None else poisson_rate(cases, person_time, level)
    can: tuple[Can, ...] = ("reporting-proportion", "lower-bound-if-every-case-counted-is-one")
    cannot: tuple[Cannot, ...] = (
        "no-causality",
        "no-comparison-without-comparator",
        "under-reporting-unknown",
        "stimulated-reporting-possible",
        "latency-follow-up-incomplete",
    )
    if rate is None:
        cannot = ("no-rate-without-person-time", *cannot)
    else:
        can = (*can, "rate-under-assumed-person-time")
    if counted == "doses":
        cannot = (*cannot, "denominator-counts-doses-not-persons")
    return Reported(cases, treated, counted, clopper_pearson(cases, treated, level), rate, can, cannot)


def _check_rows(rows: list[Row], drug: str, event: str) -> None:
    problems = [
        f"row {i}: {row!r} lacks a report id, a drug or an event; mend it or leave it out."
        for i, row in enumerate(rows, 1)
        if not all(row)
    ]
    if not any(d == drug for _, d, _ in rows):
        problems.append(f"drug {drug!r} occurs in no row; give it as the rows name it.")
    if not any(e == event for _, _, e in rows):
        problems.append(f"event {event!r} occurs in no row; give it as the rows name it.")
    if problems:
        raise StatisticsError(problems)


def _cells(things: set, has_drug: Callable[..., bool], has_event: Callable[..., bool]) -> Cells:
    both = sum(has_drug(t) and has_event(t) for t in things)
    drug_only = sum(has_drug(t) and not has_event(t) for t in things)
    event_only = sum(not has_drug(t) and has_event(t) for t in things)
    return Cells(both, drug_only, event_only, len(things) - both - drug_only - event_only)


def _check(cells: Cells) -> None:
    counts = (cells.both, cells.drug_only, cells.event_only, cells.neither)
    if any(c != int(c) or c < 0 for c in counts):
        raise StatisticsError([f"{cells}: four whole numbers of 0 or more are needed."])
    if cells.both + cells.drug_only == 0 or cells.event_only + cells.neither == 0:
        raise StatisticsError([f"{cells}: reports with the drug and reports without it are both needed."])


def _ror(cells: Cells, level: float) -> Estimate:
    counts = (cells.both, cells.drug_only, cells.event_only, cells.neither)
    method = "reporting odds ratio; log interval"
    if 0 in counts:
        return _without(method, level)
    value = cells.both * cells.neither / (cells.drug_only * cells.event_only)
    return _log_interval(value, math.sqrt(sum(1 / c for c in counts)), level, method)


def _prr(cells: Cells, level: float) -> Estimate:
    method = "proportional reporting ratio; log interval"
    if cells.both == 0 or cells.event_only == 0:
        return _without(method, level)
    drug, others = cells.both + cells.drug_only, cells.event_only + cells.neither
    value = (cells.both / drug) / (cells.event_only / others)
    error = math.sqrt(1 / cells.both - 1 / drug + 1 / cells.event_only - 1 / others)
    return _log_interval(value, error, level, method)


def _without(method: str, level: float) -> Estimate:
    note = "A cell is 0: not estimable on the log scale; read the exact odds ratio and the information component."
    return Estimate(None, level=level, method=method, notes=(note,))


def _log_interval(value: float, error: float, level: float, method: str) -> Estimate:
    """The interval of a ratio; `standard_error` is that of its logarithm."""
    factor = math.exp(float(stats.norm.isf((1 - level) / 2)) * error)
    return Estimate(
        value, value / factor, value * factor, level, error, method, ("The standard error is of the logarithm.",)
    )


def _yates(cells: Cells) -> tuple[float | None, float | None]:
    margins = (
        cells.both + cells.drug_only,
        cells.event_only + cells.neither,
        cells.both + cells.event_only,
        cells.drug_only + cells.neither,
    )
    if 0 in margins:
        return None, None
    found = cast(tuple[float, float, int, object], stats.chi2_contingency(cells.table, correction=True))
    statistic, p_value = found[:2]
    return float(statistic), float(p_value)


def _information(cells: Cells, level: float) -> Estimate:
    observed, expected = cells.both + SHRINKAGE, cells.expected + SHRINKAGE
    tail = (1 - level) / 2
    low, high = (math.log2(float(q) / expected) for q in (stats.gamma.ppf(tail, observed), stats.gamma.isf(tail, observed)))
    method = "information component, log2, shrunk by one half; gamma credible interval"
    return Estimate(math.log2(observed / expected), low, high, level, None, method)
