"""The damped system of an index: (F + λI)⁻¹ q for a query's projected unit gradient q.

F = RᵀR/n over the index's rows at length 1. Up to d records the system has the size of their number
(scoring.py says why it is the same), above that the size d. λ is the mean of the eigenvalues that F can
have, trace(F)/min(n, d): of all n in the dual form for few records, of all d for many. With more records
than dimensions the mean over n would be next to no damping: noise of the projection would be scaled up to
the size of influence.
"""

from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from openledger_trainer.sharded_index.exact_products import exact_products
from openledger_trainer.sharded_index.shard_format import ShardedIndex
from openledger_trainer.sharded_index.small_rows import row_scale


class DampedSystem:
    """Solved once for an index; each query then costs a product of its own.

    lam: λ. alone: 1/n + λ; a score is times it, so that one means "the answer's gradient is this record's
    gradient, and no other record's".
    """

    def __init__(self, index: ShardedIndex) -> None:
        count, width = index.meta.records, index.meta.dimensions
        square = row_scale(width) ** 2
        self._rows: NDArray[np.float64] | None = None
        if index.moment is None:
            rows = torch.from_numpy(np.concatenate(index.rows))
            gram = exact_products(rows, rows).numpy().astype(np.float64) / square
            self.lam = float(np.trace(gram)) / count**2
            self._rows = rows.numpy().astype(np.float64) / row_scale(width)
            self._inverse = inverse(gram + count * self.lam * np.eye(count)) if self.lam > 0 else gram
        else:
            fisher = index.moment.astype(np.float64) / (square * count)
            self.lam = float(np.trace(fisher)) / width
            self._inverse = inverse(fisher + self.lam * np.eye(width)) if self.lam > 0 else fisher
        self.alone = 1 / count + self.lam

    def solve(self, query: NDArray[np.float64]) -> NDArray[np.float64]:
        """(F + λI)⁻¹ q [d]; zero where all rows are zero."""
        if self.lam == 0:
            return np.zeros_like(query)
        if self._rows is None:
            return self._inverse @ query
        return (query - self._rows.T @ (self._inverse @ (self._rows @ query))) / self.lam


def inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of a symmetric positive definite matrix."""
    factor = torch.linalg.cholesky(torch.from_numpy(matrix))
    return cast(NDArray[np.float64], torch.cholesky_inverse(factor).numpy())
