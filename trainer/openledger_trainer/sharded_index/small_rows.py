"""A projected gradient as a row of 8-bit integers.

Of a vector of length 1 in R^d an entry is about 1/√d; it is written in steps of 1/(32·√d), so that 127
is four times that. Rounding moves a row by at most half a step an entry: .9% of its length as a rule, a third
of what the projection to 2,048 dimensions does to an inner product.
"""

import math

import numpy as np
from numpy.typing import NDArray

STEPS = 32
GREATEST = 127


def row_scale(dimensions: int) -> float:
    """The length of a row that stands for a gradient of length 1, before it is rounded."""
    return STEPS * math.sqrt(dimensions)


def row_length_max(dimensions: int) -> float:
    """No row is longer: entries are rounded by at most a half, and cutting makes them smaller."""
    return (STEPS + 0.5) * math.sqrt(dimensions)


def at_length_one(projected: NDArray[np.float64]) -> NDArray[np.float64]:
    """The vector at length 1, the same on every machine; zero stays zero."""
    length = math.sqrt(math.fsum(projected * projected))
    return projected if length == 0 else projected / length


def small_row(projected: NDArray[np.float64]) -> NDArray[np.int8]:
    """The row [d] of a projected gradient of any length."""
    steps = np.rint(at_length_one(projected) * row_scale(projected.size))
    return np.clip(steps, -GREATEST, GREATEST).astype(np.int8)
