"""The league table as an HTML table, for screen readers, phones and copying.

Question answered: the same as the picture's (`league.py`), from the same cells; every cell says its verdict in words.
"""

from __future__ import annotations

from html import escape

from thirdline.interfaces.pictures.league import (
    Cell,
    League,
    cells,
    check,
    endpoints,
    fill_of,
    keys,
    mark,
    scale_of,
    told,
)  # fmt: skip
from thirdline.interfaces.pictures.palette import FAINT, INK
from thirdline.interfaces.pictures.voice import Voice
from thirdline.interfaces.words import Lang

STYLE = (
    f".league{{border-collapse:collapse;color:{INK};font-variant-numeric:tabular-nums}}"
    f".league th,.league td{{border:1px solid {FAINT};padding:.3em .5em;text-align:center;white-space:nowrap}}"
    ".league caption,.league-notes{text-align:left}.league .sure{font-weight:bold}"
    ".league-scroll{overflow-x:auto;max-width:100%}"
)


def league_html(data: League, lang: Lang = "en") -> str:
    """A fragment: style, the table in a box that scrolls sideways, and the notes. Raises as `league_table` does."""
    check(data)
    voice = Voice(lang)
    heads = "".join(f'<th scope="col">{escape(t)}</th>' for t in data.treatments[:-1])
    rows = "".join(_row(r, data, voice) for r in range(1, len(data.treatments)))
    corner = f'<th scope="col">{escape(voice("league.corner"))}</th>'
    first, notes = f"<caption>{escape(data.title)}</caption>", "".join(f"<p>{escape(n)}</p>" for n in keys(data, voice))
    table = f'<table class="league" lang="{lang}">{first}<thead><tr>{corner}<td></td>{heads}</tr></thead>{rows}</table>'
    scroll = f'<div class="league-scroll" role="region" tabindex="0" aria-label="{escape(data.title)}">{table}</div>'
    return f'<style>{STYLE}</style>{scroll}<div class="league-notes" lang="{lang}">{notes}</div>'


def _row(r: int, data: League, voice: Voice) -> str:
    """The rows of one treatment, one for each endpoint."""
    found = []
    for number, endpoint in enumerate(endpoints(data)):
        own = [cell for cell in cells(data, endpoint) if cell.place[0] == r]
        blank = "<td></td>" * (len(data.treatments) - 1 - len(own))
        head = (
            f'<th scope="rowgroup" rowspan="{len(endpoints(data))}">{escape(data.treatments[r])}</th>' if not number else ""
        )
        body = "".join(_td(cell, data, voice) for cell in own)
        found.append(f'<tr>{head}<th scope="row">{escape(endpoint.label)}</th>{body}{blank}</tr>')
    return f"<tbody>{''.join(found)}</tbody>"


def _td(cell: Cell, data: League, voice: Voice) -> str:
    said = escape(told(cell, data, voice))
    if cell.direction == "unknown":
        return f'<td title="{said}">{escape(voice("league.missing", endpoint=cell.endpoint))}</td>'
    shown = f"{voice.estimate(cell.estimate, scale_of(data))} {mark(cell)}"
    kind = "sure" if cell.excludes else "unsure"
    return f'<td class="{kind}" style="background:{fill_of(cell)}" title="{said}">{escape(shown)}</td>'
