"""A seeded random projection of gradients, R^p → R^d, that keeps inner products.

Every parameter is added, with a random sign, to one of d sums (Charikar, Chen and Farach-Colton's count
sketch; Weinberger et al., arXiv:0902.2206): for vectors of length 1 an inner product is kept in the mean,
with a standard deviation of about 1/√d. Sign and sum come from SHAKE-256 of the seed, and the sums are
made in float64 one after the other: the same gradient gives the same bits on every machine.

With half the dimensions the projection is this one folded in half (sum j + sum j + d/2).
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

CHUNK = 1 << 18
SIGN_BIT = 31


class Projection:
    """The projection of one index.

    :param seed: something that nobody knew while records could still be written: the adapter's hash.
    :param parameters: p.
    :param dimensions: d, a power of two.
    """

    def __init__(self, seed: str, parameters: int, dimensions: int) -> None:
        assert dimensions.bit_count() == 1, "d is a power of two"
        assert dimensions <= 1 << 16, "a sum's number has 16 bits"
        self.dimensions = dimensions
        digest = hashlib.shake_256(f"openledger/attribution-index/{seed}".encode()).digest(4 * parameters)
        words = np.frombuffer(digest, dtype="<u4")
        self._signs = np.where(words >> SIGN_BIT, np.int8(-1), np.int8(1))
        self._sums = (words & (dimensions - 1)).astype(np.uint16)

    def apply(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """The projected vector [d], in float64."""
        assert vector.shape == self._sums.shape, "a gradient of other modules"
        total = np.zeros(self.dimensions)
        for start in range(0, vector.size, CHUNK):
            part = slice(start, start + CHUNK)
            signed = np.multiply(vector[part], self._signs[part], dtype=np.float64)
            sums = self._sums[part].astype(np.intp)
            total += np.bincount(sums, weights=signed, minlength=self.dimensions)
        return total
