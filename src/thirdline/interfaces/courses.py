"""A record's tables, derived into a folder with progress."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from thirdline import __version__, flow, run
from thirdline.engines import Engine
from thirdline.engines.duckdb import DuckDB
from thirdline.interfaces import whole
from thirdline.interfaces.asjson import dumps
from thirdline.knowledge import Knowledge
from thirdline.knowledge.tabulate import practice_of
from thirdline.tables import INPUTS, TABLES


def derive_into(record: Path, out: Path, knowledge: Knowledge, asked: run.Asked, engine_name: str, form: str) -> str:
    """Derive every table of the record into the folder; the text says what was written."""
    practice_of(knowledge, asked.practice)
    opened = run.open_record(record, knowledge)
    with whole.folder(out) as folder, _engine(opened, engine_name) as engine, _progress() as progress:
        run.derive(engine, knowledge, asked, progress=progress)
        counts = {}
        for name in run.DERIVED_HERE:
            engine.write(name, folder / f"{name}.{form}", form)
            counts[name] = engine.count(name)
        made = {
            "version": __version__, "knowledge": knowledge.digest(), "practice": asked.practice, "profile": asked.profile,
            "as_of": asked.as_of, "engine": engine_name, "rows": counts,
        }  # fmt: skip
        whole.write(folder / "made.json", dumps(made))
    return f"{out}: " + ", ".join(f"{name} {n}" for name, n in counts.items())


@contextmanager
def _engine(opened: DuckDB, name: str) -> Iterator[Engine]:
    """The engine asked for, holding the canonical tables that DuckDB read."""
    if name == "duckdb":
        yield opened
        return
    import tempfile

    from thirdline.engines.spark import Spark, session

    with tempfile.TemporaryDirectory(prefix="thirdline-record-") as folder:
        spark = Spark(session())
        for table in (*INPUTS, TABLES["record_issues"]):
            file = Path(folder) / f"{table.name}.parquet"
            opened.write(table.name, file, "parquet")
            spark.read(table.name, file)
        try:
            yield spark
        finally:
            spark.close()
            spark.spark.stop()


@contextmanager
def _progress() -> Iterator[flow.Progress]:
    """A bar on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda name, n, of: bar.update(task, description=name, completed=n + 1, total=of)


def _silent(_name: str, _n: int, _of: int) -> None:
    """Say nothing."""
