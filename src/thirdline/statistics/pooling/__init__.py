"""What do several studies say together? Pooling of effects and proportions, and how far its answer can be trusted.

Own code, where `statsmodels.stats.meta_analysis` has a part: see `between.py`, `counts.py`, `mantel_haenszel.py` and
`glmm.py` for the cases that show why.
"""

from thirdline.statistics.pooling.counts import Counts, Effects, effects_of, pool_counts, two_arms
from thirdline.statistics.pooling.effects import exponentiated, pool_effects
from thirdline.statistics.pooling.mantel_haenszel import MantelHaenszel, mantel_haenszel
from thirdline.statistics.pooling.proportions import TRANSFORMATIONS, pool_proportions
from thirdline.statistics.pooling.ratios import Effect, effect_of, printed_consistent
from thirdline.statistics.pooling.regression import Regression, Subgroups, meta_regression, subgroups
from thirdline.statistics.pooling.results import Pool, Study, Test, pool_back
from thirdline.statistics.pooling.sensitivity import Influence, Step, cumulative, influence, leave_one_out
from thirdline.statistics.pooling.settings import Correction, Settings
from thirdline.statistics.pooling.small_studies import Asymmetry, Funnel, begg, egger, funnel, harbord, peters
from thirdline.statistics.pooling.trim_and_fill import Filled, trim_and_fill

__all__ = [
    "TRANSFORMATIONS",
    "Asymmetry",
    "Correction",
    "Counts",
    "Effect",
    "Effects",
    "Filled",
    "Funnel",
    "Influence",
    "MantelHaenszel",
    "Pool",
    "Regression",
    "Settings",
    "Step",
    "Study",
    "Subgroups",
    "Test",
    "begg",
    "cumulative",
    "effect_of",
    "effects_of",
    "egger",
    "exponentiated",
    "funnel",
    "harbord",
    "influence",
    "leave_one_out",
    "mantel_haenszel",
    "meta_regression",
    "peters",
    "pool_back",
    "pool_counts",
    "pool_effects",
    "pool_proportions",
    "printed_consistent",
    "subgroups",
    "trim_and_fill",
    "two_arms",
]
