"""In which order llama.cpp keeps the rows of a projection.

A row order is an index: row i of llama.cpp's matrix is row index[i] of PyTorch's. Its inverse is
numpy.argsort. The rows of a LoRA's B are those of the projection, so one index serves weights, biases
and adapters.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]

RowOrder = Callable[[int, int, int], Index]
"""(rows, heads, heads of keys and values) → index."""


def query_pairs(rows: int, heads: int, kv_heads: int) -> Index:  # noqa: ARG001
    """Of queries: the halves of each head interleaved, since llama.cpp turns neighbouring dimensions."""
    return interleaved(rows, heads)


def key_pairs(rows: int, heads: int, kv_heads: int) -> Index:  # noqa: ARG001
    """Of keys: the same with their own number of heads."""
    return interleaved(rows, kv_heads)


def interleaved(rows: int, heads: int) -> Index:
    """The halves of each of `heads` blocks of rows interleaved."""
    return np.arange(rows).reshape(heads, 2, rows // heads // 2).swapaxes(1, 2).reshape(-1)


def grouped_fusion(rows: int, heads: int, kv_heads: int) -> Index:
    """Of Falcon's fused projection: a group holds its queries, one key, one value; llama.cpp keeps all
    queries, then all keys, then all values."""
    group = heads // kv_heads + 2
    index = np.arange(rows).reshape(kv_heads, group, -1)
    parts = (index[:, :-2], index[:, -2], index[:, -1])
    return np.concatenate([part.reshape(-1) for part in parts])


def per_head_fusion(rows: int, heads: int, kv_heads: int) -> Index:  # noqa: ARG001
    """Of BLOOM's fused projection: a head holds query, key and value; llama.cpp keeps all queries first."""
    return np.arange(rows).reshape(heads, 3, -1).swapaxes(0, 1).reshape(-1)
