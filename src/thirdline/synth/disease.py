"""The disease: clones that grow towards a capacity, are killed by what is given, and lose their sensitivity to it.

The logarithm of a clone's burden changes in each step by its growth, less the more the disease fills its room, and by
the sum over classes given of kill times the clone's sensitivity. Each step of a class takes away a share of that
sensitivity. A clone may from the start be all but untouched by a class: it outgrows the others under treatment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.knowledge.cohorts import Spread
from thirdline.synth.parameters import Bools, Floats, Parameters


def drawn(rng: np.random.Generator, spread: Spread, size: int | tuple[int, ...]) -> Floats:
    """Log-normal draws."""
    return np.exp(np.log(spread.median) + spread.log_sd * rng.standard_normal(size))


@dataclass
class Disease:
    """One row a patient: the logarithm of each clone's burden, its growth, and its sensitivity to each class."""

    clones: Floats
    growth: Floats
    sensitivity: Floats

    @classmethod
    def diagnosed(cls, rng: np.random.Generator, with_: Parameters, factor: Floats) -> Disease:
        """The disease at diagnosis; `factor` multiplies each patient's growth."""
        size, of = len(factor), with_.cohort.growth
        rows = with_.cohort.clones
        n_clones, n_classes = len(rows), len(with_.drugs.classes)
        clones = np.log(drawn(rng, of.at_diagnosis, size))[:, None] + np.log([row.share for row in rows])
        resistant = rng.random((size, n_clones, n_classes)) < np.array([row.resistant for row in rows])[:, None]
        sensitivity = np.exp(of.sensitivity_log_sd * rng.standard_normal((size, n_clones, n_classes)))
        growth = drawn(rng, of.per_step, (size, n_clones)) * factor[:, None]
        return cls(clones, growth, np.where(resistant, of.resistant_sensitivity, sensitivity))

    @property
    def burden(self) -> Floats:
        """All clones together; 1 is a usual burden at diagnosis."""
        return np.exp(self.clones).sum(axis=1)

    def advance(self, exposed: Bools, with_: Parameters) -> None:
        """One step, under the classes each patient is exposed to."""
        of = with_.cohort.growth
        room = 1 - self.burden / of.capacity
        killed = (self.sensitivity * (exposed * with_.kill)[:, None, :]).sum(axis=2)
        self.clones = np.maximum(self.clones + self.growth * room[:, None] - killed, np.log(of.least))
        self.sensitivity *= (1 - exposed * with_.lost)[:, None, :]

    def transplant(self, which: Bools, with_: Parameters) -> None:
        """High-dose treatment: one large kill, as far as each clone is sensitive to the class of its drug."""
        drug = with_.drugs.ids.index(with_.cohort.care.transplant_drug)
        sensitive = np.minimum(self.sensitivity[:, :, with_.drugs.class_of[drug]], 1)
        self.clones = np.where(which[:, None], self.clones - with_.cohort.care.transplant_kill * sensitive, self.clones)
