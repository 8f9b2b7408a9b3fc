"""A trial as the network sees it: where its arms stand against each other, and how precisely.

Question answered: do the rows of one trial belong to one trial, and what is the covariance of its comparisons?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network.contrasts import Contrast, in_order, rows_by_trial

TOLERANCE = 0.001
"""How far the effects of a multi-arm trial may miss adding up, on the scale of the effect (netmeta's tol.multiarm)."""

ROUNDED = 0.0001
"""Effects that miss adding up by no more than this are not worth a note."""

NEGATIVE = 1e-8
"""An arm's variance below minus this share of the largest comparison's variance is negative, not rounded."""

MISFIT = 0.01
"""Standard errors of four or more arms that no set of arm variances meets to this share are mentioned in a note."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One trial.

    `positions` (k): the effect of each arm against the mean of the trial's arms. `differences` (k, k): the contrasts, row
    against column, as they were given (rounding included), else from the positions. `variances` (k, k): the variance of each
    contrast. `notes` say what was completed or does not quite add up.
    """

    name: str
    treatments: tuple[str, ...]
    positions: np.ndarray
    differences: np.ndarray
    variances: np.ndarray
    notes: tuple[str, ...] = ()


def trials_from(contrasts: Sequence[Contrast], tolerance: float = TOLERANCE) -> tuple[Trial, ...]:
    """The trials that a list of contrasts describes, in the order of their names; StatisticsError names what cannot be.

    Effects of a multi-arm trial may miss adding up by at most `tolerance` (rounding), with a note. Missing comparisons are
    completed from those given.
    """
    problems: list[str] = []
    trials = []
    for name, rows in sorted(rows_by_trial(contrasts).items()):
        try:
            trials.append(_trial(name, rows, tolerance))
        except StatisticsError as found:
            problems.extend(found.problems)
    if problems:
        raise StatisticsError(problems)
    return tuple(trials)


def _trial(name: str, rows: list[Contrast], tolerance: float) -> Trial:
    arms = in_order(word for row in rows for word in (row.treatment, row.comparator))
    incidence = _incidence(rows, arms)
    if np.linalg.matrix_rank(incidence) < len(arms) - 1:
        raise StatisticsError(
            [f"trial {name!r}: its rows fall into parts that no comparison joins; add one, or give them names of their own"]
        )
    positions, note = _positions(name, rows, incidence, tolerance)
    variances, more = _variances(name, rows, arms)
    return Trial(name, arms, positions, _differences(rows, arms, positions), variances, (*note, *more))


def _incidence(rows: list[Contrast], arms: tuple[str, ...]) -> np.ndarray:
    incidence = np.zeros((len(rows), len(arms)))
    for i, row in enumerate(rows):
        incidence[i, arms.index(row.treatment)] = 1
        incidence[i, arms.index(row.comparator)] = -1
    return incidence


def _positions(
    name: str, rows: list[Contrast], incidence: np.ndarray, tolerance: float
) -> tuple[np.ndarray, tuple[str, ...]]:
    effects = np.array([row.effect for row in rows])
    positions = np.linalg.lstsq(incidence, effects, rcond=None)[0]
    missed = np.abs(effects - incidence @ positions)
    worst = int(missed.argmax())
    if missed[worst] > tolerance:
        fitted = float((incidence @ positions)[worst])
        raise StatisticsError(
            [
                f"trial {name!r}: its effects do not add up; {rows[worst].treatment!r} against "
                f"{rows[worst].comparator!r} is {rows[worst].effect:g}, all rows together lead to {fitted:.4g}. "
                f"Allowed is a difference of {tolerance:g}; check signs and directions"
            ]
        )
    rounded = missed[worst] > ROUNDED
    return positions, (f"trial {name!r}: its rounded effects miss adding up by {missed[worst]:.2g}",) if rounded else ()


def _differences(rows: list[Contrast], arms: tuple[str, ...], positions: np.ndarray) -> np.ndarray:
    differences = positions[:, None] - positions[None, :]
    for row in rows:
        i, j = arms.index(row.treatment), arms.index(row.comparator)
        differences[i, j], differences[j, i] = row.effect, -row.effect
    return differences


def _variances(name: str, rows: list[Contrast], arms: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
    k = len(arms)
    given = np.full((k, k), np.nan)
    np.fill_diagonal(given, 0.0)
    for row in rows:
        i, j = arms.index(row.treatment), arms.index(row.comparator)
        given[i, j] = given[j, i] = row.standard_error**2
    if k == 2:
        return given, ()
    arm_variances = _arm_variances(name, rows, arms)
    _refuse_negative(name, arms, arm_variances, np.nanmax(given))
    fitted = arm_variances[:, None] + arm_variances[None, :]
    np.fill_diagonal(fitted, 0.0)
    completed = np.where(np.isnan(given), fitted, given)
    _refuse_impossible(name, completed)
    return completed, tuple(_variance_notes(name, given, fitted))


def _arm_variances(name: str, rows: list[Contrast], arms: tuple[str, ...]) -> np.ndarray:
    """The variance of each arm: var(contrast) = the sum over its two arms, by least squares; known arms only where
    needed."""
    sums = np.abs(_incidence(rows, arms))
    right = np.array([row.standard_error**2 for row in rows])
    if np.linalg.matrix_rank(sums) < len(arms):
        known = {row.comparator: row.comparator_variance for row in rows if row.comparator_variance is not None}
        sums = np.vstack([sums, *[[[float(arm == word) for arm in arms]] for word in known]])
        right = np.append(right, list(known.values()))
    if np.linalg.matrix_rank(sums) < len(arms):
        raise StatisticsError(
            [
                f"trial {name!r} has {len(arms)} arms and {len(rows)} of their {len(arms) * (len(arms) - 1) // 2} "
                "comparisons, which leaves the covariance of the rows open; give the other comparisons, or "
                "comparator_variance, the variance of the arm that the rows share"
            ]
        )
    return np.linalg.lstsq(sums, right, rcond=None)[0]


def _refuse_negative(name: str, arms: tuple[str, ...], arm_variances: np.ndarray, largest: float) -> None:
    worst = int(arm_variances.argmin())
    if arm_variances[worst] < -NEGATIVE * largest:
        raise StatisticsError(
            [
                f"trial {name!r}: its standard errors cannot be of one trial; they give the arm {arms[worst]!r} the "
                f"variance {arm_variances[worst]:.4g}, which must not be negative. Check them, and their levels"
            ]
        )


def _refuse_impossible(name: str, variances: np.ndarray) -> None:
    smallest = np.linalg.eigvalsh(centred(variances))[1]
    if smallest <= NEGATIVE * variances.max():
        raise StatisticsError(
            [f"trial {name!r}: its standard errors cannot be of one trial (their covariance is not positive); check them"]
        )


def centred(variances: np.ndarray) -> np.ndarray:
    """The covariance of arms around their mean, from the variances of all differences (Gower's double centring)."""
    k = variances.shape[-1]
    centring = np.eye(k) - 1 / k
    return -0.5 * centring @ variances @ centring


def _variance_notes(name: str, given: np.ndarray, fitted: np.ndarray) -> list[str]:
    notes = []
    missing = int(np.isnan(given).sum()) // 2
    if missing:
        notes.append(f"trial {name!r}: {missing} of its comparisons completed from those given")
    pairs = [(given[i, j], fitted[i, j]) for i, j in combinations(range(len(given)), 2) if not np.isnan(given[i, j])]
    share = max(abs(fit - value) / value for value, fit in pairs)
    if share > MISFIT:
        notes.append(
            f"trial {name!r}: its variances differ by up to {share:.0%} from those of independent arms; used as given"
        )
    return notes
