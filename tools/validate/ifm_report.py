"""What the trial's serum M-protein says: early progression under each caution, best responses, and what looks wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from thirdline.knowledge import Knowledge
from tools.validate import drawing, ifm
from tools.validate.ifm_study import (
    EARLY_DAYS,
    HORIZONS,
    PROFILES,
    Days,
    Study,
    before,
    counted,
    cumulative,
    deepest_fall,
    origin_of_low,
    study_of,
    unsaid,
)  # fmt: skip
from tools.validate.nadirs import NAIVE, Caution
from tools.validate.section import Block, Drawing, Prose, Section, share, table

DEPTHS = ("sCR", "CR", "VGPR", "PR", "MR", "SD", "PD", "NE")
ZERO_RUNS = (0, 1, 2, 3, 4)
CAUTIONS = tuple(Caution(low, rise, zeros) for low in (False, True) for rise in (False, True) for zeros in (0, 1))


def report(data: Path, knowledge: Knowledge) -> Section:
    """The section on the trial; raises DataError when the file is not there or cannot be read."""
    study = study_of(ifm.read(data), knowledge)
    readings = {caution: study.read(caution) for caution in (*CAUTIONS, study.full)}
    return Section(
        "ifm",
        "Serum M-protein of a trial: early progression and best response",
        (*_about(study), *_early(study, readings), *_origins(study), *_best(study), *_listed(study, readings)),
        _figures(study, readings),
    )


def _about(study: Study) -> Iterator[Block]:
    series, found = study.trial.series, study.trial.found
    zeros = sum(value == 0 for _, _, value in found)
    first = [float(values[0][1]) for values in series.values() if values[0][1] > 0]
    apart = sum(len(days) for days in study.told.suspect.values())
    at_zero = [values for values in series.values() if values[0][1] == 0]
    yield Prose(
        f"{len(series)} patients, {len(found):,} values of serum M-protein, no other marker. A record was made of them: each"
        " patient starts one line of therapy on day zero, of the drugs that the trial gave, with no recorded end. The file"
        " holds no progression and no response of its own, so that the comparison is with plain readings of the rule."
    )
    yield Prose(
        f"Unit: the file names none; its description says g/L. The median first value above zero is {median(first):.1f} and"
        f" the highest value {max(value for _, _, value in found)}, which is myeloma in g/L; in g/dL or mg/dL it would be no"
        " one's serum. The values are taken as g/L."
    )
    yield Prose(
        f"Zeros: {zeros:,} of {len(found):,} values ({share(zeros, len(found))}). {apart} stand alone or close together"
        f" between positive values and are set apart (suspect zeros); {len(at_zero)} patients start at zero, of whom"
        f" {sum(max(value for _, value in v) >= study.measurable for v in at_zero)} reach {study.measurable} {ifm.UNIT}"
        " later. What starts at zero is light-chain or hardly secreting disease, or was not measured: the file cannot tell."
    )
    rows = sorted(study.told.issues.items(), key=lambda item: -item[1])
    yield table("Issues that reading and deriving the record raised", "problem | rows", rows)


def _early(study: Study, readings: Mapping[Caution, Days]) -> Iterator[Block]:
    naive, full = readings[NAIVE], readings[study.full]
    yield Prose(
        f"Under the naive reading {before(naive)} of {len(naive)} patients progress before day {EARLY_DAYS}; as derived,"
        f" {before(study.days)} do."
    )
    rows = [(*_said(caution, study.full), *counted(days)) for caution, days in readings.items()]
    derived = ("as derived", *_said(study.full, study.full)[1:])
    names = f"reading | low is | rise is | zeros | before day {HORIZONS[0]} | before day {HORIZONS[1]} | ever"
    caption = f"Patients who progress, of {len(naive)}, under each caution of the rule"
    yield table(caption, names, [*rows, (*derived, *counted(study.days))])
    differ = [s for s, day in study.days.items() if day != full[s]]
    yield Prose(
        "The last two rows say the same rule twice: the plain reading shares no text with the derivation. The day of"
        f" progression differs in {len(differ)} of {len(full)} patients. Setting single zeros apart can add a progression: a"
        " zero between two high values denies a rise its confirmation as long as it counts."
    )
    yield _curves(study, readings)


def _origins(study: Study) -> Iterator[Block]:
    early = [s for s, day in study.days.items() if day is not None and day < EARLY_DAYS]
    yield table(
        f"Where the low of the derived progressions before day {EARLY_DAYS} came from",
        "the low was | patients",
        Counter(origin_of_low(study, s) for s in early).most_common(),
    )
    rows = []
    for zeros in ZERO_RUNS:
        days = study.read(Caution(low_confirmed=True, rise_confirmed=True, zeros=zeros))
        rows.append((zeros, *counted(days)))
    names = f"longest run of zeros set apart | before day {HORIZONS[0]} | before day {HORIZONS[1]} | ever"
    yield table("What if longer runs of zeros between positive values were set apart too?", names, rows)
    yield Prose(
        "Two zeros in a row confirm each other as a low, and a later positive value is then a rise from zero. The derivation"
        f" sets runs of at most {study.full.zeros} zeros apart where the positive values on both sides lie at most"
        f" {study.full.days} days apart; this table, any run of that length. Both numbers are judgments, marked as such."
    )


def _best(study: Study) -> Iterator[Block]:
    counts = {profile: Counter(d.best.get(s, "NE") for s in study.trial.series) for profile, d in study.derived.items()}
    shown = [name for name in DEPTHS if any(counts[p][name] for p in PROFILES)]
    rows = [
        (name, *(f"{counts[p][name]} ({share(counts[p][name], len(study.trial.series))})" for p in PROFILES))
        for name in shown
    ]
    yield table("Best confirmed response in the one line, by profile", "response | real world | strict", rows)
    yield Prose(
        "Nothing deeper than VGPR can be said without an immunofixation, and the file has none. Under the strict profile"
        " VGPR asks for urine too, which was never measured, and falls to PR."
    )
    sets = [(p.replace("_", " "), [counts[p][name] for name in shown]) for p in PROFILES]
    top = max(max(numbers) for _, numbers in sets) * 1.1
    words = "; ".join(f"{name} {counts[PROFILES[0]][name]} against {counts[PROFILES[1]][name]}" for name in shown)
    svg = drawing.bars(shown, sets, drawing.Axis("patients", top, 50 if top > 100 else 5))
    yield Drawing("ifm-best", "Best confirmed response, real world beside strict", svg, words)
    yield table("Why no response could be said (real world)", "reason | patients", Counter(unsaid(study)).most_common())


def _listed(study: Study, readings: Mapping[Caution, Days]) -> Iterator[Block]:
    naive, days = readings[NAIVE], study.days
    early = [s for s, day in days.items() if day is not None and day < EARLY_DAYS]
    only = [s for s, day in naive.items() if day is not None and day < EARLY_DAYS and s not in early]
    columns = "patient | naive: day | derived: day | confirmed | low | low on day | value | series (day: value, [set apart])"
    for caption, patients in (
        (f"Every derived progression before day {EARLY_DAYS}, with its series", early),
        (f"Before day {EARLY_DAYS} by the naive reading alone, with their series", only),
    ):
        yield table(caption, columns, [_row(study, s, naive[s]) for s in sorted(patients)], local=True)
    for s in sorted(early):
        yield _series(study, s)
    falls = [fall for s, values in study.trial.series.items() if (fall := deepest_fall(study, s, values)) is not None]
    svg = drawing.waterfall(falls, drawing.Axis("deepest confirmed fall, percent of baseline", 100, 25))
    yield Drawing("ifm-waterfall", "Deepest confirmed fall, one bar a patient", svg, f"{len(falls)} patients", local=True)


def _figures(study: Study, readings: Mapping[Caution, Days]) -> dict[str, Any]:
    told = {"naive": readings[NAIVE], "full": readings[study.full], "derived": study.days}
    return {
        "n_patients": len(study.trial.series),
        "n_values": len(study.trial.found),
        "n_suspect_zeros": sum(len(days) for days in study.told.suspect.values()),
        "progressed": {
            name: dict(zip(("before_180", "before_365", "ever"), counted(d), strict=True)) for name, d in told.items()
        },
        "plain_reading_differs": sum(readings[study.full][s] != day for s, day in study.days.items()),
        "best": {p: dict(sorted(Counter(d.best.values()).items())) for p, d in study.derived.items()},
    }


def _said(caution: Caution, full: Caution) -> tuple[str, str, str, str]:
    taken = [
        word
        for word, on in (("low", caution.low_confirmed), ("rise", caution.rise_confirmed), ("zeros", caution.zeros))
        if on
    ]
    name = {NAIVE: "naive", full: "every caution"}.get(caution, f"cautious of {' and '.join(taken)}")
    confirmed = ("any single value", "two values in a row")
    zeros = "taken as found" if not caution.zeros else "single ones set apart" if caution != full else "short runs set apart"
    return name, confirmed[caution.low_confirmed], confirmed[caution.rise_confirmed], zeros


def _curves(study: Study, readings: Mapping[Caution, Days]) -> Drawing:
    apart = Caution(low_confirmed=False, rise_confirmed=False, zeros=1)
    low = Caution(low_confirmed=True, rise_confirmed=False, zeros=1)
    named = (("naive", readings[NAIVE]), ("zeros set apart", readings[apart]), ("and low confirmed", readings[low]),
             ("and rise confirmed: derived", study.days))  # fmt: skip
    n, last = len(study.trial.series), 720
    curves = [(name, cumulative(days, n, last)) for name, days in named]
    axes = drawing.Axis("day, since start", last, 90), drawing.Axis("percent of patients progressed", 60, 10)
    words = "; ".join(
        f"{name}: {share(before(days), n)} by day {EARLY_DAYS}, {share(before(days, last), n)} by day {last}"
        for name, days in named
    )
    return Drawing(
        "ifm-progression",
        "Share of patients progressed, as cautions are added",
        drawing.steps(curves, *axes, EARLY_DAYS),
        words,
    )


def _row(study: Study, subject: str, naive: int | None) -> tuple[Any, ...]:
    told = study.told.progressions.get(subject)
    apart = study.told.suspect.get(subject, frozenset())
    values = " ".join(f"[{d}: {_short(v)}]" if d in apart else f"{d}: {_short(v)}" for d, v in study.trial.series[subject])
    if told is None:
        return subject, naive, None, None, None, None, None, values
    return subject, naive, told.day, told.confirmed, _short(told.reference), told.reference_day, _short(told.value), values


def _series(study: Study, subject: str) -> Drawing:
    told, apart = study.told.progressions[subject], study.told.suspect.get(subject, frozenset())
    shown = [(day, float(value)) for day, value in study.trial.series[subject] if day <= max(2 * told.day, EARLY_DAYS)]
    marked = [(told.day, f"progression, day {told.day}")]
    words = f"low {_short(told.reference)} {ifm.UNIT}, then {_short(told.value)} on day {told.day}"
    return Drawing(f"ifm-{subject}", subject, drawing.series(shown, sorted(apart), marked), words, local=True)


def _short(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
