"""thirdline evidence: what stands before every table, both languages, JSON of fixed names, pictures written whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner, Result

from thirdline.evidence.comparisons import Limit
from thirdline.evidence.effects import Reason
from thirdline.evidence.pools import PROPERTIES as OF_EFFECTS
from thirdline.evidence.rates import PROPERTIES as OF_ARMS
from thirdline.evidence.rates import SHARE_ENDPOINTS
from thirdline.interfaces.cli import app
from thirdline.interfaces.evidence.saying import Say
from thirdline.interfaces.words import LANGS, words
from thirdline.knowledge import Knowledge

GUIDE = Path(__file__).parents[2] / "docs/guide/evidence.md"
BLOCKS = re.findall(r"```console\n\$ thirdline evidence (.*)\n((?:.*\n)*?)```", GUIDE.read_text(encoding="utf-8"))
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
ARM_REASONS = (
    "part_of_arm",
    "pool_of_trials",
    "inexact",
    "no_denominator",
    "several_counts",
    "no_count",
    "endpoint_differs",
)


@pytest.fixture(autouse=True)
def _loaded_once(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Knowledge is read once for all commands; that it is read is tested elsewhere."""
    monkeypatch.setattr("thirdline.knowledge.load", lambda: knowledge)


@cache
def asked(*words: str) -> Result:
    return CliRunner().invoke(app, ["evidence", *words])


def told(*words: str) -> str:
    """What a command prints, its lines joined, when it went well."""
    found = asked(*words)
    assert found.exit_code == 0, found.stderr
    return found.stdout


def plain(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def answer(*words: str) -> Any:
    return json.loads(told(*words, "--json"))


def refused(*words: str) -> str:
    found = asked(*words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("thirdline: ") and found.stderr.count("\n") == 1
    return found.stderr


class TestNetwork:
    def test_connections_and_trials_left_out_stand_before_the_estimates(self) -> None:
        text = told("network", "--with-ttp")
        places = [text.index(word) for word in ("What is connected to what", "Left out, PFS", "Left out, OS", "PFS HR")]
        assert places == sorted(places)
        assert "37 trials (34 comparisons), PFS: 3 networks not connected with each other." in text
        assert "1. 33 treatments, 35 trials: Belamaf" in text and "CARTITUDE-4; FOCUS; KarMMa-3; MajesTEC-3" in plain(text)

    def test_every_estimate_names_its_trials_and_cuts_and_what_was_not_checked(self) -> None:
        (line,) = [line for line in told("network", "--with-ttp").splitlines() if line.startswith("DRd ")]
        assert "0.28 (0.19–0.41)†" in line and "APEX primary-2005†, POLLUX update-2020, MM-010 primary-2007, +1" in line
        (input_,) = [x for x in told("network").splitlines() if x.startswith("IKEMA") and "IsaKd against Kd" in x]
        assert input_.split() == [
            "IKEMA",
            "interim-2021",
            "IsaKd",
            "against",
            "Kd",
            "PFS",
            "0.531",
            "(0.318–0.889)",
            "[99",
            "%]",
        ]

    def test_heterogeneity_is_said_to_be_not_estimable(self) -> None:
        text = plain(told("network", "--with-ttp"))
        assert "Q = 0.73, df = 3, p = 0.87; I² 0%; τ = 0.00 (0.00–0.30). Common effect. τ would rest on df = 3: not" in text
        assert "not estimable, no comparison is replicated, directly or through a loop. Common effect." in text
        assert "The trials of OS differ by more than chance is likely to make them" in text

    def test_a_prior_is_named(self) -> None:
        text = plain(told("network", "--with-ttp", "--prior", "half-normal:0.5"))
        assert "prior tau half-normal(0.5)" in text and "would rest on" not in text and "Random effects" in text

    def test_ttp_is_told_as_what_it_is(self) -> None:
        assert "--with-ttp takes them in, as what they are" in plain(told("network"))
        assert "stands in for PFS, on request, in: APEX; MM-009; MM-010." in plain(told("network", "--with-ttp"))

    def test_a_day_and_what_it_cannot_date(self) -> None:
        text = plain(told("network", "--as-of", "2016-12-31", "--with-ttp"))
        assert "Only what was in print on 2016-12-31." in text and "candor/final-50-months" in text
        assert "nothing in print by that day" in text and "interim-2016" in text

    def test_a_reference_that_one_network_lacks(self) -> None:
        text = told("network", "--reference", "rd")
        assert "Network 3, against Rd" in text and "Network 1, against Vd" in text

    def test_what_each_drug_adds_and_that_the_trials_contradict_it(self) -> None:
        text = told("network", "--with-ttp", "--components")
        assert "Daratumumab                      0.48 (0.36–0.64)" in text
        assert "The trials contradict the sum: these figures should not be used." in text

    def test_json_names(self) -> None:
        found = answer("network", "--with-ttp", "--components")
        assert set(found) == {"asked", "undated", "endpoints", "components"}
        first, beside = found["endpoints"]
        assert (first["endpoint"], first["endpoints_met"], beside["endpoint"]) == ("pfs", ["pfs", "ttp"], "os")
        assert set(first) == {"endpoint", "endpoints_met", "effects", "left_out", "networks"}
        assert set(first["networks"][0]) == {
            "treatments", "trials", "edges", "model", "heterogeneity", "inconsistency", "p_scores", "reference", "estimates",
            "notes",
        }  # fmt: skip
        (drd,) = [row for row in first["networks"][0]["estimates"] if row["treatment"] == "DRd"]
        assert set(drd) == {"treatment", "comparator", "ratio", "basis", "rests_on", "unverified"}
        assert round(drd["ratio"]["value"], 2) == 0.28 and drd["unverified"] and drd["basis"] == "indirect"
        assert set(drd["rests_on"][0]) == {"trial", "cut", "endpoint", "checked", "share"}
        assert sum(row["share"] for row in drd["rests_on"]) == pytest.approx(1)
        assert first["networks"][1]["heterogeneity"]["estimable"] is False
        assert {"trial", "cut", "level", "citation", "checked"} <= set(first["effects"][0])
        assert {row["reason"] for row in first["left_out"]} <= set(get_args(Reason))

    def test_both_languages_give_the_same_json(self) -> None:
        assert told("network", "--json") == told("network", "--json", "--lang", "ru")


class TestLeague:
    shown = ("--show", "DRd", "--show", "KRd", "--show", "Rd")

    def test_connections_stand_before_the_table(self) -> None:
        text = told("league", *self.shown)
        assert text.index("What is connected to what") < text.index("Left out, PFS") < text.index("League table: PFS and OS")
        assert re.search(r"DRd against KRd\s+0\.67 \(0\.50–0\.89\)\s+0\.92 \(0\.69–1\.23\)†\s+indirect", text)
        assert "On OS the order is: DRd" in text

    def test_treatments_of_separate_networks_are_not_compared(self) -> None:
        text = told("league", "--show", "DRd", "--show", "Vd")
        assert "DRd: no other treatment shown is in its network." in text and "DRd against Vd" not in text

    def test_json_has_every_pair_of_each_network(self) -> None:
        first, beside = answer("league")["endpoints"]
        assert len(first["pairs"]) == sum(n * (n - 1) // 2 for n in (17, 10, 6, 2, 2))
        assert len(beside["pairs"]) == sum(n * (n - 1) // 2 for n in (10, 8, 5))


class TestPool:
    def test_method_transformation_and_interval_stand_beside_the_figure(self) -> None:
        text = plain(told("pool", "--adding", "daratumumab", "--by", "control", "--leave-one-out"))
        assert "Random effects 0.44 (0.28–0.71) Prediction interval 0.13–1.46" in text
        assert "REML estimator of tau2; Hartung-Knapp interval, never narrower than t (ad hoc) (4 df)" in text
        assert "Not in the pool for OS, though of the same trials: APOLLO; LEPUS." in text
        assert "CASTOR 0.49 (0.28–0.87)" in text and "Vd 2 trials" in text

    def test_proportions_say_how_a_count_was_found_and_what_was_left_out(self) -> None:
        text = plain(told("pool", "--endpoint", "orr", "--drug-class", "anti_bcma_car_t", "--by", "drug"))
        assert "94 of 97 96.9% (91.2–99.4) the only count that gives 97%" in text
        assert "binomial-normal GLMM, exact maximum likelihood" in text
        assert "KarMMa all review-2025 (73 %, n = 128: 93, 94)" in text

    def test_a_turned_ratio_says_so(self) -> None:
        assert "Turned round from the printed ratio: CASTOR; LEPUS." in told("pool", "--contrast", "Vd", "DVd")

    def test_one_trial_is_no_pool(self) -> None:
        assert "One trial is no pool" in told("pool", "--contrast", "DRd", "Rd")

    def test_json_names(self) -> None:
        found = answer("pool", "--adding", "daratumumab")
        assert [side["endpoint"] for side in found["endpoints"]] == ["pfs", "os"]
        assert set(found["endpoints"][0]) == {
            "endpoint", "effects", "left_out", "pool", "parts", "between_parts", "without", "asymmetry", "unverified",
        }  # fmt: skip
        assert {"studies", "common", "random", "prediction", "tau2", "i2", "method", "scale"} <= set(
            found["endpoints"][0]["pool"]
        )
        rates = answer("pool", "--endpoint", "orr", "--target", "bcma")
        assert set(rates) == {"asked", "arms", "left_out", "pool", "parts", "without", "unverified"}
        assert {"trial", "arm", "cut", "events", "of", "basis", "citation"} <= set(rates["arms"][0])


class TestCompare:
    def test_direct_indirect_patients_and_limits(self) -> None:
        text = plain(told("compare", "DRd", "Vd", "--with-ttp"))
        assert "direct no trial compares the two no trial compares the two indirect 0.28 (0.19–0.41)†" in text
        assert "DRd POLLUX interim-2016 overall response 261/281; 92.9% (89.2–95.6)" in text
        assert "POLLUX DRd n = 286, Rd n = 283 prior lines: 1 or more (median 1)" in text
        assert "PFS: time to progression stands in for PFS in APEX, MM-010, MM-009." in text

    def test_what_is_not_connected_has_no_estimate(self) -> None:
        text = plain(told("compare", "DRd", "Vd"))
        assert "PFS: no chain of trials joins the two. No estimate. DRd is connected to: EloRd, IRd, KRd" in text
        assert "(--with-ttp) they may be connected" in text and " HR " not in text
        first = answer("compare", "DRd", "Vd")["endpoints"][0]
        assert (first["joined"], first["combined"], first["direct"]) == (False, None, None)

    def test_json_names(self) -> None:
        found = answer("compare", "dvd", "vd")
        assert set(found) == {"asked", "treatment", "comparator", "endpoints", "patients", "limits"}
        assert (found["treatment"], found["comparator"]) == ("DVd", "Vd")
        assert round(found["endpoints"][0]["direct"]["value"], 2) == 0.30 and found["endpoints"][0]["indirect"] is None


class TestForest:
    def test_of_a_pool_and_of_a_network(self) -> None:
        assert told("forest", "--adding", "daratumumab") == told("pool", "--adding", "daratumumab")
        assert told("forest", "--reference", "Vd") == told("network", "--reference", "Vd")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("network", "--without", "foo"), "trial or treatment: found 'foo'; nearest: focus"),
        (("compare", "Vd", "Vdd"), "treatment: found 'Vdd'; nearest: Vd"),
        (("network", "--cut", "foo"), "cut: no trial with pfs has the cut 'foo'"),
        (("network", "--endpoint", "orr"), "endpoint: found 'orr'; allowed: pfs, os"),
        (("network", "--prior", "flat"), "prior: found 'flat'; allowed: half-normal:SCALE"),
        (("network", "--tau", "0.1", "--prior", "half-normal:1"), "tau and prior are both given"),
        (("pool",), "name one of"),
        (("pool", "--endpoint", "orr"), "name a drug, a class of drugs or a target"),
        (("pool", "--adding", "daratumumab", "--estimator", "x"), "between: 'x'; allowed: dersimonian-laird"),
        (("forest", "--adding", "nothing-such"), "drug: found 'nothing-such'"),
    ],
)  # fmt: skip
def test_questions_that_cannot_be_asked_are_one_clear_line(words: tuple[str, ...], said: str) -> None:
    assert said in refused(*words)


class TestPictures:
    @pytest.mark.parametrize(
        "words",
        [
            ("network",),
            ("league", *TestLeague.shown),
            ("league", *TestLeague.shown, "--ranks"),
            ("forest", "--reference", "Rd", "--only", "DRd", "--only", "KRd", "--only", "Rd"),
            ("pool", "--adding", "daratumumab"),
            ("pool", "--adding", "daratumumab", "--funnel"),
            ("pool", "--endpoint", "orr", "--drug-class", "anti_bcma_car_t"),
            ("compare", "DVd", "Vd"),
        ],
        ids=lambda words: "-".join(w.strip("-") for w in words),
    )
    @pytest.mark.parametrize("lang", LANGS)
    def test_svg_and_png_are_written_whole(self, words: tuple[str, ...], lang: str, tmp_path: Path) -> None:
        svg, png = tmp_path / "a.svg", tmp_path / "a.png"
        told(*words, "--lang", lang, "--svg", str(svg), "--png", str(png))
        drawn = svg.read_text(encoding="utf-8")
        assert drawn.endswith("</svg>\n") and f'lang="{lang}"' in drawn and png.read_bytes().startswith(b"\x89PNG")
        assert sorted(file.name for file in tmp_path.iterdir()) == ["a.png", "a.svg"]
        assert bool(CYRILLIC.search(drawn)) == (lang == "ru")

    def test_the_league_marks_what_was_not_checked(self, tmp_path: Path) -> None:
        told("league", *TestLeague.shown, "--svg", str(tmp_path / "a.svg"))
        drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
        assert "△†" in drawn and "† Not checked against the source: POLLUX final-os-2023 OS" in plain(drawn)

    def test_nothing_to_draw_is_one_clear_line(self, tmp_path: Path) -> None:
        for question in (("league", "--endpoint", "efs"), ("network", "--endpoint", "efs"), ("compare", "DRd", "Vd")):
            assert refused(*question, "--svg", str(tmp_path / "a.svg"))
        assert not list(tmp_path.iterdir())

    def test_a_place_that_cannot_be_written_is_one_clear_line(self, tmp_path: Path) -> None:
        found = asked("network", "--svg", str(tmp_path))
        assert found.exit_code == 1 and found.stdout == ""
        assert found.stderr.startswith("thirdline: ") and "Check the path and its permissions." in found.stderr


@pytest.mark.parametrize(("question", "shown"), BLOCKS, ids=[question for question, _ in BLOCKS])
def test_the_guide_shows_what_the_command_prints(question: str, shown: str) -> None:
    printed = told(*question.split()).replace("\xa0", " ")
    place = 0
    for part in shown.split("…\n"):
        assert part in printed[place:], part
        place = printed.index(part, place) + len(part)


def test_the_guide_shows_commands() -> None:
    assert len(BLOCKS) == 5


class TestWords:
    def keys(self, texts: Any, start: str = "") -> Iterator[str]:
        for key, value in texts.items():
            if isinstance(value, dict) and not {"one", "many"} <= set(value):
                yield from self.keys(value, f"{start}{key}.")
            else:
                yield f"{start}{key}"

    def test_both_languages_have_the_same_keys_and_blanks(self) -> None:
        en, ru = (words(lang, "evidence") for lang in LANGS)
        assert sorted(self.keys(en.texts)) == sorted(self.keys(ru.texts))
        for key in self.keys(en.texts):
            if not key.startswith("counts."):
                assert set(re.findall(r"\{(\w+)\}", en(key))) == set(re.findall(r"\{(\w+)\}", ru(key))), key

    @pytest.mark.parametrize("lang", LANGS)
    def test_every_closed_word_has_its_text(self, lang: Any) -> None:
        say = words(lang, "evidence")
        assert all(say.term("reasons", reason) for reason in (*get_args(Reason), *ARM_REASONS))
        assert all(say.term("limits", limit) for limit in get_args(Limit))
        assert all(say.term("endpoints", endpoint) for endpoint in SHARE_ENDPOINTS)
        assert all(say.term("properties", name) for name in (*OF_ARMS, *OF_EFFECTS))

    @pytest.mark.parametrize(
        "words",
        [
            ("network", "--with-ttp", "--components"),
            ("network", "--with-ttp", "--prior", "log-normal:-2.34:1.62"),
            ("league", *TestLeague.shown, "--tau", "0.2"),
            ("pool", "--adding", "daratumumab", "--by", "control", "--funnel"),
            ("pool", "--endpoint", "orr", "--drug-class", "anti_bcma_car_t", "--by", "drug"),
            ("compare", "DRd", "Vd", "--with-ttp", "--model", "random"),
        ],
        ids=lambda words: "-".join(w.strip("-") for w in words),
    )
    def test_no_english_sentence_stands_in_russian(self, words: tuple[str, ...]) -> None:
        text = re.sub(r"--[a-z-]+", "", told(*words, "--lang", "ru"))
        english = {
            "the",
            "of",
            "and",
            "against",
            "effect",
            "effects",
            "interval",
            "trials",
            "variance",
            "estimator",
            "prior",
        }
        assert not english & set(re.findall(r"(?<![A-Za-z])[a-z]+(?![A-Za-z])", text))

    def test_methods_keep_their_numbers(self, knowledge: Knowledge) -> None:
        say = Say("ru", knowledge)
        assert say.method("REML estimator of tau2; Hartung-Knapp interval (4 df)") == (
            "оценка τ² методом REML; интервал Hartung-Knapp (4 ст. св.)"
        )
        assert say.method("A phrase without words.") == "A phrase without words."
        assert Say("en", knowledge).method("Wald interval") == "Wald interval"
