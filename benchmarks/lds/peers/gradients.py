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


def gradient_rows(setup: Setup, examples: Sequence[Example], product: str = "dot") -> NDArray[np.float32]:
    """Gradients [n, p] of the summed log-probability of each example's answer; at length 1 for the cosine."""
    modules = {name.rsplit(".", 1)[1] for name in setup.model.targeted_module_names}
    end = setup.base.tokenizer.end_id
    size = sum(parameter.numel() for parameter in setup.parameters)
    rows = np.empty((len(examples), size), dtype=np.float32)
    for place, example in enumerate(examples):
        vector = answer_gradient(setup.model, example, modules, end).vector
        rows[place] = unit(vector) if product == "cosine" else vector
    return rows


def scores(setup: Setup, option: Option) -> Scores:
    """Each query against each record."""
    with timed() as build:
        records = gradient_rows(setup, setup.records, option["product"])
    with timed() as query:
        asked = gradient_rows(setup, [query.example for query in setup.queries], option["product"])
        values = asked @ records.T
    return Scores(values, build.seconds, query.seconds / len(setup.queries), cached=True)


if __name__ == "__main__":
    run_peer(None, OPTIONS, scores)
