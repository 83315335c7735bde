"""Products of gradients, by the trainer's own gradients: as they are (dot), or at length 1 (cosine)."""

from collections.abc import Sequence

import numpy as np
from lds.setup import Setup
from numpy.typing import NDArray
from openledger_trainer.examples import Example
from openledger_trainer.gradients import answer_gradient
from openledger_trainer.scoring import unit

from peers.scores import Option, Scores, run_peer, timed

OPTIONS: list[Option] = [{"product": "cosine"}, {"product": "dot"}]


def gradient_rows(setup: Setup, examples: Sequence[Example]) -> NDArray[np.float32]:
    """Gradients [n, p] of the summed log-probability of each example's answer."""
    modules = {name.rsplit(".", 1)[1] for name in setup.model.targeted_module_names}
    end = setup.base.tokenizer.end_id
    return np.stack([answer_gradient(setup.model, example, modules, end).vector for example in examples])


def scores(setup: Setup, option: Option) -> Scores:
    """Each query against each record."""
    with timed() as build:
        records = gradient_rows(setup, setup.records)
        if option["product"] == "cosine":
            records = np.stack([unit(row) for row in records])
    with timed() as query:
        asked = gradient_rows(setup, [query.example for query in setup.queries])
        if option["product"] == "cosine":
            asked = np.stack([unit(row) for row in asked])
        values = asked @ records.T
    return Scores(values, build.seconds, query.seconds / len(setup.queries), cached=True)


if __name__ == "__main__":
    run_peer(None, OPTIONS, scores)
