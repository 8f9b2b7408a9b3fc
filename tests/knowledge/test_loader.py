"""The refusing loader: each sentence breaks one file of a copy of knowledge, and the message says how to mend it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from thirdline.knowledge import KnowledgeError, load
from thirdline.knowledge.loader import KINDS, home


@dataclass(frozen=True)
class Broken:
    """One sentence: in which file what is replaced by what, and what the message holds."""

    sentence: str
    file: str
    old: str
    new: str
    message: tuple[str, ...]


BROKEN: list[Broken] = []


def broken(sentence: str, file: str, old: str, new: str, *message: str) -> None:
    BROKEN.append(Broken(sentence, file, old, new, (f"{Path(file).parts[0]}/{Path(file).name}: ", *message)))


ONE_OF_EACH = {
    "sources": "sources/kumar-2016.yaml",
    "vocabularies": "vocabularies/targets.yaml",
    "analytes": "analytes/calcium.yaml",
    "findings": "findings/ecog.yaml",
    "drugs": "drugs/carfilzomib.yaml",
    "regimens": "regimens/multiple-myeloma/krd.yaml",
    "adjustments": "adjustments/lenalidomide-renal-eu.yaml",
    "mechanisms": "mechanisms/bcma-target.yaml",
    "labels": "labels/isatuximab-pd-ru.yaml",
    "codes": "codes/loinc.yaml",
    "criteria": "criteria/iss-2005.yaml",
    "practices": "practices/refractory-myeloma-2020.yaml",
    "cohorts": "cohorts/synthetic-myeloma-2026.yaml",
    "trials": "trials/multiple_myeloma/aspire.yaml",
    "endpoints": "endpoints/pfs.yaml",
    "reproductions": "reproductions/anti-cd38-review-2023.yaml",
}
A_KEY = {
    "sources": "title", "vocabularies": "words", "analytes": "possible", "findings": "names", "drugs": "drug_class",
    "regimens": "disease", "adjustments": "bands", "mechanisms": "statement", "labels": "authority", "codes": "system",
    "criteria": "window_days", "practices": "in_force", "cohorts": "panel", "trials": "design",
    "endpoints": "definition", "reproductions": "figures",
}  # fmt: skip
for kind, file in ONE_OF_EACH.items():
    broken(f"{kind}: an unknown key is refused", file, "\n", "\nsurprise: 1\n", "surprise: ", "no such key", "Take it out")
    broken(f"{kind}: a missing key is named", file, f"\n{A_KEY[kind]}:", "\nremoved:", f"{A_KEY[kind]}: missing. Add it")
    broken(f"{kind}: a key given twice is refused", file, "\n", "\nid: twice\n", "'id' stands twice", "Mend the file")
    broken(
        f"{kind}: an id must be the file's name", file, "id: ", "id: not-", "is not the file's name; allowed: '", "Rename"
    )
for kind in (
    "drugs",
    "regimens",
    "adjustments",
    "mechanisms",
    "labels",
    "codes",
    "criteria",
    "practices",
    "analytes",
    "trials",
):
    broken(
        f"{kind}: a citation of nothing is refused", ONE_OF_EACH[kind], "\ncites:\n",
        "\ncites:\n  nothing: {source: general-knowledge, at: nowhere, checked: unverified}\n",
        "cites.nothing: cites nothing in this record. Take it out",
    )  # fmt: skip
    broken(
        f"{kind}: an unknown source is refused", ONE_OF_EACH[kind], "source: ", "source: no-",
        ".source: 'no-", "is no source. Add sources/no-",
    )  # fmt: skip

broken(
    "a fact that stands alone is named with what it lacks", "drugs/carfilzomib.yaml", "\n  targets:\n    source:",
    "\n  drug_classes:\n    source:", "targets: stands without a citation. Add cites.targets with source, at, and quote",
)  # fmt: skip
broken(
    "a row may not cite what the record does not hold", "labels/idecabtagene-vicleucel-us-2024.yaml", "cite: age", "cite: years",
    "cite: 'years' is not under 'cites'; allowed: ", "Add it or correct the name",
)  # fmt: skip
broken(
    "quoted means that the words are there", "drugs/carfilzomib.yaml",
    "    quote: новые ингибиторы протеасом карфилзомиб и иксазомиб\n", "", "needs the words themselves in 'quote'",
)  # fmt: skip
broken(
    "a word outside the closed list is refused",
    "labels/isatuximab-pd-ru.yaml",
    "authority: RU",
    "authority: XX",
    "authority: ",
    "'RU'",
)
broken(
    "a trial's interval has its limits in order", "trials/multiple_myeloma/aspire.yaml", "low: 0.57",
    "low: 0.87", "cuts.primary-2015.effects.0 (pfs, experimental against control): low: 0.87 lies above high: 0.83",
)  # fmt: skip
broken(
    "a cut's paper is a source", "trials/multiple_myeloma/aspire.yaml", "paper: stewart-2015-aspire", "paper: stewart",
    "cuts: 'stewart' is not among sources. Add sources/stewart.yaml",
)  # fmt: skip
broken(
    "a trial's kin is a trial", "trials/multiple_myeloma/pollux.yaml", "record: pollux-castor-sustained-mrd", "record: pollux-2",
    "kin: 'pollux-2' is not among trials",
)  # fmt: skip
broken(
    "a number is written in digits", "trials/multiple_myeloma/aspire.yaml", "low: 0.57", "low: .inf",
    "not readable as YAML in UTF-8: '.inf' is no number that is written in digits", "Mend the file",
)  # fmt: skip
broken(
    "a regimen's drugs are known", "regimens/multiple-myeloma/sdd.yaml", "selinexor", "selinexorum",
    "drugs: 'selinexorum' is not among drugs. Add drugs/selinexorum.yaml or correct the id",
)  # fmt: skip
broken(
    "a regimen's drugs are sorted", "regimens/multiple-myeloma/panovd.yaml", "[bortezomib, dexamethasone, panobinostat]",
    "[panobinostat, bortezomib, dexamethasone]", "'drugs' must be sorted and without repeats",
)  # fmt: skip
broken(
    "a schedule doses only drugs of its regimen", "regimens/multiple-myeloma/panovd.yaml", "{drug: panobinostat, amount: 20",
    "{drug: selinexor, amount: 20", "doses ['selinexor'], not among 'drugs'",
)  # fmt: skip
broken(
    "days lie within the cycle", "regimens/multiple-myeloma/panovd.yaml", "days: [1, 3, 5, 8, 10, 12]", "days: [1, 3, 5, 8, 10, 22]",
    "days [22] lie outside a cycle of 21 days",
)  # fmt: skip
broken(
    "a practice's options are regimens or its own approaches", "practices/refractory-myeloma-2020.yaml", "option: dvd,", "option: dvdx,",
    "cells: 'dvdx' is not among regimens",
)  # fmt: skip
broken(
    "a practice's editions are criteria", "practices/refractory-myeloma-2020.yaml", "response: imwg-response-2016",
    "response: imwg-response-1998", "in_force: 'imwg-response-1998' is not among criteria",
)  # fmt: skip
broken(
    "a group of a cell names drugs or classes", "practices/refractory-myeloma-2020.yaml", "any_of: [carfilzomib]", "any_of: [carfilzomab]",
    "cells: 'carfilzomab' is unknown; allowed: the words of drugs or the words of vocabularies/drug-classes.yaml",
)  # fmt: skip
broken(
    "what a cell rules out is a class", "practices/refractory-myeloma-2020.yaml", "not_refractory_to: [proteasome_inhibitor]",
    "not_refractory_to: [bortezomib]", "cells: 'bortezomib' is unknown", "drug-classes.yaml",
)  # fmt: skip
broken(
    "an option is marked with a footnote that exists", "practices/refractory-myeloma-2020.yaml", "marks: [daratumumab-refractory-del17p]",
    "marks: [asterisk]", "options are marked ['asterisk'], but 'footnotes' has ['daratumumab-refractory-del17p']",
)  # fmt: skip
broken(
    "a footnote's drugs are known", "practices/refractory-myeloma-2020.yaml", "drug_instead: elotuzumab", "drug_instead: elotumab",
    "footnotes: 'elotumab' is not among drugs",
)  # fmt: skip
broken(
    "a precondition is a kind of finding", "practices/refractory-myeloma-2020.yaml", "finding: plasma_cell_leukaemia",
    "finding: plasma_cells", "preconditions: 'plasma_cells' is unknown; allowed: the words of findings",
)  # fmt: skip
broken(
    "a label's drug is known", "labels/isatuximab-pd-ru.yaml", "drug: isatuximab", "drug: isatuximap",
    "drug: 'isatuximap' is not among drugs",
)  # fmt: skip
broken(
    "a label's regimen is known", "labels/isatuximab-pd-ru.yaml", "regimen: isapd", "regimen: isapdx",
    "regimen: 'isapdx' is not among regimens",
)  # fmt: skip
broken(
    "a label asks for exposure to a drug that is known", "labels/isatuximab-pd-ru.yaml", "value: lenalidomide", "value: lenalidomid",
    "needs: 'lenalidomid' is unknown; allowed: the words of drugs. Add it there or correct the word",
)  # fmt: skip
broken(
    "a label asks for exposure to a class that is known, not to a drug in its place", "labels/isatuximab-pd-ru.yaml",
    "value: proteasome_inhibitor", "value: bortezomib", "needs: 'bortezomib' is unknown", "drug-classes.yaml",
)  # fmt: skip
broken(
    "a label's finding is a kind of finding", "labels/tisagenlecleucel-us.yaml", "- refractory_disease", "- refractory",
    "needs: 'refractory' is unknown; allowed: the words of findings",
)  # fmt: skip
broken(
    "a label's diagnosis is a diagnosis", "labels/isatuximab-pd-ru.yaml", "value: multiple_myeloma", "value: myeloma",
    "needs: 'myeloma' is unknown", "diagnoses.yaml",
)  # fmt: skip
broken(
    "a need of an amount has one", "labels/isatuximab-pd-ru.yaml", "    amount: 2\n", "", "prior_lines_at_least takes an 'amount'",
)  # fmt: skip
broken(
    "a need of a word has one", "labels/isatuximab-pd-ru.yaml", "    value: lenalidomide\n", "",
    "exposed_to_drug takes either value or any_of",
)  # fmt: skip
broken(
    "an unknown need is refused, and the allowed ones are told", "labels/isatuximab-pd-ru.yaml", "need: exposed_to_drug",
    "need: eats_drug", "'exposed_to_drug'", "eats_drug",
)  # fmt: skip
broken(
    "a drug's class is in the vocabulary", "drugs/carfilzomib.yaml", "drug_class: proteasome_inhibitor", "drug_class: proteasome_blocker",
    "drug_class: 'proteasome_blocker' is unknown", "drug-classes.yaml",
)  # fmt: skip
broken(
    "a drug's targets are in the vocabulary", "drugs/carfilzomib.yaml", "targets: [proteasome_20s]", "targets: [proteasome_26s]",
    "targets: 'proteasome_26s' is unknown", "targets.yaml",
)  # fmt: skip
broken(
    "a mechanism's classes are in the vocabulary", "mechanisms/alkylator-resistance-mage-a.yaml", "- alkylator", "- alkylators",
    "classes: 'alkylators' is unknown", "drug-classes.yaml",
)  # fmt: skip
broken(
    "what opens a line is a class", "criteria/lines-rajkumar-2015.yaml", "steroid_classes: [corticosteroid]", "steroid_classes: [steroid]",
    "steroid_classes: 'steroid' is unknown", "drug-classes.yaml",
)  # fmt: skip
broken(
    "a tier counts drugs of a class that is known", "criteria/refractory-myeloma-imwg-2015.yaml", "drug_class: anti_cd38",
    "drug_class: cd38", "tiers: 'cd38' is unknown",
)  # fmt: skip
broken(
    "a staging item is an analyte, a finding or made by staging", "criteria/iss-2005.yaml", "item: albumin", "item: albumen",
    "items: 'albumen' is unknown; allowed: the words of analytes or the words of findings or the words of staging",
)  # fmt: skip
broken(
    "a code means an analyte or a finding", "codes/loinc.yaml", "means: serum_m_protein\n", "means: m_spike\n",
    "codes: 'm_spike' is unknown; allowed: the words of analytes or the words of findings",
)  # fmt: skip
broken(
    "a part is of an analyte", "analytes/serum-m-protein-band.yaml", "part_of: serum_m_protein\n", "part_of: m_spike\n",
    "part_of: 'm_spike' is unknown; allowed: the words of analytes",
)  # fmt: skip
broken(
    "a code of a sex means one", "codes/omop-sexes.yaml", "means: male\n", "means: man\n",
    "codes: 'man' is unknown; allowed: the words of vocabularies/sexes.yaml",
)  # fmt: skip
broken("a source's text is a file", "sources/ryabukhina-2023.yaml", "text: ", "text: Read it in ", "text: ")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of all knowledge, to be broken."""
    return Path(shutil.copytree(home(), tmp_path / "knowledge"))


for sentence, old, new, message in (
    ("isotypes are a whole", "- {share: 0.03}", "- {share: 0.04}", "the shares of 'isotypes' must add up to 1"),
    ("clones are a whole", "{share: 0.93,", "{share: 0.9,", "the shares of 'clones' must add up to 1"),
    ("a kind of mess has one rate", "{kind: lone_zeros,", "{kind: duplicates,", "each kind of 'mess' may stand once"),
    ("people are diagnosed over some time", "2019-12-31", "2011-12-31", "'diagnosed_until' must lie after 'diagnosed_from'"),
    ("a synthetic patient's regimen is known", "regimen: kd,", "regimen: kdd,", "regimens: 'kdd' is not among regimens"),
    ("a maintenance drug is known", "drug: ixazomib,", "drug: ixazomab,", "maintenance: 'ixazomab' is not among drugs"),
    ("what kills is a class", "drug_class: anti_slamf7,", "drug_class: slamf7,", "kills: 'slamf7' is unknown"),
    ("what is measured is an analyte", "analyte: platelets,", "analyte: plates,", "panel: 'plates' is unknown"),
    ("what is found is a finding", "finding: del_17p,", "finding: del_18p,", "findings: 'del_18p' is unknown"),
):
    broken(sentence, "cohorts/synthetic-myeloma-2026.yaml", old, new, message)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.sentence)
def test_refuses(case: Broken, copy: Path) -> None:
    path = copy / case.file
    text = path.read_text(encoding="utf-8")
    assert case.old in text, "the file no longer holds what this case breaks"
    path.write_text(text.replace(case.old, case.new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load(copy)
    about = [p for p in refused.value.problems if p.startswith(case.message[0])]
    assert any(all(part in problem for part in case.message) for problem in about), refused.value.problems


@pytest.mark.parametrize("kind", [kind for kind in ONE_OF_EACH if kind not in ("sources", "vocabularies", "findings")])
def test_a_fact_without_a_citation_is_refused(kind: str, copy: Path) -> None:
    path = copy / ONE_OF_EACH[kind]
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    fact = next(fact for fact in KINDS[kind].validate_python(data).facts if fact in data["cites"])
    del data["cites"][fact]
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    told = re.escape(
        f"{kind}/{path.name}: {fact}: stands without a citation. Add cites.{fact} with source, at, and quote or checked."
    )
    with pytest.raises(KnowledgeError, match=told):
        load(copy)


def test_all_problems_are_told_at_once(copy: Path) -> None:
    for file in ("drugs/carfilzomib.yaml", "findings/ecog.yaml"):
        with (copy / file).open("a", encoding="utf-8") as end:
            end.write("surprise: 1\n")
    with pytest.raises(KnowledgeError) as refused:
        load(copy)
    told = {problem.split(":")[0] for problem in refused.value.problems if "surprise" in problem}
    assert told == {"drugs/carfilzomib.yaml", "findings/ecog.yaml"}


def test_twins_are_refused(copy: Path) -> None:
    folder = copy / "regimens" / "multiple-myeloma"
    twin = (folder / "vd.yaml").read_text(encoding="utf-8").replace("id: vd\n", "id: vdz\n", 1)
    (folder / "vdz.yaml").write_text(twin, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape("regimens/vdz.yaml: drugs: the same as of 'vd'. Make it a schedule")):
        load(copy)


def test_a_staging_system_on_a_system_on_a_system_is_refused(copy: Path) -> None:
    """Staging takes two steps: what uses ISS may itself be used by none."""
    file = copy / "criteria/r2-iss-2022.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("item: iss", "item: r_iss", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"criteria/r2-iss-2022\.yaml: items: 'r_iss' itself uses iss"):
        load(copy)


def test_a_file_that_is_not_utf8_is_refused(copy: Path) -> None:
    path = copy / "drugs" / "carfilzomib.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1251", errors="replace"))
    with pytest.raises(KnowledgeError, match=r"drugs/carfilzomib\.yaml: not readable as YAML in UTF-8: .* Mend the file\."):
        load(copy)


def test_a_file_that_is_not_yaml_is_refused(copy: Path) -> None:
    (copy / "drugs" / "carfilzomib.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"drugs/carfilzomib\.yaml: not readable as YAML"):
        load(copy)


def test_an_empty_file_is_refused(copy: Path) -> None:
    (copy / "drugs" / "carfilzomib.yaml").write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"drugs/carfilzomib\.yaml: "):
        load(copy)


def test_a_folder_of_no_kind_is_refused(copy: Path) -> None:
    (copy / "opinions").mkdir()
    (copy / "opinions" / "mine.yaml").write_text("id: mine\n", encoding="utf-8")
    with pytest.raises(
        KnowledgeError, match=r"opinions/mine\.yaml: no kind of knowledge is called 'opinions'; allowed: sources, "
    ):
        load(copy)


def test_every_kind_is_broken_above() -> None:
    assert set(ONE_OF_EACH) == set(KINDS) == set(A_KEY)
