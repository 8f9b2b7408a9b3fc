"""Arrays in, frozen estimate out: survival, pooling, networks, reconstruction, disproportionality."""

from thirdline.statistics.estimates import LEVEL, Estimate, StatisticsError

__all__ = ["LEVEL", "Estimate", "StatisticsError"]
