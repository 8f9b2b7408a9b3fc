"""The same seed draws the same patients, however many; the disease behaves as its model says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.synth.conftest import Drawn, rows
from thirdline.knowledge import Knowledge, KnowledgeError, load
from thirdline.knowledge.loader import home
from thirdline.synth.disease import Disease
from thirdline.synth.mess import KINDS
from thirdline.synth.parameters import COHORT, NONE, Parameters, bits, tenths
from thirdline.synth.simulation import BLOCK, Block, simulate
from thirdline.tables import TABLES

RECORD = ("patients", "exposures", "measurements", "findings", "procedures", "events")


@pytest.mark.parametrize("table", [*RECORD, "truth/lines", "truth/responses"])
def test_fewer_patients_are_the_first_of_more(drawn: Drawn, table: str) -> None:
    few, more = drawn(20), drawn(40)
    kept = "select * from read_parquet('{more}/{table}.parquet') where patient <= 'S00000020'".replace("{table}", table)
    assert rows(kept, more=more) == rows(f"select * from read_parquet('{{few}}/{table}.parquet')", few=few) != []


def test_the_same_seed_writes_the_same_bytes(drawn: Drawn, knowledge: Knowledge, tmp_path: Path) -> None:
    from thirdline.synth.cohort import Wanted, write

    (tmp_path / "out").mkdir()
    (tmp_path / "scratch").mkdir()
    write(Wanted(20, 11), knowledge, tmp_path / "out", tmp_path / "scratch", lambda _done, _of: None)
    files = sorted(path.relative_to(drawn(20)) for path in drawn(20).rglob("*.parquet"))
    assert len(files) == 12
    assert [path for path in files if (tmp_path / "out" / path).read_bytes() != (drawn(20) / path).read_bytes()] == []


def test_another_seed_and_another_block_draw_others(parameters: Parameters, block: Block) -> None:
    drawn_on = [each.people.born_on for each in (block, simulate(parameters, 12, 0), simulate(parameters, 11, 1))]
    assert not np.array_equal(drawn_on[0], drawn_on[1])
    assert not np.array_equal(drawn_on[0], drawn_on[2])
    assert len(drawn_on[0]) == BLOCK


@pytest.mark.parametrize("table", RECORD)
def test_the_record_has_the_columns_of_the_contract(drawn: Drawn, table: str) -> None:
    names = [row[0] for row in rows(f"describe select * from read_parquet('{{record}}/{table}.parquet')", record=drawn(20))]
    row_id = {"measurements": "measurement", "findings": "finding"}.get(table)
    asked = [row_id if name == "row" else name for name in TABLES[table].names if name != "reported_unit"]
    assert names == [name for name in asked if name]


@pytest.mark.parametrize("table", ["lines", "progressions", "responses", "best_responses", "refractoriness", "status"])
def test_the_truth_has_the_columns_of_the_contract(drawn: Drawn, table: str) -> None:
    found = rows(f"describe select * from read_parquet('{{record}}/truth/{table}.parquet')", record=drawn(20))
    assert [row[0] for row in found] == list(TABLES[table].names)


def test_untreated_disease_grows_and_treated_disease_shrinks_and_grows_resistant(parameters: Parameters) -> None:
    everything = np.ones((50, len(parameters.drugs.classes)), dtype=bool)
    left, treated = (Disease.diagnosed(np.random.default_rng(1), parameters, np.ones(50)) for _ in range(2))
    sensitivity = treated.sensitivity.copy()
    before = left.burden
    left.advance(~everything, parameters)
    treated.advance(everything, parameters)
    assert (left.burden > before).all()
    assert (treated.burden < left.burden).all()
    assert (treated.sensitivity < sensitivity).all()
    assert np.array_equal(left.sensitivity, sensitivity)


def test_burden_stays_under_the_capacity(parameters: Parameters) -> None:
    disease = Disease.diagnosed(np.random.default_rng(1), parameters, np.ones(50))
    nothing = np.zeros((50, len(parameters.drugs.classes)), dtype=bool)
    for _ in range(400):
        disease.advance(nothing, parameters)
    assert (disease.burden < parameters.cohort.growth.capacity * 1.5).all()


def test_a_transplant_takes_away_from_those_who_had_one_only(parameters: Parameters) -> None:
    disease = Disease.diagnosed(np.random.default_rng(1), parameters, np.ones(50))
    before, which = disease.burden, np.arange(50) < 25
    disease.transplant(which, parameters)
    assert (disease.burden[which] < before[which]).all()
    assert np.array_equal(disease.burden[~which], before[~which])


def test_care_is_as_drawn(block: Block) -> None:
    grafted = np.concatenate([graft.patient for graft in block.care.grafts])
    assert block.people.fit[grafted].all()
    lines = np.concatenate([graft.line for graft in block.care.grafts])
    assert (lines == 1).all()
    assert len(grafted) > BLOCK // 10


def test_every_drug_ends_before_the_next_line_opens(block: Block) -> None:
    opened = np.full((BLOCK, block.with_.cohort.care.most_lines + 2), NONE)
    for opening in block.care.openings:
        opened[opening.patient, opening.line] = opening.on
    for stretch in block.care.stretches:
        line = np.abs(stretch.line)
        assert (stretch.until <= opened[stretch.patient, line + 1]).all()
        assert ((stretch.until < 0) | (stretch.until >= stretch.start)).all()


def test_a_cohort_whose_drugs_have_a_class_without_a_kill_is_refused(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(home(), tmp_path / "knowledge", dirs_exist_ok=True)
    path = tmp_path / "knowledge" / "cohorts" / f"{COHORT}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if "drug_class: alkylator" not in line), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="kills: no row for alkylator"):
        Parameters.of(load(tmp_path / "knowledge"))


def test_limits_finer_than_the_scale_are_refused() -> None:
    from decimal import Decimal

    assert tenths(Decimal("0.2")) == 2
    with pytest.raises(KnowledgeError, match="tenths"):
        tenths(Decimal("0.25"))


def test_a_set_of_drugs_is_its_bits() -> None:
    assert bits(np.array([0, 2])) == 5
    assert bits(np.array([], dtype=np.int64)) == 0


def test_every_kind_of_mess_has_one_rate(parameters: Parameters) -> None:
    assert sorted(row.kind for row in parameters.cohort.mess) == sorted(KINDS)
