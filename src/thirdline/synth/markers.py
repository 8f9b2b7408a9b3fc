"""What the laboratory reads of the disease: markers in whole tenths, and what is below detection as zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.knowledge.cohorts import Isotype
from thirdline.synth.disease import drawn
from thirdline.synth.parameters import LIGHT, MARKERS, MARROW, SCALE, SERUM, URINE, Bools, Floats, Ints, Parameters, tenths


@dataclass(frozen=True)
class Secretion:
    """What each patient's disease makes per unit of burden, and which markers are therefore measured at every visit."""

    isotype: Ints
    kappa: Bools
    per_burden: Floats
    made: Bools
    normal_chains: Floats

    @classmethod
    def drawn(cls, rng: np.random.Generator, with_: Parameters, size: int) -> Secretion:
        """The isotype of each patient, and how much of each marker it makes."""
        rows, laboratory = with_.cohort.isotypes, with_.cohort.laboratory
        isotype = rng.choice(len(rows), size=size, p=np.array([row.share for row in rows]))
        per_burden, made = np.zeros((size, len(MARKERS))), np.zeros((size, len(MARKERS)), dtype=bool)
        passes_urine = rng.random(size)
        for at, row in enumerate(rows):
            for marker, spread, share in _made_by(row):
                amounts = drawn(rng, spread, size)
                holds = (isotype == at) & ((marker != URINE) | (passes_urine < share))
                per_burden[holds, marker], made[holds, marker] = amounts[holds], True
        normal = drawn(rng, laboratory.normal_light_chain, (size, 2))
        kappa = np.array([row.light_chain == "kappa" for row in rows])[isotype]
        return cls(isotype, kappa, per_burden, made, normal)

    @property
    def secretes(self) -> Bools:
        """Whether the disease makes anything that blood or urine shows."""
        return np.logical_or.reduce(self.made[:, :MARROW], axis=1)


def _made_by(row: Isotype):
    spreads = ((SERUM, row.serum), (URINE, row.urine), (LIGHT, row.light_chains))
    return [(marker, spread, row.urine_share) for marker, spread in spreads if spread is not None]


@dataclass(frozen=True)
class Sample:
    """What one visit's sample holds: `values` by marker in tenths; the two light chains; what is really there."""

    values: Ints
    involved: Ints
    uninvolved: Ints
    serum_present: Floats
    urine_present: Floats
    burden: Floats

    def abnormal(self, kappa: Bools, with_: Parameters) -> Bools:
        """Whether the involved chain is in excess."""
        high, low = (self.involved, self.uninvolved)
        ratio = with_.rules.response.normal_flc_ratio
        above = high * 10_000 > low * int(ratio.highest * 10_000)
        below = low * 10_000 < high * int(ratio.lowest * 10_000)
        return np.where(kappa, above, below)

    def normal(self, kappa: Bools, with_: Parameters) -> Bools:
        """Whether the ratio of the chains is normal."""
        one, other = np.where(kappa, self.involved, self.uninvolved), np.where(kappa, self.uninvolved, self.involved)
        ratio = with_.rules.response.normal_flc_ratio
        return (one * 10_000 <= other * int(ratio.highest * 10_000)) & (one * 10_000 >= other * int(ratio.lowest * 10_000))


def sample(rng: np.random.Generator, with_: Parameters, secretion: Secretion, burden: Floats) -> Sample:
    """Read every marker of every patient once, with the laboratory's error."""
    of = with_.cohort.laboratory
    error = np.exp(of.error * rng.standard_normal((len(burden), len(MARKERS) + 1)))
    present = secretion.per_burden * burden[:, None]
    read = present * error[:, : len(MARKERS)]
    serum = np.rint(np.minimum(read[:, SERUM], of.serum_most) * SCALE).astype(np.int64)
    urine = np.rint(read[:, URINE]).astype(np.int64) * SCALE
    involved = np.rint((present[:, LIGHT] + secretion.normal_chains[:, 0]) * error[:, LIGHT] * SCALE).astype(np.int64)
    uninvolved = np.rint(secretion.normal_chains[:, 1] * error[:, -1] * SCALE).astype(np.int64)
    share = (
        np.minimum(np.rint(of.marrow_most * burden / (burden + of.marrow_half_burden) * error[:, MARROW]), 100).astype(
            np.int64
        )
        * SCALE
    )
    values = np.empty((len(burden), len(MARKERS)), dtype=np.int64)
    values[:, SERUM] = np.where(serum < tenths(of.serum_detected), 0, serum)
    values[:, URINE] = np.where(urine < tenths(of.urine_detected), 0, urine)
    values[:, LIGHT], values[:, MARROW] = involved - uninvolved, share
    return Sample(values, involved, uninvolved, present[:, SERUM], present[:, URINE], burden)
