"""Every module of cases is imported, so that its cases register."""

from importlib import import_module
from pathlib import Path

for file in sorted((Path(__file__).parent / "cases").glob("[!_]*.py")):
    import_module(f"tests.spec.cases.{file.stem}")
