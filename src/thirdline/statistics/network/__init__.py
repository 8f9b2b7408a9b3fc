"""Network meta-analysis: contrasts in, one frozen network for each connected part out.

`network` is the way in; what is built on it takes the network: `inconsistency`, `net_heat`, `loops`, `node_split`,
`p_scores`, `rank_probabilities`, `league`, `contributions`, `evidence_flow`. `component_network` is the additive model;
the Bayesian one is in `thirdline.statistics.network.bayesian` (extra `bayes`).
"""

from thirdline.statistics.network.arms import BinaryArm, ContinuousArm, FromArms, contrasts_from_arms
from thirdline.statistics.network.components import Additive, ComponentEffects, ComponentNetwork, component_network
from thirdline.statistics.network.consistency import (
    DesignEvidence,
    Inconsistency,
    NetHeat,
    QTest,
    inconsistency,
    net_heat,
)
from thirdline.statistics.network.contrasts import Contrast, RatioInterval, contrast_from_ratio
from thirdline.statistics.network.effects import Effects
from thirdline.statistics.network.flow import Contributions, EvidenceFlow, contributions, evidence_flow
from thirdline.statistics.network.heterogeneity import Heterogeneity
from thirdline.statistics.network.loops import LoopEvidence, loops
from thirdline.statistics.network.ranking import League, Ranking, league, p_scores, rank_probabilities, scores
from thirdline.statistics.network.settings import Prior, Settings
from thirdline.statistics.network.splitting import Direct, Split, direct_evidence, node_split, node_split_apart
from thirdline.statistics.network.synthesis import Network, connections, network
from thirdline.statistics.network.trials import Trial, trials_from

__all__ = [
    "Additive",
    "BinaryArm",
    "ComponentEffects",
    "ComponentNetwork",
    "ContinuousArm",
    "Contrast",
    "Contributions",
    "DesignEvidence",
    "Direct",
    "Effects",
    "EvidenceFlow",
    "FromArms",
    "Heterogeneity",
    "Inconsistency",
    "League",
    "LoopEvidence",
    "NetHeat",
    "Network",
    "Prior",
    "QTest",
    "Ranking",
    "RatioInterval",
    "Settings",
    "Split",
    "Trial",
    "component_network",
    "connections",
    "contrast_from_ratio",
    "contrasts_from_arms",
    "contributions",
    "direct_evidence",
    "evidence_flow",
    "inconsistency",
    "league",
    "loops",
    "net_heat",
    "network",
    "node_split",
    "node_split_apart",
    "p_scores",
    "rank_probabilities",
    "scores",
    "trials_from",
]
