"""Doses as a calendar file (iCalendar, RFC 5545): one all-day event a treatment day, listing its drugs.

Question answered: how do the dates get into a ward's or a patient's calendar? The same doses give the same file,
byte for byte, and the same event identifiers, so that a file imported again updates what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from thirdline.knowledge.loader import Knowledge
from thirdline.knowledge.schedules import Language, drug_name
from thirdline.schedule.calendar import DoseRow
from thirdline.schedule.text import DISCLAIMER, route_name, shown

DAY: Mapping[Language, str] = {"en": "{title}, cycle {cycle} day {day}", "ru": "{title}, цикл {cycle}, день {day}"}


def render_ics(rows: Iterable[DoseRow], knowledge: Knowledge, title: str, lang: Language = "en") -> bytes:
    """The calendar file; `title` is what the events are called, such as the regimen's short name.

    All-day events without a time zone, not blocking the day; each description ends with the disclaimer. An event is
    identified by patient, title, first date of the course, cycle and day: where one calendar holds several patients,
    the rows or the title must tell them apart.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Thirdline//schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", title)
    ordered = sorted(rows, key=lambda d: (d.patient, d.on, d.cycle, d.day, d.drug))
    for _, course in groupby(ordered, key=lambda d: d.patient):
        doses = list(course)
        for _, day in groupby(doses, key=lambda d: (d.on, d.cycle, d.day)):
            calendar.add_component(_event(list(day), doses[0].on, knowledge, title, lang))
    return calendar.to_ical()


def _event(doses: list[DoseRow], began: date, knowledge: Knowledge, title: str, lang: Language) -> Event:
    first = doses[0]
    same = f"thirdline:{first.patient}:{title}:{began.isoformat()}:{first.cycle}:{first.day}"
    called = DAY[lang].format(title=title, cycle=first.cycle, day=first.day)
    lines = [_line(d, knowledge, lang) for d in doses]
    drugs = ", ".join(dict.fromkeys(drug_name(knowledge, d.drug, lang) for d in doses))
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, same)}@thirdline")
    event.add("dtstamp", datetime.combine(first.on, time(), UTC))
    event.add("dtstart", first.on)
    event.add("dtend", first.on + timedelta(days=1))
    event.add("summary", f"{called}: {drugs}")
    event.add("description", "\n".join([*lines, "", DISCLAIMER[lang]]))
    event.add("transp", "TRANSPARENT")
    return event


def _line(d: DoseRow, knowledge: Knowledge, lang: Language) -> str:
    said = " ".join(
        filter(None, (drug_name(knowledge, d.drug, lang), shown(d.amount, d.unit, lang), route_name(d.route, lang)))
    )
    return f"{said} ({d.note})" if d.note else said
