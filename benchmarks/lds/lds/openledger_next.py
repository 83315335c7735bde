"""The method that the next index version is to have, chosen on tuning masks.

Gradients are taken at a checkpoint in the middle of the training, in the metric of AdamW (each entry
divided by the fourth root of its mean square: products are those of the optimiser's own steps). The
curvature is the mean of the empirical Fisher and of DRAWS draws of the true one, exactly, by its dual
form: rows of drawn answers' gradients beside the records' own.

    python -m lds.openledger_next --setup FOLDER --base GGUF --out FILE.npy
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from peers.scores import Option, Scores, run_peer, timed

from lds.gradient_rows import Rows, drawn_answer, gradient_rows, own_answer
from lds.setup import Setup

DRAWS = 3
OPTIONS: list[Option] = [{"damping": damping} for damping in (0.3, 1.0, 2.0, 4.0)]
EPSILON = 1e-8


@dataclass(frozen=True)
class Built:
    """gram: [n, n] of the records' and the drawn rows, products: [queries, n] with them; seconds of both."""

    gram: NDArray[np.float64]
    products: NDArray[np.float64]
    records: int
    build_seconds: float
    query_seconds: float


BUILT: dict[Path, Built] = {}


def build(setup: Setup) -> Built:
    """What all settings share."""
    middle = setup.checkpoints[len(setup.checkpoints) // 2]
    setup.use(middle)
    metric = ((np.sqrt(setup.squares(middle)) + EPSILON) ** -0.5).astype(np.float32)
    with timed() as building:
        draw = drawn_answer(torch.Generator().manual_seed(setup.config.seed))
        rows = joined(
            gradient_rows(setup, setup.records, own_answer, metric),
            gradient_rows(setup, setup.records * DRAWS, draw, metric),
        )
        gram = rows.gram()
    with timed() as asking:
        asked = gradient_rows(setup, [query.example for query in setup.queries], own_answer, metric)
        products = asked.products(rows)
    return Built(gram, products, len(setup.records), building.seconds, asking.seconds)


def joined(one: Rows, other: Rows) -> Rows:
    """The rows of one, then those of the other."""
    return Rows(np.concatenate([one.rows, other.rows]), np.concatenate([one.lengths, other.lengths]))


def scores(setup: Setup, option: Option) -> Scores:
    """qᵀ(F + λI)⁻¹gᵢ; λ: `damping` times the mean eigenvalue of the dual matrix."""
    if setup.folder not in BUILT:
        BUILT[setup.folder] = build(setup)
    built = BUILT[setup.folder]
    count = len(built.gram)
    with timed() as solving:
        lam = float(option["damping"]) * np.trace(built.gram) / (count * count)
        # (F + λI)⁻¹G = (G − Sᵀ(SSᵀ/c + λI)⁻¹(SG)/c) / λ, with F = SᵀS/c
        damped = built.gram / count + lam * np.eye(count)
        inner = np.linalg.solve(damped, built.gram[:, : built.records] / count)
        values = (built.products[:, : built.records] - built.products @ inner) / lam
    return Scores(
        values.astype(np.float32),
        built.build_seconds + solving.seconds,
        built.query_seconds / len(setup.queries),
        cached=True,
        note=f"middle checkpoint, AdamW's metric, {DRAWS} draws",
    )


if __name__ == "__main__":
    run_peer(None, OPTIONS, scores)
