"""The derivations: which table comes from which, and their run in order.

Question answered: what must run, in what order, to derive the tables asked for, and who runs it?
"""

from thirdline.flow.derivations import BEFORE, Derivation, derivations, order
from thirdline.flow.running import Finished, Progress, derive, run_stage

__all__ = ["BEFORE", "Derivation", "Finished", "Progress", "derivations", "derive", "order", "run_stage"]
