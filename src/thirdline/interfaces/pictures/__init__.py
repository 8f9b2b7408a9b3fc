"""Pictures of evidence and outcomes: plain frozen figures in, SVG and PNG out, with all that is shown told in words.

Question answered: how is this drawn, in English or in Russian, so that anybody can read it, on a screen or on paper?
Each drawing is one function from one frozen input to a `Picture`; what cannot be drawn raises `PictureError`.
"""

from thirdline.interfaces.pictures.curves import TimeCurve, TimeCurves, survival_curves
from thirdline.interfaces.pictures.forest import Count, Forest, ForestGroup, ForestRow, Heterogeneity, Pooled, forest
from thirdline.interfaces.pictures.funnel import Funnel, FunnelPoint, funnel_plot
from thirdline.interfaces.pictures.league import Comparison, Endpoint, League, league_table
from thirdline.interfaces.pictures.league_html import league_html
from thirdline.interfaces.pictures.line_flow import LineFlow, Step, line_flow
from thirdline.interfaces.pictures.network import Edge, MultiArm, NetworkGraph, Node, network_graph
from thirdline.interfaces.pictures.picture import Picture, PictureError
from thirdline.interfaces.pictures.ranks import RankCurves, Ranked, rank_curves
from thirdline.interfaces.pictures.rates import Rate, Rates, rate_bars
from thirdline.interfaces.pictures.swimmer import Event, Swimmer, Swimmers, Therapy, swimmer_plot
from thirdline.interfaces.pictures.waterfall import Change, Threshold, Waterfall, waterfall_plot

__all__ = [
    "Change", "Comparison", "Count", "Edge", "Endpoint", "Event", "Forest", "ForestGroup", "ForestRow", "Funnel",
    "FunnelPoint", "Heterogeneity", "League", "LineFlow", "MultiArm", "NetworkGraph", "Node", "Picture", "PictureError",
    "Pooled", "RankCurves", "Ranked", "Rate", "Rates", "Step", "Swimmer", "Swimmers", "Therapy", "Threshold", "TimeCurve",
    "TimeCurves", "Waterfall", "forest", "funnel_plot", "league_html", "league_table", "line_flow", "network_graph",
    "rank_curves", "rate_bars", "survival_curves", "swimmer_plot", "waterfall_plot",
]  # fmt: skip
