"""What the registry's treatments say: how often derived lines agree with the registry's, and why they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from tools.validate import drawing, mmrf
from tools.validate.both import WITHIN_DAYS, Both
from tools.validate.disagreements import MEANINGS, Difference, differences
from tools.validate.measures import Compared, Starts, numbers, rivals, side_by_side, varied
from tools.validate.mmrf import Case
from tools.validate.section import Block, Drawing, Prose, Section, share, table

VARIED = {
    "regimen_window_days": (14, 60, 90),
    "maintenance_gap_days": (90, 365),
    "consolidation_days": (60, 180),
    "planned_transplant_days": (180, 545),
    "tandem_days": (183,),
    "mobilisation_days": (120,),
}


def report(data: Path, knowledge: Knowledge) -> Section:
    """The section on the registry; raises DataError when the file is not there or cannot be read."""
    cases = mmrf.read(data)
    engine = mmrf.record(cases, knowledge)
    compared = side_by_side(cases, engine, knowledge)
    found = [difference for both in compared.both for difference in differences(both)]
    ways = rivals(compared)
    return Section(
        "mmrf",
        "Lines of therapy of a registry: agreement and differences",
        (
            *_about(compared, engine), *_agreement(compared, ways), *_differences(compared, found),
            *_defaults(compared, knowledge), *_varied(compared, engine, knowledge), *_listed(compared, found),
        ),
        _figures(compared, ways, found),
    )  # fmt: skip


def _about(compared: Compared, engine: DuckDB) -> Iterator[Block]:
    rows = [t for case in compared.cases for t in case.treatments]
    yield Prose(
        f"{len(compared.cases)} patients, {len(rows):,} rows: a drug or a transplant with its days since diagnosis, and the"
        " registry's own line label. The labels are the investigators'; the file holds no response and no progression, on"
        " which they are drawn. Thirdline tells lines apart here by drugs and days alone, so that full agreement is neither"
        " expected nor sought: nothing was tuned to the labels."
    )
    issues = engine.connection.execute("select problem, count(*) from record_issues group by problem order by 1").fetchall()
    unnamed = [t for t in rows if not t.agent and not t.transplant]
    unknown = [t for t in rows if t.agent and not compared.setting.given([t])]
    warts = [
        ("rows without a day of start (inf)", sum(t.start is None for t in rows)),
        ("patients none of whose treatments has a day: set apart", sum(not case.starts for case in compared.cases)),
        ("rows without a day of end", sum(t.end is None for t in rows)),
        ("rows that name neither drug nor transplant", len(unnamed)),
        (f"rows whose drug has no name of ours ({', '.join(sorted({t.agent or '' for t in unknown}))})", len(unknown)),
        ("lines of the registry none of whose rows has a day", sum(_undated(case) for case in compared.cases)),
        ("patients whose labels leave a number out", sum(_leaps(case) for case in compared.cases)),
        ("patients whose labels are not in order of days", sum(_unordered(case) for case in compared.cases)),
        *((f"issue raised in reading: {problem}", n) for problem, n in issues),
    ]
    yield table("What the file holds that is missing or out of order", "what | number", warts)


def _agreement(compared: Compared, ways: Mapping[str, Starts]) -> Iterator[Block]:
    n = len(compared.both)
    rows = [(name, *_measures(compared, starts)) for name, starts in ways.items()]
    names = (
        "lines by | lines in all | same number | kappa | linear kappa | quadratic kappa"
        " | registry starts found | after the first | own starts in the registry | after the first"
    )
    lines = sum(len(b.case.starts) for b in compared.both)
    caption = f"Agreement with the registry ({n} patients, {lines} lines); starts within {WITHIN_DAYS} days, one to one"
    yield table(caption, names, rows)
    yield Prose(
        "Nearly every first line starts with the first treatment, whoever counts: the columns after the first line tell"
        " more. Kappa is Cohen's, on the number of lines, weighted by the distance or its square."
    )
    yield _bars(compared, ways)
    many = Counter((min(len(b.case.starts), 5), min(len(b.course.lines), 5)) for b in compared.both)
    cross = [(_many(i), *(many[i, j] for j in range(1, 6))) for i in range(1, 6)]
    yield table("Number of lines: registry (rows) by derived (columns)", "registry | 1 | 2 | 3 | 4 | 5 or more", cross)


def _differences(compared: Compared, found: Sequence[Difference]) -> Iterator[Block]:
    same = sum(both.same for both in compared.both)
    n = len(compared.both)
    yield Prose(
        f"{same} of {n} patients ({share(same, n)}) have the same lines in both, every start within {WITHIN_DAYS} days. In"
        f" the other {n - same} there are {len(found)} starts that only one of the two has; each has one class."
    )
    for whose, caption in (
        ("ours", "Starts that the registry has not"),
        ("theirs", "Registry starts that were not derived"),
    ):
        here = [d for d in found if d.whose == whose]
        counts = Counter(d.named for d in here)
        rows = [
            (name.replace("_", " "), MEANINGS[whose, name], k, _patients(here, name), _usual(here, name))
            for name, k in counts.most_common()
        ]
        yield table(
            f"{caption}, by class ({len(here)})",
            "class | what happened | starts | patients | commonest drugs before → on the day",
            rows,
        )
    yield Prose(
        "How to read it: investigators keep one line through a change that they had planned or that toxicity forced, and the"
        " published definition opens one at any unplanned addition or substitution; what was planned stands nowhere in the"
        " file. The other way, a registry line of the same drugs is mostly a relapse that only the chart knows."
    )


def _defaults(compared: Compared, knowledge: Knowledge) -> Iterator[Block]:
    rules = compared.setting.rules
    days = [name for name in type(rules).model_fields if name.endswith("_days")]
    rows = [(name, getattr(rules, name), *_reason(rules.cites[name], knowledge)) for name in days]
    yield table(f"The default parameters and why ({rules.id})", "parameter | days | why | source | checked", rows)


def _varied(compared: Compared, engine: DuckDB, knowledge: Knowledge) -> Iterator[Block]:
    names = (
        "parameter | days | lines in all | same number | linear kappa | registry starts found after the first"
        " | own in the registry after the first"
    )
    rows = [("as it is", None, *_short_measures(compared))]
    for name, values in VARIED.items():
        for value in values:
            other = side_by_side(compared.cases, engine, varied(knowledge, compared.setting.rules.id, {name: value}))
            rows.append((name, value, *_short_measures(other)))
    yield table("What if one parameter were another?", names, rows)
    yield Prose(
        "A longer regimen window agrees better with the number of lines and misses more of the registry's own starts. The"
        " defaults are those of the literature; they were not chosen by this table, and do not follow it."
    )


def _listed(compared: Compared, found: Sequence[Difference]) -> Iterator[Block]:
    of = {both.case.id: both for both in compared.both}
    seen: set[tuple[str, str]] = set()
    firsts = [d for d in found if not ((d.whose, d.named) in seen or seen.add((d.whose, d.named)))]
    examples = [
        (d.whose, d.named.replace("_", " "), d.patient, d.day, _registry(of[d.patient]), _derived(of[d.patient]))
        for d in firsts
    ]
    yield table("An example of each class", "whose | class | patient | day | registry | derived", examples, local=True)
    every = [(d.patient, d.whose, d.named.replace("_", " "), d.day, d.pattern) for d in found]
    yield table("Every difference", "patient | whose | class | day | drugs before → on the day", every, local=True)


def _figures(compared: Compared, ways: Mapping[str, Starts], found: Sequence[Difference]) -> dict[str, Any]:
    return {
        "n_patients": len(compared.cases),
        "n_compared": len(compared.both),
        "n_same": sum(both.same for both in compared.both),
        "agreement": {name: numbers(compared, starts) for name, starts in ways.items()},
        "differences": dict(sorted(Counter(f"{d.whose}: {d.named}" for d in found).items())),
    }


def _measures(compared: Compared, starts: Starts) -> tuple[Any, ...]:
    told = numbers(compared, starts)
    return tuple(v if "kappa" in name or name == "n_lines" else _percent(v) for name, v in told.items())


def _short_measures(compared: Compared) -> tuple[Any, ...]:
    told = numbers(compared, compared.derived)
    late = (_percent(told["starts_found_after_first"]), _percent(told["own_in_registry_after_first"]))
    return told["n_lines"], _percent(told["same_number"]), told["kappa_linear"], *late


def _bars(compared: Compared, ways: Mapping[str, Starts]) -> Drawing:
    sets = [("registry", Counter(min(len(b.case.starts), 5) for b in compared.both))]
    sets += [(name, Counter(min(len(days), 5) for days in starts.values())) for name, starts in ways.items()]
    shown = [(name, [counts[n] for n in range(1, 6)]) for name, counts in sets]
    top = 1.1 * max((max(numbers) for _, numbers in shown), default=1)
    words = "; ".join(f"{name}: {', '.join(map(str, numbers))}" for name, numbers in shown)
    svg = drawing.bars(
        [_many(n) for n in range(1, 6)], shown, drawing.Axis("patients, by number of lines", top, 50 if top > 100 else 5)
    )
    return Drawing("mmrf-lines", "Number of lines: registry, derived, and two simple rules", svg, words)


def _reason(citation: Any, knowledge: Knowledge) -> tuple[str, str, str]:
    said = citation.judgment or citation.reading or citation.quote or ""
    source = knowledge.of("sources").get(citation.source)
    return said, source.title if source else citation.source, citation.checked


def _undated(case: Case) -> int:
    return len({t.line for t in case.treatments if t.line} - set(case.starts))


def _leaps(case: Case) -> bool:
    labels = {t.line for t in case.treatments if t.line}
    return bool(labels) and max(labels) != len(labels)


def _unordered(case: Case) -> bool:
    return list(case.starts.values()) != sorted(case.starts.values())


def _patients(found: Sequence[Difference], named: str) -> int:
    return len({d.patient for d in found if d.named == named})


def _usual(found: Sequence[Difference], named: str) -> str:
    pattern, n = Counter(d.pattern for d in found if d.named == named).most_common(1)[0]
    return f"{pattern} ({n})"


def _registry(both: Both) -> str:
    rows = sorted((t for t in both.case.treatments if t.start is not None), key=lambda t: t.start or 0)
    told = [
        f"{n}) " + ", ".join(f"{t.start}-{t.end or ''} {t.agent or t.transplant}" for t in rows if t.line == n)
        for n in both.case.starts
    ]
    return "; ".join(told)


def _derived(both: Both) -> str:
    return "; ".join(f"{line.number}) {line.start} {'+'.join(line.drugs)} [{line.opened_by}]" for line in both.course.lines)


def _many(n: int) -> str:
    return "5 or more" if n == 5 else str(n)


def _percent(value: float | int | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
