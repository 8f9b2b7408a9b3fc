"""Columns into a record folder: one part for each block, then the parts of a table into its one file.

Memory holds one block; the parts stand in the scratch folder until they are joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np

from thirdline.synth.parameters import EPOCH
from thirdline.synth.reading import NEVER
from thirdline.synth.rows import Column, Columns

PATIENT_DIGITS = 8
MEMORY = "1GB"
"""What joining the parts of a table may take, however many patients there are."""


@dataclass
class Parts:
    """The parts written so far, by table; `before` is the number of patients in the blocks before this one."""

    scratch: Path
    connection: duckdb.DuckDBPyConnection
    written: dict[str, list[Path]] = field(default_factory=dict)

    def lay(self, name: str, columns: Columns, before: int, most: int) -> None:
        """Make `name` a table of the connection: the rows of a block, of its first `most` patients."""
        within = columns["patient"].values < most
        arrays = {key: np.ascontiguousarray(column.values[within]) for key, column in columns.items()}
        self.connection.register("drawn", arrays)
        chosen = ", ".join(f"{_sql(key, column, before)} as {key}" for key, column in columns.items())
        self.connection.execute(f"create or replace temp table {name} as select {chosen} from drawn")
        self.connection.unregister("drawn")

    def keep(self, name: str, folder: str = "", query: str = "") -> None:
        """Write the table, or what a query makes of it, as the next part of the file `name`, in a side folder if named."""
        target = f"{folder}/{name}" if folder else name
        parts = self.written.setdefault(target, [])
        path = self.scratch / f"{target.replace('/', '-')}-{len(parts):06}.parquet"
        self.connection.execute(f"copy ({query or f'from {name}'}) to '{_quoted(path)}' (format parquet, compression lz4)")
        parts.append(path)

    def join(self, out: Path, form: str) -> dict[str, int]:
        """One file a table, its parts in order; how many rows each has."""
        counts = {}
        for target, parts in self.written.items():
            path = out / f"{target}.{form}"
            path.parent.mkdir(exist_ok=True)
            options = "format parquet, compression zstd" if form == "parquet" else "format csv, header true"
            rows = f"read_parquet([{', '.join(repr(str(part)) for part in parts)}])"
            found = self.connection.execute(f"copy (select * from {rows}) to '{_quoted(path)}' ({options})").fetchone()
            counts[target] = int(found[0]) if found else 0
            for part in parts:
                part.unlink()
        return counts


def connect(spill: Path) -> duckdb.DuckDBPyConnection:
    """A connection within a bearable memory, which spills into the folder and keeps the order of rows."""
    return duckdb.connect(config={"temp_directory": str(spill), "memory_limit": MEMORY})


def _sql(name: str, column: Column, before: int) -> str:
    """A column's whole numbers as what they mean; a null is the absence of a code or of a day."""
    match column.kind:
        case "patient":
            return f"'S' || lpad(cast({name} + {before + 1} as varchar), {PATIENT_DIGITS}, '0')"
        case "id":
            return f"'{column.words[0]}' || {name}"
        case "word":
            return f"[{_list(column.words)}][{name} + 1]"
        case "day":
            return f"case when {name} <> {NEVER} then date '{EPOCH.isoformat()}' + cast({name} as integer) end"
        case "hundredths":
            return f"case when {name} <> {NEVER} then cast({name} as decimal(16, 0)) * 0.01 end"
        case "truth":
            return f"{name} = 1"
        case _:
            return f"case when {name} <> {NEVER} then {name} end"


def _list(words: Iterable[str | None]) -> str:
    return ", ".join("null::varchar" if word is None else "'" + word.replace("'", "''") + "'" for word in words)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
