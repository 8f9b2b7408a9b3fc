"""What may be asked of the evidence on the command line, and how words become settings."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from thirdline.evidence.networks import Asked
    from thirdline.statistics.network import Prior


class ModelName(StrEnum):
    """How trials that differ are weighed."""

    common = "common"
    random = "random"


class TauEstimator(StrEnum):
    """The estimator of the between-trial variance of a network."""

    dl = "dl"
    reml = "reml"
    ml = "ml"


NETWORK = "Network"
Endpoint = Annotated[str, typer.Option(help="The endpoint: pfs, os, ttp, … (a pool also: orr, cr, crs, …).")]
WithTtp = Annotated[
    bool, typer.Option("--with-ttp", help="Where a trial tells no PFS, take its time to progression: another endpoint.")
]
Cut = Annotated[str, typer.Option(help="The data cut of each trial: current, first, or a cut's id.")]
AsOf = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was in print on this day.")
]  # fmt: skip
Only = Annotated[list[str] | None, typer.Option(help="Only this trial, or comparisons among these treatments; repeatable.")]
Without = Annotated[list[str] | None, typer.Option(help="Without this trial or treatment; repeatable.")]
Model = Annotated[ModelName | None, typer.Option(help="By default random effects where their variance is identified.")]
Estimator = Annotated[TauEstimator, typer.Option("--tau-estimator", help="How the between-trial variance is estimated.")]
Tau = Annotated[float | None, typer.Option(min=0, help="Set the between-trial standard deviation beforehand.")]
PriorText = Annotated[
    str | None,
    typer.Option("--prior", help="What is believed of tau: half-normal:SCALE; of tau squared: log-normal:MEAN:SCALE."),
]
Level = Annotated[float, typer.Option(min=50, max=99.99, help="The level of the intervals, per cent.")]
Split = Annotated[bool, typer.Option("--split", help="Keep nearly equal treatments apart (bortezomib with and without …).")]
Reference = Annotated[str | None, typer.Option(help="The treatment against which the others are told.")]
Show = Annotated[list[str] | None, typer.Option(help="Tell only this treatment (all trials still count); repeatable.")]
Components = Annotated[
    bool, typer.Option("--components", help="Also what each drug adds, if a combination is the sum of its drugs.")
]
Ranks = Annotated[bool, typer.Option("--ranks", help="The picture is of rank curves instead of the table.")]
Adding = Annotated[str | None, typer.Option(help="Trials that add this drug to their control arm and change nothing else.")]
AddingClass = Annotated[str | None, typer.Option(help="Trials that add a drug of this class, and change nothing else.")]
Contrast = Annotated[tuple[str, str] | None, typer.Option(help="Trials of the first treatment against the second.")]
Drug = Annotated[str | None, typer.Option(help="Arms with this drug.")]
DrugClass = Annotated[str | None, typer.Option(help="Arms with a drug of this class, such as anti_bcma_car_t.")]
Target = Annotated[str | None, typer.Option(help="Arms with a drug that hits this target, such as bcma.")]
By = Annotated[
    str | None,
    typer.Option(
        help="Part by control, experimental, endpoint, phase, checked; arms by drug, trial, design, phase, basis, checked"
    ),
]
LeaveOneOut = Annotated[bool, typer.Option("--leave-one-out", help="Also the pool without each study in turn.")]
Transformation = Annotated[str, typer.Option(help="Of proportions: glmm, logit, arcsine, freeman-tukey or none.")]
Correction = Annotated[
    float | None, typer.Option(min=0, help="Add so much to the cells of arms at 0 or 100 %; none by default.")
]
Between = Annotated[
    str, typer.Option("--estimator", help="Of the between-study variance: reml, dl, pm, ml, eb, sj, he, hs.")
]
Interval = Annotated[
    str, typer.Option(help="Of the mean: hartung-knapp-ad-hoc (never narrower than t), hartung-knapp, wald or t.")
]
AsFunnel = Annotated[bool, typer.Option("--funnel", help="The picture is a funnel plot instead of the forest.")]


def asked_of(
    words: tuple[str, bool, str, datetime | None],
    names: tuple[list[str] | None, list[str] | None],
    how: tuple[ModelName | None, TauEstimator, float | None, str | None, float, bool],
) -> Asked:
    """What is asked of a network: endpoint, TTP, cut and day; trials and treatments; model and variance."""
    from thirdline.evidence.networks import RATIO_ENDPOINTS, Asked
    from thirdline.statistics import StatisticsError
    from thirdline.statistics.network import Settings

    endpoint, with_ttp, cut, as_of = words
    model, estimator, tau, prior, level, split = how
    if endpoint not in RATIO_ENDPOINTS:
        raise StatisticsError([f"endpoint: found {endpoint!r}; allowed: {', '.join(RATIO_ENDPOINTS)}"])
    settings = Settings(level=level / 100, between=estimator.value, tau=tau, prior=prior_of(prior))
    return Asked(
        endpoint, with_ttp, cut, as_of.date() if as_of else None, tuple(names[0] or ()), tuple(names[1] or ()),
        model.value if model else None, not split, settings=settings,
    )  # fmt: skip


def prior_of(text: str | None) -> Prior | None:
    """`half-normal:0.5` (of tau) or `log-normal:-2.34:1.62` (of tau squared) as a prior."""
    from thirdline.statistics import StatisticsError
    from thirdline.statistics.network import Prior

    if text is None:
        return None
    kind, *figures = text.split(":")
    try:
        numbers = [float(figure) for figure in figures]
    except ValueError:
        numbers = []
    if kind == "half-normal" and len(numbers) == 1:
        return Prior("half-normal", numbers[0])
    if kind == "log-normal" and len(numbers) == 2:
        return Prior("log-normal", numbers[1], numbers[0], of="tau2")
    raise StatisticsError([f"prior: found {text!r}; allowed: half-normal:SCALE, for example half-normal:0.5; "
                           "log-normal:MEAN:SCALE, for example log-normal:-2.34:1.62"])  # fmt: skip
