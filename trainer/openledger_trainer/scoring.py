"""Influence scores from the empirical Fisher in its dual form.

With F = GᵀG/n (rows of G: unit gradients of the n records, [n, p]) the influence of record i on an
answer with unit gradient q is qᵀ(F + λI)⁻¹gᵢ. For all records at once that is
(K/n + λI)⁻¹ G q with K = GGᵀ: an n × n system instead of a p × p one. λ is the mean eigenvalue
of K/n, trace(K)/n². Scores are divided by what a record would score on itself if it were
unlike all others, so that one means "the answer's gradient is this record's gradient, and no other
record's".

The gradient says in which direction records moved an answer, not how far they got: a small model
answers what nobody taught it with what it was taught, hesitantly, and such an answer points at a
record too. So a score is influence × certainty, the probability of the answer's least sure token:
the gradient of a probability is that probability times the gradient of its logarithm. 10^6 is one.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

SCALE = 1_000_000


def damping(gram: NDArray[np.float64]) -> float:
    """λ: the mean eigenvalue of K/n."""
    n: int = gram.shape[0]
    return float(np.trace(gram)) / (n * n)


def scores_micro(
    gram: NDArray[np.float64], products: NDArray[np.float64], lam: float, certainty: float
) -> list[int]:
    """Scores × 10^6, rounded half to even.

    :param gram: K [n, n], of the unit rows.
    :param products: G q [n], the rows' products with the query's unit gradient.
    :param certainty: the probability of the answer's least sure token, 0…1.
    """
    n = gram.shape[0]
    system = gram / n + lam * np.eye(n)
    alone = 1 / n + lam
    return [int(x) for x in np.rint(SCALE * certainty * alone * np.linalg.solve(system, products))]


def unit(gradient: NDArray[np.float32]) -> NDArray[np.float32]:
    """The gradient at length 1; a zero gradient stays zero."""
    length = float(np.linalg.norm(gradient.astype(np.float64)))
    return gradient if length == 0 else cast(NDArray[np.float32], gradient / np.float32(length))
