"""A synthetic cohort of two thousand patients on local Spark: each derived table equal row for row to DuckDB's.

The drawn cases are of a few rows each; a cohort has years of visits, every drug and every line beside each other.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from thirdline import run
from thirdline.engines.duckdb import DuckDB
from thirdline.engines.spark import Spark
from thirdline.knowledge import Knowledge
from thirdline.synth.cohort import Wanted, write
from thirdline.tables import INPUTS, TABLES

ALL = (*run.DERIVED_HERE, *run.ON_REQUEST)
N_PATIENTS = 2_000
SEED = 7
CANONICAL = (*INPUTS, TABLES["record_issues"])


@pytest.fixture(scope="module")
def cohort(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> DuckDB:
    """The cohort, read and held by DuckDB."""
    folder, scratch = tmp_path_factory.mktemp("cohort"), tmp_path_factory.mktemp("scratch")
    write(Wanted(N_PATIENTS, SEED), knowledge, folder, scratch, lambda _done, _of: None)
    return run.open_record(folder, knowledge)


@pytest.mark.filterwarnings("default")
def test_a_cohort_of_two_thousand_comes_out_alike(
    cohort: DuckDB, spark: Spark, knowledge: Knowledge, tmp_path: Path
) -> None:
    for table in CANONICAL:
        spark.take(table, cohort)
    assert spark.count("patients") == N_PATIENTS
    run.derive(spark, knowledge, run.Asked(), ALL)
    run.derive(cohort, knowledge, run.Asked(), ALL)
    for name in ALL:
        order = TABLES[name].names
        assert spark.rows(name, order) == cohort.rows(name, order), name
        files = [tmp_path / f"{engine}-{name}.csv" for engine in ("spark", "duckdb")]
        spark.write(name, files[0], "csv")
        cohort.write(name, files[1], "csv")
        assert files[0].read_bytes() == files[1].read_bytes(), name
