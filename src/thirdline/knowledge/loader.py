"""The refusing loader: YAML in, frozen records out, or a message that says how to mend.

Question answered: does every record hold only what its kind allows, with every fact cited and every id known?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

import yaml
from pydantic import TypeAdapter, ValidationError

from thirdline.knowledge import cohorts, criteria, endpoints, kinds, reproductions, trial_checks, trials
from thirdline.knowledge.kinds import Citation, Record, Row

KINDS: Mapping[str, TypeAdapter[Any]] = MappingProxyType(
    {
        "sources": TypeAdapter(kinds.Source),
        "vocabularies": TypeAdapter(kinds.Vocabulary),
        "analytes": TypeAdapter(kinds.Analyte),
        "findings": TypeAdapter(kinds.Finding),
        "drugs": TypeAdapter(kinds.Drug),
        "regimens": TypeAdapter(kinds.Regimen),
        "adjustments": TypeAdapter(kinds.Adjustment),
        "mechanisms": TypeAdapter(kinds.Mechanism),
        "labels": TypeAdapter(kinds.Label),
        "codes": TypeAdapter(kinds.CodeList),
        "criteria": TypeAdapter(criteria.AnyCriterion),
        "practices": TypeAdapter(criteria.Practice),
        "cohorts": TypeAdapter(cohorts.Cohort),
        "trials": TypeAdapter(trials.Trial),
        "endpoints": TypeAdapter(endpoints.AnyEndpoint),
        "reproductions": TypeAdapter(reproductions.Reproduction),
    }
)
R = TypeVar("R", bound=Record)


class KnowledgeError(ValueError):
    """Knowledge that does not load. Each problem: file, key, what is wrong, what is allowed, how to mend."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class _Yaml(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Safe YAML that refuses a key given twice, and keeps the digits of a number as they are written: 0.70, not 0.7."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_digits(self, node: yaml.ScalarNode) -> Decimal:
        try:
            return Decimal(node.value)
        except InvalidOperation as error:
            problem = f"{node.value!r} is no number that is written in digits"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error


_Yaml.add_constructor("tag:yaml.org,2002:float", _Yaml.construct_digits)


@dataclass(frozen=True)
class Knowledge:
    """Every record by kind and id."""

    records: Mapping[str, Mapping[str, Record]]

    def of(self, kind: str) -> Mapping[str, Any]:
        """The records of one kind (the folder's name), by id."""
        return self.records.get(kind, MappingProxyType({}))

    @cached_property
    def kind_of(self) -> Mapping[str, str]:
        """The kind of each id; where kinds share one, the first of them in order, a source last of all."""
        order = ("sources", *(kind for kind in reversed(list(self.records)) if kind != "sources"))
        return {id: kind for kind in order for id in self.records[kind]}

    def find(self, id: str) -> Record | None:
        """The record of that id, of whatever kind; None when there is none."""
        kind = self.kind_of.get(id)
        return self.records[kind][id] if kind else None

    def cited(self, id: str, key: str) -> tuple[Record, Citation] | None:
        """The record of that id whose `cites` have that key, of whatever kind; a drug and a regimen may share an id."""
        for held in self.records.values():
            record = held.get(id)
            if record and key in record.cites:
                return record, record.cites[key]
        return None

    def criterion(self, id: str, model: type[R]) -> R:
        """The criterion of that id, which must be of that model."""
        found = self.of("criteria").get(id)
        if not isinstance(found, model):
            raise KnowledgeError([f"criteria: {id} is not a {model.__name__}"])
        return found

    def digest(self) -> str:
        """A fingerprint of all knowledge, for the record of a run."""
        import hashlib

        text = "\n".join(r.model_dump_json() for kind in self.records.values() for r in kind.values())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def home() -> Path:
    """The knowledge folder: beside the code in a checkout, inside the package when installed."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "knowledge"


def load(folder: Path | None = None) -> Knowledge:
    """Read all records; raise `KnowledgeError` naming every file that does not hold."""
    folder = folder or home()
    records: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    problems: list[str] = []
    for path in sorted(folder.rglob("*.yaml")):
        kind = path.relative_to(folder).parts[0]
        record = _record(path, kind, problems)
        if record is not None:
            records[kind][record.id] = record
    problems += [problem for kind, held in records.items() for r in held.values() for problem in _checked(kind, r, records)]
    problems += trial_checks.problems([cast(trials.Trial, trial) for trial in records["trials"].values()])
    problems += _twins(records["regimens"].values())
    problems += _deep_stages([each for each in records["criteria"].values() if isinstance(each, criteria.Staging)])
    if problems:
        raise KnowledgeError(problems)
    return Knowledge(MappingProxyType({kind: MappingProxyType(held) for kind, held in records.items()}))


def _record(path: Path, kind: str, problems: list[str]) -> Record | None:
    where = f"{kind}/{path.name}"
    if kind not in KINDS:
        problems.append(f"{where}: no kind of knowledge is called {kind!r}; allowed: {', '.join(KINDS)}. Move the file.")
        return None
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Yaml)
        record = KINDS[kind].validate_python(data)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(f"{where}: not readable as YAML in UTF-8: {' '.join(str(error).split())}. Mend the file.")
        return None
    except ValidationError as error:
        problems += [f"{where}: {_plain(e)}" for e in error.errors()]
        return None
    if record.id != path.stem:
        problems.append(f"{where}: id: {record.id!r} is not the file's name; allowed: {path.stem!r}. Rename one of them.")
    return record


def _plain(error: Any) -> str:
    """One validation error as: key, what is wrong, what is allowed, how to mend."""
    key = ".".join(str(part) for part in error["loc"]) or "the record"
    if error["type"] == "extra_forbidden":
        return f"{key}: this kind has no such key. Take it out, or correct its spelling (CONTRIBUTING.md lists the keys)."
    if error["type"] == "missing":
        return f"{key}: missing. Add it, with its citation under 'cites'."
    return f"{key}: {error['msg']} (found {error.get('input')!r:.80}). Correct the value."


def _checked(kind: str, record: Record, records: Mapping[str, Mapping[str, Record]]) -> Iterator[str]:
    """Facts cited, citations used, sources and ids known."""
    where = f"{kind}/{record.id}.yaml"
    facts = {f for f in record.facts if getattr(record, f) not in (None, ())}
    named = set(row_cites(record))
    for fact in sorted(facts - set(record.cites)):
        yield f"{where}: {fact}: stands without a citation. Add cites.{fact} with source, at, and quote or checked."
    for name in sorted(named - set(record.cites)):
        allowed = ", ".join(record.cites)
        yield f"{where}: cite: {name!r} is not under 'cites'; allowed: {allowed}. Add it or correct the name."
    for name in sorted(set(record.cites) - facts - named):
        yield f"{where}: cites.{name}: cites nothing in this record. Take it out, or name the fact it is for."
    for name, citation in record.cites.items():
        if citation.source not in records["sources"]:
            yield f"{where}: cites.{name}.source: {citation.source!r} is no source. Add sources/{citation.source}.yaml."
    for field, wanted, id in _references(record):
        if id not in records[wanted]:
            yield f"{where}: {field}: {id!r} is not among {wanted}. Add {wanted}/{id}.yaml or correct the id."
    for field, word, lists in _words(record):
        if not any(word in _listed(name, records) for name in lists):
            allowed = " or ".join(f"the words of {name}" for name in lists)
            yield f"{where}: {field}: {word!r} is unknown; allowed: {allowed}. Add it there or correct the word."


def _twins(regimens: Iterable[Any]) -> Iterator[str]:
    """Regimens of one disease with the same drugs: a line of therapy could not be named by them."""
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for regimen in regimens:
        first = seen.setdefault((regimen.disease, regimen.drugs), regimen.id)
        if first != regimen.id:
            where = f"regimens/{regimen.id}.yaml"
            yield f"{where}: drugs: the same as of {first!r}. Make it a schedule of that regimen, or correct the drugs."


def _deep_stages(systems: list[criteria.Staging]) -> Iterator[str]:
    """Staging systems that use one that itself uses another: staging is derived in two steps."""
    names = {each.system for each in systems}
    used = {each.system: names & {row.item for row in (*each.conditions, *each.points)} for each in systems}
    for each in systems:
        for other in sorted(used[each.system]):
            if used[other]:
                yield (
                    f"criteria/{each.id}.yaml: items: {other!r} itself uses {', '.join(sorted(used[other]))}; a system may "
                    "use only one that uses none. Name what that one reads instead."
                )


def row_cites(part: Any) -> Iterator[str]:
    """The citations that rows of a record name."""
    if isinstance(part, Row) and part.cite:
        yield part.cite
    if isinstance(part, kinds.Frozen) and not isinstance(part, Citation):
        for field in type(part).model_fields:
            yield from row_cites(getattr(part, field))
    if isinstance(part, tuple):
        for item in part:
            yield from row_cites(item)


def _references(record: Record) -> Iterator[tuple[str, str, str]]:
    """The ids that a record names: (field, kind, id)."""
    match record:
        case kinds.Regimen():
            yield from (("drugs", "drugs", d) for d in record.drugs)
            yield from (("premedication", "drugs", p.drug) for s in record.schedules for p in s.premedication)
        case kinds.Adjustment():
            yield "drug", "drugs", record.drug
            yield from (("regimens", "regimens", r) for r in record.regimens)
        case kinds.Mechanism():
            yield from (("drugs", "drugs", d) for d in record.drugs)
        case kinds.Label():
            yield "drug", "drugs", record.drug
            if record.regimen:
                yield "regimen", "regimens", record.regimen
        case trials.Trial():
            yield from (("arms", "regimens", arm.regimen) for arm in record.arms if arm.regimen)
            yield from (("arms", "drugs", drug) for arm in record.arms for drug in arm.drugs)
            yield from (("cuts", "sources", cut.paper) for cut in record.cuts if cut.paper)
            yield from (("kin", "trials", kin.record) for kin in record.kin)
        case reproductions.Reproduction():
            yield from (("figures", "trials", trial) for trial in record.trials())
        case endpoints.TimeEndpoint() if record.beside:
            yield "beside", "endpoints", record.beside
        case criteria.Lines():
            for field in ("conditioning_drugs", "mobilisation_drugs", "lymphodepletion_drugs", "maintenance_drugs"):
                yield from ((field, "drugs", d) for d in getattr(record, field))
        case criteria.Practice():
            yield from _practice_references(record)
        case cohorts.Cohort():
            yield from (("regimens", "regimens", row.regimen) for row in record.regimens)
            yield from (("maintenance", "drugs", row.drug) for row in record.maintenance)
            yield from (("care", "drugs", drug) for drug in (record.care.transplant_drug, record.care.mobilisation_drug))
        case _:
            return


def _practice_references(practice: criteria.Practice) -> Iterator[tuple[str, str, str]]:
    """The criteria, adjustments and regimens that a practice names; its own approaches are not regimens."""
    force = practice.in_force
    single = (force.response, force.measurable, force.lines, force.refractory)
    others = (force.class_scheme, force.interference, force.body_surface, force.toxicity, *force.staging, *force.profiles)
    yield from (("in_force", "criteria", id) for id in (*single, *others))
    yield from (("adjustments", "adjustments", id) for id in practice.adjustments)
    own = {a.id for a in practice.approaches}
    for cell in practice.cells:
        yield from (("cells", "regimens", o.option) for o in cell.options if o.option not in own)
    yield from (("approaches", "drugs", d) for a in practice.approaches for d in a.needs_one_of)
    yield from (("footnotes", "drugs", d) for f in practice.footnotes for d in (f.refractory_to, f.drug_instead))


CLASSES, TARGETS, DIAGNOSES = "vocabularies/drug-classes.yaml", "vocabularies/targets.yaml", "vocabularies/diagnoses.yaml"
TERMS = "vocabularies/ctcae-terms.yaml"
NEEDED = {
    "drug": ("drugs",),
    "class": (CLASSES,),
    "present": ("findings",),
    "absent": ("findings",),
    "diagnosis": (DIAGNOSES,),
}
"""The lists from which a need takes its word, by the last part of the need."""
CODED = {"observation": ("analytes", "findings"), "sex": ("vocabularies/sexes.yaml",), "diagnosis": (DIAGNOSES,)}
"""The lists from which a code takes its word, by the list that its codes are of; a unit or a sign has none."""
Worded = tuple[str, str, tuple[str, ...]]


def _listed(name: str, records: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The words of one list: a vocabulary's, the ids of drugs, the words of analytes and findings, what staging makes."""
    if name.startswith("vocabularies/"):
        vocabulary = records["vocabularies"].get(Path(name).stem)
        return {term.word for term in vocabulary.words} if vocabulary else set()
    if name == "staging":
        chains = {f"{word.lower()}_m_protein" for word in _listed("vocabularies/heavy-chains.yaml", records)}
        return chains | {"points"} | {c.system for c in records["criteria"].values() if isinstance(c, criteria.Staging)}
    return {getattr(record, "word", id) for id, record in records[name].items()}


def _words(record: Record) -> Iterator[Worded]:
    """The words that a record uses and the lists that may hold them: (field, word, lists)."""
    match record:
        case kinds.Drug():
            yield "drug_class", record.drug_class, (CLASSES,)
            yield from (("targets", word, (TARGETS,)) for word in record.targets)
        case kinds.Regimen() | criteria.Practice():
            yield "disease", record.disease, (DIAGNOSES,)
            yield from _practice_words(record) if isinstance(record, criteria.Practice) else ()
        case kinds.Label():
            yield from _needed(record.needs)
        case trials.Trial():
            yield "disease", record.disease, (DIAGNOSES,)
            yield from _needed(record.needs)
            for share in record.population.shares if record.population else ():
                if share.value:
                    yield "population", share.value, NEEDED[share.what.rpartition("_")[2]]
        case kinds.CodeList() if record.list in CODED:
            yield from (("codes", row.means, CODED[record.list]) for row in record.codes if row.means)
        case kinds.Analyte() if record.part_of:
            yield "part_of", record.part_of, ("analytes",)
        case criteria.Staging():
            yield from (
                ("items", row.item, ("analytes", "findings", "staging")) for row in (*record.conditions, *record.points)
            )
            yield "reported_as", record.reported_as, ("findings",)
        case cohorts.Cohort():
            yield "disease", record.disease, (DIAGNOSES,)
            yield from (("kills", row.drug_class, (CLASSES,)) for row in record.kills)
            yield from (("panel", row.analyte, ("analytes",)) for row in (*record.panel, *record.other_units))
            yield from (("findings", row.finding, ("findings",)) for row in record.findings)
        case criteria.Toxicity():
            yield from (("ladders", row.term, (TERMS,)) for row in record.ladders)
            yield from (("ladders", row.analyte, ("analytes",)) for row in record.ladders)
        case _:
            yield from ((field, word, (CLASSES,)) for field, word in _classes(record))


def _needed(needs: Iterable[kinds.Need]) -> Iterator[Worded]:
    """The words of needs."""
    for need in needs:
        lists = NEEDED.get(need.need.rpartition("_")[2], ())
        yield from (("needs", word, lists) for word in need.any_of or (need.value,) if word)


def _classes(record: Record) -> Iterator[tuple[str, str]]:
    """The drug classes that a mechanism or a criterion names."""
    for field in ("classes", "treating_classes", "steroid_classes", "cell_products", "uncounted_classes"):
        yield from ((field, word) for word in getattr(record, field, ()))
    if isinstance(record, criteria.Refractory):
        yield from (("tiers", row.drug_class) for row in record.tiers)


def _practice_words(practice: criteria.Practice) -> Iterator[Worded]:
    """The words of a practice's table: drugs and classes of its cells, and findings."""
    for cell in practice.cells:
        yield from (("cells", word, ("drugs", CLASSES)) for group in cell.groups for word in group.any_of)
        yield from (("cells", word, (CLASSES,)) for word in cell.not_refractory_to)
    yield from (("preconditions", row.finding, ("findings",)) for row in practice.preconditions)
    yield from (("footnotes", row.finding, ("findings",)) for row in practice.footnotes)
