"""Files and folders that appear whole or not at all.

Question answered: how does output take its place so that a reader, or a run killed at any moment, never meets half of
it? It is made in a working folder beside its place, brought to the disk, and moved in one step of the file system. A
folder that stands there already is exchanged in one step too, where the system can (Linux: renameat2). Elsewhere the
old folder is moved aside first; a run killed between the two moves leaves it in the working folder, from which the next
run puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from thirdline.interfaces.workings import BEFORE, working

MADE = "made.json"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def write(path: Path, content: str | bytes) -> None:
    """Write one file whole, replacing what stood there. Raises OSError."""
    path = path.resolve()
    with working(path) as work:
        made = work / "made"
        made.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        _to_disk(made)
        made.replace(path)
        _to_disk(path.parent)


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A folder to write into; it takes the name asked for only when all went well, replacing what stood there.

    Only an empty folder, or one that holds nothing but what `made.json` in it lists, is replaced; anything else is
    refused with OSError. The list is added to the `made.json` written into the folder.
    """
    path = path.resolve()
    _refuse_strangers(path)
    with working(path) as work:
        made = work / "made"
        made.mkdir()
        yield made
        _sign(made)
        _all_to_disk(made)
        _refuse_strangers(path)
        _put(made, path)
        _to_disk(path.parent)


def scratch(made: Path) -> Path:
    """The folder for what a run spills, beside the folder that it makes; gone with the run."""
    place = made.with_name("scratch")
    place.mkdir(exist_ok=True)
    return place


def _put(made: Path, path: Path) -> None:
    """Give the folder its name in one step; what stood there is left in its stead, or aside."""
    try:
        made.rename(path)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        if not _exchange(made, path):
            path.rename(made.with_name(BEFORE))
            made.rename(path)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false where system or file system cannot."""
    step = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if step is None:
        return False
    if step(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _sign(made: Path) -> None:
    """Add the list of the files to the folder's `made.json`, where it has one."""
    sheet = made / MADE
    if sheet.is_file():
        said = json.loads(sheet.read_text(encoding="utf-8"))
        text = json.dumps({**said, "files": _files(made)}, ensure_ascii=False, indent=2)
        sheet.write_text(text + "\n", encoding="utf-8")


def _refuse_strangers(path: Path) -> None:
    """Raise OSError unless the place is free, empty, or holds only what was written so before."""
    if path.is_dir():
        strangers = sorted(set(_files(path)) - _listed(path))
        if not strangers:
            return
        said = f"holds {strangers[0]}, which was not written by thirdline; name another folder"
        raise FileExistsError(errno.EEXIST, said, str(path))
    if path.exists():
        raise FileExistsError(errno.EEXIST, "is no folder; name another", str(path))


def _files(folder: Path) -> list[str]:
    """The files in a folder and below, by their names within it."""
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir())


def _listed(folder: Path) -> set[str]:
    """The files that the folder's `made.json` lists; none where it does not stand there or cannot be read."""
    try:
        said = json.loads((folder / MADE).read_text(encoding="utf-8"))
        return {str(name) for name in said["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _all_to_disk(folder: Path) -> None:
    for below in folder.rglob("*"):
        _to_disk(below)
    _to_disk(folder)


def _to_disk(path: Path) -> None:
    """Wait until the disk holds a file, or the names in a folder: a power cut is a kill as well."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that cannot do so for folders
            raise
    finally:
        os.close(handle)
