"""What an engine may use: memory, threads, and a folder for what does not fit into memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_UNITS = {unit + "B": 1000**n for n, unit in enumerate(("K", "M", "G", "T"), 1)}
_UNITS |= {unit + "iB": 1024**n for n, unit in enumerate(("K", "M", "G", "T"), 1)}
_AMOUNT = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([KMGT]i?)B?\s*", re.IGNORECASE)


class EngineError(Exception):
    """An engine that cannot do what it was asked to: the message says what is missing, and what to do."""


@dataclass(frozen=True)
class Limits:
    """How much memory (`4GB`), how many threads, and where to spill; null leaves each to the engine."""

    memory: str | None = None
    threads: int | None = None
    spill: Path | None = None


def bytes_of(amount: str) -> int:
    """The bytes of an amount of memory such as `4GB`, `1.5 GiB` or `512m`. Raises ValueError for anything else."""
    found = _AMOUNT.fullmatch(amount)
    size = int(float(found[1]) * _UNITS[_unit(found[2])]) if found else 0
    if size == 0:
        raise ValueError(f"{amount!r} is no amount of memory; write a number and a unit, for example 4GB or 512MiB")
    return size


def _unit(letters: str) -> str:
    return letters[0].upper() + letters[1:].lower() + "B"
