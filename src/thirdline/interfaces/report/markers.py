"""The panels of the timeline: each marker of disease with its unit, every usable value a point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from thirdline.interfaces.report.days import Days, moment
from thirdline.interfaces.report.model import Course, Row
from thirdline.interfaces.report.speech import Speech

PANELS: tuple[tuple[str, ...], ...] = (
    ("serum_m_protein",),
    ("urine_m_protein",),
    ("kappa_flc", "lambda_flc"),
    ("bone_marrow_plasma_cells",),
    ("circulating_plasma_cells",),
)


@dataclass(frozen=True)
class Markers:
    """One patient's markers of disease."""

    course: Course
    speech: Speech

    @cached_property
    def measured(self) -> list[Row]:
        """The usable measurements of the markers that are drawn, by date."""
        wanted = {analyte for panel in PANELS for analyte in panel}
        usable = [r for r in self.course.rows("measurements") if r.get("analyte") in wanted]
        usable = [r for r in usable if r.get("value") is not None and r.get("measured_on") is not None]
        return sorted(usable, key=lambda r: (r["measured_on"], str(r["analyte"]), str(r.get("row"))))

    @cached_property
    def suspects(self) -> set[str]:
        """The rows of measurements that the course does not use."""
        told = [str(r.get("row")) for r in self.course.rows("issues", problem="suspect_zero")]
        return {part.strip().removeprefix("measurements:") for text in told for part in text.split(";")}

    @property
    def paired(self) -> bool:
        """Whether light chains are drawn, for which a logarithmic axis is offered."""
        return any(self._chain(r["analyte"]) for r in self.measured)

    @property
    def days(self) -> Days:
        return Days(self.course, self.speech)

    def panel_title(self, analytes: tuple[str, ...]) -> str:
        name = "light_chains" if len(analytes) > 1 else f"measured_{''.join(analytes)}"
        return self.speech.words(f"report.timeline.{name}")

    def panels(self) -> Iterator[dict[str, Any]]:
        """One panel for each marker and unit that the record holds."""
        for analytes in PANELS:
            rows = [r for r in self.measured if r["analyte"] in analytes]
            for unit in dict.fromkeys(str(r.get("unit") or "") for r in rows):
                series = [
                    self._series(a, [r for r in rows if r["analyte"] == a and (r.get("unit") or "") == unit])
                    for a in analytes
                ]
                title = self.panel_title(analytes)
                said = self.speech.unit(unit)
                yield {
                    "title": self.speech.words("report.timeline.panel", title=title, unit=said) if said else title,
                    "pair": len(analytes) > 1,
                    "series": [s for s in series if s["points"]],
                }

    def _series(self, analyte: str, rows: list[Row]) -> dict[str, Any]:
        return {
            "name": self.series_name(analyte),
            "second": self._chain(analyte) not in (None, self.course.who.get("light_chain")),
            "points": [
                {
                    "on": moment(r["measured_on"]),
                    "value": float(r["value"]),
                    "said": self.speech.number(r["value"]),
                    "suspect": self.suspect(r),
                    "tip": [self.series_name(analyte), self._value(r), self.days.when(r["measured_on"])],
                }
                for r in rows
            ],
        }

    def _value(self, r: Row) -> str:
        value = self.speech.quantity(r["value"], r.get("unit"))
        return f"{value} ({self.speech.words('report.timeline.suspect')})" if self.suspect(r) else value

    def suspect(self, r: Row) -> bool:
        return str(r.get("row")) in self.suspects

    def series_name(self, analyte: str) -> str:
        """A marker's name; of the two light chains, the one involved is said to be."""
        chain = self._chain(analyte)
        if chain is None:
            return self.speech.words(f"report.timeline.measured_{analyte}")
        said, own = self.speech.words(f"report.timeline.{chain}"), self.course.who.get("light_chain")
        return (
            self.speech.words(f"report.timeline.{'involved' if chain == own else 'uninvolved'}", chain=said) if own else said
        )

    def _chain(self, analyte: str) -> str | None:
        return analyte.removesuffix("_flc") if analyte.endswith("_flc") else None
