"""A record's tables, derived into a folder: whole or not at all, within limits, with progress and with what made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from thirdline import __version__, flow, run
from thirdline.engines import Engine
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.limits import Limits
from thirdline.interfaces import importing, whole
from thirdline.interfaces.asjson import dumps
from thirdline.interfaces.inputs import Input, check_unchanged, digest, inputs
from thirdline.interfaces.progress import Watch, watching
from thirdline.interfaces.words import Lang, words
from thirdline.interfaces.workings import working
from thirdline.knowledge import Knowledge
from thirdline.knowledge.tabulate import practice_of
from thirdline.tables import INPUTS, TABLES

CANONICAL = (*(table.name for table in INPUTS), "record_issues")


@dataclass(frozen=True)
class How:
    """How a run is carried out: the engine with its limits, the form of the tables, and what is told meanwhile.

    `parts` 0: one file a table. `scratch`: where Spark keeps its stages; null: beside the output. `outcomes`: whether the
    tables of outcomes are derived as well.
    """

    engine: str = "duckdb"
    form: str = "parquet"
    parts: int = 0
    limits: Limits = field(default_factory=Limits)
    master: str = "local[*]"
    scratch: Path | None = None
    quiet: bool = False
    lang: Lang = "en"
    outcomes: bool = False

    @property
    def wanted(self) -> tuple[str, ...]:
        """The tables derived."""
        return (*run.DERIVED_HERE, *(run.OUTCOMES_HERE if self.outcomes else ()))


def derive_into(record: Path, out: Path, knowledge: Knowledge, asked: run.Asked, how: How) -> str:
    """Derive every table of the record into the folder; the text says what was written.

    Raises RecordError, KnowledgeError, EngineError or OSError; the folder then stands as it stood.
    """
    practice_of(knowledge, asked.practice)
    say, began, stages = words(how.lang), datetime.now(UTC), _stages(how)
    with whole.folder(out) as made, watching(len(stages), say, _seconds_before(out), how.quiet) as watch:
        how = replace(how, limits=replace(how.limits, spill=whole.scratch(made) / "spill"))
        watch.begin("reading", 1, lambda: sum(n_read.values()))
        files, opened, n_read = _read(record, out, knowledge, how.limits, asked.mapping)
        importing.leave(made, importing.ledger(opened, record), knowledge)
        with _engine(opened, how, whole.scratch(made), watch) as (engine, about):
            written = Written(engine, made, how)
            run.derive(engine, knowledge, asked, how.wanted, _followed(watch, engine, stages), written.take)
            watch.end()
        counts = {name: written.counts[name] for name in how.wanted}
        sheet = {
            "version": __version__, "knowledge": knowledge.digest(), "practice": asked.practice, "profile": asked.profile,
            "as_of": asked.as_of, "engine": how.engine, **about, **_limits(how), "began": began,
            "input": _input(files), "mapping": _input(inputs(asked.mapping, out)) if asked.mapping else None,
            "read": n_read, "rows": counts, "issues": written.problems, "seconds": _rounded(watch.seconds),
        }  # fmt: skip
        (made / whole.MADE).write_text(dumps(sheet), encoding="utf-8")
    return f"{out}: " + ", ".join(f"{name} {n}" for name, n in counts.items())


def _read(
    record: Path, out: Path, knowledge: Knowledge, limits: Limits, mapping: Path | None
) -> tuple[list[Input], DuckDB, dict[str, int]]:
    """The record's files, its canonical tables, and how many rows each of these has."""
    files = inputs(record, out)
    engine = DuckDB(limits=limits)
    with engine.bounded("reading the record"):
        run.open_record(record, knowledge, engine, mapping)
    check_unchanged(record, files)
    return files, engine, {name: engine.count(name) for name in CANONICAL}


def _stages(how: How) -> list[str]:
    """What a run goes through, in order."""
    before = ["reading", "starting"] if how.engine == "spark" else ["reading"]
    return [*before, *(stage.name for stage in flow.order(how.wanted))]


def _followed(watch: Watch, engine: Engine, stages: list[str]) -> flow.Progress:
    """Tell the watch of each stage of flow."""
    return lambda name, _n, _of: watch.begin(name, stages.index(name) + 1, lambda: engine.count(name))


@dataclass
class Written:
    """The tables written so far: how many rows each has, and how many issues there are of each problem."""

    engine: Engine
    into: Path
    how: How
    counts: dict[str, int] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)

    def take(self, name: str) -> None:
        """Write a table whose rows are final."""
        if self.how.parts:
            self.engine.write_parts(name, self.into / name, self.how.form, self.how.parts)
        else:
            self.engine.write(name, self.into / f"{name}.{self.how.form}", self.how.form)
        self.counts[name] = self.engine.count(name)
        if name == "issues":
            self.engine.materialise("problems", "select problem, count(*) as n from issues group by problem")
            self.problems = {str(problem): n for problem, n in self.engine.rows("problems", ("problem",))}


@contextmanager
def _engine(opened: DuckDB, how: How, scratch: Path, watch: Watch) -> Iterator[tuple[Engine, dict[str, Any]]]:
    """The engine asked for, holding the canonical tables that DuckDB read, and what is to be said of it."""
    version = {"engine_version": opened.version()}
    if how.engine == "duckdb":
        yield opened, version
        return
    from thirdline.engines.spark import Spark
    from thirdline.engines.spark_session import session, sized

    with working((how.scratch or scratch).resolve() / "stages") as stages:
        watch.begin("starting", 2)
        settings = sized(sum(opened.count(name) for name in CANONICAL))
        with session(scratch / "spark", how.master, how.limits, settings) as running:
            engine = Spark(running, stages, how.limits)
            for name in CANONICAL:
                engine.take(TABLES[name], opened)
            opened.connection.close()
            yield engine, {
                "engine_version": running.version, "master": how.master, "read_and_written_by": version["engine_version"],
            }  # fmt: skip


def _limits(how: How) -> dict[str, Any]:
    return {"memory": how.limits.memory, "threads": how.limits.threads, "format": how.form, "parts": how.parts or None}


def _input(files: list[Input]) -> dict[str, Any]:
    named = [{name: value for name, value in asdict(file).items() if name != "changed"} for file in files]
    return {"sha256": digest(files), "files": named}


def _rounded(seconds: Mapping[str, float]) -> dict[str, float]:
    return {name: round(n, 3) for name, n in seconds.items()}


def _seconds_before(out: Path) -> dict[str, float]:
    """What each stage took when the output that stands there was made; nothing where that is not known."""
    try:
        said = orjson.loads((out / whole.MADE).read_bytes())["seconds"]
        return {str(name): float(n) for name, n in said.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
