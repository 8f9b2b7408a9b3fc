"""Thirdline: relapsed and refractory disease made computable, each row able to say why."""

__version__ = "0.1.0"
DEFAULT_PRACTICE = "refractory-myeloma-2020"
