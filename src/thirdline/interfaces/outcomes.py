"""Outcomes of a record's cohort: the question in the words of the command line, the tables it needs, the answer.

Question answered: what happened to patients like these, by an endpoint whose definition stands beside the figures?
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thirdline import run
from thirdline.engines.duckdb import DuckDB, literal, quoted
from thirdline.interfaces import one
from thirdline.interfaces.words import Lang
from thirdline.knowledge import Knowledge
from thirdline.knowledge.criteria import Refractory
from thirdline.knowledge.endpoints import Endpoint, ShareEndpoint, TimeEndpoint
from thirdline.knowledge.tabulate import practice_of, tabulate
from thirdline.outcomes.cohort import check
from thirdline.outcomes.results import Outcomes, Question, Rows
from thirdline.outcomes.shares import shares
from thirdline.outcomes.times import times
from thirdline.records import RecordError
from thirdline.statistics import StatisticsError
from thirdline.tables import TABLES

if TYPE_CHECKING:
    from thirdline.interfaces.pictures import Picture

DERIVED_FORMS = ("endpoint_times.parquet", "endpoint_times")
"""What shows that a folder holds derived tables of outcomes: one file a table, or a folder of parts."""
EVERY_LINE = "all"


@dataclass(frozen=True)
class Wanted:
    """What a person asks: the endpoint by its name, the grouping, the line (`all` or a number), and how."""

    endpoint: str
    by: str | None = None
    line: str = EVERY_LINE
    at_months: tuple[float, ...] = ()
    landmark_days: int | None = None
    restricted_months: float | None = None
    delayed_entry: bool = False
    hazard_ratios: bool = False
    suppress_below: int = 0


def answered(record: Path, knowledge: Knowledge, asked: run.Asked, wanted: Wanted) -> tuple[Outcomes, ...]:
    """The outcomes of a record, or of a folder of tables derived with `course --outcomes`.

    First what was asked; then the endpoint without which that one is not shown, where it has one. Raises StatisticsError
    for a question that cannot be asked, RecordError for a record that cannot be read.
    """
    question = question_of(knowledge, asked, wanted)
    questions = [question, *_beside(knowledge, question)]
    tables = _tables(record, knowledge, asked, questions)
    columns = TABLES["categories"].names
    categories = tabulate(knowledge, asked.practice)["categories"]
    tables["categories"] = [dict(zip(columns, row, strict=True)) for row in categories]
    return tuple((shares if isinstance(q.endpoint, ShareEndpoint) else times)(tables, q) for q in questions)


def _beside(knowledge: Knowledge, question: Question) -> list[Question]:
    """The same question of the endpoint that is shown beside the one asked for."""
    named = question.endpoint.beside if isinstance(question.endpoint, TimeEndpoint) else None
    return [replace(question, endpoint=endpoint_named(knowledge, named))] if named else []


def _tables(record: Path, knowledge: Knowledge, asked: run.Asked, questions: list[Question]) -> dict[str, Rows]:
    """The tables that the questions need, derived or read."""
    check(questions[0])
    names = needed(questions[0])
    endpoints = tuple(question.endpoint.id for question in questions)
    engine = holding(record, knowledge, replace(asked, endpoints=endpoints), names)
    return {name: _rows(engine, name, questions) for name in names}


def holding(record: Path, knowledge: Knowledge, asked: run.Asked, names: tuple[str, ...]) -> DuckDB:
    """An engine that holds these derived tables: derived from a record, or read from a folder of `course --outcomes`."""
    if any((record / form).exists() for form in DERIVED_FORMS):
        return _opened(record, names, asked)
    engine = run.open_record(record, knowledge, mapping=asked.mapping)
    run.derive(engine, knowledge, asked, names)
    return engine


def question_of(knowledge: Knowledge, asked: run.Asked, wanted: Wanted) -> Question:
    """The question in closed words. Raises StatisticsError naming what is allowed."""
    question = Question(
        endpoint_named(knowledge, wanted.endpoint), wanted.by, _line(wanted.line), wanted.at_months, wanted.landmark_days,
        wanted.restricted_months, wanted.delayed_entry, wanted.hazard_ratios, wanted.suppress_below,
    )  # fmt: skip
    return replace(question, order=_order(knowledge, asked.practice, wanted.by))


def endpoint_named(knowledge: Knowledge, name: str) -> Endpoint:
    """The endpoint of that id or synonym. Raises StatisticsError listing those known."""
    known = [e for e in knowledge.of("endpoints").values() if isinstance(e, TimeEndpoint | ShareEndpoint)]
    for endpoint in known:
        if name.lower() in (endpoint.id, *(word.lower() for word in endpoint.synonyms)):
            return endpoint
    raise StatisticsError([f"endpoint: found {name!r}; allowed: {', '.join(e.id for e in known)}"])


def needed(question: Question) -> tuple[str, ...]:
    """The derived tables that a question needs."""
    endpoint = question.endpoint
    if isinstance(endpoint, ShareEndpoint):
        first = "response_outcomes" if endpoint.counts == "response" else "mrd_outcomes"
    else:
        first = "endpoint_times"
    by_status = {"response": "shown_responses", "mrd": "mrd_tests"}.get(question.by or "", "outcome_groups")
    return (first, by_status) if question.by else (first,)


def _rows(engine: DuckDB, name: str, questions: list[Question]) -> Rows:
    """The rows of a table; of endpoints and groupings those asked for, or all where nobody knows the grouping."""
    about = {
        "endpoint_times": ("endpoint", [question.endpoint.id for question in questions]),
        "outcome_groups": ("grouping", [questions[0].by or ""]),
    }
    if name not in about:
        return one.rows(engine, name)
    column, words = about[name]
    listed = ", ".join(quoted(word) for word in words)
    asked_for = f"{name}_asked"
    engine.materialise(asked_for, f"select * from {name} where {column} in ({listed})", TABLES[name])
    table = name if column == "grouping" and engine.is_empty(asked_for) else asked_for
    columns, key = TABLES[name].names, TABLES[name].key
    return [dict(zip(columns, row, strict=True)) for row in engine.rows(table, key)]


def _opened(folder: Path, names: tuple[str, ...], asked: run.Asked) -> DuckDB:
    """An engine that looks at tables derived before, of one file each or in parts."""
    if asked.as_of or asked.patient:
        raise RecordError(f"{folder}: derived tables cannot be cut to a day or a patient; ask the record instead")
    engine = DuckDB()
    for name in names:
        file = folder / f"{name}.parquet"
        if (folder / name).is_dir():
            engine.read(name, folder / name)
        elif file.is_file():
            engine.connection.execute(f"create view {name} as select * from read_parquet({literal([str(file)])})")
        else:
            raise RecordError(f"{folder}: {file.name} is missing; derive it by thirdline course --outcomes")
    return engine


def _line(text: str) -> int | None:
    """The line asked for; null is every line."""
    if text == EVERY_LINE:
        return None
    if text.isdigit() and int(text) > 0:
        return int(text)
    raise StatisticsError([f"line: found {text!r}; allowed: a number from 1 on, or {EVERY_LINE}"])


def _order(knowledge: Knowledge, practice: str, by: str | None) -> tuple[str, ...]:
    """The values of a grouping that have an order of their own: tiers from none on, responses from the deepest down."""
    force = practice_of(knowledge, practice).in_force
    if by == "refractory_tier":
        tiers = sorted(knowledge.criterion(force.refractory, Refractory).tiers, key=lambda tier: tier.depth)
        return ("none", *dict.fromkeys(str(tier.tier) for tier in tiers))
    if by == "response":
        rows = tabulate(knowledge, practice)["categories"]
        return tuple(row[0] for row in sorted(rows, key=lambda row: -row[1]))
    return ("negative", "positive", "not_tested") if by == "mrd" else ("no", "yes")


def drawn(answer: Outcomes, knowledge: Knowledge, lang: Lang) -> Picture:
    """The curves of an answer; raises StatisticsError for an endpoint that is no time."""
    from thirdline.interfaces.outcomes_drawn import drawn as curves
    from thirdline.interfaces.pictures import survival_curves

    if isinstance(answer.question.endpoint, ShareEndpoint):
        raise StatisticsError([f"{answer.question.endpoint.id}: a share has no curve; draw an endpoint that is a time"])
    return survival_curves(curves(answer, knowledge, lang), lang)
