"""What every command asks alike, and how an error becomes one clear line.

Question answered: in which language, as text or JSON; and what does a person read when a record or knowledge is unusable?
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer


class Lang(StrEnum):
    """The language a person reads."""

    en = "en"
    ru = "ru"


Language = Annotated[Lang, typer.Option("--lang", help="The language a person reads.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the rows, in the names of the tables.")]


@contextmanager
def clear() -> Iterator[None]:
    """Turn what makes a record, knowledge or schedule unusable into one line and exit status 1."""
    from thirdline.engines.limits import EngineError
    from thirdline.knowledge import KnowledgeError
    from thirdline.records import RecordError
    from thirdline.schedule.calendar import ScheduleError

    try:
        yield
    except (RecordError, KnowledgeError, ScheduleError, EngineError) as error:
        lines = str(error).splitlines()
        more = f" (and {len(lines) - 1} more: thirdline knowledge check)" if len(lines) > 1 else ""
        typer.echo(f"thirdline: {lines[0]}{more}", err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(
            f"thirdline: {error.filename or ''}: {error.strerror or error}. Check the path and its permissions.", err=True
        )
        raise typer.Exit(1) from None
