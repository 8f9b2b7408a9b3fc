"""The comparison with published toxicity cases, on invented cases of the same shape."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tools.validate import ctcae
from tools.validate.section import DataError

NAMES = ("TERM", "AVAL", "AVALU", "ANRLO", "ANRHI", "BASE", "PCHG", "EXPECTED", "TEST", "TESTNUM")
Row = tuple[str, ...]


def cases(folder: Path, *rows: Row, names: tuple[str, ...] = NAMES) -> Path:
    """A file of cases; each row: term, value, unit, lower, upper, baseline, change, expected."""
    with (folder / ctcae.FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([*row, "some Test 5a: CTCAEv4", str(n)] for n, row in enumerate(rows, 1))
    return folder


def told(folder: Path, *rows: Row) -> dict[str, object]:
    return ctcae.report(cases(folder, *rows))


ANEMIA = ("Anemia", "79", "g/L", "140", "", "", "", "3")


def test_cases_that_agree_and_cases_without_a_term_are_counted(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        ANEMIA,
        ("ANEMIA", "140", "G/L", "140", "", "", "", "0"),
        ("Not a term", "80", "g/L", "140", "", "", "", ""),
        ("Creatinine increased", "42", "", "", "40", "14", "", "2"),
        ("Fibrinogen decreased", "1", "g/L", "2", "", "", "-50", "3"),
        ("INR Increased", "251", "", "", "100", "200", "", "3"),
        ("Hypercalcemia (Ionized)", "1.9", "mmol/L", "", "1.3", "", "", "4"),
    )
    assert (found["cases"], found["cases_without_a_term"], found["graded"], found["agree"]) == (7, 1, 6, 6)
    assert found["disagreements"] == []
    assert {"term": "anemia", "cases": 2, "agree": 2} in found["by_term"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("row", "derived", "at_most", "reason"),
    [
        (("Hyperuricemia", "500", "umol/L", "", "400", "", "", "3"), 1, 4, "admiral assumes the worst"),
        (("Hypertriglyceridemia", "150", "mg/dL", "", "100", "", "", "0"), 1, 4, "the words print 150 mg/dL"),
        (("Anemia", "7.9", "g/cL", "14", "", "", "", "3"), "unknown", "unknown", ctcae.NOT_ARGUED),
        (("Fibrinogen decreased", "15", "mg/dL", "2", "", "", "0", ""), 4, 4, "the unit differs"),
        (("Hemoglobin increased", "190", "g/L", "", "160", "", "", "2"), "unknown", 3, "whether the limit of normal"),
        (("Anemia", "79", "g/L", "140", "", "", "", "2"), 3, 4, ctcae.NOT_ARGUED),
    ],
)
def test_a_disagreement_is_told_with_its_reason(
    row: Row, derived: object, at_most: object, reason: str, tmp_path: Path
) -> None:
    found = told(tmp_path, row)
    (apart,) = found["disagreements"]  # type: ignore[misc]
    assert (apart["derived"], apart["at_most"]) == (derived, at_most)
    assert apart["reason"].startswith(reason)
    assert found["not_argued"] == (reason == ctcae.NOT_ARGUED)


def test_a_missing_folder_is_said_clearly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ctcae.main([str(tmp_path / "nowhere")]) == 1
    assert ctcae.FILE in capsys.readouterr().err
    assert ctcae.main([]) == 2


def test_a_missing_column_and_a_strange_term_are_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="TESTNUM"):
        ctcae.report(cases(tmp_path, names=NAMES[:-1]))
    with pytest.raises(DataError, match="line 2: ctcae-4-03 has no term 'Nausea'"):
        told(tmp_path, ("Nausea", "1", "", "", "", "", "", ""))


def test_the_answer_is_printed_as_text_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(cases(tmp_path, ANEMIA))
    assert ctcae.main([folder]) == 0
    assert "1 of    1  anemia" in capsys.readouterr().out
    assert ctcae.main([folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agree"] == 1
