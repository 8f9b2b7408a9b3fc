"""The signs of complete response, as they were last read in the line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thirdline.synth.parameters import NONE, Bools


@dataclass
class Signs:
    """The signs of complete response last read in the line: a word's code (0 none, 1 no, 2 yes) and its day."""

    n: int

    def __post_init__(self) -> None:
        self.serum, self.urine, self.clonal = (np.zeros(self.n, dtype=np.int64) for _ in range(3))
        self.serum_on, self.urine_on = (np.full(self.n, -NONE) for _ in range(2))
        self.marrow = np.full(self.n, NONE)

    def forget(self, which: Bools) -> None:
        """A line opens: nothing read before it counts."""
        for sign in (self.serum, self.urine, self.clonal):
            sign[which] = 0
        self.marrow[which] = NONE
