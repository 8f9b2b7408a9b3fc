"""Outcomes of a record's cohort: the question in the words of the command line, the tables it needs, the answer.

Question answered: what happened to patients like these, by an endpoint whose definition stands beside the figures?
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from thirdline import run
from thirdline.engines import Engine
from thirdline.engines.duckdb import DuckDB
from thirdline.interfaces import one
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

DERIVED_FILE = "endpoint_times.parquet"
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
    if (record / DERIVED_FILE).is_file():
        return {name: _read(record, name, asked) for name in names}
    engine = run.open_record(record, knowledge, mapping=asked.mapping)
    endpoints = tuple(question.endpoint.id for question in questions)
    run.derive(engine, knowledge, replace(asked, endpoints=endpoints), names)
    return {name: _rows(engine, name, questions[0]) for name in names}


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


def _rows(engine: Engine, name: str, question: Question) -> Rows:
    """The rows of a table; of groups only the grouping asked for, or, where nobody knows it, one row of each grouping."""
    if name == "outcome_groups":
        asked = (question.by or "").replace("'", "''")
        some = f"select * from {name} where grouping = '{asked}'"
        engine.materialise("groups_asked", some, TABLES[name])
        if engine.is_empty("groups_asked"):
            return one.rows(engine, name)
        engine.rename("groups_asked", name)
    return one.rows(engine, name)


def _read(folder: Path, name: str, asked: run.Asked) -> Rows:
    """The rows of a table that was derived before."""
    if asked.as_of or asked.patient:
        raise RecordError(f"{folder}: derived tables cannot be cut to a day or a patient; ask the record instead")
    file = folder / f"{name}.parquet"
    if not file.is_file():
        raise RecordError(f"{folder}: {file.name} is missing; derive it by thirdline course --outcomes")
    engine = DuckDB()
    engine.connection.execute(f"create view {name} as select * from read_parquet($file)", {"file": str(file)})
    return one.rows(engine, name)


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
