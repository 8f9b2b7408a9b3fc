"""The commands of evidence: what is asked goes to the evidence layer, what comes back is told, drawn or printed as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from thirdline.interfaces.answering import Answer, Png, Svg, Wanted, asked_clearly, tell
from thirdline.interfaces.asking import AsJson, Lang, Language
from thirdline.interfaces.evidence import options as of

if TYPE_CHECKING:
    from thirdline.evidence.networks import NetworkEvidence
    from thirdline.evidence.pools import PoolEvidence
    from thirdline.evidence.rates import RateEvidence
    from thirdline.interfaces.evidence.saying import Say
    from thirdline.knowledge import Knowledge

app = typer.Typer(no_args_is_help=True, help="What trials say together: networks, pools, comparisons, with their limits.")


def known(lang: Lang) -> tuple[Knowledge, Say]:
    """What is known, and how it is said in that language."""
    from thirdline.interfaces.evidence.saying import Say
    from thirdline.knowledge import load

    knowledge = load()
    return knowledge, Say(lang.value, knowledge)


def _named(evidence: NetworkEvidence, say: Say, texts: Sequence[str | None]) -> list[str]:
    """Treatments by whatever name they were given."""
    from thirdline.evidence.naming import named, nodes_of

    called = nodes_of(say.knowledge, evidence.first.taken)
    return [named("treatment", text, called) for text in texts if text]


@app.command()
def network(
    endpoint: of.Endpoint = "pfs",
    with_ttp: of.WithTtp = False,
    reference: of.Reference = None,
    cut: of.Cut = "current",
    as_of: of.AsOf = None,
    only: of.Only = None,
    without: of.Without = None,
    show: of.Show = None,
    model: of.Model = None,
    tau_estimator: of.Estimator = of.TauEstimator.dl,
    tau: of.Tau = None,
    prior: of.PriorText = None,
    level: of.Level = 95.0,
    split: of.Split = False,
    components: of.Components = False,
    svg: Svg = None,
    png: Png = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """What is connected to what, which trials were left out and why, and each treatment against a reference."""
    from thirdline.evidence.additive import additive_of
    from thirdline.evidence.networks import networks_of
    from thirdline.interfaces.evidence import drawn, network_text, plain

    with asked_clearly():
        asked = of.asked_of(
            (endpoint, with_ttp, cut, as_of), (only, without), (model, tau_estimator, tau, prior, level, split)
        )
        knowledge, say = known(lang)
        found = networks_of(knowledge, asked)
        against, shown = next(iter(_named(found, say, [reference])), None), _named(found, say, show or ())
        sums = additive_of(knowledge, found.first.taken, asked.settings) if components else None

        def text() -> str:
            told = network_text.network_text(found, say, against, shown)
            return told + ("\n" + "\n".join(network_text.additive_text(sums, endpoint, say)) + "\n" if sums else "")

        def printed() -> Any:
            rows = plain.of_network(found, against, shown)
            return {**rows, "components": plain.of_additive(sums)} if sums else rows

        tell(Answer(text, printed, lambda: drawn.graph(found, say, against)), Wanted(as_json, svg, png))


@app.command()
def league(
    endpoint: of.Endpoint = "pfs",
    with_ttp: of.WithTtp = False,
    cut: of.Cut = "current",
    as_of: of.AsOf = None,
    only: of.Only = None,
    without: of.Without = None,
    show: of.Show = None,
    model: of.Model = None,
    tau_estimator: of.Estimator = of.TauEstimator.dl,
    tau: of.Tau = None,
    prior: of.PriorText = None,
    level: of.Level = 95.0,
    split: of.Split = False,
    ranks: of.Ranks = False,
    svg: Svg = None,
    png: Png = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Every treatment against every other, on progression and survival; first what is connected to what."""
    from thirdline.evidence.networks import networks_of
    from thirdline.interfaces.evidence import drawn, plain
    from thirdline.interfaces.evidence.league_text import league_text

    with asked_clearly():
        asked = of.asked_of(
            (endpoint, with_ttp, cut, as_of), (only, without), (model, tau_estimator, tau, prior, level, split)
        )
        knowledge, say = known(lang)
        found = networks_of(knowledge, asked)
        shown = _named(found, say, show or ())
        picture = drawn.ranks if ranks else drawn.league
        answer = Answer(
            lambda: league_text(found, say, shown), lambda: plain.of_league(found, shown), lambda: picture(found, say, shown)
        )
        tell(answer, Wanted(as_json, svg, png))


@app.command()
def forest(
    endpoint: of.Endpoint = "pfs",
    with_ttp: of.WithTtp = False,
    reference: of.Reference = None,
    adding: of.Adding = None,
    adding_class: of.AddingClass = None,
    contrast: of.Contrast = None,
    cut: of.Cut = "current",
    as_of: of.AsOf = None,
    only: of.Only = None,
    without: of.Without = None,
    show: of.Show = None,
    model: of.Model = None,
    tau_estimator: of.Estimator = of.TauEstimator.dl,
    tau: of.Tau = None,
    prior: of.PriorText = None,
    level: of.Level = 95.0,
    split: of.Split = False,
    svg: Svg = None,
    png: Png = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """A forest plot: of trials with their weights (name a contrast or an added drug), else of the network's estimates."""
    from thirdline.evidence.networks import networks_of
    from thirdline.evidence.pools import AskedPool, pooled
    from thirdline.interfaces.evidence import drawn, network_text, plain

    with asked_clearly():
        asked = of.asked_of(
            (endpoint, with_ttp, cut, as_of), (only, without), (model, tau_estimator, tau, prior, level, split)
        )
        knowledge, say = known(lang)
        if adding or adding_class or contrast:
            wanted = AskedPool(contrast, adding, adding_class, source=asked, settings=_pool_settings(level))
            tell(_pool_answer(pooled(knowledge, wanted), say, as_funnel=False), Wanted(as_json, svg, png))
            return
        found = networks_of(knowledge, asked)
        against, shown = next(iter(_named(found, say, [reference])), None), _named(found, say, show or ())
        answer = Answer(
            lambda: network_text.network_text(found, say, against, shown),
            lambda: plain.of_network(found, against, shown),
            lambda: drawn.network_forest(found, say, against, shown),
        )
        tell(answer, Wanted(as_json, svg, png))


def _pool_settings(level: float, between: str = "reml", interval: str = "hartung-knapp-ad-hoc") -> Any:
    from thirdline.statistics.pooling import Settings

    return Settings(between, interval, level / 100)  # type: ignore[arg-type]


def _pool_answer(found: PoolEvidence, say: Say, as_funnel: bool) -> Answer:
    from thirdline.interfaces.evidence import drawn_pools, plain
    from thirdline.interfaces.evidence.pool_text import pool_text

    draw = drawn_pools.pool_funnel if as_funnel else drawn_pools.pool_forest
    return Answer(lambda: pool_text(found, say), lambda: plain.of_pool(found), lambda: draw(found, say))


def _rate_answer(found: RateEvidence, say: Say) -> Answer:
    from thirdline.interfaces.evidence import drawn_pools, plain
    from thirdline.interfaces.evidence.pool_text import rate_text

    return Answer(lambda: rate_text(found, say), lambda: plain.of_rate(found), lambda: drawn_pools.rate_forest(found, say))


@app.command()
def pool(
    endpoint: of.Endpoint = "pfs",
    adding: of.Adding = None,
    adding_class: of.AddingClass = None,
    contrast: of.Contrast = None,
    drug: of.Drug = None,
    drug_class: of.DrugClass = None,
    target: of.Target = None,
    by: of.By = None,
    leave_one_out: of.LeaveOneOut = False,
    transformation: of.Transformation = "glmm",
    correction: of.Correction = None,
    estimator: of.Between = "reml",
    interval: of.Interval = "hartung-knapp-ad-hoc",
    level: of.Level = 95.0,
    with_ttp: of.WithTtp = False,
    cut: of.Cut = "current",
    as_of: of.AsOf = None,
    only: of.Only = None,
    without: of.Without = None,
    split: of.Split = False,
    funnel: of.AsFunnel = False,
    svg: Svg = None,
    png: Png = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Trials of one comparison or of one added drug pooled; or the share of patients with a response or a toxicity."""
    from thirdline.evidence.networks import RATIO_ENDPOINTS
    from thirdline.evidence.pools import AskedPool, pooled
    from thirdline.evidence.rates import AskedRate, pooled_rate

    with asked_clearly():
        settings = _pool_settings(level, estimator, interval)
        wanted = Wanted(as_json, svg, png)
        if endpoint not in RATIO_ENDPOINTS:
            knowledge, say = known(lang)
            how: dict[str, Any] = {"transformation": transformation, "correction": correction, "settings": settings}
            rate = AskedRate(endpoint, drug, drug_class, target, by, leave_one_out, **how)
            tell(_rate_answer(pooled_rate(knowledge, rate), say), wanted)
            return
        usual = (None, of.TauEstimator.dl, None, None, level, split)
        source = of.asked_of((endpoint, with_ttp, cut, as_of), (only, without), usual)
        knowledge, say = known(lang)
        asked = AskedPool(contrast, adding, adding_class, by, leave_one_out, source, settings)
        tell(_pool_answer(pooled(knowledge, asked), say, funnel), wanted)


@app.command()
def compare(
    treatment: str,
    comparator: str,
    endpoint: of.Endpoint = "pfs",
    with_ttp: of.WithTtp = False,
    cut: of.Cut = "current",
    as_of: of.AsOf = None,
    only: of.Only = None,
    without: of.Without = None,
    model: of.Model = None,
    tau_estimator: of.Estimator = of.TauEstimator.dl,
    tau: of.Tau = None,
    prior: of.PriorText = None,
    level: of.Level = 95.0,
    split: of.Split = False,
    svg: Svg = None,
    png: Png = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """One treatment against another: direct, indirect, together; in whom; and what limits it."""
    from thirdline.evidence.comparisons import compared
    from thirdline.interfaces.evidence import drawn_comparison, plain
    from thirdline.interfaces.evidence.compare_text import compare_text

    with asked_clearly():
        asked = of.asked_of(
            (endpoint, with_ttp, cut, as_of), (only, without), (model, tau_estimator, tau, prior, level, split)
        )
        knowledge, say = known(lang)
        found = compared(knowledge, treatment, comparator, asked)
        answer = Answer(
            lambda: compare_text(found, say),
            lambda: plain.of_comparison(found),
            lambda: drawn_comparison.comparison_forest(found, say),
        )
        tell(answer, Wanted(as_json, svg, png))
