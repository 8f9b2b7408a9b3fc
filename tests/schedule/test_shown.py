"""What people and programs are shown: text, JSON, calendar file."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from icalendar import Calendar

from thirdline.knowledge import Knowledge
from thirdline.schedule.calendar import choose, plan
from thirdline.schedule.ics import render_ics
from thirdline.schedule.text import DISCLAIMER, as_json, heading, render_text, shown

START = date(2023, 4, 3)


@pytest.mark.parametrize(
    ("amount", "unit", "en", "ru"),
    [
        ("800.0000", "mg", "800 mg", "800 мг"),
        ("104.7249", "mg", "104.7 mg", "104,7 мг"),
        ("2.4500", "mg", "2.5 mg", "2,5 мг"),
        ("0.0600", "mg/kg", "0.06 mg/kg", "0,06 мг/кг"),
        ("1.3000", "mg/m2", "1.3 mg/m2", "1,3 мг/м²"),
        ("0.8500", "mg", "0.85 mg", "0,85 мг"),
        ("300000000", "cells", "300 000 000 cells", "300 000 000 клеток"),
    ],
)
def test_amounts_as_people_write_them(amount: str, unit: str, en: str, ru: str) -> None:
    assert shown(Decimal(amount), unit) == en
    assert shown(Decimal(amount), unit, "ru") == ru


def test_unknown_amounts_are_question_marks() -> None:
    assert shown(None, "mg") == "? mg"
    assert shown(None, None) == "?"


def test_text_by_cycle_and_drug(knowledge: Knowledge) -> None:
    text = render_text(plan(knowledge, "isapd", START, weight=80, age=50), knowledge)
    lines = text.splitlines()
    assert lines[0] == "Cycle 1"
    line = next(line for line in lines if line.strip().startswith("isatuximab"))
    assert line.split() == [
        "isatuximab", "800", "mg", "IV", "days", "1,", "8,", "15,", "22:",
        "2023-04-03,", "2023-04-10,", "2023-04-17,", "2023-04-24", "[1]",
    ]  # fmt: skip
    assert "days 1..21: 2023-04-03..2023-04-23" in text
    assert text.rstrip().endswith(DISCLAIMER["en"])


def test_text_lists_sources_and_flags_the_unverified(knowledge: Knowledge) -> None:
    text = render_text(plan(knowledge, "isapd", START, weight=80, age=80), knowledge)
    assert "[1] isapd#schedules: " in text
    assert "(2023), клинический случай; quoted" in text
    assert "[2!] dexamethasone-age-isapd#bands" in text
    assert "! UNVERIFIED" in text
    assert next(line for line in text.splitlines() if "dexamethasone" in line).endswith("[1][2!]")


def test_heading_names_the_schedules_not_shown(knowledge: Knowledge) -> None:
    first = heading(choose(knowledge, "kd"), START)
    assert "No schedule was named: the first that fits, of 3, is shown" in first
    assert "kd:weekly-20-70" in first
    assert "No schedule was named" not in heading(choose(knowledge, "kd:weekly-20-70"), START)
    assert "day 0 is 2023-04-03" in heading(choose(knowledge, "ide-cel"), START)
    assert "с цикла 9 по 28 дн." in heading(choose(knowledge, "dvd"), START, "ru")


def test_russian_throughout(knowledge: Knowledge) -> None:
    text = render_text(plan(knowledge, "kd", START, weight=120, height=190, language="ru"), knowledge, "ru")
    assert "Цикл 1" in text
    assert "карфилзомиб" in text
    assert "44 мг" in text
    assert "в/в" in text
    assert "площадь поверхности тела 2,5166 м²; площадь поверхности тела ограничена 2,2 м²" in text
    assert "body surface" not in text


def test_json_in_the_names_of_the_table(knowledge: Knowledge) -> None:
    rows = plan(knowledge, "kd", START, weight=75, height=170, cycles=1)
    read = json.loads(as_json(rows))
    assert list(read[0]) == ["patient", "cycle", "day", "drug", "on", "amount", "unit", "route", "note", "because"]
    assert read[0]["on"] == "2023-04-03"
    assert read[0]["drug"] == "carfilzomib"
    assert read[0]["amount"] == 37.638
    assert len(read) == len(rows)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_calendar_file_reads_back(knowledge: Knowledge, lang: str) -> None:
    rows = plan(knowledge, "isapd", START, weight=80, cycles=2, language=lang)  # type: ignore[arg-type]
    text = render_ics(rows, knowledge, "IsaPd", lang)  # type: ignore[arg-type]
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [e.decoded("dtstart") for e in events] == sorted({d.on for d in rows})
    assert all((e.decoded("dtend") - e.decoded("dtstart")).days == 1 for e in events)
    assert all(DISCLAIMER[lang] in str(e["description"]) for e in events)  # type: ignore[index]
    drug = "isatuximab 800 mg IV" if lang == "en" else "изатуксимаб 800 мг в/в"
    assert drug in str(events[0]["description"])
    assert len({str(e["uid"]) for e in events}) == len(events)


def test_calendar_file_is_valid_and_always_the_same(knowledge: Knowledge) -> None:
    rows = plan(knowledge, "isapd", START, weight=80, cycles=1)
    text = render_ics(rows, knowledge, "IsaPd")
    assert text == render_ics(rows[::-1], knowledge, "IsaPd")
    lines = text.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert {b"VERSION:2.0", b"DTSTART;VALUE=DATE:20230403", b"DTEND;VALUE=DATE:20230404"} <= set(lines)


def test_a_changed_dose_keeps_its_event(knowledge: Knowledge) -> None:
    def uids(weight: int, start: date = START) -> list[str]:
        rows = plan(knowledge, "isapd", start, weight=weight, cycles=1)
        return [str(e["uid"]) for e in Calendar.from_ical(render_ics(rows, knowledge, "IsaPd")).walk("VEVENT")]

    assert uids(80) == uids(90)
    assert not set(uids(80)) & set(uids(80, date(2023, 4, 4)))
