"""Random scores: what a method that knows nothing gets."""

import numpy as np
from lds.setup import Setup

from peers.scores import Option, Scores, run_peer

OPTIONS: list[Option] = [{"seed": 0}]


def scores(setup: Setup, option: Option) -> Scores:
    """Standard normal, from a seed."""
    shape = (len(setup.queries), len(setup.records))
    values = np.random.default_rng(option["seed"]).standard_normal(shape, dtype=np.float32)
    return Scores(values, build_seconds=0, query_seconds=0, cached=True)


if __name__ == "__main__":
    run_peer(None, OPTIONS, scores)
