"""The truth of a block, by construction: which lines were begun, what each visit showed, what failed, where each stands.

Lines are those that care began. Progression is what the reading told when it happened. What needs a later visit (the
confirmation of a response, the failure of a line) is read backwards from the end of the record. Nothing here asks the
derivations of `thirdline.course`; the rules are read once more from their text, on arrays of patients by lines.
"""

from __future__ import annotations

from thirdline.synth.given import Given
from thirdline.synth.rows import Columns
from thirdline.synth.simulation import Block
from thirdline.synth.truth import lines, progressions, refractoriness, responses, status


def truth(block: Block, rows: Given) -> dict[str, Columns]:
    """Every truth table of a block, in the contract's columns."""
    history = lines.history(block, rows)
    told = progressions.told(block, history)
    seen = responses.seen(block, told)
    best = responses.best(seen, told, block.with_.rules)
    failed = refractoriness.failed(block, history, told, best)
    return {
        "lines": lines.columns(block, history),
        "progressions": progressions.columns(told),
        "responses": responses.columns(block, seen),
        "best_responses": responses.best_columns(block, history, best, told),
        "refractoriness": refractoriness.columns(block, failed),
        "status": status.columns(block, history, told, best, failed),
    }
