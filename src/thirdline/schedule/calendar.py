"""One patient's doses by date: the regimen found by any of its names, the request checked, the derivation run.

Question answered: what is given on which day? `plan` is a cohort of one: the SQL that doses a cohort, on an
in-memory DuckDB.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, NamedTuple

from thirdline import flow
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge.kinds import Regimen, Schedule
from thirdline.knowledge.loader import Knowledge
from thirdline.knowledge.schedules import Language, schedule_tables
from thirdline.schedule import contracts

PATIENT = "patient"
SHORTEST, LONGEST = 2, 12  # cycles shown when none are asked for: enough to show a change, never more than a year of them
Quantity = Decimal | int | float | str | None


class ScheduleError(ValueError):
    """What was asked cannot be scheduled; the message says what is allowed and what to do."""


class DoseRow(NamedTuple):
    """One row of `doses`, in the columns of its contract."""

    patient: str
    cycle: int
    day: int
    drug: str
    on: date
    amount: Decimal | None
    unit: str | None
    route: str | None
    note: str | None
    because: str


@dataclass(frozen=True)
class Choice:
    """The regimen and the schedule meant; `named` is false when the first of several was taken."""

    regimen: Regimen
    schedule: Schedule
    named: bool

    @property
    def others(self) -> tuple[Schedule, ...]:
        """The schedules of the regimen that were not taken."""
        return tuple(s for s in self.regimen.schedules if s.id != self.schedule.id)


def plan(
    knowledge: Knowledge,
    regimen_word: str,
    start: date,
    weight: Quantity = None,
    height: Quantity = None,
    age: int | None = None,
    creatinine_clearance: Quantity = None,
    cycles: int | None = None,
    schedule: str | None = None,
    authority: str | None = None,
    bilirubin_times_uln: Quantity = None,
    language: Language = "en",
) -> list[DoseRow]:
    """The dated doses of one patient, by date, then drug and route.

    Units: weight kg, height cm, age whole years, creatinine clearance mL/min, bilirubin in multiples of the upper
    limit of normal. `start` is day 1, or the day of the infusion in a schedule that counts from day 0.
    Nulls: what is not known stays unknown: amounts then stay per kilogram or square metre, and notes say so.
    Errors: ScheduleError for a regimen, schedule, authority or number that cannot be used.
    Source: the records of the regimen, its adjustments and the body surface rule; see each row's `because`.
    """
    kilograms = _quantity(knowledge, "weight", weight)
    choice = choose(knowledge, regimen_word, schedule, kilograms)
    n_cycles = _cycles(choice.schedule, cycles)
    centimetres = _quantity(knowledge, "height", height)
    if age is not None and age < 0:
        raise ScheduleError(f"age {age}: must not be negative, in whole years")
    request = (
        PATIENT, choice.regimen.id, choice.schedule.id, start, kilograms, centimetres, age,
        _quantity(knowledge, "creatinine-clearance", creatinine_clearance), _body_mass_index(kilograms, centimetres),
        _quantity(knowledge, "bilirubin_times_uln", bilirubin_times_uln), _authority(knowledge, authority), n_cycles,
    )  # fmt: skip
    rows = schedule_tables(knowledge, [choice.regimen.id], language, n_cycles=n_cycles)
    return _derived({"dose_requests": [request], **rows})


def choose(knowledge: Knowledge, word: str, schedule: str | None = None, weight: Quantity = None) -> Choice:
    """The regimen of that id, name or synonym (`word:schedule` names a schedule too) and its schedule.

    Without a schedule's name, the first that the weight (kg) allows; one that depends on the weight is not chosen
    while the weight is unknown.
    Errors: ScheduleError naming the nearest regimens, the schedules that there are, or the weight that decides.
    """
    head, _, tail = word.partition(":")
    regimen = _regimen(knowledge, head.strip())
    if not regimen.schedules:
        drugs = " + ".join(regimen.drugs)
        raise ScheduleError(f"{regimen.id}: composition only ({drugs}); no source at hand prints its schedule")
    wanted = schedule or tail.strip()
    found = [s for s in regimen.schedules if not wanted or s.id == wanted]
    if not found:
        allowed = ", ".join(s.id for s in regimen.schedules)
        raise ScheduleError(f"{regimen.id} has no schedule {wanted!r}; allowed: {allowed}")
    if not wanted:
        found = _of_weight(regimen, found, _quantity(knowledge, "weight", weight))
    return Choice(regimen, found[0], named=bool(wanted) or len(regimen.schedules) == 1)


def _of_weight(regimen: Regimen, schedules: list[Schedule], kilograms: Decimal | None) -> list[Schedule]:
    """The schedules meant for a patient of that weight."""
    if kilograms is None and any(s.weight for s in schedules):
        names = ", ".join(f"{regimen.id}:{s.id}" for s in schedules)
        raise ScheduleError(f"{regimen.id}: its schedule depends on the weight; give --weight, or name one of {names}")
    fitting = [s for s in schedules if s.weight is None or (kilograms is not None and s.weight.holds(kilograms))]
    if not fitting:
        raise ScheduleError(f"{regimen.id}: no schedule is for a patient of {kilograms} kg")
    return fitting


def default_cycles(schedule: Schedule) -> int:
    """How many cycles show every change of the schedule: at least 2, at most 12, never more than the schedule has."""
    changes = [d.from_cycle for d in schedule.doses]
    changes += [d.to_cycle + 1 for d in schedule.doses if d.to_cycle is not None]
    changes += [schedule.later_from_cycle or 1]
    most = schedule.n_cycles or max(changes)
    return min(max(SHORTEST, *(c for c in changes if c <= most)), LONGEST, schedule.n_cycles or LONGEST)


def _cycles(schedule: Schedule, asked: int | None) -> int:
    if asked is None:
        return default_cycles(schedule)
    if asked < 1 or (schedule.n_cycles is not None and asked > schedule.n_cycles):
        most = "" if schedule.n_cycles is None else f" and at most {schedule.n_cycles}, the schedule's own number"
        raise ScheduleError(f"cycles {asked}: must be at least 1{most}")
    return asked


def _regimen(knowledge: Knowledge, word: str) -> Regimen:
    """The regimen called so: exactly, or where that finds none, in other capitals."""
    names = [(name, r) for r in knowledge.of("regimens").values() for name in _names(r)]
    exact = {r.id: r for name, r in names if name == word}
    found = exact or {r.id: r for name, r in names if name.casefold() == word.casefold()}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise ScheduleError(f"{word!r} may mean {', '.join(sorted(found))}; name one of these")
    raise ScheduleError(_unknown(word, {name.casefold(): r.id for name, r in names}))


def _names(regimen: Regimen) -> Iterator[str]:
    yield from (regimen.id, *regimen.synonyms, regimen.names.en, regimen.names.ru)


def _unknown(word: str, ids: dict[str, str]) -> str:
    near = dict.fromkeys(ids[name] for name in get_close_matches(word.casefold(), ids, n=5))
    meant = f"; did you mean {', '.join(near)}?" if near else "."
    return f"no regimen is called {word!r}{meant} List them with: thirdline knowledge show regimens"


def _authority(knowledge: Knowledge, word: str | None) -> str | None:
    allowed = sorted({a.authority for a in knowledge.of("adjustments").values()})
    if word is not None and word not in allowed:
        raise ScheduleError(f"no dose rules of the authority {word!r}; allowed: {', '.join(allowed)}")
    return word


def _quantity(knowledge: Knowledge, name: str, value: Quantity) -> Decimal | None:
    """The number given, which must be positive and, where knowledge says what is possible, within that."""
    if value is None:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ScheduleError(f"{name} {value!r}: is not a number") from None
    if not number.is_finite() or number <= 0:
        raise ScheduleError(f"{name} {value}: must be a positive number")
    analyte = knowledge.of("analytes").get(name)
    if analyte and not analyte.possible.at_least <= number <= analyte.possible.at_most:
        span = f"{analyte.possible.at_least} to {analyte.possible.at_most} {analyte.unit}"
        raise ScheduleError(f"{name} {value}: not possible in a living patient; allowed: {span}")
    return number


def _body_mass_index(kilograms: Decimal | None, centimetres: Decimal | None) -> Decimal | None:
    """Body-mass index, kg/m2: weight over the square of height; unknown without both. 100 cm are a metre."""
    if kilograms is None or centimetres is None:
        return None
    return kilograms * 100 * 100 / centimetres**2


def _derived(rows: dict[str, list[tuple[Any, ...]]]) -> list[DoseRow]:
    engine = DuckDB()
    for table in (*contracts.REQUESTS, *contracts.KNOWLEDGE):
        engine.create(table, rows[table.name])
    flow.derive(engine, ["doses"])
    found = [DoseRow(*row) for row in engine.rows("doses")]
    engine.connection.close()
    return sorted(found, key=lambda d: (d.on, d.cycle, d.drug, d.route or ""))
