"""The working folder of a run: everything it makes before it is done stands there, and nothing of it stays.

Question answered: where may a run write, so that being killed at any moment harms nothing? The folder lies beside the
place that the output will take (`.OUT.thirdline-xxxxxxxx`), on the same file system. The run holds a lock in it, which
the operating system lets go when the run ends, however it ends. The next run for the same place sweeps the folders
whose lock nobody holds; a run that still lives keeps its own.
Where locks cannot be had (a system without flock, some network file systems) nothing is swept.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on this system
    fcntl = None

LOCK = "lock"
BEFORE = "before"
"""The name, within a working folder, of the last good output while another takes its place."""


@contextmanager
def working(place: Path) -> Iterator[Path]:
    """A folder beside the place for what is not done yet; gone afterwards, whatever happens. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    sweep(place)
    folder, lock = _locked(place)
    try:
        yield folder
    finally:
        _dissolve(folder, place)
        os.close(lock)


def sweep(place: Path) -> None:
    """Remove what killed runs left beside the place, and put back a last good output that one of them had moved."""
    ours = re.compile(re.escape(f".{place.name}.thirdline-") + r"[a-z0-9_]{8}")
    for folder in place.parent.iterdir():
        if ours.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
            _sweep(folder, place)


def _sweep(folder: Path, place: Path) -> None:
    with suppress(FileNotFoundError):
        lock = _opened(folder)
        if _held(lock):
            _dissolve(folder, place)
        os.close(lock)


def _locked(place: Path) -> tuple[Path, int]:
    """A new working folder and its lock. A run that sweeps at this very moment may take the folder first: then another."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{place.name}.thirdline-", dir=place.parent))
        with suppress(FileNotFoundError):
            lock = _opened(folder)
            if (_held(lock) or fcntl is None) and (folder / LOCK).stat().st_ino == os.fstat(lock).st_ino:
                return folder, lock
            os.close(lock)


def _opened(folder: Path) -> int:
    return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)


def _held(lock: int) -> bool:
    """Whether the lock could be taken."""
    if fcntl is None:
        return False
    with suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _dissolve(folder: Path, place: Path) -> None:
    """Remove a working folder; a last good output that it still holds goes back first."""
    before = folder / BEFORE
    if before.exists() and not place.exists():
        before.rename(place)
    shutil.rmtree(folder, ignore_errors=True)
