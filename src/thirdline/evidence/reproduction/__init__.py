"""Published figures, recomputed: each from its own printed inputs, with a verdict and the reason for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from thirdline.evidence.reproduction import counts, figures, pools, ratios, survivals
from thirdline.evidence.reproduction.rounding import VERDICTS, Verdict
from thirdline.evidence.reproduction.rows import Reason, Reproduced, Result
from thirdline.knowledge import Knowledge
from thirdline.knowledge import reproductions as kinds

__all__ = ["VERDICTS", "Reason", "Reproduced", "Result", "Verdict", "recompute", "reproduce"]

OF_ITSELF: Mapping[str, Callable[[Any], Result]] = MappingProxyType(
    {
        "fisher_exact": counts.fisher_exact,
        "percent_of_count": counts.percent_of_count,
        "possible_percents": counts.possible_percents,
        "shared_denominator": counts.shared_denominator,
        "sum_of_counts": counts.sum_of_counts,
        "sum_of_percents": counts.sum_of_percents,
        "percent_of_groups": counts.percent_of_groups,
        "nested_counts": counts.nested_counts,
        "part_of_whole": counts.part_of_whole,
        "ratio_of_figures": figures.ratio_of_figures,
        "difference_of_figures": figures.difference_of_figures,
        "printed_elsewhere": figures.printed_elsewhere,
        "estimate_in_interval": figures.estimate_in_interval,
        "hazard_ratio_from_medians": figures.ratio_from_medians,
        "not_at_hand": figures.not_at_hand,
        "standard_error_of_survival": survivals.standard_error_of_survival,
        "interval_of_survival": survivals.interval_of_survival,
        "heterogeneity_of_survival": survivals.heterogeneity_of_survival,
        "difference_of_pooled_proportions": pools.difference_of_proportions,
        "pooled_proportion": pools.pooled_proportion,
    }
)
"""Computations that need nothing but the figure's own inputs."""
OF_TRIALS: Mapping[str, Callable[[Any, Knowledge], Result]] = MappingProxyType(
    {
        "risk_reduction_from_hazard_ratio": ratios.risk_reduction,
        "p_value_of_ratio": ratios.p_value_of_ratio,
        "network_effect": ratios.network_effect,
    }
)
"""Computations from the records of trials."""


def reproduce(knowledge: Knowledge) -> Iterator[Reproduced]:
    """Every printed figure of knowledge, recomputed, in the order of records and figures."""
    for record in knowledge.of("reproductions").values():
        for figure in record.figures:
            yield Reproduced(
                record=record.id, figure=figure.id, kind=figure.kind, place=record.names, names=figure.names,
                cited=record.cites[figure.cite or "figures"], printed=shown(figure),
                result=recompute(figure, knowledge), likely=figure.likely,
            )  # fmt: skip


def recompute(figure: kinds.AnyFigure, knowledge: Knowledge) -> Result:
    """One printed figure, recomputed; what the records of trials do not hold is not recomputable, and said."""
    if figure.kind in OF_ITSELF:
        return OF_ITSELF[figure.kind](figure)
    try:
        return OF_TRIALS[figure.kind](figure, knowledge)
    except ratios.NoSuchEffect as missing:
        return Result("–", "not_recomputable", (Reason.of("no_effect", what=missing),))


SIGNS = {"equals": "", "below": "< ", "above": "> ", "about": "≈ "}


def shown(figure: Any) -> str:
    """A printed figure as it stands in print, with a decimal point."""
    return SIGNS[figure.sign] + _shown(figure.printed)


def _shown(printed: Any) -> str:
    match printed:
        case tuple():
            return "; ".join(map(_shown, printed))
        case kinds.Survival():
            return f"{printed.percent} ± {printed.standard_error}"
        case kinds.Interval():
            return f"{printed.value} ({printed.low}–{printed.high})"
        case Decimal():
            return f"{printed:f}"
        case _:
            return str(printed)
