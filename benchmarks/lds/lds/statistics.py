"""Linear datamodelling score (Park et al. 2023, arXiv 2303.14186) and what its noise allows.

scores: [queries, records]. masks: bool [masks, records]. actual: [queries, masks], log-probabilities
after a retraining on each mask's records.
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def predicted(scores: NDArray[np.floating], masks: NDArray[np.bool_]) -> Matrix:
    """[queries, masks]: the sum of the scores of the records that a mask keeps."""
    return scores.astype(np.float64) @ masks.T.astype(np.float64)


def spearman(one: Matrix, other: Matrix) -> NDArray[np.float64]:
    """Spearman's correlation of each row with the same row of the other; 0 where a row is constant."""
    a, b = centred_ranks(one), centred_ranks(other)
    scale = np.sqrt((a * a).sum(-1) * (b * b).sum(-1))
    product: NDArray[np.float64] = (a * b).sum(-1)
    return np.divide(product, scale, out=np.zeros_like(product), where=scale > 0)


def centred_ranks(values: Matrix) -> Matrix:
    """Ranks of each row, ties at their mean, less the mean rank."""
    order = np.argsort(values, axis=-1, kind="stable")
    ranks = np.empty_like(values)
    np.put_along_axis(
        ranks, order, np.broadcast_to(np.arange(values.shape[-1], dtype=float), values.shape), -1
    )
    for row, line in enumerate(values):
        _, values_of, counts = np.unique(line, return_inverse=True, return_counts=True)
        if counts.max() > 1:
            ranks[row] = (np.bincount(values_of, ranks[row]) / counts)[values_of]
    return ranks - (values.shape[-1] - 1) / 2


def ceiling(one: Matrix, other: Matrix) -> float:
    """What a perfect prediction of the mean over seeds would reach: the square root of the mean
    correlation of two seeds' results on the same masks (classical reliability)."""
    return float(np.sqrt(max(0.0, spearman(one, other).mean())))


def bootstrap(ours: Matrix, theirs: Matrix, actual: Matrix, draws: int, seed: int) -> tuple[float, float]:
    """Draws masks and queries anew, the same for both predictions [queries, masks].

    Returns the 2.5th and the 97.5th percentile of the difference of the mean scores.
    """
    random = np.random.default_rng(seed)
    queries, masks = actual.shape
    differences = np.empty(draws)
    for draw in range(draws):
        rows = random.integers(0, queries, queries)
        columns = random.integers(0, masks, masks)
        place = np.ix_(rows, columns)
        truth = actual[place]
        differences[draw] = spearman(ours[place], truth).mean() - spearman(theirs[place], truth).mean()
    low, high = np.percentile(differences, [2.5, 97.5])
    return float(low), float(high)
