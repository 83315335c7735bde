"""How well projected rows of small integers keep what whole gradients say: scores and payout weights.

    python fidelity.py REAL.npz DIMENSIONS…

Whole gradients: the small index and its scoring (float16 rows of p parameters, the dual form). Projected: an index
in shards of the same records. Both set their threshold by their own scores, as the trainer does. One JSON line for
each number of dimensions, with the trained records alone and with all.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))
sys.path.insert(0, str(Path(__file__).parent))
from index_at_scale import ORIGIN, commitments, opened, queries
from made_rows import fold

from openledger_trainer.calibrate import PAID_SOURCES, threshold
from openledger_trainer.scoring import damping, scores_micro
from openledger_trainer.sharded_index.damped_system import DampedSystem
from openledger_trainer.sharded_index.passing_scores import passing_scores
from openledger_trainer.sharded_index.shard_writer import ShardWriter
from openledger_trainer.sharded_index.small_rows import small_row


def projected_scores(real: dict[str, NDArray[Any]], dimensions: int, kept: NDArray[np.int64]) -> NDArray[np.float64]:
    rows = np.stack([small_row(row.astype(np.float64)) for row in fold(real["rows"][kept], dimensions)])
    asked = queries(fold(real["queries"], dimensions), real["certainty"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer = ShardWriter(folder / "index", dimensions)
        writer.add(commitments(0, len(rows)), rows)
        writer.finish(ORIGIN)
        index = opened(folder)
        found = passing_scores(index, DampedSystem(index), asked, -(10**9))
        return np.stack([one.scores for one in found]).astype(np.float64)


def whole_scores(real: dict[str, NDArray[Any]], kept: NDArray[np.int64]) -> NDArray[np.float64]:
    gram = real["gram"][np.ix_(kept, kept)]
    lam = damping(gram)
    return np.array(
        [
            scores_micro(gram, products[kept], lam, float(certainty))
            for products, certainty in zip(real["products"], real["certainty"], strict=True)
        ],
        dtype=np.float64,
    )


def weights(
    scores: NDArray[np.float64], source: NDArray[np.int64], taught: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], int]:
    """Squared excess over the threshold that these scores set, at sum 1; zero where none passes."""
    own = scores[taught, source[taught]]
    foreign = scores.copy()
    there = source < scores.shape[1]
    foreign[there, source[there]] = 0
    low_own, median_own = (int(np.quantile(own, part)) for part in (1 - PAID_SOURCES, 0.5))
    cut = threshold(int(foreign.max()), low_own, median_own)
    excess = np.maximum(scores - cut, 0) ** 2
    return excess / np.maximum(excess.sum(axis=1, keepdims=True), 1), cut


def compare(real: dict[str, NDArray[Any]], dimensions: int, kept: NDArray[np.int64]) -> dict[str, Any]:
    whole, projected = whole_scores(real, kept), projected_scores(real, dimensions, kept)
    is_taught = real["source"] < real["trained"]
    (ours, our_cut), (theirs, their_cut) = (
        weights(scores, real["source"], is_taught) for scores in (projected, whole)
    )
    pays = [(found.sum(axis=1) > 0) for found in (ours, theirs)]
    agreement = np.where(pays[0] & pays[1], 1 - np.abs(ours - theirs).sum(axis=1) / 2, pays[0] == pays[1])
    taught = np.flatnonzero(is_taught)
    source = real["source"][taught]
    return {
        "records": len(kept),
        "questions": len(whole),
        "dimensions": dimensions,
        "correlation": float(np.corrcoef(whole.ravel(), projected.ravel())[0, 1]),
        "rmsMicro": float(np.sqrt(np.mean((whole - projected) ** 2))),
        "sourceWhole": int((whole[taught].argmax(axis=1) == source).sum()),
        "sourceProjected": int((projected[taught].argmax(axis=1) == source).sum()),
        "sourced": len(taught),
        "paidSourcesWhole": float((theirs[taught, source]).mean()),
        "paidSourcesProjected": float((ours[taught, source]).mean()),
        "paysWhole": int(pays[1].sum()),
        "paysProjected": int(pays[0].sum()),
        "agreement": float(agreement.mean()),
        "thresholdWhole": their_cut,
        "thresholdProjected": our_cut,
    }


if __name__ == "__main__":
    with np.load(sys.argv[1]) as file:
        data = dict(file)
    for dimensions in (int(argument) for argument in sys.argv[2:]):
        for records in (int(data["trained"]), len(data["rows"])):
            print(json.dumps(compare(data, dimensions, np.arange(records))), flush=True)
