"""How is one CSV or Parquet file of a record opened, every cell as text?

A CSV file is looked through once before the engine reads it, in pieces of a megabyte: it must be UTF-8 text (a byte
order mark is passed over) with no line longer than a megabyte. The engine then reads it strictly.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from thirdline.records.errors import RecordError

LONGEST_LINE = 1_000_000
PIECE = 1 << 20
BELOW = ("**", "*.parquet")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Found:
    """A file's columns by their names as compared (lower case, trimmed), and SQL that yields its rows."""

    path: Path
    columns: dict[str, str]
    rows: str


def opened(con: duckdb.DuckDBPyConnection, path: Path) -> Found:
    """The file, ready to be read. Raises RecordError when it is not what its name says."""
    return delimited(path) if path.suffix == ".csv" else parquet(con, path)


def check_text(path: Path) -> None:
    """Raise RecordError unless the file is UTF-8 with lines of bearable length. Reads it in constant memory."""
    line = 0
    for piece in _decodable(path):
        line = _check_lines(path, piece, line)


def check_encoding(path: Path) -> None:
    """Raise RecordError unless the file is UTF-8."""
    for _ in _decodable(path):
        pass


def _decodable(path: Path) -> Iterator[bytes]:
    decoder, done = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            _check_bytes(path, piece, done)
            _decode(path, decoder, piece, done)
            yield piece
            done += len(piece)
    _decode(path, decoder, b"", done, final=True)


def sql_text(text: str) -> str:
    """As a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def sql_name(text: str) -> str:
    """As a name in SQL."""
    return '"' + text.replace('"', '""') + '"'


def _check_bytes(path: Path, piece: bytes, done: int) -> None:
    if done == 0 and piece.startswith(UTF_16):
        raise _not_utf_8(path, 0, "UTF-16")
    if (at := piece.find(0)) >= 0:
        raise RecordError(f"{path.name}: byte {done + at} is zero, which no UTF-8 text holds; save the file as UTF-8")


def _decode(path: Path, decoder: codecs.IncrementalDecoder, piece: bytes, done: int, *, final: bool = False) -> None:
    kept = len(decoder.getstate()[0])
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError as error:
        raise _not_utf_8(path, done - kept + error.start, "CP1251") from None


def _not_utf_8(path: Path, at: int, perhaps: str) -> RecordError:
    return RecordError(
        f"{path.name}: not UTF-8 at byte {at}; convert it, for example "
        f"`iconv -f {perhaps} -t UTF-8 {path.name} > new.csv`, naming the encoding it really has"
    )


def _check_lines(path: Path, piece: bytes, before: int) -> int:
    """The length of the line that the piece leaves open; raises where one is too long."""
    lengths = [len(line) for line in re.split(rb"[\r\n]", piece)]
    lengths[0] += before
    if max(lengths) > LONGEST_LINE:
        raise RecordError(
            f"{path.name}: a line is longer than {LONGEST_LINE} bytes; "
            "a row of a record is far shorter: look for a quote that is not closed, or a file of another kind"
        )
    return lengths[-1]


def delimited(path: Path, delimiter: str = ",", *, quoted: bool = True) -> Found:
    """A text file of cells between delimiters, in double quotes where needed, or never quoted."""
    check_text(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = _header(path, file, delimiter)
    typed = ", ".join(f"{sql_text(name)}: 'VARCHAR'" for name in names)
    sign = '"' if quoted else ""
    options = f"auto_detect = false, header = true, delim = {sql_text(delimiter)}, quote = '{sign}', escape = '{sign}'"
    options += ", strict_mode = true"
    limits = f"null_padding = false, ignore_errors = false, max_line_size = {2 * LONGEST_LINE}"
    rows = f"read_csv({literal_path(path)}, columns = {{{typed}}}, {options}, {limits})"
    return Found(path, _compared(path, names), rows)


def _header(path: Path, file: TextIO, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(file, delimiter=delimiter), [])
    except csv.Error:
        raise RecordError(f"{path.name}: line 1: a quote is not closed in the header; write the file again") from None


def parquet(con: duckdb.DuckDBPyConnection, path: Path) -> Found:
    """A Parquet file, or the files below a folder where the last parts of the path are `**/*.parquet`."""
    rows = f"read_parquet({literal_path(path)})"
    try:
        names = [row[0] for row in con.execute(f"describe select * from {rows}").fetchall()]
    except duckdb.Error as error:
        raise broken(path, error) from None
    return Found(path, _compared(path, names), rows)


def _compared(path: Path, names: list[str]) -> dict[str, str]:
    compared = {name.strip().lower(): name for name in names}
    if len(compared) < len(names):
        raise RecordError(f"{path.name}: two columns have the same name; each column may stand once")
    return compared


def literal_path(path: Path) -> str:
    """The path as SQL text in which the engine finds no wildcard, but for the files below a folder."""
    below = path.parts[-2:] == BELOW
    literal = re.sub(r"([*?\[])", r"[\1]", str(path.parents[1] if below else path))
    return sql_text("/".join((literal, *BELOW)) if below else literal)


def broken(path: Path, error: duckdb.Error) -> RecordError:
    """What the engine said of a file, in one line and without the cells it quotes."""
    if path.suffix == ".parquet":
        return RecordError(f"{path.name}: not a whole Parquet file; write it again as Parquet, or as {path.stem}.csv")
    said = str(error)
    line = re.search(r"Line: (\d+)", said)
    where = f"line {line[1]}" if line else "some line"
    if "unterminated quote" in said:
        return RecordError(f"{path.name}: {where}: a quote is not closed; double each quote inside a quoted cell")
    if counts := re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", said):
        return RecordError(
            f"{path.name}: {where}: {counts[2]} columns where the header names {counts[1]}; "
            "put cells that hold a comma between double quotes"
        )
    return RecordError(
        f"{path.name}: {where}: not regular CSV (RFC 4180: commas, double quotes, one kind of line end); write it again"
    )
