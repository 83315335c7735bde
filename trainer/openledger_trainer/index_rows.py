"""The index's rows as they lie on disk, and products with them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ROW_SCALE = 1024.0
"""Unit rows have tiny entries; times 2^10 they stay clear of float16's subnormal range."""

CHUNK = 1 << 18


def row_products(
    rows: NDArray[np.float16], vectors: Sequence[NDArray[np.float32]]
) -> list[NDArray[np.float64]]:
    """rows · vector [n] for each vector, summed in float64 in fixed chunks of columns.

    A chunk is read and widened once for all vectors; each vector has a product of its own, so
    that its result doesn't depend on the others.
    """
    totals = [np.zeros(rows.shape[0]) for _ in vectors]
    for start in range(0, rows.shape[1], CHUNK):
        part = np.asarray(rows[:, start : start + CHUNK], dtype=np.float32)
        for total, vector in zip(totals, vectors, strict=True):
            total += (part @ vector[start : start + CHUNK]).astype(np.float64)
    return [total / ROW_SCALE for total in totals]


def gram_matrix(rows: NDArray[np.float16]) -> NDArray[np.float64]:
    """rows · rowsᵀ [n, n], exactly symmetric."""
    gram = np.zeros((rows.shape[0], rows.shape[0]))
    for start in range(0, rows.shape[1], CHUNK):
        part = np.asarray(rows[:, start : start + CHUNK], dtype=np.float32)
        gram += (part @ part.T).astype(np.float64)
    return (gram + gram.T) / (2 * ROW_SCALE**2)
