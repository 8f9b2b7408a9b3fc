"""Every need word, true, false and unknown at its boundary, asked by labels made for the test.

Each sentence has one label that asks one thing beside the diagnosis; its answers are drawn for each patient.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, get_args

import pytest

from tests.spec.drawn import Case, derive, differences, lay, parse
from thirdline.engines.duckdb import DuckDB
from thirdline.knowledge import Knowledge
from thirdline.knowledge.kinds import Label, Names, Need


@dataclass(frozen=True)
class Asked:
    """One sentence: what the label asks, since and until when, of whom, and what is answered."""

    sentence: str
    need: dict[str, Any]
    given: str
    expected: str
    label: dict[str, Any]


ASKED: list[Asked] = []


def asked(sentence: str, need: dict[str, Any], given: str, expected: str, **label: Any) -> None:
    ASKED.append(Asked(sentence, need, given, expected, label))


ONE_TWO_THREE = """
    exposures
    patient | drug        | started_on | ended_on
    one     | melphalan   | 2020-01-01 | 2020-03-01
    two     | melphalan   | 2020-01-01 | 2020-03-01
    two     | doxorubicin | 2020-06-01 | 2020-07-01
    three   | melphalan   | 2020-01-01 | 2020-03-01
    three   | doxorubicin | 2020-06-01 | 2020-07-01
    three   | vincristine | 2020-10-01 | 2020-11-01
"""
asked(
    "two lines are at least two, one is not",
    {"need": "prior_lines_at_least", "amount": 2},
    ONE_TWO_THREE,
    """
    label_answers
    patient | asked | met
    one     | 2     | false
    three   | 2     | true
    two     | 2     | true
    """,
)
asked(
    "two lines are at most two, three are not",
    {"need": "prior_lines_at_most", "amount": 2},
    ONE_TWO_THREE,
    """
    label_answers
    patient | asked | met
    one     | 2     | true
    three   | 2     | false
    two     | 2     | true
    """,
)
AGES = """
    patients
    patient   | born_on    | last_seen_on
    eighteen  | 2002-02-28 | 2020-02-28
    leap      | 2004-02-29 | 2022-02-28
    seventeen | 2002-02-28 | 2020-02-27
    undated   | 2002-02-28 |
    unknown   |            | 2020-02-28
"""
asked(
    "eighteen on the birthday, not the day before; a birthday of 29 February has not come on the 28th",
    {"need": "age_at_least", "amount": 18},
    AGES,
    """
    label_answers
    patient   | met   | missing
    eighteen  | true  |
    leap      | false |
    seventeen | false |
    undated   |       | age_at_least
    unknown   |       | age_at_least
    """,
)
asked(
    "below eighteen until the day before the birthday",
    {"need": "age_below", "amount": 18},
    AGES,
    """
    label_answers
    patient   | met   | missing
    eighteen  | false |
    leap      | true  |
    seventeen | true  |
    undated   |       | age_below
    unknown   |       | age_below
    """,
)
EXPOSED = """
    patients
    patient
    nothing
    exposures
    patient  | drug         | started_on
    exposed  | lenalidomide | 2020-01-01
    other    | bortezomib   | 2020-01-01
    sibling  | thalidomide  | 2020-01-01
    unnamed  | bortezomib   | 2020-01-01
    unnamed  |              | 2020-01-01
"""
asked(
    "exposed to a drug, however briefly; not exposed only when all that was given could be named",
    {"need": "exposed_to_drug", "value": "lenalidomide"},
    EXPOSED,
    """
    label_answers
    patient | met   | missing                  | because
    exposed | true  |                          | x#needs; exposures:lenalidomide/2020-01-01
    nothing |       | exposure to lenalidomide | x#needs
    other   | false |                          | x#needs
    sibling | false |                          | x#needs
    unnamed |       | exposure to lenalidomide | x#needs
    """,
)
asked(
    "exposed to a class through any of its drugs",
    {"need": "exposed_to_class", "value": "immunomodulator"},
    EXPOSED,
    """
    label_answers
    patient | met   | missing                     | because
    exposed | true  |                             | x#needs; exposures:lenalidomide/2020-01-01
    nothing |       | exposure to immunomodulator | x#needs
    other   | false |                             | x#needs
    sibling | true  |                             | x#needs; exposures:thalidomide/2020-01-01
    unnamed |       | exposure to immunomodulator | x#needs
    """,
)
FAILED = """
    patients
    patient
    nothing
    exposures
    patient    | drug         | started_on | ended_on   | stopped_because
    answered   | lenalidomide | 2020-01-01 | 2020-06-01 | completed
    exposed    | lenalidomide | 2020-01-01 | 2020-06-01 |
    never      | melphalan    | 2020-01-01 | 2020-06-01 |
    refractory | carfilzomib  | 2019-01-01 | 2019-06-01 | completed
    refractory | lenalidomide | 2020-01-01 | 2020-06-01 | progression
    sibling    | lenalidomide | 2020-01-01 | 2020-06-01 | completed
    sibling    | pomalidomide | 2020-08-01 | 2020-12-01 | progression
    findings
    patient    | kind              | found_on   | value
    answered   | reported_response | 2020-03-01 | PR
    answered   | reported_response | 2020-05-01 | PR
    sibling    | reported_response | 2020-03-01 | PR
    sibling    | reported_response | 2020-05-01 | PR
"""
asked(
    "refractory when the drug failed, not when it answered or was never given, unknown when its line cannot be evaluated",
    {"need": "refractory_to_drug", "value": "lenalidomide"},
    FAILED,
    """
    label_answers
    patient    | met   | missing                        | because
    answered   | false |                                | x#needs; lines:answered/1
    exposed    |       | refractoriness to lenalidomide | x#needs; lines:exposed/1
    never      | false |                                | x#needs
    nothing    |       | refractoriness to lenalidomide | x#needs
    refractory | true  |                                | x#needs; refractoriness:refractory/lenalidomide
    sibling    | false |                                | x#needs; lines:sibling/1
    """,
)
asked(
    "refractory to a class when any drug of it failed, told by the drug that did",
    {"need": "refractory_to_class", "value": "immunomodulator"},
    FAILED,
    """
    label_answers
    patient    | met   | missing                           | because
    answered   | false |                                   | x#needs; lines:answered/1
    exposed    |       | refractoriness to immunomodulator | x#needs; lines:exposed/1
    never      | false |                                   | x#needs
    nothing    |       | refractoriness to immunomodulator | x#needs
    refractory | true  |                                   | x#needs; refractoriness:refractory/lenalidomide
    sibling    | true  |                                   | x#needs; refractoriness:sibling/pomalidomide
    """,
)
asked(
    "a drug without a name may be the one that failed",
    {"need": "refractory_to_drug", "value": "lenalidomide"},
    """
    exposures
    patient | drug      | started_on | ended_on
    named   | melphalan | 2020-01-01 | 2020-06-01
    unnamed | melphalan | 2020-01-01 | 2020-06-01
    unnamed |           | 2020-08-01 | 2020-12-01
    """,
    """
    label_answers
    patient | met   | missing
    named   | false |
    unnamed |       | refractoriness to lenalidomide
    """,
)
asked(
    "progressed on the last line: not when an earlier one ended so, unknown when the last cannot be evaluated",
    {"need": "progressed_on_last_line"},
    """
    patients
    patient
    nothing
    exposures
    patient  | drug        | started_on | ended_on   | stopped_because
    earlier  | doxorubicin | 2020-01-01 | 2020-03-01 | progression
    earlier  | carfilzomib | 2020-06-01 | 2020-12-01 | completed
    last     | carfilzomib | 2020-06-01 | 2020-12-01 | progression
    silent   | doxorubicin | 2020-01-01 | 2020-03-01 | progression
    silent   | carfilzomib | 2020-06-01 | 2020-12-01 |
    findings
    patient  | kind              | found_on   | value
    earlier  | reported_response | 2020-08-01 | PR
    earlier  | reported_response | 2020-10-01 | PR
    """,
    """
    label_answers
    patient | met   | missing
    earlier | false |
    last    | true  |
    nothing |       | progressed_on_last_line
    silent  |       | progressed_on_last_line
    """,
)
asked(
    "the latest performance status counts, and two is at most two",
    {"need": "ecog_at_most", "amount": 2},
    """
    patients
    patient
    unknown
    findings
    patient  | kind | found_on   | value
    better   | ecog | 2020-01-01 | 3
    better   | ecog | 2020-02-01 | 2
    worse    | ecog | 2020-01-01 | 2
    worse    | ecog | 2020-02-01 | 3
    """,
    """
    label_answers
    patient | met   | missing
    better  | true  |
    unknown |       | ecog_at_most
    worse   | false |
    """,
)
FOUND = """
    patients
    patient
    unknown
    findings
    patient  | kind            | found_on   | value
    absent   | cd19_expression | 2020-01-01 | absent
    lost     | cd19_expression | 2020-01-01 | positive
    lost     | cd19_expression | 2020-02-01 | negative
    present  | cd19_expression | 2020-01-01 | present
    unusable | cd19_expression | 2020-01-01 |
"""
asked(
    "a finding is present by its latest word, present or positive",
    {"need": "finding_present", "value": "cd19_expression"},
    FOUND,
    """
    label_answers
    patient  | met   | missing         | because
    absent   | false |                 | x#needs; findings:cd19_expression/2020-01-01
    lost     | false |                 | x#needs; findings:cd19_expression/2020-02-01
    present  | true  |                 | x#needs; findings:cd19_expression/2020-01-01
    unknown  |       | cd19_expression | x#needs
    unusable |       | cd19_expression | x#needs
    """,
)
asked(
    "a finding is absent only when that was found; what was not looked for is unknown",
    {"need": "finding_absent", "value": "cd19_expression"},
    FOUND,
    """
    label_answers
    patient  | met   | missing
    absent   | true  |
    lost     | true  |
    present  | false |
    unknown  |       | cd19_expression
    unusable |       | cd19_expression
    """,
)
asked(
    "of findings with alternatives one that is present is enough, and none is enough only when all are known",
    {"need": "finding_present", "any_of": ("relapsed_disease", "refractory_disease")},
    """
    patients
    patient
    neither
    findings
    patient | kind               | found_on   | value
    both    | relapsed_disease   | 2020-01-01 | absent
    both    | refractory_disease | 2020-01-01 | absent
    half    | relapsed_disease   | 2020-01-01 | absent
    one     | relapsed_disease   | 2020-01-01 | present
    """,
    """
    label_answers
    patient | asked                               | met   | missing
    both    | refractory_disease|relapsed_disease | false |
    half    | refractory_disease|relapsed_disease |       | refractory_disease
    neither | refractory_disease|relapsed_disease |       | refractory_disease; relapsed_disease
    one     | refractory_disease|relapsed_disease | true  |
    """.replace("refractory_disease|relapsed_disease", "refractory_disease or relapsed_disease"),
)
asked(
    "creatinine clearance by its latest value, closed at the limit",
    {"need": "creatinine_clearance_at_least", "amount": 30},
    """
    patients
    patient
    unknown
    measurements
    patient | analyte              | measured_on | value
    below   | creatinine_clearance | 2020-01-01  | 60
    below   | creatinine_clearance | 2020-02-01  | 29.9
    limit   | creatinine_clearance | 2020-01-01  | 20
    limit   | creatinine_clearance | 2020-02-01  | 30
    limit   | creatinine_clearance | 2020-03-01  |
    """,
    """
    label_answers
    patient | met   | missing
    below   | false |
    limit   | true  |
    unknown |       | creatinine_clearance_at_least
    """,
)
asked(
    "a need with two diagnoses is met by either, and a label for another disease is not asked",
    {"need": "diagnosis", "any_of": ("multiple_myeloma", "plasma_cell_leukaemia")},
    """
    patients
    patient  | diagnosis
    leukaemia | plasma_cell_leukaemia
    lymphoma | b_all
    myeloma  | multiple_myeloma
    """,
    """
    label_answers
    patient | met
    leukaemia | true
    myeloma | true
    """,
    diagnosis=False,
)
DATED = """
    patients
    patient | last_seen_on
    eve     | 2019-12-31
    first   | 2020-01-01
    last    | 2020-12-31
    after   | 2021-01-01
    undated |
"""
asked(
    "a label is in force from its first day to its last, judged on the last day of the record",
    {"need": "prior_lines_at_least", "amount": 0},
    DATED,
    """
    label_answers
    patient | met
    first   | true
    last    | true
    options
    patient | option    | verdict     | practice
    first   | selinexor | alternative | x
    last    | selinexor | alternative | x
    """,
    in_force_from=date(2020, 1, 1),
    in_force_until=date(2020, 12, 31),
)
asked(
    "without a first day a label has always been in force, without a last it still is",
    {"need": "prior_lines_at_least", "amount": 0},
    DATED,
    """
    options
    patient | option    | verdict     | practice
    after   | selinexor | alternative | x
    eve     | selinexor | alternative | x
    first   | selinexor | alternative | x
    last    | selinexor | alternative | x
    undated | selinexor | alternative | x
    """,
)
asked(
    "what a seed says is answered, and opens no option",
    {"need": "prior_lines_at_least", "amount": 0},
    "patients\n patient\n p",
    """
    label_answers
    patient | met
    p       | true
    options
    (none)
    """,
    authority="seed",
)
asked(
    "a condition that is not met opens nothing, one that is unknown waits, one that is met opens the drug of the label",
    {"need": "finding_present", "value": "t_11_14"},
    """
    patients
    patient
    unknown
    findings
    patient  | kind    | found_on   | value
    absent   | t_11_14 | 2020-01-01 | absent
    present  | t_11_14 | 2020-01-01 | present
    """,
    """
    options
    patient | option    | verdict     | practice | if_settled  | missing | because
    present | selinexor | alternative | x        |             |         | x#needs; findings:t_11_14/2020-01-01; x#needs; patients:present
    unknown | selinexor | unknown     | x        | alternative | t_11_14 | x#needs; x#needs; patients:unknown
    """,
)
asked(
    "a label's drug that failed is excluded, by its row of refractoriness",
    {"need": "exposed_to_drug", "value": "selinexor"},
    """
    exposures
    drug      | started_on | ended_on   | stopped_because
    selinexor | 2020-01-01 | 2020-06-01 | progression
    """,
    """
    options
    option    | verdict  | practice | because
    selinexor | excluded | x        | refractoriness:p/selinexor; x#needs; exposures:selinexor/2020-01-01; x#needs; patients:p
    """,
)
asked(
    "a label's drug whose line cannot be evaluated waits for that",
    {"need": "exposed_to_drug", "value": "selinexor"},
    """
    exposures
    drug      | started_on | ended_on
    selinexor | 2020-01-01 | 2020-06-01
    """,
    """
    options
    option    | verdict | if_settled  | missing
    selinexor | unknown | alternative | refractoriness to selinexor
    """,
)


def labelled(knowledge: Knowledge, case: Asked) -> Knowledge:
    """Knowledge with one label, `x`: the diagnosis and the one thing asked."""
    options = {"authority": "US", "diagnosis": True, **case.label}
    myeloma = (Need(need="diagnosis", value="multiple_myeloma"),) if options.pop("diagnosis") else ()
    need = {**case.need, **({"amount": Decimal(case.need["amount"])} if "amount" in case.need else {})}
    label = Label(id="x", names=Names(en="x", ru="x"), drug="selinexor", needs=(*myeloma, Need(**need)), **options)
    return Knowledge(MappingProxyType({**knowledge.records, "labels": MappingProxyType({"x": label})}))


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.sentence)
def test_need(case: Asked, knowledge: Knowledge) -> None:
    engine = DuckDB()
    drawn = Case(case.sentence, parse(case.given), parse(case.expected), None, None)
    lay(engine, [drawn], prefixed=False)
    derive(engine, labelled(knowledge, case), drawn)
    last = "(select max(part) from label_answers)"
    engine.materialise(
        "label_answers", f"select * replace (replace(asked, '|', ' or ') as asked) from label_answers where part = {last}"
    )
    engine.materialise("options", "select * from options where practice = 'x'")
    assert differences(engine, drawn) == []


def test_every_word_is_asked() -> None:
    words = set(get_args(Need.model_fields["need"].annotation))
    assert words == {case.need["need"] for case in ASKED}
