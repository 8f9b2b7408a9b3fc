"""Tiers of refractoriness, as on the slides, and the three-class scheme beside them.

Each patient is named by the drugs that failed: p and q two proteasome inhibitors, i and m two immunomodulators,
d an anti-CD38 antibody; one drug less does not meet the tier.
"""

from itertools import groupby

from tests.spec.drawn import case

FAILED = {
    "p": "bortezomib", "q": "carfilzomib", "x": "ixazomib", "i": "lenalidomide", "m": "pomalidomide",
    "t": "thalidomide", "d": "daratumumab", "s": "isatuximab", "a": "melphalan", "e": "elotuzumab",
}  # fmt: skip


def _tier_case(sentence: str, expected: str) -> None:
    """A case whose patients are named by their failed drugs; expected rows are `patient | tier | triple class`."""
    rows = [[cell.strip() for cell in line.split("|")] for line in expected.strip().splitlines()]
    given = [
        f"{patient} | {FAILED[letter]} | 2021-01-01 | 2021-05-01 | progression"
        for patient, _ in groupby(row[0] for row in rows)
        for letter in patient
    ]
    wanted = [" | ".join(row) for row in rows]
    case(
        sentence,
        "\n".join(["exposures", "patient | drug | started_on | ended_on | stopped_because", *given]),
        "\n".join(["status", "patient | refractory_tier | triple_class_refractory", *wanted]),
    )


_tier_case(
    "one failed drug of a proteasome inhibitor, an immunomodulator or an anti-CD38 antibody is single",
    """
    d | single | false
    i | single | false
    p | single | false
    """,
)
_tier_case(
    "failed drugs of other classes reach no tier",
    """
    a  | none | false
    ae | none | false
    e  | none | false
    """,
)
_tier_case(
    "a proteasome inhibitor and an immunomodulator are double; one without the other is not",
    """
    i  | single | false
    ip | double | false
    p  | single | false
    """,
)
_tier_case(
    "two or three drugs of one class are not double",
    """
    ds  | single | false
    im  | single | false
    imt | single | false
    pq  | single | false
    pqx | single | false
    """,
)
_tier_case(
    "an anti-CD38 antibody and one of another class are not double",
    """
    di | single | false
    dp | single | false
    """,
)
_tier_case(
    "two proteasome inhibitors and an immunomodulator are triple; one less is not",
    """
    ip  | double | false
    ipq | triple | false
    pq  | single | false
    """,
)
_tier_case(
    "a proteasome inhibitor and two immunomodulators are triple; one less is not",
    """
    im  | single | false
    imp | triple | false
    mp  | double | false
    """,
)
_tier_case(
    "two proteasome inhibitors and two immunomodulators are tetra; one less is not",
    """
    imp  | triple | false
    impq | tetra  | false
    ipq  | triple | false
    """,
)
_tier_case(
    "tetra and an anti-CD38 antibody are penta; one drug less is not",
    """
    dimp  | triple | true
    dimpq | penta  | true
    dipq  | triple | true
    impq  | tetra  | false
    impqs | penta  | true
    """,
)
_tier_case(
    "the three-class scheme asks for one drug of each class, and is not the triple of the tiers",
    """
    dip  | double | true
    di   | single | false
    dp   | single | false
    ip   | double | false
    ipq  | triple | false
    ipe  | double | false
    """,
)
case(
    "drugs that failed in different lines add up, and are told with their classes",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2021-01-01 | 2021-05-01 | progression
    bortezomib   | 2021-05-15 | 2021-09-01 | progression
    daratumumab  | 2021-09-15 | 2022-01-01 | progression
    """,
    """
    status
    n_lines | refractory_tier | triple_class_refractory | refractory_drugs                    | refractory_classes
    3       | double          | true                    | bortezomib+daratumumab+lenalidomide | anti_cd38+immunomodulator+proteasome_inhibitor
    """,
)
case(
    "drugs that were given and did not fail reach no tier",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2021-01-01 | 2021-05-01 | toxicity
    bortezomib   | 2021-01-01 | 2021-05-01 | toxicity
    """,
    """
    status
    refractory_tier | triple_class_refractory | refractory_drugs | refractory_classes
    none            | false                   |                  |
    """,
)
case(
    "a failed steroid is neither told nor counted",
    """
    exposures
    drug          | started_on | ended_on   | stopped_because
    bortezomib    | 2021-01-01 | 2021-05-01 | progression
    dexamethasone | 2021-01-01 | 2021-05-01 | progression
    """,
    """
    status
    refractory_tier | refractory_drugs | refractory_classes
    single          | bortezomib       | proteasome_inhibitor
    """,
)
case(
    "the same drug failing twice counts once",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    bortezomib   | 2021-01-01 | 2021-05-01 | progression
    pomalidomide | 2021-05-15 | 2021-09-01 | progression
    bortezomib   | 2021-10-01 | 2022-03-01 | progression
    melphalan    | 2021-10-01 | 2022-03-01 | progression
    """,
    """
    status
    refractory_tier | refractory_drugs
    double          | bortezomib+melphalan+pomalidomide
    """,
)
