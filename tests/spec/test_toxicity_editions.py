"""Each edition of CTCAE, rung by rung, against its second transcription."""

from __future__ import annotations

import pytest

from tests.spec.drawn import Case, differences, lay
from tests.spec.transcribed_toxicities import expected, given, terms_of
from thirdline import flow, run
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge

EDITIONS = {"4.03": "ctcae-4-03", "5.0": "ctcae-5-0", "6.0": "ctcae-6-0"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rung_parts_the_grades_where_the_printed_words_do(edition: str, knowledge: Knowledge) -> None:
    case = Case(edition, given(edition), {"toxicities": expected(edition)}, None, None)
    engine = DuckDB()
    lay(engine, [case], prefixed=False)
    run.prepare(engine, knowledge, run.Asked(toxicity=EDITIONS[edition]))
    flow.derive(engine, ["toxicities"])
    assert differences(engine, case) == []
    assert {row[5] for row in engine.rows("toxicities")} == {edition}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_term_of_the_edition_is_transcribed(edition: str, knowledge: Knowledge) -> None:
    ladders = knowledge.of("criteria")[EDITIONS[edition]].ladders
    held = {(row.analyte, row.term) for row in ladders}
    assert held == {(analyte, term) for analyte, terms in terms_of(edition).items() for term in terms}
