"""Grades of toxicity by measurements (CTCAE 5.0); every rung of the edition in force, on both of its sides."""

from tests.spec.drawn import CASES, Case, case
from tests.spec.transcribed_toxicities import expected, given

CASES.append(
    Case(
        "every rung of CTCAE 5.0 parts the grades where its printed words do",
        given("5.0"),
        {"toxicities": expected("5.0")},
        None,
        None,
    )
)
