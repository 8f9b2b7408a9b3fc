"""On what was measured: the machine, how busy it was, the versions. Figures of a busy machine must be recognisable."""

from __future__ import annotations

import os
import platform
import subprocess
from ctypes.util import find_library
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from thirdline import __version__

ROOT = Path(__file__).parents[2]
ALLOCATORS = ("tcmalloc_minimal", "jemalloc")
BUSY = 0.25
"""From this load of each core on, others are at work."""


def described() -> dict[str, Any]:
    """The machine as it stands now."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    return {
        "began": datetime.now(UTC).isoformat(timespec="minutes"),
        "processor": processor(),
        "cores": cores,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load_at_start": round(load, 2),
        "busy": load > BUSY * cores,
        "versions": {
            "thirdline": __version__, "commit": commit(), "python": platform.python_version(),
            "duckdb": _version("duckdb"), "pyspark": _version("pyspark"),
        },
    }  # fmt: skip


def other_allocator() -> str:
    """The library of an allocator that a process can load before all others; empty where the machine has none."""
    return next(filter(None, map(find_library, ALLOCATORS)), "")


def processor() -> str:
    """The processor's model, as the system names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def commit() -> str:
    """The commit that is checked out, marked where files were changed since; `not known` where git tells nothing."""
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "not known"
    return said.stdout.strip()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
