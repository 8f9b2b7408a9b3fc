"""Trials beside an option, as they are read: at a terminal, on the page's sentences, by the command, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest
from typer.testing import CliRunner, Result

from tests.report.courses import long_course
from tests.spec.closed_words import VOCABULARIES
from thirdline.evidence.beside import ArmTold, Join, Told
from thirdline.interfaces import beside, one
from thirdline.interfaces.beside import KINDS, Beside, Telling
from thirdline.interfaces.cli import app
from thirdline.interfaces.patient_text import text
from thirdline.interfaces.report.speech import Speech
from thirdline.interfaces.words import LANGS, Lang, words
from thirdline.knowledge import Knowledge
from thirdline.knowledge.arms import FEATURES
from thirdline.knowledge.arms import KINDS as EVIDENCE
from thirdline.run import OPTION_TRIALS_HERE, Asked

RECORD = Path(__file__).parents[2] / "examples/ryabukhina-2023"
ARM = ("pollux", "experimental")
PLAIN = Told("pfs", "median_months", Decimal("9.50"), None, None, None, "c1", "Nowhere 2020", "quoted", "pollux#cuts")


@pytest.fixture(autouse=True)
def _loaded_once(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Knowledge is read once for all commands; that it is read is tested elsewhere."""
    monkeypatch.setattr("thirdline.knowledge.load", lambda: knowledge)


@cache
def asked(*given: str) -> Result:
    return CliRunner().invoke(app, ["evidence", "option", *given])


def said(*given: str) -> str:
    found = asked(*given)
    assert found.exit_code == 0, found.stderr
    return found.stdout


def even(told: str) -> str:
    """A text whose spaces are all plain."""
    return told.replace("\u00a0", " ")


def telling(knowledge: Knowledge, lang: Lang = "en") -> Telling:
    return Telling(Speech(lang, knowledge), knowledge)


def figures(knowledge: Knowledge, *told: Told, survival: tuple[Told, ...] = (), lang: Lang = "en") -> str:
    return even(telling(knowledge, lang).figures(ArmTold(*ARM, told, survival, ())))


# Texts ---------------------------------------------------------------------------------------------------------------


def _flat(texts: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(texts, Mapping) and "one" not in texts:
        for name, part in texts.items():
            yield from _flat(part, f"{key}.{name}" if key else name)
    else:
        yield key, texts


def _blanks(found: Any) -> set[str]:
    parts = found.values() if isinstance(found, Mapping) else [found]
    return {name for part in parts for _, name, _, _ in Formatter().parse(str(part)) if name}


def test_both_languages_hold_the_same_keys_with_the_same_blanks() -> None:
    en, ru = (dict(_flat(words(lang, beside.TOPIC).texts)) for lang in LANGS)
    assert {key: _blanks(found) for key, found in en.items()} == {key: _blanks(found) for key, found in ru.items()}


@pytest.mark.parametrize("lang", LANGS)
def test_every_closed_word_has_its_text(lang: Lang) -> None:
    here = words(lang, beside.TOPIC)
    asked_for = {"evidence": EVIDENCE, "differences": KINDS, "features": FEATURES, "joined": get_args(Join)}
    assert [(section, word) for section, held in asked_for.items() for word in held if not here.term(section, word)] == []
    assert set(KINDS) == VOCABULARIES["trial_differences", "difference"]
    assert set(EVIDENCE) == VOCABULARIES["option_trials", "evidence"]


# Figures -------------------------------------------------------------------------------------------------------------


def test_progression_without_survival_says_so(knowledge: Knowledge) -> None:
    assert figures(knowledge, PLAIN) == "PFS median 9.50 months; OS not on record; cut c1"
    assert figures(knowledge, PLAIN, lang="ru") == "ВБП медиана 9,50 мес.; ОВ в базе нет; срез c1"
    later = telling(knowledge).figures(ArmTold(*ARM, (PLAIN,), (), ()), survival_later=True)
    assert "OS on record, but not in print by that day" in later


def test_survival_of_another_cut_names_both_cuts(knowledge: Knowledge) -> None:
    os = replace(PLAIN, endpoint="os", cut="c2")
    assert figures(knowledge, PLAIN, survival=(os,)) == "PFS median 9.50 months, cut c1; OS median 9.50 months, cut c2"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"low": Decimal("2.0"), "high": Decimal("3.70"), "level": Decimal(95)}, "median 9.50 months (2.0–3.70)"),
        ({"low": Decimal(2), "high": Decimal(3), "level": Decimal("97.5")}, "median 9.50 months (2–3) [97.5 %]"),
        ({"low": Decimal(2), "high": Decimal(3)}, "median 9.50 months (2–3) [level not stated]"),
        ({"low": Decimal(2), "level": Decimal(95)}, "median 9.50 months (from 2)"),
        ({"high": Decimal(3), "level": Decimal(95)}, "median 9.50 months (to 3)"),
        ({"checked": "unverified"}, "median 9.50 months†"),
        ({"comparator": ">"}, "median >9.50 months"),
        ({"estimate": None, "not_reached": True}, "median not reached"),
        ({"measure": "mean_months"}, "mean 9.50 months"),
        ({"measure": "percent"}, "9.50 %"),
        ({"measure": "percent_at_months", "at_months": Decimal(12)}, "9.50 % at 12 months"),
        ({"estimate": None, "n": 3, "of": 7}, "3 of 7"),
        ({"estimate": None, "n": 3}, "3 of ?"),
        ({"measure": "hazard_ratio", "against": "control"}, "HR 9.50 against Rd"),
        ({"measure": "odds_ratio", "against": "control", "adjusted": True}, "OR 9.50 against Rd, adjusted analysis"),
    ],
)  # fmt: skip
def test_a_figure_is_told_as_printed_with_its_interval_and_level(
    knowledge: Knowledge, more: dict[str, Any], found: str
) -> None:
    assert figures(knowledge, replace(PLAIN, **more)) == f"PFS {found}; OS not on record; cut c1"


def test_an_arm_without_figures_says_so(knowledge: Knowledge) -> None:
    assert figures(knowledge) == "no figure of the whole arm is recorded"


# Differences ---------------------------------------------------------------------------------------------------------


def difference(kind: str, about: str = "prior_lines", **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("percent", "percent_is_least", "lines_at_least", "lines_at_most", "missing"))
    return {"difference": kind, "about": about, **empty, **more}


@pytest.mark.parametrize(
    ("rows", "n_lines", "found"),
    [
        ([], 3, "No difference is known."),
        ([difference("more_prior_lines", lines_at_least=1, lines_at_most=3)], 4,
         "Differs: this patient has had 4 prior lines, the trial took 1 to 3"),
        ([difference("fewer_prior_lines", lines_at_least=2)], 1, "Differs: this patient has had 1 prior line, the trial took 2 or more"),
        ([difference("more_prior_lines", lines_at_most=0)], 1, "Differs: this patient has had 1 prior line, the trial took 0 or fewer"),
        ([difference("more_prior_lines", lines_at_least=1, lines_at_most=1)], 2,
         "Differs: this patient has had 2 prior lines, the trial took 1"),
        ([difference("prior_lines_not_told"), difference("conditions_not_told", "conditions")], 2,
         "Differs: prior lines not reported; conditions of the trial not recorded"),
        ([difference("refractory_to_class", "anti_cd38"),
          difference("refractory_to_class", "immunomodulator", percent=Decimal("71.0000"), percent_is_least=True),
          difference("refractory_to_class", "proteasome_inhibitor", percent=Decimal("76.6"), percent_is_least=False),
          difference("feature", "high_risk_cytogenetics", percent=Decimal(25), percent_is_least=False)], 2,
         "Differs: refractory to anti-CD38 antibody (not reported in the trial), immunomodulator (71 % of the arm at least), "
         "proteasome inhibitor (76.6 % of the arm); present: high-risk cytogenetics (25 % of the arm)"),
        ([difference("condition_unknown", "ecog_at_most 2"), difference("condition_not_met", "exposed_to_drug daratumumab"),
          difference("refractory_to_its_drug", "lenalidomide"), difference("condition_not_met", "progressed_on_last_line")], 2,
         "Differs: holds what the disease is refractory to: lenalidomide; not met here: has received daratumumab, "
         "progressed on or after the last line; not known here: ECOG at most 2"),
    ],
)  # fmt: skip
def test_differences_are_named_kind_by_kind(knowledge: Knowledge, rows: Any, n_lines: int, found: str) -> None:
    assert even(telling(knowledge).differences(rows, n_lines)) == found


# Beside the options of a patient -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", (
            "IKEMA, randomised, n = 179: PFS HR 0.531 (0.318–0.889) [99 %] against Kd, median not reached; OS not on record; "
            "response 86.6 %; cut interim-2021",
            "Differs: this patient has had 5 prior lines, the trial took 1 to 3; refractory to immunomodulator (not reported in "
            "the trial), proteasome inhibitor (28.2 % of the arm at least); not known here: ECOG at most 2",
            "Against other options here (PFS): compared in a trial with Kd (IKEMA).",
            "OS on record, but not in print by that day, or without a year of print",
            "No trial with results is recorded for it.",
        )),
        ("ru", (
            "IKEMA, рандомизированное, n = 179: ВБП ОР 0,531 (0,318–0,889) [99 %] против Kd, медиана не достигнута; ОВ в базе нет; "
            "ответ 86,6 %; срез interim-2021",
            "Отличия: у пациента 5 прежних линий, в исследование брали после 1–3; рефрактерность: иммуномодулятор (в "
            "исследовании не сообщается), ингибитор протеасомы (не менее чем у 28,2 % в группе); здесь неизвестно: ECOG не выше 2",
            "Против других вариантов здесь (ВБП): сравнивали в исследовании с Kd (IKEMA).",
            "ОВ в базе есть, но к этому дню не напечатана или без года печати",
            "Исследований с результатами для него не записано.",
        )),
    ],
)  # fmt: skip
def test_a_terminal_shows_the_trials_of_each_option(lang: Lang, lines: tuple[str, ...]) -> None:
    told = even(text(long_course(lang)))
    assert [line for line in lines if line not in told] == []


def test_excluded_options_show_no_trials_and_no_more_than_three_are_told(knowledge: Knowledge) -> None:
    course = one.course(RECORD, None, knowledge, "en")
    told = text(course)
    excluded = told[told.index("  Excluded") :]
    assert "IsaPd" in told and "HR" not in excluded
    here = Beside(course, Speech("en", knowledge))
    many = "ciltacabtagene-autoleucel"
    assert (len(here.trials(many)), len(here.trials(many, None))) == (3, len(course.rows("option_trials", option=many)))
    assert f"{len(here.trials(many, None)) - 3} more: thirdline evidence option {many}" in told


def test_grounds_of_a_trial_name_its_figures_and_what_differs(knowledge: Knowledge) -> None:
    course = one.course(RECORD, None, knowledge, "en")
    (told,) = Beside(course, Speech("en", knowledge)).trials("isapd")
    assert {"icaria-mm#fhi", "icaria-mm#arms", "icaria-mm#refractory"} <= set(told.because.split("; "))
    assert "refractoriness:ryabukhina-2023/lenalidomide" in told.because


def test_a_course_derived_without_trials_tells_none(knowledge: Knowledge) -> None:
    told = text(one.course(RECORD, None, knowledge, "en", more=()))
    assert "IsaPd" in told and "ICARIA" not in told and "No trial with results" not in told


def test_json_of_a_patient_holds_the_trials_of_each_option() -> None:
    found = CliRunner().invoke(app, ["patient", str(RECORD), "--json"])
    assert found.exit_code == 0
    tables = json.loads(found.stdout)
    assert set(OPTION_TRIALS_HERE) <= set(tables)
    assert [row["trial"] for row in tables["option_trials"] if row["option"] == "isapd"] == ["icaria-mm"]


def test_only_what_was_in_print_on_the_day_asked_for_stands_beside_options(knowledge: Knowledge) -> None:
    then, now = (one.course(RECORD, None, knowledge, "en", asked) for asked in (Asked(as_of=date(2020, 6, 1)), Asked()))
    assert "cartitude-4" in {row["trial"] for row in now.rows("trial_nearness")}
    assert "cartitude-4" not in {row["trial"] for row in then.rows("trial_nearness")}


# The command ---------------------------------------------------------------------------------------------------------


def test_without_a_patient_the_firmest_comes_first_and_nothing_is_said_of_nearness() -> None:
    told = even(said("drd"))
    assert told.index("1. POLLUX") < told.index("2. Network meta-analysis")
    assert "OS HR 0.73 (0.58–0.91) against Rd†, cut final-os-2023" in told
    assert "† not checked in a source" in told and "Differs" not in told
    assert "Sustained negativity for residual disease in POLLUX and CASTOR" in told


def test_a_figure_that_looks_like_an_error_is_told_with_why() -> None:
    told = even(said("belantamab"))
    assert "PFS median 11 months (2.1–3.7)(!)" in told
    assert "(!) Printed so and impossible" in told
    assert "(!) Так напечатано и невозможно" in said("belantamab", "--lang", "ru")


def test_an_option_goes_by_any_name_of_its_regimen_drug_or_approach() -> None:
    assert said("DRd") == said("drd") == said("Daratumumab + lenalidomide + dexamethasone (DRd)")
    assert said("Велкейд", "--lang", "ru").startswith("Бортезомиб: исследования")
    assert said("car-t").splitlines()[0].endswith(": trials")


def test_for_a_patient_trials_are_ordered_by_nearness_even_of_what_is_no_option() -> None:
    told = even(said("isapd", "--record", str(RECORD)))
    assert "For ryabukhina-2023, the nearest first" in told and "is not among the options" not in told
    assert "immunomodulator (95.5 % of the arm)" in told
    assert "Against other options here (PFS): through a chain of trials with DPd" in told
    other = even(said("pd", "--record", str(RECORD)))
    assert "Pomalidomide + dexamethasone (Pd) is not among the options of ryabukhina-2023" in other
    found = json.loads(said("pd", "--record", str(RECORD), "--json"))
    assert found["of_patient"] is False and len(found["trials"]) > 1
    counts = [len(trial["differences"]) for trial in found["trials"]]
    assert counts == sorted(counts)


def test_json_holds_figures_with_their_checks_and_how_the_option_is_joined() -> None:
    found = json.loads(said("isapd", "--record", str(RECORD), "--json"))
    (trial,) = found["trials"]
    assert (trial["trial"], trial["evidence"], trial["survival_known"]) == ("icaria-mm", "randomised", True)
    assert {figure["endpoint"] for figure in trial["figures"]} == {"pfs", "os", "orr"}
    assert {figure["checked"] for figure in trial["figures"]} <= {"quoted", "read", "unverified"}
    assert {"other": "dpd", "how": "indirect", "trials": []} in found["joined"]
    plain = json.loads(said("isapd", "--json"))
    assert plain["joined"] == [] and "patient" not in plain and "differences" not in plain["trials"][0]


def test_what_has_no_trial_says_so_and_what_means_nothing_names_the_nearest() -> None:
    assert "No trial with results is recorded for it." in said("kpd")
    found = asked("isapdd")
    assert found.exit_code == 2 and "nearest: isapd" in found.stderr
    found = asked("clinical-trial")
    assert found.exit_code == 2 and "names no drug" in found.stderr
    assert asked("isapd", "--patient", "p").exit_code == 2


def test_explain_leads_from_a_trial_of_an_option_to_its_source() -> None:
    found = CliRunner().invoke(app, ["explain", str(RECORD), "ryabukhina-2023", "option_trials", "isapd", "icaria-mm"])
    assert found.exit_code == 0
    assert "(icaria-mm#refractory)" in found.stdout and "« % ref IMiD" in found.stdout
