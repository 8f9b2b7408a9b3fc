"""OMOP CDM 5.4: which rows of a record's tables does an OMOP database hold?

The database is a folder of CSV, TSV or Parquet files, or a DuckDB file. Its tables are laid out as views of text; the
distinct codes are looked up once; one SQL file a table of the record then gives the rows found, and one set-based count
says what became of the rest.
"""

from thirdline.records.omop.database import release
from thirdline.records.omop.reader import find

__all__ = ["find", "release"]
