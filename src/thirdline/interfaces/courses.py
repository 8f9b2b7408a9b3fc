"""A record's tables, derived into a folder: whole or not at all, within limits, with progress and with what made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from thirdline.interfaces import importing, parted, whole
from thirdline.interfaces.asjson import dumps
from thirdline.interfaces.inputs import Input, check_unchanged, digest, inputs
from thirdline.interfaces.parted import CANONICAL
from thirdline.interfaces.progress import Beside, Watch, watching
from thirdline.interfaces.words import Lang, words
from thirdline.interfaces.workings import working
from thirdline.knowledge import Knowledge
from thirdline.knowledge.tabulate import practice_of
from thirdline.records import Part
from thirdline.tables import TABLES


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
    say, began = words(how.lang), datetime.now(UTC)
    with whole.folder(out) as made:
        how = replace(how, limits=replace(how.limits, spill=whole.scratch(made) / "spill"))
        files, parts = inputs(record, out), _parts(record, how)
        n, before = (len(parts) + 1, {}) if parts else (len(_stages(how)), _seconds_before(out))
        with watching(n, say, before, how.quiet) as watch:
            course = Course(record, files, knowledge, asked, how, made, watch)
            written, about = course.in_parts(parts) if parts else course.whole()
        sheet = {
            "version": __version__, "knowledge": knowledge.digest(), "practice": asked.practice, "profile": asked.profile,
            "as_of": asked.as_of, "engine": how.engine, **about, **_limits(how), "began": began,
            "input": _input(files), "mapping": _input(inputs(asked.mapping, out)) if asked.mapping else None,
            "read": course.n_read, "rows": written.counts, "issues": written.problems, "seconds": _rounded(watch.seconds),
        }  # fmt: skip
        (made / whole.MADE).write_text(dumps(sheet), encoding="utf-8")
    return f"{out}: " + ", ".join(f"{name} {n}" for name, n in written.counts.items())


@dataclass
class Course:
    """The derivation of one record into a folder that is being made: whole, or part by part."""

    record: Path
    files: list[Input]
    knowledge: Knowledge
    asked: run.Asked
    how: How
    made: Path
    watch: Watch
    n_read: dict[str, int] = field(default_factory=dict)

    def whole(self) -> tuple[Written, dict[str, Any]]:
        """What was written, and what is to be said of the engine."""
        opened, how = DuckDB(limits=self.how.limits), self.how
        self.watch.begin("reading", 1, lambda: sum(self.n_read.values()))
        with opened.bounded("reading the record"):
            run.open_record(self.record, self.knowledge, opened, self.asked.mapping)
        self._take(opened, {name: opened.count(name) for name in CANONICAL})
        with _engine(opened, how, whole.scratch(self.made), self.watch) as (engine, about):
            written = Written(engine, self.made, how)
            run.derive(engine, self.knowledge, self.asked, how.wanted, self._followed(engine), written.take)
            self.watch.end()
        return written.ordered(how.wanted), about

    def in_parts(self, parts: list[Part]) -> tuple[Written, dict[str, Any]]:
        """The same, of some patients at a time."""
        room, wanted = whole.scratch(self.made) / "parts", self.how.wanted
        task = parted.Task(self.record, self.knowledge, self.asked, wanted, room)
        engine, n_read = parted.derive(task, parts, self.how.limits, lambda _: Following(self.watch.beside("part")))
        self._take(engine, n_read)
        written = Written(engine, self.made, self.how)
        self.watch.begin("writing", len(parts) + 1, lambda: sum(written.counts.values()))
        for name in wanted:
            written.take(name)
        self.watch.end()
        return written, {"engine_version": engine.version(), "read_in_parts": len(parts)}

    def _take(self, opened: DuckDB, n_read: dict[str, int]) -> None:
        """Once all is read: it was the same record all along, and its ledger is left beside the tables."""
        check_unchanged(self.record, self.files)
        self.n_read |= n_read
        importing.leave(self.made, importing.ledger(opened, self.record), self.knowledge)

    def _followed(self, engine: Engine) -> flow.Progress:
        """Tell the watch of each stage of flow."""
        stages = _stages(self.how)
        return lambda name, _n, _of: self.watch.begin(name, stages.index(name) + 1, lambda: engine.count(name))


@dataclass(frozen=True)
class Following:
    """Tells a watch of a part."""

    watch: Beside

    def reading(self) -> None:
        """The part is read now."""
        self.watch.begin("reading")

    def following(self, _: DuckDB) -> flow.Progress:
        """Tells of each stage as it begins."""
        return lambda name, _n, _of: self.watch.begin(name)

    def ended(self, rows: int) -> None:
        """The part is done."""
        self.watch.end(rows)


def _parts(record: Path, how: How) -> list[Part]:
    """The parts to derive; none for Spark, which parts by itself, and for outcomes, which look at all patients at once."""
    if how.engine == "spark" or how.outcomes:
        return []
    return parted.parts(record, how.limits, parted.ROWS_A_PART)


def _stages(how: How) -> list[str]:
    """What a run goes through, in order."""
    before = ["reading", "starting"] if how.engine == "spark" else ["reading"]
    return [*before, *(stage.name for stage in flow.order(how.wanted))]


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

    def ordered(self, names: Iterable[str]) -> Written:
        """The same, its tables counted in the order of these names."""
        return replace(self, counts={name: self.counts[name] for name in names})


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
