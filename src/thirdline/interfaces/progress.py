"""What a run is doing: a bar on a terminal, one plain line a stage elsewhere, nothing when asked to be quiet.

Question answered: which stage runs now, how many rows had the last one, how long did it take, how long will it be? Time
left is reckoned from what each stage took when the output that stands there was made, and evenly where nothing is known.
Stages that are repeated keep their number: a line says that they ran again, and the number never falls.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from thirdline.interfaces.words import Words

if TYPE_CHECKING:
    from rich.progress import Progress

Count = Callable[[], int]


@dataclass(frozen=True)
class Done:
    """A stage, or a stretch of stages repeated: its name, its number of all, how to count its rows, how long it took."""

    name: str
    place: str
    rows: Count | None
    seconds: float


class Teller(Protocol):
    """Who tells of the stages."""

    def began(self, name: str) -> None:
        """A stage runs now."""
        ...

    def ended(self, done: Done) -> None:
        """A stage is done for the first time."""
        ...

    def again(self, done: Done) -> None:
        """A stretch of stages was repeated."""
        ...


class Watch:
    """The stages of a run as they come: `seconds` by stage, every repetition counted in."""

    def __init__(self, teller: Teller, total: int) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._teller, self._total, self._highest = teller, total, 0
        self._now: tuple[str, int, Count | None, float] | None = None
        self._repeated: list[tuple[str, int, float]] = []
        self._lock = Lock()

    def beside(self, name: str) -> Beside:
        """A watch over one of several stretches of stages that are gone through side by side, all of this name."""
        return Beside(name, self._teller.began, self._add)

    def _add(self, name: str, seconds: Mapping[str, float], rows: Count) -> None:
        """A stretch is done: its stages are counted in, and it is told as one."""
        with self._lock:
            for stage, took in seconds.items():
                self.seconds[stage] += took
            self._highest += 1
            self._teller.ended(Done(name, self._place(), rows, sum(seconds.values())))

    def begin(self, name: str, place: int, rows: Count | None = None) -> None:
        """End the stage before, and begin this one at its place (1, 2, …) of all; `rows` counts what it made."""
        self.end()
        self._tell_repeated(place)
        self._teller.began(name)
        self._now = (name, place, rows, time.perf_counter())

    def end(self) -> None:
        """End the stage that runs, if one does."""
        if self._now is None:
            return
        name, place, rows, began = self._now
        took, self._now = time.perf_counter() - began, None
        self.seconds[name] += took
        if place > self._highest:
            self._highest = place
            self._teller.ended(Done(name, self._place(), rows, took))
        else:
            self._repeated.append((name, place, took))

    def _tell_repeated(self, place: int) -> None:
        """Once a repetition is over: the next stage stands before its last, or beyond all."""
        if self._repeated and (place > self._highest or place <= self._repeated[-1][1]):
            names = list(dict.fromkeys(name for name, _, _ in self._repeated))
            took = sum(seconds for _, _, seconds in self._repeated)
            self._teller.again(Done(" … ".join((*names[:1], *names[1:][-1:])), self._place(), None, took))
            self._repeated = []

    def _place(self) -> str:
        return f"[{self._highest}/{self._total}]"


@dataclass
class Beside:
    """One of several stretches of stages that are gone through side by side: each stage is told as it begins."""

    name: str
    began: Callable[[str], None]
    done: Callable[[str, Mapping[str, float], Count], None]
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _now: tuple[str, float] | None = None

    def begin(self, name: str) -> None:
        """End the stage before, and begin this one."""
        self._end_stage()
        self.began(name)
        self._now = (name, time.perf_counter())

    def end(self, rows: int) -> None:
        """End the stretch, which held so many rows."""
        self._end_stage()
        self.done(self.name, self.seconds, lambda: rows)

    def _end_stage(self) -> None:
        if self._now:
            name, began = self._now
            self.seconds[name] += time.perf_counter() - began
            self._now = None


class Silent:
    """Tells nothing."""

    def began(self, name: str) -> None: ...

    def ended(self, done: Done) -> None: ...

    def again(self, done: Done) -> None: ...


class Lines:
    """One plain line a stage, on standard error."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def began(self, name: str) -> None: ...

    def ended(self, done: Done) -> None:
        rows = [rows_told(self.words, done.rows())] if done.rows else []
        self._say(done, named(self.words, done.name), *rows)

    def again(self, done: Done) -> None:
        self._say(done, self.words("progress.again", names=done.name))

    def _say(self, done: Done, *parts: str) -> None:
        took = self.words("progress.seconds", n=f"{done.seconds:.1f}".replace(".", self.words("format.decimal")))
        print(done.place, "  ".join((*parts, took)), file=sys.stderr, flush=True)


class Bar:
    """One bar for the whole run, with the stage, its rows and the time left."""

    def __init__(self, bar: Progress, words: Words, weights: Mapping[str, float], total: int) -> None:
        self.bar, self.words, self.weights = bar, words, weights
        self.even = sum(weights.values()) / len(weights) if weights else 1.0
        self.task = bar.add_task("", total=sum(weights.values()) or float(total), rows="")

    def began(self, name: str) -> None:
        self.bar.update(self.task, description=named(self.words, name))

    def ended(self, done: Done) -> None:
        told = f"{named(self.words, done.name)}: {rows_told(self.words, done.rows())}" if done.rows else ""
        self.bar.update(self.task, advance=self.weights.get(done.name, self.even), rows=f"{done.place} {told}")

    def again(self, done: Done) -> None:
        self.bar.update(self.task, rows=f"{done.place} {self.words('progress.again', names=done.name)}")


def named(words: Words, name: str) -> str:
    """A stage by its name: a table's own, or a word for what is no table."""
    return words.term("progress", name) or name


def rows_told(words: Words, n: int) -> str:
    """A number of rows in words, its thousands set apart as the language does."""
    return words("progress.rows", n=f"{n:,}".replace(",", words("progress.thousands")))


@contextmanager
def watching(total: int, words: Words, weights: Mapping[str, float], quiet: bool = False) -> Iterator[Watch]:
    """A watch over a run of so many stages, told where and how the reader can follow it."""
    if quiet:
        yield Watch(Silent(), total)
    elif not sys.stderr.isatty():
        yield Watch(Lines(words), total)
    else:
        with _bar() as bar:
            yield Watch(Bar(bar, words, weights, total), total)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(*columns, TextColumn("{task.fields[rows]}"), console=Console(stderr=True), transient=True)
