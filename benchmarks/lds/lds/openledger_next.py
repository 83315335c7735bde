"""The method that the next index version is to have, chosen on tuning masks.

Gradients are taken at a checkpoint in the middle of the training, in the metric of AdamW (each entry
divided by the fourth root of its mean square: products are those of the optimiser's own steps). The
curvature is the mean of the empirical Fisher and of DRAWS draws of the true one, exactly, by its dual
form: rows of drawn answers' gradients beside the records' own.

    python -m lds.openledger_next --setup FOLDER --base GGUF --out FILE.npy
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from peers.scores import Option, Scores, run_peer, timed

from lds.gradient_rows import Rows, drawn_answer, gradient, gradient_rows, own_answer
from lds.setup import Setup

DRAWS = 3
OPTIONS: list[Option] = [{"damping": damping} for damping in (0.3, 1.0, 2.0, 4.0)]
EPSILON = 1e-8

Built = tuple[Rows, Rows, NDArray[np.float32], float]
BUILT: dict[str, Built] = {}


def build(setup: Setup) -> Built:
    """The records' rows, the drawn ones, the metric [p], and the seconds that they took."""
    middle = setup.checkpoints[len(setup.checkpoints) // 2]
    setup.use(middle)
    metric = ((np.sqrt(setup.squares(middle)) + EPSILON) ** -0.5).astype(np.float32)
    with timed() as clock:
        records = gradient_rows(setup, setup.records, own_answer, metric)
        draw = drawn_answer(torch.Generator().manual_seed(setup.config.seed))
        drawn = gradient_rows(setup, setup.records * DRAWS, draw, metric)
    return records, drawn, metric, clock.seconds


def scores(setup: Setup, option: Option) -> Scores:
    """qᵀ(F + λI)⁻¹gᵢ; λ: `damping` times the mean eigenvalue of the dual matrix."""
    key = str(setup.folder)
    if key not in BUILT:
        BUILT[key] = build(setup)
    records, drawn, metric, seconds = BUILT[key]
    setup.use(setup.checkpoints[len(setup.checkpoints) // 2])
    with timed() as solving:
        both = Rows(
            np.concatenate([records.rows, drawn.rows]), np.concatenate([records.lengths, drawn.lengths])
        )
        gram = both.gram()
        count, n = len(both.lengths), len(records.lengths)
        lam = float(option["damping"]) * np.trace(gram) / (count * count)
        # (F + λI)⁻¹G = (G − Sᵀ(SSᵀ/c + λI)⁻¹(SG)/c) / λ, with F = SᵀS/c
        inner = np.linalg.solve(gram / count + lam * np.eye(count), gram[:, :n] / count)
    with timed() as query:
        products = queries_products(setup, both, metric)
        values = (products[:, :n] - products @ inner) / lam
    return Scores(
        values.astype(np.float32),
        seconds + solving.seconds,
        query.seconds / len(setup.queries),
        cached=True,
        note=f"middle checkpoint, AdamW's metric, {DRAWS} draws",
    )


def joined(one: Rows, other: Rows) -> Rows:
    """The rows of one, then those of the other."""
    return Rows(np.concatenate([one.rows, other.rows]), np.concatenate([one.lengths, other.lengths]))


def queries_products(setup: Setup, rows: Rows, metric: NDArray[np.float32]) -> NDArray[np.float64]:
    """[queries, rows]."""
    vectors: Sequence[NDArray[np.float32]] = [
        gradient(setup, query.example, own_answer, metric) for query in setup.queries
    ]
    return rows.products(vectors)


if __name__ == "__main__":
    run_peer(None, OPTIONS, scores)
