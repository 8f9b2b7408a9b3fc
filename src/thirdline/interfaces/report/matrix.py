"""The refractoriness matrix: drugs by class against lines, and what the tiers mean.

Question answered: to what is the disease refractory, to what has it only been exposed, and what was never given?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thirdline.interfaces.report.grounds import Ground, Grounds
from thirdline.interfaces.report.model import Course, Row, ids
from thirdline.interfaces.report.speech import Speech
from thirdline.interfaces.report.story import Said
from thirdline.knowledge.criteria import ClassScheme, Refractory

SIGNS = {"refractory": "●", "again": "◐", "given": "○", "unknown": "?", "not": "–"}


@dataclass(frozen=True)
class Cell:
    """A drug in a line: what is known of it there."""

    state: str  # refractory, again, given, unknown or not
    text: str

    @property
    def sign(self) -> str:
        return SIGNS[self.state]


@dataclass(frozen=True)
class DrugRow:
    """A drug and its cells, one a line."""

    drug: str
    refractory: bool
    cells: list[Cell]


@dataclass(frozen=True)
class ClassRows:
    """A class and its drugs."""

    name: str
    tone: int
    rows: list[DrugRow]


@dataclass(frozen=True)
class Tier:
    """A tier, its definition from the criterion, and whether it is this patient's."""

    name: str
    definition: str
    here: bool


@dataclass(frozen=True)
class Matrix:
    """One patient's refractoriness."""

    course: Course
    speech: Speech
    grounds: Grounds

    @property
    def status(self) -> Row:
        return self.course.first("status")

    def lines(self) -> list[tuple[int, str]]:
        """Each line's number and name."""
        s = self.speech
        return [(r["line"], s.short_regimen(r.get("regimen")) or s.drugs(r.get("drugs"))) for r in self.course.lines]

    def classes(self) -> list[ClassRows]:
        """Every drug given in a line, its class's drugs together."""
        drugs = dict.fromkeys(d for r in self.course.lines for d in ids(r.get("drugs")))
        failed = {r["drug"]: r for r in self.course.rows("refractoriness")}
        by_class: dict[str, list[DrugRow]] = {}
        for drug in [*drugs, *(d for d in failed if d not in drugs)]:
            row = DrugRow(self.speech.drug(drug), drug in failed, [self._cell(drug, r, failed) for r in self.course.lines])
            by_class.setdefault(self._class(drug), []).append(row)
        order = self._order()
        return [
            ClassRows(self.speech.drug_class(c), order.index(c) if c in order else -1, by_class[c])
            for c in sorted(by_class, key=lambda c: order.index(c) if c in order else len(order))
        ]

    def _cell(self, drug: str, line: Row, failed: dict[str, Row]) -> Cell:
        w, found = self.speech.words, failed.get(drug)
        if found and found.get("line") == line["line"]:
            values = {"on": self.speech.date(found.get("since")), "reason": self.speech.term("reasons", found.get("reason"))}
            return Cell("refractory", w("report.refractory.cell_refractory", **values))
        state = "not"
        if drug in ids(line.get("drugs")):
            state = "again" if found and found["line"] < line["line"] else "given" if self._judged(line) else "unknown"
        return Cell(state, w(f"report.refractory.cell_{state}"))

    def _judged(self, line: Row) -> bool:
        """Whether anything in the line can be evaluated."""
        best = self.course.first("best_responses", line=line["line"])
        return best.get("best") not in (None, "NE") or bool(self.course.rows("progressions", line=line["line"]))

    def _class(self, drug: str) -> str:
        row = self.course.first("refractoriness", drug=drug)
        record = self.course.knowledge.of("drugs").get(drug)
        return record.drug_class if record else str(row.get("drug_class") or "")

    def _order(self) -> list[str]:
        vocabulary = self.course.knowledge.of("vocabularies").get("drug-classes")
        return [t.word for t in vocabulary.words] if vocabulary else []

    def refractory_classes(self) -> list[str]:
        names = (self.speech.drug_class(c) for c in ids(self.status.get("refractory_classes")))
        return [n[:1].lower() + n[1:] for n in names]

    def said(self) -> list[Said]:
        """Each refractory drug with its grounds."""
        rows = sorted(self.course.rows("refractoriness"), key=lambda r: (str(r.get("since")), str(r["drug"])))
        return [Said(self._told(r), self.grounds.of(r.get("because"))) for r in rows]

    def _told(self, r: Row) -> str:
        drug = self.speech.drug(r["drug"])
        return self.speech.words(
            "report.refractory.said",
            drug=drug[:1].upper() + drug[1:],
            on=self.speech.date(r.get("since")),
            reason=self.speech.term("reasons", r.get("reason")),
            line=r.get("line"),
        )

    def status_grounds(self) -> list[Ground]:
        return self.grounds.of(self.status.get("because"))

    def tiers(self) -> list[Tier]:
        """The tiers of the criterion in force, as it defines them; none where the practice is not known."""
        criterion = self._criterion("refractory")
        if not isinstance(criterion, Refractory):
            return []
        names = list(dict.fromkeys(row.tier for row in sorted(criterion.tiers, key=lambda row: row.depth)))
        own = self.status.get("refractory_tier")
        return [Tier(self.speech.term("tiers", name), self._definition(criterion, name), name == own) for name in names]

    def _definition(self, criterion: Refractory, tier: str) -> str:
        alternatives: dict[int, list[str]] = {}
        for row in criterion.tiers:
            if row.tier == tier:
                name = self.speech.drug_class(row.drug_class)
                text = self.speech.words("report.refractory.at_least", n=row.at_least, name=name[:1].lower() + name[1:])
                alternatives.setdefault(row.alternative, []).append(text)
        return self.speech.words("report.refractory.alternative").join(self.speech.listed(a) for a in alternatives.values())

    def scheme(self) -> str:
        """What triple-class refractory means, beside the tiers."""
        criterion = self._criterion("class_scheme")
        if not isinstance(criterion, ClassScheme):
            return ""
        names = (self.speech.drug_class(c) for c in criterion.classes)
        return self.speech.words(
            "report.refractory.triple_class_note", classes=", ".join(n[:1].lower() + n[1:] for n in names)
        )

    def triple_class(self) -> str:
        answer = self.status.get("triple_class_refractory")
        return self.speech.words("report.unknown" if answer is None else "report.yes" if answer else "report.no")

    def _criterion(self, part: str) -> Any:
        practice = self.course.practice
        return self.course.knowledge.of("criteria").get(getattr(practice.in_force, part)) if practice else None
