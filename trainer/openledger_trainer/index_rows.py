"""The index's rows as they lie on disk, and products with them."""

import numpy as np
from numpy.typing import NDArray

ROW_SCALE = 1024.0
"""Unit rows have tiny entries; times 2^10 they stay clear of float16's subnormal range."""

CHUNK = 1 << 18


def row_products(rows: NDArray[np.float16], vector: NDArray[np.float32]) -> NDArray[np.float64]:
    """rows · vector [n], summed in float64 in fixed chunks of columns: never the whole in memory."""
    total = np.zeros(rows.shape[0])
    for start in range(0, rows.shape[1], CHUNK):
        part = np.asarray(rows[:, start : start + CHUNK], dtype=np.float32)
        total += (part @ vector[start : start + CHUNK]).astype(np.float64)
    return total / ROW_SCALE


def gram_matrix(rows: NDArray[np.float16]) -> NDArray[np.float64]:
    """rows · rowsᵀ [n, n], exactly symmetric."""
    gram = np.zeros((rows.shape[0], rows.shape[0]))
    for start in range(0, rows.shape[1], CHUNK):
        part = np.asarray(rows[:, start : start + CHUNK], dtype=np.float32)
        gram += (part @ part.T).astype(np.float64)
    return (gram + gram.T) / (2 * ROW_SCALE**2)
