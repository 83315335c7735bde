"""Rows and questions of as many records as wanted, made of few real ones.

A made record is √ρ · family + √(1−ρ) · own, at length 1. Families have 16 records; ρ is drawn from the cosines
of real rows to their nearest other one. Family and own part are draws of one law: √(1−w) · a normal combination
of the real rows, which has the real rows' spectrum, + √w · noise of equal strength in all directions; w is the
median share of a real row that no combination of the others explains. The first rows are the real ones.

A made question is c · its source's row + √(1−c²) · a draw, c drawn from the cosines of real questions to the rows of
their sources; one without a source is a draw.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openledger_trainer.sharded_index.small_rows import GREATEST, row_scale

FAMILY = 16
BLOCK = 1 << 14

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Law:
    """What made rows are drawn from. rows: real ones at length 1 [m, d]; noise: w."""

    rows: Rows
    noise: float
    nearest: NDArray[np.float64]
    own: NDArray[np.float64]
    certainty: NDArray[np.float64]


def fold(sketches: Rows, dimensions: int) -> Rows:
    """Sketches of fewer dimensions, at length 1."""
    folded = sketches.reshape(len(sketches), -1, dimensions).sum(1, dtype=np.float64)
    return at_one(folded.astype(np.float32))


def at_one(rows: Rows) -> Rows:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return rows / np.maximum(lengths, np.float32(1e-30))[:, None]


def fit(real: dict[str, NDArray[np.float64]], dimensions: int) -> Law:
    rows = fold(real["rows"].astype(np.float32), dimensions)
    gram = real["gram"]
    others = gram - 2 * np.eye(len(gram))
    # 1/(gram⁻¹)ᵢᵢ is what of row i lies outside the span of the others.
    outside = 1 / np.diag(np.linalg.inv(gram + 1e-6 * np.eye(len(gram))))
    taught = real["source"] < real["trained"]
    own = real["products"][np.arange(len(real["source"])), real["source"]]
    return Law(
        rows=rows,
        noise=float(np.median(outside)),
        nearest=np.clip(others.max(axis=1), 0, 0.999),
        own=np.clip(own[taught], 0, 0.999),
        certainty=real["certainty"][taught],
    )


def draw(law: Law, count: int, rng: np.random.Generator) -> Rows:
    spectrum = rng.standard_normal((count, len(law.rows)), np.float32) @ law.rows
    spectrum *= np.float32(np.sqrt((1 - law.noise) / len(law.rows)))
    width = law.rows.shape[1]
    even = np.frombuffer(rng.bytes(count * width), np.int8).reshape(count, width).astype(np.float32)
    even *= np.float32(np.sqrt(law.noise * 12 / (256**2 * width)))
    spectrum += even
    return spectrum


def made_block(law: Law, block: int, count: int) -> NDArray[np.int8]:
    """Block `block` of made rows as they lie in an index; the same whenever it is asked for."""
    rng = np.random.default_rng([20_261_130, block])
    families = draw(law, -(-count // FAMILY), rng)
    share = rng.choice(law.nearest, count).astype(np.float32)[:, None]
    rows = draw(law, count, rng)
    rows *= np.sqrt(1 - share)
    rows += np.sqrt(share) * np.repeat(families, FAMILY, axis=0)[:count]
    if block == 0:
        rows[: len(law.rows)] = law.rows
    rows = at_one(rows)
    rows *= np.float32(row_scale(law.rows.shape[1]))
    return np.clip(np.rint(rows, out=rows), -GREATEST, GREATEST).astype(np.int8)


def made_questions(law: Law, sources: Rows, without: int, seed: int) -> tuple[Rows, NDArray[np.float64]]:
    """Questions about some rows, then some without a source: vectors at length 1, and certainties."""
    rng = np.random.default_rng([seed])
    cosine = rng.choice(law.own, len(sources)).astype(np.float32)[:, None]
    near = cosine * at_one(sources) + np.sqrt(1 - cosine**2) * at_one(draw(law, len(sources), rng))
    vectors = at_one(np.concatenate([near, draw(law, without, rng)]))
    return vectors, rng.choice(law.certainty, len(vectors))
