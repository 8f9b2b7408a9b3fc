"""Reconstruction of individual data from a published Kaplan-Meier curve: who left when, as far as a picture tells?"""

from thirdline.statistics.reconstruction.agreement import Agreement, RiskRow
from thirdline.statistics.reconstruction.curve import Published, Tolerances
from thirdline.statistics.reconstruction.individuals import Individuals, Reconstruction, joined, reconstruct

__all__ = [
    "Agreement",
    "Individuals",
    "Published",
    "Reconstruction",
    "RiskRow",
    "Tolerances",
    "joined",
    "reconstruct",
]
