"""Each kind of row told in a few words, for the grounds of what rests on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from thirdline.interfaces.report.speech import Speech, plain

Row = dict[str, Any]
UNSAID = frozenset({"patient", "row", "because"})


def told(speech: Speech, table: str, row: Row) -> str:
    """The row's own values; a table without words of its own is told column by column."""
    return _TOLD.get(table, _columns)(speech, row)


def _measurement(s: Speech, r: Row) -> str:
    value = s.quantity(r.get("value"), r.get("unit")) if r.get("value") is not None else s.words("report.unknown")
    return f"{s.analyte(r.get('analyte'))} {value}, {s.date(r.get('measured_on'))}"


def _finding(s: Speech, r: Row) -> str:
    value = s.finding_value(r.get("kind"), r.get("value")) if r.get("value") else s.words("report.unknown")
    return f"{s.finding(r.get('kind'))}: {value}, {s.date(r.get('found_on'))}"


def _exposure(s: Speech, r: Row) -> str:
    dose = f" {s.quantity(r['amount'], r.get('unit'))}" if r.get("amount") is not None else ""
    reason = f"; {s.vocabulary('stop-reasons', r['stopped_because'])}" if r.get("stopped_because") else ""
    return f"{s.drug(r.get('drug'))}{dose}, {s.span(r.get('started_on'), r.get('ended_on'))}{reason}"


def _procedure(s: Speech, r: Row) -> str:
    return f"{s.vocabulary('procedures', r.get('procedure'))}, {s.date(r.get('performed_on'))}"


def _lesion(s: Speech, r: Row) -> str:
    sizes = [s.number(r[c]) for c in ("longest_mm", "perpendicular_mm") if r.get(c) is not None]
    size = f" {' × '.join(sizes)}\u00a0{s.unit('mm')}" if sizes else ""
    return f"{r.get('lesion') or s.vocabulary('lesion-kinds', r.get('kind'))}{size}, {s.date(r.get('measured_on'))}"


def _patient(s: Speech, r: Row) -> str:
    return ", ".join(filter(None, (s.vocabulary("diagnoses", r.get("diagnosis")), isotype(s, r))))


def _line(s: Speech, r: Row) -> str:
    name = s.short_regimen(r.get("regimen")) or s.drugs(r.get("drugs"))
    return f"{r.get('line')} · {name}, {s.span(r.get('started_on'), r.get('ended_on'))}"


def _response(s: Speech, r: Row) -> str:
    return f"{s.response(r.get('response'))}, {s.date(r.get('assessed_on'))}"


def _progression(s: Speech, r: Row) -> str:
    return f"{s.date(r.get('progressed_on'))}: {s.term('criterion_names', r.get('criterion'))}"


def _refractory(s: Speech, r: Row) -> str:
    return f"{s.drug(r.get('drug'))}, {s.span(r.get('since'), None)}: {s.term('reasons', r.get('reason'))}"


def _stage(s: Speech, r: Row) -> str:
    return f"{s.term('systems', r.get('system'))} {r.get('stage')}, {s.date(r.get('assessed_on'))}"


def _status(s: Speech, r: Row) -> str:
    lines = s.words.count("counts.lines", r.get("n_lines") or 0)
    return "; ".join((s.term("states", r.get("state")), s.term("tiers", r.get("refractory_tier")), lines))


def _columns(s: Speech, r: Row) -> str:
    values = {k: v for k, v in r.items() if k not in UNSAID and v is not None}
    return "; ".join(
        f"{s.term('columns', k)}: {s.date(v) if isinstance(v, date) else s.number(v)}" for k, v in values.items()
    )


def isotype(s: Speech, r: Row) -> str:
    """The M-protein's chains: IgG κ, or light chains only."""
    heavy, light = r.get("heavy_chain"), r.get("light_chain")
    chain = s.words(f"report.timeline.{light}") if light in ("kappa", "lambda") else plain(light)
    if heavy == "none":
        return s.words("report.header.light_chain_only", light=chain)
    return f"{heavy} {chain}".strip() if heavy else chain


_TOLD: dict[str, Callable[[Speech, Row], str]] = {
    "measurements": _measurement,
    "findings": _finding,
    "exposures": _exposure,
    "procedures": _procedure,
    "lesions": _lesion,
    "patients": _patient,
    "lines": _line,
    "responses": _response,
    "progressions": _progression,
    "refractoriness": _refractory,
    "staging": _stage,
    "status": _status,
}
