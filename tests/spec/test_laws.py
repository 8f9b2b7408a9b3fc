"""Laws over every derivation, on the spec cases stacked as one cohort, and on generated cohorts against a plain reading."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.spec import plain
from tests.spec.closed_words import VOCABULARIES, WORDS
from tests.spec.drawn import CASES, INPUT_NAMES, Drawn, patients_of, rows
from thirdline import explain, flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from thirdline.tables import DERIVED, OPTION_TRIALS, OUTCOMES, TABLES, TRIAL_ANSWERS

Rows = dict[str, list[tuple[Any, ...]]]
COURSE = ("lines", "responses", "best_responses", "progressions", "refractoriness", "status", "staging", "clinical_relapses")
ALL = (*run.DERIVED_HERE, *run.ON_REQUEST)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
START = date(2021, 1, 1)


def cohort() -> Rows:
    """Every case's tables as one cohort; patients and rows carry names without a date in them."""
    stacked: Rows = {name: [] for name in INPUT_NAMES}
    for n, case in enumerate(CASES):
        drawn = patients_of(case.given)
        for name in INPUT_NAMES:
            for number, row in enumerate(rows(TABLES[name], drawn.get(name, []), f"{n}/")):
                cells = dict(zip(TABLES[name].names, row, strict=True))
                cells["patient"] = f"p{n}-{sorted(_patients(drawn)).index(cells['patient'].removeprefix(f'{n}/'))}"
                if "row" in cells:
                    cells["row"] = f"{name}-{n}-{number}"
                stacked[name].append(tuple(cells.values()))
    return stacked


def _patients(drawn: Drawn) -> set[str]:
    return {row.get("patient") or "p" for some in drawn.values() for row in some}


def derived(
    knowledge: Knowledge, tables: Rows, as_of: date | None = None, wanted: Iterable[str] = ALL, days: int = 0
) -> Rows:
    """What is derived from a cohort, table by table in order; `days` moves the labels' and the trials' own dates."""
    engine = DuckDB()
    for name in INPUT_NAMES:
        engine.create(TABLES[name], tables.get(name, []))
    engine.create(TABLES["record_issues"])
    run.prepare(engine, knowledge, run.Asked(as_of=as_of))
    run.lay_on_request(engine, knowledge, run.Asked())  # what was in print on a day is knowledge: laws are of the record
    if days:
        for name in ("label_needs", "trials", "trial_arms"):  # a cut may be called by its day
            engine.create(TABLES[name], [moved(row, days) for row in engine.rows(name)])
    wanted = tuple(wanted)
    flow.derive(engine, wanted)
    return {name: engine.rows(name, TABLES[name].names) for name in wanted}


def moved(row: Iterable[Any], days: int) -> tuple[Any, ...]:
    """A row with every date, and every date written in a text, moved by some days."""

    def one(value: Any) -> Any:
        if isinstance(value, date):
            return value + timedelta(days=days)
        if isinstance(value, str):
            return DAY.sub(lambda m: (date.fromisoformat(m.group()) + timedelta(days=days)).isoformat(), value)
        return value

    return tuple(one(value) for value in row)


@pytest.fixture(scope="module")
def stacked() -> Rows:
    return cohort()


@pytest.fixture(scope="module")
def base(knowledge: Knowledge, stacked: Rows) -> Rows:
    """What the stacked cohort says, derived once."""
    return derived(knowledge, stacked)


def cells(table: str, column: str, found: Rows) -> list[Any]:
    """One column of a derived table."""
    at = TABLES[table].names.index(column)
    return [row[at] for row in found[table]]


def same(one: Rows, other: Rows) -> None:
    """Two derivations hold the same rows; what differs is shown row by row."""
    for name in one.keys() & other.keys():
        ours, theirs = set(one[name]), set(other[name])
        assert sorted(map(str, ours - theirs)) == sorted(map(str, theirs - ours)), name


# Order, days, the day asked for ------------------------------------------------------------------------------------


def test_the_order_of_rows_does_not_matter(knowledge: Knowledge, stacked: Rows, base: Rows) -> None:
    order = random.Random(1)
    same(derived(knowledge, {name: order.sample(some, len(some)) for name, some in stacked.items()}), base)


@pytest.mark.parametrize(
    ("days", "wanted"),
    [(10227, ALL), (-45, (*COURSE, "endpoint_times", "response_outcomes"))],
    ids=["28 years later", "45 days earlier"],
)
def test_moving_every_date_moves_what_is_found(
    days: int, wanted: tuple[str, ...], knowledge: Knowledge, stacked: Rows, base: Rows
) -> None:
    """28 years keep every calendar and so every age; the course, which knows no age, may be moved by any number of days."""
    later = derived(
        knowledge, {name: [moved(row, days) for row in some] for name, some in stacked.items()}, None, wanted, days
    )
    same(later, {name: [moved(row, days) for row in base[name]] for name in wanted})


@pytest.mark.parametrize("day", [date(2021, 3, 20), date(2021, 6, 1)], ids=str)
def test_what_came_after_the_day_asked_for_changes_nothing(day: date, knowledge: Knowledge, stacked: Rows) -> None:
    """The whole record asked as of a day says what the record that ended on that day says."""
    same(
        derived(knowledge, stacked, as_of=day),
        derived(knowledge, {name: known(name, some, day) for name, some in stacked.items()}),
    )


def known(name: str, some: list[tuple[Any, ...]], day: date) -> list[tuple[Any, ...]]:
    """The rows of a table as they could have been written on a day."""
    kept = []
    for row in some:
        full = dict(zip(TABLES[name].names, row, strict=True))
        if any(full[c.name] is not None and full[c.name] > day for c in TABLES[name].columns if c.moment):
            continue
        ends = [c.name for c in TABLES[name].columns if c.later and full[c.name] is not None and full[c.name] > day]
        full.update(dict.fromkeys(ends))
        if ends:
            full.update({c.name: None for c in TABLES[name].columns if c.ending})
        kept.append(tuple(full.values()))
    return kept


# Nulls -------------------------------------------------------------------------------------------------------------


def test_a_value_that_is_null_says_what_no_row_says(knowledge: Knowledge, stacked: Rows, base: Rows) -> None:
    """Beside each measurement, finding and lesion a row of the same day is laid that holds no value."""
    analytes = sorted({row[2] for row in stacked["measurements"]})
    kinds = sorted({row[2] for row in stacked["findings"]})
    emptied = {
        **stacked,
        "measurements": stacked["measurements"]
        + [_emptied("measurements", row, analytes[n % len(analytes)]) for n, row in enumerate(stacked["measurements"])]
        + [_emptied("measurements", row, None, "same") for row in stacked["measurements"]],
        "findings": stacked["findings"]
        + [_emptied("findings", row, kinds[n % len(kinds)]) for n, row in enumerate(stacked["findings"])]
        + [_emptied("findings", row, None, "same") for row in stacked["findings"]],
        "lesions": stacked["lesions"] + [_emptied("lesions", row, f"other-{n}") for n, row in enumerate(stacked["lesions"])],
    }
    same(derived(knowledge, emptied), base)


def _emptied(name: str, row: tuple[Any, ...], of: str | None, mark: str = "null") -> tuple[Any, ...]:
    """A row of that patient and day that holds no value, of what is named or of the same."""
    patient, id, what, *_ = row
    day = row[3]
    return (patient, f"{id}-{mark}", of or what, day, *[None] * (len(row) - 4))


# What every derived table keeps ------------------------------------------------------------------------------------

DERIVED_NAMES = [table.name for table in (*DERIVED, *OUTCOMES, *TRIAL_ANSWERS, *OPTION_TRIALS) if table.name in ALL]


@pytest.mark.parametrize("name", DERIVED_NAMES)
def test_keys_are_unique(name: str, base: Rows) -> None:
    n = len(TABLES[name].key)
    keys = [row[:n] for row in base[name]]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", DERIVED_NAMES)
def test_what_the_contract_does_not_let_be_null_is_not_null(name: str, base: Rows) -> None:
    firm = [c.name for c in TABLES[name].columns if not c.null]
    assert [
        (c, row) for row in base[name] for c, v in zip(TABLES[name].names, row, strict=True) if c in firm and v is None
    ] == []


@pytest.mark.parametrize("name", [n for n in DERIVED_NAMES if "because" in TABLES[n].names])
def test_every_row_says_why_and_every_reason_resolves(name: str, base: Rows, stacked: Rows, knowledge: Knowledge) -> None:
    """Each part of `because` is a fact of knowledge, a row at hand, or plain words of a closed list."""
    tables = {n: [dict(zip(TABLES[n].names, row, strict=True)) for row in some] for n, some in {**stacked, **base}.items()}
    reasons = cells(name, "because", base)
    assert all(reasons)
    parts = {part.strip() for because in reasons for part in because.split(";")}
    found = explain.grounds("; ".join(sorted(parts)), knowledge, tables)
    assert "" not in parts
    assert [g for g in found if isinstance(g, explain.RowGround) and not g.values] == []
    assert {g.words for g in found if isinstance(g, explain.WordsGround)} <= WORDS


REACHED = ["lines", "refractoriness", "status", "endpoint_times"]


@pytest.mark.parametrize(("name", "column"), VOCABULARIES)
def test_every_word_is_of_the_closed_vocabulary(name: str, column: str, base: Rows) -> None:
    assert set(cells(name, column, base)) <= VOCABULARIES[name, column]


@pytest.mark.parametrize(("name", "column"), [v for v in VOCABULARIES if v[0] in REACHED])
def test_every_word_is_reached_by_some_case(name: str, column: str, base: Rows) -> None:
    assert set(cells(name, column, base)) == VOCABULARIES[name, column]


def test_the_deepest_response_shown_is_the_best_of_the_line(base: Rows) -> None:
    """What was known day by day comes to what is told of the whole line."""
    deepest: dict[tuple[str, int], int] = {}
    for patient, line, _, depth, known_on, _ in base["shown_responses"]:
        assert known_on is not None
        deepest[patient, line] = max(depth, deepest.get((patient, line), 0))
    told = {(row[0], row[1]): row[3] for row in base["response_outcomes"] if row[2] not in ("NE", "PD")}
    assert deepest == told


def test_no_line_is_in_two_groups_of_one_kind_nor_in_none(base: Rows) -> None:
    groupings = {row[2] for row in base["outcome_groups"]} - {"regimen"}
    lines = {(row[0], row[1]) for row in base["outcome_groups"] if row[2] == "line"}
    held = {(row[0], row[1], row[2]) for row in base["outcome_groups"]}
    assert {(patient, line) for patient, line in lines if line} == {(row[0], row[1]) for row in base["lines"]}
    assert [(*line, grouping) for line in lines for grouping in groupings if (*line, grouping) not in held] == []


def test_drugs_and_classes_that_are_told_are_those_of_knowledge(base: Rows, knowledge: Knowledge) -> None:
    drugs = {drug.id: drug.drug_class for drug in knowledge.of("drugs").values()}
    told = zip(cells("refractoriness", "drug", base), cells("refractoriness", "drug_class", base), strict=True)
    assert [(drug, word) for drug, word in told if drugs.get(drug) != word] == []
    listed = {drug for some in cells("lines", "drugs", base) if some for drug in some.split("+")}
    assert listed <= set(drugs)


# Lines of one patient fit together ---------------------------------------------------------------------------------


def test_lines_are_numbered_from_one_and_opened_in_order(base: Rows) -> None:
    by_patient: dict[str, list[tuple[Any, ...]]] = {}
    for row in base["lines"]:
        by_patient.setdefault(row[0], []).append(row)
    opened = TABLES["lines"].names.index("opened_by")
    for some in by_patient.values():
        assert [row[1] for row in some] == list(range(1, len(some) + 1))
        assert sorted({row[2] for row in some}) == [row[2] for row in some]
        assert [row[opened] == "first" for row in some] == [row[1] == 1 for row in some]


def test_a_line_ends_no_earlier_than_it_opens_and_no_later_than_the_next_opens(base: Rows) -> None:
    lines = {(row[0], row[1]): row for row in base["lines"]}
    for (patient, line), row in lines.items():
        following = lines.get((patient, line + 1))
        assert row[2] <= row[3]
        assert following is None or row[3] <= following[2]


def test_status_counts_the_lines_and_the_refractory_drugs(base: Rows) -> None:
    n_lines = {p: sum(row[0] == p for row in base["lines"]) for p in {row[0] for row in base["status"]}}
    failed: dict[str, list[str]] = {}
    for row in base["refractoriness"]:
        failed.setdefault(row[0], []).append(row[1])
    for row in base["status"]:
        status = dict(zip(TABLES["status"].names, row, strict=True))
        assert status["n_lines"] == n_lines[row[0]]
        assert status["refractory_drugs"] == ("+".join(sorted(failed[row[0]])) if row[0] in failed else None)


# Against a plain reading -------------------------------------------------------------------------------------------

GENERATED = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
VALUES = st.integers(1, 700).map(lambda n: Decimal(n) / 10)
STEPS = st.lists(st.tuples(st.integers(15, 60), VALUES), min_size=1, max_size=10)
SERIES = st.tuples(st.integers(100, 700).map(lambda n: Decimal(n) / 10), STEPS)
TREATMENTS = st.lists(
    st.tuples(st.sampled_from(["carfilzomib", "elotuzumab", "pomalidomide", "selinexor"]), st.integers(0, 400), st.integers(0, 120)),
    min_size=1, max_size=8,
)  # fmt: skip


def _on(day: int) -> date:
    return START + timedelta(days=day)


def _row(table: str, **cells: Any) -> tuple[Any, ...]:
    return tuple(cells.get(name) for name in TABLES[table].names)


def _told(found: Rows, table: str, patient: str, columns: Callable[..., Any]) -> list[Any]:
    return [columns(dict(zip(TABLES[table].names, row, strict=True))) for row in found[table] if row[0] == patient]


@GENERATED
@given(st.lists(SERIES, min_size=40, max_size=40))
def test_responses_and_progressions_agree_with_a_plain_reading(knowledge: Knowledge, some: list[Any]) -> None:
    """One drug without an end, one serum M-protein series whose first value is the baseline."""
    series: dict[str, plain.Series] = {}
    for n, (baseline, steps) in enumerate(some):
        day, values = 0, [(0, baseline)]
        for gap, value in steps:
            day += gap
            values.append((day, value))
        series[f"p{n}"] = values
    tables = {
        "patients": [_row("patients", patient=p, diagnosis="multiple_myeloma") for p in series],
        "exposures": [_row("exposures", patient=p, row=f"e{p}", drug="bortezomib", started_on=START) for p in series],
        "measurements": [
            _row("measurements", patient=p, row=f"{p}-{day}", analyte="serum_m_protein", measured_on=_on(day), value=value, unit="g/L")
            for p, values in series.items() for day, value in values
        ],
    }  # fmt: skip
    found = derived(knowledge, tables, wanted=("responses", "best_responses", "progressions"))
    for p, values in series.items():
        assert _told(found, "progressions", p, lambda r: (r["progressed_on"], r["confirmed_on"])) == [
            (_on(day), None if confirmed is None else _on(confirmed)) for day, confirmed in plain.progressions(values)
        ], values
        assert _told(found, "responses", p, lambda r: (r["assessed_on"], r["response"], r["confirmed"])) == [
            (_on(day), name, confirmed) for day, name, confirmed in plain.responses(values)
        ], values
        assert _told(found, "best_responses", p, lambda r: r["best"]) == [plain.best(values)], values


@GENERATED
@given(st.lists(TREATMENTS, min_size=40, max_size=40))
def test_lines_of_drugs_that_are_never_planned_agree_with_a_plain_reading(knowledge: Knowledge, some: list[Any]) -> None:
    courses = {f"p{n}": [(drug, start, start + length) for drug, start, length in given] for n, given in enumerate(some)}
    tables = {
        "patients": [_row("patients", patient=p, diagnosis="multiple_myeloma") for p in courses],
        "exposures": [
            _row("exposures", patient=p, row=f"{p}-{n}", drug=drug, started_on=_on(start), ended_on=_on(end))
            for p, course in courses.items() for n, (drug, start, end) in enumerate(course)
        ],
    }  # fmt: skip
    found = derived(knowledge, tables, wanted=("lines",))
    for p, course in courses.items():
        assert _told(found, "lines", p, lambda r: r["started_on"]) == [_on(day) for day in plain.openings(course)], course


EMPTY_WITHOUT = [(stage, (table,)) for stage in flow.derivations().values() for table in stage.empty_without]
EMPTY_UNLESS = [(s, s.empty_unless_one_of) for s in flow.derivations().values() if s.empty_unless_one_of]


@pytest.mark.parametrize(
    ("stage", "tables"), EMPTY_WITHOUT + EMPTY_UNLESS, ids=lambda each: getattr(each, "name", None) or "+".join(each)
)
def test_a_stage_that_is_said_to_be_empty_without_tables_is(
    stage: flow.Derivation, tables: tuple[str, ...], whole: DuckDB
) -> None:
    """What flow does not run would have given no row: the stage is run on a cohort in which that one table is empty, or
    every one of those of which it needs one."""
    whole.connection.execute("begin transaction")
    try:
        assert not stage.steps
        for name in stage.before:
            whole.materialise(name + flow.BEFORE, f"select * from {name}")
        for table in tables:
            whole.connection.execute(f"delete from {table}")
        assert whole.connection.execute(stage.sql).fetchall() == []
    finally:
        whole.connection.execute("rollback")


@pytest.fixture(scope="module")
def whole(stacked: Rows, knowledge: Knowledge) -> DuckDB:
    """The stacked cohort with every stage that its derivation makes."""
    engine = DuckDB()
    for name in INPUT_NAMES:
        engine.create(TABLES[name], stacked.get(name, []))
    engine.create(TABLES["record_issues"])
    run.prepare(engine, knowledge, run.Asked())
    run.lay_on_request(engine, knowledge, run.Asked())
    flow.derive(engine, ALL)
    return engine


# Doses and stretches -----------------------------------------------------------------------------------------------

AS_DOSES = ("daratumumab", "carfilzomib", "elotuzumab", "bortezomib")
AS_STRETCHES = ("pomalidomide", "selinexor", "lenalidomide")
REASONS = (None, "completed", "toxicity", "progression")


def _courses(chance: random.Random) -> list[Any]:
    """Some courses: a drug, its first day, its length, the days between its doses, and why it ended."""
    return [
        (chance.choice(AS_DOSES + AS_STRETCHES), chance.randrange(500), chance.randint(1, 200), chance.choice((7, 14, 28, 31, 55)),
         chance.choice(REASONS))
        for _ in range(chance.randint(2, 7))
    ]  # fmt: skip


def _series(p: str, chance: random.Random) -> list[tuple[Any, ...]]:
    """Serum M-protein from the first day on, at any value."""
    days = [0, *sorted(chance.sample(range(1, 500), chance.randint(0, 12)))]
    return [
        _row("measurements", patient=p, row=f"{p}-{day}", analyte="serum_m_protein", measured_on=_on(day), unit="g/L",
             value=Decimal(chance.randint(1, 500)) / 10)
        for day in days
    ]  # fmt: skip


def _stretches(some: list[Any]) -> list[tuple[str, int, int, int, str | None]]:
    """The courses of each drug, none within 60 days of its last day before, no end on a day on which anything begins."""
    kept: list[tuple[str, int, int, int, str | None]] = []
    for drug, start, length, gap, why in sorted(some, key=lambda c: c[1]):
        if all(drug != other or start > end + 60 for other, _, end, _, _ in kept):
            kept.append((drug, start, start + length, gap, why))
    begins = {start for _, start, _, _, _ in kept}
    moved = [(d, start, _free(end, begins), gap, why) for d, start, end, gap, why in kept]
    return [c for c in moved if c[2] > c[1]]


def _free(day: int, taken: set[int]) -> int:
    """The first day from that one on which nothing begins."""
    return next(d for d in range(day, day + len(taken) + 1) if d not in taken)


def _charted(p: str, course: tuple[str, int, int, int, str | None], by_dose: bool) -> list[tuple[Any, ...]]:
    """One course as a stretch, or as its doses: the first and the last day are doses of it either way."""
    drug, start, end, gap, why = course
    if not (by_dose and drug in AS_DOSES):
        return [_row("exposures", patient=p, row=f"{p}-{drug}-{start}", drug=drug, started_on=_on(start), ended_on=_on(end),
                     stopped_because=why)]  # fmt: skip
    days = [*range(start, end, gap), end]
    return [
        _row("exposures", patient=p, row=f"{p}-{drug}-{day}", drug=drug, started_on=_on(day), ended_on=_on(day),
             stopped_because=why if day == end else None)
        for day in days
    ]  # fmt: skip


DOSED = {
    "lines": ("patient", "line", "started_on", "ended_on", "regimen", "drugs", "opened_by", "n_transplants"),
    "refractoriness": ("patient", "drug", "line", "since", "reason"),
    "status": ("patient", "as_of", "n_lines", "state", "refractory_drugs", "refractory_tier"),
}


def _cohort(by_dose: bool) -> Rows:
    """Patients by chance, the same for either charting; each is followed for longer than doses of a course lie apart."""
    tables: Rows = {"patients": [], "exposures": [], "measurements": [], "procedures": []}
    for n in range(200):
        p, chance = f"p{n}", random.Random(n)
        courses = _stretches(_courses(chance))
        seen = max((end for _, _, end, _, _ in courses), default=0) + 61
        tables["patients"].append(_row("patients", patient=p, diagnosis="multiple_myeloma", last_seen_on=_on(seen)))
        tables["exposures"] += [row for course in courses for row in _charted(p, course, by_dose)]
        tables["measurements"] += _series(p, chance)
    return tables


def test_a_treatment_charted_by_doses_is_what_it_is_charted_in_stretches(knowledge: Knowledge) -> None:
    told = []
    for by_dose in (False, True):
        found = derived(knowledge, _cohort(by_dose), wanted=tuple(DOSED))
        told.append({n: [tuple(r[TABLES[n].names.index(c)] for c in cols) for r in found[n]] for n, cols in DOSED.items()})
    same(*told)
    lines, failed = told[0]["lines"], told[0]["refractoriness"]
    assert {row[6] for row in lines} >= {"first", "added_drug", "substituted_drug", "changed_regimen", "restarted"}
    assert {row[4] for row in failed} == {"no_response", "progressed_on_therapy", "progressed_within_window"}
