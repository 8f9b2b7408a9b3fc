"""What does a site call what knowledge has another word for? The site's own mapping file.

A CSV file with the columns list, code and means, and, where needed, system and unit; one row a local code:

    list,system,code,means,unit
    analyte,local,LAB-4711,serum_m_protein,g/dL
    drug,,BORT35,bortezomib,
    unit,,g p. d.,g/dL,
    serum_immunofixation,,IFX neg,negative,

`list` is a list of `Words.lists`, `unit` (means a UCUM unit), or a finding's word (means one of its values). With system
`omop` the code is a concept id. `unit` is the unit of values that come without one. The file only adds: a row that
knowledge contradicts, or that means nothing knowledge knows, is refused with its line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from thirdline.records.errors import RecordError
from thirdline.records.files import check_text
from thirdline.records.units import conversion, readable
from thirdline.records.words import Words, plain, unit_key

COLUMNS = ("list", "system", "code", "means", "unit")
REQUIRED = ("list", "code", "means")


@dataclass(frozen=True)
class Row:
    """One row of the file, and its line."""

    line: int
    list: str
    system: str
    code: str
    means: str
    unit: str


def mapped(words: Words, path: Path) -> Words:
    """The words with those of the file added. Raises RecordError, naming the first row that does not hold."""
    rows = list(_rows(path))
    problems = [f"line {row.line}: {problem}" for row in rows if (problem := _problem(words, row))]
    problems += _twins(rows)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise RecordError(f"{path.name}: {problems[0]}{more}")
    return _added(words, [_in_words(words, row) for row in rows])


def _rows(path: Path) -> Iterator[Row]:
    if not path.is_file():
        raise RecordError(f"{path}: there is no such file; give the mapping as CSV with the columns {', '.join(COLUMNS)}")
    check_text(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        reader = csv.DictReader(file, delimiter=max(",;\t", key=head.count), restkey="", restval="")
        _check_header(path, [name.strip().lower() for name in reader.fieldnames or ()])
        for cells in reader:
            row = {str(name).strip().lower(): (cell or "").strip() for name, cell in cells.items() if name}
            if any(row.values()):
                yield Row(reader.line_num, *(row.get(name, "") for name in COLUMNS))


def _check_header(path: Path, names: list[str]) -> None:
    if missing := [name for name in REQUIRED if name not in names]:
        raise RecordError(f"{path.name}: column {', '.join(missing)} is missing; the columns are {', '.join(COLUMNS)}")
    if strangers := [name for name in names if name and name not in COLUMNS]:
        raise RecordError(f"{path.name}: column {strangers[0]} is not known; the columns are {', '.join(COLUMNS)}")


def _problem(words: Words, row: Row) -> str | None:
    """What is wrong with the row, what is allowed and what to do; None when it holds."""
    if empty := [name for name in REQUIRED if not getattr(row, name)]:
        return f"{empty[0]} is empty; fill it or take the row out"
    if row.list not in words.lists and row.list not in words.values and row.list != "unit":
        return f"no list is called {row.list!r}; allowed: {', '.join(words.lists)}, unit, or the word of a finding"
    if (means := _meaning(words, row)) is None:
        near = ", ".join(get_close_matches(row.means, _allowed(words, row.list), n=3, cutoff=0.5))
        return f"{row.means!r} is no {row.list}" + (f"; near it: {near}" if near else "; use a word of knowledge")
    return _contradiction(words, row, means) or _unit_problem(words, row, means)


def _meaning(words: Words, row: Row) -> str | None:
    """The word of knowledge that the row means."""
    if row.list == "unit":
        meant = words.units.get(unit_key(row.means), unit_key(row.means))
        return meant if readable(meant) else None
    return words.resolve(row.list, row.means) if row.list in words.lists else words.value(row.list, row.means)


def _allowed(words: Words, list_: str) -> list[str]:
    if list_ == "unit":
        return sorted(set(words.units.values()))
    return sorted(set((words.lists.get(list_) or words.values[list_]).values()))


def _contradiction(words: Words, row: Row, means: str) -> str | None:
    known = _known(words, row)
    if known and known != means:
        return f"{row.code!r} already means {known!r}; the file adds codes and changes none: take the row out"
    if row.system != "omop" and (wrong := words.wrong_code(row.code)):
        if plain(row.code) in words.wrong:
            return f"{row.code!r} is known to be used wrongly ({words.wrong[plain(row.code)]}); use the right code"
        if wrong and row.system.lower() in ("", "loinc", "http://loinc.org"):
            return f"{row.code!r} has the shape of a LOINC code but not its check digit; if it is local, say system local"
    return None


def _known(words: Words, row: Row) -> str | None:
    """What knowledge says the code means."""
    if row.list == "unit":
        return words.units.get(unit_key(row.code)) or words.coded("omop", "unit", row.code)
    if row.system == "omop":
        return words.coded("omop", row.list, row.code)
    return words.resolve(row.list, row.code) if row.list in words.lists else words.value(row.list, row.code)


def _unit_problem(words: Words, row: Row, means: str) -> str | None:
    if not row.unit:
        return None
    if row.list != "analyte":
        return f"a unit belongs to an analyte, not to a {row.list}; leave it empty"
    if conversion(row.unit, words.analytes[means], words.units) is None:
        return f"{row.unit!r} does not measure {means}; use a UCUM unit that converts to {words.analytes[means].unit}"
    return None


def _twins(rows: list[Row]) -> Iterator[str]:
    """The same code given two meanings, or two units."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        first = seen.setdefault((row.list, row.system, plain(row.code)), row)
        if (first.means, first.unit) != (row.means, row.unit):
            yield f"line {row.line}: {row.code!r} already means {first.means!r} in line {first.line}; keep one of the rows"


def _in_words(words: Words, row: Row) -> Row:
    """The row with the very word of knowledge."""
    return replace(row, means=_meaning(words, row) or row.means)


def _added(words: Words, rows: list[Row]) -> Words:
    return replace(
        words,
        lists=_with(words.lists, rows),
        values=_with(words.values, rows),
        units={**words.units, **{unit_key(row.code): row.means for row in rows if row.list == "unit"}},
        codes={key: {**words.codes.get(key, {}), **added} for key, added in _coded(words, rows).items()},
        site={row.list: {plain(each.code): each.means for each in rows if each.list == row.list} for row in rows},
        site_units={plain(row.code): row.unit for row in rows if row.unit},
        base=words,
    )


def _with(held: Mapping[str, Mapping[str, str]], rows: list[Row]) -> dict[str, dict[str, str]]:
    """Each list with the codes that the file adds to it; concept ids are kept to their own system."""
    added = [row for row in rows if row.system != "omop"]
    return {name: {**each, **{plain(r.code): r.means for r in added if r.list == name}} for name, each in held.items()}


def _coded(words: Words, rows: list[Row]) -> dict[tuple[str, str], dict[str, str]]:
    codes: dict[tuple[str, str], dict[str, str]] = {key: {} for key in words.codes}
    for row in rows:
        if row.system:
            codes.setdefault((row.system.lower(), row.list), {})[row.code] = row.means
    return codes
