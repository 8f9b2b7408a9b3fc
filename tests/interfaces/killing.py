"""Writes a folder whole again and again, each time killed one step later: does what stands there stay whole?

Run as `python -m tests.interfaces.killing FOLDER exchange|aside`. Each write happens in a child of its own, which kills
itself at the n-th thing that it asks of the file system (Python's audit events). After each kill the place is looked at,
then the next run's sweep, then another write. Prints how many moments were tried; an AssertionError says what was broken.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from thirdline.interfaces import whole, workings

STEPS = ("open", "os.", "shutil.", "fcntl.", "tempfile.", "ctypes.dlsym")
TABLES = ("lines", "status")


def write(place: Path, text: str) -> None:
    """An output of a few files, one in a folder of its own, beside something spilled."""
    with whole.folder(place) as made:
        (whole.scratch(made) / "spilled").write_text(text)
        (made / "parts").mkdir()
        for name in TABLES:
            (made / "parts" / name).write_text(text)
        (made / whole.MADE).write_text("{}")


def held(place: Path) -> str | None:
    """The text that the output holds, every file of it; None where there is no output."""
    if not place.exists():
        return None
    texts = {(place / "parts" / name).read_text() for name in TABLES}
    assert len(texts) == 1, texts
    assert (place / whole.MADE).is_file()
    return texts.pop()


def left(place: Path) -> list[str]:
    """What stands beside the place."""
    return [name for name in os.listdir(place.parent) if name != place.name]


def killed(place: Path, text: str, step: int) -> bool:
    """Whether a write was killed at that step; false when it was done before."""
    child = os.fork()
    if child == 0:
        seen = count(1)

        def hook(event: str, _args: object) -> None:
            if event.startswith(STEPS) and next(seen) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        write(place, text)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(folder: Path, way: str) -> None:
    """Kill at every step, with an output to replace and without."""
    if way == "aside":
        whole._exchange = lambda *_: False  # as where the system cannot
    moments = 0
    for before in (None, "old"):
        for step in count(1):
            place = folder / f"{before}-{step}" / "out"
            if before:
                write(place, before)
            if not killed(place, "new", step):
                break
            moments += 1
            if place.parent.exists():
                if way == "exchange":
                    assert held(place) in (before, "new"), step
                workings.sweep(place)
                assert held(place) in (before, "new"), step
                assert left(place) == [], (step, left(place))
            write(place, "newer")
            assert held(place) == "newer", step
            assert left(place) == [], (step, left(place))
    print(moments)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
