"""Spark, by flag: local or a cluster's master, the same stages as temporary views over rows kept as Parquet.

The result is written by DuckDB from those Parquet files, so that a file is the same whichever engine derived it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thirdline.engines import ROW, contracted
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.limits import Limits
from thirdline.tables import Table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

TYPES = {"text": "string", "date": "date", "decimal": "decimal(18, 4)", "integer": "int", "boolean": "boolean"}


class Spark:
    """Stages as temporary views over Parquet in a scratch folder, so that plans stay shallow and sizes are known.

    On a cluster `scratch` must be a folder that the driver and every worker reach by the same path.
    """

    def __init__(self, spark: SparkSession, scratch: Path, limits: Limits | None = None) -> None:
        self.spark = spark
        self.scratch = scratch
        self._embedded = DuckDB(limits=limits or Limits())
        self._single = spark.conf.get("spark.sql.shuffle.partitions") == "1"
        self.few = False
        self._kept = 0
        self._folders: dict[str, Path] = {}

    def lanes(self) -> Sequence[Spark]:
        return (self,)

    def create(self, table: Table, rows: Iterable[Sequence[Any]] = ()) -> None:
        self._embedded.create(table, rows)
        self.take(table, self._embedded)
        self._embedded.connection.execute(f"drop table {table.name}")

    def take(self, table: Table, engine: DuckDB) -> None:
        """Take over the rows that the embedded engine keeps under the table's name."""
        folder = self._folder(table.name)
        folder.mkdir()
        engine.write(table.name, folder / "part-00000.parquet", "parquet")
        self._look(table.name, folder, ", ".join(f"`{c.name}` {TYPES[c.type]}" for c in table.columns))

    def materialise(self, name: str, sql: str, table: Table | None = None) -> None:
        query = contracted(sql, table, TYPES) if table else sql
        self._keep(name, self.spark.sql(query))

    def clear(self, name: str, sql: str, table: Table | None = None) -> None:
        schema = self.spark.sql(contracted(sql, table, TYPES) if table else sql).schema
        self._keep(name, self.spark.createDataFrame([], schema))

    def is_empty(self, name: str) -> bool:
        return self.spark.table(name).isEmpty()

    def rename(self, old: str, new: str) -> None:
        self.spark.table(old).createOrReplaceTempView(new)
        self.spark.catalog.dropTempView(old)
        self._folders[new] = self._folders.pop(old)

    def drop(self, name: str) -> None:
        self.spark.catalog.dropTempView(name)
        if folder := self._folders.pop(name, None):
            shutil.rmtree(folder, ignore_errors=True)

    def replace(self, name: str, by: str, patients: str) -> None:
        others = f"select * from {name} n where not exists (select 1 from ({patients}) p where p.patient = n.patient)"
        old = self._folders[name]
        self.materialise(name, f"{others} union all select * from {by} where patient in ({patients})")
        shutil.rmtree(old, ignore_errors=True)

    def rows(self, name: str, order: Sequence[str] = ()) -> list[ROW]:
        frame = self.spark.table(name)
        if order:
            frame = frame.orderBy(*[frame[c].asc_nulls_first() for c in order])
        return [tuple(row) for row in frame.collect()]

    def count(self, name: str) -> int:
        return self.spark.table(name).count()

    def write(self, name: str, file: Path, form: str) -> None:
        self._writer(name).write(name, file, form)

    def write_parts(self, name: str, folder: Path, form: str, n: int) -> None:
        self._writer(name).write_parts(name, folder, form, n)

    def _writer(self, name: str) -> DuckDB:
        """The embedded engine, looking at the rows kept as `name`."""
        self._embedded.read(name, self._folders[name])
        return self._embedded

    def _keep(self, name: str, frame: DataFrame) -> None:
        folder = self._folder(name)
        frame.write.parquet(f"file://{folder}")
        self._look(name, folder, frame.schema)

    def _folder(self, name: str) -> Path:
        """A folder of the scratch folder that is not there yet."""
        self._kept += 1
        return self.scratch / f"{name}-{self._kept}"

    def _look(self, name: str, folder: Path, schema: StructType | str) -> None:
        frame = self.spark.read.schema(schema).parquet(_path(folder))
        (frame.coalesce(1) if self._single else frame).createOrReplaceTempView(name)
        self._folders[name] = folder


def _path(folder: Path) -> str:
    """The folder as Spark reads it: a wildcard stands for itself."""
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", f"file://{folder}")
