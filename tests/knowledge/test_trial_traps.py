"""The traps of published trials: what is printed wrongly, turned round, weighted or mixed is held as what it is."""

from __future__ import annotations

import math

import pytest

from tests.knowledge.test_trials import GOOD, told
from thirdline.knowledge import Knowledge
from thirdline.knowledge.trials import Cut, Effect, Trial


def effect(trial: Trial, cut: str, endpoint: str) -> Effect:
    held: Cut = next(each for each in trial.cuts if each.id == cut)
    return next(each for each in held.effects if each.endpoint == endpoint)


def interval(row: Effect) -> tuple[str, ...]:
    return tuple(map(str, (row.estimate, row.low, row.high, row.level)))


PFS_BY_CUT = """
aspire 0.69 0.57 0.83, 0.66 0.55 0.78 *
pollux 0.37 0.27 0.52, 0.44 0.35 0.55 *
castor 0.39 0.28 0.53, 0.31 0.24 0.39 *
candor 0.63 0.46 0.85, 0.59 0.45 0.78, 0.64 0.49 0.83 *
karmma-3 0.49 0.38 0.65, 0.49 0.38 0.63 *
cartitude-4 0.26 0.18 0.38, 0.29 0.22 0.39 *
eloquent-2 0.70 0.57 0.85, 0.71 0.59 0.86, 0.72 0.60 0.87 *
tourmaline-mm1 0.74 0.59 0.94 *, 0.82 0.67 1.00
dreamm-3 1.03 0.72 1.47 *, 0.86 0.63 1.18
ikema 0.531 0.318 0.889 *, 0.58 0.42 0.79
nct01478048 0.72 0.59 0.88, 0.76 0.532 1.085 *
arrow 0.69 0.54 0.83, 0.69 0.54 0.88 *
"""


@pytest.mark.parametrize("line", PFS_BY_CUT.strip().splitlines())
def test_each_cut_is_held_and_the_one_that_counts_is_marked(knowledge: Knowledge, line: str) -> None:
    id, _, rest = line.partition(" ")
    held = []
    for each in knowledge.of("trials")[id].cuts:
        row = next((row for row in each.effects if row.endpoint == "pfs" and row.low is not None), None)
        if row:
            held.append(f"{row.estimate} {row.low} {row.high}{' *' if each.current else ''}")
    assert ", ".join(held) == rest


@pytest.mark.parametrize(
    ("id", "cut", "level"),
    [
        ("ikema", "interim-2021", "99"),
        ("ikema", "final-pfs", "95.4"),
        ("nct01478048", "primary-2016", "70"),
        ("pollux", "update-2020", "95"),
    ],
)
def test_the_level_is_that_of_the_source(knowledge: Knowledge, id: str, cut: str, level: str) -> None:
    assert str(effect(knowledge.of("trials")[id], cut, "pfs").level) == level


def test_read_as_a_level_of_95_the_interval_of_ikema_would_be_too_narrow_a_claim(knowledge: Knowledge) -> None:
    """0.318 to 0.889 at 99 % is 0.359 to 0.785 at 95 %."""
    row = effect(knowledge.of("trials")["ikema"], "interim-2021", "pfs")
    error = math.log(row.high / row.low) / (2 * 2.5758293035489)  # type: ignore[operator]
    assert error == pytest.approx(0.1996, abs=5e-4)
    assert math.exp(math.log(row.estimate) - 1.959963984540054 * error) == pytest.approx(0.359, abs=5e-4)


@pytest.mark.parametrize(
    ("id", "endpoint", "printed"),
    [
        ("mm-009", "ttp", "2.82 2.15 3.70"), ("mm-010", "ttp", "2.85 2.16 3.76"), ("doxil-mmy-3001", "pfs", "1.69 1.32 2.16"),
        ("doxil-mmy-3001", "ttp", "1.82 1.41 2.35"),
    ],
)  # fmt: skip
def test_what_is_printed_control_against_drug_is_turned_round(
    knowledge: Knowledge, id: str, endpoint: str, printed: str
) -> None:
    row = effect(knowledge.of("trials")[id], "primary-2007", endpoint)
    assert row.turned and row.printed and row.estimate < 1
    assert f"{row.printed.estimate} {row.printed.low} {row.printed.high}" == printed


def test_the_reversed_ratio_of_iida_would_be_refused(knowledge: Knowledge) -> None:
    """One public table has 1.76 (0.92 to 3.37) for bortezomib against thalidomide, which survival at a year belies."""
    trial = knowledge.of("trials")["jcog0904"]
    row = GOOD | {"experimental": "experimental", "control": "control", "estimate": "1.76", "low": "0.92", "high": "3.37"}
    reversed_ = trial.cuts[0].model_copy(update={"effects": (Effect.model_validate(row),)})
    assert not any(each.effects for each in trial.cuts)
    assert "point in opposite directions" in told(trial.model_copy(update={"cuts": (reversed_,)}))


@pytest.mark.parametrize(
    ("id", "endpoints"), [("apex", {"ttp", "os"}), ("mm-009", {"ttp", "os"}), ("mm-010", {"ttp", "os"})]
)
def test_time_to_progression_is_not_called_pfs(knowledge: Knowledge, id: str, endpoints: set[str]) -> None:
    assert {row.endpoint for _, row in knowledge.of("trials")[id].effects()} == endpoints


@pytest.mark.parametrize(
    ("id", "of"),
    [
        ("karmma-3", ("DPd", "DVd", "IRd", "Kd", "EloPd")), ("cartitude-4", ("PVd", "DPd")), ("majestec-3", ("DPd", "DVd")),
        ("focus", ("low-dose corticosteroids", "low-dose corticosteroids with cyclophosphamide")),
    ],
)  # fmt: skip
def test_a_mixture_is_no_node(knowledge: Knowledge, id: str, of: tuple[str, ...]) -> None:
    control = knowledge.of("trials")[id].arm("control")
    assert (control.node, control.mixture_of) == (None, of)


def test_the_first_ratio_of_cartitude_4_is_weighted(knowledge: Knowledge) -> None:
    rows = [row for row in knowledge.of("trials")["cartitude-4"].cuts[0].effects if row.endpoint == "pfs"]
    assert [(str(row.estimate), row.adjusted) for row in rows] == [("0.26", True), ("0.40", False)]


@pytest.mark.parametrize(
    ("id", "pfs", "os"), [("bellini", "0.63", "2.03"), ("ocean", "0.79", "1.10"), ("keynote-183", "1.53", "1.61")]
)
def test_overall_survival_stands_beside_pfs_where_it_was_lost(knowledge: Knowledge, id: str, pfs: str, os: str) -> None:
    current = knowledge.of("trials")[id].current()
    assert {row.endpoint: str(row.estimate) for row in current.effects} == {"pfs": pfs, "os": os}


def test_the_abstract_of_arrow_that_is_not_symmetric_is_held_as_odd(knowledge: Knowledge) -> None:
    trial = knowledge.of("trials")["arrow"]
    row = effect(trial, "interim-2018", "pfs")
    assert [each.what for each in row.odd] == ["asymmetric"]
    plain = trial.cuts[0].model_copy(update={"effects": (row.model_copy(update={"odd": ()}),)})
    assert "0.69 is not the geometric mean of its limits 0.54 and 0.83" in told(
        trial.model_copy(update={"cuts": (plain, *trial.cuts[1:])})
    )


def test_the_two_trials_of_one_registration_have_patients_of_their_own(knowledge: Knowledge) -> None:
    trials = knowledge.of("trials")
    assert trials["tourmaline-mm1"].registrations == trials["tourmaline-mm1-china"].registrations
    assert {kin.patients for id in ("tourmaline-mm1", "tourmaline-mm1-china") for kin in trials[id].kin} == {"other"}


def test_a_percentage_that_no_number_of_patients_gives_is_held_as_odd(knowledge: Knowledge) -> None:
    """95.5 % of 153: printed for both arms of ICARIA-MM, right for one."""
    shares = [s for s in knowledge.of("trials")["icaria-mm"].population.shares if s.value == "immunomodulator" and s.odd]
    assert [(s.arm, str(s.percent), s.odd[0].what) for s in shares] == [("control", "95.5", "no_whole_count")]


NAMES = """
amber apex apollo arrow arrow-2 aspire bellini boston candor canova cartitude-4 castor doxil-mmy-3001 dreamm-3 dreamm-7 dreamm-8
eloquent-2 eloquent-3 endeavor focus icaria-mm ikema jcog0904 karmma-3 keynote-183 lepus majestec-3 mm-002 mm-003 mm-009 mm-010
mmvar nct01478048 nmsg-17-07 ocean optimismm optimum panorama-1 pollux siltuximab-bortezomib tabalumab-bortezomib tourmaline-mm1
tourmaline-mm1-china vantage-088
"""
RANDOMISED = tuple(NAMES.split())


def test_the_randomised_trials_are_all_there(knowledge: Knowledge) -> None:
    assert len(RANDOMISED) == 44
    for id in RANDOMISED:
        trial = knowledge.of("trials")[id]
        assert trial.design == "randomised" and trial.registrations and trial.needs and trial.status and trial.current()


@pytest.mark.parametrize("id", RANDOMISED)
def test_a_regimen_of_an_arm_has_the_arms_drugs(knowledge: Knowledge, id: str) -> None:
    for arm in knowledge.of("trials")[id].arms:
        if arm.regimen and not arm.regimen.endswith("-autoleucel") and not arm.regimen.endswith("-vicleucel"):
            assert tuple(sorted(arm.drugs)) == knowledge.of("regimens")[arm.regimen].drugs


def test_which_trials_tell_no_overall_survival(knowledge: Knowledge) -> None:
    """Of 44 trials, these tell no overall survival: a table of their PFS has nothing to show beside it."""
    silent = {id for id in RANDOMISED if "os" not in {row.endpoint for _, row in knowledge.of("trials")[id].effects()}}
    assert silent == {
        "amber", "apollo", "arrow", "arrow-2", "doxil-mmy-3001", "ikema", "jcog0904", "lepus", "mm-002", "mmvar", "nmsg-17-07",
        "optimum", "siltuximab-bortezomib", "tabalumab-bortezomib", "vantage-088",
    }  # fmt: skip
