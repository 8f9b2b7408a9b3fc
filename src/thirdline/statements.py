"""SQL that is run for every record and every request is parsed once a process, and planned each time."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, cast

import duckdb

MOST_PARSED = 1024
"""Texts kept parsed: those of every form of a record and of every derivation; of the others, which name files or a patient,
the oldest are forgotten."""


class _Remembering:
    """A connection that executes as any other, but knows the texts that it has seen before."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def execute(self, sql: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        *before, last = parsed(sql)
        for each in before:
            self._con.execute(each)
        return self._con.execute(last, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)


def remembering(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The same connection, which parses each text once a process."""
    return cast("duckdb.DuckDBPyConnection", _Remembering(con))


@lru_cache(MOST_PARSED)
def parsed(sql: str) -> tuple[duckdb.Statement, ...]:
    """The statements of a text."""
    return tuple(_parser().extract_statements(sql))


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """An empty database, asked for nothing but to parse."""
    return duckdb.connect(":memory:", config={"threads": 1})
