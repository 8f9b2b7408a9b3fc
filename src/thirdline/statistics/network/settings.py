"""How a network is to be analysed, and what is believed of the between-trial variance beforehand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import norm

from thirdline.statistics.estimates import LEVEL, StatisticsError
from thirdline.statistics.network.trials import TOLERANCE

Between = Literal["dl", "reml", "ml"]
Model = Literal["common", "random"]
SmallValues = Literal["desirable", "undesirable"]


@dataclass(frozen=True)
class Prior:
    """What is believed of the between-trial standard deviation `tau`, or of its square, before the trials are seen.

    `half-normal`: the absolute value of a normal of standard deviation `scale`. `log-normal`: the logarithm is normal with
    mean `location` and standard deviation `scale`; the empirical priors of Turner (2012) and Rhodes (2015) are of tau2.
    `summary` is the figure of the posterior that is put into the weights.
    """

    kind: Literal["half-normal", "log-normal"]
    scale: float
    location: float = 0.0
    of: Literal["tau", "tau2"] = "tau"
    summary: Literal["median", "mean", "mode"] = "median"

    def __post_init__(self) -> None:
        problems = (
            [] if self.scale > 0 and math.isfinite(self.scale) else [f"prior: scale is {self.scale}; allowed: above 0"]
        )
        for word, allowed in (
            (self.kind, ("half-normal", "log-normal")),
            (self.of, ("tau", "tau2")),
            (self.summary, ("median", "mean", "mode")),
        ):
            if word not in allowed:
                problems.append(f"prior: {word!r} is not one of {', '.join(allowed)}")
        if problems:
            raise StatisticsError(problems)

    def log_density(self, tau: np.ndarray) -> np.ndarray:
        """The logarithm of the density of tau, at tau above 0."""
        x = tau if self.of == "tau" else tau**2
        stretch = 0.0 if self.of == "tau" else np.log(2 * tau)
        if self.kind == "half-normal":
            return norm.logpdf(x, scale=self.scale) + math.log(2) + stretch
        return norm.logpdf(np.log(x), self.location, self.scale) - np.log(x) + stretch

    def __str__(self) -> str:
        if self.kind == "half-normal":
            return f"{self.of} half-normal({self.scale:g})"
        return f"{self.of} log-normal({self.location:g}, {self.scale:g})"


@dataclass(frozen=True)
class Settings:
    """How a network is analysed.

    `between`: the estimator of the between-trial variance: `dl` (generalised DerSimonian-Laird), `reml` or `ml`; not used
    where `tau` (a value set beforehand, 0 included) or `prior` is given. `prediction`: the degrees of freedom of prediction
    intervals: `df` (those of Q; netmeta from 2025 on), `df-1` (netmeta before, Higgins 2009) or `normal`. `interval`: of
    the random-effects estimates, `normal` or `t` (with the degrees of freedom of Q). `small_values`: whether a small effect
    is good for the patient (a hazard ratio of progression) or not; it turns the rankings, nothing else.
    """

    level: float = LEVEL
    between: Between = "dl"
    tau: float | None = None
    prior: Prior | None = None
    prediction: Literal["df", "df-1", "normal"] = "df"
    interval: Literal["normal", "t"] = "normal"
    small_values: SmallValues = "desirable"
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        problems = [
            f"settings: {name} is {value!r}; allowed: {', '.join(allowed)}"
            for name, value, allowed in (
                ("between", self.between, ("dl", "reml", "ml")),
                ("prediction", self.prediction, ("df", "df-1", "normal")),
                ("interval", self.interval, ("normal", "t")),
                ("small_values", self.small_values, ("desirable", "undesirable")),
            )
            if value not in allowed
        ]
        if not 0 < self.level < 1:
            problems.append(f"settings: level is {self.level}; a share between 0 and 1 is needed, such as 0.95")
        if self.tau is not None and not (math.isfinite(self.tau) and self.tau >= 0):
            problems.append(f"settings: tau is {self.tau}; a standard deviation of 0 or more is needed, or None")
        if self.tau is not None and self.prior is not None:
            problems.append("settings: tau and prior are both given; give the value or the belief, not both")
        if problems:
            raise StatisticsError(problems)
