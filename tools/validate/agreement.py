"""How well do two raters agree? On an ordered number for each subject, and on the days of what each of them saw.

What it estimates: `weighted_kappa` is the agreement beyond what the raters' own frequencies would give by chance
(1 complete, 0 chance, negative worse). When it misleads: where nearly all subjects share one category, chance agreement
is high and kappa low though raters hardly ever differ; and its size depends on how varied the subjects are, so that
two studies' kappas do not compare. Formula (Cohen 1968, doi:10.1037/h0026256): one less the ratio of the observed mean
disagreement to the one expected from the marginal frequencies, disagreement being |i - j| (linear) or its square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

Pairs = Sequence[tuple[int, int]]
Weight = Literal["none", "linear", "quadratic"]
POWER = {"none": 0, "linear": 1, "quadratic": 2}


def exact_share(pairs: Pairs) -> float | None:
    """The share of subjects to whom both gave the same; null without subjects."""
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def weighted_kappa(pairs: Pairs, weight: Weight) -> float | None:
    """Cohen's kappa, weighted by the distance; null where chance leaves nothing to disagree about.

    >>> round(weighted_kappa([(1, 1), (2, 2), (1, 2), (2, 1)], "linear"), 3)
    0.0
    """
    n, power = len(pairs), POWER[weight]
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    seen = sum(_distance(one, other, power) for one, other in pairs)
    by_chance = sum(_distance(i, j, power) * ones[i] * others[j] for i in ones for j in others)
    return 1 - seen * n / by_chance if by_chance else None


def matched(expected: Sequence[int], found: Sequence[int], within: int) -> list[tuple[int, int]]:
    """Days matched one to one, the closest first, no further apart than `within` days."""
    near = sorted((abs(e - f), e, f) for e in expected for f in found if abs(e - f) <= within)
    left_expected, left_found = Counter(expected), Counter(found)
    pairs = []
    for _, e, f in near:
        if left_expected[e] and left_found[f]:
            left_expected[e] -= 1
            left_found[f] -= 1
            pairs.append((e, f))
    return sorted(pairs)


def _distance(one: int, other: int, power: int) -> int:
    """How much two ratings differ; with power 0 every difference weighs the same."""
    return 0 if one == other else abs(one - other) ** power
