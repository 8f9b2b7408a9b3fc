"""Every module of cases is imported, so that its cases register; and one Spark session for all who compare engines."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from thirdline.engines.spark import Spark
from thirdline.engines.spark_session import SMALL, session

for file in sorted((Path(__file__).parent / "cases").glob("[!_]*.py")):
    import_module(f"tests.spec.cases.{file.stem}")


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    """Local Spark, set for small cohorts."""
    with session(tmp_path_factory.mktemp("spark"), "local[2]", more=SMALL) as running:
        yield Spark(running, tmp_path_factory.mktemp("stages"))
