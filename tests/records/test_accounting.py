"""Do the ledgers balance whatever the record holds, and do they say what the tables and issues say?"""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from thirdline.records import accounting

from .test_laws import RECORDS, SOME, Record, read


@SOME
@given(RECORDS)
def test_read_is_used_merged_and_named_reasons(record: Record) -> None:
    reading = read(record)
    assert accounting.imbalances(reading.con) == []
    for table, rows in record.items():
        entered = [row for row in reading.rows("import_rows") if row["kind"] == table]
        files = {row["outcome"]: row["rows"] for row in entered if row["file"]}
        assert files == {"read": len(rows), "used": len(rows)}
        tables = {row["outcome"]: row["rows"] for row in entered if not row["file"]}
        assert tables["read"] == len(rows)
        stands = [row for row in reading.rows(table) if not str(row.get("row", "")).endswith("/sum")]
        assert tables.get("used", 0) == len(stands)


@SOME
@given(RECORDS)
def test_every_unknown_word_of_the_issues_is_counted(record: Record) -> None:
    reading = read(record)
    issues = Counter(row["found"] for row in reading.rows("issues") if row["problem"] in accounting.UNKNOWN)
    words: Counter[str] = Counter()
    for row in reading.rows("import_words"):
        words[row["found"]] += row["rows"]
    assert words == issues
