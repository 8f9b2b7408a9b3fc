"""Pack the examples of the mCODE package, one resource a line: `python pack.py PACKAGE/package/example`."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

TO = Path(__file__).with_name("mcode-4.0.0-examples.ndjson.gz")


def pack(folder: Path) -> int:
    """Write all examples, in the order of their names; how many there are. The narrative (`text`) is left out."""
    lines = []
    for path in sorted(folder.glob("*.json")):
        lines.append(json.dumps(_without_narrative(json.loads(path.read_bytes())), ensure_ascii=False))
    TO.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    return len(lines)


def _without_narrative(value: object) -> object:
    if isinstance(value, list):
        return [_without_narrative(each) for each in value]
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if name != "text" or not isinstance(each, dict)}
        return {name: _without_narrative(each) for name, each in kept.items()}
    return value


if __name__ == "__main__":
    print(pack(Path(sys.argv[1])))
