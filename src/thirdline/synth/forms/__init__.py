"""The record in other forms: bulk FHIR R4 and OMOP CDM 5.4, written from its tables, one SQL file a resource or table.

What a form has no place for is not in it: FHIR keeps no name of a regimen, OMOP neither a dose nor the chains of the
paraprotein. Codes are those of knowledge; what has none is named by its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from thirdline.knowledge import Knowledge

FORMS = ("fhir", "omop")
UNIT_SEPARATOR = "\\x1f"
"""A character that no line of JSON holds: the file is one column."""
LISTS = ("observation", "unit", "comparator", "answer", "sex", "diagnosis")


def write(form: str, tables: Path, out: Path, connection: duckdb.DuckDBPyConnection, knowledge: Knowledge) -> dict[str, int]:
    """Write the tables (Parquet) of a record as the form into `out`: how many lines or rows each file has."""
    for path in tables.glob("*.parquet"):
        cells = f"select columns(*)::varchar from read_parquet('{_quoted(path)}')"
        connection.execute(f"create or replace temp view {path.stem} as {cells}")
    _lay_codes(connection, knowledge)
    connection.execute(Path(__file__).with_name("macros.sql").read_text(encoding="utf-8"))
    sources = sorted((Path(__file__).parent / form).glob("*.sql"))
    return {source.stem: _copied(connection, form, source, out) for source in sources}


def _copied(connection: duckdb.DuckDBPyConnection, form: str, source: Path, out: Path) -> int:
    query = source.read_text(encoding="utf-8")
    if form == "fhir":
        query = f"select json_merge_patch('{{}}', to_json(r)) as line from ({query}) r"
        options = f"format csv, header false, quote '', escape '', delimiter e'{UNIT_SEPARATOR}'"
        target = out / f"{source.stem}.ndjson"
    else:
        options, target = "format parquet, compression zstd", out / f"{source.stem}.parquet"
    found = connection.execute(f"copy ({query}) to '{_quoted(target)}' ({options})").fetchone()
    return int(found[0]) if found else 0


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _lay_codes(connection: duckdb.DuckDBPyConnection, knowledge: Knowledge) -> None:
    """Tables of codes: `words` of analytes and findings with their LOINC code, `drugs`, and OMOP `concepts` by list."""
    _fill(connection, "words", ("word", "name", "loinc"), _words(knowledge))
    _fill(connection, "drugs", ("drug", "name", "rxnorm", "atc", "omop"), _drugs(knowledge))
    _fill(connection, "concepts", ("list", "word", "concept"), _concepts(knowledge))


def _fill(
    connection: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: Iterator[tuple[str | None, ...]]
) -> None:
    cells = [list(column) for column in zip(*rows, strict=True)]
    chosen = ", ".join(f"unnest(?::varchar[]) as {column}" for column in columns)
    connection.execute(f"create or replace temp table {name} as select {chosen}", cells)


def _words(knowledge: Knowledge) -> Iterator[tuple[str | None, ...]]:
    """The first code that is read of each analyte and finding."""
    codes: dict[str, str] = {}
    for row in knowledge.of("codes")["loinc"].codes:
        if row.means and row.how != "INVALID":
            codes.setdefault(row.means, row.code)
    for record in (*knowledge.of("analytes").values(), *knowledge.of("findings").values()):
        yield record.word, record.names.en, codes.get(record.word)


def _drugs(knowledge: Knowledge) -> Iterator[tuple[str | None, ...]]:
    for id, drug in knowledge.of("drugs").items():
        codes = drug.codes
        first = (next(iter(codes.rxnorm), None), next(iter(codes.atc), None), next(map(str, codes.omop), None))
        yield id, drug.names.en, *first


def _concepts(knowledge: Knowledge) -> Iterator[tuple[str | None, ...]]:
    """The first concept of each word in each list."""
    seen: set[tuple[str, str]] = set()
    for codes in knowledge.of("codes").values():
        if codes.system != "omop" or codes.list not in LISTS:
            continue
        for row in codes.codes:
            if row.means and row.how != "INVALID" and (codes.list, row.means) not in seen:
                seen.add((codes.list, row.means))
                yield codes.list, row.means, row.code
