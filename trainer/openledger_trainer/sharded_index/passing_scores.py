"""Records whose score on an answer lies above a threshold: a coarse pass over all rows, an exact one over
few.

A score is row · x, with x = (F + λI)⁻¹ q scaled to 10^-6. The coarse pass takes x in 8 bits: exact
integer products, a batch of queries at a time. What that leaves out of x has a known length, and no row
is longer than row_length_max: a record whose coarse score lies further below the threshold than the
product of the two cannot pass (Cauchy–Schwarz). All others are scored with x in fixed point, in 64-bit
integers. So none that passes is ever missed, and given x the scores are the same on every machine and in
every batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from openledger_trainer.scoring import SCALE
from openledger_trainer.sharded_index.damped_system import DampedSystem
from openledger_trainer.sharded_index.exact_products import exact_products
from openledger_trainer.sharded_index.shard_format import ShardedIndex
from openledger_trainer.sharded_index.small_rows import GREATEST, row_length_max, row_scale

BLOCK = 1 << 14
FRACTION_BITS = 24
EXACT_ROWS = 1 << 12


@dataclass(frozen=True)
class SketchedQuery:
    """An answer's projected gradient at length 1 [d], and the probability of its least sure token."""

    vector: NDArray[np.float64]
    certainty: float


@dataclass(frozen=True)
class Passing:
    """places: records above the threshold, ascending; scores: theirs × 10^6. coarse: how many records the
    coarse pass left over."""

    places: NDArray[np.int64]
    scores: NDArray[np.int64]
    coarse: int


def passing_scores(
    index: ShardedIndex, system: DampedSystem, queries: Sequence[SketchedQuery], threshold_micro: int
) -> list[Passing]:
    """For each query, the records that score above the threshold; one pass over the index for all."""
    directions = np.stack([direction(system, query) for query in queries])
    fixed = np.rint(directions * float(1 << FRACTION_BITS)).astype(np.int64)
    coarse, cuts = coarse_queries(directions, threshold_micro)
    found: list[list[tuple[NDArray[np.int64], NDArray[np.int64]]]] = [[] for _ in queries]
    left = [0] * len(queries)
    for shard, rows in enumerate(index.rows):
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            products = exact_products(torch.from_numpy(block), coarse)
            places, owners = torch.nonzero(products > cuts, as_tuple=True)
            for query in torch.unique(owners).tolist():
                candidates = places[owners == query].numpy()
                left[query] += len(candidates)
                scores = exact_scores(block, candidates, fixed[query])
                above = scores > threshold_micro
                first = shard * index.meta.shard_records + start
                found[query].append((first + candidates[above], scores[above]))
    return [
        Passing(
            np.concatenate([np.zeros(0, np.int64), *(places for places, _ in parts)]),
            np.concatenate([np.zeros(0, np.int64), *(scores for _, scores in parts)]),
            coarse_count,
        )
        for parts, coarse_count in zip(found, left, strict=True)
    ]


def direction(system: DampedSystem, query: SketchedQuery) -> NDArray[np.float64]:
    """x [d]: a row's product with it is the record's score × 10^6."""
    scale = SCALE * query.certainty * system.alone / row_scale(query.vector.size)
    return scale * system.solve(query.vector)


def coarse_queries(
    directions: NDArray[np.float64], threshold_micro: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """x in 8 bits [b, d], and for each the coarse product above which a record may pass [b]."""
    step = np.abs(directions).max(axis=1, keepdims=True) / GREATEST
    step[step == 0] = 1
    coarse = np.rint(directions / step)
    dropped = np.linalg.norm(directions - coarse * step, axis=1)
    # One millionth more: for what is rounded here and in the exact scores.
    slack = 1 + dropped * row_length_max(directions.shape[1]) * (1 + 1e-6)
    cuts = np.floor((threshold_micro - slack) / step[:, 0])
    limits = np.iinfo(np.int32)
    return (
        torch.from_numpy(coarse.astype(np.int8)),
        torch.from_numpy(np.clip(cuts, limits.min, limits.max).astype(np.int32)),
    )


def exact_scores(
    rows: NDArray[np.int8], places: NDArray[np.int64], fixed: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Scores × 10^6 of some rows, rounded half up, in integers."""
    half = 1 << (FRACTION_BITS - 1)
    parts = [
        (rows[places[start : start + EXACT_ROWS]].astype(np.int64) @ fixed + half) >> FRACTION_BITS
        for start in range(0, len(places), EXACT_ROWS)
    ]
    return np.concatenate([np.zeros(0, np.int64), *parts])
