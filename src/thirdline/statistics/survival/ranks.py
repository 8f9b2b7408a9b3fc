"""How much weight lies below a value within a stretch of a sequence, for many values and stretches at once.

A wavelet tree: the sequence is parted by one bit of its values after the other, and each question follows its value
down. n questions take n log n, without a loop over them. Source: Claude and Navarro, Information Systems 2015;47:15-32.
"""

from __future__ import annotations

import numpy as np

from thirdline.statistics.survival.rows import Floats, Ints


def weight_below(values: Ints, weight: Floats, start: Ints, end: Ints, limit: Ints) -> Floats:
    """For each question, the weight of the rows `start` to `end` (not included) whose value is below `limit`.

    `values` are whole numbers from 0.

    >>> weight_below(np.array([2, 0, 1]), np.ones(3), np.array([0, 1]), np.array([3, 3]), np.array([2, 1])).tolist()
    [2.0, 1.0]
    """
    total = np.zeros(len(limit))
    top = int(max(values.max(initial=0), limit.max(initial=0)))
    for bit in reversed(range(top.bit_length())):
        one = (values >> bit) & 1 == 1
        zeros = np.append(0, np.cumsum(~one))
        light = np.append(0.0, np.cumsum(np.where(one, 0.0, weight)))
        up = (limit >> bit) & 1 == 1
        total += np.where(up, light[end] - light[start], 0.0)
        start = np.where(up, zeros[-1] + start - zeros[start], zeros[start])
        end = np.where(up, zeros[-1] + end - zeros[end], zeros[end])
        order = np.argsort(one, kind="stable")
        values, weight = values[order], weight[order]
    return total
