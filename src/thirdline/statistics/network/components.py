"""Component networks: what each drug of a combination adds, where effects add up.

Question answered: if a combination is worth the sum of its components, how much is each worth, does the sum hold, and what
can then be said across networks that no trial joins?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from thirdline.statistics.estimates import Estimate, StatisticsError
from thirdline.statistics.network.consistency import QTest
from thirdline.statistics.network.contrasts import Contrast, in_order
from thirdline.statistics.network.effects import Effects, Scale, effects
from thirdline.statistics.network.heterogeneity import Heterogeneity, heterogeneity, tail
from thirdline.statistics.network.model import RANK, Fit, blocks_of, fit
from thirdline.statistics.network.settings import Settings
from thirdline.statistics.network.synthesis import connections, random_scale
from thirdline.statistics.network.trials import Trial, trials_from

OPEN = 1e-8
"""An effect with a larger part than this in a direction on which the trials are silent is not estimable."""


@dataclass(frozen=True)
class Additive:
    """How treatments are made of components.

    `separator` stands between components in the name of a treatment ("Pom+Vd"); blanks around it do not count.
    `inactive`: the component without an effect of its own (placebo). `interactions`: sets of components that are worth
    something beyond their sum when given together.
    """

    separator: str = "+"
    inactive: str | None = None
    interactions: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ComponentEffects:
    """Estimates under one model. `components`: what each adds (interactions as "A*B"); `combinations`: each treatment
    against nothing (or the inactive component); `comparisons`: every treatment against every other. None/NaN: not
    estimable."""

    components: dict[str, Estimate]
    combinations: dict[str, Estimate]
    comparisons: Effects


@dataclass(frozen=True)
class ComponentNetwork:
    """An additive network. `heterogeneity` holds Q of the additive model; `standard` is Q of the networks without the
    assumption (summed over `parts` that no trial joins), `difference` tests it. `unidentified` names components whose own
    effect the trials leave open."""

    treatments: tuple[str, ...]
    components: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    composition: np.ndarray
    heterogeneity: Heterogeneity
    common: ComponentEffects
    random: ComponentEffects | None
    standard: QTest
    difference: QTest
    unidentified: tuple[str, ...]
    notes: tuple[str, ...]


def component_network(
    contrasts: Sequence[Contrast], made_of: Additive | None = None, *, settings: Settings | None = None
) -> ComponentNetwork:
    """What does each component add, and does a combination equal the sum of its components?

    Treatment effects are theta = C beta, with C the composition; beta by generalised least squares as in `network`,
    multi-arm trials included. Trials that share components join otherwise separate networks, which is an assumption that no
    trial of these networks tests: a note says where an estimate rests on it. A component, combination or comparison that the
    trials leave open has no value and a note. difference: Q additive - Q standard, chi-squared on the rank that the
    assumption saves. Errors: unknown inactive component or interaction, empty or repeated component, and those of `network`.
    Source: Rücker, Petropoulou and Schwarzer, Biom J 2020;62:808-821; Rücker, Stat Methods Med Res 2021 (disconnected).

    >>> rows = [Contrast("1", "A", "P", -1.0, 0.1), Contrast("2", "B", "P", -0.5, 0.1), Contrast("3", "A+B", "P", -1.5, 0.1)]
    >>> found = component_network(rows, Additive(inactive="P"))
    >>> round(found.common.components["A"].value, 4), round(found.difference.q, 4), found.difference.df
    (-1.0, 0.0, 1)
    """
    made_of, settings = made_of or Additive(), settings or Settings()
    trials = trials_from(contrasts, settings.tolerance)
    treatments = in_order(name for trial in trials for name in trial.treatments)
    names, composition = composition_of(treatments, made_of)
    blocks = blocks_of(trials, treatments)
    common = fit(blocks, len(treatments), 0.0, composition)
    found = heterogeneity(blocks, len(treatments), settings, composition)
    silent = _silent(common, composition)
    tau2 = found.tau2.value
    random = None if tau2 is None else fit(blocks, len(treatments), tau2, composition)
    table = _Table(treatments, names, composition, silent)
    parts = connections(trials)
    standard = _standard(trials, parts)
    scale = random_scale(found, settings)
    unidentified = tuple(name for name, row in zip(names, silent, strict=True) if np.abs(row).max(initial=0.0) > OPEN)
    return ComponentNetwork(
        *(treatments, names, parts, composition, found),
        common=table.effects(common, Scale(settings.level, None, "additive, common effect")),
        random=random and table.effects(random, replace(scale, method=f"additive, {scale.method}")),
        standard=standard,
        difference=_difference(common, standard),
        unidentified=unidentified,
        notes=tuple(_notes(trials, parts, unidentified, found, composition)),
    )


def composition_of(treatments: Sequence[str], made_of: Additive) -> tuple[tuple[str, ...], np.ndarray]:
    """The components (interactions last) and which treatment has which: 0 and 1, treatments x components."""
    pieces = {name: [piece.strip() for piece in name.split(made_of.separator)] for name in treatments}
    present = {piece for parts in pieces.values() for piece in parts}
    _refuse_composition(pieces, present, made_of)
    components = in_order(present - {made_of.inactive})
    columns = [(name, (name,)) for name in components] + [("*".join(group), group) for group in made_of.interactions]
    matrix = np.array([[float(set(group) <= set(pieces[t])) for _, group in columns] for t in treatments])
    empty = [name for (name, _), column in zip(columns, matrix.T, strict=True) if not column.any()]
    if empty:
        raise StatisticsError([f"interaction {name}: no treatment holds all of its components" for name in empty])
    return tuple(name for name, _ in columns), matrix


def _refuse_composition(pieces: dict[str, list[str]], present: set[str], made_of: Additive) -> None:
    problems = [
        f"treatment {name!r} has an empty component; check its {made_of.separator!r}"
        for name in pieces
        if "" in pieces[name]
    ]
    problems += [
        f"treatment {t!r} names a component twice; name each once" for t, p in pieces.items() if len(set(p)) < len(p)
    ]
    known = ", ".join(in_order(present))
    if made_of.inactive is not None and made_of.inactive not in present:
        problems.append(f"inactive component {made_of.inactive!r} is in no treatment; the components are {known}")
    for group in made_of.interactions:
        if len(group) < 2 or not set(group) <= present - {made_of.inactive}:
            problems.append(f"interaction {'*'.join(group)}: two or more active components are needed, of {known}")
    if problems:
        raise StatisticsError(problems)


def _silent(common: Fit, composition: np.ndarray) -> np.ndarray:
    """The directions of component effects that no trial speaks of (components x directions)."""
    values, vectors = np.linalg.eigh(composition.T @ common.laplacian @ composition)
    return vectors[:, values <= RANK * values.max()]


@dataclass(frozen=True, eq=False)
class _Table:
    treatments: tuple[str, ...]
    components: tuple[str, ...]
    composition: np.ndarray
    silent: np.ndarray

    def effects(self, at: Fit, scale: Scale) -> ComponentEffects:
        each = np.eye(len(self.components))
        return ComponentEffects(
            {name: self._estimate(name, row, at, scale) for name, row in zip(self.components, each, strict=True)},
            {
                name: self._estimate(name, row, at, scale)
                for name, row in zip(self.treatments, self.composition, strict=True)
            },
            effects(self.treatments, at.positions, self._variances(at), scale),
        )

    def _estimate(self, name: str, row: np.ndarray, at: Fit, scale: Scale) -> Estimate:
        if np.abs(row @ self.silent).max(initial=0.0) > OPEN:
            note = f"the effect of {name} is not estimable: the trials do not tell it from that of other components"
            return Estimate(None, level=scale.level, method=scale.method, notes=(note,))
        error = float(np.sqrt(row @ at.coefficient_covariance @ row))
        return scale.estimate(float(row @ at.coefficients), error)

    def _variances(self, at: Fit) -> np.ndarray:
        if not self.silent.shape[1]:
            return at.variances
        heard = self.composition @ self.silent
        apart = np.abs(heard[:, None, :] - heard[None, :, :]).max(axis=2) > OPEN
        return np.where(apart, np.nan, at.variances)


def _standard(trials: Sequence[Trial], parts: tuple[tuple[str, ...], ...]) -> QTest:
    """Q of the networks without additivity, each fitted for itself."""
    fits = [fit(blocks_of([t for t in trials if t.treatments[0] in part], part), len(part), 0.0) for part in parts]
    q, df = sum(f.q for f in fits), sum(f.df for f in fits)
    return QTest(q, df, tail(q, df))


def _difference(common: Fit, standard: QTest) -> QTest:
    q, df = max(common.q - standard.q, 0.0), common.df - standard.df
    return QTest(q if df else 0.0, df, tail(q, df))


def _notes(
    trials: Sequence[Trial],
    parts: tuple[tuple[str, ...], ...],
    unidentified: tuple[str, ...],
    found: Heterogeneity,
    composition: np.ndarray,
) -> list[str]:
    notes = [note for trial in trials for note in trial.notes]
    if len(parts) > 1:
        joined = "; ".join(", ".join(part) for part in parts)
        notes.append(f"no trial joins {joined}: comparisons between them rest on additivity alone")
    if unidentified:
        notes.append(f"not estimable: the effects of {', '.join(unidentified)}")
    if len({tuple(row) for row in composition}) < len(composition):
        notes.append("treatments of the same components are held to be the same")
    return [*notes, *found.tau2.notes]
