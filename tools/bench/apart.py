"""One measurement in a process of its own: its figures, its time, its processor time, its peak of memory and of disk.

What is measured is a function named `tools.bench.module:function`, called with plain values; it gives back a mapping of
plain values. The process writes them to a file; what it prints is shown as progress, and is its reason where it fails.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from thirdline.interfaces.starting import settings

ROOT = Path(__file__).parents[2]
LOOKED_AT_EVERY = 0.1
BLOCK = 512
"""Bytes of a block, as `stat` counts them."""
Figures = dict[str, Any]
Told = Callable[[str], None]


class MeasurementError(Exception):
    """A measurement that did not come to its end; the message is the last that its process said."""


@dataclass(frozen=True)
class Spent:
    """What a call took: seconds of the clock, and of all processors together (children's too)."""

    seconds: float
    cpu_seconds: float


def spent(action: Callable[[], object]) -> Spent:
    """What a call took."""
    wall, cpu = time.perf_counter(), cpu_now()
    action()
    return Spent(time.perf_counter() - wall, cpu_now() - cpu)


def cpu_now() -> float:
    """Processor seconds of this process so far, and of those of its children that have ended."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def measured(
    what: str, arguments: Mapping[str, Any], told: Told, room: Path | None = None, chosen: Mapping[str, str] | None = None
) -> Figures:
    """The figures of a function run in a process of its own; `seconds`, `cpu_seconds` and `peak_mb` among them.

    `told` hears the last line that the process printed. With a `room`, a folder, `disk_mb` is the most that it held
    meanwhile. The process has the settings under which `thirdline` starts, but what is `chosen` of its environment instead.
    Raises MeasurementError.
    """
    environment = {**os.environ, **(chosen or {})}
    environment |= settings(environment)
    with tempfile.TemporaryDirectory(prefix="thirdline-bench-") as folder:
        said, found = Path(folder) / "said", Path(folder) / "found.json"
        command = [sys.executable, "-m", "tools.bench.apart", what, json.dumps(arguments), str(found)]
        with said.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=environment)
            held = _watched(process, said, told, room)
        if process.returncode or not found.is_file():
            raise MeasurementError(_reason(process.returncode, said))
        return {**json.loads(found.read_text(encoding="utf-8")), **held}


def _watched(process: subprocess.Popen[bytes], said: Path, told: Told, room: Path | None) -> Figures:
    """Wait for the end, looking now and then at what is said and how full the room is."""
    most = 0
    try:
        while process.poll() is None:
            time.sleep(LOOKED_AT_EVERY)
            told(_last_line(said))
            most = max(most, bytes_in(room) if room else 0)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return {"disk_mb": most / 1e6} if room else {}


def bytes_in(folder: Path) -> int:
    """The bytes on the disk under a folder; what vanishes meanwhile counts nothing."""
    total = 0
    for place, _, files in os.walk(folder):
        for file in files:
            with suppress(FileNotFoundError):
                total += (Path(place) / file).lstat().st_blocks * BLOCK
    return total


def _last_line(said: Path) -> str:
    lines = _lines(said)
    return lines[-1] if lines else ""


def _lines(said: Path, most_bytes: int = 4000) -> list[str]:
    with said.open("rb") as file:
        file.seek(max(0, said.stat().st_size - most_bytes))
        text = file.read().decode("utf-8", "replace")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _reason(code: int, said: Path) -> str:
    if code < 0:
        return f"ended by signal {-code}" + (" (too little memory on this machine?)" if code == -9 else "")
    return _last_line(said) or f"ended with status {code}"


def main(words: Sequence[str]) -> None:
    """Run what is named and write its figures; `words`: the function, its arguments as JSON, the file."""
    what, arguments, file = words
    module, _, name = what.partition(":")
    action = getattr(import_module(module), name)
    found: Figures = {}
    took = spent(lambda: found.update(action(**json.loads(arguments))))
    own = {"seconds": took.seconds, "cpu_seconds": took.cpu_seconds, "peak_mb": peak_mb()}
    Path(file).write_text(json.dumps({**own, **found}), encoding="utf-8")


def peak_mb() -> float:
    """The most memory that this process held, in megabytes; or the largest of its children, where that is more."""
    kilobytes = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return kilobytes * 1024 / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
