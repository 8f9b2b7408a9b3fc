"""Synthetic cohorts, drawn once for all tests that only look at them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from thirdline.knowledge import Knowledge
from thirdline.synth.cohort import Wanted, write
from thirdline.synth.parameters import Parameters
from thirdline.synth.simulation import Block, simulate

Drawn = Callable[..., Path]


@pytest.fixture(scope="session")
def parameters(knowledge: Knowledge) -> Parameters:
    return Parameters.of(knowledge)


@pytest.fixture(scope="session")
def block(parameters: Parameters) -> Block:
    """The first block of a seed."""
    return simulate(parameters, 11, 0)


@pytest.fixture(scope="session")
def drawn(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """A cohort in a folder of its own: the same folder for the same wishes."""
    made: dict[Wanted, Path] = {}

    def draw(n: int, seed: int = 11, mess: tuple[str, ...] = (), **more: str) -> Path:
        wanted = Wanted(n, seed, mess, **more)
        if wanted not in made:
            out, scratch = tmp_path_factory.mktemp("record"), tmp_path_factory.mktemp("scratch")
            write(wanted, knowledge, out, scratch, lambda _done, _of: None)
            made[wanted] = out
        return made[wanted]

    return draw


def rows(query: str, **folders: Path) -> list[tuple]:
    """What a query says of the files in folders, each named in braces."""
    with duckdb.connect() as connection:
        return connection.execute(query.format(**{name: str(path) for name, path in folders.items()})).fetchall()
