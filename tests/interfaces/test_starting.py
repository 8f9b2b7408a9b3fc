"""How a process starts: once more, in its place, with the setting that glibc knows, unless the user has chosen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from thirdline.interfaces.starting import AT_HAND, TUNABLES, settings

CHOSEN = [{TUNABLES: ""}, {TUNABLES: "glibc.malloc.arena_max=2"}, {"LD_PRELOAD": "/usr/lib/libjemalloc.so.2"}]
TOLD = """
import os
from thirdline.interfaces import cli, starting
cli.main = lambda: print(os.getpid(), os.environ.get("GLIBC_TUNABLES"), sys.argv[1:])
import sys
starting.main()
"""


def unchosen() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in (TUNABLES, "LD_PRELOAD")}


def started(environment: dict[str, str]) -> tuple[int, str]:
    """The process that was started, and what it said in the end."""
    command = [sys.executable, "-c", TOLD, "a b", "--c=ж"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        return process.pid, process.communicate()[0].strip()


def test_a_process_starts_again_in_its_place_with_the_setting_and_its_own_words() -> None:
    pid, said = started(unchosen())
    assert said == f"{pid} {AT_HAND} ['a b', '--c=ж']"


def test_a_process_leaves_what_the_user_has_chosen() -> None:
    pid, said = started({**unchosen(), TUNABLES: "glibc.malloc.arena_max=2"})
    assert said == f"{pid} glibc.malloc.arena_max=2 ['a b', '--c=ж']"


@pytest.mark.parametrize("environment", CHOSEN)
def test_nothing_is_added_to_what_the_user_has_chosen(environment: dict[str, str]) -> None:
    assert settings({"HOME": "/root"}) == {TUNABLES: AT_HAND}
    assert settings({"HOME": "/root", **environment}) == {}


@pytest.mark.parametrize("library", ["musl 1.2.5", None])
def test_nothing_is_added_on_another_c_library(library: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "confstr", lambda _: library)
    assert settings({}) == {}


def test_nothing_is_added_on_a_system_that_tells_no_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(os, "confstr", refused)
    assert settings({}) == {}


def test_glibc_knows_the_setting() -> None:
    (loader, *_) = (path for folder in ("/lib64", "/lib") for path in Path(folder).glob("ld-linux-*.so.*"))
    name, _, value = AT_HAND.partition("=")
    listed = subprocess.run(
        [loader, "--list-tunables"], env=settings({}), capture_output=True, text=True, check=True
    ).stdout.splitlines()  # fmt: skip
    (line,) = (line for line in listed if line.startswith(f"{name}:"))
    assert int(line.split()[1], 16) == int(value)


def test_who_starts_a_process_of_his_own_reads_the_same_setting() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert f"`{TUNABLES}={AT_HAND}`" in readme.read_text(encoding="utf-8")


def test_the_package_is_a_command() -> None:
    said = subprocess.run([sys.executable, "-m", "thirdline", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("thirdline ")
