"""Which word of knowledge is meant by a word found in a record?

Found words are compared without regard to case, to runs of spaces, and to hyphens or underscores against spaces.
A word that could mean two things is an error of knowledge and raises here; a word that means nothing is None.
A code whose system is named is looked up among the codes of that system alone: a concept id of OMOP and an RxNorm code
may be the same digits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thirdline.knowledge.kinds import Analyte, CodeList, Drug, Finding, Vocabulary

Spellings = Mapping[str, str]

VOCABULARIES = {
    "sexes": "sex",
    "diagnoses": "diagnosis",
    "heavy-chains": "heavy_chain",
    "light-chains": "light_chain",
    "stop-reasons": "stop_reason",
    "procedures": "procedure",
    "lesion-kinds": "lesion_kind",
    "lesion-measures": "lesion_measure",
    "implied-findings": "implied_finding",
    "grades": "grade",
}
"""Vocabulary id -> name of its list in `Words.lists`; `<id>-spellings`, where there is one, adds other spellings."""


DASHES = "\\-_\u2010\u2011\u2013\u2014\u2212"


def plain(text: str) -> str:
    """The form in which words are compared: `Serum  M-Protein` and `serum_m_protein` are one."""
    return re.sub(rf"[\s{DASHES}]+", " ", text.casefold().replace("\u0451", "\u0435")).strip()


def unit_key(text: str) -> str:
    """The form in which spellings of units are compared: no spaces, one micro sign, superscripts written out."""
    text = re.sub(r"\s+", "", text).replace("µ", "u").replace("μ", "u")
    return re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda run: "^" + "".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(c)) for c in run[0]), text)


LOINC_SHAPE = re.compile(r"(\d{1,7})-(\d)")


def holds_check_digit(code: str) -> bool:
    """Whether the last digit of a LOINC code (`33358-3`) is the mod-10 check digit of the others.

    Digits in odd places, counted from the right, make one number, which is doubled; the digits of that number and the
    remaining ones are summed, and the check digit fills the sum up to a multiple of ten. Source: LOINC Users' Guide,
    12 C (knowledge/sources/loinc-users-guide-mod10). It names 14 deprecated terms issued with another digit; none of
    them is read here. False for what is not of that shape.

    >>> holds_check_digit("33358-3"), holds_check_digit("33944-8")
    (True, False)
    """
    shaped = LOINC_SHAPE.fullmatch(code.strip())
    if not shaped:
        return False
    digits = shaped[1][::-1]
    doubled = str(2 * int(digits[::2]))
    return (sum(map(int, doubled + digits[1::2])) + int(shaped[2])) % 10 == 0


@dataclass(frozen=True)
class Words:
    """Every word a record may use.

    lists: list (`drug`, `analyte`, `finding`, `sex`, …) -> plain spelling -> word.
    values: kind of finding -> plain spelling -> allowed value.
    opposites: kinds of finding with two values, of which one excludes the other.
    units: spelling of a unit (see `unit_key`) -> UCUM unit meant.
    analytes: analyte word -> its record of knowledge.
    codes: (system, list) -> code -> word; systems are `loinc`, `omop`, `rxnorm` and `atc`.
    wrong: codes that software in the field uses for something else, or that do not exist; plain, with what they are.
    site: list -> plain code -> word: what the site's own mapping file adds; it is in `lists` and `codes` as well.
    site_units: plain code of an analyte -> the unit that the mapping file gives its values where a row names none.
    base: the words of knowledge alone, where a mapping file was added.
    """

    lists: Mapping[str, Spellings]
    values: Mapping[str, Spellings]
    opposites: frozenset[str]
    units: Spellings
    analytes: Mapping[str, Analyte]
    codes: Mapping[tuple[str, str], Spellings] = field(default_factory=dict)
    wrong: Spellings = field(default_factory=dict)
    site: Mapping[str, Spellings] = field(default_factory=dict)
    site_units: Spellings = field(default_factory=dict)
    base: Words | None = None

    @classmethod
    def of(
        cls,
        drugs: Iterable[Drug],
        analytes: Iterable[Analyte],
        findings: Iterable[Finding],
        code_lists: Iterable[CodeList],
        vocabularies: Iterable[Vocabulary],
    ) -> Words:
        """Build the words from knowledge. Raises ValueError where two things share a word or a vocabulary is absent."""
        drugs, analytes, findings = list(drugs), list(analytes), list(findings)
        vocabulary, code_lists = {each.id: each for each in vocabularies}, list(code_lists)
        codes = [row for each in code_lists if each.list == "observation" for row in each.codes]
        lists = {name: _vocabulary_words(vocabulary, id_) for id_, name in VOCABULARIES.items()}
        lists["drug"] = _spellings("drug", ((word, drug.id) for drug in drugs for word in _drug_words(drug)))
        lists["analyte"] = _spellings("analyte", _with_codes(analytes, codes))
        lists["finding"] = _spellings("finding", _with_codes(findings, codes))
        classes = _vocabulary_words(vocabulary, "drug-classes")
        others = [(term.word, term.short_en or "") for term in _terms(vocabulary, "finding-values-spellings")]
        return cls(
            lists=MappingProxyType(lists),
            values={each.word: _values(each, others, {**classes, **lists["drug"]}) for each in findings},
            opposites=frozenset(each.word for each in findings if len(each.values) == 2),
            units={unit_key(term.word): term.short_en or "" for term in _terms(vocabulary, "units-spellings")},
            analytes={each.word: each for each in analytes},
            codes=_by_system(drugs, code_lists, {each.word for each in analytes}),
            wrong={plain(row.code): row.component for row in codes if row.means is None},
        )

    def with_mapping(self, path: Path) -> Words:
        """These words and those of a site's mapping file; raises RecordError where the file does not hold."""
        from thirdline.records.mapping import mapped

        return mapped(self, path)

    @property
    def edition(self) -> str:
        """A fingerprint of the words of knowledge, the same with and without a mapping file."""
        own = self.base or self
        analytes = [each.model_dump_json() for _, each in sorted(own.analytes.items())]
        held = [
            sorted((str(name), sorted(each.items())) for name, each in m.items()) for m in (own.lists, own.values, own.codes)
        ]
        text = repr((held, sorted(own.units.items()), sorted(own.wrong.items()), analytes))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def coded(self, system: str, list_: str, code: str) -> str | None:
        """The word of that list that the code means in its system; None when there is none."""
        return self.codes.get((system, list_), {}).get(code.strip())

    def wrong_code(self, found: str) -> str | None:
        """`bad_check_digit` or `wrong_code` for a code that must not be read; None for any other text."""
        if LOINC_SHAPE.fullmatch(found.strip()) and not holds_check_digit(found):
            return "bad_check_digit"
        return "wrong_code" if plain(found) in self.wrong else None

    def resolve(self, list_: str, found: str) -> str | None:
        """The word of that list meant by `found`; None when there is none."""
        return self.lists[list_].get(plain(found))

    def value(self, kind: str, found: str) -> str | None:
        """The allowed value of that kind of finding meant by `found`; None when there is none."""
        return self.values.get(kind, {}).get(plain(found))


def _spellings(list_: str, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for found, word in pairs:
        if spellings.setdefault(plain(found), word) != word:
            raise ValueError(
                f"{list_} word {found!r} means both {spellings[plain(found)]!r} and {word!r}: keep it in one of them"
            )
    return spellings


def _drug_words(drug: Drug) -> tuple[str, ...]:
    codes = (*drug.codes.atc, *drug.codes.rxnorm, *map(str, drug.codes.omop))
    return (drug.id, drug.names.en, drug.names.ru, *drug.synonyms.en, *drug.synonyms.ru, *codes)


def _with_codes(kinds: list[Analyte] | list[Finding], codes: Iterable) -> Iterable[tuple[str, str]]:
    """Words and codes of these analytes or findings; codes of anything else, and INVALID ones, are passed over."""
    known = {each.word for each in kinds}
    for each in kinds:
        synonyms = getattr(each, "synonyms", None)
        others = (*synonyms.en, *synonyms.ru) if synonyms else ()
        yield from ((word, each.word) for word in (each.word, each.id, each.names.en, each.names.ru, *others))
    yield from ((row.code, row.means) for row in codes if row.means in known and row.how != "INVALID")


def _by_system(drugs: list[Drug], lists: list[CodeList], analytes: set[str]) -> dict[tuple[str, str], dict[str, str]]:
    """(system, list) -> code -> word; a code of an observation is an analyte's or a finding's."""
    codes: dict[tuple[str, str], dict[str, str]] = {}
    for drug in drugs:
        for system, found in (("atc", drug.codes.atc), ("rxnorm", drug.codes.rxnorm), ("omop", map(str, drug.codes.omop))):
            codes.setdefault((system, "drug"), {}).update(dict.fromkeys(found, drug.id))
    for each in lists:
        for row in each.codes:
            if row.means and row.how != "INVALID":
                observed = "analyte" if row.means in analytes else "finding"
                name = observed if each.list == "observation" else each.list
                codes.setdefault((each.system, name), {})[row.code] = row.means
    return codes


def _terms(vocabulary: Mapping[str, Vocabulary], id_: str) -> tuple[Vocabulary.Term, ...]:
    if id_ not in vocabulary:
        raise ValueError(f"vocabulary {id_!r} is missing: add knowledge/vocabularies/{id_}.yaml")
    return vocabulary[id_].words


def _vocabulary_words(vocabulary: Mapping[str, Vocabulary], id_: str) -> dict[str, str]:
    terms = _terms(vocabulary, id_)
    pairs = [(each, t.word) for t in terms for each in (t.word, t.en, t.ru, t.short_en, t.short_ru) if each]
    if others := vocabulary.get(f"{id_}-spellings"):
        pairs += [(each, t.short_en) for t in others.words for each in (t.word, t.en, t.ru) if t.short_en]
    return _spellings(id_, pairs)


def _values(finding: Finding, others: Iterable[tuple[str, str]], drugs: Mapping[str, str]) -> dict[str, str]:
    """Allowed values by spelling; an own value goes before another's spelling (`1` is ECOG 1, elsewhere stage I)."""
    own = [(each, v.value) for v in finding.values for each in (v.value, v.en, v.ru)]
    spellings = {**(drugs if finding.open_to else {}), **_spellings(finding.word, own)}
    allowed = {value.value for value in finding.values}
    for found, meant in others:
        for value in allowed.intersection(each.strip() for each in meant.split(",")):
            spellings.setdefault(plain(found), value)
    return spellings
