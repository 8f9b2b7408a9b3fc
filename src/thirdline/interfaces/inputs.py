"""The files of a record: what they are called, how large they are, and the digest of each.

Question answered: from which input was this output made, and did it stay the same while it was read? The digest of all
is that of the lines `sha256sum` prints for the files in the order of their names.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from thirdline.records import RecordError


@dataclass(frozen=True)
class Input:
    """One file: its name within the record, its size in bytes, its SHA-256; and when it was last changed."""

    name: str
    size: int
    sha256: str
    changed: int


def inputs(record: Path, out: Path) -> list[Input]:
    """The files of a record, by name; hidden files and the output, where it stands among them, are none of it."""
    if not record.is_dir():
        return [_input(record, record.name)] if record.is_file() else []
    files = sorted((file.relative_to(record).as_posix(), file) for file in _visible(record, out.resolve()))
    return [_input(file, name) for name, file in files]


def digest(files: list[Input]) -> str:
    """One SHA-256 of all files."""
    return hashlib.sha256("".join(f"{file.sha256}  {file.name}\n" for file in files).encode()).hexdigest()


def check_unchanged(record: Path, files: list[Input]) -> None:
    """Raise RecordError when a file was changed since its digest was taken."""
    for file in files:
        path = record / file.name if record.is_dir() else record
        if not path.is_file() or _state(path) != (file.size, file.changed):
            raise RecordError(f"{file.name}: changed while it was read; run again once nothing writes into {record}")


def _visible(record: Path, out: Path) -> Iterator[Path]:
    for folder, below, files in os.walk(record):
        below[:] = [name for name in below if not name.startswith(".") and (Path(folder) / name).resolve() != out]
        yield from (Path(folder) / name for name in files if not name.startswith(".") and (Path(folder) / name).is_file())


def _input(file: Path, name: str) -> Input:
    size, changed = _state(file)
    with file.open("rb") as data:
        return Input(name, size, hashlib.file_digest(data, "sha256").hexdigest(), changed)


def _state(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns
