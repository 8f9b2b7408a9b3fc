"""Thirdline: relapsed and refractory disease made computable, each row able to say why."""

__version__ = "0.1.0"
