"""Which columns does a record's table have as found, and which of them must be there?

A found table has the columns of the contract as text: those of `thirdline.tables`, with the row id under the name it
has in a record (`measurement`, `finding`), or none where the contract names none.
"""

from __future__ import annotations

from dataclasses import dataclass

from thirdline import tables

ROW_IDS = {"measurements": "measurement", "findings": "finding"}
MADE = {"measurements": frozenset({"reported_unit"})}
"""Columns of the contract that reading makes, and no record holds."""

REQUIRED = {
    "patients": ("patient",),
    "exposures": ("patient", "drug", "started_on"),
    "measurements": ("patient", "analyte", "measured_on", "value", "unit"),
    "findings": ("patient", "kind", "found_on", "value"),
    "procedures": ("patient", "procedure", "performed_on"),
    "lesions": ("patient", "lesion", "measured_on"),
    "events": ("patient", "event", "started_on"),
}


@dataclass(frozen=True)
class Layout:
    """One table as found: all its columns, in order, those without which it cannot be read, its dates and numbers."""

    table: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    dates: tuple[str, ...]
    numbers: tuple[str, ...]


def _layout(table: tables.Table) -> Layout:
    read = [name for name in table.names if name not in MADE.get(table.name, ())]
    names = [ROW_IDS.get(table.name) if name == "row" else name for name in read]
    dates = tuple(column.name for column in table.columns if column.type == "date")
    numbers = tuple(column.name for column in table.columns if column.type == "decimal")
    return Layout(table.name, tuple(name for name in names if name), REQUIRED[table.name], dates, numbers)


LAYOUTS = {table.name: _layout(table) for table in tables.INPUTS}
