"""How a process of Thirdline starts: with memory at hand for the many small objects of planning.

Question answered: under which settings does a process answer soonest? The engine plans each statement from small objects,
made and freed by the hundred thousand. glibc keeps a few freed pieces of each size at hand for a thread (7), and looks for
the rest in an arena that all of them crowd. How many are kept can be said only before a process begins: one that was started
without it starts itself again, in its place, before it has done anything (decision 0023).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

TUNABLES = "GLIBC_TUNABLES"
AT_HAND = "glibc.malloc.tcache_count=2000"
"""So many freed pieces of each size, of at most a kilobyte, are kept for each thread."""
CHOSEN_BY = (TUNABLES, "LD_PRELOAD")
"""Whoever has set one of these has chosen how memory is had."""


def settings(environment: Mapping[str, str]) -> dict[str, str]:
    """What is to be added to the environment of a process of Thirdline; nothing where the C library is not glibc, or where
    the user has chosen already.
    """
    if any(name in environment for name in CHOSEN_BY) or not _on_glibc():
        return {}
    return {TUNABLES: AT_HAND}


def main() -> None:
    """The console script."""
    if added := settings(os.environ):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **added})
    from thirdline.interfaces.cli import main

    main()


def _on_glibc() -> bool:
    try:
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc")
    except (AttributeError, ValueError):
        return False
