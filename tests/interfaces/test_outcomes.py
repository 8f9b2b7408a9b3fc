"""Outcomes at the command line: the definition beside the figures, in both languages, from a record or derived tables."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from thirdline.interfaces.cli import app
from thirdline.interfaces.demo import examples
from thirdline.interfaces.outcomes import Wanted, answered, question_of
from thirdline.interfaces.outcomes_drawn import drawn
from thirdline.interfaces.outcomes_text import TOPIC
from thirdline.interfaces.pictures import survival_curves
from thirdline.interfaces.words import LANGS, Lang, words
from thirdline.knowledge import Knowledge
from thirdline.knowledge.endpoints import AgeGroups, ShareEndpoint, TimeEndpoint
from thirdline.outcomes.times import curves
from thirdline.run import DERIVED_HERE, OUTCOMES_HERE, Asked
from thirdline.synth.cohort import Wanted as Drawn
from thirdline.synth.cohort import write

N = 120


@pytest.fixture(scope="module")
def record(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, scratch = tmp_path_factory.mktemp("record"), tmp_path_factory.mktemp("scratch")
    write(Drawn(N, 5), knowledge, folder, scratch, lambda _done, _of: None)
    return folder


@pytest.fixture(scope="module")
def derived(record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tables") / "derived"
    told = CliRunner().invoke(app, ["course", str(record), "--out", str(out), "--outcomes", "--quiet"])
    assert told.exit_code == 0, told.output
    return out


def run(*arguments: object, status: int = 0) -> str:
    told = CliRunner().invoke(app, ["outcomes", *(str(a) for a in arguments)])
    assert told.exit_code == status, told.output
    return told.output


def test_the_definition_stands_beside_the_figures_and_survival_beside_progression(
    record: Path, knowledge: Knowledge
) -> None:
    for lang in LANGS:
        told = run(record, "--endpoint", "pfs", "--by", "refractory_tier", "--at", 12, "--at", 24, "--lang", lang)
        flat = " ".join(told.split())
        for endpoint in ("pfs", "os"):
            record_ = knowledge.of("endpoints")[endpoint]
            assert " ".join(getattr(record_.names, lang).split()) in flat
            assert " ".join(getattr(record_.definition, lang).split()) in flat
        say = words(lang, TOPIC)
        assert say("columns.at", months=12) in told
        assert say("groups.none") in told
        assert say("notes.several_lines")[:60] in flat


ASKED = [
    ("--endpoint", "os", "--by", "response", "--landmark", 90, "--line", 1),
    ("--endpoint", "ttp", "--by", "line", "--at", 6, "--hazard-ratios", "--mean-to", 3),
    ("--endpoint", "dor", "--by", "sex", "--suppress-below", 10, "--at", 6),
    ("--endpoint", "ttr", "--by", "iss", "--at", 6, "--profile", "strict"),
    ("--endpoint", "os-from-diagnosis", "--delayed-entry", "--by", "age_group"),
    ("--endpoint", "pfs", "--by", "mrd", "--landmark", 60, "--line", 2),
    ("--endpoint", "orr", "--by", "regimen", "--line", 1),
    ("--endpoint", "mrd-negative",),
    ("--endpoint", "mrd-duration",),
    ("--endpoint", "vgpr-or-better", "--by", "centre", "--suppress-below", 8),
]  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: " ".join(str(word) for word in asked))
def test_whatever_is_asked_is_told_in_both_languages(asked: tuple[object, ...], lang: str, derived: Path) -> None:
    told = run(derived, *(a for a in asked if a not in ("--profile", "strict")), "--lang", lang)
    assert len(told.splitlines()) > 4
    assert "nan" not in told.lower().split()


def test_a_record_and_its_derived_tables_say_the_same(record: Path, derived: Path, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    CliRunner().invoke(app, ["course", str(record), "--out", str(parts), "--outcomes", "--quiet", "--partitions", "2"])
    for asked in (
        ("--endpoint", "pfs", "--by", "refractory_tier"),
        ("--endpoint", "orr"),
        ("--endpoint", "ttnt", "--at", "6"),
    ):
        assert run(record, *asked) == run(derived, *asked) == run(parts, *asked)


def test_tables_of_outcomes_are_derived_only_when_asked_for(record: Path, derived: Path, tmp_path: Path) -> None:
    assert {f.stem for f in derived.glob("*.parquet")} == {*DERIVED_HERE, *OUTCOMES_HERE}
    out = tmp_path / "plain"
    CliRunner().invoke(app, ["course", str(record), "--out", str(out), "--quiet"])
    assert {f.stem for f in out.glob("*.parquet")} == {*DERIVED_HERE}


def test_json_holds_definition_groups_curves_and_what_stands_beside(derived: Path, knowledge: Knowledge) -> None:
    said = orjson.loads(run(derived, "--endpoint", "pfs", "--by", "line", "--at", 12, "--json"))
    assert said["endpoint"]["definition"] == knowledge.of("endpoints")["pfs"].definition.en
    assert said["endpoint"]["cites"]["events"]["source"] == "rajkumar-2011"
    assert said["asked"]["by"] == "line"
    first = said["groups"][0]
    assert (first["group"], first["n"]) == ("1", N)
    assert sum(first["ended"].values()) == N
    assert first["at"][0]["months"] == 12
    assert len(first["curve"]["times"]) == len(first["curve"]["survival"])
    assert [other["endpoint"]["id"] for other in said["beside"]] == ["os"]
    assert said["log_rank"]["df"] >= 1
    hidden = orjson.loads(run(derived, "--endpoint", "pfs", "--by", "line", "--suppress-below", 30, "--json"))
    last = hidden["groups"][-1]
    assert (last["hidden"], last["n"], last["curve"], last["median"]) == (True, None, None, None)
    assert hidden["log_rank"]["observed"] == []


def test_an_answer_of_a_day_knows_nothing_later(record: Path) -> None:
    early = orjson.loads(run(record, "--endpoint", "os", "--as-of", "2016-01-01", "--json"))
    late = orjson.loads(run(record, "--endpoint", "os", "--json"))
    assert 0 < early["groups"][0]["n"] < late["groups"][0]["n"]


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (("--endpoint", "survival"), "pfs"),
        (("--endpoint", "pfs", "--by", "colour"), "refractory_tier"),
        (("--endpoint", "pfs", "--by", "response"), "without a landmark"),
        (("--endpoint", "pfs", "--line", "0"), "a number from 1 on"),
        (("--endpoint", "pfs", "--line", "first"), "a number from 1 on"),
        (("--endpoint", "orr", "--landmark", "90"), "no landmark"),
        (("--endpoint", "pfs", "--at", "0"), "more than 0"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(asked: tuple[str, ...], word: str, derived: Path) -> None:
    assert word in run(derived, *asked, status=2)


def test_derived_tables_cannot_be_cut_and_must_be_there(derived: Path, tmp_path: Path) -> None:
    assert "ask the record" in run(derived, "--endpoint", "pfs", "--as-of", "2020-01-01", status=1)
    (tmp_path / "endpoint_times").mkdir()
    assert "--outcomes" in run(tmp_path, "--endpoint", "orr", status=1)


# The words of endpoints --------------------------------------------------------------------------------------------


def keys(texts: object, above: str = "") -> set[str]:
    if not isinstance(texts, dict):
        return {above}
    return {key for name, inner in texts.items() for key in keys(inner, f"{above}.{name}")}


def test_both_languages_have_the_same_texts() -> None:
    one, other = (keys(words(lang, TOPIC).texts) for lang in LANGS)
    assert one == other


def test_every_word_of_outcomes_has_a_text(knowledge: Knowledge) -> None:
    endings = {
        word for e in knowledge.of("endpoints").values() if isinstance(e, TimeEndpoint) for word in (*e.events, *e.competing)
    }
    endings |= {"last_assessment", "no_assessment", "new_therapy", "gap_in_assessment", "last_seen", "last_mrd_test"}
    for lang in LANGS:
        assert set(words(lang, TOPIC).texts["endings"]) == endings


def test_tiers_and_responses_are_told_in_their_order(knowledge: Knowledge) -> None:
    assert question_of(knowledge, Asked(), Wanted("pfs", "refractory_tier")).order == (
        "none", "single", "double", "triple", "tetra", "penta",
    )  # fmt: skip
    order = question_of(knowledge, Asked(), Wanted("pfs", "response", landmark_days=90)).order
    assert order == ("sCR", "CR", "VGPR", "PR", "MR", "SD", "PD", "NE")


def cites(*names: str) -> dict[str, object]:
    return {name: {"source": "general-knowledge", "at": "x", "checked": "unverified"} for name in names}


TIME = {"id": "x", "defines": "time", "names": {"en": "x", "ru": "x"}, "definition": {"en": "x", "ru": "x"}, "starts": "line_start",
        "events": ["death"], "censored_at": "last_seen", "observed": "whole_course"}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"events": []}, "at least 1"),
        ({"events": ["death", "death"]}, "once"),
        ({"competing": ["death"]}, "once"),
        ({"starts": "response"}, "response_at_least"),
        ({"response_at_least": "PR"}, "response_at_least"),
        ({"events": ["apoplexy"]}, "Input should be"),
    ],
)
def test_words_of_an_endpoint_must_fit(changed: dict[str, object], word: str) -> None:
    TimeEndpoint.model_validate(TIME)
    with pytest.raises(ValueError, match=word):
        TimeEndpoint.model_validate({**TIME, **changed})


def test_a_share_of_responses_names_their_depth_and_age_groups_rise() -> None:
    names = {"en": "x", "ru": "x"}
    share = {"id": "x", "defines": "share", "names": names, "definition": names, "counts": "response"}
    with pytest.raises(ValueError, match="response_at_least"):
        ShareEndpoint.model_validate(share)
    with pytest.raises(ValueError, match="response_at_least"):
        ShareEndpoint.model_validate({**share, "counts": "mrd_negative", "response_at_least": "PR"})
    with pytest.raises(ValueError, match="must rise"):
        AgeGroups.model_validate({"id": "x", "defines": "age_groups", "names": names, "from_ages": [65, 65]})


# Drawn -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("below", [0, 20])
def test_curves_are_drawn_with_what_may_be_shown(lang: Lang, below: int, derived: Path, knowledge: Knowledge) -> None:
    answer, _ = answered(derived, knowledge, Asked(), Wanted("pfs", "line", suppress_below=below))
    figure = drawn(answer, knowledge, lang)
    assert figure.definition == getattr(knowledge.of("endpoints")["pfs"].definition, lang)
    assert len(figure.curves) == len(curves(answer)) > 0
    first = figure.curves[0]
    assert (first.times[0], first.shares[0], first.patients) == (0.0, 1.0, N)
    assert list(first.times) == sorted(first.times)
    assert first.at_risk[0] == N
    assert (first.censored == ()) == bool(below)
    assert "<svg" in survival_curves(figure, lang).svg


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_curves_are_drawn_into_a_file_with_numbers_at_risk(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"curves.{form}"
    asked = [
        "outcomes",
        str(examples() / "synthetic-tiers"),
        "--endpoint",
        "pfs",
        "--by",
        "refractory_tier",
        f"--{form}",
        str(file),
    ]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    made = file.read_bytes()
    assert made.startswith(b"\x89PNG") if form == "png" else "at risk" in made.decode().lower()


def test_a_share_has_no_curve_to_draw(tmp_path: Path) -> None:
    file = tmp_path / "curves.svg"
    record = str(examples() / "synthetic-tiers")
    result = CliRunner().invoke(app, ["outcomes", record, "--endpoint", "orr", "--svg", str(file)])
    assert result.exit_code == 2 and "a share has no curve" in result.stderr and not file.exists()
