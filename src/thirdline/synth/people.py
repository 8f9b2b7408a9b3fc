"""Who is in a cohort: drawn before anything happens to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.synth.parameters import EPOCH, Bools, Floats, Ints, Parameters

DAYS_OF_A_YEAR = 365.25
WORST_ECOG = 4
"""The worst performance status of a patient who comes to a visit."""


@dataclass(frozen=True)
class People:
    """Who was drawn: days since `EPOCH`, one element a patient."""

    born_on: Ints
    female: Bools
    centre: Ints
    diagnosed_on: Ints
    n_visits: Ints
    fit: Bools
    findings: Bools
    ecog: Ints
    administered: Bools

    @classmethod
    def drawn(cls, rng: np.random.Generator, with_: Parameters, size: int) -> People:
        """Draw a block."""
        of, follow, care = with_.cohort.people, with_.cohort.follow_up, with_.cohort.care
        age = np.clip(of.age_mean + of.age_sd * rng.standard_normal(size), of.age_least, of.age_most)
        days = ((of.diagnosed_from - EPOCH).days, (of.diagnosed_until - EPOCH).days)
        diagnosed = rng.integers(*days, size=size)
        length = follow.fewest_visits + rng.exponential(follow.mean_visits - follow.fewest_visits, size)
        centre = rng.integers(1, of.centres + 1, size=size)
        shares = np.array([row.present for row in with_.cohort.findings])
        return cls(
            born_on=diagnosed - np.rint(age * DAYS_OF_A_YEAR).astype(np.int64),
            female=rng.random(size) < of.female,
            centre=centre,
            diagnosed_on=diagnosed,
            n_visits=np.minimum(np.rint(length).astype(np.int64), follow.most_visits),
            fit=(age < care.transplant_age_below) & (rng.random(size) < care.transplant_share),
            findings=rng.random((size, len(shares))) < shares,
            ecog=np.minimum(rng.poisson(of.ecog_mean, size), WORST_ECOG),
            administered=centre <= np.rint(_rate(with_, "administrations") * of.centres),
        )

    def growth_factor(self, with_: Parameters) -> Floats:
        """By what each patient's findings make the disease grow faster."""
        factors = np.array([row.growth_factor for row in with_.cohort.findings])
        return np.multiply.reduce(np.where(self.findings, factors, 1), axis=1)


def _rate(with_: Parameters, kind: str) -> float:
    return next(row.rate for row in with_.cohort.mess if row.kind == kind)
