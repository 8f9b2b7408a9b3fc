"""How many patients of an arm had what a trial counts: only where the record leaves one answer.

Question answered: of this arm, how many of how many? A count is taken where it is printed; a percentage becomes a count
where exactly one whole number of the arm's patients gives it, and that is said; else the arm is left out, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from thirdline.knowledge import Knowledge
from thirdline.knowledge.arms import drugs_of
from thirdline.knowledge.trials import Arm, Cut, Figure, Trial

Basis = Literal["printed", "one_count_fits"]
WHOLE = ("single", "pool")
"""Roles of arms that hold all patients of a trial; its cohorts are parts of them."""
HALF = Decimal("0.5")


@dataclass(frozen=True)
class ArmCount:
    """`events` of `of` patients of an arm at one cut; `printed` is the percentage as it stands in print.

    `basis`: the count is printed, or it is the only one that gives the percentage. `event` is how the source words what it
    counted, where it differs from the endpoint's name. `drugs` are those of the arm.
    """

    trial: str
    arm: str
    cut: str
    endpoint: str
    events: int
    of: int
    printed: Decimal | None
    basis: Basis
    event: str | None
    drugs: tuple[str, ...]
    checked: str
    citation: str
    published: str


@dataclass(frozen=True)
class ArmLeftOut:
    """An arm that tells the endpoint, or holds the drugs, and gives no count: why, as a closed word, and what was found."""

    trial: str
    arm: str
    reason: str
    found: str
    cut: str | None = None


Counted = ArmCount | ArmLeftOut


def counts_of(knowledge: Knowledge, arms: Iterable[tuple[Trial, Arm]], endpoint: str) -> list[Counted]:
    """The counts of these arms, or why there is none.

    Where a trial tells the endpoint of all its patients, its cohorts neither count again nor stand in for them: the cohort
    of the best dose is no sample of a trial whose own percentage fits two counts.
    """
    found = [(trial, arm, _count(knowledge, trial, arm, endpoint)) for trial, arm in arms]
    whole = {trial.id for trial, arm, count in found if arm.role in WHOLE and _tells(count)}
    return [_unless_part(arm, count, whole) for _, arm, count in found]


def _tells(count: Counted) -> bool:
    return isinstance(count, ArmCount) or count.reason != "endpoint_differs"


def _unless_part(arm: Arm, count: Counted, whole: set[str]) -> Counted:
    if isinstance(count, ArmCount) and arm.role not in WHOLE and count.trial in whole:
        return ArmLeftOut(count.trial, count.arm, "part_of_arm", f"{count.events}/{count.of}", count.cut)
    return count


def _count(knowledge: Knowledge, trial: Trial, arm: Arm, endpoint: str) -> Counted:
    if trial.design == "meta_analysis":
        return ArmLeftOut(trial.id, arm.id, "pool_of_trials", "a published pool; its trials count for themselves")
    told = [(cut, figure) for cut in trial.cuts_in_order() for figure in _telling(cut, arm, endpoint)]
    if not told:
        return ArmLeftOut(trial.id, arm.id, "endpoint_differs", ", ".join(_told(trial, arm)) or "no figure")
    tried = [_of_figure(knowledge, trial, arm, *pair) for pair in told]
    return next((count for count in tried if isinstance(count, ArmCount)), tried[0])


def _telling(cut: Cut, arm: Arm, endpoint: str) -> list[Figure]:
    """The figures of the whole arm; one in the endpoint's own words comes before one in others."""
    found = [f for f in cut.figures if f.arm == arm.id and f.endpoint == endpoint and f.measure == "percent" and not f.group]
    return sorted(found, key=lambda figure: figure.event is not None)


def _told(trial: Trial, arm: Arm) -> list[str]:
    return sorted({figure.endpoint for cut in trial.cuts for figure in cut.figures if figure.arm == arm.id})


def _of_figure(knowledge: Knowledge, trial: Trial, arm: Arm, cut: Cut, figure: Figure) -> Counted:
    of = figure.of if figure.of is not None else arm.n
    said = _said(figure, of)
    if figure.comparator:
        return ArmLeftOut(trial.id, arm.id, "inexact", said, cut.id)
    if of is None:
        return ArmLeftOut(trial.id, arm.id, "no_denominator", said, cut.id)
    fitting = [figure.n] if figure.n is not None else list(fitting_counts(figure.estimate, of))
    if len(fitting) != 1:
        return ArmLeftOut(trial.id, arm.id, "several_counts" if fitting else "no_count", _listed(said, fitting), cut.id)
    key = trial.citation_key(cut, figure)
    return ArmCount(
        *(trial.id, arm.id, cut.id, figure.endpoint, fitting[0], of, figure.estimate),
        *("one_count_fits" if figure.n is None else "printed", figure.event, drugs_of(knowledge, arm)),
        *(trial.cites[key].checked, f"{trial.id}#{key}", cut.published),
    )  # type: ignore[arg-type]


def _said(figure: Figure, of: int | None) -> str:
    percent = f"{figure.comparator or ''}{figure.estimate} %" if figure.estimate is not None else f"{figure.n}"
    return f"{percent}, n = {'?' if of is None else of}"


def _listed(said: str, fitting: list[int]) -> str:
    return f"{said}: {', '.join(map(str, fitting))}" if fitting else said


def fitting_counts(percent: Decimal | None, of: int) -> Iterator[int]:
    """The whole numbers of patients whose share rounds to a printed percentage, half a unit of its last digit either way.

    >>> [list(fitting_counts(Decimal(percent), of)) for percent, of in (("85", 33), ("73", 128), ("97", 7))]
    [[28], [93, 94], []]
    """
    if percent is None:
        return
    half = HALF.scaleb(int(percent.as_tuple().exponent))
    near = int(percent * of / 100)
    reach = int(half * of / 100) + 1
    for n in range(max(0, near - reach), min(of, near + reach) + 1):
        if abs(Decimal(100 * n) / of - percent) <= half:
            yield n
