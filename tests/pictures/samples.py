"""One hard input for each drawing, and every drawing of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from thirdline.interfaces import pictures as p
from thirdline.interfaces.words import Lang
from thirdline.statistics.estimates import Estimate

UNKNOWN = Estimate(None)


def study(number: int) -> p.ForestRow:
    """A study whose figures all differ from the others'."""
    value = 0.3 + 0.04 * number
    weight = (number + 1) / 1000
    return p.ForestRow(
        f"Trial {number:02d}",
        Estimate(value, value * 0.7, value / 0.7),
        weight,
        weight,
        (p.Count(number, 90 + number), p.Count(number + 3, 88)),
    )


FOREST = p.Forest(
    "Progression-free survival",
    "HR",
    (
        p.ForestGroup(
            "Lenalidomide backbone",
            (
                p.ForestRow("POLLUX", Estimate(0.37, 0.27, 0.52), 0.3, 0.28, (p.Count(53, 286), p.Count(116, 283))),
                p.ForestRow("IKEMA", Estimate(0.531, 0.318, 0.889, 0.99), 0.2, 0.22, (p.Count(48, 179), p.Count(55, 123))),
                p.ForestRow("JCOG0904", UNKNOWN, None, None, (p.Count(None, 22), p.Count(None, 22))),
            ),
            p.Pooled(random=Estimate(0.43, 0.33, 0.56), heterogeneity=p.Heterogeneity(2.31, 1, 0.128, 0.57, None)),
        ),
        p.ForestGroup(
            "Bortezomib backbone",
            (
                p.ForestRow("CASTOR", Estimate(0.39, 0.28, 0.53), 0.45, 0.4, (p.Count(67, 251), p.Count(122, 247))),
                p.ForestRow(
                    "A trial with a name that is far too long for one line", Estimate(0.8, 0.02, 40.0), 0.05, 0.1, ()
                ),
            ),
        ),
    ),
    p.Pooled(
        Estimate(0.41, 0.34, 0.49),
        Estimate(0.42, 0.33, 0.54),
        Estimate(0.42, 0.2, 0.88),
        p.Heterogeneity(5.5, 3, 0.14, 0.45, 0.021),
    ),
    arms=("Drug, events/n", "Control, events/n"),
    favours=("favours drug", "favours control"),
    method="Random effects: REML, Hartung-Knapp interval",
)
LONG_FOREST = p.Forest("Forty studies", "HR", (p.ForestGroup("", tuple(map(study, range(40)))),), arms=("A", "B"))
SHARES = p.Forest(
    "Response",
    "ORR",
    (
        p.ForestGroup(
            "",
            (p.ForestRow("DREAMM-2", Estimate(0.32, 0.217, 0.436), 1.0, 1.0), p.ForestRow("none", Estimate(0.0, 0.0, 0.4))),
        ),
    ),
    scale="share",
)

HUBS = ("Rd", "Vd", "Dex", "Pd", "Kd", "Td")
LEAVES = [
    "DRd",
    "KRd",
    "IRd",
    "ERd",
    "DVd",
    "PVd",
    "SVd",
    "EVd",
    "PanVd",
    "VenVd",
    "IsaPd",
    "EPd",
    "DPd",
    "PemPd",
    "IsaKd",
    "DKd",
    "KRd56",
    "VTd",
    "Sd",
    "Mel-flufen+d",
    "Kd70",
    "Vor+V",
    "Bev+V",
    "Silt+V",
    "Belamaf",
    "BPd",
    "BVd",
]
SPOKES = tuple((leaf, HUBS[(i * 7) % 6 if i % 3 else 1]) for i, leaf in enumerate(LEAVES))
TREE = (("Rd", "Dex"), ("Vd", "Dex"), ("Pd", "Dex"), ("Kd", "Vd"), ("Td", "Dex"), ("Td", "Vd"), ("Rd", "Vd"), ("DRd", "DVd"))
STAR = p.NetworkGraph(
    "33 treatments, 35 comparisons",
    tuple(
        p.Node(name, None if name == "Sd" else 60 + 37 * i % 900, name == "Dex") for i, name in enumerate((*HUBS, *LEAVES))
    ),
    tuple(p.Edge(a, b, 1 + i % 3) for i, (a, b) in enumerate((*TREE, *SPOKES))),
)
APART = p.NetworkGraph(
    "Three networks",
    (p.Node("placebo", 2500, True), p.Node("metformin", 1200), p.Node("acarbose", 300), p.Node("Rd", 700), p.Node("DRd", 286),
     p.Node("Carfilzomib and dexamethasone, weekly", None), p.Node("Kd", 900)),
    (p.Edge("placebo", "metformin", 3, 40.0), p.Edge("placebo", "acarbose", 1, 10.0), p.Edge("acarbose", "metformin", 1, 5.0),
     p.Edge("Rd", "DRd", 1, 33.0), p.Edge("Kd", "Carfilzomib and dexamethasone, weekly", 1, 12.5)),
    (p.MultiArm("Willms 1999", ("placebo", "metformin", "acarbose")),),
    "precision",
)  # fmt: skip

TREATMENTS = ("DRd", "KRd", "Rd", "Dex")
LEAGUE = p.League(
    "PFS and OS",
    TREATMENTS,
    p.Endpoint(
        "PFS",
        (
            p.Comparison("DRd", "Rd", Estimate(0.37, 0.27, 0.52), "direct"), p.Comparison("KRd", "Rd", Estimate(0.69, 0.57, 0.83), "direct"),
            p.Comparison("KRd", "DRd", Estimate(1.86, 1.27, 2.73), "indirect"),
            p.Comparison("DRd", "Dex", Estimate(0.13, 0.09, 0.19)), p.Comparison("KRd", "Dex", Estimate(0.24, 0.18, 0.32)),
            p.Comparison("Rd", "Dex", Estimate(0.35, 0.28, 0.997)),
        ),
    ),
    p.Endpoint("OS", (p.Comparison("DRd", "Rd", Estimate(0.73, 0.58, 0.91)), p.Comparison("KRd", "Rd", Estimate(1.1, 0.9, 1.34)))),
    "HR",
)  # fmt: skip

RANKS = p.RankCurves(
    "Ranking",
    (p.Ranked("Dex", (0.0, 0.1, 0.9), 0.05), p.Ranked("DRd", (0.8, 0.2, 0.0), 0.9), p.Ranked("KRd", (0.2, 0.7, 0.1), 0.55)),
    "SUCRA",
)
SCORES = p.RankCurves("Ranking", (p.Ranked("Dex", (), 0.05), p.Ranked("DRd", (), 0.9), p.Ranked("KRd", (), None)), "P-score")

TICKS = (0.0, 12.0, 24.0, 36.0)


def curve(number: int) -> p.TimeCurve:
    """A group with events at 3, 6 and 20 months and a censored patient at 10."""
    shares = (0.9 - number * 0.05, 0.7 - number * 0.05, 0.5 - number * 0.05)
    low, high = tuple(s - 0.1 for s in shares), (shares[0] + 0.08, None, shares[2] + 0.12)
    median = Estimate(20.0, 6.0, None) if number else Estimate(None, 20.0, None)
    return p.TimeCurve(
        f"Group {number}, refractory to lenalidomide", (3.0, 6.0, 20.0), shares, low, high, (10.0, 30.0), (40 - number, 21, "<5", None),
        40 - number, 12, median, 33.0,
    )  # fmt: skip


CURVES = p.TimeCurves(
    "PFS in the registry", "PFS", (curve(0), curve(1)), TICKS, "months", p_value=0.0316, test="log-rank", hazard_ratio=Estimate(0.44, 0.35, 0.55),
    compared="1 against 0", definition="Start: first day of the line. Event: progression or death.",
)  # fmt: skip
SIX = p.TimeCurves("Six groups", "PFS", tuple(map(curve, range(6))), TICKS, "months")
INCIDENCE = p.TimeCurves(
    "Relapse and death", "Incidence",
    (p.TimeCurve("Relapse", (5.0, 9.0), (0.2, 0.45), ends_at=30.0), p.TimeCurve("Death", (7.0,), (0.1,), ends_at=30.0)),
    TICKS, "months", kind="incidence",
)  # fmt: skip

SWIMMERS = p.Swimmers(
    "Lines",
    (
        p.Swimmer("P1", (p.Therapy(0, 10, "PI + IMiD", "VRd"), p.Therapy(12, None, "Anti-CD38", "DRd")), 40.0,
                  (p.Event(2, "response"), p.Event(10, "progression"), p.Event(30, "complete_response"))),
        p.Swimmer("P2", (p.Therapy(0, 20, "Anti-CD38"),), 25.0, (p.Event(25, "death"), p.Event(None, "transplant"))),
    ),
    "months", "start of line 1",
)  # fmt: skip
WATERFALL = p.Waterfall(
    "Best change", "M-protein",
    (p.Change("P1", -100, "CR"), p.Change("P2", 20, "PD"), p.Change("P3", None, "PD"), p.Change("P4", 240, "PD"), p.Change("P5", 0, "PR"),
     p.Change("P6", -55.5, "PR")),
    ("CR", "PR", "PD"), (p.Threshold(-50, "PR"),),
)  # fmt: skip
STEPS = (
    p.Step(1, "PI", "CD38", 60), p.Step(1, "PI", "Death", 20), p.Step(1, "IMiD", "CD38", 25), p.Step(1, "IMiD", "PI", 15),
    p.Step(2, "CD38", "PI", 30), p.Step(2, "CD38", "Death", 25), p.Step(2, "CD38", "Followed", 30), p.Step(2, "PI", "Followed", 15),
)  # fmt: skip
FLOW = p.LineFlow("Lines of therapy", ("PI", "IMiD", "CD38"), ("Death", "Followed"), STEPS)
FUNNEL = p.Funnel(
    "Small studies", "HR", (p.FunnelPoint("A", -0.5, 0.1), p.FunnelPoint("B", 0.3, 0.4), p.FunnelPoint("C", None, None)), -0.45,
    test="Egger", p_value=0.2,
)  # fmt: skip
RATES = p.Rates(
    "Response", "ORR",
    (p.Rate("2.5 mg/kg", 31, 97, Estimate(0.32, 0.217, 0.436), "DREAMM-2"), p.Rate("all", 32, 122, Estimate(0.262, 0.19, 0.35), "STORM"),
     p.Rate("unknown", None, 12, UNKNOWN, "STORM")),
    "Clopper-Pearson",
)  # fmt: skip

DRAWINGS: dict[str, tuple[Callable[..., p.Picture], object]] = {
    "forest": (p.forest, FOREST), "forest of forty": (p.forest, LONG_FOREST), "forest of shares": (p.forest, SHARES),
    "network": (p.network_graph, STAR), "networks": (p.network_graph, APART), "league": (p.league_table, LEAGUE),
    "ranks": (p.rank_curves, RANKS), "scores": (p.rank_curves, SCORES), "curves": (p.survival_curves, CURVES),
    "six curves": (p.survival_curves, SIX), "incidence": (p.survival_curves, INCIDENCE), "swimmers": (p.swimmer_plot, SWIMMERS),
    "waterfall": (p.waterfall_plot, WATERFALL), "flow": (p.line_flow, FLOW), "funnel": (p.funnel_plot, FUNNEL),
    "rates": (p.rate_bars, RATES),
}  # fmt: skip


@cache
def drawn(name: str, lang: Lang = "en") -> p.Picture:
    """That drawing of its sample."""
    draw, data = DRAWINGS[name]
    return draw(data, lang)
