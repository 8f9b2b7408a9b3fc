"""Trials, series and pools that the seeds name: all there, each figure cited, and read a second time from the page.

The table below was copied from the seeds by hand, apart from the YAML: `seed` is the document (its number) and the line.
A figure counts as found only if all its numbers are those drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Cut, Effect, Figure, Share, Trial

NAMES = """
equuleus gen501-sirius mammoth storm stomp dreamm-1 dreamm-2 dreamm-4 dreamm-5 dreamm-6 dreamm-9 dreamm-10 algonquin
karmma karmma-2 karmma-4 cartitude-1 cartitude-2 legend-2 crb-401 crb-402 p-bcma-101 nci-car-bcma upenn-cart-bcma
mskcc-mcarh171 isatuximab-phase-2 isatuximab-cemiplimab isatuximab-carfilzomib-phase-1b horizon evolve
bortezomib-retreatment-2014 daratumumab-dialysis-2017 pollux-castor-sustained-mrd daratumumab-against-standard-eha-2017
van-beurden-tan-2017 munshi-2020 roex-2020 zhang-2021-bcma-car-t gagelmann-2020 xiang-2020 yang-2021
fda-car-t-t-cell-malignancy-2023 single-agents-slide-2020 refractoriness-shares-slide-2020 yong-2016 imwg-2012-refractory
imwg-2017-double-refractory usmani-2016-double-refractory indatuximab-ravtansine-phase-1-2a chatziravdeli-2022
pembrolizumab-pd-phase-2 nivolumab-phase-1b first ifm-2009 weisel-2017
blinatumomab-children-phase-1-2 rialto blinatumomab-adults-phase-2-2014 locatelli-2021 interfant-06-blinatumomab aall1731
aall1331 venetoclax-chemotherapy-all-2025 blinatumomab-nivolumab-ipilimumab nct03605589 nct06124157 stolz-2025 kong-2024
myers-2022 qi-2023 cao-2025 leahy-2021 eliana cassiopeia all-rez-bfm-90 bargou-2008 venetoclax-children-aml-2020
venetoclax-hypomethylating-aml-2019 venetoclax-children-aml-series follow-the-din follow-the-din-ultra-high-risk aost1421
"""
NAMED = tuple(NAMES.split())
"""Trials, series and pools of the seeds that are not the randomised trials of relapsed myeloma, and what stands beside them."""

DRAWN = """
trial                            | arm           | endpoint             | kind | at | value | low  | high | n  | of  | seed
bortezomib-retreatment-2014      | vd            | pd                   | %    |    | 12    |      |      |    |     | 0:216
bortezomib-retreatment-2014      | vmp           | pr                   | %    |    | 36    |      |      |    |     | 0:218
bortezomib-retreatment-2014      | vcd           | pr                   | %    |    | 33.5  |      |      |    |     | 0:220
bortezomib-retreatment-2014      | pad           | pd                   | %    |    | 9.5   |      |      |    |     | 0:222
bortezomib-retreatment-2014      | all           | pd                   | %    |    | 5.6   |      |      |    |     | 0:224
imwg-2012-refractory             | lenalidomide  | os                   | med  |    | 22    |      |      |    |     | 0:273
imwg-2012-refractory             | bortezomib    | os                   | med  |    | 11    |      |      |    |     | 0:282
usmani-2016-double-refractory    | all           | os                   | med  |    | 7.5   |      |      |    |     | 0:290
yong-2016                        | all           | line_reached         | %    |    | 66    |      |      |    |     | 0:299
yong-2016                        | all           | line_reached         | %    |    | 38    |      |      |    |     | 0:302
daratumumab-against-standard-eha-2017 | daratumumab | os                | med  |    | 24.6  |      |      |    |     | 0:673
daratumumab-against-standard-eha-2017 | standard-europe | os            | med  |    | 8.0   |      |      |    |     | 0:681
gen501-sirius                    | all           | orr                  | %    |    | 31    |      |      |    |     | 0:719
gen501-sirius                    | mr-or-sd      | os                   | med  |    | 18.5  | 15.1 |      |    |     | 0:783
gen501-sirius                    | pd-or-ne      | os                   | med  |    | 3.7   | 1.7  | 7.6  |    |     | 0:786
daratumumab-dialysis-2017        | all           | orr                  | %    |    | 37.5  |      |      |    |     | 0:986
pollux-castor-sustained-mrd      | drd           | mrd_sustained        | %    |    | 16.4  |      |      | 47 | 286 | 0:1030
pollux-castor-sustained-mrd      | vd            | mrd_sustained        | %    |    | 1.2   |      |      | 3  | 247 | 0:1030
pollux-castor-sustained-mrd      | dvd           | mrd_sustained        | %    |    | 3.2   |      |      | 8  | 251 | 0:1035
pollux-castor-sustained-mrd      | drd           | mrd_sustained        | %    |    | 29.6  |      |      | 47 | 159 | 0:1042
pollux-castor-sustained-mrd      | vd            | mrd_sustained        | %    |    | 13.0  |      |      | 3  | 23  | 0:1042
pollux-castor-sustained-mrd      | rd            | mrd_sustained        | %    |    | 1.6   |      |      | 1  | 64  | 0:1047
storm                            | sd            | orr                  | %    |    | 26    |      |      | 32 | 122 | 0:1455
storm                            | sd            | sd                   | %    |    | 39    |      |      | 48 | 122 | 0:1458
storm                            | sd            | dor                  | med  |    | 4.4   |      |      |    |     | 0:1465
storm                            | sd            | pfs                  | med  |    | 3.7   |      |      |    |     | 0:1469
storm                            | sd            | os                   | med  |    | 8.6   |      |      |    |     | 0:1469
stomp                            | srd           | pfs                  | med  |    | 10.3  |      |      |    |     | 0:1553
stomp                            | spd           | pfs                  | med  |    | 5.6   |      |      |    |     | 0:1560
stomp                            | svd           | pfs                  | med  |    | 17.8  |      |      |    |     | 0:1563
stomp                            | skd           | pfs                  | med  |    | 3.7   |      |      |    |     | 0:1568
dreamm-1                         | expansion     | dor                  | med  |    | 14.3  |      |      |    |     | 0:1731
dreamm-2                         | low           | orr                  | %    |    | 31    |      |      | 30 |     | 0:1785
dreamm-2                         | high          | vgpr                 | %    |    | 17    |      |      | 17 |     | 0:1795
dreamm-2                         | low           | dor                  | at   | 4  | 78    | 59   | 89   |    |     | 0:1819
dreamm-2                         | high          | dor                  | at   | 4  | 87    | 69   | 95   |    |     | 0:1821
dreamm-2                         | low           | pfs                  | med  |    | 11    | 2.1  | 3.7  |    |     | 0:1845
dreamm-2                         | high          | os                   | med  |    | 13.8  | 10.0 |      |    |     | 0:1865
single-agents-slide-2020         | carfilzomib   | dor                  | med  |    | 7.8   |      |      |    |     | 0:1916
single-agents-slide-2020         | selinexor     | orr                  | %    |    | 25.3  |      |      |    |     | 0:1911
single-agents-slide-2020         | selinexor     | adverse_event        | %    |    | 61    |      |      |    |     | 0:1934
crb-402                          | all           | cbr                  | %    |    |       |      |      | 6  | 7   | 0:1962
crb-402                          | all           | crs                  | %    |    |       |      |      | 5  | 8   | 0:1966
crb-401                          | all           | cr                   | %    |    | 45    |      |      |    |     | 0:1972
crb-401                          | all           | neurotoxicity        | %    |    | 42    |      |      |    |     | 0:1977
p-bcma-101                       | all           | orr                  | %    |    | 83    |      |      |    |     | 0:1988
equuleus                         | dpd           | orr                  | %    |    | 60    |      |      |    |     | 1:66
equuleus                         | dpd           | pfs                  | med  |    | 8.8   |      |      |    |     | 1:66
isatuximab-phase-2               | isad          | orr                  | %    |    | 43.6  |      |      |    |     | 1:137
isatuximab-phase-2               | isa           | os                   | med  |    | 18.9  |      |      |    |     | 1:137
isatuximab-carfilzomib-phase-1b  | all           | pr                   | %    |    |       |      |      | 11 |     | 1:235
isatuximab-carfilzomib-phase-1b  | all           | os                   | at   | 24 | 76    |      |      |    |     | 1:235
munshi-2020                      | negative      | pfs                  | at   | 36 | 71.8  |      |      |    |     | 1:305
munshi-2020                      | positive      | os                   | at   | 36 | 58.1  |      |      |    |     | 1:305
karmma                           | dose-450      | pfs                  | med  |    | 11.3  |      |      |    |     | 2:949
karmma                           | all           | crs                  | %    |    | 84    |      |      |    |     | 2:431
cartitude-1                      | all           | os                   | at   | 12 | 89    |      |      |    |     | 2:996
cartitude-2                      | all           | orr                  | %    |    | 88.9  |      |      |    |     | 2:1001
legend-2                         | all           | pfs                  | med  |    | 28    |      |      |    |     | 2:990
roex-2020                        | all           | crs_severe           | %    |    | 14.1  |      |      |    | 639 | 2:837
roex-2020                        | cilta-cel     | neurotoxicity        | %    |    | 1.8   |      |      |    |     | 2:846
roex-2020                        | lentiviral    | cr                   | %    |    | 50.6  |      |      |    |     | 2:883
roex-2020                        | bb2121        | pfs                  | med  |    | 12.1  | 8.8  | 12.3 |    |     | 2:919
fda-car-t-t-cell-malignancy-2023 | all           | adverse_event        | %    |    |       |      |      | 22 |     | 2:1041
follow-the-din                   | all           | os                   | at   | 12 | 81    |      |      |    |     | 3:309
follow-the-din                   | all           | pfs                  | at   | 12 | 22    |      |      |    |     | 3:319
follow-the-din                   | all           | disease_control      | %    |    | 64    |      |      |    |     | 3:307
blinatumomab-children-phase-1-2  | all           | rfs                  | at   | 6  | 42    |      |      |    |     | 4:19
blinatumomab-children-phase-1-2  | all           | os                   | med  |    | 7.5   |      |      |    |     | 4:19
rialto                           | all           | mrd_negative         | %    |    | 79    |      |      |    |     | 4:21
rialto                           | all           | os                   | med  |    | 13.1  |      |      |    |     | 4:21
rialto                           | all           | crs_severe           | %    |    | 1.8   |      |      | 2  |     | 4:23
interfant-06-blinatumomab        | historical    | os                   | at   | 24 | 65.8  |      |      |    |     | 4:97
interfant-06-blinatumomab        | historical    | os                   | at   | 48 | 60.2  |      |      |    |     | 4:97
aall1731                         | chemotherapy  | dfs                  | at   | 36 | 90.2  |      |      |    |     | 4:99
aall1731                         | blinatumomab  | dfs                  | at   | 36 | 94.1  |      |      |    |     | 4:99
bargou-2008                      | all           | orr                  | %    |    | 28.9  |      |      |    |     | 4:15
venetoclax-chemotherapy-all-2025 | all           | mrd_negative         | %    |    | 29    |      |      |    |     | 4:39
"""
KINDS = {"%": "percent", "med": "median_months", "at": "percent_at_months"}
SEEDS = (
    "refractory-myeloma-slides-2020", "ryabukhina-2023", "anti-bcma-car-t-review-2025", "dinutuximab-beta-resolution-2025",
    "blinatumomab-symposium-2025",
)  # fmt: skip

SHARES = """
trial                      | what                   | value               | percent | n   | of  | seed
mammoth                    | refractory_to_drug     | carfilzomib         | 47      |     |     | 0:351
mammoth                    | refractory_to_drug     | daratumumab         | 93      |     |     | 0:352
mammoth                    | prior_transplant       |                     | 72      |     |     | 0:346
equuleus                   | double_refractory      |                     | 71      | 73  |     | 0:1157
equuleus                   | high_risk_cytogenetics |                     | 25      | 22  | 87  | 0:1171
storm                      | penta_refractory       |                     | 68      | 83  | 122 | 0:1427
storm                      | high_risk_cytogenetics |                     | 53      | 65  | 122 | 0:1435
daratumumab-dialysis-2017  | refractory_to_drug     | thalidomide         |         | 5   | 8   | 0:960
isatuximab-phase-2         | refractory_to_class    | proteasome_inhibitor | 83.6   |     |     | 1:135
isatuximab-cemiplimab      | exposed_to_drug        | daratumumab         | 26.4    |     | 106 | 1:231
refractoriness-shares-slide-2020 | double_refractory |                    | 51      |     |     | 0:232
dreamm-2                   | high_risk_cytogenetics |                     | 27      |     |     | 0:1765
"""

ODD = """
bortezomib-retreatment-2014 no_whole_count 11
crb-401 no_whole_count 1
dreamm-1 no_whole_count 1
dreamm-2 estimate_outside 1
equuleus no_whole_count 1
follow-the-din no_whole_count 1
single-agents-slide-2020 no_whole_count 2
zhang-2021-bcma-car-t beyond_possible 1
"""
"""What is printed though it cannot be, or seldom is, and how often in each record."""

REGISTRATION = re.compile(r"NCT\d{8}|EudraCT \d{4}-\d{6}-\d{2}")


def table(drawn: str) -> list[dict[str, str]]:
    """The rows of a drawn table, by column."""
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def trial(knowledge: Knowledge, id: str) -> Trial:
    found = knowledge.of("trials").get(id)
    assert found is not None, f"{id} is missing"
    return found


def rows(one: Trial) -> Iterator[tuple[Cut, Effect | Figure]]:
    """Every figure and effect of a trial with its cut."""
    for cut in one.cuts:
        yield from ((cut, row) for row in (*cut.figures, *cut.effects))


def fits(figure: Figure, wanted: dict[str, Any]) -> bool:
    return all(getattr(figure, name) == value for name, value in wanted.items())


def shares(one: Trial) -> tuple[Share, ...]:
    return one.population.shares if one.population else ()


@pytest.mark.parametrize("id", NAMED)
def test_each_is_there_with_its_registration_or_why_none(knowledge: Knowledge, id: str) -> None:
    one = trial(knowledge, id)
    assert all(REGISTRATION.fullmatch(each) for each in one.registrations)
    reason = one.remark.en if one.remark else ""
    assert one.registrations or "registration" in reason.lower() or "registry number" in reason.lower()
    assert not one.registrations or "registrations" in one.cites


@pytest.mark.parametrize("id", NAMED)
def test_each_figure_rests_on_words_or_on_a_reading(knowledge: Knowledge, id: str) -> None:
    one = trial(knowledge, id)
    cites = [one.cites[one.citation_key(cut, row)] for cut, row in rows(one)]
    cites += [one.cites[share.cite or "population"] for share in shares(one)]
    assert all(cite.checked in ("quoted", "read") for cite in cites)


@pytest.mark.parametrize("id", NAMED)
def test_what_general_knowledge_says_is_named_so(knowledge: Knowledge, id: str) -> None:
    """A record with an unverified fact says in its remark or citation what that is."""
    one = trial(knowledge, id)
    unverified = [cite for cite in one.cites.values() if cite.checked == "unverified"]
    assert all(cite.source == "general-knowledge" for cite in unverified)
    remark = one.remark.en if one.remark else ""
    said = "general knowledge" in remark or "memory" in remark
    assert said or all(cite.reading for cite in unverified)


@pytest.mark.parametrize("row", table(DRAWN), ids=lambda row: f"{row['trial']}-{row['arm']}-{row['endpoint']}-{row['seed']}")
def test_a_figure_read_again_from_the_seed_is_the_one_held(knowledge: Knowledge, row: dict[str, str]) -> None:
    one = trial(knowledge, row["trial"])
    numbers = ("at_months", "estimate", "low", "high", "n", "of")
    wanted = {
        name: number(row[column]) for name, column in zip(numbers, ("at", "value", "low", "high", "n", "of"), strict=True)
    }
    if not row["of"]:
        del wanted["of"]
    wanted |= {"arm": row["arm"], "endpoint": row["endpoint"], "measure": KINDS[row["kind"]]}
    held = [(cut, figure) for cut in one.cuts for figure in cut.figures if fits(figure, wanted)]
    assert held, [figure for cut in one.cuts for figure in cut.figures if figure.arm == row["arm"]]
    sources = {one.cites[one.citation_key(cut, figure)].source for cut, figure in held}
    assert SEEDS[int(row["seed"].split(":")[0])] in sources


@pytest.mark.parametrize("row", table(SHARES), ids=lambda row: f"{row['trial']}-{row['what']}-{row['seed']}")
def test_a_share_read_again_from_the_seed_is_the_one_held(knowledge: Knowledge, row: dict[str, str]) -> None:
    one = trial(knowledge, row["trial"])
    wanted = (row["what"], row["value"] or None, number(row["percent"]), number(row["n"]), number(row["of"]))
    assert wanted in [(s.what, s.value, s.percent, s.n, s.of) for s in shares(one)]


def test_contrasts_of_the_seeds(knowledge: Knowledge) -> None:
    def ratios(id: str) -> set[tuple[str, str, Decimal]]:
        return {(e.experimental, e.control, e.estimate) for _, e in trial(knowledge, id).effects()}

    assert ratios("van-beurden-tan-2017") == {
        ("drd", "dex", Decimal("0.13")), ("drd", "vd", Decimal("0.19")), ("drd", "rd", Decimal("0.37")),
    }  # fmt: skip
    assert ratios("roex-2020") == {
        ("active", "inactive", Decimal("0.14")), ("lentiviral", "retroviral", Decimal("0.48")),
        ("4-1bb", "cd28", Decimal("0.63")),
    }  # fmt: skip


def test_p_values_of_the_sustained_mrd_slide(knowledge: Knowledge) -> None:
    one = trial(knowledge, "pollux-castor-sustained-mrd")
    printed = [(f.arm, f.against, f.n, f.of, f.p_value) for cut in one.cuts for f in cut.figures if f.p_value]
    assert printed == [
        ("drd", "rd", 47, 286, "<0.0001"), ("dvd", "vd", 22, 251, "0.0001"),
        ("drd", "rd", 37, 286, "<0.0001"), ("dvd", "vd", 8, 251, "0.0074"),
        ("drd", "rd", 47, 159, "<0.0001"), ("dvd", "vd", 22, 72, "0.1115"),
        ("drd", "rd", 37, 159, "<0.0001"), ("dvd", "vd", 8, 72, "0.1922"),
    ]  # fmt: skip


def test_categories_that_exclude_each_other(knowledge: Knowledge) -> None:
    """The retreatment table does not sum to 100; STORM's four columns make all its 122 patients; DREAMM-2's responders add up."""
    one = trial(knowledge, "bortezomib-retreatment-2014").cuts[0].figures
    sums = {arm: sum(f.estimate or 0 for f in one if f.arm == arm) for arm in ("vd", "vmp", "vcd", "pad", "all")}
    assert sums == {"vd": 97, "vmp": 102, "vcd": Decimal("103.5"), "pad": Decimal("103.9"), "all": Decimal("95.6")}
    storm = [f for f in trial(knowledge, "storm").cuts[0].figures if f.n is not None]
    assert sum(f.n or 0 for f in storm) == 122
    first = trial(knowledge, "dreamm-2").cuts[0].figures
    for arm in ("low", "high"):
        counts = {f.endpoint: f.n or 0 for f in first if f.arm == arm and f.measure == "percent" and f.endpoint != "dor"}
        assert counts["scr"] + counts["cr"] + counts["vgpr"] + counts["pr"] == counts["orr"]


def test_what_cannot_be_is_printed_and_marked(knowledge: Knowledge) -> None:
    found: dict[tuple[str, str], int] = {}
    for id in NAMED:
        one = trial(knowledge, id)
        for row in (*(row for _, row in rows(one)), *shares(one)):
            for odd in row.odd:
                found[id, odd.what] = found.get((id, odd.what), 0) + 1
    assert found == {(id, what): int(n) for id, what, n in (line.split() for line in ODD.strip().splitlines())}


def test_the_two_names_that_changed_places(knowledge: Knowledge) -> None:
    """The slide has bb2121 beside NCT03274219 and bb21217 beside NCT02658929: records follow the registry and say so."""
    first, second = trial(knowledge, "crb-401"), trial(knowledge, "crb-402")
    assert (first.registrations, second.registrations) == (("NCT02658929",), ("NCT03274219",))
    assert first.arms[0].regimen == "idecabtagene-vicleucel"
    assert second.arms[0].drugs == ("bb21217",)
    for one in (first, second):
        assert one.remark is not None and "changed places" in one.remark.en


def test_status_is_said_with_its_time(knowledge: Knowledge) -> None:
    told = {id: trial(knowledge, id).status for id in NAMED if trial(knowledge, id).status}
    assert {id: status[0].status for id, status in told.items() if id.startswith("dreamm")} == {
        "dreamm-1": "completed", "dreamm-2": "active_not_recruiting", "dreamm-4": "recruiting", "dreamm-5": "recruiting",
        "dreamm-6": "recruiting", "dreamm-9": "recruiting", "dreamm-10": "planned",
    }  # fmt: skip
    assert all(row.as_of or re.search(r"20\d\d", row.as_stated or "") for status in told.values() for row in status)


def test_eligibility_of_the_gd2_protocol(knowledge: Knowledge) -> None:
    one = trial(knowledge, "follow-the-din")
    asked = [(need.need, need.value or need.any_of or need.amount) for need in one.needs]
    assert asked == [
        ("diagnosis", ("osteosarcoma", "ewing_sarcoma", "soft_tissue_sarcoma", "gd2_positive_sarcoma")),
        ("age_below", 18),
        ("finding_present", "gd2_expression"),
        ("finding_present", ("progressive_disease", "relapsed_disease")),
        ("prior_lines_at_least", 1),
    ]
    errors = {(f.endpoint, f.estimate, f.standard_error) for f in one.cuts[0].figures if f.standard_error}
    assert errors == {("os", 81, 6), ("pfs", 56, 8), ("pfs", 53, 13), ("pfs", 67, 12), ("pfs", 22, 19)}
