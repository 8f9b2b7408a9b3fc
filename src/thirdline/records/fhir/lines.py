"""Which lines of one NDJSON file are resources, and what is wrong with the others? Read one by one, as a file is that
does not read as a whole.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from thirdline.records.fhir.bundles import Found, Unreadable, is_bundle, parse, resources

BOM = b"\xef\xbb\xbf"
LONGEST_LINE = 1 << 28


def each_line(path: Path) -> Iterator[Found | Unreadable]:
    """The resource of each line with its line number, else the line number and what is wrong there.

    A byte order mark before the first line is passed over, and so are empty lines. A Bundle in a line is opened.
    """
    with closing(opened(path)) as file:
        for number, line in _numbered(file):
            yield from _read(number, line)


def opened(path: Path) -> gzip.GzipFile | BinaryIO:
    """The file's bytes, unpacked where its name ends in .gz."""
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")


def _numbered(file: gzip.GzipFile | BinaryIO) -> Iterator[tuple[int, bytes | str]]:
    """Line by line; a file that breaks off ends with what is wrong."""
    number = 0
    try:
        while line := file.readline(LONGEST_LINE):
            number += 1
            yield number, line.removeprefix(BOM) if number == 1 else line
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield number + 1, "the packed file breaks off here; copy it again"


def _read(number: int, line: bytes | str) -> Iterator[Found | Unreadable]:
    if isinstance(line, str):
        yield Unreadable(number, line)
    elif line.strip():
        try:
            document = parse(line.rstrip(b"\r\n").decode())
        except (ValueError, RecursionError) as error:
            yield Unreadable(number, _reason(error))
            return
        yield from _resources(number, document)


def _resources(number: int, document: Any) -> Iterator[Found | Unreadable]:
    if not isinstance(document, dict) or not isinstance(document.get("resourceType"), str):
        yield Unreadable(number, "not a FHIR resource: an object with a resourceType belongs here")
    elif is_bundle(document):
        yield from (Found(number, each.resource, each.outcome) for each in resources(document))
    else:
        yield Found(number, document)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 at byte {error.start} of the line"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON at column {error.colno}: {error.msg}"
    return f"not JSON: {error}" if isinstance(error, ValueError) else "not JSON: nested too deeply"
