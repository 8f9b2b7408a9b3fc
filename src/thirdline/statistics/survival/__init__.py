"""Survival: time to an event, with delayed entry, weights, strata and competing causes. Arrays in, frozen results out."""

from thirdline.statistics.survival.baselines import Baseline, baseline
from thirdline.statistics.survival.concordances import concordance
from thirdline.statistics.survival.curves import Curve, kaplan_meier
from thirdline.statistics.survival.gray import gray_test
from thirdline.statistics.survival.hazard_ratios import CoxFit, cox
from thirdline.statistics.survival.hazards import Hazard, nelson_aalen
from thirdline.statistics.survival.hypotheses import Test
from thirdline.statistics.survival.incidences import Incidence, aalen_johansen
from thirdline.statistics.survival.log_ranks import Weighting, log_rank
from thirdline.statistics.survival.proportional import Proportionality, proportionality
from thirdline.statistics.survival.restricted import restricted_mean, restricted_mean_difference
from thirdline.statistics.survival.subdistributions import FineGrayFit, fine_gray

__all__ = [
    "Baseline",
    "CoxFit",
    "Curve",
    "FineGrayFit",
    "Hazard",
    "Incidence",
    "Proportionality",
    "Test",
    "Weighting",
    "aalen_johansen",
    "baseline",
    "concordance",
    "cox",
    "fine_gray",
    "gray_test",
    "kaplan_meier",
    "log_rank",
    "nelson_aalen",
    "proportionality",
    "restricted_mean",
    "restricted_mean_difference",
]
