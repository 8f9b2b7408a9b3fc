"""What does each distinct code of the database mean? Looked up once a code, whatever the number of rows.

A concept is known by its id, else by its code in its vocabulary (LOINC, RxNorm, ATC …) or its name, where the database
carries `concept`; a drug also by the one known ingredient that `concept_ancestor` or `drug_strength` gives it. Concept 0
means that the conversion found no concept: then the source concept (and what it maps to), else the source value speaks.
A concept that is not known here is not guessed from its source value (albumin in urine is called albumin too), except a
drug's that the database does not name either; a site's own mapping file may always say what a code means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from thirdline.records.lookups import insert
from thirdline.records.omop.tables import CODED, COLUMNS, Coded
from thirdline.records.words import LOINC_SHAPE, Words, plain

TABLES = {
    "omop_used_concepts": "concept varchar",
    "omop_concepts": "concept varchar, name varchar, code varchar, vocabulary varchar",
    "omop_known_drugs": "concept varchar, word varchar",
    "omop_meanings": (
        "kind varchar, concept varchar, source_concept varchar, source varchar, list varchar, word varchar, shown varchar, "
        "outcome varchar, rows bigint, example varchar, unit varchar"
    ),
    "omop_units": "concept varchar, source varchar, unit varchar",
    "omop_sexes": "concept varchar, source varchar, sex varchar",
    "omop_answers": "concept varchar, answer varchar",
    "omop_comparators": "concept varchar, sign varchar",
    "omop_episode_roles": "concept varchar, role varchar",
}
DRUGS = ("drug",)
UNMAPPED, USED = "unmapped_code", "used"
EQUALS = "="


@dataclass(frozen=True)
class Concept:
    """What the database's own vocabulary says of a concept."""

    name: str | None
    code: str | None
    vocabulary: str | None


@dataclass(frozen=True)
class Code:
    """One distinct code of one table, how many rows hold it, and the id of one of them."""

    concept: str | None
    source_concept: str | None
    source: str | None
    rows: int
    example: str | None


@dataclass(frozen=True)
class Meaning:
    """A word of a list, or none and why."""

    list: str
    word: str | None
    outcome: str


@dataclass(frozen=True)
class Lookup:
    """What is known of the concepts that the database uses."""

    words: Words
    concepts: dict[str, Concept]
    drugs: dict[str, str]
    mapped_to: dict[str, list[str]]

    def meaning(self, lists: tuple[str, ...], code: Code) -> Meaning:
        """What the code means in the first of the lists that has it."""
        ids = [code.concept] if code.concept else self._source_ids(code)
        telling = code.concept is None or (lists == DRUGS and code.concept not in self.concepts)
        for list_ in lists:
            word = self._by_ids(list_, ids) or (self._by_source(list_, code.source) if telling else None)
            if word := word or self._by_site(list_, code):
                return Meaning(list_, word, USED)
        return Meaning(lists[0], None, self._wrong(code) or (USED if lists == DRUGS else UNMAPPED))

    def shown(self, lists: tuple[str, ...], code: Code) -> str:
        """How the code names itself to a reader; never by a word that could be taken for one of knowledge."""
        concept = self.concepts.get(code.concept or code.source_concept or "")
        named = (concept.name if concept else None) or code.source
        if named and not any(self.words.resolve(list_, named) for list_ in lists):
            return named
        return " ".join(part for part in ("OMOP concept", code.concept or "0", f"({named})" if named else "") if part)

    def _source_ids(self, code: Code) -> list[str]:
        own = code.source_concept
        return [*self.mapped_to.get(own, []), own] if own else []

    def _by_ids(self, list_: str, ids: list[str]) -> str | None:
        found = {word for id_ in ids if (word := self._by_id(list_, id_))}
        return found.pop() if len(found) == 1 else None

    def _by_id(self, list_: str, id_: str) -> str | None:
        if list_ == "drug":
            return self.drugs.get(id_)
        return self.words.coded("omop", list_, id_) or self.by_concept(list_, self.concepts.get(id_))

    def by_concept(self, list_: str, concept: Concept | None) -> str | None:
        """By the code in its vocabulary, else by the name."""
        if concept is None or self._wrong_concept(concept):
            return None
        code, vocabulary = concept.code or "", (concept.vocabulary or "").lower()
        word = self.words.coded(vocabulary, list_, code)
        if not word and list_ in ("diagnosis", "procedure"):
            word = self.words.resolve(list_, code)
        return word or self.words.resolve(list_, concept.name or "")

    def _by_source(self, list_: str, source: str | None) -> str | None:
        """By the source value, unless it is digits alone: those mean something at their own site only."""
        if not source or self.words.wrong_code(source):
            return None
        telling = any(letter.isalpha() for letter in source) or LOINC_SHAPE.fullmatch(source)
        return self.words.resolve(list_, source) if telling else None

    def _by_site(self, list_: str, code: Code) -> str | None:
        """By what the site's own mapping file says of the concept or of the source value."""
        ids = (code.concept, code.source_concept)
        return next((word for id_ in ids if id_ and (word := self.words.coded("omop", list_, id_))), None) or (
            self.words.site.get(list_, {}).get(plain(code.source or ""))
        )

    def site_unit(self, code: Code) -> str | None:
        """The unit that the site's own mapping file gives values without one."""
        named = (code.concept, code.source_concept, code.source)
        return next((unit for each in named if each and (unit := self.words.site_units.get(plain(each)))), None)

    def _wrong(self, code: Code) -> str | None:
        """Why the code must not be read, where it is one of those."""
        concept = self.concepts.get(code.concept or code.source_concept or "")
        wrong = self._wrong_concept(concept) if concept else None
        return wrong or (self.words.wrong_code(code.source) if code.source else None)

    def _wrong_concept(self, concept: Concept) -> str | None:
        return self.words.wrong_code(concept.code) if concept.code and concept.vocabulary == "LOINC" else None


def fill(con: duckdb.DuckDBPyConnection, words: Words) -> None:
    """Fill the lookup tables from the views of the database. Python sees distinct codes only."""
    for name, columns in TABLES.items():
        con.execute(f"create or replace temp table {name} ({columns})")
    codes = {coded.table: list(_codes(con, coded)) for coded in CODED}
    _fill_concepts(con, codes)
    lookup = _lookup(con, words)
    for coded in CODED:
        insert(con, "omop_meanings", list(_meanings(lookup, coded, codes[coded.table])))
    _fill_units(con, lookup)
    _fill_others(con, lookup)


def _codes(con: duckdb.DuckDBPyConnection, coded: Coded) -> Iterator[Code]:
    source = [
        name if name in COLUMNS[coded.table] else "cast(null as varchar)"
        for name in (f"{coded.stem}_source_concept_id", f"{coded.stem}_source_value")
    ]
    rows = con.execute(
        f"""
        select nullif({coded.stem}_concept_id, '0'), nullif({source[0]}, '0'), {source[1]}, count(*), min({coded.id})
        from omop_{coded.table} group by 1, 2, 3
        """
    ).fetchall()
    return (Code(*row) for row in rows)


def _fill_concepts(con: duckdb.DuckDBPyConnection, codes: dict[str, list[Code]]) -> None:
    """The part of the vocabulary that the database uses."""
    used = {id_ for each in codes.values() for code in each for id_ in (code.concept, code.source_concept) if id_}
    insert(con, "omop_used_concepts", [(id_,) for id_ in used])
    for table, column in (
        ("measurement", "unit_concept_id"), ("measurement", "value_as_concept_id"),
        ("observation", "unit_concept_id"), ("observation", "value_as_concept_id"),
        ("drug_exposure", "route_concept_id"), ("episode", "episode_object_concept_id"),
    ):  # fmt: skip
        con.execute(f"insert into omop_used_concepts select distinct {column} from omop_{table} where {column} is not null")
    con.execute(
        """
        insert into omop_used_concepts
        select concept_id_2 from omop_concept_relationship
        where relationship_id = 'Maps to' and invalid_reason is null
        and concept_id_1 in (select concept from omop_used_concepts)
        """
    )
    con.execute(
        """
        insert into omop_concepts select concept_id, concept_name, concept_code, vocabulary_id from omop_concept
        where concept_id in (select concept from omop_used_concepts)
        """
    )


def _lookup(con: duckdb.DuckDBPyConnection, words: Words) -> Lookup:
    concepts = {row[0]: Concept(*row[1:]) for row in con.execute("select * from omop_concepts").fetchall()}
    mapped_to: dict[str, list[str]] = {}
    related = con.execute(
        """
        select concept_id_1, concept_id_2 from omop_concept_relationship
        where relationship_id = 'Maps to' and invalid_reason is null and concept_id_1 <> concept_id_2
        and concept_id_1 in (select concept from omop_used_concepts) order by all
        """
    ).fetchall()
    for one, other in related:
        mapped_to.setdefault(one, []).append(other)
    return Lookup(words, concepts, _drugs(con, words), mapped_to)


def _drugs(con: duckdb.DuckDBPyConnection, words: Words) -> dict[str, str]:
    """Concept -> drug: of itself, else of the one known ingredient among its ancestors."""
    known = dict(words.codes.get(("omop", "drug"), {}))
    lookup = Lookup(words, {}, {}, {})
    for id_, *rest in con.execute(
        "select concept_id, concept_name, concept_code, vocabulary_id from omop_concept where vocabulary_id in "
        "('RxNorm', 'RxNorm Extension', 'ATC', 'HemOnc') or concept_id in (select concept from omop_used_concepts)"
    ).fetchall():
        if word := lookup.by_concept("drug", Concept(*rest)):
            known.setdefault(id_, word)
    insert(con, "omop_known_drugs", list(known.items()))
    ancestors = con.execute(
        """
        select concept, min(word) from (
            select a.descendant_concept_id as concept, k.word from omop_concept_ancestor a
            join omop_known_drugs k on k.concept = a.ancestor_concept_id
            union all
            select s.drug_concept_id, k.word from omop_drug_strength s
            join omop_known_drugs k on k.concept = s.ingredient_concept_id
        ) where concept in (select concept from omop_used_concepts)
        group by concept having min(word) = max(word)
        """
    ).fetchall()
    return {**dict(ancestors), **known}


def _meanings(lookup: Lookup, coded: Coded, codes: list[Code]) -> Iterator[tuple[object, ...]]:
    for code in codes:
        meant = lookup.meaning(coded.lists, code)
        yield (
            coded.table, code.concept, code.source_concept, code.source, meant.list, meant.word,
            lookup.shown(coded.lists, code), meant.outcome, code.rows, code.example, lookup.site_unit(code),
        )  # fmt: skip


def _fill_units(con: duckdb.DuckDBPyConnection, lookup: Lookup) -> None:
    found = con.execute(
        """
        select distinct unit_concept_id, unit_source_value from omop_measurement
        union select distinct unit_concept_id, unit_source_value from omop_observation
        """
    ).fetchall()
    insert(con, "omop_units", [(id_, source, _unit(lookup, id_, source)) for id_, source in found])


def _unit(lookup: Lookup, id_: str | None, source: str | None) -> str | None:
    """The unit as text; one that the conversion named by a concept not known here is not read from the source value."""
    if id_ is None or id_ == "0":
        return source
    concept = lookup.concepts.get(id_)
    known = lookup.words.coded("omop", "unit", id_)
    return known or (concept.code if concept and concept.vocabulary == "UCUM" else None) or f"OMOP unit {id_}"


def _fill_others(con: duckdb.DuckDBPyConnection, lookup: Lookup) -> None:
    words = lookup.words
    insert(
        con, "omop_answers", [(id_, c.name) for id_, c in lookup.concepts.items() if not words.coded("omop", "answer", id_)]
    )
    insert(con, "omop_answers", list(words.codes.get(("omop", "answer"), {}).items()))
    signs = words.codes.get(("omop", "comparator"), {}).items()
    insert(con, "omop_comparators", [(id_, sign if sign != EQUALS else "") for id_, sign in signs])
    insert(con, "omop_episode_roles", list(words.codes.get(("omop", "episode"), {}).items()))
    people = con.execute("select distinct gender_concept_id, gender_source_value from omop_person").fetchall()
    sexes = [(id_, text, words.coded("omop", "sex", id_ or "") or text) for id_, text in people]
    insert(con, "omop_sexes", sexes)
