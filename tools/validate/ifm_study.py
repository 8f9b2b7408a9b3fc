"""The trial derived and read plainly, patient by patient: the days of progression, and what lies behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thirdline import DEFAULT_PRACTICE
from thirdline.knowledge import Knowledge
from tools.validate import ifm
from tools.validate.ifm import Derived, Trial, Value
from tools.validate.nadirs import Caution, Threshold, first_progression

EARLY_DAYS = 180
HORIZONS = (EARLY_DAYS, 365)
PROFILES = ("real_world", "strict")
Days = Mapping[str, int | None]


@dataclass(frozen=True)
class Study:
    """The trial, what was derived of it under each profile, and the thresholds in force."""

    trial: Trial
    derived: Mapping[str, Derived]
    thresholds: tuple[Threshold, ...]
    measurable: Decimal
    full: Caution
    """Every caution that the derivation takes under the practice's profile."""

    @property
    def told(self) -> Derived:
        """What was derived under the profile that the practice names."""
        return self.derived[PROFILES[0]]

    @property
    def days(self) -> Days:
        """The derived day of progression of each patient."""
        told = self.told.progressions
        return {s: told[s].day if s in told else None for s in self.trial.series}

    def read(self, caution: Caution) -> Days:
        """The day of progression of each patient in a plain reading."""
        return {s: first_progression(values, caution, self.thresholds) for s, values in self.trial.series.items()}


def study_of(trial: Trial, knowledge: Knowledge) -> Study:
    """The trial derived under both profiles, with the thresholds in force."""
    engine = ifm.record(trial, knowledge)
    practice = knowledge.of("practices")[DEFAULT_PRACTICE].in_force
    levels = knowledge.of("criteria")[practice.measurable].levels
    least = next(row.at_least for row in levels if row.marker == ifm.MARKER)
    derived = {profile: ifm.derived(engine, knowledge, profile) for profile in PROFILES}
    profiles = (knowledge.of("criteria")[id] for id in practice.profiles)
    profile = next(each for each in profiles if each.profile == PROFILES[0])
    full = Caution(low_confirmed=True, rise_confirmed=True, zeros=profile.longest_zero_run, days=profile.zero_run_days)
    return Study(trial, derived, ifm.thresholds(knowledge, practice.response), least, full)


def before(days: Days, horizon: int = EARLY_DAYS) -> int:
    """How many progressed before a day."""
    return sum(day is not None and day < horizon for day in days.values())


def counted(days: Days) -> tuple[int, ...]:
    """How many progressed before each horizon, and ever."""
    return *(before(days, horizon) for horizon in HORIZONS), sum(day is not None for day in days.values())


def cumulative(days: Days, n: int, last: int) -> list[tuple[float, float]]:
    """The percentage progressed by each day of progression."""
    seen = sorted(day for day in days.values() if day is not None and day <= last)
    return [(day, 100 * (place + 1) / n) for place, day in enumerate(seen)]


def origin_of_low(study: Study, subject: str) -> str:
    """In what the low of a derived progression consists."""
    told = study.told.progressions[subject]
    if told.reference != 0:
        return "a positive value"
    if told.reference_day == 0:
        return "zero on day zero"
    later = [value for day, value in study.trial.series[subject] if (told.reference_day or 0) <= day < told.day]
    return f"a run of {len(later)} zeros between positive values" if not any(later) else "zeros with positive values between"


def unsaid(study: Study) -> Iterator[str]:
    """Why each patient without a best response has none."""
    for subject, values in study.trial.series.items():
        if study.told.best.get(subject, "NE") != "NE":
            continue
        if len(values) == 1:
            yield "a single value"
        elif values[0][1] == 0:
            yield "the first value is zero: serum is not followed"
        elif values[0][1] < study.measurable:
            yield f"the first value is below {study.measurable} {ifm.UNIT}: serum is not followed"
        else:
            yield "no later value confirms one" if subject in study.told.followed else "no usable baseline"


def deepest_fall(study: Study, subject: str, values: Sequence[Value]) -> float | None:
    """The deepest fall that two values in a row show, in percent of a baseline at which serum is followed."""
    apart = study.told.suspect.get(subject, frozenset())
    kept = [value for day, value in values if day not in apart]
    if subject not in study.told.followed or len(kept) < 3:
        return None
    low = min(max(kept[n], kept[n + 1]) for n in range(1, len(kept) - 1))
    return float(100 * (kept[0] - low) / kept[0])
