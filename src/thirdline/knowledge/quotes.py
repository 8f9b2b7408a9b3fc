"""Are the words that knowledge quotes really in their sources?

Only where a source names its text, and the folder of texts is at hand; the texts themselves are not part of Thirdline.
Runs of white space count as one space, and a hyphen at the end of a line as itself or as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from thirdline.knowledge.kinds import Citation
from thirdline.knowledge.loader import Knowledge


def check_quotes(knowledge: Knowledge, folder: Path) -> list[str]:
    """One line for each quoted citation whose words, or whose text, cannot be found in the folder."""
    texts: dict[str, tuple[str, ...]] = {}
    problems = []
    for where, citation in quoted(knowledge):
        name = knowledge.of("sources")[citation.source].text
        if name is None:
            continue
        if name not in texts:
            path = folder / name
            texts[name] = forms(path.read_text(encoding="utf-8")) if path.is_file() else ()
        if not texts[name]:
            problems.append(
                f"{where}: {name} is not in {folder}. Put the text there, or correct sources/{citation.source}.yaml."
            )
        elif not any(plain(citation.quote or "") in text for text in texts[name]):
            problems.append(f"{where}: not found in {name}: {citation.quote!r}. Quote the words as they stand there.")
    return problems


def quoted(knowledge: Knowledge) -> Iterator[tuple[str, Citation]]:
    """Every citation that is checked by its words, with file and key."""
    for kind, records in knowledge.records.items():
        for record in records.values():
            for key, citation in record.cites.items():
                if citation.checked == "quoted":
                    yield f"{kind}/{record.id}.yaml: cites.{key}", citation


def forms(text: str) -> tuple[str, ...]:
    """A text as words are compared, with words broken at the end of a line as they stand and joined."""
    return plain(text), plain(re.sub(r"-[ \t]*\n\s*", "", text))


def plain(text: str) -> str:
    """One space for every run of white space, no soft hyphens, no capitals."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip().casefold()
